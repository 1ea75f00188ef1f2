"""Copying sources from what they agree on, and votes with copies folded."""

import random

from hypothesis import given
from hypothesis import strategies as st

from headwater.claims.copies.sources import Model, Reading, copying_sources, folded, origins, votes


def world(copiers: int, independent: int = 12, items: int = 60) -> tuple[list[Reading], dict[str, str]]:
    """Sources of which each is wrong about a third of the items in its own way, and copiers of the first."""
    draw = random.Random(copiers)
    truth = {f"i{item:02}": "right" for item in range(items)}
    own = {
        source: {
            item: value if draw.random() > 1 / 3 else f"wrong {draw.randint(1, 4)}"
            for item, value in truth.items()
        }
        for source in (f"s{number:02}" for number in range(independent))
    }
    for number in range(copiers):
        own[f"copy {number}"] = dict(own["s00"])
    return [
        Reading(source, item, value) for source, given_ in own.items() for item, value in given_.items()
    ], truth


def right(elected: dict[str, str], truth: dict[str, str]) -> int:
    return sum(elected[item] == value for item, value in truth.items())


def test_copiers_are_found_and_nobody_else() -> None:
    readings, _ = world(copiers=3)
    suspected = {(pair.one, pair.other) for pair in copying_sources(readings) if pair.probability >= 0.9}
    family = ["copy 0", "copy 1", "copy 2", "s00"]
    assert suspected == {(one, other) for one in family for other in family if one < other}


def test_folding_takes_the_majority_from_copiers() -> None:
    """Copiers who are outvoted where all speak are found there, and no longer win where few do."""
    readings, truth = world(copiers=5)
    few = [
        reading
        for reading in readings
        if reading.item < "i30" or reading.source in ("s01", "s02", "s03", "s00") or "copy" in reading.source
    ]
    pairs = copying_sources(few)
    assert right(folded(few, pairs, 0.9), truth) > right(votes(few), truth) + 5


def test_agreement_on_what_everybody_says_is_no_evidence() -> None:
    readings = [Reading(f"s{source}", f"i{item}", "same") for source in range(6) for item in range(200)]
    assert all(pair.probability == Model().before for pair in copying_sources(readings))


def test_sources_and_origins_are_counted_apart() -> None:
    readings, _ = world(copiers=3)
    counted = origins(readings, copying_sources(readings), 0.9)
    item, value = next((r.item, r.value) for r in readings if r.source == "s00" and r.value != "right")
    sources, left = counted[item][value]
    assert left == sources - 3


def test_too_few_items_in_common_are_not_judged() -> None:
    readings = [Reading(source, item, "odd") for source in "ab" for item in ("i", "j")]
    assert copying_sources(readings) == ()
    assert copying_sources([]) == ()
    assert votes([]) == {}


def test_a_source_has_one_vote_an_item() -> None:
    readings = [Reading("a", "i", value) for value in ("x", "y", "x")] + [
        Reading("b", "i", "y"),
        Reading("c", "i", "y"),
    ]
    assert votes(readings) == {"i": "y"}
    assert origins(readings, (), 0.9) == {"i": {"x": (1, 1), "y": (2, 2)}}


READINGS = st.lists(
    st.builds(Reading, st.sampled_from("abcde"), st.sampled_from("ijklm"), st.sampled_from("xyz")),
    max_size=40,
)


@given(READINGS, st.randoms(use_true_random=False))
def test_order_makes_no_difference(readings: list[Reading], draw: random.Random) -> None:
    shuffled = list(readings)
    draw.shuffle(shuffled)
    pairs = copying_sources(readings, Model(least=1))
    assert pairs == copying_sources(shuffled, Model(least=1))
    assert folded(readings, pairs, 0.5) == folded(shuffled, pairs, 0.5)


@given(READINGS)
def test_pairs_are_sound(readings: list[Reading]) -> None:
    pairs = copying_sources(readings, Model(least=1))
    assert all(pair.one < pair.other and 0 <= pair.probability <= 1 for pair in pairs)
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)
    elected = folded(readings, pairs, 0.5)
    assert elected.keys() == {reading.item for reading in readings}
    assert all(Reading(r.source, r.item, r.value) in readings for r in readings if elected[r.item] == r.value)
    for values in origins(readings, pairs, 0.5).values():
        assert all(1 <= left <= sources for sources, left in values.values())


@given(READINGS)
def test_without_suspicions_folding_is_the_plain_vote(readings: list[Reading]) -> None:
    assert folded(readings, (), 0.5) == votes(readings)
