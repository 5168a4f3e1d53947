"""The promised Python surface: read one report, or many; keep them in a record and ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack

from karama.app.asking import AskingTools, Question, find_claims, find_incident, find_incidents, find_situations, query_claims, read_day, read_days
from karama.app.cataloguing import CataloguingTools, check_catalogue
from karama.app.correcting import CorrectingTools
from karama.app.decided import DecidedStore
from karama.app.deciding import Deciding, DecidingTools, list_about, list_decisions
from karama.app.differing import find_differences
from karama.app.entities import merge_entities
from karama.app.entity_asking import EntityAsking, find_entity, list_entities
from karama.app.exploring import Exploring
from karama.app.meaning import find_like
from karama.app.merging import Compared, MergeReport, explain_incident, merge_record
from karama.app.origins import OriginCounter
from karama.app.provenance import export_provenance
from karama.app.reading_rows import list_rows
from karama.app.rebuilding import Rebuilt, read_rest
from karama.app.recording import Added, RecordTools
from karama.app.results import Results, encode_incident, list_claims, list_incidents, list_lines, list_situations_found
from karama.app.timestamping import Stamping, add_attested
from karama.app.tracing import ArticleTrace, ClaimTrace, trace
from karama.domain.record import Hit, RecordClaim
from karama.domain.text import Article
from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal
from karama.ports import ClaimQuery
from karama.readers import HowToAdd, add_sources
from karama.record.decisions import Listed
from karama.record.verify import Checked, verify_record
from karama.reports import Reading, read, read_all
from karama.views.differences import Difference
from karama.views.entities import EntityLine, EntityView
from karama.views.policies import FoundIncident, Policy, apply_policy, find_policy, list_policies
from karama.views.situations import Situation
from karama.wiring import (
    GazetteerInfo,
    describe_gazetteer,
    find_added_policies,
    find_authority,
    find_timestamper,
    keep_places,
    list_actors,
    list_parents,
    make_catalogue,
    make_entities,
    make_meaning,
    make_merging,
    make_record,
    make_timestamper,
    make_tools,
    open_actors,
    open_old,
    open_places,
    open_tools,
    rebuild_folder,
    who_am_i,
)

__all__ = [
    "Added",
    "ArticleTrace",
    "Checked",
    "ClaimTrace",
    "Compared",
    "EntityLine",
    "EntityView",
    "FoundIncident",
    "GazetteerInfo",
    "Hit",
    "Listed",
    "Loaded",
    "MergeReport",
    "Reading",
    "Rebuilt",
    "Record",
    "Refusal",
    "Results",
    "Situation",
    "add_places",
    "describe_gazetteer",
    "encode_incident",
    "init_record",
    "list_known_policies",
    "list_rows",
    "open_record",
    "read",
    "read_all",
    "rebuild_record",
]

if TYPE_CHECKING:
    from karama.adapters.gazetteers.place_files import PlaceFile
    from karama.app.exporting import Exported

Sources = str | Path | Iterable[str | Path]
Kinds = str | Iterable[str]  # one kind of event, or several
Dates = str | tuple[str | None, str | None] | None  # a day, month or year, an interval of them, or a pair; None is an open end


@dataclass(frozen=True, slots=True)
class Record:
    """A record of claims in a folder (and, for a team, a database): what came in, what was read in it, and who did what."""

    path: Path
    tools: RecordTools

    def add(self, sources: Sources, **how: Unpack[HowToAdd]) -> list[Added | Refusal]:
        """What became of each article of the sources (files, folders, JSON Lines, "-"), and their claims merged with the others.

        What is kept already is left as it is. `reread` reads it again where this reader is another version; without sources, all of the record.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
        """
        return list(self.watch_adding(sources, **how))

    def watch_adding(self, sources: Sources, **how: Unpack[HowToAdd]) -> Iterator[Added | Refusal]:
        """As `add`, but each article is told when it is safely kept, so go through all of them.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
        """
        yield from add_sources(self.path, self.tools, [sources] if isinstance(sources, str | Path) else list(sources), how)
        self.merge()

    def merge(self) -> MergeReport:
        """What became of the claims that came in since the last merging; `add` does it at its end, and does the rest where it was stopped.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
        """
        merge_entities(make_entities(self.tools))
        report = merge_record(make_merging(self.tools))
        self.exploring().refresh()
        return report

    def explain(self, identifier: str) -> tuple[Compared, ...]:
        """Why the claims of the incident ("i_...", or a claim in it) are joined: every two of them feature by feature, best first.

        Raises:
            InputError: there is none.
        """
        return explain_incident(make_merging(self.tools), self.incident(identifier).view.claims)

    def claims(
        self, *, place: str | None = None, within_km: float = 0.0, actor: str | None = None, kinds: Kinds = (), dates: Dates = None, **query: Any
    ) -> Results[RecordClaim]:
        """The claims at the place, of the actor and the kinds, within the days; `query` is what else `ClaimQuery` asks for.

        Raises:
            InputError: the dates are none, or there is no such entity.
        """
        if query:
            first, last = read_days(dates)
            asked = {"place": place, "actor": actor, "kinds": _list_kinds(kinds), "earliest": first, "latest": last, **query}
            return list_claims(query_claims(self._asking(), ClaimQuery(**asked)))
        return list_claims(find_claims(self._asking(), _ask(place, within_km, actor, kinds, dates)))

    def incidents(
        self,
        *,
        place: str | None = None,
        within_km: float = 0.0,
        actor: str | None = None,
        kinds: Kinds = (),
        dates: Dates = None,
        policy: str | None = None,
    ) -> Results[FoundIncident]:
        """The incidents at the place ("Raqqa", "Tripoli, Lebanon", "35.95, 39.01"), within the days ("2017-06-25/2017-07-05"), by first day.

        `policy` chooses among values that disagree; without one all stay.

        Raises:
            InputError: the dates are none, or there is no such policy.
        """
        chosen = find_policy(policy, find_added_policies()) if policy is not None else None
        views = find_incidents(self._asking(), _ask(place, within_km, actor, kinds, dates))
        return list_incidents(FoundIncident(view, apply_policy(chosen, view) if chosen is not None else (), chosen) for view in views)

    def incident(self, identifier: str, policy: str | None = None) -> FoundIncident:
        """The incident of that id, or the one that the claim of that id is in.

        Raises:
            InputError: there is none, or there is no such policy.
        """
        chosen = find_policy(policy, find_added_policies()) if policy is not None else None
        view = find_incident(self._asking(), identifier)
        if view is None:
            raise InputError(f"{identifier}: no such incident in the record")
        return FoundIncident(view, apply_policy(chosen, view) if chosen is not None else (), chosen)

    def export(
        self,
        form: str,
        out: str | Path,
        *,
        place: str | None = None,
        within_km: float = 0.0,
        actor: str | None = None,
        kinds: Kinds = (),
        dates: Dates = None,
        **options: Any,
    ) -> Exported:
        """What was written to `out` of the incidents asked for, in a format of docs/reference/exports.md, and what that format cannot hold.

        `options` are `profile` ("public" unless told otherwise), `on`, `policy`, `boundaries` (a file), `hxl`, `each_loss`, `force`, as of `karama export`.

        Raises:
            InputError: there is no such format or policy, or something is at `out` already.
            SetupError: the extra `karama[export]` is missing.
        """  # fmt: skip
        from karama.releases import Releases
        from karama.wiring import make_releasing

        question = _ask(place, within_km, actor, kinds, dates)
        return Releases(make_releasing(self.path, self.tools)).export(form, Path(out), question, **options)

    def situations(
        self, *, on: str | None = None, place: str | None = None, within_km: float = 0.0, actor: str | None = None, kinds: Kinds = ()
    ) -> Results[Situation]:
        """What holds on the day (all that ever held, without one): who controls or besieges the place, who backs or leads whom, how many are displaced.

        Raises:
            InputError: the day is none.
        """
        day = read_day(on, last=False) if on is not None else None
        return list_situations_found(find_situations(self._asking(), _ask(place, within_km, actor, kinds, None), day), day)

    def entities(self, words: str | None = None, *, kind: str | None = None, limit: int | None = None) -> Results[EntityLine]:
        """The actors and places with a name that has all the words, in any script; `kind` is "actor", "place" or a type of actor. Most claims first."""
        return list_lines(list_entities(self._entities(), words, kind, limit))

    def entity(self, identifier: str) -> EntityView:
        """What is known of the actor or place of that id ("e_..."): names, ties, reports, and why its names are one.

        Raises:
            InputError: there is none.
        """
        return find_entity(self._entities(), identifier)

    def _entities(self) -> EntityAsking:
        return EntityAsking(self._asking(), list_actors, list_parents)

    def differences(self, older: str, newer: str) -> tuple[Difference, ...]:
        """What the newer run of the reader reads otherwise in the articles that both have read.

        Raises:
            InputError: there is no such run.
        """
        return find_differences(self.tools.store, older, newer)

    def exploring(self) -> Exploring:
        """Ways to look around: counts, pages of incidents, a map and a timeline of whatever is asked, quick also in large records."""
        return Exploring(CataloguingTools(self.tools.store, self._asking(), make_catalogue(self.tools)))

    def _asking(self) -> AskingTools:
        return AskingTools(DecidedStore(self.tools.store), OriginCounter(self.tools.store), open_places, open_actors)

    def deciding(self, by: str | None = None) -> Deciding:
        """What a person can decide: `record.deciding("Ann").reject(["c_..."], "counted twice")`; the account's name if none is given."""
        tools = DecidingTools(self.tools.store, self.tools.now, self.merge, CorrectingTools(open_places, open_actors))
        return Deciding(tools, by or who_am_i())

    def decisions(self, about: str | None = None) -> tuple[Listed, ...]:
        """All decisions in order, with what took them back and what wants another look; `about` a claim or incident: those that stand about it."""
        return list_decisions(self.tools.store) if about is None else list_about(self.tools.store, about)

    def articles(self) -> Iterator[Article]:
        """All articles, in the order they were added."""
        return self.tools.store.find(Article)

    def trace(self, identifier: str) -> ArticleTrace | ClaimTrace:
        """What is known of an article or a claim, back to its bytes.

        Raises:
            InputError: there is none of that id.
        """
        return trace(self.tools.store, identifier)

    def provenance(self, identifier: str | None = None) -> dict[str, Any]:
        """Where an incident, a claim or an article (else all) comes from, back to the bytes, and who did what with it, as W3C PROV-JSON.

        Raises:
            InputError: there is none of that id.
        """
        return export_provenance(self.tools.store, identifier)

    def search(
        self, words: str, *, kind: Literal["article", "claim"] | None = None, limit: int = 20, like: bool = False, watch: Callable[[int], None] | None = None
    ) -> tuple[Hit, ...]:
        """Articles and claims with all the words, best first; "quoted words" stand together, -word must not be there.

        `like`: claims whose passages mean much the same (extra `karama[meaning]`); `watch` is told how many are still to be worked out, once.
        """
        return find_like(make_meaning(self.tools, watch), words, limit) if like else self.tools.store.search(words, kind=kind, limit=limit)

    def verify(self, expected: str | None = None, authorities: bytes | None = None) -> Checked:
        """What is in the record and what is wrong with it; `expected` is a hash that its log is known to have had.

        `authorities` are certificates (PEM) of those that are trusted to tell the time; timestamps of others are then wrong.
        """
        checked = check_catalogue(verify_record(self.tools.store, self.tools.originals, expected, self.tools.journal), self.exploring().tools)
        from karama.app.releasing import add_release_faults

        return add_release_faults(add_attested(checked, self.tools.store, find_timestamper(), authorities), self.tools, self.path)

    def stamping(self, by: str | None = None, authorities: bytes | None = None) -> Stamping:
        """What can be asked of a timestamp authority: `record.stamping("Ann").ask("https://...")`; certificates (PEM) that you trust, if any.

        Raises:
            SetupError: the extra `karama[timestamps]` is missing.
        """
        return Stamping(self.tools, make_timestamper(), by or who_am_i(), find_authority(self.path), authorities)

    def close(self) -> None:
        """Nothing; the record's connections are closed."""
        self.tools.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def list_known_policies() -> tuple[Policy, ...]:
    """The policies there are, those of installed packages last.

    Raises:
        SetupError: one of a package cannot be loaded.
    """
    return list_policies(find_added_policies())


