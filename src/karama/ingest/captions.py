"""What of a paragraph is a picture's caption and what its credit; and what a desk put behind a report's last sentence."""

from __future__ import annotations

import re

from karama.ingest.tables import read_words

LONGEST_CAPTION = 400
LONGEST_CREDIT = 130
MOST_CREDIT_WORDS = 12
AGENCIES = read_words("picture agencies")
_LOWER_AGENCIES = read_words("written small")
_BESIDE_NAMES = read_words("beside credits")
_PICTURE = r"(?:photos?|photographs?|images?|pictures?|credits?|photo credit|image credit|picture credit|image source|image copyright|photo courtesy|courtesy)"
_LABELLED = re.compile(
    rf"(?:(?:(?:file|stock|cover|main|lead) )?{_PICTURE}(?: ?[:/|] ?| by | courtesy of | of (?=the )| via |, )|courtesy (?:of|photo) |(?:©|\(c\)) ?)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*")
# A paragraph that says it is a caption: "FILE PHOTO: Smoke rises …", "Caption: …", "In this photo taken on 3 March …".
_LABEL = re.compile(
    r"(?:FILE ?(?:PHOTO|PIC(?:TURE)?|IMAGE)?|File (?:photo|picture|image)|(?:Image |Photo |Media |Picture )?[Cc]aption|PHOTO|Photo|Image|IMAGE|Picture)"
    r"\s?(?:[:–—]|--? )\s?|(?:Image (?:copyright|source),? [\w /]{2,40}? )?(?:Image|Media) caption,? (?=[A-Z])"
)
_OF_PICTURE = r"(?:file |undated |handout |combination |satellite |aerial |still )?"
_SAYS_CAPTION = re.compile(
    rf"\(?(?:FILE .{{0,3}})?(?:In (?:this|these) (?:\w+\.? \d{{1,2}},? (?:\d{{4}},?)? ?)?{_OF_PICTURE}(?:photos?|photographs?|images?|picture|frame grab)"
    r"(?:,? (?:taken|provided|released|made)\b| \w+\.? \d|, )"
    rf"|(?:This|An?) {_OF_PICTURE}(?:photo|photograph|image|picture|frame grab)(?: \w+){{0,3}} (?:provided by|released by|obtained by|taken (?:on|from))\b)"
)
_SENTENCE_END = re.compile(r"[.!?][”\"’')]?\s+(?=[\"“‘'(\[]?[A-Z©])")
# What may stand before a credit: the caption's last stop, or the blank before a bracket.
_BEFORE_CREDIT = re.compile(r"[.!?”\"’)\]]\s+|\s(?=[(\[|©])")
# "… said. (Reporting by Jo Bell; editing by Ann Dean)", "… said. (Reuters)": a bracket that closes a wire report.
_DESK = re.compile(
    r"[(\[](?:(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|[Ee]dited|[Ww]ritten) by\b[^()\[\]]{0,400}"
    r"|With (?:inputs|reporting|files)\b[^()\[\]]{0,200}"
    r"|(?:dpa|[A-Z][\w.&’'-]{1,20})(?:[ /,][A-Z][\w.&’'-]{1,20}){0,3})[)\]]\.?"  # "(Xinhua)", "[Daily Ford]"
)
# A sentence that closes with the day of a picture: "… near the village of Karama, Syria, July 1, 2017. "
_DATED = re.compile(
    r"\d, (?:19|20)\d\d\.\s+\Z|\d (?:January|February|March|April|May|June|July|August|September|October|November|December) (?:19|20)\d\d\.\s+\Z"
)
_STOPPED = re.compile(r"[.!?”\"’')]$")


def find_credit(paragraph: str, in_caption: bool = False) -> int | None:
    """Where the credit that closes the stripped paragraph begins; None if it has none. Behind a caption any name with a stroke is one."""
    if len(paragraph) <= LONGEST_CREDIT and is_credit(paragraph):
        return 0
    if len(paragraph) > LONGEST_CREDIT and paragraph.isupper():  # capitals tell no name from prose
        return None
    low = max(0, len(paragraph) - LONGEST_CREDIT)
    for mark in _BEFORE_CREDIT.finditer(paragraph, low):
        tail = paragraph[mark.end() :]
        bracketed = tail[:1] in "([" and not _STOPPED.search(paragraph[: mark.start() + 1].rstrip())
        # a bare agency in brackets inside a sentence is an abbreviation being taught: "the Red Cross (ICRC)."
        if (
            tail
            and is_credit(tail, in_caption or _DATED.search(paragraph, low, mark.end()) is not None)
            and not (tail[0] in "([" and (bracketed or _DESK.fullmatch(tail)) and "/" not in tail and not _LABELLED.match(tail.strip("([ ")))
        ):
            return mark.end()
    return None


def is_credit(line: str, in_caption: bool = False) -> bool:
    """Whether the line names whose picture it is and nothing else: "Goran Tomasevic/REUTERS", "Photo: Jo Bell", "(AP Photo/Jo Bell)"."""
    if line[-1:] in "-–—" or line.count("|") > 1:  # a dateline that stands alone; a row of a table
        return False
    inner = line.strip("()[]. ") if line[:1] in "([" and not line.lower().startswith("(c)") else line.rstrip(".")
    label = _LABELLED.match(inner)
    words = _WORD.findall(inner[label.end() :] if label else inner)
    if not words or len(words) > MOST_CREDIT_WORDS or not all(word[0].isupper() or word.lower() in _BESIDE_NAMES or word.lower() in AGENCIES for word in words):
        return False
    if label:
        return any(word[0].isupper() for word in words)
    if any(character.isdigit() for character in inner):
        return False
    agency = any(word.lower() in AGENCIES and (word[0].isupper() or word in _LOWER_AGENCIES) for word in words)
    parted = "/" in inner or "|" in inner or " via " in inner
    if in_caption and parted:
        return True
    return agency and (parted or len(words) == 1 or " ".join(words).lower() in ("getty images", "ap photo", "reuters photo", "anadolu agency", "zuma press"))


def find_caption(paragraph: str) -> tuple[int, int] | None:
    """Where the caption stands in a paragraph that says it is one, without its label; None for other paragraphs."""
    label = _LABEL.match(paragraph)
    if label is None and not _SAYS_CAPTION.match(paragraph):
        return None
    begin = label.end() if label else 0
    if len(paragraph) <= LONGEST_CAPTION:
        return begin, len(paragraph)
    # a page that ran caption and text together: the caption is its first sentence
    end = _SENTENCE_END.search(paragraph, begin + 40)
    return (begin, end.start() + 1) if end and end.start() < 2 * LONGEST_CAPTION else None


def find_desk_note(paragraph: str) -> int | None:
    """Where a bracket begins that names who reported or edited, at the end of the paragraph; None without one."""
    if paragraph[-1:] not in ")].":
        return None
    back = len(paragraph) - 420
    low = max(paragraph.rfind("(", max(0, back)), paragraph.rfind("[", max(0, back)))
    return low if low > 0 and _DESK.fullmatch(paragraph, low) and _STOPPED.search(paragraph[:low].rstrip()[-1:]) else None
