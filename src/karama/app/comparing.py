"""A record set against a data set that the user has: what is in both, in one only, and in what those in both differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from karama import codec
from karama.app.asking import AskingTools, Question, find_incidents, resolve_actor, resolve_place
from karama.app.exporting import check_target, find_format, gather_export, place_file
from karama.app.validating import read_file
from karama.domain.record import Count
from karama.domain.text import Span
from karama.errors import InputError
from karama.export.chosen import Chosen, choose
from karama.export.tables import Column, write_csv
from karama.imports.pairing import Pair, Paired, Side, pair_sides
from karama.imports.parties import make_finder
from karama.imports.shapes import find_shape, guess_shape, read_data_set
from karama.imports.values import ImportedRow, ReadFile
from karama.merge.compare.kinds import OTHER, relate_kinds
from karama.merge.entities import Parent
from karama.views.matching import match_actor, match_days, match_place
from karama.views.policies import Choose, FoundIncident, apply_policy, find_policy

# Shapes whose own rules say why an incident has no row there, by the format that writes them.
RULES = frozenset({"acled", "ucdp-ged", "polecat"})
TABLE: tuple[Column, ...] = (
    Column("in", "string", "both, ours or theirs", True, "oneof:both|ours|theirs"),
    Column("score", "number", "how likely both tell of one happening", rule="range:0..1"),
    Column("incident", "string", "the incident of the record; `karama show` opens it"),
    Column("row_id", "string", "the data set's own id of the row"),
    *(
        Column(f"{name}_{whose}", "string", f"{name} as {words}")
        for name in ("kind", "day", "place", "killed", "actors")
        for whose, words in (("ours", "the record has it"), ("theirs", "the data set has it"))
    ),
    Column("km", "number", "how far the two points are apart"),
    Column("differs", "string", "the fields that cannot both be right, parted by '; '"),
    Column("how", "string", "how they differ, field by field"),
    Column("reasons", "string", "why they are taken for one happening, or why there is no partner"),
    Column("rivals", "integer", "other rows that might have been the partner"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: pairs, what stands alone on either side and why, and what was wrong with the file."""

    file: ReadFile
    name: str  # of the file, or of what was imported
    paired: Paired
    reasons: Mapping[str, str]  # key of a side that stands alone -> why
    first: str | None  # first and last day of the record's incidents
    last: str | None


def compare_record(
    tools: AskingTools, question: Question, path: Path, added: Mapping[str, Choose], parent: Parent, *, shape: str | None = None, policy: str | None = None
) -> Comparison:
    """The incidents asked for against the rows of the file that are asked for.

    Raises:
        InputError: the file is none of the data sets we know, or there is no such policy.
    """
    data = read_file(path)
    try:
        found = find_shape(shape) if shape is not None else guess_shape(data)
        read = read_data_set(data, found, make_finder(tools.open_actors()))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    return compare_rows(tools, question, read, path.name, added, parent, policy=policy)


def compare_rows(
    tools: AskingTools, question: Question, read: ReadFile, name: str, added: Mapping[str, Choose], parent: Parent, *, policy: str | None = None
) -> Comparison:
    """As `compare_record`, of rows that were read."""
    chosen = find_policy(policy, added) if policy is not None else None
    incidents = [FoundIncident(view, apply_policy(chosen, view) if chosen is not None else ()) for view in find_incidents(tools, question)]
    ours = [make_side(choose(one), one) for one in incidents]
    theirs = [make_row_side(row) for row in select_rows(tools, question, read.rows, related=True)]
    days = [day for side in ours for when in side.claim.dates for day in (when.earliest, when.latest) if day]
    first, last = min(days, default=None), max(days, default=None)
    paired = pair_sides(ours, theirs, parent)
    reasons = dict(_explain_ours(tools, question, read.shape, paired)) | dict(_explain_theirs(paired, first, last))
    return Comparison(read, name, paired, reasons, first, last)


def select_rows(tools: AskingTools, question: Question, rows: Sequence[ImportedRow], *, related: bool = False) -> Iterator[ImportedRow]:
    """The rows that fit what is asked, as incidents of the record have to; `related`: also of a kind that may tell of the same, as a killing of a strike."""
    place, actor = resolve_place(tools, question.place, question.within_km), resolve_actor(tools, question.actor)
    for row in rows:
        claim = row.claim
        if (question.earliest or question.latest) and not match_days(claim, question.earliest, question.latest):
            continue
        if place is not None and not any(match_place(where, place) for where in claim.places):
            continue
        if (actor is None or match_actor(claim, actor)) and _fits_kind(claim.kind, question.kinds, related=related):
            yield row


def _fits_kind(kind: str, asked: Sequence[str], *, related: bool) -> bool:
    return not asked or kind in asked or (related and any(relate_kinds(kind, one)[0] > OTHER for one in asked))


def make_row_side(row: ImportedRow) -> Side:
    """The row as a side."""
    return Side(row.key, (row.claim.kind,), row.claim, row.title)


def make_side(chosen: Chosen, found: FoundIncident) -> Side:
    """The incident as one claim: all its kinds and parties, the one day and place that the policy or most origins give, figures as bounds."""
    kinds = tuple(value.words for value in found.view.list_values("kind") if value.told) or tuple(dict.fromkeys(claim.kind for claim in chosen.claims))
    counts = tuple(Count(field, figures.low, figures.high, False, figures.words) for field, figures in chosen.figures.items())  # type: ignore[arg-type]
    published = min((claim.published for claim in chosen.claims if claim.published), default=None)
    first = chosen.claims[0]
    claim = replace(
        first, id=chosen.id, what="event", kind=kinds[0], article=chosen.id, words="", start=0, end=0, trigger=Span(0, 0), actors=chosen.actors,
        recipients=chosen.recipients, places=(chosen.place,) if chosen.place is not None else (), dates=(chosen.day,) if chosen.day is not None else (),
        counts=counts, published=published, antecedent=None,
    )  # fmt: skip
    return Side(chosen.id, kinds, claim, chosen.stance)


