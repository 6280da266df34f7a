"""A MIME message (a mail, or a page saved as MHTML) to its parts and its headers.

Opens no attachment and follows no reference. Runs inside the worker.
"""

from __future__ import annotations

import email.errors
import email.parser
import email.policy
import email.utils
from email.message import EmailMessage, MIMEPart
from typing import Any, BinaryIO

from tracker.importers.claims import one_line, said_date
from tracker.importers.extraction import storable

_LONGEST_HEADER = 20_000  # the header parser takes more than linear time; no real header is near this
# The parser descends by recursion, and is known to raise all of these on malformed headers and parts.
BROKEN = (
    *(email.errors.MessageError, RecursionError, LookupError, ValueError, TypeError),
    *(AttributeError, AssertionError, OverflowError),
)


def parse(stream: BinaryIO) -> EmailMessage:
    """The message; one of `BROKEN` where it cannot be taken apart."""
    return email.parser.BytesParser(EmailMessage, policy=email.policy.default).parse(stream)


def header(part: MIMEPart, name: str) -> Any:
    """A header as the library reads it, None where it is missing, overlong or malformed."""
    if not _raw(part, name):
        return None
    try:
        return part[name]
    except BROKEN:
        return None


def words_of(part: MIMEPart, name: str) -> str:
    """A header on one line, whatever its encoding hid; "" where there is none."""
    # The library would write a zone into dates that give none.
    return one_line(storable(_raw(part, name) if name == "date" else str(header(part, name) or "")))


def date_of(part: MIMEPart) -> str | None:
    """The EDTF of its Date, with the zone it gives; the time of “-0000” is UTC at an unknown place."""
    words = words_of(part, "date")
    try:
        when = email.utils.parsedate_to_datetime(words)
    except BROKEN:
        return None
    return said_date(when.isoformat() + ("Z" if when.tzinfo is None and "-0000" in words else ""))


def _raw(part: MIMEPart, name: str) -> str:
    raw = next((raw for known, raw in part.raw_items() if known.lower() == name), "")
    return raw if len(raw) <= _LONGEST_HEADER else ""


def content(part: MIMEPart) -> bytes:
    """The bytes of a part that holds no other parts."""
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""
