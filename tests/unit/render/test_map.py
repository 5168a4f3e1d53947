"""The small map: what is told of, and towns around it only where there is room."""

from __future__ import annotations

import re

from karama.render.map import MOST_TOWNS, Spot, Town, draw_map

RAQQA = Spot("Raqqa", 35.95, 39.01, 7.3, "settlement", ("m1",))


def _list_labels(drawn: str) -> list[str]:
    return re.findall(r">([^<>]+)</text>", drawn)


def test_towns_are_drawn_after_what_is_told_of_and_without_a_ring() -> None:
    drawn = draw_map([RAQQA], [Town("Aleppo", 36.2, 37.16), Town("Paris", 48.85, 2.35)])
    assert _list_labels(drawn) == ["Raqqa", "Aleppo"] and drawn.count('class="ring"') == 1


def test_a_town_never_hides_or_doubles_a_place_told_of() -> None:
    drawn = draw_map([RAQQA], [Town("Ar Raqqah", 35.953, 39.008), Town("Right beside", 35.955, 39.05)])
    assert _list_labels(drawn) == ["Raqqa"]


def test_towns_are_few_and_do_not_cover_each_other() -> None:
    many = [Town(f"Town {number}", 35.0 + number % 20 * 0.09, 37.8 + number // 20 * 0.3) for number in range(200)]
    assert 3 <= len(_list_labels(draw_map([RAQQA], many))) - 1 <= MOST_TOWNS


def test_without_towns_nothing_is_drawn_that_was_not_told() -> None:
    assert _list_labels(draw_map([RAQQA])) == ["Raqqa"] and draw_map([]) == "" == draw_map([], [Town("Aleppo", 36.2, 37.16)])
