"""The pages of a bundle: what it is, what its columns say, how it was made, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from karama.export.losses import LOSSES, summarise
from karama.export.plain import COLUMNS, MEANINGS
from karama.export.values import Export, Loss

README = """# Documented reports{of}

Made by Karama on {made}. {incidents} incidents, {claims} claims, {articles} articles{asked}.

These are documented reports, not totals: what is counted here is what the articles in the record say, not what happened.
An incident is a set of claims about one happening; where reports disagree, every value stands with who says it.

| file | what it is |
|---|---|
{files}

Every row carries the id of its incident (`i_...`) or claim (`c_...`); `karama show RECORD ID` opens it at its sentences.
Check the files with `sha256sum -c CHECKSUMS.sha256`, and the tables with `karama validate bundle` or `frictionless validate datapackage.json`.
Use is for documentation and accountability, never for targeting.

Cite as: {cite}
"""
FILES: dict[str, str] = {
    "formats/acled.csv": "the 31 columns of ACLED", "formats/ucdp-ged.csv": "the 49 columns of UCDP GED", "formats/plover.jsonl": "PLOVER records, one a line",
    "map/incidents.geojson": "incidents on a map, with every value and claim", "provenance/prov.json": "where everything comes from, W3C PROV-JSON",
    "README.md": "this page", "CODEBOOK.md": "what every column says", "METHODOLOGY.md": "how it was made, and what is missing",
    "LICENCE.txt": "whose it is", "datapackage.json": "the same for programs (Frictionless data package)", "CHECKSUMS.sha256": "hashes of all files",
}  # fmt: skip
LICENCE = """What is in this bundle belongs to several people.

Sentences and titles of articles: their publishers and authors. They are quoted as evidence of who said what; do not publish them at length.
Facts told in them (who, what, where, when, how many): facts, which nobody owns. Name the sources: every row has them.
Coordinates, names and ids of places: GeoNames (https://www.geonames.org/), CC BY 4.0.
formats/plover.jsonl uses types, modes, contexts and sectors of PLOVER (https://github.com/openeventdata/PLOVER), CC BY-SA 4.0.
formats/acled.csv and formats/ucdp-ged.csv have the columns and codes of ACLED and of UCDP GED (Sundberg and Melander 2013), and no row of either.
They are coded by a program from the articles here: they are not ACLED's nor UCDP's data, and must not be passed on as such.
Whoever made this bundle says under which licence the rest may be used; without a word of theirs, ask.
"""


def write_readme(export: Export, members: Mapping[str, bytes]) -> str:
    """README.md."""
    asked = ", asked for " + ", ".join(f"{name} {value}" for name, value in export.asked.items()) if export.asked else ""
    rows = {**{path: MEANINGS[path[5:-4]] for path in members if path.startswith("data/")}, **FILES}
    claims = {claim.id for found in export.incidents for claim in found.view.claims}
    articles = {claim.article for found in export.incidents for claim in found.view.claims}
    cite = f"{export.record or 'A record'}, exported with Karama {export.versions.get('karama', '')} on {export.made[:10]}."
    return README.format(
        of=f" of {export.record}" if export.record else "", made=export.made, incidents=len(export.incidents), claims=len(claims), articles=len(articles),
        asked=asked, files="\n".join(f"| `{path}` | {what} |" for path, what in rows.items()), cite=" ".join(cite.split()),
    )  # fmt: skip


def write_codebook() -> str:
    """CODEBOOK.md, from the columns themselves."""
    parts = ["# Codebook\n\nDates are ISO 8601 (YYYY-MM-DD), numbers have a decimal point, text is UTF-8; an empty cell means that no report says.\n"]
    for name, columns in COLUMNS.items():
        rows = "\n".join(
            f"| {one.name} | {one.type} | {'yes' if one.required else ''} | {one.meaning.replace('|', ', ')} | {one.rule.replace('|', ', ')} |"
            for one in columns
        )
        parts.append(f"## {name}\n\n{MEANINGS[name]}\n\n| column | type | never empty | what it says | values |\n|---|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def write_methodology(export: Export, losses: Mapping[str, Iterable[Loss]]) -> str:
    """METHODOLOGY.md: the versions that read and chose, and what each format leaves out."""
    versions = "\n".join(f"| {name} | {version} |" for name, version in sorted(export.versions.items())) or "| karama | not known |"
    parts = [
        "# Methodology\n\nArticles are read sentence by sentence into claims: who did what to whom, where, when, who says so, and how sure they are.",
        "Claims about one happening are joined to incidents by scores that `karama why` shows. Nothing is averaged.",
        "What people decided is in the record's log.\n",
        f"Policy that chose among values that disagree in our own tables: {export.policy or 'none, all stand side by side'}.\n",
        f"## Who read\n\n| part | version |\n|---|---|\n{versions}\n",
        "## What is not covered\n\nWhat no article of the record tells; what the reader missed; who was not reported on.",
        "A count here is no estimate of a total.\n",
        "## What the other formats leave out\n",
    ]
    for path, listed in losses.items():
        rows = [f"| {one['count']} | {one['kind']} | {LOSSES[one['kind']]} |" for one in summarise(listed)]
        parts.append(f"### {path}\n\n| times | what | why |\n|---|---|---|\n" + "\n".join(rows) + "\n" if rows else f"### {path}\n\nNothing.\n")
    return "\n".join(parts)


def write_licence() -> str:
    """LICENCE.txt."""
    return LICENCE
