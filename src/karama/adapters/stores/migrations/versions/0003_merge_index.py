"""0003: an index by which merging finds what new claims and articles meet, empty until the next merging fills it; judgements say which values they judged."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

revision = "0003"
down_revision = "0002"

NUMBER = BigInteger().with_variant(Integer, "sqlite")
ORDERED = Text().with_variant(Text(collation="C"), "postgresql")
metadata = MetaData()
Table("articles", metadata, Column("number", NUMBER, primary_key=True))
made = (
    Table(
        "merge_keys", metadata, Column("key", BigInteger, primary_key=True, autoincrement=False), Column("claim", ORDERED, primary_key=True),
        Column("asks", Boolean, nullable=False), sqlite_with_rowid=False,
    ),
    Table("merge_crowds", metadata, Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)),
    Table(
        "merge_stories", metadata, Column("article", NUMBER, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
        Column("names", LargeBinary, nullable=False),
    ),
    Table(
        "merge_bands", metadata, Column("band", BigInteger, primary_key=True, autoincrement=False), Column("day", Text, primary_key=True),
        Column("article", NUMBER, ForeignKey("articles.number"), primary_key=True, autoincrement=False), sqlite_with_rowid=False,
    ),
)  # fmt: skip


def upgrade() -> None:
    """The tables are there, and the column."""
    metadata.create_all(op.get_bind(), tables=made)
    op.add_column("judgements", Column("values", Text, nullable=False, server_default="[]"))
