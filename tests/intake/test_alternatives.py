"""What a message says besides its text: alternatives that differ, words outside the parts, very many people."""

import itertools

import pytest
from building import message

from headwater.intake.alternatives import says_no_more
from headwater.intake.items import read_item
from headwater.intake.readers.eml import _MAX_PEOPLE
from headwater.intake.seam import About, Form, Recognised
from headwater.intake.single import read_bytes
from headwater.model.document import Place, Status

LETTER = """Dear Teo, the harbour dues of March were paid twice, once by the shipping office and once by the
quay master, whose ledger is kept at the customs house. Please bring both receipts on Thursday."""
STUB = b"Content-Type: text/plain\n\nPlease use an HTML reader."
HTML = b"Content-Type: text/html\n\n<p>Meet at the <i>quay</i> at nine.</p>"


def multipart(kind: str, *parts: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """A message of these parts."""
    head = message(1, extra=f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n')
    pieces = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return head.partition(b"\n\n")[0] + b"\n\n" + before + pieces + b"--b--\n" + after


def test_an_alternative_that_says_something_else_is_kept_with_a_note() -> None:
    document = read_bytes(multipart("alternative", STUB, HTML))
    assert document.text == "Please use an HTML reader.\n\nMeet at the quay at nine."
    assert ["alternatives differ" in note for note in document.notes] == [True]
    assert document.status is Status.READ


def test_a_faithful_alternative_is_left_out() -> None:
    markup = (
        "<html><body><p>"
        + LETTER.replace(",", ",<br>").replace("March", "<b>March</b>")
        + "</p></body></html>"
    )
    plain, page = f"\n{LETTER}".encode(), f"Content-Type: text/html\n\n{markup}".encode()
    document = read_bytes(multipart("alternative", plain, page))
    assert (document.text, document.notes) == (LETTER, ())


@pytest.mark.parametrize(
    ("other", "text", "no_more"),
    [
        (LETTER.upper(), LETTER, True),
        (LETTER + " Unsubscribe", LETTER, True),
        (LETTER + " Burn this letter when you have read it", LETTER, False),
        ("Pay 500", "Pay 900", False),
        ("<bold>Pay</bold> 500", "Pay\n500", True),
        ("港务费已付两次", "港务费\n已付两次", True),
        ("港务费已付两次", "港务费", False),
        ("", "words", True),
        (" ".join(f"w{n}" for n in range(1000)), " ".join(f"w{n}" for n in range(989)), False),
    ],
)
def test_which_words_make_a_difference(other: str, text: str, no_more: bool) -> None:
    assert says_no_more(other, text) is no_more


def test_what_is_attached_to_an_alternative_that_is_left_out_is_a_document() -> None:
    """As Apple Mail writes it: the attachments stand inside the second alternative."""
    rich = b"Content-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>Dues.</p>\n"
    paper = b"--c\nContent-Type: application/pdf; name=dues.pdf\n\n%PDF-1.4\n--c--"
    raw = multipart("alternative", b"\nDues.", rich + paper)
    taken = read_item(raw, Place("m"), About("m"), Recognised(Form.MESSAGE, "message/rfc822")).taken
    assert taken.document.text == "Dues."
    assert [inner.document.title for inner in taken.inside] == ["dues.pdf"]


@pytest.mark.parametrize(
    ("before", "after", "noted"),
    [
        (b"This is a multi-part message in MIME format.\n", b"\n", False),
        (b"", b"\n\n", False),
        (b"The ledger is under the floor.\n", b"", True),
        (b"", b"The ledger is under the floor.\n", True),
        (b"MIME " + b"and more words " * 50 + b"\n", b"", True),
    ],
)
def test_words_outside_the_parts_are_noted(before: bytes, after: bytes, noted: bool) -> None:
    document = read_bytes(multipart("mixed", b"\nwords", before=before, after=after))
    assert document.text == "words"
    assert ["outside the parts" in note for note in document.notes] == [True] * noted


def _to(count: int) -> bytes:
    everyone = ",\n ".join(f"p{n}@c.example" for n in range(count))
    return b"To: " + everyone.encode() + b"\n" + message(1)


def test_all_recipients_are_kept() -> None:
    made = read_bytes(_to(25_000)).message
    assert made is not None
    assert len({person.address for person in made.participants}) == 25_000 + 2


def test_more_people_than_are_kept_are_noted() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    short = itertools.islice(itertools.product(letters, repeat=4), _MAX_PEOPLE // 2)
    values = ",".join("".join(name) + "@c.de,x" for name in short)
    document = read_bytes(f"To: {values}\n".encode() + message(1))
    assert document.message is not None
    assert len(document.message.participants) == _MAX_PEOPLE
    assert document.status is Status.REPAIRED
    assert any("people" in note for note in document.notes)
