"""The tables of threads, variants and languages: derived from those in ``schema``, which gives them out with its own."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from headwater.store.metadata import metadata

# Threads: derived from the tables above, and made anew wherever mail comes in. A node is a message by its identifier,
# a ghost where no document has it; a thread is all nodes that are connected.
thread = Table(
    "thread",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", BigInteger, unique=True),  # its first node's; None: its tree is to be made
    Column("nodes", BigInteger, nullable=False),
    # Of the tree that was made last:
    Column("messages", BigInteger, nullable=False, index=True),  # documents
    Column("ghosts", BigInteger, nullable=False),
    Column("lead_id", ForeignKey("document.id")),  # the first message in it
    Column("first", BigInteger),  # seconds since 1970 UTC
    Column("last", BigInteger),
    Column(
        "subject", BigInteger, index=True
    ),  # the lead's without marks of answers; None where nothing is left
    Column("answer", Integer, nullable=False),  # 1: the lead's subject has such a mark
    Column(
        "joined_id", ForeignKey("thread.id"), index=True
    ),  # by its subject it goes on with this one: a guess
)

node = Table(
    "node",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),  # the Message-ID; "" where the message has none
    Column("thread_id", ForeignKey("thread.id"), nullable=False),
    Column("parent_id", ForeignKey("node.id")),
    Column("how", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Index("ix_node_order", "thread_id", "position"),
)

member = Table(
    "member",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("node_id", ForeignKey("node.id"), nullable=False, index=True),
)

stale_subject = Table(
    "stale_subject",  # those whose guesses are to be made anew
    metadata,
    Column("subject", BigInteger, primary_key=True, autoincrement=False),
)

fingerprint = Table(
    "fingerprint",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("code", BigInteger, nullable=False, index=True),  # the same for the same message in other bytes
)

language = Table(
    "language",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("code", String(8), nullable=False, index=True),  # ISO 639-1; "" where nothing can be said
)
