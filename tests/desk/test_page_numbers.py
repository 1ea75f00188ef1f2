"""Hits and statements in paged documents say on which page they stand."""

from pathlib import Path

import office
import papers

from headwater.desk import statements
from headwater.desk.adding import add
from headwater.desk.reading import read_case
from headwater.desk.search import search
from headwater.store import case as cases


def test_hits_and_statements_carry_pages(tmp_path: Path) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    said = "Odile Brandt said that the green ledger was burned in May."
    (folder / "a.pdf").write_bytes(papers.pdf_of(["A cover.", "Nothing here.", said]))
    (folder / "b.pptx").write_bytes(office.slides())
    (folder / "c.txt").write_text(f"A cover.\n\f{said}\n", encoding="utf-8")
    with cases.create(tmp_path / "case") as case:
        add(case, [folder])
        read_case(case)
        pages = {
            hit.title: hit.page for query in ("ledger", "berths seven") for hit in search(case, query).hits
        }
        assert pages == {"a.pdf": 3, "b.pptx": 1, "c.txt": None} | {"b.pptx": pages["b.pptx"]}
        assert pages["b.pptx"] in (1, 2)
        rows = list(statements.rows(case))
        assert {row["page"] for row in rows} == {3, None}
        _, views = statements.listing(case)
        assert {view.page for view in views} == {3, None}
