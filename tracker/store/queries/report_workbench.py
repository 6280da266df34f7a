"""What stands on the workbench of a report: findings, grades, citations and the passages behind them.

Every function takes a report that `reports.get_report` has answered to the viewer; withdrawn parts come too.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.scales import StatementLinkKind
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Anchor,
    Assertion,
    Capture,
    Citation,
    Document,
    Finding,
    Grade,
    Passage,
    ReportSection,
    Statement,
    StatementLink,
    User,
)
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.columns import PASSAGE
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnySelect, Rows

_MOST_WORDS = 8
"""More words than these find nothing that fewer do not."""

_recorded, _voice = standing("voice")
_reporter_recorded, _reporter = standing("reporter")
_withdrawer = aliased(User, name="withdrawer")
_newer = aliased(Grade, name="newer")
_retracted = exists(
    select(StatementLink.pk).where(
        StatementLink.to_pk == Statement.pk,
        StatementLink.kind == StatementLinkKind.RETRACTS,
        StatementLink.withdrawn_at.is_(None),
    )
)


def sections_of(session: Session, report: Any) -> Rows:
    """The written sections of a report in their order."""
    return session.execute(
        select(
            ReportSection.pk,
            ReportSection.public_id,
            label("P", ReportSection.number).label("label"),
            ReportSection.title,
            ReportSection.text,
            ReportSection.version,
            ReportSection.withdrawn_at,
            ReportSection.withdrawn_reason,
            _withdrawer.display_name.label("withdrawn_by"),
        )
        .outerjoin(_withdrawer, _withdrawer.pk == ReportSection.withdrawn_by_pk)
        .where(ReportSection.report_pk == report.pk)
        .order_by(ReportSection.position, ReportSection.pk)
    ).all()


def findings_of(session: Session, report: Any) -> Rows:
    """The findings of a report in their order."""
    return session.execute(
        select(
            Finding.pk,
            Finding.public_id,
            label("F", Finding.number).label("label"),
            Finding.text,
            Finding.withdrawn_at,
            Finding.withdrawn_reason,
            _withdrawer.display_name.label("withdrawn_by"),
            label("AS", Assertion.number).label("assertion_label"),
            Assertion.public_id.label("assertion_id"),
            Assertion.text.label("assertion_text"),
            Assertion.withdrawn_at.label("assertion_withdrawn_at"),
        )
        .outerjoin(Assertion, Assertion.pk == Finding.assertion_pk)
        .outerjoin(_withdrawer, _withdrawer.pk == Finding.withdrawn_by_pk)
        .where(Finding.report_pk == report.pk)
        .order_by(Finding.position, Finding.pk)
    ).all()


def judgements_of(session: Session, viewer: Viewer, report: Any) -> Shown:
    """The current likelihood and confidence grades of a report's findings, the newest first."""
    found = session.execute(
        select(
            *judging(viewer),
            Grade.finding_pk,
            Grade.scale,
            Grade.value,
            Grade.reason,
            Grade.recorded_at,
            User.display_name.label("analyst"),
        )
        .join(Finding, Finding.pk == Grade.finding_pk)
        .outerjoin(User, User.pk == Grade.recorded_by_pk)
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .where(Finding.report_pk == report.pk, _newer.pk.is_(None))
        .order_by(Grade.pk.desc())
    )
    return shown(viewer, found)


def citations_of(session: Session, viewer: Viewer, report: Any) -> Rows:
    """What the findings of a report cite, in the order it was cited."""
    return session.execute(
        _with_voices(
            select(
                Citation.public_id,
                Citation.finding_pk,
                Citation.role,
                Citation.withdrawn_at,
                shown_reason(Citation),
                Statement.pk.label("statement_pk"),
                Statement.public_id.label("statement_id"),
                label("ST", Statement.number).label("statement_label"),
                Statement.gist,
                Statement.basis,
                *Statement.said_at.columns,
                Statement.withdrawn_at.label("statement_withdrawn_at"),
                _retracted.label("is_retracted"),
                _voice.public_id.label("source_id"),
                _voice.kind.label("source_kind"),
                shown_name(_voice).label("source_name"),
                shown_name(_reporter).label("reporter_name"),
            )
            .join(Finding, Finding.pk == Citation.finding_pk)
            .join(Statement, Statement.pk == Citation.statement_pk)
        )
        .where(Finding.report_pk == report.pk)
        .order_by(Citation.pk),
        looking(viewer),
    ).all()


