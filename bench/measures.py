"""The measures of the reading against golden articles: written for the project, needing nothing from outside it.

A golden article is a JSON file: `text`, `published`, and layers of notes given by their words. `{"words": "Sunday"}` means the first
time these words stand in the text, `{"words": "Sunday", "nth": 2}` the second. A layer that is there is complete: what the reading
finds beside it counts against precision. Events are the exception: only their recall is a figure, and `absent` lists words that must
not be a trigger, since nobody lists every event of a text without argument.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karama.domain.annotations import Mention
from karama.domain.reading import Reading

Spot = tuple[int, int]
NEAR_KM = 161.0  # 100 miles, the usual bound of toponym resolution


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with how many things it was taken over."""

    name: str
    value: float
    support: int


def load_golden(folder: Path) -> list[dict[str, Any]]:
    """The golden articles of a folder, in order of their file names."""
    return [json.loads(path.read_text(encoding="utf-8")) | {"id": path.stem} for path in sorted(folder.glob("*.json"))]


def find_words(text: str, note: dict[str, Any] | str) -> Spot:
    """Where the words of a note stand.

    Raises:
        ValueError: they do not stand there (the golden article is wrong).
    """
    words, nth = (note, 1) if isinstance(note, str) else (note["words"], note.get("nth", 1))
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def meet(a: Spot, b: Spot) -> bool:
    """Do two spans share a character?"""
    return a[0] < b[1] and b[0] < a[1]


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance of two points in kilometres."""
    a, b, c, d = (math.radians(x) for x in (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def take_figures(pairs: Iterable[tuple[dict[str, Any], Reading]]) -> list[Figure]:
    """All figures over the golden articles and their readings."""
    count: Counter[str] = Counter()
    for gold, reading in pairs:
        for layer in (_count_dates, _count_places, _count_quantities, _count_attributions, _count_events):
            count.update(layer(gold, reading))
    return list(_make_figures(count))


def _make_figures(count: Counter[str]) -> Iterator[Figure]:
    for layer in ("dates", "places", "quantities", "attributions"):
        precision, recall = _share(count, f"{layer} found", f"{layer} read"), _share(count, f"{layer} met", f"{layer} gold")
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        yield from (Figure(f"{layer}.{n}", v, count[f"{layer} gold"]) for n, v in (("precision", precision), ("recall", recall), ("f1", f1)))
    for name, right, of in (
        ("dates.value", "dates right", "dates gold"), ("places.within_161km", "places near", "places located"),
        ("quantities.bounds", "quantities bounded", "quantities gold"), ("quantities.unit", "quantities counted", "quantities gold"),
        ("attributions.source", "attributions sourced", "attributions gold"), ("events.recall", "events met", "events gold"),
        ("events.kind", "events kind", "events gold"), ("events.actor", "events actor", "events with actor"),
        ("events.recipient", "events recipient", "events with recipient"), ("events.place", "events place", "events with place"),
        ("events.date", "events date", "events with date"), ("events.modality", "events modality", "events met"),
        ("events.speaker", "events speaker", "events with speaker"), ("events.absent_kept_out", "absent right", "absent"),
    ):  # fmt: skip
        yield Figure(name, _share(count, right, of), count[of])


def _share(count: Counter[str], part: str, whole: str) -> float:
    return count[part] / count[whole] if count[whole] else 0.0


def _pair(gold: list[Spot], read: list[Spot], layer: str) -> Counter[str]:
    met, found = sum(any(meet(g, r) for r in read) for g in gold), sum(any(meet(g, r) for g in gold) for r in read)
    return Counter({f"{layer} gold": len(gold), f"{layer} read": len(read), f"{layer} met": met, f"{layer} found": found})


def _count_dates(gold: dict[str, Any], reading: Reading) -> Counter[str]:
    if "dates" not in gold:
        return Counter()
    spots = [find_words(gold["text"], note) for note in gold["dates"]]
    count = _pair(spots, [(d.start, d.end) for d in reading.dates], "dates")
    for note, spot in zip(gold["dates"], spots, strict=True):
        count["dates right"] += any(meet(spot, (d.start, d.end)) and d.timex3 == note["timex3"] for d in reading.dates)
    return count


def _count_places(gold: dict[str, Any], reading: Reading) -> Counter[str]:
    if "places" not in gold:
        return Counter()
    spots = [find_words(gold["text"], note) for note in gold["places"]]
    named = [m for m in reading.mentions if m.kind == "place" and m.form == "name"]
    count = _pair(spots, [(m.start, m.end) for m in named], "places")
    entities = {e.id: e for e in reading.entities}
    for note, spot in zip(gold["places"], spots, strict=True):
        if "latitude" not in note:
            continue
        count["places located"] += 1
        places = [entities[m.entity].place for m in named if m.entity in entities and meet(spot, (m.start, m.end))]
        count["places near"] += any(
            p is not None and p.latitude is not None and p.longitude is not None
            and kilometres(p.latitude, p.longitude, note["latitude"], note["longitude"]) <= note.get("within_km", NEAR_KM)
            for p in places
        )  # fmt: skip
    return count


def _count_quantities(gold: dict[str, Any], reading: Reading) -> Counter[str]:
    if "quantities" not in gold:
        return Counter()
    spots = [find_words(gold["text"], note) for note in gold["quantities"]]
    kept = [q for q in reading.quantities if q.unit not in ("distance", "duration", "money", "other")]
    count = _pair(spots, [(q.start, q.end) for q in kept], "quantities")
    for note, spot in zip(gold["quantities"], spots, strict=True):
        here = [q for q in reading.quantities if meet(spot, (q.start, q.end))]
        count["quantities bounded"] += any((q.low, q.high) == (note.get("low"), note.get("high")) for q in here)
        count["quantities counted"] += any(q.unit == note["unit"] for q in here)
    return count


def _count_attributions(gold: dict[str, Any], reading: Reading) -> Counter[str]:
    if "attributions" not in gold:
        return Counter()
    text = gold["text"]
    contents = [find_words(text, note["content"]) for note in gold["attributions"]]
    count = _pair(contents, [(a.content[0].start, a.content[-1].end) for a in reading.attributions if a.content], "attributions")
    for note, spot in zip(gold["attributions"], contents, strict=True):
        source = find_words(text, note["source"]) if note.get("source") else None
        near = [a for a in reading.attributions if any(meet(spot, c) for c in a.content)]
        count["attributions sourced"] += any(any(meet(source, s) for s in a.source) if source else not a.source for a in near)
    return count


def _count_events(gold: dict[str, Any], reading: Reading) -> Counter[str]:
    count: Counter[str] = Counter()
    text, mentions = gold["text"], {m.id: m for m in reading.mentions}
    triggers = [e.trigger for e in reading.events]
    for note in gold.get("absent", []):
        count["absent"] += 1
        count["absent right"] += not any(meet(find_words(text, note), t) for t in triggers)
    for note in gold.get("events", []):
        spot = find_words(text, note["trigger"])
        here = [e for e in reading.events if meet(spot, e.trigger)]
        count["events gold"] += 1
        count["events met"] += bool(here)
        count["events kind"] += any(e.kind in note["kinds"] for e in here)
        for role in ("actor", "recipient", "place"):
            if note.get(role):
                want = find_words(text, note[role])
                count[f"events with {role}"] += 1
                count[f"events {role}"] += any(_stands_for(mentions[i], want, reading) for e in here for i in getattr(e, role))
        if note.get("date"):
            want = find_words(text, note["date"])
            dates = {d.id: (d.start, d.end) for d in reading.dates}
            count["events with date"] += 1
            count["events date"] += any(meet(dates[i], want) for e in here for i in e.date)
        wanted = note.get("modality", "actual"), note.get("polarity", "positive")
        count["events modality"] += any((e.modality, e.polarity) == wanted for e in here)
        if "speaker" in note:
            count["events with speaker"] += 1
            count["events speaker"] += _is_said_by(note["speaker"], {e.id for e in here}, text, reading)
    return count


def _stands_for(mention: Mention, want: Spot, reading: Reading) -> bool:
    """Is the mention at the wanted words, or another mention of the entity there?"""
    if meet((mention.start, mention.end), want):
        return True
    return mention.entity is not None and any(m.entity == mention.entity and meet((m.start, m.end), want) for m in reading.mentions)


def _is_said_by(speaker: Any, events: set[str], text: str, reading: Reading) -> bool:
    """Does a claim of these events have the wanted nearest speaker (null: the article itself)?"""
    by_id = {a.id: a for a in reading.attributions}
    chains = [c.speakers for c in reading.claims if events & set(c.says)]
    if speaker is None:
        return any(not chain for chain in chains)
    want = find_words(text, speaker)
    return any(any(meet(want, s) for s in by_id[chain[0]].source) for chain in chains if chain)
