"""Invented letters with names, figures, dates and negations in them, beside the mail of bench/mailgen.

Sentences are drawn from frames, and frames are shared: an archive has the same sentence with another figure, the same
sentence by another writer, and a sentence quoted in the reply to it. So a passage has rivals, as it has in real mail.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from places import damage, normal

GIVEN = (
    "Alban Bettina Cosmo Delphine Emeric Frida Gideon Hester Ivor Jocasta Kasimir Lavinia Magnus Nadine Osric Petra "
    "Quentin Rosamund Stellan Thora Ulric Verena Wystan Ysolde"
).split()
FAMILY = (
    "Ackerley Brandvold Castellane Drummock Eskdale Farrowby Gransden Halvorsen Ingleton Jessop Kerrison Lindqvist "
    "Mostyn Norrington Oakeshott Penhallow Quarrier Ravensdale Stavering Thornbury Umfreville Valmont Wetherall Yarrow"
).split()
PLACES = "Almere Brenholt Carsund Dunmarch Elverton Forsby Grenmouth Holtwick Isenby Karlshaven Lorrin Marstow".split()
FIRMS = "Ostrava Line,Bellmark Holdings,Tern & Sons,Norrgate Bank,Fulmar Shipping,Haldane Trust,Corvane Partners,Pellister Group".split(
    ","
)
MONTHS = "January February March April May June July August September October November December".split()
UNITS = "containers,crates,permits,households,hectares,tonnes,vehicles,contracts,guards,invoices".split(",")
BODIES = "the ministry,the harbour board,the county council,the audit office,the inspectorate,the regulator,the bank,the court".split(
    ","
)
THINGS = "the ledger,the survey,the second draft,the licence,the transfer,the inspection report,the lease,the minutes,the guarantee,the tender".split(
    ","
)
REASONS = (
    "because the paperwork is still in Room 4",
    "since nobody has signed for it",
    "and I would rather you heard it from me",
    "which is what everyone here expected",
    "although the lawyers take a different view",
    "so we should keep this between ourselves",
    "and that is the end of it as far as I am concerned",
    "before the newspapers get hold of it",
    "",
    "",
    "",
)
FRAMES = (
    "{Body} did not approve the payment of {money} to {firm} {why}.",
    "We have never received the {count} {unit} that {firm} promised for {date} {why}.",
    "{person} told me on the telephone that {count} {unit} left {place} without any papers {why}.",
    "I am not prepared to sign {thing} until {person} explains where the {money} went {why}.",
    "There were {count} {unit} in the yard at {place} when {body} came to count them {why}.",
    "Please make sure that {thing} reaches {person} in {place} by {date} {why}.",
    "No one at {firm} was aware that {body} had already paid {money} for {thing} {why}.",
    "{person} will not be at the meeting in {place}, but {firm} is sending two people in her place {why}.",
    "Our share of the {place} contract is {percent} per cent, not the figure that {person} keeps quoting {why}.",
    "If {body} asks, the {count} {unit} were bought by {firm} and paid for in cash on {date} {why}.",
    "The inspectors found nothing wrong with {thing}, yet {body} refused to release the {money} {why}.",
    "{firm} has offered {money} for the whole site at {place}, and {person} wants to accept {why}.",
    "I cannot tell you how {thing} came into the hands of {person} before {date} {why}.",
    "It is true that we moved {money} through {firm}, but {body} knew about it from the beginning {why}.",
    "By {date} at the latest {person} must have been told that {count} {unit} were missing from {place} {why}.",
    "Nobody should mention {thing} to {person} while {body} is still deciding about {place} {why}.",
    "My understanding is that {person} agreed to {percent} per cent and that {firm} would keep the rest {why}.",
    "The council was never shown {thing}, and the {count} {unit} were entered under another heading {why}.",
    "{Body} wants {count} {unit} counted again, this time without anybody from {firm} in the room {why}.",
    "I spoke with {person} in {place} last night and we are agreed that {firm} has to be out by {date} {why}.",
    "There is no written order from {body}, only a note by {person} about {thing} {why}.",
    "We can live with a loss of {money}, but we can not live with another visit from {body} {why}.",
    "Somebody at {place} changed the date on {thing} from {date} to a day of their own liking {why}.",
    "{firm} and {body} have been talking since {date}, and {person} carries the messages {why}.",
)
SMALL = (
    "Let me know what you think.", "I will call you tomorrow.", "Thanks for your note.", "More when we meet.",
    "I have put this in writing only once.", "Do keep me posted.", "The weather here is dreadful, by the way.",
)  # fmt: skip
SUBJECTS = "the harbour accounts,next week,what we discussed,paperwork,the visit,quarterly figures,a small matter,the yard".split(
    ","
)


@dataclass(frozen=True, slots=True)
class Writer:
    """An invented person with an address."""

    name: str
    address: str


@dataclass(slots=True)
class Letter:
    """A letter before it is written: its own sentences, in paragraphs; ``misread`` maps sentences to what is written."""

    writer: Writer
    reader: Writer
    when: datetime
    subject: str
    paragraphs: list[list[str]]
    answers: Letter | None = None
    style: str = ""
    misread: dict[str, str] = field(default_factory=dict)


def writers(draw: random.Random, count: int = 24) -> list[Writer]:
    """People with different family names."""
    pairs = zip(draw.sample(GIVEN, count), draw.sample(FAMILY, count), strict=True)
    return [
        Writer(f"{given} {family}", f"{given}.{family}@{family}-office.example".lower())
        for given, family in pairs
    ]


def number(draw: random.Random) -> str:
    """A count as letters write it."""
    return f"{draw.choice([draw.randint(13, 99), draw.randint(110, 990), draw.randint(1, 90) * 100 + draw.randint(1, 99)]):,}"


def sentence(people: list[Writer], draw: random.Random, frame: str = "") -> str:
    """One sentence from a frame."""
    return _closed((frame or draw.choice(FRAMES)), people, draw)


def _closed(frame: str, people: list[Writer], draw: random.Random) -> str:
    money = draw.choice(
        [
            f"${number(draw)}",
            f"{draw.randint(2, 98)} million crowns",
            f"{draw.randint(2, 40)}.{draw.randint(1, 9)} million dollars",
            f"€{number(draw)}",
        ]
    )
    body = draw.choice(BODIES)
    filled = frame.format(
        person=draw.choice(people).name, firm=draw.choice(FIRMS), place=draw.choice(PLACES), money=money, body=body,
        Body=body[0].upper() + body[1:], count=number(draw), unit=draw.choice(UNITS), thing=draw.choice(THINGS),
        date=f"{draw.choice(MONTHS)} {draw.randint(1, 28)}", percent=draw.randint(3, 97), why=draw.choice(REASONS),
    )  # fmt: skip
    return filled.replace(" .", ".")


def letters(draw: random.Random, count: int, damaged: int) -> list[Letter]:
    """``count`` letters by two dozen people over four years, with rivals among the sentences.

    ``damaged`` of the first sentences of paragraphs are written with OCR errors.
    """
    people = writers(draw)
    made: list[Letter] = []
    when = datetime(2007, 1, 8, 8, 30, tzinfo=UTC)
    for _ in range(count):
        when += timedelta(hours=draw.randint(20, 110), minutes=draw.randint(0, 59))
        moment = when.replace(hour=draw.randint(8, 16))
        previous = draw.choice(made[-40:]) if made and draw.random() < 0.45 else None
        writer = previous.reader if previous else draw.choice(people)
        reader = (
            previous.writer if previous else draw.choice([person for person in people if person != writer])
        )
        subject = f"Re: {previous.subject.removeprefix('Re: ')}" if previous else draw.choice(SUBJECTS)
        own = [
            [_drawn(people, made, draw) for _ in range(draw.randint(2, 4))] for _ in range(draw.randint(2, 4))
        ]
        if draw.random() < 0.5:
            draw.choice(own).insert(draw.randint(0, 1), draw.choice(SMALL))
        style = draw.choice(["marks", "block"]) if previous else ""
        made.append(Letter(writer, reader, moment, subject.capitalize(), own, previous, style))
    known = Counter(
        normal(" ".join(one for letter in made for own in letter.paragraphs for one in own)).split()
    )
    for letter in draw.sample(made, damaged):
        clean = letter.paragraphs[0][-1]
        letter.misread[clean] = damage(clean, draw, known)
    return made


def _drawn(people: list[Writer], made: list[Letter], draw: random.Random) -> str:
    """A new sentence; one in twelve repeats another writer's, one in eight takes its frame with other figures."""
    roll = draw.random()
    if made and roll < 0.08:
        return draw.choice(draw.choice(draw.choice(made).paragraphs))
    return sentence(people, draw)


