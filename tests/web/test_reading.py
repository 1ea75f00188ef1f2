"""A document laid out: every passage has its place, its anchor and its note."""

from __future__ import annotations

from headwater.base.spans import Span
from headwater.desk.views import DocumentView, StatementView
from headwater.model.document import Document, Kind, Message, Participant
from headwater.model.judgement import Held
from headwater.model.statement import Basis, Form, Stance, Statement
from headwater.web.pages import Block, DocumentPage, Frame
from headwater.web.reading import PART_LENGTH, Wanted, document_page

TEXT = "The board was warned.\n\nIda Thorne said that the gate was open.\nIt was.\n\nNobody answered.\n"


def said(source: str, cue: str, content: str, text: str = TEXT) -> StatementView:
    spans = [
        (Span(text.index(part), text.index(part) + len(part)),) if part else ()
        for part in (source, cue, content)
    ]
    statement = Statement(
        content,
        "0" * 64,
        *spans,
        Stance.ASSERTS,
        Basis.UNKNOWN,
        Form.INDIRECT,
        None,
        ("Ida Thorne",),
        None,
        0.5,
    )
    return StatementView(statement, "0" * 16, "Title", "", source, cue, content, Held(statement))


def page(
    text: str = TEXT, *views: StatementView, wanted: Wanted | None = None, message: Message | None = None
) -> DocumentPage:
    document = Document("0" * 64, len(text), Kind.TEXT, "text/plain", "Title", text, message=message)
    return document_page(
        Frame("case"), DocumentView(document, (), views, (), (), True, len(document.text)), wanted or Wanted()
    )


def text_of(block: Block) -> str:
    return "".join(piece.segment.text for piece in block.pieces)


def test_source_cue_and_content_are_marked_where_they_stand() -> None:
    blocks = page(TEXT, said("Ida Thorne", "said", "the gate was open")).blocks
    marked = {piece.segment.text: piece.classes for piece in blocks[1].pieces if piece.classes}
    assert marked == {"Ida Thorne": "source", "said": "cue", "the gate was open": "content"}


def test_a_note_stands_at_the_paragraph_where_its_statement_begins() -> None:
    blocks = page(
        TEXT, said("", "", "Nobody answered"), said("Ida Thorne", "said", "the gate was open")
    ).blocks
    assert [[note.number for note in block.notes] for block in blocks] == [[], [1], [2]]
    assert blocks[1].pieces[0].anchor == TEXT.index("Ida Thorne")
    assert [piece.segment.text for piece in blocks[1].pieces if piece.ends == (1,)] == ["the gate was open"]


def test_content_of_whole_paragraphs_is_marked_at_their_side() -> None:
    whole = (Span(0, len(TEXT)),)
    statement = Statement(
        "all", "0" * 64, (), (), whole, Stance.ASSERTS, Basis.UNKNOWN, Form.BLOCK, None, ("Sam",), None, 1
    )
    everything = StatementView(statement, "0" * 16, "Title", "", "", "", TEXT, Held(statement))
    blocks = page(TEXT, everything, said("Ida Thorne", "said", "the gate was open")).blocks
    assert [block.whole for block in blocks] == [(1,), (1,), (1,)]
    assert [piece.classes for block in blocks for piece in block.pieces if piece.classes] == [
        "source",
        "cue",
        "content",
    ]


def test_the_marks_of_quoted_mail_need_not_be_content() -> None:
    quoted = "> The gate was open."
    assert page(quoted, said("", "", "The gate was open.", quoted)).blocks[0].whole == (1,)


def test_content_within_content_is_deep() -> None:
    outer = said("Ida Thorne", "said", "the gate was open.\nIt")
    blocks = page(TEXT, outer, said("", "", "gate was")).blocks
    assert [piece.segment.text for piece in blocks[1].pieces if "deep" in piece.classes] == ["gate was"]


def test_any_offset_can_be_linked_to() -> None:
    offset = TEXT.index("answered")
    anchors = [
        piece.anchor for block in page(TEXT, wanted=Wanted(at=offset)).blocks for piece in block.pieces
    ]
    assert offset in anchors


def test_a_long_text_comes_in_parts_that_hold_all_of_it() -> None:
    text = "".join(f"Line {n} of the minutes.\n" for n in range(20_000))
    parts = len(page(text).parts)
    assert parts == -(-len(text) // PART_LENGTH)
    lines = [
        line
        for number in range(1, parts + 1)
        for block in page(text, wanted=Wanted(part=number)).blocks
        for line in text_of(block).split("\n")
    ]
    assert lines == text.split("\n")[:-1]


def test_an_offset_opens_the_part_that_holds_it() -> None:
    text = "".join(f"Line {n} of the minutes.\n" for n in range(20_000))
    offset = text.index("Line 19999")
    shown = page(text, wanted=Wanted(at=offset))
    assert shown.parts[-1].current
    assert offset in [piece.anchor for block in shown.blocks for piece in block.pieces]


def test_a_part_beyond_the_end_is_the_last() -> None:
    assert page(TEXT, wanted=Wanted(part=9)).blocks == page(TEXT).blocks
    assert page(TEXT, wanted=Wanted(at=10**8)).blocks


def test_an_empty_document() -> None:
    assert page("").blocks == ()
    assert page(" \n \n").blocks == ()


def test_people_by_role() -> None:
    people = (
        Participant("to", "", "b@x.example"),
        Participant("from", "Ann", "a@x.example"),
        Participant("to", "Cy", ""),
    )
    shown = page(TEXT, message=Message("s", "", (), (), people)).people
    assert shown == (("from", ("Ann <a@x.example>",)), ("to", ("b@x.example", "Cy")))
