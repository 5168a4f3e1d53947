"""Which stretches of an article are headline, dateline, body, caption, credit, related lines or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from karama.domain.text import Article, Segment, SegmentKind
from karama.ingest.captions import LONGEST_CAPTION, find_caption, find_credit, find_desk_note
from karama.ingest.datelines import find_dateline, is_date_line
from karama.ingest.furniture import find_furniture, is_byline, opens_list

# A wrapped text has lines of nearly the same width, as the parser's blocks see it too; its units are paragraphs, not lines.
WRAPPED_WIDTHS = range(45, 95)
WRAPPED_SHARE = 0.7
# The head of a report, in which headline, byline, dates and datelines stand.
HEAD_UNITS = 8
TAIL_UNITS = 5
LONGEST_HEADLINE = 200
LONGEST_LINK = 160
FEWEST_CAPTION_WORDS = 4
STOPS = ("''", ".", "!", "?", "…", ".”", '."', ".’", ".'", "?”", "!”", ".)", ":", ";", ",")
_LINE = re.compile(r"[^\n]+")
_ALNUM = re.compile(r"[^\W_]+")


class Unit(NamedTuple):
    """A line, or a paragraph of a wrapped text, without the blanks around it."""

    start: int
    end: int
    words: str


class Piece(NamedTuple):
    """A stretch and its kind, before neighbours of one kind are joined."""

    kind: SegmentKind
    start: int
    end: int


def find_segments(article: Article) -> tuple[Segment, ...]:
    """Segments in text order that do not overlap; every character that is not blank lies in one."""
    text = article.text
    units = list(cut_units(text))
    pieces: list[Piece] = []
    head_open, in_list = True, False
    for n, unit in enumerate(units):
        kind = _classify_whole(unit, n, len(units), units)
        if kind is not None:
            pieces.append(Piece(kind, unit.start, unit.end))
            in_list = kind == "related" and opens_list(unit.words)
            continue
        if in_list and _is_link(unit.words):
            pieces.append(Piece("related", unit.start, unit.end))
            continue
        in_list = False
        if (split := _split_caption(unit, pieces, head_open)) is not None:
            pieces.extend(split)
        elif head_open:
            opened, head_open = _open_report(article, unit, n, units, pieces)
            pieces.extend(opened)
        else:
            pieces.extend(_split_desk_note(unit))
    return tuple(Segment(kind, start, end, text[start:end]) for kind, start, end in _join_body(pieces))


def cut_units(text: str) -> Iterator[Unit]:
    """The lines of the text, or its paragraphs where lines are wrapped."""
    lines = []
    for match in _LINE.finditer(text):
        words = match[0]
        left = len(words) - len(words.lstrip())
        if left < len(words):
            lines.append(Unit(match.start() + left, match.start() + len(words.rstrip()), words.strip()))
    if not _is_wrapped(lines):
        yield from lines
        return
    start, end = lines[0].start, lines[0].end
    for line in lines[1:]:
        if text.count("\n", end, line.start) > 1:
            yield Unit(start, end, text[start:end])
            start = line.start
        end = line.end
    yield Unit(start, end, text[start:end])


def _is_wrapped(lines: Sequence[Unit]) -> bool:
    wide = sum(line.end - line.start in WRAPPED_WIDTHS for line in lines)
    return len(lines) > 4 and wide > WRAPPED_SHARE * len(lines)


def _classify_whole(unit: Unit, n: int, count: int, units: Sequence[Unit]) -> SegmentKind | None:
    """The kind of a unit that is furniture, byline or date line as a whole; None for prose and captions."""
    kind = find_furniture(unit.words)
    if kind is not None:
        return None if n == 0 and kind == "related" and _is_own_label(unit.words) else kind
    if n < HEAD_UNITS and (is_date_line(unit.words) or find_dateline(unit.words) == len(unit.words)):
        return "dateline"
    if (n < HEAD_UNITS or n >= count - TAIL_UNITS) and count > 1 and is_byline(unit.words):
        return "boilerplate"
    return None


def _is_own_label(line: str) -> bool:
    """A report's own headline may begin "Analysis:" or "Explainer:"."""
    return line.split(":", 1)[0].strip().lower() in ("analysis", "opinion", "explainer", "live updates", "in pictures", "in photos")


def _is_link(line: str) -> bool:
    """Whether the line reads like another report's headline: short and without a stop."""
    return len(line) <= LONGEST_LINK and not line.endswith((".", ".”", '."', ":", ","))


