"""Reading cases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.store.engine import folded
from tracker.store.models import Assertion, Case, Document, Statement
from tracker.store.queries.rows import AnyRow, Rows

_CASE = (
    Case.pk,
    Case.public_id,
    Case.code,
    Case.title,
    Case.summary,
    Case.place,
    Case.profile,
    Case.zone,
    Case.tlp,
    Case.grades_are_blind,
    Case.shows_codes,
    Case.letter_bounds,
    Case.likelihood_row,
    Case.paper,
    Case.language,
    Case.version,
    Case.recorded_at,
)


def get_case(session: Session, viewer: Viewer, code: str) -> AnyRow:
    """The case with that code; `NotFound` to strangers, as if it did not exist."""
    row = session.execute(select(*_CASE).where(folded(Case.code) == folded(code))).first()
    if row is None or row.pk not in viewer.case_pks:
        raise NotFound("There is no such case, or you are not a member of it.")
    require(viewer, Right.READ, row.pk)
    return row


def list_cases(session: Session, viewer: Viewer) -> Rows:
    """The viewer's cases, newest first, with how much each holds."""

    def count(model: type[Document | Statement | Assertion]) -> Any:
        return (
            select(func.count())
            .select_from(model)
            .where(model.case_pk == Case.pk, model.withdrawn_at.is_(None))
            .scalar_subquery()
        )

    return session.execute(
        select(
            *_CASE,
            count(Document).label("documents"),
            count(Statement).label("statements"),
            count(Assertion).label("assertions"),
        )
        .where(Case.pk.in_(viewer.case_pks))
        .order_by(Case.recorded_at.desc(), Case.pk)
    ).all()
