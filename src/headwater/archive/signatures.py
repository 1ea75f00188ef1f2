"""Where a signature begins: at a delimiter, or at contact details, disclaimers and the name above them.

Of what no delimiter announces, looked at are the last paragraphs of what somebody wrote. Nothing is a signature that leaves no words before it.
"""

from __future__ import annotations

import re

from headwater.archive.markers import Line
from headwater.base.spans import Span, trimmed

LOOKED_AT = 6_000
"""Code points at the end of a part in which its signature is looked for; disclaimers are long."""

LONGEST = 90
"""Code points of a line in a block of contact details; longer lines are prose."""

MOST_LINES = 12
"""Lines of a block of contact details."""

_BLANK = re.compile(r"\n[ \t\r>\u00a0]*\n")
_CONTACT = re.compile(
    r"(?:^|[\s(|])(?:\+\d{1,3}[\s.-]|\(?\d{2,5}\)?[\s./-]\d{2,4}[\s./-]?\d{2,4}|\d{3}-\d{4}\b)"
    r"|\b(?:tel|phone|fax|cell|mobile|mob|direct line|office|skype|telefon|teléfono|téléphone|m|t|p|f|w)\.?\s?:\s?\S"
    r"|[\w.+-]{1,60}@[\w-]{1,60}\.\w|\bwww\.\w|https?://|\bvia mobile\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|@")
