"""Brings a record's tables up to this version, all in one transaction: a kill within leaves them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from karama.errors import SetupError

SCRIPTS = Path(__file__).with_name("migrations")
# The newest revision; a test holds it against the scripts, so that opening a record need not load Alembic.
HEAD = "0008"


def read_revision(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def check_known(revision: str | None, where: str) -> None:
    """Nothing, if this program knows the revision.

    Raises:
        SetupError: a newer one made it.
    """
    if revision is not None and revision > HEAD:
        raise SetupError(f"{where}: made by a newer Karama (revision {revision}, this one knows {HEAD}); update Karama")


def migrate(connection: Connection, revision: str = HEAD) -> None:
    """Nothing; the tables are at the revision, within the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _quiet():
        command.upgrade(config, revision)


@contextmanager
def _quiet() -> Iterator[None]:
    """Alembic tells each step at INFO; a record's own log tells it instead."""
    import logging

    logger = logging.getLogger("alembic")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)
