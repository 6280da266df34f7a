"""From what the case file holds to the finished document: which sections, in which order, for whom.

The same input always gives the same document; the clock and everybody's names come with the input.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from tracker.domain.check_sheet import check_sheet
from tracker.domain.citation import Exhibits
from tracker.domain.errors import DomainError
from tracker.domain.references import references
from tracker.domain.report import Block, Heading, Marking, Meta, NotesHere, PageEnd, ReportDocument
from tracker.domain.report_against import against
from tracker.domain.report_authors import called_by_exhibit
from tracker.domain.report_back import exhibit_list, method, standard_of_proof
from tracker.domain.report_body import section, sections
from tracker.domain.report_evidence import chronology, conflicts, evidence
from tracker.domain.report_front import findings
from tracker.domain.report_gaps import open_ends
from tracker.domain.report_imprint import imprint
from tracker.domain.report_input import ReportInput
from tracker.domain.report_notes import Notebook, cited_statements, number_notes
from tracker.domain.report_shown import MATRIX, TIMELINE, by_itself, shown, why_not
from tracker.domain.report_sources import sources
from tracker.domain.report_summary import summary
from tracker.domain.report_text import Margin, blocks
from tracker.domain.report_words import all_legible
from tracker.domain.scales import Profile


def compose(report: ReportInput) -> ReportDocument:
    """The report as a document; `DomainError` where a statement cites an exhibit the report does not list."""
    report = all_legible(called_by_exhibit(report))
    exhibits = {exhibit.number: exhibit for exhibit in report.exhibits}
    _require_exhibits(report, exhibits)
    notebook = number_notes(report, exhibits)
    margin = Margin(notebook.refer_to, shown(report, notebook))
    made = (*_front(report, notebook, margin), *_rest(report, notebook, exhibits, margin), Marking())
    return ReportDocument(
        _meta(report),
        made,
        notebook.notes,
        references(report),
        check_sheet(report, made, notebook, exhibits),
    )


def asked_for(report: ReportInput, words: Iterable[str]) -> dict[str, tuple[Block, ...] | str]:
    """What stands where a line asks for these words; where nothing does, why, as a clause."""
    report = all_legible(called_by_exhibit(report))
    show = shown(report, number_notes(report, {exhibit.number: exhibit for exhibit in report.exhibits}))
    return {each: show(each) or why_not(each, report) for each in words}


def _front(report: ReportInput, notebook: Notebook, margin: Margin) -> tuple[Block, ...]:
    return (
        *imprint(report),
        *section(
            "Bottom line",
            "bottom-line",
            blocks(report.bottom_line, margin, role="bottom line", anchor="bottom-line"),
        ),
        *section("Findings", "findings", findings(report, notebook)),
        *section("What the sourcing rests on", "sourcing", summary(report, notebook)),
        *section(
            "What would change this",
            "what-would-change-this",
            blocks(report.what_would_change, margin, anchor="what-would-change-this"),
        ),
        PageEnd(),
    )


def _rest(report: ReportInput, notebook: Notebook, exhibits: Exhibits, margin: Margin) -> tuple[Block, ...]:
    """A court reads the exhibits and the order of events first; everybody else the evidence."""
    listing = section("Exhibits", "exhibits", exhibit_list(report, notebook))
    court = report.profile is Profile.COURT
    drawn = by_itself(report, TIMELINE)
    before = (
        *section("Standard of proof", "standard-of-proof", standard_of_proof(report, margin)),
        *listing,
        *section("Chronology", "chronology", (*chronology(report, notebook), *drawn)),
        *section("What speaks against the findings", "against", against(report, notebook)),
    )
    gaps = (*blocks(report.gaps_note, margin, anchor="gaps"), *open_ends(report, notebook))
    notes = (NotesHere(Heading(1, "Notes", "notes")),) if notebook.notes else ()
    return (
        *(before if court else ()),
        *section("Conflicts", "conflicts", conflicts(report, notebook)),
        *sections(report, notebook, margin.show),
        *section("Sources", "sources", sources(report, notebook)),
        *section("Sources by grade", "sources-by-grade", by_itself(report, MATRIX)),
        *section("Timeline", "timeline", () if court else drawn),
        *section("Evidence", "evidence", evidence(report, notebook, exhibits)),
        *section("Gaps", "gaps", gaps),
        *notes,
        *(() if court else listing),
        *section("Method and disclosure", "method", method(report, margin)),
    )


def _meta(report: ReportInput) -> Meta:
    return Meta(
        title=report.title,
        label=report.label,
        version=report.version,
        case=f"{report.case_code}: {report.case_title}",
        marking=report.marking.label,
        profile=report.profile.value,
        authors=report.authors,
        generated_at=report.generated_at.astimezone(UTC).isoformat(timespec="seconds"),
        paper=report.paper.value,
        language=report.language.value,
    )


def _require_exhibits(report: ReportInput, exhibits: Exhibits) -> None:
    for statement in cited_statements(report):
        for passage in statement.passages:
            if passage.exhibit not in exhibits:
                raise DomainError(
                    f"Statement {statement.label} stands in exhibit {passage.exhibit}, which this report "
                    "does not list. Add its capture to the report's exhibits."
                )
