"""The tables that turn others' codes into kinds, and their names of actors into ours."""

from __future__ import annotations

import pytest

from karama.data import read_table
from karama.imports.cells import split_rows
from karama.imports.kinds import find_acled_kind, find_cameo_kind, find_plover_kind
from karama.imports.parties import find_party
from karama.imports.ucdp_ged import widen
from karama.wiring import open_actors

KINDS = {row["kind"] for row in read_table("frames.csv")}


def test_every_kind_of_the_tables_is_one_of_ours() -> None:
    found = {row["kind"] for name in ("acled", "plover", "cameo") for row in read_table(f"crosswalks/import_{name}.csv")}
    assert found - KINDS == {""}


def test_every_type_of_the_code_books_has_its_row() -> None:
    acled = {row["sub_event_type"] for row in read_table("crosswalks/import_acled.csv")}
    assert acled == {row["sub_event_type"] for row in read_table("crosswalks/acled_event_types.csv")}
    plover = {row["event"] for row in read_table("crosswalks/import_plover.csv")}
    assert plover == {row["event"] for row in read_table("crosswalks/plover_events.csv")}


def test_a_code_without_a_kind_keeps_its_own_words() -> None:
    assert find_acled_kind("Strategic developments", "Other") == "Strategic developments: Other"
    assert find_acled_kind("Battles", "armed clash") == "armed clash"
    assert find_plover_kind("ASSAULT", "heavy-weapons;destroy") == "shelling"
    assert find_plover_kind("ASSAULT", "a new mode") == "attack"
    assert (find_cameo_kind("1951"), find_cameo_kind("190"), find_cameo_kind("021")) == ("air strike", "attack", "CAMEO 021")


@pytest.mark.parametrize(
    ("name", "base", "type_", "named"),
    [
        ("Military Forces of Syria (2000-2024)", "state-syr", "military", True),
        ("Military Forces of Syria (2000-2024) Air Force", "state-syr", "military", True),
        ("Government of Syria", "state-syr", "government", True),
        ("QSD: Syrian Democratic Forces", "syrian-democratic-forces", "armed group", True),
        ("Islamic State (Syria)", "islamic-state", "armed group", True),
        ("IS", "islamic-state", "armed group", True),
        ("Civilians (Syria)", None, "civilians", False),
        ("Unidentified Armed Group (Syria)", None, "armed group", False),
        ("Some Brigade That Nobody Knows", None, None, True),
    ],
)
def test_actors_are_found_by_the_names_that_data_sets_give_them(name: str, base: str | None, type_: str | None, named: bool) -> None:
    party = find_party(name, open_actors())
    assert (party.base, party.type, party.named, party.words) == (base, type_, named, name)


def test_a_row_keeps_its_bytes_whatever_stands_in_its_cells() -> None:
    data = 'a,b\r\n1,"two\r\nlines ""quoted"""\r\n\r\n2,é\n'.encode()
    rows = list(split_rows(data))
    assert [raw for raw, _ in rows] == [b"a,b", b'1,"two\r\nlines ""quoted"""', b"", "2,é".encode()]
    assert rows[1][1] == ["1", 'two\r\nlines "quoted"']
    assert [raw for raw, _ in split_rows("a\tb\n1\té\n".encode("latin-1"), "\t")][1] == "1\té".encode("latin-1")


def test_days_are_as_vague_as_the_precision_says() -> None:
    from datetime import date

    day = date(2017, 6, 26)
    assert [str(one) for one in widen(day, day, 1)] == ["2017-06-26", "2017-06-26"]
    assert [str(one) for one in widen(day, day, 4)] == ["2017-06-01", "2017-06-30"]
    assert [str(one) for one in widen(day, day, 5)] == ["2017-01-01", "2017-12-31"]
