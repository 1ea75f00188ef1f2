"""Statements of mail: who wrote which part is who says it. All people are invented."""

from headwater.model.document import Kind
from headwater.model.statement import Provenance
from headwater.statements.extract import extract

BODY = """Carl, see below. I think the minister lied.

On Mon, Mar 5, 2012 at 9:00 AM, Dora Quill <dora@y.example> wrote:
> I met the harbour master yesterday. He told me that the contract
> was signed in January.
No, that is wrong.
>
> -----Original Message-----
> From: Emil Font
> Sent: Sunday, March 4, 2012 8:00 PM
> To: Dora Quill
> Subject: dredging
>
> The company denies that any deal exists.

--
Anna Beck
Odile Marr says hello
"""
MAIL = Provenance("0" * 64, kind=Kind.MESSAGE, writer="Anna Beck", date="2012-03-05T10:00:00Z")


def test_each_part_is_its_writers_statement() -> None:
    blocks = [s for s in extract(MAIL, BODY) if s.form == "block"]
    assert [s.chain for s in blocks] == [
        ("Anna Beck",),
        ("Anna Beck", "Dora Quill"),
        ("Anna Beck", "Dora Quill", "Emil Font"),
    ]
    assert [s.nested_in for s in blocks] == [None, blocks[0].id, blocks[1].id]
    assert [span.of(BODY) for span in blocks[0].content] == [
        "Carl, see below. I think the minister lied.",
        "No, that is wrong.",
    ]
    assert [[span.of(BODY) for span in s.source] for s in blocks] == [[], ["Dora Quill"], ["Emil Font"]]
    assert [s.date for s in blocks] == ["2012-03-05T10:00:00Z", "2012-03-05", "2012-03-04"]


def test_attributions_hang_on_their_part() -> None:
    found = {s.cue[0].of(BODY): s for s in extract(MAIL, BODY) if s.form != "block"}
    assert found["think"].chain == ("Anna Beck",)
    assert found["told"].chain == ("Anna Beck", "Dora Quill", "the harbour master")
    assert found["denies"].chain == ("Anna Beck", "Dora Quill", "Emil Font", "The company")
    assert all(s.nested_in for s in found.values())


def test_signatures_say_nothing() -> None:
    assert not any("Odile" in span.of(BODY) for s in extract(MAIL, BODY) for span in s.content)


def test_news_has_no_parts() -> None:
    text = "On Monday, March 5, 2012, the minister wrote:\n\n“The dock is closed.”\n\nFrom: the start it was clear."
    assert all(s.nested_in is None and s.source for s in extract(Provenance("0" * 64), text))


def test_an_exported_mail_in_a_text_file_names_its_writer() -> None:
    text = "From: Anna Beck <anna@x.example>\nTo: Carl\nSubject: dock\nDate: Mon, 5 Mar 2012 10:00:00 +0000\n\nIt is closed."
    (block,) = extract(Provenance("0" * 64), text)
    assert block.chain == ("Anna Beck",)
    assert [s.of(text) for s in (*block.source, *block.content)] == ["Anna Beck", "It is closed."]
