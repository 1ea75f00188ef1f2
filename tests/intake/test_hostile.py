"""Hostile files: no crash, nothing written outside of the case, no request made, little memory, each item accounted for."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import REMOTE, TRAVERSING, items

from headwater.desk import cases
from headwater.model.document import Failed, Receipt
from headwater.store import documents
from headwater.store.receipts import receipts

GIB = 1024**3

# Loaded by every process of the run when it starts: what reaches for the network is noted and refused, and so is what
# opens a file to write where it should not.
_GUARD = """
import os, sys
_log, _may = os.environ["GUARD_LOG"], tuple(os.environ["GUARD_MAY"].split(os.pathsep))
_net = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request",
        "http.client.connect", "os.system")
def _note(line):
    with os.fdopen(os.open(_log, os.O_WRONLY | os.O_APPEND), "a") as out:
        out.write(line + "\\n")
def _guard(event, arguments):
    if event in _net:
        _note(f"{event} {arguments[-1]!r}")
        raise OSError("refused")
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.abspath(os.fsdecode(arguments[0]))
        if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not path.startswith(_may) and path != _log:
            _note(f"write {path!r}")
sys.addaudithook(_guard)
_note("guarded")
"""

_RUN = """
import json, sys
from pathlib import Path
from headwater.archive.deriving import derive
from headwater.archive.indexing import Keeper
from headwater.base.settings import MIB, Limits
from headwater.desk import cases
from headwater.intake.run import take_in
limits = Limits(item_bytes=32 * MIB, expansion_floor=48 * MIB, item_seconds=60)
with cases.open_case(Path(sys.argv[1])) as case, Keeper(case) as keeper:
    add = lambda new: keeper.add([(key, item.derived.terms) for key, item in new])
    take_in(case, [Path(sys.argv[2])], add, limits=limits, derive=derive, workers=2)
try:
    import resource
    own, others = (resource.getrusage(of).ru_maxrss for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024
    status = Path("/proc/self/status")  # ru_maxrss knows too of the process that began this one
    lines = status.read_text().splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), own)
    print(json.dumps([own * unit, others * unit]))
except ImportError:
    print("[0, 0]")
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the hostile leak: peak memory of the process that writes and of the largest one that reads, what the
    guard noted, and the case."""

    memory: list[int]
    noted: list[str]
    receipts: list[Receipt]
    texts: dict[str, str]

    @property
    def failures(self) -> dict[str, Failed]:
        """What failed, by the end of its place."""
        return {
            f"{receipt.container.rpartition('/')[2]}|{failed.place.path}": failed
            for receipt in self.receipts
            for failed in receipt.failures
        }

    def codes(self, *beginnings: str) -> set[str]:
        """The codes of failures at places that begin so."""
        return {failed.code for place, failed in self.failures.items() if place.startswith(beginnings)}


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "leak"
    folder.mkdir()
    for name, data in items().items():
        (folder / name).write_bytes(data)
    return folder


def standing(folder: Path) -> dict[str, str]:
    """Every file below a folder and the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def outcome(leak: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    home = tmp_path_factory.mktemp("guarded")
    for name in ("guard", "temporary", "work"):
        (home / name).mkdir()
    (home / "guard" / "sitecustomize.py").write_text(_GUARD, encoding="utf-8")
    log = home / "log"
    log.write_text("", encoding="utf-8")
    cases.new_case(home / "case").close()
    before = standing(leak)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(home / "guard"), os.environ.get("PYTHONPATH", "")]),
        "GUARD_LOG": str(log),
        "GUARD_MAY": os.pathsep.join([str(home / "case"), str(home / "temporary"), os.devnull]),
        "TMPDIR": str(home / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(home / "case"), str(leak)],
        env=environment,
        cwd=home / "work",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert standing(leak) == before, "an original was changed, or something was written beside it"
    assert not standing(home / "work")
    assert not standing(home / "temporary"), "something was left behind"
    with cases.open_case(home / "case") as case, case.reading() as connection:
        texts = {
            f"{container.rpartition('/')[2]}|{path}": documents.get(
                connection, documents.find_key(connection, sha256)
            ).document.text
            for container, path, sha256 in documents.places(connection)
        }
        found = receipts(connection)
    return Outcome(json.loads(done.stdout), log.read_text(encoding="utf-8").splitlines(), found, texts)


def test_each_item_is_accounted_for(leak: Path, outcome: Outcome) -> None:
    assert all(receipt.reconciles for receipt in outcome.receipts)
    (folder,) = (receipt for receipt in outcome.receipts if receipt.kind == "folder")
    assert (folder.claimed, folder.failed) == (len(items()), 0)
    assert "leak|plain.eml" in outcome.texts


def test_nothing_is_asked_of_the_network_and_nothing_is_written_elsewhere(outcome: Outcome) -> None:
    assert outcome.noted.count("guarded") >= 3  # the process that writes, and two that read
    assert [line for line in outcome.noted if line != "guarded"] == []


def test_memory_stays_small(outcome: Outcome) -> None:
    own, largest = outcome.memory
    assert own + 2 * largest < GIB  # two read and one writes


def test_bombs_are_refused_with_their_reasons(outcome: Outcome) -> None:
    assert outcome.codes("bomb.gz|", "bomb.bz2|", "bomb.xz|") == {"expansion"}
    for name in ("bomb.tgz", "flat.zip", "nested.zip", "attached.eml!2"):
        assert "expansion" in outcome.codes(name), name
    assert "overlap" in outcome.codes("overlapping.zip")
    for name in ("matryoshka.zip", "matryoshka.tgz"):
        assert "too-deep" in outcome.codes(name), name
    assert "too-many-parts" in outcome.codes("leak|parts.eml")
    assert "too-deep" in outcome.codes("leak|multiparts.eml")
    assert "too-deep" in outcome.codes("leak|messages.eml")


def test_names_lead_nowhere(outcome: Outcome, leak: Path) -> None:
    for archive in ("names.zip", "names.tar"):
        inside = [place for place in outcome.texts if place.startswith(f"{archive}|")]
        assert len(inside) == len(TRAVERSING)
        assert all(outcome.texts[place] == "outside" for place in inside)
    assert outcome.codes("linked.tar|etc", "linked.tar|hard") == {"not-followed"}
    assert not list(leak.parent.rglob("outside.txt"))


def test_pages_are_read_and_not_run(outcome: Outcome) -> None:
    for name in ("leak|active.html", "leak|active.eml"):
        assert "seen words" in outcome.texts[name]
        assert REMOTE not in outcome.texts[name]


def test_what_is_long_is_kept(outcome: Outcome) -> None:
    assert outcome.texts["leak|quoted.eml"].count("> said\n") == 1_000_000
    assert "\0" not in "".join(outcome.texts.values())
    assert "before\ufffdafter" in outcome.texts["leak|nul.eml"]
