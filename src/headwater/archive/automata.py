"""Patterns of letters: the tree, what the index's engine is given of it, and an automaton that reads a word once.

The automaton goes over a word from left to right whatever the pattern (Thompson, "Regular Expression Search Algorithm",
CACM 1968); nothing here ever backtracks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chars:
    """One letter out of (or, ``negated``, not out of) ``ranges`` of letters, both ends included."""

    negated: bool
    ranges: tuple[tuple[str, str], ...]

    def takes(self, char: str) -> bool:
        """Whether ``char`` is such a letter."""
        return any(low <= char <= high for low, high in self.ranges) != self.negated


@dataclass(frozen=True, slots=True)
class Seq:
    """One part after the other."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """One of the parts; at least two."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Rep:
    """``part`` at least ``least`` times, at most ``most`` (None: any number)."""

    part: Tree
    least: int
    most: int | None


Tree = Chars | Seq | Alt | Rep
ANY = Chars(True, ())


def size_of(tree: Tree) -> int:
    """Letters of the pattern when its repetitions are written out."""
    match tree:
        case Chars():
            return 1
        case Seq(parts) | Alt(parts):
            return sum(map(size_of, parts))
        case Rep(part, least, most):
            return size_of(part) * max(1, least + (most is None) if most is None else most)


def engine_syntax(tree: Tree) -> str:
    """The pattern in the syntax of Rust's regex-syntax."""
    match tree:
        case Chars(negated, ranges):
            if not ranges:
                return "."
            inside = "".join(low if low == high else f"{low}-{high}" for low, high in ranges)
            plain = not negated and len(ranges) == 1 and ranges[0][0] == ranges[0][1]
            return inside if plain else f"[{'^' * negated}{inside}]"
        case Seq(parts):
            return "".join(map(engine_syntax, parts))
        case Alt(parts):
            return f"(?:{'|'.join(map(engine_syntax, parts))})"
        case Rep(part, least, most):
            counts = {(0, None): "*", (1, None): "+", (0, 1): "?"}
            times = counts.get((least, most), f"{{{least},{'' if most is None else most}}}")
            return f"(?:{engine_syntax(part)}){times}"


_END, _AGAIN = -1, -2


class Automaton:
    """A pattern that reads each token once. States are made as they are met, and forgotten when they become many."""

    _MOST = 20_000

    def __init__(self, tree: Tree) -> None:
        self._chars: list[Chars] = []  # what each place reads
        self._after: list[frozenset[int]] = []  # the places that may follow it
        self._start = self._built(tree, frozenset({_END}))
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def matches(self, token: str) -> bool:
        """Whether the pattern fits the whole of ``token``."""
        state = self._start
        for char in token:
            after = self._steps.get((state, char))
            state = self._step(state, char) if after is None else after
            if not state:
                return False
        return _END in state

    def _step(self, state: frozenset[int], char: str) -> frozenset[int]:
        if len(self._steps) >= self._MOST:
            self._steps.clear()
        reading = (place for place in state if place >= 0 and self._chars[place].takes(char))
        found = frozenset[int]().union(*(self._after[place] for place in reading))
        self._steps[state, char] = found
        return found

    def _built(self, tree: Tree, after: frozenset[int]) -> frozenset[int]:
        """The places where ``tree`` begins when ``after`` follows it."""
        match tree:
            case Chars():
                self._chars.append(tree)
                self._after.append(after)
                return frozenset({len(self._chars) - 1})
            case Seq(parts):
                for part in reversed(parts):
                    after = self._built(part, after)
                return after
            case Alt(parts):
                return frozenset[int]().union(*(self._built(part, after) for part in parts))
            case Rep(part, least, most):
                if most is None:
                    after = self._loop(part, after)
                for _ in range(0 if most is None else most - least):
                    after = self._built(part, after) | after
                for _ in range(least):
                    after = self._built(part, after)
                return after

    def _loop(self, part: Tree, after: frozenset[int]) -> frozenset[int]:
        """``part`` any number of times: what may end it leads to its beginning too, which is known only afterwards."""
        first = len(self._chars)
        loop = (self._built(part, after | {_AGAIN}) - {_AGAIN}) | after
        for place in range(first, len(self._chars)):
            if _AGAIN in self._after[place]:
                self._after[place] = (self._after[place] - {_AGAIN}) | loop
        return loop
