"""The demo case: an invented affair in an invented port, as a leak to open, search and weigh.

Country, people, firms, outlets and dates are fiction. ``archive/`` holds what a reporter would be handed (an mbox, a
maildir, single mails, press articles, a zip with a damaged member, a tar); ``keys/`` the DNS record that one signed
mail is checked with; ``expected.json`` says what was planted where, for tests.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def archive() -> Path:
    """The folder with the archive. It is a part of the installed package: read it in place and change nothing there."""
    return Path(str(files(__name__) / "archive"))


def expected() -> str:
    """The manifest of what was planted in the archive, as JSON text."""
    return (files(__name__) / "expected.json").read_text(encoding="utf-8")


def dns_key() -> tuple[str, str]:
    """The archived DNS record for the signed mail: its name and its TXT value."""
    name = "tw31._domainkey.tidewrack.example"
    return name, (files(__name__) / "keys" / f"{name}.txt").read_text(encoding="utf-8").strip()
