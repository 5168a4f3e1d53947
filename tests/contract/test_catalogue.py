"""What the catalogue of incidents keeps to, over SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from kept_values import NEWER_RUN, keep, make_article, make_claim

from karama.adapters.stores.catalogue import SqlCatalogue
from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.domain.catalogue import CatalogueQuery, Entry, IncidentLine, Key, SpanCount, Spot
from karama.domain.record import Decision, Membership, Merge

RAQQA = Spot("Raqqa", 172955, 35.95, 39.01, 5.0, "settlement", "SYR", "Raqqa")
FIJI = Spot("Suva", 1, -18.1, 178.4, 5.0, "settlement", "FJI", None)
NOWHERE = Spot("the front", None, None, None, None, "area", None, None)
_SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlCatalogue]:
    if request.param == "sqlite":
        store, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    else:
        url = f"{request.getfixturevalue('postgresql')}&schema=catalogue_{next(_SCHEMAS)}"
        store, _ = open_postgresql_store(url, "test", make=True)
    yield SqlCatalogue(store)
    store.close()


def make(name: str, kind: str = "air strike", day: str | None = "2017-06-26", spot: Spot | None = RAQQA, claims: tuple[str, ...] = (), **given: Any) -> Entry:
    actor = given.pop("actor", "sdf")
    values: dict[str, Any] = {
        "id": f"i_{name}", "group": f"c_{name}", "kind": kind, "day": day, "first": day, "last": day, "reported_first": "2017-07-01",
        "reported_last": "2017-07-02", "spot": spot, "actors": actor, "recipients": "", "killed_low": None, "killed_high": None, "wounded_low": None,
        "wounded_high": None, "origins": 1, "articles": 1, "claims": 1, "disputed": False, "certainty": "asserted", "claim": "c_1", "words": "It was hit.",
    }  # fmt: skip
    keys = (Key("kind", kind, kind), Key("actor", actor, actor.upper()), Key("where", spot.precision if spot else "none", ""))
    return Entry(IncidentLine(**{**values, **given}), keys, (spot,) if spot is not None else (), claims)


def fill(catalogue: SqlCatalogue, *entries: Entry) -> None:
    with catalogue.store.transaction():
        catalogue.replace([entry.line.group for entry in entries], entries)
        catalogue.mark(catalogue.find_marks())


def list_ids(catalogue: SqlCatalogue, **query: Any) -> list[str]:
    return [line.id for line in catalogue.list_lines(CatalogueQuery(**query), "day")]


def test_what_is_put_in_comes_back(catalogue: SqlCatalogue) -> None:
    entry = make("a", killed_low=12.0, killed_high=30.0, words="“Twelve” died, he said.")
    fill(catalogue, entry)
    (line,) = catalogue.list_lines(CatalogueQuery())
    assert replace(line, spot=RAQQA) == entry.line
    assert line.spot is not None and line.spot.number > 0


def test_what_has_no_place_or_day_is_counted_and_listed(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", spot=None), make("c", day=None), make("d", spot=NOWHERE, disputed=True))
    totals = catalogue.count(CatalogueQuery())
    assert (totals.incidents, totals.without_place, totals.without_day, totals.disputed) == (4, 1, 1, 1)
    assert list_ids(catalogue) == ["i_a", "i_b", "i_d", "i_c"]


def test_days_find_what_may_lie_between_them(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a", first="2017-06-01", last="2017-06-30"), make("b", day="2017-07-04"), make("c", day=None))
    assert list_ids(catalogue, first="2017-06-15", last="2017-06-16") == ["i_a"]
    assert list_ids(catalogue, first="2017-07-01") == ["i_b"]
    assert list_ids(catalogue, first="2017-07-02", by="reported") == ["i_a", "i_b", "i_c"]


def test_counts_of_a_facet_that_is_chosen_also_tell_of_its_other_keys(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", "siege"), make("c", "siege", actor="is"))
    facets = catalogue.list_facets(CatalogueQuery(keys=(("kind", ("air strike",)),)))
    assert {one.key.key: one.count for one in facets["kind"]} == {"air strike": 1, "siege": 2}
    assert {one.key.key: one.count for one in facets["actor"]} == {"sdf": 1}
    assert {one.key.label for one in facets["actor"]} == {"SDF"}


def test_of_one_facet_any_key_fits_and_of_several_facets_all(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", "siege"), make("c", "shelling", actor="is"))
    assert list_ids(catalogue, keys=(("kind", ("air strike", "shelling")),)) == ["i_a", "i_c"]
    assert list_ids(catalogue, keys=(("kind", ("air strike", "shelling")), ("actor", ("is",)))) == ["i_c"]
    assert list_ids(catalogue, parties=("is",)) == ["i_c"]


def test_a_box_may_cross_the_180th_meridian(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", spot=FIJI))
    assert list_ids(catalogue, box=(-20.0, 170.0, 0.0, -170.0)) == ["i_b"]
    assert list_ids(catalogue, box=(30.0, 30.0, 40.0, 45.0)) == ["i_a"]


def test_places_are_counted_once_each(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", "siege", disputed=True, origins=3), make("c", spot=FIJI), make("d", spot=None))
    found = {one.spot.name: one for one in catalogue.list_spots(CatalogueQuery())}
    assert {name: one.count for name, one in found.items()} == {"Raqqa": 2, "Suva": 1}
    assert (found["Raqqa"].kinds, found["Raqqa"].disputed, found["Raqqa"].origins) == (("air strike", "siege"), 1, 3)
    assert found["Suva"].one == "i_c"
    assert list_ids(catalogue, spots=(found["Suva"].spot.number,)) == ["i_c"]
    assert list_ids(catalogue, spots=()) == []


def test_time_is_counted_by_first_and_last_unit(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b", day="2017-06-02"), make("c", first="2017-06-30", last="2017-07-02"), make("d", day=None))
    assert catalogue.list_spans(CatalogueQuery(), "month") == (SpanCount("2017-06", "2017-06", 2), SpanCount("2017-06", "2017-07", 1))


def test_orders(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a", killed_high=5.0), make("b", day="2017-07-01", killed_high=50.0), make("c", day=None, origins=9))
    query = CatalogueQuery()
    found = {order: [line.id[-1] for line in catalogue.list_lines(query, order)] for order in ("day", "-day", "killed", "origins")}
    assert found == {"day": ["a", "b", "c"], "-day": ["b", "a", "c"], "killed": ["b", "a", "c"], "origins": ["c", "a", "b"]}
    assert [line.id for line in catalogue.list_lines(query, "day", 1, 1)] == ["i_b"]


def test_words_are_looked_for_in_its_claims(catalogue: SqlCatalogue) -> None:
    article = make_article("An air strike hit a market.")
    keep(catalogue.store, article, make_claim("c_1", article), make_claim("c_2", article, words="Nothing else happened."))
    fill(catalogue, make("a", claims=("c_1",)), make("b", claims=("c_2",)))
    assert list_ids(catalogue, words="market") == ["i_a"]
    assert list_ids(catalogue, claims=("c_2",)) == ["i_b"]
    assert list_ids(catalogue, words="?!") == []


def test_an_entry_takes_the_place_of_the_one_before(catalogue: SqlCatalogue) -> None:
    fill(catalogue, make("a"), make("b"))
    fill(catalogue, make("a", "siege"))
    with catalogue.store.transaction():
        catalogue.replace(["c_b"], [])
    assert [(line.id, line.kind) for line in catalogue.list_lines(CatalogueQuery())] == [("i_a", "siege")]
    assert {one.key.key for one in catalogue.list_facets(CatalogueQuery())["kind"]} == {"siege"}


def test_only_what_changed_is_named_to_be_laid_out_anew(catalogue: SqlCatalogue) -> None:
    store = catalogue.store
    one, other = make_article("An air strike hit Raqqa."), make_article("Another hit Mayadin.")
    keep(store, one, make_claim("c_1", one), make_claim("c_2", one))
    keep(store, other, make_claim("c_3", other))
    with store.transaction():
        store.add([Merge("g_1", "2026-01-01T00:00:00Z", "test", "{}")])
        store.add([Membership("incident", f"c_{n}", f"c_{n}", "g_1") for n in (1, 2, 3)])
    assert catalogue.list_changed() == ("c_1", "c_2", "c_3")
    assert not catalogue.is_current()
    settle(catalogue)
    assert catalogue.list_changed() == ()
    with store.transaction():
        store.add([Decision("d_1", "reject", ("c_2",), ("v_1",), None, None, "no", "Ann", "2026-01-01T00:00:00Z")])
    assert catalogue.list_changed() == ("c_2",)
    settle(catalogue)
    with store.transaction():
        store.add([Decision("d_2", "undo", (), (), None, "d_1", "", "Ann", "2026-01-01T00:00:01Z")])
    assert catalogue.list_changed() == ("c_2",)
    settle(catalogue)
    keep(store, other, make_claim("c_3", other), run=NEWER_RUN)
    assert catalogue.list_changed() == ("c_3",)
    settle(catalogue)
    with store.transaction():
        store.add(
            [Merge("g_2", "2026-01-01T00:00:00Z", "test", "{}"), Membership("incident", "c_2", "c_1", "g_2"), Membership("family", other.id, one.id, "g_2")]
        )
    assert catalogue.list_changed() == ("c_1", "c_2", "c_3")


def settle(catalogue: SqlCatalogue) -> None:
    with catalogue.store.transaction():
        catalogue.mark(catalogue.find_marks())
    assert catalogue.is_current()


def test_the_tables_are_those_that_the_migrations_make(catalogue: SqlCatalogue) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from karama.adapters.stores.catalogue_tables import metadata

    with catalogue.store.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: not (kind == "table" and name not in metadata.tables)}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_what_is_remembered_is_forgotten_when_the_catalogue_changes(catalogue: SqlCatalogue) -> None:
    asked = count()
    assert [catalogue.remember(("x",), lambda: next(asked)) for _ in range(3)] == [0, 0, 0]
    assert catalogue.count(CatalogueQuery()).incidents == 0
    fill(catalogue, make("a"))
    assert catalogue.count(CatalogueQuery()).incidents == 1
    assert catalogue.remember(("x",), lambda: next(asked)) == 1


@pytest.mark.parametrize("size", [1, 3, 9, 11])
def test_counts_are_the_same_whether_few_or_most_are_asked_for(catalogue: SqlCatalogue, size: int) -> None:
    entries = [
        make(f"{n:02}", ("air strike", "siege", "shelling")[n % 3], actor=("sdf", "is")[n % 2], first=f"2017-06-{n + 1:02}", last=f"2017-06-{n + 1:02}")
        for n in range(12)
    ]
    fill(catalogue, *entries)
    for keys in ((), (("actor", ("sdf",)),), (("kind", ("siege", "shelling")), ("actor", ("is", "sdf")))):
        query = CatalogueQuery(keys=keys, last=f"2017-06-{size:02}")
        expected: dict[tuple[str, str], int] = {}
        for facet in ("kind", "actor", "where"):
            narrowed = query.without(facet)  # type: ignore[arg-type]
            for entry in entries[:size]:
                held = {(one.facet, one.key) for one in entry.keys}
                if all(any((name, key) in held for key in wanted) for name, wanted in narrowed.keys):
                    for name, key in held:
                        if name == facet:
                            expected[name, key] = expected.get((name, key), 0) + 1
        found = {(one.key.facet, one.key.key): one.count for counts in catalogue.list_facets(query).values() for one in counts}
        assert found == expected
