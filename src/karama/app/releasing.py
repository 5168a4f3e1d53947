"""Releases: what passes the gate, written once under a version of its own, with its methodology, its changes since the last one, and its checksums."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from karama.app.asking import AskingTools, Question, find_incident, find_incidents
from karama.app.decided import DecidedStore
from karama.app.exporting import Exported, export_record, find_format, gather_export
from karama.app.gating import GatedStore, make_gate
from karama.app.methodology import Made, write_methodology
from karama.app.origins import OriginCounter
from karama.app.recording import RecordTools
from karama.app.release_files import Changes, dump_json, put_file, write_files, write_pages
from karama.app.results import encode_incident
from karama.domain.record import Decision, LogEntry
from karama.errors import DataError, InputError
from karama.export.release_facts import SiteFacts
from karama.export.values import Export
from karama.gate.held import RULES, Held, Ledger, Override, Rule, count_held
from karama.gate.leaks import Leak, find_leaks, find_leaks_in, list_telling
from karama.gate.profiles import find_profile
from karama.ports import ActorBase, Gazetteer
from karama.record.claims import make_id
from karama.record.decisions import list_standing
from karama.record.ledger import Note, append_notes, note_value
from karama.record.verify import Checked, Fault
from karama.views.policies import Choose, FoundIncident, Policy, apply_policy

FOLDER, MANIFEST, HELD_SUFFIX = "releases", "manifest.json", ".held.json"
# What a release holds unless told otherwise; PROV names people, and so goes only to those who work on the record.
USUAL_FORMATS = ("csv", "geojson", "acled", "ucdp-ged")
NOT_OUTSIDE = frozenset({"prov"})
LICENCE = "Data: CC BY 4.0, unless its maker says otherwise."


@dataclass(frozen=True, slots=True)
class ReleasingTools:
    """What releasing borrows: the record, and places and actors, opened when one is asked for."""

    record: RecordTools
    path: Path
    open_gazetteer: Callable[[], Gazetteer]
    open_actors: Callable[[], ActorBase]
    render_site: Callable[[Sequence[FoundIncident], SiteFacts], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to release. `on` is the day of release (ISO), from which delays are counted."""

    profile: str
    on: str
    policy: Policy
    formats: tuple[str, ...] = USUAL_FORMATS
    site: bool = True
    title: str = ""
    author: str = ""
    licence: str = LICENCE
    question: Question = field(default_factory=Question)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would leave: the incidents as they would be told; what is held back, and what a decision lets pass."""

    wanted: Wanted
    incidents: tuple[FoundIncident, ...]
    held: tuple[Held, ...]
    overridden: tuple[tuple[Held, Override], ...]
    asked: int  # incidents that were asked for, before the gate

    @property
    def counts(self) -> dict[Rule, int]:
        """How many items each rule holds back."""
        return count_held(self.held)


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was made: never changed afterwards; `digest` is the SHA-256 of its manifest, which the record's log holds too."""

    version: str
    path: Path
    profile: str
    on: str
    policy: str
    incidents: int
    digest: str
    changes: Changes
    held: dict[Rule, int]


# ---------------------------------------------------------------- what would leave


def open_gated(tools: RecordTools, profile: str, on: str) -> GatedStore:
    """The record as the profile lets it out on that day, with the decisions that release single items.

    Raises:
        InputError: there is no such profile, or the day is none.
    """
    try:
        date.fromisoformat(on)
    except ValueError as error:
        raise InputError(f"{on!r} is no day; write 2017-07-02") from error
    return GatedStore(tools.store, make_gate(profile, on, Ledger(list_overrides(tools))))


def list_overrides(tools: RecordTools) -> dict[str, Override]:
    """The decisions that stand which let an item of the gate leave, by item."""
    standing = list_standing(tools.store.find(Decision))
    return {one.value or "": Override(one.value or "", one.reason, one.by, one.at) for one in standing if one.verdict == "release"}


def plan_release(tools: ReleasingTools, wanted: Wanted) -> Plan:
    """What would leave, and what is held back and why, item by item.

    Raises:
        InputError: there is no such profile, or the day is none.
    """
    return _plan(tools, wanted)[0]


def _plan(tools: ReleasingTools, wanted: Wanted) -> tuple[Plan, GatedStore]:
    gated = open_gated(tools.record, wanted.profile, wanted.on)
    views = find_incidents(_ask_through(tools, gated), wanted.question)
    found = tuple(FoundIncident(view, apply_policy(wanted.policy, view)) for view in views)
    asked = len(find_incidents(_ask_through(tools, DecidedStore(tools.record.store)), wanted.question)) if wanted.profile != "private" else len(found)
    ledger = gated.gate.ledger
    overridden = tuple((held, ledger.overrides[item]) for item, held in sorted(ledger.overridden.items()))
    return Plan(wanted, found, tuple(ledger.held), overridden, asked), gated


def _ask_through(tools: ReleasingTools, store: DecidedStore) -> AskingTools:
    return AskingTools(store, OriginCounter(tools.record.store), tools.open_gazetteer, tools.open_actors)


