"""`karama rebuild`: a new record from what can be read of a damaged one."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from karama.errors import InputError


@click.command("rebuild", no_args_is_help=True)
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("--store", metavar="URL", help="Keep the new record on a PostgreSQL server: postgresql://user@host/database?schema=name.")
@click.option("--by", metavar="NAME", help="Who rebuilds it, for the log; your account's name if not given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON: one object of what was brought over, then one an article that was read again.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(old: str, new: str, store: str | None, by: str | None, as_json: bool, debug: bool) -> int:
    """Make the record NEW from what can be read of the record OLD, which is left as it is.

    Whatever is as it was logged is brought over: originals, where they came from, what people decided, readings. An article whose reading is gone is read
    again from its original, and merging is done anew. What could not be had is named, and the exit code is then 3. Stopped half-way, the same command
    goes on.
    """
    from karama.api import Rebuilt, Refusal, rebuild_record

    lost = again = 0
    for item in rebuild_record(old, new, store, by):
        if isinstance(item, Rebuilt):
            lost += len(item.lost)
            _tell(item, new, as_json)
        elif isinstance(item, Refusal):
            lost += 1
            click.echo(f"karama: {item.error}", err=True)
        else:
            again += 1
            if as_json:
                click.echo(json.dumps(asdict(item), ensure_ascii=False))
    if not as_json:
        click.echo(f"{new}: {again} {'article' if again == 1 else 'articles'} read again; look it through with: karama verify {new}")
    return InputError.exit_code if lost else 0


def _tell(item: object, new: str, as_json: bool) -> None:
    from karama.api import Rebuilt

    assert isinstance(item, Rebuilt)
    if as_json:
        click.echo(json.dumps(asdict(item), ensure_ascii=False))
        return
    for line in item.lost:
        click.echo(f"karama: {line}", err=True)
    click.echo(
        f"{new}: brought over {item.entries} log entries, {item.originals} originals, {item.captures} captures, {item.articles} articles, "
        f"{item.readings} readings, {item.decisions} decisions"
    )
