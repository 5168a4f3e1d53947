"""`karama why`: the reasons for which claims were joined to an incident, score by score."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from karama import codec

if TYPE_CHECKING:
    from karama.api import Compared
    from karama.domain.record import RecordClaim

SHOWN = 90  # characters of a passage
MOST_PAIRS = 20  # an incident of many claims is told by the best of the pairs that hold it together


@click.command("why", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("identifier", metavar="INCIDENT")
@click.option("--all", "show_all", is_flag=True, help="All pairs of claims, not only those that hold the incident together.")
@click.option("--most", type=click.IntRange(min=1), default=MOST_PAIRS, show_default=True, metavar="N", help="So many pairs at most, the most alike first.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, identifier: str, show_all: bool, most: int, as_json: bool, debug: bool) -> int:
    """Show why the claims of INCIDENT (i_..., or a claim in it), or the names of an actor or place (e_...), were joined in the record in PATH.

    Each two claims are compared feature by feature. A likeness of 0.5 says nothing; above it speaks for one incident, below against. The number behind
    it is what it adds to the odds, in powers of e; they sum to the score, and from 0.5 on two claims are joined.
    """
    from karama.api import open_record

    with open_record(path) as record:
        if identifier.startswith("e_"):
            from karama.cli.entities import explain_entity

            click.echo("\n".join(explain_entity(record, identifier, as_json)))
            return 0
        pairs = record.explain(identifier)
    shown = pairs if show_all else find_holding(pairs)[:most]
    if as_json:
        click.echo(json.dumps([_encode(pair) for pair in shown], ensure_ascii=False, indent=1))
        return 0
    if not pairs:
        click.echo("one claim, joined to no other")
    for pair in shown:
        for line in _tell(pair):
            click.echo(line)
    if len(shown) < len(pairs):
        click.echo(f"these hold it together; --all shows the other {len(pairs) - len(shown)} of {len(pairs)} pairs")
    return 0


def find_holding(pairs: Sequence[Compared]) -> list[Compared]:
    """The best pairs that together tie all the claims: of three sentences two pairs are enough."""
    group: dict[str, str] = {}
    found = []

    def find(claim: str) -> str:
        while claim in group:
            claim = group[claim]
        return claim

    for pair in pairs:
        left, right = find(pair.left.id), find(pair.right.id)
        if left != right:
            group[right] = left
            found.append(pair)
    return found


def _tell(pair: Compared) -> Iterator[str]:
    by = f"joined by {pair.joined.by}{f': {pair.joined.reason}' if pair.joined.reason else ''}  {pair.joined.id}" if pair.joined is not None else ""
    yield f"{pair.score:.2f}  {by or ('alike' if pair.same else 'joined by way of others')}"
    for claim in (pair.left, pair.right):
        yield f'  {claim.id}  {claim.kind}: "{_cut(claim)}"'
    for likeness, weight in pair.evidence:
        if weight:
            yield f"    {likeness.feature:<12}{likeness.score:>5.2f} {weight:>+6.1f}  {likeness.reason}"


def _cut(claim: RecordClaim) -> str:
    words = " ".join(claim.words.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _encode(pair: Compared) -> dict[str, object]:
    evidence = [{"feature": one.feature, "score": one.score, "reason": one.reason, "odds": round(weight, 3)} for one, weight in pair.evidence]
    told = {"left": pair.left.id, "right": pair.right.id, "same": pair.same, "score": pair.score, "evidence": evidence}
    return {**told, "joined": codec.encode(pair.joined)} if pair.joined is not None else told
