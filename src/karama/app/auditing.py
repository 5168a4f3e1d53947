"""A sheet by which people judge a sample of claims: what was read, beside its sentence; and what their judgements come to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from math import sqrt

from karama.domain.record import RecordClaim
from karama.errors import InputError
from karama.export.tables import make_harmless
from karama.views.rows import make_claim_row

SIZE = 200
COLUMNS = (
    "claim", "kind", "stance", "certainty", "actors", "recipients", "places", "dates", "counts", "speakers", "words",
    "right", "wrong_field", "comment",
)  # fmt: skip
YES, NO = frozenset({"y", "yes", "1", "right", "true"}), frozenset({"n", "no", "0", "wrong", "false"})
NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Audited:
    """What a filled sheet comes to: how many were judged, how many right, the share with its 95 % interval (Wilson), and wrong fields by number."""

    judged: int
    right: int
    share: float
    low: float
    high: float
    wrong: dict[str, int]


def choose_sample(claims: Iterable[RecordClaim], size: int = SIZE, seed: str = "") -> list[RecordClaim]:
    """So many claims by chance, the same for the same seed, whatever order they come in; in the order of their ids."""
    chosen = nsmallest(size, claims, key=lambda claim: sha256(f"{seed}\n{claim.id}".encode()).digest())
    return sorted(chosen, key=lambda claim: claim.id)


def write_sheet(claims: Iterable[RecordClaim]) -> bytes:
    """The sheet as CSV, with empty columns for the judgement: `right` (y or n), `wrong_field`, `comment`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for claim in claims:
        row = {**make_claim_row(claim), "claim": claim.id}
        writer.writerow([make_harmless(str(row.get(column) or "")) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def read_sheet(data: bytes, name: str) -> Audited:
    """What a filled sheet comes to.

    Raises:
        InputError: it is no such sheet, or a row says neither y nor n; the line says which.
    """
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"))))
    if not rows or not {"claim", "right"} <= rows[0].keys():
        raise InputError(f"{name}: no sheet of karama audit (columns claim and right)")
    judged = list(_list_judged(rows, name))
    right = sum(found for found, _ in judged)
    wrong: dict[str, int] = {}
    for found, field in judged:
        if not found:
            wrong[field or "not said"] = wrong.get(field or "not said", 0) + 1
    low, high = bound_share(right, len(judged))
    return Audited(len(judged), right, right / len(judged) if judged else 0.0, low, high, dict(sorted(wrong.items(), key=lambda pair: -pair[1])))


def _list_judged(rows: list[dict[str, str]], name: str) -> Iterator[tuple[bool, str]]:
    for number, row in enumerate(rows, 1):
        told = (row.get("right") or "").strip().lower()
        if told in YES | NO:
            yield told in YES, (row.get("wrong_field") or "").strip()
        elif told:
            raise InputError(f"{name}, row {number}: right is {told!r}; write y or n, or leave it empty")


def bound_share(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson (1927), doi 10.1080/01621459.1927.10502953."""
    if of == 0:
        return 0.0, 1.0
    share, square = right / of, NORMAL_95**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = NORMAL_95 * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - reach), min(1.0, middle + reach)
