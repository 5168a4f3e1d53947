"""Asking a record: incidents, claims and situations of a place, an actor, some days, by the store's indexes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from math import cos, radians
from pathlib import PurePosixPath

from karama.app.decided import DecidedStore
from karama.app.entity_names import ask_entity, ask_name
from karama.app.origins import OriginCounter
from karama.domain.calendar import period_of_month, period_of_year
from karama.domain.members import MADE
from karama.domain.names import fold_to_ask
from karama.domain.record import Capture, Membership, RecordClaim
from karama.errors import InputError
from karama.ports import ActorBase, ClaimQuery, Gazetteer, GazetteerPlace, Store
from karama.views.incidents import IncidentView, lay_out_incident
from karama.views.matching import ActorAsked, PlaceAsked, match_actor, match_days, match_party, match_place
from karama.views.situations import Situation, list_situations, select_situations
from karama.views.sources import sort_claims
from karama.views.states import EVENT_KINDS, FIGURES, RELATIONS

KM_PER_DEGREE = 111.2
# Ids in one query: fewer than either database takes.
CHUNK = 400
# A city so many times as populous as the next place of its name is meant by it: Raqqa in Syria, not a village in the West Bank.
FAR_MORE = 20
# Words that say which of several places of one name is meant: "Raqqa province" is not the city.
UNITS = ("province", "governorate", "region", "state", "oblast", "district")
MAKES_STATES = tuple(sorted({*EVENT_KINDS, *RELATIONS}))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; every field narrows, an empty one does not. Days are ISO, inclusive."""

    place: str | None = None  # "Raqqa", "Tripoli, Lebanon", "Raqqa province", "35.95, 39.01"
    within_km: float = 0.0
    earliest: str | None = None
    latest: str | None = None
    actor: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskingTools:
    """What asking borrows: the store with claims as people left them, the counting of origins, and places and actors, opened when one is asked for."""

    store: DecidedStore
    origins: OriginCounter
    open_gazetteer: Callable[[], Gazetteer]
    open_actors: Callable[[], ActorBase]


def find_incidents(tools: AskingTools, question: Question) -> tuple[IncidentView, ...]:
    """The incidents of which some claim fits the place and the days, and some claim the actor and the kind; by first day."""
    asked, actor = resolve_place(tools, question.place, question.within_km), resolve_actor(tools, question.actor)
    seeds = list(_find_seeds(tools, question, asked, actor))
    groups = {member.group for member in _list_groups(tools.store, [claim.id for claim in seeds]) if member.group is not None}
    views = (view for view in lay_out_groups(tools, sorted(groups)) if _fits(view.claims, question, asked, actor))
    return tuple(sorted(views, key=lambda view: (_find_first_day(view), view.id)))


def find_incident(tools: AskingTools, identifier: str) -> IncidentView | None:
    """The incident of that id ("i_..."), or the one that the claim of that id ("c_...") is in; None if there is none."""
    if identifier.startswith("c_"):
        names = [member.group for member in tools.store.memberships("incident", members=[identifier]) if member.group is not None]
    else:
        names = ["c_" + identifier.removeprefix("i_"), identifier]
    return next(lay_out_groups(tools, names), None)


def find_claims(tools: AskingTools, question: Question) -> tuple[RecordClaim, ...]:
    """The claims that fit all that is asked."""
    asked, actor = resolve_place(tools, question.place, question.within_km), resolve_actor(tools, question.actor)
    found = (claim for claim in _find_seeds(tools, question, asked, actor) if actor is None or match_actor(claim, actor))
    return sort_claims(claim for claim in found if not question.kinds or claim.kind in question.kinds)


def query_claims(tools: AskingTools, query: ClaimQuery) -> Iterator[RecordClaim]:
    """The claims that the store's own question finds; its actor may be an entity too.

    Raises:
        InputError: there is no such entity.
    """
    if query.actor is None or not query.actor.startswith(MADE):
        yield from tools.store.claims(query)
        return
    asked = ask_entity(tools.store, query.actor)
    named = (claim for name in asked.spellings for claim in tools.store.claims(replace(query, actor=name, limit=None)))
    found = {one.id: one for one in named if match_actor(one, asked) or any(match_party(speaker, asked, one.article) for speaker in one.speakers)}
    yield from islice(found.values(), query.limit)


