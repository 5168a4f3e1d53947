"""Release: what would leave under a profile, what is held back and why, item by item; making a release, and downloading one."""

from __future__ import annotations

import io
import json
import mimetypes
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from karama.api import list_known_policies
from karama.app.asking import Question, read_days
from karama.app.releasing import FOLDER, USUAL_FORMATS
from karama.export.formats import FORMATS
from karama.gate.held import RULES, Held
from karama.gate.profiles import PROFILES
from karama.releases import Plan, Releases
from karama.web.answers import MissingError, link
from karama.web.visits import Action, Done, Feed, File, Page, Visit
from karama.wiring import make_releasing

SHOWN = 50  # items of a rule, and incidents, on the page; the JSON twin has all
VERSION = re.compile(r"\d{4}-\d\d-\d\d\.[a-z]+\.\d+")


def show_release(visit: Visit) -> dict[str, Any]:
    """The choices, the releases that were made, and, where it was asked for, what would leave."""
    releases = _open(visit)
    chosen = _read_choices(visit.ask, visit.ask_all("format"))
    data: dict[str, Any] = {
        "choices": chosen, "profiles": [{"name": one.name, "description": one.description} for one in PROFILES],
        "policies": [{"name": one.name, "description": one.description} for one in list_known_policies()],
        "formats": [{"name": one.name, "description": one.description} for one in FORMATS],
        "made": [{"version": one.subject, "at": one.at, "by": one.by, **json.loads(one.detail)} for one in reversed(releases.made())],
        "data_here": sorted(path.name for path in (visit.record.path / FOLDER).glob("*") if VERSION.fullmatch(path.name)),
        "faults": list(releases.check()), "plan": None, "may_release": visit.person.may("editor"),
    }  # fmt: skip
    if visit.ask("check"):
        data["plan"] = describe_plan(releases.plan(chosen["profile"], **_want(chosen)))
    return data


def _read_choices(ask: Any, formats: tuple[str, ...]) -> dict[str, Any]:
    return {
        "profile": ask("profile", "public"), "policy": ask("policy", "ucdp"), "on": ask("on") or date.today().isoformat(), "place": ask("place"),
        "from": ask("from"), "to": ask("to"), "title": ask("title"), "author": ask("author"), "formats": list(formats or USUAL_FORMATS),
    }  # fmt: skip


def _want(chosen: dict[str, Any]) -> dict[str, Any]:
    question = Question(chosen["place"] or None, 0.0, *read_days((chosen["from"] or None, chosen["to"] or None)))
    return {"policy": chosen["policy"], "on": chosen["on"], "formats": tuple(chosen["formats"]), "title": chosen["title"], "author": chosen["author"],
            "question": question}  # fmt: skip


def describe_plan(plan: Plan) -> dict[str, Any]:
    """What would leave, and each rule with its items."""
    rules = []
    for rule, count in plan.counts.items():
        items = {one.id: one for one in plan.held if one.rule == rule}
        rules.append({"rule": rule, "why": RULES[rule], "count": count, "items": [_describe_held(one) for one in items.values()]})
    passed = [{**_describe_held(one), "because": over.reason, "by": over.by, "at": over.at} for one, over in plan.overridden]
    incidents = [
        {"id": one.view.id, "kind": _tell(one, "kind"), "place": _tell(one, "place"), "day": _tell(one, "day"), "origins": one.view.origins}
        for one in plan.incidents
    ]
    return {"asked": plan.asked, "leaving": len(plan.incidents), "incidents": incidents, "rules": rules, "let_go": passed, "shown": SHOWN}


def _describe_held(one: Held) -> dict[str, Any]:
    return {"id": one.id, "act": one.act, "claim": one.claim, "words": one.words, "reason": one.reason}


def _tell(found: Any, field: str) -> str:
    words = [choice.words for choice in found.choices if choice.field == field] or [value.words for value in found.view.list_values(field) if value.told]
    return ", ".join(dict.fromkeys(words))


def let_go(visit: Visit) -> Done:
    """An item may leave: a decision with its reason, under the visitor's name."""
    chosen = _read_choices(visit.given, visit.given_all("format"))
    with visit.site.writing:
        made = _open(visit).let_go(visit.given("item"), visit.given("reason"), profile=chosen["profile"], by=visit.person.name, **_want(chosen))
    return Done(_back(chosen), {"decision": made.id})


def make(visit: Visit) -> Done:
    """A release is made of what would leave."""
    chosen = _read_choices(visit.given, visit.given_all("format"))
    with visit.site.writing:
        done = _open(visit).make(chosen["profile"], by=visit.person.name, **_want(chosen))
    return Done(link("/release", profile=chosen["profile"]) + f"#{done.version}", {"version": done.version, "manifest_sha256": done.digest})


def _back(chosen: dict[str, Any]) -> str:
    return link("/release", {name: value for name, value in chosen.items() if name != "formats"}, format=chosen["formats"], check=1)


def give_zip(visit: Visit) -> File:
    """A release as one zip; its bytes are the same each time."""
    version = visit.path["version"]
    folder = _find_folder(visit, version)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(zipfile.ZipInfo(f"{version}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0)), path.read_bytes())
    return File(out.getvalue(), "application/zip", f"{version}.zip")


def give_file(visit: Visit) -> File:
    """One file of a release, such as a page of its site."""
    folder = _find_folder(visit, visit.path["version"]).resolve()
    path = (folder / visit.path["file"]).resolve()
    if folder not in path.parents or not path.is_file():
        raise MissingError(f"{visit.path['file']}: not in this release")
    return File(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream")


def _find_folder(visit: Visit, version: str) -> Path:
    folder = visit.record.path / FOLDER / version
    if not VERSION.fullmatch(version) or not folder.is_dir():
        raise MissingError(f"{version}: no such release in the record's folder")
    return folder


def _open(visit: Visit) -> Releases:
    return Releases(make_releasing(visit.record.path, visit.record.tools))


PAGES = (Page("/release", "release.html", show_release, menu="Release"),)
ACTIONS = (Action("/release/let-go", let_go, role="editor"), Action("/release/make", make, role="editor"))
FEEDS = (Feed("/releases/{version}.zip", give_zip), Feed("/releases/{version}/{file:path}", give_file))
