"""The example around the article that Headwater starts from, run on the real article and some real mail."""

import html
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from headwater.claims.grounds import Grounds
from headwater.desk import cases, claims
from headwater.desk.views import ClaimView
from headwater.model.claim import Role
from headwater.web.app import create_app

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "examples" / "plaza.py"
CARRIERS = {"Global Research", "Tom Burghardt", "Narco News"}
DEFENDANT = "Zambada Niebla"


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


def named(grounds: Grounds) -> list[str]:
    return [ground.name for ground in grounds.origins]


@pytest.mark.real
def test_the_insider_and_the_pleadings_rest_on_one_man_with_an_interest(
    plaza: tuple[Path, ClaimView],
) -> None:
    _, view = plaza
    deal, immunity, negotiated, _ = view.parts
    for part in (deal, immunity, negotiated):
        (ground,) = part.support.origins
        assert DEFENDANT in ground.name
        assert ground.interests == ("defendant",)
        assert "an interested party: defendant" in part.support.words
        assert "an interested party: defendant" in part.sentence
        assert part.supports.carriers_faithful.open == 1
    entries = {entry.link.statement: entry for entry in view.with_role(Role.SUPPORTS)}
    assert len(entries) == 4
    carriers = " ".join(deal.support.carriers)
    assert "organization member" in carriers
    assert "attorneys" in carriers
    assert [one.kind for entry in entries.values() for one in entry.interests] == ["defendant"]


@pytest.mark.real
def test_the_diplomat_stands_behind_the_signal_and_not_behind_immunity(
    plaza: tuple[Path, ClaimView],
) -> None:
    _, view = plaza
    deal, immunity, negotiated, signal = view.parts
    (ground,) = signal.support.origins
    assert (ground.name, ground.certain) == ("MX1", False)
    assert "by inference" in ground.basis
    assert signal.supports.counting_carriers.strict == 0, "an inference is not a record"
    for part in (deal, immunity, negotiated):
        assert "MX1" not in named(part.support)
    assert named(negotiated.dispute) == ["MX1"]
    assert named(immunity.dispute) == []
    (no_meetings,) = [entry for entry in view.with_role(Role.DISPUTES) if entry.chain[-1] == "MX1"]
    assert "no meetings" in no_meetings.text


@pytest.mark.real
def test_the_denial_disputes_and_the_dissenter_qualifies(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    assert [name.casefold() for name in named(view.parts[0].dispute)] == ["the us government"]
    denials = [entry for entry in view.with_role(Role.DISPUTES) if entry.stance == "denies"]
    assert [entry.chain[-1].casefold() for entry in denials] == ["the us government"]
    (dissent,) = view.with_role(Role.QUALIFIES)
    assert "dissenting analyst" in dissent.chain[-1]
    assert "dissenting analyst" not in view.support.words + view.dispute.words


@pytest.mark.real
def test_every_carrier_is_named_and_all_passes_through_the_one_article(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    assert set(view.support.carriers) >= CARRIERS
    assert set(view.dispute.carriers) >= CARRIERS
    for name in (*view.support.carriers, *view.dispute.carriers):
        assert name in view.support.words + view.dispute.words
    count = view.supports.counting_carriers
    (outlet,) = {entry.chain[0] for entry in view.entries}
    assert outlet in view.support.carriers
    assert outlet in view.dispute.carriers
    assert (count.strict, count.open) == (1, 1)
    assert (view.supports.carriers_faithful.strict, view.supports.carriers_faithful.open) == (1, 2)
    assert view.disputes.counting_carriers.strict == 0
    for part in view.parts:
        assert "independent" not in part.sentence + part.support.words + part.dispute.words


@pytest.mark.real
def test_the_rest_of_the_case_is_shown_as_not_read(plaza: tuple[Path, ClaimView]) -> None:
    _, view = plaza
    assert view.extent.read == 1
    assert view.extent.documents > 100
    assert view.read.startswith("1 of ")


@pytest.mark.real
def test_each_decision_can_be_taken_back(plaza: tuple[Path, ClaimView]) -> None:
    root, view = plaza
    assert [line.kind for line in view.history].count("link") == len(view.entries)
    derived = next(line for line in view.history if line.kind == "derivation")
    with cases.open_case(root) as case:
        number = claims.undo(case, derived.decision, by="docs")
        assert len(claims.view(case, view.claim.id).parts[0].support.origins) == 2
        claims.undo(case, number, by="docs")
        assert claims.view(case, view.claim.id).parts == view.parts


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
