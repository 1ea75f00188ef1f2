"""How mail programs introduce a quoted or forwarded message: the markers, and what they say of it.

Known are lines such as "On <date>, <name> wrote:", rules such as "-----Original Message-----" and "Forwarded by",
and blocks of headers ("From: / Sent: / To: / Subject:"), as the common clients write them in English, Spanish, French,
German, Portuguese, Italian, Dutch and Russian, and as they come back from a scan (colons lost, dashes thinned out).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from headwater.base.spans import Span, trimmed

LONGEST_LINE = 400
"""Code points of a line that are looked at; markers are short."""

KEYS = {
    "from": "from von de da van expéditeur expediteur remitente absender mittente afzender от",
    "date": "sent date gesendet datum enviado fecha envoyé data verzonden inviato enviada дата отправлено",
    "to": "to an para à a aan destinataire destinatario кому",
    "cc": "cc bcc copia kopie copie cc'd копия",
    "subject": "subject betreff asunto objet assunto oggetto onderwerp re sujet тема",
}
_ROLE = {word: role for role, words in KEYS.items() for word in words.split()}
_HEADER = re.compile(
    r"[*\s]{0,40}([A-Za-zÀ-ÿА-яёЁ']{1,12})(?:\s(?:el|em|il|op|am|le|d'envoi|кого))?\*?(?:\s?:\*?|\s?[-.](?=\s)|(?=\s{4})|\s*$)[ \t]*\*?"
)
_KEY = re.compile(r"[^\W\d_]{1,12}(?:\s[^\W\d_]{1,12})?")
_FIELD = re.compile(r"[A-Z][A-Za-z]{0,20}(?:-[A-Za-z]{1,20}){0,4}:(?:\s|$)")
_ORIGINAL = re.compile(
    r"[\s—–-]{0,60}(?:original message|ursprüngliche nachricht|mensaje original|message d'origine|message original"
    r"|mensagem original|messaggio originale|oorspronkelijk bericht|исходное сообщение)[\s—–.-]{0,60}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"[\s—–_-]{0,60}(?:begin forwarded message|forwarded message|forwarded by|anfang der weitergeleiteten nachricht"
    r"|weitergeleitete nachricht|mensaje reenviado|inicio del mensaje reenviado|message transféré|message transmis"
    r"|début du message transféré|début du message réexpédié|mensagem encaminhada|messaggio inoltrato"
    r"|doorgestuurd bericht|пересылаемое сообщение)\b",
    re.IGNORECASE,
)
_OPENERS = re.compile(r"(?:-{2,5}\s)?(?:on|el|le|am|em|il|op|den|a)\s|-{2,5}\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(wrote|writes|a écrit|escribió|escribio|ha escrito|schrieb|escreveu|ha scritto|schreef|написала?)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\d{1,2}[:.hH]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?[+-]\d{4})?(?:\s?\([A-Z]{2,5}\))?"
    r"(?:\s(?:UTC|GMT|MSK|IST|JST|BST|[ECMP][SD]T|W?E?CES?T|A?E[SD]T)(?:[+-]\d{1,4})?\b)?"
)
_DIGEST_RULE = re.compile(r"-{28,80}\s*$")
_DIGEST_NUMBER = re.compile(r"Message: \d{1,4}\s*$")
_DIGEST_END = re.compile(r"Subject: Digest Footer|End of .{1,80} Digest|_{30,}\s*$")
_DATE = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{4}-\d\d-\d\d|\b(?:19|20)\d\d\b(?!@)"
    r"|\b\d{1,2}\.? (?:de )?[A-Za-zÀ-ÿ]{3,10}\.?(?: (?:de )?\d{4})?"
)
_DAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado"
    r"|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:segunda|terça|quarta|quinta|sexta)-feira|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato"
    r"|domenica|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\b\.?(?:,?\s[A-Za-zÀ-ÿ]{3,10}\.?\s\d{1,2}\b)?"
    r"|[A-Za-zÀ-ÿ]{3,10}\.?\s\d{1,2}\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"<[^<>\s]{1,200}>|\[mailto:[^\]\s]{1,200}\]|\([^()\s]{1,100}@[^()\s]{1,100}\)|\[[^\[\]\s]{1,100}@[^\[\]\s]{1,100}\]?"
)
_SAYING_WHO = re.compile(r"[\s,;>-]*(?:(?:from|by|von|de|от|пользователь)\s)?[\s,;>-]*", re.IGNORECASE)
_NOTES = re.compile(
    r"(?:From:\s*)?(\S.{0,120}?)(?:\s+on\s+|\s{3,})(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+\d{1,2}:\d\d.{0,12})$"
)
_STAMP = re.compile(
    r"\s*(?:Sent by:.{0,80}\s)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?\s?[AP]?M?)\s*$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``start`` of its words after ``depth`` quotation prefixes ("> "), ``end`` before the newline."""

    begin: int
    start: int
    end: int
    depth: int

    def words(self, text: str) -> str:
        """The line without its prefixes, at most ``LONGEST_LINE`` code points."""
        return text[self.start : min(self.end, self.start + LONGEST_LINE)]

    def blank(self) -> bool:
        """Whether nothing stands on the line but prefixes and white space."""
        return self.start >= self.end


