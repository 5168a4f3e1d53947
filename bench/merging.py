"""How well claims are merged, on the corpora that link events across documents, beside two baselines.

Each way of linking gives every claim of an event a cluster; the corpora's scorer compares them with the clusters of the annotators. An annotated cluster
is one event ("the shooting", "the deaths"), an incident may hold several, so a cluster here is the claims of one kind in one incident.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from karama.codec import decode_reading
from karama.domain.record import RecordClaim
from karama.domain.text import hash_text
from karama.merge.antecedents import find_antecedents
from karama.merge.compare.days import find_days
from karama.merge.compare.likeness import Known
from karama.merge.compare.stories import list_stories
from karama.merge.incidents import merge_claims
from karama.record.claims import list_record_claims
from karama.wiring import find_embedder

CORPORA = ("ecbplus", "meantime")
FIGURES = ("merge.b_cubed.precision", "merge.b_cubed.recall", "merge.b_cubed.f1", "merge.pairwise.precision", "merge.pairwise.recall", "merge.pairwise.f1")
# The weights were chosen on every other topic of this corpus (bench/choose_weights.py); the topics between are only measured.
HALVED, HALVES = "ecbplus", ("topics that the weights were chosen on", "topics held out")
Clusters = dict[str, str]
Gold = list[tuple[str, str]]  # cluster, claim that tells of it


class Row(NamedTuple):
    """One figure of one way of linking; `on` says which events are counted."""

    on: str
    way: str
    figure: str
    value: float
    support: int


def load_claims(readings: Path) -> list[RecordClaim]:
    """The claims of events in the readings."""
    lines = readings.read_text(encoding="utf-8").splitlines()
    claims = (claim for line in lines for claim in find_antecedents(list_record_claims(decode_reading(json.loads(line)), "bench")))
    return [claim for claim in claims if claim.what in ("event", "quantity")]


def link_apart(claims: list[RecordClaim]) -> Clusters:
    """Every claim by itself."""
    return {claim.id: claim.id for claim in claims}


def link_same_keys(claims: list[RecordClaim]) -> Clusters:
    """The claims of one kind, with the same places and the same day (or as little of them)."""
    found = {}
    for claim in claims:
        days = find_days(claim)
        places = sorted(str(place.geonames or place.name) for place in claim.places)
        found[claim.id] = f"{claim.kind}|{places}|{days.first if days is not None else None}"
    return found


def link_merged(claims: list[RecordClaim], *, meaning: bool) -> Clusters:
    """The claims of one kind in one incident."""
    embedder = find_embedder() if meaning else None
    texts = sorted({claim.words for claim in claims})
    vectors = dict(zip(texts, embedder(texts), strict=True)) if embedder is not None else {}
    merged = merge_claims(
        claims, Known(meaning=lambda claim: vectors.get(claim.words), stories=list_stories(claim for claim in claims if claim.what == "event"))
    )
    incident_of = {claim: incident.id for incident in merged.incidents for claim in incident.claims}
    return {claim.id: f"{incident_of.get(claim.id, claim.id)}|{claim.kind}" for claim in claims}


WAYS: tuple[tuple[str, Callable[[list[RecordClaim]], Clusters]], ...] = (
    ("all apart", link_apart),
    ("same kind, place and day", link_same_keys),
    ("merged without a model of meaning", lambda claims: link_merged(claims, meaning=False)),
    ("merged", lambda claims: link_merged(claims, meaning=True)),
)


def measure_merging(corpus: str, gold: Path, readings: Path, scorer: Path, folder: Path) -> Iterator[Row]:
    """The figures of every way, over all annotated events and over those that the reading has a claim for; of ECB+ also by halves of its topics."""
    claims = load_claims(readings)
    read = folder / f"{corpus}.read.jsonl"
    read.write_text("".join(json.dumps(doc) + "\n" for doc in keep_read(gold, claims)), encoding="utf-8")
    against = {f"{corpus}, all events": gold, f"{corpus}, events with a claim": read}
    if corpus == HALVED:
        for half, name in enumerate(HALVES):
            part = folder / f"{corpus}.half{half}.jsonl"
            part.write_text("".join(json.dumps(doc) + "\n" for doc in take_half(read, half)), encoding="utf-8")
            against[f"{corpus}, events with a claim, {name}"] = part
    for way, link in WAYS:
        links = folder / f"{corpus}.links.jsonl"
        clusters = link(claims)
        events = [claim for claim in claims if claim.what == "event"]
        rows = ({"article_id": claim.article, "trigger": [claim.trigger.start, claim.trigger.end], "incident": clusters[claim.id]} for claim in events)
        links.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for on, docs in against.items():
            command = [sys.executable, str(scorer), "merge", str(docs), str(links), "--json"]
            printed = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            found = {figure["name"]: figure for figure in printed["figures"]}
            yield from (Row(on, way, name, found[name]["value"], found["merge.b_cubed.f1"]["support"]) for name in FIGURES)


def take_half(gold: Path, half: int) -> list[dict[str, Any]]:
    """The documents of every other topic: 0, the half that the weights were chosen on, or 1, the half that was held out."""
    docs = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    topics = sorted({doc["topic"] for doc in docs})
    return [{**doc, "article": hash_text(doc["text"])} for doc in docs if topics.index(doc["topic"]) % 2 == half]


def list_gold(docs: list[dict[str, Any]], claims: list[RecordClaim]) -> Gold:
    """The gold events that a claim of an event tells of, each with the first such claim."""
    by_article: dict[str, list[RecordClaim]] = {}
    for claim in claims:
        if claim.what == "event":
            by_article.setdefault(claim.article, []).append(claim)
    found: Gold = []
    for doc in docs:
        for event in doc["events"]:
            start, end = event["trigger"]
            met = next((c for c in by_article.get(doc["article"], ()) if c.trigger.start < end and start < c.trigger.end), None)
            if met is not None and event.get("checked") is not False:
                found.append((event.get("entity") or f"{doc['id']} {event['id']}", met.id))
    return found


def keep_read(gold: Path, claims: list[RecordClaim]) -> Iterator[dict[str, Any]]:
    """The documents with only those events whose trigger a claim's trigger meets."""
    triggers: dict[str, list[tuple[int, int]]] = {}
    for claim in (claim for claim in claims if claim.what == "event"):
        triggers.setdefault(claim.article, []).append((claim.trigger.start, claim.trigger.end))
    for line in gold.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        spans = triggers.get(hash_text(doc["text"]), [])
        met = [event for event in doc["events"] if any(start < event["trigger"][1] and event["trigger"][0] < end for start, end in spans)]
        yield {**doc, "events": met}


def write_table(rows: list[Row]) -> Iterator[str]:
    """One line a way and set of events."""
    yield "| on | events | linked | B³ precision | recall | F1 | pairs: precision | recall | F1 |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---:|"
    groups = [rows[start : start + len(FIGURES)] for start in range(0, len(rows), len(FIGURES))]
    for group in sorted(groups, key=lambda group: group[0].on):
        yield f"| {group[0].on} | {group[0].support:,} | {group[0].way} | " + " | ".join(f"{row.value:.3f}" for row in group) + " |"
