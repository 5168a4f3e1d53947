"""The files of a release: each format's data, what it says of itself in words, its changes, its citations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karama.app.exporting import find_format
from karama.export.losses import summarise
from karama.export.release_facts import SiteFacts
from karama.export.values import Export, Options


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of incidents against the last release of the same profile; each removed one with why."""

    against: str | None
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()


def write_files(folder: Path, formats: Sequence[str], export: Export, facts: SiteFacts, changes: Changes) -> list[Path]:
    """The files that were written: the data in each format, README, methodology, changes, losses, citations."""
    losses: dict[str, Any] = {}
    made: list[Path] = []
    for name in formats:
        form = find_format(name)
        written = form.make(export, Options())
        losses[name] = summarise(written.losses)
        target = folder / "data" / f"{name}{form.suffix}"
        made += [put_file(folder / "data" / name / inside, data) for inside, data in written.members.items()]
        made += [put_file(target, written.data)] if not written.members else []
        made += [put_file(target.with_name(target.stem + ending), data) for ending, data in written.beside.items()]
    words = {"README.md": _write_readme(formats, export, facts), "METHODOLOGY.md": _write_methodology(facts), "CHANGES.md": _write_changes(changes)}
    made += [put_file(folder / name, text.encode()) for name, text in words.items()]
    made.append(put_file(folder / "losses.json", dump_json(losses)))
    made.append(put_file(folder / "citations.csv", _write_citations(export, facts)))
    return made


def write_pages(folder: Path, pages: Iterable[tuple[str, bytes]]) -> list[Path]:
    """The pages that were written."""
    return [put_file(folder / path, data) for path, data in pages]


def put_file(path: Path, data: bytes) -> Path:
    """The path, at which the data now stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def dump_json(value: Any) -> bytes:
    """The value as JSON, the same for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _write_readme(formats: Sequence[str], export: Export, facts: SiteFacts) -> str:
    lines = [f"# {facts.title}", "", f"Release {facts.version}: {len(export.incidents)} documented incidents. These are documented reports, not totals.", ""]
    lines += ["| what | where |", "|---|---|", "| how this was made, and what was held back | METHODOLOGY.md |"]
    lines += ["| what changed since the release before | CHANGES.md |", "| what each format cannot hold | losses.json |"]
    lines += ["| pages to read without a server, where they were asked for | site/index.html |"]
    lines += [f"| {find_format(name).description} | data/{name}{find_format(name).suffix} |" for name in formats]
    lines += ["| the citation of each row | citations.csv |", "| checksums (SHA-256) of every file, and the ids of the incidents | manifest.json |", ""]
    return "\n".join([*lines, f"Cite: {facts.citation}", "", facts.licence, ""])


def _write_methodology(facts: SiteFacts) -> str:
    parts = (f"## {heading}\n\n" + "\n\n".join(paragraphs) + "\n" for heading, paragraphs in facts.methodology)
    return "# How this was made\n\n" + "\n".join(parts)


def _write_changes(changes: Changes) -> str:
    if changes.against is None:
        return "# Changes\n\nThis is the first release of its profile.\n"
    counts = f"Added: {len(changes.added)}. Changed: {len(changes.changed)}. Removed: {len(changes.removed)}."
    lines = [f"- added {one}" for one in changes.added] + [f"- changed {one}" for one in changes.changed]
    lines += [f"- removed {one}: {why}" for one, why in changes.removed]
    return "\n".join([f"# Changes since {changes.against}", "", counts, "", *lines, ""])


def _write_citations(export: Export, facts: SiteFacts) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "citation"])
    writer.writerows([one.view.id, f"{facts.citation} Incident {one.view.id}."] for one in export.incidents)
    return out.getvalue().encode()
