"""Hostile files, all made here: bombs, traps and lies. ``items`` has them by name."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from building import SEPARATOR, mbox, message, tarred, zipped

MIB = 1024 * 1024
UNPACKED = 96 * MIB
"""Bytes to which each of the bombs that are one stream would unpack."""


def items() -> dict[str, bytes]:
    """The files of a hostile leak, by their names in its folder."""
    return {**_bombs(), **_shapes(), **_lies(), **_headers(), **_pages(), "plain.eml": message(1)}


def _bombs() -> dict[str, bytes]:
    blanks = bytes(MIB)
    times = UNPACKED // MIB
    flat = zipped({f"{n}.txt": b" " * (8 * MIB) for n in range(12)})
    return {
        "bomb.gz": gzip.compress(blanks, mtime=0) * times,  # members behind each other are one stream
        "bomb.bz2": bz2.compress(blanks) * times,
        "bomb.xz": lzma.compress(blanks) * times,
        "bomb.tgz": gzip.compress(tarred({f"{n}.txt": b"0" * (8 * MIB) for n in range(12)}), 1),
        "flat.zip": flat,
        "nested.zip": zipped({f"{n}.zip": flat for n in range(4)}),
        "overlapping.zip": overlapping(50, 4 * MIB),
        "matryoshka.zip": _inside(60),
        "matryoshka.tgz": _tarred_inside(40),
        "quine.zip": b"PK\x03\x04" + zipped({"a.txt": b"a"})[4:] * 3,
        "sparse.tar": _sparse(),
        "attached.eml": attached("flat.zip", flat),
    }


def overlapping(members: int, size: int) -> bytes:
    """A ZIP whose directory names one kernel of deflated zeros many times (Fifield, "A better zip bomb", WOOT 2019)."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    kernel = deflating.compress(bytes(size)) + deflating.flush()
    crc = zlib.crc32(bytes(size))
    sizes = struct.pack("<III", crc, len(kernel), size)
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 5, 0) + b"0.txt"
    )
    directory = b""
    for number in range(members):
        name = f"{number}.txt".encode()
        made = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
        directory += made + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, members, members, len(directory), len(local) + len(kernel), 0)
    return local + kernel + directory + b"PK\x05\x06" + end


def _inside(depth: int) -> bytes:
    data = b"the end"
    for level in range(depth):
        data = zipped({f"{level}.zip" if level else "end.txt": data}, zipfile.ZIP_STORED)
    return data


def _tarred_inside(depth: int) -> bytes:
    data = b"the end"
    for level in range(depth):
        data = tarred({f"{level}.tgz" if level else "end.txt": data}, "w:gz")
    return data


