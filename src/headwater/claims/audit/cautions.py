"""Signs in the archive that words mean something else there than by themselves: proposals for the reader, no verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from headwater.archive.tokens import words
from headwater.base.spans import Span
from headwater.claims.audit.locating import Place
from headwater.claims.audit.speaking import Speaking, may_be
from headwater.claims.audit.spelling import NEGATIONS
from headwater.claims.audit.wordlist import words_of
from headwater.model.audit import Caution, Change
from headwater.model.statement import Stance
from headwater.people.names import is_named

_AROUND = 600  # code points on either side in which its sentence is sought
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W\d_a-zà-ÿ])|\n[ \t>]*\n|\n\s*[•*-]\s")
_BUT = re.compile(
    r"[\s,;:.!?…—–\"'”’)\]-]{0,8}\b(but|however|although|though|except|unless|yet|pero|aunque|sin embargo|salvo)\b",
    re.IGNORECASE,
)
_BEFORE = (
    (
        "negated",
        re.compile(
            r"\b(not (?:true|the case|correct|believe|think|say|mean|claim)|n[o']t (?:believe|think|say|mean|claim)|deny|denies|denied|denying"
            r"|false(?:ly)?|untrue|wrong to say|far from|never said|no es cierto|niega|negó|desmiente)\b",
            re.IGNORECASE,
        ),
        "The sentence denies it there.",
    ),
    (
        "doubted",
        re.compile(
            r"\b(doubt|doubts|doubted|hardly|unlikely|sceptical|skeptical|duda|dudo|whether|if)\b",
            re.IGNORECASE,
        ),
        "The sentence doubts it there, or makes it a condition.",
    ),
    (
        "hedged",
        re.compile(
            r"\b(perhaps|maybe|possibly|allegedly|supposedly|reportedly|rumou?rs?|rumou?red|apparently|i (?:guess|suppose)|it is said"
            r"|they say|people say|hearsay|quizás?|tal vez|supuestamente|presuntamente|al parecer)\b",
            re.IGNORECASE,
        ),
        "The sentence hedges it there.",
    ),
)
_STANCES = {
    Stance.DENIES: ("negated", "It is denied there."),
    Stance.DOUBTS: ("doubted", "It is doubted there."),
    Stance.HEDGES: ("hedged", "It is hedged there."),
    Stance.ASKS: ("asked", "It is a question there."),
}
_WORD = 40  # code points in which the word before it stands
_MANY = 40  # words left out at an ellipsis from which on the reader is told
_FEW_WORDS = 15  # words left out at an ellipsis among which a negation is told of


def cautions(
    text: str, place: Place, speaking: Speaking, speakers: Sequence[str], said: str, stance: Stance | None
) -> tuple[Caution, ...]:
    """What speaks for it that words at ``place`` of the archive's ``text`` are torn out of context.

    ``speakers`` are those who say them in the article, as far as they are named beside them, ``said`` the words there and ``stance`` its own stance to them.
    """
    found = [
        *_goes_on(text, place.spans[-1]),
        *_before(text, place.spans[0], said),
        *_left_out(place),
        *_asked(text, place.spans[-1], said),
        *_attributed(speaking, speakers, stance),
    ]
    seen: dict[str, Caution] = {}
    for one in found:
        seen.setdefault(one.kind, one)
    return tuple(seen.values())


def _goes_on(text: str, span: Span) -> Iterator[Caution]:
    after = _BUT.match(text, span.end, min(len(text), span.end + _AROUND))
    if after is not None and "\n\n" not in text[span.end : after.start(1)]:
        yield Caution("goes-on-but", f"It goes on with “{after[1]}” there.", after[1], Span(*after.span(1)))


def _before(text: str, span: Span, said: str) -> Iterator[Caution]:
    """Signs in the sentence before the words; one that the article has too (in brackets, as a rule) is none."""
    own = set(words(said))
    last = words_of(text[max(0, span.start - _WORD) : span.start])
    if len(last) and last.forms[-1] in NEGATIONS - own and last.ends[-1] > last.text.rstrip().rfind("."):
        at = Span(*(max(0, span.start - _WORD) + place for place in (last.starts[-1], last.ends[-1])))
        yield Caution("negated", f"“{at.of(text)}” stands right before it there.", at.of(text), at)
    start = max(0, span.start - _AROUND)
    ends = [m.end() for m in _SENTENCE_ENDS.finditer(text, start, span.start)]
    start = ends[-1] if ends else start
    for kind, sign, reason in _BEFORE:
        signs = [m for m in sign.finditer(text, start, span.start) if not set(words(m[0])) <= own]
        if signs:
            yield Caution(kind, reason, signs[-1][0], Span(*signs[-1].span()))


def _left_out(place: Place) -> Iterator[Caution]:
    for one in place.differences:
        forms = words(one.archive) if one.change is Change.ELLIPSIS else ()
        if 0 < len(forms) <= _FEW_WORDS and set(forms) & NEGATIONS:
            yield Caution("negation-left-out", "What was left out has a negation.", one.archive, one.at)
        put_in = (
            set(words(one.article)) - set(words(one.archive)) if one.change is Change.INSERTION else set()
        )
        if put_in & NEGATIONS:
            yield Caution("negation-put-in", "What was put in brackets has a negation.", one.article, one.at)
        if len(forms) > _MANY:
            yield Caution("far-apart", f"Some {len(forms)} words were left out.", one.archive, one.at)


def _asked(text: str, span: Span, said: str) -> Iterator[Caution]:
    end = re.compile(r"[.!?…]|\n\s*\n").search(text, span.end, span.end + _AROUND)
    if (
        end is not None
        and end[0] == "?"
        and "?" not in said
        and not text[span.start : span.end].rstrip().endswith((".", "!"))
    ):
        yield Caution("asked", "It is a question there.", "?", Span(*end.span()))


def _attributed(speaking: Speaking, speakers: Sequence[str], stance: Stance | None) -> Iterator[Caution]:
    statement = speaking.statement
    if statement is not None and statement.stance in _STANCES and statement.stance is not stance:
        kind, reason = _STANCES[statement.stance]
        yield Caution(kind, reason, "", statement.cue[0] if statement.cue else None)
    if (
        len(speaking.own) > 1
        and any(map(is_named, speakers))
        and not any(may_be(name, speaking.speaker) for name in speakers)
    ):
        yield Caution(
            "said-by-another", f"There it is given as the words of {speaking.speaker}.", speaking.speaker
        )
    elif speaking.reported and speakers:
        yield Caution("said-by-another", "It stands in quotation marks there.", "")
    elif speaking.quoted and not speaking.own and speakers:
        yield Caution("said-by-another", "It stands in a part that quotes another text there.", "")
