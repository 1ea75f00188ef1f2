"""The query language: what an investigator types, as a small syntax tree.

``parse`` reads the language that docs/query.md describes. Nothing in a query is dropped silently: whatever
cannot be searched for as written is a QueryError that says where, and what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedToken

from headwater.archive.tokens import words
from headwater.base.errors import QueryError
from headwater.model.document import Kind

DEEPEST = 32
"""Levels of parentheses and negations that a query may have; deeper ones would exhaust the engine's stack."""


class Field(StrEnum):
    """Where words are looked for. ANY is subject, body and participants together."""

    ANY = ""
    FROM = "from"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    BODY = "body"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens that follow each other in ``where``; with ``prefix``, the last one is the beginning of a token.

    Never empty. One token is a plain term, several are a phrase.
    """

    where: Field
    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class TypeIs:
    """Documents of one kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Dated:
    """Dated documents from the start of day ``first`` until before the start of day ``end``; None is open.

    Days are those of the case's zone. Documents without a date are never among them.
    """

    first: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that ``part`` does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """Documents that all parts find; at least two parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that some part finds; at least two parts."""

    parts: tuple[Node, ...]


Node = Words | TypeIs | Dated | Everything | Not | And | Or

_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_GRAMMAR = rf"""
    ?start: either
    ?either: both (OR both)*
    ?both: unary (AND? unary)*
    ?unary: (NOT | MINUS) unary -> negated
          | FIELD value -> fielded
          | value
    ?value: (WORD | PHRASE) -> leaf
          | LPAR either RPAR -> group
    AND.4: /AND(?![^\s(){_QUOTES}])/
    OR.4: /OR(?![^\s(){_QUOTES}])/
    NOT.4: /NOT(?![^\s(){_QUOTES}])/
    MINUS.3: /(?<![^\s(:])-/
    FIELD.3: /[^\W\d][\w\-]*:/
    PHRASE.2: /[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]/
    WORD: /[^\s(){_QUOTES}]+/
    LPAR: "("
    RPAR: ")"
    %ignore /\s+/
"""
_FIELDS = (*(field.value for field in Field if field), "type", "date", "before", "after")
_OPERATORS = ("AND", "OR", "NOT", "MINUS")
_GLUED = {("WORD", "PHRASE"), ("PHRASE", "WORD"), ("PHRASE", "PHRASE"), ("PHRASE", "FIELD")}
_LEFT_OUT = "Leave it out: punctuation cannot be searched for."
_INSTEAD = {"&": "Write AND.", "&&": "Write AND.", "|": "Write OR.", "||": "Write OR."}
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAYS = "Write 2010, 2010-04, 2010-04-19, or a range such as 2010-04..2010-05, 2010.. or ..2010."
# Signs that mean something in other query languages and nothing here: to ignore them would change the query.
_FOREIGN = (
    (
        re.compile(r"^([-!])"),
        "This sign before a word has no meaning.",
        "To exclude the word, write one minus.",
    ),
    (re.compile(r"^(~)\d*$|\w(~)\d*$"), "There is no search for similar or nearby words.", "Leave ~ out."),
    (
        re.compile(r"\w(\?)\w"),
        "A question mark does not stand for a letter.",
        "Quote the words, or use an asterisk.",
    ),
)


def parse(query: str) -> Node:
    """The syntax tree of ``query``. Raises QueryError."""
    query = _LONE_SURROGATES.sub("\ufffd", query)  # an error that quotes the query must be printable
    found = _lexed(query)
    _check_neighbours(query, found)
    _check_depth(query, found)
    try:
        tree = _parser().parse(query)
    except UnexpectedToken as error:
        raise _explained(query, found, _at(error.token) if error.token else len(query)) from None
    return _built(query, tree, None)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


def _at(token: Token) -> int:
    return token.start_pos or 0


# --- is it well formed ---------------------------------------------------------------------------------------


