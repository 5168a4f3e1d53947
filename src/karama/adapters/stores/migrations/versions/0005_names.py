"""0005: the names of actors and places, by which entities are found. The table is filled when the record is next merged, not here: that takes the program."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

revision = "0005"
down_revision = "0004"
metadata = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

for _other in ("readings", "articles"):
    Table(_other, metadata, Column("number", NUMBER, primary_key=True))
Table(
    "names", metadata, Column("reading", NUMBER, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    Column("node", Text, primary_key=True), Column("name", Text, primary_key=True), Column("how", Text, primary_key=True),
    Column("article", NUMBER, ForeignKey("articles.number"), nullable=False, index=True), Column("what", Text, nullable=False),
    Column("key", Text, nullable=False), Column("type", Text), Column("country", Text), Column("latitude", Float), Column("longitude", Float),
    Column("radius_km", Float), Column("claims", Integer, nullable=False), Index("ix_names_node", "node"), Index("ix_names_key", "key"),
    sqlite_with_rowid=False,
)  # fmt: skip


def upgrade() -> None:
    """The table is there, empty."""
    metadata.tables["names"].create(op.get_bind())
