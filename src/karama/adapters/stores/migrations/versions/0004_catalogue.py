"""0004: the catalogue of incidents, an index like that of words. It is filled when the record is next merged or looked at, not here: that takes the program."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, Table, Text

revision = "0004"
down_revision = "0003"
metadata = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")

Table(
    "search_spots", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False), Column("geonames", Integer), Column("latitude", Float), Column("longitude", Float), Column("radius_km", Float),
    Column("precision", Text, nullable=False), Column("country", Text), Column("admin1", Text),
)  # fmt: skip
Table(
    "search_keys", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("facet", Text, nullable=False),
    Column("key", Text, nullable=False), Column("label", Text, nullable=False), Index("ix_search_keys_key", "facet", "key", unique=True),
)  # fmt: skip
Table(
    "search_incidents", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("id", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False, index=True), Column("kind", Text, nullable=False), Column("first", Text), Column("last", Text),
    Column("reported_first", Text), Column("reported_last", Text), Column("spot", NUMBER), Column("killed_high", Float),
    Column("origins", Integer, nullable=False), Column("disputed", Boolean, nullable=False), Index("ix_search_incidents_days", "first", "last"),
    Index("ix_search_incidents_reported", "reported_first", "reported_last"), Index("ix_search_incidents_spot", "spot"),
)  # fmt: skip
Table("search_lines", metadata, Column("incident", NUMBER, primary_key=True, autoincrement=False), Column("body", Text, nullable=False))
for _name, _other in (("search_incident_keys", "key"), ("search_incident_spots", "spot"), ("search_incident_claims", "claim")):
    Table(
        _name, metadata, Column("incident", NUMBER, primary_key=True, autoincrement=False), Column(_other, NUMBER, primary_key=True, autoincrement=False),
        Index(f"ix_{_name}_{_other}", _other, "incident"),
    )  # fmt: skip
Table("search_marks", metadata, Column("name", Text, primary_key=True), Column("value", NUMBER, nullable=False))


def upgrade() -> None:
    """The tables are there, empty."""
    metadata.create_all(op.get_bind())
