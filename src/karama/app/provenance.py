"""A record, or a part of it, as W3C PROV: what there is, what made it (captures, readings, mergings, decisions), and who."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from karama.app.tracing import find_article
from karama.domain.record import Capture, Decision, KeptReading, LogEntry, Membership, Merge, RecordClaim, Run, Supersession, Timestamp
from karama.domain.text import Article
from karama.errors import InputError
from karama.ports import ClaimQuery, Store

# Source: https://www.w3.org/submissions/prov-json/
PREFIX = "karama"
NAMESPACE = "urn:karama:"
CHUNK = 400  # ids in one query: fewer than either database takes


class _Document:
    """A PROV-JSON document that grows; the same statement twice stands once."""

    def __init__(self) -> None:
        self.data: dict[str, dict[str, Any]] = {"prefix": {PREFIX: NAMESPACE}}
        self._related: set[tuple[str, ...]] = set()

    def add(self, kind: str, name: str, **attributes: str | int | None) -> str:
        """The qualified name of an entity, activity or agent, which stands in the document now."""
        qualified = write_name(name)
        told = {key.replace("__", ":"): value for key, value in attributes.items() if value is not None}
        self.data.setdefault(kind, {}).setdefault(qualified, _mark_types(told))
        return qualified

    def relate(self, kind: str, **roles: str) -> None:
        """Nothing; the relation between two of them stands in the document now."""
        if (kind, *roles.values()) in self._related:
            return
        self._related.add((kind, *roles.values()))
        relations = self.data.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = _mark_types({f"prov:{role}": name for role, name in roles.items()})


def write_name(name: str) -> str:
    """The qualified name; what no such name may hold, as a space in a person's, is written in hex."""
    return f"{PREFIX}:{quote(name, safe=':/-_.~')}"


def _mark_types(told: dict[str, Any]) -> dict[str, Any]:
    """The attributes, with types as the names that they are and not as strings."""
    return {key: {"$": value, "type": "prov:QUALIFIED_NAME"} if key == "prov:type" else value for key, value in told.items()}


def export_provenance(store: Store, identifier: str | None = None) -> dict[str, Any]:
    """PROV-JSON of the incident ("i_..."), the claim ("c_...") or the article (with all its claims) of that id, back to the bytes; else of all.

    Raises:
        InputError: there is none.
    """
    document, incidents = _Document(), []
    if identifier is None:
        articles, claims = list(store.find(Article)), list(store.claims(ClaimQuery(closed=True)))
        incidents = sorted({member.group for member in store.memberships("incident") if member.group is not None})
        _tell_timestamps(document, store)
    elif identifier.startswith(("i_", "c_")):
        claims = _find_claims(store, identifier)
        articles = list(store.find(Article, id=tuple(dict.fromkeys(claim.article for claim in claims))))
        incidents = [_name_group(store, identifier)] if identifier.startswith("i_") else []
    else:
        articles = [find_article(store, identifier)]
        claims = list(store.claims(ClaimQuery(articles=(articles[0].id,))))
    _tell_articles(document, store, articles)
    _tell_claims(document, store, {claim.id: claim for claim in claims}.values())
    _tell_incidents(document, store, incidents)
    _tell_decisions(document, store, {claim.id for claim in claims} if identifier is not None else None)
    return document.data


def _find_claims(store: Store, identifier: str) -> list[RecordClaim]:
    """The claim, or the claims of the incident."""
    ids: Iterable[str] = (identifier,)
    if identifier.startswith("i_"):
        ids = sorted(member.member for member in store.memberships("incident", groups=[_name_group(store, identifier)]))
    newest = {claim.id: claim for claim in store.claims(ClaimQuery(ids=tuple(ids), closed=True))} if ids else {}
    if not newest:
        raise InputError(f"{identifier}: nothing of that name in the record")
    return list(newest.values())


def _name_group(store: Store, identifier: str) -> str:
    """The incident as memberships name it."""
    found = next(iter(store.memberships("incident", groups=["c_" + identifier.removeprefix("i_"), identifier])), None)
    return found.group if found is not None and found.group is not None else identifier


def _tell_articles(document: _Document, store: Store, articles: Iterable[Article]) -> None:
    told = {article.id: article for article in articles}
    for article in told.values():
        document.add("entity", article.id, prov__type="karama:article", prov__label=article.title, karama__published=article.published)
    for capture in _find_about(store, Capture, "article", told):
        _tell_capture(document, capture)
    for version in _find_about(store, Supersession, "newer", told):
        older = document.add("entity", version.older, prov__type="karama:article")
        document.relate("wasDerivedFrom", generatedEntity=write_name(version.newer), usedEntity=older, type="prov:Revision")


def _find_about(store: Store, kind: type[Any], field: str, names: Iterable[str]) -> Iterator[Any]:
    """The values of the kind whose field is one of the names."""
    ids = list(names)
    for at in range(0, len(ids), CHUNK):
        yield from store.find(kind, **{field: tuple(ids[at : at + CHUNK])})


def _tell_capture(document: _Document, capture: Capture) -> None:
    article = write_name(capture.article)
    original = document.add("entity", f"original-{capture.original}", prov__type="karama:original", karama__sha256=capture.original)
    taken = document.add(
        "activity", capture.id, prov__type="karama:capture", prov__startTime=capture.at, karama__origin=capture.origin, karama__obtained=capture.obtained
    )
    document.relate("used", activity=taken, entity=original)
    document.relate("wasGeneratedBy", entity=article, activity=taken)
    document.relate("wasDerivedFrom", generatedEntity=article, usedEntity=original)
    document.relate("wasAssociatedWith", activity=taken, agent=_tell_person(document, capture.by))


