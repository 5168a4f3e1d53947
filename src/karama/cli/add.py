"""`karama add`: reports into a record."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from karama.cli.bulk_options import add_bulk_options, make_bulk
from karama.errors import InputError, KaramaError

if TYPE_CHECKING:
    from karama.api import Record


@click.command("add", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("sources", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--published", metavar="DATE", help="The day the articles were published (YYYY-MM-DD), where they do not say.")
@click.option("--by", metavar="NAME", help="Who adds them, for the log; your account's name if not given.")
@click.option("--reread", is_flag=True, help="Read again what an older reader read; without SOURCES, the whole record.")
@click.option(
    "--relevant", type=click.FloatRange(0, 1), is_flag=False, flag_value=0.3, metavar="SCORE", help="Keep unread what is not about conflict or violence."
)
@click.option("--copies-once", is_flag=True, help="Keep near-copies of what is read without reading them again.")
@click.option("--unread", is_flag=True, help="Without SOURCES: read what was kept unread.")
@add_bulk_options
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object an article.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    path: str, sources: tuple[str, ...], published: str | None, by: str | None, reread: bool, as_json: bool, quiet: bool, debug: bool,
    relevant: float | None, copies_once: bool, unread: bool, **bulk: Any,
) -> int:  # fmt: skip
    """Read SOURCES (as `karama read` takes them) into the record in PATH.

    What is in the record already is not added again. What cannot be read is named on standard error, the rest is added, and the exit code is 3.
    Stopped half-way, what was added stays, and the same command goes on from there.
    """
    from karama.api import Refusal, open_record

    if not sources and not reread and not unread:
        raise click.UsageError("say what to add: files, folders, JSON Lines or -")
    states: Counter[str] = Counter()
    claims, started, live = 0, time.monotonic(), not quiet and sys.stderr.isatty()
    with open_record(path) as record:
        for item in record.watch_adding(
            sources,
            published=published,
            by=by,
            reread=reread,
            stdin=sys.stdin.buffer,
            bulk=make_bulk(**bulk),
            relevant_from=relevant,
            copies_once=copies_once,
            unread=unread,
        ):
            if isinstance(item, Refusal):
                states["refused"] += 1
                click.echo(f"{_clear(live)}karama: {item.error}", err=True)
                continue
            states[item.state] += 1
            claims += item.claims
            if as_json:
                click.echo(json.dumps(asdict(item), ensure_ascii=False))
            elif item.reason:
                click.echo(f"{_clear(live)}{item.source}: {item.state}, {item.reason}", err=True)
            elif item.replaces:
                click.echo(f"{_clear(live)}{item.source}: a newer version of {', '.join(item.replaces)}")
            if live:
                click.echo(f"{_clear(live)}{states.total()} articles, {claims} claims, {time.monotonic() - started:.0f} s", err=True, nl=False)
        if states.total() > states["known"] + states["refused"]:
            _attest(record, by)
    if live:
        click.echo(_clear(live), err=True, nl=False)
    if not as_json:
        click.echo(f"{path}: {_sum_up(states, claims)}")
    return InputError.exit_code if states["refused"] else 0


def _attest(record: Record, by: str | None) -> None:
    """Nothing; where the record's settings name a timestamp authority it has attested the log, or one line tells why it has not."""
    from karama.wiring import find_authority

    if find_authority(record.path) is None:
        return
    try:
        record.stamping(by).ask()
    except KaramaError as error:
        click.echo(f"karama: no timestamp: {error}; ask again with: karama timestamp {record.path}", err=True)


def _clear(live: bool) -> str:
    return "\r\x1b[2K" if live else ""


def _sum_up(states: Counter[str], claims: int) -> str:
    """ "6 articles added with 66 claims; 2 known already"."""
    added = states["new"]
    parts = [f"{added} {'article' if added == 1 else 'articles'} added" + (f", {claims} claims read" if claims else "")]
    for state, words in (
        ("read again", "read again"),
        ("another copy", "came in once more"),
        ("known", "known already"),
        ("set aside", "set aside unread"),
        ("kept unread", "kept unread"),
        ("refused", "refused"),
    ):
        if states[state]:
            parts.append(f"{states[state]} {words}")
    return "; ".join(parts)
