"""Maildir: a folder with cur and new; each file in cur, new or tmp is one message.

Other files (indexes of mail servers, subfolders in the manner of Maildir++) are items too, recognised by content;
a subfolder that is a maildir itself is a container of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from headwater.intake.readers.folder import walk
from headwater.intake.seam import Claim, Entry, Form, Found, Source
from headwater.model.document import Failed

_BOXES = ("cur", "new", "tmp")


def read_maildir(source: Source) -> Iterator[Found]:
    """The messages of a maildir and whatever else stands in it."""
    items = size = 0
    for found in walk(source):
        items += 1
        size += found.place.length or 0
        yield found if isinstance(found, Failed) else _as_message(found)
    yield Claim(items, size, 0)


def _as_message(entry: Entry) -> Entry:
    box, _, name = entry.place.path.partition("/")
    if entry.form is None and box in _BOXES and "/" not in name and not name.startswith("."):
        return replace(entry, form=Form.MESSAGE)
    return entry
