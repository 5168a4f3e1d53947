"""0008: the accounts of a team, a row for each time that one was made or changed."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

revision = "0008"
down_revision = "0007"

NUMBER = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData()
accounts = Table(
    "accounts", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False), Column("role", Text, nullable=False), Column("locked", Boolean, nullable=False),
    Column("password", Text, nullable=False), Column("by", Text, nullable=False), Column("at", Text, nullable=False),
)  # fmt: skip


def upgrade() -> None:
    """The table is there."""
    metadata.create_all(op.get_bind())
