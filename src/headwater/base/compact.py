"""Values that go between processes by the thousand.

A frozen dataclass with slots is pickled by a method in Python that asks for its fields each time. ``compact`` makes
that one call in C, and the pickle shorter.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)


def compact(made: _Class) -> _Class:
    """A decorator for dataclasses with two fields or more, all of them set by the constructor: the same class, pickled
    as the call that makes the value."""
    values = attrgetter(*(field.name for field in fields(made)))

    def reduced(self: Any) -> tuple[_Class, Any]:
        return made, values(self)

    setattr(made, "__reduce__", reduced)  # noqa: B010  of a class that is not known here
    return made
