"""The report that started the project, where it is at hand: what a documenter must get from it. It is not part of the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import karama

SEED = sorted((Path(__file__).resolve().parents[3] / "shared" / "seed").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEED, reason="the report is not at hand")


@pytest.fixture(scope="module")
def reading() -> karama.Reading:
    return karama.read(SEED[0])


@pytest.fixture(scope="module")
def facts(reading: karama.Reading) -> list[dict[str, Any]]:
    """Each claim flat: kind, certainty, modality, names of its parties, its places, days and nearest speaker."""
    by_id = {item.id: item for layer in (reading.mentions, reading.dates, reading.quantities, reading.events, reading.relations) for item in layer}
    names = {e.id: e.name for e in reading.entities}
    speakers = {a.id: " ".join(reading.article.text[s.start : s.end] for s in a.source) for a in reading.attributions}
    found = []
    for claim in reading.claims:
        said = by_id[claim.says[0]]
        ids = [getattr(said, "source", None), getattr(said, "target", None), *getattr(said, "actor", ()), *getattr(said, "recipient", ())]
        found.append(
            {
                "kind": getattr(said, "kind", None) or said.unit,
                "certainty": claim.certainty,
                "segment": claim.segment,
                "modality": getattr(said, "modality", None),
                "aspect": getattr(said, "aspect", None),
                "who": {names.get(by_id[i].entity or "", by_id[i].words) for i in ids if i},
                "where": {names.get(by_id[i].entity or "", by_id[i].words) for i in getattr(said, "place", ())},
                "when": {by_id[i].timex3 for i in getattr(said, "date", ())},
                "figures": {(by_id[i].low, by_id[i].unit) for i in (*getattr(said, "quantities", ()), *claim.says) if i[0] == "q"},
                "speaker": speakers[claim.speakers[0]] if claim.speakers else None,
            }
        )
    return found


def some(facts: list[dict[str, Any]], kind: str, **wanted: Any) -> bool:
    """Is there a claim of that kind with these values? A set must hold the wanted value, a speaker end with the wanted words."""
    for fact in facts:
        if fact["kind"] != kind:
            continue
        for name, value in wanted.items():
            have = fact[name]
            if not (value in have if isinstance(have, set) else have.endswith(value) if name == "speaker" and have else have == value):
                break
        else:
            return True
    return False


def test_the_day_of_publication_is_inferred_and_said_to_be(reading: karama.Reading) -> None:
    assert (reading.article.published, reading.article.published_how) == ("2017-07-02", "inferred")
    assert any(issue.stage == "publication" for issue in reading.issues)


def test_what_happened_is_told_with_its_place_and_day(facts: list[dict[str, Any]]) -> None:
    assert some(facts, "encirclement", who="Syrian Democratic Forces", where="Raqqa", aspect="incomplete", speaker="New York Times")
    assert some(facts, "territory taken", who="Iraqi Armed Forces", where="Mosul", when="2017-06-29", modality="actual")
    assert some(facts, "deployment", who="Syrian Democratic Forces", speaker="Reuters", figures=(1000, "troops"))
    assert some(facts, "human shields", who="Islamic State", where="Mosul", modality="actual")
    assert some(facts, "killing", who="Islamic State", where="Mosul", modality="actual")
    assert some(facts, "flight", where="Mayadin", modality="actual")


def test_what_did_not_happen_is_not_told_as_if_it_had(facts: list[dict[str, Any]]) -> None:
    assert some(facts, "human shields", who="Islamic State", modality="feared", speaker="officials")
    assert some(facts, "human shields", where="Raqqa", modality="possible")
    assert some(facts, "defeat", modality="conditional")
    assert some(facts, "fighters", figures=(2500, "fighters"), certainty="uncertain")
    assert some(facts, "present", figures=(50000, "present"))
    assert some(facts, "escape route", speaker="U.S. officials")


def test_who_stands_with_whom(facts: list[dict[str, Any]]) -> None:
    pairs = {(f["kind"], frozenset(f["who"])) for f in facts}
    for kind, parties in (("backs", {"Russia", "Syrian government"}), ("fights", {"Syrian government", "Syrian Democratic Forces"})):
        assert any(k == kind and parties <= who for k, who in pairs), (kind, parties, pairs)
    led = [who for kind, who in pairs if kind == "leads"]
    assert any("Syrian Democratic Forces" in who and any("Townsend" in n for n in who) for who in led)
    assert any("Iranian troops" in who and any("Surovikin" in n for n in who) for who in led)


def test_one_actor_has_one_entity_and_syrian_forces_are_not_the_army_here(reading: karama.Reading) -> None:
    entity = {m.words: m.entity for m in reading.mentions}
    assert entity["ISIS"] == entity["Daesh"] == entity["Islamic State"]
    assert entity["Syrian forces"] == entity["SDF"] != entity["Syrian government forces"]


def test_nothing_comes_from_credits_and_links_and_karama_only_from_the_caption(reading: karama.Reading) -> None:
    outside = [s for s in reading.segments if s.kind in ("credit", "related", "boilerplate")]
    assert outside
    for event in reading.events:
        assert not any(s.start <= event.trigger.start < s.end for s in outside)
    caption = next(s for s in reading.segments if s.kind == "caption")
    named = [m for m in reading.mentions if m.words == "Karama"]
    assert named
    assert all(caption.start <= m.start < caption.end for m in named)
    place = next(e.place for e in reading.entities if e.id == named[0].entity)
    assert place is not None
    assert (place.country, place.precision) == ("SYR", "near")


def test_quoted_speakers_are_quoted(reading: karama.Reading) -> None:
    direct = [" ".join(reading.article.text[s.start : s.end] for s in a.source) for a in reading.attributions if a.kind == "direct"]
    assert any("al-Abadi" in source for source in direct)
    assert any("Al Hussein" in source for source in direct)
