"""Reading sources: the list of a case, and everything that is tied to one of them.

Names are what a viewer may see: a protected one is read by `services.protection` alone, which notes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import SourceKind
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Capture,
    Document,
    Grade,
    Relay,
    Source,
    SourceAlias,
    SourceLink,
    Statement,
    User,
)
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows, page_within

PAGE = 50
MOST = 300
_target = aliased(Source, name="target")
_newer = aliased(Grade, name="newer")
_withdrawer = aliased(User, name="withdrawer")
_recorder = aliased(User, name="recorder")
_statements = (
    select(func.count())
    .select_from(Statement)
    .where(Statement.source_pk == Source.pk, Statement.withdrawn_at.is_(None))
    .correlate(Source)
    .scalar_subquery()
)
_BRIEF = (
    Source.pk,
    Source.case_pk,
    Source.public_id,
    Source.number,
    label("SRC", Source.number).label("label"),
    Source.kind,
    shown_name(Source).label("name"),
    Source.descriptor,
    Source.is_protected,
    Source.withdrawn_at,
    label("SRC", _target.number).label("merged_into"),
    _target.public_id.label("merged_into_id"),
)
SORTS: dict[str, Any] = {
    "name": folded(shown_name(Source)),
    "number": Source.number,
    "kind": Source.kind,
    "statements": _statements,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of sources is narrowed to, and its order ("-name": from the end)."""

    q: str = ""
    kind: SourceKind | None = None
    withdrawn: bool = False
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: which one it is, and how long the whole is."""

    rows: Rows
    total: int
    page: int


def list_sources(session: Session, viewer: Viewer, case_pk: int, wanted: Wanted) -> Listed:
    """One page of the sources of a case, with the number of statements each makes."""
    require(viewer, Right.READ, case_pk)
    conditions = _conditions(case_pk, wanted)
    total = session.scalar(select(func.count(Source.pk)).where(*conditions)) or 0
    page = page_within(wanted.page, total, PAGE)
    order = SORTS.get(wanted.sort.removeprefix("-"), SORTS["name"])
    rows = session.execute(
        select(*_BRIEF, _statements.label("statements"))
        .outerjoin(_target, _target.pk == Source.merged_into_pk)
        .where(*conditions)
        .order_by(order.desc() if wanted.sort.startswith("-") else order, Source.number)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Listed(rows, total, page)


def current_reliability(session: Session, viewer: Viewer, pks: list[int]) -> Shown:
    """The current reliability grades of some sources the viewer is shown: settled ones, then the newest."""
    found = session.execute(
        select(
            *judging(viewer),
            Grade.source_pk,
            Grade.scale,
            Grade.value,
            Grade.topic,
            Grade.access,
            Grade.reason,
            Grade.is_adjudication,
            Grade.recorded_at,
            User.display_name.label("analyst"),
        )
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .outerjoin(User, User.pk == Grade.recorded_by_pk)
        .where(_newer.pk.is_(None), Grade.source_pk.in_(pks))
        .order_by(Grade.is_adjudication.desc(), Grade.pk.desc())
    )
    return shown(viewer, found)


def get_source(session: Session, viewer: Viewer, public_id: str) -> AnyRow:
    """One source; `NotFound` to strangers of its case."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(
                *_BRIEF,
                Source.pseudonym,
                Source.tlp,
                Source.note,
                Source.version,
                Source.recorded_at,
                shown_reason(Source),
                Source.merged_into_pk,
                _recorder.display_name.label("recorded_by"),
                _withdrawer.display_name.label("withdrawn_by"),
            )
            .outerjoin(_target, _target.pk == Source.merged_into_pk)
            .outerjoin(_recorder, _recorder.pk == Source.recorded_by_pk)
            .outerjoin(_withdrawer, _withdrawer.pk == Source.withdrawn_by_pk)
            .where(Source.public_id == public_id),
            looking(viewer),
        ).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


def aliases(session: Session, viewer: Viewer, source_pk: int) -> Rows:
    """The other names of a source, withdrawn ones too."""
    return session.execute(
        select(
            SourceAlias.public_id,
            SourceAlias.name,
            SourceAlias.note,
            SourceAlias.withdrawn_at,
            shown_reason(SourceAlias),
            _withdrawer.display_name.label("withdrawn_by"),
        )
        .outerjoin(_withdrawer, _withdrawer.pk == SourceAlias.withdrawn_by_pk)
        .where(SourceAlias.source_pk == source_pk)
        .order_by(SourceAlias.pk),
        looking(viewer),
    ).all()


def links(session: Session, viewer: Viewer, source_pk: int) -> Rows:
    """How a source stands to others: in both directions, each with the other's name, withdrawn ones too."""
    other = aliased(Source, name="other")
    return session.execute(
        select(
            SourceLink.public_id,
            SourceLink.kind,
            SourceLink.certainty,
            SourceLink.reason,
            *SourceLink.held.columns,
            (SourceLink.from_pk == source_pk).label("outward"),
            other.public_id.label("other_id"),
            label("SRC", other.number).label("other_label"),
            shown_name(other).label("other_name"),
            SourceLink.withdrawn_at,
            shown_reason(SourceLink),
            _withdrawer.display_name.label("withdrawn_by"),
        )
        .outerjoin(_withdrawer, _withdrawer.pk == SourceLink.withdrawn_by_pk)
        .join(
            other,
            ((SourceLink.from_pk == source_pk) & (other.pk == SourceLink.to_pk))
            | ((SourceLink.to_pk == source_pk) & (other.pk == SourceLink.from_pk)),
        )
        .order_by(SourceLink.pk),
        looking(viewer),
    ).all()


