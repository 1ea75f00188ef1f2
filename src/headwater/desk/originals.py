"""The original of a document to look at: its HTML without anything that acts, and what is to be known before its bytes are
taken."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.base import apart
from headwater.base.errors import NotFound, Unsupported
from headwater.desk.documents import original
from headwater.intake import webpage
from headwater.model.document import Copy, Document, Kind
from headwater.store import documents
from headwater.store.case import Case


@dataclass(frozen=True, slots=True)
class Webpage:
    """The HTML of a document, cleaned: ``markup`` may stand in a page as it is; ``addresses`` are those that it led to."""

    document: Document
    markup: str
    addresses: tuple[tuple[str, str], ...]


def html(case: Case, document_id: str) -> Webpage:
    """The HTML of a page or message.

    Raises NotFound for an unknown document or where its original is gone, Unsupported where it has no HTML that can be shown.
    """
    document = _found(case, document_id)[0]
    none = Unsupported(
        f"{document.id} has no HTML that can be shown.",
        "Read its text, or take its original.",
        code="no-html",
    )
    if document.kind not in (Kind.HTML, Kind.MESSAGE):
        raise none
    try:
        made = apart.call(webpage.cleaned, original(case, document.id))
    except apart.ApartError as error:
        raise none from error
    if made is None:
        raise none
    return Webpage(document, made.markup, made.addresses)


def about(case: Case, document_id: str) -> tuple[Document, tuple[Copy, ...]]:
    """A document, and where its bytes were found. Raises NotFound."""
    return _found(case, document_id)


def _found(case: Case, document_id: str) -> tuple[Document, tuple[Copy, ...]]:
    with case.reading() as connection:
        key = documents.find_key(connection, document_id)
        return documents.get(connection, key).document, tuple(documents.copies(connection, key))


def text_of_page(document: Document, page: int) -> str:
    """The text of one page of a document that has pages. Raises NotFound beyond the last."""
    pages = document.text.split("\f")
    if not 1 <= page <= len(pages):
        raise NotFound(
            f"There is no page {page}; the last one is {len(pages)}.", "Go back to the first page."
        )
    return pages[page - 1]
