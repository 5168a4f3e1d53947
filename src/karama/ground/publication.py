"""The day an article was published, from what came with it, its dateline, or its captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from karama.domain.annotations import Publication
from karama.domain.calendar import MONTHS, WEEKDAY_NAMES, WEEKDAYS, Written, find_weekday, make_day, read_written
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.domain.text import Article, Segment

Found = tuple[Publication, tuple[Issue, ...]]

# A line at the top that is a date and little else: "Thursday, February 23, 2006", "Published 3 July 2017 by the desk".
TOP_LINES = 6
LONGEST_DATE_LINE = 90
MOST_OTHER_WORDS = 8
# "KANDAHAR, Afghanistan, Oct. 3 (Xinhua) --": a dateline ends in a dash or the agency in brackets within so many words.
DATELINE_WORDS = 16
_TOKEN = re.compile(r"\d+(?:[/.:-]\d+)*\w*|\w+\.?|[^\w\s]")
_DATELINE_ENDS = frozenset({"(", "-", "–", "—", "_", "[", "/"})
# Verbs whose day is as a rule the day of the report itself: "Reuters reported Sunday".
REPORTING = frozenset({"say", "report", "tell", "announce", "accord", "write", "confirm"})
YEAR_LEADS = frozenset({"in", "since", "of", ",", "by", "from", "until"})
DEICTIC = frozenset({"today", "yesterday", "tomorrow", "tonight"})


def find_publication(article: Article, segments: tuple[Segment, ...], parse: Parse) -> Found:
    """The publication day and how it is known; an issue where it is inferred or unknown."""
    issues: tuple[Issue, ...] = ()
    if article.published:
        day = _read_iso(article.published)
        if day is not None:
            return Publication(day.isoformat(), article.published_how, "given with the article"), ()
        issues = (Issue("publication", "unreadable-date", 0, 0, ""),)
    found = _from_dateline(article, segments, parse) or _from_top(article) or _from_captions(parse) or _from_opening(parse)
    if found is not None:
        return found[0], issues + found[1]
    return Publication(None, "unknown"), (*issues, Issue("publication", "no-date", 0, 0, ""))


def _read_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


# ---------------------------------------------------------------- datelines


def _from_dateline(article: Article, segments: tuple[Segment, ...], parse: Parse) -> Found | None:
    """By a dateline of its own segment, or by one that opens the first line of the body."""
    stretches = [(s.start, s.words) for s in segments if s.kind == "dateline"]
    body = next((s for s in segments if s.kind == "body"), None)
    if body is not None:
        opening = _cut_dateline(body.words)
        stretches += [(body.start, opening)] if opening else []
    year = _latest_year(parse) if stretches else None
    for start, words in stretches:
        written = _find_written(_split(words))
        if written is None or written.month is None or written.day is None:
            continue
        end = start + len(words)
        if written.year is not None and (day := _pick_day(written)) is not None:
            return Publication(day.isoformat(), "dateline", f"the dateline {words.strip()!r}"), ()
        day = make_day(year, written.month, written.day) if year else None
        if day is not None:
            issue = Issue("publication", "inferred-year", start, end, article.text[start:end])
            return Publication(day.isoformat(), "inferred", "the dateline, in the latest year that the text names"), (issue,)
    return None


def _cut_dateline(words: str) -> str:
    """The part of the first line before its dash or bracket, if it names a month and begins in capitals; else nothing."""
    line = words.split("\n", 1)[0][:200]
    tokens = list(_TOKEN.finditer(line))[:DATELINE_WORDS]
    if not tokens or not tokens[0].group().isupper():
        return ""
    for token in tokens:
        if token.group() in _DATELINE_ENDS:
            head = line[: token.start()]
            return head if any(t.group().lower() in MONTHS for t in tokens if t.start() < token.start()) else ""
    return ""


def _from_top(article: Article) -> Found | None:
    """By a line near the top that holds a full date and few other words."""
    start = 0
    for number, line in enumerate(article.text[:3000].split("\n")):
        if number > 3 * TOP_LINES:
            break
        if line.strip() and len(line) <= LONGEST_DATE_LINE and not line.rstrip().endswith((".", "?", "!", "”", '"')):
            tokens = _split(line)
            written = _find_written(tokens)
            others = sum(t[0].isalpha() for t in tokens) - (0 if written is None else sum(t[0].isalpha() for t in tokens[written.first : written.last + 1]))
            if written is not None and written.year is not None and written.day is not None and others <= MOST_OTHER_WORDS:
                day = _pick_day(written)
                if day is not None:
                    return Publication(day.isoformat(), "dateline", f"the line {line.strip()!r}"), ()
        start += len(line) + 1
    return None


def _split(text: str) -> list[str]:
    return [match.group().lower() for match in _TOKEN.finditer(text[:400])]


def _find_written(tokens: Sequence[str]) -> Written | None:
    """The first date of the tokens that has a day."""
    for i, token in enumerate(tokens):
        if token in MONTHS or token in WEEKDAYS or token[0].isdigit():
            found = read_written(tokens, i)
            if found is not None and found.day is not None:
                return found
    return None


def _pick_day(written: Written) -> date | None:
    if written.year is None or written.month is None or written.day is None or written.other is not None:
        return None
    return make_day(written.year, written.month, written.day)


# ---------------------------------------------------------------- captions and opening


def _from_captions(parse: Parse) -> Found | None:
    """By the latest caption: the first day on or after it that the report speaks of as its own."""
    dates = list(_read_full_dates(parse, "caption"))
    return _infer(parse, max(dates), "the caption's") if dates else None


def _from_opening(parse: Parse) -> Found | None:
    """By a full date in the first two sentences, in a text that speaks of days of the week and names no later year."""
    latest = _latest_year(parse)
    dates = [(day, at) for day, at in _read_full_dates(parse, "body") if parse.sentence_of[at] < 3 and day.year == latest]
    if not dates or not (any(True for _ in _find_weekdays(parse)) or DEICTIC & set(parse.lowers)):
        return None
    return _infer(parse, max(dates), "the opening's")


def _infer(parse: Parse, found: tuple[date, int], whose: str) -> Found:
    earliest, at = found
    weekday = _own_weekday(parse)
    day = earliest if weekday is None else find_weekday(weekday, earliest, 1)
    written = f"{earliest.day} {_name_month(earliest)} {earliest.year}"
    reason = f"{whose} date, {written}" if weekday is None else f"the first {WEEKDAY_NAMES[weekday].capitalize()} on or after {whose} date, {written}"
    sentence = parse.sentence_span(parse.sentence_of[at])
    issue = Issue("publication", "inferred-date", *sentence, parse.text[sentence[0] : sentence[1]])
    return Publication(day.isoformat(), "inferred", reason), (issue,)


def _name_month(day: date) -> str:
    return next(name for name, number in MONTHS.items() if number == day.month).capitalize()


def _read_full_dates(parse: Parse, segment: str) -> Iterator[tuple[date, int]]:
    """Full dates in sentences of that kind, each with its token."""
    lowers = parse.lowers
    for sentence in parse.sentences:
        if sentence.segment != segment:
            continue
        at = sentence.first
        while at <= sentence.last:
            word = lowers[at]
            found = read_written(lowers, at) if word in MONTHS or word[0].isdigit() else None
            if found is not None and (day := _pick_day(found)) is not None:
                yield day, at
            at = found.last + 1 if found is not None else at + 1


def _find_weekdays(parse: Parse) -> Iterator[tuple[int, int]]:
    """(weekday, token) of every bare day of the week outside captions."""
    for i, lower in enumerate(parse.lowers):
        if lower in WEEKDAYS and parse.words[i][0].isupper() and parse.sentences[parse.sentence_of[i]].segment != "caption":
            yield WEEKDAYS[lower], i


def _own_weekday(parse: Parse) -> int | None:
    """The day of the week on which the report says that things were reported, or else the one it names most; None without any."""
    reported: Counter[int] = Counter()
    named: Counter[int] = Counter()
    for weekday, token in _find_weekdays(parse):
        named[weekday] += 1
        window = range(max(0, token - 8), min(len(parse), token + 3))
        reported[weekday] += any(parse.lemmas[t] in REPORTING and parse.sentence_of[t] == parse.sentence_of[token] for t in window)
    best = reported.most_common(1) or named.most_common(1)
    if best and best[0][1] == 0:
        best = named.most_common(1)
    return best[0][0] if best else None


def _latest_year(parse: Parse) -> int | None:
    """The latest year of four digits that stands in the text as part of a date or after a preposition."""
    years = (int(word) for i, word in enumerate(parse.lowers) if len(word) == 4 and word.isdigit() and i and _dates_a_year(parse.lowers[i - 1]))
    return max((year for year in years if 1900 <= year <= 2100), default=None)


def _dates_a_year(before: str) -> bool:
    return before in YEAR_LEADS or before in MONTHS
