"""Finding the verbs that may say something, with what belongs to them: “had not yet been told”."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.proposals.governing import is_adverb, may_govern, plural_before
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.verb_index import INDEX, Form, Verb
from tracker.domain.proposals.words import Kind, Word

_SUBJECTS_TOO = frozenset({"all", "both", "so", "now"})
"""Adverbs that may be the subject itself, or lead to it."""


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
        if not seen & (closed.MODALS | closed.DO | {"to"}) and not plural_before(stream, place, verb.base):
            return None
    elif form is Form.THIRD:
        if seen or not may_govern(stream, start, nounish=verb.base in _NOUNISH):
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
        elif not is_adverb(stream[cursor]):
            break
        cursor -= 1
    if start == place:  # adverbs right before it are its own
        while start and is_adverb(stream[start - 1]) and stream[start - 1].low not in _SUBJECTS_TOO:
            start -= 1
        if start == 0 or stream[start - 1].low in {",", ";"}:
            start = place
    return start, seen, negated
