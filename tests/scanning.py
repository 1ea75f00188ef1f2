"""A scan that reads every document token by token, and queries to hold the index against it.

The scan shares with the search only what a token is and where a message's parts are; every operator is written again
here, as plainly as may be.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from headwater.archive.index import IndexRow
from headwater.archive.nodes import (
    And,
    Dated,
    Everything,
    Exact,
    Field,
    Filter,
    Held,
    Node,
    Not,
    Or,
    StatusIs,
    Term,
    TypeIs,
    Words,
)
from headwater.archive.parts import PartKind, split_parts
from headwater.archive.patterns import Fuzzy, Regex, Wild
from headwater.archive.tokens import tokens
from headwater.model.document import Kind, Status
from headwater.store.partings import Apart

Value = list[str]

ROLES = {
    Field.FROM: {"from"},
    Field.TO: {"to", "cc", "bcc"},
    Field.CC: {"cc"},
    Field.PARTICIPANT: {"from", "sender", "reply-to", "to", "cc", "bcc"},
}
QUOTED = (PartKind.QUOTED, PartKind.FORWARDED, PartKind.ARTICLE)


@dataclass(frozen=True)
class Scanned:
    """A document as the scan reads it: its values by field, as written and as tokens, and what is held of it."""

    row: IndexRow
    texts: dict[Field, list[str]]
    values: dict[Field, list[Value]]
    streams: dict[Field, list[str | None]]
    day: date | None
    held: dict[Filter, set[str]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.row.id


def read_tokens(text: str) -> Value:
    return [token.text for token in tokens(text)]


def scanned(row: IndexRow, zone: str, held: dict[Filter, set[str]], names: Sequence[str] = ()) -> Scanned:
    texts = {Field.SUBJECT: [row.title], Field.BODY: [row.body], Field.FILENAME: list(names)}
    for name, roles in ROLES.items():
        chosen = [person for person in row.people if person.role in roles]
        texts[name] = [value for person in chosen for value in (person.name, person.address)]
    parts = split_parts(row.body) if row.kind == Kind.MESSAGE else ()
    whole = row.kind != Kind.MESSAGE
    for name, kinds in ((Field.OWN, (PartKind.OWN,)), (Field.QUOTED, QUOTED)):
        chosen_parts = [part for part in parts if part.kind in kinds]
        texts[name] = ["\n".join(span.of(row.body) for span in part.spans) for part in chosen_parts]
    if whole:
        texts[Field.OWN] = [row.body]
    known = {**held, Filter.PERSON: set(), Filter.DOMAIN: set()}
    for person in row.people:
        if person.address:
            known[Filter.PERSON].add(person.address)
            known[Filter.DOMAIN].add(person.address.split("@")[-1])
    values = {name: [read_tokens(text) for text in found] for name, found in texts.items()}
    streams = {name: stream_of(found) for name, found in values.items()}
    return Scanned(row, texts, values, streams, local_day(row, zone), known)


def stream_of(values: Iterable[Value]) -> list[str | None]:
    """The values of a field one after the other, each once, with a border behind each."""
    return [token for value in dict.fromkeys(map(tuple, values)) if value for token in (*value, None)]


def local_day(row: IndexRow, zone: str) -> date | None:
    if row.sent_seconds is None:
        return None
    sent = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC")) + timedelta(seconds=row.sent_seconds)
    return sent.astimezone(ZoneInfo(zone)).date()


class Known:
    """What is held of the documents, as the search asks for it."""

    def __init__(self, documents: Sequence[Scanned]) -> None:
        self.documents = {document.id: document for document in documents}

    def held(self, asked: Held) -> list[int]:
        return [one.id for one in self.documents.values() if asked.value in one.held.get(asked.what, ())]

    def names(self) -> Iterator[tuple[str, list[int]]]:
        for one in self.documents.values():
            for name in one.texts[Field.FILENAME]:
                yield name, [one.id]

    def apart(self, ids: Sequence[int]) -> dict[int, Apart]:
        return {}

    def rows(self, ids: Sequence[int]) -> Iterator[IndexRow]:
        return (self.documents[id].row for id in ids)


# --- what each operator means ------------------------------------------------------------------------------------


@cache
def edits(one: str, other: str) -> int:
    """Letters put in, left out, exchanged, or neighbours swapped; no stretch twice."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def expression(pattern: Wild | Regex) -> str:
    if isinstance(pattern, Regex):
        return pattern.source
    return "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern.text)


