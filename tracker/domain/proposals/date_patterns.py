"""How English writes dates: one expression a kind, tried at each place in this order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.domain.proposals.lexicon.word_sets import word_set

_FULL_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{_FULL_MONTH}|{_SHORT_MONTH})"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d{3}|20\d\d)"
_OLD_YEAR = r"[1-9]\d\d(?=[,.;)\]])"
_ORDINAL_WORDS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first"
)
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_WORDS})"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENFOLD = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COUNT = rf"(?:\d{{1,3}}|an?|{_UNITS}|{_TEENS}|twenty-(?:{_UNITS})|twenty|thirty|forty|fifty)"
_UNIT = r"(?:days?|weeks?|months?|years?|decades?)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_LED_BY_DAY = rf"(?:{_WEEKDAY},?\s+)?"
_TENS = "twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
_HOLIDAYS = (
    r"Christmas\s+Eve|Christmas\s+Day|Christmas|New\s+Year['’]s\s+Eve|New\s+Year['’]s\s+Day|Halloween"
    r"|Valentine['’]s\s+Day|Independence\s+Day"
)
_WARS = r"WWII?\b|World\s+War\s+(?:II|I|Two|One)\b|the\s+(?:First|Second)\s+World\s+War|9/11\b"
_COUNTED = (
    "people|percent|%|dollars|miles|km|meters|metres|feet|pounds|votes|men|women|words|years|points|delegates"
    "|voters|jobs|calories|mg|units|copies|square|euros|troops|students|minutes|hours|days|year"
)
"""What stands behind a number that is no year."""
_NEAR_UNIT = r"(?:day|morning|afternoon|evening|night|week|month|year)"
_ENDS = r"(?=\s*(?:[,.;:)?!]|\s$|$))"
_LATER = rf"(?:later|earlier|(?:before|prior){_ENDS})"


def _which_year(kind: str) -> str:
    """“… last year”, “… of the same year”, “… next, ”: what stands in a year's place."""
    return (
        rf"(?:,?\s+(?:of\s+|in\s+)?(?P<{kind}_of>last|next|that|that\s+same"
        r"|the\s+(?:same|following|next|previous))\s+year\b"
        rf"|(?=[\s,–-]+(?P<{kind}_this>this)\s+year\b)"
        rf"|\s+(?P<{kind}_then>last|next)(?=[,.;)])|)"
    )


def _shared_year(kind: str) -> str:
    """“from March to August 2011”: the year that the second one says for both."""
    return (
        rf"(?:(?=\s*(?:to|through|and|until|till|[–-])\s*(?P<{kind}_m2>{_MONTH})(?:\s+{_DAY})?,?"
        rf"\s+(?:of\s+|in\s+)?(?P<{kind}_y2>{_YEAR}))|)"
    )


