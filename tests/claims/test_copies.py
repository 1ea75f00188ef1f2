"""Suspected copies: what is found, how it is shown, which way it points, and what is left alone."""

import random
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.claims.copies.find import find
from headwater.claims.copies.passages import LONG, own_words, passages
from headwater.claims.copies.suspicion import DAY, Found, Kind, Limits, Suspicion, Text, derivations
from headwater.claims.independence import weigh
from headwater.model.claim import Level, Lineage, Occurrence, Origin

VOCABULARY = [
    "".join(parts)
    for parts in zip(
        *(
            random.Random(seed).choices(
                ["bar", "cel", "dun", "fom", "gri", "hosk", "jel", "kurn", "lip"], k=900
            )
            for seed in (1, 2, 3)
        ),
        strict=True,
    )
]
HOUR = 3_600


def prose(seed: object, count: int = 90) -> str:
    """``count`` words in sentences of nine: no two seeds have a sentence in common."""
    draw = random.Random(str(seed))
    chosen = [draw.choice(VOCABULARY) for _ in range(count)]
    sentences = [" ".join(chosen[at : at + 9]).capitalize() + "." for at in range(0, count, 9)]
    return " ".join(sentences)


def changed(text: str, share: float, seed: object = 0) -> str:
    """``text`` with this share of its words replaced."""
    draw = random.Random(str(seed))
    words = text.split(" ")
    for at in draw.sample(range(len(words)), round(share * len(words))):
        words[at] = draw.choice(VOCABULARY) + ("." if words[at].endswith(".") else "")
    return " ".join(words)


def crowd(count: int = 30) -> list[Text]:
    """Texts that have nothing to do with one another."""
    return [Text(f"other {number:02}", prose(f"other {number}")) for number in range(count)]


def pairs(found: Found) -> set[tuple[str, str]]:
    return {pair for suspicion in found.suspicions for pair in combinations(suspicion.members, 2)}


def one(found: Found) -> Suspicion:
    assert len(found.suspicions) == 1, found.suspicions
    return found.suspicions[0]


# What is found ------------------------------------------------------------------------------------------------------


def test_texts_that_share_nothing_are_not_suspected() -> None:
    found = find(crowd())
    assert found.suspicions == ()
    assert found.common == ()
    assert found.passages == 30


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5])
def test_a_copy_is_found_however_much_is_rewritten(share: float) -> None:
    original = prose("original", 120)
    found = find([*crowd(), Text("a", original), Text("b", changed(original, share))])
    suspicion = one(found)
    assert suspicion.members == ("a", "b")
    assert suspicion.kind is Kind.COPY
    assert (suspicion.later, suspicion.earlier) == (None, None)
    assert suspicion.shares[0] == pytest.approx(1 - share, abs=0.15)


def test_a_part_is_found_within_other_words() -> None:
    original = prose("original", 180)
    part = " ".join(original.split(" ")[63:99])
    copy = f"{prose('before')}\n\n{prose('and')} {part} {prose('then')}\n\n{prose('after')}"
    suspicion = one(find([*crowd(), Text("a", original), Text("b", copy)]))
    (evidence,) = suspicion.evidence
    assert evidence.right.passage.span.of(copy) == part.rstrip(".")
    assert evidence.left.share == evidence.right.share == 1
    assert suspicion.shares[0] == pytest.approx(36 / 180, abs=0.01)


def test_sentences_that_changed_places_are_shared_too() -> None:
    sentences = prose("original", 90).split(". ")
    turned = ". ".join([*sentences[5:], *sentences[:5]])
    (evidence,) = one(find([*crowd(), Text("a", ". ".join(sentences)), Text("b", turned)])).evidence
    assert evidence.left.share > 0.95
    assert evidence.right.share > 0.95


def test_two_texts_are_enough_for_a_case() -> None:
    text = prose("original")
    assert one(find([Text("a", text), Text("b", text)])).members == ("a", "b")
    assert find([Text("a", text), Text("b", prose("another"))]).suspicions == ()


def test_what_is_shared_and_what_differs_is_shown_on_both_sides() -> None:
    left = "The harbour master sealed eleven wagons of copper near Vessel Point before the inspectors reached the quay."
    right = left.replace("eleven wagons", "twelve wagons").replace("inspectors", "auditors")
    (evidence,) = one(find([*crowd(), Text("a", left), Text("b", right)])).evidence
    assert [span.of(left) for span in evidence.left.differing] == ["eleven", "inspectors"]
    assert [span.of(right) for span in evidence.right.differing] == ["twelve", "auditors"]
    assert "wagons of copper near Vessel Point before the" in [span.of(left) for span in evidence.left.shared]
    assert "wagons of copper near Vessel Point before the" in evidence.phrases


# What is left alone -------------------------------------------------------------------------------------------------


def test_a_disclaimer_is_common_and_no_suspicion() -> None:
    disclaimer = prose("disclaimer", 45)
    texts = [replace(text, text=f"{text.text}\n\n{disclaimer}") for text in crowd()]
    found = find(texts)
    assert found.suspicions == ()
    (common,) = found.common
    assert common.texts == 30
    assert common.example.span.of(texts[0].text) == disclaimer


