"""The HTML page: one self-contained file with the text, its spans, claim cards beside it and a small map; no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup, escape

from karama.domain.reading import Reading
from karama.render.cards import Card
from karama.render.layout import Piece, lay_out
from karama.render.map import draw_map


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the text as HTML and the cards beside it."""

    kind: str
    html: Markup
    cards: tuple[Card, ...]


@cache
def _make_environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("karama.render", "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _read_asset(name: str) -> str:
    return files("karama.render").joinpath("assets", name).read_text(encoding="utf-8")


def _trust(written: str) -> Markup:
    """Our own style, script or drawing, taken as it is; words of an article never pass through here."""
    return Markup(written)  # noqa: S704


def render_page(readings: Sequence[Reading]) -> str:
    """The page of one or several readings. Its policy forbids every load and every script but its own."""
    script = _read_asset("page.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    articles = [_describe_article(reading, number) for number, reading in enumerate(readings, 1)]
    template = _make_environment().get_template("page.html")
    return template.render(articles=articles, style=_trust(_read_asset("page.css")), script=_trust(script), script_hash=allowed)


def _describe_article(reading: Reading, number: int) -> dict[str, object]:
    laid = lay_out(reading)
    rows = [Row(row.kind, _write_pieces(row.pieces), row.cards) for row in laid.rows]
    return {"reading": reading, "number": number, "heading": laid.heading, "rows": rows, "map": _trust(draw_map(laid.spots)), "places": laid.places}


def _write_pieces(pieces: Sequence[Piece]) -> Markup:
    """The pieces as HTML, each that has a mark in an element of its own."""
    written: list[Markup] = []
    for piece in pieces:
        words = escape(piece.words)
        if not piece.styles:
            written.append(words)
            continue
        letter = Markup('<sub aria-hidden="true">{}</sub>').format(piece.letters) if piece.letters else ""
        made = Markup('<span class="{}" data-ids="{}" title="{}">{}{}</span>')
        written.append(made.format(" ".join(piece.styles), " ".join(piece.ids), piece.title, words, letter))
    return Markup("").join(written)