Fits = Callable[[str], bool]


def fitting(term: Term) -> Fits:
    if isinstance(term, str):
        return lambda token: token == term
    if isinstance(term, Fuzzy):
        return cache(
            lambda token: (
                abs(len(token) - len(term.word)) <= term.distance and edits(term.word, token) <= term.distance
            )
        )
    compiled = re.compile(expression(term), re.DOTALL)
    return cache(lambda token: compiled.fullmatch(token) is not None)


def stands_in(value: Value, fits: Sequence[Fits]) -> bool:
    size = len(fits)
    return any(
        fits[0](value[at]) and all(fits[n](value[at + n]) for n in range(1, size))
        for at in range(len(value) - size + 1)
    )


def stands_near(stream: Sequence[str | None], fits: Sequence[Fits], within: int) -> bool:
    """Whether some stretch of as many words as are wanted and ``within`` more has a word of its own for each."""
    places = [
        (at, found)
        for at, token in enumerate(stream)
        if token is not None and (found := frozenset(n for n, fit in enumerate(fits) if fit(token)))
    ]
    everything = frozenset(range(len(fits)))
    length = len(fits) + within
    for n, (first, _) in enumerate(places):
        inside = []
        for at, found in places[n:]:
            if at >= first + length:
                break
            inside.append(found)
        if frozenset().union(*inside) == everything and assigned(inside, everything):
            return True
    return False


def assigned(inside: Sequence[frozenset[int]], wanted: frozenset[int]) -> bool:
    """Whether each of ``wanted`` can have a token of its own, ``inside`` being what each token may be."""
    if not wanted:
        return True
    term = min(wanted)
    return any(
        term in found and assigned([*inside[:n], *inside[n + 1 :]], wanted - {term})
        for n, found in enumerate(inside)
    )


@cache
def plain(text: str) -> str:
    seen = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return " ".join(re.split(r"\s+", seen))


@cache
def inside_words(text: str) -> set[int]:
    """Places between two characters of one word."""
    return {place for token in tokens(text) for place in range(token.start + 1, token.end)}


def stands_exactly(text: str, wanted: str) -> bool:
    """As written, white space and invisible characters aside, beginning and ending where words do."""
    seen = plain(text)
    if wanted not in seen:
        return False
    inner = inside_words(seen)
    inner = inner | {at for at, char in enumerate(seen) if unicodedata.category(char) in ("Mn", "Me")}
    starts = (at for at in range(len(seen)) if seen.startswith(wanted, at))
    return any(at not in inner and at + len(wanted) not in inner for at in starts)


# --- a query over all documents ----------------------------------------------------------------------------------

EACH = {Field.ANY: (Field.SUBJECT, Field.BODY, Field.PARTICIPANT)}


def finds(documents: Sequence[Scanned], node: Node) -> set[int]:
    """The ids of the documents that ``node`` finds."""
    match node:
        case And(parts):
            return set.intersection(*(finds(documents, part) for part in parts))
        case Or(parts):
            return set.union(*(finds(documents, part) for part in parts))
        case Not(part):
            return {document.id for document in documents} - finds(documents, part)
    test = testing(node)
    return {document.id for document in documents if test(document)}


def testing(node: Node) -> Callable[[Scanned], bool]:
    match node:
        case Words(where, terms, within):
            fits = [fitting(term) for term in terms]
            names = EACH.get(where, (where,))
            if within is None:
                needed = [term for term in terms if isinstance(term, str)]
                return lambda one: any(
                    all(term in value for term in needed) and stands_in(value, fits)
                    for name in names
                    for value in one.values[name]
                )
            if where in (Field.OWN, Field.QUOTED, Field.FILENAME):
                return lambda one: any(stands_near(value, fits, within) for value in one.values[where])
            return lambda one: any(stands_near(one.streams[name], fits, within) for name in names)
        case Exact(where, text):
            names = EACH.get(where, (where,))
            return lambda one: any(stands_exactly(value, text) for name in names for value in one.texts[name])
        case TypeIs(kind):
            return lambda one: one.row.kind == kind
        case StatusIs(status):
            return lambda one: one.row.status == status
        case Held(what, value):
            return lambda one: value in one.held.get(what, ())
        case Dated(first, end):
            return lambda one: (
                one.day is not None and (first is None or first <= one.day) and (end is None or one.day < end)
            )
        case Everything():
            return lambda one: True
    raise AssertionError(node)


