"""The files of a version are made once and never change; what falls under it is known, and answered beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
    record_chain,
)
from tracker.domain.errors import DomainError, Forbidden, NotFound
from tracker.domain.scales import (
    CaptureMethod,
    CaseRole,
    Credibility,
    GradeScale,
    NoticeKind,
    Profile,
    StatementLinkKind,
)
from tracker.exporters import EXPORTERS
from tracker.services import documents, grades, look_again, publishing, relays, reports, revisions, versions
from tracker.services.documents import Bytes
from tracker.services.grades import GradeIt
from tracker.services.reports import ReportContent
from tracker.services.sources import SourceChoice
from tracker.store.models import AuditEvent, Capture, Document, VersionBasis, VersionFile
from tracker.store.queries.reports import get_report

LATER, EVEN_LATER = NOW + timedelta(days=30), NOW + timedelta(days=31)


@dataclass(frozen=True)
class Fake:
    """A format whose bytes are known; what it makes of a report changes with an upgrade."""

    name: str
    made: bytes
    title: str = "A format"
    suffix: str = ".fake"
    media_type: str = "text/plain"

    def write(self, _report, out, _options=None):
        out.write(self.made)


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def statement(session, blobs, case):
    return make_statement(session, blobs, *case, "They left at three.", author="Layla")


@pytest.fixture
def report(session, case, statement):
    report = make_report(session, *case, "Who left?")
    make_finding(session, report, case[1], "They left.", cites=(statement,))
    publishing.publish(session, report.public_id, "As it is.", by=case[1], now=NOW)
    return report


def kept(session, blobs, case, report, name="md"):
    versions.make_file(session, blobs, report.public_id, 1, name, by=case[1], now=NOW)
    return versions.read_file(session, blobs, report.public_id, 1, name, by=case[1])


def row_of(session, case, report):
    return get_report(session, case[1], report.public_id)


def watched(session, case, report, *, by=None):
    [found] = look_again.of_report(session, by or case[1], row_of(session, case, report))
    return found


def told(session, case, report):
    return [f"{event.label} {event.words}" for event in watched(session, case, report).events]


# Files


def test_every_format_is_made_once_and_kept_under_its_hash(session, blobs, case, report):
    assert {file.sha256 for file in versions.files(session, report.public_id, 1, by=case[1])} == {""}
    for name in ("md", "html"):
        kept(session, blobs, case, report, name)
        kept(session, blobs, case, report, name)
    found = {file.exporter.name: file for file in versions.files(session, report.public_id, 1, by=case[1])}
    assert list(found) == list(EXPORTERS)
    assert found["md"].size == len(versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1]))
    assert blobs.verify(found["html"].sha256)
    assert session.scalar(select(func.count(VersionFile.pk))) == 2
    made = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "file kept")).all()
    assert [
        (json.loads(body)["details"]["format"], json.loads(body)["details"]["sha256"]) for body in made
    ] == [(name, found[name].sha256) for name in ("md", "html")]


def test_the_same_bytes_are_served_after_a_month_of_changes_and_an_upgrade(
    session, blobs, case, report, statement, monkeypatch
):
    before = kept(session, blobs, case, report)
    reports.correct(
        session, report.public_id, ReportContent("Anew"), version=1, reason=None, by=case[1], now=LATER
    )
    grade(session, case, statement, Credibility.DOUBTFUL, LATER)
    revisions.withdraw(session, "statement", statement.public_id, "No.", by=case[1], now=LATER)
    upgraded = {**EXPORTERS, "md": Fake("md", b"written otherwise now"), "new": Fake("new", b"a new format")}
    monkeypatch.setattr(versions, "EXPORTERS", upgraded)
    session.commit()
    assert versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1]) == before
    assert kept(session, blobs, case, report) == before
    assert versions.read_file(session, blobs, report.public_id, 1, "new", by=case[1]) == b"a new format"
    new = versions.files(session, report.public_id, 1, by=case[1])[-1]
    assert (new.exporter.name, new.sha256) == ("new", "")


def test_bytes_that_lost_their_hash_are_refused(session, blobs, case, report, instance_dir):
    kept(session, blobs, case, report)
    [file] = session.scalars(select(VersionFile))
    path = blobs._path(file.sha256)
    path.chmod(0o644)
    path.write_bytes(b"forged")
    with pytest.raises(DomainError, match="SHA-256 differs"):
        versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1])
    path.unlink()
    with pytest.raises(DomainError, match="not in the store any more"):
        versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1])


def test_of_two_who_make_a_file_at_once_the_first_is_kept(session, blobs, case, report):
    first = kept(session, blobs, case, report)
    versions.keep(session, blobs, report.public_id, 1, "md", content=b"the second", by=case[1], now=LATER)
    assert versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1]) == first


def test_leads_make_files_everybody_of_the_case_reads_them_and_strangers_nothing(
    session, blobs, case, report
):
    reader = make_member(session, *case, CaseRole.READER)
    with pytest.raises(Forbidden):
        versions.make_file(session, blobs, report.public_id, 1, "md", by=reader, now=NOW)
    assert versions.read_file(session, blobs, report.public_id, 1, "md", by=reader)
    with pytest.raises(NotFound):
        versions.read_file(session, blobs, report.public_id, 1, "md", by=make_user(session))
    with pytest.raises(NotFound, match="no format"):
        versions.read_file(session, blobs, report.public_id, 1, "exe", by=reader)


# What falls


def grade(session, case, target, value, at, by=None):
    scale = GradeScale.CREDIBILITY if isinstance(value, Credibility) else GradeScale.RELIABILITY
    command = GradeIt(scale, target.public_id, value.value, "Because.")
    return grades.grade(session, command, by=by or case[1], now=at)


def test_what_a_version_rests_on_is_noted_at_publishing(session, blobs, case):
    capture = make_capture(session, blobs, *case, "They left at three.", author="A paper")
    said = record_chain(session, capture, "They left at three.", "A guard", "A paper", by=case[1])
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=(said[-1],))
    publishing.publish(session, report.public_id, "So.", by=case[1], now=NOW)
    noted = session.execute(
        select(VersionBasis.statement_pk, VersionBasis.capture_pk, VersionBasis.is_cited)
    ).all()
    assert set(noted) == {(said[-1].pk, None, True), (said[0].pk, None, False), (None, capture.pk, True)}


def test_nothing_has_become_of_a_version_that_stands(session, case, report):
    found = watched(session, case, report)
    assert (found.events, found.unanswered) == ((), ())
    assert look_again.in_case(session, case[1], case[0].pk) == ()


def test_every_way_to_fall_is_told(session, blobs, case, report, statement):
    later = make_statement(session, blobs, *case, "I was wrong.", author="Layla")
    relays.link(
        session,
        later.public_id,
        statement.label,
        StatementLinkKind.RETRACTS,
        "He did.",
        by=case[1],
        now=LATER,
    )
    document = session.scalars(select(Document).order_by(Document.pk)).first()
    for kind, record in (("document", document), ("statement", statement)):
        revisions.withdraw(session, kind, record.public_id, "A forgery.", by=case[1], now=EVEN_LATER)
    assert told(session, case, report) == [
        "ST1 was retracted by its source: ST2, He did.",
        "ST1 was withdrawn from the case: A forgery.",
        f"D1 ({document.title}) was withdrawn from the case: A forgery.",
    ]
    [found] = look_again.in_case(session, case[1], case[0].pk)
    assert (found.row.number, found.row.report_label) == (1, "R1")


def test_what_fell_before_publishing_was_known_then(session, case, report, statement):
    revisions.withdraw(session, "statement", statement.public_id, "No.", by=case[1], now=LATER)
    publishing.publish(session, report.public_id, "All the same.", by=case[1], now=EVEN_LATER)
    assert [each.row.number for each in look_again.in_case(session, case[1], case[0].pk)] == [1]


@pytest.mark.parametrize("kind", ["document", "capture"])
def test_an_exhibit_that_fell_before_publishing_is_not_part_of_the_version(session, case, report, kind):
    table = {"document": Document, "capture": Capture}[kind]
    record = session.scalars(select(table).order_by(table.pk)).first()
    revisions.withdraw(session, kind, record.public_id, "No.", by=case[1], now=LATER)
    publishing.publish(session, report.public_id, "All the same.", by=case[1], now=EVEN_LATER)
    assert [each.row.number for each in look_again.in_case(session, case[1], case[0].pk)] == [1]


def test_a_document_is_told_once_however_many_of_its_captures_are_shown(session, blobs, case):
    words = "They left at three. I saw them go. Nobody came back."
    capture = make_capture(session, blobs, *case, words, author="A paper")
    document = session.get_one(Document, capture.document_pk)
    later = Bytes(f"{words} So it was.".encode(), None, CaptureMethod.PASTED)
    again = documents.capture_again(session, blobs, document.public_id, later, by=case[1], now=NOW)
    said = [
        record_chain(session, held, exact, "A guard", "A paper", by=case[1])[-1]
        for held, exact in ((capture, "They left at three."), (again, "Nobody came back."))
    ]
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=said)
    publishing.publish(session, report.public_id, "So.", by=case[1], now=NOW)
    revisions.withdraw(session, "document", document.public_id, "A forgery.", by=case[1], now=LATER)
    assert told(session, case, report) == [
        f"D1 ({document.title}) was withdrawn from the case: A forgery.",
    ]


def test_what_stands_again_is_no_event_any_more(session, case, report, statement):
    revisions.withdraw(session, "statement", statement.public_id, "No.", by=case[1], now=LATER)
    revisions.restore(session, "statement", statement.public_id, "Yes.", by=case[1], now=EVEN_LATER)
    assert told(session, case, report) == []


def test_a_grade_that_would_be_printed_otherwise_is_an_event(session, case, report, statement):
    grade(session, case, statement, Credibility.DOUBTFUL, LATER)
    assert told(session, case, report) == [
        "ST1 is graded otherwise: 4 (doubtful), not graded when it was published."
    ]


def test_where_grades_are_not_printed_a_new_one_is_no_event(session, case, report, statement):
    grade(session, case, statement, Credibility.DOUBTFUL, LATER)
    case[0].profile = Profile.COURT
    session.flush()
    assert told(session, case, report) == []


def test_a_grade_that_is_hidden_is_not_told(session, case, report, statement):
    case[0].grades_are_blind = True
    session.flush()
    other = make_member(session, *case)
    grade(session, case, statement, Credibility.DOUBTFUL, LATER, by=other)
    assert told(session, case, report) == []
    assert watched(session, case, report, by=make_member(session, *case, CaseRole.READER)).events


def test_a_reason_about_a_protected_source_stays_with_its_leads(session, blobs, case):
    guard = make_source(
        session, *case, "Zubayda Canaria", is_protected=True, pseudonym="JUNIPER", descriptor="a guard"
    )
    capture = make_capture(session, blobs, *case, "I opened it.", author=SourceChoice(guard.label))
    said = record_chain(session, capture, "I opened it.", SourceChoice(guard.label), by=case[1])
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=said)
    publishing.publish(session, report.public_id, "So.", by=case[1], now=NOW)
    for kind, record in (("statement", said[0]), ("source", guard), ("capture", capture)):
        revisions.withdraw(session, kind, record.public_id, "Zubayda lied.", by=case[1], now=LATER)
    reader = make_member(session, *case, CaseRole.READER)
    words = " ".join(each.words for each in watched(session, case, report, by=reader).events)
    assert len(watched(session, case, report, by=reader).events) == 3
    assert "Zubayda" not in words
    assert "JUNIPER" in words
    assert "Zubayda lied." in " ".join(each.words for each in watched(session, case, report).events)


# Notices


def test_a_notice_answers_what_fell_and_can_be_taken_back(session, case, report, statement):
    revisions.withdraw(session, "statement", statement.public_id, "No.", by=case[1], now=LATER)
    assert not versions.is_superseded(session, report.public_id, 1, by=case[1])
    notice = versions.add_notice(
        session, report.public_id, 1, NoticeKind.SUPERSEDED, " Do not use. ", by=case[1], now=EVEN_LATER
    )
    found = watched(session, case, report)
    assert ([each.text for each in found.standing], found.unanswered) == (["Do not use."], ())
    assert versions.is_superseded(session, report.public_id, 1, by=case[1])
    analyst = make_member(session, *case)
    with pytest.raises(Forbidden):
        revisions.withdraw(session, "notice", notice.public_id, "No.", by=analyst, now=EVEN_LATER)
    revisions.withdraw(session, "notice", notice.public_id, "Too soon.", by=case[1], now=EVEN_LATER)
    assert not versions.is_superseded(session, report.public_id, 1, by=case[1])
    found = watched(session, case, report)
    assert found.unanswered
    assert found.standing == ()


def test_only_leads_write_notices_and_never_empty_ones(session, case, report):
    with pytest.raises(Forbidden):
        versions.add_notice(
            session,
            report.public_id,
            1,
            NoticeKind.CORRECTION,
            "x",
            by=make_member(session, *case),
            now=LATER,
        )
    with pytest.raises(DomainError) as refused:
        versions.add_notice(session, report.public_id, 1, NoticeKind.CORRECTION, " ", by=case[1], now=LATER)
    assert refused.value.field == "text"


# What changed


def test_versions_are_compared_with_one_another_and_with_the_draft(session, blobs, case, report):
    make_finding(session, report, case[1], "Nobody stayed.")
    publishing.publish(session, report.public_id, "More.", by=case[1], now=LATER)
    assert any(
        "Nobody stayed." in change.after
        for change in versions.changes(session, blobs, report.public_id, 1, 2, by=case[1], now=LATER)
    )
    make_finding(session, report, case[1], "They came back.")
    changed = versions.changes(session, blobs, report.public_id, 2, None, by=case[1], now=LATER)
    assert any("They came back." in change.after for change in changed)
    assert not any("Nobody stayed." in change.after and not change.before for change in changed)
