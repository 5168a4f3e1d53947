"""0007: no table of undoings. No command ever wrote to it: to undo is a decision."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """The table is gone."""
    op.drop_table("undoings")
