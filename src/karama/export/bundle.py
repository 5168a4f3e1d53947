"""Everything in one folder or zip: our own tables, maps, provenance and other people's formats, with README, codebook, licence, methodology and checksums."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from karama.export.acled import write_acled
from karama.export.bundle_pages import write_codebook, write_licence, write_methodology, write_readme
from karama.export.geojson import write_geojson
from karama.export.losses import EVERYTHING, list_others, summarise
from karama.export.plain import COLUMNS, IDS, MEANINGS, make_tables
from karama.export.plover import write_plover
from karama.export.prov import write_prov
from karama.export.tables import Column, write_csv
from karama.export.ucdp_ged import write_ucdp_ged
from karama.export.values import Export, Loss, Options, Write, Written
from karama.views.policies import FoundIncident, apply_policy, find_policy

HOLDS = EVERYTHING
CHECKSUMS = "CHECKSUMS.sha256"
PACKAGE = "datapackage.json"
# Path in the bundle, the policy that its rules are, and who writes it.
OTHERS: tuple[tuple[str, str | None, Write], ...] = (
    ("formats/acled.csv", "acled", write_acled),
    ("formats/ucdp-ged.csv", "ucdp", write_ucdp_ged),
    ("formats/plover.jsonl", None, write_plover),
    ("map/incidents.geojson", None, write_geojson),
    ("provenance/prov.json", None, write_prov),
)
MEDIA: dict[str, str] = {
    ".csv": "text/csv", ".jsonl": "application/x-ndjson", ".geojson": "application/geo+json",
    ".json": "application/json", ".md": "text/markdown", ".txt": "text/plain",
}  # fmt: skip
# Our types of column are Frictionless's. Source: https://specs.frictionlessdata.io/table-schema/
FOREIGN_KEYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "values": (("incident", "incidents", "id"), ("claim", "claims", "id")),
    "claims": (("incident", "incidents", "id"), ("article", "articles", "id")),
}


def write_bundle(export: Export, options: Options) -> Written:
    """The files of the bundle; the losses of the formats in it stand beside each of them in the bundle."""
    members: dict[str, bytes] = {f"data/{table.name}.csv": write_csv(table.columns, table.rows) for table in make_tables(export)}
    losses: dict[str, tuple[Loss, ...]] = {}
    for path, policy, write in OTHERS:
        if write is write_prov and export.provenance is None:
            continue  # it names the people who work on the record, so it is not given to everybody
        written = write(_choose(export, policy), options)
        members[path] = written.data
        losses[path] = written.losses if write is write_geojson else (*written.losses, *list_others(export.others))
        report = {"file": path, "policy": policy, "rows": written.rows, "losses": summarise(losses[path])}
        members[f"{path}.losses.json"] = (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()
    members["README.md"] = write_readme(export, members).encode()
    members["CODEBOOK.md"] = write_codebook().encode()
    members["METHODOLOGY.md"] = write_methodology(export, losses).encode()
    members["LICENCE.txt"] = write_licence().encode()
    members[PACKAGE] = describe_package(export, members)
    members[CHECKSUMS] = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items())).encode()
    return Written(b"", len(export.incidents), (), members=members)


def _choose(export: Export, policy: str | None) -> Export:
    """The export with what that policy chooses; without one as it is."""
    if policy is None:
        return export
    rule = find_policy(policy)
    return replace(export, incidents=tuple(FoundIncident(found.view, apply_policy(rule, found.view)) for found in export.incidents), policy=policy)


def describe_package(export: Export, members: Mapping[str, bytes]) -> bytes:
    """datapackage.json. Source: https://specs.frictionlessdata.io/data-package/ (version 1)."""
    package: dict[str, Any] = {
        "profile": "data-package", "name": "karama-export", "title": f"Documented reports of {export.record}".strip(), "created": export.made,
        "description": "Claims by sources about incidents, with every value that is told. Documented reports, not totals.",
        "sources": [{"title": "GeoNames (CC BY 4.0)", "path": "https://www.geonames.org/"}],
        "resources": [describe_resource(path, data) for path, data in members.items()],
    }  # fmt: skip
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def describe_resource(path: str, data: bytes) -> dict[str, Any]:
    """A file of the bundle; our own tables with their schema."""
    name = path.removeprefix("data/").removesuffix(".csv")
    ending = "." + path.rsplit(".", 1)[-1]
    told: dict[str, Any] = {
        "name": name if path.startswith("data/") else path.lower().replace("/", "-").replace("_", "-"), "path": path, "format": ending[1:],
        "mediatype": MEDIA[ending], "encoding": "utf-8", "bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}",
    }  # fmt: skip
    if not path.startswith("data/"):
        return {**told, "type": "file"}  # Frictionless is not to read other people's formats as tables
    schema: dict[str, Any] = {"fields": [describe_field(column) for column in COLUMNS[name]]}
    if name in IDS:
        schema["primaryKey"] = [IDS[name]]
    keys = [{"fields": [field], "reference": {"resource": resource, "fields": [there]}} for field, resource, there in FOREIGN_KEYS.get(name, ())]
    schema |= {"foreignKeys": keys} if keys else {}
    return {**told, "profile": "tabular-data-resource", "description": MEANINGS[name], "schema": schema}


def describe_field(column: Column) -> dict[str, Any]:
    """The column as a field of a Table Schema, with its rule as constraints."""
    kind, _, rule = column.rule.partition(":")
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if kind == "oneof":
        constraints["enum"] = rule.split("|")
    elif kind == "pattern":
        constraints["pattern"] = rule
    elif kind == "range":
        low, _, high = rule.partition("..")
        constraints |= {name: float(end) for name, end in (("minimum", low), ("maximum", high)) if end}
    return {"name": column.name, "type": column.type, "description": column.meaning, **({"constraints": constraints} if constraints else {})}
