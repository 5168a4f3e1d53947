"""Who something is for, and what that means: the thresholds of the gate, one row a profile."""

from __future__ import annotations

from dataclasses import dataclass

from karama.errors import InputError


@dataclass(frozen=True, slots=True)
class Profile:
    """A readership and what reaches it. Days and kilometres are least values: they may be raised, never lowered, by a setting."""

    name: str
    description: str
    delay_days: int = 0  # nothing that happened or was printed later than this before the day of release
    positions_days: int = 0  # the same for where forces stand or move, which may get people killed
    coarsen_km: float = 0.0  # radius within which shelters, hospitals, schools, camps and witnesses' homes are known; 0 leaves them
    redact_persons: bool = False  # names of persons without public office
    hide_sources: bool = False  # unnamed speakers who are told by where they live or what they do
    withhold_graphic: bool = False
    hide_captures: bool = False  # who brought an article in, and from which file


PROFILES: tuple[Profile, ...] = (
    Profile("private", "everything, for those who work on the record itself"),
    Profile(
        "partners",
        "for known partners under an agreement: no fresh positions of forces, no private names, no exact shelters",
        positions_days=30, coarsen_km=5.0, redact_persons=True, hide_captures=True,
    ),
    Profile(
        "public",
        "for anybody: a delay of 30 days, coarse places where people shelter, no private names, no sources at risk, no graphic text",
        delay_days=30, positions_days=30, coarsen_km=5.0, redact_persons=True, hide_sources=True, withhold_graphic=True, hide_captures=True,
    ),
)  # fmt: skip


def find_profile(name: str) -> Profile:
    """The profile of that name.

    Raises:
        InputError: there is none.
    """
    for profile in PROFILES:
        if profile.name == name:
            return profile
    raise InputError(f"no profile is called {name!r}; there are {', '.join(profile.name for profile in PROFILES)}")
