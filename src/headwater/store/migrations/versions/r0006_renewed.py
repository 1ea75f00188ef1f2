"""What files say of themselves, and documents whose text became another and must be indexed again."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    op.add_column("document", sa.Column("properties", sa.JSON(), nullable=True))
    op.create_table(
        "renewed",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_renewed_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_renewed")),
    )
