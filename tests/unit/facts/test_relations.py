"""Relations: kind and direction, by the words of the two mentions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.reading import Reading
from karama.facts.cue_classes import CUE_CLASS, SPEAKING

Reading_ = Callable[[str], Reading]


def relations_of(reading: Reading) -> set[tuple[str, str, str]]:
    """(source, kind, target) of every relation, by words."""
    by_id = {m.id: m.words for m in reading.mentions}
    return {(by_id[r.source], r.kind, by_id[r.target]) for r in reading.relations}


def holds(found: set[tuple[str, str, str]], source: str, kind: str, target: str) -> bool:
    return any(source in s and k == kind and target in t for s, k, t in found)


@pytest.mark.parametrize(
    ("text", "source", "kind", "target"),
    [
        ("Russia is backing the Syrian government.", "Russia", "backs", "Syrian government"),
        ("The army entered ISIS-held Raqqa.", "ISIS", "controls", "Raqqa"),
        ("Gen. John Allen leads the coalition forces.", "Allen", "leads", "coalition forces"),
        ("Hassan Nasrallah, the leader of Hezbollah, spoke on Friday.", "Nasrallah", "leads", "Hezbollah"),
        ("The Islamic State controls Mosul.", "Islamic State", "controls", "Mosul"),
        ("The Taliban hold Kabul.", "Taliban", "controls", "Kabul"),
        ("The rebels are fighting the Syrian army.", "rebels", "fights", "Syrian army"),
        ("The United Nations joined the coalition.", "United Nations", "member of", "coalition"),
        ("Hezbollah fighters in Aleppo withdrew.", "Hezbollah fighters", "located in", "Aleppo"),
    ],
)
def test_a_relation_has_its_kind_and_its_direction(read: Reading_, text: str, source: str, kind: str, target: str) -> None:
    found = relations_of(read(text))
    assert holds(found, source, kind, target), found


def test_a_commander_of_two_forces_leads_both(read: Reading_) -> None:
    found = relations_of(read("The American commander for the SDF and coalition forces is Lt. Gen. Stephen J. Townsend."))
    assert holds(found, "Townsend", "leads", "SDF")
    assert holds(found, "Townsend", "leads", "coalition forces")


def test_a_negated_relation_is_negative(read: Reading_) -> None:
    reading = read("Turkey does not support the Kurdish militia.")
    assert [r.polarity for r in reading.relations if r.kind == "backs"] == ["negative"]


def test_nothing_is_related_to_itself(read: Reading_) -> None:
    reading = read("The army and its soldiers fought the army. Hezbollah, Hezbollah and its leaders said so.")
    assert all(r.source != r.target for r in reading.relations)


def test_every_speaking_cue_has_a_class() -> None:
    assert set(CUE_CLASS) >= SPEAKING
    assert CUE_CLASS["fear", "verb"] == "fear"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Ukrainian Armed Forces held the line near Kharkiv.", "backs"),
        ("An air strike hit a prison run by Islamic State in Mayadin.", "leads"),
        ("Russia's state-run Tass news agency reported the death.", "leads"),
        ("The United Nations assisted refugees in Jordan.", "backs"),
        ("We must fight on, and those who fight us know it.", "fights"),
    ],
)
def test_what_only_looks_like_a_relation_is_none(read: Reading_, text: str, kind: str) -> None:
    assert kind not in {k for _, k, _ in relations_of(read(text))}


def test_people_left_or_remaining_somewhere_are_located_there(read: Reading_) -> None:
    assert holds(relations_of(read("There are around 50,000 civilians left in Raqqa.")), "civilians", "located in", "Raqqa")
    assert holds(relations_of(read("About 2,500 militants remained in Raqqa.")), "militants", "located in", "Raqqa")
