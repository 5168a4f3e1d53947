"""An e-mail in, its report out: subject as headline, sending day as publication day, plain text before HTML."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime
from email.message import EmailMessage, MIMEPart

from karama.errors import InputError
from karama.ingest.encoding import decode_text
from karama.ingest.html import read_html
from karama.ingest.making import Found
from karama.ingest.paragraphs import join_lines

# "Fwd: Re: Shells hit market" has the headline behind its marks.
_REPLY_MARKS = re.compile(r"(?:(?:re|fwd?|aw|tr)\s?:\s*){1,5}", re.IGNORECASE)
_QUOTE = re.compile(r"(?:> ?){1,10}")
SIGNATURE = "-- "
# The standard parser is quadratic in a header's length; no desk writes a subject of more than some hundred characters.
LONGEST_HEADER = 2_000
MOST_PARTS = 2_000
# Python decodes these too; mail is in none of them, and the first two take time that is quadratic in the text.
NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})


def read_email(data: bytes, source: str) -> Found:
    """The text of an e-mail, its subject and the day it was sent.

    Raises:
        InputError: it has no text in it.
    """
    if data.count(b"\n--") > MOST_PARTS:
        raise InputError(f"{source}: an e-mail of more than {MOST_PARTS:,} parts")
    message = _take_apart(data, source)
    title = _read_subject(message)
    body = _find_body(message, source)
    if body is None:
        raise InputError(f"{source}: an e-mail without text")
    content = _read_part(body, source)
    issues: tuple[str, ...] = ()
    if body.get_content_subtype() == "html":
        page = read_html(content, source)
        text, url, publisher = page.text, page.url, page.publisher
        if page.title and title and page.title != title:
            text = f"{title}\n\n{text}"
    else:
        text, url, publisher = unwrap_email(content), None, None
        if title and not text.lstrip().startswith(title):
            text = f"{title}\n\n{text}"
    if not content.strip():
        raise InputError(f"{source}: an e-mail without text")
    return Found(text, title, publisher, url, _read_day(message), issues)


def _take_apart(data: bytes, source: str) -> EmailMessage:
    """The mail with its parts.

    Raises:
        InputError: mails stand in mails more deeply than anybody forwards.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except RecursionError as error:
        raise InputError(f"{source}: an e-mail nested too deeply") from error
    assert isinstance(message, EmailMessage)
    return message


def _find_body(message: EmailMessage, source: str) -> MIMEPart | None:
    """The part to be read: plain text before HTML.

    Raises:
        InputError: its structure cannot be followed.
    """
    try:
        return message.get_body(preferencelist=("plain", "html"))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise InputError(f"{source}: a broken e-mail") from error


def unwrap_email(content: str) -> str:
    """The text without quotation marks of replies, its lines joined to paragraphs; the signature is left out."""
    lines = [_QUOTE.sub("", line, count=1) if line.startswith(">") else line for line in content.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if SIGNATURE in lines:
        lines = lines[: lines.index(SIGNATURE)]
    return "\n\n".join(join_lines(lines))


def _read_part(part: MIMEPart, source: str) -> str:
    """The part's text in the encoding that it states, or that its bytes show."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        raise InputError(f"{source}: an e-mail without text")
    charset = part.get_content_charset()
    if charset and charset.lower().replace("_", "-") not in NO_CHARSETS:
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass  # a wrong label; the bytes decide
    return decode_text(data, source)[0]


def _read_header(message: EmailMessage, name: str) -> object:
    """The parsed header; None where it is missing, broken or too long."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), None)
    if raw is None or len(raw) > LONGEST_HEADER:
        return None
    try:
        return message.get(name)
    except (ValueError, IndexError, KeyError, AttributeError, TypeError):  # the standard parser stumbles over some broken headers
        return None


def _read_subject(message: EmailMessage) -> str | None:
    value = _read_header(message, "subject")
    subject = _REPLY_MARKS.sub("", " ".join(str(value).split()), count=1).strip() if value else ""
    return subject or None


def _read_day(message: EmailMessage) -> str | None:
    moment = getattr(_read_header(message, "date"), "datetime", None)
    return moment.date().isoformat() if isinstance(moment, datetime) else None
