"""Threads, the same message in different bytes, and the language of each document."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    _threads()
    _nodes()
    op.create_table(
        "stale_subject",
        sa.Column("subject", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_stale_subject")),
    )
    _of_document("fingerprint", sa.BigInteger())
    _of_document("language", sa.String(length=8))


def _threads() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.BigInteger(), nullable=True),
        sa.Column("nodes", sa.BigInteger(), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("ghosts", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.BigInteger(), nullable=True),
        sa.Column("last", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("joined_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["document.id"], name=op.f("fk_thread_lead_id_document")),
        sa.ForeignKeyConstraint(["joined_id"], ["thread.id"], name=op.f("fk_thread_joined_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("code", name=op.f("uq_thread_code")),
    )
    for column in ("messages", "subject", "joined_id"):
        op.create_index(op.f(f"ix_thread_{column}"), "thread", [column], unique=False)


def _nodes() -> None:
    op.create_table(
        "node",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_node_thread_id_thread")),
        sa.ForeignKeyConstraint(["parent_id"], ["node.id"], name=op.f("fk_node_parent_id_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node")),
        sa.UniqueConstraint("code", name=op.f("uq_node_code")),
    )
    op.create_index("ix_node_order", "node", ["thread_id", "position"], unique=False)
    op.create_table(
        "member",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_member_document_id_document")
        ),
        sa.ForeignKeyConstraint(["node_id"], ["node.id"], name=op.f("fk_member_node_id_node")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_node_id"), "member", ["node_id"], unique=False)


def _of_document(name: str, kind: sa.BigInteger | sa.String) -> None:
    """A table with one code for each document."""
    op.create_table(
        name,
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("code", kind, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f(f"fk_{name}_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_code"), name, ["code"], unique=False)
