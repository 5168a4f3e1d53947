"""Which lines of a page are no part of the report: related links, bylines, credits and the furniture around them."""

from __future__ import annotations

import re
from typing import NamedTuple

from karama.domain.text import SegmentKind

# Furniture is short; a longer line is prose whatever it begins with. Copyright notices and desk credits alone run on.
LONGEST_FURNITURE = 240
LONGEST_NOTICE = 900
LONGEST_BARE = 60
LONGEST_BYLINE = 120


class Rule(NamedTuple):
    """A line whose first word is one of `words` and which the pattern matches to its end is of that kind."""

    kind: SegmentKind
    words: str  # first words in lower case, apart by blanks; the pattern is tried on these lines only
    pattern: str  # matched from the first word to the end of the line, case ignored


class Run(NamedTuple):
    """A line whose first word is one of `words` and whose other words are all among `allowed` is of that kind."""

    kind: SegmentKind
    words: frozenset[str]
    allowed: frozenset[str]
    digits: bool  # whether a figure must stand in it
    names: bool  # whether words with a capital are allowed too


_SITES = (
    "facebook twitter x instagram youtube telegram whatsapp linkedin reddit tumblr pinterest google tiktok threads bluesky email mail digg stumble newsvine"
)
_SITE = "(?:" + "|".join(_SITES.split()) + r"|e-mail)\b"

