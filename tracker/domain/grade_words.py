"""How a grade is written: with its letter or digit and its words, or, where a case wants so, in words alone.

Only the Admiralty code has letters and digits; likelihood and confidence are words anyway.
"""

from __future__ import annotations

from enum import Enum, auto

from tracker.domain.english import small
from tracker.domain.likelihood_words import worded
from tracker.domain.scales import Credibility, LikelihoodRow, Profile, Reliability, Term


class Ratings(Enum):
    """How a report prints grades: with letters and digits, in words alone, or not at all."""

    CODES = auto()
    WORDS = auto()
    NONE = auto()

    @classmethod
    def of(cls, profile: Profile, shows_codes: bool | None = None) -> Ratings:
        """What that profile's readers take; `shows_codes` None leaves letters and digits to the profile."""
        if profile is Profile.COURT:
            return cls.NONE
        return cls.CODES if (profile.wants_codes if shows_codes is None else shows_codes) else cls.WORDS


def code_of(word: Term, *, codes: bool = True) -> str:
    """The letter or digit of a grade; empty where it has none or `codes` are not shown."""
    return word.value if codes and isinstance(word, Reliability | Credibility) else ""


def in_words(word: Term, *, codes: bool = True, row: LikelihoodRow = LikelihoodRow.TERM) -> str:
    """“B – Usually reliable”, or without codes “Usually reliable”; a likelihood has the word of that row."""
    code = code_of(word, codes=codes)
    return f"{code} – {word.label}" if code else worded(word, row)


def within_a_sentence(word: Term, *, codes: bool = True) -> str:
    """“B (usually reliable)”, or without codes “usually reliable”."""
    code = code_of(word, codes=codes)
    words = small(word.label)
    return f"{code} ({words})" if code else words


def traced_grades(reliability: str | None, credibility: str | None, *, codes: bool = True) -> str:
    """The grades of a hop in a trace, those that are given: “B2”, or “Usually reliable; probably true”."""
    words = [
        *([Reliability(reliability)] if reliability else []),
        *([Credibility(credibility)] if credibility else []),
    ]
    if codes:
        return "".join(word.value for word in words)
    labels = [words[0].label, *(within_a_sentence(word, codes=False) for word in words[1:])] if words else []
    return "; ".join(labels)
