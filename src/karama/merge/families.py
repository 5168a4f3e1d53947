"""Near-identical articles as one family: who printed first, and what the others changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from rensa import RMinHash

from karama.domain.names import fold_across_scripts
from karama.domain.record import Judgement, Likeness
from karama.merge.blocking import hash_key
from karama.merge.components import find_components

BY = "merge/1"
SHINGLE = 4  # words in a row: fewer are shared by any two reports of one town, more are broken by each small change
HASHES = 128  # the estimate is off by 0.04 at most in two of three cases
BANDS = 32  # of four hashes each: texts alike by 0.4 meet in four cases of five, and then they are counted exactly
SEED = 20170702
# A copy that was cut to its first half keeps nearly all its shingles in the longer text, so the share of the shorter one counts.
COPY = 0.6  # rewritten sentences here and there; two papers on one event without a common source stay below 0.1
LEAST_SHINGLES = 20  # a text of a sentence or two is not counted as a copy unless it is word for word the same
NEAR_DAYS = 14  # weeklies print last week's agency text
# A wire story's copies are compared with each other, each several times; their runs are held, those of a few hundred reports of common length (some 20 MB).
HELD, HELD_LENGTH = 256, 10_000
MOST_CHANGES = 12  # shown of each copy
MOST_WORDS = 400  # compared word by word; the time grows with the square
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”][.!?])[\"”’']?\s+(?=[\"“A-Z])")
WORD = re.compile(r"\w+")
# "Example Wire reported.", "(Reuters)", "according to Example Wire": an article that names where its text is from.
NAMED = re.compile(r"(?<![\w.&'’-])([A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4})\s+(?:has |had |first )?(?:reported|reports)\b")
CREDIT = re.compile(r"\(((?:[A-Z][\w.&'’-]*)(?: [A-Z][\w.&'’-]*){0,4})\)\s*[-–—]")


@dataclass(frozen=True, slots=True)
class Copyable:
    """An article as far as families need it."""

    id: str
    text: str
    publisher: str | None = None
    published: str | None = None  # ISO day
    captured: str = ""  # when it came into the record


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of a copy from the first text: words taken out, words put in."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Family:
    """Articles of one text. `first` printed it first; `changes` of the others, by article; `source` is an outlet that the copies name."""

    id: str
    articles: tuple[str, ...]  # first printed first
    first: str
    source: str | None = None
    judgements: tuple[Judgement, ...] = ()


def group_families(articles: Iterable[Copyable]) -> tuple[Family, ...]:
    """The families, each article in one, by id; an article without a copy is a family of its own."""
    by_id = {article.id: article for article in articles}
    copies = find_copies(by_id.values())
    found = []
    for component in find_components(by_id, copies):
        ordered = sorted((by_id[name] for name in component), key=lambda a: (a.published or "9999", a.captured, a.id))
        reasons = tuple(judgement for pair, judgement in sorted(copies.items()) if pair[0] in component)
        found.append(Family(component[0], tuple(a.id for a in ordered), ordered[0].id, find_source(ordered), reasons))
    return tuple(sorted(found, key=lambda family: family.id))


def find_copies(articles: Iterable[Copyable]) -> dict[tuple[str, str], Judgement]:
    """The pairs of articles that are one text, printed within days of each other."""
    by_id = {article.id: article for article in articles}
    shingles = {name: list_shingles(article.text) for name, article in by_id.items()}
    pairs = (pair for pair in find_near(shingles) if are_near_days(by_id[pair[0]], by_id[pair[1]]))
    judged = (judge_copy(a, b, shingles[a], shingles[b]) for a, b in pairs)
    return {(found.left, found.right): found for found in judged if found.same}


def find_copies_of(article: Copyable, others: Iterable[Copyable]) -> dict[tuple[str, str], Judgement]:
    """The pairs of the article with those of the others that are one text with it."""
    ours = list_shingles(article.text)
    near = (other for other in others if other.id != article.id and are_near_days(article, other))
    judged = (judge_copy(min(article.id, other.id), max(article.id, other.id), ours, list_shingles(other.text)) for other in near)
    return {(found.left, found.right): found for found in judged if found.same}


def are_near_days(a: Copyable, b: Copyable) -> bool:
    """Could one be a copy of the other by their days? A yearly text is not news of last year's."""
    if a.published is None or b.published is None:
        return True
    return abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days) <= NEAR_DAYS