def find_situations(tools: AskingTools, question: Question, on: str | None = None) -> tuple[Situation, ...]:
    """The situations on a day at the place, with those between the sides that hold or besiege it; without a place, all of them."""
    asked, actor = resolve_place(tools, question.place, question.within_km), resolve_actor(tools, question.actor)
    claims = {claim.id: claim for claim in _find_states(tools, asked, on)}
    here = select_situations(list_states(tools, claims.values()), on=on, place=asked, actor=actor, kinds=question.kinds)
    if asked is None:
        return here
    return (*here, *_find_between(tools, here, on, actor, question.kinds))


def _find_between(tools: AskingTools, here: Sequence[Situation], on: str | None, actor: ActorAsked | None, kinds: tuple[str, ...]) -> tuple[Situation, ...]:
    """Who backs, fights or leads those that control or besiege the place."""
    names = {party.base: party.name for one in here for party in (one.holder, one.other) if party is not None and party.base is not None}
    claims: dict[str, RecordClaim] = {}
    for base, name in names.items():
        query = ClaimQuery(what="relation", kinds=tuple(sorted(RELATIONS - {"controls"})), actor=name if base.startswith(MADE) else base)
        claims |= {claim.id: claim for claim in tools.store.claims(query) if any(party.base == base for party in (*claim.actors, *claim.recipients))}
    return select_situations(list_states(tools, claims.values()), on=on, actor=actor, kinds=kinds)


def list_states(tools: AskingTools, claims: Collection[RecordClaim]) -> tuple[Situation, ...]:
    """The situations that these claims tell of."""
    tools.origins.learn(claim.article for claim in claims)
    return list_situations(claims, tools.origins, name_articles(tools.store, claims))


def resolve_place(tools: AskingTools, name: str | None, within_km: float = 0.0) -> PlaceAsked | None:
    """The place that is asked for; of several of one name the one that the record speaks of, else the most populous. None for no name."""
    if not name or not name.strip():
        return None
    if (point := read_point(name)) is not None:
        return PlaceAsked(frozenset(), frozenset(), *point, max(within_km, 1.0))
    words, _, within = name.partition(",")
    bare, unit = _strip_unit(words.strip())
    gazetteer = tools.open_gazetteer()
    candidates = _narrow(gazetteer, gazetteer.lookup(bare), within.strip(), unit)
    names = frozenset({fold_to_ask(bare), fold_to_ask(words)})
    if not candidates:
        return PlaceAsked(names)
    chosen = candidates[0] if _is_plain(candidates) else next((place for place in candidates if _is_told_of(tools.store, place)), candidates[0])
    country = chosen.country if chosen.feature.startswith(("PCL", "ADM1")) else None
    admin1 = chosen.admin1 if chosen.feature.startswith("ADM1") else None
    ids = frozenset({chosen.geonames} if chosen.geonames is not None else ())
    return PlaceAsked(
        names, ids, chosen.latitude, chosen.longitude, max(within_km, chosen.radius_km), country, admin1
    )  # fmt: skip


def resolve_actor(tools: AskingTools, name: str | None) -> ActorAsked | None:
    """The actor of that name or entity id ("e_..."): "SDF" is also what the actor base and the reports call so. None for no name.

    Raises:
        InputError: there is no such entity.
    """
    if not name or not name.strip():
        return None
    if name.startswith(MADE):
        return ask_entity(tools.store, name)
    return ask_name(tools.store, name, [known.id for known in tools.open_actors().lookup(name)[:1]])


def find_place(gazetteer: Gazetteer, name: str) -> GazetteerPlace | None:
    """The place of that name ("Tripoli, Lebanon"), the most populous of several; None if there is none."""
    words, _, within = name.partition(",")
    bare, unit = _strip_unit(words.strip())
    return next(iter(_narrow(gazetteer, gazetteer.lookup(bare), within.strip(), unit)), None)


def read_point(text: str) -> tuple[float, float] | None:
    """The latitude and longitude of "35.95, 39.01"; None for other words."""
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None


