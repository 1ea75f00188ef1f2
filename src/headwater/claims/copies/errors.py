"""Rare errors that texts share: a name, figure or date that a few have where most that say the same have another.

Agreement on what is true proves nothing, as everybody may know it; two who make the same rare mistake have it from one
place (Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence", VLDB 2009).
What is an error is not known here: the rare form is taken for one where ``MAJORITY`` times as many texts have the other.
Two texts speak of the same thing where the same content words stand around the name or figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headwater.archive.tokens import Token, tokens
from headwater.base.spans import Span
from headwater.claims.copies.features import function_words
from headwater.claims.copies.suspicion import ErrorKind, SharedError, Text

FEW = 4
"""Texts that can share a rare form; what more have is no rarity."""

MAJORITY = 2
LEAST = 4
"""Texts that must have the usual form: so many times those with the rare one, and this many at least."""

CONTEXTS = 2
"""Contexts in which a figure must differ in the same way: one word in common before it and one after it is chance."""

LONG_NAME = 6
"""Letters from which a name can be a misspelling of another: shorter ones are too often other names."""

_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)


@dataclass(frozen=True, slots=True)
class _Use:
    """One place where a name or figure stands; ``context`` are keys of which one in common means the same thing."""

    text: str
    folded: str
    span: Span
    context: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Form:
    """A name or figure in one context: the first use in each text."""

    folded: str
    uses: dict[str, _Use]


def shared_errors(texts: Sequence[Text]) -> tuple[SharedError, ...]:
    """The shared errors among ``texts``, sorted by the texts that share them, then by place. Each text counts once."""
    written = {text.id: text.text for text in texts}
    figures: list[_Use] = []
    names: list[_Use] = []
    for text in texts:
        for span in text.own if text.own is not None else [Span(0, len(text.text))] if text.text else []:
            placed = _content(span.of(text.text))
            figures += _figures(text.id, placed, span.start)
            names += _names(text.id, span.of(text.text), placed, span.start)
    found = [*_wrong_figures(figures, written), *_wrong_names(names, written)]
    return tuple(sorted(set(found), key=lambda error: (error.texts, error.places, error.usual)))


def _content(text: str) -> list[Token]:
    common = function_words()
    return [
        token
        for token in tokens(text)
        if token.text not in common and (len(token.text) > 1 or token.text.isdigit())
    ]


# Figures and dates --------------------------------------------------------------------------------------------------


def _figures(id_: str, content: list[Token], offset: int) -> Iterator[_Use]:
    """Each number with the content words around it: one of the two before it with one of the two after it."""
    at = 0
    while at < len(content):
        end = _end_of_number(content, at)
        if end == at:
            at += 1
            continue
        before = [token.text for token in content[max(0, at - 2) : at] if not token.text.isdigit()]
        after = [token.text for token in content[end : end + 2] if not token.text.isdigit()]
        context = frozenset(f"{one} # {other}" for one in before for other in after)
        span = Span(offset + content[at].start, offset + content[end - 1].end)
        yield _Use(id_, ".".join(token.text for token in content[at:end]), span, context)
        at = end


def _end_of_number(content: list[Token], at: int) -> int:
    """Where the number that begins at ``at`` ends: "1,250.5" is three tokens that stand one character apart."""
    end = at
    while (
        end < len(content)
        and content[end].text.isdigit()
        and (end == at or content[end].start == content[end - 1].end + 1)
    ):
        end += 1
    return end


def _wrong_figures(uses: Sequence[_Use], written: dict[str, str]) -> Iterator[SharedError]:
    slots: defaultdict[str, dict[str, _Form]] = defaultdict(dict)
    for use in uses:
        for key in use.context:
            slots[key].setdefault(use.folded, _Form(use.folded, {})).uses.setdefault(use.text, use)
    seen: defaultdict[tuple[str, str, tuple[str, ...]], list[SharedError]] = defaultdict(list)
    for key, forms in slots.items():
        usual = max(forms.values(), key=lambda form: (len(form.uses), form.folded))
        if 2 * len(usual.uses) <= sum(len(form.uses) for form in forms.values()):
            continue
        for rare in forms.values():
            if rare is not usual and _alike(rare, usual) and _is_error(rare, usual):
                error = _error(_figure_kind(key, rare), rare, usual, written)
                seen[(rare.folded, usual.folded, error.texts)].append(error)
    for errors in seen.values():
        if len(errors) >= CONTEXTS:
            yield max(errors, key=lambda error: (error.kind is ErrorKind.DATE, error.others, error.places))


def _alike(one: _Form, other: _Form) -> bool:
    """Whether two figures can be meant for the same: about as many digits, in as many groups."""
    digits = [len(form.folded.replace(".", "")) for form in (one, other)]
    return abs(digits[0] - digits[1]) <= 1 and one.folded.count(".") == other.folded.count(".")


def _figure_kind(key: str, form: _Form) -> ErrorKind:
    is_date = any(word in _MONTHS for word in key.split()) or (
        len(form.folded) == 4 and form.folded[:2] in ("19", "20")
    )
    return ErrorKind.DATE if is_date else ErrorKind.FIGURE


# Names --------------------------------------------------------------------------------------------------------------


def _names(id_: str, text: str, content: list[Token], offset: int) -> Iterator[_Use]:
    """Each long word with a capital, with the two content words on either side."""
    for at, token in enumerate(content):
        if len(token.text) >= LONG_NAME and text[token.start].isupper() and token.text.isalpha():
            around = [*content[max(0, at - 2) : at], *content[at + 1 : at + 3]]
            span = Span(offset + token.start, offset + token.end)
            yield _Use(id_, token.text, span, frozenset(other.text for other in around))


def _wrong_names(uses: Sequence[_Use], written: dict[str, str]) -> Iterator[SharedError]:
    """Rare names that are one letter away from a usual one which stands among the same words."""
    forms: dict[str, _Form] = {}
    contexts: defaultdict[str, set[str]] = defaultdict(set)
    for use in uses:
        forms.setdefault(use.folded, _Form(use.folded, {})).uses.setdefault(use.text, use)
        contexts[use.folded] |= use.context
    usual = {name: form for name, form in forms.items() if len(form.uses) >= LEAST}
    variants: defaultdict[str, list[str]] = defaultdict(list)
    for name in usual:
        for variant in _without_one(name):
            variants[variant].append(name)
    for rare in forms.values():
        if not 2 <= len(rare.uses) <= FEW:
            continue
        near = {name for variant in _without_one(rare.folded) for name in variants.get(variant, ())}
        for name in sorted(near - {rare.folded, f"{rare.folded}s", rare.folded[:-1]}):
            if _is_error(rare, usual[name]) and contexts[name] & contexts[rare.folded]:
                yield _error(ErrorKind.NAME, rare, usual[name], written)


def _without_one(name: str) -> set[str]:
    """The name itself and with each letter left out: names share one where they are one change or swap apart."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


# Both ---------------------------------------------------------------------------------------------------------------


def _is_error(rare: _Form, usual: _Form) -> bool:
    """Whether the usual form has the majority, among texts that do not have the rare one as well."""
    others = len(usual.uses.keys() - rare.uses.keys())
    return 2 <= len(rare.uses) <= FEW and others >= max(LEAST, MAJORITY * len(rare.uses))


def _error(kind: ErrorKind, rare: _Form, usual: _Form, written: dict[str, str]) -> SharedError:
    ids = tuple(sorted(rare.uses))
    others = usual.uses.keys() - rare.uses.keys()
    example = usual.uses[min(others)]
    return SharedError(
        kind,
        rare.uses[ids[0]].span.of(written[ids[0]]),
        example.span.of(written[example.text]),
        ids,
        tuple(rare.uses[id_].span for id_ in ids),
        len(others),
    )
