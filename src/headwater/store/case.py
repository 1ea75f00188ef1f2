"""Open and make cases: the folder, its settings, its database with migrations.

The layout is a contract, written in docs/case.md::

    CASE/case.toml   settings, made once and edited by hand if need be
    CASE/case.db     SQLite, WAL mode (case.db-wal and case.db-shm beside it while open)
    CASE/index/      the search index; derived, may be deleted and is rebuilt
    CASE/matching.db   what is kept of statements to match them with claims; derived, may be deleted and is rebuilt
    CASE/reading.lock  locked while a process reads documents for statements
    CASE/copies.lock   locked while a process looks for copies
    CASE/ocr.lock      locked while a process reads pictures of pages
    CASE/passwords.txt   passwords to try on what is encrypted, one a line, in the clear; only where some were given

Several processes may read while one writes. A writer takes SQLite's lock at BEGIN, so that it never
finds out half-way that another was faster.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from headwater.base import dates
from headwater.base.errors import CaseBusy, CaseError, CaseVersion, NotFound
from headwater.store.schema import REVISION

SETTINGS = "case.toml"
DATABASE = "case.db"
INDEX = "index"
READING_LOCK = "reading.lock"
MATCHING = "matching.db"
COPIES_LOCK = "copies.lock"
OCR_LOCK = "ocr.lock"
PASSWORDS = "passwords.txt"
_UNFINISHED = "case.toml.new"
_BESIDE = tuple(DATABASE + ending for ending in ("-wal", "-shm", "-journal"))
_MATCHING = tuple(MATCHING + ending for ending in ("", "-wal", "-shm", "-journal"))
_DERIVED = frozenset((INDEX, READING_LOCK, COPIES_LOCK, OCR_LOCK, *_MATCHING))
BUSY_SECONDS = 30
"""How long a connection waits for another's write before it gives up."""


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """What case.toml holds. ``zone`` is the IANA name of the zone in which dates of queries are meant."""

    name: str
    zone: str = "UTC"
    created: str = ""


