"""Who does what to whom in claims, by entity and by state, so that two accounts of one deed can be held against each other."""

from __future__ import annotations

from karama.domain.annotations import Mention, index_by_head
from karama.domain.entities import Entity
from karama.domain.facts import Event, Relation

# Bodies that answer for their state: an accusation of "Russia" is denied by "Russia's defence ministry".
STATE_TYPES = frozenset({"government", "military", "police"})

Keys = frozenset[str]


class Doers:
    """Mentions as keys that can be compared: their entity, and the state that they act for."""

    def __init__(self, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> None:
        self._mentions = {m.id: m for m in mentions}
        self._by_head = index_by_head(mentions)
        self._entities = {e.id: e for e in entities}

    def keys(self, names: tuple[str, ...]) -> Keys:
        """The keys of these mentions; none for what is not known."""
        found: set[str] = set()
        for name in names:
            mention = self._mentions.get(name)
            if mention is None or mention.entity is None:
                continue
            found.add(mention.entity)
            state = self._state(self._entities.get(mention.entity))
            if state is not None:
                found.add(state)
        return frozenset(found)

    def keys_at(self, token: int | None) -> Keys:
        """The keys of the mention with that head token."""
        mention = self._by_head.get(token) if token is not None else None
        return self.keys((mention.id,)) if mention is not None else frozenset()

    def keys_of(self, fact: Event | Relation) -> Keys:
        """The keys of who does it: the actors of an event, the source of a relation."""
        return self.keys(fact.actor if isinstance(fact, Event) else (fact.source,))

    def _state(self, entity: Entity | None) -> str | None:
        if entity is None:
            return None
        if entity.actor is not None and entity.actor.type in STATE_TYPES and entity.actor.country is not None:
            return f"state {entity.actor.country}"
        if entity.place is not None and (entity.place.feature or "").startswith("PCL") and entity.place.country is not None:
            return f"state {entity.place.country}"
        return None