RULES: tuple[Rule, ...] = (
    # Links to other reports. The mark after the word keeps "More than half" and "Read the Koran" out.
    Rule("related", "read watch listen see also more related recommended must don't don’t",
         r"(?:read(?: (?:also|more|next|on|this|full story))?|also read|watch(?: (?:also|live|more|now))?|listen|see also|also see|more(?: (?:news|on this|here|stories))?"
         r"|related(?: (?:articles?|stor(?:y|ies)|news|content|coverage|links?|topics?|reading))?|recommended(?: (?:reading|for you))?|must[- ](?:read|watch)|don[’']t miss) ?[:|>»›→].*"),
    # The same labels open a report's own lines too, so that a full stop keeps a line in.
    Rule("related", "in live next previous video gallery explainer opinion analysis",
         r"(?:in pictures|in photos|live updates|next|previous|video|gallery|explainer|opinion|analysis) ?[:|>»›→].*[^.]"),
    # "MORE ON SYRIA", "More from Reuters": short and without a stop, which prose never is.
    Rule("related", "more related recommended most trending you read popular editor's editor’s top latest also keep see what",
         r"(?:more (?:on|from|about|in) (?:this|[\w ’'-]{2,40})|related (?:articles?|stor(?:y|ies)|news|content|coverage|links?|topics?|posts?|reading)"
         r"|recommended(?: (?:for you|stories|articles|videos))?|most (?:read|popular|viewed|shared)|trending(?: now| stories)?|you (?:may|might) (?:also )?(?:like|be interested in)"
         r"|read (?:more|next|also|on)|popular (?:now|stories|posts)|editor[’']s picks?|top stories|latest (?:news|stories|headlines|updates)|keep reading|see (?:also|more)"
         r"|also (?:on|in) [\w ]{2,30}|what to read next)[:…]?"),
    # Following, subscribing, sharing.
    Rule("boilerplate", "follow like find join visit connect share",
         rf"(?:(?:follow|like|find|join|visit) .{{1,80}} on {_SITE}.{{0,160}}|(?:follow|like|join|visit) (?:us|me|our \w+)\b.{{0,120}}|find us\b.{{0,100}}|follow @\w+.{{0,80}}"
         r"|follow .{1,60} (?:blog|live coverage)\b.{0,80}|connect with us.{0,60}|share (?:this|on|via|your thoughts)\b.{0,80})"),
    Rule("boilerplate", "subscribe download get sign register enter receive stay never start become support donate keep",
         r"(?:subscribe\b.{0,160}|download (?:our|the) (?:free )?.{0,40}\bapps?\b.{0,80}|get (?:the|our|all|more|breaking|instant|daily).{0,100}(?:inbox|newsletters?|alerts?|app|e-?mail|updates)\b.{0,80}"
         r"|sign[- ]?(?:up|in)\b.{0,160}|register (?:now|here|for free)\b.{0,120}|enter your e-?mail.{0,80}|receive (?:our|the|daily|breaking) .{0,60}(?:newsletter|inbox|e-?mail|alert)s?\b.{0,60}"
         r"|stay (?:up to date|informed|connected|tuned)\b.{0,120}|never miss .{0,120}|start your (?:day|free trial|subscription).{0,120}|become a (?:member|subscriber|supporter|patron)\b.{0,120}"
         r"|support (?:our|independent|quality) .{0,40}(?:journalism|work|reporting)\b.{0,80}|donate(?: (?:now|today|here))?[.!]?|keep up with .{0,100}(?:newsletter|app|twitter|facebook)\b.{0,60})"),
    # Where the page goes on, is cut by an advertisement, or can be steered.
    Rule("boilerplate", "advertisement advertisements advertising ad ads sponsored promoted paid story article scroll skip continue continued click tap read view watch show load loading play close back jump",
         r"(?:advertis(?:ement|ing)s?(?: - .{0,60})?|ads?(?: feedback| choices)?|sponsored(?: (?:content|links?|by .{1,40}))?|promoted(?: content| stories)?|paid (?:content|post)"
         r"|(?:story|article) continues (?:below|after)\b.{0,60}|scroll (?:down|to) .{0,60}|skip (?:to|ad|advertisement)\b.{0,60}|continued? (?:reading|on page|below|from page)\b.{0,80}"
         r"|(?:click|tap) (?:here|on|to)\b.{0,160}|read (?:(?:it|them) (?:all )?here|the (?:full|whole|entire|rest|original|complete) .{0,100}|full (?:article|story)|more(?: (?:here|at|on|about|from|in)\b.{0,100})?|[\w ]{0,30}here)[.:]?"
         r"|view (?:all|more|gallery|comments|photos|as slideshow)\b.{0,60}|watch (?:the )?(?:full )?(?:video|interview|clip|below|here)\b.{0,100}|show (?:more|less|all|caption|comments)|load(?:ing)?(?: more| comments)?[.…]{0,3}"
         r"|play(?: video)?|close|back to (?:top|home).{0,20}|jump to .{1,40})"),
    # Rights, cookies, accounts.
    Rule("boilerplate", "copyright © (c) all this the we by our your to please if privacy terms cookie cookies accept reject manage log login powered published reproduction republished any",
         r"(?:copyright (?:©|\(c\)|\d{4}|of |by |notice).*|copyright|©.*|\(c\) ?(?:copyright|\d{4}).*|all rights reserved.*|(?:the )?associated press\. all rights reserved.*"
         r"|this (?:material|content|article|story|report|site|website|page|web site|copy)\b.{0,80}\b(?:copyright|cookies?|may not be published|reproduced|licen[cs]ed? under|republished|first appeared|originally (?:appeared|published)|was first published|recaptcha)\b.*"
         r"|the (?:material|content)s? (?:on|of) this (?:site|page).*|(?:we|our (?:site|website|partners)) (?:use|uses|store)\b.{0,120}\bcookies\b.*"
         r"|by (?:signing up|continuing (?:to use|to browse|on)|using this (?:site|website)|clicking|subscribing|submitting|registering|entering your)\b.*"
         r"|our standards: .*|your (?:browser|e-?mail|account|subscription|ad blocker)\b.{0,120}|please (?:enable|log in|sign|subscribe|read our|support|click|upgrade|disable|whitelist|refresh)\b.{0,160}"
         r"|to (?:continue reading|read (?:the full|more|this)|view this|comment|subscribe|unsubscribe)\b.{0,120}(?:subscrib|log in|sign in|sign up|register|javascript|browser|here|account)\w*.*"
         r"|if you (?:would like|wish|want|have) .{0,60}(?:subscrib|newsletter|story idea|contact us|unsubscribe|e-?mail us)\w*.*|privacy (?:policy|notice|settings|statement)\b.{0,80}"
         r"|terms (?:of (?:use|service)|and conditions|& conditions)\b.{0,80}|cookies?(?: (?:policy|settings|notice|preferences)\b.{0,60})?|accept(?: all)?(?: cookies)?|reject all.{0,20}"
         r"|manage (?:cookies|preferences|settings|options).{0,20}|log ?in(?: (?:to|or|with|here)\b.{0,60})?|powered by .{1,40}|published (?:under|by arrangement|with permission|courtesy)\b.*"
         r"|reproduction\b.{0,40}(?:prohibited|forbidden|permission).*|republished (?:with permission|from|under).*|any (?:republication|reproduction|unauthori[sz]ed (?:use|copying))\b.*)"),
    # Who helped, where it comes from, where to complain.
    Rule("boilerplate", "with agencies (agencies) (with contributing the source sources contact got have do send tips e-mail email",
         r"\(?(?:with (?:additional )?(?:reporting (?:by|from)|inputs? from|files from|material from|agenc(?:y|ies)|reports? from|wires?)\b.{0,120}|(?:with )?agencies|contributing: .{1,120}"
         r"|the associated press(?: and .{1,60})? contributed .{0,80}|(?:the )?sources?: ?[\w.’'&-]+(?:[ ,/]{1,2}[\w.’'&-]+){0,5}|contact (?:the )?(?:author|writer|reporter|editor|us)\b.{0,120}"
         r"|contact .{1,60}(?:@| at \+?\d).{1,60}|(?:got|have|do you have) an? (?:news |confidential )?(?:tip|story)\b.{0,160}|send (?:tips|your (?:tips|comments|feedback|photos)|us)\b.{0,120}|tips\?.{0,80}|e-?mail .{1,60}@.{1,80})[.)]{0,2}"),
)  # fmt: skip

