"""Coreference: which mentions of an article are one entity, and what is known of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from karama.domain.annotations import Mention
from karama.domain.entities import Actor, Entity, Place
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ground.actors import resolve_actor
from karama.ground.aliases import join_names, look_up_actors, strip_titles
from karama.ground.antecedents import count_back, join_descriptions
from karama.ground.article_actors import ArticleActors, name_on
from karama.ground.clusters import ARTICLES, Clusters
from karama.ground.descriptions import acts, find_country, is_bare_count, read_descriptions
from karama.ground.pronouns import join_pronouns
from karama.ports import ActorBase, KnownActor

ACTOR_KINDS = frozenset(("person", "organisation", "people", "nationality"))
MOST_ISSUES = 5  # pronouns without antecedent that are reported; more say nothing new
PAIRS = {"two": 2, "both": 2, "three": 3}


def build_entities(
    parse: Parse, mentions: tuple[Mention, ...], places: dict[str, Place], actors: ActorBase, date: str | None = None
) -> tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Issue, ...]]:
    """The mentions with their entity filled in, and the entities in order of first mention ("e1", "e2" ...).

    `date` (ISO) is the day of publication: who held office, and which name a group bore.
    """
    clusters = Clusters(parse, mentions)
    actors = ArticleActors(actors, mentions, places, date)
    known = look_up_actors(clusters, actors)
    join_names(clusters, places, known, actors)
    join_descriptions(clusters, places, known)
    unresolved = join_pronouns(clusters)
    groups = [group for group in clusters.groups() if any(mentions[i].form != "pronoun" for i in group)]
    entities = tuple(_make_entity(f"e{n}", group, clusters, places, known, actors, date) for n, group in enumerate(groups, 1))
    owner = {index: entity.id for entity, group in zip(entities, groups, strict=True) for index in group}
    linked = tuple(replace(mention, entity=owner[i]) if i in owner else mention for i, mention in enumerate(mentions))
    return linked, entities, tuple(_report(mentions[i]) for i in unresolved[:MOST_ISSUES])


def _report(mention: Mention) -> Issue:
    return Issue("entities", "unresolved-pronoun", mention.start, mention.end, mention.words)


def _make_entity(
    ident: str, group: list[int], clusters: Clusters, places: dict[str, Place], known: list[KnownActor | None], actors: ActorBase, date: str | None
) -> Entity:
    spoken = [i for i in group if clusters.mentions[i].form != "pronoun"]
    kind = Counter(clusters.mentions[i].kind for i in spoken).most_common(1)[0][0]
    listed = next((known[i] for i in spoken if known[i] is not None), None)
    ranked = _rank(spoken, clusters)
    best = _clean(clusters.mentions[ranked[0]])
    name = name_on(listed, date) if listed is not None else best
    surfaces = [best, *(_clean(clusters.mentions[i]) for i in spoken), *_name_pair(spoken[0], clusters)]
    aliases = tuple(dict.fromkeys(words for words in surfaces if words != name))
    score = max(clusters.mentions[i].score for i in spoken)
    if kind == "place":
        place = next((places[clusters.mentions[i].id] for i in ranked if clusters.mentions[i].id in places), None)
        return Entity(ident, "place", name, aliases, _find_state(ranked, clusters, actors), place, score)
    if kind not in ACTOR_KINDS:
        return Entity(ident, "other", name, aliases, score=score)
    # A nationality word also says a country: "Iraqi" is a people, and where they are from is known that far.
    home = next((places[clusters.mentions[i].id] for i in ranked if clusters.mentions[i].id in places), None) if kind == "nationality" else None
    actor = _resolve(ranked, kind, listed.name if listed is not None else None, clusters, places, actors, date)
    return Entity(ident, "actor", name, aliases, actor, home, score)


def _find_state(ranked: list[int], clusters: Clusters, actors: ActorBase) -> Actor | None:
    """The state that a place can act as: a country always, a seat of government where the article lets it act ("Tehran denied it")."""
    words = clusters.mentions[ranked[0]].words
    state = actors.state(words)
    if state is not None:
        return state.actor
    if actors.capital(words) is not None and any(acts(clusters, i) for i in ranked):
        return resolve_actor([words], [""], "place", actors)
    return None


def _rank(group: list[int], clusters: Clusters) -> list[int]:
    """The mentions of an entity, best name first: names before descriptions, long before short."""

    def order(index: int) -> tuple[bool, int, int]:
        mention = clusters.mentions[index]
        named = mention.form == "name"
        return not named, -len(_clean(mention).split()) if named else 0, index

    return sorted(group, key=order)


def _clean(mention: Mention) -> str:
    """A mention's words as a name: without article, titles and possessive."""
    words = mention.words
    if mention.form == "name":
        words = strip_titles(words) if mention.kind == "person" else words
        for article in ARTICLES:
            if words.lower().startswith(article):
                words = words[len(article) :]
                break
        words = words.removesuffix("'s").removesuffix("’s")
    return " ".join(words.split())


def _name_pair(index: int, clusters: Clusters) -> list[str]:
    """The names of those whom "the two leaders" or "both men" sum up."""
    mention = clusters.mentions[index]
    if mention.kind != "people" or mention.form != "nominal":
        return []
    number = next((PAIRS[w] for w in mention.words.lower().split()[:2] if w in PAIRS), 0)
    found = list(count_back(clusters, index, number)) if number else []
    return [_clean(clusters.mentions[i]) for i in reversed(found)] if len(found) == number else []


def _resolve(ranked: list[int], kind: str, listed: str | None, clusters: Clusters, places: dict[str, Place], actors: ActorBase, date: str | None) -> Actor:
    """What is known of an actor, from its name in the base, its best names in the article, and the place it is tied to."""
    some = ranked[:8]
    told = [pair for i in some for pair in read_descriptions(clusters, i, _clean)]
    if listed is not None:
        told.insert(0, (listed, clusters.parse.lemmas[clusters.mentions[some[0]].last]))
    country = next((c for c in (find_country(clusters, i, places) for i in some) if c is not None), None)
    if all(is_bare_count(clusters, i) for i in some):
        kind = "other"  # "20 others": nobody says that they are civilians
    return resolve_actor([words for words, _ in told], [head for _, head in told], kind, actors, country, date)
