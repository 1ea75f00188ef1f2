"""Open and make cases: the folder, its settings, its database with migrations.

The layout is a contract, written in docs/case.md::

    CASE/case.toml   settings, made once and edited by hand if need be
    CASE/case.db     SQLite, WAL mode (case.db-wal and case.db-shm beside it while open)
    CASE/index/      the search index; derived, may be deleted and is rebuilt

Several processes may read while one writes. A writer takes SQLite's lock at BEGIN, so that it never
finds out half-way that another was faster.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from headwater.base import dates
from headwater.base.errors import CaseBusy, CaseError, CaseVersion, NotFound
from headwater.store.schema import REVISION

SETTINGS = "case.toml"
DATABASE = "case.db"
INDEX = "index"
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
        with self._engine.connect() as connection, _translated(self.root):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction: committed when the block ends, undone when it raises.

        Raises CaseBusy where another process has been writing for longer than BUSY_SECONDS.
        """
        with _translated(self.root), self._engine.connect() as connection:
            connection.execution_options(headwater_write=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(root: Path, *, name: str = "", zone: str = "UTC") -> Case:
    """Make a new case in ``root``, which must be absent or an empty folder, and open it.

    Raises CaseError where something stands there already, the folder cannot be made or the zone is unknown.
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CaseError(
            f"There is no time zone named {zone!r}.", "Use an IANA name such as Europe/Madrid.", code="zone"
        ) from error
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CaseError(
            f"{root} exists already and is not an empty folder.",
            "Choose another name, or work on with the case that is there.",
            code="case-exists",
        )
    settings = CaseSettings(name or root.resolve().name, zone, dates.now())
    made = not root.exists()
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / SETTINGS).write_text(_settings_text(settings), encoding="utf-8", newline="\n")
        engine = _engine(root)
        migrate(engine)
    except OSError as error:
        if made:
            shutil.rmtree(root, ignore_errors=True)
        raise CaseError(
            f"The case {root} cannot be made: {error.strerror}.", "Choose another place."
        ) from error
    return Case(root, settings, engine)


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


def migrate(engine: Engine) -> None:
    """Run the migrations that are missing, all in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("headwater.store") / "migrations"))
    config.set_main_option("path_separator", "newline")
    with engine.connect() as connection:
        connection.execution_options(headwater_write=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _engine(root: Path) -> Engine:
    engine = create_engine(f"sqlite:///{root / DATABASE}", connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("headwater_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


@contextmanager
def _translated(root: Path) -> Iterator[None]:
    """Turn the database driver's errors into ours."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise CaseBusy(
                f"Another process is writing to {root}.", "Wait until it is done, then try again."
            ) from error
        raise CaseError(
            f"The case {root} cannot be used: {error.orig}.", "Check disk and permissions."
        ) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise CaseError(
                f"The database of {root} is damaged: {error.orig}.",
                "Restore it from a copy, or make a new case and add the originals again.",
                code="case-damaged",
            ) from error
        raise


def _settings_text(settings: CaseSettings) -> str:
    lines = (
        f"{key} = {json.dumps(getattr(settings, key), ensure_ascii=False)}"
        for key in ("name", "zone", "created")
    )
    return "# Settings of a Headwater case; see docs/case.md.\n" + "\n".join(lines) + "\n"


def _read_settings(root: Path) -> CaseSettings:
    if not (root / SETTINGS).is_file() or not (root / DATABASE).is_file():
        raise NotFound(
            f"There is no case in {root}.", f"Make one with: headwater new {root}", code="case-missing"
        )
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
