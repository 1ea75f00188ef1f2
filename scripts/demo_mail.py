"""From the readable sources of the demo's mails to the bytes of messages.

A source file holds mails, each from a line ``=== KEY`` on: fields (``name: value``), a line ``--``, the text, and
perhaps a line ``--html`` with an HTML body. Fields are from, to, cc, bcc, date (ISO 8601 with offset), subject, agent,
parent (the mail answered or forwarded), in (places: mbox, maildir:new, loose:NAME, zip:PATH, tar:PATH), charset, label
(the charset that the mail claims), encoding, html (only | alternative), wrap, attach (NAME TYPE), carry (a mail
attached as message/rfc822), sign, nodate. A line ``@quote KEY STYLE`` or ``@forward KEY STYLE`` stands for that mail's
text as a mail program would put it there.

MIME is written here and not by the standard library, because its folding differs between versions of Python and the
bytes have to be the same everywhere.
"""

from __future__ import annotations

import base64
import hashlib
import quopri
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

Person = tuple[str, str]
"""Name and address."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIAS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
_MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as written in the sources; ``text`` is as it stands there, macros not yet replaced."""

    key: str
    fields: Mapping[str, str]
    text: str
    html: str

    @property
    def date(self) -> datetime:
        """When it was sent, with its offset."""
        return datetime.fromisoformat(self.fields["date"])


