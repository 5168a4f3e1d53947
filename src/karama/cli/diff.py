"""`karama diff`: what a newer reader changed."""

from __future__ import annotations

import json

import click

from karama import codec

SIGNS = {"gone": "-", "new": "+", "changed": "~"}


@click.command("diff", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("older", metavar="RUN1")
@click.argument("newer", metavar="RUN2")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a difference.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, older: str, newer: str, as_json: bool, debug: bool) -> int:
    """Tell what run RUN2 reads otherwise than run RUN1 in the articles of the record in PATH that both have read.

    Runs are named n_...; `karama show` of an article lists those that read it, and the first letters of one are enough.
    """
    from karama.api import open_record

    with open_record(path) as record:
        found = record.differences(older, newer)
    for one in found:
        if as_json:
            click.echo(json.dumps(codec.encode(one), ensure_ascii=False))
            continue
        click.echo(f"{SIGNS[one.what]} {one.id} {one.kind}: “{' '.join(one.words.split())}”")
        for change in one.changes:
            click.echo(f"    {change.field}: {change.older} -> {change.newer}")
    if not as_json:
        counts = ", ".join(f"{sum(one.what == what for one in found)} {what}" for what in SIGNS)
        click.echo(f"{counts}, of the articles that both runs have read")
    return 0
