"""An author nobody names is called by the exhibit, wherever the case file calls them by its title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_report_compose import EXHIBIT, FINDING, SEEN, SUPPORT, lines, said, with_cited
from tracker.domain.report import plain_text
from tracker.domain.report_authors import called_by_exhibit
from tracker.domain.report_compose import compose
from tracker.domain.report_input import HopInput, PathInput, SourceInput
from tracker.domain.report_voices import who
from tracker.domain.scales import RelayForm, SourceKind

TITLE = "An article so long that no line could hold the whole of its title twice"
NAME = f"the unnamed author of ‘{TITLE}’"
AUTHOR = SourceInput("S9", NAME, SourceKind.UNNAMED)
CUT = who(AUTHOR)
UNSIGNED = replace(EXHIBIT, title=TITLE, author="")


def written(**changes):
    path = PathInput(
        (HopInput(SEEN.source, None, RelayForm.QUOTES), HopInput(AUTHOR)),
        known_origin=False,
        gap=f"‘{TITLE}’ does not name its author",
    )
    report = with_cited(replace(SEEN, paths=(path,)), exhibits=(UNSIGNED,))
    support = replace(SUPPORT, hangs_on=(CUT,), would_settle=f"how {NAME} knows")
    findings = (replace(FINDING, citations=report.findings[0].citations, support=(support,)),)
    return replace(report, findings=findings, **changes)


def test_the_title_is_not_repeated_wherever_its_author_is_named():
    report = written()
    for words in (
        "Rests on Salma through the unnamed author of Exhibit 1.",
        "Hangs on the unnamed author of Exhibit 1: if that source falls",
        "quoted by the unnamed author of Exhibit 1",
        "What would settle it: how the unnamed author of Exhibit 1 knows.",
        "Exhibit 1 does not name its author.",
        "known only through the unnamed author of Exhibit 1",
    ):
        assert said(report, words), words
    document = compose(report)
    everything = " ".join([*lines(report), *(plain_text(note.inlines) for note in document.notes)])
    assert "the unnamed author of ‘" not in everything
    assert any(TITLE in line for line in lines(report))  # in the exhibit list


def test_what_somebody_wrote_is_left_as_it_is():
    report = called_by_exhibit(written(bottom_line=f"It was {NAME}."))
    assert report.bottom_line == f"It was {NAME}."
    assert report.exhibits[0].title == TITLE


@pytest.mark.parametrize(
    "exhibits",
    [
        (replace(UNSIGNED, author="Bo"),),
        (UNSIGNED, replace(UNSIGNED, number=2, document_label="D2")),
    ],
    ids=["named by now", "two documents of one title"],
)
def test_an_author_whom_an_exhibit_does_not_point_out_keeps_the_name(exhibits):
    report = written(exhibits=exhibits)
    assert called_by_exhibit(report) == report


def test_two_captures_of_one_document_have_one_author():
    report = written(exhibits=(UNSIGNED, replace(UNSIGNED, number=2)))
    assert said(report, "through the unnamed author of Exhibit 1.")
