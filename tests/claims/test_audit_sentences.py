"""What each sentence of an article is; the gold of tests/gold/audit_sentences, all of it fiction."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditing import article
from headwater.base.spans import Span
from headwater.claims.audit.article import Article
from headwater.claims.audit.sentences import sentences
from headwater.model.audit import Quotation, Sentence, SentenceKind, Verdict

GOLD = Path(__file__).resolve().parents[1] / "gold" / "audit_sentences"


def kinds(read: Article) -> tuple[Sentence, ...]:
    quoted = tuple(
        Quotation("q", one.span, one.span.of(read.text), one.speaker, one.date, "", Verdict.NOT_FOUND)
        for one in read.quoted
    )
    return sentences(read, quoted, (), (), ())


def kind_of(sentence: str) -> SentenceKind:
    read = article(f"The harbour of Ness was closed on Monday. {sentence}\n\nThe ferry left on Tuesday.\n")
    place = read.text.index(sentence)
    made = max(
        kinds(read), key=lambda one: min(one.span.end, place + len(sentence)) - max(one.span.start, place)
    )
    return made.kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (SentenceKind.QUOTATION, "“We saw nothing of the kind,” said Ana Marr."),
        (SentenceKind.PARAPHRASE, "Ana Marr said that the tug was late."),
        (SentenceKind.FIGURE, "According to the harbour office, 318 boats were searched."),
        (SentenceKind.INFERENCE, "It is not hard to guess who was paid."),
        (SentenceKind.INFERENCE, "The minister should resign."),
        (SentenceKind.INFERENCE, "Harbours keep secrets."),
        (SentenceKind.INFERENCE, "Es decir, alguien se quedó con el dinero."),
        (SentenceKind.ASSERTION, "Five newspapers have confirmed it."),
        (SentenceKind.ASSERTION, "The van belongs to a cousin of the mayor."),
        (SentenceKind.BACKGROUND, "Who were the two men?"),
    ],
)
def test_one_of_each(kind: SentenceKind, sentence: str) -> None:
    assert kind_of(sentence) is kind


@pytest.mark.parametrize(
    "line",
    [
        "© 2031 The Tern Examiner.",
        "Imre Halloway is a reporter at The Tern Examiner.",
        "Read more: The flood",
    ],
)
def test_a_foot_asserts_nothing(line: str) -> None:
    read = article(f"The harbour of Ness was closed on Monday.\n\nThe ferry left on Tuesday.\n\n{line}\n")
    assert kinds(read)[-1].kind is SentenceKind.BACKGROUND


def gold(path: Path) -> tuple[str, list[tuple[Span, str]]]:
    """An article of the gold: its text, and where its sentences stand with their kinds."""
    text, rows = "", []
    for paragraph in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = [line.split("\t", 1) for line in paragraph.splitlines()]
        text += "\n\n" if text else ""
        for number, (kind, words) in enumerate(lines):
            head = kind == lines[0][0] == "background"
            text += ("\n" if head else " ") if number else ""
            rows.append((Span(len(text), len(text) + len(words)), kind))
            text += words
    return text, rows


def share_right(paths: list[Path]) -> float:
    right = count = 0
    for path in paths:
        text, rows = gold(path)
        made = kinds(article(text, ""))
        for span, kind in rows:
            best = max(made, key=lambda one: min(one.span.end, span.end) - max(one.span.start, span.start))
            right, count = right + (best.kind == kind), count + 1
    return right / count


@pytest.mark.parametrize(("folder", "least"), [(GOLD, 0.9), (GOLD / "held", 0.7)])
def test_the_gold_is_met_as_far_as_it_was(folder: Path, least: float) -> None:
    paths = sorted(folder.glob("*.txt"))
    assert len(paths) >= 3
    assert share_right(paths) >= least


@settings(max_examples=25)
@given(st.text(alphabet="aB .?!\n“”:5%ñ©", max_size=80) | st.text(max_size=80))
def test_every_sentence_of_any_text_has_a_kind(body: str) -> None:
    read = article(body)
    made = kinds(read)
    assert [one.span for one in made] == list(read.sentences)
    assert all(one.why for one in made)
