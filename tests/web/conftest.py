"""Fixtures of the web desk: a small case written straight into the store, and clients of a desk over it.

All of it is fiction.

At Low Harrow a sluice was opened by night. One lock keeper saw it; a wire story had it from her, and six papers had it
from the wire. The water board denies it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

import ledgers
from headwater.archive.indexing import Keeper, terms_of
from headwater.base.dates import DateRank, Moment
from headwater.base.spans import Span
from headwater.desk import claims
from headwater.desk.holding import hold_readings
from headwater.model.claim import Role
from headwater.model.document import Document, Failed, Kind, Message, Participant, Place, Status, Taken
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.statements.batch import Read
from headwater.store import case as cases
from headwater.store import containers, documents, filing, receipts
from headwater.store.case import Case
from headwater.web.app import create_app

TOKEN = "the-token-of-this-start"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

WIRE = """Sluice at Low Harrow was opened by night, keeper says

LOW HARROW (Eastern Wire) - The sluice above the town was opened on the night of 3 March, lock keeper Ida Thorne told
Eastern Wire. She said her log reads "gate two raised, order of the board, 23.40".

The Levels Board denies that any gate was moved. "No gate at Low Harrow was touched that night," the spokesman, Per
Lund, said on Friday.

One engineer, who asked not to be named, doubts that the log is complete.
"""

MAIL = """Sam,

I was at the lock on the third and saw the gate go up myself. Nobody had warned the farms.

The order came by telephone, and I wrote it down. Anna Moss told me that the board had known since January.

Ida

