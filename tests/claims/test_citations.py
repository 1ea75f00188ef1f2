"""Citations of documents: what a chain names, and which of the documents of a day is meant."""

import pytest

from headwater.archive.tokens import words
from headwater.claims.citations import Candidate, Citation, Cited, cited, resolved
from headwater.model.claim import How
from headwater.model.suspicion import Verdict

SAID = "The crane is moved by signals and never by meetings, whatever the harbour master may write in his ledger."
CHAIN = ("The Courier", "Ana Ruiz", "a Skarre Towage e-mail dated April 19, 2031", "HERON-2")


def candidate(document: str, text: str, *people: str) -> Candidate:
    return Candidate(document, words(text), people)


def citation(text: str = SAID) -> Citation:
    found = cited("s1", CHAIN, text)
    assert found is not None
    return found


def test_a_document_with_its_day_and_the_people_named_with_it() -> None:
    found = citation()
    assert (found.named, found.day, found.mail, found.at) == (CHAIN[2], "2031-04-19", True, 3)
    assert found.people == ("HERON-2", "Skarre", "Towage")


@pytest.mark.parametrize(
    "chain",
    [
        ("The Courier", "an e-mail", "Ana Ruiz"),
        ("The Courier", "a meeting on April 19, 2031"),
        ("The Courier",),
        (),
    ],
)
def test_without_a_day_or_a_document_nothing_is_cited(chain: tuple[str, ...]) -> None:
    assert cited("s1", chain, SAID) is None


def test_other_documents_need_not_be_mail() -> None:
    found = cited("s1", ("The Courier", "a letter of 3 May 2031"), SAID)
    assert found is not None
    assert (found.mail, found.day) == (False, "2031-05-03")


def test_the_very_words_are_certain_where_one_document_alone_has_them() -> None:
    having = candidate("a", f"Dear Bo, {SAID.upper()} Yours")
    other = candidate("b", "HERON-2 of Skarre Towage called.")
    assert resolved(citation(), [having, other]) == ("a", True)
    assert resolved(citation(), [having, candidate("c", SAID)]) is None


def test_without_the_words_the_people_make_a_proposal() -> None:
    one = candidate("a", "HERON-2 says that Skarre is in charge of towage.")
    assert resolved(citation(), [one, candidate("b", "HERON-2 is away")]) == ("a", False)
    assert resolved(citation(), [one, candidate("c", "Skarre Towage and HERON-2")]) is None
    assert resolved(citation(), [candidate("b", "Nothing of the kind")]) is None
    assert resolved(citation("short"), [one]) == ("a", False)


def test_writers_count_as_people() -> None:
    found = Citation("s1", "a message of Ana Ruiz", "2031-04-19", True, ("Ana Ruiz",), "short", 1, How.QUOTES)
    assert resolved(found, [candidate("a", "x", "Ana Ruiz", "ana@x.example"), candidate("b", "y")]) == (
        "a",
        False,
    )


def test_nobody_named_proposes_nothing() -> None:
    found = Citation("s1", "an e-mail of 3 May 2031", "2031-05-03", True, (), "short", 1)
    assert resolved(found, [candidate("a", "x")]) is None


def test_what_decisions_make_of_it() -> None:
    open_ = Cited("x", "s1", "a letter", "a", "whole-a", False, How.CITES, 2)
    sure = Cited("x", "s1", "a letter", "a", "whole-a", True, How.CITES, 2)

    def suspected(one: Cited, verdict: Verdict) -> bool | None:
        found = one.derivation(verdict)
        return found.suspected if found else None

    assert [suspected(open_, verdict) for verdict in Verdict] == [True, False, None]
    assert [suspected(sure, verdict) for verdict in Verdict] == [False, False, None]
