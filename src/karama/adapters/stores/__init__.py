"""Stores of a record: one way of keeping it, over SQLite and PostgreSQL, and the folder with its originals."""
