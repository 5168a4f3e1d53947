"""0006: timestamps of the log, and vectors of passages by which claims are found by their meaning; vectors are filled when they are first asked for."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

revision = "0006"
down_revision = "0005"
metadata = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

Table(
    "timestamps", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("id", Text, nullable=False, unique=True),
    Column("head", Text, nullable=False, index=True), Column("authority", Text, nullable=False), Column("told", Text, nullable=False),
    Column("origin", Text, nullable=False), Column("answer", Text, nullable=False),
)  # fmt: skip
Table(
    "meanings", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("model", Text, nullable=False, index=True),
    Column("last", NUMBER, nullable=False), Column("claims", LargeBinary, nullable=False), Column("vectors", LargeBinary, nullable=False),
)  # fmt: skip


def upgrade() -> None:
    """The tables are there."""
    metadata.create_all(op.get_bind())