def written(letter: Letter, draw: random.Random) -> EmailMessage:
    """The letter as a message, with what it answers quoted behind marks or in a block."""
    message = EmailMessage()
    message["From"] = f"{letter.writer.name} <{letter.writer.address}>"
    message["To"] = f"{letter.reader.name} <{letter.reader.address}>"
    message["Date"] = format_datetime(letter.when)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{draw.getrandbits(60):x}@{letter.writer.address.partition('@')[2]}>"
    message.set_content(_text(letter, draw))
    return message


def _text(letter: Letter, draw: random.Random) -> str:
    width = draw.choice([64, 72, 400])
    own = body(letter, width)
    hello = draw.choice(
        [f"Dear {letter.reader.name.split()[0]},\n\n", f"{letter.reader.name.split()[0]}\n\n", ""]
    )
    text = f"{hello}{own}\n\n{draw.choice(['Best', 'Regards', 'Yours'])}\n{letter.writer.name}\n"
    before = letter.answers
    if before is None:
        return text
    old = body(before, 70)
    if letter.style == "marks":
        quoted = "\n".join(f"> {line}".rstrip() for line in old.split("\n"))
        return f"{text}\nOn {before.when:%Y-%m-%d %H:%M}, {before.writer.name} <{before.writer.address}> wrote:\n{quoted}\n"
    return (
        f"{text}\n-----Original Message-----\nFrom: {before.writer.name}\nSent: {before.when:%A, %B %d, %Y %H:%M}\n"
        f"To: {before.reader.name}\nSubject: {before.subject}\n\n{old}\n"
    )


def body(letter: Letter, width: int) -> str:
    """The letter's own paragraphs in lines of at most ``width``."""
    wrap: Callable[[str], str] = lambda text: _wrapped(text, width)  # noqa: E731
    return "\n\n".join(
        wrap(" ".join(letter.misread.get(one, one) for one in paragraph)) for paragraph in letter.paragraphs
    )


def _wrapped(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
