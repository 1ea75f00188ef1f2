"""What an archive is asked to be, and what its messages turn out to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """An archive to make.

    ``messages`` counts items, duplicates and variants among them; ``html``, ``attachments``, ``damaged``,
    ``duplicates``, ``variants`` and ``replies`` are shares (0 to 1): of messages with an HTML part, with
    attachments, with broken structure, of items that repeat earlier bytes, that repeat an earlier Message-ID in
    other bytes, and of new messages that answer another. ``window`` is how many messages can still be answered.
    """

    messages: int = 20_000
    seed: int = 7
    html: float = 0.4
    attachments: float = 0.1
    damaged: float = 0.02
    duplicates: float = 0.03
    variants: float = 0.02
    replies: float = 0.78
    window: int = 500


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment. ``kind`` is text, html, zip, message or binary.

    ``sha256`` is over its decoded bytes, None where damage keeps them from being told; ``word`` is planted in it
    (in the first file of a zip), empty for binary; ``members`` are the SHA-256 of a readable zip's files;
    ``copy_of`` is the number of the item that an attached message repeats byte by byte.
    """

    kind: str
    name: str
    size: int
    sha256: str | None
    word: str
    copy_of: int | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One message of the archive, with what is true of it.

    ``number`` counts from 0 in the order of writing; ``word`` is planted in its text (a variant has its
    original's), ``carries`` are other messages' words that it quotes. ``parent`` is the Message-ID that it
    answers, absent from the archive if ``ghost``. ``copy_of`` and ``variant_of`` are numbers of earlier items.
    ``seconds`` is the instant of sending (UTC, since 1970) even where its Date header does not say it.
    ``escape`` says whether an mbox must put ">" before its "From " lines.
    """

    number: int
    raw: bytes
    sha256: str
    sender: str
    seconds: int
    message_id: str | None
    thread: int
    parent: str | None
    ghost: bool
    word: str
    carries: tuple[str, ...]
    language: str
    charset: str
    traits: tuple[str, ...]
    damage: tuple[str, ...]
    attached: tuple[Attached, ...]
    copy_of: int | None = None
    variant_of: int | None = None
    escape: bool = True
