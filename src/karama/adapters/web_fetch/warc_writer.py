"""Pages as they came, appended to a WARC file: one response record each, with the headers that the server sent."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from karama.errors import UnavailableError
from karama.ports import Fetched

# These told how the bytes were sent, which is over: the record holds them unpacked.
SPENT = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


class WarcWriter:
    """Keeps pages in a WARC file (gzip, a member a record, as the standard has it)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, fetched: Fetched, at: str) -> None:
        """Nothing; the page stands at the end of the file.

        Raises:
            UnavailableError: it cannot be written.
        """
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        headers = [(name, value) for name, value in fetched.headers.items() if name not in SPENT] + [("content-length", str(len(fetched.data)))]
        try:
            with self._path.open("ab") as stream:
                writer = WARCWriter(stream, gzip=True)
                told = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
                writer.write_record(
                    writer.create_warc_record(fetched.url, "response", payload=BytesIO(fetched.data), http_headers=told, warc_headers_dict={"WARC-Date": at})
                )
        except OSError as error:
            raise UnavailableError(f"{self._path}: cannot be written: {error.strerror or error}") from error
