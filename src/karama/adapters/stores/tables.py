"""The tables of a record, as the newest migration leaves them. Rows are only ever added."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()
# The order in which rows were added. Given by the one writer, so that both databases count alike; INTEGER makes it SQLite's own row id.
NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _number() -> Column[int]:
    return Column("number", NUMBER, primary_key=True, autoincrement=False)


originals = Table(
    "originals", metadata, _number(), Column("sha256", Text, nullable=False, unique=True), Column("size", NUMBER, nullable=False),
    Column("media_type", Text, nullable=False),
)  # fmt: skip
runs = Table("runs", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("versions", Text, nullable=False))
articles = Table(
    "articles", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("text", LargeBinary, nullable=False),
    Column("name", Text, nullable=False), Column("title", Text), Column("publisher", Text), Column("url", Text), Column("language", Text, nullable=False),
    Column("published", Text), Column("published_how", Text, nullable=False),
)  # fmt: skip
captures = Table(
    "captures", metadata, _number(), Column("id", Text, nullable=False, unique=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False, index=True),
    Column("original", Text, ForeignKey("originals.sha256"), nullable=False, index=True), Column("media_type", Text, nullable=False),
    Column("origin", Text, nullable=False), Column("obtained", Text, nullable=False), Column("at", Text, nullable=False), Column("by", Text, nullable=False),
    Column("title", Text), Column("publisher", Text), Column("url", Text, index=True), Column("published", Text),
)  # fmt: skip
supersessions = Table(
    "supersessions", metadata, _number(), Column("older", Text, ForeignKey("articles.id"), nullable=False),
    Column("newer", Text, ForeignKey("articles.id"), nullable=False), Column("url", Text, nullable=False), Column("at", Text, nullable=False),
    UniqueConstraint("older", "newer"),
)  # fmt: skip
readings = Table(
    "readings", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("run", Text, ForeignKey("runs.id"), nullable=False), Column("at", Text, nullable=False), Column("given", Text),
    Column("digest", Text, nullable=False), Column("claims", Integer, nullable=False), Column("body", LargeBinary, nullable=False),
    Index("ix_readings_article", "article", "number"),
)  # fmt: skip
claims = Table(
    "claims", metadata, _number(), Column("id", Text, nullable=False), Column("reading", NUMBER, ForeignKey("readings.number"), nullable=False, index=True),
    Column("article", NUMBER, ForeignKey("articles.number"), nullable=False, index=True), Column("value", Text, nullable=False),
    Column("what", Text, nullable=False), Column("kind", Text, nullable=False, index=True), Column("earliest", Text), Column("latest", Text),
    Column("published", Text, index=True), Column("body", LargeBinary, nullable=False), UniqueConstraint("id", "reading"),
    Index("ix_claims_days", "earliest", "latest"),
)  # fmt: skip
claim_places = Table(
    "claim_places", metadata, Column("claim", NUMBER, ForeignKey("claims.number"), nullable=False, index=True), Column("key", Text, nullable=False, index=True),
    Column("geonames", Integer, index=True), Column("latitude", Float), Column("longitude", Float), Column("country", Text, index=True),
    Index("ix_claim_places_point", "latitude", "longitude"),
)  # fmt: skip
claim_parties = Table(
    "claim_parties", metadata, Column("claim", NUMBER, ForeignKey("claims.number"), nullable=False, index=True), Column("side", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
)  # fmt: skip
merges = Table(
    "merges", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("at", Text, nullable=False), Column("by", Text, nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip
memberships = Table(
    "memberships", metadata, _number(), Column("kind", Text, nullable=False), Column("member", Text, nullable=False), Column("group", Text),
    Column("merge", Text, ForeignKey("merges.id"), nullable=False), UniqueConstraint("kind", "member", "merge"),
    Index("ix_memberships_newest", "kind", "member", "number"), Index("ix_memberships_group", "kind", "group"),
)  # fmt: skip
judgements = Table(
    "judgements", metadata, _number(), Column("left", Text, nullable=False, index=True), Column("right", Text, nullable=False, index=True),
    Column("same", Boolean, nullable=False), Column("score", Float, nullable=False), Column("likenesses", Text, nullable=False),
    Column("by", Text, nullable=False), Column("digest", Text, nullable=False, unique=True), Column("values", Text, nullable=False, server_default="[]"),
)  # fmt: skip
decisions = Table(
    "decisions", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("verdict", Text, nullable=False),
    Column("claims", Text, nullable=False), Column("values", Text, nullable=False), Column("field", Text), Column("value", Text),
    Column("reason", Text, nullable=False), Column("by", Text, nullable=False), Column("at", Text, nullable=False),
)  # fmt: skip
accounts = Table(
    "accounts", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("name", Text, nullable=False),
    Column("role", Text, nullable=False), Column("locked", Boolean, nullable=False), Column("password", Text, nullable=False),
    Column("by", Text, nullable=False), Column("at", Text, nullable=False),
)  # fmt: skip
timestamps = Table(
    "timestamps", metadata, _number(), Column("id", Text, nullable=False, unique=True), Column("head", Text, nullable=False, index=True),
    Column("authority", Text, nullable=False), Column("told", Text, nullable=False), Column("origin", Text, nullable=False),
    Column("answer", Text, nullable=False),
)  # fmt: skip
# Vectors of claims' passages, many a row, by one model; `last` is the highest number of a claim in the row. They can be worked out anew.
meanings = Table(
    "meanings", metadata, _number(), Column("model", Text, nullable=False, index=True), Column("last", NUMBER, nullable=False),
    Column("claims", LargeBinary, nullable=False), Column("vectors", LargeBinary, nullable=False),
)  # fmt: skip
log = Table(
    "log", metadata, _number(), Column("at", Text, nullable=False), Column("by", Text, nullable=False), Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True), Column("detail", Text, nullable=False), Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)  # fmt: skip
# The index of merging: made from what is kept, and made anew where the rules of its keys change, so these rows alone may be taken away.
# Ids in the order of their letters, whatever the language of the server.
ORDERED = Text().with_variant(Text(collation="C"), "postgresql")
merge_keys = Table(
    "merge_keys", metadata, Column("key", BigInteger, primary_key=True, autoincrement=False), Column("claim", ORDERED, primary_key=True),
    Column("asks", Boolean, nullable=False), sqlite_with_rowid=False,
)  # fmt: skip
merge_crowds = Table("merge_crowds", metadata, Column("key", NUMBER, primary_key=True, autoincrement=False))
merge_stories = Table(
    "merge_stories", metadata, Column("article", NUMBER, ForeignKey("articles.number"), primary_key=True, autoincrement=False),
    Column("names", LargeBinary, nullable=False),
)  # fmt: skip
merge_bands = Table(
    "merge_bands", metadata, Column("band", BigInteger, primary_key=True, autoincrement=False), Column("day", Text, primary_key=True),
    Column("article", NUMBER, ForeignKey("articles.number"), primary_key=True, autoincrement=False), sqlite_with_rowid=False,
)  # fmt: skip
