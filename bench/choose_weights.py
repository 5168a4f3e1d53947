"""Chooses the weights of merging on one half of ECB+'s topics and our own golden cases; the other half is only reported.

    python bench/choose_weights.py [--shared DIR] [--keep DIR]

Coordinate by coordinate: the prior and each weight are tried a third lower and a half higher, and kept where the figure rises. What it prints is put into
`karama/merge/scoring.py` by hand, rounded. `make accuracy` prints both halves.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from accuracy import ROOT, read_corpus
from karama.domain.record import Judgement, Likeness, RecordClaim
from karama.merge import scoring
from karama.merge.blocking import list_pairs
from karama.merge.clusters import cluster_claims
from karama.merge.compare import FEATURES, compare_claims
from karama.merge.compare.likeness import Known
from karama.merge.compare.stories import list_stories
from karama.merge.happenings import refuse_claim
from karama.wiring import find_embedder
from merging import CORPORA, Gold, list_gold, load_claims, take_half
from record_cases import CASES, keep_cases, load_cases, place_claims

LOWER, HIGHER = 0.67, 1.5
LEAST_GAIN = 0.001
Pair = tuple[str, str]


@dataclass
class Corpus:
    """Claims with their gold clusters; likenesses are worked out once, weights are tried on them."""

    name: str
    claims: dict[str, RecordClaim]
    gold: Gold
    known: Known
    seen: dict[Pair, tuple[Likeness, ...] | None]  # None: ruled out by one feature alone

    def list_likenesses(self, left: str, right: str) -> tuple[Likeness, ...] | None:
        """All likenesses of the pair, meaning too; None where a feature rules it out."""
        if (left, right) not in self.seen:
            self.seen[left, right] = self._compare(left, right)
        return self.seen[left, right]

    def _compare(self, left: str, right: str) -> tuple[Likeness, ...] | None:
        a, b = self.claims[left], self.claims[right]
        if "quantity" in (a.what, b.what):
            return scoring.judge_figure(a, b).likenesses
        worlds = scoring.compare_worlds(a, b)
        found = [worlds]
        for feature in FEATURES:
            found.append(compare_claims(feature, a, b, self.known))
            vetoed = found[-1].score <= scoring.VETOES.get(feature, -1.0) and not (feature == "days" and scoring.is_copied(found))
            if worlds.score == 0.0 or vetoed:
                return None
        return tuple(found)

    def judge(self, left: str, right: str) -> Judgement:
        """The judgement with the weights of now."""
        found = self.list_likenesses(left, right)
        score = 0.0 if found is None else round(scoring.weigh_likenesses(found), 4)
        return Judgement(left, right, score > scoring.THRESHOLD, score, found or (), scoring.BY)

    def measure(self) -> float:
        """The mean of the F1 over pairs and of B-cubed."""
        judged = {pair: found for pair in self.pairs if (found := self.judge(*pair)).same}
        made = cluster_claims(self.claims, judged, self.judge)
        incident_of = {claim: incident.id for incident in made for claim in incident.claims}
        return _score(self.gold, {name: f"{incident_of.get(name, name)}|{self.claims[name].kind}" for name in self.claims})

    @property
    def pairs(self) -> list[Pair]:
        """The pairs worth comparing."""
        if not self._pairs:
            self._pairs = list(list_pairs(self.claims.values()))
        return self._pairs

    _pairs: list[Pair] = None  # type: ignore[assignment]


def _score(gold: Gold, found: Mapping[str, str]) -> float:
    """The mean of both F1 over the gold events that have a claim."""
    both = Counter((cluster, found[claim]) for cluster, claim in gold)
    ours, theirs = Counter(found[claim] for _, claim in gold), Counter(cluster for cluster, _ in gold)
    right, joined, alike = (sum(n * (n - 1) // 2 for n in counter.values()) for counter in (both, ours, theirs))
    precision, recall = right / max(1, joined), right / max(1, alike)
    b_precision = sum(n * n / ours[claim] for (_, claim), n in both.items()) / len(gold)
    b_recall = sum(n * n / theirs[cluster] for (cluster, _), n in both.items()) / len(gold)
    return (_mean(precision, recall) + _mean(b_precision, b_recall)) / 2


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def make_corpus(name: str, claims: list[RecordClaim], gold: Gold) -> Corpus:
    """The corpus, each passage put into a vector once."""
    embedder = find_embedder()
    texts = sorted({claim.words for claim in claims})
    vectors = dict(zip(texts, embedder(texts), strict=True)) if embedder is not None else {}
    known = Known(meaning=lambda claim: vectors.get(claim.words), stories=list_stories(claim for claim in claims if claim.what == "event"))
    return Corpus(name, {claim.id: claim for claim in claims if refuse_claim(claim) is None}, gold, known, {}, [])


def load_halves(shared: Path, folder: Path) -> Iterator[Corpus]:
    """ECB+ in two halves of its topics."""
    gold, readings = folder / f"{CORPORA[0]}.gold.jsonl", folder / f"{CORPORA[0]}.readings.jsonl"
    if not readings.is_file():
        gold, readings = read_corpus(CORPORA[0], None, shared, folder)
    claims = load_claims(readings)
    for half in (0, 1):
        docs = take_half(gold, half)
        its = [claim for claim in claims if claim.article in {doc["article"] for doc in docs}]
        told = {claim.id for claim in its if refuse_claim(claim) is None}
        yield make_corpus(f"ECB+ half {half + 1}", its, [pair for pair in list_gold(docs, its) if pair[1] in told])


def load_golden(folder: Path) -> Corpus:
    """Our golden cases that were looked at."""
    cases = load_cases(CASES / "seen")
    placed = place_claims(keep_cases(cases, folder))
    claims = [claim for its in placed.claims.values() for claim in its if claim.what in ("event", "quantity")]
    told = {claim.id for claim in claims if refuse_claim(claim) is None}
    named = ((f"{case.name}|{n}", claim) for case in cases for n, group in enumerate(case.list_groups()) for name in group for claim in placed.find(case, name))
    return make_corpus("golden cases", claims, [(f"{cluster}|{claim.kind}", claim.id) for cluster, claim in named if claim.id in told])


def list_trials() -> Iterator[tuple[str, str, float]]:
    """What is tried: (feature or "prior", side, factor)."""
    for factor in (LOWER, HIGHER):
        yield "prior", "", factor
        for feature in scoring.WEIGHTS:
            if feature != "figure":
                yield from ((feature, side, factor) for side in ("alike", "unlike") if getattr(scoring.WEIGHTS[feature], side))


def try_weight(feature: str, side: str, factor: float) -> tuple[float, scoring.Weight | None]:
    """What stood there before; the new one stands there now."""
    before = (scoring.PRIOR, scoring.WEIGHTS.get(feature))
    if feature == "prior":
        scoring.PRIOR = round(scoring.PRIOR * factor, 2)
    else:
        weight = scoring.WEIGHTS[feature]
        scoring.WEIGHTS[feature] = replace(weight, **{side: round(getattr(weight, side) * factor, 2)})
    return before


def choose(chosen_on: list[Corpus], held_out: Corpus, sweeps: int) -> None:
    """Nothing; prints each step that is kept, and the figure on what is held out at the end."""
    best = sum(corpus.measure() for corpus in chosen_on)
    print("before", f"{best:.4f}", {one.name: round(one.measure(), 4) for one in (*chosen_on, held_out)}, flush=True)
    for _ in range(sweeps):
        for feature, side, factor in list_trials():
            prior, weight = try_weight(feature, side, factor)
            found = sum(corpus.measure() for corpus in chosen_on)
            if found >= best + LEAST_GAIN:
                best = found
                print(f"{best:.4f}", feature, side, factor, flush=True)
                continue
            scoring.PRIOR = prior
            if weight is not None:
                scoring.WEIGHTS[feature] = weight
    print("after", {one.name: round(one.measure(), 4) for one in (*chosen_on, held_out)})
    print("prior", scoring.PRIOR, *(f"\n{name} {weight}" for name, weight in scoring.WEIGHTS.items()))


def main() -> None:
    """Prints the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--keep", type=Path, help="where the readings are kept")
    parser.add_argument("--sweeps", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        first, second = load_halves(options.shared, options.keep or Path(temporary))
        choose([first, load_golden(Path(temporary))], second, options.sweeps)


if __name__ == "__main__":
    main()