def merged(session: Session, source_pk: int) -> Rows:
    """The duplicates that were merged into a source."""
    return session.execute(
        select(Source.public_id, label("SRC", Source.number).label("label"), shown_name(Source).label("name"))
        .where(Source.merged_into_pk == source_pk)
        .order_by(Source.number)
    ).all()


def statements_of(session: Session, source_pk: int) -> Rows:
    """The newest standing statements of a source and of what was merged into it, one page of them."""
    return session.execute(
        select(
            Statement.pk,
            Statement.public_id,
            label("ST", Statement.number).label("label"),
            Statement.gist,
            Statement.basis,
            *Statement.said_at.columns,
        )
        .where(Statement.source_pk.in_(_itself_and_merged(source_pk)), Statement.withdrawn_at.is_(None))
        .order_by(Statement.number.desc())
        .limit(PAGE)
    ).all()


def documents_of(session: Session, source_pk: int) -> Rows:
    """The documents that a source, or what was merged into it, wrote, published or handed over."""
    names = _itself_and_merged(source_pk)
    wrote, published, handed_over = (
        func.coalesce(role.in_(names), false())
        for role in (Document.author_pk, Document.publisher_pk, Document.obtained_from_pk)
    )
    return session.execute(
        select(
            Document.pk,
            Document.public_id,
            label("D", Document.number).label("label"),
            Document.title,
            Document.kind,
            Document.author_certainty,
            wrote.label("wrote"),
            published.label("published_it"),
            handed_over.label("handed_over"),
            *Document.published.columns,
        )
        .where(or_(wrote, published, handed_over), Document.withdrawn_at.is_(None))
        .order_by(Document.number.desc())
        .limit(PAGE)
    ).all()


def captures_of(session: Session, document_pks: Iterable[int]) -> Rows:
    """The standing captures of some documents, each with its document_pk, the oldest first."""
    return session.execute(
        select(
            Capture.document_pk,
            Capture.public_id,
            label("E", Capture.number).label("label"),
            Capture.captured_at,
            Capture.method,
        )
        .where(Capture.document_pk.in_(list(document_pks)), Capture.withdrawn_at.is_(None))
        .order_by(Capture.document_pk, Capture.number)
    ).all()


def repeated_by(session: Session, source_pk: int) -> Rows:
    """The newest standing statements of others that say they repeat this source, one page of them."""
    child_recorded, child_voice = standing("child_voice")
    child = aliased(Statement, name="child")
    names = _itself_and_merged(source_pk)
    return session.execute(
        select(
            child.public_id,
            label("ST", child.number).label("label"),
            child.gist,
            shown_name(child_voice).label("source_name"),
            child.number,
        )
        .join(Relay, Relay.child_pk == child.pk)
        .join(Statement, Statement.pk == Relay.parent_pk)
        .join(child_recorded, child_recorded.pk == child.source_pk)
        .join(child_voice, stands_for(child_recorded, child_voice))
        .where(
            Statement.source_pk.in_(names),
            child.source_pk.not_in(names),
            Relay.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
            child.withdrawn_at.is_(None),
        )
        .distinct()
        .order_by(child.number.desc())
        .limit(PAGE)
    ).all()


def offered(session: Session, viewer: Viewer, case_pk: int, *, but: int | None = None) -> Rows:
    """The standing sources of a case to choose one from, by name."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        select(label("SRC", Source.number).label("label"), shown_name(Source).label("name"))
        .where(
            Source.case_pk == case_pk,
            Source.withdrawn_at.is_(None),
            Source.merged_into_pk.is_(None),
            Source.pk != (but or 0),
        )
        .order_by(folded(shown_name(Source)), Source.number)
        .limit(MOST)
    ).all()


def _conditions(case_pk: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Source.case_pk == case_pk,
        Source.withdrawn_at.is_not(None) if wanted.withdrawn else Source.withdrawn_at.is_(None),
    ]
    if wanted.kind:
        conditions.append(Source.kind == wanted.kind)
    if wanted.q:
        alias = select(SourceAlias.source_pk).where(
            holds_text(SourceAlias.name, wanted.q), SourceAlias.withdrawn_at.is_(None)
        )
        conditions.append(
            or_(
                folded(label("SRC", Source.number)) == folded(wanted.q),
                holds_text(shown_name(Source), wanted.q),
                holds_text(Source.descriptor, wanted.q),
                # An alias of a protected source is as telling as its name.
                Source.is_protected.is_(False) & Source.pk.in_(alias),
            )
        )
    return conditions


def _itself_and_merged(source_pk: int) -> AnySelect:
    return select(Source.pk).where((Source.pk == source_pk) | (Source.merged_into_pk == source_pk))
