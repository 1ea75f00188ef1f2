"""What an article says that others say, in its own words, with the passages of the archive that come nearest.

Likeness finds the passages; what they seem to do is told by what can be checked in them: who says it, names, figures, years, negation,
stance. Where one of these is not there or not alike, nothing is said to support or to contradict. All of it is a proposal.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headwater.archive.tokens import words
from headwater.base.spans import Span, hull, merged, trimmed
from headwater.claims.audit.article import Article, names_document
from headwater.claims.audit.cues import is_author, is_vague, says, source_of
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.passages import Near, Shelf, Sought, by_stem, content
from headwater.claims.audit.people import sought, surname
from headwater.claims.audit.speaking import Speaking, is_said_by, said_at
from headwater.claims.audit.spelling import NEGATIONS
from headwater.claims.audit.writings import writings
from headwater.claims.matching.figures import figures, names, years
from headwater.claims.matching.hints import Said, hint
from headwater.model.audit import Bearing, Citation, Found, Paraphrase, Passage, Standing
from headwater.model.claim import Role
from headwater.model.statement import Form, Stance, Statement
from headwater.people.names import NOBODY, is_pronoun

SHOWN = 5
"""Passages that are listed, at most."""

FEWEST, FEWEST_BESIDE = 2, 5
"""Words that tell something which a paraphrase must have; the second, where it goes on in quotation marks, or where no word
of saying tells it ("calls", "shows")."""

NEAR = 0.33
"""Score below which a passage is not listed."""

_ALIKE = 0.5  # score from which a passage may be about the same thing and not just the topic
_OVERLAP = 0.5  # part of its weight in words that a passage must share to bear on it
_MEANING, _MEANING_SHORT = 0.5, 0.3  # likeness in meaning, likewise; the second where few words are compared
_VERY, _MEANING_VERY = (
    0.85,
    0.2,
)  # where it shares nearly all words, it need be little alike: a negation makes it so
_SHORT = 5  # words that tell something, with fewer of which the speaker's name is sought as well
_NESTED = 0.7  # part of a content that another paraphrase may cover
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|niegan?|negó|negaron|desmiente|desmienten|desmintió|desmintieron)\b",
    re.IGNORECASE,
)
_UNSURE = frozenset("if whether unless would could might si acaso".split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A paraphrase in the article: its statement, and the spans of its content that stand outside of quotation marks."""

    statement: Statement
    spans: tuple[Span, ...]
    text: str
    speaker: str


def paraphrases(
    article: Article, holdings: Holdings, citations: Sequence[Citation]
) -> tuple[Paraphrase, ...]:
    """Every paraphrase of an article, in order, each with up to ``SHOWN`` passages, the nearest first."""
    seen: Counter[str] = Counter()
    shelf = Shelf(holdings)
    out: list[Paraphrase] = []
    for told in _told(article):
        key = f"{' '.join(words(told.text))}\n{told.speaker}"
        seen[key] += 1
        identifier = hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "replace")).hexdigest()[:12]
        cited = _cited(article, told, citations)
        out.append(
            Paraphrase(
                id=f"p{identifier}",
                spans=told.spans,
                text=told.text,
                speaker=told.speaker,
                date=told.statement.date[:10] if told.statement.date else "",
                citation=cited.id if cited else "",
                passages=tuple(_passages(told, holdings, shelf, cited)),
            )
        )
    return tuple(out)


def _told(article: Article) -> list[_Told]:
    found = [told for one in article.statements if (told := _of(article, one)) is not None]
    kept = [one for one in found if not any(_covers(other, one) for other in found)]
    return sorted(kept, key=lambda one: one.spans[0])


def _of(article: Article, one: Statement) -> _Told | None:
    """A statement as a paraphrase; None where it is a quotation, or says nothing, or where nobody says it."""
    if one.form not in (Form.INDIRECT, Form.MIXED) or not one.source or not one.content:
        return None
    source, speaker = source_of(article.text, one), _speaker(one)
    if is_vague(source) or is_author(source) or (speaker and speaker == article.author):
        return None
    quoted = [quotation.span for quotation in article.quoted]
    if any(span.holds(hull(one.content)) for span in quoted):
        return None
    spans = tuple(_outside(article.text, one.content, quoted))
    text = " ".join(" ".join(span.of(article.text).split()) for span in spans)
    fewest = FEWEST if one.form is Form.INDIRECT and says(article.text, one) else FEWEST_BESIDE
    return _Told(one, spans, text, speaker) if len(content(text)) >= fewest else None


def _speaker(one: Statement) -> str:
    last = one.chain[-1] if one.chain else ""
    return "" if last == NOBODY or is_pronoun(last) or names_document(last) else last


