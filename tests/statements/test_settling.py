"""What a document holds after reading and judging: decisions find their statements again, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.model.judgement import Held, Judgement, Made, Quote, Standing, Verdict
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.statements.anchors import anchor, quoted
from headwater.statements.matching import likeness, matched, shared
from headwater.statements.settling import restored, settle, worded

TEXT = 'The Courier\n\nAda Marr said that Jon Lund denied that the dock was sold. "It is ours," the clerk said.\n'
SHA = "0" * 64


def said(
    key: str, source: str, cue: str, content: str, chain: tuple[str, ...], within: str | None = None
) -> Statement:
    spans = [
        (Span(TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()
        for words in (source, cue, content)
    ]
    return Statement(key, SHA, *spans, Stance.ASSERTS, Basis.UNKNOWN, Form.INDIRECT, within, chain, None, 0.5)


OUTER = said(
    "outer", "Ada Marr", "said", "Jon Lund denied that the dock was sold", ("The Courier", "Ada Marr")
)
INNER = said(
    "inner", "Jon Lund", "denied", "the dock was sold", ("The Courier", "Ada Marr", "Jon Lund"), "outer"
)
CLERK = said("clerk", "the clerk", "clerk said", '"It is ours,"', ("The Courier", "the clerk"))
ALL = [OUTER, INNER, CLERK]


def judged(
    number: int, verdict: Verdict, *targets: Statement, made: Statement | None = None, back: int = 0
) -> Judgement:
    return Judgement(
        number,
        "",
        "ana",
        verdict,
        tuple(one.id for one in targets),
        worded(TEXT, targets[0]) if targets else None,
        worded(TEXT, made) if made else None,
        back or None,
    )


def held(
    extracted: list[Statement],
    log: list[Judgement],
    earlier: tuple[Statement, ...] = (),
    referred: frozenset[str] = frozenset(),
    text: str = TEXT,
) -> dict[str, Held]:
    return {one.id: one for one in settle(SHA, text, extracted, log, earlier, referred)}


def test_without_judgements_it_is_what_was_extracted() -> None:
    assert [one.statement for one in settle(SHA, TEXT, ALL, [])] == ALL
    assert {one.standing for one in settle(SHA, TEXT, ALL, [])} == {Standing.PROPOSED}


def test_verdicts_show() -> None:
    found = held(ALL, [judged(1, Verdict.ACCEPT, OUTER), judged(2, Verdict.REJECT, CLERK)])
    assert [found[key].standing.value for key in ("outer", "inner", "clerk")] == [
        "accepted",
        "proposed",
        "rejected",
    ]


def test_what_is_nested_in_a_rejected_one_moves_out_and_loses_its_source() -> None:
    found = held(ALL, [judged(1, Verdict.REJECT, OUTER)])
    inner = found["inner"]
    assert (inner.statement.nested_in, inner.statement.chain) == (None, ("The Courier", "Jon Lund"))
    assert inner.proposed is not None
    assert (inner.proposed.nested_in, inner.proposed.chain) == ("outer", INNER.chain)
    assert found["outer"].statement == OUTER


def test_what_is_nested_in_a_corrected_one_follows_the_correction() -> None:
    new = replace(OUTER, id="new", chain=("The Courier", "Marr, A."))
    found = held(ALL, [judged(1, Verdict.CORRECT, OUTER, made=new)])
    assert (found["outer"].standing, found["outer"].instead) == (Standing.CORRECTED, "new")
    assert (found["new"].standing, found["new"].made) == (Standing.ACCEPTED, Made.CORRECTED)
    assert (found["inner"].statement.nested_in, found["inner"].statement.chain) == (
        "new",
        ("The Courier", "Marr, A.", "Jon Lund"),
    )


def test_a_correction_that_no_longer_holds_it_lets_it_go() -> None:
    new = replace(OUTER, id="new", content=CLERK.content)
    found = held(ALL, [judged(1, Verdict.CORRECT, OUTER, made=new)])
    assert found["inner"].statement.nested_in is None


def test_one_that_was_missed_takes_in_what_its_content_holds() -> None:
    alone = replace(INNER, nested_in=None, chain=("The Courier", "Jon Lund"))
    found = held([alone, CLERK], [judged(1, Verdict.ADD, made=replace(OUTER, id="added"))])
    assert (found["inner"].statement.nested_in, found["inner"].statement.chain) == ("added", INNER.chain)
    assert (found["added"].made, found["added"].standing) == (Made.ADDED, Standing.ACCEPTED)


def test_a_decision_finds_its_statement_by_overlap_when_spans_change() -> None:
    wider = replace(
        CLERK, id="wider", cue=CLERK.cue, content=(Span(CLERK.content[0].start, CLERK.content[0].end + 1),)
    )
    for verdict, standing in ((Verdict.ACCEPT, Standing.ACCEPTED), (Verdict.REJECT, Standing.REJECTED)):
        found = held([OUTER, INNER, wider], [judged(1, verdict, CLERK)], earlier=(CLERK,))
        assert found["wider"].standing is standing
        assert (found["clerk"].standing, found["clerk"].instead) == (Standing.SUPERSEDED, "wider")


def test_a_decision_on_what_is_no_longer_found_stays() -> None:
    found = held([OUTER, INNER], [judged(1, Verdict.ACCEPT, CLERK)])
    assert (found["clerk"].standing, found["clerk"].found) == (Standing.ACCEPTED, False)
    assert found["clerk"].statement.content == CLERK.content


def test_what_a_link_refers_to_is_kept_and_all_else_goes() -> None:
    found = held([OUTER], [], earlier=(INNER, CLERK), referred=frozenset({"clerk"}))
    assert set(found) == {"outer", "clerk"}
    assert not found["clerk"].found


def test_what_is_kept_alone_is_nested_in_nothing_that_is_gone() -> None:
    found = held([CLERK], [], earlier=(OUTER, INNER), referred=frozenset({"inner"}))
    assert found["inner"].statement.nested_in is None


def test_the_later_of_two_decisions_counts_when_an_older_version_comes_back() -> None:
    other = replace(CLERK, id="other", content=(Span(CLERK.content[0].start, CLERK.content[0].end + 1),))
    log = [judged(1, Verdict.ACCEPT, CLERK), judged(2, Verdict.REJECT, other, CLERK)]
    for present in (CLERK, other):
        found = held([present], log)
        assert found[present.id].standing is Standing.REJECTED
        assert sorted(one.standing.value for one in found.values()) == ["rejected", "superseded"]
    gone = held([], log)
    assert (gone["other"].standing, gone["clerk"].instead) == (Standing.REJECTED, "other")


def test_an_added_one_that_is_taken_back_is_kept_only_where_something_refers_to_it() -> None:
    log = [judged(1, Verdict.ADD, made=replace(CLERK, id="added")), judged(2, Verdict.WITHDRAW, back=1)]
    assert "added" not in held([OUTER], log)
    assert held([OUTER], log, referred=frozenset({"added"}))["added"].standing is Standing.WITHDRAWN


def test_words_are_found_again_in_another_rendition() -> None:
    before = "A long heading that was not there.\n\n"
    found = held([], [judged(1, Verdict.ADD, made=CLERK)], text=before + TEXT)
    assert found["clerk"].statement.content == (
        Span(CLERK.content[0].start + len(before), CLERK.content[0].end + len(before)),
    )
    assert (
        held([], [judged(1, Verdict.ADD, made=CLERK)], text="Nothing of it.")["clerk"].statement.content == ()
    )


VERDICTS = st.lists(
    st.tuples(
        st.sampled_from([Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT, Verdict.WITHDRAW]),
        st.integers(0, 2),
    ),
    max_size=8,
)
CLOSED = [
    frozenset(),
    frozenset({0}),
    frozenset({2}),
    frozenset({0, 1}),
    frozenset({0, 2}),
    frozenset({0, 1, 2}),
]
VERSIONS = st.lists(
    st.sampled_from(CLOSED), min_size=1, max_size=4
)  # what is nested comes with what it is in


@given(VERDICTS, VERSIONS)
def test_whatever_versions_come_and_go_the_state_is_that_of_log_and_reading(
    verdicts: list[tuple[Verdict, int]], versions: list[frozenset[int]]
) -> None:
    log: list[Judgement] = []
    for number, (verdict, which) in enumerate(verdicts, start=1):
        made = replace(ALL[which], id=f"m{number}", chain=("x",)) if verdict is Verdict.CORRECT else None
        if verdict is Verdict.WITHDRAW:
            log.append(judged(number, verdict, back=which + 1))
        else:
            log.append(judged(number, verdict, ALL[which], made=made))
    earlier: tuple[Statement, ...] = ()
    for version in versions:
        present = [ALL[n] for n in sorted(version)]
        holds = settle(SHA, TEXT, present, log, earlier)
        assert holds == settle(SHA, TEXT, present, log)
        decided = {target for one in log if one.verdict is not Verdict.WITHDRAW for target in one.targets}
        assert {one.id for one in present} <= {one.id for one in holds}
        assert {
            one.id for one in holds if one.standing is not Standing.PROPOSED and one.made is Made.EXTRACTED
        } <= decided
        ids = [one.id for one in holds]
        assert len(ids) == len(set(ids))
        standing = {one.id for one in holds if one.standing.stands}
        assert {one.statement.nested_in for one in holds if one.standing.stands} <= {None, *standing}
        earlier = tuple(one.statement for one in holds if one.made is Made.EXTRACTED)


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=4).map(
    lambda rows: tuple(Span(start, start + length) for start, length in rows)
)


@given(SPANS, SPANS)
def test_the_share_is_that_of_sets_of_code_points(one: tuple[Span, ...], other: tuple[Span, ...]) -> None:
    left = {n for span in one for n in range(span.start, span.end)}
    right = {n for span in other for n in range(span.start, span.end)}
    union = len(left | right)
    assert shared(one, other) == (len(left & right) / union if union else 0.0)


def test_statements_are_alike_by_cue_and_half_of_the_content() -> None:
    assert likeness(OUTER, OUTER) == 1.0
    assert likeness(OUTER, replace(OUTER, cue=CLERK.cue)) == 0.0
    assert likeness(OUTER, replace(OUTER, cue=())) == 0.0
    start, end = OUTER.content[0].start, OUTER.content[0].end
    half = (Span(start, start + (end - start) // 2),)
    assert likeness(OUTER, replace(OUTER, content=half)) == 0.5
    less = (Span(start, start + (end - start) // 2 - 1),)
    assert likeness(OUTER, replace(OUTER, content=less)) == 0.0


def test_each_is_matched_once_the_most_alike_first() -> None:
    start = OUTER.content[0].start
    near = replace(OUTER, id="near", content=(Span(start, OUTER.content[0].end - 2),))
    far = replace(OUTER, id="far", content=(Span(start, OUTER.content[0].end - 6),))
    assert matched([OUTER], [far, near]) == {"outer": "near"}
    assert matched([OUTER, replace(OUTER, id="twin")], [far, near]) == {"outer": "near", "twin": "far"}


@given(st.text("ab \n", min_size=1, max_size=30), st.data())
def test_a_quote_is_found_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    (quote,) = quoted(text, (span,))
    assert anchor(text, quote) == span
    moved = anchor("c" + text, replace(quote, prefix=quote.prefix[-3:]))
    assert moved is not None
    assert moved.of("c" + text) == quote.exact


def test_of_several_places_the_one_in_its_context_is_meant() -> None:
    text = "he said no. she said yes. he said maybe."
    quote = Quote(0, 4, "said", "she ", " yes")
    assert anchor(text, quote) == Span(16, 20)
    assert anchor(text, replace(quote, exact="shouted")) is None


def test_what_is_kept_in_a_judgement_is_the_statement() -> None:
    for one in ALL:
        again = restored(SHA, TEXT, worded(TEXT, one))
        assert again == replace(one, nested_in=None, confidence=1.0)