def test_a_text_that_many_reprint_is_no_disclaimer() -> None:
    story = f"{prose('story', 60)}\n\n{prose('its end', 60)}"
    reprints = [Text(f"paper {number:02}", changed(story, 0.05, number)) for number in range(40)]
    found = find([*crowd(), *reprints])
    assert found.common == ()
    assert one(found).members == tuple(text.id for text in reprints)


def test_facts_that_everybody_has_are_no_evidence() -> None:
    fact = "Governor Ilse Marrow of Skarre Province was shot at Calder Bridge"
    texts = [replace(text, text=f"{text.text} {fact} {prose(text.id, 40)}") for text in crowd()]
    assert find(texts).suspicions == ()


def test_a_name_that_comes_again_and_again_counts_once() -> None:
    about = [
        " ".join(f"{prose((side, at), 4).rstrip('.')} inspector Ferdle Quorvane" for at in range(12))
        for side in ("left", "right")
    ]
    assert find([*crowd(), Text("a", about[0]), Text("b", about[1])]).suspicions == ()


def test_quoted_mail_is_no_suspicion() -> None:
    original = prose("original")
    quoted = "\n".join(f"> {sentence}." for sentence in original.rstrip(".").split(". "))
    reply = (
        f"{prose('answer')}\n\nOn Mon, 4 Mar 2030 at 10:12, Ada Brandt <ada@mill.example> wrote:\n{quoted}\n"
    )
    mail = [*crowd(), Text("a", original), Text("b", reply, own_words(reply, printed=False))]
    assert find(mail).suspicions == ()
    assert pairs(find([*mail[:-1], replace(mail[-1], own=None)])) == {("a", "b")}


def test_nothing_is_compared_within_one_text() -> None:
    text = prose("original")
    assert find([*crowd(), Text("a", f"{text}\n\n{text}\n\n{text}")]).suspicions == ()


@pytest.mark.parametrize(
    "text", ["", "   \n\n ", "?!", "one", "\x00\ud800", "a " * 5_000, "\n" * 5_000, "x" * 30_000]
)
def test_odd_texts_are_read(text: str) -> None:
    assert find([Text("a", text), Text("b", text)]).suspicions == ()
    assert find([Text("a", text, ()), Text("b", "")]).passages == 0


def test_an_empty_case_has_no_suspicions() -> None:
    assert find([]) == Found((), (), 0, 0)


def test_two_texts_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        find([Text("a", "x"), Text("a", "y")])


# Direction and kind -------------------------------------------------------------------------------------------------


def dated(*hours: int | None, speakers: str = "", share: float = 0.1) -> list[Text]:
    """Copies of one text, said at these hours by these speakers (one letter each)."""
    return [
        Text(
            f"{number}",
            changed(prose("original", 60), share, number),
            None,
            None if hour is None else hour * HOUR,
            speakers[number : number + 1],
        )
        for number, hour in enumerate(hours)
    ]


def test_dates_that_differ_clearly_give_the_direction() -> None:
    suspicion = one(find([*crowd(), *dated(50, 2)]))
    assert (suspicion.later, suspicion.earlier) == ("0", "1")
    assert suspicion.members == ("0", "1")


@pytest.mark.parametrize("hours", [(0, 23), (None, 5), (None, None)])
def test_other_dates_give_none(hours: tuple[int | None, ...]) -> None:
    suspicion = one(find([*crowd(), *dated(*hours)]))
    assert (suspicion.later, suspicion.earlier) == (None, None)


def test_a_cluster_with_dates_points_to_its_first() -> None:
    found = find([*crowd(), *dated(300, 0, 100, 200)])
    assert {(s.later, s.earlier) for s in found.suspicions} == {("0", "1"), ("2", "1"), ("3", "1")}


@pytest.mark.parametrize(
    "credit",
    [
        "Originally published by The Calder Ledger.",
        "The Calder Ledger reported this first.",
        "Fuente: Calder Ledger",
    ],
)
def test_a_stated_source_gives_the_direction(credit: str) -> None:
    texts = [
        Text("a", prose("original"), speaker="The Calder Ledger"),
        Text("b", f"{prose('original')}\n\n{credit}"),
    ]
    suspicion = one(find([*crowd(), *texts]))
    assert (suspicion.later, suspicion.earlier) == ("b", "a")
    assert "The Calder Ledger" in suspicion.reasons[0]


def test_a_name_that_is_merely_mentioned_gives_none() -> None:
    texts = [
        Text("a", prose("original"), speaker="The Calder Ledger"),
        Text("b", f"{prose('original')}\n\nLawyers sued the Calder Ledger."),
    ]
    assert one(find([*crowd(), *texts])).later is None


def test_a_stated_source_that_the_dates_contradict_gives_none() -> None:
    texts = [
        Text("a", prose("original"), None, 10 * DAY, "The Calder Ledger"),
        Text("b", f"{prose('original')}\n\nSource: The Calder Ledger", None, 0),
    ]
    suspicion = one(find([*crowd(), *texts]))
    assert suspicion.later is None
    assert "opposite" in suspicion.reasons[0]


