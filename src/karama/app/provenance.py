"""A part of a record as W3C PROV: entities (originals, articles, readings, claims, an incident), what made them, and who."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from karama.app.tracing import find_article
from karama.domain.record import Capture, KeptReading, RecordClaim, Run, Supersession
from karama.domain.text import Article
from karama.errors import InputError
from karama.ports import ClaimQuery, Store

# Source: https://www.w3.org/submissions/prov-json/
PREFIX = "karama"
NAMESPACE = "urn:karama:"


class _Document:
    """A PROV-JSON document that grows; the same statement twice stands once."""

    def __init__(self) -> None:
        self.data: dict[str, dict[str, Any]] = {"prefix": {PREFIX: NAMESPACE}}
        self._related: set[tuple[str, ...]] = set()

    def add(self, kind: str, name: str, **attributes: str | int | None) -> str:
        """The qualified name of an entity, activity or agent, which stands in the document now."""
        qualified = f"{PREFIX}:{name}"
        told = {key.replace("__", ":"): value for key, value in attributes.items() if value is not None}
        self.data.setdefault(kind, {}).setdefault(qualified, told)
        return qualified

    def relate(self, kind: str, **roles: str) -> None:
        """Nothing; the relation between two of them stands in the document now."""
        if (kind, *roles.values()) in self._related:
            return
        self._related.add((kind, *roles.values()))
        relations = self.data.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = {f"prov:{role}": name for role, name in roles.items()}


def export_provenance(store: Store, identifier: str) -> dict[str, Any]:
    """PROV-JSON of the incident ("i_..."), the claim ("c_...") or the article (with all its claims) of that id, back to the bytes.

    Raises:
        InputError: there is none.
    """
    document = _Document()
    if identifier.startswith(("i_", "c_")):
        claims = _find_claims(store, identifier)
        articles = list(store.find(Article, id=tuple(dict.fromkeys(claim.article for claim in claims))))
    else:
        articles = [find_article(store, identifier)]
        claims = list(store.claims(ClaimQuery(articles=(articles[0].id,))))
    for article in articles:
        _tell_article(document, store, article)
    names = [_tell_claim(document, store, claim) for claim in claims]
    if identifier.startswith("i_"):
        incident = document.add("entity", identifier, prov__type="karama:incident")
        for name in names:
            document.relate("wasDerivedFrom", generatedEntity=incident, usedEntity=name)
    return document.data


def _find_claims(store: Store, identifier: str) -> list[RecordClaim]:
    """The claim, or the claims of the incident."""
    ids: Iterable[str] = (identifier,)
    if identifier.startswith("i_"):
        ids = sorted(member.member for member in store.memberships("incident", groups=["c_" + identifier.removeprefix("i_"), identifier]))
    newest = {claim.id: claim for claim in store.claims(ClaimQuery(ids=tuple(ids), closed=True))} if ids else {}
    if not newest:
        raise InputError(f"{identifier}: nothing of that name in the record")
    return list(newest.values())


def _tell_article(document: _Document, store: Store, article: Article) -> str:
    name = document.add("entity", article.id, prov__type="karama:article", prov__label=article.title, karama__published=article.published)
    for capture in store.find(Capture, article=article.id):
        original = document.add("entity", f"original-{capture.original}", prov__type="karama:original", karama__sha256=capture.original)
        taken = document.add(
            "activity", capture.id, prov__type="karama:capture", prov__startTime=capture.at, karama__origin=capture.origin, karama__obtained=capture.obtained
        )
        document.relate("used", activity=taken, entity=original)
        document.relate("wasGeneratedBy", entity=name, activity=taken)
        document.relate("wasDerivedFrom", generatedEntity=name, usedEntity=original)
        document.relate("wasAssociatedWith", activity=taken, agent=document.add("agent", f"by-{capture.by}", prov__label=capture.by))
    for version in store.find(Supersession, newer=article.id):
        older = document.add("entity", version.older, prov__type="karama:article")
        document.relate("wasDerivedFrom", generatedEntity=name, usedEntity=older, type="prov:Revision")
    return name


def _tell_claim(document: _Document, store: Store, claim: RecordClaim) -> str:
    name = document.add(
        "entity", claim.id, prov__type="karama:claim", prov__value=claim.words, karama__kind=claim.kind, karama__start=claim.start, karama__end=claim.end
    )
    document.relate("wasDerivedFrom", generatedEntity=name, usedEntity=f"{PREFIX}:{claim.article}")
    for kept in store.find(KeptReading, article=claim.article, run=claim.run):
        read = document.add("activity", kept.id, prov__type="karama:reading", prov__startTime=kept.at)
        document.relate("used", activity=read, entity=f"{PREFIX}:{claim.article}")
        document.relate("wasGeneratedBy", entity=name, activity=read)
        document.relate("wasAssociatedWith", activity=read, agent=_tell_run(document, store, claim.run))
    return name


def _tell_run(document: _Document, store: Store, identifier: str) -> str:
    """The reader, with the versions of all that it is made of, as an agent."""
    run = next(store.find(Run, id=identifier), None)
    versions = {f"karama__{name}": version for name, version in run.versions.items()} if run is not None else {}
    return document.add("agent", identifier, prov__type="prov:SoftwareAgent", **versions)
