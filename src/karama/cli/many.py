"""What commands that read many articles tell: a bar while they run, and at the end a report of what became of all of them."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karama.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress

LISTED = 1_000  # of what was set aside or refused, by name; the rest is counted
TOLD = 3  # kinds of issue in the short text
COPY = "a copy of"  # as the sieve says it


@dataclass(slots=True)
class Report:
    """What became of the articles so far."""

    articles: Counter[str] = field(default_factory=Counter)  # by what became of them
    claims: int = 0
    words: int = 0
    copies: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    set_aside: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def count(self, state: str, *, claims: int = 0, words: int = 0, issues: Iterable[str] = (), source: str = "", reason: str = "") -> None:
        """Nothing; one article more."""
        self.articles[state] += 1
        self.claims += claims
        self.words += words
        self.issues.update(issues)
        self.copies += state == "another copy" or reason.startswith(COPY)
        if state == "kept unread":
            self.unread["a copy" if reason.startswith(COPY) else reason.partition(",")[0]] += 1
        listed = {"set aside": self.set_aside, "refused": self.refused}.get(state)
        if listed is not None and len(listed) < LISTED:
            listed.append({"source": source, "reason": reason})

    def tell(self, audit: str | None = None) -> dict[str, Any]:
        """All of it as data; `audit` is the command that draws the sample to be judged by hand."""
        seconds = time.monotonic() - self.started
        return {
            "articles": {"total": self.articles.total(), **dict(sorted(self.articles.items()))},
            "claims": self.claims,
            "issues": dict(self.issues.most_common()),
            "copies": self.copies,
            "kept_unread": dict(self.unread.most_common()),
            "set_aside": self.set_aside,
            "refused": self.refused,
            "words": self.words,
            "seconds": round(seconds, 3),
            "words_per_second": round(self.words / max(seconds, 0.001), 1),
            "peak_mb": read_peaks(),
            "audit": audit,
        }


def tell_shortly(told: dict[str, Any]) -> str:
    """Two lines or three for a terminal."""
    issues = ", ".join(f"{code} {count:,}" for code, count in list(told["issues"].items())[:TOLD])
    peaks = " and ".join(f"{told['peak_mb'][name]:,} MB{words}" for name, words in (("self", ""), ("worker", " a worker")) if told["peak_mb"][name])
    lines = [f"{told['words']:,} words in {told['seconds']:,.1f} s, {told['words_per_second']:,.0f} words/s" + (f"; at most {peaks}" if peaks else "")]
    if issues:
        more = len(told["issues"]) - TOLD
        lines.append(f"{sum(told['issues'].values()):,} issues: {issues}" + (f", {more} kinds more" if more > 0 else ""))
    if told["copies"]:
        lines.append(f"{told['copies']:,} copies")
    if told["audit"] and told["claims"]:
        lines.append(f"to judge a sample of the claims by hand: {told['audit']}")
    return "\n".join(lines)


def write_report(report: Report, file: Path | None, *, show: bool, audit: str | None = None) -> None:
    """Nothing; the report is in the file, whole, and told shortly on standard error where there was more than one article.

    Raises:
        InputError: the file cannot be written.
    """
    told = report.tell(audit)
    if show and report.articles.total() > 1:
        click.echo(tell_shortly(told), err=True)
    if file is None:
        return
    partial = file.with_name(file.name + ".partial")
    try:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="backslashreplace")
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from error


def open_bar(total: int | None, *, show: bool) -> Progress:
    """A bar on standard error: how many of how many, words a second, the time left, and memory with that of the workers; silent if it is not to be shown."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    told = (TextColumn("{task.fields[words]:,.0f} words/s"), TimeRemainingColumn(), TextColumn("{task.fields[memory]:,.0f} MB"))
    console = Console(stderr=True, no_color="NO_COLOR" in os.environ)
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *told, console=console, transient=True, disable=not show)


def count_articles(sources: Iterable[str], most: int | None = None) -> int | None:
    """How many articles the sources have, by files and by lines of JSON Lines, at most `most`; None where that cannot be told beforehand."""
    total = 0
    for source in sources:
        path = Path(source)
        if source == "-" or path.suffix.lower() == ".json":
            return None
        files = _list_files(path) if path.is_dir() else [path]
        try:
            total += sum(_count_lines(one) if one.suffix.lower() in (".jsonl", ".ndjson") else 1 for one in files)
        except OSError:
            return None
    return total if most is None else min(total, most)


def _list_files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and not any(part.startswith(".") for part in one.relative_to(folder).parts)]


def _count_lines(file: Path) -> int:
    """Lines that are not empty, nearly: a second a gigabyte."""
    count, end = 0, b"\n"
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            count += piece.count(b"\n")
            end = piece[-1:]
    return count + (end != b"\n")


def read_memory() -> float:
    """MB that this process and its workers hold now; 0 where the system does not tell."""
    pids = ("self", *(str(one.pid) for one in active_children()))
    return sum(_read_pages(pid) for pid in pids)


def _read_pages(pid: str) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, IndexError, ValueError, AttributeError):
        return 0.0


def read_peaks() -> dict[str, int | None]:
    """The most memory in MB that this process held, and the largest of its workers that have ended; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return {"self": None, "worker": None}
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    kinds = {"self": resource.RUSAGE_SELF, "worker": resource.RUSAGE_CHILDREN}
    return {name: round(resource.getrusage(which).ru_maxrss / unit) for name, which in kinds.items()}
