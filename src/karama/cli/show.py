"""`karama show`: an incident with every value from every source, or an article or a claim back to the bytes it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from karama import codec
from karama.errors import InputError

if TYPE_CHECKING:
    from karama.api import ArticleTrace, ClaimTrace, Listed, Record
    from karama.domain.record import Capture, RecordClaim


@click.command("show", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--policy", metavar="NAME", help="Of an incident: also what this policy chooses; see karama policies.")
@click.option("--prov", is_flag=True, help="Write where it comes from, back to the bytes, and who did what with it, as W3C PROV-JSON; without ID of all.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, identifier: str | None, policy: str | None, prov: bool, as_json: bool, debug: bool) -> int:
    """Show what the record in PATH knows of an incident (i_...), a claim (c_...), an actor or place (e_...) or an article.

    An article is named by sha256:..., or by the id, path or URL that it came with.
    """
    from karama.api import ArticleTrace, open_record

    if identifier is None and not prov:
        raise click.UsageError("say what to show: the id of an incident, a claim or an article")
    with open_record(path) as record:
        if prov or identifier is None:
            click.echo(json.dumps(record.provenance(identifier), ensure_ascii=False, indent=1))
            return 0
        if identifier.startswith("e_"):
            from karama.cli.entities import show_entity

            click.echo("\n".join(show_entity(record, identifier, as_json)))
            return 0
        if identifier.startswith("i_"):
            _show_incident(record, identifier, policy, as_json)
            return 0
        found = record.trace(identifier)
        decided = record.decisions(identifier) if identifier.startswith("c_") else ()
    if as_json:
        click.echo(json.dumps({**codec.encode(found), **({"decisions": codec.encode(decided)} if decided else {})}, ensure_ascii=False, indent=1))
    else:
        for line in _show_article(found) if isinstance(found, ArticleTrace) else _show_claim(found):
            click.echo(line)
        _show_decisions(decided)
    return 0


def _show_decisions(decided: Sequence[Listed]) -> None:
    from karama.render.incident_lines import list_decision_lines

    if decided:
        click.echo("\n".join(("  decisions", *list_decision_lines(decided))))


def _show_incident(record: Record, identifier: str, policy: str | None, as_json: bool) -> None:
    from karama.api import encode_incident
    from karama.render.incident_lines import list_full_lines

    decided = record.decisions(identifier)
    try:
        found = record.incident(identifier, policy)
    except InputError:
        if not decided:
            raise
        _show_rejected(identifier, decided, as_json)  # it is there, but nothing of it counts
        return
    if as_json:
        click.echo(json.dumps({**encode_incident(found), **({"decisions": codec.encode(decided)} if decided else {})}, ensure_ascii=False, indent=1))
        return
    for line in list_full_lines(found):
        click.echo(line)
    _show_decisions(decided)


def _show_rejected(identifier: str, decided: Sequence[Listed], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"id": identifier, "values": [], "claims": [], "decisions": codec.encode(decided)}, ensure_ascii=False, indent=1))
        return
    click.echo(f"incident {identifier}: all its claims are rejected")
    _show_decisions(decided)


def _show_article(found: ArticleTrace) -> Iterator[str]:
    article = found.article
    yield f"article {article.id}"
    yield f"  {article.title or article.text.strip().splitlines()[0]}"
    yield f"  published {article.published or 'unknown'} ({article.published_how}); {article.publisher or 'publisher not given'}"
    yield from _show_captures(found.captures)
    for kept in found.readings:
        yield f"  read {kept.at} by run {kept.run}: {kept.claims} claims"
    for word, versions in (("older", found.older), ("newer", found.newer)):
        for version in versions:
            yield f"  {word} version {version.article} at {version.url}"
            for change in version.changes:
                yield f"    - {' '.join(change.older.split()) or 'nothing'}"
                yield f"    + {' '.join(change.newer.split()) or 'nothing'}"
    yield from _show_copies(found)
    for claim in found.claims:
        yield f"  {claim.id} {claim.kind}: {' '.join(claim.words.split())}"


def _show_copies(found: ArticleTrace) -> Iterator[str]:
    """Of an article with copies: who printed it first, and what this one changed."""
    if (copies := found.copies) is None:
        return
    source = f"; they name {copies.source} as their source" if copies.source is not None else ""
    if copies.first == found.article.id:
        others = ", ".join(name for article, name in zip(copies.articles, copies.names, strict=True) if article != found.article.id)
        yield f"  printed first; copied by {others}; together one origin{source}"
        return
    yield f"  a copy of {copies.names[0]} ({copies.first}), which printed it first; together one origin{source}; changed:"
    for change in copies.changes:
        yield f"    - {' '.join(change.before.split()) or 'nothing'}"
        yield f"    + {' '.join(change.after.split()) or 'nothing'}"


def _show_claim(found: ClaimTrace) -> Iterator[str]:
    claim = found.claim
    yield f"claim {claim.id}: {claim.kind}{' (closed: what came later no longer says so)' if found.closed else ''}"
    yield f"  “{' '.join(claim.words.split())}”"
    yield from _show_said(claim)
    yield f"  article {found.article.id}, code points {claim.start} to {claim.end}, {claim.segment}; published {claim.published or 'unknown'}"
    yield from _show_captures(found.captures)
    yield f"  read by run {found.run.id}: " + ", ".join(f"{name} {version}" for name, version in sorted(found.run.versions.items()))
    for other in found.others:
        yield f"  run {other.run} read {'the same' if other.value == claim.value else 'otherwise'}:"
        if other.value != claim.value:
            yield from ("  " + line for line in _show_said(other))


def _show_said(claim: RecordClaim) -> Iterator[str]:
    rows: tuple[tuple[str, Iterable[str]], ...] = (
        ("who", (party.name for party in claim.actors)),
        ("to whom", (party.name for party in claim.recipients)),
        ("where", (place.name for place in claim.places)),
        ("when", (f"{when.words} ({when.edtf})" if when.edtf else when.words for when in claim.dates)),
        ("with what", claim.instruments),
        ("how many", (f"{count.words} ({count.unit})" for count in claim.counts)),
        ("says", (speaker.name or speaker.words or "unnamed" for speaker in claim.speakers)),
    )
    for name, values in rows:
        line = "; ".join(" ".join(value.split()) for value in values)
        if line:
            yield f"  {name}: {line}"
    yield f"  {claim.certainty}, {claim.modality}, {claim.polarity}"


def _show_captures(captures: tuple[Capture, ...]) -> Iterator[str]:
    for capture in captures:
        yield f"  came in {capture.at} from {capture.origin} ({capture.obtained}, {capture.media_type}) by {capture.by}; original {capture.original}"
