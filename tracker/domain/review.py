"""Where a report stands on its way to publication, and what a reviewer ticks off for every finding."""

from __future__ import annotations

from tracker.domain.access import Right
from tracker.domain.errors import DomainError
from tracker.domain.scales import Term


class ReviewState(Term):
    """One step after the other, or back to the draft; what was published stays published."""

    DRAFT = ("draft", "Draft", "Its authors are writing.")
    IN_REVIEW = ("in review", "In review", "Its authors ask somebody to check it.")
    APPROVED = ("approved", "Approved", "Somebody checked it and stands by it as it was then.")

    @property
    def next_steps(self) -> tuple[ReviewState, ...]:
        """The states that somebody may move the report to from this one."""
        return _STEPS[self]

    @property
    def right(self) -> Right:
        """What somebody must be allowed to do to move a report here; its authors may approve it, too."""
        return Right.PUBLISH if self is ReviewState.APPROVED else Right.WRITE_REPORT

    @property
    def needs_note(self) -> bool:
        """Whether moving a report here is never done without saying why."""
        return self is ReviewState.DRAFT


_STEPS = {
    ReviewState.DRAFT: (ReviewState.IN_REVIEW,),
    ReviewState.IN_REVIEW: (ReviewState.APPROVED, ReviewState.DRAFT),
    ReviewState.APPROVED: (ReviewState.DRAFT,),
}
_REFUSED = {
    ReviewState.DRAFT: "It is a draft already.",
    ReviewState.IN_REVIEW: "It can only go into review from the draft. Send it back to its authors first.",
    ReviewState.APPROVED: "Only a report in review can be approved. Ask for its review first.",
}


def require_step(before: ReviewState, after: ReviewState) -> None:
    """Raise `DomainError` unless a report may go from one state to the other."""
    if after not in before.next_steps:
        raise DomainError(_REFUSED[after])


class CheckItem(Term):
    """What a careful editor makes sure of before a finding leaves the house."""

    QUOTATION = ("quotation", "Quotations equal the bytes", "Every quoted word stands in its capture.")
    ORIGIN = ("origin", "Origin traced", "Whoever said it first is named, or that nobody knows is said.")
    KIND = ("kind", "Kind right", "Fact, inference, forecast and opinion are told apart.")
    DATES = ("dates", "Dates right", "What was said, reported and happened is dated as the sources show.")
    GRADE = ("grade", "Grade given", "Sources and information are graded, with reasons.")
    CONFLICTS = ("conflicts", "Conflicts mentioned", "Whatever speaks against it is cited beside it.")
