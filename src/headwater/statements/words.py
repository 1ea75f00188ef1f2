"""Parts of speech and lemmas, looked up by word, tag and dependency.

spaCy works both out token by token, in Python, and takes a third of a parse for it. But its rules look at nothing but
a token's word, tag and dependency, those few apart that look at two tokens ("let 's", "there is"). So what they said
of one token holds for the next of its kind; only a paragraph in which a rule over two tokens fits is given to spaCy
whole. The outcome is the same, token by token.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Key = tuple[int, int, int]
"""Word, tag and dependency, as spaCy numbers them."""

COLUMNS = ("ORTH", "TAG", "DEP")
"""The columns of a parsed document that make up a key."""


class Words:
    """What the ruler and the lemmatizer of a model say of each kind of token, as far as it has been met with."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        from spacy.matcher import Matcher
        from spacy.pipeline import AttributeRuler

        self._ruler, self._lemmatizer, self._vocab = ruler, lemmatizer, ruler.vocab
        self._one, self._two = AttributeRuler(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            if max(map(len, rule["patterns"])) > 1:
                self._two.add(str(number), rule["patterns"])
            else:
                self._one.add(**rule)
        index = lemmatizer.lookups.get_table("lemma_index", {})
        for part in list(index):
            index[part] = frozenset(
                index[part]
            )  # the lemmatizer asks what is in it: in a list that takes long
        self._known: dict[Key, tuple[str, str]] = {}

    def __len__(self) -> int:
        """Kinds of tokens in memory."""
        return len(self._known)

    def forget(self) -> None:
        """Let go of all that was met with."""
        self._known.clear()
        self._lemmatizer.cache.clear()

    def of(self, docs: Sequence[Any], keys: Sequence[Sequence[Key]]) -> list[list[tuple[str, str]]]:
        """Part of speech and lemma (lower-case) of each token of each document; ``keys`` has the token's kinds."""
        new = set().union(*keys).difference(self._known)
        if new:
            self._learn(list(new))
        return [
            self._in_full(doc) if self._two(doc) else [self._known[key] for key in kinds]
            for doc, kinds in zip(docs, keys, strict=True)
        ]

    def _learn(self, kinds: Sequence[Key]) -> None:
        from spacy.tokens import Doc

        words, tags, deps = ([self._vocab.strings[n] for n in column] for column in zip(*kinds, strict=True))
        apart = Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        self._known.update(zip(kinds, _read(self._lemmatizer(self._one(apart))), strict=True))

    def _in_full(self, doc: Any) -> list[tuple[str, str]]:
        return _read(self._lemmatizer(self._ruler(doc)))


def _read(doc: Any) -> list[tuple[str, str]]:
    return [(token.pos_, token.lemma_.lower()) for token in doc]
