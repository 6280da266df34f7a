"""Sections of a report, and what any of its texts may cite."""

from __future__ import annotations

import pytest

from tests.factories import NOW, make_case, make_member, make_report, make_statement
from tracker.domain.errors import Conflict, DomainError, Forbidden
from tracker.domain.report import plain_text
from tracker.domain.scales import CaseRole
from tracker.services import publishing, report_texts, reports, revisions
from tracker.services.reports import ReportContent


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def report(session, case):
    return make_report(session, *case)


@pytest.fixture
def statement(session, blobs, case):
    return make_statement(session, blobs, *case)


def write(session, case, report, text, title="What we know"):
    return report_texts.add_section(session, report.public_id, title, text, by=case[1], now=NOW)


def test_sections_are_numbered_and_stand_in_the_order_they_are_moved_to(session, case, report):
    one, two = write(session, case, report, "One."), write(session, case, report, "Two.")
    assert (one.label, two.label) == ("P1", "P2")
    reports.move(session, "section", two.public_id, -1, by=case[1], now=NOW)
    session.refresh(one)
    session.refresh(two)
    assert two.position < one.position


def test_a_section_is_printed_with_a_note_where_it_cites(session, case, report, statement):
    write(session, case, report, f"They left [[{statement.label.lower()}]].")
    document = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    assert "They left." in [plain_text(getattr(block, "inlines", ())) for block in document.walk()]
    assert [note.number for note in document.notes] == [1]


def test_a_text_may_not_cite_what_is_not_in_the_case(session, case, report):
    with pytest.raises(DomainError, match="ST99 is not in this case") as refused:
        write(session, case, report, "They left [[ST99]].")
    assert refused.value.field == "text"
    with pytest.raises(DomainError) as refused:
        reports.add(session, "EMB", ReportContent("T", bottom_line="So [[ST99]]."), by=case[1], now=NOW)
    assert refused.value.field == "bottom_line"


def test_what_was_withdrawn_is_not_cited_anew_but_may_stay(session, case, report, statement):
    section = write(session, case, report, f"They left [[{statement.label}]].")
    revisions.withdraw(session, "statement", statement.public_id, "Misread.", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="withdrawn from the case: Misread"):
        write(session, case, report, f"So [[{statement.label}]].")
    report_texts.correct_section(
        session,
        section.public_id,
        "What we know",
        f"They all left [[{statement.label}]].",
        version=1,
        by=case[1],
        now=NOW,
    )
    assert section.text.startswith("They all left")
    document = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    assert "Withdrawn from the case: Misread." in plain_text(document.notes[0].inlines)


def test_a_withdrawn_section_is_not_printed(session, case, report):
    section = write(session, case, report, "They left.")
    revisions.withdraw(session, "section", section.public_id, "Moved to the annex.", by=case[1], now=NOW)
    document = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    assert "section-1" not in [getattr(block, "anchor", "") for block in document.walk()]


def test_saving_over_what_one_has_not_seen_is_refused(session, case, report):
    section = write(session, case, report, "They left.")
    correct = lambda text, version: report_texts.correct_section(  # noqa: E731
        session, section.public_id, "T", text, version=version, by=case[1], now=NOW
    )
    correct("They left early.", 1)
    with pytest.raises(Conflict):
        correct("They left late.", 1)


def test_readers_write_nothing(session, case, report):
    reader = make_member(session, *case, role=CaseRole.READER)
    with pytest.raises(Forbidden):
        report_texts.add_section(session, report.public_id, "T", "x", by=reader, now=NOW)
    with pytest.raises(DomainError, match="title"):
        write(session, case, report, "x", title=" ")
