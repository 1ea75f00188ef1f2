"""Spanish text as stretches of tokens: each quotation is one token of the text around it, and a stretch of its own.

So what a cue outside a quotation sees of it is that something is quoted there, and the words inside are read on their own.
The dashes of a dialogue ("—No lo sé —dijo—. Vete.") and of a remark inside a quotation («Yo —recuerda— lo vi») part
speech from what the teller says about it, and are treated alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headwater.base.spans import Span, trimmed
from headwater.statements.quotes import Quotation
from headwater.statements.spanish.conjugation import Mood
from headwater.statements.spanish.cues import verb_forms

_TOKEN = re.compile(r"[^\W_]+(?:[-.'’/][^\W_]+)*|\.\.\.|[^\w\s]", re.UNICODE)
_DASH = re.compile(r"[—–―]|(?<=\s)--?(?=\w)")
_SHORT = frozenset(
    "sr sra srta dr dra d dª lic ing arq prof gral cnel núm num art arts pág av etc ee uu ud uds".split()
)
_ENDS = frozenset(".!?…") | {"..."}
_CLITICS = frozenset("me te se le les lo la los las nos os".split())
_PERSON_ENDINGS = ("ó", "aba", "ía", "aron", "ieron", "aban", "ían")


@dataclass(frozen=True, slots=True)
class Token:
    """``word`` is lower-case; "«»" for a quotation, which ``quoted`` tells. ``capital`` is True for a capitalised word."""

    word: str
    start: int
    end: int
    capital: bool = False
    quoted: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, no mark and no quotation."""
        return not self.quoted and self.word[0].isalnum()


Sentence = list[Token]


def sentences(text: str, span: Span, quotations: Sequence[Quotation]) -> list[tuple[Sentence, bool]]:
    """The sentences of a paragraph and those inside its quotations, each as its tokens, in order of their starts, and
    whether it stands outside of them.

    ``quotations`` are those that lie in ``span``; only the outermost are told apart.
    """
    outer = [q for q in quotations if q.depth == 1 and span.holds(q.span)]
    told, said = _dialogue(text, span, outer)
    out = [(s, True) for s in _stretch(text, span, told)]
    out.extend((s, False) for piece in said for s in _stretch(text, piece, []))
    return sorted((one for one in out if one[0]), key=lambda one: (one[0][0].start, -one[0][-1].end))


def _dialogue(text: str, span: Span, quotations: Sequence[Quotation]) -> tuple[list[Span], list[Span]]:
    """What the text around takes as quoted, and the inner words of it: pieces between the teller's remarks."""
    told: list[Span] = []
    said: list[Span] = []
    if _DASH.match(text, span.start) and not text[span.start + 1 : span.start + 2].isspace():
        told.extend(_pieces(text, span))
        return told, [Span(s.start + 1, s.end) if text[s.start] in "—–―" else s for s in told if len(s) > 1]
    for quotation in quotations:
        inner = quotation.inner()
        pieces = _pieces(text, quotation.span)
        told.extend(pieces)
        if inner is not None:
            said.extend(
                Span(max(p.start, inner.start), min(p.end, inner.end)) for p in pieces if p.overlaps(inner)
            )
    return told, said


def _pieces(text: str, span: Span) -> list[Span]:
    """``span`` without the remarks between dashes that have a cue or another finite verb as their first word."""
    marks = [m.start() for m in _DASH.finditer(text, span.start + 1, span.end)]
    out: list[Span] = []
    start, at = span.start, 0
    while at < len(marks):
        if not _is_remark(text, marks[at] + 1, span.end):
            at += 1
            continue
        piece = trimmed(text, start, marks[at])
        if piece is not None:
            out.append(piece)
        at += 1
        if at == len(marks):
            return out
        start = marks[at] + 1
        while start < span.end and text[start] in ".,;: ":
            start += 1
        at += 1
    last = trimmed(text, start, span.end)
    return [*out, last] if last is not None else out


def _is_remark(text: str, start: int, end: int) -> bool:
    """Whether a remark on who speaks begins at ``start``: a verb of the third or first person, after clitics at most."""
    for match in _TOKEN.finditer(text, start, min(end, start + 60)):
        word = match[0].lower()
        if word in _CLITICS or word == "no":
            continue
        form = verb_forms().get(word)
        if form is not None:
            return form.mood is Mood.FINITE
        return match[0].islower() and word.endswith(_PERSON_ENDINGS)
    return False


def _stretch(text: str, span: Span, told: Sequence[Span]) -> Iterator[Sentence]:
    """The sentences of a stretch in which each span of ``told`` is one token."""
    sentence: Sentence = []
    for token in _tokens(text, span, told):
        if sentence and _begins(text, sentence, token):
            yield sentence
            sentence = []
        sentence.append(token)
    yield sentence


def _tokens(text: str, span: Span, told: Sequence[Span]) -> Iterator[Token]:
    at = span.start
    for quoted in told:
        yield from _words(text, at, quoted.start)
        yield Token("«»", quoted.start, quoted.end, quoted=True)
        at = quoted.end
    yield from _words(text, at, span.end)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        yield Token(word.lower(), match.start(), match.end(), word[0].isupper())


def _begins(text: str, before: Sentence, token: Token) -> bool:
    """Whether a sentence ends before ``token``."""
    last = before[-1]
    opens = token.capital or token.quoted or token.word in "¿¡—–―«" or token.word.isdigit()
    if last.word in _ENDS:
        short = (
            len(before) > 1
            and last.word == "."
            and (before[-2].word in _SHORT or (len(before[-2].word) == 1 and before[-2].capital))
        )
        return opens and not short
    if last.quoted:
        ended = text[last.start : last.end].rstrip("\"'”’»").endswith((".", "!", "?", "…"))
        return ended and token.capital and not token.quoted
    return False
