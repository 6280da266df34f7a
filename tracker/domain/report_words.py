"""How a report says times, numbers and lists, and how it keeps anybody's text printable.

Every text of a report passes through `legible` once; only what no page can show is replaced, visibly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from tracker.domain.dates import FuzzyDate, zone_info

T = TypeVar("T")

_LANGUAGES = {
    "ar": "Arabic", "ckb": "Kurdish", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "ku": "Kurdish", "nl": "Dutch", "pl": "Polish", "prs": "Dari", "ps": "Pashto", "pt": "Portuguese",
    "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DAY_ONLY = re.compile(r"-?\d{4}-\d\d-\d\d[~?%]?")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Not allowed in XML, or not a character at all: a page can only show that something stood there.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]")
_OVERRIDES = ("\u202d", "\u202e")
_EMBEDDINGS, _END_EMBEDDING = ("\u202a", "\u202b"), "\u202c"
_FIRST_STRONG, _END_ISOLATE = "\u2068", "\u2069"
_ISOLATES = ("\u2066", "\u2067", _FIRST_STRONG)
_STANDS_ALONE = frozenset(
    {"exact", "prefix", "suffix", "verbatim", "translation", "svg", "bottom_line", "what_would_change"}
    | {"gaps_note", "method_note", "standard_of_proof", "body"}
)


def legible(text: str) -> str:
    """The text as any page can show it, with no effect on what is printed around it.

    Directional overrides, which make letters read in an order they do not have, are shown by name;
    embeddings and isolates, common in right-to-left posts, are closed where the text leaves them open.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    printable = _UNPRINTABLE.sub("\ufffd", lines)
    return "\n".join(_closed(line) for line in printable.split("\n"))


def _closed(line: str) -> str:
    if not any(
        mark in line for mark in (*_OVERRIDES, *_EMBEDDINGS, _END_EMBEDDING, *_ISOLATES, _END_ISOLATE)
    ):
        return line
    kept: list[str] = []
    awaited: list[str] = []
    for char in line:
        if char in _OVERRIDES:
            kept.append(f"[U+{ord(char):04X}]")
            continue
        if char in _EMBEDDINGS:
            awaited.append(_END_EMBEDDING)
        elif char in _ISOLATES:
            awaited.append(_END_ISOLATE)
        elif char in (_END_EMBEDDING, _END_ISOLATE):
            if not awaited or awaited[-1] != char:
                continue
            awaited.pop()
        kept.append(char)
    return "".join(kept) + "".join(reversed(awaited))


def every_text(value: T, change: Callable[[str, str], str], field: str = "") -> T:
    """The same value with every text inside it changed; scale words and dates are ours and stay.

    `change` is given the text and the name of the field that holds it.
    """
    changed: Any = value
    if isinstance(value, Enum | FuzzyDate):
        return value
    if isinstance(value, str):
        changed = change(value, field)
    elif isinstance(value, tuple):
        changed = tuple(every_text(part, change, field) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {
            spec.name: every_text(getattr(value, spec.name), change, spec.name) for spec in fields(value)
        }
        changed = replace(value, **parts)
    result: T = changed
    return result


def all_legible(value: T) -> T:
    """The same value with every text inside it legible.

    What is set inside our sentences is also isolated where it runs from right to left, or it would pull the
    numbers and brackets after it to its other side.
    """
    return every_text(value, _legible_in_place)


def _legible_in_place(text: str, field: str) -> str:
    cleaned = legible(text)
    runs_to_the_left = any(unicodedata.bidirectional(char) in ("R", "AL") for char in cleaned)
    if field in _STANDS_ALONE or not runs_to_the_left:
        return cleaned
    return f"{_FIRST_STRONG}{cleaned}{_END_ISOLATE}"


def not_isolated(text: str) -> str:
    """A text without the marks that keep it apart from the sentence around it, for where it stands alone."""
    return text[1:-1] if text.startswith(_FIRST_STRONG) and text.endswith(_END_ISOLATE) else text


def direction(text: str) -> str:
    """Which way a text runs by its first strong letter: "rtl" or "ltr"."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return "ltr"


def language_tag(text: str) -> str | None:
    """The text if it can be a BCP 47 tag: it ends in attributes of every format."""
    return text if _LANGUAGE_TAG.fullmatch(text) else None


def language_name(text: str) -> str:
    return _LANGUAGES.get(text.split("-", maxsplit=1)[0].lower(), text)


def said_when(date: FuzzyDate | None) -> str:
    """When something was said, and what is not shown of it."""
    if date is None:
        return "date not shown"
    return f"{date}, time not shown" if _DAY_ONLY.fullmatch(date.text) else str(date)


def moment(value: datetime, zone: str) -> str:
    """A recorded instant on the report's clock: “1 January 2020, 15:20 (UTC+03:00)”."""
    local = value.astimezone(zone_info(zone))
    offset = local.strftime("%z")
    clock = "UTC" if local.utcoffset() == UTC.utcoffset(None) else f"UTC{offset[:3]}:{offset[3:]}"
    return f"{local.day} {local.strftime('%B %Y, %H:%M')} ({clock})"


def distinct(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parts))


def joined(*sentences: str) -> str:
    return " ".join(part for part in sentences if part)


def clipped(text: str, limit: int) -> str:
    """At most about `limit` characters, cut between words where the text has them, and saying so."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    at = head.rfind(" ")
    return f"{_closed(head[: at if at > limit // 2 else limit].rstrip())} […]"


def size_in_words(size: int) -> str:
    return f"{size:,} bytes".replace(",", "\u202f")
