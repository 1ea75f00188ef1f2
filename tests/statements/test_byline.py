"""Bylines, datelines and reprints. All people and papers are invented."""

import pytest

from headwater.statements.byline import find_byline


@pytest.mark.parametrize(
    ("text", "outlets", "author"),
    [
        ("Title\nBy Ines Caldera\n\nText.", (), "Ines Caldera"),
        ("Title\nBy INES CALDERA\nStaff writer\n", (), "Ines Caldera"),
        ("Title\nBy Ines Caldera, The Coastal Ledger\n\nText.", ("The Coastal Ledger",), "Ines Caldera"),
        (
            "Title By\nInes Caldera Open Desk, May 3, 2031\nText.\nInes Caldera writes.",
            ("Open Desk",),
            "Ines Caldera",
        ),
        ("PORTO ALVO (Harbour Wire) - The dock is closed.", ("Harbour Wire",), ""),
        (
            "By Ines Caldera\nx\nOriginally published by The Coastal Ledger.",
            ("The Coastal Ledger",),
            "Ines Caldera",
        ),
        (
            "The Calmer Weekly\nOPINION\n\nA drawer full of letters\nRosa Imbert\n\nText.",
            ("The Calmer Weekly",),
            "Rosa Imbert",
        ),
        (
            "THE LUNE OBSERVER\n\nForeman denies it\n\nBy Simon Odum, court reporter\n14 May 2031\n",
            ("The Lune Observer",),
            "Simon Odum",
        ),
        ("LAMP WATCH\nBriefing 12, June 2031\nNobody’s nets\n\nWe wrote to Lamp Watch.", ("Lamp Watch",), ""),
        (
            "From Alder, a quarterly, no. 14\n\nWho Burnt the Barn?\n\nby Edwin Tarn\n\nText.",
            ("Alder",),
            "Edwin Tarn",
        ),
        (
            "The Port\nBy Ines Caldera\nUndertow Review, May 9, 2031\nText.",
            ("Undertow Review",),
            "Ines Caldera",
        ),
        ("PORTO ALVO, Feb. 11 (Harbour Wire) -- The dock is closed.", ("Harbour Wire",), ""),
        (
            "Northern Evening Post\nWorld\n\nDock is closed\n\nBy Ines Caldera\n\nText.\n\nThis story was originally\npublished by Harbour Wire.",
            ("Northern Evening Post", "Harbour Wire"),
            "Ines Caldera",
        ),
        (
            "Coastwatch International\nDrowned Villages: what the sea took\nMay 2031\n\nText.",
            ("Coastwatch International",),
            "",
        ),
        (
            "Who pays for the wall?\nBy Ada Finn for the Portside Tribune\n\nText.",
            ("the Portside Tribune",),
            "Ada Finn",
        ),
        ("Mayor denies it\n\nAda Finn, Harbour Correspondent\n\nText of it.", (), "Ada Finn"),
        ("Ada Finn · The Tribune · 3 May 2031\n\nText of it.", ("The Tribune",), "Ada Finn"),
        (
            "The Dunmore Post\n\nMayor denies all\n\nTess Aldo and Ravi Kole\n3 May 2031\n",
            ("The Dunmore Post",),
            "Tess Aldo and Ravi Kole",
        ),
        (
            "The Salt Tax\n\nHelena Marsh\n\nFirst published in The Tidal Review, spring 2030.",
            ("The Tidal Review",),
            "Helena Marsh",
        ),
        ("Text of it.\n\n(Reporting by Ada Finn; editing by Tom Bell)", (), "Ada Finn"),
        ("The New York Post reports that it sank.\n\nText of it.", (), ""),
        ("Mayor denies it\n\nFULL TEXT.\n\nText of it.", (), ""),
        ("Storm Hits Port Alma\nBy Ines Caldera\n\nText.", (), "Ines Caldera"),
        ("The dock was closed by Friday noon.", (), ""),
        ("By Friday\nthe dock was closed.", (), ""),
    ],
)
def test_bylines(text: str, outlets: tuple[str, ...], author: str) -> None:
    byline = find_byline(text)
    assert (byline.outlets, byline.author) == (outlets, author)


def test_an_acronym_in_prose_is_no_agency() -> None:
    assert find_byline("The Port Workers Union (PWU) - founded in 1930 - met.\n(Video)\n").outlets == ()
