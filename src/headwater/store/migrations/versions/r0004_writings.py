"""Which documents' statements were written last, so that what is derived from statements can follow them."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    op.create_table(
        "writing",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_writing_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_writing")),
    )
    op.create_index(op.f("ix_writing_number"), "writing", ["number"], unique=True)
    op.execute(
        "INSERT INTO writing (document_id, number) "
        "SELECT document_id, ROW_NUMBER() OVER (ORDER BY document_id) FROM statement GROUP BY document_id"
    )
