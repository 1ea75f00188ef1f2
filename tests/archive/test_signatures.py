"""Signatures without a delimiter. All people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.signatures import signature_start
from headwater.base.spans import Span

WORDS = "The dock is closed until Monday, and nobody knows why."


@pytest.mark.parametrize(
    "signature",
    [
        "Regards,\nAnna",
        "Best regards\n\nAnna Beck",
        "-Anna Beck",
        "Anna Beck\nHarbour Office\nTel: +44 20 7946 0000",
        "Anna Beck\n\nHead of Pilots\n\nt. 555-010-0199\n\nhttps://harbour.example",
        "Thanks\nAnna\n\nThis message is confidential. If you are not the intended recipient, delete it.",
        "--------------\n\nMe Anna Beck\n\nPort of d'Orre\n\nfax: 555-010-0199",
        "Anna Beck\n****************\nThis e-mail and its attachments are privileged and intended for the addressee.\n****************",
    ],
)
def test_what_is_a_signature(signature: str) -> None:
    text = f"Carl,\n\n{WORDS}\n\n{signature}\n"
    start = signature_start(text, Span(0, len(text)))
    assert start is not None
    assert text[start:].strip() == signature


@pytest.mark.parametrize(
    "ending",
    [
        "Call me at 555-010-0199 when the tide is out.",
        "Best case, we open on Monday.\nWorst case, never.",
        "Thanks to Anna, the dock is closed.\nCarl is glad.",
        "- Fuel\n- Water\n- Pilots",
        "Please keep this confidential, since the pilots read everything.",
        "The Harbour Office says that anna@harbour.example never wrote to the pilots about this.",
    ],
)
def test_what_is_none(ending: str) -> None:
    text = f"Carl,\n\n{WORDS}\n\n{ending}\n"
    assert signature_start(text, Span(0, len(text))) is None


def test_words_are_left_before_it() -> None:
    for text in ("Anna Beck\nTel: +44 20 7946 0000", "Regards,\nAnna", "-Anna", " "):
        assert signature_start(text, Span(0, len(text))) is None


def test_quotation_marks_are_no_words() -> None:
    text = f"> {WORDS}\n> \n> Regards,\n> Anna\n"
    start = signature_start(text, Span(2, len(text)))
    assert start == text.index("Regards")


@given(
    st.lists(
        st.sampled_from(["word", "", ">", "Regards,", "Anna", "tel: 1", "-Anna", "----", WORDS]), max_size=20
    )
)
def test_it_lies_inside_and_after_words(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    start = signature_start(text, Span(0, len(text)))
    assert start is None or (0 < start < len(text) and text[:start].strip("> \n"))
