"""The tables, as SQLAlchemy Core sees them. Migrations make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from headwater.model.document import Kind
from headwater.store.metadata import metadata as metadata
from headwater.store.thread_tables import fingerprint as fingerprint
from headwater.store.thread_tables import language as language
from headwater.store.thread_tables import member as member
from headwater.store.thread_tables import node as node
from headwater.store.thread_tables import stale_subject as stale_subject
from headwater.store.thread_tables import thread as thread

REVISION = 10
"""The revision of the tables that this code reads and writes; migrations/versions has one file for each."""

TEXT_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.FILE)
"""The kinds of documents that have a text, or get one by OCR."""

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("media_type", String(255), nullable=False),
    Column("title", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("notes", JSON, nullable=False),
    Column("sent", BigInteger),  # seconds since 1970 UTC
    Column("sent_offset", Integer),  # minutes east, as written
    Column("rank", String(16)),  # where the date comes from
    Column("properties", JSON(none_as_null=True)),  # [[name, value], ...] that the file says of itself
)

message = Table(
    "message",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("message_id", Text, nullable=False, index=True),
    Column("in_reply_to", JSON, nullable=False),
    Column("references", JSON, nullable=False),
)

participant = Table(
    "participant",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, index=True),
)

rendition = Table(
    "rendition",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("version", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),  # of the text in UTF-8
    Column("length", Integer, nullable=False),  # code points
    Column("text", LargeBinary, nullable=False),  # zlib over UTF-8
)

# Documents whose text became another one that the index does not know yet.
renewed = Table("renewed", metadata, Column("document_id", ForeignKey("document.id"), primary_key=True))

container = Table(
    "container",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("location", Text, nullable=False, unique=True),
    Column("parent_id", ForeignKey("container.id")),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # reading, done, gone
    Column("stamp", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("inside", Integer, nullable=False),  # 1: attached to a message, not an item of the parent
    Column("length", BigInteger, nullable=False),  # bytes it takes in its parent; 0 without one
    Column("claimed", BigInteger, nullable=False),  # while reading: items that are done
    Column("structure_bytes", BigInteger, nullable=False),
    Column("unpacked", BigInteger, nullable=False),  # bytes unpacked from it and from archives in it
    # Counted from the rows when it was closed; of no meaning while it is read:
    Column("taken", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("nested", BigInteger, nullable=False),
    Column("attachments", BigInteger, nullable=False),
    Column("unread", BigInteger, nullable=False),
    Column("item_bytes", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("failed_bytes", BigInteger, nullable=False),
    Column("failures", BigInteger, nullable=False),  # those of parts of items too
    Index("ix_container_parent_id", "parent_id"),
)

copy = Table(
    "copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("container_id", ForeignKey("container.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("inside_id", ForeignKey("document.id")),  # the message that carries it as an attachment
    Column("offset", BigInteger),
    Column("length", BigInteger, nullable=False),  # bytes it takes in the container; 0 for an attachment
    Column("stamp", Text, nullable=False),
    Column("gone", Integer, nullable=False),  # 1: no longer there when the container was read again
    Column("name", Text, nullable=False, server_default=""),  # of an attachment, as its message has it
    UniqueConstraint("container_id", "path", "document_id"),
    Index("ix_copy_inside_id", "inside_id"),
)

failure = Table(
    "failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("container_id", ForeignKey("container.id"), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("code", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("inside", Integer, nullable=False),  # 1: part of an item that was taken in, not an item itself
    Column("length", BigInteger, nullable=False),  # bytes it takes in the container
)

progress = Table(
    "progress",
    metadata,
    Column("name", String(32), primary_key=True),  # "indexed": documents up to this id can be searched
    Column("value", BigInteger, nullable=False),
)

tally = Table(
    "tally",
    metadata,
    Column("measure", String(16), primary_key=True),  # kind, status, media_type, bytes, first, ...
    Column("value", String(255), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("source", JSON, nullable=False),  # [[start, end], ...] code points of the rendition
    Column("cue", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Column("stance", String(16), nullable=False),
    Column("basis", String(16), nullable=False),
    Column("form", String(16), nullable=False),
    Column("nested_in", String(40)),
    Column("chain", JSON, nullable=False),
    Column("date", Text),
    Column("confidence", Integer, nullable=False),  # in thousandths
    Column("speaker_folded", Text, nullable=False),  # the chain's last link without case and accents
    # What judgements make of it; derived from their log and made anew with every reading:
    Column("standing", String(16), nullable=False),
    Column("made", String(16), nullable=False),  # extracted, corrected, added
    Column("found", Integer, nullable=False),  # 0: kept, though the present version does not find it
    Column("instead", String(40)),  # the statement that stands in its place
    Column(
        "proposed", JSON(none_as_null=True)
    ),  # [nested_in, chain] as extracted, where judgements changed them
    # Lists are in this order; their filters are answered from the index alone.
    Index(
        "ix_statement_order",
        "document_id",
        "position",
        "standing",
        "stance",
        "basis",
        "form",
        "made",
        "found",
        "speaker_folded",
    ),
)

reading = Table(
    "reading",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("extractor", String(64), nullable=False),
    Column("rendition", String(64), nullable=False),
    Column("statements", Integer, nullable=False),  # those that this version found
    Column("note", Text, nullable=False),  # why nothing was read, "" where it was
    Index("ix_reading_extractor", "extractor"),
)

writing = Table(
    "writing",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    # Ascending: the last writing has the highest.
    Column("number", BigInteger, nullable=False, index=True, unique=True),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("by", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("targets", JSON, nullable=False),  # ids of the statement judged
    Column("seen", JSON(none_as_null=True)),  # that statement by its words
    Column("made", JSON(none_as_null=True)),  # the statement entered by hand, by its words
    Column("withdraws", Integer),  # the judgement taken back
    Column("why", Text, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("name", String(16), primary_key=True),  # "extract"
    Column("state", String(16), nullable=False),  # running, stopping, done, stopped, failed
    Column("what", Text, nullable=False),  # what was asked for, in words
    Column("mode", String(16), nullable=False),
    Column("started", String(32), nullable=False),  # UTC, ISO 8601
    Column("changed", String(32), nullable=False),
    Column("done", BigInteger, nullable=False),  # documents
    Column("total", BigInteger, nullable=False),
    Column("found", BigInteger, nullable=False),  # statements
    Column("read_length", BigInteger, nullable=False),  # code points
    Column("length", BigInteger, nullable=False),
    Column("words", BigInteger, nullable=False),  # read so far
    Column("milliseconds", BigInteger, nullable=False),  # spent on what was read so far
    Column("message", Text, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("by", Text, nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("body", JSON, nullable=False),
)

suspicion = Table(
    "suspicion",
    metadata,
    Column("id", String(40), primary_key=True),  # of the documents' ids
    Column("position", Integer, nullable=False, index=True),  # the strongest first
    Column("kind", String(24), nullable=False),
    Column("later", String(16), nullable=False),  # ids of documents; "" where there is no direction
    Column("earlier", String(16), nullable=False),
    Column("members", JSON, nullable=False),
    Column("shares", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("pairs", JSON, nullable=False),  # passages on both sides, in code points of the renditions
    Column("errors", JSON, nullable=False),
    Column("score", Float, nullable=False),
)

suspect = Table(
    "suspect",
    metadata,
    Column("document", String(16), primary_key=True),  # a member's id
    Column("suspicion_id", ForeignKey("suspicion.id"), primary_key=True),
)

search = Table(
    "search",
    metadata,
    Column("name", String(16), primary_key=True),  # "copies"
    Column("version", String(64), nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("documents", BigInteger, nullable=False),
    Column("up_to", BigInteger, nullable=False),  # the highest key of a document that was compared
    Column("passages", BigInteger, nullable=False),
    Column("candidates", BigInteger, nullable=False),
    Column("common", JSON, nullable=False),
)

audit = Table(
    "audit",  # of an article against the case; a row for each run, never changed
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", String(64), nullable=False, index=True),  # SHA-256 of its bytes
    Column("title", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Column("by", Text, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("version", String(64), nullable=False),
    Column("documents", BigInteger, nullable=False),  # of the case when it was made
    Column("counts", JSON, nullable=False),  # findings by kind and outcome
    Column("result", JSON, nullable=False),  # all of it
)

told_apart = Table(
    "told_apart",  # derived from the texts of messages, by a job
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("own", JSON, nullable=False),  # of each part: [start, end, start, end, ...]
    Column("quoted", JSON, nullable=False),
)

tagging = Table(
    "tagging",  # append-only: the last row of a document and tag says whether it has it
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("tag", Text, nullable=False),  # its name without case and accents
    Column("name", Text, nullable=False),  # as written
    Column("put", Integer, nullable=False),  # 1: put on, 0: taken off
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
    Index("ix_tagging_tag_document_id", "tag", "document_id"),
)

note = Table(
    "note",  # append-only; taking one back is a row of its own
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("start", Integer),  # code points of the rendition; NULL for the whole document
    Column("end", Integer),
    Column("words", Text, nullable=False),  # of the passage, by which it is found in another rendition
    Column("text", Text, nullable=False),
    Column("withdraws", Integer),  # the note taken back
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
)

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601
)
