"""The methodology of a release, from the configuration that made it: readers, policy, thresholds, gate, measured accuracy, and what is not covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karama.data import read_table
from karama.domain.record import Run
from karama.gate.held import RULES, Rule
from karama.gate.profiles import Profile
from karama.merge.scoring import PRIOR, THRESHOLD, WEIGHTS
from karama.ports import Store
from karama.views.policies import Policy

Sections = tuple[tuple[str, tuple[str, ...]], ...]
# The figures that a reader of the data wants first; all stand in the project's documentation.
QUOTED = (
    ("unseen articles", "events.recall", "of the events in articles nobody looked at while the rules were written were found"),
    ("unseen articles", "events.kind", "of these were given the right kind"),
    ("unseen articles", "events.actor", "had the right actor, where one is told"),
    ("unseen articles", "events.place", "had the right place, where one is told"),
    ("unseen articles", "events.speaker", "had the right nearest speaker"),
    ("unseen articles", "quantities.f1", "was the F1 of figures with their bounds"),
    ("geoparsing", "places.resolution_of_recognised.acc_161km", "of the places recognised in a public corpus of news were put within 161 km"),
)
NOT_COVERED = (
    "Reports in languages other than English are kept and not read.",
    "What no report told, and what was not collected, is not here: absence from this release is no evidence that nothing happened.",
    "Claims are what reports say. They were not checked against the ground by anybody, unless a decision of a person says so.",
    "Irony, histories told in the present tense, poor scans and machine translations are read worse than agency copy.",
    "Places are never told more exactly than the words of the report allow, and villages outside Syria are thin in the gazetteer.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a release was made with."""

    store: Store
    policy: Policy
    profile: Profile
    held: Mapping[Rule, int]
    on: str


def write_methodology(made: Made) -> Sections:
    """Headings with their paragraphs; one that begins with "- " is an item of a list."""
    return (
        ("What a row is", _tell_rows()),
        ("Who read", _tell_readers(made.store)),
        ("How claims became incidents", _tell_merging()),
        (
            "How figures were chosen",
            (f"The policy {made.policy.name}: {made.policy.description}.", "The values that were not chosen stay beside it, with their sources."),
        ),
        ("What was held back", _tell_gate(made)),
        ("How well it reads", tuple(_tell_accuracy())),
        ("What is not covered", tuple(f"- {one}" for one in NOT_COVERED)),
    )


def _tell_rows() -> tuple[str, ...]:
    return (
        "An incident is a merge of claims. A claim is one thing said in one passage of one report, by one chain of speakers, with one certainty.",
        "These are documented reports, not totals. Counts of rows count what was reported and read, and figures in them are what sources said.",
        "Independent sources are counted by origin: copies of one wire story are one, and so are two outlets that cite the same third.",
    )


def _tell_readers(store: Store) -> tuple[str, ...]:
    runs = [run.versions for run in store.find(Run)]
    told = [", ".join(f"{name} {version}" for name, version in sorted(versions.items())) for versions in runs]
    return ("The reports were read by a program, with these versions:", *(f"- {one}" for one in told))


def _tell_merging() -> tuple[str, ...]:
    weights = ", ".join(f"{name} (+{weight.alike:g} to −{weight.unlike:g})" for name, weight in WEIGHTS.items())
    return (
        "Claims that share a kind, a time and a place, a name or a figure are compared feature by feature; the evidence is added in log-odds to a "
        f"prior of {PRIOR:g}, and two claims are joined above a probability of {THRESHOLD:g}. Kinds that do not go together, places too far apart for "
        "their precision, and days that cannot be the same keep them apart whatever else speaks for it.",
        f"What a feature can add or take: {weights}.",
        "People can split and join; what they decided stands above every score.",
    )


def _tell_gate(made: Made) -> tuple[str, ...]:
    profile = made.profile
    limits = []
    if profile.delay_days:
        limits.append(f"- nothing later than {profile.delay_days} days before {made.on}")
    if profile.positions_days:
        limits.append(f"- no positions of forces later than {profile.positions_days} days before {made.on}")
    if profile.coarsen_km:
        limits.append(f"- places of refuge within {profile.coarsen_km:g} km or more")
    counts = [f"- {RULES[rule]} Here: {n} item{'' if n == 1 else 's'}." for rule, n in made.held.items()]
    return (f"This release was made under the profile {profile.name}: {profile.description}.", *limits, *(counts or ["Nothing was held back."]))


def _tell_accuracy() -> Sequence[str]:
    figures = {(row["on"], row["figure"]): row for row in read_table("accuracy.csv")}
    quoted = [f"- {float(row['value']):.2f} {words} ({row['of']} cases)" for on, figure, words in QUOTED if (row := figures.get((on, figure))) is not None]
    return ("Measured on texts apart from this record. Small numbers of cases: read them as such.", *quoted)
