"""What leaves a record and what does not. The report below was written for the project; its people are invented."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from karama import codec
from karama.api import Record, init_record
from karama.app.gating import GatedStore, make_gate
from karama.domain.record import RecordClaim
from karama.gate.held import Held, Ledger, Override, name_item
from karama.gate.leaks import find_leaks, list_telling
from karama.gate.rules import coarsen_point
from karama.gate.secrets import Secrets

REPORT = """Strike on hospital kills nine, family says

IDLIB, March 3, 2017 (Example Wire) - An air strike hit the Umm al-Qura hospital in Saraqib on Thursday and killed nine people, the White Helmets said.

Samira Haddad, a 34-year-old nurse, was killed in the strike. Her brother Karim Haddad told Example Wire that gunmen had detained him in February.

"They shelled the school again," said a resident of the northern district.

Colonel Ryan Dillon, a spokesman for the coalition, said the coalition had not carried out the strike.

Gunmen beheaded two prisoners in the town of Binnish on Wednesday, activists said. Around 400 government troops advanced towards Saraqib on Friday.
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("gate")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with init_record(folder / "idlib.karama") as record:
        record.add([folder / "report.txt"], published="2017-03-03")
        yield record


def open_gate(kept: Record, profile: str, on: str = "2018-01-01", overrides: dict[str, Override] | None = None) -> GatedStore:
    return GatedStore(kept.tools.store, make_gate(profile, on, Ledger(overrides or {})))


def pass_all(kept: Record, profile: str, on: str = "2018-01-01", overrides: dict[str, Override] | None = None) -> tuple[str, list[Held], list[RecordClaim]]:
    store = open_gate(kept, profile, on, overrides)
    claims = list(store.claims())
    return json.dumps(codec.encode(claims), ensure_ascii=False), store.gate.ledger.held, claims


def test_private_lets_everything_through(kept: Record) -> None:
    written, held, claims = pass_all(kept, "private")
    assert claims == list(kept.tools.store.claims()) and held == [] and "Samira Haddad" in written


def test_names_of_victims_and_witnesses_leave_nowhere(kept: Record) -> None:
    written, held, _ = pass_all(kept, "public")
    assert "Haddad" not in written and "Samira" not in written and "Karim" not in written
    assert "[name withheld]" in written
    assert {one.words for one in held if one.rule == "name"} == {"Samira Haddad", "Karim Haddad"}


def test_who_speaks_in_an_office_is_named(kept: Record) -> None:
    assert "Ryan Dillon" in pass_all(kept, "public")[0]
    assert "White Helmets" in pass_all(kept, "public")[0]


def test_a_hospital_is_told_within_some_kilometres_and_without_its_name(kept: Record) -> None:
    written, _, claims = pass_all(kept, "public")
    exact = {(where.latitude, where.longitude) for claim in kept.tools.store.claims() for where in claim.places if where.name == "Saraqib"}
    strike = next(claim for claim in claims if claim.kind == "air strike" and claim.places)
    assert "Umm al-Qura" not in written
    assert strike.places[0].radius_km >= 5 and strike.places[0].geonames is None
    assert (strike.places[0].latitude, strike.places[0].longitude) not in exact


def test_the_cell_holds_the_point_and_does_not_tell_it() -> None:
    near = coarsen_point(35.9306, 36.6339, 5.0)
    assert near == coarsen_point(35.9310, 36.6345, 5.0), "two points of one cell give one middle"
    assert near[:2] != (35.9306, 36.6339) and near[2] >= 5


def test_a_resident_is_a_local_source(kept: Record) -> None:
    written, held, _ = pass_all(kept, "public")
    assert "resident of the northern district" not in written and "a local source" in written
    assert any(one.rule == "source" for one in held)


def test_graphic_passages_stay_behind_and_what_they_claim_goes(kept: Record) -> None:
    written, _, claims = pass_all(kept, "public")
    assert "beheaded" not in written and "[passage withheld: graphic]" in written
    assert any(claim.words == "[passage withheld: graphic]" and claim.kind == "execution" for claim in claims)


def test_fresh_positions_reach_nobody_outside_and_old_ones_do(kept: Record) -> None:
    fresh, held, _ = pass_all(kept, "partners", on="2017-03-20")
    assert "advanced towards" not in fresh and any(one.rule == "position" for one in held)
    assert "advanced towards" in pass_all(kept, "partners", on="2017-05-01")[0]


def test_news_waits_thirty_days(kept: Record) -> None:
    assert pass_all(kept, "public", on="2017-04-01")[2] == []
    assert pass_all(kept, "public", on="2017-04-05")[2] != []


def test_what_has_no_day_waits(kept: Record) -> None:
    gate = make_gate("public", "2018-01-01")
    assert [gate.pass_claim(replace(claim, dates=(), published=None), Secrets()) for claim in kept.tools.store.claims()].count(None) == len(
        list(kept.tools.store.claims())
    )


def test_a_documented_decision_releases_one_name_and_is_noted(kept: Record) -> None:
    item = name_item("name", "Samira Haddad")
    written, held, _ = pass_all(kept, "public", overrides={item: Override(item, "her family asked for it", "Ann", "2018-01-01")})
    assert "Samira Haddad" in written and "Karim" not in written
    assert item not in {one.id for one in held}


@pytest.mark.parametrize("escape", ["plain", "zip", "gzip", "utf-16", "url", "json", "html", "name of a file"])
def test_a_planted_name_is_found_in_whatever_way_it_is_written(escape: str, tmp_path: Path) -> None:
    name, file = "Zaïnab Haddad", tmp_path / "out" / "table.csv"
    file.parent.mkdir()
    words = {"url": "https://example.org/Za%C3%AFnab-Haddad-dies", "json": json.dumps(name), "html": "Za&iuml;nab Haddad"}.get(escape, name)
    if escape == "zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inside/words.txt", f"killed was {name} on Friday")
    elif escape == "name of a file":
        (file.parent / f"{name}.png").write_bytes(b"\x89PNG")
    else:
        data = f"killed was {words} on Friday".encode("utf-16-le" if escape == "utf-16" else "utf-8")
        file.write_bytes(gzip.compress(data) if escape == "gzip" else data)
    assert [leak.name.replace("-", " ") for leak in find_leaks(file.parent, [name])] == [name]
    assert list(find_leaks(file.parent, ["Zaïnab Haddada"])) == []


def test_a_first_name_alone_is_no_leak_where_a_whole_name_is_known(kept: Record) -> None:
    store = open_gate(kept, "public")
    list(store.claims())
    assert "Samira Haddad" in list_telling(store.list_secrets()) and "Samira" not in list_telling(store.list_secrets())
