"""Asking a record for its actors and places: which there are, and all that is known of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from karama.app.asking import MAKES_STATES, AskingTools, list_states
from karama.app.entities import Listed, StoredNames
from karama.app.entity_names import Belongings, ask_entity, find_belongings, find_groups, list_own_members
from karama.domain.members import EntityKind, Member, Naming, name_as, name_member, split_member
from karama.domain.names import fold_across_scripts
from karama.domain.record import Capture, Decision, RecordClaim
from karama.domain.text import Article
from karama.merge.entity_groups import judge_within
from karama.merge.entity_judging import tell_name
from karama.ports import ClaimQuery, KnownActor, Store
from karama.record.claims import make_id
from karama.record.decisions import list_standing
from karama.record.entity_decisions import FIELD, read_entities
from karama.views.entities import DatedName, EntityLine, EntityMember, EntityView, Reason, Related, list_names, make_line
from karama.views.matching import match_actor
from karama.views.situations import Situation, select_situations

CHUNK = 400  # ids in one query: fewer than either database takes
DEPTH = 6  # how far up "part of" is followed; no body of the base stands deeper


@dataclass(frozen=True, slots=True)
class EntityAsking:
    """What asking for entities borrows: what asking borrows, the actor base by id, and who is part of whom in it."""

    asking: AskingTools
    listed: Listed
    parents: Callable[[], Mapping[str, str]]


def list_entities(tools: EntityAsking, words: str | None = None, kind: str | None = None, limit: int | None = None) -> tuple[EntityLine, ...]:
    """The entities with a name that has all the words, in any script, those with most claims first; `kind` is "actor", "place" or a type of actor."""
    found = _Counted(tools)
    wanted = fold_across_scripts(words).split() if words else []
    if words and words.strip() and not wanted:
        return ()  # marks only: nobody is called so
    names = found.load(None if wanted or kind not in (None, "actor", "place") else found.list_most(kind, limit))
    lines = [found.make_line(group, its) for group, its in names.items() if not wanted or found.is_named(group, its, wanted)]
    kept = [line for line in lines if kind is None or kind in (line.what, line.type)]
    return tuple(sorted(kept, key=lambda line: (-line.claims, -line.articles, line.id))[:limit])


class _Counted:
    """The entities of a record with how much is told of each; their names are loaded for those that are shown."""

    def __init__(self, tools: EntityAsking) -> None:
        self.tools, self.store = tools, tools.asking.store
        self.group_of = {one.member: one.group for one in self.store.memberships("entity") if one.group is not None}
        self.taken = {member for member in self.group_of if split_member(member)[0] is not None}
        self.thinned = {split_member(member)[1] for member in self.taken}
        self.bases = {group: node.removeprefix("base:") for node, group in sorted(self.group_of.items(), reverse=True) if node.startswith("base:")}
        self.articles: Counter[str] = Counter()
        self.claims: Counter[str] = Counter()
        for node, articles, claims in self.store.names.count_nodes():
            if node in self.group_of and node not in self.thinned:
                self.articles[self.group_of[node]] += articles
                self.claims[self.group_of[node]] += claims
        self.parted = list(self.store.names.list_members(nodes=sorted(self.thinned))) if self.thinned else []
        told = {(row.article, row.node): self._find_group(row) for row in self.parted}
        self.articles.update(group for group in told.values() if group is not None)
        for row in self.parted:
            self.claims[self._find_group(row) or ""] += row.claims

    def _find_group(self, row: Member) -> str | None:
        return self.group_of.get(name_member(row.article, row.node)) or self.group_of.get(row.node)

    def list_most(self, kind: str | None, limit: int | None) -> set[str]:
        """The nodes of the entities of which most is told."""
        places = {group for node, group in self.group_of.items() if node.startswith(("geo:", "place:"))}
        groups = [group for group in self.articles if kind is None or (kind == "place") == (group in places)]
        most = set(sorted(groups, key=lambda group: (-self.claims[group], -self.articles[group], group))[:limit])
        return {node for node, group in self.group_of.items() if group in most}

    def load(self, nodes: set[str] | None) -> dict[str, list[Naming]]:
        """The names of the entities of these nodes; of all without them."""
        found: dict[str, list[Naming]] = {}
        namings = self.store.names.list_namings(nodes=sorted(nodes) if nodes is not None else ()) if nodes is None or nodes else ()
        for one in namings:
            if one.node in self.group_of and one.node not in self.thinned:
                found.setdefault(self.group_of[one.node], []).append(one)
        for row in self.parted:
            group = self._find_group(row)
            if group is not None and (nodes is None or row.node in nodes or name_member(row.article, row.node) in nodes):
                found.setdefault(group, []).append(name_as(row))
        return found

    def is_named(self, group: str, namings: Sequence[Naming], wanted: Sequence[str]) -> bool:
        """Has the entity a name with all these words?"""
        known = _find_known(self.tools, self.bases.get(group))
        names = {one.name for one in namings} | ({known.name, *known.aliases} if known is not None else set())
        return any(all(word in fold_across_scripts(name) for word in wanted) for name in names)

    def make_line(self, group: str, namings: Sequence[Naming]) -> EntityLine:
        """The entity in a list."""
        return make_line(group, namings, self.articles[group], _find_known(self.tools, self.bases.get(group)))


def _find_known(tools: EntityAsking, base: str | None) -> KnownActor | None:
    return tools.listed().get(base) if base is not None else None


def find_entity(tools: EntityAsking, identifier: str) -> EntityView:
    """All that is known of the entity of that id.

    Raises:
        InputError: there is none.
    """
    store = tools.asking.store
    found = find_belongings(store, identifier)
    rows = list_own_members(store, found)
    base = next((node.removeprefix("base:") for node in sorted(found.nodes) if node.startswith("base:")), None)
    known = _find_known(tools, base)
    namings = [name_as(row) for row in rows]
    line = make_line(identifier, namings, len({row.article for row in rows}), known) if rows else _make_empty(found)
    dated = tuple(DatedName(*name) for name in known.dated_names) if known is not None else ()
    above, below = _find_related(tools, base)
    situations = _find_situations(tools, identifier) if line.what == "actor" else ()
    spots = [(row.latitude, row.longitude, row.radius_km) for row in rows if row.latitude is not None and row.longitude is not None]
    spot = min(spots, key=lambda one: (one[2] is None, one[2] or 0.0), default=None)
    reasons = tuple(_list_reasons(tools, found, rows))
    return EntityView(line, list_names(namings), dated, above, below, situations, _list_members(store, found, rows), reasons, spot)


def _make_empty(found: Belongings) -> EntityLine:
    """An entity of which no report that now counts speaks."""
    what: EntityKind = "place" if found.nodes[0].startswith(("geo:", "place:")) else "actor"
    return EntityLine(found.id, what, found.nodes[0].partition(":")[2], None, None, None, (), 0, 0)


def _find_related(tools: EntityAsking, base: str | None) -> tuple[tuple[Related, ...], tuple[Related, ...]]:
    """The bodies that it is part of, nearest first, and those of its parts that the record speaks of."""
    if base is None:
        return (), ()
    parents = tools.parents()
    above: list[str] = []
    while len(above) < DEPTH and (parent := parents.get(above[-1] if above else base)) is not None:
        above.append(parent)
    below = sorted(child for child, parent in parents.items() if parent == base)
    groups = find_groups(tools.asking.store, [f"base:{one}" for one in (*above, *below)])

    def relate(one: str) -> Related:
        known = tools.listed().get(one)
        return Related(one, known.name if known is not None else one, groups.get(f"base:{one}"))

    return tuple(map(relate, above)), tuple(related for related in map(relate, below) if related.entity is not None)


def _find_situations(tools: EntityAsking, identifier: str) -> tuple[Situation, ...]:
    """Who it backs, fights, leads or is allied with, what it controls, took, lost or besieges."""
    store, asked = tools.asking.store, ask_entity(tools.asking.store, identifier)
    claims: dict[str, RecordClaim] = {}
    for name in asked.spellings:
        claims |= {claim.id: claim for claim in store.claims(ClaimQuery(kinds=MAKES_STATES, actor=name)) if match_actor(claim, asked)}
    return select_situations(list_states(tools.asking, claims.values()), actor=asked)


def _list_members(store: Store, found: Belongings, rows: Sequence[Member]) -> tuple[EntityMember, ...]:
    """Each report's own, in the order in which the reports came in."""
    by_member: dict[tuple[str, str], list[Member]] = {}
    for row in rows:
        if row.how != "initials":
            by_member.setdefault((row.article, row.node), []).append(row)
    articles = sorted({article for article, _ in by_member})
    reports: dict[str, Article] = {}
    titles: dict[str, str] = {}
    for at in range(0, len(articles), CHUNK):
        part = tuple(articles[at : at + CHUNK])
        reports |= {one.id: one for one in store.find(Article, id=part)}
        for capture in store.find(Capture, article=part):
            titles.setdefault(capture.article, capture.title or PurePosixPath(capture.origin).name)
    members = [_make_member(reports[article], titles.get(article, article), node, its) for (article, node), its in by_member.items()]
    return tuple(sorted(members, key=lambda one: (one.published or "", one.article, one.id)))


