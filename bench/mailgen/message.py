"""One message: its shape, its parts, its headers, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailgen import damage, dates
from mailgen.attach import KINDS, Cupboard, Part
from mailgen.damage import Damage
from mailgen.draw import Draw, Weighted
from mailgen.encoding import encode_text
from mailgen.envelope import Facts, header_block
from mailgen.html import to_html
from mailgen.languages import LANGUAGES
from mailgen.quoting import Quoted
from mailgen.records import Attached, Item, Spec
from mailgen.tongues import Tongue

PLAIN, ALTERNATIVE, HTML_ONLY = "plain", "alternative", "html-only"

_HTML_ONLY_SHARE = 0.25  # of the messages with HTML
_CRLF_SHARE = 0.03
_NO_DATE_SHARE, _BROKEN_DATE_SHARE, _ODD_DATE_SHARE, _NO_ID_SHARE = 0.004, 0.006, 0.03, 0.004
_FORWARDED_BYTES = 20_000  # the largest message that is attached to another

_ENCODINGS = {
    language.code: Weighted(
        [option[:2] for option in language.encodings], [option[2] for option in language.encodings]
    )
    for language in LANGUAGES
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a message is made of: ``body`` is plain, alternative or html-only; ``damage`` None for a sound one.

    ``charset`` and ``transfer`` are for its text; ``attachments`` are kinds; ``crlf`` ends its lines in CRLF.
    """

    body: str
    charset: str
    transfer: str
    attachments: tuple[str, ...]
    crlf: bool
    damage: Damage | None

    @property
    def needs_accents(self) -> bool:
        """Whether its text must not be ASCII alone, for a wrong charset to be wrong."""
        return self.damage is not None and self.damage.kind == damage.WRONG_CHARSET


@dataclass(frozen=True, slots=True)
class Built:
    """A message's bytes, with the charset really used, and its attachments."""

    raw: bytes
    charset: str
    attached: tuple[Attached, ...]


def shape(spec: Spec, language: str, draw: Draw) -> Shape:
    """The make-up of one message, in the shares that ``spec`` asks for."""
    broken = draw.pick(damage.KINDS) if draw.chance(spec.damaged) else None
    body = PLAIN
    if draw.chance(spec.html) and not (broken and broken.plain):
        body = HTML_ONLY if draw.chance(_HTML_ONLY_SHARE) else ALTERNATIVE
    charset, transfer = _ENCODINGS[language].pick(draw)
    if broken and broken.transfer and transfer != broken.transfer:
        charset, transfer = ("utf-8" if charset == "us-ascii" else charset), broken.transfer
    kinds = tuple(_attachment_kinds(spec, broken, draw))
    return Shape(body, charset, transfer, kinds, draw.chance(_CRLF_SHARE) and "message" not in kinds, broken)


def _attachment_kinds(spec: Spec, broken: Damage | None, draw: Draw) -> Iterator[str]:
    if broken and broken.attachment is not None:
        if broken.attachment:
            yield broken.attachment
        return
    if draw.chance(spec.attachments):
        yield KINDS.pick(draw)
        while draw.chance(0.2):
            yield KINDS.pick(draw)


def date_header(seconds: int, zone: int, draw: Draw) -> tuple[str | None, str]:
    """What stands in the Date header (None: no header), and the name of what is wrong with it ("" if nothing)."""
    roll = draw.random()
    if roll >= _NO_DATE_SHARE + _BROKEN_DATE_SHARE + _ODD_DATE_SHARE:
        return dates.header(seconds, zone), ""
    if roll < _NO_DATE_SHARE:
        return None, "missing-date"
    if roll < _NO_DATE_SHARE + _BROKEN_DATE_SHARE:
        return dates.broken(draw), "broken-date"
    return dates.odd(seconds, draw), "odd-date"


def lacks_id(draw: Draw) -> bool:
    """Whether a message has no Message-ID."""
    return draw.chance(_NO_ID_SHARE)


class Press:
    """Puts messages together."""

    __slots__ = ("_cupboard", "_draw")

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._cupboard = Cupboard(draw)

    def build(
        self,
        form: Shape,
        facts: Facts,
        text: Quoted,
        tongue: Tongue,
        words: list[str],
        earlier: list[Item],
        mark: str,
    ) -> Built:
        """The message of this ``form`` that says ``facts`` in its headers and ``text`` in its body.

        ``words`` are for its attachments, in order; ``earlier`` messages may be attached; ``mark`` makes its
        boundaries its own.
        """
        part, charset = self._body(form, text, mark)
        made = [
            self._attachment(form, kind, tongue, word, earlier)
            for kind, word in zip(form.attachments, words, strict=True)
        ]
        if made:
            part = _multipart("mixed", f"----=_Mixed_{mark}", [part, *[extra for _, extra in made]])
        head = header_block(facts, self._draw) + part.headers + "\n\n"
        raw = b"%b%b\n" % (head.encode("ascii"), part.body)
        attached = [account for account, _ in made]
        if form.damage:
            raw = form.damage.strike(raw, self._draw)
            if form.damage.hides:
                attached = [replace(account, sha256=None, members=()) for account in attached]
        return Built(raw.replace(b"\n", b"\r\n") if form.crlf else raw, charset, tuple(attached))

    def _body(self, form: Shape, text: Quoted, mark: str) -> tuple[Part, str]:
        """The text as the shape wants it, with the charset that was used."""
        plain, charset = self._text("plain", text.text, form)
        if form.body == PLAIN:
            return plain, charset
        html, charset = self._text("html", to_html(text.own, text.quoted, self._draw), form)
        if form.body == HTML_ONLY:
            return html, charset
        return _multipart("alternative", f"----=_Alt_{mark}", [plain, html]), charset

    def _text(self, subtype: str, text: str, form: Shape) -> tuple[Part, str]:
        encoded = encode_text(text, form.charset, form.transfer)
        charset = encoded.charset
        if form.needs_accents:
            charset = damage.wrong_charset(charset, self._draw)
        headers = f'Content-Type: text/{subtype}; charset="{charset}"\nContent-Transfer-Encoding: {encoded.transfer}'
        return Part(headers, encoded.body), encoded.charset

    def _attachment(
        self, form: Shape, kind: str, tongue: Tongue, word: str, earlier: list[Item]
    ) -> tuple[Attached, Part]:
        if kind == "message":
            small = [item for item in earlier[-8:] if len(item.raw) < _FORWARDED_BYTES and not item.damage]
            small = [item for item in small if "crlf" not in item.traits]
            if small:
                return self._cupboard.message(self._draw.pick(small), f"{tongue.name(self._draw)}.eml")
            kind = "text"
        return self._cupboard.make(kind, tongue, word, plain=not form.crlf)


def _multipart(subtype: str, boundary: str, parts: list[Part]) -> Part:
    opening = f"--{boundary}\n"
    body = b"".join(
        [b"%b\n\n%b\n" % ((opening + part.headers).encode("ascii"), part.body) for part in parts],
    )
    headers = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    return Part(headers, b"%b--%b--" % (body, boundary.encode("ascii")))
