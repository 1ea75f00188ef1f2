"""Independence: the oracles by name, the edge cases, and brute force on random graphs."""

import json
import random
import subprocess
import sys
from collections import Counter
from typing import Any

import networkx
import pytest
from click.testing import CliRunner
from definition import Definition
from lineages import casewide

from headwater.claims.casewide import weak_links_of_all
from headwater.claims.cuts import smallest_cut
from headwater.claims.graphfile import answer, parse
from headwater.claims.independence import weigh
from headwater.claims.rules import read
from headwater.cli.weigh_commands import independence
from headwater.model.claim import Level

Graph = dict[str, Any]
COUNTS = ("counting_carriers", "carriers_faithful")
READINGS = ("strict", "open")


def said(identifier: str, actor: str, origin: str | None = None) -> dict[str, Any]:
    return {"id": identifier, "actor": actor, "origin": origin}


def rests(of: str, *sources: str, **marks: Any) -> dict[str, Any]:
    return {"of": of, "from": list(sources), "how": "cites", **marks}


def suspected(of: str, *sources: str, directed: bool = True) -> dict[str, Any]:
    return rests(of, *sources, suspected=True, directed=directed)


def graph(
    statements: list[dict[str, Any]],
    derivations: list[dict[str, Any]],
    supports: list[str],
    disputes: list[str] | None = None,
    actors: list[dict[str, Any]] | None = None,
) -> Graph:
    made: Graph = {
        "statements": statements,
        "derivations": derivations,
        "claim": {"supports": supports, "disputes": disputes or []},
    }
    return made if actors is None else {"actors": actors, **made}


def weighed(given: Graph, level: str = "person", side: str = "supports") -> dict[str, Any]:
    found = answer(json.dumps(given), Level(level))[side]
    assert isinstance(found, dict)
    return found


def interval(found: dict[str, Any], count: str = "counting_carriers") -> tuple[int, int]:
    return found[count]["strict"], found[count]["open"]


# The oracles --------------------------------------------------------------------------------------------------------

TWO_OUTLETS = graph(
    [said("a", "Herald"), said("b", "Tribune"), said("w", "Ada", "observation")],
    [rests("a", "w"), rests("b", "w")],
    ["a", "b"],
)
TRANSLATION = graph(
    [said("es", "El Faro"), said("en", "Lighthouse Press"), said("w", "Ada", "observation")],
    [rests("en", "es", how="translates"), rests("es", "w")],
    ["es", "en"],
)
REPRINTS = graph(
    [said("w", "Ada", "observation"), said("wire", "Wire")]
    + [said(f"r{n}", f"Paper {n}") for n in range(40)],
    [rests("wire", "w")] + [rests(f"r{n}", "wire", how="republishes") for n in range(40)],
    ["wire"] + [f"r{n}" for n in range(40)],
)
WIKI = graph(
    [said("wiki 1", "Wiki"), said("paper", "Herald"), said("wiki 2", "Wiki")],
    [rests("paper", "wiki 1"), rests("wiki 2", "paper")],
    ["wiki 1", "paper", "wiki 2"],
)
CLOSED_LOOP = graph(
    [said("a", "Herald"), said("b", "Tribune"), said("c", "Post")],
    [rests("a", "b"), rests("b", "c"), rests("c", "a")],
    ["a", "b", "c"],
)
LOOP_WITH_WITNESS = graph(
    [said("a", "Herald"), said("b", "Tribune"), said("w", "Ada", "observation")],
    [rests("a", "b"), rests("b", "a"), rests("a", "w")],
    ["a", "b"],
)
TWO_OFFICIALS = graph(
    [
        said("a", "Herald"),
        said("b", "Tribune"),
        said("oa", "an official (Herald)", "unresolved"),
        said("ob", "an official (Tribune)", "unresolved"),
    ],
    [rests("a", "oa"), rests("b", "ob")],
    ["a", "b"],
)
ON_AND_OFF = graph(
    [
        said("a", "Herald"),
        said("b", "Tribune"),
        said("on", "Ada", "observation"),
        said("off", "Ada", "observation"),
    ],
    [rests("a", "on"), rests("b", "off")],
    ["a", "b"],
)
TWO_AGENTS = graph(
    [said("a", "Agent A", "observation"), said("b", "Agent B", "observation")],
    [],
    ["a", "b"],
    actors=[{"id": "Agent A", "institution": "Agency"}, {"id": "Agent B", "institution": "Agency"}],
)
TWO_INPUTS = graph(
    [said("share", "Herald"), said("part", "Ada", "record"), said("whole", "Bo", "record")],
    [rests("share", "part", "whole")],
    ["share"],
)
ONE_PAPER = graph(
    [
        said("a", "The Paper"),
        said("b", "The Paper"),
        said("wa", "Ada", "observation"),
        said("wb", "Bo", "observation"),
    ],
    [rests("a", "wa"), rests("b", "wb")],
    ["a", "b"],
)
X_AND_Y = [
    said("x", "Herald"),
    said("y", "Tribune"),
    said("wx", "Ada", "observation"),
    said("wy", "Bo", "observation"),
]
COPY = graph(X_AND_Y, [rests("x", "wx"), rests("y", "wy"), suspected("y", "x")], ["x", "y"])
EITHER_COPY = graph(
    X_AND_Y, [rests("x", "wx"), rests("y", "wy"), suspected("y", "x", directed=False)], ["x", "y"]
)

