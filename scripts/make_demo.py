"""Build the archive of the demo case from its sources: ``python scripts/make_demo.py [FOLDER]``.

Everything in it is invented. The output is committed under ``src/headwater/demo/archive``, so that nobody needs this
script to use the demo; a second run gives the same bytes on every system. Compressed containers store their members
uncompressed for that reason: what zlib makes of the same bytes differs from one build to the next.
"""

from __future__ import annotations

import io
import re
import shutil
import struct
import sys
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import dkim

from demo_mail import Mailroom

SOURCES = Path(__file__).parent / "demo_sources"
TARGET = Path(__file__).parent.parent / "src" / "headwater" / "demo" / "archive"
PACKED = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
"""The time that zip and tar give to their members."""

DAMAGED = "launch-log-2031-03.txt"
"""The member of the zip whose bytes do not fit their checksum."""


class UndatedDKIM(dkim.DKIM):
    """A signer that leaves out ``t=``: it would be the moment of this run, and a date in 2031 would not verify yet."""

    def gen_header(self, fields, *arguments, **keywords):  # type: ignore[no-untyped-def]
        """As in the parent, without the time of signing."""
        return super().gen_header([field for field in fields if field[0] != b"t"], *arguments, **keywords)


def signed(message: bytes) -> bytes:
    """``message`` (LF line ends) with a DKIM signature on top, LF line ends again."""
    key = (SOURCES / "fiction-only-dkim-key.pem").read_bytes()
    wire = message.replace(b"\n", b"\r\n")
    headers = [b"from", b"to", b"cc", b"subject", b"date", b"message-id"]
    signature = UndatedDKIM(wire).sign(
        b"tw31", b"tidewrack.example", key, canonicalize=(b"relaxed", b"relaxed"), include_headers=headers
    )
    return bytes(signature + wire).replace(b"\r\n", b"\n")


def altered(message: bytes) -> bytes:
    """A signed message after somebody changed one number in it."""
    before, after = b"as a rule inside thirty days", b"as a rule inside three days"
    if message.count(before) != 1:
        raise ValueError("the words to alter do not stand in the message exactly once")
    return message.replace(before, after)


def write(path: Path, data: bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def as_mbox(room: Mailroom, messages: dict[str, bytes]) -> bytes:
    """An mboxrd file: separators, and one more ``>`` before each line that looks like one."""
    out = b""
    for key, message in messages.items():
        stamp = room.mails[key].date.astimezone(UTC)
        line = f"From {room.sender(key)[1]} {stamp:%a %b} {stamp.day:2} {stamp:%H:%M:%S %Y}\n"
        out += line.encode("ascii") + re.sub(rb"(?m)^(>*From )", rb">\1", message) + b"\n"
    return out


def as_zip(members: dict[str, bytes]) -> bytes:
    """A zip of ``members`` in which one byte of the damaged one was flipped."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, PACKED.timetuple()[:6])
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    packed = bytearray(buffer.getvalue())
    packed[packed.index(members[DAMAGED]) + len(members[DAMAGED]) // 2] ^= 0x20
    return bytes(packed)


def as_tar_gz(members: dict[str, bytes]) -> bytes:
    """A gzipped tar of ``members``."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(data), int(PACKED.timestamp()), 0o644
            archive.addfile(member, io.BytesIO(data))
    return stored_gzip(buffer.getvalue())


def stored_gzip(data: bytes) -> bytes:
    """``data`` as gzip (RFC 1952) of stored blocks (RFC 1951, 3.2.4)."""
    out = b"\x1f\x8b\x08\x00" + struct.pack("<L", int(PACKED.timestamp())) + b"\x00\xff"
    for start in range(0, len(data), 0xFFFF):
        block = data[start : start + 0xFFFF]
        last = start + 0xFFFF >= len(data)
        out += struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
    return out + struct.pack("<LL", zlib.crc32(data), len(data))


def text_source(name: str) -> bytes:
    """A text of the sources as UTF-8 with LF line ends; in the charset that its markup states where it states one."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    # Browsers read what says ISO-8859-1 as Windows-1252, and so pages are written that way.
    return text.encode("cp1252" if '<meta charset="iso-8859-1">' in text else "utf-8")


def build(target: Path) -> None:
    """Write the whole archive below ``target``, a folder that does not exist yet or is empty."""
    room = Mailroom(SOURCES)
    mbox: dict[str, bytes] = {}
    zipped = {"read-me-first.txt": text_source("evidence/read-me-first.txt")}
    tarred = {
        "court/defence-statement-2031-04-11.txt": text_source("evidence/defence-statement-2031-04-11.txt"),
        "statistics/harbour-movements-2030.html": text_source("evidence/harbour-movements-2030.html"),
    }
    for number, (key, mail) in enumerate(sorted(room.mails.items(), key=lambda item: item[1].date), start=1):
        message = signed(room.message(key)) if "sign" in mail.fields else room.message(key)
        for place in mail.fields["in"].split(", "):
            kind, _, name = place.partition(":")
            if kind == "mbox":
                mbox[key] = message
            elif kind == "maildir":
                unique = f"{int(mail.date.timestamp())}.M{number:06}P411.calder"
                write(target / "mail" / "carrasquel" / name / unique, message)
            elif kind == "loose":
                write(target / "mail" / "loose" / name, message.replace(b"\n", b"\r\n"))
            else:
                (zipped if kind == "zip" else tarred)[name] = message
        if "sign" in mail.fields:
            zipped["circulated/how-it-works.eml"] = altered(message)
    zipped["note-on-the-rule.txt"] = text_source("evidence/note-on-the-rule.txt")
    zipped[DAMAGED] = text_source(f"evidence/{DAMAGED}")
    write(target / "mail" / "tidewrack.mbox", as_mbox(room, mbox))
    write(target / "evidence" / "harbour-office.zip", as_zip(zipped))
    write(target / "evidence" / "court-file.tar.gz", as_tar_gz(tarred))
    for path in sorted((SOURCES / "papers").iterdir()):
        write(target / "papers" / path.name, text_source(f"papers/{path.name}"))


def main(arguments: list[str]) -> None:
    """Build into the folder given, which must be new or empty, or else anew into the package."""
    if not arguments:
        shutil.rmtree(TARGET, ignore_errors=True)
        build(TARGET)
    elif Path(arguments[0]).exists() and any(Path(arguments[0]).iterdir()):
        sys.exit(f"{arguments[0]} is not empty. Name a new folder.")
    else:
        build(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
