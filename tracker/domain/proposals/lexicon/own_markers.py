"""How authors mark what is theirs: “I interviewed”, “I expect”, “what this means is”."""

from __future__ import annotations

import re

_I = (
    r"\b(?:I|we)(?:['’](?:ve|d|m|re))?\s+"
    r"(?:(?:also|have|had|would|then|personally|just|was|were)\s+){0,4}"
)
_DOING = "interviewing|conducting|talking|reporting|working|living|studying|days|weeks|months|years"
_DID = (
    r"interviewed|conducted|saw|heard|witnessed|visited|observed|watched|attended|travell?ed|photographed|filmed"
    r"|recorded|counted|stood|asked|met\s+with|(?:spoke|talked)\s+(?:to|with)|served\s+(?:in|as|with)"
    r"|worked\s+(?:in|as|with|for)"
)
_COMING = r"likely|unlikely|bound|certain|set|poised"


def _marker(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


EXPERIENCE = _marker(rf"{_I}(?:spent\s.{{0,40}}?\b(?:{_DOING})|{_DID})\b")
FORECAST = _marker(
    rf"{_I}(?:expect|predict|anticipate|foresee|forecast)\b",
    r"\bwill\s+(?:likely|probably|almost\s+certainly|soon)\b",
    rf"\b(?:is|are)\s+(?:{_COMING})\s+to\b",
    r"\bnow\s+we\s+wait\b",
    r"\bremains\s+to\s+be\s+seen\b",
)
INFERENCE = _marker(
    r"\b(?:this|which|what\s+this)\s+means(?:\s+is)?(?:\s+that)?\b",
    r"\bthis\s+suggests\b",
    r"\bwhat\s+appears\s+to\s+be\b",
    r"\b(?:also\s+)?(?:appears?|seems?)\s+(?:that|as\s+if|as\s+though|to)\b",
    r"\b(?:therefore|presumably|apparently|evidently)\b",
    r"\bit\s+follows\s+that\b",
    r"\bthe\s+implication\s+is\b",
    rf"{_I}(?:conclude|infer|gather|assess|judge|believe|think)\b",
    r"\bmy\s+(?:guess|view|conclusion|assessment)\b",
)
