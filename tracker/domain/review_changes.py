"""What was approved, told from what stands there now: its fingerprint, and what changed since.

Others' grades may be hidden from whoever reads what changed: the text that is kept for that is one without
grades and without what was set aside of the remarks on it, which may tell a grade as well. That one of both
changed is only told, not what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256
from typing import Any, TypeVar

from tracker.domain.english import agreeing, capital, counted
from tracker.domain.report import Meta, ReportDocument, plain_text
from tracker.domain.report_changes import Change, compare
from tracker.domain.report_compose import compose
from tracker.domain.report_disclosure import REMARKED
from tracker.domain.report_input import ReportInput

T = TypeVar("T")

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_GRADES = frozenset(
    {"likelihood", "likelihood_reason", "confidence", "confidence_reason", "reliability", "credibility"}
    | {"hidden", "hidden_reliability", "hidden_credibility", "is_hidden"}
)
_IMPRINT = {
    "title": "The title",
    "marking": "The marking",
    "authors": "The authors",
    "case": "The case’s name",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a text since somebody stood by it: passages that differ, and what else to say of it."""

    passages: tuple[Change, ...]
    besides: tuple[str, ...]


def fingerprint(value: object) -> str:
    """A SHA-256 of frozen values, whatever time it is.

    Fields that hold their default do not count: one that is new to us changes nothing of what was approved.
    """
    return sha256(_spelt(value, {}).encode("utf-8", "surrogatepass")).hexdigest()


def draft_digest(report: ReportInput) -> str:
    """The fingerprint of all that a report would print, grades included, but for when and as what."""
    return fingerprint(_timeless(report))


def kept_text(report: ReportInput) -> ReportDocument:
    """The report as it is kept with a step of its review: without what tells grades and pictures, undated."""
    document = compose(_timeless(replace(without_grades(report), set_aside=())))
    return replace(document, bibliography=None, check_sheet=None)


def without_grades(value: T) -> T:
    """The same value with nothing left of what anybody graded."""
    changed: Any = value
    if isinstance(value, tuple):
        changed = tuple(without_grades(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(
            value,
            **{
                spec.name: spec.default if spec.name in _GRADES else without_grades(getattr(value, spec.name))
                for spec in fields(value)
            },
        )
    result: T = changed
    return result


def changes(before: ReportDocument, after: ReportDocument, besides: Iterable[str] = ()) -> Changed:
    """What differs between two kept texts, in words, after what is known `besides`; else the grades do."""
    passages = tuple(one for one in compare(before, after) if not _tells_set_aside(one))
    besides = (*besides, *_besides(before, after))
    if not passages and not besides:
        besides = ("A grade was given or changed.",)
    return Changed(passages, besides)


def _tells_set_aside(change: Change) -> bool:
    """Texts kept by earlier versions of the tracker hold what was set aside."""
    return REMARKED in change.before or REMARKED in change.after


def _besides(before: ReportDocument, after: ReportDocument) -> Iterator[str]:
    for name, words in _IMPRINT.items():
        if getattr(before.meta, name) != getattr(after.meta, name):
            yield f"{words} {'were' if name == 'authors' else 'was'} changed{_instead(before.meta, name)}."
    old, new = ([plain_text(note.inlines) for note in each.notes] for each in (before, after))
    if count := len(set(old) ^ set(new)):
        yield f"{capital(counted(count, 'note'))} {agreeing(count, 'differ')}: reworded, new or gone."


def _instead(before: Meta, name: str) -> str:
    value = getattr(before, name)
    return f": before it was “{value}”" if isinstance(value, str) and value else ""


def _timeless(report: ReportInput) -> ReportInput:
    return replace(report, version="", generated_at=_BEGINNING, review=None)


def _spelt(value: object, known: dict[int, str]) -> str:
    """Merkle-wise: what stands in several places of a report is spelt once."""
    if isinstance(value, tuple):
        return f"({','.join(_spelt(part, known) for part in value)})"
    if isinstance(value, Enum):
        return f"{type(value).__name__}:{value.value}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        if id(value) not in known:
            named = [
                f"{spec.name}={_spelt(held, known)}"
                for spec in fields(value)
                if (held := getattr(value, spec.name)) != spec.default
            ]
            words = "\n".join([type(value).__name__, *named])
            known[id(value)] = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
        return known[id(value)]
    return repr(value)
