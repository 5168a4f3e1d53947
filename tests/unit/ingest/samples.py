"""Small files of every kind, made in memory for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

LEAD = "Shells struck a crowded market in the town of Kerat on Saturday, killing at least 12 people, the governor's office said."
MORE = "Residents spoke of three blasts, and the army denied that it had fired on the town that day."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{title}</dc:title><dcterms:created>2017-07-02T10:00:00Z</dcterms:created></cp:coreProperties>'
)


def make_page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><title>Shells hit market in Kerat</title>{head}</head><body>{body}</body></html>'


def make_pdf(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A PDF with a text layer: each line of each page set 14 points under the one before."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 60 760 Td {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return data + f"{trailer}startxref\n{len(data)}\n%%EOF".encode()


def make_docx(body: str, title: str | None = None, entities: str = "") -> bytes:
    """A Word document of that body XML."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<?xml version="1.0"?>{entities}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        if title is not None:
            archive.writestr("docProps/core.xml", CORE.format(title=title))
    return buffer.getvalue()


def make_paragraph(words: str, style: str = "") -> str:
    given = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{given}<w:r><w:t>{words}</w:t></w:r></w:p>"


def make_email(plain: str | None = None, page: str | None = None, subject: str = "Shells hit market in Kerat") -> bytes:
    message = EmailMessage()
    message["Subject"], message["Date"], message["From"] = subject, "Sun, 02 Jul 2017 10:00:00 +0000", "desk@example.org"
    message["Message-ID"] = "<1@example.org>"
    if plain is not None:
        message.set_content(plain)
    if page is not None:
        if plain is None:
            message.set_content(page, subtype="html")
        else:
            message.add_alternative(page, subtype="html")
    return bytes(message)
