"""A web page in, its article out: paragraphs, headline, byline, captions, date and publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from karama.errors import InputError
from karama.ingest.making import LONGEST_ARTICLE, Found

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_PAGE = 20_000_000  # bytes; a news page has some 200 kB, the longest archives two or three million
# Opening and closing tags together; a news page has some five thousand. The extraction is quadratic in the number of tags
# that stand side by side in one paragraph, so that long pages lose those that only set type, and longer ones are refused.
MANY_TAGS = 20_000
MOST_TAGS = 80_000
_TYPE_TAGS = re.compile(r"</?(?:b|i|em|strong|span|font|u|small|sup|sub|abbr|mark|wbr)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
# The second opinion that the extraction asks for is quadratic in the number of paragraphs: longer pages go without it.
MANY_BLOCKS = 2_000
_BLOCK_TAGS = re.compile(r"<(?:p|div|li|t[dhr]|d[dt]|h[1-6]|ul|blockquote|pre|option)\b", re.IGNORECASE)
# A tag of this length holds a program's data; parsers compare each of its attributes with all others.
_LONG_TAG = re.compile(r"<([a-z][a-z0-9-]{0,30})[\s/][^<>]{20000,}>?", re.IGNORECASE)
MOST_CAPTIONS = 40
SHORTEST_CAPTION, LONGEST_CAPTION = 20, 600  # longer ones hold a whole text
# A page whose text is shorter holds a teaser, a log-in form or an error, not a report.
SHORTEST_BODY = 80
# Elements of trafilatura's tree that are a paragraph of their own.
_BLOCKS = frozenset(("p", "head", "item", "row", "quote", "code"))
_BLANKS = re.compile(r"\s+")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_html(page: str, source: str) -> Found:
    """The article of a web page.

    Raises:
        InputError: the page is too long or has no article in it.
    """
    if len(page) > LONGEST_PAGE:
        raise InputError(f"{source}: a page of {len(page):,} characters; {LONGEST_PAGE:,} are the most")
    page = _LONG_TAG.sub(r"<\1>", _NO_TEXT.sub(" ", page))
    if page.count("<") > MANY_TAGS:
        page = _TYPE_TAGS.sub("", page)
    if page.count("<") > MOST_TAGS:
        raise InputError(f"{source}: a web page of {page.count('<'):,} tags; {MOST_TAGS:,} are the most")
    captions, tree = take_captions(page)
    document = _extract(page if tree is None else tree, source, fast=sum(1 for _ in _BLOCK_TAGS.finditer(page)) > MANY_BLOCKS)
    body = [line for line in list_paragraphs(document.body) if line] if document is not None and document.body is not None else []
    if sum(map(len, body)) < SHORTEST_BODY:
        raise InputError(f"{source}: a web page with no article in it")
    title = _trim(document.title)
    if title and _fold(body[0]) == _fold(title):
        body = body[1:]
    lines = [*([title] if title else []), *([f"By {_list_authors(document.author)}"] if document.author else []), *body]
    folded = "\n".join(map(_fold, body))
    lines += [f"Caption: {caption}" for caption in captions if _fold(caption) not in folded]
    return Found(
        text="\n\n".join(lines)[: LONGEST_ARTICLE + 1],
        title=title,
        publisher=_trim(document.sitename),
        url=document.url or None,
        published=document.date or None,
    )


def list_paragraphs(element: Any) -> Iterator[str]:
    """The lines of trafilatura's tree in page order: one a paragraph, heading, list item or table row."""
    loose: list[str] = []  # text that stands between blocks
    stack: list[tuple[Any, bool]] = [(element, False)]
    if element.text:
        loose.append(element.text)
    stack = [(child, False) for child in reversed(element)]
    while stack:
        node, left = stack.pop()
        if left:
            loose.append(node.tail or "")
            continue
        if node.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in node.iterdescendants()):
            yield _flow(loose)
            loose.clear()
            yield from _split_breaks(node)
            loose.append(node.tail or "")
            continue
        if node.tag == "lb":
            yield _flow(loose)
            loose.clear()
        loose.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    yield _flow(loose)


def take_captions(page: str) -> tuple[list[str], Any]:
    """The captions of the page's pictures, in page order, each once; and the page's tree without them, None where it has none.

    They are taken out because the extraction runs them into the paragraph before on some pages.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if "<figcaption" not in page.lower():
        return [], None
    try:
        root = document_fromstring(page.encode("utf-8"), parser=HTMLParser(encoding="utf-8", huge_tree=False, no_network=True))
    except (etree.LxmlError, ValueError):
        return [], None
    found: dict[str, None] = {}
    for caption in list(root.iter("figcaption")):
        words = _flow([text for text in caption.itertext() if isinstance(text, str)])
        if SHORTEST_CAPTION <= len(words) <= LONGEST_CAPTION:
            found.setdefault(words)
            caption.drop_tree()
    return list(found)[:MOST_CAPTIONS], root


def _extract(page: str | HtmlElement, source: str, *, fast: bool) -> Any:
    """Trafilatura's document, None where it finds nothing; `fast` goes without a second opinion."""
    from lxml import etree
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            page, fast=fast, include_comments=False, include_tables=True, with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )  # fmt: skip
    except (etree.LxmlError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise InputError(f"{source}: a web page that cannot be taken apart ({type(error).__name__})") from error


def _split_breaks(node: HtmlElement) -> Iterator[str]:
    """The lines of a block: a row's cells as one line, other text cut where the page breaks it twice."""
    if node.tag == "row":
        yield " | ".join(filter(None, (_flow(list(cell.itertext())) for cell in node)))
        return
    parts = [node.text or ""]
    for child in node.iter():
        if child is node:
            continue
        parts.append("\n" if child.tag == "lb" else child.text or "")
        parts.append(child.tail or "")
    for line in re.split(r"\n[^\S\n]*\n\s*", "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)):
        yield _flow([line])


def _flow(texts: list[str]) -> str:
    return _BLANKS.sub(" ", "".join(texts)).strip()


def _trim(value: str | None) -> str | None:
    return _BLANKS.sub(" ", value).strip() or None if value else None


def _fold(line: str) -> str:
    return "".join(character for character in line.lower() if character.isalnum())


def _list_authors(authors: str) -> str:
    return _BLANKS.sub(" ", authors.replace(";", ",")).strip()[:200]
