"""How long the page Explore takes in a record: the first view, clicks on facets, moving the map; the whole answer, HTML and all, in one process."""

from __future__ import annotations

import statistics
import time
from typing import Any

CLICKED = ("kind", "country", "province", "actor", "dispute", "certainty", "when")  # two values of each
FIRST_VIEW_MS, CLICK_MS = 1500, 300  # what a person takes for at once


def measure_exploring(record: Any) -> dict[str, Any]:
    """Milliseconds of the first view, of clicks on facets, of days, words and a place, and of moving the map."""
    from starlette.testclient import TestClient

    from karama.web.app import identify_owner, make_app
    from karama.web.visits import Site

    client = TestClient(make_app(Site(record), identify_owner("bench"), None))
    client.get("/assets/site.css")  # routes and templates are loaded
    first = _time(client, "/explore")
    found = client.get("/explore.json").json()
    clicks = [
        {one["parameter"]: value["key"]} for one in found["facets"] if one["parameter"] in CLICKED for value in one["values"][:2]
    ]  # fmt: skip
    days = [{"from": one["first"], "to": one["last"]} for one in found["timeline"]["bins"][-3:]]
    view = client.get("/explore/extent.json").json()["extent"] or [30, 30, 40, 40]
    maps = [{"view": ",".join(map(str, [*(edge + shift for edge in view), zoom]))} for shift, zoom in ((0.0, 6), (0.5, 7), (1.0, 8))]
    return {
        "incidents": found["totals"]["incidents"], "first_view_ms": first, "click": _sum_up([_time(client, "/explore", one) for one in clicks]),
        "days": _sum_up([_time(client, "/explore", one) for one in days]), "map": _sum_up([_time(client, "/explore/marks.json", one) for one in maps]),
        "words": _time(client, "/explore", {"q": "killed"}), "place": _time(client, "/explore", {"place": "Raqqa"}),
    }  # fmt: skip


def _time(client: Any, path: str, query: dict[str, str] | None = None) -> float:
    started = time.perf_counter()
    answer = client.get(path, params=query or {})
    assert answer.status_code == 200, answer.text[:300]
    return 1000 * (time.perf_counter() - started)


def _sum_up(times: list[float]) -> dict[str, float]:
    return {"median_ms": statistics.median(times), "worst_ms": max(times)} if times else {}