class Mailroom:
    """All mails and people of the demo, and the messages made of them (bytes with LF line ends)."""

    def __init__(self, sources: Path) -> None:
        """Read ``people.toml``, ``mail/*.txt`` and the attachments below ``sources``."""
        people = tomllib.loads((sources / "people.toml").read_text(encoding="utf-8"))
        self.people: dict[str, Person] = {key: (name, address) for key, (name, address) in people.items()}
        self.attachments = sources / "attachments"
        self.mails: dict[str, Mail] = {}
        for path in sorted((sources / "mail").glob("*.txt")):
            for mail in _parse(path.read_text(encoding="utf-8")):
                self.mails[mail.key] = mail

    def message_id(self, key: str) -> str:
        """The Message-ID of a mail, without angle brackets."""
        mail = self.mails[key]
        domain = self._person(mail.fields["from"])[1].partition("@")[2]
        return f"{mail.date:%Y%m%d}.{key}@{domain}"

    def sender(self, key: str) -> Person:
        """Who wrote a mail."""
        return self._person(self.mails[key].fields["from"])

    def text(self, key: str) -> str:
        """The plain text of a mail with everything that it quotes or forwards."""
        mail = self.mails[key]
        width = 72 if "wrap" in mail.fields else 0
        lines: list[str] = []
        for line in mail.text.split("\n"):
            if line.startswith(("@quote ", "@forward ")):
                macro, other, style = line.split()
                lines += self._quote(other, style) if macro == "@quote" else self._forward(other, style)
            else:
                lines += _wrapped(line, width)
        return "\n".join(lines) + "\n"

    def message(self, key: str) -> bytes:
        """The whole message, unsigned, with LF line ends."""
        headers, body = self._body(self.mails[key])
        return "\n".join([*self._envelope(key), *headers]).encode("ascii") + b"\n\n" + body

    def _person(self, key: str) -> Person:
        return self.people[key.strip()]

    def _quote(self, key: str, style: str) -> list[str]:
        (name, address), date = self.sender(key), self.mails[key].date
        intro = {
            "gmail": f"On {_DAYS[date.weekday()]}, {date.day} {_MONTHS[date.month - 1]} {date.year} at {date:%H:%M},"
            f" {name} <{address}> wrote:",
            "apple": f"On {date.day} {_MONTHS[date.month - 1]} {date.year}, at {date:%H:%M}, {name} <{address}> wrote:",
            "terse": f"{name} wrote:",
            "german": f"Am {date:%d.%m.%Y} um {date:%H:%M} schrieb {name}:",
            "spanish": f"El {_DIAS[date.weekday()]}, {date.day} {_MESES[date.month - 1]} {date.year} a las {date:%H:%M},"
            f" {name} (<{address}>) escribió:",
        }[style]
        return [intro, "", *_prefixed(self.text(key), ">" if style == "terse" else "> ", 72)]

    def _forward(self, key: str, style: str) -> list[str]:
        mail, date = self.mails[key], self.mails[key].date
        name, address = self.sender(key)
        to_name, to_address = self._person(mail.fields["to"].split(",")[0])
        subject = mail.fields["subject"]
        body = self.text(key)
        long_date = f"{_DAYS[date.weekday()]}, {date.day} {_MONTHS[date.month - 1]} {date.year}"
        if style == "outlook":
            head = [
                "-----Original Message-----",
                f"From: {name} [mailto:{address}]",
                f"Sent: {long_date} {date:%H:%M}",
            ]
            return [*head, f"To: {to_name}", f"Subject: {subject}", "", *body.rstrip("\n").split("\n")]
        if style == "apple":
            head = [
                f"From: {name} <{address}>",
                f"Subject: {subject}",
                f"Date: {long_date} at {date:%H:%M:%S}",
            ]
            head.append(f"To: {to_name} <{to_address}>")
            return ["Begin forwarded message:", "", *_prefixed("\n".join([*head, "", body]), "> ", 0)]
        if style == "spanish":
            day = (
                f"{_DIAS[date.weekday()]}, {date.day} {_MESES[date.month - 1]} {date.year} a las {date:%H:%M}"
            )
            head = [
                f"De: {name} <{address}>",
                f"Fecha: {day}",
                f"Asunto: {subject}",
                f"Para: {to_name} <{to_address}>",
            ]
            return ["---------- Mensaje reenviado ---------", *head, "", *body.rstrip("\n").split("\n")]
        head = [f"From: {name} <{address}>", f"Date: {long_date} at {date:%H:%M}", f"Subject: {subject}"]
        head.append(f"To: {to_name} <{to_address}>")
        return ["---------- Forwarded message ---------", *head, "", "", *body.rstrip("\n").split("\n")]

    def _envelope(self, key: str) -> list[str]:
        mail = self.mails[key]
        fields, charset = mail.fields, mail.fields.get("label", mail.fields.get("charset", "utf-8"))
        domain = self.sender(key)[1].partition("@")[2]
        arrival = _rfc5322(mail.date + timedelta(seconds=4))
        lines = [
            f"Received: from out.{domain} by mx.tidewrack.example with ESMTPS id {_digest(key, 10)};\n\t{arrival}"
        ]
        for role in ("from", "to", "cc", "bcc"):
            if role in fields:
                listed = [_mailbox(self._person(who), charset) for who in fields[role].split(",")]
                lines.append(f"{role.title()}: " + ",\n ".join(listed))
        lines.append("Subject: " + _encoded(fields["subject"], charset))
        if "nodate" not in fields:
            lines.append("Date: " + _rfc5322(mail.date))
        lines.append(f"Message-ID: <{self.message_id(key)}>")
        if "parent" in fields:
            lines += self._threading(fields["parent"])
        return [*lines, f"X-Mailer: {fields['agent']}", "MIME-Version: 1.0"]

    def _threading(self, parent: str) -> list[str]:
        ancestors = [parent]
        while "parent" in self.mails[ancestors[0]].fields:
            ancestors.insert(0, self.mails[ancestors[0]].fields["parent"])
        references = "\n ".join(f"<{self.message_id(key)}>" for key in ancestors)
        return [f"In-Reply-To: <{self.message_id(parent)}>", f"References: {references}"]

    def _body(self, mail: Mail) -> tuple[list[str], bytes]:
        text = self.text(mail.key)
        if mail.fields.get("html") == "only":
            body = _part("text/html", mail.html, mail.fields)
        elif mail.fields.get("html") == "alternative":
            parts = [
                _part("text/plain", text, mail.fields),
                _part("text/html", mail.html or _as_html(text), mail.fields),
            ]
            body = _multipart("alternative", _digest(mail.key + " alternative", 16), parts)
        else:
            body = _part("text/plain", text, mail.fields)
        if "attach" in mail.fields:
            name, media = mail.fields["attach"].split()
            body = _multipart("mixed", _digest(mail.key + " mixed", 16), [body, self._attached(name, media)])
        if "carry" in mail.fields:
            carried = (["Content-Type: message/rfc822"], self.message(mail.fields["carry"]))
            body = _multipart("mixed", _digest(mail.key + " mixed", 16), [body, carried])
        return body

    def _attached(self, name: str, media: str) -> tuple[list[str], bytes]:
        path = self.attachments / name
        is_text = media.startswith("text/")
        data = path.read_text(encoding="utf-8").encode("utf-8") if is_text else path.read_bytes()
        headers = [
            f"Content-Type: {media}; " + ("charset=utf-8; " if is_text else "") + f'name="{name}"',
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{name}"',
        ]
        return headers, base64.encodebytes(data)


