"""Reading statements: the list of a case, and everything that is tied to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import Basis
from tracker.store.engine import folded, holds_text
from tracker.store.models import Assertion, Conveys, Statement, User
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows

PAGE = 50
MOST_PAGES = 200
OFFERED = 200
LABEL_DIGITS = 9

_recorded, _voice = standing("voice")
_reporter_recorded, _reporter = standing("reporter")
_author = aliased(User, name="recorder")
_withdrawer = aliased(User, name="withdrawer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements of a case a list shows. `source` and `assertion` are public ids or labels' numbers."""

    q: str = ""
    source: str = ""
    assertion: str = ""
    basis: Basis | None = None
    withdrawn: str = "no"
    sort: str = "-recorded"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: which one it is, and whether another follows."""

    rows: Rows
    total: int
    page: int
    more: bool


SORTS: dict[str, tuple[ColumnElement[Any] | Any, ...]] = {
    "recorded": (Statement.number,),
    "said": (Statement.said_at.earliest.is_(None), Statement.said_at.earliest),
    "source": (folded(shown_name(_voice)),),
    "basis": (Statement.basis,),
}
_BRIEF = (
    Statement.pk,
    Statement.public_id,
    Statement.number,
    label("ST", Statement.number).label("label"),
    Statement.gist,
    Statement.verbatim,
    Statement.hedge,
    Statement.basis,
    *Statement.said_at.columns,
    *Statement.reported_at.columns,
    Statement.withdrawn_at,
    shown_name(_voice).label("source_name"),
    _voice.public_id.label("source_id"),
    _voice.kind.label("source_kind"),
    shown_name(_reporter).label("reporter_name"),
    _reporter.public_id.label("reporter_id"),
)


def _with_voices(columns: AnySelect) -> AnySelect:
    return (
        columns.join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .outerjoin(_reporter_recorded, _reporter_recorded.pk == Statement.reporter_pk)
        .outerjoin(_reporter, stands_for(_reporter_recorded, _reporter))
    )


def list_statements(session: Session, viewer: Viewer, case_pk: int, wanted: Wanted) -> Listed:
    """One page of the statements of a case."""
    require(viewer, Right.READ, case_pk)
    conditions = _conditions(case_pk, wanted)
    total = session.scalar(_with_voices(select(func.count(Statement.pk))).where(*conditions)) or 0
    last = min(max(ceil(total / PAGE), 1), MOST_PAGES)
    page = min(max(wanted.page, 1), last)
    columns = SORTS.get(wanted.sort.removeprefix("-"), SORTS["recorded"])
    order = [*columns[:-1], columns[-1].desc() if wanted.sort.startswith("-") else columns[-1]]
    rows = session.execute(
        _with_voices(select(*_BRIEF))
        .where(*conditions)
        .order_by(*order, Statement.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Listed(rows, total, page, more=page < last)


def _conditions(case_pk: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Statement.case_pk == case_pk]
    if wanted.withdrawn == "no":
        conditions.append(Statement.withdrawn_at.is_(None))
    elif wanted.withdrawn == "only":
        conditions.append(Statement.withdrawn_at.is_not(None))
    if wanted.q:
        texts = (Statement.gist, Statement.verbatim, Statement.translation, shown_name(_voice))
        own_label = folded(label("ST", Statement.number)) == folded(wanted.q)
        conditions.append(or_(own_label, *(holds_text(text, wanted.q) for text in texts)))
    if wanted.basis:
        conditions.append(Statement.basis == wanted.basis)
    if wanted.source:
        known = is_public_id(wanted.source)
        conditions.append(_voice.public_id == wanted.source if known else false())
    if wanted.assertion:
        conditions.append(Statement.pk.in_(_conveying(case_pk, wanted.assertion)))
    return conditions


def _conveying(case_pk: int, assertion: str) -> AnySelect:
    digits = assertion.upper().removeprefix("AS")
    number = int(digits) if digits.isdecimal() and len(digits) <= LABEL_DIGITS else 0
    return (
        select(Conveys.statement_pk)
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(Conveys.withdrawn_at.is_(None), Assertion.case_pk == case_pk, Assertion.number == number)
    )


def voices(session: Session, viewer: Viewer, case_pk: int) -> Rows:
    """The sources that say something in the case, by name: public_id, label, name."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        select(_voice.public_id, label("SRC", _voice.number).label("label"), shown_name(_voice).label("name"))
        .join(_recorded, stands_for(_recorded, _voice))
        .where(_recorded.pk.in_(select(Statement.source_pk).where(Statement.case_pk == case_pk)))
        .distinct()
        .order_by(shown_name(_voice), _voice.public_id)
        .limit(MOST_PAGES)
    ).all()


def offered(session: Session, viewer: Viewer, case_pk: int, *, but: int | None = None) -> Rows:
    """The newest standing statements of a case, to choose one from."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        _with_voices(
            select(
                label("ST", Statement.number).label("label"),
                Statement.gist,
                shown_name(_voice).label("source_name"),
            )
        )
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None), Statement.pk != (but or 0))
        .order_by(Statement.number.desc())
        .limit(OFFERED)
    ).all()


def get_statement(session: Session, viewer: Viewer, public_id: str) -> AnyRow:
    """One statement with its voices; `NotFound` to strangers of its case."""
    row = None
    if is_public_id(public_id):
        row = session.execute(_STATEMENT.where(Statement.public_id == public_id), looking(viewer)).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


_STATEMENT = _with_voices(
    select(
        *_BRIEF,
        Statement.case_pk,
        Statement.language,
        Statement.translation,
        Statement.translated_by,
        *Statement.due.columns,
        Statement.tlp,
        Statement.version,
        Statement.recorded_at,
        shown_reason(Statement),
        _author.display_name.label("recorded_by"),
        _withdrawer.display_name.label("withdrawn_by"),
        label("SRC", _voice.number).label("source_label"),
        _voice.pk.label("source_pk"),
        _voice.descriptor.label("source_descriptor"),
    )
    .outerjoin(_author, _author.pk == Statement.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == Statement.withdrawn_by_pk)
)


def conveyed_by(session: Session, statement_pks: Iterable[int]) -> Rows:
    """What several statements convey, for a list: statement_pk, stance, label, public id, text."""
    return session.execute(
        select(
            Conveys.statement_pk,
            Conveys.stance,
            label("AS", Assertion.number).label("label"),
            Assertion.public_id,
            Assertion.text,
        )
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(
            Conveys.statement_pk.in_(list(statement_pks)),
            Conveys.withdrawn_at.is_(None),
            Assertion.withdrawn_at.is_(None),
        )
        .order_by(Conveys.statement_pk, Assertion.number)
    ).all()
