"""`karama gazetteer`: build the index of places, add places to it, say what is in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from karama.api import GazetteerInfo

BAD_ROWS_SHOWN = 10


@click.group("gazetteer", no_args_is_help=True)
def command() -> None:
    """The offline index of places that toponyms are resolved against."""


@command.command("build")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def build(as_json: bool) -> None:
    """Build the index, if its inputs have changed since it was built."""
    from karama.api import describe_gazetteer

    info = describe_gazetteer()
    click.echo(_encode(info) if as_json else f"{info.places:,} places, {info.names:,} names: {info.path}")


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def show(as_json: bool) -> None:
    """Say where the index is, its version, and what is in it."""
    from karama.api import describe_gazetteer

    info = describe_gazetteer()
    if as_json:
        click.echo(_encode(info))
        return
    click.echo(f"index    {info.path} ({info.path.stat().st_size / 1e6:.1f} MB)\nversion  {info.version}\nplaces   {info.places:,}\nnames    {info.names:,}")
    click.echo("added    " + (", ".join(path.name for path in info.added) or "none"))


@command.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def add(file: Path, as_json: bool) -> int:
    """Add the places of FILE: a GeoNames country dump, an OCHA COD table, any CSV with names and coordinates, or GeoJSON.

    Rows that cannot be used are named by line on standard error; the others are added, and the exit code is 3.
    """
    from karama.api import add_places

    read = add_places(file)
    for row in read.bad[:BAD_ROWS_SHOWN]:
        click.echo(f"karama: {file.name}, line {row.line}: {row.reason}", err=True)
    if len(read.bad) > BAD_ROWS_SHOWN:
        click.echo(f"karama: {file.name}: {len(read.bad) - BAD_ROWS_SHOWN:,} more lines could not be used", err=True)
    bad = [{"line": row.line, "reason": row.reason} for row in read.bad]
    click.echo(json.dumps({"added": len(read.places), "bad": bad}, ensure_ascii=False) if as_json else f"added {len(read.places):,} places of {file.name}")
    return 3 if read.bad else 0


def _encode(info: GazetteerInfo) -> str:
    """The index as one JSON object."""
    return json.dumps({**asdict(info), "path": str(info.path), "added": [str(path) for path in info.added]}, ensure_ascii=False)
