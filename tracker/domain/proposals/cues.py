"""One sentence at a time: each verb of saying with who says it and what."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.proposals.as_said import as_somebody_said
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.complements import ONLY_CLAUSES, complement
from tracker.domain.proposals.draft import CERTAIN, FAIR, LIKELY, WEAK, Draft
from tracker.domain.proposals.kinds import kind_of
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.passives import passive
from tracker.domain.proposals.recipients import Complement
from tracker.domain.proposals.relayed import quotes_somebody
from tracker.domain.proposals.said_before import quoted_before, said_before
from tracker.domain.proposals.speakers import source_of
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.verb_index import Form
from tracker.domain.proposals.verbs import Group, group_at
from tracker.domain.proposals.words import Kind, Word

_ASKED = frozenset({"ask", "press", "question"})
_CLAUSAL = frozenset({"that", "quote", "whom", "bare", "wh", "to"})
_FRAME_CONFIDENCE = {
    "that": CERTAIN, "quote": CERTAIN, "whom": LIKELY, "bare": LIKELY, "wh": LIKELY, "np-to": LIKELY,
    "to": FAIR, "np": WEAK,
}  # fmt: skip


def verb_drafts(sentence: Sentence) -> Iterator[Draft]:
    """What the verbs of a sentence give, from left to right."""
    stream = sentence.words
    place = 0
    last: Draft | None = None
    while place < len(stream):
        found = None
        for group in group_at(stream, place):
            if quotes_somebody(stream, group.head):
                continue
            found = _draft(sentence, group, last)
            if found is not None:
                break
        if found is not None:
            yield found
            last = found
            place = max(place + 1, group.end)
        else:
            place += 1


def _draft(sentence: Sentence, group: Group, last: Draft | None) -> Draft | None:
    stream = sentence.words
    introduces = _introduces(stream, group)
    if group.passive or introduces:
        return passive(sentence, group, introduces=introduces)
    if group.infinitive and not group.verb.speech:
        return None
    source, how = source_of(stream, group, last)
    if how == "subject" and source is not None and source[0] and stream[source[0] - 1].low == "as":
        return as_somebody_said(sentence, group, source)
    if source is None:
        return None
    if how in {"subject", "inverted"}:
        found = _beside_what_was_said(sentence, group, source, how)
        if found is not None:
            return found
    return _said_after(sentence, group, source, how)


def _introduces(stream: list[Word], group: Group) -> bool:
    """“Asked whether …, she said”, “when pressed on …”: nobody named does it."""
    if group.form is not Form.PAST or group.verb.base not in _ASKED:
        return False
    return group.start == 0 or stream[group.start - 1].low == "when"


def _beside_what_was_said(sentence: Sentence, group: Group, source: Range, how: str) -> Draft | None:
    """What was said before the verb, unless something clausal stands after it and no quotation before."""
    stream = sentence.words
    if how == "subject" and not quoted_before(stream, source[0]):
        after = _said_after(sentence, group, source, how)
        if after is not None and after.rule.rpartition("-")[2] in _CLAUSAL:
            return after
    return said_before(sentence, group, source, inverted=how == "inverted")


def _said_after(sentence: Sentence, group: Group, source: Range, how: str) -> Draft | None:
    stream = sentence.words
    leads = how == "participle" and (group.start == 0 or (stream[0].low == "with" and source[0] == 1))
    found = complement(stream, group, source if how == "subject" else None, leads=leads)
    if found is None:
        return _across_relative(sentence, group, source) if how == "subject" else None
    if found.end <= found.start or _too_little(stream, found):
        return None
    if how == "infinitive" and not (
        found.frame in {"that", "quote", "whom"}
        or (found.frame == "bare" and group.verb.base in ONLY_CLAUSES)
    ):
        return None
    if source[1] > found.start and source[0] < found.end and how != "participle":
        return None
    kind = kind_of(stream, group, source)
    rule = f"{group.verb.base}-{found.frame}" + ("" if how == "subject" else f"-{how}")
    confidence = _FRAME_CONFIDENCE.get(found.frame, FAIR) - (0.1 if how != "subject" else 0)
    content = [(found.start, found.end)]
    if (
        how == "subject"
        and found.frame in {"that", "bare"}
        and stream[source[0]].low in {"that", "which", "whom"}
    ):
        return None
    return Draft(
        sentence,
        content,
        source,
        (group.start, max(group.end, min(found.cue_end, found.start))),
        rule,
        confidence,
        kind,
        speaks=group.verb.speech and found.frame in {"quote", "that", "bare", "whom"},
    )


def _across_relative(sentence: Sentence, group: Group, source: Range) -> Draft | None:
    """“who officials say is tied to …”: the relative and what follows the verb."""
    stream = sentence.words
    place = group.end
    if not source[0] or place >= len(stream) or "bare" not in group.verb.frames:
        return None
    relative = source[0] - 1
    if stream[relative].low == "what" and stream[place].low in {"is", "was"}:
        if place + 2 >= len(stream) or stream[place + 1].low != "that":
            return None
        content = [(place + 1, clause_end(stream, place + 1))]
        return Draft(
            sentence,
            content,
            source,
            (group.start, group.end),
            f"{group.verb.base}-cleft",
            LIKELY,
            kind_of(stream, group, source),
        )
    if (
        stream[relative].low not in {"who", "which", "that", "what"}
        or stream[place].low not in closed.AUXILIARIES
    ):
        return None
    content = [(relative, relative + 1), (place, clause_end(stream, place))]
    return Draft(
        sentence,
        content,
        source,
        (group.start, group.end),
        f"{group.verb.base}-relative",
        FAIR,
        kind_of(stream, group, source),
        speaks=False,
    )


def _too_little(stream: list[Word], found: Complement) -> bool:
    """Whether nothing is said: “said so”, “announced.”"""
    said = stream[found.start : found.end]
    if not said or all(word.kind is Kind.MARK for word in said):
        return True
    if found.frame in {"np", "for", "about", "on", "of", "at", "with", "in", "as", "against", "to-np"}:
        if len(said) == 1 and said[0].low in {"it", "this", "that", "so", "himself", "herself", "themselves"}:
            return found.frame == "np"
        return said[0].low in closed.DAYS or said[0].low in {",", "."}
    return len(said) == 1 and said[0].kind is not Kind.QUOTE and found.frame != "wh"
