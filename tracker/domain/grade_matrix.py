"""The sources of a report by grade: how reliable each is against how credible what it says is.

F and 6 mean “not judged” and stand apart together with what nobody has graded: no place in the middle of a
scale is made up for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from tracker.domain.english import capital, counted, listed
from tracker.domain.grade_words import Ratings, within_a_sentence
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_words import joined
from tracker.domain.scales import Credibility, Reliability

ENOUGH = 3
"""So many graded statements make a matrix worth its room in a report that does not ask for one."""
RELIABILITIES: tuple[Reliability | None, ...] = (*(one for one in Reliability if one != "F"), None)
CREDIBILITIES: tuple[Credibility | None, ...] = (*(one for one in Credibility if one != "6"), None)
"""The rows and the columns; None is “not judged”."""

Place = tuple[Reliability | None, Credibility | None]


@dataclass(frozen=True, slots=True)
class GradeMatrix:
    """The notes of the statements in each cell that holds any, in order.

    `codes`: grades by letter and digit too. `hidden` counts the statements whose grades a draft keeps from
    its reader, `several` those that stand in more than one cell.
    """

    cells: Mapping[Place, tuple[int, ...]]
    codes: bool
    hidden: int = 0
    several: int = 0

    @property
    def words(self) -> str:
        """The same told without a picture."""
        order = product(RELIABILITIES, CREDIBILITIES)
        told = [self._cell(place) for place in order if place in self.cells]
        return joined(
            "Cited statements by the grades of their sources and of what they say.", *told, *self.remarks
        )

    @property
    def remarks(self) -> tuple[str, ...]:
        said = []
        if self.several:
            said.append(
                f"{capital(counted(self.several, 'statement'))} graded apart for several assertions "
                f"{'stands' if self.several == 1 else 'stand'} in more than one cell."
            )
        if self.hidden:
            said.append(
                f"{capital(counted(self.hidden, 'statement'))} graded by others "
                f"{'is' if self.hidden == 1 else 'are'} left out until your own grades are in."
            )
        return tuple(said)

    def _cell(self, place: Place) -> str:
        reliability, credibility = place
        notes = self.cells[place]
        source = within_a_sentence(reliability, codes=self.codes) if reliability else "not judged"
        information = within_a_sentence(credibility, codes=self.codes) if credibility else "not judged"
        listing = f"note{'s' * (len(notes) > 1)} {listed([str(note) for note in notes])}"
        return f"Source {source}, information {information}: {counted(len(notes), 'statement')} ({listing})."


def grade_matrix(report: ReportInput, notes: Mapping[str, int]) -> GradeMatrix:
    """The matrix of what a report cites; `notes` are the numbers of the notes by statement."""
    cells: dict[Place, list[int]] = {}
    hidden = several = 0
    for one in cited_statements(report):
        if _is_hidden(one):
            hidden += 1
            continue
        places = list(_places(one))
        several += len(places) > 1
        for place in places:
            cells.setdefault(place, []).append(notes[one.label])
    return GradeMatrix(
        {place: tuple(sorted(held)) for place, held in cells.items()},
        codes=report.ratings is Ratings.CODES,
        hidden=hidden,
        several=several,
    )


def graded(report: ReportInput) -> int:
    """How many of the statements that a report cites have a grade that judges and that its reader sees."""
    return sum(
        not _is_hidden(one) and any(place != (None, None) for place in _places(one))
        for one in cited_statements(report)
    )


def _is_hidden(statement: CitedStatement) -> bool:
    return bool(
        (statement.hidden_reliability and not statement.reliability)
        or (statement.hidden_credibility and not statement.credibility)
    )


def _places(statement: CitedStatement) -> Iterator[Place]:
    letter = statement.reliability.value if statement.reliability else None
    row = letter if letter in RELIABILITIES else None
    digits: list[Credibility | None] = [one.value for one in statement.credibility]
    for column in dict.fromkeys(one if one in CREDIBILITIES else None for one in digits or [None]):
        yield row, column
