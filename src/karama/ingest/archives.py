"""Articles out of archives of the web and of mail: WARC, WACZ, mbox, and tables of articles in Parquet."""

from __future__ import annotations

import json
import mailbox
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from zlib import error as ZlibError

from karama.errors import InputError
from karama.ingest.articles import LONGEST_FILE, load_bytes
from karama.ingest.jsonl import FIELDS, load_record
from karama.ingest.making import Loaded, Refusal

READ_AS = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
MOST_UNPACKED = 2_000_000_000  # of one member of a WACZ: a zip that swells to more is a bomb
MOST_SWELL = 200  # times its packed size
LONGEST_HEADER = 100_000  # bytes of one line of a record's headers; a bomb of zeros is one endless line


def load_warc(path: Path) -> Iterator[Loaded | Refusal]:
    """The pages that a WARC file holds, in order, each with its address; what is no page is left out."""
    try:
        with path.open("rb") as stream:
            yield from read_warc(stream, str(path))
    except OSError as error:
        yield Refusal(str(path), InputError(f"{path}: {error.strerror or 'cannot be read'}"))


def read_warc(stream: BinaryIO, source: str) -> Iterator[Loaded | Refusal]:
    """The pages of a stream of WARC records."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        records = ArchiveIterator(stream)
        records.INC_RECORD = ""  # it would tell of wrong lengths on standard error, in lines of its own; they are counted below
        readline = records.reader.readline
        records.reader.readline = lambda length=None: readline(min(length or LONGEST_HEADER, LONGEST_HEADER))
        for record in records:
            if record.rec_type not in ("response", "resource"):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            headers = record.http_headers
            status = headers.get_statuscode() if headers is not None else "200"
            kind = (headers.get_header("Content-Type") if headers is not None else record.rec_headers.get_header("Content-Type")) or ""
            if status != "200" or not url.startswith(("http://", "https://")) or kind.partition(";")[0].strip().lower() not in READ_AS:
                continue
            data = record.content_stream().read(LONGEST_FILE + 1)
            if len(data) > LONGEST_FILE:
                yield Refusal(url, InputError(f"{source}: {url}: more than {LONGEST_FILE:,} bytes"))
                continue
            yield from load_page(data, url)
        if records.err_count:
            yield Refusal(source, InputError(f"{source}: {records.err_count} of its records have another length than they say; what lies between is lost"))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError, ZlibError) as error:
        yield Refusal(source, InputError(f"{source}: damaged, or no WARC ({' '.join(str(error).split())[:200]})"))


def load_page(data: bytes, url: str, published: str | None = None) -> Iterator[Loaded | Refusal]:
    """The article of a page of the web; where neither the page nor a feed tells its day, none is made up, the day of capture least of all."""
    for loaded in load_bytes(data, "", url, published):
        if isinstance(loaded, Refusal):
            yield loaded
            continue
        article = loaded.article if loaded.article.url else replace(loaded.article, url=url)
        yield replace(loaded, article=article, source=url, obtained="fetched")


def load_wacz(path: Path) -> Iterator[Loaded | Refusal]:
    """The pages of the WARC files in a WACZ."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if one.filename.startswith("archive/") and one.filename.endswith((".warc", ".warc.gz"))]
            if not members:
                yield Refusal(str(path), InputError(f"{path}: no WARC in it, so no WACZ"))
            for member in members:
                if member.file_size > MOST_UNPACKED or member.file_size > MOST_SWELL * max(member.compress_size, 1):
                    yield Refusal(str(path), InputError(f"{path}: {member.filename} unpacks to {member.file_size:,} bytes"))
                    continue
                with archive.open(member) as stream:
                    yield from read_warc(stream, f"{path}: {member.filename}")  # type: ignore[arg-type]
    except (zipfile.BadZipFile, ZlibError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        yield Refusal(str(path), InputError(f"{path}: damaged, or no WACZ ({error})"))


def load_mbox(path: Path) -> Iterator[Loaded | Refusal]:
    """The articles of the mails in an mbox file, each by its number."""
    if not path.is_file():
        yield Refusal(str(path), InputError(f"{path}: no such file"))
        return
    box = mailbox.mbox(str(path), create=False)
    try:
        for number, key in enumerate(box.iterkeys(), 1):
            place = f"{path}, mail {number}"
            try:
                data = box.get_bytes(key)
            except (OSError, ValueError, KeyError) as error:
                yield Refusal(place, InputError(f"{place}: {error}"))
                continue
            yield from load_bytes(data, "mail.eml", place)
    finally:
        box.close()


def load_parquet(path: Path) -> Iterator[Loaded | Refusal]:
    """The articles of a Parquet table with the columns of JSON Lines (`text`, and `id`, `title`, `published`, `publisher`, `url` where it has them)."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        yield Refusal(str(path), InputError(f"{path}: Parquet needs pyarrow: pip install 'karama[tables]'"))
        return
    try:
        table = parquet.ParquetFile(path)
        columns = [name for name in ("text", *FIELDS) if name in table.schema_arrow.names]
        if "text" not in columns:
            raise InputError(f"{path}: no column text")
        number = 0
        for batch in table.iter_batches(256, columns=columns):
            for row in batch.to_pylist():
                number += 1
                given = {name: str(value) if name != "text" and value is not None else value for name, value in row.items()}
                found = load_record(given, f"{path}, row {number}")
                line = json.dumps(given, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                yield replace(found, original=line, media_type="application/json", obtained="lines") if isinstance(found, Loaded) else found
    except InputError as error:
        yield Refusal(str(path), error)
    except (ArrowException, OSError) as error:
        yield Refusal(str(path), InputError(f"{path}: damaged, or no Parquet ({error})"))
