"""Documents that an article speaks of: found by number, words, people and day; all of it fiction."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditing import TOP, article, build, holding, mail
from headwater.base.spans import Span
from headwater.claims.audit.citations import citations
from headwater.claims.audit.citing import cited
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.people import is_among
from headwater.claims.audit.times import times
from headwater.model.audit import Citation, Found

DOV, MARIT = "Dov Carrasquel <dov@tidewrack.example>", "Marit Ollendorf <marit@tidewrack.example>"
BO = "Bo Lind <bo@skarre.example>"
SAID = "the third floor moves its boats by signals and never by meetings"
NOTES = f"I walked with him for two hours. He told me that {SAID}, and that is all I have.\n\nDov"
QUOTED = "".join(f"> {line}\n" for line in NOTES.splitlines())
FILES = (
    mail("a", DOV, MARIT, "Wed, 12 Mar 2031 08:14:00 +0100", "Second walk", NOTES),
    mail("a-again", DOV, MARIT, "Wed, 12 Mar 2031 08:14:00 +0100", "Second walk", NOTES + "\n--\ncopy", "a"),
    mail(
        "b", MARIT, DOV, "Thu, 13 Mar 2031 09:00:00 +0100", "Re: Second walk",
        f"Well done.\n\nOn 12 Mar 2031, at 08:14, Dov Carrasquel <dov@tidewrack.example> wrote:\n\n{QUOTED}",
    ),
    mail("c", DOV, MARIT, "Tue, 18 Mar 2031 20:00:00 +0100", "The dog", "The dog sat. No more tonight, and no less."),
    mail("d", MARIT, BO, "Fri, 21 Mar 2031 10:00:00 +0100", "Spring rates", "Enclosed are the rates for the spring."),
    mail("e", MARIT, BO, "Mon, 24 Mar 2031 10:00:00 +0100", "Lamps", "The lamps on the mole are out again."),
    mail("f", BO, MARIT, "Mon, 24 Mar 2031 12:00:00 +0100", "Re: Lamps", "Then light them, and send me the bill."),
    mail("g", BO, MARIT, "Mon, 24 Mar 2031 17:00:00 +0100", "Ropes", "We are short of ropes on the fish quay."),
    ("C05739545.txt", "UNCLASSIFIED Doc No. C05739545\n\nFrom: Lind, Bo\nSent: Monday, June 2, 2031 9:00 AM\nTo: Ollendorf, Marit\nSubject: Anchors\n\nThe anchors came on Friday and two of them are cracked.\n"),
    ("handbook.txt", "World Harbour Report 2030\n\nAll harbours of the world, with their depths.\n"),
    ("defence.txt", "IN THE DISTRICT COURT OF NESS\n\nDEFENCE STATEMENT by counsel for the defendant\n\n1. The defendant says that a bargain was struck between the port office and the firm of Skarre.\n"),
    ("paper.txt", "Ness Gazette, 2 April 2031\n\nCounsel told the court that a bargain was struck between the port office and the firm of Skarre.\n"),
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    root: Path = build(tmp_path_factory.mktemp("citations"), FILES)
    with holding(root) as holdings:
        yield holdings


def found(case: Holdings, body: str) -> Citation:
    (one,) = citations(article(f"This is the story. {body}\n"), case)
    return one


def titles(one: Citation) -> list[str]:
    return [candidate.title for candidate in one.candidates]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("It is all in document C05739545.", "Anchors"),
        ("It was withheld as Doc No. C05739545.", "Anchors"),
        ("An e-mail from Dov Carrasquel to Marit Ollendorf dated 18 March 2031 speaks of a dog.", "The dog"),
        ("In an e-mail dated March 18, 2031, a dog is spoken of.", "The dog"),
        ("Ollendorf's e-mail of 21 March to Bo Lind was short.", "Spring rates"),
        ("An e-mail that Marit Ollendorf sent Bo Lind on 21 March was short.", "Spring rates"),
        ("An e-mail from Marit Ollendorf with the subject line “Spring rates” was short.", "Spring rates"),
        (f"In an e-mail dated 12 March 2031, Dov Carrasquel wrote that “{SAID}.”", "Second walk"),
        (f"In a Tidewrack e-mail, he wrote that “{SAID}.”", "Second walk"),
        ("The World Harbour Report of 2030 has the depths.", "handbook.txt"),
        (
            "In court pleadings, counsel argued that “a bargain was struck between the port office and the firm of Skarre.”",
            "defence.txt",
        ),
        ("En un correo de Marit Ollendorf a Bo Lind del 21 de marzo de 2031 se habla de precios.", "Spring rates"),
        ("El documento C05739545 lo dice todo sobre las anclas de los barcos.", "Anchors"),
    ],
)  # fmt: skip
def test_one_document_is_meant(case: Holdings, body: str, title: str) -> None:
    one = found(case, body)
    assert (one.found, titles(one)) == (Found.RESOLVED, [title])
    assert one.mismatches == ()
    assert one.candidates[0].reasons


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (f"In an e-mail dated 21 March 2031, it was said that “{SAID}.”", ["date"]),
        (
            f"In an e-mail from Bo Lind to Marit Ollendorf dated 12 March 2031, it was said that “{SAID}.”",
            ["speaker"],
        ),
        (
            f"In an e-mail from Dov Carrasquel to Bo Lind dated 12 March 2031, it was said that “{SAID}.”",
            ["recipient"],
        ),
    ],
)
def test_its_words_tell_it_where_the_article_is_wrong(case: Holdings, body: str, what: list[str]) -> None:
    one = found(case, body)
    assert one.found is Found.RESOLVED
    assert titles(one) == ["Second walk"]
    assert [mismatch.what for mismatch in one.mismatches] == what


def test_the_same_mail_is_the_same_and_accused_once(case: Holdings) -> None:
    first, second = citations(
        article(f"In an e-mail dated 21 March 2031, it was said that “{SAID}.” In the same e-mail he goes on.\n"),
        case,
    )  # fmt: skip
    assert (second.found, titles(second)) == (Found.RESOLVED, titles(first))
    assert first.mismatches != ()
    assert second.mismatches == ()


def test_several_may_be_meant(case: Holdings) -> None:
    one = found(case, "An e-mail from Bo Lind to Marit Ollendorf dated 24 March 2031 is angry.")
    assert one.found is Found.AMBIGUOUS
    assert set(titles(one)) == {"Re: Lamps", "Ropes"}
    spring = found(case, "An e-mail from Bo Lind to Marit Ollendorf last spring is angry.")
    assert spring.found is Found.AMBIGUOUS


@pytest.mark.parametrize(
    "body",
    [
        "In a Stratfor e-mail dated 24 March 2031, it was all laid out.",
        "An e-mail from Odile Marr to Bo Lind dated 24 March 2031 is lost.",
        "In an e-mail dated 24 March 2031, somebody said that “nothing of the kind was ever written by anybody here.”",
        "It stands in document 20077, of which nobody has a copy.",
        "The World Fishing Report of 2030 has the depths.",
    ],
)
def test_what_is_not_there_is_not_found(case: Holdings, body: str) -> None:
    one = found(case, body)
    assert one.found is Found.NOT_FOUND
    assert one.candidates == ()
    assert one.mismatches == ()


@pytest.mark.parametrize(
    "body",
    [
        "Those e-mails, released by a newspaper, show how it is done.",
        "The correspondence says so, and so do the messages between the two firms.",
        "No letter from Bo Lind to Marit Ollendorf was ever found.",
        "The message was clear. An e-mail says so.",
        "The report was read by many. Mail lies behind the door.",
    ],
)
def test_what_could_be_any_of_many_is_no_citation(body: str) -> None:
    assert cited(article(body)) == []


@pytest.mark.parametrize(
    ("name", "people", "answer"),
    [
        ("Dov Carrasquel", ["Carrasquel, Dov <dc@x.example>"], True),
        ("Carrasquel", ["dov.carrasquel@x.example"], True),
        ("Tidewrack Advisory", [DOV], True),
        ("Bob Lind", [BO], True),
        ("Robert Carrasquel", [DOV], None),
        ("Odile Marr", [DOV, MARIT], False),
        ("Odile Marr", ["h17@x.example"], None),
        ("dov@tidewrack.example", [DOV], True),
        ("dov@tidewrack.example", [BO], False),
        ("", [BO], None),
        ("Bo Lind", [], None),
    ],
)
def test_who_is_among_people(name: str, people: list[str], answer: bool | None) -> None:
    assert is_among(name, people) is answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dated April 15, 2010", ["2010-04-15"]),
        ("on 3 May it was", ["2010-05-03"]),
        ("on 3 November", ["2009-11-03"]),
        ("last spring", ["2010-03-01/2010-06-30"]),
        ("in March 2009 and 2008-01-05", ["2009-03", "2008-01-05"]),
        ("on 3 March 2009; two days later", ["2009-03-03", "2009-03-05"]),
        ("two days later", []),
        ("el 3 de marzo de 2009, la primavera pasada", ["2009-03-03", "2010-03-01/2010-06-30"]),
        ("in 2007 they may march", ["2007"]),
        ("on 31 June 2009 and 30/30/2009", []),
    ],
)
def test_times(text: str, expected: list[str]) -> None:
    assert [when.iso() for when in times(text, Span(0, len(text)), date(2010, 9, 3))] == expected


_WORDS = st.sampled_from(
    "an e-mail from to dated 3 March 2031 the same “ ” document 1747720 memo Bo Lind 's , . : last spring of titled a no by between and".split()
)


@settings(max_examples=25)
@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=120))
def test_any_text_can_be_searched_for_citations(body: str) -> None:
    made = article(body)
    for one in cited(made):
        assert one.span.end <= len(made.text)
        assert one.tells
        assert one.same is None or one.same < len(cited(made))


@settings(max_examples=15)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_text_can_be_held_against_a_case(case: Holdings, body: str) -> None:
    for one in citations(article(body), case):
        assert (one.found is Found.NOT_FOUND) is (one.candidates == ())
        assert one.found is not Found.RESOLVED or len(one.candidates) == 1
        assert one.span.start >= len(TOP) or one.span.of(TOP)
