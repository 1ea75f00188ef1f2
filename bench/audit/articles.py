"""Articles around quotations: prose of several manners, drawn so that no two quotations need to be introduced alike."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from planting import BREAK, HYPHEN, Planted

_OPEN, _CLOSE = "\ue000", "\ue001"
_WRAPPED = {BREAK: "\n", HYPHEN: "-\n"}

Draw = random.Random


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


@dataclass(slots=True)
class Scene:
    """What a manner may use: ``who`` and ``when`` are "" where the article says nothing of them."""

    quote: str
    who: str
    last: str
    to: str
    when: str
    whole: bool
    draw: Draw
    marks: tuple[str, str]

    def said(self, words: str) -> str:
        """``words`` between quotation marks."""
        return f"{self.marks[0]}{_OPEN}{words}{_CLOSE}{self.marks[1]}"

    @property
    def comma(self) -> str:
        """The whole quotation with its full stop made a comma, as before "she wrote"."""
        return self.said(f"{self.quote[:-1]}," if self.quote.endswith(".") else self.quote)

    @property
    def plain(self) -> str:
        """The whole quotation as it is."""
        return self.said(self.quote)

    @property
    def open(self) -> str:
        """The quotation without its full stop, for the middle of a sentence."""
        return self.said(self.quote.rstrip("."))


MARKS = {
    "double": ("“", "”"),
    "straight": ('"', '"'),
    "single": ("‘", "’"),
    "low": ("„", "“"),
    "guillemets": ("«", "»"),
}


def _one(*choices: str) -> Callable[[Draw], str]:
    return lambda draw: draw.choice(choices)


_verb = _one(
    "wrote",
    "wrote",
    "said",
    "noted",
    "warned",
    "replied",
    "complained",
    "told colleagues",
    "added",
    "explained",
)
_paper = _one("e-mail", "email", "message", "note", "e-mail message", "memo")
_office = _one("a senior figure in the affair", "who had been copied in from the start", "by then under some pressure",
               "whose name recurs throughout the files", "never a man of few words", "one of the more careful correspondents")  # fmt: skip


def _dated(scene: Scene) -> str:
    if not scene.when:
        return ""
    return scene.draw.choice(
        [
            f"dated {scene.when}",
            f"of {scene.when}",
            f"sent on {scene.when}",
            f"from {scene.when}",
            f"written on {scene.when}",
        ]
    )


def _by_whole(scene: Scene) -> str | None:
    """A whole sentence with a named writer, before or after it."""
    if not scene.whole or not scene.who:
        return None
    draw, paper, verb = scene.draw, _paper(scene.draw), _verb(scene.draw)
    article = "an" if paper.startswith("e") else "a"
    to = f" to {scene.to}" if scene.to and draw.random() < 0.5 else ""
    dated = f" {_dated(scene)}" if scene.when else ""
    on = f" on {scene.when}" if scene.when else ""
    return draw.choice(
        [
            f"{scene.comma} {scene.who} {verb} in {article} {paper}{to}{dated}.",
            f"{scene.comma} {verb} {scene.who}{on}.",
            f"In {article} {paper}{to}{dated}, {scene.who} put it this way: {scene.plain}",
            f"{scene.who} {verb}{on}: {scene.plain}",
            f"According to {article} {paper} that {scene.who} sent{to}{on}, {scene.plain}",
            f"{scene.who}, {_office(draw)}, was blunt in {article} {paper}{dated}: {scene.plain}",
            f"{scene.plain} So {verb.replace('told colleagues', 'wrote')} {scene.who}{on}.",
            f"Nothing in the file is plainer than {article} {paper}{dated} by {scene.who}{to}. {scene.plain}",
            f"Consider what {scene.who} {verb.replace('told colleagues', 'wrote')}{to}{on}: {scene.plain} Few could have put it otherwise.",
            f"The {paper} from {scene.who}{to}{', ' + _dated(scene) + ',' if scene.when else ''} contains this line: {scene.plain}",
        ]
    )


def _by_part(scene: Scene) -> str | None:
    """A part of a sentence, or a whole one used as such, within the author's own sentence."""
    if not scene.who:
        return None
    draw, paper = scene.draw, _paper(scene.draw)
    article = "an" if paper.startswith("e") else "a"
    on = f" on {scene.when}" if scene.when else ""
    dated = f" {_dated(scene)}" if scene.when else ""
    to = f" to {scene.to}" if scene.to and draw.random() < 0.5 else ""
    return draw.choice(
        [
            f"{scene.who} wrote{on} that {scene.open}, which is not how the matter was later presented.",
            f"In {article} {paper}{dated}{to}, {scene.who} used the words {scene.open}.",
            f"The phrase {scene.open} comes from {article} {paper} by {scene.who}{dated}.",
            f"It was {scene.who} who wrote{on} of {scene.open}.",
            f"{scene.who} spoke in {article} {paper}{dated} of {scene.open}, and left it at that.",
            f"As {scene.who} put it{on}, {scene.open}.",
        ]
    )


