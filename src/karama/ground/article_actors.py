"""The actor base as one article means it: a name that several actors bear is the one that the article speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from karama.domain.annotations import Mention
from karama.domain.entities import Place
from karama.ground.actors import is_active
from karama.ports import ActorBase, KnownActor

# What speaks for one of several actors of a name: the article names it in full elsewhere; it existed, or held office, on the day;
# a share of the article's places lies in its country. "Kabila" of 1998 beside "Laurent Kabila" is no Joseph.
NAMED, ACTIVE, COUNTRY = 4.0, 2.0, 1.5
AGENCY = 0.3  # news agencies are quoted on every country: "AFP" is the Philippine army only in a report that is much on the Philippines


class ArticleActors:
    """An actor base that gives the actors of a shared name in the order in which the article speaks of them."""

    def __init__(self, actors: ActorBase, mentions: Sequence[Mention], places: dict[str, Place], date: str | None) -> None:
        self.version = actors.version
        self._actors = actors
        self._date = date
        self._countries = count_countries(places.values())
        self._total = sum(self._countries.values()) or 1
        self._named = self._find_named(mentions)
        self._order: dict[str, tuple[KnownActor, ...]] = {}

    def lookup(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of that name, the likeliest in this article first."""
        found = self._order.get(name)
        if found is None:
            found = self._actors.lookup(name)
            if len(found) > 1:
                found = tuple(sorted(found, key=self._weigh, reverse=True))
            self._order[name] = found
        return found

    def match(self, words: Sequence[str], start: int) -> tuple[int, KnownActor] | None:
        """The longest known name that starts at words[start]: how many words it takes, and whose it is likeliest."""
        hit = self._actors.match(words, start)
        if hit is None:
            return None
        bearers = self.lookup(" ".join(words[start : start + hit[0]]))
        return hit if hit[1] not in bearers else (hit[0], bearers[0])

    def state(self, name: str) -> KnownActor | None:
        """The state of that name, as in the base."""
        return self._actors.state(name)

    def capital(self, name: str) -> str | None:
        """The ISO3 of the state whose seat of government has that name, as in the base."""
        return self._actors.capital(name)

    def nationality(self, word: str) -> str | None:
        """The ISO3 of a nationality word, as in the base."""
        return self._actors.nationality(word)

    def homeland(self, name: str) -> str | None:
        """The ISO3 of the state in which a people or region lies, as in the base."""
        return self._actors.homeland(name)

    def _find_named(self, mentions: Iterable[Mention]) -> frozenset[str]:
        """The actors that the article names in a way that nobody else is named."""
        names = {mention.words for mention in mentions if mention.form == "name" and mention.kind in ("person", "organisation", "people")}
        words = {" ".join(name.split()[-2:]) for name in names if name.count(" ") > 1}  # "President Laurent Kabila"
        found = (self._actors.lookup(name) for name in names | words)
        return frozenset(hits[0].id for hits in found if len(hits) == 1)

    def _weigh(self, known: KnownActor) -> float:
        share = self._countries[known.actor.country] / self._total if known.actor.country is not None else 0.0
        share += AGENCY / COUNTRY * (known.actor.type == "media")
        return NAMED * (known.id in self._named) + ACTIVE * (self._date is not None and is_active(known, self._date)) + COUNTRY * share


def count_countries(places: Iterable[Place]) -> Counter[str]:
    """How often each country (ISO3) is spoken of, by its places and its words of nationality."""
    return Counter(place.country for place in places if place.country is not None)


def name_on(known: KnownActor, date: str | None) -> str:
    """The name that an actor bore on a day ("Jabhat al-Nusra" in 2015); the one it is best known under where no day or no change is known."""
    if date is not None:
        for name, start, end in known.dated_names:
            if date[: len(start or "")] >= (start or "") and (end is None or date[: len(end)] <= end):
                return name
    return known.name
