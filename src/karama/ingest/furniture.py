"""Which lines of a page are no part of the report: related links, bylines, credits and the furniture around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from karama.domain.text import SegmentKind
from karama.ingest.tables import compile_rule, read_line_rules, read_words

# Furniture is short; a longer line is prose whatever it begins with. Copyright notices and desk credits alone run on.
LONGEST_FURNITURE = 240
LONGEST_NOTICE = 900
LONGEST_BARE = 60
LONGEST_BYLINE = 120


class Run(NamedTuple):
    """A line whose first word is one of `words` and whose other words are all among `allowed` is furniture."""

    words: frozenset[str]
    allowed: frozenset[str]
    digits: bool  # whether a figure must stand in it
    names: bool  # whether words with a capital are allowed too, beside one of _DESK


_SHARING, _CHANGED, _DESK_WORDS = read_words("sharing"), read_words("changed"), read_words("desk")
_CALENDAR = read_words("months") | read_words("days")
RUNS: tuple[Run, ...] = (
    Run(_SHARING, _SHARING | read_words("beside sharing"), digits=False, names=False),
    Run(_CHANGED, _CHANGED | _CALENDAR | read_words("clock") | read_words("beside dates"), digits=True, names=False),
    # "Reporting by local media showed …" has words that no name has, and stays in.
    Run(_DESK_WORDS, _DESK_WORDS | read_words("beside desk"), digits=False, names=True),
)
_DESK = frozenset(("by", "from"))
# Lines without a telling first word: numbers of pictures and shares, addresses, desk marks.
BARE_LINES: tuple[tuple[SegmentKind, str], ...] = (
    ("boilerplate", r"\(?\d{1,3} ?(?:of|/) ?\d{1,3}\)?"),  # 1 of 5
    ("boilerplate", r"\d[\d.,]{0,10} ?[km]? ?(?:shares?|comments?|likes?|views?|retweets?|followers?)"),
    ("boilerplate", r"\d{1,2} ?-?min(?:ute)?s?\.? (?:read|listen|watch)(?: ?.)?"),
    ("boilerplate", r"slideshow(?: \(.{1,20}\))?"),
    ("boilerplate", r"(?:https?://|www\.)\S+(?:\s+https?://\S+)*"),
    ("boilerplate", r"[^\s@]+@[^\s@]+\.\w{2,6}"),
    ("boilerplate", r"@\w{2,30}"),
    ("boilerplate", r"[*#=~_•·. -]{2,}"),  # a rule across the page
    ("boilerplate", r"-? ?(?:30|ends?|###) ?-?"),  # "-30-", "ENDS": the wire's end mark
    ("boilerplate", r"[a-z]{2,3}(?:[/,][a-z]{2,4}){1,4}(?: \([\w, ./-]{2,60}\))?"),  # "js/kb (AFP, Reuters)": the desk's initials
    ("boilerplate", r"\(?(?:reuters|ap|afp|(?:the )?associated press|agence france-presse|xinhua|tass|dpa|upi|ians|pti|ani|efe|interfax|staff|agencies)\)?"),
    ("boilerplate", r"(?:staff reporter|news desk|web desk|skip|menu|search|home|next|previous|more)"),
    ("credit", r"[A-Z]{2,6}[-_]?\d[A-Z0-9_-]{2,20}(?: ?\(\d{1,3}\))?"),  # RTS19EE1 (1): a picture's number at its agency
    ("credit", r"[\w-]{3,50}\.(?:jpe?g|png|gif|tiff?|webp)"),
    ("credit", r"(?i:gettyimages-\d+(?: ?\(\d+\))?)"),
)
_BARE = tuple((kind, re.compile(pattern, re.IGNORECASE if kind == "boilerplate" else 0)) for kind, pattern in BARE_LINES)
_RUN_WORDS = frozenset().union(*(run.words for run in RUNS))
_NOTICE_WORDS = frozenset(("copyright", "©", "(c)", "all", "this", "the", "we", "by", "our", "to", "if", "any", *_DESK_WORDS))
_FIRST_WORD = re.compile(r"[\W_]{0,3}?(©|\(c\)|[\w’'-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*")


def find_furniture(line: str) -> SegmentKind | None:
    """What the stripped line is, where it is furniture; None for prose."""
    if len(line) > LONGEST_NOTICE:
        return None
    first = _FIRST_WORD.match(line)
    if first is not None and (kind := _try_first_word(line, first.start(1), first[1].lower())):
        return kind
    if len(line) <= LONGEST_BARE:
        for bare_kind, pattern in _BARE:
            if pattern.fullmatch(line):
                return bare_kind
    return None


def is_byline(line: str) -> bool:
    """Whether the stripped line names who wrote the report and says nothing else."""
    if len(line) > LONGEST_BYLINE or line[-1:] in ".!?:;":
        return False
    words = _WORD.findall(line)
    if len(words) < 2 or words[0].lower() not in read_words("byline openers") or "by" not in (words[0].lower(), words[1].lower()):
        return False
    # "By Ann Bell and Carl Dean in Beirut": names, and the small words beside them
    names = words[1:] if words[0].lower() == "by" else words[2:]
    lowers = [name.lower() for name in names]
    if not names or not names[0][0].isupper() or lowers[0] in _CALENDAR or lowers[0] in read_words("no bylines"):
        return False
    return all(name[0].isupper() or lower in read_words("beside bylines") for name, lower in zip(names, lowers, strict=True))


def opens_list(line: str) -> bool:
    """Whether the related line is a heading alone ("Related articles", "More on this story:"), so that links follow it."""
    return len(line) <= LONGEST_BARE and "." not in line and ":" not in line[:-1]


def _try_first_word(line: str, start: int, word: str) -> SegmentKind | None:
    if len(line) > (LONGEST_NOTICE if word in _NOTICE_WORDS else LONGEST_FURNITURE):
        return None
    for rule in read_line_rules().get(word, ()):
        if compile_rule(rule.pattern).fullmatch(line, start):
            return rule.kind
    if word in _RUN_WORDS and any(word in run.words and _is_run(line, run) for run in RUNS):
        return "boilerplate"
    return None


def _is_run(line: str, run: Run) -> bool:
    """Whether the line is made of the run's words alone."""
    if run.digits and not any(character.isdigit() for character in line):
        return False
    words = _WORD.findall(line)
    lowers = {word.lower() for word in words}
    if run.names:  # in a text all in capitals no word tells a name
        return not line.isupper() and bool(lowers & _DESK) and all(word[0].isupper() or word in run.allowed for word in words)
    return lowers <= run.allowed
