"""Where the own and the quoted text of each message stand."""

import sqlalchemy as sa
from alembic import op

revision = "9"
down_revision = "8"


def upgrade() -> None:
    op.create_table(
        "told_apart",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("quoted", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_told_apart_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_told_apart")),
    )