def _outside(text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> Iterator[Span]:
    """What of some spans stands outside of quotations, without the marks and the punctuation at its ends."""
    for span in merged(spans):
        start = span.start
        inside = [one for one in quoted if one.overlaps(span)]
        for cut in [*inside, None]:
            end = min(cut.start, span.end) if cut else span.end
            while start < end and (text[start].isspace() or text[start] in _EDGES):
                start += 1
            while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES):
                end -= 1
            piece = trimmed(text, start, end) if start < end else None
            if piece is not None and any(char.isalpha() for char in piece.of(text)):
                yield piece
            start = max(start, cut.end) if cut else start


_EDGES = "“”\"«»‘’',;:–—-"


def _covers(other: _Told, one: _Told) -> bool:
    """Whether another paraphrase inside this one says most of it."""
    if other is one or other.statement.nested_in != one.statement.id:
        return False
    whole = hull([*other.statement.content, *other.statement.source, *other.statement.cue])
    shared = sum(max(0, min(s.end, whole.end) - max(s.start, whole.start)) for s in one.spans)
    return shared >= _NESTED * sum(map(len, one.spans))


def _cited(article: Article, told: _Told, citations: Sequence[Citation]) -> Citation | None:
    """The document that is cited in the sentence of a paraphrase."""
    around = hull([*told.statement.content, *told.statement.source, *told.statement.cue])
    sentence = article.sentences[article.sentence_at(around.start)] if article.sentences else around
    held = [one for one in citations if one.span.overlaps(sentence) or one.span.overlaps(around)]
    return min(held, key=lambda one: abs(one.span.start - around.start), default=None)


def _passages(told: _Told, holdings: Holdings, shelf: Shelf, cited: Citation | None) -> Iterator[Passage]:
    short = len(content(told.text)) < _SHORT
    own = Sought(told.text, holdings)
    sought_ = Sought(f"{told.speaker} {told.text}", holdings) if short else own
    keys = sought_.documents(surname(told.speaker))
    named = [one.key for one in cited.candidates] if cited and cited.found is Found.RESOLVED else []
    near = [one for one in sought_.near(shelf.read([*named, *keys])) if one.score >= NEAR][:SHOWN]
    found = [_passage(told, holdings, one, set(named), own) for one in near]
    yield from sorted(found, key=lambda one: one.bearing not in (Bearing.SUPPORTS, Bearing.CONTRADICTS))


def _passage(told: _Told, holdings: Holdings, near: Near, named: set[int], own: Sought) -> Passage:
    """A passage with what it seems to do. Who speaks there is asked only where it matters."""
    shared = f"both have: {', '.join(near.shared[:5])}" if near.shared else ""
    first = _role(told, near, Stance.ASSERTS, "")
    bearing = Bearing.UNCLEAR if near.score >= _ALIKE else Bearing.TOPIC
    reasons, speaking = first[1], None
    if (denied := _reported(told, near)) is not None and not (missing := _missing(told, near, holdings, own)):
        bearing, reasons = denied, [*missing, "a denial is reported there"]
    elif first[0] in (Role.SUPPORTS, Role.DISPUTES):
        reasons = _missing(told, near, holdings, own)
        if not reasons:
            speaking = said_at(holdings, near.key, near.span)
            bearing, reasons = _judged(told, near, speaking, near.key in named)
    return Passage(
        standing=_standing(holdings, near, speaking),
        bearing=bearing,
        reasons=tuple(dict.fromkeys([*reasons, *([shared] if shared else [])])),
        score=round(near.score, 3),
    )


def _role(told: _Told, near: Near, stance: Stance, cue: str) -> tuple[Role, list[str]]:
    """What a passage may do to what the paraphrase says, whoever says it."""
    found = hint(told.text, names(told.text), Said(near.text, stance, cue), near.score)
    return found.role, [reason.words for reason in found.reasons]


_REFUSING = frozenset(
    """decline declines declined declining refuse refuses refused refusing reject rejects rejected resist resists resisted
    rechaza rechazo rechazaron niega niego""".split()
)
_LITTLE = "have had has been be is are was were do does did will would could should any to".split()
_REACH = 4  # words after a negation among which the negated one is