# --- queries, written as an investigator would -------------------------------------------------------------------

OPERATORS = (
    "word",
    "phrase",
    "prefix",
    "phrase-prefix",
    "wildcard",
    "infix",
    "phrase-wildcard",
    "fuzzy",
    "regex",
    "near",
    "near-many",
    "near-wildcard",
    "exact",
    "own",
    "quoted",
    "filename",
    "date",
    "type",
    "status",
    "held",
    "person",
    "everything",
)
PLAIN = (Field.ANY, Field.ANY, Field.SUBJECT, Field.BODY, Field.FROM, Field.TO, Field.CC, Field.PARTICIPANT)


class Writer:
    """Writes queries about ``documents``, mostly such that find something."""

    def __init__(self, chance: random.Random, documents: Sequence[Scanned]) -> None:
        self.chance = chance
        self.documents = documents

    def value(self, where: Field) -> Value:
        """The tokens of some value of a field; a few words of its own where there is none."""
        names = EACH.get(where, (where,))
        for _ in range(20):
            one = self.chance.choice(self.documents) if self.documents else None
            found = [value for name in names for value in (one.values[name] if one else ()) if value]
            if found:
                return self.chance.choice(found)
        return ["zyzzyva", "of", "the"]

    def words(self, where: Field, *sizes: int) -> Value:
        value = self.value(where)
        size = min(len(value), self.chance.choice(sizes))
        start = self.chance.randrange(len(value) - size + 1)
        return list(value[start : start + size])

    def wild(self, word: str, infix: bool = False) -> str:
        if infix:
            start = self.chance.randrange(len(word))
            return f"*{word[start : start + 5]}*"
        letters = list(word)
        for _ in range(self.chance.randint(1, 2)):
            at = self.chance.randrange(len(letters))
            letters[at] = self.chance.choice("?*")
        shape = "".join(letters)
        return shape if set(shape) - {"*", "?"} else word[0] + "*"

    def misspelt(self, word: str) -> str:
        at = self.chance.randrange(len(word))
        wrong = [
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ]
        return self.chance.choice([one for one in wrong if one] or [word])

    def near(self, where: Field, size: int, wild: bool = False) -> str:
        value = self.value(where)
        start = self.chance.randrange(max(1, len(value) - 12))
        among = value[start : start + 12]
        chosen = [self.chance.choice(among) for _ in range(size)]
        if wild:
            chosen[-1] = chosen[-1][:2] + "*"
        return f'"{" ".join(chosen)}"~{self.chance.choice([0, 1, 2, 3, 5, 8])}'

    def regex(self, word: str) -> str:
        at = self.chance.randrange(len(word))
        safe = re.escape(word[:at]).replace("\\", ""), word[at + 1 :]
        inner = self.chance.choice(
            [".", "[a-m0-9]", "[^aeiou]", "(a|e|s)", ".?", "\\w", "[n-z]", ".*", ".{1,3}", "\\d"]
        )
        return f"/{safe[0]}{inner}{safe[1]}/"

    def leaf(self, kind: str) -> str:
        where = self.chance.choice(PLAIN)
        name = f"{where}:" if where else ""
        first = self.words(where, 1)[0]
        # Patterns of letters for scripts with spaces: elsewhere each character is a word of its own.
        spelt = first if first.isascii() else "ab"
        match kind:
            case "word":
                return f'{name}"{self.chance.choice([first, first, first, "the", "zyzzyva"])}"'
            case "phrase":
                return f'{name}"{" ".join(self.words(where, 2, 2, 3, 5))}"'
            case "prefix":
                return f"{name}{first[: self.chance.randint(1, len(first))]}*"
            case "phrase-prefix":
                words = self.words(where, 2, 3)
                return f'{name}"{" ".join(words)[: -len(words[-1]) + 1 or None]}*"'
            case "wildcard":
                return name + self.wild(spelt)
            case "infix":
                return name + self.wild(spelt, infix=True)
            case "phrase-wildcard":
                words = self.words(where, 2, 3)
                return f'{name}"{self.wild(words[0] if words[0].isascii() else "ab", infix=True)} {" ".join(words[1:])}"'
            case "fuzzy":
                return f"{name}{self.misspelt(spelt)}~{self.chance.randint(1, 2)}"
            case "regex":
                return name + self.regex(spelt)
            case "near":
                return name + self.near(where, 2)
            case "near-many":
                return name + self.near(where, self.chance.choice([3, 3, 4]))
            case "near-wildcard":
                return name + self.near(where, 2, wild=True)
            case "exact":
                return name + self.exact(where)
            case "own" | "quoted":
                inside = Field(kind)
                return f'{kind}:"{" ".join(self.words(inside, 1, 1, 2, 3))}"'
            case "filename":
                return f'filename:"{" ".join(self.words(Field.FILENAME, 1, 2))}"'
        return self.filtering(kind)

    def exact(self, where: Field) -> str:
        names = EACH.get(where, (where,))
        for _ in range(20):
            one = self.chance.choice(self.documents) if self.documents else None
            texts = [text for name in names for text in (one.texts[name] if one else ()) if text]
            pieces = (
                re.findall(r"[^\s\"“”„«»]+(?: [^\s\"“”„«»]+)?", plain(self.chance.choice(texts)))
                if texts
                else []
            )
            chosen = [piece for piece in pieces if read_tokens(piece)]
            if chosen:
                piece = self.chance.choice(chosen)
                return f'="{self.chance.choice([piece, piece, piece.lower(), piece.upper()])}"'
        return '="The"'

    def filtering(self, kind: str) -> str:
        one = self.chance.choice(self.documents) if self.documents else None
        if kind == "date":
            return self.dated()
        if kind == "type":
            return f"type:{self.chance.choice(list(Kind))}"
        if kind == "status":
            return f"status:{self.chance.choice(list(Status))}"
        if kind == "person":
            what = self.chance.choice([Filter.PERSON, Filter.DOMAIN])
            values = sorted(one.held[what]) if one else []
            return f'{what}:"{self.chance.choice(values or ["a@b.example"])}"'
        if kind == "held":
            what = self.chance.choice([what for what in Filter if what not in (Filter.PERSON, Filter.DOMAIN)])
            values = {
                Filter.LANGUAGE: ["en", "es"],
                Filter.HAS: ["attachment"],
                Filter.THREAD: ["abcd", "abce"],
            }
            return f'{what}:"{self.chance.choice(values.get(what, ["hot", "cold", "Key 1"]))}"'
        return "*"

    def dated(self) -> str:
        days = sorted(document.day for document in self.documents if document.day)
        day = self.chance.choice(days) if days else date(2001, 1, 1)
        other = self.chance.choice([one for one in days if one >= day] or [day])
        year, month = f"{day:%Y}", f"{day:%Y-%m}"
        ranges = [f"{month}..{other:%Y-%m}", f"{day}..{other}", f"{day}..", f"..{month}", "..9999"]
        whole = [f"date:{one}" for one in (day, month, year, *ranges)]
        return self.chance.choice([*whole, f"before:{day}", f"after:{month}"])

    def written(self, depth: int) -> str:
        """A query of ``depth`` levels at most."""
        if depth == 0 or self.chance.random() < 0.2:
            return self.leaf(self.chance.choice(OPERATORS))
        parts = [self.written(depth - 1) for _ in range(self.chance.randint(2, 3))]
        inside = [self.leaf(self.chance.choice(["word", "phrase"])).split(":")[-1] for _ in parts]
        return self.chance.choice(
            [
                f"({' '.join(parts)})",
                f"({' AND '.join(parts)})",
                f"({' OR '.join(parts)})",
                f"({parts[0]} AND NOT {parts[1]})",
                f"({parts[0]} -{parts[1]})",
                f"NOT {parts[0]}",
                f"{parts[0]} OR {parts[-1]}",
                f"subject:({' OR '.join(inside)})",
            ]
        )


def holding(chance: random.Random) -> dict[Filter, set[str]]:
    """Made-up tags, folders and the like for one document."""
    choices = {
        Filter.TAG: ["hot", "cold", "Key 1"],
        Filter.FOLDER: ["hot", "cold", "Key 1"],
        Filter.LANGUAGE: ["en", "es"],
        Filter.HAS: ["attachment"],
        Filter.THREAD: ["abcd", "abce"],
    }
    return {what: {one for one in values if chance.random() < 0.3} for what, values in choices.items()}
