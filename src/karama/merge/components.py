"""What hangs together by pairs."""

from __future__ import annotations

from collections.abc import Iterable


def find_components(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The connected parts, each in order, by their first id."""
    parent = {identifier: identifier for identifier in ids}

    def find(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        first, second = sorted((find(a), find(b)))
        parent[second] = first
    groups: dict[str, list[str]] = {}
    for identifier in sorted(parent):
        groups.setdefault(find(identifier), []).append(identifier)
    return [tuple(group) for _, group in sorted(groups.items())]
