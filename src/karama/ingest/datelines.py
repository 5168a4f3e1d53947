"""Where a dateline ends: the place, date and agency that open a report's first paragraph."""

from __future__ import annotations

import re

from karama.ingest.tables import read_words

# A dateline is short; what stands further on is prose.
LONGEST_DATELINE = 150
MOST_WORDS = 14
LONGEST_DATE_LINE = 90
MONTHS, DAYS = read_words("months"), read_words("days")
INSIDE_NAMES, NO_PLACES = read_words("inside place names"), read_words("no places")
WIRE_AGENCIES = read_words("wire agencies")
# Dash, or colon after a date or agency; "MOSUL, Iraq (AP) -", "KABUL: ", "Geneva, 3 May 2016 – ".
_CLOSERS = re.compile(r"\s?(?:--+|—|–)\s?|\s[-_](?:\s|$)|(?<=[A-Za-z0-9)/])-\s|(?<=[)/])-|:\s")
# FBIS and others put marks after the dash: "-- [REPORT] [ARMED FORCES PRESS COMMITTEE] [TEXT] ".
_MARKS = re.compile(r"\s*\[[^\]\n]{1,90}\]\s?")
_BRACKET = re.compile(r"\([^()]{1,60}\)|/[A-Za-z. ]{2,30}/")
_DAY_OR_YEAR = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")
_WORD = re.compile(r"[^\W_]+(?:[.’'`-][^\W_]+)*")
_BESIDE_DATES = MONTHS | DAYS | read_words("clock") | read_words("beside dates")


def find_dateline(paragraph: str) -> int:
    """How many characters of the paragraph are its dateline, 0 if it has none."""
    head = paragraph[: LONGEST_DATELINE + 2]
    for closer in _CLOSERS.finditer(head):
        if closer.end() >= len(paragraph):  # a dateline on a line of its own
            return len(paragraph) if closer.start() and _is_dateline(head[: closer.start()], closer[0].strip(), paragraph) else 0
        if _opens_sentence(paragraph, closer.end()) and _is_dateline(head[: closer.start()], closer[0].strip(), paragraph):
            return _pass_marks(paragraph, closer.end())
        if len(_WORD.findall(head[: closer.start()])) > MOST_WORDS:
            return 0
    agency = _find_agency(head)  # "DAMASCUS (SANA) The army": no dash at all
    if agency is not None and _opens_sentence(paragraph, agency.end()) and _is_dateline(head[: agency.end()], "", paragraph):
        return agency.end()
    return 0


def is_date_line(line: str) -> bool:
    """Whether the stripped line holds a date, perhaps with the hour, and nothing else: "Friday, January 4, 2019"."""
    if len(line) > LONGEST_DATE_LINE or not any(character.isdigit() for character in line):
        return False
    words = [word.lower() for word in _WORD.findall(line)]
    dated = any(word in MONTHS for word in words) or re.search(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b", line) is not None
    return dated and all(word in _BESIDE_DATES or word[0].isdigit() for word in words)


def _is_dateline(stretch: str, closer: str, paragraph: str) -> bool:
    """Whether the stretch before the closing dash is a place, a date, an agency, or some of these."""
    if not 2 <= len(stretch.strip()) <= LONGEST_DATELINE:
        return False
    agency = _BRACKET.search(stretch) is not None
    words = _WORD.findall(_BRACKET.sub(" ", stretch))
    if not words:
        return _find_agency(stretch) is not None
    lowers = [word.lower() for word in words]
    if len(words) > MOST_WORDS or lowers[0] in NO_PLACES or not all(map(_may_stand_in_dateline, words, lowers)):
        return False
    dated = _has_date(lowers)
    capitals = words[0].isupper() and len(words[0]) >= 4 and not paragraph.isupper()
    if closer == ":":  # "KABUL: The army said"; a title-case word before a colon is a speaker or a heading
        return capitals and (agency or dated or len(words) <= 2)
    place = words[0][0].isupper() or lowers[0][0].isdigit() or lowers[0] in MONTHS
    return place and (agency or dated or capitals or (len(words) <= 3 and closer in ("—", "–", "--") and words[0].istitle() and "," in stretch))


def _find_agency(head: str) -> re.Match[str] | None:
    """The first bracket that holds an agency's name and nothing else."""
    return next((m for m in _BRACKET.finditer(head) if m[0].strip("()/").lower().removeprefix("the ") in WIRE_AGENCIES), None)


def _may_stand_in_dateline(word: str, lower: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or lower in INSIDE_NAMES or lower in MONTHS or lower.startswith("al-")


def _has_date(lowers: list[str]) -> bool:
    """A month beside a day of the month, or a year."""
    return any(word in MONTHS and any(_DAY_OR_YEAR.fullmatch(other) for other in lowers[max(0, n - 1) : n + 3]) for n, word in enumerate(lowers))


def _opens_sentence(paragraph: str, at: int) -> bool:
    rest = paragraph[at : at + 4].lstrip()
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "“\"‘'[(")


def _pass_marks(paragraph: str, at: int) -> int:
    for _ in range(6):
        mark = _MARKS.match(paragraph, at)
        if mark is None or mark.end() >= len(paragraph):
            break
        at = mark.end()
    return at
