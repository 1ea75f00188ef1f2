"""From chains and links to the graph, and on to the interval that DESIGN's oracles ask for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from headwater.claims.independence import weigh
from headwater.claims.ledger import Ledger, Recorded
from headwater.claims.lineage import Chained, needed, trace
from headwater.model.claim import Actor, Decision, Derivation, How, Level, Link, Origin, Role
from headwater.people.names import NOBODY


def chained(key: str, *chain: str, mention: str = "", scope: str = "") -> Chained:
    return Chained(key, chain, mention or chain[-1], scope or key)


def link(statement: str, role: Role = Role.SUPPORTS, basis: str = "unknown") -> Link:
    return Link(1, "c1", statement, role, (), basis, "ana", "2031-01-01T00:00:00Z")


def recorded(
    of: str, *sources: str, how: str = "cites", suspected: bool = False, directed: bool = True
) -> Recorded:
    decision = Decision(9, "2031-01-01T00:00:00Z", "ana", "derivation", {})
    return Recorded(decision, Derivation(of, sources, how, suspected, directed))


def interval(
    links: list[Link], statements: list[Chained], ledger: Ledger, level: Level = Level.PERSON
) -> tuple[int, int]:
    traced = trace(links, {s.id: s for s in statements}, ledger)
    count = weigh(traced.lineage, level).supports.counting_carriers
    return count.strict, count.open


EMPTY = Ledger()


def test_one_witness_through_two_outlets_is_one_origin() -> None:
    statements = [chained("s1", "The Courier", "Tom Vell"), chained("s2", "The Gazette", "Tom Vell")]
    assert interval([link("s1", basis="witnessed"), link("s2", basis="witnessed")], statements, EMPTY) == (
        1,
        1,
    )


def test_a_witness_who_did_not_say_how_he_knows_is_unresolved() -> None:
    assert interval([link("s1")], [chained("s1", "The Courier", "Tom Vell")], EMPTY) == (0, 1)


def test_two_papers_with_an_official_each() -> None:
    statements = [chained("s1", "The Courier", "an official"), chained("s2", "The Gazette", "an official")]
    assert interval([link("s1"), link("s2")], statements, EMPTY) == (0, 2)


def test_a_definite_mention_is_one_in_its_document() -> None:
    statements = [
        chained("s1", "The Courier", "a port clerk", mention="the clerk", scope="d1"),
        chained("s2", "The Gazette", "a port clerk", mention="The clerk", scope="d1"),
        chained("s3", "The Herald", "a port clerk", mention="the clerk", scope="d3"),
    ]
    assert interval([link("s1"), link("s2")], statements, EMPTY) == (0, 1)
    assert interval([link("s1"), link("s3")], statements, EMPTY) == (0, 2)


def test_wire_and_reprints_are_one_origin() -> None:
    statements = [chained(f"s{n}", f"Paper {n}", "Meridian Wire", "Tom Vell") for n in range(1, 41)]
    assert interval([link(s.id, basis="witnessed") for s in statements], statements, EMPTY) == (1, 1)


def test_an_unnamed_rewrite_joins_the_wire_when_its_derivation_is_recorded() -> None:
    statements = [
        chained("s1", "Meridian Wire", "Tom Vell"),
        chained("s2", "The Gazette", "a docker", mention="a docker"),
    ]
    links = [link("s1", basis="witnessed"), link("s2")]
    assert interval(links, statements, EMPTY) == (1, 2)
    assert interval(links, statements, Ledger(derivations=(recorded("s2", "s1"),))) == (1, 1)
    assert interval(links, statements, Ledger(derivations=(recorded("s2", "s1", how="republishes"),))) == (
        1,
        1,
    )


def test_a_copy_that_repeats_the_chain_of_its_original_makes_no_loop() -> None:
    statements = [chained("s1", "Meridian Wire", "Tom Vell"), chained("s2", "The Gazette", "Tom Vell")]
    links = [link("s1", basis="witnessed"), link("s2", basis="witnessed")]
    ledger = Ledger(derivations=(recorded("s2", "s1", how="translates"),))
    traced = trace(links, {s.id: s for s in statements}, ledger)
    result = weigh(traced.lineage, Level.PERSON).supports
    assert [node.id for node in traced.lineage.occurrences] == ["s1/1", "s1/2", "s2/1"]
    assert result.loops == ()
    assert result.counting_carriers.weak_links_strict == ("meridian wire", "tom vell")


def test_a_suspected_copy_counts_in_strict_only() -> None:
    statements = [chained("s1", "The Courier", "Tom Vell"), chained("s2", "The Gazette", "Ida Nox")]
    links = [link("s1", basis="witnessed"), link("s2", basis="witnessed")]
    suspicion = Ledger(derivations=(recorded("s2", "s1", suspected=True),))
    assert interval(links, statements, suspicion) == (1, 2)


def test_a_circle_without_an_origin_counts_nothing() -> None:
    statements = [chained("s1", "Harbour Wiki"), chained("s2", "The Gazette")]
    circle = Ledger(derivations=(recorded("s1", "s2"), recorded("s2", "s1")))
    traced = trace([link("s1"), link("s2")], {s.id: s for s in statements}, circle)
    result = weigh(traced.lineage, Level.PERSON).supports
    assert (result.counting_carriers.strict, result.counting_carriers.open) == (0, 0)
    assert len(result.loops) == 1
    assert set(result.ungrounded) == {"s1/1", "s2/1"}


def test_two_agents_of_one_agency() -> None:
    statements = [chained("s1", "Ida Nox"), chained("s2", "Tom Vell")]
    links = [link("s1", basis="witnessed"), link("s2", basis="witnessed")]
    ledger = Ledger(actors={key: Actor(key, "Port Agency") for key in ("ida nox", "tom vell")})
    assert interval(links, statements, ledger) == (2, 2)
    assert interval(links, statements, ledger, Level.INSTITUTION) == (1, 1)


def test_support_and_dispute_stay_apart() -> None:
    statements = [chained("s1", "Ida Nox"), chained("s2", "The Ministry of Ports")]
    traced = trace([link("s1"), link("s2", Role.DISPUTES)], {s.id: s for s in statements}, EMPTY)
    assert traced.lineage.supports == ("s1/1",)
    assert traced.lineage.disputes == ("s2/1",)


def test_mentions_are_drawn_but_not_weighed() -> None:
    traced = trace([link("s1", Role.MENTIONS)], {"s1": chained("s1", "Ida Nox")}, EMPTY)
    assert traced.lineage.supports == traced.lineage.disputes == ()
    assert len(traced.lineage.occurrences) == 1


def test_everything_below_is_needed_once_even_in_circles() -> None:
    ledger = Ledger(derivations=(recorded("s1", "s2", "s3"), recorded("s3", "s1"), recorded("s9", "s8")))
    assert needed(["s1"], ledger) == ["s1", "s2", "s3"]


def test_an_undirected_suspicion_is_followed_from_both_ends() -> None:
    ledger = Ledger(derivations=(recorded("s2", "s1", suspected=True, directed=False),))
    assert needed(["s1"], ledger) == ["s1", "s2"]


def test_an_unresolved_end_with_recorded_lineage_is_no_origin_any_more() -> None:
    statements = {s.id: s for s in (chained("s1", "The Gazette", "an official"), chained("s2", "Ida Nox"))}
    traced = trace([link("s1")], statements, Ledger(derivations=(recorded("s1", "s2"),)))
    origins = {node.id: node.origin for node in traced.lineage.occurrences}
    assert origins["s1/2"] is None
    assert Origin.UNRESOLVED not in origins.values()


def test_a_copy_may_also_cite() -> None:
    statements = [
        chained("s1", "Meridian Wire", "Tom Vell"),
        chained("s2", "The Gazette", "Tom Vell"),
        chained("s3", "Ida Nox"),
    ]
    links = [link(key, basis="witnessed") for key in ("s1", "s2", "s3")]
    ledger = Ledger(derivations=(recorded("s2", "s1", how="republishes"), recorded("s2", "s3")))
    assert interval(links, statements, ledger) == (2, 2)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.lists(st.integers(0, 3), min_size=1, max_size=2),
            st.sampled_from(list(How)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_every_derivation_names_nodes_that_there_are(
    rows: list[tuple[int, list[int], How, bool, bool]],
) -> None:
    chains = [("The Courier", "Tom Vell"), ("Ida Nox",), (), ("The Gazette", "Meridian Wire", "an official")]
    statements = {f"s{n}": Chained(f"s{n}", chain, "", f"d{n}") for n, chain in enumerate(chains)}
    ledger = Ledger(
        derivations=tuple(
            recorded(
                f"s{of}", *(f"s{n}" for n in sources), how=how.value, suspected=suspected, directed=directed
            )
            for of, sources, how, suspected, directed in rows
            if of not in sources and (directed or suspected)
        )
    )
    traced = trace([link("s0"), link("s3", Role.DISPUTES)], statements, ledger)
    nodes = {node.id for node in traced.lineage.occurrences}
    for derivation in traced.lineage.derivations:
        assert {derivation.of, *derivation.sources} <= nodes
    weigh(traced.lineage, Level.PERSON)


def test_names_given_as_names_need_no_capital() -> None:
    for name in ("jane doe", "王小明", "محمد علي"):
        statements = [Chained(key, (name,), name, key, given=frozenset({name})) for key in ("s1", "s2")]
        links = [link("s1", basis="witnessed"), link("s2", basis="witnessed")]
        assert interval(links, statements, EMPTY) == (1, 1)


def test_pronouns_and_nobody_are_their_own_each_time() -> None:
    for name in ("she", NOBODY):
        statements = [chained("s1", name, scope="d1"), chained("s2", name, scope="d1")]
        assert interval([link("s1"), link("s2")], statements, EMPTY) == (0, 2)


def test_a_primary_record_is_an_origin() -> None:
    assert interval([link("s1", basis="record")], [chained("s1", "The duty log of 3 March")], EMPTY) == (1, 1)


def test_a_part_keeps_the_basis_that_was_decided_with_another_part() -> None:
    statements = {s.id: s for s in (chained("s1", "Ida Nox"), chained("s2", "Tom Vell"))}
    links = [replace(link("s1", basis="witnessed"), parts=(1,)), replace(link("s2"), parts=(2,))]
    traced = trace(links, statements, Ledger(derivations=(recorded("s2", "s1"),)), part=2)
    assert traced.lineage.supports == ("s2/1",)
    count = weigh(traced.lineage, Level.PERSON).supports.counting_carriers
    assert (count.strict, count.open) == (1, 1)


def test_what_is_decided_of_a_copy_holds_for_its_original() -> None:
    statements = [chained("s1", "Meridian Wire", "Tom Vell"), chained("s2", "The Gazette", "Tom Vell")]
    ledger = Ledger(derivations=(recorded("s2", "s1", how="republishes"),))
    assert interval([link("s2", basis="witnessed")], statements, ledger) == (1, 1)
    other = [chained("s1", "Meridian Wire", "Ida Nox"), statements[1]]
    assert interval([link("s2", basis="witnessed")], other, ledger) == (0, 1)
    assert interval([link("s2", basis="witnessed"), link("s1", basis="heard")], statements, ledger) == (0, 1)


def test_a_citation_goes_on_from_the_link_that_names_the_document() -> None:
    statements = [
        chained("s1", "The Courier", "an e-mail dated May 3, 2031", "HERON-2"),
        chained("s2", "Dov Carrasquel", "HERON-2"),
    ]
    cited = replace(recorded("s1", "s2"), decision=None, at=2)
    lineage = trace(
        [link("s1", basis="witnessed")], {s.id: s for s in statements}, Ledger(derivations=(cited,))
    ).lineage
    assert [node.id for node in lineage.occurrences] == ["s1/1", "s1/2", "s2/1", "s2/2"]
    assert [node.origin for node in lineage.occurrences] == [None, None, None, Origin.OBSERVATION]
    assert weigh(lineage, Level.PERSON).supports.loops == ()
    suspected = Ledger(derivations=(replace(recorded("s1", "s2", suspected=True), at=2),))
    kept = trace([link("s1")], {s.id: s for s in statements}, suspected).lineage
    assert "s1/3" in {node.id for node in kept.occurrences}, "a suspicion leaves the chain in place"
