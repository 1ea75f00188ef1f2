"""Articles around quotations: prose of several manners, drawn so that no two quotations need to be introduced alike."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from manners import CLOSE, MANNERS, MARKS, OPEN, WEIGHTS, Scene
from quotation import BREAK, HYPHEN, Draw, Planted

_WRAPPED = {BREAK: "\n", HYPHEN: "-\n"}


@dataclass(frozen=True, slots=True)
class Gold:
    """A planted quotation in an article: the spans of its pieces (code points; two where the attribution splits it).

    ``faulty`` tells in which piece the fault lies; the others are right as they stand. Without a fault, or with one of
    the whole quotation, all pieces are judged alike.
    """

    planted: Planted
    pieces: tuple[tuple[int, int], ...]
    faulty: tuple[bool, ...]
    manner: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article and the truth about its quotations, in the order of the text."""

    text: str
    gold: tuple[Gold, ...]


_FILLERS = (
    "The files arrived on an unmarked drive, and it took weeks to put them in order.",
    "Nobody who was asked for this report disputed that the papers are genuine.",
    "What happened next depends on whom one asks.",
    "By that time the matter had already reached the courts.",
    "A spokeswoman declined to comment on individual messages.",
    "The correspondence goes on in this tone for several weeks.",
    "It is easy to lose the thread among so many copies and replies.",
    "Some of the names have been familiar for years; others appear only once.",
    "That was not the impression given to the public.",
    "The sums involved were small at first and then grew quickly.",
    "Critics had been saying so for a long time, without being able to show it.",
    "None of this was known when the committee finished its work.",
    "There is no answer to that message in the archive.",
    "Perhaps it was meant as a joke; the recipients did not take it for one.",
    "The two offices had never got on, and the letters show why.",
    "Lawyers read these passages in quite different ways.",
    "One must imagine the mood in those rooms as tense.",
    "In the end the decision was taken by people who do not appear in the papers at all.",
    "The so-called “steering group” met only twice.",
    "Officials liked to speak of a “clean solution” in those years.",
    "A documentary, “The Long Quay”, was later made about the affair.",
    "What the brochure calls ‘synergies’ were, in practice, dismissals.",
    "A review under the title “Lessons for the Coast” appeared much later and named no one.",
    "Whether that amounts to a cover-up is for others to judge.",
    "The rest can be told quickly.",
    "Such things are rarely written down, which is why the archive matters.",
    "Seventeen boxes of paper are said to be still under seal.",
    "A former clerk remembers the weeks in which this was written as unusually hot.",
)
_TITLES = (
    "What the Letters Say", "The Paper Trail", "Behind Closed Doors", "An Archive Speaks", "Notes From a Quiet Office",
    "The Cost of Silence", "Between the Lines", "How It Was Done",
)  # fmt: skip


