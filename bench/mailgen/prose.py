"""What one writer adds to a thread: greeting, paragraphs, closing, signature, disclaimer."""

from __future__ import annotations

from mailgen.draw import Draw
from mailgen.people import Person
from mailgen.tongues import Tongue

# Every twentieth part of the lengths (code points), from least to greatest; the middle is the measured median.
_LENGTHS = (
    *(40, 90, 160, 260, 370, 500, 650, 820, 1_020, 1_260),
    *(1_560, 1_850, 2_150, 2_500, 2_900, 3_400, 4_100, 5_000, 6_500, 9_000, 20_000),
)
_DISCLAIMER = (
    "This message is intended only for the person or body to which it is addressed and may contain\n"
    "information that is privileged or confidential. If you are not the intended recipient, please notify\n"
    "the sender and delete the message together with any attachment."
)


def own_text(tongue: Tongue, writer: Person, reader: Person, word: str, draw: Draw) -> str:
    """A message's own text with the planted ``word`` (none if empty) in one of its lines; paragraphs stand apart."""
    parts = _paragraphs(tongue, word, draw)
    phrases = tongue.language.phrases
    if draw.chance(0.5):
        parts.insert(0, draw.pick(phrases.greetings).format(name=reader.given))
    if draw.chance(0.6):
        parts.append(draw.pick(phrases.closings))
        parts.append(_signature(writer) if draw.chance(0.6) else writer.given)
    if draw.chance(0.08):
        parts.append(_DISCLAIMER)
    return "\n\n".join(parts)


def _paragraphs(tongue: Tongue, word: str, draw: Draw) -> list[str]:
    language = tongue.language
    lines = tongue.lines(draw, max(1, draw.along(_LENGTHS) // tongue.line_length))
    if word:
        chosen = draw.below(len(lines))
        lines[chosen] = f"{lines[chosen]} {word}" + ("" if language.joiner else " ")
    hard = draw.chance(0.6)
    between = "\n" if hard else language.joiner
    if draw.chance(0.01):
        chosen = draw.below(len(lines))
        lines[chosen] = f"From {lines[chosen]}"
    height = 2 + draw.below(5)
    blocks = [between.join(lines[start : start + height]) for start in range(0, len(lines), height)]
    return [block[:1].upper() + block[1:] + language.stop for block in blocks]


def _signature(writer: Person) -> str:
    return f"-- \n{writer.name}\n{writer.role}, {writer.firm}\n{writer.address}"
