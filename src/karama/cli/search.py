"""`karama search`: words in the articles and claims of a record."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

import click


@click.command("search", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("words")
@click.option("--in", "kind", type=click.Choice(["article", "claim"]), help="Only there.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a find.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, words: str, kind: Literal["article", "claim"] | None, limit: int, as_json: bool, debug: bool) -> int:
    """Find WORDS in the record in PATH, best first: all the words, in any form; "words in quotes" stand together, -word must not be there."""
    from karama.api import open_record

    with open_record(path) as record:
        for hit in record.search(words, kind=kind, limit=limit):
            click.echo(json.dumps(asdict(hit), ensure_ascii=False) if as_json else f"{hit.kind} {hit.id}\n    {' '.join(hit.words.split())}")
    return 0
