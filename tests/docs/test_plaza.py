"""The example around the article that Headwater starts from, run on the real article and some real mail."""

import html
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from headwater.desk.views import ClaimView
from headwater.model.claim import Role
from headwater.web.app import create_app

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "examples" / "plaza.py"


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plaza", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plaza(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ClaimView]:
    root = tmp_path_factory.mktemp("plaza") / "case"
    view: ClaimView = example().build(
        root, shared_data / "seed" / "managing-the-plaza.txt", [shared_data / "mail" / "enron" / "1"]
    )
    return root, view


@pytest.mark.real
def test_support_denial_and_chains(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    assert len(view.with_role(Role.SUPPORTS)) == 4
    (denial,) = view.with_role(Role.DISPUTES)
    assert denial.stance == "denies"
    assert denial.chain[-1].casefold() == "the us government"
    for entry in view.entries:
        assert len(entry.chain) >= 3, "the article and what it passes on stand before the source"
        assert entry.text


@pytest.mark.real
def test_everything_passes_through_the_one_article(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    count = view.supports.counting_carriers
    outermost = {entry.chain[0] for entry in view.with_role(Role.SUPPORTS)}
    assert len(outermost) == 1
    assert (count.strict, count.open) == (1, 1)
    assert view.disputes.counting_carriers.strict == 0
    signals = view.parts[2]
    assert signals.supports.counting_carriers.strict == 0, "an inference is not a record"


@pytest.mark.real
def test_the_rest_of_the_case_is_shown_as_not_read(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    assert view.extent.read == 1
    assert view.extent.documents > 100


@pytest.mark.real
def test_the_page_shows_support_the_denial_and_the_chains(plaza: tuple[Path, ClaimView]) -> None:
    root, view = plaza
    token = "plaza"
    with TestClient(create_app(root, token), base_url="http://127.0.0.1") as visitor:
        visitor.get(f"/?token={token}")
        page = visitor.get(f"/claim/{view.claim.id}").text
    words = html.unescape(re.sub(r"<[^>]+>", " ", page))
    shown = " ".join(words.split())
    assert shown.index("Support") < shown.index("Dispute")
    assert "denies" in shown
    for entry in view.entries:
        for name in entry.chain:
            assert " ".join(name.split()) in shown
    assert "<svg" in page
