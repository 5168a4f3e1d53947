"""Every format, written from a record of the example reports by the command, checked by the command, and opened again by somebody else's reader."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from karama.api import init_record, open_record
from karama.cli.main import main
from karama.export.formats import FORMATS, WHOLE
from karama.export.losses import LOSSES

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "reports"
NAMES = [one.name for one in FORMATS]
MAYADIN = ("--place", "Mayadin", "--kind", "air strike")
Export = Callable[..., Path]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record of the six example reports, and of one that only denies."""
    folder = tmp_path_factory.mktemp("records")
    path = folder / "examples.karama"
    denial = "MOSCOW, July 3, 2017 (Example Wire) - Russia's defence ministry denied on Monday that its warplanes had bombed a market in Idlib on Sunday.\n"
    (folder / "denial.txt").write_text(denial, encoding="utf-8")
    with init_record(path) as made:
        made.add([EXAMPLES, folder / "denial.txt"], by="Ann")
    return str(path)


@pytest.fixture(scope="module")
def boundaries(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two made-up districts with P-codes around the towns of the examples."""

    def area(code: str, name: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {"ADM1_PCODE": code[:4], "ADM1_EN": name, "ADM2_PCODE": code, "ADM2_EN": name}
        return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    areas = [area("SY1100", "Ar-Raqqa", 38, 35, 40, 37), area("SY0903", "Al Mayadin", 40, 34.5, 41.2, 36)]
    path = tmp_path_factory.mktemp("boundaries") / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    return str(path)


@pytest.fixture(scope="module")
def files(record: str, boundaries: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every format, written once."""
    folder = tmp_path_factory.mktemp("exports")
    made = {}
    for one in FORMATS:
        made[one.name] = folder / f"{one.name}{one.suffix}"
        more = ["--boundaries", boundaries] if "boundaries" in one.needs else []
        more += ["--profile", "private"] if one.name == "prov" else []
        assert main(["export", record, one.name, str(made[one.name]), "--losses", *more]) == 0
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_our_own_files_keep_every_rule_of_their_format(name: str, files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["validate", name, str(files[name])])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_what_a_format_cannot_hold_stands_beside_its_file_row_by_row(name: str, files: dict[str, Path], record: str) -> None:
    report = json.loads((files[name].parent / (files[name].name + ".losses.json")).read_text(encoding="utf-8"))
    assert report["format"] == name
    assert sum(one["count"] for one in report["losses"]) == len(report["each"])
    assert all(one["means"] == LOSSES[one["kind"]] for one in report["losses"])
    with open_record(record) as kept:
        known = {one.view.id for one in kept.incidents()}
        claims = {claim.id for claim in kept.claims()}
    assert report["incidents"] == len(known)
    assert {one["incident"] for one in report["each"] if one["kind"] != "claim in no incident"} <= known
    assert {one["incident"] for one in report["each"] if one["kind"] == "claim in no incident"} <= claims
    assert report["not_written"] == len({one["incident"] for one in report["each"] if one["dropped"]})


@pytest.mark.parametrize("name", NAMES)
def test_no_file_is_written_over_unless_that_is_asked_for(name: str, files: dict[str, Path], record: str, boundaries: str) -> None:
    before = _read(files[name])
    more = ["--boundaries", boundaries]
    assert main(["export", record, name, str(files[name]), *more]) == 2
    assert _read(files[name]) == before


def _read(path: Path) -> Any:
    return path.read_bytes() if path.is_file() else {p.relative_to(path): p.read_bytes() for p in path.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_of_the_record_is_in_the_file_or_counted_as_lost(name: str, files: dict[str, Path], record: str) -> None:
    """The claims of the file's incidents, of those left out, and those in no incident are all there are."""
    report = json.loads((files[name].parent / (files[name].name + ".losses.json")).read_text(encoding="utf-8"))
    with open_record(record) as kept:
        inside = {claim.id for one in kept.incidents() for claim in one.view.claims}
        others = {claim.id for claim in kept.claims()} - inside
    lost = {one["incident"] for one in report["each"] if one["kind"] == "claim in no incident"}
    assert others and lost == (set() if name in WHOLE else others)


def test_our_own_tables_hold_every_claim_of_the_record(files: dict[str, Path], record: str) -> None:
    import pandas

    with open_record(record) as kept:
        claims = {claim.id for claim in kept.claims()}
    assert set(pandas.read_csv(files["csv"].with_name("csv.claims.csv")).id) == claims
    document = json.loads(files["geojson"].read_text(encoding="utf-8"))
    told = {claim["id"] for feature in document["features"] for claim in feature["properties"]["record_claims"]}
    assert told | {claim["id"] for claim in document["other_claims"]} == claims


def test_a_denied_bombing_is_no_row_of_acled_and_counted(files: dict[str, Path]) -> None:
    report = json.loads((files["acled"].parent / "acled.csv.losses.json").read_text(encoding="utf-8"))
    denied = [one for one in report["each"] if one["kind"] == "denied event"]
    text = files["acled"].read_text(encoding="utf-8")
    assert denied and all(one["incident"] not in text and one["dropped"] for one in denied)


def test_the_summary_tells_what_was_written_and_what_was_not(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "export", record, "acled", str(tmp_path / "out.csv"))
    assert "rows of" in told and "incidents are not in it" in told and "denied event" in told
    (tmp_path / "out.csv").unlink()
    (tmp_path / "out.csv.losses.json").unlink()
    data = json.loads(run(capsys, "export", record, "acled", str(tmp_path / "out.csv"), "--json"))
    assert data["rows"] + data["not_written"] == data["incidents"]


def test_an_export_holds_what_was_asked_for(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", record, "ucdp-ged", str(tmp_path / "out.csv"), *MAYADIN)
    import pandas

    table = pandas.read_csv(tmp_path / "out.csv")
    with open_record(record) as kept:
        (found,) = kept.incidents(place="Mayadin", kinds="air strike", policy="ucdp")
    (killed,) = (choice for choice in found.choices if choice.field == "killed")
    assert (table.relid.tolist(), table.low[0], table.best[0], table.high[0]) == ([found.view.id], killed.low, killed.best, killed.high)
    assert run(capsys, "show", record, table.relid[0])


@pytest.mark.parametrize("killed_after", ["data", "before the move"])
def test_an_export_that_is_killed_leaves_no_half_file(record: str, tmp_path: Path, killed_after: str) -> None:
    """The process ends by itself in the midst of writing: after half of the bytes, or when the file is whole but not moved in place."""
    stop = "Path.replace = lambda *_: os._exit(9)" if killed_after == "before the move" else "os.fsync = lambda *_: os._exit(9)"
    out = str(tmp_path / "out.geojson")
    code = f"import os\nfrom pathlib import Path\n{stop}\nfrom karama.cli.main import main\nmain(['export', {record!r}, 'geojson', {out!r}])"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ}).returncode == 9
    names = [path.name for path in tmp_path.iterdir()]
    assert names and all(name.startswith(".out.geojson") for name in names)  # only what was being written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acledd", "out.csv"), "no format is called 'acledd'"),
        (("acled", "no/such/out.csv"), "there is no folder"),
        (("acled", "out.csv", "--policy", "ucpd"), "no policy is called"),
        (("acled", "out.csv", "--from", "yesterday"), "is no date"),
        (("acled", "."), "is a folder"),
    ],
)
def test_a_wrong_call_is_one_line(arguments: tuple[str, ...], said: str, record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, out, *more = arguments
    assert main(["export", record, form, str(tmp_path / out), *more]) == 2
    assert said in capsys.readouterr().err


def test_validate_ends_with_3_for_errors_and_tells_row_and_column(files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(files["acled"].read_text(encoding="utf-8").replace("Air/drone strike", "Air strike"), encoding="utf-8")
    assert main(["validate", "acled", str(bad)]) == 3
    assert "sub_event_type: no sub_event_type of the code book (is 'Air strike')" in capsys.readouterr().out
    assert main(["validate", "acled", str(bad), "--json"]) == 3
    (first, *_) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"error"' in line]
    assert first["row"] >= 1 and first["column"]
    assert main(["validate", "acled", str(tmp_path / "nothing.csv")]) == 3
    assert main(["validate", "nothing", str(bad)]) == 3
    assert main(["validate", "bundle", str(tmp_path)]) == 3  # a folder that is no bundle is not gone through
    assert "Is a directory" in capsys.readouterr().err


# ---------------------------------------------------------------- other people's readers


def test_pandas_reads_acled_and_ucdp(files: dict[str, Path]) -> None:
    import pandas

    acled = pandas.read_csv(files["acled"], parse_dates=["event_date"])
    assert acled.shape[1] == 31 and acled.fatalities.dtype == "int64" and acled.latitude.dtype == "float64"
    assert acled.event_date.dt.year.tolist() == acled.year.tolist()
    ged = pandas.read_csv(files["ucdp-ged"])
    assert ged.shape[1] == 49 and (ged.best == ged[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)).all()


def test_geopandas_reads_points_and_areas(files: dict[str, Path]) -> None:
    import geopandas

    shapes = geopandas.read_file(files["geojson"])
    assert {"Point", "Polygon"} <= set(shapes.geom_type.dropna()) and shapes.geometry.dropna().is_valid.all()
    areas, points = (geopandas.read_file(files["gpkg"], layer=f"events_{kind}") for kind in ("area", "point"))
    assert set(areas.geom_type) == {"MultiPolygon"} and set(points.geom_type) == {"Point"}
    unlocated = geopandas.read_file(files["gpkg"], layer="events_unlocated")
    assert len(areas) + len(points) + len(unlocated) == len(shapes)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
def test_ogrinfo_opens_the_geopackage_with_points_areas_and_tables(files: dict[str, Path]) -> None:
    told = subprocess.run([str(shutil.which("ogrinfo")), "-ro", "-al", "-so", str(files["gpkg"])], capture_output=True, text=True, check=True)
    assert "Layer name: events_area" in told.stdout and "Geometry: Multi Polygon" in told.stdout and "Layer name: claims" in told.stdout
    assert "earliest: Date" in told.stdout and 'ID["EPSG",4326]' in told.stdout
    assert "ERROR" not in told.stderr


def test_duckdb_reads_csv_and_parquet_and_joins_values_to_incidents(files: dict[str, Path]) -> None:
    import duckdb

    for name in ("csv", "parquet"):
        values = files[name].with_name(f"{name}.values.{name}")
        query = f"select distinct v.value from '{values}' v join '{files[name]}' i on v.incident = i.id where v.field = 'killed' and i.kind like '%air strike%'"  # noqa: S608
        assert {"at least 57", "about 60"} <= {row[0] for row in duckdb.sql(query).fetchall()}  # the figures that disagree


def test_openpyxl_reads_the_workbook_with_dates_and_without_formulas(files: dict[str, Path]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(files["xlsx"])
    assert book.sheetnames == ["incidents", "values", "claims", "articles", "dictionary"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    header = [cell.value for cell in book["incidents"][1]]
    days = [row[header.index("earliest")] for row in book["incidents"].iter_rows(min_row=2, values_only=True)]
    assert any(hasattr(day, "year") for day in days)


def test_followthemoney_takes_every_entity_value_and_statement_as_it_is(files: dict[str, Path]) -> None:
    from followthemoney import model
    from followthemoney.statement.serialize import read_csv_statements

    for line in files["ftm"].read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        proxy = model.get_proxy(entity, cleaned=False)  # cleaned: what the library does not take is dropped
        assert {name: sorted(proxy.get(name)) for name in entity["properties"]} == {name: sorted(values) for name, values in entity["properties"].items()}
    with files["ftm"].with_name("ftm.ftm.statements.csv").open("rb") as file:
        statements = list(read_csv_statements(file))
    assert statements and all(one.id == one.generate_key() for one in statements)


def test_prov_reads_the_provenance_and_finds_the_incidents(files: dict[str, Path]) -> None:
    from prov.model import ProvDocument, ProvEntity

    document = ProvDocument.deserialize(str(files["prov"]), format="json")
    names = {str(record.identifier) for record in document.get_records(ProvEntity)}
    assert any(name.startswith("karama:i_") for name in names) and any("original-" in name for name in names)


def test_frictionless_takes_the_bundle_with_its_keys_and_hashes(files: dict[str, Path], tmp_path: Path) -> None:
    import zipfile

    from frictionless import validate

    with zipfile.ZipFile(files["bundle"]) as archive:
        archive.extractall(tmp_path)  # our own
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])
    for line in (tmp_path / "CHECKSUMS.sha256").read_text().splitlines():
        told, name = line.split("  ", 1)
        assert sha256((tmp_path / name).read_bytes()).hexdigest() == told


def test_a_bundle_may_be_a_folder_and_is_replaced_whole(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bundle"
    run(capsys, "export", record, "bundle", str(out))
    (out / "old.txt").write_text("x")
    assert main(["validate", "bundle", str(out)]) == 3
    assert main(["export", record, "bundle", str(out)]) == 2
    run(capsys, "export", record, "bundle", str(out), "--force")
    assert not (out / "old.txt").exists()
    assert main(["validate", "bundle", str(out)]) == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    assert main(["export", record, "bundle", str(tmp_path / "mine"), "--force"]) == 2
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_hapi_without_boundaries_is_one_line(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", record, "hapi", str(tmp_path / "out.csv")]) == 2
    assert "needs --boundaries" in capsys.readouterr().err


def test_pandas_reads_polecat_hapi_airwars_and_hxl(files: dict[str, Path]) -> None:
    import pandas

    assert pandas.read_csv(files["polecat"], sep="\t").shape[1] == 40
    assert pandas.read_csv(files["hapi"]).admin2_code.str.startswith("SY").all()
    assert set(pandas.read_csv(files["airwars"]).code) >= set(pandas.read_csv(files["airwars"].with_name("airwars.sources.csv")).code)
    tagged = pandas.read_csv(files["hxl"], header=[0, 1])
    assert tagged.columns[0] == ("event_code", "#event+code")


def test_every_format_stands_on_its_page() -> None:
    page = (ROOT / "docs/reference/exports.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"## {name}\n" not in page or f" {name} " not in page.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]] == []
