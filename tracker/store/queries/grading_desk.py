"""What the grading pages read: what waits for the viewer's grade, and what everybody gave.

A statement that makes several claims is graded for each: here every claim of it is an item of its own. Names
are what the viewer may see; which of the others' grades are shown is decided by `domain.blindness`, for which
`given` selects what it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.scales import GradeScale
from tracker.store.engine import folded
from tracker.store.models import Assertion, Conveys, Grade, Source, Statement, User
from tracker.store.queries.blindness import judging
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import AnyRow, AnySelect, Rows, page_within

PAGE = 25
MOST_PAGES = 400
RECENT = 8
_STATEMENT_ITEM = re.compile(r"ST(\d{1,9})(?:/AS(\d{1,9}))?", re.IGNORECASE)
_SOURCE_ITEM = re.compile(r"SRC(\d{1,9})", re.IGNORECASE)

_recorded, _voice = standing("voice")
_newer = aliased(Grade, name="newer")
_own = aliased(Grade, name="own")
_merged = aliased(Source, name="merged")
_claimed = aliased(Assertion, name="claimed")
_conveyed = (
    (Conveys.statement_pk == Statement.pk)
    & Conveys.withdrawn_at.is_(None)
    & exists().where(_claimed.pk == Conveys.assertion_pk, _claimed.withdrawn_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits for the viewer's grade."""

    rows: Rows
    total: int
    page: int


_STATEMENTS: AnySelect = (
    select(
        Statement.pk,
        Statement.public_id,
        label("ST", Statement.number).label("label"),
        Statement.gist.label("text"),
        Statement.verbatim,
        Statement.basis,
        *Statement.said_at.columns,
        shown_name(_voice).label("voice"),
        _voice.kind.label("voice_kind"),
        label("AS", Assertion.number).label("assertion"),
        Assertion.text.label("assertion_text"),
    )
    .join(_recorded, _recorded.pk == Statement.source_pk)
    .join(_voice, stands_for(_recorded, _voice))
    .outerjoin(Conveys, _conveyed)
    .outerjoin(Assertion, Assertion.pk == Conveys.assertion_pk)
    .where(Statement.withdrawn_at.is_(None))
)
_SOURCES: AnySelect = select(
    Source.pk,
    Source.public_id,
    label("SRC", Source.number).label("label"),
    shown_name(Source).label("text"),
    Source.kind.label("voice_kind"),
    Source.descriptor,
).where(Source.withdrawn_at.is_(None), Source.merged_into_pk.is_(None))
SORTS: dict[GradeScale, dict[str, tuple[ColumnElement[Any] | Any, ...]]] = {
    GradeScale.CREDIBILITY: {
        "recorded": (Statement.number,),
        "said": (Statement.said_at.earliest.is_(None), Statement.said_at.earliest),
        "source": (folded(shown_name(_voice)),),
        "claim": (Assertion.number.is_(None), Assertion.number),
    },
    GradeScale.RELIABILITY: {
        "recorded": (Source.number,),
        "source": (folded(shown_name(Source)),),
        "kind": (Source.kind,),
    },
}
_LAST = {
    GradeScale.CREDIBILITY: (Statement.number, Assertion.number),
    GradeScale.RELIABILITY: (Source.number,),
}


def queue(
    session: Session,
    viewer: Viewer,
    case_pk: int,
    scale: GradeScale,
    *,
    sort: str = "recorded",
    page: int = 1,
) -> Queue:
    """One page of the statements (claim by claim) or sources of a case that the viewer has not graded."""
    require(viewer, Right.READ, case_pk)
    waiting = _waiting(viewer, case_pk, scale)
    total = count_waiting(session, viewer, case_pk, scale)
    shown = min(page_within(page, total, PAGE), MOST_PAGES)
    columns = SORTS[scale].get(sort.removeprefix("-"), SORTS[scale]["recorded"])
    order = [*columns[:-1], columns[-1].desc() if sort.startswith("-") else columns[-1]]
    rows = session.execute(
        waiting.order_by(*order, *_LAST[scale]).limit(PAGE).offset((shown - 1) * PAGE)
    ).all()
    return Queue(rows, total, shown)


def count_waiting(session: Session, viewer: Viewer, case_pk: int, scale: GradeScale) -> int:
    """How many statements (claim by claim) or sources of a case the viewer has not graded."""
    require(viewer, Right.READ, case_pk)
    counted = select(func.count()).select_from(_waiting(viewer, case_pk, scale).subquery())
    return session.scalar(counted) or 0


def chosen(
    session: Session, viewer: Viewer, case_pk: int, scale: GradeScale, items: Iterable[str]
) -> dict[str, AnyRow]:
    """The standing items of a case that are named by label (ST7/AS2, ST8, SRC3), each by its name."""
    require(viewer, Right.READ, case_pk)
    if scale is GradeScale.RELIABILITY:
        numbers = [int(match[1]) for item in items if (match := _SOURCE_ITEM.fullmatch(item))]
        condition: ColumnElement[bool] = Source.number.in_(numbers)
        found = session.execute(
            _SOURCES.where(Source.case_pk == case_pk, condition).order_by(Source.number)
        ).all()
        return {row.label: row for row in found}
    pairs = [match.groups() for item in items if (match := _STATEMENT_ITEM.fullmatch(item))]
    condition = or_(
        false(),
        *(
            (Statement.number == int(statement))
            & (Assertion.number == int(claim) if claim else Assertion.number.is_(None))
            for statement, claim in pairs
        ),
    )
    rows = session.execute(
        _STATEMENTS.where(Statement.case_pk == case_pk, condition).order_by(*_LAST[scale])
    ).all()
    return {item_of(row): row for row in rows}


