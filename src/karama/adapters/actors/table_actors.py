"""The shipped actor base: tables of states, groups, organisations and leaders behind the ActorBase port."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from karama.adapters.actors.names import ALONE, ARTICLES, JOINTS, TITLED, Form, is_acronym, is_mixed, is_written_as, split_name
from karama.adapters.actors.rows import GUARD, SHARED, make_known, read_dated_names, read_rows, read_states
from karama.domain.names import fold_letters
from karama.ports import KnownActor

FIRST_PIECE = re.compile(r"[^\W_]+")
PLAIN_WORDS = frozenset({"us", "u.s.", "pole", "poles", "polish", "swede", "kiwi", "kiwis"})  # in lower case no people: "vaulting pole"
MAX_WORDS = 14  # no name of the base is longer; bounds the walk on any text


@dataclass(slots=True)
class Bucket:
    """The names that begin with one word: by their key, and the keys of their beginnings."""

    ends: dict[str, list[Form]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)


class TableActors:
    """Actors by any of their names, from the tables of karama.data.

    A token that starts no name costs one dict lookup; the names that begin with a word are unfolded when it first comes up.
    """

    version = "karama-actors/1"

    def __init__(self) -> None:
        self._rows = read_rows()
        self._dated = read_dated_names()
        self._known: dict[int, KnownActor] = {}
        self._names: dict[str, list[tuple[str, int]]] = {}
        self._buckets: dict[str, Bucket] = {}
        for index, row in enumerate(self._rows):
            self._file_name(row["name"], index)
            for name in row["aliases"].split(";"):
                self._file_name(name.strip(), index)
            for name, _, _ in self._dated.get(row["id"], ()):
                self._file_name(name, index)
        self._read_states()

    def lookup(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of that name (case, accents and article ignored), best known first; empty if none."""
        bare = _strip_article(name)
        pieces = split_name(bare)
        if not pieces:
            return ()
        key = "".join(pieces)
        forms = self._open(pieces[0]).ends.get(key) or self._open(fold_letters(bare.partition(" ")[0])).ends.get(key) or []
        return tuple(self._get(index) for index in dict.fromkeys(form.actor for form in forms))

    def match(self, words: Sequence[str], start: int) -> tuple[int, KnownActor] | None:
        """The longest known name that starts at words[start]: how many words it takes, and whose it is."""
        key = words[start].lower()
        if key not in self._names:
            if key.isalpha() and key.isascii():
                return None
            key = fold_letters(key)
            if key not in self._names:
                return None
        best = None
        for end, form in self._walk(words, start, key):
            if is_written_as(form, words, start, end):
                best = (end - start, form.actor)
        return (best[0], self._get(best[1])) if best else None

    def state(self, name: str) -> KnownActor | None:
        """The state of that name or abbreviation ("Syria", "U.S.", "Republic of Iraq"), taken as its government; None if none."""
        return self._states.get(fold_letters(_strip_article(name)))

    def capital(self, name: str) -> str | None:
        """The ISO3 of the state whose capital or seat of government has that name ("Damascus", "the Kremlin"); None if none."""
        return self._seats.get(fold_letters(_strip_article(name)))

    def nationality(self, word: str) -> str | None:
        """The ISO3 of a nationality word ("Syrian", "Syrians", "American", "Briton"), None for any other word.

        Case is ignored but where the word is a common one in lower case ("us", "polish").
        """
        return None if word in PLAIN_WORDS else self._peoples.get(word.lower())

    def homeland(self, name: str) -> str | None:
        """The ISO3 of the state in which a people or region without a state of its own lies ("Chechen", "Darfur"); None if none."""
        return self._within.get(fold_letters(name))

    def _read_states(self) -> None:
        self._states: dict[str, KnownActor] = {}
        self._seats: dict[str, str] = {}
        self._peoples: dict[str, str] = {}
        self._within: dict[str, str] = {}
        for state in read_states():
            country = state.known.actor.country or ""
            self._states.update((fold_letters(name), state.known) for name in state.names)
            self._seats.update((fold_letters(name), country) for name in state.seats)
            self._peoples.update((name.lower(), country) for name in state.peoples)
            self._within.update((fold_letters(name), country) for name in state.within)

    def _file_name(self, name: str, row: int) -> None:
        """The name is kept under its first piece, and under its first word where a mark cuts that ("Hay'at" is one word or two)."""
        first = FIRST_PIECE.search(name)
        if first is None:
            return
        piece = first[0].lower() if name.isascii() else fold_letters(first[0])
        self._names.setdefault(piece, []).append((name, row))
        after = name[first.end() : first.end() + 1]
        if after and after != " " and (joined := fold_letters(name.partition(" ")[0])) != piece:
            self._names.setdefault(joined, []).append((name, row))
        if name.startswith(ARTICLES):
            bare = name.split("-", 1)[1] if "-" in name[:4] else name[4:]
            if len(bare) > 3 and ("-" in name[:4] or " " in bare):  # "The Hill" is not every hill
                self._file_name(bare, row)

    def _open(self, word: str) -> Bucket:
        """The names that begin with the word, unfolded."""
        bucket = self._buckets.get(word)
        if bucket is None:
            names = self._names.get(word)
            if names is None:
                return Bucket()
            bucket = self._buckets[word] = Bucket()
            for name, row in names:
                _unfold(bucket, name, row, self._rows[row]["id"].startswith("person-"))
        return bucket

    def _get(self, index: int) -> KnownActor:
        known = self._known.get(index)
        if known is None:
            row = self._rows[index]
            known = self._known[index] = make_known(row, self._dated.get(row["id"], ()))
        return known

    def _walk(self, words: Sequence[str], start: int, key: str) -> Iterator[tuple[int, Form]]:
        """(end, form) of every known name that the words from start spell, shorter ones first, better known ones last."""
        bucket = self._open(key)
        end = start + 1
        last = min(len(words), start + MAX_WORDS)
        while True:
            for form in reversed(bucket.ends.get(key, ())):
                yield end, form
            if key not in bucket.steps:
                return
            while end < last and words[end] in JOINTS:
                end += 1
            piece = fold_letters(words[end]) if end < last else ""
            if not piece:  # the end of the words, or a mark that no name goes on after
                return
            key += piece
            end += 1


def _unfold(bucket: Bucket, marked: str, row: int, person: bool) -> None:
    name = marked.lstrip(GUARD + SHARED)
    pieces = split_name(name)
    key = ""
    for piece in pieces[:-1]:
        key += piece
        bucket.steps.add(key)
    guard = ALONE if GUARD in marked[:2] or (person and len(pieces) == 1) else 0  # a surname may be somebody else's
    if person and GUARD in marked[:2]:
        guard = TITLED
    bucket.ends.setdefault(key + pieces[-1], []).append(Form(name, row, is_acronym(name), is_mixed(name), guard))


def _strip_article(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name
