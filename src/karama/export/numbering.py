"""Numbers for formats whose ids are numbers, made of the incident's id so that they are the same in every export."""

from __future__ import annotations

DIGITS = 12  # hexadecimal digits of the id that go into the number: 48 bits, which a spreadsheet and JSON still hold exactly


def number_id(identifier: str) -> int:
    """The number of an incident ("i_6077db2f..."): its first twelve hexadecimal digits."""
    return int(identifier.removeprefix("i_")[:DIGITS], 16)
