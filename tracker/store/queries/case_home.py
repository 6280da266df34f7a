"""What the first page of a case shows besides its assertions: what is waiting, and what is new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.scales import Basis, StatementLinkKind
from tracker.store.models import (
    Assertion,
    Capture,
    Conveys,
    Document,
    Report,
    ReportVersion,
    Resolution,
    Statement,
    StatementLink,
)
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import Rows

SHOWN = 12
_FEW = 6


def assertion_ids(session: Session, case_pk: int) -> dict[str, str]:
    """The public id of every standing assertion of a case, by its label."""
    rows = session.execute(
        select(label("AS", Assertion.number).label("label"), Assertion.public_id).where(
            Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None)
        )
    )
    return {row.label: row.public_id for row in rows}


def forecasts_due(session: Session, viewer: Viewer, case_pk: int, now: datetime) -> Rows:
    """The forecasts that can be judged by now and of which nothing is resolved yet, by their dates."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        select(
            Statement.public_id,
            label("ST", Statement.number).label("label"),
            Statement.gist,
            *Statement.due.columns,
        )
        .where(
            Statement.case_pk == case_pk,
            Statement.withdrawn_at.is_(None),
            Statement.basis == Basis.FORECAST,
            Statement.due.latest <= now,
            ~exists().where(
                Conveys.statement_pk == Statement.pk,
                Conveys.withdrawn_at.is_(None),
                Resolution.assertion_pk == Conveys.assertion_pk,
                Resolution.withdrawn_at.is_(None),
            ),
        )
        .order_by(Statement.due.latest, Statement.pk)
        .limit(_FEW)
    ).all()


def newest_captures(session: Session, case_pk: int) -> Rows:
    """The last few captures with their documents."""
    return session.execute(
        select(
            Capture.public_id,
            label("E", Capture.number).label("label"),
            Capture.captured_at,
            Document.title,
            Document.kind,
        )
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, Capture.withdrawn_at.is_(None), Document.withdrawn_at.is_(None))
        .order_by(Capture.number.desc())
        .limit(_FEW)
    ).all()


def newest_reports(session: Session, case_pk: int) -> Rows:
    """The last few reports, each with the number of its newest published version."""
    published = (
        select(func.max(ReportVersion.number)).where(ReportVersion.report_pk == Report.pk).scalar_subquery()
    )
    return session.execute(
        select(
            Report.public_id,
            label("R", Report.number).label("label"),
            Report.title,
            published.label("published"),
        )
        .where(Report.case_pk == case_pk, Report.withdrawn_at.is_(None))
        .order_by(Report.number.desc())
        .limit(_FEW)
    ).all()


def retracted(session: Session, case_pk: int) -> Rows:
    """The last few statements that their own source took back."""
    recorded, voice = standing("voice")
    taken = aliased(Statement, name="taken")
    found = (
        select(
            taken.public_id,
            label("ST", taken.number).label("label"),
            taken.gist,
            shown_name(voice).label("source"),
            StatementLink.reason,
        )
        .select_from(StatementLink)
        .join(taken, taken.pk == StatementLink.to_pk)
        .join(recorded, recorded.pk == taken.source_pk)
        .join(voice, stands_for(recorded, voice))
        .where(
            StatementLink.case_pk == case_pk,
            StatementLink.kind == StatementLinkKind.RETRACTS,
            StatementLink.withdrawn_at.is_(None),
        )
        .order_by(StatementLink.pk.desc())
        .limit(_FEW)
    )
    return session.execute(found).all()
