"""Links before they become relations, and the mentions of a text as parties to them."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.annotations import Mention, index_by_head
from karama.domain.entities import Entity
from karama.domain.facts import Modality, Polarity, RelationKind
from karama.domain.text import Span

PARTY_KINDS = frozenset({"person", "organisation", "people", "nationality"})
# Who does not fight, whatever is done to them.
PEACEFUL_TYPES = frozenset({"civilians", "media", "NGO", "business"})


class Link(NamedTuple):
    """A relation found, by mention ids."""

    kind: RelationKind
    source: str
    target: str
    trigger: Span
    score: float
    polarity: Polarity = "positive"
    modality: Modality = "actual"


class Parties:
    """The mentions of a text: by id, by head token, by their ends."""

    def __init__(self, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> None:
        self.mentions = mentions
        self.by_id = {m.id: m for m in mentions}
        self.by_head = index_by_head(mentions)
        self.by_end: dict[int, Mention] = {}
        self.by_start: dict[int, Mention] = {}
        for mention in mentions:
            for index, key in ((self.by_end, mention.end), (self.by_start, mention.start)):
                other = index.get(key)
                if other is None or mention.end - mention.start > other.end - other.start:
                    index[key] = mention
        self.entities = {e.id: e for e in entities}
        self._told = {m.entity for m in mentions if m.form != "pronoun"}

    def entity(self, mention: Mention) -> Entity | None:
        return self.entities.get(mention.entity) if mention.entity is not None else None

    def is_vague(self, mention: Mention) -> bool:
        """Whether it is a pronoun that stands for nobody the text names or describes: "we", "those who"."""
        return mention.form == "pronoun" and (mention.entity is None or mention.entity not in self._told)

    def is_party(self, mention: Mention) -> bool:
        """Whether it can act: people and bodies, and places that stand for their government."""
        if mention.kind in PARTY_KINDS:
            return True
        entity = self.entity(mention)
        if mention.kind != "place" or entity is None:
            return False
        return entity.kind == "actor" or (entity.place is not None and (entity.place.feature or "").startswith("PCL"))

    def is_fighting(self, name: str) -> bool:
        """Whether the mention is a party that can bear arms."""
        mention = self.by_id.get(name)
        if mention is None or not self.is_party(mention):
            return False
        entity = self.entity(mention)
        return entity is None or entity.actor is None or entity.actor.type not in PEACEFUL_TYPES

    def fits(self, mention: Mention, want: str) -> bool:
        """Whether the mention is what a table asks for: "party", "group", "place" or "any"."""
        if want == "group":
            return mention.kind == "organisation" or (mention.kind == "people" and mention.form == "name")
        return want == "any" or (mention.kind == "place" if want == "place" else self.is_party(mention))
