"""Who says it: the subject of a finite verb, of a participle, of an infinitive, or a name after the verb."""

from __future__ import annotations

from tracker.domain.proposals.clause_starts import main_subject
from tracker.domain.proposals.draft import Draft
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.name_phrases import name_after
from tracker.domain.proposals.relayed import quoting
from tracker.domain.proposals.subjects import Range, subject_before, subject_of_appositions
from tracker.domain.proposals.verb_index import FINITE, Form
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word

_LED_BY = word_set(
    ", — – by while after before in and without for of when but from about despite with started began kept"
    " stopped as"
)
"""What stands before a participle whose subject is the sentence's own."""


def source_of(stream: list[Word], group: Group, last: Draft | None) -> tuple[Range | None, str]:
    """Who says it, and how that was found; `last` is what the sentence has given before."""
    if group.form is Form.ING and not group.finite:
        return _source_of_participle(stream, group, last)
    if group.infinitive:
        return _source_of_infinitive(stream, group, last)
    return _source_of_finite(stream, group, last)


def _source_of_finite(stream: list[Word], group: Group, last: Draft | None) -> tuple[Range | None, str]:
    found = subject_before(stream, group.start)
    if found is not None:
        return found, "subject"
    before = stream[group.start - 1] if group.start else None
    if (
        before is None
        or before.kind is Kind.QUOTE
        or (before.low == "," and group.verb.frames & {"quote", "quote-only"})
    ):
        if before is not None and before.low == "," and _clause_follows(stream, group.end):
            far = subject_of_appositions(stream, group.start)
            return far, "subject" if far is not None else ""
        named = name_after(stream, group.end) if group.verb.frames & {"quote", "quote-only"} else None
        if named is not None and stream[named[0]].low not in closed.OBJECT_PRONOUNS - {"it", "you"}:
            return named, "inverted"
    if before is not None and before.low in {"and", "but", "or", "then", ","} | closed.ADVERBS:
        if last is not None and last.source is not None and last.cue[0] < group.start:
            return last.source, "shared"
        return main_subject(stream, group.start), "shared"
    return None, ""


def _clause_follows(stream: list[Word], place: int) -> bool:
    """Whether what was said follows the verb, so no name does: “…, says it is …”, “…, revealed that …”."""
    if place + 1 >= len(stream):
        return False
    low, following = stream[place].low, stream[place + 1].low
    verb = following in closed.AUXILIARIES or following in FINITE
    return low == "that" or (low in closed.SUBJECT_PRONOUNS and verb)


def _source_of_participle(stream: list[Word], group: Group, last: Draft | None) -> tuple[Range | None, str]:
    before = stream[group.start - 1].low if group.start else ""
    if quoting(stream, group.start - 1) is not None:
        return None, ""  # whose words these are is read as a whole
    if not group.start or (before == "," and group.start == 1):
        return _subject_after(stream, group.end), "participle"
    if before in _LED_BY:
        if last is not None and last.source is not None and last.cue[1] <= group.start:
            return last.source, "participle"
        return main_subject(stream, group.start), "participle"
    found = subject_before(stream, group.start)
    if found is not None and stream[found[0]].low == "with" and found[1] - found[0] > 1:
        found = (found[0] + 1, found[1])  # “with one of them saying …”
    return found, "participle"


def _subject_after(stream: list[Word], start: int) -> Range | None:
    """“Citing X, the mayor urged”: the subject after the first comma."""
    for place in range(start, len(stream)):
        if stream[place].low == ",":
            found = main_subject(stream, len(stream), place + 1)
            return found if found is None or found[0] <= place + 3 else None
    return None


def _source_of_infinitive(stream: list[Word], group: Group, last: Draft | None) -> tuple[Range | None, str]:
    if last is not None and last.cue[0] < group.start < last.content[0][1] and last.cue[1] < group.start:
        return last.source, "infinitive"
    return main_subject(stream, group.start), "infinitive"
