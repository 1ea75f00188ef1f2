"""Pictures of pages."""

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from headwater.base.errors import NotFound, Unsupported
from headwater.desk import pictures
from headwater.desk.adding import add
from headwater.store import case as cases
from headwater.store.case import Case
from headwater.web.app import create_app

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "intake"))

import office
import papers
from building import all_documents


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("leak")
    (folder / "a.pdf").write_bytes(papers.locked(papers.pdf_of(["One", "Two"]), "key 1"))
    (folder / "b.tiff").write_bytes(papers.scan_of(["One", "Two"], "TIFF"))
    (folder / "c.gif").write_bytes(papers.image_of("dues", "GIF"))
    (folder / "d.docx").write_bytes(office.word())
    (folder / "e.txt").write_text("words", encoding="utf-8")
    (folder / "f.pdf").write_bytes(b"%PDF-1.4 damaged")
    broken = papers.image_of("dues")
    (folder / "g.png").write_bytes(broken[: len(broken) // 2])
    with cases.create(tmp_path_factory.mktemp("cases") / "case") as made:
        add(made, [folder], new_passwords=["key 1"])
        yield made


def of(case: Case, title: str) -> str:
    return next(one.document.id for one in all_documents(case) if one.document.title == title)


def shown(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("title", ["a.pdf", "b.tiff"])
def test_each_page_has_a_picture(case: Case, title: str) -> None:
    made = [shown(pictures.picture(case, of(case, title), page)) for page in (1, 2)]
    assert made[0].tobytes() != made[1].tobytes()
    assert all(image.convert("L").getextrema()[0] < 100 for image in made)
    for page in (0, 3):
        with pytest.raises(NotFound):
            pictures.picture(case, of(case, title), page)


def test_a_page_is_as_large_as_asked_for_within_bounds(case: Case) -> None:
    small, large = (shown(pictures.picture(case, of(case, "a.pdf"), 1, dots)) for dots in (72, 100_000))
    assert small.size == (612, 792)
    assert large.width * large.height <= 4_100_000


def test_images_are_shown(case: Case) -> None:
    assert shown(pictures.picture(case, of(case, "c.gif"))).size == (1240, 400)


@pytest.mark.parametrize("title", ["e.txt", "f.pdf", "g.png"])
def test_where_there_is_no_picture_that_is_said(case: Case, title: str) -> None:
    with pytest.raises((Unsupported, NotFound)) as caught:
        pictures.picture(case, of(case, title))
    assert caught.value.code in ("no-picture", "page-missing")


def test_office_files_take_libreoffice(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        assert shown(pictures.picture(case, of(case, "Harbour dues"))).convert("L").getextrema()[0] < 100
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unsupported, match="LibreOffice"):
        pictures.picture(case, of(case, "Harbour dues"))


def test_the_route(case: Case) -> None:
    app = create_app(case.root, "token-of-the-test", ["desk.example"])
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as desk:
        desk.get("/?token=token-of-the-test")
        found = desk.get(f"/document/{of(case, 'a.pdf')}/page/2.png")
        assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
        shown(found.content)
        assert desk.get(f"/document/{of(case, 'a.pdf')}/page/9.png").status_code == 404
        assert desk.get(f"/document/{of(case, 'e.txt')}/page/1.png").status_code == 422
        assert desk.get(f"/document/{of(case, 'a.pdf')}/page/x.png").status_code == 404
