"""Claims in, judgements and incidents out: the whole of merging as one pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from karama.domain.record import Incident, Judgement, RecordClaim
from karama.merge.blocking import list_pairs
from karama.merge.clusters import Pair, cluster_claims
from karama.merge.compare.likeness import Known
from karama.merge.components import find_components
from karama.merge.happenings import refuse_claim
from karama.merge.scoring import THRESHOLD, score_pair

NOTED = 0.05  # judgements below are not kept: nobody asks why a protest is no air strike


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided about pairs of claims; it stands above every score."""

    join: frozenset[Pair] = frozenset()
    part: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: incidents by id, the judgements behind them, why claims belong to no incident."""

    incidents: tuple[Incident, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()  # incidents that were there before and are no more


def merge_claims(
    claims: Iterable[RecordClaim],
    known: Known,
    decided: Decided = Decided(),
    before: Mapping[Pair, Judgement] | None = None,
    incidents: Iterable[Incident] = (),
) -> Merged:
    """The incidents that the claims tell of. With the judgements and incidents of an earlier merging only what new claims touch is done anew.

    The outcome is the same in whatever order, and in however many parts, the claims come.
    """
    by_id = {claim.id: claim for claim in claims}
    refused = {name: why for name, claim in by_id.items() if (why := refuse_claim(claim))}
    told = {name: claim for name, claim in by_id.items() if name not in refused}
    old = {name for incident in incidents for name in incident.claims}
    new = frozenset(told.keys() - old) if before is not None else None
    judged = dict(before or {})
    fresh = {pair: score_pair(told[pair[0]], told[pair[1]], known) for pair in list_pairs(told.values(), new)}
    judged |= fresh

    def judge(left: str, right: str) -> Judgement:
        pair = (left, right)
        if pair not in judged:
            judged[pair] = score_pair(told[left], told[right], known)
        return judged[pair]

    touched = _find_touched(told, judged, decided, incidents, new)
    made = cluster_claims(touched, {pair: found for pair, found in judged.items() if found.same}, judge, decided.join, decided.part)
    kept = [incident for incident in incidents if not touched & set(incident.claims)]
    now = tuple(sorted((*made, *kept), key=lambda incident: incident.id))
    gone = tuple(sorted({incident.id for incident in incidents} - {incident.id for incident in now}))
    return Merged(now, tuple(fresh[pair] for pair in sorted(fresh) if fresh[pair].score >= NOTED), refused, gone)


def _find_touched(
    told: Mapping[str, RecordClaim], judged: Mapping[Pair, Judgement], decided: Decided, incidents: Iterable[Incident], new: frozenset[str] | None
) -> set[str]:
    """The claims whose connected part holds a new claim or a decision, or one that is no longer told."""
    if new is None:
        return set(told)
    links = {pair for pair, found in judged.items() if found.score > THRESHOLD and pair[0] in told and pair[1] in told}
    links |= {pair for pair in decided.join if pair[0] in told and pair[1] in told}
    lost = {name for incident in incidents if any(claim not in told for claim in incident.claims) for name in incident.claims if name in told}
    moved = new | lost | {name for pair in decided.join | decided.part for name in pair}
    return {name for component in find_components(told, links) if not moved.isdisjoint(component) for name in component}
