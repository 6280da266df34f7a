"""How English writes dates: one expression a kind, tried at each place in this order."""

from __future__ import annotations

import re

_FULL_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_MONTH = rf"(?:{_FULL_MONTH}|{_SHORT_MONTH})"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d{3}|20\d\d)"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
    r"|twenty-first)"
)
_COUNT = (
    r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|thirty"
    r"|forty|fifty)"
)
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
    "|voters|jobs|calories|mg|units|copies|square|euros|troops|students"
)
"""What stands behind a number of four figures that is no year."""
_KINDS = {
    "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)",
    "dayspan": rf"(?P<ds_a>{_DAY})\s?[–-]\s?(?P<ds_b>{_DAY})\s+(?P<ds_m>{_MONTH})[\s,]+(?P<ds_y>{_YEAR})",
    "mdy": rf"{_LED_BY_DAY}(?P<mdy_m>{_MONTH})\s*(?P<mdy_d>{_DAY})(?:,\s*|\s+)(?P<mdy_y>{_YEAR})",
    "dmy": rf"{_LED_BY_DAY}(?:the\s+)?(?P<dmy_d>{_DAY})(?:\s+|-)(?:of\s+)?(?P<dmy_m>{_MONTH})(?:,?\s+|-)"
    rf"(?P<dmy_y>{_YEAR})",
    "monthspan": rf"(?P<ms_a>{_MONTH})\s?[–-]\s?(?P<ms_b>{_MONTH})\s+(?P<ms_y>{_YEAR})",
    "my": rf"(?P<my_m>{_MONTH}),?\s+(?:of\s+)?(?P<my_y>{_YEAR})",
    "sy": rf"(?:the\s+)?(?P<sy_s>{_SEASON})\s+(?:of\s+)?(?P<sy_y>{_YEAR})",
    "md": rf"{_LED_BY_DAY}(?P<md_m>{_MONTH})\s+(?:the\s+)?(?P<md_d>{_DAY})(?![\d:])",
    "dm": rf"(?:the\s+)?(?P<dm_d>{_DAY}|first|second|third|fourth|fifth)\s+(?:of\s+)?"
    rf"(?P<dm_m>{_MONTH})(?!\w)",
    "decade": r"(?:the\s+)?(?:(?P<de_part>early|mid|late|later)[\s-]+)?(?P<de_y>1\d\d0|20\d0)['’]?s\b",
    "shortdecade": r"(?:(?:the\s+)?['’]|the\s+)(?P<sd_y>[2-9]0)['’]?s\b",
    "worddecade": rf"the\s+(?:(?P<wd_part>early|mid|late)[\s-]+)?(?P<wd>{_TENS})\b",
    "century": rf"(?:the\s+)?(?:(?P<ce_part>early|mid|late)[\s-]+)?(?P<ce>{_ORDINAL})[\s-]+century",
    "era": r"(?:AD\s*(?P<era_a>\d{1,4})|(?P<era_b>\d{1,4})\s*(?P<era_k>AD|CE|BCE|BC))\b",
    "oldyear": r"(?:(?:c\.|ca\.|circa)\s?(?P<oy_a>[1-9]\d{2})"
    r"|(?-i:In)\s+(?P<oy_b>[1-9]\d{2})(?=,?\s+(?-i:[A-Z])))\b(?![,.]\d)",
    "yearend": r"(?:the\s+end\s+of\s+the\s+year|year[- ]end)\b",
    "span": rf"(?:the\s+)?(?P<sp_w>last|past|next|coming)\s+(?P<sp_n>{_COUNT})\s+(?P<sp_u>{_UNIT})\b",
    "halfago": r"a\s+year\s+and\s+a\s+half\s+ago\b",
    "ago": rf"(?P<ag_n>{_COUNT}|\[?ten\]?)\s+(?P<ag_u>{_UNIT})\s+ago\b",
    "later": rf"(?P<la_n>{_COUNT})\s+(?P<la_u>years?|decades?)\s+(?P<la_w>later|earlier|before|prior)\b",
    "yearbefore": r"the\s+(?:year\s+before|previous\s+year|year\s+earlier)\b",
    "nextday": r"(?:the\s+)?(?:next|following)\s+(?:day|morning|night|evening)\b",
    "daybefore": r"(?:the\s+)?(?:(?:day|night)\s+before|previous\s+(?:day|night|evening))\b",
    "sameyear": r"(?:that(?:\s+same)?|the\s+same)\s+year\b",
    "lastdays": r"the\s+(?:last|past)\s+week\b",
    "relative": r"(?P<re_w>this|last|next|this\s+past|this\s+coming)\s+"
    rf"(?P<re_u>year|month|week|weekend|quarter|decade|{_SEASON})s?\b",
    "lastmonth": rf"(?P<lm_w>last|next|this)\s+(?P<lm_m>{_MONTH})(?!\w)",
    "night": r"(?P<ni_w>last\s+(?:night|nite|evening)|the\s+day\s+before\s+yesterday"
    r"|this\s*(?:morning|afternoon|evening))\b",
    "day": rf"(?P<da>today|yesterday|tomorrow|tonight)\b{_PART}",
    "weekday": r"(?:(?P<we_w>last|next|this|this\s+past|this\s+coming|that)\s+)?"
    rf"(?P<we>{_WEEKDAY}){_PART}(?!\w)",
    "holiday": rf"(?P<ho>{_HOLIDAYS})(?!\w)",
    "event": rf"(?P<ev>{_WARS})",
    "shortyear": r"['’](?P<sh>\d\d)(?![\w’'])",
    "now": r"(?:the\s+time\s+of\s+writing|this\s+day)\b",
    "year": rf"(?P<ye>{_YEAR})(?![\d%°]|[.,]\d|\s*(?:{_COUNTED}))",
    "month": rf"(?P<mo>{_MONTH})(?!\w)",
}
DATE = re.compile(
    r"(?<![\w$£€#@/])(?<!\d[.,])(?=[\w'’\[])(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
    + ")",
    re.IGNORECASE,
)
KINDS = tuple(_KINDS)