def export_gated(
    tools: ReleasingTools, question: Question, form: str, out: Path, added: Mapping[str, Choose], profile: str, on: str, **options: Any
) -> Exported:
    """What was written of the incidents asked for that may leave under the profile, with how many items were held back.

    Raises:
        DataError: a withheld name stood in what was to be written; nothing was.
    """
    if form in NOT_OUTSIDE and profile != "private":
        raise InputError(f"{form}: names the people who work on the record, so it leaves under the profile private only")
    gated = open_gated(tools.record, profile, on)

    def look(name: str, data: bytes) -> None:
        leak = next(find_leaks_in(name, data, list_telling(gated.list_secrets())), None)
        if leak is not None:
            raise DataError(f"nothing was written: a withheld name stood in {leak.file} ({leak.name!r})")

    done = export_record(
        _ask_through(tools, gated), question, form, out, added, tools.record.now(), tools.path.name, look=look, inside=profile == "private", **options
    )
    return replace(done, profile=profile, held={str(rule): number for rule, number in count_held(gated.gate.ledger.held).items()})


def release_item(tools: ReleasingTools, plan: Plan, item: str, reason: str, by: str) -> Decision:
    """The decision that the item may leave from now on: documented with its reason, undone like any other.

    Raises:
        InputError: nothing of that id is held back, or no reason is given.
        UnavailableError: somebody else is writing, or the disk is full.
    """
    held = next((one for one in plan.held if one.id == item), None)
    if held is None:
        raise InputError(f"{item}: nothing of that id is held back under the profile {plan.wanted.profile}")
    if not reason.strip():
        raise InputError("release of a held item: say why, and who agreed")
    store, at = tools.record.store, tools.record.now()
    with store.transaction():
        number = store.count(Decision)
        made = Decision(make_id("d", number, "release", item, reason, by, at), "release", (), (), held.rule, item, reason.strip(), by, at)
        store.add([made])
        append_notes(store, at, by, [note_value("decide", made.id, made, verdict="release", reason=made.reason)])
    return made


# ---------------------------------------------------------------- making one


def make_release(tools: ReleasingTools, wanted: Wanted, by: str) -> Release:
    """The release, written whole or not at all, and logged. Nothing leaves if a withheld name is found anywhere in its bytes.

    Raises:
        InputError: nothing would leave, or there is no such profile or format.
        DataError: the last look found a withheld name; it says where.
        UnavailableError: somebody else is writing, or the disk is full.
    """
    plan, gated = _plan(tools, wanted)
    if not plan.incidents:
        raise InputError(f"nothing would leave under the profile {wanted.profile}: {len(plan.held)} items are held back, see --check")
    home = tools.path / FOLDER
    home.mkdir(exist_ok=True)
    version = _name_version(home, wanted)
    changes = _compare(tools, gated, plan, find_last(tools.record, home, wanted.profile))
    staged = Path(tempfile.mkdtemp(prefix=".making-", dir=home))
    try:
        facts = _tell_facts(tools, plan, version)
        export = _gather(tools, gated, plan)
        files = write_files(staged, wanted.formats, export, facts, changes)
        if wanted.site:
            files += write_pages(staged / "site", tools.render_site(plan.incidents, facts))
        _look_for_leaks(staged, gated)
        digest = _write_manifest(staged, plan, version, files, changes)
        staged.chmod(0o755)
        with tools.record.store.transaction():
            detail = {"digest": digest, "profile": wanted.profile, "policy": wanted.policy.name, "on": wanted.on, "incidents": len(plan.incidents)}
            detail |= {"held": plan.counts, "overridden": [{"item": held.id, "reason": over.reason, "by": over.by} for held, over in plan.overridden]}
            append_notes(tools.record.store, tools.record.now(), by, [Note("release", version, detail)])
            staged.rename(home / version)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _write_held(home / f"{version}{HELD_SUFFIX}", plan)
    return Release(version, home / version, wanted.profile, wanted.on, wanted.policy.name, len(plan.incidents), digest, changes, plan.counts)


def _name_version(home: Path, wanted: Wanted) -> str:
    """The day, the profile, and the number of the release of that day: "2026-11-22.public.1"."""
    taken = [int(name.rsplit(".", 1)[1]) for name in os.listdir(home) if re.fullmatch(rf"{wanted.on}\.{wanted.profile}\.\d+", name)]
    return f"{wanted.on}.{wanted.profile}.{max(taken, default=0) + 1}"


def _gather(tools: ReleasingTools, gated: GatedStore, plan: Plan) -> Export:
    """The export that every format of the release is written from."""
    wanted = plan.wanted
    strange = [name for name in wanted.formats if name in NOT_OUTSIDE and wanted.profile != "private"]
    if strange:
        raise InputError(f"{', '.join(strange)}: names the people who work on the record, so it leaves under the profile private only")
    form = next((form for form in map(find_format, wanted.formats) if form.needs), find_format(wanted.formats[0]))
    asked = _ask_through(tools, gated)
    return gather_export(
        asked, wanted.question, form, policy=wanted.policy, made=tools.record.now(), record=tools.path.stem, inside=wanted.profile == "private"
    )


