"""Stance and basis by the words of cue and content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.base.spans import Span
from headwater.model.statement import Basis, Stance
from headwater.statements.stance import basis_of, stance_of


def _places(text: str, cue: str, content: str) -> tuple[list[Span], list[Span]]:
    return ([Span(text.index(w), text.index(w) + len(w)) for w in (part,) if w] for part in (cue, content))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("stance", "lemma", "text", "cue", "content"),
    [
        ("denies", "deny", "Ada denies that it sank.", "denies", "that it sank"),
        ("denies", "call", "Ada called the tale a lie.", "called", "the tale a lie"),
        ("denies", "say", "There was no such boat, Ada said.", "said", "There was no such boat"),
        ("denies", "accept", "Ada does not accept that it sank.", "does not accept", "that it sank"),
        ("denies", "claim", "Ada laughed off the claim that it sank.", "claim", "that it sank"),
        ("hedges", "deny", "Ada did not deny that it sank.", "did not deny", "that it sank"),
        ("hedges", "confirm", "Ada could not confirm that it sank.", "could not confirm", "that it sank"),
        ("hedges", "decline", "Ada declined to say whether it sank.", "declined", "to say whether it sank"),
        ("hedges", "say", "The boat is said to have sunk.", "is said", "to have sunk"),
        ("hedges", "say", "Ada said the boat may have sunk.", "said", "the boat may have sunk"),
        ("doubts", "doubt", "Ada doubts that it sank.", "doubts", "that it sank"),
        ("doubts", "sure", "Ada is not sure that it sank.", "is not sure", "that it sank"),
        ("doubts", "believe", "Nobody believed the boy.", "believed", "the boy"),
        ("asserts", "doubt", "Ada does not doubt that it sank.", "does not doubt", "that it sank"),
        ("asserts", "say", "Ada said it left in May.", "said", "it left in May"),
        ("asserts", "admit", "Ada admits she never paid.", "admits", "she never paid"),
        ("asserts", "refuse", "Ada refused to row.", "refused", "to row"),
        ("asks", "ask", "Ada asked whether it sank.", "asked", "whether it sank"),
        ("asks", "say", "“Did it sink?” Ada said.", "said", "“Did it sink?”"),
        ("asks", "urge", "Ada urged them to row.", "urged", "to row"),
    ],
)
def test_stance(stance: str, lemma: str, text: str, cue: str, content: str) -> None:
    assert stance_of(lemma, text, *_places(text, cue, content)) == Stance(stance)


@pytest.mark.parametrize(
    ("basis", "lemma", "text", "cue", "content"),
    [
        ("witnessed", "see", "Ada saw the boat sink.", "saw", "the boat sink"),
        ("witnessed", "say", "“I saw it sink,” Ada said.", "said", "“I saw it sink,”"),
        ("heard", "say", "“My aunt told me it sank,” Ada said.", "said", "“My aunt told me it sank,”"),
        ("heard", "hear", "Ada has heard that it sank.", "has heard", "that it sank"),
        ("inferred", "think", "Ada thinks it sank.", "thinks", "it sank"),
        ("inferred", "say", "Ada said it must have sunk.", "said", "it must have sunk"),
        ("unknown", "think", "Ada does not think it sank.", "does not think", "it sank"),
        ("unknown", "say", "Ada said it sank.", "said", "it sank"),
    ],
)
def test_basis(basis: str, lemma: str, text: str, cue: str, content: str) -> None:
    assert basis_of(lemma, text, *_places(text, cue, content)) == Basis(basis)


@given(st.text(), st.text(), st.sampled_from(["say", "deny", "", "make_claim"]))
def test_any_words_have_a_stance_and_a_basis(cue: str, content: str, lemma: str) -> None:
    text = cue + content
    spans = [Span(0, len(cue))] if cue else [], [Span(len(cue), len(text))] if content else []
    assert stance_of(lemma, text, *spans) in Stance
    assert basis_of(lemma, text, *spans) in Basis