def _parse(source: str) -> Iterator[Mail]:
    for block in source.split("=== ")[1:]:
        head, _, rest = block.partition("\n--")
        key, *rows = head.splitlines()
        fields = dict(row.split(": ", 1) for row in rows)
        text, html = "", rest
        if not rest.startswith("html\n"):
            text, _, html = rest.partition("\n--html\n")
        yield Mail(key, fields, text.strip("\n"), html.removeprefix("html\n").strip("\n"))


def _digest(word: str, length: int) -> str:
    return hashlib.sha256(word.encode("utf-8")).hexdigest()[:length]


def _rfc5322(date: datetime) -> str:
    return f"{_DAYS[date.weekday()]}, {date.day:02} {_MONTHS[date.month - 1]} {date:%Y %H:%M:%S %z}"


def _mailbox(person: Person, charset: str) -> str:
    return f"{_encoded(person[0], charset)} <{person[1]}>"


def _encoded(words: str, charset: str) -> str:
    """RFC 2047: Q for ISO-8859-1 and B for all else, in words of at most 20 characters."""
    if words.isascii():
        return words
    made = []
    for start in range(0, len(words), 20):
        data = words[start : start + 20].encode(charset)
        if charset == "iso-8859-1":
            made.append(f"=?{charset}?Q?" + "".join(_q(byte) for byte in data) + "?=")
        else:
            made.append(f"=?{charset}?B?{base64.b64encode(data).decode('ascii')}?=")
    return "\n ".join(made)


def _q(byte: int) -> str:
    character = chr(byte)
    if character == " ":
        return "_"
    return character if byte < 128 and character.isalnum() else f"={byte:02X}"


def _wrapped(line: str, width: int) -> list[str]:
    if not width or not line:
        return [line]
    indent = "   " if line[:2] in ("1.", "2.", "3.") else ""
    return textwrap.wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _prefixed(text: str, prefix: str, width: int) -> list[str]:
    lines = [part for line in text.rstrip("\n").split("\n") for part in _wrapped(line, width)]
    return [(prefix + line).rstrip() for line in lines]


def _as_html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    paragraphs = [f"<p>{block.replace(chr(10), '<br>')}</p>" for block in escaped.strip("\n").split("\n\n")]
    return "<html><body>\n" + "\n".join(paragraphs) + "\n</body></html>"


def _part(media: str, text: str, fields: Mapping[str, str]) -> tuple[list[str], bytes]:
    charset = fields.get("charset", "us-ascii" if text.isascii() else "utf-8")
    data = (text.rstrip("\n") + "\n").encode(charset)
    encoding = fields.get("encoding", "7bit" if data.isascii() else "8bit")
    if encoding == "quoted-printable":
        data = quopri.encodestring(data)
    elif encoding == "base64":
        data = base64.encodebytes(data)
    label = fields.get("label", charset)
    return [f"Content-Type: {media}; charset={label}", f"Content-Transfer-Encoding: {encoding}"], data


def _multipart(kind: str, mark: str, parts: list[tuple[list[str], bytes]]) -> tuple[list[str], bytes]:
    boundary = f"=_{kind}_{mark}"
    body = b""
    for headers, data in parts:
        body += (
            f"--{boundary}\n".encode("ascii") + "\n".join(headers).encode("ascii") + b"\n\n" + data + b"\n"
        )
    return [f'Content-Type: multipart/{kind}; boundary="{boundary}"'], body + f"--{boundary}--\n".encode(
        "ascii"
    )
