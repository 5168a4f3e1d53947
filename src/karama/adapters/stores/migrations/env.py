"""Alembic's entry: runs the revisions on the connection that `migrate` was given, within its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False, transactional_ddl=False)
context.run_migrations()
