"""Whether a text is English, which the rules can read, by its commonest words; what else is in the way."""

from __future__ import annotations

import re

from tracker.domain.proposals.lexicon.word_sets import word_set

_SAMPLE = 20_000
_FEW_WORDS, _VERY_FEW_WORDS = 25, 8
_ENGLISH_SHARE, _SHARE_OF_FEW = 0.16, 0.1
_MOJIBAKE = re.compile(r"â€|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|\ufffd")
_COMMON = word_set("""
    the of and to in a is that it was for on with as he his be at by i this had not are but from or have an
    they which you were her she their we him been has when who will no more if out so said what up its about
    into than them can only other my your me our do
""")
NOT_ENGLISH = (
    "This text does not seem to be English. Only what needs no English is proposed: signed posts, quotations "
    "and turns of speakers."
)
GARBLED = (
    "Some characters seem to have been read in the wrong character set; spans are exact, words may not be."
)


def is_english(text: str) -> bool:
    """Judged by its beginning. A text of few words gets the benefit of the doubt, if its script is Latin."""
    found = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if not found:
        return False
    share = sum(word in _COMMON for word in found) / len(found)
    if len(found) < _VERY_FEW_WORDS:
        return share > 0 or all(character < "\u0250" for character in "".join(found))
    return share >= (_SHARE_OF_FEW if len(found) < _FEW_WORDS else _ENGLISH_SHARE)


def is_garbled(text: str) -> bool:
    """Whether the marks of a wrong character set stand in it more than once."""
    return len(_MOJIBAKE.findall(text[:_SAMPLE])) > 1
