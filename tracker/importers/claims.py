"""What files say about themselves, made fit to be shown and stored: dates as EDTF, names, web addresses.

A claim that cannot be read with certainty is dropped, never repaired by guessing.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from tracker.domain import dates
from tracker.domain.errors import DomainError

_MAX_CLAIM = 500
_MAX_ADDRESS = 2000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_END = r"(?![\w/~?%-])"
# A clock time followed by "pm" or an unknown zone's letters is not taken; the day alone is certain.
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?"
    r"(?:\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?(?!\s*(?:[ap]\.?m\b|[A-Z]{2,5}\b))(?![\w/~?%:+-]))?" + _END
)
_SPOKEN = tuple(
    re.compile(_WEEKDAY + order + _END, re.IGNORECASE)
    for order in (
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"{_MONTH},?\s+(?P<year>\d{{4}})",
    )
)
_EDTF = re.compile(r"\d[\dX]{3}[-\dX~?%/.]{0,60}")
_STATED = re.compile(r"\s*(?:date|dated|published|posted)\b\s*(?:on\b\s*)?[:=–—-]?\s*", re.IGNORECASE)
_ARCHIVED = re.compile(
    r"https?://web\.archive\.org/(?:web/)?\d{4,14}(?:[a-z]{2}_)?/(?P<of>.+)", re.IGNORECASE
)
_ARCHIVE_TODAY = re.compile(
    r"https?://archive\.(?:today|ph|is|md|fo|li|vn)/(?:\d[\d.-]{7,}/(?P<of>https?://.+)|\w+)", re.IGNORECASE
)
_OTHER_ARCHIVE = re.compile(r"https?://(?:perma\.cc|ghostarchive\.org/archive)/[\w-]+", re.IGNORECASE)


def said(value: object) -> str | None:
    """A claimed name or title on one line, without control characters; None where nothing is left."""
    if value is None:
        return None
    return one_line(str(value)[: 4 * _MAX_CLAIM])[:_MAX_CLAIM].strip() or None


def one_line(text: str) -> str:
    """A text of any length without line ends and control characters, so that it cannot pass for more."""
    kept = (" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def said_date(text: object) -> str | None:
    """The EDTF of a text that is a date and nothing else; None where it is not certainly one."""
    cleaned = str(text or "").strip()
    found = _leading_date(cleaned)
    return found[0] if found and found[1] == len(cleaned) else None


def said_of_making(made: object, changed: object) -> tuple[str, ...]:
    """A note of when a file says it was made and changed, which is not when its contents were published."""
    known = ((word, said_date(date)) for word, date in (("made", made), ("last changed", changed)))
    told = " and ".join(f"{word} on {date}" for word, date in known if date)
    return (f"The file says it was {told}; when it was published it does not say.",) if told else ()


def date_of_first_line(text: str) -> str | None:
    """The date that the first line with words on it states about the text, as in “Date: 1 January 2020”."""
    line = text.lstrip().split("\n", 1)[0]
    stated = _STATED.match(line)
    if not stated:
        return None
    found = _leading_date(line[stated.end() :])
    return found[0] if found else None


def web_address(text: object) -> str | None:
    """An absolute http(s) address, or None."""
    cleaned = str(text or "").strip()
    if len(cleaned) > _MAX_ADDRESS or any(char.isspace() or not char.isprintable() for char in cleaned):
        return None
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    return cleaned if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def split_archived(text: object) -> tuple[str | None, str | None]:
    """(address, archive address) of what may be either: an archive's own link names the page it holds."""
    address = web_address(text)
    if address is None:
        return None, None
    for pattern in (_ARCHIVED, _ARCHIVE_TODAY):
        match = pattern.fullmatch(address)
        if match:
            return web_address(match["of"]), address
    return (None, address) if _OTHER_ARCHIVE.match(address) else (address, None)


def _leading_date(text: str) -> tuple[str, int] | None:
    for reader in (_iso, _spoken, _edtf):
        found = reader(text)
        if found and _exists(found[0]):
            return found
    return None


def _iso(text: str) -> tuple[str, int] | None:
    match = _ISO.match(text)
    if not match:
        return None
    zone = match["zone"] or ""
    if zone in ("UTC", "GMT"):
        zone = "Z"
    elif zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    clock = f"T{match['clock']}{zone}" if match["clock"] else ""
    return match["day"] + clock, match.end()


def _spoken(text: str) -> tuple[str, int] | None:
    for pattern in _SPOKEN:
        match = pattern.match(text)
        if match:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            day = match.groupdict().get("day")
            return f"{match['year']}-{month:02}" + (f"-{int(day):02}" if day else ""), match.end()
    return None


def _edtf(text: str) -> tuple[str, int] | None:
    match = _EDTF.match(text)
    if not match or text[match.end() : match.end() + 1].isalnum():
        return None
    token = match[0].rstrip(".:")
    return token, len(token)


def _exists(edtf: str) -> bool:
    try:
        dates.parse(edtf)
    except DomainError:
        return False
    return True