_DISCLAIMER = re.compile(
    r"\b(?:confidential|privileged|intended|recipient|addressee|in error|delete|prohibited|unauthori[sz]ed|disclos|liability"
    r"|before printing|virus|vertraulich|empfänger|irrtümlich|confidencial|destinatari|confidentiel)",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"(?:this|the information in this|the contents of this|diese|este|ce|cet)\s(?:e-?mail|message|communication|transmission"
    r"|mensaje|correo|nachricht|courriel)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"\b(?:e-?mail|message|communication|transmission|attachments?|mensaje|correo|nachricht|courriel)\b",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"(?:(?:many |with |kind |best |warm )*(?:regards|wishes|thanks)|thank you|thanks|best|cheers|yours|sincerely|all the best"
    r"|love|respectfully|cordially|saludos|un saludo|atentamente|cordialement|bien à vous|salutations"
    r"|mit freundlichen grüßen|viele grüße|beste grüße|mfg)\b"
    r"(?:\s(?:again|all|so much|very much|a lot|in advance|truly|faithfully|sincerely))?[\s,.!–-]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_*=~#–—\s]{4,}$")
_DASHED_NAME = re.compile(r"(?:[-–—]|—\s)[A-ZÀ-Þ][\w.'-]{1,30}(?:\s[A-ZÀ-Þ][\w.'-]{0,30}){0,2}$")
_BETWEEN = re.compile(r"[\s,|&()/–—-]+")
_SMALL = frozenset("van von de da del of the and for to".split())
_DELIMITER = re.compile(
    r"--\s?$|__{2,}\s?$|\s{0,12}(?:sent (?:from|via|by) (?:my|yahoo|outlook|mail|blackberry|gmail|iphone|samsung|proton)"
    r"|get outlook for|enviado desde mi|envoyé de mon|von meinem|gesendet von mein)[^,]{0,45}$",
    re.IGNORECASE,
)


def is_signature(line: Line, text: str) -> bool:
    """Whether a signature begins with this line."""
    return not line.blank() and bool(_DELIMITER.match(line.words(text)))


def signature_start(text: str, within: Span) -> int | None:
    """Where the signature at the end of ``within`` begins, in code points of ``text``; None where there is none."""
    paragraphs = _paragraphs(text, within)
    first = len(paragraphs)
    contact = False
    while first > 1 and (
        found := _is_contact(text, paragraphs[first - 1]) or _is_rule(text, paragraphs[first - 1])
    ):
        first -= 1
        contact = contact or found
    if contact:
        first = _above(text, paragraphs, first)
    elif (
        first > 1
        and _is_name(text, paragraphs[first - 1])
        and _closing(text, paragraphs[first - 2], named=True)
    ):
        first -= 1
    if not paragraphs:
        return None
    closing = _closing(text, paragraphs[first - 1], named=first < len(paragraphs))
    if closing is not None and (first > 1 or closing > _lines(text, paragraphs[0])[0].start):
        return closing
    return paragraphs[first].start if first < len(paragraphs) else None


def _above(text: str, paragraphs: list[Span], first: int) -> int:
    """Names and titles above contact details belong to them, and what stands under a rule a few lines up."""
    while first > 1 and _is_name(text, paragraphs[first - 1]):
        first -= 1
    for back in range(first - 1, max(0, first - 6), -1):
        if _is_rule(text, paragraphs[back]):
            return back
        if len(paragraphs[back]) > LONGEST or _is_sentence(paragraphs[back].of(text)):
            break
    return first


def _paragraphs(text: str, within: Span) -> list[Span]:
    at = max(within.start, within.end - LOOKED_AT)
    out = []
    for match in _BLANK.finditer(text, at, within.end):
        if match.start() > at and (span := trimmed(text, at, match.start())):
            out.append(span)
        at = match.end()
    last = trimmed(text, at, within.end)
    return [span for span in [*out, *([last] if last else [])] if span.of(text).strip("> \t\r\n")]


def _lines(text: str, paragraph: Span) -> list[Span]:
    """The lines of a paragraph without quotation prefixes."""
    out = []
    at = paragraph.start
    for line in paragraph.of(text).split("\n"):
        bare = line.lstrip("> \t")
        start = at + len(line) - len(bare)
        if span := trimmed(text, start, at + len(line)):
            out.append(span)
        at += len(line) + 1
    return out


def _is_contact(text: str, paragraph: Span) -> bool:
    """Whether a paragraph is a disclaimer, or lines with contact details among them and no sentence."""
    words = paragraph.of(text)
    about = _ABOUT_ITSELF.search(words) is not None
    if len(_DISCLAIMER.findall(words)) >= 2 - about and (about or _MAIL.search(words)):
        return True
    lines = [line.of(text) for line in _lines(text, paragraph)]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        return False
    return bool(_CONTACT.search(words)) and not any(_is_sentence(line) for line in lines)


def _is_sentence(line: str) -> bool:
    """Whether a line goes on like prose, more than a few words and most of them small, or ends like it."""
    words = re.findall(r"[^\W\d_]{2,}", line)
    small = sum(word[0].islower() for word in words)
    least = 6 if _ADDRESS.search(line) else 4
    return (len(words) > least and small * 2 > len(words)) or (len(words) == least and line[-1] in ".?!")


def _is_rule(text: str, paragraph: Span) -> bool:
    return _RULE.match(paragraph.of(text)) is not None


def _is_name(text: str, paragraph: Span) -> bool:
    """Whether a paragraph is a name with at most a few titles, each on a short line."""
    lines = [line.of(text) for line in _lines(text, paragraph)]
    return len(lines) <= 4 and all(
        len(line) <= 60
        and line[-1] not in ".?!:;,"
        and all(not word or word[0].isupper() or word in _SMALL for word in _BETWEEN.split(line))
        for line in lines
    )


def _closing(text: str, paragraph: Span, *, named: bool) -> int | None:
    """Where a paragraph's last lines are a valediction with a name under it, or a name after a dash.

    ``named`` says that the name stands in the next paragraph.
    """
    lines = _lines(text, paragraph)
    for n in range(max(0, len(lines) - 4), len(lines) - (not named)):
        short = all(len(after) <= 60 for after in lines[n:])
        if short and _VALEDICTION.match(lines[n].of(text)):
            return lines[n].start
    return lines[-1].start if lines and _DASHED_NAME.match(lines[-1].of(text)) else None