def _tell_facts(tools: ReleasingTools, plan: Plan, version: str) -> SiteFacts:
    wanted = plan.wanted
    title = wanted.title or f"{tools.path.stem}: documented incidents"
    citation = f"{wanted.author or tools.path.stem} ({wanted.on[:4]}). {title}. Release {version}, made with Karama."
    held = {str(rule): (n, RULES[rule]) for rule, n in plan.counts.items()}
    sections = write_methodology(Made(tools.record.store, wanted.policy, find_profile(wanted.profile), plan.counts, wanted.on))
    return SiteFacts(title, version, wanted.on, wanted.policy.name, wanted.policy.description, citation, wanted.licence, wanted.profile, held, sections)


def _look_for_leaks(folder: Path, gated: GatedStore) -> None:
    leaks: list[Leak] = list(find_leaks(folder, list_telling(gated.list_secrets())))
    if leaks:
        shown = "; ".join(f"{leak.file}: {leak.name!r}" for leak in leaks[:3])
        raise DataError(f"nothing was released: {len(leaks)} withheld names stand in what was written ({shown})")


def _write_manifest(folder: Path, plan: Plan, version: str, files: Sequence[Path], changes: Changes) -> str:
    """The SHA-256 of the manifest, which holds that of each file."""
    manifest = {
        "version": version, "profile": plan.wanted.profile, "policy": plan.wanted.policy.name, "on": plan.wanted.on, "held": plan.counts,
        "files": {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files},
        "incidents": _digest_incidents(plan), "against": changes.against, "removed": dict(changes.removed),
    }  # fmt: skip
    data = dump_json(manifest)
    put_file(folder / MANIFEST, data)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    return sha256(data).hexdigest()


def _digest_incidents(plan: Plan) -> dict[str, str]:
    return {one.view.id: sha256(json.dumps(encode_incident(one), sort_keys=True, ensure_ascii=False).encode()).hexdigest() for one in plan.incidents}


def _write_held(path: Path, plan: Plan) -> None:
    """The record's own report, beside the release and never in it: what was held back, in words, and what was let pass by whom and why."""
    held = [{"item": one.id, "rule": one.rule, "act": one.act, "claim": one.claim, "words": one.words, "reason": one.reason} for one in plan.held]
    passed = [{"item": one.id, "rule": one.rule, "words": one.words, "because": over.reason, "by": over.by, "at": over.at} for one, over in plan.overridden]
    put_file(path, dump_json({"held": held, "let pass": passed}))


# ---------------------------------------------------------------- those that were made


def list_releases(tools: RecordTools) -> list[LogEntry]:
    """The log's entries of all releases, in order."""
    return list(tools.store.find(LogEntry, action="release"))


def find_last(tools: RecordTools, home: Path, profile: str) -> dict[str, Any] | None:
    """The manifest of the last release of the profile that is still there; None if there is none."""
    for entry in reversed(list_releases(tools)):
        path = home / entry.subject / MANIFEST
        if json.loads(entry.detail)["profile"] == profile and path.is_file():
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return found
    return None


def _compare(tools: ReleasingTools, gated: GatedStore, plan: Plan, last: Mapping[str, Any] | None) -> Changes:
    if last is None:
        return Changes(None)
    now, before = _digest_incidents(plan), last["incidents"]
    raw = _ask_through(tools, DecidedStore(tools.record.store))
    removed = tuple((name, _tell_removed(raw, name, now)) for name in sorted(before.keys() - now.keys()))
    changed = sorted(name for name in now.keys() & before.keys() if now[name] != before[name])
    return Changes(last["version"], tuple(sorted(now.keys() - before.keys())), tuple(changed), removed)


def _tell_removed(raw: AskingTools, name: str, now: Mapping[str, str]) -> str:
    """Why an incident of the last release is in this one no more."""
    there = find_incident(raw, "c_" + name.removeprefix("i_"))
    if there is None:
        return "its claims were rejected, or are no longer told"
    if there.id != name and there.id in now:
        return f"is now part of {there.id}"
    return "is held back now, or no longer what was asked for"


def check_releases(tools: RecordTools, path: Path) -> Iterator[str]:
    """What is wrong with the releases that are still in the record's folder, one line each. One that was taken away is no fault."""
    for entry in list_releases(tools):
        folder = path / FOLDER / entry.subject
        if not folder.is_dir():
            continue
        try:
            data = (folder / MANIFEST).read_bytes()
        except OSError:
            yield f"release {entry.subject}: its manifest is missing"
            continue
        if sha256(data).hexdigest() != json.loads(entry.detail)["digest"]:
            yield f"release {entry.subject}: its manifest was changed"
            continue
        for name, digest in json.loads(data)["files"].items():
            file = folder / name
            if not file.is_file():
                yield f"release {entry.subject}: {name} is missing"
            elif sha256(file.read_bytes()).hexdigest() != digest:
                yield f"release {entry.subject}: {name} was changed"


def add_release_faults(checked: Checked, tools: RecordTools, path: Path) -> Checked:
    """What was found in the record, with what is wrong with its releases."""
    return replace(checked, faults=(*checked.faults, *(Fault("releases", line) for line in check_releases(tools, path))))
