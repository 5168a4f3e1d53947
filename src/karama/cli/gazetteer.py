"""`karama gazetteer`: build the index of places, add places to it, say what is in it."""

from __future__ import annotations

from pathlib import Path

import click

BAD_ROWS_SHOWN = 10


@click.group("gazetteer", no_args_is_help=True)
def command() -> None:
    """The offline index of places that toponyms are resolved against."""


@command.command("build")
def build() -> None:
    """Build the index, if its inputs have changed since it was built."""
    from karama.api import describe_gazetteer

    info = describe_gazetteer()
    click.echo(f"{info.places:,} places, {info.names:,} names: {info.path}")


@command.command("info")
def show() -> None:
    """Say where the index is, its version, and what is in it."""
    from karama.api import describe_gazetteer

    info = describe_gazetteer()
    click.echo(f"index    {info.path} ({info.path.stat().st_size / 1e6:.1f} MB)\nversion  {info.version}\nplaces   {info.places:,}\nnames    {info.names:,}")
    click.echo("added    " + (", ".join(path.name for path in info.added) or "none"))


@command.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(file: Path) -> int:
    """Add the places of FILE: a GeoNames country dump, an OCHA COD table, any CSV with names and coordinates, or GeoJSON.

    Rows that cannot be used are named by line on standard error; the others are added, and the exit code is 3.
    """
    from karama.api import add_places

    read = add_places(file)
    for row in read.bad[:BAD_ROWS_SHOWN]:
        click.echo(f"karama: {file.name}, line {row.line}: {row.reason}", err=True)
    if len(read.bad) > BAD_ROWS_SHOWN:
        click.echo(f"karama: {file.name}: {len(read.bad) - BAD_ROWS_SHOWN:,} more lines could not be used", err=True)
    click.echo(f"added {len(read.places):,} places of {file.name}")
    return 3 if read.bad else 0
