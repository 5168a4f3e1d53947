"""What is known of an actor from its words: its type, country, codes, and its place in the actor base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta

from karama.domain.entities import Actor, ActorType
from karama.ground.actor_words import Known, Phrase, Sort, find_country, find_sort, has_weak_head, read_phrase
from karama.ports import ActorBase, KnownActor

# Country codes where the schemes part from ISO 3166-1 alpha-3 (PLOVER manual; CAMEO manual of 2012).
PLOVER_COUNTRIES = {"XKX": "KOS"}
CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP", "XKX": "KOS"}
CAMEO_SECTORS = {"JRN": "MED", "MED": "HLH", "PRM": "UAF", "SOC": "CVL"}  # PLOVER renamed these (plover: MED is health workers)

# Actors of no state: PLOVER's codes by the type.
STATELESS = {"international organisation": "IGO", "NGO": "NGO"}

# Heads that stand for the group before them: "ISIS militants" are ISIS, "Hamas hostages" are not Hamas.
MEMBER_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM", "GOV", "PTY", "OPP", "COP", "SPY"})
# People whom bodies care for: "the U.N. human rights office", "a Red Cross aid worker" are of the body.
CARED_FOR = frozenset({"CVL", "REF", "MED", "EDU", "LAB"})
COLLECTIVE_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM"})


def resolve_actor(
    names: Sequence[str],
    heads: Sequence[str],
    kind: str,
    actors: ActorBase,
    country: str | None = None,
    date: str | None = None,
) -> Actor:
    """The actor that an entity's mentions stand for; never nothing: an unlisted one gets a type from its head words.

    `names` are the strings of the entity's mentions without leading article (best name first), `heads` the lower-case
    lemmas of their heads in the same order ("" where unknown), `kind` a MentionKind. `country` (ISO3) is that of a grounded
    place the mention is or is bound to ("police in Mosul"); words of nationality in the names go before it. `date` is ISO.
    """
    found: list[Actor] = []
    for index, name in enumerate(names):
        actor = _resolve_name(name, heads[index] if index < len(heads) else "", kind, actors, date)
        if actor.base is not None and kind != "place":
            return actor
        found.append(actor)
    if not found:
        return _make_actor("person" if kind == "person" else "other", country, "")
    return _join_actors(found, country)


def _join_actors(found: Sequence[Actor], country: str | None) -> Actor:
    """One actor of what several names say: the first that tells a sector, the first that tells a country."""
    best = next((actor for actor in found if actor.codes.get("plover", "")[3:]), None) or next(
        (a for a in found if a.type not in ("other", "person")), found[0]
    )
    where = best.country or next((actor.country for actor in found if actor.country), None) or country
    if where == best.country or where is None:
        return best
    sector = best.codes.get("plover", "")[3:]
    return replace(best, country=where, codes=write_codes(where, best.type, sector))


def _resolve_name(name: str, head: str, kind: str, actors: ActorBase, date: str | None) -> Actor:
    phrase = read_phrase(name, actors)
    if not phrase.words:
        return Actor("other")
    whole = _find_whole(phrase)
    if whole is not None:
        return _date_actor(_pick_active(whole, name, actors, date), date)
    if kind == "place":
        return _resolve_place(phrase)
    leader = _find_leader(phrase, kind, actors, date)
    if leader is not None:
        return leader
    sort = find_sort(phrase, head)
    if sort is not None and sort.sector in CARED_FOR and has_weak_head(phrase, head) and any(_is_body(known) for known in phrase.known):
        sort = None  # "the U.N. refugee agency" is no refugee
    member = _find_group(phrase, sort, head)
    if member is not None:
        actor = _make_member(member, sort, date)
        return replace(actor, base=None) if kind == "person" else actor  # a commander of Hamas is not Hamas
    anchor = find_country(phrase)
    if sort is None:
        return _resolve_bare(phrase, kind)
    if anchor is not None and anchor.within and sort.weak and sort.sector == "MIL":
        sort = Sort("armed group", "REB", True, False)  # forces of a people without a state: "Chechen forces"
    return _make_actor(sort.type, anchor.country if anchor else None, sort.sector)


def _find_whole(phrase: Phrase) -> KnownActor | None:
    """The known actor that all the words before the cut name."""
    return next((known.actor for known in phrase.known if known.start == 0 and known.end >= phrase.cut), None)


def _pick_active(known: KnownActor, name: str, actors: ActorBase, date: str | None) -> KnownActor:
    """Of several actors of one name the one that was active on the date."""
    if date is None or is_active(known, date):
        return known
    return next((other for other in actors.lookup(name) if is_active(other, date)), known)


def _resolve_place(phrase: Phrase) -> Actor:
    """A place that acts: a state or its capital stands for its government, another place for its country."""
    anchor = next(iter(phrase.anchors), None)
    if anchor is None:
        return Actor("other")
    if anchor.within or anchor.start > 0 or anchor.end < len(phrase.words):
        return _make_actor("other", anchor.country, "")
    return _make_actor("government", anchor.country, "GOV")


def _resolve_bare(phrase: Phrase, kind: str) -> Actor:
    """A name without a telling noun: a person, a people ("Syrians"), or an organisation of unknown kind."""
    anchor = find_country(phrase)
    country = anchor.country if anchor else None
    if kind == "person":
        surname = anchor is not None and anchor.start > 0 and anchor.end == len(phrase.words)  # "Sudesh Amman" is not of Jordan
        return _make_actor("person", None if surname else country, "")
    if kind == "people" or (anchor and phrase.words[anchor.end - 1].endswith("s") and anchor.end == len(phrase.words) and kind == "nationality"):
        return _make_actor("civilians", country, "CVL")
    return _make_actor("other", country, "")


def _find_leader(phrase: Phrase, kind: str, actors: ActorBase, date: str | None) -> Actor | None:
    """The known person a title and name stand for: "Iraqi Prime Minister Haider al-Abadi", "President Bush"."""
    for known in phrase.known:
        if known.actor.id.startswith("person-") and known.end == len(phrase.words):
            surname = " ".join(phrase.words[known.start : known.end])
            return _date_actor(_pick_active(known.actor, surname, actors, date), date)
    if kind != "person" or len(phrase.words) < 2:
        return None
    anchor = find_country(phrase)
    candidates = [known for known in actors.lookup(phrase.words[-1]) if known.id.startswith("person-")]
    if anchor is not None:
        candidates = [known for known in candidates if known.actor.country == anchor.country]
    if not candidates or find_sort(phrase, "") is None:
        return None
    best = next((known for known in candidates if is_active(known, date)), candidates[0])
    return _date_actor(best, date)


def _find_group(phrase: Phrase, sort: Sort | None, head: str) -> Known | None:
    """The known actor whose members, forces or officials the phrase means."""
    if sort is not None and not (sort.weak or sort.sector in MEMBER_SECTORS):
        return None
    before = [known for known in phrase.known if known.start < phrase.cut]
    if before:
        return before[-1]
    follows = phrase.words[phrase.cut].lower() if phrase.cut < len(phrase.words) else ""
    own = follows in ("of", "for", "from") and sort is not None and (sort.weak or has_weak_head(phrase, head))
    return next((known for known in phrase.known if own and known.start <= phrase.cut + 3), None)


def _is_body(known: Known) -> bool:
    return known.actor.actor.type in ("international organisation", "NGO") and not known.actor.id.startswith("person-")


def _make_member(member: Known, sort: Sort | None, date: str | None) -> Actor:
    group = _date_actor(member.actor, date)
    if member.actor.id.startswith("person-"):  # "the Assad regime", "Bush administration"
        sector = sort.sector if sort else "GOV"
        return _make_actor(sort.type if sort else "government", group.country, sector or "GOV")
    if sort is None:
        return replace(group, base=None)
    if group.type in ("international organisation", "NGO") and sort.sector in ("MIL", "COP"):
        prefix = group.codes.get("plover", "IGO")[:3]
        return replace(group, base=None, codes={**group.codes, "plover": prefix + sort.sector})
    if group.type in ("government", "other") and sort.sector in COLLECTIVE_SECTORS:
        return _make_actor(sort.type, group.country, sort.sector)
    return group if sort.sector in COLLECTIVE_SECTORS or not sort.sector else replace(group, base=None)


def _date_actor(known: KnownActor, date: str | None) -> Actor:
    """The actor as it was on that date: who is out of office acts as a former official."""
    if date is None or not known.id.startswith("person-") or is_active(known, date) or _has_just_left(known, date):
        return known.actor
    former = write_codes(known.actor.country, "person", "ELI")
    return replace(known.actor, type="person", codes=former)


JUST_LEFT = timedelta(days=31)  # reports of a death or a fall still speak of the office


def _has_just_left(known: KnownActor, date: str) -> bool:
    """Whether the office ended, to the day, within the month before."""
    if known.active_to is None or len(known.active_to) != len("2020-01-03") or len(date) != len(known.active_to):
        return False
    return timedelta(0) <= Day.fromisoformat(date) - Day.fromisoformat(known.active_to) <= JUST_LEFT


def is_active(known: KnownActor, date: str | None) -> bool:
    """Whether the date lies within the actor's time; bounds of years or months are taken whole."""
    if date is None:
        return True
    start, end = known.active_from or "", known.active_to or "9999"
    return date[: len(start)] >= start and date[: len(end)] <= end


def _make_actor(type_: ActorType, country: str | None, sector: str) -> Actor:
    return Actor(type_, country, None, write_codes(country, type_, sector))


def write_codes(country: str | None, type_: str, sector: str) -> dict[str, str]:
    """PLOVER and CAMEO codes: country or stateless code and sector; the sector alone after "---" where no country is known."""
    home = STATELESS.get(type_) if type_ in STATELESS else None
    if country is None and home is None and not sector:
        return {}
    plover = home or (PLOVER_COUNTRIES.get(country, country) if country else "---")
    cameo = home or (CAMEO_COUNTRIES.get(country, country) if country else "---")
    return {"plover": f"{plover}{sector}", "cameo": f"{cameo}{CAMEO_SECTORS.get(sector, sector)}"}
