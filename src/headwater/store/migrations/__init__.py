"""Migrations, run by alembic. Each revision is written out in full and never edited after it has landed."""
