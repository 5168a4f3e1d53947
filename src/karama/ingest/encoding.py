"""Bytes in, text out: which encoding a file is in, and what says that it is no text at all."""

from __future__ import annotations

import codecs
import re

from karama.errors import InputError

# What the first bytes of files that hold no plain text look like, and what to call them in a refusal.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF picture or sound"),
    (b"ID3", "an MP3 sound"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file (save it as DOCX, PDF or text)"),
    (b"{\\rtf", "an RTF file (save it as DOCX, PDF or text)"),
    (b"PAR1", "a Parquet table"),
)
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 64_000
# Control characters that no text file has; tab, line ends, form feed and escape are left out.
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ENGLISH = re.compile(rb"\b(?:the|of|and|in|to|a|is|was|were|that|said|on|for)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")


def decode_text(data: bytes, source: str) -> tuple[str, str | None]:
    """The text, and the name of its encoding where that is not UTF-8.

    Raises:
        InputError: the bytes are empty or no text.
    """
    if not data.strip():
        raise InputError(f"{source}: empty")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, source), None if encoding == "utf-8" else encoding
    refuse_binary(data, source)
    if (wide := _find_wide(data[:SAMPLE_BYTES])) is not None:
        return _decode(data, wide, source), wide
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return _decode_other(data, error, source)


def decode_page(data: bytes, source: str) -> tuple[str, str | None]:
    """The text of a web page, and the name of its encoding where that is not UTF-8; a page states its own.

    Raises:
        InputError: the bytes are empty or no text.
    """
    stated = _CHARSET.search(data[:4_096])
    if stated and not data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        try:
            encoding = codecs.lookup(stated[1].decode("ascii")).name
            if encoding not in ("utf-8", "utf-16", "ascii"):
                return data.decode("cp1252" if encoding == "iso8859-1" else encoding), encoding
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # a wrong label; the bytes decide
    return decode_text(data, source)


def refuse_binary(data: bytes, source: str) -> None:
    """Nothing, if the bytes may be text.

    Raises:
        InputError: they begin like another kind of file, or hold what no text holds.
    """
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise InputError(f"{source}: not text but {what}")
    sample = data[:SAMPLE_BYTES]
    if b"\x00" in data and _find_wide(sample) is None:
        raise InputError(f"{source}: binary, not text (a zero byte at {data.index(0)})")
    if len(_CONTROLS.findall(sample)) > max(3, len(sample) // 100) and _find_wide(sample) is None:
        raise InputError(f"{source}: binary, not text (many control characters)")


def _decode_other(data: bytes, error: UnicodeDecodeError, source: str) -> tuple[str, str]:
    """Text that is not clean UTF-8: a few broken bytes, or an older encoding."""
    mended = data.decode("utf-8", errors="replace")
    good, broken = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", mended))), mended.count("\ufffd")
    if good > broken and broken <= max(2, len(mended) // 1000):  # a cut or damaged file: most of what is not ASCII is fine
        return mended, "utf-8 with broken bytes"
    words = _WORD.findall(data[:SAMPLE_BYTES])
    if 8 * len(_ENGLISH.findall(data[:SAMPLE_BYTES])) > len(words):  # English in an older encoding is nearly always Windows-1252
        return data.decode("cp1252", errors="replace"), "windows-1252"
    return _guess(data, error, source)


def _guess(data: bytes, error: UnicodeDecodeError, source: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise InputError(f"{source}: neither UTF-8 nor any encoding known here (first odd byte at {error.start})")
    return data.decode(best.encoding, errors="replace"), best.encoding.replace("_", "-")


def _find_wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in nearly every second byte of Latin text."""
    half = len(sample) // 2
    if half >= 4:
        if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.05 * half:
            return "utf-16-le"
        if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.05 * half:
            return "utf-16-be"
    return None


def _decode(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: begins like {encoding} but breaks at byte {error.start}") from error
