"""A container that cannot be opened at all: it fails, and its bytes are taken in as one file, so that none is lost."""

from __future__ import annotations

from collections.abc import Iterator

from headwater.intake.names import restored
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.model.document import Failed, Place

WHOLE = "(whole)"
"""The place of a container's own bytes, taken in as a file."""


def taken_whole(source: Source, code: str, reason: str) -> Iterator[Found]:
    """The failure of a container, the file that it is, and the claim over both."""
    yield Failed(Place(".", 0, 0), code, reason)
    place = Place(WHOLE, 0, source.size)
    yield Entry(place, restored(source.name), source.size, source.opened, Form.OTHER, source.path)
    yield Claim(2, source.size, 0)
