"""A picture of a page: of a PDF, a scan or image, or an office file.

Pictures are made in a process of its own with limits of time and memory. Office files are laid out by LibreOffice where
that is installed, with macros off and no way to the network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from headwater.base import apart
from headwater.base.errors import NotFound, Unsupported
from headwater.desk.documents import original
from headwater.intake import scans
from headwater.intake.readers.compound import decrypted, is_encrypted
from headwater.model.document import Document, Kind
from headwater.store import documents
from headwater.store.case import Case
from headwater.store.passwords import passwords

DOTS = 110
"""Dots per inch of a picture for a screen."""

LARGEST = 64 * 1024 * 1024
"""Bytes of a document of which pictures are made."""

_MOST_PIXELS = 4_000_000
_OFFICE = (Kind.WORD, Kind.SPREADSHEET, Kind.PRESENTATION)
_PROGRAMS = ("soffice", "libreoffice")
_LAYOUT_SECONDS = 90
_BOUNDS = apart.Bounds(seconds=_LAYOUT_SECONDS + 30, memory=4 * 1024**3)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_NETWORK = "/org.openoffice.Inet/Settings"
_SAFE = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_NETWORK, "ooInetProxyType", "2"),
    (_NETWORK, "ooInetHTTPProxyName", "127.0.0.1"),
    (_NETWORK, "ooInetHTTPProxyPort", "9"),
    (_NETWORK, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_NETWORK, "ooInetHTTPSProxyPort", "9"),
)
"""Settings of LibreOffice under which a document runs nothing, and what it links to is asked of a port where nobody is."""


def picture(case: Case, document_id: str, page: int = 1, dots: int = DOTS) -> bytes:
    """Page ``page`` (from 1) of a document as PNG, at ``dots`` per inch where it is laid out.

    Raises NotFound for a document, original or page that is not there, Unsupported where no picture can be made: the
    document is of another kind, is too large or damaged, or LibreOffice is needed and not installed.
    """
    with case.reading() as connection:
        document = documents.get(connection, documents.find_key(connection, document_id)).document
    if document.kind not in (Kind.PDF, Kind.IMAGE, *_OFFICE):
        raise Unsupported(f"{document.id} has no pages to make a picture of.", code="no-picture")
    data = original(case, document.id)
    if len(data) > LARGEST:
        raise Unsupported(
            f"{document.id} is too large for a picture.", "Take its original.", code="no-picture"
        )
    given = passwords(case.root)
    try:
        if document.kind in _OFFICE:
            made = _of_office(document, data, page, dots, given)
        else:
            made = apart.call(scans.picture, data, page, dots, given, _MOST_PIXELS)
    except apart.ApartError as error:
        raise Unsupported(
            f"No picture can be made of {document.id}: {error.reason}.",
            "Take its original.",
            code="no-picture",
        ) from error
    if made is None:
        raise NotFound(
            f"{document.id} has no page {page} that a picture can be made of.", code="page-missing"
        )
    return made


def page_count(document: Document) -> int:
    """How many pages a PDF or image has by its text; of other kinds 1, since they are laid out only for a picture."""
    return document.text.count("\f") + 1 if document.kind in (Kind.PDF, Kind.IMAGE) else 1


def _of_office(document: Document, data: bytes, page: int, dots: int, given: tuple[str, ...]) -> bytes | None:
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Unsupported(
            f"A picture of {document.id} takes LibreOffice, which is not installed.",
            "Install it so that soffice is on the PATH, or take the original.",
            code="no-picture",
        )
    laid_out = apart.call(layout, program, data, given, bounds=_BOUNDS)
    return apart.call(scans.picture, laid_out, page, dots, (), _MOST_PIXELS) if laid_out else None


def layout(program: str, data: bytes, given: tuple[str, ...]) -> bytes | None:
    """An office file as PDF, laid out by LibreOffice at ``program``; None where it cannot. For a process of its own."""
    data = (decrypted(data, given) or data) if is_encrypted(data) else data
    with TemporaryDirectory(prefix="headwater-") as name:
        folder = Path(name)
        settings = folder / "profile" / "user"
        settings.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=key, value=value) for path, key, value in _SAFE)
        (settings / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")
        (folder / "document").write_bytes(data)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", name]
        nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
        try:
            _run([*command, str(folder / "document")], {**os.environ, **nowhere})
            return (folder / "document.pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Run a program that may start others; where it takes too long, all of them are ended."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=nothing, stdout=nothing, stderr=nothing, env=environment, start_new_session=True
    ) as running:
        try:
            running.wait(_LAYOUT_SECONDS)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(running.pid, signal.SIGKILL)
            running.kill()
            raise
