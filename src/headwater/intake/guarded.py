"""Readers at arm's length: what one of them did not foresee becomes a failure of its container or item.

Bytes are hostile and libraries have faults. A reader that breaks must not end a run, for then it would end every run
over the same bytes. Headwater's own errors and an interrupted run pass through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from headwater.base import apart
from headwater.base.errors import HeadwaterError
from headwater.intake.readers import CONTAINERS, LEAVES
from headwater.intake.readers.folder import why
from headwater.intake.readers.text import unread
from headwater.intake.seam import APART, About, Claim, Entry, Form, Found, Leaf, Recognised, Source
from headwater.model.document import Failed, Place

REST = "(rest)"
"""The place of what a reader did not come to."""


def items_of(form: Form, source: Source) -> Iterator[Found]:
    """The items of a container; where its reader breaks, one failure for all bytes that are in no item, and a claim.

    The bytes of the whole are those of the container as given, since the reader did not come to say otherwise.
    """
    items = spent = 0
    try:
        for found in CONTAINERS[form](source):
            yield found
            if isinstance(found, Claim):
                return
            items += 1
            spent += found.place.length or 0
        failed = ("defect", "the reader ended without an account")
    except HeadwaterError:
        raise
    except Exception as error:  # whatever it is, the run must go on and say so
        failed = code_and_reason(error)
    size = max(source.size, spent)
    yield Failed(Place(REST, None, size - spent), *failed)
    yield Claim(items + 1, size, 0)


def leaf_of(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """The document that ``data`` is; where its reader breaks, one without text, and a failure that says so."""
    reader = LEAVES[recognised.form]
    try:
        if recognised.form in APART:
            return apart.call(reader, data, recognised, about)
        return reader(data, recognised, about)
    except HeadwaterError:
        raise
    except apart.ApartError as error:
        code, reason = error.code, error.reason
    except Exception as error:  # whatever it is, the bytes are kept and the run goes on
        code, reason = "defect", f"the reader failed: {type(error).__name__}"
    document = unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name, reason)
    return Leaf(document, failed=(Failed(Place(about.path), code, reason),))


def code_and_reason(error: Exception) -> tuple[str, str]:
    """What is recorded of an exception: the system's refusal, or a defect with the exception's name."""
    if isinstance(error, OSError) and error.errno is not None:
        return "unreadable", why(error)
    return "defect", f"the reader failed: {type(error).__name__}"


def entry_failed(entry: Entry, error: Exception) -> Failed:
    """The failure of an entry over which something unforeseen was raised."""
    return Failed(entry.place, *code_and_reason(error))