def _split_caption(unit: Unit, before: Sequence[Piece], in_head: bool) -> list[Piece] | None:
    """Caption and credit of a unit that has both or one, and what body is behind or before them; None for prose."""
    said = find_caption(unit.words)
    credit = find_credit(unit.words, in_caption=said is not None)
    if credit == 0:
        return [Piece("credit", unit.start, unit.end)]
    if said is None and credit is None:
        after_number = bool(before) and before[-1].kind == "credit" and in_head
        return [Piece("caption", unit.start, unit.end)] if after_number and _reads_like_caption(unit.words) else None
    begin, end = said or (0, len(unit.words))
    if credit is not None:
        end = min(end, credit)
    kind: SegmentKind = "caption" if said or end <= LONGEST_CAPTION else "body"
    if len(unit.words[begin:end].split()) < FEWEST_CAPTION_WORDS:
        return [Piece("credit", unit.start, unit.end)]
    stretches: list[tuple[SegmentKind, int, int]] = [("credit", 0, begin), (kind, begin, end)]
    if credit is None:
        stretches.append(("body", end, len(unit.words)))
    else:
        stretches += [("body", end, credit), ("credit", credit, len(unit.words))]
    return [piece for piece in (_trim(unit, *stretch) for stretch in stretches) if piece is not None]


def _trim(unit: Unit, kind: SegmentKind, begin: int, end: int) -> Piece | None:
    """The stretch of the unit without blanks around it; None if nothing is left."""
    words = unit.words[begin:end]
    left = len(words) - len(words.lstrip())
    return Piece(kind, unit.start + begin + left, unit.start + begin + len(words.rstrip())) if left < len(words) else None


def _reads_like_caption(line: str) -> bool:
    """Behind a picture's number: one or two sentences that name a day with its year, as captions do and leads do not."""
    return len(line) <= 400 and re.search(r"\b(?:19|20)\d\d\b", line) is not None


def _open_report(article: Article, unit: Unit, n: int, units: Sequence[Unit], before: Sequence[Piece]) -> tuple[list[Piece], bool]:
    """Headline, or dateline and body, of a unit at the head; and whether the head goes on behind it."""
    seen = any(piece.kind == "headline" for piece in before)
    if n >= HEAD_UNITS:
        return list(_split_desk_note(unit)), False
    if not seen and (end := _find_headline(article.title, unit, units[n + 1 : n + 1 + HEAD_UNITS])):
        pieces = [Piece("headline", unit.start, unit.start + end)]
        if end < len(unit.words):
            rest = unit.words[end:].lstrip()
            return pieces + _split_dateline(Unit(unit.end - len(rest), unit.end, rest)), False
        return pieces, True
    pieces = _split_dateline(unit)
    return pieces, len(pieces) == 1 and len(unit.words) <= LONGEST_HEADLINE and not unit.words.endswith(STOPS)


def _find_headline(title: str | None, unit: Unit, following: Sequence[Unit]) -> int:
    """How many characters of the unit are the headline; 0 if it is none."""
    line = unit.words
    if title and (end := _match_title(title, line)):
        return end
    if len(line) > LONGEST_HEADLINE or (line.endswith(STOPS) and not line.endswith(("?", "!"))) or not following:
        return 0
    prose = any(len(other.words) > 40 and other.words.endswith(STOPS) for other in following)
    return len(line) if prose and line[0] not in "-*•–—" and len(line.split()) >= 3 and not find_dateline(line) else 0


def _match_title(title: str, line: str) -> int:
    """Where the title ends at the line's beginning, its full stop taken in; 0 if the line begins otherwise."""
    wanted = _ALNUM.findall(title[:400].lower())
    if len(wanted) < 3:
        return len(line) if wanted and wanted == _ALNUM.findall(line[:400].lower()) else 0
    end = 0
    found = _ALNUM.finditer(line[: len(title) + 60])
    for word in wanted:
        match = next(found, None)
        if match is None or match[0].lower() != word:
            return 0
        end = match.end()
    tail = re.match(r"[^\w\s]{0,3}", line[end:])
    end += tail.end() if tail else 0
    rest = line[end:].strip()
    return len(line) if len(rest) < 3 else end if not rest[0].islower() else 0


def _split_dateline(unit: Unit) -> list[Piece]:
    end = find_dateline(unit.words)
    if not end:
        return list(_split_desk_note(unit))
    rest = unit.words[end:]
    low = unit.start + end + len(rest) - len(rest.lstrip())
    closed = unit.start + len(unit.words[:end].rstrip())
    return [Piece("dateline", unit.start, closed), *_split_desk_note(Unit(low, unit.end, unit.words[end:].lstrip()))]


def _split_desk_note(unit: Unit) -> Iterator[Piece]:
    """The body, and behind it a bracket that names who reported."""
    if (at := find_desk_note(unit.words)) is None:
        yield Piece("body", unit.start, unit.end)
        return
    yield Piece("body", unit.start, unit.start + len(unit.words[:at].rstrip()))
    yield Piece("boilerplate", unit.start + at, unit.end)


def _join_body(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, with neighbouring body pieces as one, so that wrapped paragraphs are seen together."""
    current: Piece | None = None
    for piece in pieces:
        if current is not None and current.kind == piece.kind == "body":
            current = Piece("body", current.start, piece.end)
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current
