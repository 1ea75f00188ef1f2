"""Dates and bylines as Spanish texts write them."""

from __future__ import annotations

import re
from datetime import date

from headwater.statements.byline import Byline
from headwater.statements.outlets import HEAD

_MONTHS = {
    name: number
    for number, names in enumerate(
        "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre sept sep"
        "|octubre oct|noviembre nov|diciembre dic".split("|"),
        start=1,
    )
    for name in names.split()
}
_WRITTEN = re.compile(
    r"\b(\d{1,2})(?:º|°|ro)? (?:de )?([a-zé]{3,10})\.? (?:de |del )?(?:año )?(\d{4})\b", re.IGNORECASE
)

_CAPS = r"[A-ZÁÉÍÓÚÑÜ][\w.'’-]*"
_NAME = rf"{_CAPS}(?:[ \t]+(?:{_CAPS}|de la|de los|de|del|y)){{0,6}}"
_BY = re.compile(
    rf"(?m)^[ \t]*(?:Por|POR|Texto|Redacción|Crónica de|Reportaje de|Un reportaje de|Por:|Texto:)[ \t]*:?[ \t]+({_NAME})"
    rf"(?:[ \t]*(?:,|\||/|–|—)?[ \t]*(?:para|de)[ \t]+((?:(?:el|la|la revista|el diario|el periódico|el portal)[ \t]+)?{_NAME}))?[ \t]*\.?[ \t]*\r?$"
)
_SPLIT = re.compile(rf"(?m)^[ \t]*({_NAME})[ \t]*[|/][ \t]*({_NAME})[ \t]*\r?$")
_LINE = re.compile(rf"^[ \t]*({_NAME})[ \t]*\r?$")
_DATELINE = re.compile(
    r"(?m)^[ \t]*[A-ZÁÉÍÓÚÑ]{3}[A-ZÁÉÍÓÚÑa-zñáéíóú0-9 .,'’-]{0,50}\(([A-Z][\w .&'’-]{1,40})\)[ \t]*\.?[-–—]"
)
_REPRINT = re.compile(
    rf"(?:[Pp]ublicad[oa] originalmente|[Oo]riginalmente publicad[oa]|[Aa]parecid[oa] originalmente|[Rr]eproducid[oa])"
    rf"[ \t]+(?:en|por|de)[ \t]+((?:[Ee]l[ \t]+|[Ll]a[ \t]+)?{_NAME})"
)
_KIND_OF_OUTLET = re.compile(r"^(?:la revista|el diario|el periódico|el portal|el|la)[ \t]+", re.IGNORECASE)
_OUTLET_WORDS = frozenset(
    """diario revista gaceta faro periódico portal heraldo correo voz mundo país prensa tribuna crónica noticias agencia radio
    semanario observador mercurio nación hora tiempo espectador contraste vanguardia""".split()
)


def day(words: str) -> str | None:
    """The first full date in ``words`` ("21 de agosto de 2030") as ISO 8601; None where there is none."""
    for match in _WRITTEN.finditer(words):
        month = _MONTHS.get(match[2].lower())
        if month is None:
            continue
        try:
            return date(int(match[3]), month, int(match[1])).isoformat()
        except ValueError:
            continue
    return None


def find_byline(text: str) -> Byline:
    """Author and outlets that a Spanish article names as its own, in its usual places."""
    head = text[:HEAD]
    outlets: list[str] = []
    author = ""
    by = next((m for m in _BY.finditer(head) if _is_byline(head, m.start(), m[1])), None)
    split = next((m for m in _SPLIT.finditer(head) if _is_byline(head, m.start(), m[1])), None)
    if by is not None:
        author = " ".join(by[1].split()).rstrip(".")
        outlets.append(
            _KIND_OF_OUTLET.sub("", by[2]) if by[2] and by[2][0].islower() else by[2] or _beside(head, by)
        )
    elif split is not None:
        author, outlet = split[1], split[2]
        if _is_outlet(author) and not _is_outlet(outlet):
            author, outlet = outlet, author
        outlets.append(outlet)
    for pattern, where in ((_REPRINT, text), (_DATELINE, head)):
        found = pattern.search(where)
        if found is not None:
            outlets.append(" ".join(found[1].split()).rstrip(" ."))
    return Byline(tuple(dict.fromkeys(o for o in outlets if o)), author)


def _is_byline(head: str, at: int, name: str) -> bool:
    before = sum(1 for line in head[:at].splitlines() if line.strip())
    return before <= 6 and 2 <= len(name.split()) <= 6


def _is_outlet(name: str) -> bool:
    return any(word.lower() in _OUTLET_WORDS for word in name.split())


def _beside(head: str, by: re.Match[str]) -> str:
    """The outlet on a line of its own: the one after the byline, else the first line of the text."""
    following = [line for line in head[by.end() :].split("\n", 2)[1:2] if line.strip()]
    lines = [line for line in head[: by.start()].splitlines() if line.strip()]
    for line in (*following, *lines[:1]):
        found = _LINE.match(line)
        if found is not None and (_is_outlet(found[1]) or line in following):
            return " ".join(found[1].split())
    return ""
