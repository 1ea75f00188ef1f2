"""The first hour: every number leads to as many documents as it says, and is counted anew where the case changed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from headwater.desk import adding, first_hour, work
from headwater.desk.facets import Facet
from headwater.store import case as cases
from headwater.store.case import Case

MAIL = "From: {by}@pier.example\nTo: bo@pier.example\nDate: {date}\nSubject: {subject}\nMessage-ID: <{id}@pier.example>\n{more}\n{text}\n"


def write(folder: Path, name: str, by: str, date: str, text: str, more: str = "") -> None:
    folder.mkdir(exist_ok=True)
    values = {"by": by, "date": date, "subject": name, "id": name, "text": text, "more": more}
    (folder / f"{name}.eml").write_text(MAIL.format(**values), encoding="utf-8")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    folder = tmp_path / "leak"
    write(folder, "one", "ada", "Mon, 01 Mar 2010 10:00:00 +0000", "The password is under the mat.")
    write(folder, "two", "ada", "Tue, 02 Mar 2010 10:00:00 +0000", "No.", "In-Reply-To: <one@pier.example>\n")
    write(folder, "three", "eve", "Tue, 04 May 2010 10:00:00 +0000", "Nothing.")
    (folder / "plan.bin").write_bytes(bytes(range(256)) * 40)
    with cases.create(tmp_path / "case") as made:
        adding.add(made, [folder])
        yield made


def test_what_is_in_a_case(case: Case) -> None:
    found = first_hour.first_hour(case)
    people = {value.value: value.count for value in found.values(Facet.PEOPLE).values}
    assert people == {"bo@pier.example": 3, "ada@pier.example": 2, "eve@pier.example": 1}
    assert found.counted.timeline is not None
    assert [(one.label, one.count) for one in found.counted.timeline.columns][:2] == [
        ("2010-03", 2),
        ("2010-05", 1),
    ]
    assert [(line.title, line.messages) for line in found.threads] == [("one", 2)]
    assert [(line.title, line.size) for line in found.files] == [("plan.bin", 10240)]
    assert [(one.status, one.count, one.query) for one in found.closed] == [("unread", 1, "status:unread")]
    leads = {lead.name: (lead.query, lead.count) for lead in found.leads}
    assert leads["Passwords"][1] == 1
    assert "Lawyers" not in leads
    assert found.untold == 4


def test_it_is_kept_and_counted_anew_after_a_change(case: Case, tmp_path: Path) -> None:
    before = first_hour.first_hour(case)
    assert first_hour.first_hour(case) is before
    work.do(case)
    told = first_hour.first_hour(case)
    assert told.untold == 0
    assert sum(count for _, count in told.languages) == 4
    write(tmp_path / "more", "four", "eve", "Tue, 01 Jun 2010 10:00:00 +0000", "Also.")
    adding.add(case, [tmp_path / "more"])
    after = first_hour.first_hour(case)
    assert after.totals.documents == before.totals.documents + 1
    assert after.values(Facet.PEOPLE).values[0].count == 4


def test_an_empty_case_has_a_page(tmp_path: Path) -> None:
    with cases.create(tmp_path / "empty") as made:
        found = first_hour.first_hour(made)
    assert (found.totals.documents, found.leads, found.files, found.threads) == (0, (), (), ())


def test_each_number_leads_to_as_many_documents_as_it_says(desk: TestClient) -> None:
    text = desk.get("/first").text
    rows = re.findall(
        r'href="(/search\?q=[^"]+)">.*?</a>.*?(?:<td>|class="facts">)([0-9,]+)(?:</td>| doc)', text
    )
    assert len(rows) > 8
    for address, count in rows:
        shown = re.search(r'class="count">([0-9,]+) document', desk.get(html.unescape(address)).text)
        assert shown is not None, address
        assert shown[1] == count, address
