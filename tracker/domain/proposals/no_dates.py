"""What looks like a date and is none: “may”, “march”, “every Friday”, a number that is no year."""

from __future__ import annotations

import re

from tracker.domain.proposals.date_context import Context
from tracker.domain.proposals.lexicon.word_sets import word_set

_MONTHS = {"month": "mo", "md": "md_m", "dm": "dm_m", "lastmonth": "lm_m"}
_BEFORE_A_MONTH = word_set(
    "in since by until of from early late mid during to and through till around before after"
)
_BEFORE_A_YEAR = word_set(
    "in since by until of from around about to and through till before after during – - ( circa c."
    " winter spring summer autumn fall"
)
_ONLY_BEHIND = {
    "spoken": _BEFORE_A_YEAR,
    "threefigures": _BEFORE_A_YEAR,
    "the weekend": word_set("over during throughout through at on of for from before after until"),
}
"""What must stand before a number or a weekend that means a time."""
_NEVER_BEHIND = {
    "weekday": word_set(
        "every each a an any most black good ash super easter palm holy shrove fat cyber bloody giving"
    ),
    "holiday": word_set("merry happy"),
    "now": word_set("to until"),
}
_ON_THE = (["on", "the"], ["by", "the"], ["until", "the"])
_OPTIONS = {"--", "-+", "-="}
_FIRST_MILLENNIUM = 1000
_WORDS = re.compile(r"[\w.’']+|[^\w\s]")


def is_no_date(mark: re.Match[str], kind: str, context: Context) -> bool:
    """Whether the words around, or the letters themselves, speak against it."""
    if kind == "before":
        return True  # the dates of this project begin with the year 1
    if kind in _MONTHS:
        return not mark[_MONTHS[kind]][0].isupper() or (kind == "month" and not _is_month(mark))
    before = _words_before(mark)
    last = before[-1] if before else ""
    named = "the weekend" if kind == "relative" and mark["re_w"].lower() == "the" else kind
    if (named in _ONLY_BEHIND and last not in _ONLY_BEHIND[named]) or last in _NEVER_BEHIND.get(kind, ()):
        return True
    return _is_only_a_number(mark, kind, before, context) or (kind == "weekday" and mark["we"][0].islower())


def _is_only_a_number(mark: re.Match[str], kind: str, before: list[str], context: Context) -> bool:
    if kind == "year":
        return mark.string[max(0, mark.start() - 2) : mark.start()] in _OPTIONS
    if kind == "threefigures":
        year = context.year.value
        return year is None or year >= _FIRST_MILLENNIUM
    return kind == "ordinal" and before[-2:] not in _ON_THE


def _is_month(mark: re.Match[str]) -> bool:
    if mark["month_of"] or mark["month_this"] or mark["month_y2"]:
        return True
    before = _words_before(mark)[-1:]
    if mark["mo"].lower() in {"may", "march"} and before in (["and"], ["of"], ["to"], ["from"]):
        return False
    return bool(before) and before[0] in _BEFORE_A_MONTH


def _words_before(mark: re.Match[str]) -> list[str]:
    return _WORDS.findall(mark.string[max(0, mark.start() - 16) : mark.start()].lower())