ORACLES = {
    "one witness through two outlets": (TWO_OUTLETS, "person", "counting_carriers", (1, 1)),
    "a translation": (TRANSLATION, "person", "counting_carriers", (1, 1)),
    "a wire story and 40 reprints": (REPRINTS, "person", "counting_carriers", (1, 1)),
    "unsourced wiki, paper, wiki": (WIKI, "person", "counting_carriers", (0, 1)),
    "a closed loop with no origin": (CLOSED_LOOP, "person", "counting_carriers", (0, 0)),
    "a loop with one witness": (LOOP_WITH_WITNESS, "person", "counting_carriers", (1, 1)),
    "two papers each with an official": (TWO_OFFICIALS, "person", "counting_carriers", (0, 2)),
    "the same person on and off the record": (ON_AND_OFF, "person", "counting_carriers", (1, 1)),
    "two agents of one agency, person": (TWO_AGENTS, "person", "counting_carriers", (2, 2)),
    "two agents of one agency, institution": (TWO_AGENTS, "institution", "counting_carriers", (1, 1)),
    "a figure that needs two inputs": (TWO_INPUTS, "person", "counting_carriers", (1, 1)),
    "one paper with two named witnesses": (ONE_PAPER, "person", "counting_carriers", (1, 1)),
    "the same, carriers faithful": (ONE_PAPER, "person", "carriers_faithful", (2, 2)),
    "y suspected of copying x": (COPY, "person", "counting_carriers", (1, 2)),
    "the same, undirected": (EITHER_COPY, "person", "counting_carriers", (1, 2)),
}


@pytest.mark.parametrize(("given", "level", "count", "expected"), ORACLES.values(), ids=ORACLES.keys())
def test_oracles(given: Graph, level: str, count: str, expected: tuple[int, int]) -> None:
    found = weighed(given, level)
    assert interval(found, count) == expected
    assert found["exact"]
    assert interval(weighed(given, level, "disputes"), count) == (0, 0)


