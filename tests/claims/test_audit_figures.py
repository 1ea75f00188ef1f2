"""Figures and dates of an article against those of an archive; all of it fiction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditing import article, build, holding, mail
from headwater.claims.audit.citations import citations
from headwater.claims.audit.figures import figures
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.numbers import numbers
from headwater.claims.audit.paraphrases import paraphrases
from headwater.model.audit import Agreement, Figure

FILES = (
    (
        "movements.txt",
        "Movements of Ness 2030. Annual report of the Bureau of Harbours\n\n"
        "In 2030 the harbour of Ness saw 5,210 tows, 2.4 per cent more than in 2029. Skarre Towage made 3,230 of them, or "
        "62.0 per cent.\n\nThe inspectors of the harbour boarded 318 vessels in 2030. The quay dues came to 8.6 million crowns in that year.\n",
    ),
    mail(
        "press", "Port Authority Press Office <press@authority.example>", "all@ness.example",
        "Tue, 18 Mar 2031 10:00:00 +0100", "Statement",
        "In 2030 the Authority turned away 41 trawlers at the outer mole. No other figure is right.",
    ),
    mail(
        "clerk", "Ana Marr <ana@harbour.example>", "bo@harbour.example", "Wed, 19 Mar 2031 10:00:00 +0100", "Trawlers",
        "My own list has 17 trawlers turned away at the outer mole in 2030, whatever the Authority says.",
    ),
    mail(
        "night", "Ana Marr <ana@harbour.example>", "bo@harbour.example", "Thu, 20 Mar 2031 10:00:00 +0100", "The Alcyone",
        "The ferry Alcyone left Ness on 9 March 2031 with 412 passengers aboard.",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    root: Path = build(tmp_path_factory.mktemp("figures"), FILES)
    with holding(root) as holdings:
        yield holdings


def found(case: Holdings, body: str) -> list[Figure]:
    read = article(f"This is the story of a harbour.\n\n{body}\n")
    cited = citations(read, case)
    return list(figures(read, case, cited, (), paraphrases(read, case, cited)))


@pytest.mark.parametrize(
    ("body", "archive"),
    [
        ("Skarre Towage made 62 per cent of all tows in 2030, according to the Bureau of Harbours.", "62.0 per cent"),
        ("Skarre Towage made nearly 65 per cent of all tows in 2030.", "62.0 per cent"),
        ("The harbour saw some 5,000 tows in 2030, according to the Bureau of Harbours.", "5,210 tows"),
        ("Inspectors of the harbour boarded 318 vessels in 2030.", "318 vessels"),
        ("The quay dues came to 8.6 million crowns in 2030.", "8.6 million crowns"),
        ("The Port Authority says that it turned away 41 trawlers at the outer mole.", "41 trawlers"),
        ("Ana Marr says that 17 trawlers were turned away at the outer mole in 2030.", "17 trawlers turned away"),
        ("The ferry Alcyone left Ness with 412 passengers.", "412 passengers aboard"),
        ("The ferry Alcyone left Ness on 9 March.", "9 March 2031"),
    ],
)  # fmt: skip
def test_a_figure_that_the_archive_has(case: Holdings, body: str, archive: str) -> None:
    (one,) = found(case, body)
    assert (one.agreement, one.archive) == (Agreement.AGREES, archive)
    assert one.places


@pytest.mark.parametrize(
    ("body", "archive"),
    [
        ("Skarre Towage made 72 per cent of all tows in 2030, according to the Bureau of Harbours.", "62.0 per cent"),
        ("The harbour of Ness saw 5,900 tows in 2030, according to the Bureau of Harbours.", "5,210 tows"),
        ("The ferry Alcyone left Ness with 380 passengers aboard.", "412 passengers aboard"),
        ("The quay dues came to 9.8 million crowns in 2030, the Bureau of Harbours says.", "8.6 million crowns"),
    ],
)  # fmt: skip
def test_another_figure_for_the_same_thing(case: Holdings, body: str, archive: str) -> None:
    (one,) = found(case, body)
    assert (one.agreement, one.archive) == (Agreement.DIFFERS, archive)
    assert one.reasons


@pytest.mark.parametrize(
    "body",
    [
        "Skarre Towage made 72 per cent of all tows in 2031, according to the Bureau of Harbours.",
        "Harl Brothers made 72 per cent of all tows in 2030, according to the Bureau of Harbours.",
        "Skarre Towage employs 72 per cent of all divers in 2030, according to the Bureau of Harbours.",
        "Skarre Towage has 19 tugs.",
        "According to Odile Brack, 23 trawlers were turned away at the outer mole in 2030.",
        "The inspectors of the harbour boarded 318 trams.",
    ],
)
def test_nothing_is_accused_that_is_not_clearly_the_same(case: Holdings, body: str) -> None:
    assert [one.agreement for one in found(case, body)] == [Agreement.NOT_FOUND]


@pytest.mark.parametrize(
    "body",
    [
        "Five newspapers have confirmed it, and two more say so.",
        "For ten years nobody has undercut Skarre.",
        "“Skarre made 72 per cent of all tows,” said Ana Marr.",
        "In document 20077 the pilot of HI-7 is named, and Pilot 5 too.",
    ],
)
def test_what_is_no_figure_of_the_article(case: Holdings, body: str) -> None:
    assert found(case, body) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nearly 120,000 dead", [(108000, 125000, "dead")]),
        ("US$2.1 trillion in 2009", [(2.05e12, 2.15e12, "$")]),
        ("2.3-5.5 per cent", [(2.3, 5.5, "%")]),
        ("between 3 and 5 tugs", [(3, 5, "tugs")]),
        ("more than 8 tugs", [(8, 12, "tugs")]),
        ("thirty-two tugs, two hundred and five boats", [(31.5, 32.5, "tugs"), (204.5, 205.5, "boats")]),
        ("12.500 barcos y 4,5 millones de coronas", [(12450, 12550, "barcos"), (4.45e6, 4.55e6, "coronas")]),
        ("$352bn", [(351.5e9, 352.5e9, "$")]),
        ("on 3 March 2031 at 17:30, HERON-2, Pilot 5", []),
        ("one of them", []),
        ("", []),
    ],
)
def test_the_interval_that_a_figure_stands_for(text: str, expected: list[tuple[float, float, str]]) -> None:
    found = numbers(text)
    assert [one.unit for one in found] == [unit for _, _, unit in expected]
    assert [one.low for one in found] == pytest.approx([low for low, _, _ in expected])
    assert [one.high for one in found] == pytest.approx([high for _, high, _ in expected])


@given(st.text(alphabet="0123456789., -%$mbn abcmil-twenty", max_size=60) | st.text(max_size=60))
def test_any_text_can_be_searched_for_numbers(text: str) -> None:
    for one in numbers(text):
        assert 0 <= one.low <= one.high
        assert one.whole.holds(one.span)
        assert one.span.end <= len(text)


_WORDS = st.sampled_from(
    "Skarre Towage made 62 72 per cent of tows in 2030 , according to the Bureau 3 March said that ferry“ ” . nearly 8.6 million crowns".split()
)


@settings(max_examples=15)
@given(st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_article_can_be_held_against_a_case(case: Holdings, body: str) -> None:
    for one in found(case, body):
        assert (one.agreement is Agreement.NOT_FOUND) is (one.places == ())
        assert (one.day == "") is (one.low is not None)
