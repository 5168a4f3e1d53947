"""Files made to do harm: bombs, depths, lengths, and characters that are none. Each is a function, so that none is made before it is wanted."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

# ruff: noqa: PLW0108  # what is made is made when it is asked for, so each stands behind a lambda

LEAD = "Shells struck a crowded market in the town of Kobani on Saturday, killing at least 12 people, the governor's office said."
MORE = "Residents spoke of three blasts, and the army denied that it had fired on the town that day."
TEXT = f"{LEAD}\n\n{MORE}\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))
BILLION = f"<!DOCTYPE x [{LAUGHS}]>"
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 200_000}">]>'


def make_docx(body: str, head: str = "") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def say(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def make_swollen_docx() -> bytes:
    """A document whose XML unpacks to 300 MB of zeros."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, archive.open("word/document.xml", "w", force_zip64=True) as part:
        for _ in range(300):
            part.write(bytes(1_000_000))
    return buffer.getvalue()


def make_zip(members: int, nested: bytes = b"") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(members):
            archive.writestr(f"{n}.txt" if not nested else f"{n}.zip", nested)
    return buffer.getvalue()


def make_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, start,
    )  # fmt: skip


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), more, content)


CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def make_page(more: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> " + more + b" >> >>"


def make_swollen_pdf() -> bytes:
    """A page whose content unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(400)) + packer.flush()
    return make_pdf([CATALOG, PAGES, make_page(), stream(packed, b"/Filter /FlateDecode "), FONT])


def make_laughing_pdf(levels: int = 9) -> bytes:
    """A page that draws a form ten times, which draws a form ten times, and so on down to some words."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        content = b"BT /F1 9 Tf 60 700 Td (The army shelled the town of Kobani, a doctor said.) Tj ET" if last else b"/X Do " * 10
        inner = b"/Font << /F1 5 0 R >>" if last else b"/XObject << /X %d 0 R >>" % (7 + level)
        forms.append(stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s >> " % inner))
    return make_pdf([CATALOG, PAGES, make_page(b"/XObject << /X 6 0 R >>"), stream(b"/X Do " * 10), FONT, *forms])


def make_circular_pdf() -> bytes:
    """Pages whose tree leads back to itself."""
    return make_pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 100000 >>", make_page(), stream(b""), FONT])


def make_long_pdf() -> bytes:
    """A PDF that says it has 100,000 pages; each is the same."""
    return make_pdf([CATALOG, b"<< /Type /Pages /Kids [" + b"3 0 R " * 100_000 + b"] /Count 100000 >>", make_page(), stream(b"BT (x) Tj ET"), FONT])


def nest(count: int, opening: str, closing: str, words: str = TEXT) -> str:
    return opening * count + words + closing * count


def make_mail(count: int) -> bytes:
    """A mail in a mail in a mail."""
    head = "Message-ID: <1@example.org>\nMime-Version: 1.0\nSubject: x\nContent-Type: message/rfc822\n\n"
    return (head * count + f"Message-ID: <1@example.org>\nContent-Type: text/plain\n\n{TEXT}").encode()


def make_multipart(count: int) -> bytes:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(count))
    return f"Message-ID: <1@example.org>\nMime-Version: 1.0\nSubject: x\n{parts}Content-Type: text/plain\n\n{TEXT}".encode()


def page(body: str) -> bytes:
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


STORY = f"<article><h1>Shells hit a market</h1><p>{LEAD}</p><p>{MORE}</p></article>"
BIDI = "".join(chr(n) for n in (0x202E, 0x202D, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, 0xAD))

# name of the file -> its bytes. What is refused is told in one line; what is read is read within the limits.
FILES: dict[str, Callable[[], bytes]] = {
    # HTML
    "deep.html": lambda: page(nest(39_000, "<div>", "</div>", STORY)),
    "deep-inline.html": lambda: page(nest(9_000, "<b><i>", "</i></b>", STORY)),
    "deep-lists.html": lambda: page(nest(6_000, "<ul><li>", "</li></ul>", STORY)),
    "deep-quotes.html": lambda: page(f"<article>{nest(3_000, '<blockquote>', '</blockquote>', f'<p>{LEAD}</p>')}<p>{MORE}</p></article>"),
    "deep-tables.html": lambda: page(nest(3_000, "<table><tr><td>", "</td></tr></table>", STORY)),
    "wide.html": lambda: page(STORY + "<p>x</p>" * 15_000),
    "comments.html": lambda: page("<!--" * 100_000 + STORY),
    "no-end.html": lambda: page(STORY + "<p " * 70_000),
    "attributes.html": lambda: page("<p " + " ".join(f"a{n}=x" for n in range(200_000)) + f">{LEAD}</p>" + STORY),
    "one-attribute.html": lambda: page(f'<p class="{"x " * 2_000_000}">{LEAD}</p>' + STORY),
    "entities.html": lambda: page("&amp;" * 1_000_000 + STORY),
    "laughs.html": lambda: b'<?xml version="1.0"?>' + BILLION.replace("x [", "html [").encode() + page(f"<p>&l9;</p>{STORY}"),
    "cdata.html": lambda: page("<![CDATA[" * 50_000 + STORY),
    "json-ld.html": lambda: page('<script type="application/ld+json">' + '{"a":[' * 100_000 + "</script>" + STORY),
    "json-ld-dates.html": lambda: page('<script type="application/ld+json">{"datePublished": "' + "2017-" * 200_000 + '"}</script>' + STORY),
    "dates.html": lambda: page(STORY + "<p>" + "2 July 2017 " * 100_000 + "</p>"),
    "urls.html": lambda: page(STORY + "".join(f'<a href="http://example.org/2017/07/{n}">x</a>' for n in range(19_000))),
    "zeros.html": lambda: page(STORY + "\0" * 100_000),
    "surrogates.html": lambda: page(STORY + "<p>\ud800 \udfff &#xd800; &#0; &#x110000;</p>" * 1000),
    # Word, zip, XML
    "laughs.docx": lambda: make_docx(say(LEAD) + say("&l9;"), BILLION),
    "quadratic.docx": lambda: make_docx(say(LEAD) + say("&a;" * 50_000), QUADRATIC),
    "outside.docx": lambda: make_docx(say(LEAD) + say("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "swollen.docx": make_swollen_docx,
    "deep.docx": lambda: make_docx("<w:p><w:r>" * 100_000 + f"<w:t>{LEAD}</w:t>" + "</w:r></w:p>" * 100_000),
    "deep-allowed.docx": lambda: make_docx("<w:p><w:r>" * 100 + f"<w:t>{LEAD}</w:t>" + "</w:r></w:p>" * 100),
    "wide.docx": lambda: make_docx(say(LEAD) + "<w:p/>" * 900_000),
    "many.zip": lambda: make_zip(60_000),
    "nested.zip": lambda: make_zip(10, make_zip(10, make_zip(10, make_zip(10)))),
    "cut.docx": lambda: make_docx(say(LEAD))[:-30],
    # PDF
    "swollen.pdf": make_swollen_pdf,
    "laughs.pdf": make_laughing_pdf,
    "circular.pdf": make_circular_pdf,
    "long.pdf": make_long_pdf,
    "deep.pdf": lambda: make_pdf([CATALOG, PAGES, make_page(b"/X " + b"[" * 100_000), stream(b"[" * 1_000_000), FONT]),
    "numbers.pdf": lambda: b"%PDF-1.7\n" + b"9" * 5_000_000,
    # Mail
    "mails-in-mails.eml": lambda: make_mail(3_000),
    "parts-in-parts.eml": lambda: make_multipart(3_000),
    "header.eml": lambda: (f"Message-ID: <1@example.org>\nMime-Version: 1.0\nSubject: {'x' * 1_000_000}\n" + " y\n" * 200_000 + f"\n{TEXT}").encode(),
    "addresses.eml": lambda: (f"Message-ID: <1@example.org>\nFrom: {'<' * 200_000}\nDate: {'(' * 200_000}\nMime-Version: 1.0\n\n{TEXT}").encode(),
    "charset.eml": lambda: f'Message-ID: <1@x>\nMime-Version: 1.0\nContent-Type: text/plain; charset="{"x" * 100_000}"\n\n{TEXT}'.encode(),
    # JSON
    "deep.json": lambda: b'{"text": ' + b"[" * 1_000_000,
    "deep.jsonl": lambda: b'{"text": "x", "a": ' + b'{"a":' * 300_000 + b"\n",
    "number.jsonl": lambda: b'{"text": "x", "a": ' + b"9" * 1_000_000 + b"}\n",
    "surrogates.jsonl": lambda: json.dumps({"text": TEXT + "\ud800"}).encode() + b"\n" + json.dumps({"text": TEXT}).encode() + b"\n",
    "names.jsonl": lambda: b'{"text": "' + LEAD.encode() + b'"' + b"".join(b',"k%d":1' % n for n in range(300_000)) + b"}\n",
    # Text
    "line.txt": lambda: (LEAD + " ").encode() * 85_000,
    "token.txt": lambda: f"{TEXT}{'a' * 1_000_000}\n".encode(),
    "token-capital.txt": lambda: f"{TEXT}{'Abc' * 333_333}\n".encode(),
    "token-digits.txt": lambda: f"{TEXT}{'7' * 1_000_000} people were killed.\n".encode(),
    "token-hyphens.txt": lambda: f"{TEXT}{'al-' * 333_333} town\n".encode(),
    "token-commas.txt": lambda: f"{TEXT}{'1,000,' * 100_000} people were killed.\n".encode(),
    "bad-utf-8.txt": lambda: TEXT.encode() + b"\xff\xfe\xc0\x80\xed\xa0\x80\xf8\x88" + TEXT.encode(),
    "mostly-bad.txt": lambda: bytes(range(128, 256)) * 2000,
    "zero.txt": lambda: TEXT.encode() + b"\0" + TEXT.encode(),
    "utf-16.txt": lambda: TEXT.encode("utf-16"),
    "surrogates.txt": lambda: (TEXT + "\ud800\udfff").encode("utf-8", "surrogatepass"),
    "bidi.txt": lambda: "".join(character + BIDI[n % len(BIDI)] for n, character in enumerate(TEXT)).encode(),
    "bidi-only.txt": lambda: (TEXT + BIDI * 20_000).encode(),
    "between-words.txt": lambda: TEXT.replace(" ", "\u200b \u202e").encode(),
    "marks.txt": lambda: (TEXT + "a" + "\u0301" * 500_000).encode(),
    "folds.txt": lambda: (TEXT + "\ufdfa" * 100_000 + "İ" * 100_000 + "ß" * 100_000).encode(),
    "blank-lines.txt": lambda: TEXT.encode() + b"\n" * 2_000_000 + LEAD.encode(),
    "blanks.txt": lambda: TEXT.encode() + b" \t" * 1_000_000 + LEAD.encode(),
    "odd-lines.txt": lambda: (TEXT + "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" * 20_000 + LEAD).encode(),
    "colours.txt": lambda: (TEXT + "\x1b[31m\x1b]0;own\x07\x1b[2J\x9b31m" * 1000 + LEAD).encode(),
    "empty.txt": lambda: b"",
}

PROSE = {  # repeated until they are long: what parses badly, and what every pattern of the annotators looks at
    "brackets": "(", "quotes": '"', "open quotes": "“", "nested quotes": '"\'“‘', "said": "said ", "and": "and ", "of the": "of the ",
    "that he said": "that he said ",
    "commas": "a, ", "names": "Ali ", "hyphens": "a-", "figures": "12 ", "ranges": "12-", "dates": "2 July 2017, ", "half dates": "July ", "on on": "on ",
    "killed": "killed ", "not": "not ", "who": "who ", "places": "Raqqa, ", "prepositions": "in near of at ", "capitals": "THE ARMY ", "dots": ". ",
    "dashes": "— ", "abbreviations": "Gen. ", "apostrophes": "'s ", "numbers in words": "twenty ", "hundreds": "hundred and ", "either": "either or ",
    "at least": "at least ", "alleged": "alleged ", "colons": "he said: ", "semicolons": "fired; ", "slashes": "a/", "stops": "U.S.", "km": "5 km north of ",
    "relative": "who said that ", "passive": "was killed by ", "percent": "5 per cent of ", "money": "$5 ",
    "times": "10:30 a.m. ", "the day before": "the day before ",
    "last": "last Monday ", "tags": "<b>", "ampersands": "&amp;", "marks": "e\u0301", "arabic": "مدينة ", "emoji": "👩‍👩‍👧 ", "lines": "a\n",
}  # fmt: skip


def make_warc(body: bytes, headers: str = "Content-Type: text/html\r\n", length: int | None = None) -> bytes:
    """One record of a page."""
    http = f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode() + body
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2017-07-02T10:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\nContent-Type: application/http;msgtype=response\r\n"
    return f"{head}Content-Length: {length if length is not None else len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


def make_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def make_wacz() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("archive/data.warc", make_warc(page(STORY)) + bytes(100_000_000))
    return buffer.getvalue()


GZIP = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "good.warc": lambda: make_warc(page(STORY)),
    "swollen-page.warc": lambda: make_warc(make_zeros(200), GZIP),
    "swollen.warc.gz": lambda: make_zeros(200),
    "twice-packed.warc.gz": lambda: gzip.compress(make_warc(gzip.compress(make_zeros(200)), GZIP)),
    "lie.warc": lambda: make_warc(page(STORY), length=10**15),
    "less.warc": lambda: make_warc(page(STORY), length=-5),
    "no-number.warc": lambda: make_warc(page(STORY)).replace(b"Content-Length: ", b"Content-Length: x"),
    "headers.warc": lambda: make_warc(page(STORY), "X: y\r\n" * 300_000),
    "chunks.warc": lambda: make_warc(b"fffffffffff\r\n" + page(STORY), "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"),
    "status.warc": lambda: make_warc(page(STORY)).replace(b"200 OK", b"two hundred"),
    "bytes.warc": lambda: bytes(range(256)) * 1000,
    "swollen.wacz": make_wacz,
    "empty.wacz": lambda: make_zip(0),
}