| hour  | level |
| 23.40 | 1.92  |
| 00.20 | 2.61  |
"""

PAPERS = ("Harrow Herald", "The Fen Post", "Morning Ledger", "Coast Gazette", "Evening Tide", "The Sentinel")


@pytest.fixture(scope="session")
def affair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a case that tests may read, and may add claims to under names of their own."""
    root = tmp_path_factory.mktemp("desk") / "case"
    _build(root)
    return root


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The root of a case with a ledger, and the ids in it. Tests that decide something undo it or use claims of their own."""
    root = tmp_path_factory.mktemp("ferry") / "case"
    return root, ledgers.build(root)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser: the one that ``CHROMIUM`` names, else whatever ``chromium`` is."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        missing = "no chromium: install it, or name it in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(missing)  # nothing may be left out there
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def stranger(affair: Path) -> Iterator[TestClient]:
    """A client without the token. It follows no redirects."""
    app = create_app(affair, TOKEN, ["desk.example"])
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        yield client


@pytest.fixture
def desk(stranger: TestClient) -> TestClient:
    """A client that came in with the token."""
    stranger.get(f"/?token={TOKEN}")
    return stranger


def _build(root: Path) -> None:
    with cases.create(root, name="The sluice at Low Harrow") as case:
        mail = _message(MAIL, "What I saw on the third")
        wire = _text(WIRE, "Sluice at Low Harrow was opened by night, keeper says")
        reprints = [_text(f"{paper}\n\n{WIRE}", f"{paper}: Sluice opened by night") for paper in PAPERS]
        long = _text(_long_text(), "Minutes of the Levels Board, all of them")
        spoilt = _unread()
        _take_in(case, [mail, wire, *reprints, long], spoilt)
        _read(case, mail, _mail_statements(mail))
        _read(case, wire, _wire_statements(wire, ("Eastern Wire",)))
        for paper, reprint in zip(PAPERS, reprints, strict=True):
            _read(case, reprint, _wire_statements(reprint, (paper, "Eastern Wire")))
        _write_claim(case, wire, reprints, mail)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _text(text: str, title: str) -> Document:
    moment = Moment(1_268_000_000, None)
    return Document(
        _digest(text),
        len(text.encode()),
        Kind.TEXT,
        "text/plain",
        title,
        text,
        sent=moment,
        rank=DateRank.FILE,
    )


def _message(text: str, subject: str) -> Document:
    people = (
        Participant("from", "Ida Thorne", "ida@lock.example"),
        Participant("to", "Sam Okoro", "sam@herald.example"),
        Participant("cc", "", "desk@herald.example"),
    )
    return Document(
        sha256=_digest(text),
        size=len(text) + 400,
        kind=Kind.MESSAGE,
        media_type="message/rfc822",
        title=subject,
        text=text,
        status=Status.REPAIRED,
        notes=("The charset was declared as ascii, but read as windows-1252.",),
        sent=Moment(1_267_700_000, 60),
        rank=DateRank.HEADER,
        message=Message(subject, "a1@lock.example", (), (), people),
    )


def _unread() -> Document:
    return Document(
        _digest("drawing"),
        48_211,
        Kind.FILE,
        "application/octet-stream",
        "gates.dwg",
        "",
        Status.UNREAD,
        ("No reader opens this format yet.",),
    )


def _long_text() -> str:
    """Long enough for several parts, with one line that never ends and letters from all over."""
    minutes = "".join(
        f"Item {n}. The level at Low Harrow was read and found in order. 水位 𐍈 é\n\n" for n in range(1, 4000)
    )
    return minutes + "x" * 5000 + "\n"


def _take_in(case: Case, taken: list[Document], spoilt: Document) -> None:
    inside = (Taken(Place("2", None, spoilt.size), spoilt),)
    rows, offset = [], 0
    for number, document in enumerate(taken):
        place = Place(f"#{number + 1}", offset, document.size)
        rows.append(Taken(place, document, inside if number == 0 else ()))
        offset += document.size
    failed = Failed(Place("#99", None, 300), "no-headers", "This item has no headers and no text.")
    with Keeper(case) as keeper:
        with case.writing() as connection:
            container = containers.begin(
                connection, "/archive/low-harrow/inbox-of-the-lock-keeper.mbox", "mbox", "1"
            ).id
            new = filing.add_items(
                connection, [(container, item) for row in rows for item in filing.items(row, terms_of)]
            )
            receipts.add_failures(connection, container, [failed])
            containers.finish(
                connection, container, claimed=len(rows) + 1, size=offset + 800, structure_bytes=500
            )
        keeper.add([(key, item.derived) for key, item in new])


def _read(case: Case, document: Document, found: list[Statement]) -> None:
    with case.writing() as connection:
        stored = documents.get(connection, documents.find_key(connection, document.sha256))
        hold_readings(connection, [(stored, Read(tuple(found)))], "fiction-1")


def _said(
    document: Document,
    source: str,
    cue: str,
    content: str,
    chain: tuple[str, ...],
    stance: Stance = Stance.ASSERTS,
    basis: Basis = Basis.UNKNOWN,
) -> Statement:
    spans = [(_find(document.text, words),) if words else () for words in (source, cue, content)]
    identifier = hashlib.sha256(f"{document.sha256} {source} {content}".encode()).hexdigest()[:16]
    return Statement(
        identifier,
        document.sha256,
        *spans,
        stance,
        basis,
        Form.INDIRECT if spans[0] else Form.BLOCK,
        None,
        chain,
        "2010-03-03",
        0.8,
    )


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _wire_statements(document: Document, carriers: tuple[str, ...]) -> list[Statement]:
    night = "The sluice above the town was opened on the night of 3 March"
    log = 'her log reads "gate two raised, order of the board, 23.40"'
    return [
        _said(document, "lock keeper Ida Thorne", "told", night, (*carriers, "Ida Thorne")),
        _said(document, "She", "said", log, (*carriers, "Ida Thorne")),
        _said(
            document,
            "her log",
            "reads",
            '"gate two raised, order of the board, 23.40"',
            (*carriers, "Ida Thorne", "the log"),
        ),
        _said(
            document,
            "The Levels Board",
            "denies",
            "any gate was moved",
            (*carriers, "Levels Board"),
            Stance.DENIES,
        ),
        _said(
            document,
            "the spokesman, Per\nLund",
            "said on Friday",
            '"No gate at Low Harrow was touched that night,"',
            (*carriers, "Per Lund"),
        ),
        _said(
            document,
            "One engineer",
            "doubts",
            "the log is complete",
            (*carriers, "one engineer"),
            Stance.DOUBTS,
        ),
    ]


def _mail_statements(document: Document) -> list[Statement]:
    seen = "I was at the lock on the third and saw the gate go up myself. Nobody had warned the farms."
    return [
        _said(document, "", "", seen, ("Ida Thorne",), basis=Basis.WITNESSED),
        _said(
            document,
            "Anna Moss",
            "told",
            "the board had known since January",
            ("Ida Thorne", "Anna Moss"),
            basis=Basis.HEARD,
        ),
    ]


def _write_claim(case: Case, wire: Document, reprints: list[Document], mail: Document) -> None:
    parts = [
        "a gate was opened on the night of 3 March",
        "the board had ordered it",
        "the farms had been warned",
    ]
    claims.new(
        case,
        "The Levels Board had the sluice at Low Harrow opened by night.",
        parts,
        by="Noor",
        claim_id="sluice",
    )
    for document in (wire, *reprints):
        night, _, _, denial, _, doubt = _wire_statements(document, ())
        claims.link(
            case,
            "sluice",
            night.id,
            Role.SUPPORTS,
            parts=[1],
            basis="witnessed",
            why="She was there.",
            by="Noor",
        )
        if document is wire:
            claims.link(
                case, "sluice", denial.id, Role.DISPUTES, parts=[1, 2], basis="unknown", why="", by="Noor"
            )
            claims.link(
                case,
                "sluice",
                doubt.id,
                Role.QUALIFIES,
                parts=[2],
                basis="inferred",
                why="On the log only.",
                by="Sam",
            )
    seen, known = _mail_statements(mail)
    claims.link(
        case, "sluice", seen.id, Role.SUPPORTS, parts=[1], basis="witnessed", why="Her own mail.", by="Noor"
    )
    claims.link(case, "sluice", known.id, Role.SUPPORTS, parts=[2], basis="heard", why="", by="Noor")