def _strip_unit(words: str) -> tuple[str, bool]:
    for unit in UNITS:
        if words.lower().endswith(" " + unit):
            return words[: -len(unit)].strip(), True
    return words, False


def _narrow(gazetteer: Gazetteer, found: Sequence[GazetteerPlace], within: str, unit: bool) -> list[GazetteerPlace]:
    """The candidates in the country or province named after the comma; a province only where it is asked for, or nothing else has the name."""
    if within:
        outer = gazetteer.lookup(within)
        countries = {place.country for place in outer if place.feature.startswith("PCL")}
        units = {(place.country, place.admin1) for place in outer if place.feature.startswith("ADM1")}
        found = [place for place in found if place.country in countries or (place.country, place.admin1) in units]
    if not found or found[0].feature.startswith("PCL"):
        return list(found[:1])
    first = [place for place in found if place.feature.startswith("ADM1") == unit]
    return first or list(found)


def _is_plain(candidates: Sequence[GazetteerPlace]) -> bool:
    """Would anybody take the name for the first place, whatever the record speaks of?"""
    return len(candidates) == 1 or candidates[0].population > FAR_MORE * candidates[1].population


def _is_told_of(store: Store, place: GazetteerPlace) -> bool:
    return place.geonames is not None and any(True for _ in store.claims(ClaimQuery(geonames=place.geonames, limit=1)))


# ---------------------------------------------------------------- by the store's indexes


def _find_seeds(tools: AskingTools, question: Question, asked: PlaceAsked | None, actor: ActorAsked | None) -> Iterator[RecordClaim]:
    """The claims at the place within the days, each once; without a place, those of the actor and the kinds."""
    base = ClaimQuery(earliest=question.earliest, latest=question.latest, undated=True)
    queries = list(_list_queries(base, asked))
    if asked is None:
        queries = [replace(base, actor=name, kinds=question.kinds) for name in (actor.spellings if actor is not None else (None,))]
    seen: set[str] = set()
    for query in queries:
        for claim in tools.store.claims(query):
            if claim.id not in seen and (asked is None or any(match_place(where, asked) for where in claim.places)):
                seen.add(claim.id)
                yield claim


def _list_by_id(ids: Sequence[str]) -> Iterator[ClaimQuery]:
    for at in range(0, len(ids), CHUNK):
        yield ClaimQuery(ids=tuple(ids[at : at + CHUNK]))


def _list_queries(base: ClaimQuery, asked: PlaceAsked | None) -> Iterator[ClaimQuery]:
    """The same question once for each index that may hold the place: its names, for places without a point, and its country or the box around it."""
    if asked is None:
        yield base
        return
    for name in sorted(asked.names):
        yield replace(base, place=name)
    if asked.country is not None:
        yield replace(base, country=asked.country)
    elif asked.latitude is not None and asked.longitude is not None:
        yield replace(base, box=_make_box(asked.latitude, asked.longitude, asked.radius_km))


def _make_box(latitude: float, longitude: float, radius_km: float) -> tuple[float, float, float, float]:
    """South, west, north, east of the circle; near a pole all around."""
    north = radius_km / KM_PER_DEGREE
    reach = north / max(cos(radians(latitude)), 0.01)
    west, east = (longitude - reach, longitude + reach) if reach < 180 else (-180.0, 180.0)
    return (latitude - north, _wrap(west), latitude + north, _wrap(east))