@dataclass(frozen=True, slots=True)
class Introduction:
    """What introduces a part: ``lines`` used up, and what they say. Dates and names are as written; ``cue`` is the word
    that makes the writer one ("wrote", "From"). ``ruled``: there is more than a block of headers.

    ``item`` marks a message of a digest, or with no ``headers`` the lines that end a digest.
    """

    lines: int
    forwarded: bool = False
    writer: Span | None = None
    cue: Span | None = None
    date: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = field(default=())
    headers: bool = False
    item: bool = False
    ruled: bool = False


def introduction(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """The introduction that begins at line ``at``, if one does."""
    line = lines[at]
    if line.blank():
        return None
    words = line.words(text)
    if _ORIGINAL.match(words) or _FORWARD.match(words):
        return _ruled(lines, at, text)
    if _DIGEST_RULE.match(words):
        return _digest(lines, at, text)
    return _headers(lines, at, text, least=3) or _notes(lines, at, text) or _wrote(lines, at, text)


def _ruled(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """A rule, and the headers after it. Without headers only an unmistakable rule counts."""
    line = lines[at]
    words = line.words(text)
    forwarded = _FORWARD.match(words) is not None
    cue = trimmed(text, *_bare(text, line.start, line.start + len(words)))
    used = 1
    if forwarded and "by" in words.lower() and not words.rstrip().endswith("-"):
        ends = (
            n for n in range(at + 1, min(len(lines), at + 3)) if lines[n].words(text).rstrip().endswith("-")
        )
        used = next(ends, at) - at + 1
    unmistakable = words.lstrip().startswith("--") or words.rstrip().endswith(":")
    least = 1 if unmistakable else 2
    following, headers = _ruled_headers(lines, at + used, line.depth, text, least, forwarded)
    if headers is None:
        return Introduction(used, forwarded, cue=cue, ruled=True) if unmistakable else None
    return Introduction(
        following - at + headers.lines,
        forwarded,
        headers.writer,
        headers.cue if headers.writer else cue,
        headers.date,
        headers.subject,
        headers.recipients,
        True,
        ruled=True,
    )


def _ruled_headers(
    lines: Sequence[Line], at: int, depth: int, text: str, least: int, letterhead: bool
) -> tuple[int, Introduction | None]:
    """The headers under a rule and the line where they begin: at once, or under a ``letterhead`` of two short lines."""
    following = _skip_blank(lines, at)
    for above in range(3 if letterhead else 1):
        if following >= len(lines) or lines[following].depth != depth:
            break
        headers = _headers(lines, following, text, least=2 if above else least) or _notes(
            lines, following, text
        )
        if headers is not None:
            return following, headers
        if len(lines[following].words(text)) > 60:
            break
        following = _skip_blank(lines, following + 1)
    return following, None


def _digest(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """A rule between the messages of a digest (RFC 1153), with the number and the headers of the next; or the last."""
    following = _skip_blank(lines, at + 1)
    if following >= len(lines):
        return None
    if _DIGEST_END.match(lines[following].words(text)):
        return Introduction(1, item=True)
    if _DIGEST_NUMBER.match(lines[following].words(text)):
        following = _skip_blank(lines, following + 1)
    headers = _headers(lines, following, text, least=3) if following < len(lines) else None
    if headers is None or lines[following].depth != lines[at].depth:
        return None
    return replace(headers, lines=following - at + headers.lines, item=True)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """``start..end`` without dashes and colons at the ends."""
    while start < end and text[start] in "-—–_ \t":
        start += 1
    while end > start and text[end - 1] in "-—–_ \t:.":
        end -= 1
    return start, end


def _skip_blank(lines: Sequence[Line], at: int) -> int:
    stop = min(len(lines), at + 4)
    while at < stop and lines[at].blank():
        at += 1
    return at


def _header(line: Line, text: str) -> tuple[str, Span | None] | None:
    """The role and value of a header line; the value is None where it is empty."""
    words = line.words(text)
    match = _HEADER.match(words)
    role = _ROLE.get(match[1].lower()) if match else None
    if match and match[1][0].islower() and role != "cc":
        role = None
    if match is None or role is None:
        return None
    return role, trimmed(text, line.start + match.end(), line.start + len(words))


def _headers(lines: Sequence[Line], at: int, text: str, least: int) -> Introduction | None:
    """A block of at least ``least`` different headers, From among them."""
    if _header(lines[at], text) is None and not (at == 0 and _FIELD.match(lines[at].words(text))):
        return None
    found, last = _block(lines, at, text)
    if "from" not in found or len(found) < least:
        return None
    return _from_headers(found, last - at + 1, text)


def _block(lines: Sequence[Line], at: int, text: str) -> tuple[dict[str, Span | None], int]:
    """The headers from line ``at`` on, each role once, and the last line that belongs to them."""
    found: dict[str, Span | None] = {}
    last = at - 1
    for after in range(at, min(len(lines), at + 60)):
        line = lines[after]
        if line.depth != lines[at].depth:
            break
        if line.blank():
            if "subject" in found or after - last > 3:
                break
            continue
        header = _header(line, text)
        if header is not None and header[0] not in found:
            found[header[0]] = header[1]
            last = after
        elif last == after - 1 and header is None and _FIELD.match(line.words(text)):
            last = after  # another header of a message in full
        elif header is not None or lines[after - 1].blank() or not _goes_on(line, text, after - last):
            break
    return found, last


def _goes_on(line: Line, text: str, distance: int) -> bool:
    """Whether a line inside a block of headers goes on with the value before: indented, or more addresses."""
    words = line.words(text)
    return distance < 20 and (words[:1].isspace() or "@" in words or words.rstrip().endswith((";", ",")))


def _from_headers(found: dict[str, Span | None], lines: int, text: str) -> Introduction:
    sender, date, subject = found.get("from"), found.get("date"), found.get("subject")
    recipients = found.get("to")
    dated = date.of(text) if date else ""
    stamped = _NOTES.match(sender.of(text)) if sender and not date else None
    if sender and stamped:
        sender, dated = Span(sender.start, sender.start + len(stamped[1])), stamped[2]
    return Introduction(
        lines=lines,
        writer=name_span(text, sender) if sender else None,
        cue=_key_of(text, sender) if sender else None,
        date=dated,
        subject=subject.of(text) if subject else "",
        recipients=_people(recipients.of(text)) if recipients else (),
        headers=True,
    )


def _key_of(text: str, value: Span) -> Span | None:
    """The key in front of a header's value: "From", "De"; none before a name that stands alone."""
    found = _KEY.search(text, text.rfind("\n", 0, value.start) + 1, value.start)
    return Span(found.start(), found.end()) if found else None


def _people(value: str) -> tuple[str, ...]:
    pieces = re.split(r"[;\t]|,(?=\s*[\w\"'.]+@)|>,", value[:2000])
    return tuple(p for piece in pieces if (p := piece.strip(" ,'\"<>")))


def name_span(text: str, span: Span) -> Span:
    """The display name in a From value, or its address where it has no name."""
    value = span.of(text)
    address = _ADDRESS.search(value)
    cut = value.find(" <") if address is None else address.start()
    name = trimmed(text, span.start, span.start + cut) if cut > 0 else None
    if name is None:
        name = span
    start, end = name.start, name.end
    while start < end - 1 and text[start] in "\"'<[(“‘ ":
        start += 1
    while end > start + 1 and text[end - 1] in "\"'>])”’ ,;[":
        end -= 1
    return Span(start, end)


def _notes(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """Lotus Notes: a name with a date on its line or below it, then To and Subject."""
    line = lines[at]
    words = line.words(text)
    same = _NOTES.match(words.strip())
    used = 1
    if same is not None:
        offset = line.start + words.index(same[1])
        writer, date = Span(offset, offset + len(same[1])), same[2]
    else:
        below = at + 1
        stamp = (
            _STAMP.match(lines[below].words(text))
            if below < len(lines) and not lines[below].blank()
            else None
        )
        whole = trimmed(text, line.start, line.start + len(words))
        if stamp is None or whole is None or len(whole) > 100:
            return None
        writer, date, used = whole, stamp[1], 2
    following = _skip_blank(lines, at + used)
    if following >= len(lines) or lines[following].depth != line.depth:
        return None
    found, last = _block(lines, following, text)
    if "to" not in found:
        return None
    made = _from_headers({**found, "from": writer}, last - at + 1, text)
    return Introduction(made.lines, False, made.writer, None, date, made.subject, made.recipients, True)


def _wrote(lines: Sequence[Line], at: int, text: str) -> Introduction | None:
    """ "On <date>, <name> wrote:" over at most four lines, "<name> wrote:" on one; "<date>, <name> <address>:"."""
    first = lines[at]
    words = first.words(text)
    dated = _OPENERS.match(words) or _DATE.match(words) or _DAY.match(words)
    for used in range(1, 5 if dated else 2):
        if at + used > len(lines) or lines[at + used - 1].blank() or lines[at + used - 1].depth < first.depth:
            return None
        end = lines[at + used - 1].end
        if end - first.start > LONGEST_LINE:
            return None
        whole = text[first.start : end].rstrip()
        if not whole.endswith(":"):
            continue
        verb = _VERB.search(whole)
        if verb is None:
            if dated and _CLOCK.search(whole) and _ADDRESS.match(whole, whole.rfind("<")):
                return _named(text, first.start, whole, None, used)
            continue
        if not _answered(lines, at + used, first.depth) and not _CLOCK.search(whole) and "@" not in whole:
            return None
        return _named(text, first.start, whole, verb, used)
    return None


def _answered(lines: Sequence[Line], at: int, depth: int) -> bool:
    """Whether the next line with words is quoted more deeply."""
    following = _skip_blank(lines, at)
    return following < len(lines) and lines[following].depth > depth


def _named(text: str, start: int, whole: str, verb: re.Match[str] | None, used: int) -> Introduction | None:
    """Name and date from the words around the verb; from all of them where there is none."""
    opener = _OPENERS.match(whole)
    begin = opener.end() if opener else 0
    said, done = verb.span() if verb else (len(whole) - 1, len(whole) - 1)
    head, tail = whole[begin:said], whole[done:-1]
    stamps = [
        m
        for pattern in (_DATE, _CLOCK)
        for m in pattern.finditer(_ADDRESS.sub(lambda m: "~" * len(m[0]), head))
    ]
    day = _DAY.match(head)
    dated = opener or day or (stamps and stamps[0].start() == 0)
    after = max((m.end() for m in [*stamps, *([day] if day else [])]), default=0) if dated else 0
    if head[after:].strip(" ,;-–") and any(c.isalpha() for c in head[after:]):
        name, offset = head[after:], begin + after
    elif tail.strip(" ,"):
        name, offset = tail, done
    else:
        return None
    left = len(filler[0]) if (filler := _SAYING_WHO.match(name)) else 0
    span = trimmed(text, start + offset + left, start + offset + len(name.rstrip(" \t\r\n,")))
    if span is None:
        return None
    cue = Span(start + said, start + done) if verb else None
    date = " ".join(head[:after].split()).strip(" ,")
    return Introduction(used, False, name_span(text, span), cue, date, ruled=True)