def list_shingles(text: str) -> frozenset[str]:
    """All runs of four words, in lower case."""
    return _list_again(text) if len(text) <= HELD_LENGTH else _list_runs(text)


@lru_cache(maxsize=HELD)
def _list_again(text: str) -> frozenset[str]:
    return _list_runs(text)


def _list_runs(text: str) -> frozenset[str]:
    words = WORD.findall(text.lower())
    return frozenset(" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def find_near(shingles: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """The pairs of texts that share a band of their MinHash, left < right, in order."""
    under: dict[int, list[str]] = {}
    for name in sorted(shingles):
        for band in list_bands(shingles[name]):
            under.setdefault(band, []).append(name)
    return sorted({pair for names in under.values() for pair in combinations(names, 2)})


def list_bands(shingles: frozenset[str]) -> tuple[int, ...]:
    """The bands of the text's MinHash, each as a signed integer of 64 bits; texts that share one are compared."""
    sketch = RMinHash(num_perm=HASHES, seed=SEED)
    sketch.update(list(shingles))  # the least hashes, whatever the order
    digest, width = sketch.digest(), HASHES // BANDS
    return tuple(hash_key(f"{band} {digest[band * width : (band + 1) * width]}") for band in range(BANDS))


def judge_copy(a: str, b: str, ours: frozenset[str], others: frozenset[str]) -> Judgement:
    """Whether two articles are one text, by the share of the shorter one's runs of words that the longer has too."""
    least = min(len(ours), len(others))
    share = round(len(ours & others) / max(1, least), 4)
    same = ours == others or (share >= COPY and least >= LEAST_SHINGLES)
    return Judgement(a, b, same, share, (Likeness("text", share, f"{share:.0%} of the shorter text's runs of {SHINGLE} words are in the other"),), BY)


def find_source(articles: Sequence[Copyable]) -> str | None:
    """The outlet that one of the texts names as where it is from, as another's publisher or in its credit line."""
    publishers = {fold_across_scripts(a.publisher): a.publisher for a in articles if a.publisher}
    named = [name for article in articles for pattern in (NAMED, CREDIT) for name in pattern.findall(article.text)]
    for name in named:
        if fold_across_scripts(name) in publishers:
            return publishers[fold_across_scripts(name)]
    credited = {fold_across_scripts(name) for article in articles for name in CREDIT.findall(article.text)}
    return next((name for name in named if fold_across_scripts(name) in credited), None)


def list_changes(first: str, copy: str) -> tuple[Change, ...]:
    """What a copy changed, in the order of the text: words where a sentence was touched, whole sentences where they came or went; at most a dozen."""
    ours, others = split_sentences(first), split_sentences(copy)
    found: list[Change] = []
    for tag, i, j, k, m in SequenceMatcher(a=ours, b=others, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _list_words(" ".join(ours[i:j]).split(), " ".join(others[k:m]).split())
        if len(found) >= MOST_CHANGES:
            break
    return tuple(found[:MOST_CHANGES])


def _list_words(ours: list[str], others: list[str]) -> list[Change]:
    """The words that differ between two stretches; the stretches themselves where they are long or have little in common."""
    whole = [Change(" ".join(ours), " ".join(others))]
    if not ours or not others or max(len(ours), len(others)) > MOST_WORDS:
        return whole
    matcher = SequenceMatcher(a=ours, b=others, autojunk=False)
    if matcher.ratio() < COPY:
        return whole
    return [Change(" ".join(ours[i:j]), " ".join(others[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def split_sentences(text: str) -> list[str]:
    """The sentences, roughly: at line ends, and after a mark that is followed by a capital and does not close an initial ("U.S. forces")."""
    return [piece for line in text.split("\n") for piece in SENTENCE_END.split(line.strip()) if piece]