def passages_of(session: Session, statement_pks: Collection[int]) -> Rows:
    """Where those statements stand: each standing passage with its capture and document."""
    return session.execute(
        select(
            Anchor.statement_pk,
            *PASSAGE,
            Capture.public_id.label("capture_id"),
            label("E", Capture.number).label("capture_label"),
            Document.title.label("document_title"),
        )
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .where(
            Anchor.statement_pk.in_(statement_pks),
            Anchor.withdrawn_at.is_(None),
            Capture.withdrawn_at.is_(None),
            Document.withdrawn_at.is_(None),
        )
        .order_by(Anchor.pk)
    ).all()


def numbered(session: Session, viewer: Viewer, case_pk: int, numbers: Collection[int]) -> Rows:
    """What is known of the statements with these numbers, withdrawn ones too, in their order."""
    return session.execute(
        _with_voices(
            select(
                Statement.pk,
                Statement.public_id,
                label("ST", Statement.number).label("label"),
                Statement.gist,
                Statement.withdrawn_at,
                shown_reason(Statement),
                _retracted.label("is_retracted"),
                _voice.kind.label("source_kind"),
                shown_name(_voice).label("source_name"),
                shown_name(_reporter).label("reporter_name"),
            )
        )
        .where(Statement.case_pk == case_pk, Statement.number.in_(numbers))
        .order_by(Statement.number),
        looking(viewer),
    ).all()


def citable(session: Session, viewer: Viewer, case_pk: int, search: str, *, limit: int) -> Rows:
    """Standing statements that hold every word of a search in their words or their source's name.

    The statement with that very label comes first, then the newest.
    """
    require(viewer, Right.READ, case_pk)
    own = label("ST", Statement.number)
    texts = (Statement.gist, Statement.verbatim, Statement.translation, shown_name(_voice))
    return session.execute(
        _with_voices(
            select(
                own.label("label"),
                Statement.gist,
                _voice.kind.label("source_kind"),
                shown_name(_voice).label("source_name"),
            )
        )
        .where(
            Statement.case_pk == case_pk,
            Statement.withdrawn_at.is_(None),
            *(or_(folded(own) == folded(word), _any_holds(texts, word)) for word in _words(search)),
        )
        .order_by((folded(own) == folded(search.strip())).desc(), Statement.number.desc())
        .limit(limit)
    ).all()


def traceable(session: Session, viewer: Viewer, case_pk: int, search: str, *, limit: int) -> Rows:
    """Standing assertions that hold every word of a search, the newest first: label, text."""
    require(viewer, Right.READ, case_pk)
    own = label("AS", Assertion.number)
    return session.execute(
        select(own.label("label"), Assertion.text)
        .where(
            Assertion.case_pk == case_pk,
            Assertion.withdrawn_at.is_(None),
            *(_any_holds((own, Assertion.text), word) for word in _words(search)),
        )
        .order_by(Assertion.number.desc())
        .limit(limit)
    ).all()


def pictures(session: Session, viewer: Viewer, case_pk: int, search: str, *, limit: int) -> Rows:
    """Standing pictures that hold every word of a search in their title, the newest first: label, title."""
    require(viewer, Right.READ, case_pk)
    own = label("E", Capture.number)
    return session.execute(
        select(own.label("label"), Document.title)
        .join(Document, Document.pk == Capture.document_pk)
        .where(
            Document.case_pk == case_pk,
            Document.withdrawn_at.is_(None),
            Capture.withdrawn_at.is_(None),
            Capture.media_type.like("image/%"),
            *(_any_holds((own, Document.title), word) for word in _words(search)),
        )
        .order_by(Capture.number.desc())
        .limit(limit)
    ).all()


def _with_voices(columns: AnySelect) -> AnySelect:
    return (
        columns.join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .outerjoin(_reporter_recorded, _reporter_recorded.pk == Statement.reporter_pk)
        .outerjoin(_reporter, stands_for(_reporter_recorded, _reporter))
    )


def _words(search: str) -> list[str]:
    return search.split()[:_MOST_WORDS]


def _any_holds(texts: Collection[Any], word: str) -> ColumnElement[bool]:
    return or_(*(holds_text(text, word) for text in texts))
