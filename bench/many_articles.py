"""Articles in any number for measuring: real ones, repeated with other towns, figures and days, so that nothing is remembered from one to the next.

The originals are the raw texts in ../shared where that lies beside the checkout, else the example reports and the golden articles.
Long ones are cut to the length of a news report at the end of a paragraph. The same number gives the same article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from karama.domain.text import Article, hash_text

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpora"
CORPORA = ("wikinews.jsonl", "wikipedia_conflict_articles.jsonl")
LONGEST = 1_000  # words: what a long report in a paper has; an encyclopaedia's article on a war is no report
TOWNS = (
    "Raqqa", "Mosul", "Mayadin", "Aleppo", "Idlib", "Homs", "Kirkuk", "Palmyra", "Hama", "Tikrit", "Ramadi", "Fallujah", "Sinjar", "Kobani", "Kabul",
    "Kandahar", "Kunduz", "Herat", "Ghazni", "Jalalabad", "Kyiv", "Kharkiv", "Kherson", "Mariupol", "Bakhmut", "Donetsk", "Luhansk", "Odesa", "Zaporizhzhia",
    "Khartoum", "Omdurman", "Nyala", "Mogadishu", "Kismayo", "Baidoa", "Goma", "Bukavu", "Bunia", "Bamako", "Gao", "Timbuktu", "Kidal", "Sanaa", "Aden", "Taiz",
    "Hodeidah", "Tripoli", "Benghazi", "Misrata", "Sirte", "Gaza", "Rafah", "Baghdad", "Damascus", "Grozny", "Mekelle", "Maiduguri", "Peshawar", "Quetta",
)  # fmt: skip
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
CHANGED = re.compile(rf"\b(?:{'|'.join(TOWNS)}|{'|'.join(MONTHS)}|\d+)\b")
FIRST_DAY, DAYS = date(2014, 1, 1), 3650
YEARS = range(1800, 2100)


@cache
def read_originals() -> tuple[str, ...]:
    """The texts that are repeated, in an order that mixes the sources."""
    if all((SHARED / name).exists() for name in CORPORA):
        texts = [cut_text(json.loads(line)["text"]) for name in CORPORA for line in (SHARED / name).open(encoding="utf-8")]
    else:
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "reports").glob("*.txt"))]
        texts += [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((ROOT / "tests" / "golden" / "articles").glob("*.json"))]
    return tuple(sorted(texts, key=hash_text))


def tell_source() -> str:
    """Where the originals are from, in words."""
    texts = read_originals()
    where = "raw texts of Wikinews and Wikipedia" if (SHARED / CORPORA[0]).exists() else "example reports and golden articles"
    words = sum(len(text.split()) for text in texts) / len(texts)
    return f"{len(texts)} {where}, {words:,.0f} words on average, each repeat with other towns, figures and days"


def cut_text(text: str, longest: int = LONGEST) -> str:
    """The paragraphs that fit in so many words, the first in any case."""
    kept, words = [], 0
    for line in text.split("\n"):
        words += len(line.split())
        if kept and words > longest:
            break
        kept.append(line)
    return "\n".join(kept).strip()


def make_article(number: int, longest: int | None = None) -> Article:
    """The article of that number, `longest` words of it."""
    originals = read_originals()
    original, turn = originals[number % len(originals)], number // len(originals)
    if longest is not None:
        original = " ".join(original.split()[:longest])

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if word in TOWNS:
            return TOWNS[(TOWNS.index(word) + turn) % len(TOWNS)]
        if word in MONTHS:
            return MONTHS[(MONTHS.index(word) + turn) % 12]
        figure = int(word[:9])
        return str(2014 + (figure + turn) % 10) if figure in YEARS and len(word) == 4 else str(figure + turn % 97) if figure > 31 else word

    # The last line makes texts without a figure or a town differ too.
    text = CHANGED.sub(change, original) + (f"\nReport {number} of {2014 + turn % 10}." if turn else "")
    day = FIRST_DAY + timedelta(number * 37 % DAYS)
    return Article(text, hash_text(text), f"article {number}", published=day.isoformat(), published_how="given")


def make_articles(count: int, of: int | None = None, longest: int | None = None) -> Iterator[Article]:
    """So many articles; with `of` they are drawn at even steps from a stream of that length."""
    step = max(1, (of or count) // max(1, count))
    return (make_article(number * step, longest) for number in range(count))


def count_words(articles: list[Article]) -> int:
    """Words of the texts, as they are counted everywhere here."""
    return sum(len(article.text.split()) for article in articles)
