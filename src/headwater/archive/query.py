"""The query language: what an investigator types, as a small syntax tree.

``parse`` reads the language that docs/query.md describes. Nothing in a query is dropped silently: whatever
cannot be searched for as written is a QueryError that says where, and what to write instead.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedToken

from headwater.archive.leaves import QUOTES, Leaf, read
from headwater.archive.nodes import (
    And,
    Dated,
    Everything,
    Exact,
    Field,
    Filter,
    Held,
    IdSet,
    Node,
    Not,
    Or,
    StatusIs,
    TypeIs,
    Words,
)
from headwater.base.errors import QueryError

__all__ = [
    "And",
    "Dated",
    "Everything",
    "Exact",
    "Field",
    "Filter",
    "Held",
    "IdSet",
    "Node",
    "Not",
    "Or",
    "StatusIs",
    "TypeIs",
    "Words",
    "parse",
]

DEEPEST = 32
"""Levels of parentheses and negations that a query may have; deeper ones would exhaust the engine's stack."""

_GRAMMAR = rf"""
    ?start: either
    ?either: both (OR both)*
    ?both: unary (AND? unary)*
    ?unary: (NOT | MINUS) unary -> negated
          | FIELD value -> fielded
          | value
    ?value: (WORD | PHRASE | REGEX) -> leaf
          | LPAR either RPAR -> group
    AND.4: /AND(?![^\s(){QUOTES}])/
    OR.4: /OR(?![^\s(){QUOTES}])/
    NOT.4: /NOT(?![^\s(){QUOTES}])/
    MINUS.3: /(?<![^\s(:])-/
    FIELD.3: /[^\W\d][\w\-]*:/
    REGEX.3: /\/(?:[^\/\\]|\\.)+\/(?![^\s()])/
    PHRASE.2: /=?[{QUOTES}][^{QUOTES}]*[{QUOTES}](~[^\s(){QUOTES}]*)?/
    WORD: /[^\s(){QUOTES}]+/
    LPAR: "("
    RPAR: ")"
    %ignore /\s+/
"""
_ALIASES = {"file": "filename", "attachment": "filename", "language": "lang"}
_FIELDS = (
    *(field.value for field in Field if field),
    *Filter,
    "exact",
    "type",
    "status",
    "date",
    "before",
    "after",
)
_OPERATORS = ("AND", "OR", "NOT", "MINUS")
_LEAVES = ("WORD", "PHRASE", "REGEX")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


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
        if token.type == "FIELD" and _name(token) not in _FIELDS:
            raise _unknown_field(query, token)
        if token.type == "FIELD" and not touched:
            step = f"Write directly after the colon what to look for, as in {token}word."
            raise QueryError(f"{token} stands alone.", query, _at(token), step)
        if token.type == "MINUS" and not touched:
            step = "Write it directly before what it excludes, or leave it out."
            raise QueryError("This minus sign stands alone.", query, _at(token), step)
        if _glued(token.type, touched):
            step = "Put a space between them."
            raise QueryError("A quotation mark touches a word.", query, token.end_pos or 0, step)


def _glued(kind: str, touched: str) -> bool:
    """Whether a phrase or expression touches a word, which would leave open where each ends."""
    between = {kind, touched} <= {*_LEAVES, "FIELD"} and kind != "FIELD"
    return between and bool({kind, touched} & {"PHRASE", "REGEX"})


def _unknown_field(query: str, token: Token) -> QueryError:
    near = get_close_matches(token[:-1].lower(), _FIELDS, 1)
    after = re.match(rf"\s*[^\s(){QUOTES}]*", query[token.end_pos :])
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
        token = _token(tree, 0)
        return read(Leaf(query, _at(token), token.type, str(token), _name(field) if field else ""))
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


def _name(field: Token) -> str:
    name = field[:-1].lower()
    return _ALIASES.get(name, name)


def _token(tree: Tree[Token], index: int) -> Token:
    child = tree.children[index]
    assert isinstance(child, Token)
    return child
