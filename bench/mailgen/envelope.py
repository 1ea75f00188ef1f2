"""Header blocks as mail programs and the servers on the way write them."""

from __future__ import annotations

from dataclasses import dataclass

from mailgen import dates
from mailgen.draw import Draw
from mailgen.encoding import encoded_words
from mailgen.people import Person

_HEX = "0123456789abcdef"
_REFERENCES_KEPT = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """What the headers of a message say. ``date`` and ``message_id`` are None where the header is missing.

    ``charset`` is the one that words of the subject are encoded in; ``seconds`` is when servers passed it on.
    """

    writer: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    date: str | None
    seconds: int
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    charset: str


def header_block(facts: Facts, draw: Draw) -> str:
    """Header lines in ASCII, each ended, without those about the content and without the empty line."""
    lines = [f"Return-Path: <{facts.writer.address}>", *_received(facts, draw)]
    lines.append(f"From: {facts.writer.written(draw)}")
    lines.append("To: " + ",\n\t".join([person.written(draw) for person in facts.to]))
    if facts.cc:
        lines.append("Cc: " + ",\n\t".join([person.written(draw) for person in facts.cc]))
    subject = facts.subject
    lines.append(f"Subject: {subject if subject.isascii() else encoded_words(subject, facts.charset)}")
    if facts.date is not None:
        lines.append(f"Date: {facts.date}")
    if facts.message_id:
        lines.append(f"Message-ID: <{facts.message_id}>")
    if facts.in_reply_to:
        lines.append(f"In-Reply-To: <{facts.in_reply_to}>")
    if facts.references:
        lines.append("References: " + "\n ".join([f"<{name}>" for name in facts.references]))
    lines += draw.pick(_PROGRAMS)(facts, draw)
    lines.append("MIME-Version: 1.0\n")
    return "\n".join(lines)


def chain(references: tuple[str, ...], message_id: str) -> tuple[str, ...]:
    """The references of an answer: the first and the last ones, as RFC 5322 allows long ones to be cut."""
    whole = (*references, message_id)
    return whole if len(whole) <= _REFERENCES_KEPT else (whole[0], *whole[1 - _REFERENCES_KEPT :])


def hop(host: str, stamp: str, draw: Draw) -> str:
    """One Received header with the date ``stamp``, without its line end."""
    address = draw.bits(32)
    numbers = f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"
    return (
        f"Received: from mail{address & 7}.{host} (mail{address & 7}.{host} [{numbers}])\n"
        f"\tby mx{address >> 3 & 3}.relay.example (Postfix) with ESMTP id {draw.bits(40):010X}\n"
        f"\tfor <archive@relay.example>; {stamp}"
    )


def _received(facts: Facts, draw: Draw) -> list[str]:
    hosts = (facts.to[0].host, facts.writer.host, facts.writer.host)[: 1 + draw.below(3)]
    stamp = dates.header(facts.seconds + 20, 0)
    return [hop(host, stamp, draw) for host in hosts]


def _office(facts: Facts, draw: Draw) -> list[str]:
    return [
        f"Thread-Topic: {facts.subject if facts.subject.isascii() else 'none'}",
        f"Thread-Index: {draw.bits(130):033X}",
        "X-MS-Has-Attach: ",
        "X-MS-TNEF-Correlator: ",
        f"x-originating-ip: [10.{draw.below(256)}.{draw.below(256)}.{draw.below(256)}]",
        "X-Mailer: Office Mail 11.5",
        "Importance: normal",
    ]


def _webmail(facts: Facts, draw: Draw) -> list[str]:
    signature = "".join([f"\n        {draw.bits(240):060x}" for _ in range(4)])
    return [
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={facts.writer.host}; s=a1;\n"
        f"        h=from:to:subject:date; bh={draw.bits(172):043x}=;\n        b={signature.strip()}",
        f"X-Received: by 10.{draw.below(256)}.{draw.below(256)}.7 with SMTP id u{draw.bits(60):x}",
    ]


def _list(facts: Facts, draw: Draw) -> list[str]:
    name = f"{_HEX[draw.below(16)]}-list"
    return [
        f"X-BeenThere: {name}@{facts.writer.host}",
        "X-Mailman-Version: 2.1.9",
        "Precedence: list",
        f"List-Id: {name} <{name}.{facts.writer.host}>",
        f"List-Post: <mailto:{name}@{facts.writer.host}>",
        f"List-Archive: <http://{facts.writer.host}/pipermail/{name}>",
        f"Sender: {name}-bounces@{facts.writer.host}",
    ]


def _bare(facts: Facts, draw: Draw) -> list[str]:
    return [
        f"User-Agent: Postbird 2.0.0.{draw.below(24)} (X11/2008)",
        "X-Spam-Status: No, score=-2.6 required=5.0",
    ]


_PROGRAMS = (_office, _office, _office, _webmail, _webmail, _list, _bare)