def _wrap(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _find_states(tools: AskingTools, asked: PlaceAsked | None, on: str | None) -> Iterator[RecordClaim]:
    """The claims that say what holds, told of the time up to the day; with a place, of that place."""
    base = ClaimQuery(latest=on, undated=True) if on else ClaimQuery()
    if asked is None:
        yield from tools.store.claims(replace(base, kinds=MAKES_STATES))
        for unit in sorted(FIGURES):
            yield from tools.store.claims(replace(base, what="quantity", kinds=(unit,)))
        return
    for query in _list_queries(base, asked):
        for claim in tools.store.claims(query):
            if claim.kind in MAKES_STATES or any(count.unit in FIGURES for count in claim.counts):
                yield claim


def _list_groups(store: Store, claims: Sequence[str]) -> Iterator[Membership]:
    for at in range(0, len(claims), CHUNK):
        yield from store.memberships("incident", members=claims[at : at + CHUNK])


def lay_out_groups(tools: AskingTools, groups: Sequence[str]) -> Iterator[IncidentView]:
    """The incidents of those ids; one whose claims are all of older readings is not there."""
    for at in range(0, len(groups), CHUNK):
        members: dict[str, list[str]] = {}
        for member in tools.store.memberships("incident", groups=groups[at : at + CHUNK]):
            if member.group is not None:
                members.setdefault(member.group, []).append(member.member)
        claims = {claim.id: claim for claim in _load(tools, [name for names in members.values() for name in names])}
        tools.origins.learn(claim.article for claim in claims.values())
        titles = name_articles(tools.store, claims.values())
        for group, names in sorted(members.items()):
            kept = [claims[name] for name in names if name in claims]
            if kept:
                yield lay_out_incident(show_id(group), kept, tools.origins, titles)


def name_articles(store: Store, claims: Iterable[RecordClaim]) -> dict[str, str]:
    """What the articles without a publisher are called by: their title, else the last part of the path or URL they first came from."""
    unnamed = list(dict.fromkeys(claim.article for claim in claims if claim.publisher is None))
    found: dict[str, str] = {}
    for at in range(0, len(unnamed), CHUNK):
        for capture in store.find(Capture, article=tuple(unnamed[at : at + CHUNK])):
            found.setdefault(capture.article, capture.title or PurePosixPath(capture.origin).name)
    return found


def show_id(group: str) -> str:
    """The incident's id as people see it: that of its first claim, with i_ for c_."""
    return "i_" + group.removeprefix("c_").removeprefix("i_")


def _load(tools: AskingTools, ids: Sequence[str]) -> Iterator[RecordClaim]:
    for query in _list_by_id(ids):
        yield from tools.store.claims(query)


def _fits(claims: Iterable[RecordClaim], question: Question, asked: PlaceAsked | None, actor: ActorAsked | None) -> bool:
    """Does the incident fit? A claim without a day does not bring in an incident that others date outside the days."""
    listed = list(claims)
    dated = [claim for claim in listed if any(when.earliest or when.latest for when in claim.dates)]
    if not any(match_days(claim, question.earliest, question.latest) for claim in dated or listed):
        return False
    if asked is not None and not any(match_place(where, asked) for claim in listed for where in claim.places):
        return False
    if actor is not None and not any(match_actor(claim, actor) for claim in listed):
        return False
    return not question.kinds or any(claim.kind in question.kinds for claim in listed)


def _find_first_day(view: IncidentView) -> str:
    days = [when.earliest for claim in view.claims for when in claim.dates if when.earliest]
    return min(days, default=None) or min((claim.published for claim in view.claims if claim.published), default="9999")


def read_days(dates: str | tuple[str | None, str | None] | None) -> tuple[str | None, str | None]:
    """First and last ISO day of "2017-07-02", "2017-07", "2017-06-25/2017-07-05", "2017-06/..", or of a pair; None is an open end.

    Raises:
        InputError: it is none of these.
    """
    if dates is None:
        return (None, None)
    if isinstance(dates, str):
        first, mark, last = dates.partition("/")
        dates = (first, last if mark else first)
    earliest, latest = (None if not day or day == ".." else day for day in dates)
    return (read_day(earliest, last=False) if earliest else None, read_day(latest, last=True) if latest else None)


def read_day(text: str, *, last: bool) -> str:
    """The first or last ISO day of a day, month or year as a user writes it: "2017-06" ends on 2017-06-30.

    Raises:
        InputError: it is none of these.
    """
    parts = text.strip().split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(*numbers).isoformat()
        period = period_of_month(*numbers) if len(numbers) == 2 else period_of_year(*numbers)
        day = period.last if last else period.first
        if day is None or len(parts[0]) != 4:
            raise ValueError
    except (ValueError, TypeError, OverflowError) as error:
        raise InputError(f"{text!r} is no date; write 2017-07-02, 2017-07 or 2017") from error
    return day.isoformat()
