"""The passwords that are tried on what is encrypted in a case: one a line in a file beside its settings.

Originals stay encrypted where they are, so each look at one needs its password again. The file holds them in the clear.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from headwater.base.errors import CaseError
from headwater.store.case import PASSWORDS


def passwords(root: Path) -> tuple[str, ...]:
    """The passwords of the case in ``root``, each once, in the order of the file; none where there is no file.

    Raises CaseError where it cannot be read.
    """
    try:
        text = (root / PASSWORDS).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeError) as error:
        raise CaseError(
            f"{root / PASSWORDS} cannot be read: {error}.", "It is to be text in UTF-8, one password a line."
        ) from error
    return tuple(dict.fromkeys(line for line in text.splitlines() if line))


def add(root: Path, new: Iterable[str]) -> bool:
    """Add passwords to those of the case in ``root``; whether any was not among them. Raises CaseError."""
    known = passwords(root)
    kept = tuple(dict.fromkeys((*known, *filter(None, new))))
    if kept == known:
        return False
    path = root / PASSWORDS
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            with contextlib.suppress(OSError, NotImplementedError):
                path.chmod(0o600)
            out.writelines(f"{one}\n" for one in kept)
    except OSError as error:
        raise CaseError(
            f"{path} cannot be written: {error.strerror}.", "Check disk and permissions."
        ) from error
    return True