def _make_member(article: Article, title: str, node: str, rows: Sequence[Member]) -> EntityMember:
    names = tuple(one.name for one in list_names(map(name_as, rows)))
    return EntityMember(name_own(article.id, node), article.id, article.title or title, article.published, names, sum(row.claims for row in rows))


def name_own(article: str, node: str) -> str:
    """The short id of an actor or place as one report names it."""
    return make_id("m", article, node)


def _list_reasons(tools: EntityAsking, found: Belongings, rows: Sequence[Member]) -> Iterator[Reason]:
    """What holds its names together, and what people said about it."""
    store = tools.asking.store
    index = StoredNames(store, tools.listed, found.word)
    profiles = index.load(found.nodes)
    for judgement in judge_within(found.nodes, index):
        one = judgement.likenesses[0]
        left, right = tell_name(profiles[judgement.left]), tell_name(profiles[judgement.right])
        yield Reason(left, right, judgement.same, judgement.score, one.reason, judgement.by)
    for node in found.nodes:
        articles = len({row.article for row in rows if row.node == node})
        if articles > 1:
            name = tell_name(profiles[node]) if node in profiles else node
            yield Reason(name, name, True, 1.0, f"{_tell_node(node)} in {articles} reports", "entities/1")
    for decision in list_standing(store.find(Decision)):
        if decision.field == FIELD:
            yield from _tell_decision(decision, found)


def _tell_node(node: str) -> str:
    kind, _, name = node.partition(":")
    return {"base": f"the actor base's {name}", "geo": f"GeoNames {name}"}.get(kind, "the same name")


def _tell_decision(decision: Decision, found: Belongings) -> Iterator[Reason]:
    said = read_entities(decision)
    if not said.touches({*found.nodes, *found.taken}):
        return
    why = f": {decision.reason}" if decision.reason else ""
    words = f"joined by {decision.by}{why}" if decision.verdict == "join" else f"told apart by {decision.by}{why}"
    joined = decision.verdict == "join"
    yield Reason(said.names[0], said.names[-1], joined, float(joined), words, decision.by, decision.id)
