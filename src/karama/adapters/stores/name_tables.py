"""The table of names: what each reading calls its actors and places. Like the index of words it is made from the claims, and can be made anew at any time."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from karama.adapters.stores.tables import NUMBER, metadata

names = Table(
    "names", metadata, Column("reading", NUMBER, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    Column("node", Text, primary_key=True), Column("name", Text, primary_key=True), Column("how", Text, primary_key=True),
    Column("article", NUMBER, ForeignKey("articles.number"), nullable=False, index=True), Column("what", Text, nullable=False),
    Column("key", Text, nullable=False), Column("type", Text), Column("country", Text), Column("latitude", Float), Column("longitude", Float),
    Column("radius_km", Float), Column("claims", Integer, nullable=False), Index("ix_names_node", "node"), Index("ix_names_key", "key"),
    sqlite_with_rowid=False,
)  # fmt: skip
