"""Parts of speech and lemmas by lookup are those that spaCy's own components give."""

import importlib
from typing import Any

import pytest

from headwater.base.spans import Span
from headwater.statements import parse as parsing
from headwater.statements.parse import parse

TEXT = """There's a report that the miners haven't been paid, Ines Roth said. Let's see: y'all gonna ask, ain't it so?
"But we did," he wrote. Does she know that? That is what those who had been there told us, and the Roths do, too.
It was something that nobody had. There were no ships; it is the ships' crews who'd have known. C'mon, you got to.
I saw him, and he saw me. What's hers is mine, he'll say, but the longest reports got better. Doin' nothin', ol' man.
Ines Roth, Ines Roth and the miners said that Roth had, once, said so. They reported it, and the report is here."""


@pytest.fixture(scope="module")
def whole() -> Any:
    """The model as it comes, its own ruler and lemmatizer in their places."""
    name = next(n for n in parsing.MODELS if importlib.util.find_spec(n))
    return importlib.import_module(name).load(exclude=["ner"])


def test_lookup_says_what_the_model_says(whole: Any) -> None:
    for line in TEXT.splitlines():
        (parsed,) = parse(line, [Span(0, len(line))])
        expected = [(t.text, t.tag_, t.dep_, t.pos_, t.lemma_.lower()) for t in whole(line)]
        columns = (parsed.words, parsed.tags, parsed.deps, parsed.pos, parsed.lemmas)
        assert list(zip(*columns, strict=True)) == expected


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = [Span(s, s + len(line)) for line in TEXT.splitlines() if (s := TEXT.index(line)) >= 0]
    before = list(parse(TEXT, paragraphs))
    monkeypatch.setattr(parsing, "MOST_WORDS", 0)
    monkeypatch.setattr(parsing, "BATCH", 150)
    assert list(parse(TEXT, paragraphs)) == before


def test_a_paragraph_without_words_has_no_tokens() -> None:
    text = "\u200b[]\u200b A word."
    empty, one = parse(text, [Span(0, 4), Span(5, len(text))])
    assert (len(empty), len(one)) == (0, 3)
