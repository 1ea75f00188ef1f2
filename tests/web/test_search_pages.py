"""The pages of search without a browser: facets and timeline, batches of queries, searches that are kept."""

from __future__ import annotations

import html
import re
from datetime import date

from starlette.testclient import TestClient

from headwater.archive.facets import Step
from headwater.desk.facets import Column, Timeline
from headwater.web.timeline import HEIGHT, MOST, WIDTH, drawn


def hits(desk: TestClient, address: str) -> int:
    text = desk.get(address).text
    found = re.search(r'class="count">([0-9,]+) document', text)
    return int(found[1].replace(",", "")) if found else 0


def test_each_value_of_a_facet_narrows_to_as_many_documents_as_it_says(desk: TestClient) -> None:
    text = desk.get("/search", params={"q": "gate OR the", "sort": "newest"}).text
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">.*?</th><td>([0-9,]+)</td>', text)
    assert len(rows) > 8
    for address, count in rows:
        url = html.unescape(address)
        assert "sort=newest" in url
        assert hits(desk, url) == int(count.replace(",", ""))


def test_folders_are_counted_when_asked_for(desk: TestClient) -> None:
    assert "<summary>Folders</summary>" not in desk.get("/search?q=the").text
    assert "<summary>Folders</summary>" in desk.get("/search?q=the&by=folder").text


def test_a_batch_shows_every_line(desk: TestClient) -> None:
    text = desk.post("/batch", data={"queries": "gate\n(gate\n<b>zeppelin</b>"}).text
    assert len(re.findall(r'<th scope="row">', text)) == 3
    assert "1 query cannot be asked" in text
    assert "not closed" in text
    assert "<b>" not in text
    sent = desk.post("/batch", files={"file": ("queries.txt", "\ufeffgate\n".encode())})
    assert sent.status_code == 200
    assert hits(desk, "/search?q=gate") == int(re.findall(r"<td>([0-9]+)</td>", sent.text)[0])
    for wrong in ({"data": {"queries": "# nothing"}}, {"files": {"file": ("q.txt", b"\xff\xfe\x00")}}):
        assert desk.post("/batch", **wrong).status_code == 400  # type: ignore[arg-type]
    assert desk.post("/batch", data={"queries": "a\n" * 1001}).status_code == 400


def test_a_search_is_kept_and_forgotten(desk: TestClient) -> None:
    form = {"q": "gate sluice*", "name": "Gates & <sluices>", "by": "ana"}
    assert desk.post("/search/save", data=form, follow_redirects=False).status_code == 303
    assert "Gates &amp; &lt;sluices&gt;" in desk.get("/search").text
    assert desk.post("/search/save", data={**form, "q": "(gate"}).status_code == 400
    assert desk.post("/search/save", data={**form, "by": ""}).status_code == 400
    assert desk.post("/search/save", data={"name": form["name"], "forget": "1"}).status_code == 303
    assert "sluices&gt;" not in desk.get("/search").text


def column(first: str, count: int) -> Column:
    return Column(first, first, count, "")


def test_bars_stand_at_their_time_and_fit_the_box() -> None:
    columns = (column("2010-01-01", 1), column("2010-02-01", 1000), column("2011-12-01", 10))
    drawing = drawn(Timeline(Step.MONTH, columns, 3))
    assert [round(bar.x / (WIDTH / 24)) for bar in drawing.bars] == [0, 1, 23]
    assert drawing.bars[1].height == HEIGHT
    for bar in drawing.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert bar.height >= 1
        assert abs(bar.y + bar.height - HEIGHT) < 0.02


def test_too_little_or_too_much_time_has_no_drawing() -> None:
    assert drawn(Timeline(Step.DAY, (), 0)).bars == ()
    assert drawn(Timeline(Step.DAY, (column("2010-01-01", 5),), 0)).bars == ()
    late = date.fromordinal(date(2010, 1, 1).toordinal() + MOST).isoformat()
    assert drawn(Timeline(Step.DAY, (column("2010-01-01", 5), column(late, 5)), 0)).bars == ()
