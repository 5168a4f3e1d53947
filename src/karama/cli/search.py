"""`karama search`: words, or what they mean, in the articles and claims of a record."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Literal

import click


@click.command("search", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("words")
@click.option("--like", is_flag=True, help="Claims whose passages mean much the same, whatever their words (extra karama[meaning]).")
@click.option("--in", "kind", type=click.Choice(["article", "claim"]), help="Only there.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a find.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, words: str, like: bool, kind: Literal["article", "claim"] | None, limit: int, as_json: bool, debug: bool) -> int:
    """Find WORDS in the record in PATH, best first: all the words, in any form; "words in quotes" stand together, -word must not be there.

    With --like a sentence is best: "civilians held as shields". What each passage means is worked out once, at the first such search.
    """
    from karama.api import open_record

    if like and kind == "article":
        raise click.UsageError("--like looks among claims")
    live = sys.stderr.isatty()

    def watch(rest: int) -> None:
        if live:
            click.echo(f"\r\x1b[2Kmeaning: {rest:,} passages to go", err=True, nl=rest == 0)

    with open_record(path) as record:
        found = record.search(words, kind=kind, limit=limit, like=like, watch=watch)
    if live and like:
        click.echo("\r\x1b[2K", err=True, nl=False)
    for hit in found:
        likeness = f"  {hit.score:.2f}" if like else ""
        click.echo(json.dumps(asdict(hit), ensure_ascii=False) if as_json else f"{hit.kind} {hit.id}{likeness}\n    {' '.join(hit.words.split())}")
    return 0