def _missing(told: _Told, near: Near, holdings: Holdings, own: Sought) -> list[str]:
    """What keeps a passage from being held against the paraphrase: what cannot be checked in it."""
    short = len(content(told.text)) < _SHORT
    overlap, _ = own.overlap(by_stem(near.text))
    alike = _MEANING_VERY if overlap >= _VERY else _MEANING_SHORT if short else _MEANING
    if overlap < _OVERLAP or near.meaning < alike:
        return ["too little of it stands there to tell"]
    document = holdings.document(near.key).document
    around = document.text[max(0, near.span.start - 400) : near.span.end]
    known = {*words(around), *words(document.title), *_people(document.message)}
    absent = [shown for folded, shown in names(told.text).items() if folded not in known]
    if absent:
        return [f"not named there: {', '.join(sorted(absent)[:3])}"]
    named = set(names(told.text)) | set(words(told.speaker))
    if len([word for word in near.shared if word not in named]) < (1 if short else 2):
        return ["it shares names, but too few words of what is said of them"]
    if not _UNSURE.isdisjoint(words(near.text)) and _UNSURE.isdisjoint(words(told.text)):
        return ["it is a condition or a question there"]
    if _REFUSING.isdisjoint(words(near.text)) is not _REFUSING.isdisjoint(words(told.text)):
        return ["somebody refuses something in one of the two alone"]
    return []


def _negated_there(told: str, there: str) -> bool:
    """Whether a passage has a word of what a paraphrase negates, so that the two speak of one thing; True where it negates
    nothing."""
    forms, known = words(told), set(by_stem(there))
    for at, form in enumerate(forms):
        if form in NEGATIONS:
            after = set(by_stem(" ".join(forms[at + 1 : at + 1 + _REACH]))) - set(by_stem(" ".join(_LITTLE)))
            return bool(after & known)
    return True


def _people(message: object) -> set[str]:
    people = getattr(message, "participants", ())
    return {word for one in people for word in words(f"{one.name} {one.address}")}


def _reported(told: _Told, near: Near) -> Bearing | None:
    """What the report of a denial does: it supports that who is named there denies it, and contradicts who says it."""
    if not _DENIED.search(near.text) or _DENIED.search(told.text):
        return None
    if told.statement.stance is Stance.DENIES:
        return Bearing.SUPPORTS if _names_speaker(told, near) else None
    return Bearing.CONTRADICTS if told.statement.stance is Stance.ASSERTS else None


def _judged(told: _Told, near: Near, speaking: Speaking, cited: bool) -> tuple[Bearing, list[str]]:
    """Whether a passage that can be checked supports or contradicts that the speaker says so."""
    inner = speaking.statement
    stance = inner.stance if inner and not _is_own_denial(inner) else Stance.ASSERTS
    role, reasons = _role(told, near, stance, "")
    if role not in (Role.SUPPORTS, Role.DISPUTES):
        return Bearing.UNCLEAR, reasons
    agrees = (role is Role.SUPPORTS) is not (told.statement.stance is Stance.DENIES)
    same = is_said_by(told.speaker, speaking) if told.speaker else None
    by = speaking.speaker or "somebody who is not named"
    if agrees and not _figures_agree(told.text, near.text):
        return Bearing.UNCLEAR, [*reasons, "a figure or a year of the article does not stand there"]
    if agrees and (same or (same is None and (cited or _names_speaker(told, near)))):
        return Bearing.SUPPORTS, [*reasons, f"said there by {by}" if same else "the speaker is named there"]
    if agrees:
        return Bearing.UNCLEAR, [*reasons, f"it says so, but said there by {by}"]
    if not _negated_there(told.text, near.text):
        return Bearing.UNCLEAR, [*reasons, "what the article denies is not spoken of there"]
    if same or (same is False and told.statement.stance is not Stance.DENIES):
        return Bearing.CONTRADICTS, [*reasons, f"said there by {by}"]
    return Bearing.UNCLEAR, [*reasons, f"said there by {by}"]


def _is_own_denial(inner: Statement) -> bool:
    """A stance that was read from a negation in the words themselves is counted with these."""
    return inner.stance is Stance.DENIES


def _names_speaker(told: _Told, near: Near) -> bool:
    own = sought(told.speaker)
    return bool(own) and own[-1] in words(near.text)


def _figures_agree(ours: str, theirs: str) -> bool:
    """Whether every figure and year of one text stands in the other."""
    values = {one.value for one in figures(theirs)}
    return all(one.value in values for one in figures(ours)) and years(ours) <= years(theirs)


def _standing(holdings: Holdings, near: Near, speaking: Speaking | None) -> Standing:
    stored = holdings.document(near.key)
    writing = next((one for one in reversed(writings(stored)) if one.has(near.span)), None)
    writer = writing.writer if writing else ""
    return Standing(
        document=stored.document.id,
        sha256=stored.document.sha256,
        key=near.key,
        title=stored.document.title,
        spans=(near.span,),
        text=near.text,
        date=writing.day if writing else "",
        chain=speaking.chain if speaking else ((writer,) if writer else ()),
        recipients=writing.recipients if writing else (),
        quoted=not writing.own if writing else False,
    )