_KINDS = {
    "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)",
    "dayspan": rf"(?P<ds_a>{_DAY})\s?[–-]\s?(?P<ds_b>{_DAY})\s+(?P<ds_m>{_MONTH})[\s,]+(?P<ds_y>{_YEAR})",
    "mdy": rf"{_LED_BY_DAY}(?P<mdy_m>{_MONTH})\s*(?P<mdy_d>{_DAY})(?:,\s*|\s+)(?P<mdy_y>{_YEAR})",
    "dmy": rf"{_LED_BY_DAY}(?:the\s+)?(?P<dmy_d>{_DAY})(?:\s+|-)(?:of\s+)?(?P<dmy_m>{_MONTH})(?:,?\s+|-)"
    rf"(?P<dmy_y>{_YEAR}|{_OLD_YEAR})",
    "monthspan": rf"(?P<ms_a>{_MONTH})\s?[–-]\s?(?P<ms_b>{_MONTH})\s+(?P<ms_y>{_YEAR})",
    "my": rf"(?P<my_m>{_MONTH}),?\s+(?:(?:of|in)\s+)?(?P<my_y>{_YEAR}|(?<=of\s){_OLD_YEAR})",
    "sy": rf"(?:the\s+)?(?P<sy_s>{_SEASON})\s+(?:of\s+)?(?P<sy_y>{_YEAR})",
    "md": rf"(?:(?P<md_w>{_WEEKDAY}),?\s+)?(?P<md_m>{_MONTH})\s+(?:the\s+)?(?P<md_d>{_DAY})(?![\d:])"
    + _which_year("md")
    + _shared_year("md"),
    "dm": rf"(?:(?P<dm_w>{_WEEKDAY}),?\s+)?(?:the\s+)?(?P<dm_d>{_DAY}|first|second|third|fourth|fifth)\s+"
    rf"(?:day\s+)?(?:of\s+)?(?P<dm_m>{_MONTH})(?!\w)" + _which_year("dm"),
    "decade": r"(?:the\s+)?(?:(?P<de_part>early|mid|late|later)[\s-]+)?(?P<de_y>1\d\d0|20\d0)['’]?s\b",
    "shortdecade": r"(?:the\s+(?:(?P<sd_part>early|mid|late)[\s-]|[a-z]+\s)?['’]?|['’])"
    r"(?P<sd_y>[2-9]0)['’]?s\b(?!\s?°)",
    "worddecade": rf"the\s+(?:(?P<wd_part>early|mid|late)[\s-]+)?(?P<wd>{_TENS})\b",
    "before": rf"(?:\d{{1,4}}|(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?{_ORDINAL}[\s-]+(?:century|millennium))"
    r"(?:\s*(?:[–-]|to|and|until)\s*(?:about\s+|around\s+|c\.\s*)?\d{1,4})?\s*BC(?:E)?\b",
    "century": rf"(?:the\s+)?(?:(?P<ce_part>early|mid|late)[\s-]+)?(?P<ce>{_ORDINAL})"
    rf"(?:[\s-]+century|(?=\s+(?:to|and|or|through)\s+(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?{_ORDINAL}\s+centur))",
    "era": r"(?:AD\s*(?P<era_a>\d{1,4})|(?P<era_b>\d{1,4})\s*(?:AD|CE))\b",
    "oldyear": r"(?:(?:c\.|ca\.|circa|the\s+year)\s?(?P<oy_a>[1-9]\d{1,2})"
    r"|(?-i:In)\s+(?P<oy_b>[1-9]\d{2})(?=,?\s+(?-i:[A-Z])))\b(?![,.]\d)",
    "yearend": r"(?:the\s+end\s+of\s+the\s+year|year[- ]end)\b",
    "span": rf"(?:the\s+|these\s+)?(?P<sp_w>last|past|next|coming)\s+(?P<sp_n>{_COUNT})\s+(?P<sp_u>{_UNIT})\b"
    r"(?!\s+of\b)",
    "halfago": r"a\s+year\s+and\s+a\s+half\s+ago\b",
    "ago": rf"(?P<ag_n>{_COUNT}|\[?ten\]?)\s+(?P<ag_u>{_UNIT})\s+ago\b"
    r"(?:(?=\s+(?P<ag_from>today|tomorrow|yesterday)\b)|)",
    "later": rf"(?P<la_n>{_COUNT})\s+(?P<la_u>{_UNIT})\s+(?P<la_w>{_LATER})\b"
    rf"(?:(?=,?\s+in\s+(?P<la_y>{_YEAR}))|)",
    "near": rf"(?:that(?:\s+same)?|the\s+(?P<ne_w>same|following|previous))"
    rf"\s+(?P<ne_u>{_NEAR_UNIT})\b"
    r"|the\s+next\s+(?P<ne_day>day|morning|afternoon|evening|night)\b"
    rf"|the\s+(?P<ne_unit>{_NEAR_UNIT})\s+(?P<ne_step>before|after|earlier)(?:\s+that\b|{_ENDS})",
    "lastdays": r"the\s+(?:last|past)\s+week\b(?!\s+of\b)",
    "relative": r"(?P<re_w>this|last|next|this\s+past|this\s+coming|the(?=\s+weekend\b))\s+"
    rf"(?P<re_u>year|month|week|weekend|quarter|decade|{_SEASON})(?:(?<=this\syear)s)?\b(?!\s+of\b)",
    "lastmonth": rf"(?P<lm_w>last|next|this)\s+(?P<lm_m>{_MONTH})(?!\w)",
    "night": r"(?P<ni_w>last\s+(?:night|nite|evening)|the\s+day\s+before\s+yesterday"
    r"|this\s+(?:morning|afternoon|evening))\b",
    "day": rf"(?P<da>today|yesterday|tomorrow|tonight)\b{_PART}",
    "weekday": r"(?:(?P<we_w>last|next|this|this\s+past|this\s+coming|that)\s+)?"
    rf"(?P<we>{_WEEKDAY}){_PART}(?!\w|\s+(?:mornings|afternoons|evenings|nights)\b|\s+the\s+\d)",
    "holiday": rf"(?P<ho>{_HOLIDAYS})(?!\w)",
    "event": rf"(?P<ev>{_WARS})",
    "shortyear": r"['’](?P<sh>\d\d)(?![\w’'])",
    "rangeend": r"(?:(?<=\d\d\d\d[–-])|(?<=\d\d\d\d\s[–-]\s))(?P<ra>\d\d)(?![\w–-]|[.,:]\d)",
    "now": r"(?:the\s+time\s+of\s+writing|this\s+day)\b",
    "year": rf"(?P<ye>{_YEAR})(?![\d%°]|[.,]\d|\s*(?:{_COUNTED}))",
    "spoken": r"(?P<spo_a>(?:four|fif|six|seven|eigh|nine)teen|twenty)[\s-]+"
    rf"(?P<spo_b>hundred|oh[\s-](?:{_UNITS})|{_TEENS}|(?:{_TENFOLD})(?:[\s-](?:{_UNITS}))?)\b(?![\s-]+(?:{_COUNTED})|-)",
    "threefigures": r"(?P<th>[1-9]\d\d)(?=\s*(?:[,.;)\]](?!\d)|[–-]\s?\d))",
    "month": rf"(?P<mo>{_MONTH})(?!\w)" + _which_year("month") + _shared_year("month"),
    "ordinal": rf"(?P<or>{_ORDINAL})"
    r"(?=\s*[,.;:)?!]|\s+(?:and|but|because|when|that|he|she|it|we|they|I|at)\b)",
}
_DATE = re.compile(
    r"(?<![\w$£€#@/])(?<!\d[.,])(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    + ")",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"\d+|['’\[]|[^\W\d_]+")
_FIRST_WORDS = word_set(f"""
    the that this these last past next coming early mid late later in a an ad c ca circa year christmas new
    halloween valentine independence world ww wwi wwii today yesterday tomorrow tonight this
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter
    {f"{_FULL_MONTH}|{_UNITS}|{_TEENS}|{_TENFOLD}|{_ORDINAL_WORDS}".lower().replace("|", " ")}
""")
"""What a date may begin with: most words need no further look."""


def date_marks(text: str) -> Iterator[re.Match[str]]:
    """What is written like a date, from left to right; the last group of each is its kind."""
    position = 0
    for beginning in _BEGINNING.finditer(text):
        first = beginning[0]
        if beginning.start() < position or (first.isalpha() and first.lower() not in _FIRST_WORDS):
            continue
        found = _DATE.match(text, beginning.start())
        if found is not None:
            position = found.end()
            yield found
