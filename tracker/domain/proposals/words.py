"""Cutting text into words with their places. Contractions come apart, abbreviations keep their full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|St|Sgt|Gen|Col|Lt|Cpl|Capt|Maj|Cmdr|Adm|Gov|Govs|Sen|Sens|Rep|Reps|Rev|Hon|Pres|Amb|Supt|"
    "Insp|Det|Atty|Sec|Jr|Sr|Inc|Ltd|Co|Corp|Bros|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|"
    "Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo"
)
_NUMBER_OF_PAGE = r"(?:[Pp]age[ ])?\d{1,4}"
_PAGE = (
    rf"(?<=\n)[ \t]{{0,80}}{_NUMBER_OF_PAGE}[ \t\r\n]{{0,4}}\f"
    rf"|\f[ \t\r\n]{{0,4}}(?:{_NUMBER_OF_PAGE}(?=[ \t]*\n))?"
)
"""The end of a page, with its number above or below: no words of the text."""
_TOKEN = re.compile(
    rf"""(?P<page>{_PAGE})
    | (?P<link>https?://\S+|(?:www|pic)\.\w+[./]\S*|[@\#]\w+)
    | (?P<word>
        \b(?:{_TITLES})\.(?=\s+[A-Z0-9]|,|-)
      | \bNo\.(?=\s+\d)
      | (?:[^\W\d_]\.){{2,}}
      | [A-Z]\.(?=\s?[A-Z][\w.])
      | \w+?(?=[nN]['’][tT]\b)
      | \d+(?:[.,:/]\d+)+\w*
      | \w+(?:[-‐‑](?:\n[ \t]*(?=[a-z]))?\w+)*
      | ['’](?:s|S|ve|re|ll|d|m)\b
      | (?<=[sS])['’](?=[ \u00a0]\w)
      | ['’]\d0s\b
      )
    | (?P<mark>\.{{2,}}|-{{2,}}|(?P<run>\W)(?P=run)+|\S)""",
    re.VERBOSE,
)
_NOT = re.compile(r"[nN]['’][tT]\b")
_DIVIDED = re.compile(r"[-‐‑]\n[ \t]*")
_BRITISH = {"whilst": "while", "amongst": "among", "amidst": "amid"}
_NUMBER = re.compile(r"\d[\d.,:]*(?:st|nd|rd|th|s|k|m|bn)?")


class Kind(IntEnum):
    WORD = 0
    NUMBER = 1
    MARK = 2
    QUOTE = 3
    """A whole quotation, seen from outside."""
    ASIDE = 4
    """A whole parenthesis, seen from outside."""
    LINK = 5


@dataclass(slots=True, eq=False)
class Word:
    """A word, a mark, or a whole quotation; `low` is its text in small letters with straight apostrophes."""

    start: int
    end: int
    text: str
    low: str
    kind: Kind

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of text[start:end]."""
    position = start
    while position < end:
        found = _NOT.match(text, position, end) or _TOKEN.search(text, position, end)
        if found is None:
            return
        position = found.end()
        if found.lastgroup != "page":
            yield _word(found)


def _word(found: re.Match[str]) -> Word:
    written = found[0]
    groups = found.groupdict()
    if groups.get("mark"):
        return Word(found.start(), found.end(), written, written, Kind.MARK)
    if groups.get("link"):
        return Word(found.start(), found.end(), written, written.lower(), Kind.LINK)
    kind = Kind.NUMBER if written[0].isdigit() and _NUMBER.fullmatch(written) else Kind.WORD
    low = _DIVIDED.sub("", written.lower()).replace("’", "'")
    return Word(found.start(), found.end(), written, _BRITISH.get(low, low), kind)
