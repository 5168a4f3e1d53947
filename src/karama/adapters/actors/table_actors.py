"""The shipped actor base: tables of states, groups, organisations and leaders behind the ActorBase port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karama.adapters.actors.names import ARTICLES, JOINTS, Form, fold_name, is_acronym, is_written_as, split_name
from karama.adapters.actors.rows import ActorRow, read_actor_rows, read_states
from karama.ports import KnownActor

PLAIN_WORDS = frozenset({"us", "u.s.", "pole", "poles", "brit", "turkey", "swede", "slovene", "kiwi", "kiwis", "polish", "czech", "scot"})
MAX_WORDS = 14  # no name of the base is longer; bounds the walk on any text


class TableActors:
    """Actors by any of their names, from the tables of karama.data. A token that starts no name costs one dict lookup."""

    version = "karama-actors/1"

    def __init__(self) -> None:
        self._actors: list[KnownActor] = []
        self._ends: dict[str, list[Form]] = {}
        self._steps: set[str] = set()
        self._first: set[str] = set()
        self._states: dict[str, KnownActor] = {}
        self._seats: dict[str, str] = {}
        self._peoples: dict[str, str] = {}
        self._within: dict[str, str] = {}
        for row in read_actor_rows():
            self._add(row)
        for state in read_states():
            country = state.known.actor.country or ""
            self._states.update((fold_name(name), state.known) for name in state.names)
            self._seats.update((fold_name(name), country) for name in state.seats)
            self._peoples.update((name.lower(), country) for name in state.peoples)
            self._within.update((fold_name(name), country) for name in state.within)

    def lookup(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of that name (case, accents and article ignored), best known first; empty if none."""
        key = fold_name(name[4:] if name[:4].lower() == "the " else name)
        seen = dict.fromkeys(form.actor for form in self._ends.get(key, ()))
        return tuple(self._actors[index] for index in seen)

    def match(self, words: Sequence[str], start: int) -> tuple[int, KnownActor] | None:
        """The longest known name that starts at words[start]: how many words it takes, and whose it is."""
        word = words[start]
        key = word.lower()
        if key not in self._first:
            if key.isascii() and key.isalpha():
                return None
            key = fold_name(word)
            if key not in self._first:
                return None
        best = None
        for end, form in self._walk(words, start, key):
            if is_written_as(form, words, start, end):
                best = (end - start, self._actors[form.actor])
        return best

    def state(self, name: str) -> KnownActor | None:
        """The state of that name or abbreviation ("Syria", "U.S.", "Republic of Iraq"), taken as its government; None if none."""
        return self._states.get(fold_name(name[4:] if name[:4].lower() == "the " else name))

    def capital(self, name: str) -> str | None:
        """The ISO3 of the state whose capital or seat of government has that name ("Damascus", "the Kremlin"); None if none."""
        return self._seats.get(fold_name(name[4:] if name[:4].lower() == "the " else name))

    def nationality(self, word: str) -> str | None:
        """The ISO3 of a nationality word ("Syrian", "Syrians", "American", "Briton"), None for any other word.

        "US" and "U.S." count, "us" does not; case is otherwise ignored.
        """
        found = self._peoples.get(word.lower())
        return None if word in PLAIN_WORDS else found

    def homeland(self, name: str) -> str | None:
        """The ISO3 of the state in which a people or region without a state of its own lies ("Chechen", "Darfur"); None if none."""
        return self._within.get(fold_name(name))

    def _walk(self, words: Sequence[str], start: int, key: str) -> Iterator[tuple[int, Form]]:
        """(end, form) of every known name that the words from start spell, shorter ones first, better known ones last."""
        end = start + 1
        last = min(len(words), start + MAX_WORDS)
        while True:
            for form in reversed(self._ends.get(key, ())):
                yield end, form
            if key not in self._steps:
                return
            while end < last and words[end] in JOINTS:
                end += 1
            if end >= last:
                return
            key += fold_name(words[end])
            end += 1
            if key not in self._steps and key not in self._ends:
                return

    def _add(self, row: ActorRow) -> None:
        index = len(self._actors)
        self._actors.append(row.known)
        for name, guarded in row.forms:
            self._add_form(Form(name, index, is_acronym(name), guarded))
            bare = next((name[len(article) :] for article in ARTICLES if name.startswith(article)), "")
            if len(bare) > 3:
                self._add_form(Form(bare, index, False, guarded))

    def _add_form(self, form: Form) -> None:
        pieces = split_name(form.text)
        key = pieces[0]
        self._first.add(key)
        for piece in pieces[1:]:
            self._steps.add(key)
            key += piece
        # A text may cut a name before a mark or not: "Hay'at" is one word or two.
        joined = fold_name(form.text.split(" ", 1)[0])
        self._first.add(joined)
        self._ends.setdefault(key, []).append(form)
