"""An Outlook item: its properties, its recipients and what is attached to it."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.intake.outlook.properties import Properties


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is attached: bytes, or an item; neither where it is a mere link or cannot be read (``trouble`` says why)."""

    properties: Properties
    data: bytes | None = None
    item: Item | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A message, contact, appointment, task, note or whatever else stands in a store.

    ``notes`` say what was repaired, ``trouble`` what of it could not be read.
    """

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
