"""Countries as ACLED and UCDP name them, and in the codes of GDELT's places, as ISO 3166-1 alpha-3."""

from __future__ import annotations

from functools import cache

from karama.export.countries import load_countries


@cache
def _index(column: str) -> dict[str, str]:
    return {str(value).lower(): iso3 for iso3, country in load_countries().items() for value in (getattr(country, column),) if value}


def find_by_ucdp(name: str | None) -> str | None:
    """The country of that name at UCDP; None for none."""
    return _index("ucdp").get(name.lower()) or _index("name").get(name.lower()) if name else None


def find_by_acled(name: str | None) -> str | None:
    """The country of that name at ACLED; None for none."""
    return _index("acled").get(name.lower()) or _index("name").get(name.lower()) if name else None


def find_by_name(name: str | None) -> str | None:
    """The country of that name; None for none."""
    return _index("name").get(name.lower()) or find_by_acled(name) or find_by_ucdp(name) if name else None
