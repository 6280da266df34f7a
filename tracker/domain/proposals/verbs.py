"""Finding the verbs that may say something, with what belongs to them: “had not yet been told”."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.inflection import base_forms, finite_forms, forms
from tracker.domain.proposals.lexicon.speech import SPEECH
from tracker.domain.proposals.lexicon.stance import STANCE
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.words import Kind, Word


class Form(IntEnum):
    BASE = 0
    THIRD = 1
    PAST = 2
    """Past or participle: most verbs write them alike."""
    ING = 3


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lists; `particle` follows it (“point out”)."""

    base: str
    particle: str
    frames: frozenset[str]
    speech: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A verb where it stands: `start` and `end` are places of words, `head` the verb's own."""

    start: int
    head: int
    end: int
    verb: Verb
    form: Form
    passive: bool = False
    infinitive: bool = False
    finite: bool = True
    negated: bool = False


def _index() -> dict[str, list[tuple[Verb, Form]]]:
    index: dict[str, list[tuple[Verb, Form]]] = {}
    for verbs, speech in ((SPEECH, True), (STANCE, False)):
        for name, frames in verbs.items():
            base, _, particle = name.partition("_")
            verb = Verb(base, particle, frozenset(frames.split()), speech)
            third, past, participle, ing = forms(base)
            for form, written in enumerate((base, third, past, ing)):
                index.setdefault(written, []).append((verb, Form(form)))
            if participle != past:
                index.setdefault(participle, []).append((verb, Form.PAST))
    for found in index.values():
        found.sort(key=lambda pair: (not pair[0].particle, pair[1] != Form.PAST))
    return index


INDEX = _index()
_PRESENT = frozenset({"says", "thinks", "believes", "knows", "wants"})
FINITE = finite_forms() | frozenset(
    written
    for written, found in INDEX.items()
    if written in _PRESENT or any(form is Form.PAST for _, form in found)
)
BASES = base_forms() | frozenset(w for w, found in INDEX.items() if any(f is Form.BASE for _, f in found))
CLAUSE_VERBS = word_set("""
    said says say believe believes think thinks insist insists argue argues saying adding claims know knows
""")
_NOUNISH = word_set("""
    claim report note state estimate comment plan support question demand request promise charge hope fear
    attack praise show answer thought reply call doubt blame view favor favour fault credit trust challenge
    project forecast order offer protest cry laugh sigh chant post tweet text email title caption headline
    brand label reason appeal name list dispute champion love hate dread detail highlight rebuke quote
    figure rule notice aim wish worry hail signal hint counter echo repeat reference outline back brief
    voice bet address guess joke stress caution swear experience read boast vow pledge remark compare slam
    rail mock tease crow snap vent decline permit
""")
_SELDOM_BARE = word_set("""
    state post name list title label brand order view text rule reason question comment read brief caption
    headline voice email
""")
"""Verbs whose plain form is nearly always a noun or another verb's: “the state”, “he read”."""
_BEFORE_NOUN = closed.ARTICLES | frozenset(
    {"'s", "of", "new", "recent", "more", "such", "own", "many", "these"}
)


def group_at(stream: list[Word], place: int) -> list[Group]:
    """The verbs that the word at `place` may be, likeliest first; none where it is a noun."""
    word = stream[place]
    found = INDEX.get(word.low)
    if found is None or word.kind is not Kind.WORD or (place and word.capital and not _headline(stream)):
        return []
    following = stream[place + 1].low if place + 1 < len(stream) else ""
    groups = []
    for verb, form in found:
        if verb.particle and following != verb.particle:
            continue
        group = _group(stream, place, verb, form)
        if group is not None:
            groups.append(group)
    return groups


def _headline(stream: list[Word]) -> bool:
    """Whether most words of a sentence begin with a capital, so that one says nothing."""
    plain = [word for word in stream if word.kind is Kind.WORD and len(word.text) > 3]  # noqa: PLR2004
    return sum(word.capital for word in plain) > 0.7 * len(plain)


def _group(stream: list[Word], place: int, verb: Verb, form: Form) -> Group | None:
    start, seen, negated = _auxiliaries(stream, place)
    before = stream[start - 1].low if start else ""
    end = place + 1 + bool(verb.particle)
    passive = infinitive = False
    finite = True
    if form is Form.BASE:
        infinitive = "to" in seen
        if verb.base in _SELDOM_BARE and not seen & (closed.MODALS | closed.DO | {"to"}):
            return None
        if not seen & (closed.MODALS | closed.DO | {"to"}) and not _plural_before(stream, place, verb.base):
            return None
    elif form is Form.THIRD:
        if seen or not _may_govern(stream, start, nounish=verb.base in _NOUNISH):
            return None
    elif form is Form.PAST:
        passive = bool(seen & (closed.BE | {"got", "been"})) and verb.base not in {"go", "begin"}
        if "'s" in seen:  # he's said, it's called
            passive = False
        if not seen and before in closed.ARTICLES:
            return None
    else:
        finite = bool(seen & closed.BE)
        if not finite and (before in closed.ARTICLES or before == "'s"):
            return None
    return Group(start, place, end, verb, form, passive, infinitive, finite, negated)


def _auxiliaries(stream: list[Word], place: int) -> tuple[int, set[str], bool]:
    """Where the chain before a verb begins, what stands in it, and whether it denies."""
    start, seen, negated, cursor = place, set[str](), False, place - 1
    while cursor >= 0:
        low = stream[cursor].low
        if low in closed.AUXILIARIES or low in {"been", "being", "be", "having", "to"}:
            seen.add(low)
            start = cursor
            if low == "to":
                break
        elif low in closed.NOT:
            negated = True
        elif not _adverb(stream[cursor]):
            break
        cursor -= 1
    if start == place:  # adverbs right before it are its own
        while (
            start and _adverb(stream[start - 1]) and stream[start - 1].low not in {"all", "both", "so", "now"}
        ):
            start -= 1
        if start == 0 or stream[start - 1].low in {",", ";"}:
            start = place
    return start, seen, negated


def _adverb(word: Word) -> bool:
    if word.kind is not Kind.WORD:
        return False
    in_ly = (
        word.low.endswith("ly") and not word.capital and word.low not in {"family", "only", "ally", "reply"}
    )
    return in_ly or word.low in closed.ADVERBS


_PLURAL_ALONE = word_set("""
    i we you they who people many some most others all both which that several few these those experts
    percent third half quarter majority %
""")
_SAYING_BARE = frozenset(
    {"say", "believe", "think", "argue", "insist", "contend", "hope", "fear", "want", "acknowledge"}
)
_SINGULAR_IN_S = frozenset({"always", "does", "has", "was", "perhaps", "this", "is", "its", "his", "says"})
_LONGEST_PLURAL = 12


def _plural_before(stream: list[Word], place: int, base: str) -> bool:
    """Whether what stands before a bare verb may be its subject: we, officials, who, people close to him."""
    cursor = place - 1
    while cursor > 0 and _adverb(stream[cursor]):
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


def _may_govern(stream: list[Word], start: int, *, nounish: bool = False) -> bool:
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
            or _adverb(word)
        )
    return word.low not in closed.MODALS