def _anonymous(scene: Scene) -> str | None:
    """No writer is named."""
    draw, paper = scene.draw, _paper(scene.draw)
    if scene.who:
        return None
    article = "an" if paper.startswith("e") else "a"
    dated = f" {_dated(scene)}" if scene.when else ""
    if scene.whole:
        return draw.choice(
            [
                f"One {paper} in the archive{dated} reads: {scene.plain}",
                f"{scene.comma} says one of the messages{dated}.",
                f"Elsewhere in the correspondence stands the sentence {scene.open}.",
                f"{scene.plain} The line comes from {article} {paper}{dated}.",
                f"As another {paper}{dated} has it: {scene.plain}",
                f"The documents are less guarded. {scene.plain}",
            ]
        )
    return draw.choice(
        [
            f"{article.capitalize()} {paper}{dated} speaks of {scene.open}.",
            f"The archive has its own words for this: {scene.open}.",
            f"Somebody wrote of {scene.open}, and nobody objected.",
            f"The words {scene.open} stand in {article} {paper}{dated}.",
            f"Who wrote of {scene.open} in {article} {paper}{dated} remains unclear.",
            f"All of it turned on {scene.open}, to use the language of {article} {paper}{dated}.",
            f"Another {paper}{dated} has {scene.open} in it.",
        ]
    )


def _split(scene: Scene) -> str | None:
    """The attribution stands in the middle."""
    tokens = scene.quote.split(" ")
    if not scene.whole or not scene.who or len(tokens) < 13 or BREAK in scene.quote:
        return None
    usual = [at for at in range(6, len(tokens) - 5) if tokens[at - 1].endswith((",", ".", ";"))]
    at = scene.draw.choice(usual) if usual else scene.draw.randint(6, len(tokens) - 6)
    if any("[" in token or "]" in token or "." in token or "…" in token for token in tokens[at - 2 : at + 2]):
        return None
    first, second = " ".join(tokens[:at]), " ".join(tokens[at:])
    on = f" on {scene.when}" if scene.when else ""
    stop = "." if first.endswith(".") else ","
    first = first.rstrip(",;.") + ","
    pronoun = scene.draw.choice(["he", "she"])
    return scene.draw.choice(
        [
            f"{scene.said(first)} {scene.who} wrote{on}{stop} {scene.said(second)}",
            f"{scene.said(first)} wrote {scene.who}{on}{stop} {scene.said(second)}",
            f"{scene.who} did not mince words{on}. {scene.said(first)} {pronoun} wrote{stop} {scene.said(second)}",
        ]
    )


def _by_last_name(scene: Scene) -> str | None:
    """The full name one sentence before, the family name with the quotation."""
    if not scene.whole or not scene.who:
        return None
    on = f" on {scene.when}" if scene.when else ""
    before = scene.draw.choice(
        [
            f"For {scene.who} the affair had begun much earlier.",
            f"{scene.who} kept copies of nearly everything.",
            f"Much of the traffic passed through the hands of {scene.who}.",
        ]
    )
    after = scene.draw.choice(
        [
            f"{scene.comma} {scene.last} wrote{on}.",
            f"{scene.last} wrote{on}: {scene.plain}",
            f"{scene.comma} {scene.last} told {scene.to or 'a colleague'}{on}.",
        ]
    )
    return f"{before} {after}"


def _block(scene: Scene) -> str | None:
    """A paragraph of its own after a colon, indented; in half of the cases without quotation marks."""
    if not scene.whole or len(scene.quote.split()) < 12 or scene.marks[0] not in '“"':
        return None
    paper = _paper(scene.draw)
    dated = f" {_dated(scene)}" if scene.when else ""
    who = f"{scene.who} wrote" if scene.who else "The text reads"
    lead = scene.draw.choice(
        [f"In one {paper}{dated}, {who[0].lower() + who[1:] if not scene.who else who} as follows:",
         f"{who} in a {paper.replace('e-mail', 'mail').replace('email', 'mail')}{dated}:"]
    )  # fmt: skip
    inner = scene.plain if scene.draw.random() < 0.5 else f"{_OPEN}{scene.quote}{_CLOSE}"
    return f"{lead}\n\n    {inner}\n\n"


MANNERS = {
    "whole": _by_whole, "part": _by_part, "anonymous": _anonymous, "split": _split, "last name": _by_last_name, "block": _block,
}  # fmt: skip
_WEIGHTS = {"whole": 5, "part": 2, "anonymous": 6, "split": 2, "last name": 2, "block": 1}

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
        manner = draw.choices(names, [_WEIGHTS[name] for name in names])[0]
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
    pieces = re.findall(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", text)
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
        if sign == _OPEN:
            start = size
        elif sign == _CLOSE:
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
