"""Looking around in a record: one question, and its counts, list, map and time, all from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from karama.app.asking import Question, find_situations, lay_out_groups, read_day, read_days, resolve_actor, resolve_place
from karama.app.cataloguing import Catalogue, CataloguingTools, bring_up_to_date
from karama.domain.catalogue import By, CatalogueQuery, Facet, FacetCount, IncidentLine, Order, Spot, Totals
from karama.domain.record import Where
from karama.errors import SetupError, UnavailableError
from karama.views.map_marks import MapMarks, MapView, find_extent, find_view, make_marks, reaches
from karama.views.matching import match_place
from karama.views.policies import Choice, Policy, apply_policy
from karama.views.situations import Situation
from karama.views.states import AT_PLACES
from karama.views.timeline import Timeline, choose_unit, make_timeline

# One thread of a process makes the catalogue; others wait so long and then show what there is.
_AT_WORK = Lock()
PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a person puts it; every field narrows, an empty one does not."""

    words: str = ""
    claims: tuple[str, ...] | None = None  # found otherwise, e.g. by meaning
    place: str = ""  # "Raqqa", "Tripoli, Lebanon", "35.95, 39.01"
    within_km: float = 0.0
    who: str = ""
    first: str = ""  # "2017-06-25", "2017-06", "2017"
    last: str = ""
    by: By = "happened"
    keys: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    box: tuple[float, float, float, float] | None = None  # south, west, north, east


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, with the counts of all of it."""

    totals: Totals
    facets: dict[Facet, tuple[FacetCount, ...]]
    lines: tuple[IncidentLine, ...]


@dataclass(frozen=True, slots=True)
class Exploring:
    """Ways to look around. The catalogue is brought up to date first; where somebody else is writing, it answers as it was."""

    tools: CataloguingTools

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue itself."""
        return self.tools.catalogue

    def refresh(self) -> bool:
        """Whether the catalogue now tells all that the record does; False where somebody else is at it, or it may not be written."""
        if self.catalogue.is_current():
            return True
        if not _AT_WORK.acquire(timeout=PATIENCE_S):
            return False
        try:
            bring_up_to_date(self.tools)
        except (UnavailableError, SetupError):
            return False
        finally:
            _AT_WORK.release()
        return True

    def resolve(self, asked: Asked) -> CatalogueQuery:
        """The question for the catalogue: the place's towns and villages, the actor's names, whole months and years.

        Raises:
            InputError: a date is none.
        """
        first, last = read_days((asked.first or None, asked.last or None))
        query = CatalogueQuery(asked.keys, first, last, asked.by, asked.box, None, asked.claims, asked.words)
        actor = resolve_actor(self.tools.asking, asked.who)
        place = resolve_place(self.tools.asking, asked.place, asked.within_km)
        if actor is not None:
            query = replace(query, parties=tuple(sorted(actor.keys)))
        if place is not None:
            query = replace(query, spots=tuple(one.number for one in self.catalogue.list_all_spots() if match_place(_make_where(one), place)))
        return query

    def find(self, query: CatalogueQuery, order: Order = "-day", limit: int = 50, offset: int = 0) -> Found:
        """The counts and a page of incidents."""
        catalogue = self.catalogue
        return Found(catalogue.count(query), catalogue.list_facets(query), catalogue.list_lines(query, order, limit, offset))

    def find_ranked(self, query: CatalogueQuery, limit: int = 50, offset: int = 0) -> Found:
        """As `find`, in the order of the query's claims: the incident of the first of them first."""
        rank = {claim: number for number, claim in enumerate(query.claims or ())}
        best: dict[str, int] = {}
        for member in self.tools.store.memberships("incident", members=tuple(rank)) if rank else ():
            if member.group is not None:
                best[member.group] = min(rank[member.member], best.get(member.group, len(rank)))
        lines = sorted(self.catalogue.list_lines(query, "day", len(rank)), key=lambda line: (best.get(line.group, len(rank)), line.id))
        return Found(self.catalogue.count(query), self.catalogue.list_facets(query), tuple(lines[offset : offset + limit]))

    def draw_map(self, query: CatalogueQuery, view: MapView | None = None) -> tuple[MapView, MapMarks]:
        """The marks of the view; without one, of all that is found."""
        spots = self.catalogue.list_spots(query)
        if view is None:
            view = find_view(spots)
        else:
            spots = tuple(one for one in spots if reaches(one.spot, view))
        return view, make_marks(spots, view)

    def find_extent(self, query: CatalogueQuery) -> tuple[float, float, float, float] | None:
        """South, west, north and east of what is found; None where nothing has a position."""
        return find_extent(self.catalogue.list_spots(query))

    def draw_timeline(self, query: CatalogueQuery, totals: Totals) -> Timeline:
        """How many happened (or were reported) when, in the unit that fits."""
        unit = choose_unit(max(filter(None, (query.first, totals.earliest)), default=None), min(filter(None, (query.last, totals.latest)), default=None))
        return make_timeline(self.catalogue.list_spans(query, unit), unit)

    def choose(self, lines: Sequence[IncidentLine], policy: Policy) -> dict[str, tuple[Choice, ...]]:
        """What the policy shows of each incident, by its id."""
        return {view.id: apply_policy(policy, view) for view in lay_out_groups(self.tools.asking, [line.group for line in lines])}

    def list_situations(self, day: str) -> tuple[Situation, ...]:
        """Who controls, besieges or blockades which place on the day.

        Raises:
            InputError: the day is none.
        """
        on = read_day(day, last=False)
        question = Question(kinds=tuple(sorted(AT_PLACES)))
        return self.catalogue.remember(("situations", on), lambda: find_situations(self.tools.asking, question, on))


def _make_where(spot: Spot) -> Where:
    return Where(spot.name, spot.geonames, spot.latitude, spot.longitude, spot.radius_km, spot.precision, spot.country, spot.admin1)
