"""Dates that need nothing else: days, months, years, decades and centuries that are written out."""

from __future__ import annotations

import re
from datetime import date

from tracker.domain.proposals.lexicon.calendar import WORD_NUMBERS, month_number
from tracker.domain.proposals.relative_dates import Anchor, named_period

_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip
_DECADES = dict(zip(_TENS, range(1920, 2000, 10), strict=True))
_ORDINALS = {name: number for number, name in enumerate(_ORDINAL_WORDS, 1)}
_THIS_CENTURY = 2000
_FIRST_WAR, _SECOND_WAR = "1914-07-28/1918-11-11", "1939-09-01/1945-09-02"
_YEARS = ("ye", "oy_a", "oy_b", "era_a", "era_b", "th")
_EVENTS = {
    "world war ii": _SECOND_WAR,
    "world war two": _SECOND_WAR,
    "the second world war": _SECOND_WAR,
    "wwii": _SECOND_WAR,
    "world war i": _FIRST_WAR,
    "world war one": _FIRST_WAR,
    "the first world war": _FIRST_WAR,
    "wwi": _FIRST_WAR,
    "9/11": "2001-09-11",
}


def written_out(mark: re.Match[str]) -> str | None:
    """A day, a month or a year that is written out."""
    for kind in ("mdy", "dmy", "iso"):
        if mark[kind] is not None:
            month = int(mark["iso_m"]) if kind == "iso" else month_number(mark[f"{kind}_m"]) or 0
            return whole_day(int(mark[f"{kind}_y"]), month, count(mark[f"{kind}_d"]))
    if mark["my"] is not None:
        return f"{int(mark['my_y']):04}-{month_number(mark['my_m']) or 0:02}"
    if mark["spoken"] is not None:
        return _spoken_year(mark["spo_a"].lower(), mark["spo_b"].lower())
    year = next((mark[group] for group in _YEARS if mark[group]), None)
    return f"{int(year):04}" if year else None


def stated_period(mark: re.Match[str], kind: str) -> str | None:  # noqa: PLR0911  one line for each kind of period
    match kind:
        case "dayspan":
            month = month_number(mark["ds_m"]) or 0
            first = whole_day(int(mark["ds_y"]), month, count(mark["ds_a"]))
            last = whole_day(int(mark["ds_y"]), month, count(mark["ds_b"]))
            return f"{first}/{last}" if first and last and first < last else None
        case "monthspan":
            first_month, last_month = (month_number(mark[part]) or 0 for part in ("ms_a", "ms_b"))
            return f"{mark['ms_y']}-{first_month:02}/{mark['ms_y']}-{last_month:02}"
        case "sy":
            return named_period("this", mark["sy_s"].lower(), Anchor(None, int(mark["sy_y"]), ""))
        case "decade":
            return _decade(int(mark["de_y"]), mark["de_part"])
        case "shortdecade":
            return _years_of_decade(1900 + int(mark["sd_y"]), mark["sd_part"])
        case "worddecade":
            return _decade(_DECADES[mark["wd"].lower()], mark["wd_part"])
        case "century":
            return _century(mark["ce"].lower(), mark["ce_part"])
        case "event":
            return _EVENTS.get(" ".join(mark["ev"].lower().split()))
        case _:
            return None


def _decade(year: int, part: str | None) -> str:
    if year % 100 == 0 and part is None:
        return f"{year}-01-01/{year + (99 if year < _THIS_CENTURY else 9)}-12-31"
    first, _, last = _years_of_decade(year, part).partition("/")
    return f"{first}-01-01/{last}-12-31"


def _years_of_decade(year: int, part: str | None) -> str:
    """Of a decade called by its last two figures no more is told than its years."""
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (5, 9), "later": (5, 9)}.get(
        (part or "").lower(), (0, 9)
    )
    return f"{year + low}/{year + high}"


def _century(ordinal: str, part: str | None) -> str | None:
    number = _ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0)
    if not 1 <= number <= 21:  # noqa: PLR2004
        return None
    start = (number - 1) * 100
    low, high = {"early": (0, 24), "mid": (40, 60), "late": (75, 99)}.get((part or "").lower(), (0, 99))
    return f"{start + low:04}-01-01/{start + high:04}-12-31"


def _spoken_year(hundreds: str, rest: str) -> str:
    """“nineteen eighty-four”, “twenty oh six”, as speech is written down."""
    tens, _, ones = re.sub(r"[\s-]+", " ", rest).partition(" ")
    number = WORD_NUMBERS.get(tens, 0) + WORD_NUMBERS.get(ones, 0)  # “oh” and “hundred” count for nothing
    return f"{WORD_NUMBERS[hundreds] * 100 + (0 if tens == 'hundred' else number):04}"


def count(written: str) -> int:
    low = written.lower().strip("[]")
    if low in WORD_NUMBERS:
        return WORD_NUMBERS[low]
    if low in _ORDINALS:
        return _ORDINALS[low]
    tens, _, ones = low.partition("-")
    if ones:
        return WORD_NUMBERS[tens] + WORD_NUMBERS[ones]
    return int(re.sub(r"\D", "", low) or 0)


def whole_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
