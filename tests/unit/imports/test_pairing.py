"""Which incident and which row are the same: one to one, the best first, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from karama.domain.record import Party, Where
from karama.imports.cells import make_count, make_when
from karama.imports.pairing import Side, compare_spots, pair_sides, strip_unit
from karama.imports.values import make_claim

DAY = date(2017, 6, 26)
TOWN = Where("Mayadin", 1, 35.02, 40.45, 5.0, "settlement", "SYR", None)
COALITION = Party("Coalition", "Coalition", "coalition", "military", None)


def side(key: str, *, where: Where = TOWN, days: int = 0, party: Party = COALITION, killed: float = 57, kind: str = "air strike") -> Side:
    when = make_when(DAY + timedelta(days), DAY + timedelta(days))
    claim = make_claim(kind, "", id=key, article=key, actors=(party,), places=(where,), dates=(when,), counts=make_count(killed, killed))
    return Side(key, (kind,), claim)


def no_parent(_: str) -> None:
    return None


def test_the_best_pair_is_made_first_and_the_order_makes_no_difference() -> None:
    ours = [side("i_1"), side("i_2", killed=3)]
    theirs = [side("r1", killed=4), side("r2"), side("r3", days=9)]
    found = pair_sides(ours, theirs, no_parent)
    assert [(pair.ours.key, pair.theirs.key, pair.rivals) for pair in found.pairs] == [("i_1", "r2", 1), ("i_2", "r1", 1)]
    assert [one.key for one in found.theirs] == ["r3"]
    assert pair_sides(ours[::-1], theirs[::-1], no_parent) == found


def test_another_day_another_kind_or_another_place_is_no_pair() -> None:
    for other in (side("r", days=3), side("r", kind="protest"), side("r", where=replace(TOWN, name="Aleppo", latitude=36.2, longitude=37.16))):
        assert pair_sides([side("i")], [other], no_parent).pairs == ()


def test_a_row_that_is_left_says_which_incident_had_a_better_one() -> None:
    found = pair_sides([side("i")], [side("r1"), side("r2", killed=3)], no_parent)
    assert found.near["r2"][0] == "i"


def test_a_killing_goes_with_what_killed_only_where_somebody_was_killed() -> None:
    deed = side("r", kind="killing")
    assert pair_sides([side("i")], [deed], no_parent).pairs
    assert not pair_sides([side("i", kind="meeting", killed=0)], [deed], no_parent).pairs


def test_places_are_compared_for_how_exactly_each_is_known() -> None:
    near = replace(TOWN, name="Al Mayadin town", latitude=35.1, precision="near", radius_km=25.0)
    province = replace(TOWN, name="Deir ez Zor", latitude=35.33, longitude=40.14, precision="province", radius_km=120.0)
    far = replace(TOWN, name="Aleppo", latitude=36.2, longitude=37.16)
    assert compare_spots(TOWN, near).score > 0.8
    assert 0.5 < compare_spots(TOWN, province).score < 0.7
    assert compare_spots(TOWN, far).score == 0.0
    assert compare_spots(far, province).score == 0.0
    assert compare_spots(None, TOWN).score == 0.5
    assert compare_spots(near, TOWN).score == compare_spots(TOWN, near).score
    assert strip_unit("Mayadin sub district") == "Mayadin"


def test_the_differences_say_what_cannot_both_be_right() -> None:
    (pair,) = pair_sides([side("i")], [side("r", killed=70)], no_parent).pairs
    told = {one.field: one for one in pair.differences}
    assert told["killed"].differs
    assert (told["killed"].ours, told["killed"].theirs) == ("57", "70")
    assert not told["day"].differs
    assert not told["place"].differs
