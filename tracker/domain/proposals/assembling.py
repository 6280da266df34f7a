"""From drafts to proposals: places become characters, what stands inside another gets it as parent."""

from __future__ import annotations

from tracker.domain.proposals.draft import Draft
from tracker.domain.proposals.model import Proposal, ProposalKind, Span, SpeechType
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.words import Kind


def proposal(draft: Draft) -> Proposal | None:
    """The draft in characters; None where nothing is left of it."""
    spans = [span for part in draft.content if (span := _span(draft.sentence, part)) is not None]
    content = _merged([*spans, *draft.more])
    if not content:
        return None
    source = _span(draft.borrowed or draft.sentence, draft.source) if draft.source else None
    cue = _span(draft.sentence, draft.cue)
    through = _span(draft.sentence, draft.through) if draft.through else None
    return Proposal(
        content=content,
        source=(source,) if source else (),
        cue=(cue,) if cue else (),
        type=_type(draft),
        kind=draft.kind,
        rule=draft.rule,
        confidence=draft.confidence,
        reporter=(through,) if through else (),
    )


def _span(sentence: Sentence, part: Range) -> Span | None:
    start, end = part
    chosen = sentence.words[start:end]
    while chosen and chosen[-1].kind is Kind.MARK and chosen[-1].low in {",", ";", "—", "–", "--", ":"}:
        chosen.pop()
    while chosen and chosen[0].kind is Kind.MARK and chosen[0].low in {",", ";", ":", "—", "–", "--", "."}:
        chosen.pop(0)
    return (chosen[0].start, chosen[-1].end) if chosen else None


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those with only white space between them as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _type(draft: Draft) -> SpeechType:
    words = [word for start, end in draft.content for word in draft.sentence.words[start:end]]
    quoted = sum(word.kind is Kind.QUOTE for word in words) + len(draft.more)
    plain = sum(word.kind in {Kind.WORD, Kind.NUMBER, Kind.ASIDE, Kind.LINK} for word in words)
    if not quoted:
        return SpeechType.INDIRECT
    return SpeechType.MIXED if plain else SpeechType.DIRECT


def nested(found: list[Proposal]) -> list[Proposal]:
    """In the order of the text, numbered, without repeats, each with the innermost one that it stands in."""
    ordered = sorted(found, key=lambda each: (each.content[0][0], -each.content[-1][1], -each.confidence))
    kept: list[Proposal] = []
    seen: set[tuple[Span, ...]] = set()
    for each in ordered:
        if each.content not in seen:
            seen.add(each.content)
            each.id = f"p{len(kept) + 1}"
            kept.append(each)
    open_ones: list[Proposal] = []
    for each in kept:
        open_ones = [other for other in open_ones if other.content[-1][1] > each.content[0][0]]
        holding = [other for other in open_ones if _holds(other, each)]
        if holding:
            outer = min(holding, key=lambda other: other.content[-1][1] - other.content[0][0])
            each.parent, each.reporter = outer.id, each.reporter or outer.source
            each.further = outer.further or _tells_more(outer, each)
        open_ones.append(each)
    return kept


_OWN_WORDS = frozenset({ProposalKind.POST, ProposalKind.DOCUMENT})
_OF_ONE_SELF = frozenset({ProposalKind.FORECAST, ProposalKind.INFERENCE, ProposalKind.EXPERIENCE})
_NAMES_ANOTHER = frozenset({"according-to", "quoted-as-saying"})
_CLAUSES = frozenset({"that", "bare", "quote", "whom", "wh", "after", "around"})


def _tells_more(outer: Proposal, inner: Proposal) -> bool:
    """A statement in a post, a letter or a turn stands for itself, and so does a clause somebody reports."""
    if outer.kind in _OWN_WORDS or outer.rule == "turn" or inner.rule in _NAMES_ANOTHER:
        return False
    said = any(part in _CLAUSES for part in inner.rule.split("-")[1:])
    return outer.type is SpeechType.DIRECT or not (said or inner.kind in _OF_ONE_SELF)


def _holds(outer: Proposal, inner: Proposal) -> bool:
    """Whether all of the inner one stands in one stretch of the outer one's content."""
    if outer is inner or outer.content == inner.content:
        return False
    spans = [*inner.content, *inner.cue]
    return all(any(a <= start and end <= b for a, b in outer.content) for start, end in spans)
