"""A reading as a flat table: one row a claim."""

from __future__ import annotations

from typing import Any

from karama import codec
from karama.domain import reading as domain
from karama.domain.facts import Event, Relation


def list_rows(reading: domain.Reading) -> list[dict[str, Any]]:
    """One row a claim of a reading, its event's roles as words joined by "; "."""
    by_id: dict[str, Any] = {
        item.id: item
        for layer in (reading.mentions, reading.dates, reading.quantities, reading.events, reading.relations, reading.attributions)
        for item in layer
    }

    def words(ids: tuple[str, ...]) -> str:
        return "; ".join(by_id[i].words for i in ids)

    rows: list[dict[str, Any]] = []
    for claim in reading.claims:
        said = by_id[claim.says[0]]  # an event comes first, its quantities after it
        row: dict[str, Any] = {"article": reading.article.name, "claim": claim.id, "certainty": claim.certainty, "passage": claim.words}
        row["speakers"] = "; ".join(" ".join(reading.article.text[s.start : s.end] for s in by_id[a].source) for a in claim.speakers)
        row["kind"] = getattr(said, "kind", None) or getattr(said, "unit", None)
        if isinstance(said, Event):
            row |= {role: words(getattr(said, role)) for role in ("actor", "recipient", "place", "date", "instrument", "quantities")}
            row |= {"polarity": said.polarity, "modality": said.modality, **codec.encode(said.codes)}
        elif isinstance(said, Relation):
            row |= {"actor": words((said.source,)), "recipient": words((said.target,)), "polarity": said.polarity, "modality": said.modality}
        else:
            row["quantities"] = said.words
        rows.append(row)
    return rows
