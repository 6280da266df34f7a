"""The line under an embedded post, as embedding writes it: “— Name (@handle) January 1, 2020”.

Only proposes what the form begins with; the person who records decides. Knows no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_LONGEST_REST = 1000
# What is left of the paragraph may still be the post; another paragraph may not.
_SIGNATURE = re.compile(
    r"[^\n]*?\s*(?:—|–|--)[^\S\n]*(?P<name>[^()\n—–]{1,80}?)[^\S\n]*\(@\w{1,40}\)\s{0,3}"
    r"(?P<date>\w{3,9}\.? \d{1,2}, \d{4}|\d{1,2} \w{3,9} \d{4})\b"
)
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a post, its day as EDTF, and where in the text the signature ends."""

    name: str
    posted: str
    end: int


def signature_after(text: str, end: int) -> Signature | None:
    """The signature of the post in which a passage ends, if the text goes on with one."""
    match = _SIGNATURE.match(text[end : end + _LONGEST_REST])
    posted = _day(match["date"]) if match else None
    return Signature(match["name"].strip(), posted, end + match.end()) if match and posted else None


def only_bearer(name: str, offered: Iterable[str]) -> str | None:
    """Of sources as a form offers them (“SRC4 Mustafa Salim”), the one that bears exactly this name."""
    bearing = [each for each in offered if each.partition(" ")[2].casefold() == name.casefold()]
    return bearing[0] if len(bearing) == 1 else None


def _day(written: str) -> str | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(written.replace(".", ""), form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return None
