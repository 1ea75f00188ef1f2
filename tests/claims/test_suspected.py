"""From copies of documents to derivations of statements, and on to the interval."""

from collections.abc import Sequence

from headwater.base.spans import Span
from headwater.claims.independence import weigh
from headwater.claims.ledger import Ledger, Recorded
from headwater.claims.lineage import Chained, needed, trace
from headwater.claims.suspected import Located, Tie, content_words, derivations, tie_decided, tie_of
from headwater.model.claim import Derivation, Level, Link, Role, whole
from headwater.model.suspicion import (
    CommonError,
    CopyDecision,
    Marked,
    Pair,
    Place,
    Suspect,
    Suspicion,
    Verdict,
)


def located(key: str, document: str, start: int, words: str) -> Located:
    return Located(key, document, (Span(start, start + 100),), content_words(words))


WIRE = located("a1", "a", 0, "the launch turned back from the tug on an order by radio")
WIRE_TOO = located("a2", "a", 50, "an advocate denied everything yesterday")
COPY = located("b1", "b", 200, "the launch turned back from the tug after an order by radio")
OTHER = located("c1", "c", 0, "the launch turned back from the tug on an order")
STATEMENTS = (WIRE, WIRE_TOO, COPY, OTHER)


def place(document: str, start: int, end: int) -> Place:
    return Place(document, Span(start, end))


def of(document: str) -> Sequence[Located]:
    return [one for one in STATEMENTS if one.document == document]


def tie(*pairs: tuple[Place, Place], original: str = "", suspected: bool = True) -> Tie:
    return Tie("x", pairs, original, suspected)


A_AND_B = (place("a", 0, 300), place("b", 190, 400))
B_AND_C = (place("b", 190, 400), place("c", 0, 120))


def test_a_copy_rests_on_the_statement_that_says_the_same() -> None:
    found = list(derivations(tie(A_AND_B, original="a"), [COPY], of))
    assert found == [Derivation("b1", ("a1",), "republishes", suspected=True, directed=True)]


def test_the_original_rests_on_nothing() -> None:
    assert list(derivations(tie(A_AND_B, original="a"), [WIRE], of)) == []


def test_a_passage_elsewhere_in_the_document_says_nothing_of_a_statement() -> None:
    elsewhere = tie((place("a", 0, 300), place("b", 280, 900)), original="a")
    assert list(derivations(elsewhere, [COPY], of)) == []


def test_without_a_statement_there_the_document_as_a_whole_is_the_source() -> None:
    assert [one.sources for one in derivations(tie(A_AND_B, original="a"), [COPY], lambda _: ())] == [
        (whole("a"),)
    ]
    document = Located(whole("b"), "b", (Span(0, 1000),), frozenset())
    assert [one.sources for one in derivations(tie(A_AND_B, original="a"), [document], of)] == [(whole("a"),)]


def test_the_original_is_reached_through_other_copies() -> None:
    chain = tie(A_AND_B, B_AND_C, original="a", suspected=False)
    (found,) = derivations(chain, [OTHER], of)
    assert (found.of, found.sources, found.suspected) == ("c1", ("a1",), False)


def test_without_direction_each_is_tied_to_its_neighbours() -> None:
    found = {(one.of, one.sources) for one in derivations(tie(A_AND_B, B_AND_C), [WIRE, COPY, OTHER], of)}
    assert found == {("a1", ("b1",)), ("b1", ("a1",)), ("b1", ("c1",)), ("c1", ("b1",))}


def suspicion(kind: Suspect, pairs: tuple[Pair, ...] = (), errors: tuple[CommonError, ...] = ()) -> Suspicion:
    return Suspicion("x", kind, ("a", "b"), "", "", (0.5, 0.5), (), pairs, errors)


def test_a_speakers_own_words_again_are_no_derivation() -> None:
    pair = Pair(Marked(A_AND_B[0], (), (), 1.0), Marked(A_AND_B[1], (), (), 1.0))
    assert tie_of(suspicion(Suspect.REPEATED, (pair,))) is None
    assert tie_of(suspicion(Suspect.COORDINATED, (pair,))) == tie(A_AND_B)


def test_shared_errors_tie_what_holds_them() -> None:
    error = CommonError("name", "Skare", "Skarre", (place("a", 10, 15), place("b", 210, 215)), 9)
    found = tie_of(suspicion(Suspect.SHARED_ERRORS, errors=(error,)))
    assert found is not None
    assert [one.of for one in derivations(found, [COPY], of)] == ["b1"]


def interval(ties: Sequence[Tie]) -> tuple[int, int]:
    """Two papers, each with a witness of its own, under ``ties``."""
    statements = {
        "a1": Chained("a1", ("Wire", "Ana Ruiz"), "Ana Ruiz", "a"),
        "b1": Chained("b1", ("Gazette", "Bo Lind"), "Bo Lind", "b"),
    }
    links = [
        Link(n, "c1", key, Role.SUPPORTS, (), "witnessed", "ana", "2031-01-01T00:00:00Z")
        for n, key in enumerate(statements, 1)
    ]
    found = [one for tie in ties for one in derivations(tie, [WIRE, COPY], of)]
    ledger = Ledger(derivations=tuple(Recorded(None, one) for one in found))
    assert set(needed(["a1", "b1"], ledger)) == {"a1", "b1"}
    count = weigh(trace(links, statements, ledger).lineage, Level.PERSON).supports.counting_carriers
    return count.strict, count.open


def test_open_accepted_and_rejected_count_as_the_definition_says() -> None:
    decided = CopyDecision(1, "x", Verdict.ACCEPTED, ("a", "b"), "a", (A_AND_B,), "ana", "2031")
    assert interval([]) == (2, 2)
    assert interval([tie(A_AND_B, original="a")]) == (1, 2)
    assert interval([tie(A_AND_B)]) == (1, 2)
    assert interval([tie_decided(decided)]) == (1, 1)