def _ask(place: str | None, within_km: float, actor: str | None, kinds: Kinds, dates: Dates) -> Question:
    return Question(place, within_km, *read_days(dates), actor, _list_kinds(kinds))


def _list_kinds(kinds: Kinds) -> tuple[str, ...]:
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def init_record(path: str | Path, store_url: str | None = None) -> Record:
    """A new, empty record in the folder; `store_url` is a PostgreSQL database, else it is kept in one SQLite file there.

    Raises:
        SetupError: there is a record or something else already, or the URL is none.
        UnavailableError: the database does not answer.
    """
    return Record(Path(path), make_record(Path(path), store_url))


def rebuild_record(old: str | Path, new: str | Path, store_url: str | None = None, by: str | None = None) -> Iterator[Rebuilt | Added | Refusal]:
    """What was brought over from a damaged record to a new one, then each article that had to be read again, and at the end their claims are merged.

    The old record is not written. Stopped half-way, the same call goes on; then nothing is told of what was brought over before.

    Raises:
        DataError: nothing of a record can be read in the old folder.
        SetupError: a record or something else is in the new one.
    """
    who = by or who_am_i()
    if (rebuilt := rebuild_folder(Path(old), Path(new), store_url, who)) is not None:
        yield rebuilt
    with open_record(new) as record, open_old(Path(old)) as remains:
        yield from read_rest(remains, record.tools, make_tools, who)
        record.merge()


def open_record(path: str | Path) -> Record:
    """The record in the folder.

    Raises:
        SetupError: there is none, or a newer Karama made it.
        DataError: it is damaged.
        UnavailableError: its database does not answer.
    """
    return Record(Path(path), open_tools(Path(path)))


def add_places(file: Path) -> PlaceFile:
    """What was read from a file of places, good rows and bad; the good ones are kept and stand in the index from now on.

    Raises:
        InputError: the file cannot be read, or has no usable row.
    """
    read = keep_places(file)
    open_places()
    return read
