"""Whose a pronoun or a surname is: the fuller name that stood before, where only one comes into question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.model import Proposal, ProposalKind, Span

_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:al|bin|de|la|le|van|von|der|den|del|di|da|dos|du|ben|ibn|el)[\s-]+)?"
    r"[^\W\d_a-z][\w.'’-]*){1,4}"
)
_TITLES = word_set("""
    mr mrs ms dr sen rep gov gen col president secretary senator judge justice minister prime chairman the
    king queen prince pope sir professor prof mayor
""")
_SINGULAR = frozenset({"he", "she"})
_REACH = 1500
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Named:
    words: tuple[str, ...]
    span: Span


def resolve(found: list[Proposal], text: str) -> None:
    """Fill in `resolved` and why, for sources that are a surname, a short name, or “he” or “she”."""
    named: dict[str, set[_Named]] = {}
    previous: Proposal | None = None
    for each in sorted(found, key=lambda p: p.source[0][0] if p.source else p.content[0][0]):
        if not each.source:
            continue
        start, end = each.source[0]
        written = text[start:end]
        if written.lower() in _SINGULAR:
            _resolve_pronoun(each, previous, text)
        elif each.kind is not ProposalKind.POST:
            _resolve_surname(each, written, named)
        full = _full_name(text, start, end)
        if full is not None:
            for part in (full.words[0], full.words[-1]):
                named.setdefault(part, set()).add(full)
        if written.lower() not in _SINGULAR or each.resolved:
            previous = each


def _full_name(text: str, start: int, end: int) -> _Named | None:
    """The longest name of two or more words in a source."""
    best: _Named | None = None
    for mark in _NAME.finditer(text, start, min(end, start + 300)):
        kept = [word for word in re.split(r"\s+", mark[0]) if word.rstrip(".").lower() not in _TITLES]
        words = tuple(_POSSESSIVE.sub("", word).rstrip(".,") for word in kept)
        if len(words) > 1 and (best is None or mark.end() - mark.start() >= best.span[1] - best.span[0]):
            offset = mark[0].find(kept[0])
            last = mark.end() - (len(mark[0]) - len(_POSSESSIVE.sub("", mark[0])))
            best = _Named(words, (mark.start() + max(offset, 0), last))
    return best


def _resolve_surname(each: Proposal, written: str, named: dict[str, set[_Named]]) -> None:
    words = [word for word in re.split(r"\s+", written) if word.rstrip(".").lower() not in _TITLES]
    if len(words) != 1 or not words[0][:1].isupper():
        return
    surname = _POSSESSIVE.sub("", words[0]).rstrip(".,")
    fitting = named.get(surname, set())
    by_last = [name for name in fitting if surname == name.words[-1]] or list(fitting)
    if not by_last or len({name.words for name in by_last}) > 1:
        return
    nearest = max(by_last, key=lambda name: name.span)
    each.resolved = (nearest.span,)
    each.resolved_why = f"“{' '.join(nearest.words)}” is the only fuller name before it with “{surname}”."


def _resolve_pronoun(each: Proposal, previous: Proposal | None, text: str) -> None:
    """“he” is whoever spoke last, where that was one named person, near by."""
    if previous is None or not previous.source:
        return
    target = (previous.resolved or previous.source)[0]
    if each.source[0][0] - previous.source[0][0] > _REACH:
        return
    name = text[target[0] : target[1]]
    if not name[:1].isupper() or " and " in name:
        return
    each.resolved = (target,)
    each.resolved_why = (
        f"“{text[each.source[0][0] : each.source[0][1]]}” follows “{name}”, the last one said to speak."
    )
