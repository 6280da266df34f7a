"""What an editor would send a report back for, in words: asked once, for the workbench and for publishing.

Nothing here forbids anything: a report with open points may be published by somebody who says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from tracker.domain.english import agreeing, capital, counted, listed
from tracker.domain.records import CaseGraph
from tracker.domain.report_front import hangs_words, lines_words
from tracker.domain.report_input import CitedStatement, FindingInput, ReportInput, SupportInput
from tracker.domain.scales import CitationRole, Profile, Stance

_NAMED = 3
_CORROBORATED = 2


class Point(Enum):
    """What an open point is about, and so what a page offers to do."""

    TEXT = "text of the report"
    FINDING = "finding"
    CITATION = "citation"
    ASSERTION = "assertion"
    LIKELIHOOD = "likelihood"
    CONFIDENCE = "confidence"
    STATEMENT = "cited statement"
    LINES = "independent sources"
    CONFLICT = "conflict"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Missing:
    """An open point; `finding` is the label of the finding it concerns, empty for the report itself.

    `statement` is the label of a statement that would close it if it were cited, `place` the name of the text
    of the report that is not written yet, as `report_shown.texts` names it.
    """

    point: Point
    words: str
    finding: str = ""
    statement: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Opposed:
    """Statements of the case that speak against an assertion in one way, and how they do."""

    how: str
    statements: tuple[str, ...]


def opposing(graph: CaseGraph, assertion: str, rivals: Iterable[str]) -> tuple[Opposed, ...]:
    """What in the case speaks against an assertion: its denials, and what asserts one of its `rivals`."""
    found = [Opposed("It is denied", _saying(graph, assertion, Stance.DENIES))]
    for rival in rivals:
        text = graph.assertions[rival].text.rstrip(".")
        how = f"“{text}” ({rival}), which cannot hold as well, is asserted"
        found.append(Opposed(how, _saying(graph, rival, Stance.ASSERTS)))
    return tuple(each for each in found if each.statements)


def check(report: ReportInput, against: Mapping[str, tuple[Opposed, ...]]) -> tuple[Missing, ...]:
    """Every open point of a report, the report's own first; `against` is keyed by assertion."""
    found = list(_of_the_report(report))
    for finding in report.findings:
        assertion = finding.support[0].assertion if finding.support else ""
        points = _of_a_finding(finding, report.profile)
        found += [Missing(point, words, finding.label) for point, words in points]
        found += _unmentioned(finding, against.get(assertion, ()))
    return tuple(found)


def by_finding(missing: Iterable[Missing]) -> Mapping[str, list[Missing]]:
    """The open points by the label of their finding; those of the report itself under the empty text."""
    found: dict[str, list[Missing]] = defaultdict(list)
    for each in missing:
        found[each.finding].append(each)
    return found


def _saying(graph: CaseGraph, assertion: str, stance: Stance) -> tuple[str, ...]:
    return tuple(each.id for each in graph.statements.values() if each.conveys.get(assertion) is stance)


def _of_the_report(report: ReportInput) -> Iterable[Missing]:
    if not report.findings:
        yield Missing(Point.FINDING, "It has no finding.")
    if report.cut_off is None:
        yield Missing(Point.TEXT, "No information cut-off: a reader cannot tell how new it is.")
    for place, text, words in (
        ("bottom line", report.bottom_line, "No bottom line: the first page begins without its answer."),
        ("what would change this", report.what_would_change, "Nothing says what would change it."),
        ("gaps", report.gaps_note, "Nothing says what was looked for and not found."),
        ("method", report.method_note, "Nothing says how it was made."),
    ):
        if not text.strip():
            yield Missing(Point.TEXT, words, place=place)
    if report.profile is Profile.COURT and not report.standard_of_proof.strip():
        words = "No standard of proof: a court cannot tell what was held to be proved."
        yield Missing(Point.TEXT, words, place="standard of proof")


def _of_a_finding(finding: FindingInput, profile: Profile) -> Iterable[tuple[Point, str]]:
    if not finding.citations:
        yield Point.CITATION, "It cites no statement."
    elif not any(each.role is CitationRole.SUPPORTS for each in finding.citations):
        yield Point.CITATION, "Nothing it cites supports it."
    if profile is not Profile.COURT:
        yield from _judgements(finding)
    yield from _statements(finding, profile)
    if not finding.support:
        yield Point.ASSERTION, "It states no assertion (claim): its independent sources cannot be counted."
    for support in finding.support:
        yield from _lines(support)


def _judgements(finding: FindingInput) -> Iterable[tuple[Point, str]]:
    if finding.likelihood is None:
        yield Point.LIKELIHOOD, "Nobody has judged how likely it is."
    if finding.confidence is None:
        yield Point.CONFIDENCE, "Nobody has judged how sound its basis is."


def _statements(finding: FindingInput, profile: Profile) -> Iterable[tuple[Point, str]]:
    """What became of the statements it cites, and what they lack."""
    cited = [each.statement for each in finding.citations]
    yield from ((Point.STATEMENT, words) for one in cited for words in fates(one))
    if bare := [one for one in cited if not one.passages]:
        said = agreeing(len({one.label for one in bare}), "they were", "it was")
        words = f"{_labels(bare)} cannot be checked: no standing passage shows where {said} said."
        yield Point.STATEMENT, words
    ungraded = _labels(one for one in cited if not one.credibility)
    if ungraded and profile is Profile.INTELLIGENCE:
        yield Point.STATEMENT, f"Nobody has graded the credibility of {ungraded}."


def fates(statement: CitedStatement) -> Iterable[str]:
    """What became of a statement in the case, in sentences."""
    if statement.withdrawn:
        yield f"{statement.label} was withdrawn from the case: {statement.withdrawn}"
    if statement.retracted:
        yield f"{statement.label} was retracted by its source in {statement.retracted}"


def _lines(support: SupportInput) -> Iterable[tuple[Point, str]]:
    if support.minimum >= _CORROBORATED:
        return
    words = f"{capital(lines_words(support))} for {support.assertion}."
    yield Point.LINES, " ".join(filter(None, [words, hangs_words(support)]))


def _unmentioned(finding: FindingInput, against: Iterable[Opposed]) -> Iterable[Missing]:
    cited = {each.statement.label for each in finding.citations}
    for each in against:
        if cited.isdisjoint(each.statements):
            words = f"{each.how} by {_few(each.statements)}: the finding does not mention it."
            yield Missing(Point.CONFLICT, words, finding.label, each.statements[0])


def _labels(statements: Iterable[CitedStatement]) -> str:
    return _few([one.label for one in statements])


def _few(labels: Iterable[str]) -> str:
    every = list(dict.fromkeys(labels))
    more = len(every) - _NAMED
    named = every[:_NAMED] + ([counted(more, "more statement")] if more > 0 else [])
    return listed(named)
