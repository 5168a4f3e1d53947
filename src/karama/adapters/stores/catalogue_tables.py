"""The tables of the catalogue: an index made of the record's incidents, like those of words. Its rows are replaced, and can be made anew at any time."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, Table, Text

from karama.adapters.stores.tables import NUMBER

metadata = MetaData()
spots = Table(
    "search_spots", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False), Column("geonames", Integer), Column("latitude", Float), Column("longitude", Float), Column("radius_km", Float),
    Column("precision", Text, nullable=False), Column("country", Text), Column("admin1", Text),
)  # fmt: skip
keys = Table(
    "search_keys", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("facet", Text, nullable=False),
    Column("key", Text, nullable=False), Column("label", Text, nullable=False), Index("ix_search_keys_key", "facet", "key", unique=True),
)  # fmt: skip
incidents = Table(
    "search_incidents", metadata, Column("number", NUMBER, primary_key=True, autoincrement=False), Column("id", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False, index=True), Column("kind", Text, nullable=False), Column("first", Text), Column("last", Text),
    Column("reported_first", Text), Column("reported_last", Text), Column("spot", NUMBER), Column("killed_high", Float),
    Column("origins", Integer, nullable=False), Column("disputed", Boolean, nullable=False), Index("ix_search_incidents_days", "first", "last"),
    Index("ix_search_incidents_reported", "reported_first", "reported_last"), Index("ix_search_incidents_spot", "spot"),
)  # fmt: skip

# The whole line as JSON, apart from what is counted: a table that is scanned must be small.
lines = Table("search_lines", metadata, Column("incident", NUMBER, primary_key=True, autoincrement=False), Column("body", Text, nullable=False))


def _pairs(name: str, other: str) -> Table:
    """What belongs to incidents, to be looked up from either side."""
    return Table(
        name, metadata, Column("incident", NUMBER, primary_key=True, autoincrement=False), Column(other, NUMBER, primary_key=True, autoincrement=False),
        Index(f"ix_{name}_{other}", other, "incident"),
    )  # fmt: skip


incident_keys = _pairs("search_incident_keys", "key")
incident_spots = _pairs("search_incident_spots", "spot")
incident_claims = _pairs("search_incident_claims", "claim")
# Up to which row of the record's tables the catalogue tells.
marks = Table("search_marks", metadata, Column("name", Text, primary_key=True), Column("value", NUMBER, nullable=False))
PARTS = (lines, incident_keys, incident_spots, incident_claims)
