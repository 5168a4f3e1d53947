"""A PDF in, its text layer out: pages joined, words that were hyphenated at a line's end made whole, running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from karama.errors import InputError
from karama.ingest.making import LONGEST_ARTICLE, Found
from karama.ingest.paragraphs import join_lines
from karama.ingest.pdf_process import read_apart

MOST_PAGES = 2_000
# Running heads and feet: the same line but for its numbers, among the outermost lines of so many pages.
EDGE_LINES = 2
REPEATS = 3
# Text layers of scanned pages hold a stamp or a page number at most.
SHORTEST_TEXT = 40
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page )?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/) ?\d{1,4})?", re.IGNORECASE)
# PDFium runs two lines together with one of these where a word was hyphenated between them.
_BROKEN_WORD = re.compile("[\ufffe\x02](?:\r?\n)?")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\uffff]")
# Titles that a program, not an editor, has written.
_FILE_TITLE = re.compile(r"(?:microsoft|untitled|document\d*|powerpoint|layout \d)|\.(?:docx?|pdf|indd|qxd|rtf|odt|tex)$", re.IGNORECASE)


def read_pdf(data: bytes, source: str) -> Found:
    """The text of a PDF, with the title and day that the file states, read in a process of its own: a hostile file can end that one only.

    Raises:
        InputError: the file is broken, locked, too long, or a scan without text, or reading it takes too long or too much memory.
    """
    return read_apart(data, source)


def read_pdf_here(data: bytes, source: str) -> Found:
    """As `read_pdf`, in this process.

    Raises:
        InputError: the file is broken, locked, too long, or a scan without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InputError(f"{source}: {'a PDF locked by a password' if locked else 'a broken PDF'}") from error
    try:
        if len(document) > MOST_PAGES:
            raise InputError(f"{source}: a PDF of {len(document):,} pages; {MOST_PAGES:,} are the most")
        pages = _read_pages(document, source)
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    lines = [line for page in drop_running_heads(pages) for line in page]
    if sum(len(line.strip()) for line in lines) < SHORTEST_TEXT:
        raise InputError(f"{source}: a PDF without text (a scan; run text recognition on it first)")
    text = "\n\n".join(join_lines(lines))
    published = parse_pdf_day(metadata.get("CreationDate", ""))
    return Found(text, clean_title(metadata.get("Title")), published=published, issues=("published-is-file-date",) if published else ())


def drop_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without page numbers and without lines that head or foot several of them."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_mask(line) for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:])})
    kept = []
    for page in pages:
        last = len(page) - EDGE_LINES
        kept.append(
            [
                line
                for n, line in enumerate(page)
                if not ((n < EDGE_LINES or n >= last) and (_PAGE_NUMBER.fullmatch(line.strip()) or (line.strip() and edges[_mask(line)] >= REPEATS)))
            ]
        )
    return kept


def parse_pdf_day(value: str) -> str | None:
    """The ISO date of a PDF date such as D:20170702101500Z."""
    match = _DATE.match(value)
    return "-".join(match.groups()) if match else None


def clean_title(title: str | None) -> str | None:
    """The title, unless a program has named it after a file."""
    title = " ".join((title or "").split())
    return title if title and not _FILE_TITLE.search(title) else None


def _read_pages(document: object, source: str) -> list[list[str]]:
    import pypdfium2

    pages: list[list[str]] = []
    size = 0
    for n in range(len(document)):  # type: ignore[arg-type]
        try:
            text = document[n].get_textpage().get_text_range()  # type: ignore[index]
        except pypdfium2.PdfiumError as error:
            raise InputError(f"{source}: page {n + 1} of the PDF is broken") from error
        size += len(text)
        if size > LONGEST_ARTICLE:
            raise InputError(f"{source}: more than {LONGEST_ARTICLE:,} characters")
        text = _BROKEN_WORD.sub("-\n", text)
        pages.append(_NO_TEXT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")).split("\n"))
    return pages


def _mask(line: str) -> str:
    return _DIGITS.sub("0", line.strip().lower())
