"""Whether two names of the record mean one actor or one place: a Judgement with its reason for each two that meet under a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karama.domain.members import BODIES, Naming, is_acronym
from karama.domain.names import fold_across_scripts, is_arabic
from karama.domain.record import Judgement, Likeness, Where
from karama.merge.compare.places import distance_km
from karama.merge.names import is_telling, sound_name
from karama.merge.spellings import share_spelling

BY = "entities/1"
SAME_ENTITY = 0.75
# What each kind of evidence is worth. From SAME_ENTITY on two names are one.
LISTED = 0.9  # the actor base says so
TAUGHT = 0.85  # a report uses both names for one
SPELT = 0.8  # one name in two spellings or scripts
INITIALS = 0.77  # "FIB" and the only body of the record with these initials
ALSO_CALLED = 0.6  # both have another name in common ("the Brigade", two movements called Ansar)
UNSURE = 0.5
REACH_KM = 5.0  # gazetteers and reports put one village's point this far from each other


@dataclass(frozen=True, slots=True)
class Profile:
    """A node with all its names; `listed` are those that the actor base gives it."""

    node: str
    namings: tuple[Naming, ...]
    listed: tuple[Naming, ...] = ()

    @property
    def base(self) -> str | None:
        """Its id in the actor base."""
        return self.node.removeprefix("base:") if self.node.startswith("base:") else None

    @property
    def keys(self) -> frozenset[str]:
        """Under which it meets others."""
        return frozenset(naming.key for naming in (*self.namings, *self.listed) if naming.key)


def judge_nodes(a: Profile, b: Profile) -> Judgement:
    """Whether two nodes are one, and why; the order of the two makes no difference."""
    a, b = sorted((a, b), key=lambda one: one.node)
    found = _rule_out(a, b) or _judge_places(a, b) or max(_relate_names(a, b), default=(0.0, "name", "they share no name"))
    score, feature, reason = found
    return Judgement(a.node, b.node, score >= SAME_ENTITY, score, (Likeness(feature, score, reason),), BY)


Found = tuple[float, str, str]


def _rule_out(a: Profile, b: Profile) -> Found | None:
    """What no name can outweigh."""
    if a.base is not None and b.base is not None:
        return 0.0, "base id", f"{tell_name(a)} and {tell_name(b)} are two actors of the base"
    if _take_what(a) != _take_what(b):
        return 0.0, "kind", "an actor is no place"
    kinds, others = ({naming.type for naming in one.namings if naming.type is not None} for one in (a, b))
    if (kinds and kinds <= BODIES and others == {"person"}) or (others and others <= BODIES and kinds == {"person"}):
        return 0.1, "kind", "one is a person, the other a body"
    ours, theirs = ({naming.country for naming in one.namings if naming.country is not None} for one in (a, b))
    if a.base is None and b.base is None and ours and theirs and not ours & theirs:
        return 0.3, "country", f"{tell_name(a)} is of {'/'.join(sorted(ours))}, {tell_name(b)} of {'/'.join(sorted(theirs))}"
    return None


def _relate_names(a: Profile, b: Profile) -> Iterator[Found]:
    """What each two names that share a key say."""
    for ours, base, others, other_base in ((a.namings, False, b.namings, False), (a.listed, True, b.namings, False), (a.namings, False, b.listed, True)):
        for x in ours:
            for y in others:
                if x.key and x.key == y.key:
                    yield from _relate_two(x, y, listed=base or other_base)


def _relate_two(x: Naming, y: Naming, *, listed: bool) -> Iterator[Found]:
    if "initials" in (x.how, y.how):
        if x.how != y.how:
            short, full = (x, y) if x.how != "initials" else (y, x)
            yield INITIALS, "initials", f"{short.name} can be short for a name with the initials {full.name}"
        return
    first, second = sorted((x.name, y.name))
    if not listed and x.how == y.how == "alias":
        yield ALSO_CALLED, "alias", f"both are also called {first}"
    elif fold_across_scripts(x.name) == fold_across_scripts(y.name) or is_acronym(x.name):
        yield _relate_equal(x, y, listed)
    elif not _spell_alike(x, y):
        yield UNSURE, "spelling", f"{first} only sounds like {second}"
    else:
        how = "another script" if is_latin(first) != is_latin(second) or is_arabic(first) != is_arabic(second) else "another spelling"
        yield SPELT, "spelling", f"{first} is {second} in {how}"


def _relate_equal(x: Naming, y: Naming, listed: bool) -> Found:
    if listed:
        return LISTED, "listed name", f"the actor base has {x.name} as a name of it"
    alias = x if x.how == "alias" else y
    if _is_of_person(x, y) and not is_telling(sound_name(alias.name)):
        return ALSO_CALLED, "alias", f"a report also calls somebody {alias.name}, as many are called"
    return TAUGHT, "alias", f"a report also calls it {alias.name}"


def _spell_alike(x: Naming, y: Naming) -> bool:
    return share_spelling(x.name, y.name) and (" " in fold_across_scripts(x.name) or not _is_of_person(x, y))


def _is_of_person(x: Naming, y: Naming) -> bool:
    """May one of the two be a person? A speaker's kind is not known."""
    return x.what == "actor" and not any(naming.type in BODIES for naming in (x, y))


def _judge_places(a: Profile, b: Profile) -> Found | None:
    """Places are one by name and by where they lie; None for actors."""
    if _take_what(a) != "place":
        return None
    numbers = [profile.node.removeprefix("geo:") for profile in (a, b) if profile.node.startswith("geo:")]
    if len(numbers) == 2:
        return 0.0, "geonames", f"{tell_name(a)} and {tell_name(b)} are two places of the gazetteer"
    names = max(_relate_names(a, b), default=(0.0, "name", "they share no name"))
    if not any(fold_across_scripts(x.name) == fold_across_scripts(y.name) for x in a.namings for y in b.namings) and names[0] < SPELT:
        return names
    if numbers and any(profile.node.endswith(f"@{numbers[0]}") for profile in (a, b)):
        return 0.9, "geonames", f"both {tell_name(a)}, which is GeoNames {numbers[0]}"
    return _measure(a, b)


def _measure(a: Profile, b: Profile) -> Found:
    gaps = [(gap, x, y) for x in a.namings for y in b.namings if (gap := distance_km(_point(x), _point(y))) is not None]
    if not gaps:
        return UNSURE, "reach", f"where {tell_name(a)} lies is not known"
    gap, x, y = min(gaps, key=lambda one: one[0])
    reach = max(REACH_KM, (x.radius_km or 0.0), (y.radius_km or 0.0))
    words = f"{tell_name(a)} and {tell_name(b)} lie {gap:.0f} km apart"
    return (SPELT, "reach", f"{words}, within reach of each other") if gap <= reach else (0.2, "reach", words)


def _point(naming: Naming) -> Where:
    return Where(naming.name, None, naming.latitude, naming.longitude, naming.radius_km, "area", None, None)


def _take_what(profile: Profile) -> str:
    return "place" if profile.node.startswith(("geo:", "place:")) else "actor"


def tell_name(profile: Profile) -> str:
    """The name that most reports give the node; of the actor base's where it is listed."""
    if profile.listed:
        return profile.listed[0].name
    rank = {"name": 0, "words": 1, "alias": 2, "initials": 3}
    best = min(profile.namings, key=lambda naming: (rank[naming.how], -naming.articles, not is_latin(naming.name), naming.name), default=None)
    return best.name if best is not None else profile.node


def is_latin(name: str) -> bool:
    """Is the name's first letter a Latin one?"""
    letter = next((c for c in name if c.isalpha()), "a")
    return letter < "\u0370"
