"""Reading resolutions: how assertions turned out, on what basis, and what a track record is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import Outcome
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Assertion,
    Grade,
    Relay,
    Resolution,
    ResolutionBasis,
    RestsOn,
    Source,
    Statement,
    User,
)
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import AnyRow, AnySelect, Rows, page_within

PAGE = 50
_LABEL = re.compile(r"ST(\d{1,9})", re.IGNORECASE)
_recorded, _voice = standing("voice")
_analyst = aliased(User, name="analyst")
_withdrawer = aliased(User, name="withdrawer")


@dataclass(frozen=True, slots=True)
class StandingResolution:
    """How an assertion turned out, as it stands now.

    `basis` are the statements it rests on, by label: public_id, label, gist, source_name, and withdrawn_at
    where one was withdrawn since.
    """

    public_id: str
    outcome: Outcome
    reason: str
    analyst: str | None
    recorded_at: datetime
    basis: Rows

    @property
    def basis_labels(self) -> tuple[str, ...]:
        return tuple(row.label for row in self.basis)

    @property
    def lost_its_basis(self) -> bool:
        """Whether something it rests on was withdrawn, so that it counts for nobody until resolved again."""
        return any(row.withdrawn_at is not None for row in self.basis)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resolutions a list shows; `topic` "-" means those of assertions without one."""

    q: str = ""
    outcome: Outcome | None = None
    topic: str = ""
    withdrawn: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: which one it is, and how long the whole is."""

    rows: Rows
    total: int
    page: int


_RESOLUTIONS: AnySelect = (
    select(
        Resolution.pk,
        Resolution.case_pk,
        Resolution.public_id,
        Resolution.outcome,
        Resolution.reason,
        Resolution.recorded_at,
        Resolution.withdrawn_at,
        Resolution.withdrawn_reason,
        _analyst.display_name.label("analyst"),
        _withdrawer.display_name.label("withdrawn_by"),
        label("AS", Assertion.number).label("label"),
        Assertion.public_id.label("assertion_id"),
        Assertion.text,
        Assertion.topic,
        Assertion.withdrawn_at.label("assertion_withdrawn_at"),
    )
    .join(Assertion, Assertion.pk == Resolution.assertion_pk)
    .outerjoin(_analyst, _analyst.pk == Resolution.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == Resolution.withdrawn_by_pk)
)


def resolution_of(session: Session, viewer: Viewer, assertion: Any) -> StandingResolution | None:
    """How an assertion (a row with its pk and case_pk) turned out; None while nobody has resolved it."""
    require(viewer, Right.READ, assertion.case_pk)
    row = session.execute(
        _RESOLUTIONS.where(Resolution.assertion_pk == assertion.pk, Resolution.withdrawn_at.is_(None))
    ).first()
    if row is None:
        return None
    return StandingResolution(
        row.public_id, row.outcome, row.reason, row.analyst, row.recorded_at, basis_of(session, [row.pk])
    )


def earlier_resolutions(session: Session, viewer: Viewer, assertion: Any) -> Rows:
    """The withdrawn resolutions of an assertion, the newest first, each with why it was withdrawn."""
    require(viewer, Right.READ, assertion.case_pk)
    return session.execute(
        _RESOLUTIONS.where(
            Resolution.assertion_pk == assertion.pk, Resolution.withdrawn_at.is_not(None)
        ).order_by(Resolution.pk.desc())
    ).all()


def get_resolution(session: Session, viewer: Viewer, public_id: str) -> AnyRow:
    """One resolution; `NotFound` to strangers of its case."""
    row = None
    if is_public_id(public_id):
        row = session.execute(_RESOLUTIONS.where(Resolution.public_id == public_id)).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


def basis_of(session: Session, resolution_pks: Iterable[int]) -> Rows:
    """The statements that resolutions rest on, each with its resolution_pk, in label order."""
    return session.execute(
        select(
            ResolutionBasis.resolution_pk,
            Statement.pk.label("statement_pk"),
            Statement.public_id,
            label("ST", Statement.number).label("label"),
            Statement.gist,
            Statement.withdrawn_at,
            shown_name(_voice).label("source_name"),
            _voice.kind.label("source_kind"),
        )
        .join(Statement, Statement.pk == ResolutionBasis.statement_pk)
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(ResolutionBasis.resolution_pk.in_(list(resolution_pks)))
        .order_by(ResolutionBasis.resolution_pk, Statement.number)
    ).all()


def list_resolutions(session: Session, viewer: Viewer, case_pk: int, wanted: Wanted) -> Listed:
    """One page of the resolutions of a case, the newest first."""
    require(viewer, Right.READ, case_pk)
    conditions = _conditions(case_pk, wanted)
    total = (
        session.scalar(
            select(func.count(Resolution.pk))
            .join(Assertion, Assertion.pk == Resolution.assertion_pk)
            .where(*conditions)
        )
        or 0
    )
    page = page_within(wanted.page, total, PAGE)
    rows = session.execute(
        _RESOLUTIONS.where(*conditions).order_by(Resolution.pk.desc()).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    return Listed(rows, total, page)


def topics(session: Session, viewer: Viewer, case_pk: int) -> list[str]:
    """The topics used in a case, of assertions and of grades alike, so that one topic has one name."""
    require(viewer, Right.READ, case_pk)
    used = _topics(case_pk)
    found = session.scalars(select(used.c.topic).order_by(folded(used.c.topic), used.c.topic))
    return [topic for topic in found if topic]


def known_topic(session: Session, case_pk: int, topic: str | None) -> str | None:
    """The topic as the case writes it already, whatever its capitals; else as it is."""
    wanted = " ".join((topic or "").split())
    if not wanted:
        return None
    used = _topics(case_pk)
    known = session.scalars(
        select(used.c.topic).where(folded(used.c.topic) == folded(wanted)).order_by(used.c.topic)
    ).all()
    return wanted if wanted in known else next(iter(known), wanted)


def standing_outcomes(session: Session, case_pk: int) -> Rows:
    """Every standing resolution of a standing assertion: pk, outcome, assertion_pk, number, text, topic."""
    return session.execute(
        select(
            Resolution.pk,
            Resolution.outcome,
            Resolution.assertion_pk,
            Assertion.number,
            Assertion.text,
            Assertion.topic,
        )
        .join(Assertion, Assertion.pk == Resolution.assertion_pk)
        .where(
            Resolution.case_pk == case_pk,
            Resolution.withdrawn_at.is_(None),
            Assertion.withdrawn_at.is_(None),
        )
        .order_by(Assertion.number)
    ).all()


def standing_basis(session: Session, case_pk: int) -> Mapping[int, list[AnyRow]]:
    """The statements that the standing resolutions of a case rest on, by the resolution's pk."""
    found: dict[int, list[AnyRow]] = {}
    for row in session.execute(
        select(ResolutionBasis.resolution_pk, ResolutionBasis.statement_pk, Statement.number)
        .join(Resolution, Resolution.pk == ResolutionBasis.resolution_pk)
        .join(Statement, Statement.pk == ResolutionBasis.statement_pk)
        .where(Resolution.case_pk == case_pk, Resolution.withdrawn_at.is_(None))
        .order_by(ResolutionBasis.pk)
    ):
        found.setdefault(row.resolution_pk, []).append(row)
    return found


