"""Reading assertions (claims): the list of a case, and what is tied to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Assertion,
    AssertionLink,
    Citation,
    ConfirmedVerdict,
    Conveys,
    Finding,
    Report,
    RestsOn,
    Source,
    Statement,
    User,
)
from tracker.store.queries.columns import REPORT
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import AnyRow, Rows

MOST = 500
_recorded, _voice = standing("voice")
_reporter_recorded, _reporter = standing("reporter")
_author = aliased(User, name="recorder")
_withdrawer = aliased(User, name="withdrawer")
_decider = aliased(User, name="decider")
_is_decided = (ConfirmedVerdict.link_pk == AssertionLink.pk) & ConfirmedVerdict.withdrawn_at.is_(None)
_BRIEF = (
    Assertion.pk,
    Assertion.case_pk,
    Assertion.public_id,
    Assertion.number,
    label("AS", Assertion.number).label("label"),
    Assertion.text,
    *Assertion.holds.columns,
    Assertion.place,
    Assertion.topic,
    Assertion.withdrawn_at,
)


def list_assertions(
    session: Session, viewer: Viewer, case_pk: int, *, q: str = "", withdrawn: bool = False
) -> Rows:
    """The assertions of a case by label, narrowed by words, with how many statements speak of each."""
    require(viewer, Right.READ, case_pk)
    conveying = (
        select(func.count())
        .select_from(Conveys)
        .join(Statement, Statement.pk == Conveys.statement_pk)
        .where(
            Conveys.assertion_pk == Assertion.pk,
            Conveys.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
        )
        .scalar_subquery()
    )
    conditions = [
        Assertion.case_pk == case_pk,
        Assertion.withdrawn_at.is_not(None) if withdrawn else Assertion.withdrawn_at.is_(None),
    ]
    if q:
        own_label = folded(label("AS", Assertion.number)) == folded(q)
        conditions.append(or_(own_label, holds_text(Assertion.text, q), holds_text(Assertion.place, q)))
    return session.execute(
        select(*_BRIEF, conveying.label("statements")).where(*conditions).order_by(Assertion.number)
    ).all()


def offered(session: Session, viewer: Viewer, case_pk: int, *, but: int | None = None) -> Rows:
    """The standing assertions of a case, the newest first, to choose one from."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        select(label("AS", Assertion.number).label("label"), Assertion.text)
        .where(Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None), Assertion.pk != (but or 0))
        .order_by(Assertion.number.desc())
        .limit(MOST)
    ).all()


def get_assertion(session: Session, viewer: Viewer, public_id: str) -> AnyRow:
    """One assertion; `NotFound` to strangers of its case."""
    row = None
    if is_public_id(public_id):
        row = session.execute(_ASSERTION.where(Assertion.public_id == public_id)).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


_ASSERTION = (
    select(
        *_BRIEF,
        Assertion.tlp,
        Assertion.note,
        Assertion.version,
        Assertion.recorded_at,
        Assertion.withdrawn_reason,
        _author.display_name.label("recorded_by"),
        _withdrawer.display_name.label("withdrawn_by"),
    )
    .outerjoin(_author, _author.pk == Assertion.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == Assertion.withdrawn_by_pk)
)


def statements_on(session: Session, assertion_pk: int) -> Rows:
    """Every standing statement that asserts, denies or doubts an assertion, with its voices."""
    return session.execute(
        select(
            Conveys.public_id.label("conveys_id"),
            Conveys.stance,
            Statement.pk,
            Statement.public_id,
            label("ST", Statement.number).label("label"),
            Statement.gist,
            Statement.basis,
            Statement.hedge,
            *Statement.said_at.columns,
            *Statement.reported_at.columns,
            *Statement.due.columns,
            shown_name(_voice).label("source_name"),
            label("SRC", _voice.number).label("source_label"),
            _voice.kind.label("source_kind"),
            shown_name(_reporter).label("reporter_name"),
        )
        .join(Statement, Statement.pk == Conveys.statement_pk)
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .outerjoin(_reporter_recorded, _reporter_recorded.pk == Statement.reporter_pk)
        .outerjoin(_reporter, stands_for(_reporter_recorded, _reporter))
        .where(
            Conveys.assertion_pk == assertion_pk,
            Conveys.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
        )
        .order_by(
            Statement.said_at.earliest.is_(None), Statement.said_at.earliest, Statement.number, Conveys.pk
        )
    ).all()


_VERDICT = (
    ConfirmedVerdict.verdict,
    ConfirmedVerdict.public_id.label("verdict_id"),
    ConfirmedVerdict.reason.label("verdict_reason"),
    ConfirmedVerdict.recorded_at.label("verdict_at"),
    _decider.display_name.label("verdict_by"),
)


