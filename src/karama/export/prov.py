"""Where every incident comes from, back to the bytes and who brought and read them, as W3C PROV-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from karama.export.losses import EVERYTHING, list_features
from karama.export.values import Export, Options, Problem, Written

# It tells where things come from, not what they say: the words of a claim stand in it, its values do not.
HOLDS = EVERYTHING & {"words"}
THINGS = ("entity", "activity", "agent")
# Source: https://www.w3.org/submissions/prov-json/ : what each relation must name, and of which kind that is.
RELATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "wasGeneratedBy": (("prov:entity", "entity"), ("prov:activity", "activity")),
    "used": (("prov:activity", "activity"), ("prov:entity", "entity")),
    "wasDerivedFrom": (("prov:generatedEntity", "entity"), ("prov:usedEntity", "entity")),
    "wasAssociatedWith": (("prov:activity", "activity"), ("prov:agent", "agent")),
    "wasAttributedTo": (("prov:entity", "entity"), ("prov:agent", "agent")),
    "actedOnBehalfOf": (("prov:delegate", "agent"), ("prov:responsible", "agent")),
    "wasInformedBy": (("prov:informed", "activity"), ("prov:informant", "activity")),
    "specializationOf": (("prov:specificEntity", "entity"), ("prov:generalEntity", "entity")),
    "alternateOf": (("prov:alternate1", "entity"), ("prov:alternate2", "entity")),
    "wasInvalidatedBy": (("prov:entity", "entity"), ("prov:activity", "activity")),
    "wasInfluencedBy": (),
    "wasStartedBy": (),
    "wasEndedBy": (),
    "hadMember": (("prov:collection", "entity"), ("prov:entity", "entity")),
    "mentionOf": (),
}
BUILT_IN = frozenset({"prov", "xsd", "rdf", "rdfs", "_"})


def write_prov(export: Export, options: Options) -> Written:
    """One document of all the incidents."""
    losses = [loss for found in export.incidents for loss in list_features(found, HOLDS)]
    document = dict(export.provenance or {"prefix": {}})
    return Written((json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(), len(export.incidents), tuple(losses))


def check_prov(data: bytes) -> Iterator[Problem]:
    """What is wrong in a PROV-JSON document: sections, prefixes, and relations between things that are not there."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        yield Problem(f"no JSON: {error}")
        return
    if not isinstance(document, dict):
        yield Problem("no JSON object")
        return
    prefixes = set(document.get("prefix") or {}) | BUILT_IN
    for section, statements in document.items():
        if section in ("prefix", "bundle"):
            continue
        if section not in THINGS and section not in RELATIONS:
            yield Problem("no section of PROV-JSON", None, section)
        elif not isinstance(statements, dict):
            yield Problem("no JSON object", None, section)
        else:
            yield from _check_section(section, statements, document, prefixes)


def _check_section(section: str, statements: Mapping[str, Any], document: Mapping[str, Any], prefixes: set[str]) -> Iterator[Problem]:
    for number, (name, statement) in enumerate(statements.items(), 1):
        if section in THINGS and name.partition(":")[0] not in prefixes and "default" not in prefixes:
            yield Problem("its prefix is not declared", number, section, name)
        for role, kind in RELATIONS.get(section, ()):
            named = statement.get(role) if isinstance(statement, dict) else None
            if named is None:
                continue  # PROV leaves most roles open
            if not isinstance(named, str) or named not in (document.get(kind) or {}):
                yield Problem(f"there is no such {kind}", number, f"{section}.{role}", str(named))
