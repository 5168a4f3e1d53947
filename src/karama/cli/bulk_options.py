"""The options of commands that read many articles: by how many workers, on which engine, at what cost an article; which of them; and a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from karama.readers import Bulk

OPTIONS = (
    click.option("--workers", type=click.IntRange(1, 1024), default=1, show_default=True, help="Read by so many processes."),
    click.option("--engine", type=click.Choice(("pool", "ray", "serial")), default="pool", show_default=True, help="Who runs them: this machine, or Ray."),
    click.option("--address", metavar="ADDRESS", help='The cluster of Ray ("auto", "ray://host:10001"); without one it is started here.'),
    click.option("--deadline", type=click.FloatRange(min=1), default=120.0, show_default=True, metavar="S", help="Seconds that an article may take."),
    click.option("--memory", type=click.IntRange(300), default=2000, show_default=True, metavar="MB", help="Memory that a worker may take."),
)

CHOICE = (
    click.option("--limit", type=click.IntRange(1), metavar="N", help="Take only the first N articles."),
    click.option("--sample", type=click.IntRange(1), metavar="N", help="Take only N articles by chance, the same each time."),
    click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="At the end write a report to FILE, as JSON."),
)


def add_bulk_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command with these options."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def add_choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options that say which articles are taken, and where the report goes."""
    for option in reversed(CHOICE):
        function = option(function)
    return function


def make_bulk(workers: int, engine: str, address: str | None, deadline: float, memory: int) -> Bulk | None:
    """What was asked for; None where one process reads as it always does."""
    from karama.readers import Bulk

    return None if engine == "pool" and workers == 1 else Bulk(engine, workers, address, deadline, memory)
