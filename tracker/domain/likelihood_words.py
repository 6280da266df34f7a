"""The words of ICD 203 for how likely something is: two for each band, of which a case uses one row.

What is stored is always the band; which of its two words is printed, offered and expected in prose is asked
here. ICD 203, D.6.e.(2)(a): terms of different rows are not to be mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.scales import Likelihood, LikelihoodRow, Term

_EQUIVALENT = {
    Likelihood.ALMOST_NO_CHANCE: "remote",
    Likelihood.VERY_UNLIKELY: "highly improbable",
    Likelihood.UNLIKELY: "improbable",
    Likelihood.ROUGHLY_EVEN: "roughly even odds",
    Likelihood.LIKELY: "probable",
    Likelihood.VERY_LIKELY: "highly probable",
    Likelihood.ALMOST_CERTAIN: "nearly certain",
}
_CHANCE = r"(?:chance|possibility|likelihood|odds)"
# As they are written in sentences. The longer come first; “remote” only of a chance, and no “probable cause”.
_SPELT = {
    (Likelihood.ALMOST_NO_CHANCE, LikelihoodRow.TERM): r"almost no chance",
    (Likelihood.ALMOST_NO_CHANCE, LikelihoodRow.EQUIVALENT): (
        rf"(?:an? |only a )?remote {_CHANCE}|(?<=chance of this )remote|(?<=chance is )remote"
    ),
    (Likelihood.VERY_UNLIKELY, LikelihoodRow.TERM): r"very unlikely",
    (Likelihood.VERY_UNLIKELY, LikelihoodRow.EQUIVALENT): r"highly improbabl[ey]",
    (Likelihood.VERY_LIKELY, LikelihoodRow.TERM): r"very likely",
    (Likelihood.VERY_LIKELY, LikelihoodRow.EQUIVALENT): r"highly probabl[ey]",
    (Likelihood.UNLIKELY, LikelihoodRow.TERM): r"unlikely",
    (Likelihood.UNLIKELY, LikelihoodRow.EQUIVALENT): r"improbabl[ey]",
    (Likelihood.ROUGHLY_EVEN, LikelihoodRow.TERM): r"roughly even chance",
    (Likelihood.ROUGHLY_EVEN, LikelihoodRow.EQUIVALENT): r"roughly even odds",
    (Likelihood.LIKELY, LikelihoodRow.TERM): r"(?<!most )(?<!highly )(?<!quite )(?<!more )(?<!less )likely",
    (Likelihood.LIKELY, LikelihoodRow.EQUIVALENT): (
        r"(?<!most )(?<!quite )(?<!more )(?<!less )probabl[ey](?! cause)"
    ),
    (Likelihood.ALMOST_CERTAIN, LikelihoodRow.TERM): r"almost certain(?:ly)?",
    (Likelihood.ALMOST_CERTAIN, LikelihoodRow.EQUIVALENT): r"nearly certain(?:ly)?",
}
_BANDS = tuple(_SPELT)
_WORD = re.compile(
    "|".join(rf"(?P<w{at}>\b(?:{spelt})\b)" for at, spelt in enumerate(_SPELT.values())), re.IGNORECASE
)
_BEFORE_ADJECTIVE = re.compile(
    r"\b(?:an?|the|its?|his|her|their|this|that|seems?|as|very)\s+$", re.IGNORECASE
)
_AFTER_COPULA = re.compile(r"\b(?:is|are|was|were|be|been|it|this)\s+$", re.IGNORECASE)
_ENDS_THERE = re.compile(r"\s*(?:that\b|[.,;:!?)]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LikelihoodWord:
    """A word of ICD 203 in a text, at [start, end)."""

    start: int
    end: int
    likelihood: Likelihood
    row: LikelihoodRow


def worded(word: Term, row: LikelihoodRow) -> str:
    """The word shown for a grade: for a likelihood that of the case's row, for any other its label."""
    if isinstance(word, Likelihood) and row is LikelihoodRow.EQUIVALENT:
        return _EQUIVALENT[word]
    return word.label


def band(likelihood: Likelihood) -> str:
    """“20 to 45%”."""
    return likelihood.definition.split(";", maxsplit=1)[0]


def explained(word: Term, row: LikelihoodRow) -> str:
    """What the word means: for a likelihood its band and the word of the row that the case does not use."""
    if isinstance(word, Likelihood) and row is LikelihoodRow.EQUIVALENT:
        return f"{band(word)}; also: {word.label}."
    return word.definition


def likelihood_words(text: str) -> Iterator[LikelihoodWord]:
    """Every word of either row in a text, in reading order."""
    for found in _WORD.finditer(text):
        assert found.lastgroup is not None
        yield LikelihoodWord(found.start(), found.end(), *_BANDS[int(found.lastgroup[1:])])


def in_other_row(found: LikelihoodWord, text: str) -> str:
    """The word of the other row that stands as well in this place of the text; empty where none does."""
    likelihood, after = found.likelihood, text[found.end :]
    if found.row is LikelihoodRow.EQUIVALENT:
        alone = likelihood is Likelihood.ALMOST_NO_CHANCE and not text[: found.end].endswith(
            ("chance", "possibility")
        )
        return (
            "" if alone or likelihood is Likelihood.ROUGHLY_EVEN else _as_typed(found, text, likelihood.label)
        )
    if likelihood is Likelihood.ALMOST_NO_CHANCE:
        return _as_typed(found, text, "a remote chance")
    if likelihood is Likelihood.ROUGHLY_EVEN or after.startswith(" to "):
        return ""  # the sentence would have to be built anew
    word = _EQUIVALENT[likelihood]
    if likelihood is Likelihood.ALMOST_CERTAIN:
        return _as_typed(found, text, f"{word}ly" if text[: found.end].endswith("ly") else word)
    return _as_typed(found, text, word if _is_adjective(text[: found.start], after) else f"{word[:-1]}y")


def _is_adjective(before: str, after: str) -> bool:
    """Whether “likely” stands in for “probable” there, and not for “probably”."""
    if _AFTER_COPULA.search(before):
        return bool(_ENDS_THERE.match(after))
    return bool(_BEFORE_ADJECTIVE.search(before))


def _as_typed(found: LikelihoodWord, text: str, word: str) -> str:
    """With a capital where the word it replaces has one."""
    return word[:1].upper() + word[1:] if text[found.start : found.start + 1].isupper() else word