def item_of(row: AnyRow) -> str:
    """How a row of a queue is named in an address: ST7/AS2, ST8, SRC3."""
    assertion = getattr(row, "assertion", None)
    return f"{row.label}/{assertion}" if assertion else str(row.label)


def recent_reasons(session: Session, viewer: Viewer, case_pk: int, scale: GradeScale) -> list[str]:
    """The reasons the viewer gave last for grades on that scale, the newest first, each once."""
    require(viewer, Right.READ, case_pk)
    return list(
        session.scalars(
            select(Grade.reason)
            .where(
                Grade.case_pk == case_pk,
                Grade.scale == scale,
                Grade.recorded_by_pk == viewer.user_pk,
                Grade.is_adjudication.is_(False),
            )
            .group_by(Grade.reason)
            .order_by(func.max(Grade.pk).desc())
            .limit(RECENT)
        )
    )


def given(session: Session, viewer: Viewer, case_pk: int) -> Rows:
    """Every current grade of the standing statements and sources of a case, settlements among them.

    The oldest first. Grades for a claim that is withdrawn, or that the statement no longer conveys, are left
    out. Whoever shows them asks `domain.blindness` first.
    """
    require(viewer, Right.READ, case_pk)
    return session.execute(_GIVEN.where(Grade.case_pk == case_pk), {"viewer": viewer.user_pk}).all()


_graded_recorded, _graded = standing("graded")
# What was graded before it conveyed anything is graded for its only claim.
_only_claim = (
    select(func.max(Conveys.assertion_pk))
    .join(_claimed, (_claimed.pk == Conveys.assertion_pk) & _claimed.withdrawn_at.is_(None))
    .where(Conveys.statement_pk == Grade.statement_pk, Conveys.withdrawn_at.is_(None))
    .having(func.count() == 1)
    .correlate(Grade)
    .scalar_subquery()
)
_GIVEN: AnySelect = (
    select(
        *judging(bindparam("viewer", type_=Integer)),
        Grade.pk,
        Grade.public_id,
        Grade.scale,
        Grade.value,
        Grade.reason,
        Grade.override_reason,
        Grade.topic,
        Grade.access,
        Grade.is_adjudication,
        Grade.recorded_at,
        Grade.recorded_by_pk,
        User.display_name.label("analyst"),
        func.coalesce(Statement.pk, _graded.pk).label("target_pk"),
        func.coalesce(Statement.public_id, _graded.public_id).label("target_id"),
        func.coalesce(label("ST", Statement.number), label("SRC", _graded.number)).label("label"),
        func.coalesce(Statement.gist, shown_name(_graded)).label("text"),
        _voice.pk.label("voice_pk"),
        shown_name(_voice).label("voice"),
        label("AS", Assertion.number).label("assertion"),
        Assertion.text.label("assertion_text"),
        Assertion.topic.label("assertion_topic"),
    )
    .outerjoin(User, User.pk == Grade.recorded_by_pk)
    .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
    .outerjoin(Statement, Statement.pk == Grade.statement_pk)
    .outerjoin(_recorded, _recorded.pk == Statement.source_pk)
    .outerjoin(_voice, stands_for(_recorded, _voice))
    .outerjoin(Assertion, Assertion.pk == func.coalesce(Grade.assertion_pk, _only_claim))
    .outerjoin(_graded_recorded, _graded_recorded.pk == Grade.source_pk)
    .outerjoin(_graded, stands_for(_graded_recorded, _graded))
    .where(
        _newer.pk.is_(None),
        Grade.scale.in_([GradeScale.CREDIBILITY, GradeScale.RELIABILITY]),
        Statement.withdrawn_at.is_(None),
        _graded.withdrawn_at.is_(None),
        Assertion.withdrawn_at.is_(None),
        Grade.assertion_pk.is_(None)
        | exists().where(
            Conveys.statement_pk == Grade.statement_pk,
            Conveys.assertion_pk == Grade.assertion_pk,
            Conveys.withdrawn_at.is_(None),
        ),
    )
    .order_by(Grade.pk)
)


def _waiting(viewer: Viewer, case_pk: int, scale: GradeScale) -> AnySelect:
    own = select(_own.pk).where(_own.recorded_by_pk == viewer.user_pk, _own.is_adjudication.is_(False))
    if scale is GradeScale.CREDIBILITY:
        graded = own.where(
            _own.statement_pk == Statement.pk,
            _own.assertion_pk.is_(None) | (_own.assertion_pk == Assertion.pk),
        )
        return _STATEMENTS.where(Statement.case_pk == case_pk, ~exists(graded))
    graded = own.join(_merged, _merged.pk == _own.source_pk).where(
        or_(_merged.pk == Source.pk, _merged.merged_into_pk == Source.pk)
    )
    return _SOURCES.where(Source.case_pk == case_pk, ~exists(graded))
