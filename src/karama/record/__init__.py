"""Readings in, record claims and log entries out: what a record keeps, hash-chained, and how people's decisions follow it."""
