"""People's decisions across versions of a page: what was decided about a sentence holds for the same sentence of the newer version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from karama.domain.record import Decision, RecordClaim, Supersession
from karama.ports import ClaimQuery, Store
from karama.record.claims import NOT_SAID

CHUNK = 400  # ids in one query: fewer than either database takes
# Where a sentence stands is no part of what it says.
PLACED = NOT_SAID | {"article", "start", "end", "trigger", "segment"}
SAID = tuple(field.name for field in fields(RecordClaim) if field.name not in PLACED)


@dataclass(frozen=True, slots=True)
class Heir:
    """The claim of the newest version that stands in the same words, and the value that a decision about the older one holds for (None: it reads otherwise)."""

    id: str
    value: str | None


def find_decisions(store: Store) -> list[Decision]:
    """All decisions in their order, those about a sentence that a newer version of its page has unchanged told as about that version's claim."""
    made = list(store.find(Decision))
    newer = {one.older: one.newer for one in store.find(Supersession)} if made else {}
    if not newer:
        return made
    heirs = find_heirs(store, newer, {claim for one in made for claim in (*one.claims, *_list_others(one))})
    return [_hand_on(one, heirs) for one in made] if heirs else made


def find_heirs(store: Store, newer: dict[str, str], ids: Iterable[str]) -> dict[str, Heir]:
    """The heirs of those of the claims that stand in an older version of a page."""
    old = {claim.id: claim for claim in _load(store, sorted(ids), closed=True) if claim.article in newer}
    newest = {article: _find_newest(article, newer) for article in {claim.article for claim in old.values()}}
    now: dict[str, list[RecordClaim]] = {}
    for at in range(0, len(articles := sorted(set(newest.values()))), CHUNK):
        for claim in store.claims(ClaimQuery(articles=tuple(articles[at : at + CHUNK]))):
            now.setdefault(claim.article, []).append(claim)
    found = {}
    for claim in old.values():
        heir = next((other for other in now.get(newest[claim.article], ()) if _is_same_passage(claim, other)), None)
        if heir is not None:
            found[claim.id] = Heir(heir.id, heir.value if says_same(claim, heir) else None)
    return found


def says_same(claim: RecordClaim, other: RecordClaim) -> bool:
    """Do two claims say the same, wherever they stand?"""
    return all(getattr(claim, name) == getattr(other, name) for name in SAID)


def _find_newest(article: str, newer: dict[str, str]) -> str:
    seen = {article}
    while (following := newer.get(article)) is not None and following not in seen:
        seen.add(following)
        article = following
    return article


def _is_same_passage(claim: RecordClaim, other: RecordClaim) -> bool:
    """The same words, the same place of the trigger in them, the same kind of claim."""
    spots = {(one.trigger.start - one.start, one.trigger.end - one.start) for one in (claim, other)}
    return (claim.what, claim.kind, claim.words.split()) == (other.what, other.kind, other.words.split()) and len(spots) == 1


def _load(store: Store, ids: Sequence[str], *, closed: bool) -> Iterator[RecordClaim]:
    for at in range(0, len(ids), CHUNK):
        yield from store.claims(ClaimQuery(ids=tuple(ids[at : at + CHUNK]), closed=closed))


def _list_others(decision: Decision) -> list[str]:
    """The claims that a split parted its own from."""
    return (decision.value or "").split() if decision.verdict == "split" and decision.field is None else []


def _hand_on(decision: Decision, heirs: dict[str, Heir]) -> Decision:
    """The decision about the heirs of its claims; of one that reads otherwise now the value stays, so that it wants another look."""
    if not any(claim in heirs for claim in (*decision.claims, *_list_others(decision))):
        return decision
    claims = tuple(heirs[claim].id if claim in heirs else claim for claim in decision.claims)
    values = tuple(
        (heirs[claim].value or value) if claim in heirs else value for claim, value in zip(decision.claims, decision.values, strict=True)
    )  # fmt: skip
    if others := _list_others(decision):
        return replace(decision, claims=claims, values=values, value=" ".join(heirs[claim].id if claim in heirs else claim for claim in others))
    return replace(decision, claims=claims, values=values)
