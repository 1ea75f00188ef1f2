"""Items read by several processes: the same case, and an item that breaks its worker costs only itself."""

import sys
from pathlib import Path

import pytest
from building import all_receipts, dumped, failures, mbox, message, zipped
from hostile import attached

from headwater.base.settings import Limits
from headwater.intake import pool
from headwater.intake.run import take_in
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.store.filing import Item

# A module that workers find too: what it derives from a document takes for ever, ends the process, or raises.
_DERIVING = """
import os, time

def derive(taken):
    title = taken.document.title
    if title == "for ever":
        while True:
            time.sleep(1)
    if title == "the end":
        os._exit(3)
    if title == "a defect":
        raise ValueError(title)
    return len(taken.document.text)
"""


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leak")
    (folder / "mail.mbox").write_bytes(mbox(*(message(number) for number in range(500))))
    (folder / "half.zip").write_bytes(zipped({f"{n}.eml": message(n) for n in range(400, 700)}))
    for number in range(250):
        papers = zipped({"note.txt": f"note {number // 2}".encode(), "m.mbox": mbox(message(number))})
        (folder / f"{number}.eml").write_bytes(attached(f"papers{number % 3}.zip", papers))
    return folder


def test_any_number_of_workers_makes_the_same_case(tmp_path: Path, leak: Path) -> None:
    found, told = [], []
    for workers in (0, 1, 3):
        with cases.create(tmp_path / str(workers)) as case:
            keys: list[int] = []
            take_in(case, [leak], lambda new: keys.extend(key for key, _ in new), workers=workers)  # noqa: B023
            assert all(receipt.reconciles for receipt in all_receipts(case))
            found.append(dumped(case))
            told.append(keys)
    assert found[0] == found[1] == found[2]
    assert told[0] == told[1] == told[2] == sorted(told[0])


def test_an_item_that_breaks_its_worker_is_a_failure_and_the_rest_goes_on(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "breaking_workers.py").write_text(_DERIVING, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    monkeypatch.setattr(pool, "BATCH_SECONDS", 0)  # a batch has no more time than an item
    monkeypatch.setattr(pool, "_IDLE_SECONDS", 0.1)
    from breaking_workers import derive  # type: ignore[import-not-found]

    subjects = {50: "for ever", 70: "the end", 90: "a defect"}
    mails = [message(number, subject=subjects.get(number, "")) for number in range(120)]
    (tmp_path / "mail.mbox").write_bytes(mbox(*mails))
    derived: list[int] = []
    told: list[int] = []

    def tell(new: list[tuple[int, Item]]) -> None:
        derived.extend(item.derived for _, item in new)
        told.append(len(new))

    take_in(
        case,
        [tmp_path / "mail.mbox"],
        tell,
        limits=Limits(item_seconds=1),
        derive=derive,
        workers=2,
    )
    assert failures(case) == {"#51": "too-slow", "#71": "crashed", "#91": "defect"}
    (receipt,) = all_receipts(case)
    assert (receipt.reconciles, receipt.taken, receipt.failed, len(derived)) == (True, 117, 3, 117)
    assert 0 in told  # while the item that took for ever was waited for
    sys.modules.pop("breaking_workers")
