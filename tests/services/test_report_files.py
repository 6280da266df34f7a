"""The customer's files that reports are made with, and how they print: checked, kept, replaced with a reason."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.exporters.test_prepared import STYLE
from tests.exporters.word_templates import letterhead, template
from tests.factories import NOW, make_case, make_finding, make_member, make_report, make_statement
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.scales import AssetKind, Language, LikelihoodRow, Paper
from tracker.exporters import EXPORTERS
from tracker.exporters.options import PLAIN, Options
from tracker.services import publishing, report_files, versions
from tracker.services.report_files import NewFile, ReportSettings
from tracker.store.models import AuditEvent, CaseAsset

WORD, CSL = AssetKind.WORD_TEMPLATE, AssetKind.CITATION_STYLE


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def change(session, blobs, case):
    def make(*, by=None, reason=None, version=None, drop=(), now=NOW, **given):
        files = {
            kind: NewFile(f"{kind.name}.bin", given.pop(kind.name))
            for kind in AssetKind
            if kind.name in given
        }
        usual = {"paper": Paper.A4, "language": Language.ENGLISH, "likelihood_row": LikelihoodRow.TERM}
        settings = ReportSettings(**{**usual, **given}, files=files, withdrawn=frozenset(drop))
        report_files.change(
            session,
            blobs,
            case[0].public_id,
            settings,
            version=version,
            reason=reason,
            by=by or case[1],
            now=now,
        )

    return make


def options(session, blobs, case):
    return report_files.options(session, blobs, case[0].pk, by=case[1])


def test_a_case_without_files_uses_ours(session, blobs, case):
    assert options(session, blobs, case) == PLAIN


def test_files_are_kept_byte_for_byte_and_used(session, blobs, case, change):
    change(WORD_TEMPLATE=letterhead(), CITATION_STYLE=STYLE)
    assert options(session, blobs, case) == Options(letterhead(), STYLE)
    report = make_report(session, *case)
    assert report_files.of_report(session, blobs, report.public_id, by=case[1]) == Options(
        letterhead(), STYLE
    )
    actions = session.scalars(select(AuditEvent.action)).all()
    assert actions.count("report file added") == 2


def test_a_replaced_file_stays_with_the_reason(session, blobs, case, change):
    change(WORD_TEMPLATE=letterhead())
    with pytest.raises(DomainError, match="Say why"):
        change(WORD_TEMPLATE=template())


def test_replacing_keeps_the_one_before(session, blobs, case, change):
    change(WORD_TEMPLATE=letterhead())
    change(WORD_TEMPLATE=template(), reason="The house moved.")
    assert options(session, blobs, case).word_template == template()
    first, second = session.scalars(select(CaseAsset).order_by(CaseAsset.pk))
    assert (first.withdrawn_reason, first.is_withdrawn, second.is_withdrawn) == (
        "The house moved.",
        True,
        False,
    )
    assert blobs.read(first.sha256) == letterhead()


def test_a_version_is_made_with_the_files_of_its_time_whenever_it_is_made(session, blobs, case, change):
    report = make_report(session, *case)
    statement = make_statement(session, blobs, *case, "They left.", author="A paper")
    make_finding(session, report, case[1], "They left.", cites=(statement,))
    change(CITATION_STYLE=STYLE)
    publishing.publish(session, report.public_id, "So.", by=case[1], now=NOW)

    def made():
        return versions.read_file(session, blobs, report.public_id, 1, "md", by=case[1])

    before = made()
    assert b"|" in before.split(b"References")[-1]  # how that style ends each
    change(drop=[CSL], reason="Not wanted.", now=NOW + timedelta(days=1))
    assert made() == before
    change(CITATION_STYLE=STYLE.replace(b'suffix="|"', b'suffix="HACKED"'), now=NOW + timedelta(days=2))
    assert made() == before
    assert b"HACKED" in drafted(session, blobs, case, report)


def drafted(session, blobs, case, report):
    out = BytesIO()
    document = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    EXPORTERS["md"].write(document, out, options(session, blobs, case))
    return out.getvalue()


def test_a_file_can_be_used_no_longer(session, blobs, case, change):
    change(CITATION_STYLE=STYLE, WORD_TEMPLATE=template())
    change(drop=[CSL], reason="Not wanted.")
    assert options(session, blobs, case) == Options(word_template=template())
    change(drop=[CSL])  # there is none: nothing to say why of


def test_the_page_of_the_case_is_the_page_of_its_reports(session, case, change):
    report = make_report(session, *case)
    with pytest.raises(DomainError, match="Say why"):
        change(paper=Paper.LETTER)
    change(
        paper=Paper.LETTER,
        likelihood_row=LikelihoodRow.EQUIVALENT,
        language=Language.AMERICAN,
        reason="An American customer.",
    )
    meta = publishing.draft(session, report.public_id, by=case[1], now=NOW).meta
    assert (meta.paper, meta.language) == ("letter", "en-US")
    assert case[0].likelihood_row is LikelihoodRow.EQUIVALENT


@pytest.mark.parametrize(
    ("files", "field", "message"),
    [
        ({"WORD_TEMPLATE": b""}, "word_template", "empty"),
        ({"WORD_TEMPLATE": STYLE}, "word_template", "not a Word file"),
        ({"CITATION_STYLE": template()}, "citation_style", "not a citation style"),
    ],
)
def test_an_unsound_file_is_refused_before_anything_is_written(session, case, change, files, field, message):
    with pytest.raises(DomainError, match=message) as refused:
        change(paper=Paper.LETTER, reason="Because.", **files)
    assert refused.value.field == field
    assert case[0].paper is Paper.A4
    assert session.scalars(select(CaseAsset)).all() == []


def test_only_a_lead_changes_it_and_only_members_read_it(session, blobs, case, change):
    analyst = make_member(session, *case)
    with pytest.raises(Forbidden):
        change(by=analyst, WORD_TEMPLATE=template())
    assert report_files.options(session, blobs, case[0].pk, by=analyst) == PLAIN
    _, stranger = make_case(session, code="OTHER")
    with pytest.raises(NotFound):
        report_files.options(session, blobs, case[0].pk, by=stranger)


def test_a_change_over_somebody_elses_is_a_conflict(change):
    with pytest.raises(Conflict):
        change(paper=Paper.LETTER, reason="Because.", version=7)
