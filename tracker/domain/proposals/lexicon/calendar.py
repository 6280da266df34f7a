"""Months, days, seasons and holidays as English writes them."""

from __future__ import annotations

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WORD_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100,
}  # fmt: skip
HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "new year's": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31),
    "independence day": (7, 4), "st. patrick's day": (3, 17), "boxing day": (12, 26), "may day": (5, 1),
}  # fmt: skip


def month_number(written: str) -> int | None:
    """1 for “January”, “Jan.” or “jan”; None for what is no month."""
    low = written.lower().rstrip(".")
    if len(low) < 3:  # noqa: PLR2004
        return None
    return next(
        (
            number
            for number, name in enumerate(_MONTHS, 1)
            if name.startswith(low) or low == "sept" == name[:4]
        ),
        None,
    )


def weekday_number(written: str) -> int | None:
    """0 for “Monday” or “Mon.”, as `date.weekday` counts."""
    low = written.lower().rstrip(".")
    if len(low) < 3:  # noqa: PLR2004
        return None
    return next((number for number, name in enumerate(_DAYS) if name.startswith(low)), None)
