"""What a map shows, and what it does not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from karama.domain.catalogue import Spot, SpotCount
from karama.domain.entities import Precision
from karama.views.map_marks import MOST_MARKS, MapView, find_view, make_marks, measure_pixels, project, reaches

RAQQA = Spot("Raqqa", 1, 35.95, 39.01, 7.3, "settlement", "SYR", "Raqqa", 1)
SUBURB = Spot("Mishlab", 2, 35.96, 39.05, 1.0, "part of settlement", "SYR", "Raqqa", 2)
MOSUL = Spot("Mosul", 3, 36.34, 43.13, 13.0, "settlement", "IRQ", "Nineveh", 3)
NEAR = Spot("Raqqa", 1, 35.95, 39.01, 19.0, "near", "SYR", "Raqqa", 4)
SYRIA = Spot("Syria", 5, 35.0, 38.0, 367.0, "country", "SYR", None, 5)
FAR, CLOSE = MapView(30.0, 33.0, 40.0, 48.0, 6), MapView(35.6, 38.4, 36.3, 39.6, 11)


def at(spot: Spot, count: int = 1, kinds: tuple[str, ...] = ("siege",), **given_: int) -> SpotCount:
    return SpotCount(spot, count, kinds, given_.get("disputed", 0), given_.get("origins", 1), f"i_{spot.number}")


def test_a_point_is_drawn_only_where_the_place_is_exactly_known() -> None:
    marks = make_marks([at(RAQQA), at(NEAR)], CLOSE)
    assert [mark.spot for mark in marks.points] == [RAQQA]
    assert [mark.spot for mark in marks.areas] == [NEAR]


def test_places_that_would_hide_each_other_are_one_mark_at_the_place_of_most() -> None:
    (mark,) = make_marks([at(RAQQA, 5), at(SUBURB, 2, ("shelling",), disputed=1, origins=4)], FAR).points
    assert (mark.spot, mark.places, mark.count, mark.kind, mark.disputed, mark.origins) == (RAQQA, 2, 7, None, 1, 4)
    assert mark.box == (35.95, 39.01, 35.96, 39.05)
    assert len(make_marks([at(RAQQA, 5), at(SUBURB, 2)], CLOSE).points) == 2


def test_an_area_wider_than_the_view_is_told_and_not_drawn() -> None:
    marks = make_marks([at(SYRIA, 9)], CLOSE)
    assert (marks.points, marks.areas, [mark.count for mark in marks.wide]) == ((), (), [9])


def test_a_named_place_that_nobody_can_find_is_counted() -> None:
    assert make_marks([at(replace(RAQQA, latitude=None, longitude=None), 3)], FAR).unplaced == 3


def test_more_than_can_be_read_is_left_out_and_counted() -> None:
    many = [at(replace(RAQQA, latitude=-60 + n // 20 * 3.0, longitude=-175 + n % 20 * 17.0, number=n)) for n in range(MOST_MARKS + 80)]
    marks = make_marks(many, MapView(-85.0, -180.0, 85.0, 180.0, 5))
    assert len(marks.points) == MOST_MARKS
    assert sum(mark.count for mark in marks.points) + marks.left_out == len(many)


spots = st.builds(
    Spot, st.just("x"), st.none(), st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180), st.none() | st.floats(0, 3000),
    st.sampled_from(Precision.__args__), st.none(), st.none(), st.integers(0, 99),  # type: ignore[attr-defined]
)  # fmt: skip


@given(st.lists(st.builds(at, spots, st.integers(1, 50)), max_size=30), st.integers(0, 13))
def test_nothing_is_lost_between_marks_and_counts(found: list[SpotCount], zoom: int) -> None:
    marks = make_marks(found, MapView(-80.0, -180.0, 80.0, 180.0, zoom))
    shown = sum(mark.count for mark in (*marks.points, *marks.areas, *marks.wide))
    assert shown + marks.unplaced + marks.left_out == sum(one.count for one in found)
    told = {(one.spot.latitude, one.spot.longitude) for one in found}
    assert all((mark.spot.latitude, mark.spot.longitude) in told for mark in (*marks.points, *marks.areas, *marks.wide))


def test_the_view_holds_all_places_but_is_not_widened_by_a_country() -> None:
    view = find_view([at(RAQQA), at(MOSUL), at(SYRIA)])
    assert view.south < 35.95 and view.north > 36.34 and view.west < 39.01 and view.east > 43.13
    assert view.zoom >= 6
    assert find_view([]).zoom == 2


def test_pixels_are_those_of_web_maps() -> None:
    assert project(0.0, 0.0, 0) == (128.0, 128.0)
    assert round(measure_pixels(156.543, 0.0, 0), 2) == 1.0


def test_a_mark_for_several_places_stands_at_one_that_is_exactly_known() -> None:
    (mark,) = make_marks([at(NEAR, 9), at(SUBURB, 2)], FAR).points
    assert (mark.spot, mark.count, mark.vague) == (SUBURB, 11, 9)


def test_an_area_shows_where_it_reaches_into_the_view() -> None:
    assert reaches(SYRIA, CLOSE) and not reaches(MOSUL, CLOSE)
    assert reaches(replace(RAQQA, latitude=None), CLOSE)
    pacific = MapView(-30.0, 170.0, 0.0, 190.0, 4)
    assert reaches(replace(RAQQA, latitude=-18.0, longitude=-178.0), pacific)
    assert not reaches(replace(RAQQA, latitude=-18.0, longitude=-160.0), pacific)
    assert all(reaches(replace(RAQQA, longitude=float(degree)), MapView(-80.0, -400.0, 80.0, 400.0, 1)) for degree in range(-180, 181, 30))
