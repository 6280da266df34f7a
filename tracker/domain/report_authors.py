"""The unnamed author of a captured page is called by its exhibit: a title would be repeated on every line."""

from __future__ import annotations

from collections import defaultdict

from tracker.domain.report_input import ReportInput, SourceInput
from tracker.domain.report_voices import AUTHOR, who
from tracker.domain.report_words import every_text
from tracker.domain.scales import SourceKind

_NAMING = {"name", "hangs_on", "least", "most", "would_settle", "gap", "ties", "alt"}
"""The fields that call sources by their names; whatever else stands in a report is somebody's own words."""


def called_by_exhibit(report: ReportInput) -> ReportInput:
    """The same report with “the unnamed author of Exhibit 1” for an author named by its title."""
    places: dict[str, set[str]] = defaultdict(set)
    for exhibit in reversed(report.exhibits):
        places[exhibit.title].add(exhibit.document_label)
    called: dict[str, str] = {}
    for exhibit in reversed(report.exhibits):  # the first exhibit of a document has the last word
        if exhibit.author or len(places[exhibit.title]) > 1:
            continue
        name = f"{AUTHOR}‘{exhibit.title}’"
        short = f"{AUTHOR}Exhibit {exhibit.number}"
        called[f"“{name}” is described and not named"] = f"Exhibit {exhibit.number} does not name its author"
        called[f"“{name}”"] = called[name] = short
        called[who(SourceInput("", name, SourceKind.UNNAMED))] = short
    if not called:
        return report

    def change(text: str, field: str) -> str:
        if field in _NAMING and AUTHOR in text:
            for long, short in called.items():
                text = text.replace(long, short)
        return text

    return every_text(report, change)
