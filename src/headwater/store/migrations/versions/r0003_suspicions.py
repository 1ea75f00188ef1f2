"""Suspected copies, and the last search for them."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    op.create_table(
        "suspicion",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("later", sa.String(length=16), nullable=False),
        sa.Column("earlier", sa.String(length=16), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicion")),
    )
    op.create_index(op.f("ix_suspicion_position"), "suspicion", ["position"], unique=False)
    op.create_table(
        "suspect",
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("suspicion_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["suspicion_id"], ["suspicion.id"], name=op.f("fk_suspect_suspicion_id_suspicion")
        ),
        sa.PrimaryKeyConstraint("document", "suspicion_id", name=op.f("pk_suspect")),
    )
    op.create_table(
        "search",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("passages", sa.BigInteger(), nullable=False),
        sa.Column("candidates", sa.BigInteger(), nullable=False),
        sa.Column("common", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search")),
    )
