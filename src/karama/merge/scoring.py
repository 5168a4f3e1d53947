"""How likely two claims tell of one incident: weighed evidence, and what rules it out whatever else speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from karama.domain.record import Judgement, Likeness, RecordClaim
from karama.merge.compare import FEATURES
from karama.merge.compare.kinds import OTHER
from karama.merge.compare.likeness import SILENT, Known
from karama.merge.compare.references import SPEAKS_OF
from karama.merge.compare.wordings import SAME_WORDING
from karama.merge.entities import TOLD_APART
from karama.merge.happenings import find_world

BY = "merge/2"  # raise it with any change of keys, comparisons or weights: a record is then merged anew
THRESHOLD = 0.5  # as likely as not: above, two claims are joined


@dataclass(frozen=True, slots=True)
class Weight:
    """What a feature is worth in log-odds: `alike` at likeness 1, `unlike` at likeness 0; nothing at 0.5."""

    alike: float
    unlike: float


WEIGHTS: dict[str, Weight] = {
    "kind": Weight(2.0, 5.0),  # the same kind is needed, and common
    "wording": Weight(2.7, 0.0),  # papers print agencies' sentences; two reporters never write the same dozen words
    "place": Weight(2.2, 5.0),  # a village in common says much
    "days": Weight(1.6, 3.4),  # so does a day
    "actors": Weight(1.8, 4.5),  # armies do many things; but what one side did the other did not
    "recipients": Weight(1.8, 1.6),  # victims are named less often, and told in many words
    "counts": Weight(1.8, 1.2),  # figures change from report to report
    "instruments": Weight(0.8, 0.8),
    "passage": Weight(2.4, 0.0),  # a report goes on with what it tells
    "figure": Weight(4.75, 4.75),  # it comes to 0.9: by nearness, so never as sure as words that say it
    "reference": Weight(1.3, 0.0),  # "the strike" is the one that was told of
    "story": Weight(2.0, 2.0),  # two reports of one story, seen by the names in them
    "meaning": Weight(3.0, 1.7),
}
# Two claims that met by their keys alone are of one incident in about one case of six. This and the weights were set by hand, then tried a third lower and
# a half higher each on half of ECB+ and our golden cases (bench/choose_weights.py); the other half was not asked.
PRIOR = -1.6
DENIED, POSSIBLE = 0.6, 0.7  # likeness of the worlds of a deed and its denial, of a deed and what may have been
# Joined, but on better evidence.
DOUBT = {DENIED: -0.3, POSSIBLE: -0.4}

NOT_ASKED = Likeness("meaning", SILENT, "not asked: the rest decides")
ELSEWHERE = 0.1  # likeness of places from which on they are two

# Below these a feature alone keeps two claims apart, also by way of others in their group.
VETOES: dict[str, float] = {"kind": OTHER, "place": 0.02, "days": 0.02, "actors": TOLD_APART}


def score_pair(a: RecordClaim, b: RecordClaim, known: Known) -> Judgement:
    """Whether two claims tell of one incident, with the likeness in each feature."""
    left, right = sorted((a, b), key=lambda claim: claim.id)
    if "quantity" in (left.what, right.what):
        return judge_figure(left, right)
    worlds = compare_worlds(left, right)
    likenesses: list[Likeness] = [worlds]
    ruled_out = worlds.score == 0.0
    odds: float | None = None
    for feature, compare in FEATURES.items():
        if feature == "meaning" and is_decided(odds := sum_evidence(likenesses)):
            likenesses.append(NOT_ASKED)
            break
        odds = None
        found = compare(left, right, known)
        likenesses.append(found)
        if found.score <= VETOES.get(feature, -1.0) and not (feature == "days" and is_copied(likenesses)):
            ruled_out = True
            break
    score = 0.0 if ruled_out else round(find_probability(odds if odds is not None else sum_evidence(likenesses)), 4)
    return Judgement(left.id, right.id, score > THRESHOLD, score, tuple(likenesses), BY)


def judge_figure(left: RecordClaim, right: RecordClaim) -> Judgement:
    """Whether one of them is a figure told in a sentence of its own that speaks of the other; figures are of nothing else."""
    for figure, event in ((left, right), (right, left)):
        if figure.what == "quantity" and figure.antecedent is not None and figure.antecedent.claim == event.id:
            told = (Likeness("figure", SPEAKS_OF, figure.antecedent.reason),)
            return Judgement(left.id, right.id, True, round(weigh_likenesses(told), 4), told, BY)
    return Judgement(left.id, right.id, False, 0.0, (Likeness("figure", 0.0, "a figure that speaks of another claim"),), BY)


def is_of_figure(judgement: Judgement) -> bool:
    """Is it about a figure, which goes with what it speaks of and says nothing on others?"""
    return any(likeness.feature == "figure" for likeness in judgement.likenesses)


def is_ruled_out(judgement: Judgement) -> bool:
    """Was the pair kept apart by one feature alone?"""
    return judgement.score == 0.0


def is_decided(odds: float) -> bool:
    """Is it sure either way what the meaning of the passages cannot change? It costs a thousand times the rest."""
    meaning = WEIGHTS["meaning"]
    return odds + meaning.alike <= 0 or odds - meaning.unlike > 0


def is_copied(likenesses: Sequence[Likeness]) -> bool:
    """Is the passage the same word for word? Then "Thursday" is the Thursday of the first print, whatever the copy's own day is."""
    return any(likeness.feature == "wording" and likeness.score >= SAME_WORDING for likeness in likenesses)


