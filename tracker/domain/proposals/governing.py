"""Whether what stands before a verb may be its subject, by its number and its kind."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.words import Kind, Word


def is_adverb(word: Word) -> bool:
    if word.kind is not Kind.WORD:
        return False
    in_ly = (
        word.low.endswith("ly") and not word.capital and word.low not in {"family", "only", "ally", "reply"}
    )
    return in_ly or word.low in closed.ADVERBS


_BEFORE_NOUN = closed.ARTICLES | frozenset(
    {"'s", "of", "new", "recent", "more", "such", "own", "many", "these"}
)
_PLURAL_ALONE = word_set("""
    i we you they who people many some most others all both which that several few these those experts
    percent third half quarter majority %
""")
_SAYING_BARE = frozenset(
    {"say", "believe", "think", "argue", "insist", "contend", "hope", "fear", "want", "acknowledge"}
)
_SINGULAR_IN_S = frozenset({"always", "does", "has", "was", "perhaps", "this", "is", "its", "his", "says"})
_LONGEST_PLURAL = 12


def plural_before(stream: list[Word], place: int, base: str) -> bool:
    """Whether what stands before a bare verb may be its subject: we, officials, who, people close to him."""
    cursor = place - 1
    while cursor > 0 and is_adverb(stream[cursor]):
        cursor -= 1
    word = stream[cursor]
    if word.low in _PLURAL_ALONE or word.kind is Kind.NUMBER or _plural(word):
        return place > 0
    if word.kind is Kind.MARK:
        return word.low == "," and cursor > 0 and (base in _SAYING_BARE or _plural(stream[cursor - 1]))
    if base not in _SAYING_BARE or word.low in closed.MODALS | closed.DETERMINERS | closed.PREPOSITIONS:
        return False
    return _plural_earlier(stream, cursor)


def _plural_earlier(stream: list[Word], cursor: int) -> bool:
    """“people close to her”: the plural stands some words before."""
    for earlier in range(cursor - 1, max(-1, cursor - _LONGEST_PLURAL), -1):
        word = stream[earlier]
        if word.kind is Kind.MARK or word.low in closed.MODALS or word.low in {"that", "not"}:
            return False
        if _plural(word):
            return True
    return False


def _plural(word: Word) -> bool:
    return word.low in closed.COLLECTIVES or (
        word.low.endswith("s")
        and len(word.low) > _SHORT
        and not word.low.endswith(("ss", "'s", "us", "is"))
        and word.low not in closed.PREPOSITIONS
        and word.low not in _SINGULAR_IN_S
    )


_NAMES_SOMEBODY = word_set("""
    poll survey report study statement letter spokesman spokeswoman spokesperson campaign man woman analysis
    article source author official memo filing document data book lawsuit complaint ad site website
    newspaper paper magazine post that which who he she it one everyone nobody law group team party
    government ministry
""")
_SHORT = 3
_DOERS = ("er", "or", "ist", "ent", "ant", "man", "ian", "ary", "ist")


def may_govern(stream: list[Word], start: int, *, nounish: bool = False) -> bool:
    """Whether the word before a verb in -s may be its subject, not what makes it a plural noun."""
    if not start:
        return False
    word = stream[start - 1]
    if word.kind is Kind.MARK:
        return word.low in {",", "”", "—", "–"}
    if word.low in {"i", "we", "they", "you", "to"} or word.low in closed.PREPOSITIONS:
        return False
    if nounish:
        if word.low in _BEFORE_NOUN or word.low in closed.DETERMINERS - {"that", "which", "one"}:
            return False
        return (
            word.kind is Kind.ASIDE
            or word.capital
            or word.low in _NAMES_SOMEBODY
            or word.low.endswith(_DOERS)
            or is_adverb(word)
        )
    return word.low not in closed.MODALS
