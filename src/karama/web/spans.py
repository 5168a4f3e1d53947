"""Times as drawings: situations as bars whose ends are as sharp as the reports know them, and how many incidents fell into each month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from karama.render.incident_lines import NOT_TOLD, STATES, count_things
from karama.views.situations import Situation
from karama.views.timeline import Timeline
from karama.web.incidents import describe_source

WIDTH = 320  # of all bars, in units of the drawing
COLUMNS_WIDTH = 600  # of all columns
HEIGHT = 90  # of the columns of incidents
FADE = 12  # how far an end that nobody tells fades out
FEWEST_DAYS = 10  # a single day is not stretched over the whole width
MOST_TICKS = 7  # beneath columns; bars are narrower
MOST_BAR_TICKS = 4
MOST_SOURCES = 6


def describe_situations(found: Sequence[Situation]) -> dict[str, Any]:
    """The situations with their bars on one scale of days, and the ticks of that scale."""
    days = sorted(day for one in found for pair in (one.began, one.ended or (None, None), one.told) for day in pair if day)
    if not days:
        return {"situations": [_describe(one, None, found) for one in found], "ticks": []}
    scale = Scale(days[0], days[-1])
    return {"situations": [_describe(one, scale, found) for one in found], "ticks": scale.list_ticks()}


class Scale:
    """Days as places on a line, with room for ends that fade out."""

    def __init__(self, first: str, last: str) -> None:
        self.first, self.last = date.fromisoformat(first), date.fromisoformat(last)
        if (self.last - self.first).days < FEWEST_DAYS:
            self.first, self.last = self.first - timedelta(FEWEST_DAYS // 2), self.last + timedelta(FEWEST_DAYS // 2)
        self.days = (self.last - self.first).days + 1

    def place(self, day: str, *, end: bool = False) -> float:
        """Where the day begins, or ends."""
        return round(FADE + ((date.fromisoformat(day) - self.first).days + end) / self.days * (WIDTH - 2 * FADE), 1)

    def list_ticks(self) -> list[dict[str, Any]]:
        """Firsts of months or years, few enough to be read; days where the time is short."""
        step = max(1, self.days // MOST_BAR_TICKS)
        if self.days > 62:
            months = [date(year, month, 1) for year in range(self.first.year, self.last.year + 1) for month in range(1, 13)]
            inside = [day for day in months if self.first <= day <= self.last]
            inside = [day for day in inside if day.month == 1] if len(inside) > 24 else inside
            chosen = inside[:: max(1, -(-len(inside) // MOST_BAR_TICKS))]
        else:
            chosen = [self.first + timedelta(n) for n in range(step // 2, self.days, step)]
        long = self.days > 62
        return [{"x": self.place(day.isoformat()), "name": day.isoformat()[:7] if long else day.isoformat()[5:]} for day in chosen]


def _describe(one: Situation, scale: Scale | None, found: Sequence[Situation]) -> dict[str, Any]:
    by_id = {other.id: other for other in found}
    return {
        "id": one.id,
        "words": tell_state(one),
        "stance": one.stance,
        "certainty": one.certainty,
        "edtf": one.edtf,
        "told": one.told,
        "origins": count_things(one.origins, "independent origin"),
        "bar": draw_bar(one, scale) if scale is not None else None,
        "ended_by": {"id": one.ended_by, "words": tell_state(by_id[one.ended_by])} if one.ended_by in by_id else None,
        "against": [{"id": other, "words": tell_state(by_id[other])} for other in one.against if other in by_id],
        "sources": [describe_source(source) for source in one.sources[:MOST_SOURCES]],
        "more_sources": max(0, len(one.sources) - MOST_SOURCES),
    }


def tell_state(one: Situation) -> str:
    """What holds, in words: "Raqqa: besieged by U.S.-backed fighters"; what is not told as so says so first."""
    holder, other = (party.name if party is not None else "somebody" for party in (one.holder, one.other))
    place, count = one.place.name if one.place is not None else "place not told", one.count.words if one.count is not None else ""
    words = STATES[one.kind].format(place=place, holder=holder, other=other, count=count)
    return words if one.stance == "told" else f"{NOT_TOLD.get(one.stance, one.stance)}: {words}"


def draw_bar(one: Situation, scale: Scale) -> list[dict[str, Any]]:
    """The parts of the bar, each from x to x: surely so, perhaps so (reports differ or say little), or an end that nobody tells."""
    first, sure = (one.began[0], one.began[1] or one.began[0]) if one.began[0] else (one.told[0], one.told[0])
    ended = one.ended or (None, None)
    last = ended[0] or one.told[1] or sure
    if first is None or sure is None or last is None:
        return []
    left, middle = scale.place(first), scale.place(sure)
    right = max(scale.place(last, end=ended[0] is None), middle + 2)
    parts = [{"kind": "sure", "x": middle, "width": round(right - middle, 1)}]
    if middle > left:
        parts.insert(0, {"kind": "perhaps", "x": left, "width": round(middle - left, 1)})
    if one.began[0] is None and one.count is None:
        parts.insert(0, {"kind": "open", "x": round(left - FADE, 1), "width": FADE})
    if ended[1] is not None and (end := scale.place(ended[1], end=True)) > right:
        parts.append({"kind": "perhaps", "x": right, "width": round(end - right, 1)})
    if one.ended is None and one.count is None:
        parts.append({"kind": "open", "x": right, "width": FADE})
    return parts


def describe_timeline(timeline: Timeline) -> dict[str, Any]:
    """Columns of incidents by day, month or year: surely in it, and perhaps; with the scale's highest number."""
    most = max((one.sure + one.may for one in timeline.bins), default=0)
    step = COLUMNS_WIDTH / max(len(timeline.bins), 6)
    columns = [
        {
            "name": one.name,
            "sure": one.sure,
            "may": one.may,
            "x": round(number * step, 1),
            "width": round(max(step - 1.5, 1.0), 1),
            "sure_height": round(one.sure / most * HEIGHT, 1) if most else 0,
            "may_height": round(one.may / most * HEIGHT, 1) if most else 0,
        }
        for number, one in enumerate(timeline.bins)
    ]
    every = max(1, -(-len(columns) // MOST_TICKS))
    return {"unit": timeline.unit, "columns": columns, "most": most, "earlier": timeline.earlier, "ticks": columns[::every]}
