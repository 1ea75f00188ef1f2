"""Who an article says wrote or said a quotation, by the plainest signs alone: a name with a word of saying beside the quotation.

The extractor reads whole sentences and may be led astray by what stands in quotation marks. Here these are left out: only the
words of the article around a quotation are looked at, and only a proper name counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headwater.base.spans import Span

_PART = r"[A-ZÀ-Þ][\w’'-]*\.?"
_LITTLE = r"(?:de|la|del|von|van|der|den|bin|al|el|y|du|di|da)"
NAME = rf"{_PART}(?:\s(?:{_LITTLE}\s){{0,2}}{_PART}){{0,3}}|[A-Z]{{2,}}[-\d]*\d"
_SAYS = (
    r"(?:wrote|writes|had written|said|says|put\sit|puts\sit|spoke|speaks|warned|warns|noted|notes|added|adds|replied|replies"
    r"|told|tells|explained|explains|complained|complains|claimed|claims|argued|argues|insisted|insists|recalled|stated"
    r"|states|remarked|observed|continued|asked|answered|admitted|conceded|declared|confided|reported|was\sblunt"
    r"|used\sthe\swords|uses\sthe\swords|called\sit|e-?mailed|escribió|dijo|dice|afirmó|explicó|respondió|añadió|advirtió|señaló)"
)
_WRITING = r"(?:e-?mails?|mails?|messages?|memos?|memorandum|letters?|notes?|cables?|statements?|testimony|correo|carta|mensaje|nota)"
_ASIDE = r"(?:,[^,“”\"«»]{1,80},)?"
_BEFORE = re.compile(
    rf"(?P<name>{NAME}){_ASIDE}\s(?:who\s|then\s|later\s|also\s|once\s|had\s|has\s)?{_SAYS}\b"
)
_AFTER = re.compile(
    rf"\b(?!told|tells|asked|e-?mailed|answered){_SAYS}\s(?P<name>{NAME})"
)  # whom one tells is no speaker
_OF = re.compile(
    rf"\b{_WRITING}\s(?:message\s)?(?:(?:sent|written)\s)?(?:by|from|of|de)\s(?P<name>{NAME})"
    rf"|\b{_WRITING}\s(?:that\s)?(?P<name2>{NAME})\s(?:had\s)?(?:sent|wrote|circulated)"
    rf"|(?P<name3>{NAME})[’']s\s(?:\w+\s)?{_WRITING}"
)
_OF_A_DAY = re.compile(
    rf"\b{_WRITING}\s(?:message\s)?(?:(?:sent|written|dated)\s)?(?:(?:on|of|from)\s)?[\w.,\s]{{0,30}}\d[\w.,]*\s(?:by|from|de)\s(?P<name>{NAME})"
)
_ACCORDING = re.compile(rf"\b(?:[Aa]ccording\sto|[Ss]egún)\s(?P<name>{NAME})")
_BEHIND = re.compile(
    rf"[”\"»’'“]?[\s.,;]{{0,3}}(?:\((?:[^()“”\n]{{0,16}}?\s)?(?:(?:from|by|de)\s)?(?P<name>{NAME})(?:\s(?:to|a)\s[^(),]{{1,60}})?[,;)]"
    rf"|(?:[—–]|--)\s?(?P<name2>{NAME})(?=[,.\n]|\sto\s|$)"
    rf"|So\s(?P<name3>{NAME})[,.])"
)
_ANY_NAME = re.compile(NAME)
_COLON = re.compile(r":\s*[“\"«‘„]?\s*$")
_TO_OR_OF = re.compile(r"\b(?:to|of|about|for|with|against|on|by|and|a|de|sobre)\s$", re.IGNORECASE)
_BESIDE = 30  # code points between a quotation and a name right beside it
_FAR = 160  # code points after a quotation in which its source may stand in brackets
_NO_NAMES = frozenset(
    """The A An In On At As It He She They We I But And So Then When While If For From By Of To That This These Those There
    Another One Last Next Every Each Now However Regardless Yes No Well Look Read Here What Why How Who My Our Your His Her Its
    Their Also Even Still Perhaps Maybe Most Some Many Few All Both See Note Dear Hello Hola Nobody Nothing Somebody January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday El La Los Las En""".split()
)
_MONTHS_AND_DAYS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Aug|Sept?|Oct"
    r"|Nov|Dec|\w+day)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A proper name beside a quotation, and where the words stand that give the quotation to it."""

    name: str
    span: Span