def around(session: Session, statement_pks: Iterable[int]) -> list[int]:
    """Those statements, what they rest on as conclusions, and everything that repeats any of these."""
    keys = list(statement_pks)
    rested_on = select(RestsOn.on_statement_pk).where(
        RestsOn.statement_pk.in_(keys),
        RestsOn.on_statement_pk.is_not(None),
        RestsOn.withdrawn_at.is_(None),
    )
    start = select(Statement.pk.label("pk")).where(Statement.pk.in_(keys) | Statement.pk.in_(rested_on))
    found = start.cte("around", recursive=True)
    found = found.union(
        select(Relay.child_pk).join(found, Relay.parent_pk == found.c.pk).where(Relay.withdrawn_at.is_(None))
    )
    return list(session.scalars(select(found.c.pk).order_by(found.c.pk)))


def sources_named(session: Session, case_pk: int, labels: Iterable[str]) -> dict[str, AnyRow]:
    """Some sources of a case by label: public_id, name, kind."""
    numbers = [int(each.removeprefix("SRC")) for each in labels]
    rows = session.execute(
        select(
            label("SRC", Source.number).label("label"),
            Source.public_id,
            shown_name(Source).label("name"),
            Source.kind,
        ).where(Source.case_pk == case_pk, Source.number.in_(numbers))
    )
    return {row.label: row for row in rows}


def statements_labelled(session: Session, viewer: Viewer, case_pk: int, labels: Iterable[str]) -> Rows:
    """Some standing statements of a case, to choose a basis from; whatever is no label of one is left out."""
    require(viewer, Right.READ, case_pk)
    numbers = [int(match[1]) for each in labels if (match := _LABEL.fullmatch(each))]
    return session.execute(
        select(
            label("ST", Statement.number).label("label"),
            Statement.public_id,
            Statement.gist,
            Statement.basis,
            *Statement.said_at.columns,
            shown_name(_voice).label("source_name"),
            _voice.kind.label("source_kind"),
        )
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None), Statement.number.in_(numbers))
        .order_by(Statement.number)
    ).all()


def _topics(case_pk: int) -> Subquery:
    claimed = select(Assertion.topic.label("topic")).where(
        Assertion.case_pk == case_pk, Assertion.topic.is_not(None)
    )
    graded = select(Grade.topic.label("topic")).where(Grade.case_pk == case_pk, Grade.topic.is_not(None))
    return claimed.union(graded).subquery()


def _conditions(case_pk: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Resolution.case_pk == case_pk,
        Resolution.withdrawn_at.is_not(None) if wanted.withdrawn else Resolution.withdrawn_at.is_(None),
    ]
    if wanted.outcome:
        conditions.append(Resolution.outcome == wanted.outcome)
    if wanted.topic == "-":
        conditions.append(Assertion.topic.is_(None))
    elif wanted.topic:
        conditions.append(Assertion.topic == wanted.topic)
    if wanted.q:
        own_label = folded(label("AS", Assertion.number)) == folded(wanted.q)
        conditions.append(
            or_(own_label, holds_text(Assertion.text, wanted.q), holds_text(Resolution.reason, wanted.q))
        )
    return conditions
