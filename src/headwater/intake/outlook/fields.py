"""What contacts, appointments, tasks and other items that are no mail say in their properties, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from headwater.base.dates import Moment
from headwater.intake.outlook import tags
from headwater.intake.outlook.properties import Key, Properties, Value

_MAIL = (
    "ipm.note",
    "ipm.post",
    "ipm.schedule.meeting",
    "report",
    "ipm.outlook.recall",
    "ipm.resend",
    "ipm.taskrequest",
)
_Line = tuple[str, Key]
_CONTACT: tuple[_Line, ...] = (
    ("Name", 0x3001),
    ("Company", 0x3A16),
    ("Department", 0x3A18),
    ("Job title", 0x3A17),
    ("Profession", 0x3A46),
    ("Nickname", 0x3A4F),
    ("E-mail", (tags.ADDRESS, 0x8083)),
    ("E-mail name", (tags.ADDRESS, 0x8080)),
    ("E-mail 2", (tags.ADDRESS, 0x8093)),
    ("E-mail 2 name", (tags.ADDRESS, 0x8090)),
    ("E-mail 3", (tags.ADDRESS, 0x80A3)),
    ("E-mail 3 name", (tags.ADDRESS, 0x80A0)),
    ("Instant messages", (tags.ADDRESS, 0x8062)),
    ("Business telephone", 0x3A08),
    ("Business telephone 2", 0x3A1B),
    ("Company telephone", 0x3A57),
    ("Assistant's telephone", 0x3A2E),
    ("Home telephone", 0x3A09),
    ("Home telephone 2", 0x3A2F),
    ("Mobile telephone", 0x3A1C),
    ("Car telephone", 0x3A1E),
    ("Other telephone", 0x3A1F),
    ("Pager", 0x3A21),
    ("Business fax", 0x3A24),
    ("Home fax", 0x3A25),
    ("Business address", (tags.ADDRESS, 0x801B)),
    ("Home address", (tags.ADDRESS, 0x801A)),
    ("Other address", (tags.ADDRESS, 0x801C)),
    ("Postal address", 0x3A15),
    ("Web page", 0x3A51),
    ("Personal page", 0x3A50),
    ("Web page ", (tags.ADDRESS, 0x802B)),
    ("Office", 0x3A19),
    ("Manager", 0x3A4E),
    ("Assistant", 0x3A30),
    ("Spouse", 0x3A48),
    ("Birthday", 0x3A42),
    ("Anniversary", 0x3A41),
    ("Members", (tags.ADDRESS, 0x8054)),
)
_APPOINTMENT: tuple[_Line, ...] = (
    ("Start", (tags.APPOINTMENT, 0x820D)),
    ("End", (tags.APPOINTMENT, 0x820E)),
    ("Place", (tags.APPOINTMENT, 0x8208)),
    ("All day", (tags.APPOINTMENT, 0x8215)),
    ("Repeats", (tags.APPOINTMENT, 0x8232)),
    ("Attendees", (tags.APPOINTMENT, 0x8238)),
)
_TASK: tuple[_Line, ...] = (
    ("Start", (tags.TASK, 0x8104)),
    ("Due", (tags.TASK, 0x8105)),
    ("Completed", (tags.TASK, 0x810F)),
    ("Done", (tags.TASK, 0x8102)),
    ("Owner", (tags.TASK, 0x811F)),
    ("Assigned by", (tags.TASK, 0x8121)),
)
_LOG: tuple[_Line, ...] = (
    ("Kind", (tags.LOG, 0x8700)),
    ("Start", (tags.LOG, 0x8706)),
    ("End", (tags.LOG, 0x8708)),
    ("Minutes", (tags.LOG, 0x8707)),
)
_KINDS: tuple[tuple[str, str, tuple[_Line, ...]], ...] = (
    ("ipm.contact", "contact", _CONTACT),
    ("ipm.distlist", "distribution-list", _CONTACT),
    ("ipm.appointment", "appointment", _APPOINTMENT),
    ("ipm.ole.class", "appointment", _APPOINTMENT),
    ("ipm.task", "task", _TASK),
    ("ipm.activity", "journal-entry", _LOG),
    ("ipm.stickynote", "note", ()),
)
_YES_NO: frozenset[Key] = frozenset({(tags.APPOINTMENT, 0x8215)})
_SHARE: frozenset[Key] = frozenset({(tags.TASK, 0x8102)})
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")


def kind(message_class: str) -> str:
    """What an item is by its class: "message", "contact", "appointment", "task", "note" ... or "item"."""
    low = message_class.lower()
    if not low or any(_is(low, root) for root in _MAIL):
        return "message"
    return next((name for root, name, _ in _KINDS if _is(low, root)), "item")


def _is(message_class: str, root: str) -> bool:
    return message_class == root or message_class.startswith(root + ".")


def lines(message_class: str, values: Properties) -> Iterator[str]:
    """ "Name: value" for each property that says something of an item of this class; of mail, when a meeting is."""
    low = message_class.lower()
    known = next((fields for root, _, fields in _KINDS if _is(low, root)), ())
    if _is(low, "ipm.schedule.meeting"):
        known = _APPOINTMENT
    for name, key in known:
        said = _said(key, values.get(key))
        if said:
            yield f"{name.strip()}: {said}"


def _said(key: Key, value: Value | None) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Moment):
        return (
            value.utc().strftime("%Y-%m-%d %H:%M UTC") if value.seconds > 0 or key in (0x3A41, 0x3A42) else ""
        )
    if isinstance(value, tuple):
        return "; ".join(filter(None, (_member(one) for one in value)))
    if key in _YES_NO:
        return "yes" if value else ""
    if key in _SHARE and isinstance(value, float):
        return f"{value:.0%}" if 0 < value <= 1 else ""
    return str(value) if isinstance(value, int) and value else ""


def _member(value: str | bytes) -> str:
    """A member of a distribution list: a one-off address ([MS-OXCDATA] 2.2.5.1), its name and address."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value[4:20] != _ONE_OFF or len(value) < 24:
        return ""
    raw = value[24:]
    text = raw.decode("utf-16-le" if value[23] & 0x80 else "cp1252", "replace")
    words = [" ".join(part.split()) for part in text.split("\0") if part]
    return f"{words[0]} <{words[2]}>" if len(words) > 2 else " ".join(words[:1])
