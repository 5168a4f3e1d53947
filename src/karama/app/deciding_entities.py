"""What a person's split or join of actors and places means: which names and single reports' members are parted or held together."""

from __future__ import annotations

from collections.abc import Sequence

from karama.app.entity_asking import name_own
from karama.app.entity_names import Belongings, find_belongings, list_own_members
from karama.domain.members import MADE, Member, is_bound, name_member, split_member
from karama.domain.names import fold_across_scripts
from karama.domain.record import Decision
from karama.domain.text import Article
from karama.errors import InputError
from karama.ports import Store
from karama.record.entity_decisions import FIELD, EntityDecision, read_entities


def plan_split(store: Store, identifier: str, wanted: Sequence[str]) -> EntityDecision:
    """What it means that these members (m_...), articles or names of the entity are somebody or somewhere else.

    Raises:
        InputError: there is no such entity, one of them is not of it, or nothing would be left.
    """
    found = find_belongings(store, identifier)
    rows = [row for row in list_own_members(store, found) if row.how != "initials"]
    taken: dict[str, str] = {}  # node, or member of a node -> its name
    for word in wanted:
        chosen = _choose(store, found, rows, word)
        if not chosen:
            raise InputError(f"{word}: no member, article or name of {identifier}; karama show lists them")
        taken |= chosen
    if not taken:
        raise InputError(f"{identifier}: name some of its members (m_...), articles or names")
    left = [row for row in rows if row.node not in taken and name_member(row.article, row.node) not in taken]
    if not left:
        raise InputError(f"{identifier}: name some of its members, articles or names, and leave some")
    stays = tuple(node for node in found.nodes if node not in taken)
    return EntityDecision((identifier,), (next(iter(taken.values())), left[0].name), (tuple(sorted(taken)), stays))


def _choose(store: Store, found: Belongings, rows: Sequence[Member], word: str) -> dict[str, str]:
    """What the word names: one member, all of an article, or all that bear a name."""
    own = {row.article: row for row in rows}
    articles = {word} if word in own else {one.id for one in store.find(Article, name=word) if one.id in own}
    chosen = [row for row in rows if name_own(row.article, row.node) == word or row.article in articles]
    if chosen:
        return {_take(found, row): row.name for row in chosen}
    named = [row for row in rows if row.how != "alias" and fold_across_scripts(row.name) == fold_across_scripts(word)]
    if not named:
        return {}
    whole = {node for node in {row.node for row in named} if node.startswith("name:") and node in found.nodes}
    if whole and whole < set(found.nodes):
        return {row.node: row.name for row in named if row.node in whole} | {_take(found, row): row.name for row in named if row.node not in whole}
    return {_take(found, row): row.name for row in named}


def _take(found: Belongings, row: Member) -> str:
    """The report's member; of a name that stands in one report alone the name itself."""
    return row.node if is_bound(row.node) and row.node in found.nodes else name_member(row.article, row.node)


def plan_join(store: Store, identifiers: Sequence[str]) -> EntityDecision:
    """What it means that these entities are one.

    Raises:
        InputError: there are fewer than two, one is not there, or one is an actor and another a place.
    """
    wanted = list(dict.fromkeys(identifiers))
    strange = [name for name in wanted if not name.startswith(MADE)]
    if strange:
        raise InputError(f"{', '.join(strange)}: no entity (e_...); entities are joined with entities only")
    if len(wanted) < 2:
        raise InputError("join: name two or more")
    found = [find_belongings(store, name) for name in wanted]
    if len({one.nodes[0].startswith(("geo:", "place:")) for one in found}) > 1:
        raise InputError("join: an actor is no place")
    names = tuple(next((row.name for row in list_own_members(store, one)), one.id) for one in found)
    return EntityDecision(tuple(wanted), names, (found[0].nodes, tuple(node for one in found[1:] for node in one.nodes)))


def is_about(store: Store, decision: Decision, identifier: str) -> bool:
    """Is the decision about what is in the entity now?"""
    found = find_belongings(store, identifier)
    return read_entities(decision).touches({*found.nodes, *found.taken})


def list_gone(store: Store, decision: Decision) -> tuple[str, ...]:
    """The reports whose actor or place the decision took out, and that name it no longer as they are read now."""
    if decision.field != FIELD or decision.verdict == "undo":
        return ()
    taken = [(split_member(member)[0] or "", split_member(member)[1]) for member in read_entities(decision).members]
    told = {(row.article, row.node) for row in store.names.list_members(articles=sorted({article for article, _ in taken}))} if taken else set()
    return tuple(article for article, node in taken if (article, node) not in told)
