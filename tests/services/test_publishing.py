"""A published version never changes, is found again, and names no protected source in any format."""

import io
import zipfile
from hashlib import sha256

import pypdf
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
from tracker.domain.scales import CaseRole
from tracker.exporters import EXPORTERS
from tracker.services import publishing, reports, revisions
from tracker.services.reports import ReportContent
from tracker.services.sources import SourceChoice
from tracker.store.models import ReportVersion

CANARY = "Zubayda Canaria"


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def report(session, blobs, case):
    report = make_report(session, *case, "Who left?")
    statement = make_statement(session, blobs, *case, "They left at three.", author="R")
    make_finding(session, report, case[1], "They left.", cites=(statement,))
    return report


def publish(session, case, report, note="It says what is missing."):
    return publishing.publish(session, report.public_id, note, by=case[1], now=NOW)


def written(document, name):
    out = io.BytesIO()
    EXPORTERS[name].write(document, out)
    return out.getvalue()


def test_versions_are_numbered_and_frozen_under_their_hash(session, case, report):
    first, second = publish(session, case, report), publish(session, case, report)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == sha256(first.content.encode()).hexdigest()
    document = publishing.published(session, report.public_id, 1, by=case[1])
    assert document.to_json() == first.content
    assert (document.meta.version, document.digest) == ("Version 1", first.sha256)


def test_later_changes_leave_what_was_published_alone(session, case, report):
    version = publish(session, case, report)
    before = {
        name: written(publishing.published(session, report.public_id, 1, by=case[1]), name)
        for name in ("html", "md")
    }
    content, digest = version.content, version.sha256
    reports.correct(
        session, report.public_id, ReportContent("Anew"), version=1, reason=None, by=case[1], now=NOW
    )
    make_finding(session, report, case[1], "One more.")
    statement = session.scalars(select(revisions.WITHDRAWABLE["statement"])).one()
    revisions.withdraw(session, "statement", statement.public_id, "No.", by=case[1], now=NOW)
    session.commit()
    session.expire_all()
    kept = session.scalars(select(ReportVersion)).one()
    assert (kept.content, kept.sha256) == (content, digest)
    document = publishing.published(session, report.public_id, 1, by=case[1])
    assert {name: written(document, name) for name in before} == before
    assert "Anew" in publishing.draft(session, report.public_id, by=case[1], now=NOW).meta.title


def test_a_version_whose_bytes_were_changed_is_refused(session, case, report):
    version = publish(session, case, report)
    version.content = version.content.replace("They left", "They stayed")
    session.flush()
    with pytest.raises(DomainError, match="no longer what was published"):
        publishing.published(session, report.public_id, 1, by=case[1])
    with pytest.raises(NotFound):
        publishing.published(session, report.public_id, 2, by=case[1])


def test_what_is_missing_needs_a_note(session, case, report):
    assert publishing.missing(session, report.public_id, by=case[1], now=NOW)
    for note in (None, "  "):
        with pytest.raises(DomainError) as refused:
            publish(session, case, report, note)
        assert refused.value.field == "note"
    assert session.scalar(select(func.count(ReportVersion.pk))) == 0


def test_nothing_is_published_without_a_finding_or_after_a_withdrawal(session, case, report):
    empty = make_report(session, *case)
    with pytest.raises(DomainError, match="at least one finding"):
        publish(session, case, empty)
    revisions.withdraw(session, "report", report.public_id, "No.", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="Restore"):
        publish(session, case, report)


def test_only_leads_publish_and_strangers_read_nothing(session, case, report):
    publish(session, case, report)
    analyst, stranger = make_member(session, *case, CaseRole.ANALYST), make_user(session)
    with pytest.raises(Forbidden):
        publishing.publish(session, report.public_id, "Now.", by=analyst, now=NOW)
    for read in (
        lambda by: publishing.published(session, report.public_id, 1, by=by),
        lambda by: publishing.draft(session, report.public_id, by=by, now=NOW),
        lambda by: publishing.missing(session, report.public_id, by=by, now=NOW),
    ):
        assert read(analyst) is not None
        with pytest.raises(NotFound):
            read(stranger)


def test_a_protected_name_stands_in_no_byte_of_any_format(session, blobs, case, report):
    guard = make_source(
        session, *case, CANARY, is_protected=True, pseudonym="JUNIPER", descriptor="a guard at the gate"
    )
    capture = make_capture(
        session,
        blobs,
        *case,
        "I opened the gate.",
        author=SourceChoice(guard.label),
        obtained_from=SourceChoice(guard.label),
    )
    said = record_chain(
        session,
        capture,
        "I opened the gate.",
        SourceChoice(guard.label),
        by=case[1],
        asserts=("It was opened",),
    )
    make_finding(session, report, case[1], "The gate was opened.", assertion="AS1", cites=said)
    version = publish(session, case, report)
    draft = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    assert not leaks(version.content.encode())
    for document in (draft, publishing.published(session, report.public_id, 1, by=case[1])):
        for name in EXPORTERS:
            held = written(document, name)
            assert not leaks(held), name
            words = inside(held, name)
            assert "JUNIPER" in words, name
            assert not leaks(words.encode()), name


def leaks(held):
    """Whether any part of the name stands there, however the format spells text."""
    codes = ("utf-8", "utf-16-be", "utf-16-le")
    return any(part.encode(code) in held for part in CANARY.split() for code in codes)


def inside(held, name):
    """What a reader of the file finds in it, its packed parts and its properties included."""
    if name in ("docx", "odt", "check-xlsx"):
        with zipfile.ZipFile(io.BytesIO(held)) as packed:
            return " ".join(packed.read(part).decode("utf-8", "replace") for part in packed.namelist())
    if name == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(held))
        objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
        streams = [each.get_data().decode("latin-1") for each in objects if hasattr(each, "get_data")]
        assert streams
        return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), *streams])
    return held.decode()
