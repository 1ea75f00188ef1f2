"""Fixtures for every test."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from headwater.desk import demo

settings.register_profile("untimed", deadline=None)  # nothing here is timed: speed lives in bench/
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project, or where HEADWATER_SHARED_DATA says. Never copied or quoted."""
    folder = Path(os.environ.get("HEADWATER_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data: set HEADWATER_SHARED_DATA or put it at {folder}")
    return folder


@pytest.fixture(scope="session")
def demo_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo case, built once for all tests that only read it."""
    root = tmp_path_factory.mktemp("demo") / "case"
    demo.build(root)
    return root
