"""A reading as data of a page: its text in marked pieces, the cards of its claims, its map; for reports that are kept and those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Any

from karama.domain.reading import Reading
from karama.record.claims import list_record_claims
from karama.render.cards import Card
from karama.render.layout import Laid, Piece, lay_out
from karama.render.map import Spot

# Kinds whose passages may dwell on what was done to bodies; a page can blur them until they are pointed at.
GRAPHIC = frozenset({
    "killing", "death", "execution", "massacre", "assassination", "torture", "beating", "stabbing", "shooting", "injuring", "sexual violence",
    "suicide bombing", "chemical attack", "child recruitment", "human shields",
})  # fmt: skip
SHOWN = 60_000  # characters of a text on one page; what is longer is shown up to there, and the page says so


def describe_reading(reading: Reading, shown: int = SHOWN) -> dict[str, Any]:
    """All that the page of a reading shows. Claims go by the ids that they have, or would have, in the record."""
    laid = lay_out(reading, shown)
    ids = {claim.local: claim.id for claim in list_record_claims(reading, "")}
    denied = frozenset(card.claim.id for row in laid.rows for card in row.cards if _find_state(card) == "denied")
    rows, left = [], shown
    for row in laid.rows:
        pieces = [_describe_piece(piece, ids, denied) for piece in row.pieces]
        if (size := sum(len(piece["words"]) for piece in pieces)) > left:
            rows.append({"kind": row.kind, "pieces": _cut_pieces(pieces, left), "cards": (), "graphic": False})
            left = -1
            break
        left -= size
        rows.append(
            {"kind": row.kind, "pieces": pieces, "cards": [_describe_card(card, ids) for card in row.cards], "graphic": any(map(_is_graphic, row.cards))}
        )
    article = reading.article
    return {
        "heading": laid.heading,
        "article": {name: getattr(article, name) for name in ("id", "title", "publisher", "url", "published", "published_how")},
        "rows": rows,
        "shown_all": left >= 0 and len(article.text) <= shown,
        "length": len(article.text),
        "claims": len(reading.claims),
        "spots": leave_countries(laid.spots),
        "places": list_places(laid),
        "issues": [{"what": f"{issue.stage}/{issue.code}", "words": issue.words} for issue in reading.issues],
    }


def list_places(laid: Laid) -> list[dict[str, str]]:
    """The places as the rows of a table."""
    return [{"name": name, "words": words} for name, words in laid.places]


def leave_countries(spots: Sequence[Spot]) -> list[Spot]:
    """The spots to draw: whole countries only where nothing finer is known, or they would hatch the map from edge to edge."""
    return [spot for spot in spots if spot.precision != "country"] or list(spots)


def _find_state(card: Card) -> str:
    """How the claim's words are underlined: what somebody denies is struck through, not shown as feared or planned."""
    return "denied" if card.modality.startswith("denied") else card.state


def _describe_piece(piece: Piece, ids: Mapping[str, str], denied: AbstractSet[str]) -> dict[str, Any]:
    """The piece; a trigger's leads to its first claim."""
    styles = [("denied" if style == "open" and not denied.isdisjoint(piece.ids) else style) for style in piece.styles]
    named = [ids.get(one, one) for one in piece.ids]
    to = next((ids[one] for one in piece.ids if one in ids), None)
    return {"words": piece.words, "styles": styles, "ids": named, "letters": piece.letters, "title": piece.title, "claim": to}


def _cut_pieces(pieces: list[dict[str, Any]], left: int) -> list[dict[str, Any]]:
    """The first words of a paragraph that is too long for the page, without marks."""
    return [{"words": "".join(piece["words"] for piece in pieces)[:left], "styles": (), "ids": (), "letters": "", "title": "", "claim": None}]


def _is_graphic(card: Card) -> bool:
    return card.title in GRAPHIC or any(line.label in ("killed", "wounded") for line in card.lines)


def _describe_card(card: Card, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": ids[card.claim.id],
        "title": card.title,
        "modality": card.modality,
        "negative": card.negative,
        "certainty": card.claim.certainty,
        "state": _find_state(card),
        "graphic": _is_graphic(card),
        "speakers": card.speakers,
        "segment": card.segment,
        "lines": [{"label": label, "said": list(said)} for label, said in groupby(card.lines, key=lambda line: line.label)],
        "why": card.why,
        "words": " ".join(card.claim.words.split()),
        "ids": [ids[card.claim.id], *(one for line in card.lines for one in line.ids)],
    }
