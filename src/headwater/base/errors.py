"""Every error that Headwater raises on purpose.

HeadwaterError
├── UsageError        the call's words are off                           exit 2
├── InputError        a file or value that was given cannot be used      exit 65
│   └── QueryError    a search query cannot be parsed; says where
├── NotFound          a named thing is not there                         exit 66
├── CaseError         the case cannot be opened or made                  exit 73
│   ├── CaseVersion   it was written by a newer or an older Headwater
│   └── CaseBusy      another process is writing to it                   exit 75
├── Unsupported       understood, and refused: a language, a format      exit 69
├── Interrupted       stopped by the user; what was done is kept         exit 130
└── Defect            Headwater itself is at fault                       exit 70

Each carries a ``code`` (stable, searchable in the documentation), a sentence for humans and the
``next_step`` to take. Exit codes follow BSD sysexits(3) where it has a word for the matter.
"""

from __future__ import annotations


class HeadwaterError(Exception):
    """Root of the tree.

    ``message`` is one sentence for a human; ``next_step`` says what to try; ``code`` is a stable
    lower-case slug such as ``case-newer``; ``exit_code`` is what the command line exits with.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, next_step: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class UsageError(HeadwaterError):
    """The call's words are off: an option or argument that does not fit."""

    code = "usage"
    exit_code = 2


class InputError(HeadwaterError):
    """A file or a value that was given cannot be used as it is."""

    code = "input"
    exit_code = 65


class QueryError(InputError):
    """A query cannot be parsed. ``position`` is the code point offset in ``query`` (0-based)."""

    code = "query"

    def __init__(self, message: str, query: str, position: int, next_step: str = "") -> None:
        super().__init__(message, next_step)
        self.query = query
        self.position = position

    def __str__(self) -> str:
        pointer = " " * self.position + "^"
        return f"{self.message}\n  {self.query}\n  {pointer}\n{self.next_step}".rstrip()


class NotFound(HeadwaterError):
    """A named case, document, claim, statement or file is not there."""

    code = "not-found"
    exit_code = 66


class CaseError(HeadwaterError):
    """A case cannot be opened, made or written."""

    code = "case"
    exit_code = 73


class CaseVersion(CaseError):
    """A case was written by a newer Headwater, or needs an upgrade."""

    code = "case-version"


class CaseBusy(CaseError):
    """Another process is writing to the case."""

    code = "case-busy"
    exit_code = 75


class Unsupported(HeadwaterError):
    """Understood, and refused: a language or format that this version does not read."""

    code = "unsupported"
    exit_code = 69


class Interrupted(HeadwaterError):
    """Stopped by the user. What was done is kept and the same command goes on from there."""

    code = "interrupted"
    exit_code = 130


class Defect(HeadwaterError):
    """Headwater itself is at fault. HEADWATER_TRACEBACK=1 shows where."""

    code = "defect"
    exit_code = 70

    def __init__(self, message: str) -> None:
        super().__init__(message, "Run it again with HEADWATER_TRACEBACK=1 set and report what it prints.")