def _lexed(query: str) -> list[Token]:
    try:
        return list(_parser().lex(query))
    except UnexpectedCharacters as error:  # an opening quotation mark; every other character begins a token
        step = "Add one where the phrase ends."
        raise QueryError(
            "This quotation mark is not closed.", query, error.pos_in_stream or 0, step
        ) from None


def _check_neighbours(query: str, found: list[Token]) -> None:
    """Fields must be known; fields and minus signs touch what they govern; phrases touch no word."""
    for token, after in zip(found, [*found[1:], None], strict=False):
        touched = after.type if after is not None and after.start_pos == token.end_pos else ""
        if token.type == "FIELD" and token[:-1].lower() not in _FIELDS:
            raise _unknown_field(query, token)
        if token.type == "FIELD" and not touched:
            step = f"Write directly after the colon what to look for, as in {token}word."
            raise QueryError(f"{token} stands alone.", query, _at(token), step)
        if token.type == "MINUS" and not touched:
            step = "Write it directly before what it excludes, or leave it out."
            raise QueryError("This minus sign stands alone.", query, _at(token), step)
        if (token.type, touched) in _GLUED:
            step = "Put a space between them."
            raise QueryError("A quotation mark touches a word.", query, token.end_pos or 0, step)


def _unknown_field(query: str, token: Token) -> QueryError:
    near = get_close_matches(token[:-1].lower(), _FIELDS, 1)
    after = re.match(rf"\s*[^\s(){_QUOTES}]*", query[token.end_pos :])
    quoted = f"{token}{after[0] if after else ''}".strip()
    step = f'Quote it to search for the words: "{quoted}". The fields are {", ".join(_FIELDS)}.'
    if near:
        step = f"Did you mean {near[0]}: ? {step}"
    return QueryError(f"There is no field {token[:-1]}.", query, _at(token), step)


def _check_depth(query: str, found: list[Token]) -> None:
    levels = [0]  # what each open parenthesis adds, then the negations that wait for their operand
    for token in found:
        if token.type == "LPAR":
            levels[-1] += 1
            levels.append(0)
        elif token.type == "RPAR" and len(levels) > 1:
            levels.pop()
            levels[-1] = 0
        else:
            levels[-1] = levels[-1] + 1 if token.type in ("NOT", "MINUS") else 0
        if sum(levels) > DEEPEST:
            message = f"Parentheses and negations are nested more than {DEEPEST} deep."
            raise QueryError(message, query, _at(token), "Leave out those that change nothing.")


def _explained(query: str, found: list[Token], position: int) -> QueryError:
    """What is wrong with the grammar at ``position``, the end of the query included."""
    before = [token for token in found if _at(token) < position]
    last = before[-1] if before else None
    wrong = next((token for token in found if _at(token) == position), None)
    if last is not None and last.type == "FIELD":
        step = f"After the colon comes a word, a phrase or a group in parentheses; to exclude, write -{last}word."
        return QueryError(f"{last} is followed by {wrong}.", query, position, step)
    if last is not None and last.type in _OPERATORS:
        step = f'Add what it applies to, or quote it to search for the word: "{last}".'
        return QueryError(f"Nothing follows {last}.", query, _at(last), step)
    if wrong is not None and wrong.type in _OPERATORS:
        step = f'Add what comes before it, or quote it to search for the word: "{wrong}".'
        return QueryError(f"Nothing precedes {wrong}.", query, position, step)
    if wrong is not None and last is not None and last.type == "LPAR":
        return QueryError("These parentheses are empty.", query, _at(last), "Fill them or leave them out.")
    if wrong is not None:
        return QueryError(
            "This parenthesis was not opened.", query, position, "Leave it out or add a ( before it."
        )
    if last is None:
        return QueryError("The query is empty.", query, 0, "Write a word, or * for every document.")
    return QueryError(
        "This parenthesis is not closed.", query, _unclosed(found), "Add a ) where the group ends."
    )


def _unclosed(found: list[Token]) -> int:
    opened: list[Token] = []
    for token in found:
        if token.type == "LPAR":
            opened.append(token)
        elif token.type == "RPAR":
            opened.pop()
    return _at(opened[-1])


