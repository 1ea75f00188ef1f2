"""Senders and recipients of Outlook items as the addresses of mail headers.

An Exchange name (kind of address "EX") is a path in a directory, "/O=EXAMPLE/OU=SALES/CN=RECIPIENTS/CN=JDOE"; where an SMTP
address stands beside it, that is taken, else the path itself in angle brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from headwater.intake.outlook import tags
from headwater.intake.outlook.properties import Properties, number, text

_TO, _CC, _BCC = 1, 2, 3
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_IN_ADDRESS = re.compile(r"[\s<>\"\x00-\x1f\x7f]+")


def sender(values: Properties, which: tuple[int, int, int, int] = tags.SENDER) -> str:
    """The sender (or with SENT_REPRESENTING the one for whom it was sent) as one address; empty where nobody is named."""
    name, kind, address, smtp = (text(values, key) for key in which)
    return mailbox(name, _best(kind, address, smtp))


def senders(values: Properties) -> tuple[str, str]:
    """Who wrote (From), and who sent it on that person's behalf where that is someone else (Sender)."""
    sent, represented = sender(values), sender(values, tags.SENT_REPRESENTING)
    if not represented or _same(values):
        return sent or represented, ""
    return represented, sent


def _same(values: Properties) -> bool:
    """Whether sender and represented are one: same address in any case, or no address and the same name."""
    own = [text(values, key).lower() for key in tags.SENDER]
    other = [text(values, key).lower() for key in tags.SENT_REPRESENTING]
    return any(a == b for a, b in zip(own[2:], other[2:], strict=True) if a) or (
        not (own[2] and other[2]) and own[0] == other[0]
    )


def recipients(values: Properties, rows: Iterable[Properties]) -> dict[str, list[str]]:
    """Addresses under To, Cc and Bcc, in the order of the recipient table.

    Where the table is missing, the names that the item shows stand for them.
    """
    found: dict[str, list[str]] = {"To": [], "Cc": [], "Bcc": []}
    for row in rows:
        kind = number(row, tags.RECIPIENT_TYPE, _TO) & 0xF
        role = {_CC: "Cc", _BCC: "Bcc"}.get(kind, "To")
        name, address_kind, address, smtp = (text(row, key) for key in tags.RECIPIENT)
        made = mailbox(name, _best(address_kind, address, smtp))
        if made and kind:  # kind 0 is the sender, in drafts and appointments
            found[role].append(made)
    if not any(found.values()):
        shown = {"To": tags.DISPLAY_TO, "Cc": tags.DISPLAY_CC, "Bcc": tags.DISPLAY_BCC}
        for role, key in shown.items():
            found[role] = [mailbox(name, "") for name in text(values, key).split(";") if name.strip()]
    return found


def _best(kind: str, address: str, smtp: str) -> str:
    if smtp and "@" in smtp:
        return smtp
    if kind.upper() in ("SMTP", "EX", "") or "@" in address or address.startswith("/"):
        return address
    return f"{kind}:{address}" if address else ""


def mailbox(name: str, address: str) -> str:
    """A display name and an address as RFC 5322 has them; characters beyond ASCII stand as they are (RFC 6532)."""
    name = _SPACES.sub(" ", name).strip()
    address = _IN_ADDRESS.sub(" " if address.startswith("/") else "", address).strip()
    if (address and name.strip("'") == address) or (not address and "@" in name and " " not in name):
        return f"<{address or name}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'"{quoted}" <{address}>'
        if name and address
        else f'"{quoted}"'
        if name
        else f"<{address}>"
        if address
        else ""
    )
