"""Other people's codes as kinds of event, by the tables of data/crosswalks that begin with "import_"."""

from __future__ import annotations

from functools import cache

from karama.data import read_table


@cache
def _load_acled() -> dict[str, str]:
    return {row["sub_event_type"].lower(): row["kind"] for row in read_table("crosswalks/import_acled.csv")}


@cache
def _load_plover() -> dict[tuple[str, str], str]:
    return {(row["event"], row["mode"]): row["kind"] for row in read_table("crosswalks/import_plover.csv")}


@cache
def _load_cameo() -> dict[str, str]:
    return {row["code"]: row["kind"] for row in read_table("crosswalks/import_cameo.csv")}


def find_acled_kind(event: str, sub: str) -> str:
    """The kind of ACLED's sub-event type; its own words where we have none."""
    return _load_acled().get(sub.strip().lower()) or f"{event.strip()}: {sub.strip()}"


def find_plover_kind(event: str, modes: str) -> str:
    """The kind of PLOVER's type and first mode that we know; its own words where we have none."""
    found = (_load_plover().get((event, mode.strip())) for mode in (*modes.split(";"), ""))
    return next((kind for kind in found if kind), f"{event}: {modes}" if modes else event)


def find_cameo_kind(code: str) -> str:
    """The kind of the longest listed code that this one begins with; else the code."""
    return next((kind for end in range(len(code), 1, -1) if (kind := _load_cameo().get(code[:end]))), f"CAMEO {code}")
