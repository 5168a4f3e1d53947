"""`karama entities`: the actors and places of a record; and how `show` and `why` tell of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import click

from karama import codec
from karama.domain.entities import ActorType

if TYPE_CHECKING:
    from karama.api import Record

KINDS = ("actor", "place", *get_args(ActorType))
MOST_SHOWN = 50  # of a list in the terminal, unless more are asked for


@click.command("entities", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("words", nargs=-1)
@click.option("--type", "kind", type=click.Choice(KINDS), metavar="TYPE", help=f"Only these: {', '.join(KINDS)}.")
@click.option("--limit", type=click.IntRange(min=1), default=MOST_SHOWN, show_default=True, metavar="N", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object an entity.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, words: tuple[str, ...], kind: str | None, limit: int, as_json: bool, debug: bool) -> int:
    """List the actors and places of the record in PATH, those with most claims first; with WORDS those so named, in any script.

    Each is one over all reports, by judgements that karama why shows and karama split and karama join overrule.
    """
    from karama.api import open_record
    from karama.render.entity_lines import tell_line

    with open_record(path) as record:
        found = record.entities(" ".join(words) or None, kind=kind, limit=limit)
    for one in found:
        click.echo(json.dumps(codec.encode(one), ensure_ascii=False) if as_json else tell_line(one))
    if not found:
        click.echo("karama: no entity fits", err=True)
    elif len(found) == limit and not as_json:
        click.echo(f"karama: the first {limit}; --limit shows more", err=True)
    return 0


def show_entity(record: Record, identifier: str, as_json: bool) -> Iterator[str]:
    """The lines of `karama show` for an entity: what is known of it, and its incidents by first day."""
    from karama.render.entity_lines import list_entity_lines
    from karama.render.incident_lines import list_decision_lines, tell_head

    found, decided = record.entity(identifier), record.decisions(identifier)
    incidents = record.incidents(actor=identifier) if found.line.what == "actor" else None
    if as_json:
        yield json.dumps(
            {**found.to_dict(), "incidents": incidents.rows() if incidents is not None else [], "decisions": codec.encode(decided)},
            ensure_ascii=False,
            indent=1,
        )
        return
    yield from list_entity_lines(found)
    if incidents:
        yield "  incidents"
        yield from (f"    {tell_head(one.view)}" for one in incidents)
    if decided:
        yield from ("  decisions", *list_decision_lines(decided))


def explain_entity(record: Record, identifier: str, as_json: bool) -> Iterator[str]:
    """The lines of `karama why` for an entity: each reason for which its names are one or were parted."""
    from karama.render.entity_lines import tell_reason

    reasons = record.entity(identifier).reasons
    if as_json:
        yield json.dumps(codec.encode(reasons), ensure_ascii=False, indent=1)
        return
    yield from map(tell_reason, reasons) if reasons else ("one name in one report, joined to no other",)
