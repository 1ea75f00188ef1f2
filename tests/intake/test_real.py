"""Intake of real mail and documents: no loss, no crash, every receipt reconciles."""

from collections import Counter
from pathlib import Path

import pytest
from building import add, all_documents, all_receipts, dumped

from headwater.model.document import Kind
from headwater.store.case import Case

pytestmark = pytest.mark.real


def test_enron_is_its_messages_and_labels(case: Case, shared_data: Path) -> None:
    folder = shared_data / "mail" / "enron"
    summary = add(case, folder)
    assert summary.failed == 0
    kinds = Counter(stored.document.kind for stored in all_documents(case))
    assert kinds[Kind.MESSAGE] == 1702
    (receipt,) = all_receipts(case)
    assert receipt.taken == sum(1 for path in folder.rglob("*") if path.is_file())
    before = dumped(case)
    assert add(case, folder).documents == 0
    assert dumped(case) == before


def test_released_papers_are_texts_though_they_begin_like_mail(case: Case, shared_data: Path) -> None:
    add(case, shared_data / "documents" / "clinton")
    assert {stored.document.kind for stored in all_documents(case)} == {Kind.TEXT}


@pytest.mark.parametrize("name", ["lists", "mime", "hoover", "aleph", "msg", "tnef", "pst", "replies"])
def test_every_receipt_reconciles(case: Case, shared_data: Path, name: str) -> None:
    folder = shared_data / "mail" / name
    add(case, folder)
    outermost = all_receipts(case)[0]
    assert outermost.size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for stored in all_documents(case):
        stored.document.text.encode("utf-8")
