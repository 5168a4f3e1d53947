"""Words of time expressions: tables only, each with what it stands for."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """The words of a table row, as a set."""
    return frozenset(text.split())


NUMBER_WORDS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
TENS = frozenset({20, 30, 40, 50, 60, 70, 80, 90})
# Units of TIMEX3 durations, by the words in the text.
UNITS: dict[str, str] = {
    "second": "TS", "seconds": "TS", "minute": "TM", "minutes": "TM", "min": "TM", "mins": "TM", "hour": "TH", "hours": "TH", "hrs": "TH",
    "day": "D", "days": "D", "week": "W", "weeks": "W", "fortnight": "F", "month": "M", "months": "M", "quarter": "Q", "quarters": "Q",
    "year": "Y", "years": "Y", "yr": "Y", "yrs": "Y", "decade": "DE", "decades": "DE", "century": "CE", "centuries": "CE", "weekend": "WE", "weekends": "WE",
    "daylong": "D", "weeklong": "W", "monthlong": "M", "yearlong": "Y", "decadelong": "DE", "hourlong": "TH",
}  # fmt: skip
WHOLE_UNITS = frozenset({"daylong", "weeklong", "monthlong", "yearlong", "decadelong", "hourlong"})
PLURAL_UNITS = frozenset({"minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"})
# Counts without a number: TIMEX3 writes X.
VAGUE_COUNTS = frozenset({"several", "few", "many", "some", "couple", "numerous", "various", "countless", "multiple", "dozens", "hundreds"})
ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20,
}  # fmt: skip

# How a determiner or adjective before a unit, weekday, month or season places it: against the article's day ...
DEICTIC: dict[str, str] = {"last": "last", "past": "last", "next": "next", "coming": "next", "this": "this", "current": "this", "upcoming": "next"}
# ... or against the date before it in the text.
ANAPHORIC: dict[str, str] = {
    "previous": "previous", "preceding": "previous", "prior": "previous", "following": "following", "subsequent": "following", "ensuing": "following",
    "same": "same", "that": "same", "succeeding": "following",
}  # fmt: skip
RELATIONS = DEICTIC | ANAPHORIC
# Adjectives that may stand between a count and its unit ("three straight days", "two bloody weeks").
FILLERS = _words(
    """
    full consecutive straight more additional successive whole entire long short brief bloody calendar solid intense turbulent difficult final
    recent initial first fiscal business working academic school very extra other tense deadly
    """
)

PARTS_OF_DAY: dict[str, str] = {
    "morning": "TMO", "dawn": "TMO", "sunrise": "TMO", "daybreak": "TMO", "afternoon": "TAF", "evening": "TEV", "dusk": "TEV", "sunset": "TEV",
    "nightfall": "TEV", "night": "TNI", "nighttime": "TNI", "mornings": "TMO", "nights": "TNI", "evenings": "TEV", "midday": "T12:00", "noon": "T12:00",
    "midnight": "T24:00",
}  # fmt: skip
SEASON_WORDS: dict[str, str] = {
    "spring": "SP",
    "springtime": "SP",
    "summer": "SU",
    "summertime": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "wintertime": "WI",
}

# Days counted from the article's day: (days, part of day).
DAY_WORDS: dict[str, tuple[int, str]] = {
    "today": (0, ""), "yesterday": (-1, ""), "tomorrow": (1, ""), "tonight": (0, "TNI"), "tonite": (0, "TNI"), "overnight": (0, "TNI"),
}  # fmt: skip
# Words that only say past, present or future. Words such as "already", "once" and "former" order events but name no time.
REFERENCES: dict[str, str] = {
    "now": "PRESENT_REF", "nowadays": "PRESENT_REF", "currently": "PRESENT_REF", "presently": "PRESENT_REF", "current": "PRESENT_REF",
    "recently": "PAST_REF", "recent": "PAST_REF", "lately": "PAST_REF", "future": "FUTURE_REF",
}  # fmt: skip
SETS: dict[str, str] = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y",
    "annually": "P1Y", "biweekly": "P2W",
}  # fmt: skip
EACH = frozenset({"every", "each", "per"})

# "the end of June", "early in May": what part of the whole is meant.
EDGES: dict[str, str] = {
    "end": "late", "close": "late", "latter": "late", "beginning": "early", "start": "early", "outset": "early", "onset": "early",
    "middle": "mid", "midst": "mid", "rest": "", "remainder": "", "half": "", "part": "", "days": "", "weeks": "", "months": "", "hours": "",
    "course": "", "eve": "",
}  # fmt: skip
MODIFIERS: dict[str, str] = {
    "early": "early",
    "late": "late",
    "mid": "mid",
    "mid-": "mid",
    "middle": "mid",
    "earlier": "",
    "later": "",
    "around": "",
    "circa": "",
}
EDGE_ADJECTIVES: dict[str, str] = {
    "very": "", "first": "early", "early": "early", "opening": "early", "final": "late", "last": "late", "closing": "late", "latter": "late",
    "second": "late", "late": "late",
}  # fmt: skip

# A date that opens a longer stretch or closes one.
OPENERS = frozenset({"since"})
CLOSERS = frozenset({"until", "till", "til"})

# Words before a bare number that make it a year ("in 2014", "the 1967 borders").
YEAR_LEADS = _words(
    """
    in since of by until till from to between during before after through circa ca. c. early late mid year years fiscal around summer winter
    spring autumn fall and or than about the on pre post ( [ - – — / for into throughout & election elections as at its their his her a
    """
)
# Words after which a number is the name or count of something else.
NOT_YEAR_LEADS = _words(
    """
    resolution unscr article section flight no. number room page pages chapter brigade unit route highway boeing fm channel law decree $ £ € us$
    # least nearly almost over than approximately roughly some exactly only another additional killed wounded injured arrested detained vision
    agenda
    """
)
# A number before one of these is a measure or a count.
NOT_YEAR_FOLLOWERS = _words(
    """
    km kilometers kilometres miles meters metres feet people persons men women troops soldiers fighters civilians dead killed wounded injured
    tons tonnes percent % pounds dollars euros million billion thousand square sq km2 kg mm rounds families refugees children houses homes
    prisoners casualties gmt hours hrs utc others additional more
    """
)
ZONES = frozenset({"gmt", "utc", "est", "edt", "pst", "pdt", "bst", "cet", "eet", "ist", "z", "msk"})
ERAS_BEFORE = frozenset({"bc", "b.c.", "bce", "b.c.e."})
ERAS_AFTER = frozenset({"ad", "a.d.", "ce", "c.e."})

# A date followed by one of these in capitals names a movement, a unit or a place: "14 February Coalition", "April 6 Youth Movement", "26 September Street".
NAME_NOUNS = _words(
    """
    coalition movement brigade brigades group alliance front park bridge street square university hospital army battalion division dam station
    airport stadium youth martyrs committee organization organisation party avenue district neighborhood newspaper tv gang cartel club mosque
    school regiment revolutionary
    """
)

# Days known by their date alone; "the September 11 attacks" are those of 2001 in whatever year one reads of them.
NAMED_DAYS: dict[tuple[int, int], tuple[int, frozenset[str]]] = {
    (9, 11): (2001, frozenset({"attack", "attacks", "terrorist", "terror", "hijackings", "hijackers", "commission"})),
    (10, 7): (2023, frozenset({"attack", "attacks", "massacre", "assault"})),
}
# Holidays and days with a fixed date.
FIXED_DAYS: dict[str, tuple[int, int]] = {"christmas": (12, 25), "halloween": (10, 31), "nowruz": (3, 21)}

# Verbs and adjectives that look forward: "scheduled for Sunday", "plans to meet on Friday".
PLANNING = _words(
    """
    schedule plan due slate expect set intend hope propose prepare promise vow pledge agree upcoming forthcoming likely
    """
)
# In the present with a day, these tell of what is on the calendar: "the truce starts on Saturday".
FUTURATE = frozenset({"start", "begin", "open", "meet", "resume", "end", "expire", "take", "vote", "visit", "hold", "arrive", "leave", "go"})
FUTURE_AUXILIARIES = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "may", "might", "could", "can", "should", "must"})
PAST_AUXILIARIES = frozenset({"have", "do", "be"})
SPEAKING = frozenset({"say", "report", "tell", "announce", "add", "write", "state", "claim"})
