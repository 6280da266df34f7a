"""What a report, and whoever wants to publish it, is told of its review."""

from __future__ import annotations

from tracker.domain.report_check import Missing, Point
from tracker.domain.report_input import ReviewInput
from tracker.domain.report_words import moment

_SOMEBODY = "somebody"


def review_words(review: ReviewInput, zone: str) -> str:
    """What a published version says of its review, on the report's clock."""
    if review.approved_at is None:
        return "Published without review."
    by, when = review.approved_by or _SOMEBODY, moment(review.approved_at, zone)
    approved = f"Approved by {by}, who also wrote it" if review.is_own else f"Reviewed and approved by {by}"
    if review.has_changed:
        return f"{approved}, {when}; changed since, and published without another review."
    return f"{approved}, {when}."


def not_approved(review: ReviewInput) -> tuple[Missing, ...]:
    """The open point of a report that nobody stands by as it is; nothing where somebody does."""
    if review.approved_at is None and review.is_asked:
        words = "It is in review: nobody has approved it yet."
    elif review.approved_at is None:
        words = "Nobody has reviewed it."
    elif review.has_changed:
        words = f"It was changed since {review.approved_by or _SOMEBODY} approved it."
    else:
        return ()
    return (Missing(Point.REVIEW, words),)
