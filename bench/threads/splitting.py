"""Single messages out of a folder of mail."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from pathlib import Path

_UNSAFE = re.compile(r"[^\w.-]+")
_BLANK = re.compile(rb"\r?\n\r?\n")
_BARE = re.compile(rb"(?im)^((?:message-id|in-reply-to):[ \t]*)([^<>\s]+@[^<>\s]+)[ \t]*(?=\r?$)")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


def messages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A name and the bytes of each message: files that begin with a header, and the items of mboxes. Everything else in
    the folder is passed over."""
    for path in sorted(found for found in folder.rglob("*") if found.is_file()):
        name = _UNSAFE.sub("-", path.relative_to(folder).as_posix())[-60:]
        with path.open("rb") as stream:
            head = stream.read(200)
        if head.startswith(b"From "):
            yield from _items(path, name)
        elif _HEADER.match(head):
            yield name, path.read_bytes()


def bracketed(data: bytes) -> bytes:
    """A message whose bare identifiers (Message-ID, In-Reply-To: one word with an "@" and no more) have brackets."""
    head, blank, body = (
        re.split(rb"(\r?\n\r?\n)", data, maxsplit=1) if _BLANK.search(data) else (data, b"", b"")
    )
    return _BARE.sub(rb"\1<\2>", head) + blank + body


def _items(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield f"{name}-{key}", box.get_bytes(key)
    finally:
        box.close()
