"""The unnamed author of a captured page is called by its exhibit: a title would be repeated on every line."""

from __future__ import annotations

from collections import defaultdict

from tracker.domain.report_input import ReportInput, SourceInput
from tracker.domain.report_voices import who
from tracker.domain.report_words import every_text
from tracker.domain.scales import SourceKind
from tracker.domain.trace_words import AUTHOR, unsigned

_NAMING = {"name", "hangs_on", "least", "most", "would_settle", "gap", "ties"}
"""The fields that call sources by their names; whatever else stands in a report is somebody's own words."""


def exhibit_names(report: ReportInput) -> dict[str, str]:
    """“the unnamed author of Exhibit 1” for each author named by a title that only one document has."""
    places: dict[str, set[str]] = defaultdict(set)
    for exhibit in reversed(report.exhibits):
        places[exhibit.title].add(exhibit.document_label)
    return {
        f"{AUTHOR}‘{exhibit.title}’": f"{AUTHOR}Exhibit {exhibit.number}"
        for exhibit in reversed(report.exhibits)  # the first exhibit of a document has the last word
        if not exhibit.author and len(places[exhibit.title]) == 1
    }


def called_by_exhibit(report: ReportInput) -> ReportInput:
    """The same report with those names in place of the titles."""
    called: dict[str, str] = {}
    for name, short in exhibit_names(report).items():
        called[unsigned(name.removeprefix(AUTHOR))] = unsigned(short.removeprefix(AUTHOR))
        called[name] = called[who(SourceInput("", name, SourceKind.UNNAMED))] = short
    if not called:
        return report

    def change(text: str, field: str) -> str:
        if field in _NAMING:
            for long, short in called.items():
                text = text.replace(long, short)
        return text

    return every_text(report, change)
