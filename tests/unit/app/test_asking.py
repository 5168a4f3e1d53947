"""Asking a record that is kept: places, days, actors, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from karama.adapters.stores.openings import open_sqlite_store
from karama.app.asking import AskingTools, Question, find_claims, find_incident, find_incidents, find_situations, read_days, resolve_place
from karama.app.decided import DecidedStore
from karama.app.origins import OriginCounter
from karama.domain.entities import Actor
from karama.domain.record import Capture, KeptReading, Membership, Merge, Original, Party, RecordClaim, Run, Speaker, When, Where
from karama.domain.text import Article, Span, hash_text
from karama.errors import InputError
from karama.ports import GazetteerPlace, KnownActor

RAQQA = Where("Raqqa", 172955, 35.95, 39.01, 7.3, "settlement", "SYR", "Raqqa")
SUBURB = Where("Mishlab", None, 35.96, 39.05, 1.0, "part of settlement", "SYR", "Raqqa")
PROVINCE = Where("Raqqa", None, 36.0, 38.9, 93.0, "province", "SYR", "Raqqa")
MOSUL = Where("Mosul", 99072, 36.34, 43.13, 13.0, "settlement", "IRQ", "Nineveh")
SDF = Party("Syrian Democratic Forces", "the SDF", "syrian-democratic-forces", "armed group", "SYR", ("SDF",))
USA = Party("United States", "Washington", "state-usa", "government", "USA")
PLACES = {
    "raqqa": (
        GazetteerPlace("adm1:SY.04", "Raqqa", None, 36.0, 38.9, "SYR", "Raqqa", "ADM1", 624832, 93.0),
        GazetteerPlace("geonames:172955", "Ar Raqqah", 172955, 35.95, 39.01, "SYR", "Raqqa", "PPLA", 531952, 7.3),
    ),
    "tripoli": (
        GazetteerPlace("geonames:1", "Tripoli", 1, 32.9, 13.2, "LBY", "Tripoli", "PPLC", 1302947, 11.4),
        GazetteerPlace("geonames:2", "Tripoli", 2, 34.4, 35.8, "LBN", "North Lebanon", "PPLA", 229398, 4.8),
    ),
    "lebanon": (GazetteerPlace("country:LBN", "Lebanon", None, 33.8, 35.8, "LBN", None, "PCLI", 6848925, 60.0),),
    "syria": (GazetteerPlace("country:SYR", "Syria", None, 35.0, 38.0, "SYR", None, "PCLI", 16906283, 367.0),),
}


class Places:
    """A gazetteer of four names."""

    version = "test"

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        return PLACES.get(name.lower(), ())


class Actors:
    """An actor base of one actor."""

    def lookup(self, name: str) -> tuple[KnownActor, ...]:
        return (KnownActor("syrian-democratic-forces", "Syrian Democratic Forces", ("SDF",), Actor("armed group")),) if name == "SDF" else ()


def make(name: str, article: Article, kind: str = "air strike", day: str | None = "2017-07-01", place: Where | None = RAQQA, **given: object) -> RecordClaim:
    dates = (When(day, day, day, day),) if day else ()
    values = {"actors": (SDF,), "speakers": (Speaker("a doctor", "A Doctor"),), "published": "2017-07-02", **given}
    return RecordClaim(
        name, "v" + name, article.id, "n_1", "c1", "event", kind, 0, 4, "They", Span(0, 4), "body", places=(place,) if place else (), dates=dates, **values
    )  # type: ignore[arg-type]


FIRST, COPY, OTHER = (Article(text, hash_text(text), "a", published="2017-07-02") for text in ("They did it. " * 9, "They did it. " * 9 + "Wow.", "Else."))
CLAIMS = {
    FIRST: (make("c_1", FIRST), make("c_4", FIRST, "siege", place=SUBURB), make("c_7", FIRST, "shelling", None)),
    COPY: (make("c_2", COPY, speakers=()), make("c_5", COPY, place=PROVINCE)),
    OTHER: (make("c_3", OTHER, actors=(USA,), day="2017-07-01"), make("c_6", OTHER, place=MOSUL), make("c_8", OTHER, "siege", "2017-06-29")),
}
INCIDENTS = {"c_1": ("c_1", "c_2", "c_3"), "c_4": ("c_4",), "c_5": ("c_5",), "c_6": ("c_6",), "c_7": ("c_7",), "c_8": ("c_8",)}


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[AskingTools]:
    store, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    with store.transaction():
        store.add([Run("n_1", {"karama": "0"})])
        for article, claims in CLAIMS.items():
            digest = article.id.removeprefix("sha256:")
            capture = Capture("k" + digest[:9], article.id, digest, "text/plain", f"reports/{article.text[:4]}.txt", "file", "2026-01-01T00:00:00Z", "test")
            store.add([Original(digest, 1, "text/plain"), article, capture])
            store.add_reading(KeptReading("r" + digest[:9], article.id, "n_1", "2026-01-01T00:00:00Z", None, "d", len(claims)), {"x": 1}, claims)
        store.add([Merge("g_1", "2026-01-01T00:00:00Z", "test", "{}")])
        store.add([Membership("incident", claim, group, "g_1") for group, members in INCIDENTS.items() for claim in members])
        store.add([Membership("family", article.id, FIRST.id, "g_1") for article in (FIRST, COPY)])
    yield AskingTools(DecidedStore(store), OriginCounter(store), Places, Actors)
    store.close()


def list_ids(found: object) -> list[str]:
    return [one.id for one in found]  # type: ignore[attr-defined]


def test_a_town_and_some_days_give_the_incidents_there_with_all_their_claims(tools: AskingTools) -> None:
    found = find_incidents(tools, Question("Raqqa", earliest="2017-07-01", latest="2017-07-01"))
    assert list_ids(found) == ["i_1", "i_4"]
    assert set(list_ids(found[0].claims)) == {"c_1", "c_2", "c_3"}


def test_a_part_of_the_town_lies_in_it_and_somewhere_in_the_province_does_not(tools: AskingTools) -> None:
    assert set(list_ids(find_claims(tools, Question("Raqqa")))) == {"c_1", "c_2", "c_3", "c_4", "c_7", "c_8"}
    assert "c_5" in list_ids(find_claims(tools, Question("Raqqa province")))


def test_a_country_holds_all_that_lies_in_it(tools: AskingTools) -> None:
    assert {"c_1", "c_4", "c_5"} <= set(list_ids(find_claims(tools, Question("Syria"))))
    assert "c_6" not in list_ids(find_claims(tools, Question("Syria")))


def test_a_point_and_a_distance_are_a_place_too(tools: AskingTools) -> None:
    assert list_ids(find_claims(tools, Question("36.3, 43.1", within_km=20))) == ["c_6"]


def test_a_name_after_the_comma_says_which_of_two_towns_is_meant(tools: AskingTools) -> None:
    asked = resolve_place(tools, "Tripoli, Lebanon")
    assert asked is not None and asked.geonames == frozenset({2})
    asked = resolve_place(tools, "Tripoli")
    assert asked is not None and asked.geonames == frozenset({1})


def test_a_claim_without_a_day_is_found_by_the_day_of_its_report(tools: AskingTools) -> None:
    assert "c_7" in list_ids(find_claims(tools, Question("Raqqa", earliest="2017-07-02", latest="2017-07-02")))
    assert "c_7" not in list_ids(find_claims(tools, Question("Raqqa", earliest="2017-07-03")))


def test_an_actor_is_asked_for_by_any_of_its_names(tools: AskingTools) -> None:
    assert list_ids(find_incidents(tools, Question("Raqqa", actor="Washington"))) == ["i_1"]
    assert "c_1" in list_ids(find_claims(tools, Question(actor="SDF")))


def test_kinds_narrow(tools: AskingTools) -> None:
    assert list_ids(find_incidents(tools, Question("Raqqa", kinds=("siege",)))) == ["i_8", "i_4"]


def test_a_copy_is_no_second_origin(tools: AskingTools) -> None:
    view = find_incident(tools, "i_1")
    assert view is not None
    assert (view.articles, view.origins) == (3, 2)  # a doctor, whom two articles cite, and the article that was copied
    assert view.values[0].sources[0].outlet in ("They.txt", "Else.txt")


def test_a_claim_leads_to_its_incident(tools: AskingTools) -> None:
    view = find_incident(tools, "c_3")
    assert view is not None and view.id == "i_1"
    assert find_incident(tools, "i_999") is None


def test_a_situation_is_told_of_the_time_up_to_the_day(tools: AskingTools) -> None:
    found = find_situations(tools, Question("Raqqa"), "2017-06-30")
    assert [(one.kind, one.edtf) for one in found] == [("besieges", "2017-06-29/..")]


def test_days_are_read_as_people_write_them() -> None:
    assert read_days("2017-06") == ("2017-06-01", "2017-06-30")
    assert read_days("2017-06-25/2017-07") == ("2017-06-25", "2017-07-31")
    assert read_days("2017/..") == ("2017-01-01", None)
    assert read_days(("2017-06-25", None)) == ("2017-06-25", None)
    for wrong in ("soon", "2017-13", "2017-02-30", "17", "2017-06-25-01"):
        with pytest.raises(InputError, match="is no date"):
            read_days(wrong)


def test_a_headline_is_no_origin_beside_the_text_that_it_sums_up(tools: AskingTools) -> None:
    headline, text = replace(make("c_1", FIRST, speakers=()), segment="headline"), make("c_4", FIRST)
    assert tools.origins([headline, text]) == 1
    assert tools.origins([headline]) == 1
