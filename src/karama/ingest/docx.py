"""A Word document in, its paragraphs out; the file is a zip of XML, and both are read within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zlib import error as ZlibError

from karama.errors import InputError
from karama.ingest.making import Found
from karama.ingest.pdf import clean_title

# A book's XML has some ten million bytes; a zip bomb unpacks to far more.
LONGEST_PART = 60_000_000
MOST_TAGS = 2_000_000  # each takes some 150 bytes of memory
DOCUMENT = "word/document.xml"
PROPERTIES = "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{http://purl.org/dc/terms/}created"
# What an element adds to its paragraph; deleted text, field codes and notes' numbers have other names and add nothing.
_WRITES = {_W + "tab": " ", _W + "br": " ", _W + "cr": " ", _W + "noBreakHyphen": "-"}


def read_docx(data: bytes, source: str) -> Found:
    """The text of a Word document, with the title and day that the file states.

    Raises:
        InputError: the file is broken, unpacks to too much, or holds no text.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            root = _parse(_read_part(archive, DOCUMENT, source), source)
            properties = _parse(_read_part(archive, PROPERTIES, source), source) if PROPERTIES in archive.namelist() else None
    except (zipfile.BadZipFile, ZlibError, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"{source}: a broken or locked Word document") from error
    paragraphs = list(list_paragraphs(root))
    if not paragraphs:
        raise InputError(f"{source}: a Word document without text")
    created = properties.findtext(_CREATED) if properties is not None else None
    published = created[:10] if created and created[:4] > "1980" else None  # 1980 is what a zip has without a clock
    title = next((words for style, words in paragraphs if style == "title"), None) or clean_title(
        properties.findtext(_TITLE) if properties is not None else None
    )
    lines = [f"Caption: {words}" if style == "caption" else words for style, words in paragraphs]
    return Found("\n\n".join(lines), title, published=published, issues=("published-is-file-date",) if published else ())


def list_paragraphs(root: Any) -> Iterator[tuple[str, str]]:
    """(style in lower case, words) of every paragraph that has words, in order, those of tables and boxes too."""
    for paragraph in root.iter(_W + "p"):
        words = " ".join(_collect(paragraph).split())
        if words:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            yield ((style.get(_W + "val") or "").lower() if style is not None else ""), words


def _collect(paragraph: Any) -> str:
    """The text of a paragraph, without that of paragraphs inside it, which come by themselves."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == _W + "t":
            parts.append(node.text or "")
        elif node.tag in _WRITES:
            parts.append(_WRITES[node.tag])
        elif node.tag != _W + "p":
            stack.extend(reversed(node))
    return "".join(parts)


def _read_part(archive: zipfile.ZipFile, name: str, source: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(LONGEST_PART + 1)  # what the zip says of its size may be a lie
    if len(data) > LONGEST_PART or data.count(b"<") > MOST_TAGS:
        raise InputError(f"{source}: unpacks to more than {LONGEST_PART:,} bytes or {MOST_TAGS:,} tags")
    return data


def _parse(data: bytes, source: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{source}: a Word document with broken XML") from error
    for old in root.iter(_FALLBACK):  # older programs' copy of a box that stands before it
        old.clear()
    return root