_DAYS = "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "jan feb mar apr may jun june jul july aug sep sept oct nov dec january february march april august september october november december"
_CLOCK = "am pm a.m p.m a p m gmt utc est edt et cst cdt ct pst pdt pt ist bst cet cest aest aedt local time hrs hours hour minutes minute mins min days day ago on at by th st nd rd z t"

RUNS: tuple[Run, ...] = (
    Run("boilerplate", frozenset(("share tweet print comment comments copy send save bookmark listen " + _SITES).split()),
        frozenset(("share tweet print comment comments copy send save bookmark listen link this article story page video via on with your friends to by an and post e " + _SITES).split()), False, False),
    # When the page was changed; a dateline says when the report was written.
    Run("boilerplate", frozenset("last updated update modified edited first".split()),
        frozenset(("last updated update first modified edited posted published " + _DAYS + " " + _MONTHS + " " + _CLOCK).split()), True, False),
    # "(Reporting by Ann Bell in Beirut; editing by Carl Dean)"; "Reporting by local media showed" has words that no name has.
    Run("boilerplate", frozenset("reporting additional writing editing edited written compiled translated production graphic graphics text words story screenplay".split()),
        frozenset("reporting additional writing editing edited written compiled translated production graphic graphics text words story and by in at for from with the of to al el bin de van von ibn newsroom bureau staff desk bureaux team our correspondents".split()),
        False, True),
)  # fmt: skip
_DESK = frozenset("by from".split())

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
    ("boilerplate", r"\(?(?:reuters|ap|afp|(?:the )?associated press|agence france-presse|xinhua|tass|dpa|upi|ians|pti|ani|efe|interfax|staff|agencies|staff reporter|news desk|web desk)\)?"),
    ("boilerplate", r"skip|menu|search|home|next|previous|more|twitter\."),
    ("credit", r"[A-Z]{2,6}[-_]?\d[A-Z0-9_-]{2,20}(?: ?\(\d{1,3}\))?"),  # RTS19EE1 (1): a picture's number at its agency
    ("credit", r"[\w-]{3,50}\.(?:jpe?g|png|gif|tiff?|webp)"),
    ("credit", r"(?i:gettyimages-\d+(?: ?\(\d+\))?)"),
)  # fmt: skip