def links_of(session: Session, assertion_pk: int) -> Rows:
    """How an assertion stands to others (`is_from`: as the one the link starts from), withdrawn links too.

    `verdict` and what begins with it: what an analyst confirmed of two that cannot both be true.
    """
    mine, other = AssertionLink.from_pk == assertion_pk, AssertionLink.to_pk == assertion_pk
    return session.execute(
        select(
            AssertionLink.public_id,
            AssertionLink.kind,
            AssertionLink.reason,
            AssertionLink.recorded_at,
            AssertionLink.withdrawn_at,
            AssertionLink.withdrawn_reason,
            mine.label("is_from"),
            label("AS", Assertion.number).label("other_label"),
            Assertion.public_id.label("other_id"),
            Assertion.text.label("other_text"),
            *(column.label(f"other_{column.key}") for column in Assertion.holds.columns),
            Assertion.withdrawn_at.label("other_withdrawn_at"),
            _author.display_name.label("recorded_by"),
            _withdrawer.display_name.label("withdrawn_by"),
            *_VERDICT,
        )
        .join(
            Assertion,
            (mine & (Assertion.pk == AssertionLink.to_pk))
            | (other & (Assertion.pk == AssertionLink.from_pk)),
        )
        .outerjoin(_author, _author.pk == AssertionLink.recorded_by_pk)
        .outerjoin(_withdrawer, _withdrawer.pk == AssertionLink.withdrawn_by_pk)
        .outerjoin(ConfirmedVerdict, _is_decided)
        .outerjoin(_decider, _decider.pk == ConfirmedVerdict.recorded_by_pk)
        .where(mine | other)
        .order_by(AssertionLink.pk)
    ).all()


def get_link(session: Session, assertion_pk: int, public_id: str) -> AnyRow:
    """One link of an assertion (already read for the viewer), with the other end and what was confirmed of
    it; `NotFound` if it is not one of its links.
    """
    row = None
    if is_public_id(public_id):
        mine = AssertionLink.from_pk == assertion_pk
        row = session.execute(
            select(
                AssertionLink.public_id,
                AssertionLink.kind,
                AssertionLink.reason,
                AssertionLink.withdrawn_at,
                AssertionLink.withdrawn_reason,
                label("AS", Assertion.number).label("other_label"),
                Assertion.public_id.label("other_id"),
                Assertion.text.label("other_text"),
                *(column.label(f"other_{column.key}") for column in Assertion.holds.columns),
                *_VERDICT,
            )
            .join(Assertion, case((mine, AssertionLink.to_pk), else_=AssertionLink.from_pk) == Assertion.pk)
            .outerjoin(ConfirmedVerdict, _is_decided)
            .outerjoin(_decider, _decider.pk == ConfirmedVerdict.recorded_by_pk)
            .where(
                AssertionLink.public_id == public_id,
                mine | (AssertionLink.to_pk == assertion_pk),
            )
        ).first()
    if row is None:
        raise NotFound("There is no such link of this assertion.")
    return row


def source_ids(session: Session, case_pk: int, labels: Iterable[str]) -> dict[str, str]:
    """The public ids of sources of a case, by their labels."""
    numbers = [int(each.removeprefix("SRC")) for each in labels]
    rows = session.execute(
        select(label("SRC", Source.number).label("label"), Source.public_id).where(
            Source.case_pk == case_pk, Source.number.in_(numbers)
        )
    )
    return {row.label: row.public_id for row in rows}


def inferences_from(session: Session, assertion_pk: int) -> Rows:
    """The inferences and forecasts that rest on an assertion."""
    return session.execute(
        select(
            RestsOn.warrant,
            label("ST", Statement.number).label("label"),
            Statement.public_id,
            Statement.gist,
            shown_name(_voice).label("source_name"),
        )
        .join(Statement, Statement.pk == RestsOn.statement_pk)
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(
            RestsOn.assertion_pk == assertion_pk,
            RestsOn.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
        )
        .order_by(Statement.number)
    ).all()


def findings_on(session: Session, assertion_pk: int) -> Rows:
    """The findings that state an assertion, or cite a statement that speaks of it."""
    citing: Any = (
        select(Citation.finding_pk)
        .join(Conveys, Conveys.statement_pk == Citation.statement_pk)
        .where(
            Conveys.assertion_pk == assertion_pk,
            Conveys.withdrawn_at.is_(None),
            Citation.withdrawn_at.is_(None),
        )
    )
    return session.execute(
        select(
            (func.coalesce(Finding.assertion_pk, 0) == assertion_pk).label("states_it"),
            label("F", Finding.number).label("finding_label"),
            Finding.text.label("finding_text"),
            *REPORT,
        )
        .join(Report, Report.pk == Finding.report_pk)
        .where(
            (Finding.assertion_pk == assertion_pk) | Finding.pk.in_(citing),
            Finding.withdrawn_at.is_(None),
            Report.withdrawn_at.is_(None),
        )
        .order_by(Report.number, Finding.position, Finding.pk)
    ).all()
