"""OLE compound files ([MS-CFB]), by olefile: the files that are embedded in documents as objects, and what is encrypted.

Encrypted office files are opened by msoffcrypto-tool where a password fits.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from headwater.intake import charsets
from headwater.intake.seam import DAMAGE

ENCRYPTED = "encrypted: a password is needed"
ENCRYPTED_PACKAGE = "EncryptedPackage"
"""The stream that holds an encrypted OOXML file."""

NATIVE = "\x01Ole10Native"
OBJECTS = (NATIVE, "Package", "CONTENTS")
"""Streams that hold the file of an embedded object."""

BROKEN = (*DAMAGE, AttributeError, TypeError, KeyError, IndexError)
"""What olefile and msoffcrypto let through when bytes are not what they should be."""

_MOST = 64 * 1024 * 1024  # bytes of a stream that are read


def stream(ole: olefile.OleFileIO, name: str | list[str]) -> bytes:
    """The bytes of a stream. Raises what ``BROKEN`` lists."""
    found: bytes = ole.openstream(name).read(_MOST)
    return found


def is_encrypted(data: bytes) -> bool:
    """Whether the text of an office file is encrypted."""
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except (FileFormatError, ParseError, DecryptionError, *BROKEN):
        return False


def decrypted(data: bytes, passwords: Sequence[str]) -> bytes | None:
    """The file that an encrypted office file is, opened with the first password that fits; None where none does."""
    for password in passwords:
        out = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(data))
            file.load_key(password=password, verify_password=True)
            file.decrypt(out)
        except (FileFormatError, ParseError, DecryptionError, InvalidKeyError, NotImplementedError, *BROKEN):
            continue
        return out.getvalue()
    return None


def unwrapped(data: bytes) -> tuple[str, bytes]:
    """The name and bytes of the file inside an embedded OLE object; no name and ``data`` itself where there is none."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in OBJECTS:
                if ole.exists(name):
                    own, found = object_in(name, stream(ole, name))
                    return (own, found) if found else ("", data)
    except BROKEN:
        pass
    return "", data


def native_object(data: bytes) -> tuple[str, bytes] | None:
    """The name and bytes of the file in an object as OLE 1.0 writes it, which RTF has ([MS-OLEDS], 2.2.5); None where there
    is none."""
    try:
        _, form, length = struct.unpack_from("<III", data)
        if form != 2:
            return None
        kind = data[12 : 12 + length].rstrip(b"\0")
        at = 12 + length
        for _ in range(2):
            at += 4 + int.from_bytes(data[at : at + 4], "little")
        size = int.from_bytes(data[at : at + 4], "little")
        body = data[at + 4 : at + 4 + size]
        if kind == b"Package":
            name, found = object_in(NATIVE, len(body).to_bytes(4, "little") + body)
        else:
            name, found = unwrapped(body)
    except BROKEN:
        return None
    return (name, found) if found else None


def object_in(stream_name: str, data: bytes) -> tuple[str, bytes]:
    """What a stream of an embedded object holds. A native one says a name, a path, and the bytes ([MS-OLEDS], 2.3.6)."""
    if stream_name != NATIVE:
        return "", data
    name, at = _zero_ended(data, 6)
    _, at = _zero_ended(data, at)
    at += 4
    at += 4 + int.from_bytes(data[at : at + 4], "little")
    size = int.from_bytes(data[at : at + 4], "little")
    return name, data[at + 4 : at + 4 + size]


def _zero_ended(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at)
    if end < 0:
        raise ValueError("a name without an end")
    return charsets.decode(data[at:end]).text, end + 1