# A byline is "By" and names; "By Sunday the town had fallen" has a word in small letters that names do not have.
_BY = frozenset("by from story words written report".split())
_BESIDE_NAMES = frozenset(
    "by and in for of the de al el bin van von ibn du la staff writer writers correspondent correspondents reporter reporters editor in special to agencies our".split()
)
_NO_NAMES = frozenset((_DAYS + " " + _MONTHS + " then now comparison contrast land air sea night day").split())
_NOTICE_WORDS = frozenset("copyright © (c) all this the we by our your to please if any reporting additional writing editing".split())
_FIRST_WORD = re.compile(r"[\W_]{0,3}?(©|\(c\)|[\w’'-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*")


def _index_rules() -> dict[str, tuple[tuple[SegmentKind, re.Pattern[str]], ...]]:
    index: dict[str, tuple[tuple[SegmentKind, re.Pattern[str]], ...]] = {}
    for kind, words, pattern in RULES:
        compiled = re.compile(pattern, re.IGNORECASE)
        for word in words.split():
            index[word] = (*index.get(word, ()), (kind, compiled))
    return index


_BY_FIRST_WORD = _index_rules()
_RUN_WORDS = frozenset().union(*(run.words for run in RUNS))
_BARE = tuple((kind, re.compile(pattern, re.IGNORECASE if kind == "boilerplate" else 0)) for kind, pattern in BARE_LINES)


def find_furniture(line: str) -> SegmentKind | None:
    """What the stripped line is, where it is furniture; None for prose."""
    if len(line) > LONGEST_NOTICE:
        return None
    first = _FIRST_WORD.match(line)
    if first is not None and len(line) <= (LONGEST_NOTICE if (word := first[1].lower()) in _NOTICE_WORDS else LONGEST_FURNITURE):
        for kind, pattern in _BY_FIRST_WORD.get(word, ()):
            if pattern.fullmatch(line, first.start(1)):
                return kind
        if word in _RUN_WORDS:
            for run in RUNS:
                if word in run.words and _is_run(line, run):
                    return run.kind
    if len(line) <= LONGEST_BARE:
        for kind, pattern in _BARE:
            if pattern.fullmatch(line):
                return kind
    return None


def is_byline(line: str) -> bool:
    """Whether the stripped line names who wrote the report and says nothing else."""
    if len(line) > LONGEST_BYLINE or line[-1:] in ".!?:;":
        return False
    words = _WORD.findall(line)
    if len(words) < 2 or words[0].lower() not in _BY or "by" not in (words[0].lower(), words[1].lower()):
        return False
    names = words[1:] if words[0].lower() == "by" else words[2:]
    lowers = [name.lower() for name in names]
    if not names or lowers[0] in _NO_NAMES or not names[0][0].isupper():
        return False
    return all(name[0].isupper() or lower in _BESIDE_NAMES for name, lower in zip(names, lowers, strict=True))


def _is_run(line: str, run: Run) -> bool:
    """Whether the line is made of the run's words alone."""
    if run.digits and not any(character.isdigit() for character in line):
        return False
    words = _WORD.findall(line)
    lowers = {word.lower() for word in words}
    if run.names:
        return bool(lowers & _DESK) and all(word[0].isupper() or word in run.allowed for word in words)
    return lowers <= run.allowed


def opens_list(line: str) -> bool:
    """Whether the related line is a heading alone ("Related articles", "More on this story:"), so that links follow it."""
    return len(line) <= LONGEST_BARE and ("." not in line) and (":" not in line[:-1])
