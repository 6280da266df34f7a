"""The documents a report cites, each as a reference: what the case file holds, field by field."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.dates import FuzzyDate, zone_info
from tracker.domain.report_input import DocumentInput, ExhibitInput, ReportInput
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_records import Reference
from tracker.domain.report_words import not_isolated


def references(report: ReportInput) -> tuple[Reference, ...]:
    """One for each exhibit, in their order, each followed by what is cited of it and held nowhere else."""
    embedded = {document.label: document for document in report.embedded}
    return tuple(
        reference
        for exhibit in report.exhibits
        for reference in (
            _reference(exhibit, exhibit, report.zone),
            *(
                _reference(embedded[label], exhibit, report.zone)
                for label in _embedded_in(exhibit, report)
                if label in embedded
            ),
        )
    )


def identifier(reference: Reference) -> str:
    """A key that is the same in every format, and that every format takes."""
    inside = f"-{reference.document}" if reference.embedded_in else ""
    return f"exhibit-{reference.exhibit}{inside}"


def particulars(reference: Reference) -> str:
    """What no field of the usual formats holds: where our copy is, and how sure its author is."""
    return " ".join(
        filter(
            None,
            [
                f"Exhibit {reference.exhibit}.",
                f"Held only as embedded in “{reference.embedded_in}”." if reference.embedded_in else "",
                f"{reference.certainty.capitalize()} author: {reference.author}."
                if reference.author and not is_author_certain(reference)
                else "",
                f"SHA-256 of our copy: {reference.sha256}.",
                f"Archived at {reference.archive_address}" if reference.archive_address else "",
            ],
        )
    )


def is_author_certain(reference: Reference) -> bool:
    """Whether the author may stand as one: a purported or disputed author is told in a note."""
    return reference.certainty in ("", "certain")


def _embedded_in(exhibit: ExhibitInput, report: ReportInput) -> Iterable[str]:
    return dict.fromkeys(
        passage.document_label
        for statement in cited_statements(report)
        for passage in statement.passages
        if passage.embedded_in and passage.exhibit == exhibit.number
    )


def _reference(document: DocumentInput | ExhibitInput, exhibit: ExhibitInput, zone: str) -> Reference:
    own = document is exhibit
    return Reference(
        exhibit=exhibit.number,
        document=exhibit.document_label if isinstance(document, ExhibitInput) else document.label,
        kind=document.kind.value,
        title=not_isolated(document.title),
        author=not_isolated(document.author),
        certainty=document.author_certainty.value if document.author_certainty else "",
        publisher=not_isolated(document.publisher),
        issued=document.published.text if document.published else "",
        issued_words=_words(document.published),
        accessed=exhibit.captured_at.astimezone(zone_info(zone)).isoformat(timespec="seconds"),
        address=not_isolated(document.address),
        archive_address=not_isolated(document.archive_address),
        sha256=exhibit.sha256,
        embedded_in="" if own else not_isolated(exhibit.title) or "an untitled document",
    )


def _words(date: FuzzyDate | None) -> str:
    return str(date) if date else ""
