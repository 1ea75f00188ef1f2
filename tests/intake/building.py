"""Small fictional messages and archives for the tests of intake, and what every receipt must satisfy."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from headwater.intake.run import Summary, take_in
from headwater.model.document import Receipt
from headwater.store import documents
from headwater.store.case import Case
from headwater.store.documents import Stored
from headwater.store.dump import dump
from headwater.store.receipts import receipts


def message(number: int, body: str = "", *, subject: str = "", extra: str = "") -> bytes:
    """A plain message; its body ends with a newline."""
    return (
        f"From: Odile Brandt <odile{number}@calder.example>\n"
        f"To: Teo Marsh <teo@calder.example>\n"
        f"Subject: {subject or f'Harbour dues {number}'}\n"
        f"Date: Mon, 3 Mar 2031 10:{number % 60:02d}:00 +0100\n"
        f"Message-ID: <{number}@calder.example>\n{extra}\n"
        f"{body or f'Entry {number} of the ledger is missing.'}\n"
    ).encode()


SEPARATOR = b"From odile@calder.example Mon Mar  3 10:00:00 2031\n"


def mbox(*messages: bytes) -> bytes:
    """An mboxrd file of ``messages``: "From " lines quoted, a blank line after each."""
    lines = []
    for raw in messages:
        lines.append(SEPARATOR)
        for line in raw.splitlines(keepends=True):
            lines.append(b">" + line if line.lstrip(b">").startswith(b"From ") else line)
        lines.append(b"\n")
    return b"".join(lines)


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 3, 3, 10, 0, 0)), data, compression)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    """A tar archive, compressed as ``mode`` says ("w:gz" ...)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_930_000_000
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def add(case: Case, *paths: Path) -> Summary:
    """Take ``paths`` in and check that every receipt reconciles."""
    summary = take_in(case, paths)
    for receipt in all_receipts(case):
        assert receipt.reconciles, receipt
    return summary


def all_receipts(case: Case) -> list[Receipt]:
    """The receipts of a case."""
    with case.reading() as connection:
        return receipts(connection)


def all_documents(case: Case) -> list[Stored]:
    """The documents of a case in order."""
    with case.reading() as connection:
        return documents.after(connection, 0, 1_000_000)


def dumped(case: Case) -> list[str]:
    """The dump of a case."""
    with case.reading() as connection:
        return list(dump(connection))


def failures(case: Case) -> dict[str, str]:
    """Place and code of every failure."""
    return {failed.place.path: failed.code for receipt in all_receipts(case) for failed in receipt.failures}