def _sparse() -> bytes:
    """A tar with a member that claims eight exabytes, most of them a hole."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("hole")
        info.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": "hole",
            "GNU.sparse.realsize": str(2**63 - 1),
        }
        info.size = 512
        archive.addfile(info, io.BytesIO(b"0\n".ljust(512, b"\0")))
    return buffer.getvalue()


def attached(name: str, data: bytes) -> bytes:
    """A message that carries ``data``."""
    return (
        b"From: a@calder.example\nTo: b@calder.example\nSubject: carries\nMessage-ID: <c@calder.example>\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee there\n--b\n'
        + f'Content-Type: application/octet-stream; name="{name}"\n'.encode()
        + b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(data)
        + b"--b--\n"
    )


_HEAD = b"From: a@calder.example\nDate: Mon, 3 Mar 2031 10:00:00 +0100\nMessage-ID: <x@calder.example>\n"


def _shapes() -> dict[str, bytes]:
    """Messages of shapes that nobody writes."""
    parts = b"".join(b"--b\nContent-Type: text/plain\n\npart %d\n" % n for n in range(10_000))
    multiparts, messages = b"", b""
    for n in range(1_000):
        multiparts += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        messages += b"Content-Type: message/rfc822\n\nSubject: level %d\n" % n
    return {
        "parts.eml": _HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + parts + b"--b--\n",
        "multiparts.eml": _HEAD + multiparts + b"\nthe innermost\n",
        "messages.eml": _HEAD + messages + b"\nthe innermost\n",
        "same-boundary.eml": _HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 2_000,
        "quoted.eml": _HEAD + b"\n" + b"> said\n" * 1_000_000,
        "deeply-quoted.eml": _HEAD + b"\n" + b">" * 500_000 + b" said\n",
        "one-line.eml": _HEAD + b"\n" + b"word " * 800_000,
        "separators.mbox": SEPARATOR * 20_000,
        "from-lines.mbox": mbox(message(1)) + b"From \n\nFrom x\n" * 100_000,
    }


def _lies() -> dict[str, bytes]:
    """Encodings that are not what they say, and names that point elsewhere."""
    text = b"Content-Type: text/plain; charset="
    names = dict.fromkeys(TRAVERSING, b"outside")
    return {
        "nul.eml": _HEAD + b"Subject: a\0b\n\nbefore\0after\n" + bytes(100_000),
        "broken.eml": attached("report.bin", b"x" * 5000).replace(b"eHh4", b"e=h!"),
        "utf-16.eml": _HEAD + text + b"utf-16\n\nplainly not\xff\xfe\n",
        "utf-7.eml": _HEAD + text + b"utf-7\n\n+2D/cAA- +//8-\n",
        "codec.eml": _HEAD + text + b"zip_codec\n\nplain\xe9\n",
        "unknown.eml": _HEAD + text + b'"../../etc/passwd\0"\n\nplain\xe9\n',
        "escape.eml": _HEAD + text + b"iso-2022-jp\n\n" + b"\x1b$B" * 50_000 + b"\n",
        "qp.eml": _HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 300_000,
        "uu.eml": _HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 ../../x\n" + b"\x60" * 90_000,
        "names.zip": zipped(names),
        "names.tar": tarred(names),
        "names.eml": attached("../../../outside.txt", b"outside"),
        "linked.tar": _linked(),
    }


TRAVERSING = (
    "../outside.txt",
    "a/../../../outside.txt",
    "/outside.txt",
    "C:\\outside.txt",
    "..\\outside.txt",
    "nul\n\0",
)
"""Names of members that would land outside of a folder into which somebody unpacked them."""


def _linked() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind, target in (
            ("etc", tarfile.SYMTYPE, "/etc"),
            ("hard", tarfile.LNKTYPE, "/etc/passwd"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
        inner = tarfile.TarInfo("etc/outside.txt")
        inner.size = 7
        archive.addfile(inner, io.BytesIO(b"outside"))
    return buffer.getvalue()


def _headers() -> dict[str, bytes]:
    """Headers that are too long, too many, or made for expressions that look back."""
    made = {
        "long": b"Subject: " + b"x" * (5 * MIB) + b"\n",
        "line": b"X-Long: " + b"a b," * (MIB // 4) + b"\n",
        "folded": b"Subject: a" + b"\n " * MIB + b"\n",
        "many": b"X-One: 1\n" * 200_000,
        "references": b"References:" + b"".join(b" <%d@calder.example>\n" % n for n in range(200_000)),
        "received": b"Received: from x by y; %s\n" % (b"Mon, " * 100) * 2_000,
        "quotes": b"To: " + b'"\\' * 200_000 + b"\n",
        "comments": b"To: " + b"(" * 300_000 + b"\n",
        "angles": b"To: " + b"<" * 300_000 + b"\n",
        "commas": b"Cc: " + b"," * 500_000 + b"\n",
        "ats": b"From: " + b"a@" * 200_000 + b"\n",
        "groups": b"To: " + b"g:" * 200_000 + b";\n",
        "words": b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n",
        "more-words": b"Subject: " + b"=?utf-8?b?YQ==?= " * 50_000 + b"\n",
        "parameters": b"Content-Type: text/plain" + b"; a*0*=utf-8''%20" * 20_000 + b"\n",
        "boundary": b"Content-Type: multipart/mixed; boundary=" + b"-" * 200_000 + b"\n",
        "dates": b"Date: " + b"(" * 50_000 + b"1 " * 50_000 + b"\n",
        "colons": b":" * 300_000 + b"\n",
    }
    return {f"header-{name}.eml": _HEAD + header + b"\ntext\n" for name, header in made.items()}


REMOTE = "http://remote.example/"

_ACTIVE = f"""<html><head><title>page</title><base href="{REMOTE}"><meta http-equiv="refresh" content="0;url={REMOTE}m">
<link rel="stylesheet" href="{REMOTE}c.css"><script src="{REMOTE}s.js"></script><style>@import "{REMOTE}i.css";</style>
</head><body onload="fetch('{REMOTE}o')"><img src="{REMOTE}pixel.gif"><iframe src="{REMOTE}f"></iframe>
<form action="{REMOTE}form"><input type="submit"></form><object data="{REMOTE}x"></object><video src="{REMOTE}v"></video>
<svg><image href="{REMOTE}svg"/><script>fetch('{REMOTE}')</script></svg><p>seen words</p></body></html>"""


def _pages() -> dict[str, bytes]:
    """HTML that would fetch or run something, and HTML that no parser likes."""
    svg = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "{REMOTE}x">]><svg><text>&x;</text></svg>'
    return {
        "active.html": _ACTIVE.encode(),
        "active.eml": _HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + _ACTIVE.encode(),
        "entity.html": b"<html><body>" + svg.encode() + b"</body></html>",
        "deep.html": b"<html><body>" + b"<div>" * 100_000 + b"deep",
        "tables.html": b"<html><body>" + b"<table><tr><td>" * 20_000 + b"deep",
        "attributes.html": b"<html><body " + b"a=1 " * 100_000 + b">text",
        "open.html": b"<html><body>" + b"<a <b <!-- " * 50_000,
        "laughs.html": b"<html>" + b"&lt;&amp;" * 200_000,
    }