def article(
    planted: Sequence[Planted], stands: Callable[[str], bool], seed: str, more: Sequence[str] = ()
) -> Article:
    """An article with these quotations, in this order; ``stands`` tells whether words stand in the archive.

    ``more`` are sentences of the author's own to be spread among them.
    """
    draw = random.Random(f"article {seed}")
    usual = draw.choice(["double", "double", "double", "straight", "low"])
    wrapped = draw.random() < 0.35
    paragraphs = [
        draw.choice(_TITLES),
        f"By {draw.choice(['A. Correspondent', 'our staff', 'the investigations desk'])}",
    ]
    manners: list[str] = []
    pieces: list[str] = []
    share = -(-len(more) // len(planted))
    for number, one in enumerate(planted):
        pieces += more[number * share : (number + 1) * share]
        manner, text = _told(one, MARKS[_style(one, usual, draw)], stands, draw)
        manners.append(manner)
        pieces += draw.sample(_FILLERS, draw.choice([0, 1, 1, 2]))
        pieces.append(text)
        if draw.random() < 0.55 or manner == "block":
            paragraphs.append(_joined(pieces))
            pieces = []
    paragraphs.append(_joined([*pieces, draw.choice(_FILLERS)]))
    laid = [_laid(paragraph, wrapped) for paragraph in paragraphs]
    return _without_marks("\n\n".join(laid) + "\n", planted, manners)


def _style(one: Planted, usual: str, draw: Draw) -> str:
    return one.style or ("straight" if usual == "double" and draw.random() < 0.1 else usual)


def _joined(pieces: Sequence[str]) -> str:
    return " ".join(pieces).rstrip()


def _told(one: Planted, marks: tuple[str, str], stands: Callable[[str], bool], draw: Draw) -> tuple[str, str]:
    """The quotation in one of the manners that suit it."""
    whole = one.words[0].isupper() and one.words[-1] in ".?!" and one.words[-4:] != ". . ."
    whole = whole or (one.words.startswith("[") and one.words[1:2].isupper() and one.words[-1] in ".?!")
    must_name = one.kind == "wrong speaker"
    must_date = one.kind == "wrong date"
    named = bool(one.speaker) and (must_name or draw.random() < 0.8)
    dated = bool(one.day) and (must_date or draw.random() < 0.5)
    speaker = one.speaker if named and one.speaker else ""
    scene = Scene(
        one.words, speaker, speaker.split(" ")[-1] if speaker else "", (one.recipient or "") if named else "",
        spoken(one.day or "", draw) if dated else "", whole, draw, marks,
    )  # fmt: skip
    names = list(MANNERS)
    while True:
        manner = draw.choices(names, [WEIGHTS[name] for name in names])[0]
        text = MANNERS[manner](scene)
        if text is None or (manner == "split" and not _can_split(one, text, stands)):
            continue
        if (not must_date or scene.when in text) and (not must_name or scene.who in text):
            return manner, text


def _can_split(one: Planted, text: str, stands: Callable[[str], bool]) -> bool:
    """Whether the fault stays one when the quotation is told in two pieces."""
    if one.kind in ("wrong speaker", "wrong date", "spliced", "invented"):
        return False
    if one.change is None:
        return True
    pieces = re.findall(f"{OPEN}([^{CLOSE}]*){CLOSE}", text)
    return not stands(pieces[one.change >= len(pieces[0])])


def spoken(day: str, draw: Draw) -> str:
    """A day as articles write it."""
    when = date.fromisoformat(day)
    month = f"{when:%B}"
    return draw.choice(
        [
            f"{month} {when.day}, {when.year}",
            f"{month} {when.day}, {when.year}",
            f"{when.day} {month} {when.year}",
            f"{when:%A}, {month} {when.day}, {when.year}",
            f"{when:%b}. {when.day}, {when.year}"
            if month not in ("May", "June", "July")
            else f"{month} {when.day}, {when.year}",
        ]
    )


def _laid(paragraph: str, wrapped: bool) -> str:
    """The paragraph on one line or in lines; an indented block stays one."""
    if not wrapped:
        return paragraph
    blocks = paragraph.split("\n\n")
    return "\n\n".join(
        textwrap.fill(
            block.strip(), 76, break_long_words=False, break_on_hyphens=False,
            initial_indent="    " * block.startswith(" "), subsequent_indent="    " * block.startswith(" "),
        )
        for block in blocks
    )  # fmt: skip


def _without_marks(marked: str, planted: Sequence[Planted], manners: Sequence[str]) -> Article:
    """The text without the bench's own marks, and where the quotations stand in it."""
    out: list[str] = []
    size = 0
    spans: list[tuple[int, int]] = []
    start = 0
    for sign in marked:
        if sign == OPEN:
            start = size
        elif sign == CLOSE:
            spans.append((start, size))
        else:
            sign = _WRAPPED.get(sign, sign)
            out.append(sign)
            size += len(sign)
    text = "".join(out)
    gold: list[Gold] = []
    taken = iter(spans)
    for one, manner in zip(planted, manners, strict=True):
        pieces = tuple(next(taken) for _ in range(2 if manner == "split" else 1))
        gold.append(Gold(one, pieces, _faulty(one, pieces), manner))
    return Article(text, tuple(gold))


def _faulty(one: Planted, pieces: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """In which piece the change lies; all of them where it is of the whole."""
    if len(pieces) == 1 or one.change is None:
        return (True,) * len(pieces)
    first = pieces[0][1] - pieces[0][0]
    return tuple(inside == (one.change >= first) for inside in (False, True))
