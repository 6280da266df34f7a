"""The proposals of one capture as its desk shows them: which is looked at, which wait, which comes next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any

from tracker.domain.errors import NotFound
from tracker.domain.proposals.decisions import Outcome
from tracker.domain.proposals.model import ProposalKind
from tracker.store.queries import proposals as queries
from tracker.store.queries.proposals import Desk
from tracker.store.queries.rows import AnyRow
from tracker.web.captures.segments import Mark

_SURE, _LIKELY = 0.85, 0.6
_OF_THE_AUTHOR = (ProposalKind.EXPERIENCE, ProposalKind.INFERENCE, ProposalKind.FORECAST)
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Cards:
    """The proposals that stand, in the order of the text; what was merged or split is not among them."""

    desk: Desk
    rows: tuple[AnyRow, ...]

    def get(self, number: int) -> AnyRow:
        for row in self.rows:
            if row.number == number:
                return row
        raise NotFound("There is no such proposal for this capture, or it was merged or split.")

    def place(self, number: int) -> int:
        return next(place for place, row in enumerate(self.rows, 1) if row.number == number)

    def waiting(self) -> list[AnyRow]:
        return [row for row in self.rows if row.outcome is None and not is_quiet(row)]

    def quiet_waiting(self) -> list[AnyRow]:
        return [row for row in self.rows if row.outcome is None and is_quiet(row)]

    @property
    def accepted(self) -> int:
        return sum(row.outcome is Outcome.ACCEPTED for row in self.rows)

    @property
    def rejected(self) -> int:
        return sum(row.outcome is Outcome.REJECTED for row in self.rows)

    def posts_waiting(self) -> int:
        return sum(row.kind is ProposalKind.POST for row in self.waiting())

    def next_open(self, after: int = 0) -> int | None:
        """The next that waits after a place in the order, from the top again; mere suggestions last."""
        for waiting in (self.waiting(), self.quiet_waiting()):
            later = [row.number for row in waiting if self.place(row.number) > after]
            for number in chain(later, (row.number for row in waiting)):
                return int(number)
        return None

    def beside(self, number: int) -> tuple[int | None, int | None]:
        """The numbers of the one before and the one after, whether answered or not."""
        numbers = [row.number for row in self.rows]
        place = numbers.index(number)
        return (numbers[place - 1] if place else None), (
            numbers[place + 1] if place + 1 < len(numbers) else None
        )

    def mergeable(self, number: int) -> AnyRow | None:
        """The next that waits behind a proposal; to a mere suggestion another one."""
        quiet = is_quiet(self.get(number))
        later = self.rows[self.place(number) :]
        return next((row for row in later if row.outcome is None and is_quiet(row) is quiet), None)

    def marks(self) -> list[Mark]:
        return [Mark(str(row.number), start, end) for row in self.rows for start, end in row.spans]

    def states(self) -> str:
        """What the page's script keeps in step: the state of each proposal by number, as JSON."""
        return json.dumps({str(row.number): state_of(row) for row in self.rows}, separators=(",", ":"))

    def looks(self) -> dict[str, str]:
        """How each is drawn in the text: its state, and how sure the rules are while it waits."""
        return {str(row.number): f"{state_of(row)} prop-{sureness(row)}" for row in self.rows}


def cards_of(desk: Desk) -> Cards:
    return Cards(desk, tuple(row for row in desk.proposals if row.outcome is not Outcome.RECUT))


def is_quiet(row: Any) -> bool:
    """Whether it is a mere suggestion: the author's own words, or what only tells more about another one."""
    return row.is_further or (row.source is None and row.kind in _OF_THE_AUTHOR)


def state_of(row: Any) -> str:
    return OPEN if row.outcome is None else str(row.outcome.value)


def sureness(row: Any) -> str:
    """A word for how sure the rule is of itself."""
    if is_quiet(row):
        return "suggestion"
    return "sure" if row.confidence >= _SURE else "likely" if row.confidence >= _LIKELY else "unsure"


def get_cards(session: Any, capture_pk: int) -> Cards | None:
    """The cards of a capture; None where its text was not read yet."""
    desk = queries.get_desk(session, capture_pk)
    return None if desk is None else cards_of(desk)
