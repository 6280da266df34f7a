"""What became, since a report was published, of what it rests on: in words, and what is still unanswered.

A published version never changes. A notice beside it answers what happened before the notice was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from tracker.domain.english import ended
from tracker.domain.grade_words import within_a_sentence
from tracker.domain.scales import NoticeKind, Term

Kind = Literal["statement", "source", "document", "capture"]


class Fate(Enum):
    """What can become of a record, as a sentence about it goes on."""

    WITHDRAWN = "was withdrawn from the case"
    RETRACTED = "was retracted by its source"
    CORRECTED = "was corrected"
    REGRADED = "is graded otherwise"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record after a version that rests on it was published.

    `name` is how a sentence calls the record; `because` is somebody's reason, empty where none is shown.
    """

    fate: Fate
    kind: Kind
    public_id: str
    label: str
    at: datetime
    name: str = ""
    because: str = ""
    is_cited: bool = True

    @property
    def words(self) -> str:
        """A sentence after the record's label."""
        name = f" ({self.name})" if self.name else ""
        behind = "" if self.is_cited else ", which stands behind what is cited,"
        reason = f": {self.because}" if self.because else ""
        return ended(f"{name}{behind} {self.fate.value}{reason}".lstrip())


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade of a source or of a statement, in the order of `reports`: what is settled comes last.

    `target` says what it is a grade of; `until` is when another one superseded it.
    """

    target: tuple[int | None, ...]
    value: Term
    at: datetime
    until: datetime | None


def regraded(grades: Iterable[Graded], published: datetime) -> tuple[tuple[Graded, str], ...]:
    """What a report would print otherwise now: the grade, and both in words; of a target the last counts."""
    then: dict[tuple[int | None, ...], Graded] = {}
    now: dict[tuple[int | None, ...], Graded] = {}
    for each in grades:
        if each.at <= published and (each.until is None or each.until > published):
            then[each.target] = each
        if each.until is None:
            now[each.target] = each
    return tuple(
        (grade, _both(then.get(target), grade))
        for target, grade in now.items()
        if target not in then or then[target].value != grade.value
    )


def _both(then: Graded | None, now: Graded) -> str:
    before = f"not {within_a_sentence(then.value)} any longer" if then else "not graded when it was published"
    return f"{within_a_sentence(now.value)}, {before}"


def unanswered(events: Sequence[Event], notices: Iterable[tuple[NoticeKind, datetime]]) -> tuple[Event, ...]:
    """The events that no standing notice answers: one that supersedes answers all, later ones too."""
    answered: datetime | None = None
    for kind, at in notices:
        if kind is NoticeKind.SUPERSEDED:
            return ()
        answered = max(answered or at, at)
    return tuple(event for event in events if answered is None or event.at > answered)