def _tell_person(document: _Document, name: str) -> str:
    return document.add("agent", f"by-{name}", prov__type="prov:Person", prov__label=name)


def _tell_claims(document: _Document, store: Store, claims: Iterable[RecordClaim]) -> None:
    claims = list(claims)
    readings = {(kept.article, kept.run): kept for kept in _find_about(store, KeptReading, "article", dict.fromkeys(claim.article for claim in claims))}
    for claim in claims:
        name = document.add(
            "entity", claim.id, prov__type="karama:claim", prov__value=claim.words, karama__kind=claim.kind, karama__start=claim.start, karama__end=claim.end
        )
        document.relate("wasDerivedFrom", generatedEntity=name, usedEntity=write_name(claim.article))
        if (kept := readings.get((claim.article, claim.run))) is not None:
            read = document.add("activity", kept.id, prov__type="karama:reading", prov__startTime=kept.at)
            document.relate("used", activity=read, entity=write_name(claim.article))
            document.relate("wasGeneratedBy", entity=name, activity=read)
            document.relate("wasAssociatedWith", activity=read, agent=write_name(claim.run))
    for run in _find_about(store, Run, "id", dict.fromkeys(claim.run for claim in claims)):
        versions = {f"karama__{name}": version for name, version in run.versions.items()}
        document.add("agent", run.id, prov__type="prov:SoftwareAgent", **versions)


def _tell_incidents(document: _Document, store: Store, groups: list[str]) -> None:
    """Each incident as it stands, and as each merging left it: a state of its own, made by that merging from the claims that it put there."""
    for group in groups:
        document.add("entity", _show_group(group), prov__type="karama:incident")
    for member in (found for at in range(0, len(groups), CHUNK) for found in store.memberships("incident", groups=groups[at : at + CHUNK])):
        document.relate("wasDerivedFrom", generatedEntity=write_name(_show_group(str(member.group))), usedEntity=write_name(member.member))
    placed = list(_find_about(store, Membership, "group", groups))
    merges = {merge.id: merge for merge in _find_about(store, Merge, "id", dict.fromkeys(member.merge for member in placed))}
    for member in placed:
        if member.kind == "incident" and member.merge in merges:
            _tell_placing(document, member, merges[member.merge])


def _tell_placing(document: _Document, member: Membership, merge: Merge) -> None:
    incident, done = _show_group(str(member.group)), document.add("activity", merge.id, prov__type="karama:merging", prov__startTime=merge.at)
    state = document.add("entity", f"{incident}-{merge.id}", prov__type="karama:incident")
    document.relate("wasAssociatedWith", activity=done, agent=document.add("agent", f"program-{merge.by}", prov__type="prov:SoftwareAgent"))
    document.relate("specializationOf", specificEntity=state, generalEntity=write_name(incident))
    document.relate("wasGeneratedBy", entity=state, activity=done)
    claim = document.add("entity", member.member, prov__type="karama:claim")
    document.relate("used", activity=done, entity=claim)
    document.relate("wasDerivedFrom", generatedEntity=state, usedEntity=claim)


def _show_group(group: str) -> str:
    """The id of an incident as people see it: memberships name it by its first claim."""
    return "i_" + group.removeprefix("c_").removeprefix("i_")


def _tell_decisions(document: _Document, store: Store, claims: set[str] | None) -> None:
    """What people decided about the claims: an activity of theirs that used these and made a statement; an undoing makes the statement invalid."""
    told: set[str] = set()
    for one in store.find(Decision):
        undone = one.value if one.verdict == "undo" else None
        if claims is not None and claims.isdisjoint(one.claims) and undone not in told:
            continue
        told.add(one.id)
        done = document.add(
            "activity", one.id, prov__type="karama:decision", prov__startTime=one.at, prov__endTime=one.at, karama__verdict=one.verdict,
            karama__reason=one.reason or None,
        )  # fmt: skip
        document.relate("wasAssociatedWith", activity=done, agent=_tell_person(document, one.by))
        said = document.add(
            "entity", f"{one.id}-said", prov__type="karama:statement", karama__verdict=one.verdict, karama__field=one.field, prov__value=_tell_value(one)
        )
        document.relate("wasGeneratedBy", entity=said, activity=done)
        for claim in one.claims:
            name = document.add("entity", claim, prov__type="karama:claim")
            document.relate("used", activity=done, entity=name)
            document.relate("wasDerivedFrom", generatedEntity=said, usedEntity=name, **({"type": "prov:Revision"} if one.verdict == "correct" else {}))
        if undone is not None and undone in told:
            document.relate("wasInformedBy", informed=done, informant=write_name(undone))
            document.relate("wasInvalidatedBy", entity=write_name(f"{undone}-said"), activity=done)


def _tell_value(one: Decision) -> str | None:
    """What the decision puts there, in the person's words."""
    if one.verdict != "correct" or one.value is None:
        return one.value
    try:
        return str(json.loads(one.value)["words"])
    except (ValueError, KeyError, TypeError):
        return one.value


def _tell_timestamps(document: _Document, store: Store) -> None:
    """The log as authorities saw it."""
    for stamp in store.find(Timestamp):
        entry = next(iter(store.find(LogEntry, hash=stamp.head)), None)
        log = document.add("entity", f"log-{stamp.head}", prov__type="karama:log", karama__sha256=stamp.head, karama__entries=entry.number if entry else None)
        seen = document.add("activity", stamp.id, prov__type="karama:timestamp", prov__startTime=stamp.told, karama__origin=stamp.origin)
        document.relate("used", activity=seen, entity=log)
        document.relate("wasAssociatedWith", activity=seen, agent=document.add("agent", f"authority-{stamp.authority}", prov__label=stamp.authority))
