"""`karama release`, `karama let-go`: what may leave a record, checked item by item, and a release of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from karama.releases import Plan, Release

SHOWN = 8  # items of a rule in the terminal; --json and the report beside a release have all


@click.command("release", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--profile", default="public", show_default=True, metavar="NAME", help="For whom: private, partners or public.")
@click.option("--check", is_flag=True, help="Only tell what would leave and what is held back; write nothing.")
@click.option("--list", "listed", is_flag=True, help="List the releases that were made.")
@click.option("--policy", default="ucdp", show_default=True, metavar="NAME", help="Which of values that disagree the tables show; all stay beside.")
@click.option("--on", metavar="DAY", help="The day of release (ISO), from which delays are counted; today.")
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help="A format of karama export; may be given again. [csv, geojson, acled, ucdp-ged]")
@click.option("--no-site", is_flag=True, help="Without the pages.")
@click.option("--place", metavar="NAME", help="Only what happened there.")
@click.option("--from", "first", metavar="DATE", help="From this day, month or year on.")
@click.option("--to", "last", metavar="DATE", help="Up to this day, month or year.")
@click.option("--title", default="", metavar="WORDS", help="What the release is called.")
@click.option("--author", default="", metavar="WORDS", help="Who is cited for it.")
@click.option("--licence", metavar="WORDS", help="Under which terms it may be used.")
@click.option("--by", metavar="NAME", help="Who releases; your account's name if not given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def release(
    path: str, profile: str, check: bool, listed: bool, policy: str, on: str | None, formats: tuple[str, ...], no_site: bool, place: str | None,
    first: str | None, last: str | None, title: str, author: str, licence: str | None, by: str | None, as_json: bool, debug: bool,
) -> int:  # fmt: skip
    """Release the record in PATH: a versioned folder with data, pages, methodology and checksums, in PATH/releases.

    What may not leave under the profile is held back, told only roughly, or redacted first; --check tells each item and why.
    """
    from karama.api import open_record
    from karama.app.asking import Question, read_days
    from karama.app.releasing import LICENCE, USUAL_FORMATS
    from karama.releases import Releases
    from karama.wiring import make_releasing

    with open_record(path) as record:
        releases = Releases(make_releasing(record.path, record.tools))
        if listed:
            made = [{"version": one.subject, "at": one.at, "by": one.by, **json.loads(one.detail)} for one in releases.made()]
            for one in made:
                click.echo(
                    json.dumps(one, ensure_ascii=False) if as_json else f"{one['version']}  {one['incidents']} incidents, made {one['at']} by {one['by']}"
                )
            return 0
        wanted: dict[str, Any] = {"policy": policy, "on": on, "formats": formats or USUAL_FORMATS, "site": not no_site, "title": title, "author": author}
        wanted |= {"licence": licence or LICENCE, "question": Question(place, 0.0, *read_days((first, last)))}
        if check:
            plan = releases.plan(profile, **wanted)
            click.echo(json.dumps(describe_plan(plan), ensure_ascii=False, indent=1) if as_json else "\n".join(list_plan(plan)))
            return 0
        done = releases.make(profile, by=by, **wanted)
        click.echo(json.dumps(describe_release(done), ensure_ascii=False, indent=1) if as_json else "\n".join(list_release(done)))
    return 0


@click.command("let-go", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("item", metavar="ITEM")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may leave, and who agreed.")
@click.option("--profile", default="public", show_default=True, metavar="NAME", help="The profile that holds it back.")
@click.option("--by", metavar="NAME", help="Who decides; your account's name if not given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def let_go(path: str, item: str, reason: str, profile: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Decide that ITEM (h_..., as karama release --check lists them) may leave the record in PATH after all. karama undo takes it back."""
    from karama import codec
    from karama.api import open_record
    from karama.releases import Releases
    from karama.wiring import make_releasing

    with open_record(path) as record:
        made = Releases(make_releasing(record.path, record.tools)).let_go(item, reason, profile=profile, by=by)
    click.echo(json.dumps(codec.encode(made), ensure_ascii=False) if as_json else f"{made.id}: {item} may leave, by {made.by}: {made.reason}")
    return 0


def describe_plan(plan: Plan) -> dict[str, Any]:
    """What would leave, as JSON-ready data, every item by itself."""
    held = [{"item": one.id, "rule": one.rule, "act": one.act, "claim": one.claim, "words": one.words, "reason": one.reason} for one in plan.held]
    passed = [{"item": one.id, "rule": one.rule, "words": one.words, "because": over.reason, "by": over.by} for one, over in plan.overridden]
    return {
        "profile": plan.wanted.profile, "on": plan.wanted.on, "policy": plan.wanted.policy.name, "asked": plan.asked,
        "incidents": [one.view.id for one in plan.incidents], "counts": dict(plan.counts), "held": held, "let_go": passed,
    }  # fmt: skip


def list_plan(plan: Plan) -> Iterator[str]:
    """What would leave and what is held back, for a person: each rule with what it is for, and its first items."""
    from karama.gate.held import RULES

    yield f"{len(plan.incidents)} of {plan.asked} incidents would leave under the profile {plan.wanted.profile} on {plan.wanted.on}."
    for rule, count in plan.counts.items():
        yield f"\n{rule}: {count} held back. {RULES[rule]}"
        items = {one.id: one for one in plan.held if one.rule == rule}
        for one in list(items.values())[:SHOWN]:
            words = " ".join(one.words.split())
            yield f"  {one.id}  {one.act}: {words[:90]}{'…' if len(words) > 90 else ''} ({one.reason})"
        if count > SHOWN:
            yield f"  and {count - SHOWN} more; --json lists all"
    for one, over in plan.overridden:
        yield f"\nlet go by {over.by}: {one.words} ({over.reason})"
    if plan.counts:
        yield "\nTo let one leave: karama let-go PATH ITEM --reason TEXT"


def describe_release(done: Release) -> dict[str, Any]:
    """The release, as JSON-ready data."""
    return {
        "version": done.version, "folder": str(done.path), "profile": done.profile, "on": done.on, "policy": done.policy, "incidents": done.incidents,
        "manifest_sha256": done.digest, "held": dict(done.held), "against": done.changes.against, "added": len(done.changes.added),
        "changed": len(done.changes.changed), "removed": len(done.changes.removed),
    }  # fmt: skip


def list_release(done: Release) -> Iterator[str]:
    """What was released, for a person."""
    yield f"{done.version}: {done.incidents} incidents in {done.path}"
    yield f"  held back: {', '.join(f'{count} by {rule}' for rule, count in done.held.items()) or 'nothing'}"
    yield f"  in words, not to be passed on: {done.path}.held.json"
    if done.changes.against is not None:
        changes = done.changes
        yield f"  since {changes.against}: {len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    yield f"  SHA-256 of its manifest: {done.digest}"
    if (done.path / "site").is_dir():
        yield f"  to read: {done.path / 'site' / 'index.html'}"
