"""Numbers, lists, plurals and shares as English sentences say them: every text of the tracker asks here."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
MOST_NAMED = 5
"""So many of a list a sentence names; of the rest it says how many there are."""
_UNDER_ONE, _OVER_NINETY_NINE = 0.005, 0.995


def number(count: int) -> str:
    """A small number as a word, “no” for none; beyond twelve in figures: “1,000”."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def plural(count: int, noun: str, many: str = "") -> str:
    """The noun as it stands after that many: “item”, “items”; `many` where the plural is not in -s."""
    return noun if count == 1 else many or f"{noun}s"


def counted(count: int, noun: str, many: str = "") -> str:
    """“one document”, “two documents”, “no entries”."""
    return f"{number(count)} {plural(count, noun, many)}"


def agreeing(count: int, verb: str, one: str = "") -> str:
    """The verb as it stands after that many: “falls”, “fall”; `one` where the singular is not in -s."""
    return one or f"{verb}s" if count == 1 else verb


def listed(parts: Sequence[str], conjunction: str = "and") -> str:
    """“a”, “a and b”, “a, b and c”; nothing of nothing."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def some(parts: Sequence[str], most: int = MOST_NAMED) -> str:
    """“a, b and c”; of more than `most` the first ones and how many are left: “a, b and three more”."""
    left = len(parts) - most
    return listed(parts if left <= 0 else [*parts[:most], f"{number(left)} more"])


def clauses(parts: Sequence[str], most: int = MOST_NAMED) -> str:
    """“a; b”; of more than `most` the first ones and how many are left: “a; b; and three more”."""
    left = len(parts) - most
    return "; ".join(parts if left <= 0 else [*parts[:most], f"and {number(left)} more"])


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """With a small first letter, as a label stands inside a sentence; the rest as it is."""
    return text[:1].lower() + text[1:]


def ended(text: str) -> str:
    """An analyst's words as a sentence of its own, with a full stop where none is; empty stays empty."""
    cleaned = text.strip()
    return cleaned if not cleaned or cleaned[-1] in '.!?…:;”"' else f"{cleaned}."


def percent(share: float) -> str:
    """A share between 0 and 1 in whole percents: “87%”; never 0 or 100 for what is only nearly so."""
    if 0 < share < _UNDER_ONE:
        return "under 1%"
    if _OVER_NINETY_NINE < share < 1:
        return "over 99%"
    return f"{share:.0%}"
