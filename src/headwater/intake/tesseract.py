"""Words in pictures, by Tesseract: a program of its own, called with limits of time and memory.

It is not a part of Headwater: it is found on the PATH (``tesseract``), with a model for each language that it reads.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from headwater.base.errors import InputError, Unsupported
from headwater.intake import scans
from headwater.intake.readers.pdf import cleaned_page

PROGRAM = "tesseract"
PAGE_SECONDS = 120
"""How long one page may take."""

_LANGUAGES = re.compile(r"[A-Za-z0-9_]{1,30}(?:\+[A-Za-z0-9_]{1,30}){0,9}")
_VERSION = re.compile(r"tesseract v?(\d[\w.]{0,15})")
_ASKING_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a picture: its ``text``, and how sure of its words Tesseract is on average, from 0 to 100 (None where
    there are none). ``failed`` says why nothing was read, else it is empty."""

    text: str
    confidence: int | None = None
    failed: str = ""


@lru_cache(maxsize=8)
def version(languages: str) -> str:
    """The version of the Tesseract that is installed, once it is known to read ``languages`` ("eng", "eng+spa").

    Raises Unsupported where there is none, InputError where it has no model for one of the languages.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unsupported(
            "Tesseract, the program that reads pictures of pages, is not on the PATH.",
            "Install it (Debian: apt-get install tesseract-ocr; macOS: brew install tesseract; Windows: see"
            " tesseract-ocr.github.io), then run this again.",
            code="no-tesseract",
        )
    if not _LANGUAGES.fullmatch(languages):
        raise InputError(f"{languages!r} is not a list of languages.", "Write them as in: eng+spa")
    found = _VERSION.search(_asked(program, "--version"))
    installed = _asked(program, "--list-langs").splitlines()[1:]
    missing = [one for one in languages.split("+") if one not in installed]
    if missing:
        raise InputError(
            f"Tesseract has no model for {', '.join(missing)}.",
            f"It has {', '.join(one for one in installed if one != 'osd') or 'none'}. Install more (Debian: apt-get install"
            f" tesseract-ocr-{missing[0]}), or choose with --language.",
            code="no-ocr-model",
        )
    return found[1] if found else "unknown"


def _asked(program: str, option: str) -> str:
    try:
        told = subprocess.run(
            [program, option],
            capture_output=True,
            timeout=_ASKING_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unsupported(
            f"Tesseract does not run: {error}.", f"See what `{PROGRAM} {option}` says.", code="no-tesseract"
        ) from error
    return (told.stdout + told.stderr).decode("utf-8", "replace")


def read_page(data: bytes, page: int, language: str, given: tuple[str, ...]) -> Read:
    """The words on one page that is a picture; for a process of its own."""
    try:
        made = scans.picture(data, page, scans.DOTS, given)
    except (OSError, ValueError, SyntaxError) as error:
        return Read("", failed=f"no picture can be made of it: {error or type(error).__name__}")
    return read(made, language, scans.DOTS) if made else Read("", failed="it cannot be opened")


def read(png: bytes, languages: str, dots: int) -> Read:
    """The words in a picture of ``dots`` per inch. Call it in a process of its own, whose bounds then hold for Tesseract."""
    with TemporaryDirectory(prefix="headwater-") as folder:
        picture, out = Path(folder) / "page.png", Path(folder) / "page"
        picture.write_bytes(png)
        command = [PROGRAM, str(picture), str(out), "-l", languages, "--dpi", str(dots)]
        command += ["-c", "page_separator=", "txt", "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            subprocess.run(
                command,
                capture_output=True,
                timeout=PAGE_SECONDS,
                check=True,
                env=environment,
                stdin=subprocess.DEVNULL,
            )
            text = out.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
            return Read(cleaned_page(text), _confidence(out.with_suffix(".tsv")))
        except subprocess.TimeoutExpired:
            return Read("", failed=f"took longer than {PAGE_SECONDS} s")
        except subprocess.CalledProcessError as error:
            return Read("", failed=_told(error.stderr))
        except OSError as error:
            return Read("", failed=f"Tesseract does not run: {error}")


def _told(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"Tesseract failed: {lines[-1][:200]}" if lines else "Tesseract ended without a word"


def _confidence(table: Path) -> int | None:
    """The mean over all words, each of which has a row with a confidence."""
    with table.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [
            float(row["conf"]) for row in rows if (row.get("text") or "").strip() and float(row["conf"]) >= 0
        ]
    return round(sum(found) / len(found)) if found else None
