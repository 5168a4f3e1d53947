"""`karama import`: small files in the shapes of ACLED, UCDP, POLECAT, GDELT and the Auto Archiver, made for these tests, beside a report that was read."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from karama.api import init_record, open_record
from karama.app.recording import Added, RecordTools
from karama.cli.main import main
from karama.data_sets import DataSets, ask
from karama.domain.record import Capture, KeptReading, Run
from karama.export.tables import load_columns
from karama.imports.gdelt import COLUMNS as GDELT
from karama.ports import ClaimQuery
from karama.web.pages.overview import show_overview

ACLED = [column.name for column in load_columns("acled_columns.csv")]
POLECAT = [column.name for column in load_columns("polecat_columns.csv")]
REPORT = "RAQQA, Syria, June 27, 2017 (Example Wire) - An air strike by the U.S.-led coalition killed 12 civilians in Mayadin on Monday, residents said.\n"
NOTES = "On 26 June 2017, aircraft hit a house that Qweblix the baker lived in, in Al Mayadin. 42 fatalities."
STRIKE: dict[str, Any] = {
    "event_id_cnty": "SYR1", "event_date": "2017-06-26", "year": 2017, "time_precision": 1, "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "Global Coalition Against Daesh",
    "inter1": "External/Other forces", "actor2": "Civilians (Syria)", "inter2": "Civilians", "interaction": "External/Other forces-Civilians", "iso": 760,
    "region": "Middle East", "country": "Syria", "admin1": "Deir ez Zor", "location": "Al Mayadin", "latitude": 35.02, "longitude": 40.45, "geo_precision": 1,
    "source": "A Made Up Wire; An Office", "source_scale": "National", "fatalities": 42, "notes": NOTES, "timestamp": 1600000000,
}  # fmt: skip
VAGUE = STRIKE | {
    "event_id_cnty": "SYR2",
    "event_date": "2017-06-15",
    "time_precision": 3,
    "geo_precision": 3,
    "notes": "During June 2017, somewhere in the province.",
}


def write(path: Path, columns: list[str], *rows: dict[str, Any], delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of one report with two imported rows."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with init_record(folder / "r.karama") as record:
        record.add([folder / "report.txt"], by="Ann")
    assert main(["import", str(folder / "r.karama"), "acled", str(write(folder / "a.csv", ACLED, STRIKE, VAGUE)), "--by", "Ben"]) == 0
    return folder / "r.karama"


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "r.karama"))


def list_imported(tools: RecordTools) -> list[Any]:
    runs = tuple(run.id for run in tools.store.find(Run) if "import" in run.versions)
    return list(tools.store.claims(ClaimQuery(closed=True, runs=runs)))


def test_a_row_is_a_claim_of_its_source_with_its_words_and_its_own_precision(made: Path) -> None:
    with open_record(made) as record:
        exact, vague = list_imported(record.tools)
        assert (exact.kind, exact.publisher, exact.words, [one.words for one in exact.speakers]) == (
            "air strike",
            "ACLED",
            NOTES,
            ["A Made Up Wire", "An Office"],
        )
        assert [party.base for party in exact.actors] == ["combined-joint-task-force-operation-inherent-resolve"]
        assert [(one.name, one.precision) for one in exact.places] == [("Al Mayadin", "settlement")]
        assert [(one.name, one.precision) for one in vague.places] == [("Deir ez Zor", "province")], "the town only stands in the province's place"
        assert [(one.earliest, one.latest) for one in vague.dates] == [("2017-06-01", "2017-06-30")]
        trace = record.trace(exact.id)
        run = next(record.tools.store.find(Run, id=exact.run))
        assert run.versions["import"] == "import/acled 1"
        original = record.tools.originals.get(trace.captures[0].original)
        assert original.startswith(b"SYR1,2017-06-26,2017,1,")
        assert not original.endswith(b"\n")


def test_nothing_that_was_read_is_mixed_with_what_was_imported(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_record(made) as record:
        assert all(claim.publisher != "ACLED" for claim in record.claims())
        incidents = record.incidents(place="Mayadin", within_km=50)
        assert len(incidents) == 1, "the strike by the coalition is told by the report and by the row, and stays two"
        assert {value.words for value in incidents[0].view.list_values("killed")} == {"12"}
        assert incidents[0].view.articles == 1
        assert record.search("Qweblix") == ()
        assert not any("Qweblix" in name for line in record.entities() for name in line.names)
        assert record.exploring().tools.catalogue.is_current()
    assert main(["incidents", str(made), "--place", "Mayadin", "--policy", "acled"]) == 0
    assert "imported" not in capsys.readouterr().out


def test_imported_rows_are_listed_apart_where_they_are_asked_for(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["incidents", str(made), "--place", "Mayadin", "--with-imports", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("imported") for one in found] == [None, "ACLED"], "the row of the province is not at the town that it is coded to"
    assert main(["incidents", str(made), "--source", "acled", "--from", "2017-06-20", "--to", "2017-06-27"]) == 0
    told = capsys.readouterr().out
    assert told.count("imported from ACLED, not merged with what was read:") == 2
    assert "killed 12" not in told
    assert main(["incidents", str(made), "--source", "polecat"]) == 2
    assert "nothing of that data set was imported; there is acled" in capsys.readouterr().err
    assert main(["show", str(made), found[1]["id"]]) == 0
    assert "closed" not in capsys.readouterr().out


def test_the_record_is_compared_with_what_was_imported(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(made), "--source", "acled", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [pair["row_id"] for pair in found["both"]] == ["SYR1"]
    assert next(field for field in found["both"][0]["fields"] if field["field"] == "killed")["differs"]


def test_importing_again_keeps_nothing_again(record: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_record(record) as opened:
        before = opened.tools.store.count(KeptReading)
    assert main(["import", str(record), "acled", str(made.parent / "a.csv")]) == 0
    assert "0 rows of ACLED imported, 2 known already" in capsys.readouterr().out
    with open_record(record) as opened:
        assert opened.tools.store.count(KeptReading) == before


def test_a_newer_form_of_a_row_counts_and_the_older_is_kept(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = write(tmp_path / "b.csv", ACLED, STRIKE | {"fatalities": 40, "notes": NOTES.replace("42", "40")})
    assert main(["import", str(record), "acled", str(newer)]) == 0
    assert "1 in the place of an older form" in capsys.readouterr().out
    with open_record(record) as opened:
        sets = DataSets(opened.tools)
        found = sets.incidents(ask(place="Mayadin"), source="acled")
        assert [value.words for one in found for value in one.view.list_values("killed")] == ["40"]
        assert len(list_imported(opened.tools)) == 3
        assert opened.verify().faults == ()


def test_reading_again_leaves_rows_of_data_sets_alone(record: Path) -> None:
    with open_record(record) as opened:
        imported = {capture.article for capture in opened.tools.store.find(Capture, obtained="imported")}
        again = [*opened.watch_adding([], reread=True), *opened.watch_adding([], unread=True)]
        read = [added.article for added in again if isinstance(added, Added)]
        assert imported.isdisjoint(read)
        assert len(list_imported(opened.tools)) == 2


def test_verify_tells_a_row_that_was_changed_and_the_journal_knows_the_import(record: Path) -> None:
    with open_record(record) as opened:
        checked = opened.verify()
        assert (checked.faults, checked.notes) == ((), ())
        claim = list_imported(opened.tools)[0]
    with sqlite3.connect(record / "record.sqlite") as store:
        store.execute(
            "update readings set body = (select body from readings as other where other.id like 'import%' and other.article <> ?) "
            "where id like 'import%' and article = ?",
            (claim.article, claim.article),
        )
    with open_record(record) as opened:
        assert any("reading import_" in fault.where for fault in opened.verify().faults)


def test_rebuilding_brings_rows_over_and_never_reads_them(record: Path, tmp_path: Path) -> None:
    assert main(["rebuild", str(record), str(tmp_path / "new.karama")]) == 0
    with open_record(tmp_path / "new.karama") as opened:
        assert len(list_imported(opened.tools)) == 2
        assert opened.verify().faults == ()
        assert len(opened.incidents(place="Mayadin", within_km=50)) == 1


def test_a_store_that_is_gone_loses_no_row_that_cannot_be_imported_again(record: Path, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (record / "record.sqlite").unlink()
    new = tmp_path / "new.karama"
    main(["rebuild", str(record), str(new)])
    assert "imported" not in capsys.readouterr().out
    with open_record(new) as opened:
        assert len(opened.incidents(place="Mayadin", within_km=50)) == 1
        assert all("Qweblix" not in claim.words for claim in opened.claims()), "a row is no report to be read"
    assert main(["import", str(new), "acled", str(made.parent / "a.csv")]) == 0
    with open_record(new) as opened:
        assert len(list_imported(opened.tools)) == 2
        assert opened.verify().faults == ()


def test_no_export_and_no_release_holds_a_word_of_a_data_set(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("bundle", "geojson", "csv", "acled"):
        assert main(["export", str(made), form, str(tmp_path / f"out.{form}"), "--profile", "private"]) == 0
    capsys.readouterr()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Qweblix" not in path.read_bytes(), path
            assert b"SYR1" not in path.read_bytes().replace(b"SYR17", b""), path
    bundle = tmp_path / "bundle.zip"
    assert main(["export", str(made), "bundle", str(bundle), "--profile", "private"]) == 0
    shutil.unpack_archive(bundle, tmp_path / "unpacked")
    assert not any(b"Qweblix" in path.read_bytes() for path in (tmp_path / "unpacked").rglob("*") if path.is_file())


def test_bad_rows_are_told_with_row_and_column_and_good_ones_are_imported(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [STRIKE | {"event_id_cnty": "SYR8", "event_date": "soon"}, STRIKE | {"event_id_cnty": "SYR9", "latitude": 135}, STRIKE | {"event_id_cnty": "SYR10"}]
    assert main(["import", str(record), "acled", str(write(tmp_path / "bad.csv", ACLED, *bad))]) == 3
    captured = capsys.readouterr()
    assert "row 1, event_date: no date" in captured.err
    assert "row 2, latitude: must lie within" in captured.err
    assert "1 rows of ACLED imported, 2 could not be read" in captured.out
    for name, data in (("empty.csv", b""), ("other.csv", b"a,b\n1,2\n"), ("image.csv", b"\x89PNG\0\1"), ("none.csv", None)):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        assert main(["import", str(record), "acled", str(tmp_path / name)]) == 3
        assert len(capsys.readouterr().err.strip().splitlines()) == 1, name


def test_polecat_and_gdelt_are_read_with_their_own_precision(record: Path, tmp_path: Path) -> None:
    story = {
        "Event ID": "20170626-1", "Event Date": "2017-06-26", "Event Type": "ASSAULT", "Event Mode": "aerial", "Quad Code": "MATERIAL CONFLICT",
        "Actor Name": "Syrian Democratic Forces", "Recipient Name": "Islamic State", "District": "Mayadin", "Province": "Deir ez-Zor", "Country": "SYR",
        "Latitude": 35.02, "Longitude": 40.45, "Source": "A Made Up Wire", "Publication Date": "2017-06-27", "Language": "en",
    }  # fmt: skip
    assert main(["import", str(record), "polecat", str(write(tmp_path / "p.tsv", POLECAT, story, delimiter="\t"))]) == 0
    trailing = (tmp_path / "p.tsv").read_text().replace("20170626-1", "20170626-2").replace("\n", "\t\t\n").replace("\t\t\n", "\n", 1)
    (tmp_path / "trailing.tsv").write_text(trailing)
    assert main(["import", str(record), "polecat", str(tmp_path / "trailing.tsv")]) == 0, "some weeks have empty cells too many"
    event = dict.fromkeys(GDELT[61], "") | {
        "GLOBALEVENTID": "99", "SQLDATE": "20170626", "EventCode": "1823", "Actor1Name": "SYRIA", "ActionGeo_Type": "1", "ActionGeo_FullName": "Syria",
        "ActionGeo_Lat": "35", "ActionGeo_Long": "38", "DATEADDED": "20170627000000", "SOURCEURL": "https://example.org/story",
    }  # fmt: skip
    rows = "\t".join(event.values()) + "\n" + "\t".join(event.values()).replace("20170626", "2017xx").replace("99\t", "98\t", 1) + "\n"
    (tmp_path / "g.tsv").write_text(rows)
    assert main(["import", str(record), "gdelt", str(tmp_path / "g.tsv")]) == 3, "the second row has no day"
    with open_record(record) as opened:
        sets = DataSets(opened.tools)
        assert sets.count() == {"acled": 2, "polecat": 2, "gdelt": 1}
        polecat, gdelt = (sets.incidents(source=name)[0].view.claims[0] for name in ("polecat", "gdelt"))
        assert (polecat.kind, polecat.places[0].precision, polecat.published) == ("air strike", "district", "2017-06-27")
        assert (gdelt.kind, gdelt.places[0].precision, gdelt.places[0].country) == ("killing", "country", "SYR")
        assert opened.verify().faults == ()


def test_what_the_auto_archiver_collected_is_read_and_media_without_text_are_kept_unread(record: Path, tmp_path: Path) -> None:
    text = "Two people were killed on Monday when a shell hit a market in Raqqa, a local doctor said."
    post = {"status": "telegram: success", "metadata": {"url": "https://example.org/post/1", "content": text, "timestamp": "2017-06-28T10:00:00+00:00"}}
    video = {
        "status": "success",
        "metadata": {"url": "https://example.org/video/2", "title": "Video"},
        "media": [{"filename": "v.mp4", "urls": ["s3://bucket/v.mp4"], "properties": {"hash": "SHA-256:00ff"}}],
    }
    (tmp_path / "archive.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (post, video)) + "{broken\n")
    assert main(["import", str(record), "auto-archiver", str(tmp_path / "archive.jsonl")]) == 3, "the third line is no JSON"
    sheet = write(tmp_path / "sheet.csv", ["Link", "Archive location", "Upload title", "Upload timestamp", "Text content", "Hash"], {
        "Link": "https://example.org/photo/3", "Archive location": "https://archive.example.org/3", "Upload title": "A photo", "Hash": "0abc",
    })  # fmt: skip
    assert main(["import", str(record), "auto-archiver", str(sheet)]) == 0
    with open_record(record) as opened:
        shelled = [claim for claim in opened.claims(place="Raqqa") if claim.published == "2017-06-28"]
        assert shelled
        articles = {article.url: article for article in opened.articles() if article.url}
        assert "SHA-256:00ff" in articles["https://example.org/video/2"].text
        assert "hash 0abc" in articles["https://example.org/photo/3"].text
        read = {reading.article for reading in opened.tools.store.find(KeptReading)}
        assert articles["https://example.org/video/2"].id not in read
        assert articles["https://example.org/post/1"].id in read
        assert opened.verify().faults == ()


def test_the_first_page_counts_what_was_read_apart_from_what_was_imported(made: Path) -> None:
    with open_record(made) as record:
        visit: Any = SimpleNamespace(record=record, person=SimpleNamespace(may=lambda _: True))  # as far as the page asks for it
        shown = show_overview(visit)
    assert (shown["articles"], shown["imported"]) == (1, 2)
    assert shown["claims"] < 10
    assert all("import" not in run["versions"] for run in shown["runs"])