def weigh_likenesses(likenesses: Sequence[Likeness]) -> float:
    """The probability that follows from the evidence."""
    return find_probability(sum_evidence(likenesses))


def sum_evidence(likenesses: Sequence[Likeness]) -> float:
    """The log-odds that follow from the evidence; most of it is silent."""
    muted = find_muted(likenesses)
    told = (likeness for likeness in likenesses if likeness.score != SILENT)
    return PRIOR + sum(_weigh_one(likeness) * muted.get((likeness.feature, likeness.score > SILENT), 1.0) for likeness in told)


def find_probability(odds: float) -> float:
    """The probability of those log-odds."""
    return 1 / (1 + exp(-odds))


def weigh(likenesses: Sequence[Likeness]) -> tuple[tuple[Likeness, float], ...]:
    """Each likeness with the log-odds that it adds."""
    muted = find_muted(likenesses)
    return tuple((likeness, _weigh_one(likeness) * muted.get((likeness.feature, likeness.score > SILENT), 1.0)) for likeness in likenesses)


def find_muted(likenesses: Sequence[Likeness]) -> dict[tuple[str, bool], float]:
    """How much is left of a feature, where it speaks for (True) or against, because of what another says."""
    told = {likeness.feature: likeness.score for likeness in likenesses}
    muted: dict[tuple[str, bool], float] = {}
    if told.get("world") == DENIED or told.get("reference", SILENT) > SILENT:
        muted["actors", False] = 0.0  # who denies a deed, or speaks of it as known, may name another doer: that is the dissent, not another deed
    if is_copied(likenesses):
        muted["days", False] = 0.0  # a copy's day is that of its first print
    if all(told.get(feature, SILENT) == SILENT for feature in ("place", "days", "reference")):
        muted["passage", True] = 0.6  # a report tells of many things one after the other; nothing says that these two are one
    if told.get("place", SILENT) <= ELSEWHERE:
        muted |= {("story", True): 0.5, ("meaning", True): 0.5}  # agencies tell of two towns in one pattern of words
    return muted


def _weigh_one(likeness: Likeness) -> float:
    if likeness.feature == "world":
        return DOUBT.get(likeness.score, 0.0)
    weight = WEIGHTS[likeness.feature]
    step = 2 * (likeness.score - SILENT)
    return step * (weight.alike if step > 0 else weight.unlike)


def name_world(claim: RecordClaim) -> str:
    """The modality; of what is told as actual and yet dated after the report, that it is ahead."""
    return "ahead" if claim.modality == "actual" and find_world(claim) == "expected" else claim.modality


def compare_worlds(a: RecordClaim, b: RecordClaim) -> Likeness:
    """Whether both can tell of one happening: what is only feared is none, but a denial is about what it denies."""
    ours, others = find_world(a), find_world(b)
    if "expected" in (ours, others):
        first, second = sorted(name_world(claim) for claim in (a, b))
        return Likeness("world", 1.0, f"both {first}") if first == second else Likeness("world", 0.0, f"what is {first} is not what is {second}")
    if ours != others:
        return Likeness("world", DENIED, "one denies what the other tells")
    if "possible" in (a.modality, b.modality):
        return Likeness("world", POSSIBLE, "one of them only says that it may have happened")
    return Likeness("world", 1.0, "both tell it as having happened" if ours == "happened" else "both deny it")