# --- what it means -------------------------------------------------------------------------------------------


def _built(query: str, tree: Tree[Token], field: Token | None) -> Node:
    """The node of a parse tree, read under ``field``."""
    if tree.data == "leaf":
        return _leaf(query, _token(tree, 0), field)
    if tree.data == "fielded":
        if field is not None:
            step = "Close the group before it."
            raise QueryError(f"A field inside {field}(...).", query, _at(_token(tree, 0)), step)
        field = _token(tree, 0)
    parts = tuple(_built(query, part, field) for part in tree.children if isinstance(part, Tree))
    match tree.data:
        case "either":
            return Or(parts)
        case "both":
            return And(parts)
        case "negated":
            return Not(parts[0])
    return parts[0]


def _token(tree: Tree[Token], index: int) -> Token:
    child = tree.children[index]
    assert isinstance(child, Token)
    return child


def _leaf(query: str, token: Token, field: Token | None) -> Node:
    name = field[:-1].lower() if field is not None else ""
    if name == "type":
        return _type(query, token)
    if name in ("date", "before", "after"):
        return _dated(query, token, name)
    if token == "*" and not name:
        return Everything()
    return _words(query, token, Field(name))


def _words(query: str, token: Token, where: Field) -> Words:
    text = str(token)
    if token.type == "WORD":
        for sign, message, step in _FOREIGN:
            if hit := sign.search(text):
                raise QueryError(message, query, _at(token) + hit.start(hit.lastindex or 0), step)
    else:
        text = f" {text[1:-1]} ".rstrip()
    star = text.find("*")
    if star >= 0 and (star < len(text) - 1 or not _attached(text[:star])):
        step = "It may only end a word or phrase, right after a letter or digit, as in bribe*."
        raise QueryError("An asterisk does not belong here.", query, _at(token) + star, step)
    found = words(text)
    if not found:
        step = _INSTEAD.get(token, _LEFT_OUT)
        raise QueryError(f"{token} holds no letter or digit.", query, _at(token), step)
    return Words(where, found, star >= 0)


def _attached(text: str) -> bool:
    """Whether ``text`` ends with a character that belongs to a token."""
    return words(f"x{text[-1:]}x") != ("x", "x") and text.strip() != ""


def _value(token: Token) -> str:
    return str(token).strip(_QUOTES).strip()


def _type(query: str, token: Token) -> TypeIs:
    try:
        return TypeIs(Kind(_value(token).lower()))
    except ValueError:
        step = f"Types are {', '.join(Kind)}."
        raise QueryError(f"There is no type {_value(token)}.", query, _at(token), step) from None


def _dated(query: str, token: Token, name: str) -> Dated:
    value = _value(token)
    if name == "before":
        return Dated(None, _days(query, token, value)[0])
    if name == "after":
        return Dated(_days(query, token, value)[0], None)
    begin, dots, finish = value.partition("..")
    if not dots:
        return Dated(*_days(query, token, value))
    if not begin and not finish:
        raise QueryError("This range has neither beginning nor end.", query, _at(token), _DAYS)
    first = _days(query, token, begin)[0] if begin else None
    end = _days(query, token, finish)[1] if finish else None
    if first is not None and end is not None and first >= end:
        raise QueryError("This range ends before it begins.", query, _at(token), f"Write {finish}..{begin}.")
    return Dated(first, end)


def _days(query: str, token: Token, value: str) -> tuple[date, date | None]:
    """First day of a year, month or day, and the day after its last; None where that is past year 9999."""
    read = _DAY.fullmatch(value)
    try:
        if read is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in read.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise QueryError(f"{value} is not a date.", query, _at(token), _DAYS) from None
    if first.year == date.max.year and (month is None or (month == 12 and day in (None, 31))):
        return first, None
    if day is not None:
        return first, first + timedelta(days=1)
    if month is not None and month < 12:
        return first, date(first.year, month + 1, 1)
    return first, date(first.year + 1, 1, 1)