class Case:
    """An open case. Make one with ``create`` or ``open_case``; close it, or use it as a context manager."""

    def __init__(self, root: Path, settings: CaseSettings, engine: Engine) -> None:
        self.root = root
        self.settings = settings
        self._engine = engine

    @property
    def index_path(self) -> Path:
        """The folder of the search index; it need not exist yet."""
        return self.root / INDEX

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state of the case until the block ends."""
        with _translated(self.root), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[Connection]:
        """A connection in a write transaction: committed when the block ends, undone when it raises.

        One that is not ``durable`` is safe from the end of this process at once, from a power cut only after the next
        one that is: until then the case may fall back to what it was before, whole.
        Raises CaseBusy where another process has been writing for longer than BUSY_SECONDS.
        """
        with _translated(self.root), self._engine.connect() as connection:
            connection.execution_options(headwater_write=True, headwater_durable=durable)
            with connection.begin():
                yield connection

    def reading_lock(self) -> AbstractContextManager[None]:
        """Held by the one process that reads documents for statements. Raises CaseBusy where another one has it."""
        step = "Wait until it is done, or stop it on the page about reading."
        return self._locked(READING_LOCK, "reading", f"reading documents of {self.root} for statements", step)

    def copies_lock(self) -> AbstractContextManager[None]:
        """Held by the one process that looks for copies. Raises CaseBusy where another one has it."""
        return self._locked(COPIES_LOCK, "copies", f"looking for copies in {self.root}")

    def ocr_lock(self) -> AbstractContextManager[None]:
        """Held by the one process that reads pictures of pages. Raises CaseBusy where another one has it."""
        return self._locked(OCR_LOCK, "ocr", f"reading pictures of pages in {self.root}")

    @contextmanager
    def _locked(
        self, name: str, work: str, doing: str, step: str = "Wait until it is done."
    ) -> Iterator[None]:
        """SQLite's lock on an empty database: the same on every system, and gone with the process that held it."""
        with closing(sqlite3.connect(self.root / name, timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise CaseBusy(f"Another process is {doing}.", step, code=f"{work}-busy") from error
            yield

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(root: Path, *, name: str = "", zone: str = "UTC") -> Case:
    """Make a new case in ``root`` and open it.

    ``root`` must be absent, an empty folder, or hold a case that was not made to its end; what its database holds
    already is kept. The settings are written last, in one step: a folder with settings and database is a whole case.
    Raises CaseError where something else stands there, the folder cannot be made or the zone is unknown.
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CaseError(
            f"There is no time zone named {zone!r}.", "Use an IANA name such as Europe/Madrid.", code="zone"
        ) from error
    standing = _half_made(root)
    settings = CaseSettings(name or root.resolve().name, zone, dates.now())
    made = not root.exists()
    try:
        root.mkdir(parents=True, exist_ok=True)
        _make_database(root)
        _write_settings(root, settings)
    except BaseException as error:
        _clear(root, standing, whole=made)
        if isinstance(error, OSError):
            raise CaseError(
                f"The case {root} cannot be made: {error.strerror}.", "Choose another place."
            ) from error
        raise
    return open_case(root)


def _half_made(root: Path) -> frozenset[str]:
    """What stands in ``root``; CaseError where it is more than what is left of a case half made."""
    try:
        found = frozenset(path.name for path in root.iterdir())
    except FileNotFoundError:
        return frozenset()
    except OSError:
        found = frozenset({"?"})
    left = {DATABASE, PASSWORDS, *_BESIDE, _UNFINISHED} | (_DERIVED if DATABASE in found else {SETTINGS})
    if not found <= left:
        raise CaseError(
            f"{root} exists already and is not an empty folder.",
            "Choose another name, or work on with the case that is there.",
            code="case-exists",
        )
    return found


def _make_database(root: Path) -> None:
    engine = _engine(root)
    try:
        found = revision(root, engine)
        if found > REVISION:
            raise _version_error(root, found)
        with _translated(root):
            migrate(engine)
    finally:
        engine.dispose()


def _write_settings(root: Path, settings: CaseSettings) -> None:
    """Write case.toml so that it is there whole or not at all, even after a power cut."""
    with (root / _UNFINISHED).open("w", encoding="utf-8", newline="\n") as out:
        out.write(_settings_text(settings))
        out.flush()
        os.fsync(out.fileno())
    (root / _UNFINISHED).replace(root / SETTINGS)


def _clear(root: Path, standing: frozenset[str], *, whole: bool) -> None:
    """Take away what a failed ``create`` made: all of the folder if it made that, else what was not ``standing``."""
    if whole:
        shutil.rmtree(root, ignore_errors=True)
        return
    for name in {SETTINGS, _UNFINISHED, DATABASE, *_BESIDE} - standing:
        with suppress(OSError):
            (root / name).unlink(missing_ok=True)


def open_case(root: Path) -> Case:
    """Open the case in ``root``.

    Raises NotFound where there is none, CaseError where its settings or database cannot be read, and
    CaseVersion where a newer Headwater wrote it or it needs ``headwater upgrade``.
    """
    settings = _read_settings(root)
    engine = _engine(root)
    found = revision(root, engine)
    if found != REVISION:
        engine.dispose()
        raise _version_error(root, found)
    return Case(root, settings, engine)


def upgrade(root: Path) -> tuple[int, int]:
    """Bring an older case's tables up to date; returns the revisions before and after.

    Raises CaseVersion where a newer Headwater wrote it.
    """
    _read_settings(root)
    engine = _engine(root)
    try:
        found = revision(root, engine)
        if found > REVISION:
            raise _version_error(root, found)
        with _translated(root):
            migrate(engine)
        return found, REVISION
    finally:
        engine.dispose()


def revision(root: Path, engine: Engine) -> int:
    """The revision of the tables of the case in ``root``; 0 where none was recorded."""
    with _translated(root), engine.connect() as connection:
        if not connection.dialect.has_table(connection, "alembic_version"):
            return 0
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return int(row[0]) if row else 0


def migrate(engine: Engine, target: str = "head") -> None:
    """Run the migrations that are missing up to ``target`` (a revision), all in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    location = str(files("headwater.store") / "migrations")
    config.set_main_option("script_location", location.replace("%", "%%"))  # "%" would be interpolation
    config.set_main_option("path_separator", "newline")
    with engine.connect() as connection:
        connection.execution_options(headwater_write=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, target)


def _engine(root: Path) -> Engine:
    url = URL.create("sqlite", database=str(root / DATABASE))  # never parsed: "?" may stand in a path
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("headwater_write", False):
            level = "FULL" if options.get("headwater_durable", True) else "NORMAL"
            connection.exec_driver_sql(f"PRAGMA synchronous={level}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def _translated(root: Path) -> Iterator[None]:
    """Turn the database driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        raise (_ours(root, str(error.orig)) or error) from error
    except sqlite3.DatabaseError as error:  # raised while a connection is made, before SQLAlchemy wraps it
        raise (_ours(root, str(error)) or error) from error


def _ours(root: Path, said: str) -> CaseError | None:
    """The error of ours that stands for what SQLite ``said``; None where it speaks of a defect."""
    if "locked" in said or "busy" in said:
        return CaseBusy(f"Another process is writing to {root}.", "Wait until it is done, then try again.")
    if "not a database" in said or "malformed" in said:
        return CaseError(
            f"The database of {root} is damaged: {said}.",
            "Restore it from a copy, or make a new case and add the originals again.",
            code="case-damaged",
        )
    if "readonly" in said or "unable to open" in said:
        return CaseError(
            f"The case {root} cannot be written: {said}.",
            "Reading needs to write beside the database too: get the right to write there, or copy the case.",
            code="case-read-only",
        )
    if any(word in said for word in ("disk", "I/O", "permission")):
        return CaseError(f"The case {root} cannot be used: {said}.", "Check disk and permissions.")
    return None


def _settings_text(settings: CaseSettings) -> str:
    lines = (
        f"{key} = {json.dumps(getattr(settings, key), ensure_ascii=False)}"
        for key in ("name", "zone", "created")
    )
    return "# Settings of a Headwater case; see docs/case.md.\n" + "\n".join(lines) + "\n"


def _read_settings(root: Path) -> CaseSettings:
    _require(root)
    try:
        found = tomllib.loads((root / SETTINGS).read_text(encoding="utf-8"))
        settings = CaseSettings(
            str(found["name"]), str(found.get("zone", "UTC")), str(found.get("created", ""))
        )
        ZoneInfo(settings.zone)
    except (KeyError, ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise CaseError(
            f"{root / SETTINGS} cannot be read: {error}.",
            "Mend it by hand; docs/case.md lists its keys.",
            code="case-settings",
        ) from error
    return settings


def _require(root: Path) -> None:
    """Raise NotFound where there is no whole case in ``root``."""
    settings, database = (root / SETTINGS).is_file(), (root / DATABASE).is_file()
    if settings and database:
        return
    step = f"Make one with: headwater new {root}"
    if database:
        message = f"The case in {root} has no settings: it was not made to its end, or {SETTINGS} was lost."
        step = f"Finish it, with all that it holds, with: headwater new {root}"
    elif settings and (root / INDEX).exists():
        message = f"The case in {root} has lost its database {DATABASE}."
        step = "Restore it from a copy, or make a new case and add the originals again."
    else:
        message = f"There is no case in {root}."
    raise NotFound(message, step, code="case-missing")


def _version_error(root: Path, found: int) -> CaseVersion:
    if found > REVISION:
        return CaseVersion(
            f"The case {root} was written by a newer Headwater (tables {found}, this one knows {REVISION}).",
            "Install the newer version to open it.",
            code="case-newer",
        )
    return CaseVersion(
        f"The case {root} was written by an older Headwater (tables {found}, this one writes {REVISION}).",
        f"Bring it up to date with: headwater upgrade {root}",
        code="case-older",
    )
