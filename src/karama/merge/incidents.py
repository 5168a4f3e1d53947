"""Claims in, judgements and incidents out: the whole of merging as one pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from karama.domain.record import Incident, Judgement, RecordClaim
from karama.merge.blocking import MOST_CLAIMS, list_pairs
from karama.merge.clusters import Pair, cluster_claims
from karama.merge.compare.likeness import Known
from karama.merge.happenings import keep_told, refuse_claim
from karama.merge.scoring import score_pair

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


def merge_claims(claims: Iterable[RecordClaim], known: Known, decided: Decided = Decided(), most: int = MOST_CLAIMS) -> Merged:
    """The incidents that the claims tell of, the same in whatever order they come; a record that grows ends with these (`karama.app.merge_batch`)."""
    by_id = {claim.id: claim for claim in claims}
    refused = {name: why for name, claim in by_id.items() if (why := refuse_claim(claim))}
    told = {name: claim for name, claim in by_id.items() if name not in refused}
    judged = {pair: score_pair(told[pair[0]], told[pair[1]], known) for pair in list_pairs(told.values(), most)}

    def judge(left: str, right: str) -> Judgement:
        return judged.get((left, right)) or score_pair(told[left], told[right], known)

    alike = {pair: found for pair, found in judged.items() if found.same}
    made = keep_told(cluster_claims(told, alike, judge, decided.join, decided.part), told)
    return Merged(made, tuple(judged[pair] for pair in sorted(judged) if judged[pair].score >= NOTED), refused)
