"""Whom a claim rests on, in words."""

from headwater.claims.grounds import Grounds, grounds, shown_names
from headwater.claims.ledger import Ledger
from headwater.claims.lineage import Chained, trace
from headwater.model.claim import Interest, Link, Role

CHAINS = {
    "s1": ("The Courier", "Tom Vell"),
    "s2": ("The Gazette", "Ida Nox"),
    "s3": ("The Gazette", "an official"),
    "s4": ("The Gazette",),
}
INTERESTS = {"tom vell": {"defendant": Interest(1, "tom vell", "Tom Vell", "defendant", "", "ana", "2031")}}


def told(bases: dict[str, str], role: Role = Role.SUPPORTS) -> Grounds:
    links = [
        Link(n, "c1", key, role, (), basis, "ana", "2031") for n, (key, basis) in enumerate(bases.items())
    ]
    statements = {key: Chained(key, CHAINS[key], CHAINS[key][-1], key) for key in bases}
    return grounds(trace(links, statements, Ledger()), role, bases, INTERESTS)


def test_each_origin_says_how_it_knows_and_carriers_are_named() -> None:
    found = told({"s1": "witnessed", "s2": "inferred"})
    assert [(one.name, one.certain) for one in found.origins] == [("Tom Vell", True), ("Ida Nox", False)]
    assert found.carriers == ("The Courier", "The Gazette")
    assert found.words == (
        "Tom Vell (own observation; an interested party: defendant) and Ida Nox (by inference; lineage not recorded); "
        "it reached us through The Courier and The Gazette."
    )


def test_what_nobody_recorded_is_said_to_be_so() -> None:
    assert told({"s3": "unknown"}).words == (
        "an official (lineage not recorded); it reached us through The Gazette."
    )
    assert told({"s2": "heard"}).origins[0].basis == "heard from others; lineage not recorded"
    assert "independent" not in told({"s1": "record", "s2": "unknown", "s3": "heard"}).words


def test_nobody() -> None:
    assert told({}).words == "Nobody: no statement that supports it is linked."
    assert told({}, Role.DISPUTES).words == "Nobody: no statement that disputes it is linked."


def test_one_who_saw_it_is_certain_whatever_else_they_say() -> None:
    links = [
        Link(1, "c1", "s1", Role.SUPPORTS, (), "inferred", "ana", "2031"),
        Link(2, "c1", "s5", Role.SUPPORTS, (), "witnessed", "ana", "2031"),
    ]
    statements = {key: Chained(key, ("Tom Vell",), "Tom Vell", key) for key in ("s1", "s5")}
    traced = trace(links, statements, Ledger())
    (found,) = grounds(traced, Role.SUPPORTS, {"s1": "inferred", "s5": "witnessed"}, {}).origins
    assert (found.basis, found.certain) == ("own observation", True)


def test_one_who_is_an_origin_and_passes_on_is_no_carrier_beside() -> None:
    found = told({"s4": "record", "s2": "witnessed"})
    assert [one.name for one in found.origins] == ["The Gazette", "Ida Nox"]
    assert found.carriers == ()


def test_interests_stand_behind_names() -> None:
    links = [Link(1, "c1", "s1", Role.SUPPORTS, (), "witnessed", "ana", "2031")]
    traced = trace(links, {"s1": Chained("s1", CHAINS["s1"], "Tom Vell", "s1")}, Ledger())
    assert set(shown_names(traced, INTERESTS).values()) == {
        "The Courier",
        "Tom Vell [an interested party: defendant]",
    }
