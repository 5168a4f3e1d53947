"""Which articles are kept and not read: what is not about conflict, and copies of what is read already. They can be read later."""

from __future__ import annotations

import re
from array import array
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import date, timedelta

from karama.domain.record import Capture
from karama.domain.text import Article
from karama.ingest.relevance import score_relevance
from karama.merge.families import LEAST_SHINGLES, NEAR_DAYS, list_bands, list_shingles
from karama.ports import Store

Told = tuple[tuple[str, int], ...]
SAME_TEXT = 0.9  # of the shorter text's runs of four words stand in the longer: a house style changed, a line cut
LENGTHS = 0.8  # the shorter of two copies is at least so long; a cut one may have lost a claim, a longer one brings its own
# A copy in which a figure was put right, or that denies, tells something else: it is read.
TELLING = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|scores|several|no|not|never|denied|denies|deny|none|nobody)\b"
)
REMEMBERED = 5_000  # articles of this run: more than are read ahead; those before them are found in the record


def list_telling(text: str) -> Told:
    """The figures and the words of denial in a text, each with how often it stands there, in order."""
    return tuple(sorted(Counter(TELLING.findall(text.lower())).items()))


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An article as far as a copy of it can be told. Hashes of its runs of words, because the words themselves take ten times the memory."""

    shingles: array[int]
    told: Told
    bands: tuple[int, ...]


@dataclass(slots=True)
class Sieve:
    """Asks of each article whether it has to be read. `relevant_from` is the least score of relevance; None: all are relevant."""

    store: Store
    relevant_from: float | None = None
    copies: bool = False
    remembered: int = REMEMBERED
    _last: OrderedDict[str, _Remembered] = field(default_factory=OrderedDict)
    _banded: dict[int, list[str]] = field(default_factory=dict)

    def __call__(self, article: Article) -> str | None:
        """Why the article is not to be read; None if it is."""
        if self.relevant_from is not None:
            score = score_relevance(f"{article.title or ''}\n{article.text}")
            if score < self.relevant_from:
                return f"not about conflict or violence, by its words ({score:.2f})"
        return self._find_copy(article) if self.copies else None

    def _find_copy(self, article: Article) -> str | None:
        shingles, told = list_shingles(article.text), list_telling(article.text)
        if len(shingles) < LEAST_SHINGLES or (article.url and any(True for _ in self.store.find(Capture, url=article.url))):
            return None  # a page that is there already has changed
        bands, mine = list_bands(shingles), {hash(shingle) for shingle in shingles}
        near = {name for band in bands for name in self._banded.get(band, ())} | self._find_kept(bands, article.published)
        for name in sorted(near - {article.id}):
            theirs, told_there = self._load(name)
            fewer, more = sorted((len(mine), len(theirs)))
            if told == told_there and fewer >= LENGTHS * more and (share := len(mine & theirs) / fewer) >= SAME_TEXT:
                return f"a copy of {name} ({share:.2f} of its runs of four words)"
        self._remember(article.id, _Remembered(array("q", mine), told, bands))
        return None

    def _find_kept(self, bands: tuple[int, ...], published: str | None) -> set[str]:
        if published is None:
            return self.store.index.find_banded(bands, None, None)
        day, near = date.fromisoformat(published), timedelta(NEAR_DAYS)
        return self.store.index.find_banded(bands, (day - near).isoformat(), (day + near).isoformat())

    def _load(self, name: str) -> tuple[set[int], Told]:
        if (known := self._last.get(name)) is not None:
            return set(known.shingles), known.told
        found = next(self.store.find(Article, id=name), None)
        return ({hash(one) for one in list_shingles(found.text)}, list_telling(found.text)) if found is not None else (set(), ())

    def _remember(self, name: str, one: _Remembered) -> None:
        """Nothing; the article is known from now on, and the one that was seen first is forgotten where there are enough."""
        if name in self._last:
            return
        self._last[name] = one
        for band in one.bands:
            self._banded.setdefault(band, []).append(name)
        if len(self._last) > self.remembered:
            oldest, old = self._last.popitem(last=False)
            for band in old.bands:
                there = self._banded.get(band, [])
                if oldest in there:
                    there.remove(oldest)
                if not there:
                    self._banded.pop(band, None)