@pytest.mark.parametrize(("given", "level", "count", "expected"), ORACLES.values(), ids=ORACLES.keys())
def test_oracles_through_the_command(given: Graph, level: str, count: str, expected: tuple[int, int]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "headwater", "independence", "-", "--level", level, "--format", "json"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert interval(json.loads(done.stdout)["supports"], count) == expected


# Cuts, weak links and what stands beside them -----------------------------------------------------------------------


def test_the_cut_and_the_weak_links_are_named() -> None:
    found = weighed(ONE_PAPER)
    assert found["counting_carriers"] == {
        "strict": 1,
        "open": 1,
        "cut_strict": ["The Paper"],
        "cut_open": ["The Paper"],
        "weak_links_strict": ["The Paper"],
        "weak_links_open": ["The Paper"],
    }
    assert found["carriers_faithful"]["cut_open"] == ["Ada", "Bo"]
    assert found["carriers_faithful"]["weak_links_open"] == []
    assert found["origins"] == ["Ada", "Bo"]


def test_every_link_of_a_single_chain_is_weak_and_the_cut_is_the_first_by_name() -> None:
    found = weighed(TRANSLATION)["counting_carriers"]
    assert found["weak_links_open"] == ["Ada", "El Faro"]
    assert found["cut_open"] == ["Ada"]


def test_an_input_that_is_needed_is_a_weak_link() -> None:
    assert weighed(TWO_INPUTS)["carriers_faithful"]["weak_links_strict"] == ["Ada", "Bo"]


def test_circular_reporting_is_seen_between_actors_even_where_statements_do_not_go_round() -> None:
    assert weighed(WIKI)["loops"] == [["Herald", "Wiki"]]
    assert weighed(CLOSED_LOOP)["loops"] == [["Herald", "Post", "Tribune"]]
    assert weighed(ON_AND_OFF)["loops"] == []


def test_what_only_goes_round_is_ungrounded_and_reaches_no_origin() -> None:
    found = weighed(CLOSED_LOOP)
    assert found["ungrounded"] == ["a", "b", "c"]
    assert found["origins"] == []
    assert found["counting_carriers"]["cut_open"] == []
    assert found["counting_carriers"]["weak_links_open"] == []


def test_one_actor_who_cites_himself_is_no_loop_but_is_ungrounded() -> None:
    found = weighed(
        graph([said("a", "Herald"), said("b", "Herald")], [rests("a", "b"), rests("b", "a")], ["a"])
    )
    assert found["loops"] == []
    assert found["ungrounded"] == ["a"]
    assert interval(found) == (0, 0)


def test_a_statement_that_rests_on_itself_has_no_support_from_that() -> None:
    alone = graph([said("a", "Herald")], [rests("a", "a")], ["a"])
    assert interval(weighed(alone)) == (0, 0)
    assert weighed(alone)["ungrounded"] == ["a"]
    witnessed = graph([said("a", "Herald", "observation")], [rests("a", "a")], ["a"])
    assert interval(weighed(witnessed)) == (1, 1)


def test_nothing_linked_is_zero() -> None:
    found = weighed(graph([said("a", "Herald", "observation")], [], []))
    assert interval(found) == interval(found, "carriers_faithful") == (0, 0)
    assert (found["origins"], found["loops"], found["ungrounded"], found["exact"]) == ([], [], [], True)


def test_support_and_dispute_are_apart() -> None:
    given = graph(
        [
            said("yes", "Ada", "observation"),
            said("no", "Bo", "observation"),
            said("no 2", "Cy", "observation"),
        ],
        [],
        ["yes"],
        ["no", "no 2"],
    )
    assert interval(weighed(given)) == (1, 1)
    assert interval(weighed(given, side="disputes")) == (2, 2)


def test_lineage_not_recorded_counts_as_unresolved() -> None:
    found = weighed(graph([said("a", "Herald")], [], ["a"]))
    assert interval(found) == interval(found, "carriers_faithful") == (0, 1)
    assert found["origins"] == ["Herald"]


def test_merging_an_actors_statements_would_overstate() -> None:
    """Tribune is in K through Ada; that it also passed on Bo elsewhere must not lend K a second line."""
    given = graph(
        [
            said("k", "Tribune"),
            said("other", "Tribune"),
            said("wa", "Ada", "observation"),
            said("wb", "Bo", "observation"),
        ],
        [rests("k", "wa"), rests("other", "wb")],
        ["k"],
    )
    assert interval(weighed(given), "carriers_faithful") == (1, 1)
    assert weighed(given)["origins"] == ["Ada"]


def test_an_unresolved_origin_may_have_a_lineage_as_well() -> None:
    given = graph(
        [said("a", "an official", "unresolved"), said("w", "Ada", "observation")], [rests("a", "w")], ["a"]
    )
    found = weighed(given)
    assert interval(found) == (1, 1)
    assert found["origins"] == ["Ada", "an official"]
    assert found["counting_carriers"]["weak_links_open"] == ["an official"]
    assert found["counting_carriers"]["weak_links_strict"] == ["Ada", "an official"]


def test_a_cycle_in_which_each_needs_the_other_stands_on_nothing_but_an_alternative_grounds_it() -> None:
    needing = [rests("b", "a", "c"), rests("c", "a", "b")]
    statements = [said("a", "Ada", "observation"), said("b", "Bo"), said("c", "Cy")]
    found = weighed(graph(statements, needing, ["b"]))
    assert interval(found) == interval(found, "carriers_faithful") == (0, 0)
    assert (found["origins"], found["loops"], found["ungrounded"]) == (["Ada"], [["Bo", "Cy"]], ["b"])
    found = weighed(graph(statements, [*needing, rests("c", "a")], ["b"]))
    assert interval(found) == (1, 1)
    assert found["counting_carriers"]["weak_links_open"] == ["Ada", "Bo", "Cy"]
    assert found["ungrounded"] == []


def test_the_table_names_loops_and_what_is_ungrounded() -> None:
    shown = CliRunner().invoke(independence, ["-"], input=json.dumps(CLOSED_LOOP))
    assert shown.exit_code == 0
    assert shown.output.splitlines()[:4] == [
        "supports\tcounting_carriers\t[0, 0]\tcut: nobody",
        "supports\tcarriers_faithful\t[0, 0]\tcut: nobody",
        "supports\tloop\tHerald, Post, Tribune",
        "supports\tungrounded\ta, b, c",
    ]


# Levels -------------------------------------------------------------------------------------------------------------

THREE = [said("a", "Ada", "observation"), said("b", "Bo", "observation"), said("c", "Cy", "observation")]


def test_unknown_institutions_are_their_own_in_open_and_one_in_strict() -> None:
    actors = [{"id": "Ada"}, {"id": "Bo", "institution": None}, {"id": "Cy", "institution": "Agency"}]
    found = weighed(graph(THREE, [], ["a", "b", "c"], actors=actors), "institution")["counting_carriers"]
    assert (found["strict"], found["open"]) == (2, 3)
    assert found["cut_open"] == ["Ada", "Agency", "Bo"]
    assert found["cut_strict"] == ["(unknown institution)", "Agency"]


def test_actors_left_out_have_no_known_institution_or_side() -> None:
    for level in ("institution", "side"):
        found = weighed(graph(THREE, [], ["a", "b", "c"]), level)["counting_carriers"]
        assert (found["strict"], found["open"]) == (1, 3)
        assert found["weak_links_strict"] == [f"(unknown {level})"]


def test_sides() -> None:
    actors = [
        {"id": "Ada", "institution": "Ministry", "side": "government"},
        {"id": "Bo", "institution": "Police", "side": "government"},
        {"id": "Cy", "institution": "Union", "side": "strikers"},
    ]
    given = graph(THREE, [], ["a", "b", "c"], actors=actors)
    assert interval(weighed(given, "institution")) == (3, 3)
    assert interval(weighed(given, "side")) == (2, 2)
    assert weighed(given, "side")["origins"] == ["government", "strikers"]


def test_an_actor_called_like_an_institution_is_another_one() -> None:
    actors = [{"id": "Ada"}, {"id": "Bo", "institution": "Ada"}, {"id": "Cy", "institution": "Ada"}]
    found = weighed(graph(THREE, [], ["a", "b", "c"], actors=actors), "institution")["counting_carriers"]
    assert found["open"] == 2
    assert found["cut_open"] == ["Ada", "actor:Ada"]


# Suspicions ---------------------------------------------------------------------------------------------------------


def test_several_suspicions_of_one_statement_are_all_needed() -> None:
    given = graph(
        [said(v, v.upper(), "observation") for v in "xyz"], [suspected("z", "x"), suspected("z", "y")], ["z"]
    )
    found = weighed(given)["counting_carriers"]
    assert (found["strict"], found["open"]) == (1, 1)
    assert found["weak_links_strict"] == ["X", "Y", "Z"]
    assert found["weak_links_open"] == ["Z"]


def test_a_suspicion_gives_no_lineage_to_a_statement_that_has_none() -> None:
    given = graph([said("x", "Ada", "observation"), said("y", "Herald")], [suspected("y", "x")], ["y"])
    found = weighed(given)
    assert interval(found) == (0, 1)
    assert found["origins"] == ["Herald"]
    assert found["ungrounded"] == []


def test_suspicions_make_no_loops_and_reach_no_origins() -> None:
    given = graph(
        X_AND_Y, [rests("x", "wx"), rests("y", "wy"), suspected("y", "x"), suspected("x", "y")], ["y"]
    )
    found = weighed(given)
    assert found["loops"] == []
    assert found["origins"] == ["Bo"]
    assert interval(found) == (0, 1), "each is suspected to be a copy of the other, so neither stands"


def test_undirected_suspicions_that_meet_are_one_cluster() -> None:
    given = graph(
        [said(v, v.upper(), "observation") for v in "xyz"],
        [suspected("x", "y", directed=False), suspected("z", "y", directed=False)],
        ["x", "y", "z"],
    )
    found = weighed(given)["counting_carriers"]
    assert (found["strict"], found["open"]) == (1, 3)
    assert found["weak_links_strict"] == ["X", "Y", "Z"]


def test_a_cluster_reaches_beyond_what_the_claim_rests_on() -> None:
    given = graph(
        [said("x", "Ada", "observation"), said("y", "an official", "unresolved")],
        [suspected("x", "y", directed=False)],
        ["x"],
    )
    assert interval(weighed(given)) == (0, 1), (
        "the original may be the official, on whom strict does not rely"
    )


def test_directed_says_nothing_of_a_recorded_derivation() -> None:
    given = graph(
        [said("a", "Herald"), said("w", "Ada", "observation")], [rests("a", "w", directed=False)], ["a"]
    )
    assert interval(weighed(given)) == (1, 1)


# Brute force: the definition word for word (bench/independence/definition.py) --------------------------------------


def random_actors(dice: random.Random, number: int) -> list[dict[str, Any]]:
    institutions, sides = [None, None, "i1", "i2", "i3"], [None, "s1", "s2"]
    return [
        {"id": f"a{n}", "institution": dice.choice(institutions), "side": dice.choice(sides)}
        for n in range(number)
    ]


def wild_graph(dice: random.Random, most: int) -> Graph:
    """A small graph with loops, AND-derivations, repeated actors, unresolved origins and suspicions of both kinds."""
    actors = random_actors(dice, dice.randint(2, max(3, most * 2 // 3)))
    ids = [f"v{n}" for n in range(dice.randint(3, most))]
    origins = [None, None, None, "observation", "record", "unresolved"]
    statements = [said(v, dice.choice(actors)["id"], dice.choice(origins)) for v in ids]
    derivations = []
    for _ in range(dice.randint(1, most + 2)):
        sources = dice.sample(ids, min(len(ids), dice.choice([1, 1, 1, 2, 3])))
        marks = {"suspected": dice.random() < 0.25, "directed": dice.random() < 0.5}
        derivations.append(rests(dice.choice(ids), *sources, **marks))
    pick = dice.sample(ids, dice.randint(0, min(5, len(ids))))
    cut = dice.randint(0, len(pick))
    return graph(statements, derivations, pick[:cut], pick[cut:], actors)


def flowing_graph(dice: random.Random, most: int) -> Graph:
    """The same, but lineage mostly runs from the claim through few carriers down to more origins."""
    actors = random_actors(dice, dice.randint(4, max(5, most - 2)))
    ids = [f"v{n}" for n in range(dice.randint(6, most + 1))]
    carriers = dice.randint(2, 4)
    origins = ["observation", "observation", "record", "unresolved"]
    statements, derivations = [], []
    for place, v in enumerate(ids):
        carries = place < carriers
        actor = dice.choice(actors[:3] if carries else actors[2:])["id"]
        statements.append(said(v, actor, None if carries else dice.choice(origins)))
        for _ in range(dice.randint(1, 3) if carries else 0):
            derivations.append(
                rests(v, *dice.sample(ids[place + 1 :], dice.choice([1, 1, 1, 2])), suspected=False)
            )
    for _ in range(dice.randint(0, 3)):
        marks = {"suspected": dice.random() < 0.6, "directed": dice.random() < 0.5}
        derivations.append(rests(dice.choice(ids), *dice.sample(ids, dice.choice([1, 1, 2])), **marks))
    return graph(statements, derivations, ids[: dice.randint(1, carriers)], dice.sample(ids, 2), actors)


def plain_graph(dice: random.Random, most: int) -> Graph:
    """Every statement has an actor of its own and rests on single others, so that cuts are maximum flows; with loops."""
    ids = [f"v{n}" for n in range(dice.randint(6, most + 1))]
    origins = [None, None, "observation", "unresolved"]
    statements = [
        said(v, f"a{n}", dice.choice(origins) if n > 1 else None)
        for n, v in enumerate(dice.sample(ids, len(ids)))
    ]
    derivations = [rests(*dice.sample(ids, 2), suspected=False) for _ in range(3 * len(ids))]
    actors = [{"id": f"a{n}", "institution": None, "side": None} for n in range(len(ids))]
    pick = [v["id"] for v in statements[: dice.randint(1, 3)]]
    return graph(statements, derivations, pick, dice.sample(ids, 2), actors)


def random_graph(dice: random.Random, most: int = 10) -> Graph:
    """A graph of about ``most`` statements at most."""
    return dice.choice([wild_graph, wild_graph, flowing_graph, plain_graph])(dice, most)


@pytest.mark.parametrize("seed", range(12))
def test_brute_force_agrees(seed: int) -> None:
    """2,400 graphs in all, both sides, at one of the levels; one in ten is larger."""
    dice = random.Random(seed)
    for number in range(200):
        given = random_graph(dice, 6 if number % 10 else 10)
        lineage, level = parse(json.dumps(given)), dice.choice(list(Level))
        found = weigh(lineage, level)
        for side, answered in ((lineage.supports, found.supports), (lineage.disputes, found.disputes)):
            assert answered == Definition(lineage, side, level).independence(), (level, json.dumps(given))


def test_the_random_graphs_have_what_is_hard_in_them() -> None:
    """Otherwise agreement on them would say little."""
    dice = random.Random(0)
    met: Counter[str] = Counter()
    for _ in range(300):
        given = random_graph(dice, 6)
        recorded = [d for d in given["derivations"] if not d["suspected"]]
        suspicions = [d for d in given["derivations"] if d["suspected"]]
        found = weighed(given)
        met["loop"] += bool(found["loops"])
        met["ungrounded"] += bool(found["ungrounded"])
        met["needs several"] += any(len(set(d["from"])) > 1 for d in recorded)
        met["repeated actor"] += len({v["actor"] for v in given["statements"]}) < len(given["statements"])
        met["unresolved"] += any(v["origin"] == "unresolved" for v in given["statements"])
        met["directed suspicion"] += any(d["directed"] for d in suspicions)
        met["cluster"] += any(not d["directed"] for d in suspicions)
        met["interval"] += interval(found)[0] < interval(found)[1]
        met["carriers matter"] += interval(found) != interval(found, "carriers_faithful")
        met["two or more"] += interval(found, "carriers_faithful")[1] > 1
        alone = len(given["claim"]["supports"]) == 1
        met["one statement on two origins"] += alone and interval(found, "carriers_faithful")[1] > 1
        graph = read(parse(json.dumps(given)), Level.PERSON)[1].below(given["claim"]["supports"])
        met.update(smallest_cut(graph.graph(faithful=False)).methods)
    assert all(met[feature] >= 10 for feature in met), met
    assert len(met) == 15


def test_weak_links_of_all_claims_at_once_are_those_found_one_by_one() -> None:
    """On every set of targets of the random graphs, and on a lineage of stories, threads and loops."""
    dice = random.Random(5)
    lineages = [parse(json.dumps(random_graph(dice))) for _ in range(150)]
    made = casewide(4_000, 400, seed=3)
    cases = [
        (each, [dice.sample([v.id for v in each.occurrences], dice.randint(0, 3)) for _ in range(8)])
        for each in lineages
    ]
    for lineage, claims in [*cases, (made.lineage, made.claims)]:
        for reading in read(lineage, dice.choice(list(Level))):
            for faithful in (False, True):
                alone = [smallest_cut(reading.below(claim).graph(faithful)).alone for claim in claims]
                assert list(weak_links_of_all(reading, claims, faithful)) == alone


# Invariants ---------------------------------------------------------------------------------------------------------


def test_the_counts_are_in_order() -> None:
    dice = random.Random(101)
    for _ in range(60):
        given = random_graph(dice)
        persons = weighed(given)
        for count in COUNTS:
            strict, open_ = interval(persons, count)
            assert strict <= open_
            assert interval(weighed(given, "institution"), count)[1] <= open_
            for reading in READINGS:
                assert len(persons[count][f"cut_{reading}"]) == persons[count][reading]
        assert persons["counting_carriers"]["open"] <= persons["carriers_faithful"]["open"]
        assert persons["counting_carriers"]["strict"] <= persons["carriers_faithful"]["strict"]


def test_the_order_of_the_file_does_not_matter() -> None:
    dice = random.Random(102)
    for _ in range(40):
        given = random_graph(dice)
        shuffled = {**given}
        for key in ("actors", "statements", "derivations"):
            shuffled[key] = dice.sample(given[key], len(given[key]))
        shuffled["claim"] = {side: ids[::-1] for side, ids in given["claim"].items()}
        assert weighed(shuffled, "side") == weighed(given, "side")


def test_another_witness_never_lowers_and_at_most_adds_one() -> None:
    dice = random.Random(103)
    for _ in range(40):
        given = random_graph(dice)
        more = {
            "actors": [*given["actors"], {"id": "new", "institution": None, "side": None}],
            "statements": [*given["statements"], said("new", "new", "observation")],
            "derivations": given["derivations"],
            "claim": {**given["claim"], "supports": [*given["claim"]["supports"], "new"]},
        }
        before, after = weighed(given), weighed(more)
        for count in COUNTS:
            assert interval(after, count) == tuple(number + 1 for number in interval(before, count))


# Size ---------------------------------------------------------------------------------------------------------------


def layers(width: int, depth: int, seed: int) -> Graph:
    """``depth`` layers of ``width`` statements, each resting on two or three of the next; witnesses at the end."""
    dice = random.Random(seed)
    statements, derivations = [], []
    for layer in range(depth):
        for place in range(width):
            v = f"{layer}-{place}"
            statements.append(said(v, f"actor {v}", "observation" if layer == depth - 1 else None))
            if layer < depth - 1:
                for below in dice.sample(range(width), dice.choice([2, 3])):
                    derivations.append(rests(v, f"{layer + 1}-{below}"))
    return graph(statements, derivations, [f"0-{place}" for place in range(width)])


def test_a_cone_of_300_statements_is_a_minimum_vertex_cut() -> None:
    """No statement needs several and no actor occurs twice, so the max-flow of another library must agree."""
    given = layers(width=15, depth=20, seed=5)
    flow = networkx.DiGraph()
    for v in given["statements"]:
        flow.add_edge((v["id"], "in"), (v["id"], "out"), capacity=1)
        if v["origin"]:
            flow.add_edge("source", (v["id"], "in"))
    for d in given["derivations"]:
        flow.add_edge((d["from"][0], "out"), (d["of"], "in"))
    for v in given["claim"]["supports"]:
        flow.add_edge((v, "out"), "sink")
    expected = networkx.maximum_flow_value(flow, "source", "sink")
    found = weighed(given)
    assert expected > 2
    assert found["exact"]
    assert interval(found) == (expected, expected)


def test_many_separate_witnesses() -> None:
    given = graph(
        [said(f"p{n}", f"Paper {n:03}") for n in range(200)]
        + [said(f"w{n}", f"W {n:03}", "record") for n in range(200)],
        [rests(f"p{n}", f"w{n}") for n in range(200)],
        [f"p{n}" for n in range(200)],
    )
    found = weighed(given)["counting_carriers"]
    assert (found["strict"], found["open"]) == (200, 200)
    assert found["cut_open"] == [f"Paper {n:03}" for n in range(200)]


def test_a_search_that_is_cut_short_gives_a_lower_bound_and_says_so() -> None:
    dice = random.Random(1)
    given = layers(width=30, depth=10, seed=1)
    for v in given["statements"]:
        v["actor"] = f"a{dice.randrange(100)}"
    found = weigh(parse(json.dumps(given)), Level.PERSON, seconds=0.05).supports
    assert not found.exact
    assert found.counting_carriers.open >= 2
    assert found.counting_carriers.weak_links_open == ()
