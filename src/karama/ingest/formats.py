"""Which format an input is in: by its first bytes, then by its name."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Literal

from karama.errors import InputError
from karama.ingest.docx import DOCUMENT

Format = Literal["text", "html", "pdf", "docx", "email", "jsonl", "json"]

SNIFFED_BYTES = 4_096
BY_NAME: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".eml": "email", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
}  # fmt: skip
# Text files that are no reports; a folder of reports often holds some beside them.
NO_REPORTS = {
    ".csv": "a table", ".tsv": "a table", ".css": "a style sheet", ".js": "a program", ".py": "a program", ".svg": "a picture", ".geojson": "a map",
    ".yaml": "settings", ".yml": "settings", ".toml": "settings", ".ini": "settings", ".log": "a log", ".xml": "XML", ".rss": "a feed", ".ics": "a calendar",
}  # fmt: skip
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|meta|title)\b", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?[^\r\n]*")
# Headers that mail has and a report's own "Date:" and "From:" lines do not.
_MAIL_ONLY = re.compile(rb"^(?:message-id|mime-version|received|return-path|delivered-to|content-type|dkim-signature|x-[a-z-]+):", re.IGNORECASE | re.MULTILINE)


def detect_format(data: bytes, name: str, source: str) -> Format:
    """The format of an input whose first bytes or whole are `data`; `name` is its file name, "" if it has none.

    Raises:
        InputError: it is of a kind that holds no report.
    """
    head = data[:SNIFFED_BYTES]
    suffix = _suffix(name)
    if head.lstrip(b"\xef\xbb\xbf\r\n \t").startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _look_into_zip(data, source)
    if suffix in NO_REPORTS:
        raise InputError(f"{source}: not a report but {NO_REPORTS[suffix]}")
    if suffix in BY_NAME:
        return BY_NAME[suffix]
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(bare):
        return "html"
    if _looks_like_mail(bare):
        return "email"
    return "jsonl" if bare.lstrip().startswith(b"{") and b'"text"' in data[:200_000] else "text"


def _look_into_zip(data: bytes, source: str) -> Format:
    """A Word document is a zip; other zips are refused by what they are."""
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{source}: a broken zip file") from error
    if DOCUMENT in names:
        return "docx"
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        raise InputError(f"{source}: a spreadsheet or slides, not a report")
    if "mimetype" in names:
        raise InputError(f"{source}: an OpenDocument or EPUB file (save it as DOCX, PDF or text)")
    raise InputError(f"{source}: a zip archive (unpack it and name its folder)")


def _looks_like_mail(head: bytes) -> bool:
    """Whether it begins with several header lines, one of which only mail has."""
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    lines = top.splitlines()
    begun = sum(_HEADER.fullmatch(line) is not None or line[:1] in b" \t" for line in lines)
    return len(lines) >= 3 and begun == len(lines) and _MAIL_ONLY.search(top) is not None


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""
