"""7z archives, and archives whose members are encrypted."""

import io
import struct
import zlib
from pathlib import Path

import py7zr
import pytest
import pyzipper
from building import add, all_documents, all_receipts, failures, message, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.settings import Limits
from headwater.intake.readers.sevenzip import read_7z
from headwater.intake.readers.zip import read_zip
from headwater.intake.seam import Allowance, Claim, Entry, Found, Source
from headwater.intake.single import read_bytes
from headwater.model.document import Failed, Status
from headwater.store.case import Case

WORDS = {"a.txt": b"The ledger " * 500, "b/c.txt": b"is missing", "empty.txt": b"", "d.eml": message(1)}


def sevenzipped(members: dict[str, bytes], password: str | None = None, *, names: bool = False) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password, header_encryption=names) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return buffer.getvalue()


def aes_zipped(members: dict[str, bytes], password: str) -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def found(data: bytes, *passwords: str, left: int = 10**8, limits: Limits | None = None) -> list[Found]:
    """What the reader of 7z or ZIP gives, read at once; the sums of its claim hold."""
    opened = lambda: io.BytesIO(data)  # noqa: E731
    source = Source("x", "x", len(data), opened, limits or Limits(), Allowance(left), passwords=passwords)
    reader = read_7z if data.startswith(b"7z") else read_zip
    made: list[Found] = []
    for one in reader(source):
        if isinstance(one, Entry):
            with one.opened() as stream:
                made.append((one.place.path, stream.read()))  # type: ignore[arg-type]
        else:
            made.append(one)
    claim = made[-1]
    assert isinstance(claim, Claim)
    assert claim.items == len(made) - 1
    return made[:-1]


def codes(made: list[Found]) -> list[str]:
    return [one.code for one in made if isinstance(one, Failed)]


def test_members_of_a_7z_archive() -> None:
    made = found(sevenzipped(WORDS))
    assert dict(made) == WORDS  # type: ignore[arg-type]


def test_names_that_leave_the_archive_are_only_names() -> None:
    """The library does not write such names, so they are put in its header afterwards."""
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(b"1", "aa-aa-x")
        archive.writestr(b"2", "-etc-x")
    data = buffer.getvalue()
    for harmless, hostile in (("aa-aa-x", "../../x"), ("-etc-x", "/etc/x")):
        data = data.replace(harmless.encode("utf-16-le"), hostile.encode("utf-16-le"))
    offset, size = struct.unpack("<QQ", data[12:28])
    crc = struct.pack("<I", zlib.crc32(data[32 + offset : 32 + offset + size]))
    start = data[12:28] + crc
    made = found(data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32:])
    assert made == [("../../x", b"1"), ("/etc/x", b"2")]


@pytest.mark.parametrize("names", [False, True])
def test_encrypted_7z_archives(names: bool) -> None:
    data = sevenzipped(WORDS, "grüße", names=names)
    assert set(codes(found(data))) == {"encrypted"}
    assert set(codes(found(data, "wrong"))) == {"encrypted"}
    assert dict(found(data, "wrong", "grüße")) == WORDS  # type: ignore[arg-type]


@pytest.mark.parametrize("password", ["grüße", "plain"])
def test_encrypted_zip_archives(password: str) -> None:
    data = aes_zipped(WORDS, password)
    assert codes(found(data)) == ["encrypted"] * 4
    assert codes(found(data, "wrong")) == ["encrypted"] * 4
    assert dict(found(data, "wrong", password)) == WORDS  # type: ignore[arg-type]


def test_limits_of_7z_archives_are_recorded() -> None:
    data = sevenzipped({"zeros": bytes(10**7), "x": b"x"})
    assert codes(found(data, left=10**6)) == ["expansion"]
    assert codes(found(data, limits=Limits(item_bytes=10**6))) == ["too-large"]
    assert codes(found(data, limits=Limits(members=1))) == ["too-many"]


def test_a_damaged_member_costs_no_other(case: Case, leak: Path) -> None:
    data = bytearray(sevenzipped({"a.txt": bytes(range(256)) * 40}))
    data[60] ^= 255
    (leak / "a.7z").write_bytes(data)
    (leak / "b.7z").write_bytes(sevenzipped({"in.zip": zipped({"x.txt": b"deep words"})}))
    add(case, leak)
    assert failures(case) == {"a.txt": "damaged"}
    assert {receipt.kind for receipt in all_receipts(case)} == {"folder", "7z", "zip"}
    assert "deep words" in [stored.document.text for stored in all_documents(case)]


_WHOLE = sevenzipped(WORDS)


@settings(max_examples=40)
@given(st.integers(0, len(_WHOLE) - 1), st.integers(1, 255))
def test_damage_is_told_and_never_raises(at: int, flip: int) -> None:
    found(b"7z" + _WHOLE[2:at])
    found(_WHOLE[:at] + bytes([_WHOLE[at] ^ flip]) + _WHOLE[at + 1 :] if at > 1 else _WHOLE)


def test_rar_is_listed_with_the_reason() -> None:
    document = read_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.rar")
    assert (document.media_type, document.status) == ("application/vnd.rar", Status.UNREAD)
    assert "RAR" in document.notes[0]
