"""What a document's page is made of."""

from pathlib import Path

from headwater.desk import adding, cases, documents
from headwater.desk.search import search


def test_a_copy_that_is_gone_says_so_and_the_document_stays(tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "a.txt").write_text("the crane", encoding="utf-8")
    (leak / "b.txt").write_text("the crane", encoding="utf-8")
    with cases.new_case(tmp_path / "case") as case:
        adding.add(case, [leak])
        (leak / "a.txt").unlink()
        adding.add(case, [leak])
        (hit,) = search(case, "crane").hits
        shown = documents.view(case, hit.id)
        assert [(copy.place.path, copy.gone) for copy in shown.copies] == [("a.txt", True), ("b.txt", False)]
        assert documents.original(case, hit.id) == b"the crane"
        assert all(receipt.reconciles for receipt in documents.receipts(case))
