"""Regular expressions as an investigator writes them, read into patterns of letters (``automata``).

They are of the regular kind alone: no back references, no looking around. Their letters are folded as those of tokens
are (see ``tokens``), so that ``/Stra(ß|ss)e/`` finds what ``/strasse/`` finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from headwater.archive.automata import ANY, Alt, Chars, Rep, Seq, Tree
from headwater.archive.tokens import index_text

_WIDEST = 40_000  # letters of all ranges in classes of one expression
_NEVER = "Words hold letters and digits alone"


class PatternError(ValueError):
    """``message`` says what is wrong at ``position``, in code points of the pattern; ``step`` what to write."""

    def __init__(self, message: str, position: int, step: str) -> None:
        super().__init__(message)
        self.message, self.position, self.step = message, position, step


@lru_cache(maxsize=256)
def parsed(source: str) -> Tree:
    """The pattern of an expression. Raises PatternError."""
    reader = _Reader(source)
    tree = reader.either()
    if reader.at < len(source):
        raise PatternError("This parenthesis was not opened.", reader.at, "Leave it out, or write \\).")
    if tree == Seq(()):
        raise PatternError(
            "This regular expression is empty.", 0, "Write what to look for between the slashes."
        )
    return tree


class _Reader:
    """Recursive descent over one expression; every method reads from ``at`` on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0
        self.ranged = 0

    def _next(self, count: int = 1) -> str:
        return self.source[self.at : self.at + count]

    def either(self) -> Tree:
        parts = [self._one_after_another()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._one_after_another())
        kept = list(dict.fromkeys(part for part in parts if part != Seq(())))
        if not kept:
            return Seq(())
        found = kept[0] if len(kept) == 1 else Alt(tuple(kept))
        return found if all(part != Seq(()) for part in parts) else Rep(found, 0, 1)

    def _one_after_another(self) -> Tree:
        parts: list[Tree] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated())
        return parts[0] if len(parts) == 1 else Seq(tuple(parts))

    def _repeated(self) -> Tree:
        tree = self._atom()
        times = self._times()
        if times is None:
            return tree
        if self._next() and self._next() in "*+?{":
            step = "Keep one sign of repetition, or put what is repeated in parentheses."
            raise PatternError(f"{self._next()} follows another sign of repetition.", self.at, step)
        return Rep(tree, *times)

    def _times(self) -> tuple[int, int | None] | None:
        start = self.at
        signs: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._next() in signs:
            self.at += 1
            return signs[self.source[start]]
        if self._next() != "{":
            return None
        end = self.source.find("}", start)
        least, comma, most = self.source[start + 1 : end].partition(",") if end > 0 else ("", "", "")
        numbers = [one for one in (least, most) if one]
        if not least or not all(one.isascii() and one.isdigit() and len(one) <= 3 for one in numbers):
            raise PatternError(
                "These braces hold no repetition.", start, "Write {3}, {2,} or {2,4}, up to 999."
            )
        self.at = end + 1
        low, high = int(least), int(most) if most else None if comma else int(least)
        if high is not None and (high < low or high == 0):
            raise PatternError(
                "This repetition ends before it begins.", start, "Write the smaller number first."
            )
        return low, high

    def _atom(self) -> Tree:
        start, char = self.at, self._next()
        if char in ("*", "+", "?", "{"):
            step = f"Write what it repeats before it, or \\{char} for the sign itself."
            raise PatternError(f"Nothing stands before {char}.", start, step)
        if char in ("^", "$"):
            step = f"Leave {char} out: an expression always fits a whole word; write .* for any letters around it."
            raise PatternError(f"{char} is not needed.", start, step)
        if char in ("]", "}"):
            raise PatternError(f"{char} closes nothing.", start, "Leave it out.")
        self.at += 1
        if char == ".":
            return ANY
        if char == "(":
            return self._group(start)
        if char == "[":
            return self._class(start)
        if char == "\\":
            return self._escaped(start)
        return _literal(char, start)

    def _group(self, start: int) -> Tree:
        if self._next() == "?" and self._next(2) != "?:":
            step = "Write a plain group in parentheses: regular expressions here neither look around nor set flags."
            raise PatternError("This kind of group is not supported.", start, step)
        self.at += 2 * (self._next() == "?")
        self.depth += 1
        if self.depth > 32:
            raise PatternError(
                "Groups are nested more than 32 deep.", start, "Leave out those that change nothing."
            )
        tree = self.either()
        self.depth -= 1
        if self._next() != ")":
            raise PatternError("This parenthesis is not closed.", start, "Add a ) where the group ends.")
        self.at += 1
        if tree == Seq(()):
            raise PatternError("These parentheses are empty.", start, "Fill them or leave them out.")
        return tree

    def _escaped(self, start: int) -> Tree:
        char = self._next()
        self.at += 1
        if char == "d":
            return Chars(False, (("0", "9"),))
        if char == "D":
            return Chars(True, (("0", "9"),))
        if char == "w":
            return ANY
        if not char or char.isalnum():
            step = "Of the signs with a backslash, \\d (a digit), \\D (no digit) and \\w (any letter or digit) mean something."
            raise PatternError(f"\\{char} is not supported.", start, step)
        return _literal(char, start)

    def _class(self, start: int) -> Tree:
        negated = self._next() == "^"
        self.at += negated
        letters: set[str] = set()
        while self._next() != "]":
            if not self._next():
                raise PatternError("This bracket is not closed.", start, "Add a ] where the letters end.")
            letters.update(self._range())
        self.at += 1
        if not letters:
            raise PatternError("These brackets are empty.", start, "Write the letters between them.")
        several = sorted(one for one in letters if len(one) > 1)
        if several and negated:
            message = f"One of these letters is read as the letters {several[0]}."
            raise PatternError(message, start, "Leave it out of brackets that begin with ^.")
        single = _ranges(one for one in letters if len(one) == 1)
        parts = [*([Chars(negated, single)] if single else []), *(_string(one) for one in several)]
        return parts[0] if len(parts) == 1 else Alt(tuple(parts))

    def _range(self) -> set[str]:
        """The folded letters of one member of a class."""
        start, low = self.at, self._member()
        if low == "\\d" or self._next() != "-" or self._next(2) in ("-]", "-"):
            return set("0123456789") if low == "\\d" else {_folded(low, start)}
        self.at += 1
        high = self._member()
        if high == "\\d" or high < low:
            raise PatternError("This range ends before it begins.", start, "Write the first letter first.")
        self.ranged += ord(high) - ord(low)
        if self.ranged >= _WIDEST:
            raise PatternError(
                "This range is too wide.", start, "Write a dot for any letter, or a smaller range."
            )
        found = {_fold(chr(code)) for code in range(ord(low), ord(high) + 1)} - {None, ""}
        if not found:
            raise PatternError("This range holds no letter or digit.", start, f"{_NEVER}: leave it out.")
        return {one for one in found if one}

    def _member(self) -> str:
        """One letter of a class as written; "\\\\d" for the digits."""
        start, char = self.at, self._next()
        self.at += 1
        if char == "[" or (char == "&" and self._next() == "&"):
            raise PatternError("A class inside a class is not supported.", start, "Write its letters.")
        if char != "\\":
            return char
        char = self._next()
        self.at += 1
        if char == "d":
            return "\\d"
        if not char or char.isalnum():
            raise PatternError(
                f"\\{char} is not supported between brackets.", start, "Write the letters themselves."
            )
        return char


def _literal(char: str, position: int) -> Tree:
    return _string(_folded(char, position))


def _string(letters: str) -> Tree:
    parts = tuple(Chars(False, ((one, one),)) for one in letters)
    return parts[0] if len(parts) == 1 else Seq(parts)


def _folded(char: str, position: int) -> str:
    found = _fold(char)
    if found is None:
        said = "A space" if char.isspace() else char
        step = f"{_NEVER}: leave it out, or search for a phrase in quotation marks."
        raise PatternError(f"{said} never stands inside a word.", position, step)
    return found


def _fold(char: str) -> str | None:
    """What ``char`` becomes inside a token, "" for an accent alone; None for what separates tokens."""
    between = index_text(f"x{char}x")[1:-1]
    return None if not between.strip() and between else between.strip()


def _ranges(letters: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """``letters`` as sorted ranges that do not touch."""
    out: list[tuple[str, str]] = []
    for letter in sorted(letters):
        if out and ord(letter) == ord(out[-1][1]) + 1:
            out[-1] = (out[-1][0], letter)
        else:
            out.append((letter, letter))
    return tuple(out)
