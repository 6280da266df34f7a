"""Grades as a page shows them: one's own current ones, the others', and everything that came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.domain.access import Viewer
from tracker.domain.scales import Term
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade: its word, its row, and whether it is the viewer's and still stands."""

    word: Term
    row: AnyRow
    is_own: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every grade of one thing on one scale that the viewer is shown, the newest first.

    `hidden`: how many current grades by others are kept back until the viewer's own is in.
    """

    grades: tuple[Graded, ...]
    hidden: int = 0

    @classmethod
    def of(cls, shown: Shown, viewer: Viewer) -> Sheet:
        return cls(
            tuple(
                Graded(word_of(row), row, row.recorded_by_pk == viewer.user_pk, row.superseded_at is None)
                for row in shown.rows
            ),
            len(shown.hidden),
        )

    @property
    def own(self) -> tuple[Graded, ...]:
        """The viewer's current grades: one for each topic or assertion."""
        return tuple(each for each in self._given if each.is_own)

    @property
    def others(self) -> tuple[Graded, ...]:
        """What the others think now."""
        return tuple(each for each in self._given if not each.is_own)

    @property
    def settled(self) -> tuple[Graded, ...]:
        """By which grades the case goes where analysts differed: nobody's own."""
        return tuple(each for each in self.grades if each.is_current and each.row.is_adjudication)

    @property
    def current(self) -> tuple[Graded, ...]:
        return (*self.settled, *self.own, *self.others)

    @property
    def _given(self) -> tuple[Graded, ...]:
        return tuple(each for each in self.grades if each.is_current and not each.row.is_adjudication)


def word_of(row: Any) -> Term:
    """The word of its scale that a stored grade stands for."""
    word: Term = row.scale.values(row.value)
    return word
