"""Manners of introducing a quotation, as reporters have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quotation import BREAK, Draw

OPEN, CLOSE = "\ue000", "\ue001"
"""Where a quotation begins and ends, until the article is laid out."""


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
        return f"{self.marks[0]}{OPEN}{words}{CLOSE}{self.marks[1]}"

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
    inner = scene.plain if scene.draw.random() < 0.5 else f"{OPEN}{scene.quote}{CLOSE}"
    return f"{lead}\n\n    {inner}\n\n"


MANNERS = {
    "whole": _by_whole, "part": _by_part, "anonymous": _anonymous, "split": _split, "last name": _by_last_name, "block": _block,
}  # fmt: skip
WEIGHTS = {"whole": 5, "part": 2, "anonymous": 6, "split": 2, "last name": 2, "block": 1}