def named_beside(
    text: str, span: Span, sentences: Sequence[Span], quoted: Sequence[Span], *, block: bool = False
) -> Named | None:
    """The one proper name that is given the quotation at ``span``: right after it in brackets or behind a dash, else in the first of
    ``sentences`` that names anybody, else before the colon that announces it; None where nobody is named, or several are.

    ``quoted`` are the quotations of the text; what stands in them is passed over. Where several are named, those count that
    no other quotation parts from this one. ``block`` says that it is set off, and the last of ``sentences`` announces it.
    """
    after = _after(text, span)
    if after is not None:
        return after
    others = [one for one in quoted if not one.overlaps(span)]
    for sentence in sentences:
        found = list(_named(text, sentence, quoted))
        if found:
            near = [one for one in found if not _is_parted(one, span, others)]
            return _one_of(found) or _one_of(near) or _nearest(near, span)
    ends = [one for one in sentences if block or one.start < span.start]
    return _announced(text, Span(ends[-1].start, ends[-1].end if block else span.start)) if ends else None


def _after(text: str, span: Span) -> Named | None:
    found = _BEHIND.match(text, span.end, min(len(text), span.end + _FAR))
    name = _clean(next((value for value in found.groupdict().values() if value), "")) if found else ""
    return Named(name, Span(*found.span())) if found and name else None


def _announced(text: str, before: Span) -> Named | None:
    """The first name of what stands before a colon, if it is nobody whom something is told, or told of."""
    said = before.of(text)
    if not _COLON.search(said):
        return None
    for match in _ANY_NAME.finditer(said):
        name = _clean(match[0])
        begins = not any(char.isalnum() for char in said[: match.start()])
        if name and not (begins and " " not in name) and not _TO_OR_OF.search(said[: match.start()]):
            return Named(name, Span(before.start + match.start(), before.start + match.end()))
    return None


def _nearest(found: Sequence[Named], span: Span) -> Named | None:
    """The name right beside a quotation, where the others stand far from it."""
    apart = sorted(
        (max(one.span.start - span.end, span.start - one.span.end), one.name, one) for one in found
    )
    if len(apart) > 1 and apart[0][0] <= _BESIDE and apart[1][0] >= apart[0][0] + _BESIDE:
        return apart[0][2]
    return None


def _one_of(found: Sequence[Named]) -> Named | None:
    """The longest name, where all are parts of it."""
    longest = max(found, key=lambda one: len(one.name), default=None)
    whole = set(longest.name.split()) if longest else set()
    return longest if all(set(one.name.split()) <= whole for one in found) else None


def _is_parted(one: Named, span: Span, others: Sequence[Span]) -> bool:
    start, end = min(one.span.end, span.end), max(one.span.start, span.start)
    return any(other.start < end and start < other.end for other in others)


def _named(text: str, sentence: Span, quoted: Sequence[Span]) -> Iterator[Named]:
    bare = _bare(text, sentence, quoted)
    for pattern in (_BEFORE, _AFTER, _OF, _OF_A_DAY, _ACCORDING):
        for match in pattern.finditer(bare):
            name = _clean(next(value for value in match.groupdict().values() if value))
            if name:
                yield Named(name, Span(sentence.start + match.start(), sentence.start + match.end()))


def _bare(text: str, sentence: Span, quoted: Sequence[Span]) -> str:
    """A sentence, character for character, without its line ends and with nothing in what it quotes."""
    out = [" " if char.isspace() else char for char in sentence.of(text)]
    for span in quoted:
        for at in range(max(span.start, sentence.start), min(span.end, sentence.end)):
            out[at - sentence.start] = "_"
    return "".join(out)


def _clean(name: str) -> str:
    """A name without a word before it that only begins a sentence; "" where nothing is left, or a month or a day."""
    words = name.split()
    while words and words[0] in _NO_NAMES:
        words = words[1:]
    shown = " ".join(words).removesuffix("’s").removesuffix("'s").rstrip(".,")
    return "" if _MONTHS_AND_DAYS.match(shown) else shown
