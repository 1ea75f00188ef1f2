"""What becomes of quotations: places, speakers, days, cautions; all of it fiction."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditing import article, build, holding, mail
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.quotations import quotations
from headwater.model.audit import Change, Quotation, Verdict

INES, TORE = "Ines Brandt <ines.brandt@kelpharbour.example>", "Tore Vik <tore@vik-shipping.example>"
ADA = "Ada Mbeki <ada@vik-shipping.example>"
ICE = "The ice house was sold for 40,000 crowns and nobody on the quay was asked about it."
NOTES = f"""Tore,

{ICE} I would never call that a theft. They were told to keep quiet, but only until the auction was over.

The harbour master said: "We do not keep a list of the boats that came in at night."

My own reading is that somebody in the guild wanted the old pier for himself.

Ines
"""
REPLY = "".join(f"> {line}\n" for line in NOTES.splitlines())
FILES = (
    mail("a", INES, TORE, "Mon, 3 Feb 2031 09:00:00 +0100", "The ice house", NOTES),
    mail("b", TORE, INES, "Tue, 4 Feb 2031 10:00:00 +0100", "Re: The ice house",
         f"Thank you. Denied, all of it, I hear.\n\nOn 3 Feb 2031, at 09:00, Ines Brandt <ines.brandt@kelpharbour.example> wrote:\n\n{REPLY}"),
    mail("c", ADA, TORE, "Wed, 5 Mar 2031 11:00:00 +0100", "Ropes", "It is not true that the ropes were cut by the crew of the Anna Sofie. Did the crew ask for the key to the net loft at all? Perhaps the pilot was asleep."),
    ("scan.txt", "KELP HARBOUR GUILD\n\nMinutes. The rneeting agreed that tbe lamps on the western mole should be lit before the first\nof\nNovember.\n"),
    ("paper.txt", "Kelp Courier, 9 April 2031\n\nBrandt wrote that “the ice house was sold for 60,000 crowns and nobody on the quay was asked about it.”\n"),
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    root: Path = build(tmp_path_factory.mktemp("quotations"), FILES)
    with holding(root) as holdings:
        yield holdings


def found(case: Holdings, body: str) -> Quotation:
    (one,) = quotations(article(f"This is the story of a harbour.\n\n{body}\n"), case, ())
    return one


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("“The ice house was sold for 40,000 crowns and nobody on the quay was asked about it,” Ines Brandt wrote.", "exact"),
        ("Ines Brandt wrote on 3 February 2031: “The ice house was sold for 40,000 crowns”.", "exact"),
        ("“the ice house was sold for 40,000\ncrowns and nobody on the quay was asked”, Brandt wrote.", "exact"),
        ("‘The ice house was sold for 40,000 crowns and nobody on the quay was asked about it’, Ines Brandt wrote.", "exact"),
        ("„The ice house was sold for 40,000 crowns and nobody was asked“, Ines Brandt wrote.", "altered"),
        ("“The ice house [on the mole] was sold for 40,000 crowns … and nobody … was asked about it,” Brandt wrote.", "faithful"),
        ("“The ice house was sold for 60,000 crowns and nobody on the quay was asked about it,” Brandt wrote.", "altered"),
        ("“I would call that a theft,” Brandt wrote.", "altered"),
        ("“The ice house was sold for 40,000 crowns … but only until the auction was over,” Brandt wrote.", "faithful"),
        ("“They were told to keep quiet and nobody on the quay was asked about it,” Brandt wrote.", "altered"),
        ("“The ice house was sold for 40,000 crowns and nobody on the quay was asked about it,” Tore Vik wrote.", "misattributed"),
        ("“The ice house was sold for 40,000 crowns and nobody on the quay was asked about it,” Ines Brandt wrote on 9 May 2031.", "misdated"),
        ("“The ice house was sold for 40,000 crowns and nobody on the quay was asked about it,” Ines Brandt wrote in February 2031.", "exact"),
        ("“The ice house is where the guild has hidden its gold since the war,” Brandt wrote.", "not-found"),
        ("“We do not keep a list of the boats that came in at night,” the harbour master said.", "exact"),
        ("“We do not keep a list of the boats that came in at night,” said Ada Mbeki.", "misattributed"),
        ("“The meeting agreed that the lamps on the western mole should be lit before the first of November,” the minutes say.", "faithful"),
    ],
)  # fmt: skip
def test_verdicts(case: Holdings, body: str, verdict: str) -> None:
    assert found(case, body).verdict.value == verdict


def test_another_article_bears_nothing_out(case: Holdings) -> None:
    """The paper has the changed number in quotation marks; the message it quotes has not."""
    one = found(case, "“The ice house was sold for 60,000 crowns and nobody on the quay was asked about it.”")
    assert one.verdict is Verdict.ALTERED
    assert [(d.change, d.article, d.archive) for d in one.differences] == [
        (Change.NUMBER, "60,000", "40,000")
    ]


def test_all_places_are_listed_the_earliest_first(case: Holdings) -> None:
    one = found(case, f"“{ICE}”")
    assert one.total == len(one.places) == 2
    assert [(place.date, place.quoted) for place in one.places] == [
        ("2031-02-03", False),
        ("2031-02-03", True),
    ]
    assert [place.chain[-1] for place in one.places] == ["Ines Brandt", "Ines Brandt"]
    assert all(" ".join(place.text.split()).startswith("The ice house") for place in one.places)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("“They were told to keep quiet,” Brandt wrote.", "goes-on-but"),
        ("“the ropes were cut by the crew of the Anna Sofie,” Mbeki wrote.", "negated"),
        ("“the crew ask for the key to the net loft at all,” Mbeki wrote.", "asked"),
        ("“the pilot was asleep,” Mbeki wrote.", "hedged"),
        ("“We do not keep a list of the boats that came in at night,” Ines Brandt wrote.", "said-by-another"),
        ("“The ice house was sold … that somebody in the guild wanted the old pier for himself,” Brandt wrote.", "far-apart"),
    ],
)  # fmt: skip
def test_cautions(case: Holdings, body: str, kind: str) -> None:
    one = found(case, body)
    assert one.verdict in (Verdict.EXACT, Verdict.FAITHFUL)
    assert kind in [caution.kind for caution in one.cautions]


def test_what_stands_right_there_gets_no_caution(case: Holdings) -> None:
    assert not found(case, f"“{ICE}” Brandt wrote.").cautions


@pytest.mark.parametrize(
    "body",
    [
        "They called it a “quiet arrangement”.",
        "The novel “The House upon the Western Mole” appeared later.",
        "It was a “steal”.",
    ],
)
def test_terms_and_titles_are_no_quotations(case: Holdings, body: str) -> None:
    assert quotations(article(f"This is the story.\n\n{body}\n"), case, ()) == ()


def test_the_same_words_keep_their_id_when_the_article_is_edited(case: Holdings) -> None:
    before = found(case, f"“{ICE}” Brandt wrote.")
    (after,) = quotations(
        article(f"A new beginning, quite long.\n\nAnd more.\n\n“{ICE}” Brandt wrote.\n"), case, ()
    )
    assert before.id == after.id
    assert before.span != after.span
