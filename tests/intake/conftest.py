"""The helpers of these tests are a module beside them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from headwater.store import case as cases
from headwater.store.case import Case

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case."""
    with cases.create(tmp_path / "case") as made:
        yield made


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    """An empty folder for originals."""
    folder = tmp_path / "leak"
    folder.mkdir()
    return folder
