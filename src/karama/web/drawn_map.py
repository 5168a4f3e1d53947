"""A map as an image that carries its own colours: shown where no script draws one."""

from __future__ import annotations

from collections.abc import Sequence

from karama.render.map import Spot, draw_map
from karama.views.map_marks import Mark

# An image cannot see the page's style sheet. Its colours are those of the light scheme, readable on either ground.
STYLES: tuple[tuple[str, str], ...] = (
    ('class="map"', 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11"'), ('class="sea"', 'fill="#e6edf2"'),
    ('class="land"', 'fill="#f3f0e8" stroke="#b9b2a3" stroke-width=".7"'), ('class="hatch"', 'stroke="#7a4f00" stroke-opacity=".55"'),
    ('class="vague"', 'fill="url(#hatch)" stroke="#7a4f00" stroke-dasharray="4 3"'), ('class="ring"', 'fill="none" stroke="#1f5fa8"'),
    ('class="dot"', 'fill="#1f5fa8"'), ('class="label"', 'fill="#1d2126"'),
)  # fmt: skip
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 300"><rect width="420" height="300" fill="#e6edf2"/></svg>'


def draw_marks(marks: Sequence[Mark]) -> str:
    """The marks as an SVG document; each name with how many incidents it stands for."""
    spots = [
        Spot(f"{mark.spot.name} ({mark.count})", mark.spot.latitude, mark.spot.longitude, mark.spot.radius_km or 1.0, mark.spot.precision, ())
        for mark in marks if mark.spot.latitude is not None and mark.spot.longitude is not None
    ]  # fmt: skip
    drawn = draw_map(spots)
    for plain, styled in STYLES:
        drawn = drawn.replace(plain, styled)
    return drawn or EMPTY
