"""The head of page 1: marking, version, cut-off, who made the report and whether anybody else has read it."""

from __future__ import annotations

from tracker.domain.english import listed
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Block, Marking, Paragraph, Text
from tracker.domain.report_input import ReportInput
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_review import not_approved, review_words
from tracker.domain.report_words import moment

_LEFT_OUT = "This draft leaves out what others graded, wherever its reader has not graded the same yet."


def imprint(report: ReportInput) -> tuple[Block, ...]:
    """Marking, version, cut-off, makers and clock: what a reader checks before reading."""
    case = " · ".join(filter(None, [f"Case {report.case_code}: {report.case_title}", report.where]))
    cut_off = f"Information cut-off: {report.cut_off or 'not set'}"
    made = f"Generated {moment(report.generated_at, report.zone)}"
    authors = f"Prepared by {listed(report.authors)}" if report.authors else ""
    makers = " · ".join(filter(None, [authors, _reviewed(report), made]))
    clock = f"Times are those of {report.zone}, unless a zone is given"
    return (
        Marking(),
        Paragraph((Text(report.version, strong=True), Text(f" · {report.label} · {case}")), "meta"),
        Paragraph((Text(cut_off, strong=True), Text(f" · {clock}")), "meta"),
        Paragraph((Text(makers),), "meta"),
        *([Paragraph((Text(_LEFT_OUT, strong=True),), "meta")] if _leaves_out(report) else []),
    )


def _reviewed(report: ReportInput) -> str:
    """Where a draft stands in its review, or who answers for a version."""
    if report.review_so_far:
        open_points = not_approved(report.review_so_far)
        words = open_points[0].words if open_points else review_words(report.review_so_far, report.zone)
    else:
        words = review_words(report.review, report.zone) if report.review else ""
    return words.removesuffix(".")


def _leaves_out(report: ReportInput) -> bool:
    """Whether grades by others are hidden from whoever reads this draft, which would print them otherwise."""
    if report.ratings is Ratings.NONE:
        return False
    statements = cited_statements(report)
    return any(finding.hidden for finding in report.findings) or any(
        one.hidden_reliability or one.hidden_credibility for one in statements
    )
