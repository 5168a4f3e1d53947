"""Every format that a record is handed on in, a line each: adding one is a file beside this one and a line here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from karama.export.acled import write_acled
from karama.export.acled_check import check_acled
from karama.export.airwars import check_airwars, write_airwars
from karama.export.bundle import write_bundle
from karama.export.bundle_check import check_bundle
from karama.export.csv_files import check_csv_file, write_csv_files
from karama.export.ftm import write_ftm
from karama.export.ftm_schema import check_ftm
from karama.export.geojson import check_geojson, write_geojson
from karama.export.gpkg import check_gpkg, write_gpkg
from karama.export.hapi import check_hapi, write_hapi
from karama.export.hxl import check_hxl, write_hxl
from karama.export.linked_places import check_linked_places, write_linked_places
from karama.export.losses import list_others
from karama.export.parquet import check_parquet, write_parquet
from karama.export.plover import check_plover, write_plover
from karama.export.polecat import check_polecat, write_polecat
from karama.export.prov import check_prov, write_prov
from karama.export.timemap import check_timemap, write_timemap
from karama.export.ucdp_ged import write_ucdp_ged
from karama.export.ucdp_ged_check import check_ucdp_ged
from karama.export.values import Check, Export, Options, Write, Written
from karama.export.xlsx import check_xlsx, write_xlsx

Need = Literal["provenance", "boundaries"]
WHOLE = frozenset({"geojson", "gpkg", "csv", "parquet", "xlsx", "bundle"})  # they hold every claim


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its files end, what it is, which extra it needs, the policy it asks for, who writes and who checks it."""

    name: str
    suffix: str
    description: str
    extra: str | None
    policy: str | None  # where the user names none: the one whose rules the format's codebook has
    write: Write
    check: Check
    needs: frozenset[Need] = frozenset()

    def make(self, export: Export, options: Options) -> Written:
        """What the writer makes; claims that are in no incident are a loss of all formats but those that hold every claim."""
        written = self.write(export, options)
        return written if self.name in WHOLE else replace(written, losses=(*written.losses, *list_others(export.others)))


FORMATS: tuple[Format, ...] = (
    Format("acled", ".csv", "the 31 columns of ACLED, one row an incident", None, "acled", write_acled, check_acled),
    Format("ucdp-ged", ".csv", "the 49 columns of UCDP GED, one row a lethal incident", None, "ucdp", write_ucdp_ged, check_ucdp_ged),
    Format("plover", ".jsonl", "PLOVER records, one JSON object a line", None, None, write_plover, check_plover),
    Format("polecat", ".tsv", "the 40 tab-separated columns of POLECAT", None, None, write_polecat, check_polecat),
    Format("airwars", ".csv", "tables in the manner of Airwars: harm by group as ranges, belligerents, sources", None, "airwars", write_airwars, check_airwars),
    Format("geojson", ".geojson", "incidents on a map, with every value and claim", None, None, write_geojson, check_geojson),
    Format("gpkg", ".gpkg", "a GeoPackage for QGIS: points, areas and tables", "export", None, write_gpkg, check_gpkg),
    Format("csv", ".csv", "our own tables as CSV, with a data dictionary", None, None, write_csv_files, check_csv_file),
    Format("parquet", ".parquet", "our own tables as Parquet, described column by column", "export", None, write_parquet, check_parquet),
    Format("xlsx", ".xlsx", "our own tables as one workbook", "export", None, write_xlsx, check_xlsx),
    Format("ftm", ".ftm.json", "FollowTheMoney entities, and statements that stay with their source", None, None, write_ftm, check_ftm),
    Format("hapi", ".csv", "month by second-level unit with P-codes, as HDX HAPI", None, "acled", write_hapi, check_hapi, frozenset({"boundaries"})),
    Format("hxl", ".csv", "one flat table with HXL tags", None, "airwars", write_hxl, check_hxl),
    Format("prov", ".json", "W3C PROV-JSON: where everything comes from", None, None, write_prov, check_prov, frozenset({"provenance"})),
    Format("linked-places", ".json", "places in Linked Places format (JSON-LD)", None, None, write_linked_places, check_linked_places),
    Format("timemap", ".json", "events, sources and associations of TimeMap", None, None, write_timemap, check_timemap),
    Format(
        "bundle",
        ".zip",
        "all of it in a zip or folder, with codebook, methodology and checksums",
        None,
        None,
        write_bundle,
        check_bundle,
        frozenset({"provenance"}),
    ),
)
