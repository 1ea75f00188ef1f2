"""Judgements on statements, how statements stand after them, and work in the background."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("withdraws", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_judgement_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_document_id"), "judgement", ["document_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.String(length=32), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("read_length", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    # The defaults serve the rows that are there; the code always says what it writes.
    for column in (
        sa.Column("standing", sa.String(length=16), nullable=False, server_default="proposed"),
        sa.Column("made", sa.String(length=16), nullable=False, server_default="extracted"),
        sa.Column("found", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("instead", sa.String(length=40), nullable=True),
        sa.Column("proposed", sa.JSON(none_as_null=True), nullable=True),
    ):
        op.add_column("statement", column)
    op.add_column("reading", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_reading_extractor", "reading", ["extractor"], unique=False)
    op.drop_index("ix_statement_order", table_name="statement")
    op.create_index(
        "ix_statement_order",
        "statement",
        ["document_id", "position", "standing", "stance", "basis", "form", "made", "found", "speaker_folded"],
        unique=False,
    )
    op.execute("UPDATE tally SET value = 'proposed' WHERE measure = 'statements' AND value = ''")