def test_several_speakers_at_once_may_be_coordinated() -> None:
    suspicion = one(find([*crowd(), *dated(0, 3, 5, speakers="ABC")]))
    assert suspicion.kind is Kind.COORDINATED
    assert suspicion.later is None
    assert "3 speakers" in suspicion.reasons[0]


@pytest.mark.parametrize(
    ("hours", "speakers"), [((0, 3, 5), "ABA"), ((0, 3, 5), ""), ((0, 3, 40), "ABC"), ((0, 3), "AB")]
)
def test_few_speakers_or_much_time_are_not(hours: tuple[int, ...], speakers: str) -> None:
    assert all(
        s.kind is not Kind.COORDINATED for s in find([*crowd(), *dated(*hours, speakers=speakers)]).suspicions
    )


def test_a_speaker_who_repeats_himself_is_told_apart() -> None:
    assert one(find([*crowd(), *dated(0, 100, speakers="AA")])).kind is Kind.REPEATED


# The graph ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "strict"), [((0, 100), 1), ((0, 1), 1), ((0, 1, 2), 1)])
def test_suspicions_lower_the_strict_count_alone(hours: tuple[int, ...], strict: int) -> None:
    texts = dated(*hours)
    found = find([*crowd(), *texts])
    lineage = Lineage(
        occurrences=tuple(Occurrence(text.id, f"speaker {text.id}", Origin.OBSERVATION) for text in texts),
        derivations=tuple(edge for suspicion in found.suspicions for edge in derivations(suspicion)),
        supports=tuple(text.id for text in texts),
    )
    count = weigh(lineage, Level.PERSON).supports.counting_carriers
    assert (count.strict, count.open) == (strict, len(texts))


# Invariants ---------------------------------------------------------------------------------------------------------

CASES = st.lists(
    st.builds(
        lambda seed, share, kept, when: (changed(prose(seed, 60), share, kept)[: 50 + 20 * kept], when),
        st.integers(0, 3),
        st.sampled_from([0.0, 0.2, 0.5]),
        st.integers(0, 20),
        st.none() | st.integers(0, 4).map(lambda days: days * DAY // 2),
    ),
    max_size=7,
).map(lambda made: [Text(f"t{number}", text, None, when) for number, (text, when) in enumerate(made)])


@settings(max_examples=60)
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_makes_no_difference(texts: list[Text], draw: random.Random) -> None:
    shuffled = list(texts)
    draw.shuffle(shuffled)
    assert find(texts) == find(shuffled)


@settings(max_examples=60)
@given(CASES)
def test_every_suspicion_is_sound(texts: list[Text]) -> None:
    known = {text.id: text for text in texts}
    for suspicion in find(texts).suspicions:
        assert list(suspicion.members) == sorted(set(suspicion.members))
        assert len(suspicion.members) > 1
        assert (suspicion.later is None) == (suspicion.earlier is None)
        assert {suspicion.later, suspicion.earlier} <= {None, *suspicion.members}
        assert len(suspicion.shares) == len(suspicion.members)
        assert all(0 <= part <= 1 for part in suspicion.shares)
        for evidence in suspicion.evidence:
            assert evidence.left.passage.text != evidence.right.passage.text
            assert evidence.score >= Limits().score
            for side in (evidence.left, evidence.right):
                text = known[side.passage.text].text
                assert side.passage.text in suspicion.members
                assert 0 < side.share <= 1
                spans = sorted([*side.shared, *side.differing])
                assert all(side.passage.span.holds(span) for span in spans)
                assert side.passage.span.end <= len(text)
                assert all(first.end <= second.start for first, second in pairwise(spans))
                assert all(span.of(text).strip() for span in spans)


@settings(max_examples=60)
@given(CASES)
def test_later_texts_are_dated_later(texts: list[Text]) -> None:
    known = {text.id: text for text in texts}
    for suspicion in find(texts).suspicions:
        if suspicion.later is not None and suspicion.earlier is not None:
            later, earlier = known[suspicion.later].when, known[suspicion.earlier].when
            assert later is not None
            assert earlier is not None
            assert later - earlier >= DAY


@given(st.text(st.sampled_from("ab. \n\n,é中\u00a0"), max_size=600) | st.text(max_size=200))
def test_passages_hold_every_word_once(text: str) -> None:
    spans = list(passages(text, None))
    assert all(first.end <= second.start for first, second in pairwise(spans))
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in covered for at, char in enumerate(text) if not char.isspace())


def test_long_paragraphs_are_cut_at_sentences() -> None:
    text = prose("long", 900)
    spans = list(passages(text, None))
    assert len(spans) > 900 / LONG
    assert all(span.of(text).endswith(".") and len(span.of(text).split()) <= LONG for span in spans)


def test_short_paragraphs_are_taken_together() -> None:
    text = "one two\n\nthree four\n\nfive six\n\n" + prose("long", 45)
    assert [span.of(text).count("\n\n") for span in passages(text, None)] == [2, 0]
    assert list(passages(text, (Span(9, 19),))) == [Span(9, 19)]
