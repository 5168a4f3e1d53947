"""How exactly a day and a place are known, in the codes of ACLED and UCDP."""

from __future__ import annotations

from datetime import date

from karama.domain.entities import Precision
from karama.domain.record import When, Where
from karama.views.incidents import Value
from karama.views.matching import holds_place

# From the most exact. ACLED: 1 a town, 2 near a town or a small part of a region, 3 a larger region.
# UCDP: 1 exact, 2 within some 25 km, 3 district, 4 province, 5 fuzzy or linear, 6 country.
PRECISIONS: dict[Precision, tuple[int, int]] = {
    "exact": (1, 1), "part of settlement": (1, 1), "settlement": (1, 1), "near": (2, 2),
    "district": (2, 3), "province": (3, 4), "area": (3, 5), "country": (3, 6),
}  # fmt: skip
RANKS: dict[Precision, int] = {precision: rank for rank, precision in enumerate(PRECISIONS)}
# Longest span in days for each code; a longer one has the last code.
ACLED_SPANS = ((1, 1), (7, 2))
UCDP_SPANS = ((1, 1), (6, 2), (7, 3), (31, 4))
NO_DAY = 10**6
# What came of it, and words that leave open what it was: said beside a kind that tells more, they name the same happening.
LESS_TELLING: dict[str, int] = {"killing": 1, "death": 3, "injuring": 2, "destruction": 2, "explosion": 2, "attack": 2, "advance": 1, "flight": 1}


def rank_exactness(value: Value) -> float:
    """Days that the value may mean, the rank of its precision, or how little a kind tells; smaller is more exact."""
    if isinstance(value.of, When):
        return count_days(value.of)
    if value.field == "kind":
        return LESS_TELLING.get(value.words, 0)
    return RANKS[value.of.precision] if isinstance(value.of, Where) else 0


def rank_value(value: Value) -> tuple[float, float, float, int, str]:
    """The best value first: told by most origins, of equals the more exact. A kind that says what came of it comes after what it was."""
    exact = rank_exactness(value)
    return (exact if value.field == "kind" else 0, -value.origins, exact, -len(value.sources), value.words)


def lies_within(value: Value, other: Value) -> bool:
    """Does the value say what the other says, as exactly or more so: a day of that month, a town of that country?"""
    if isinstance(value.of, When) and isinstance(other.of, When):
        mine, its = value.of, other.of
        return bool(its.earliest and its.latest and mine.earliest and mine.latest and its.earliest <= mine.earliest and mine.latest <= its.latest)
    if isinstance(value.of, Where) and isinstance(other.of, Where):
        return holds_place(other.of, value.of)
    return False


def count_days(when: When) -> int:
    """How many days the date can mean; very many where an end is open."""
    if when.earliest is None or when.latest is None:
        return NO_DAY
    return (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days + 1


def acled_day(value: Value) -> str:
    """ACLED's time precision in words."""
    return f"time precision {_find_code(value, ACLED_SPANS, 3)}"


def ucdp_day(value: Value) -> str:
    """UCDP's date_prec in words."""
    return f"date_prec {_find_code(value, UCDP_SPANS, 5)}"


def acled_place(value: Value) -> str:
    """ACLED's geo precision in words."""
    return f"geo precision {PRECISIONS[value.of.precision][0]}" if isinstance(value.of, Where) else "geo precision unknown"


def ucdp_place(value: Value) -> str:
    """UCDP's where_prec in words."""
    return f"where_prec {PRECISIONS[value.of.precision][1]}" if isinstance(value.of, Where) else "where_prec unknown"


def _find_code(value: Value, spans: tuple[tuple[int, int], ...], last: int) -> int:
    days = count_days(value.of) if isinstance(value.of, When) else NO_DAY
    return next((code for longest, code in spans if days <= longest), last)