def _explain_ours(tools: AskingTools, question: Question, shape: str, paired: Paired) -> Iterator[tuple[str, str]]:
    """Why an incident has no partner: that data set's rules have no row for it, or none was found."""
    rules: dict[str, str] = {}
    if shape in RULES and paired.ours:
        form = find_format(shape)
        export = gather_export(tools, question, form, policy=None, made="", record="", inside=False)
        from karama.export.losses import LOSSES
        from karama.export.values import Options

        dropped = [loss for loss in form.make(export, Options()).losses if loss.dropped]
        rules = {loss.incident: f"{loss.kind}: {LOSSES[loss.kind]}" for loss in reversed(dropped)}
    for side in paired.ours:
        if side.key in paired.near:
            key, score = paired.near[side.key]
            yield side.key, f"row {key} ({score:.2f}) went to an incident that it fits better"
        elif side.key in rules:
            yield side.key, f"no row by the rules of {shape}: {rules[side.key]}"
        elif side.title not in ("", "told"):
            yield side.key, f"{side.title}: not told as having happened"
        else:
            yield side.key, "no row of that day within reach of the place"


def _explain_theirs(paired: Paired, first: str | None, last: str | None) -> Iterator[tuple[str, str]]:
    """Why a row has no partner."""
    for side in paired.theirs:
        when = side.claim.dates[0] if side.claim.dates else None
        outside = when is not None and ((last is not None and (when.earliest or "") > last) or (first is not None and (when.latest or "9") < first))
        if side.key in paired.near:
            key, score = paired.near[side.key]
            yield side.key, f"incident {key} ({score:.2f}) went to a row that it fits better"
        else:
            yield side.key, "outside the days of the record" if outside else "no incident of that day within reach of the place"


# ---------------------------------------------------------------- told


def list_table_rows(found: Comparison) -> Iterator[dict[str, Any]]:
    """A row for each pair, then for what stands alone."""
    for pair in found.paired.pairs:
        row: dict[str, Any] = {"in": "both", "score": pair.score, "incident": pair.ours.key, "row_id": pair.theirs.key, "km": pair.km, "rivals": pair.rivals}
        for one in pair.differences:
            row |= {f"{one.field}_ours": one.ours, f"{one.field}_theirs": one.theirs}
        row["differs"] = "; ".join(one.field for one in pair.differences if one.differs)
        row["how"] = "; ".join(f"{one.field}: {one.words}" for one in pair.differences)
        yield row | {"reasons": "; ".join(f"{one.feature}: {one.reason}" for one in pair.likenesses)}
    for whose, sides, name in (("ours", found.paired.ours, "incident"), ("theirs", found.paired.theirs, "row_id")):
        for side in sides:
            told = {f"{field}_{whose}": words for field, words in tell_side(side).items()}
            yield {"in": whose, name: side.key, **told, "reasons": found.reasons.get(side.key, "")}


def tell_side(side: Side) -> dict[str, str]:
    """The side's fields in words."""
    when, where = (side.claim.dates[0] if side.claim.dates else None), side.place
    killed = next((count.words for count in side.claim.counts if count.unit == "killed"), "")
    return {
        "kind": "; ".join(side.kinds), "day": (when.edtf or when.words) if when is not None else "", "place": where.name if where is not None else "",
        "killed": killed, "actors": "; ".join(dict.fromkeys(party.name for party in side.parties)),
    }  # fmt: skip


def write_table(found: Comparison, path: Path, *, force: bool = False) -> int:
    """How many rows were written; the file appears whole or not at all.

    Raises:
        InputError: something is there already, or there is no such folder.
    """
    check_target(path, force=force)
    rows = list(list_table_rows(found))
    place_file(path, write_csv(TABLE, rows))
    return len(rows)


def describe_comparison(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON-ready data."""
    return {
        "file": found.name, "shape": found.file.shape, "publisher": found.file.publisher, "rows": len(found.file.rows), "bad_rows": found.file.bad,
        "days": [found.first, found.last],
        "both": [_describe_pair(pair) for pair in found.paired.pairs],
        "ours": [{"incident": side.key, **tell_side(side), "why": found.reasons.get(side.key)} for side in found.paired.ours],
        "theirs": [{"row_id": side.key, **tell_side(side), "why": found.reasons.get(side.key)} for side in found.paired.theirs],
        "problems": [codec.encode(problem) for problem in found.file.problems],
    }  # fmt: skip


def _describe_pair(pair: Pair) -> dict[str, Any]:
    return {
        "incident": pair.ours.key, "row_id": pair.theirs.key, "score": pair.score, "km": pair.km, "rivals": pair.rivals,
        "why": [codec.encode(one) for one in pair.likenesses], "fields": [codec.encode(one) for one in pair.differences],
    }  # fmt: skip


def count_differences(pairs: Sequence[Pair]) -> dict[str, int]:
    """In how many pairs each field differs."""
    fields = [one.field for pair in pairs for one in pair.differences if one.differs]
    return {name: fields.count(name) for name in dict.fromkeys(fields)}
