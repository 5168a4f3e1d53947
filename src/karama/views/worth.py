"""What a person's look at a claim is worth: many harmed, an unsure reading, and reports that disagree go first; a product with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2, prod

from karama.domain.record import Count, RecordClaim

# People by what is told of them: how much one of them counts beside one who was killed.
HARM: tuple[tuple[str, float, str], ...] = (
    ("killed", 1.0, "killed"),
    ("wounded", 0.5, "wounded"),
    ("missing", 0.5, "missing"),
    ("detained", 0.2, "detained"),
    ("displaced", 0.01, "driven from home"),
    ("present", 0.01, "there, in danger"),
)
LEAST_DOUBT, SURE = 0.1, 1.1  # a reading that is surest of all is still worth a look where many died
# What is known of how the claim stands to others -> by how much that multiplies; the greatest that fits counts.
DISPUTES: tuple[tuple[str, float, str], ...] = (
    ("contradicted", 2.0, "figures of its incident exclude each other"),
    ("denied", 2.0, "somebody denies it"),
    ("disputed", 2.0, "the report itself says that it is disputed"),
    ("uncertain", 1.5, "the report itself is not sure"),
)
# What people asked for; all that fit count.
ASKED: tuple[tuple[str, float, str], ...] = (
    ("flagged", 2.0, "flagged for a second reader"),
    ("again", 2.0, "judged before, and reads otherwise now"),
)
FORMULA = "harm × doubt × dispute × asked"
PARTS: tuple[tuple[str, str], ...] = (
    ("harm", "1 + log2(1 + people harmed), so that a hundred dead go before ten, and a figure of a whole region does not drown the rest"),
    ("doubt", "1.1 − how sure the reader is of its reading (0 to 1)"),
    ("dispute", "2 where reports of the incident exclude each other, or the claim is denied or disputed; 1.5 where the report is not sure; else 1"),
    ("asked", "2 where it is flagged for a second reader, and 2 where a judged claim reads otherwise now; else 1"),
)
_DISPUTE, _DISPUTE_WORDS = {name: by for name, by, _ in DISPUTES}, {name: words for name, _, words in DISPUTES}
_ASKED, _ASKED_WORDS = {name: by for name, by, _ in ASKED}, {name: words for name, _, words in ASKED}
_WEIGHT = {unit: weight for unit, weight, _ in HARM}
_HARM_WORDS = {unit: words for unit, _, words in HARM}


@dataclass(frozen=True, slots=True)
class Worth:
    """A claim's place in the queue: the product, its factors, and each factor that is not 1 in words."""

    total: float
    harm: float
    doubt: float
    dispute: float
    asked: float
    why: tuple[str, ...]


def count_harmed(counts: Iterable[Count]) -> dict[str, float]:
    """The people of each kind of harm, by the higher bound that the text gives; of several figures the greatest."""
    found: dict[str, float] = {}
    for count in counts:
        if count.unit in _WEIGHT:
            found[count.unit] = max(found.get(count.unit, 0.0), count.high or count.low or 0.0)
    return found


def weigh_harm(harmed: dict[str, float]) -> float:
    """1 where nobody is known to be harmed, and 1 more each time that their number doubles."""
    return 1 + log2(1 + sum(_WEIGHT[unit] * number for unit, number in harmed.items()))


def weigh_doubt(score: float) -> float:
    """How unsure the reader is of its reading."""
    return max(LEAST_DOUBT, SURE - score)


def weigh_dispute(known: Iterable[str]) -> float:
    """The greatest of what is known of how the claim stands to others."""
    return max((_DISPUTE[name] for name in known), default=1.0)


def weigh_asked(known: Iterable[str]) -> float:
    """By how much what people asked for multiplies."""
    return prod(_ASKED[name] for name in known)


def tell_worth(claim: RecordClaim, disputes: Iterable[str], asked: Iterable[str]) -> Worth:
    """The claim's worth with its reasons."""
    harmed, disputes, asked = count_harmed(claim.counts), tuple(disputes), tuple(asked)
    harm, doubt, dispute = weigh_harm(harmed), weigh_doubt(claim.score), weigh_dispute(disputes)
    more = weigh_asked(asked)
    return Worth(harm * doubt * dispute * more, harm, doubt, dispute, more, tuple(_tell(harmed, harm, claim.score, doubt, disputes, dispute, asked)))


def _tell(
    harmed: dict[str, float], harm: float, score: float, doubt: float, disputes: tuple[str, ...], dispute: float, asked: tuple[str, ...]
) -> Iterator[str]:
    people = ", ".join(f"{number:,.0f} {_HARM_WORDS[unit]}" for unit, number in harmed.items() if number)
    yield f"{people or 'nobody told to be harmed'}: {harm:.1f}"
    yield f"reader {score:.0%} sure: {doubt:.2f}"
    if disputes:
        yield f"{'; '.join(_DISPUTE_WORDS[name] for name in disputes)}: {dispute:g}"
    yield from (f"{_ASKED_WORDS[name]}: {_ASKED[name]:g}" for name in asked)
