"""What a release says of itself, on its pages and in its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the pages of a release say about it."""

    title: str
    version: str
    day: str  # of release, ISO
    policy: str
    policy_words: str
    citation: str
    licence: str
    profile: str
    held: Mapping[str, tuple[int, str]]  # rule -> how many items, and what the rule is for
    methodology: tuple[tuple[str, tuple[str, ...]], ...]  # headings with paragraphs; one that begins with "- " is an item of a list
