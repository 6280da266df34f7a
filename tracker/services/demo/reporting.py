"""The report of the demo case: three findings, each with its likelihood, its confidence and what it cites."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.scales import CitationRole, Confidence, GradeScale, Likelihood, Tlp
from tracker.services import reports
from tracker.services.demo.chains import Claims, Voices
from tracker.services.demo.desk import Desk
from tracker.services.reports import ReportContent
from tracker.store.models import Assertion, Report, Statement

_CONTENT = ReportContent(
    "Had the militia left by three?",
    tlp=Tlp.AMBER,
    bottom_line="""\
It is not established that the Banner Brigades left the embassy compound by 15:00 on 1 January 2020. Four \
published items say so, but three of them go back to one announcement of the militia's own spokesman, and an \
eyewitness contradicts it.""",
    what_would_change="""\
A picture of the gate between 15:00 and 16:00 whose time can be checked. Whom on social media the Courier \
relied on. A talk of our own with either guard.""",
    gaps="""\
We looked for a picture of the gate after 15:00 and found none. The disc of the bank's camera and the duty \
log of the guards are not held. The interior ministry did not answer the Courier.""",
    method="""\
Six documents were read in full. Every statement was recorded with its exact passage, and its chain was \
followed to whoever spoke first. Nobody was contacted.""",
    cut_off="2020-01-02",
)


@dataclass(frozen=True, slots=True)
class _Finding:
    text: str
    assertion: Assertion
    cites: tuple[tuple[Statement, CitationRole], ...]
    likelihood: tuple[Likelihood, str]
    confidence: tuple[Confidence, str]


def write_report(desk: Desk, claims: Claims, voices: Voices) -> Report:
    """Write the report and its findings."""
    report = reports.add(desk.session, desk.code, _CONTENT, by=desk.by, now=desk.now)
    for finding in _findings(claims, voices):
        _add(desk, report, finding)
    return report


def _findings(claims: Claims, voices: Voices) -> tuple[_Finding, ...]:
    supports, conflicts, background = CitationRole.SUPPORTS, CitationRole.CONFLICTS, CitationRole.BACKGROUND
    return (
        _Finding(
            "The militia had left the embassy compound by 15:00 on 1 January 2020.",
            claims.withdrew,
            (
                (voices.reporter, supports),
                (voices.news_site, supports),
                (voices.second_reporter, conflicts),
                (voices.repost, background),
            ),
            (Likelihood.UNLIKELY, "One interested voice in favour, one eyewitness against."),
            (Confidence.LOW, "Two voices, neither checked, and no picture."),
        ),
        _Finding(
            "Guards of the compound opened the outer gate to the crowd on 31 December 2019.",
            claims.guards,
            ((voices.first_guard, supports), (voices.second_guard, supports)),
            (Likelihood.LIKELY, "Two men who were there, one against his own interest, agree in detail."),
            (Confidence.LOW, "We know both only through the notes of one blogger, who chose them."),
        ),
        _Finding(
            "Tehran ordered the attack on the compound.",
            claims.tehran,
            ((voices.inference, background), (voices.forecast, background)),
            (Likelihood.ROUGHLY_EVEN, "Nothing we hold speaks for it or against it."),
            (Confidence.LOW, "It is one author's conclusion, and half of what it rests on is disputed."),
        ),
    )


def _add(desk: Desk, report: Report, finding: _Finding) -> None:
    made = reports.add_finding(
        desk.session,
        report.public_id,
        finding.text,
        assertion=finding.assertion.label,
        by=desk.by,
        now=desk.now,
    )
    for statement, role in finding.cites:
        reports.cite(desk.session, made.public_id, statement.label, role, by=desk.by, now=desk.now)
    desk.grade(GradeScale.LIKELIHOOD, made.public_id, *finding.likelihood)
    desk.grade(GradeScale.CONFIDENCE, made.public_id, *finding.confidence)
