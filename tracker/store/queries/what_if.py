"""Reading what a “what if” asks about: things by label or name, what stands in them, and what rests on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Anchor,
    Assertion,
    Capture,
    Citation,
    Document,
    Finding,
    Passage,
    Report,
    ReportVersion,
    SourceAlias,
    Statement,
)
from tracker.store.queries.captures import LONGEST_SUGGESTION
from tracker.store.queries.columns import REPORT
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import AnySelect, Rows

_recorded, _source = standing("asked")
_speaker_recorded, _speaker = standing("speaker")
_SOURCE = (
    _source.pk,
    _source.public_id,
    label("SRC", _source.number).label("label"),
    _source.kind,
    shown_name(_source).label("name"),
    _source.is_protected,
    _source.withdrawn_at,
    _recorded.public_id.label("asked_id"),
    label("SRC", _recorded.number).label("asked"),
)
_STATEMENT = (
    Statement.pk,
    Statement.public_id,
    label("ST", Statement.number).label("label"),
    Statement.gist,
    shown_name(_speaker).label("name"),
    Statement.withdrawn_at,
)


def sources(session: Session, case_pk: int, numbers: Collection[int], ids: Collection[str]) -> Rows:
    """Those sources, each as what it was merged into; `asked` is the label of the one that was named."""
    return session.execute(
        _sources(case_pk).where(or_(_recorded.number.in_(numbers), _recorded.public_id.in_(ids)))
    ).all()


def sources_called(session: Session, case_pk: int, names: Collection[str]) -> Rows:
    """The standing sources of exactly those names, as `bears`; a protected one is found by its pseudonym."""
    wanted = [folded(name) for name in names]
    own = _sources(case_pk, shown_name(_recorded)).where(folded(shown_name(_recorded)).in_(wanted))
    other = (
        _sources(case_pk, SourceAlias.name)
        .join(SourceAlias, SourceAlias.source_pk == _recorded.pk)
        .where(
            folded(SourceAlias.name).in_(wanted),
            SourceAlias.withdrawn_at.is_(None),
            _recorded.is_protected.is_(False),  # a match would tell who stands behind the pseudonym
        )
    )
    return [
        row
        for query in (own, other)
        for row in session.execute(query.where(_recorded.withdrawn_at.is_(None)))
    ]


def _sources(case_pk: int, bears: Any = None) -> AnySelect:
    columns = _SOURCE if bears is None else (*_SOURCE, bears.label("bears"))
    return (
        select(*columns)
        .select_from(_recorded)
        .join(_source, stands_for(_recorded, _source))
        .where(_recorded.case_pk == case_pk)
        .order_by(_recorded.number)
    )


def documents(session: Session, case_pk: int, numbers: Collection[int], ids: Collection[str]) -> Rows:
    """Those documents."""
    return session.execute(
        select(
            Document.pk,
            Document.public_id,
            label("D", Document.number).label("label"),
            Document.title.label("name"),
            Document.withdrawn_at,
        )
        .where(Document.case_pk == case_pk, or_(Document.number.in_(numbers), Document.public_id.in_(ids)))
        .order_by(Document.number)
    ).all()


def captures(session: Session, case_pk: int, numbers: Collection[int], ids: Collection[str]) -> Rows:
    """Those captures, named after their documents."""
    return session.execute(
        select(
            Capture.pk,
            Capture.public_id,
            label("E", Capture.number).label("label"),
            Document.title.label("name"),
            Capture.withdrawn_at,
        )
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, or_(Capture.number.in_(numbers), Capture.public_id.in_(ids)))
        .order_by(Capture.number)
    ).all()


def statements(session: Session, case_pk: int, numbers: Collection[int], ids: Collection[str]) -> Rows:
    """Those statements, with whose they are."""
    return session.execute(
        _statements().where(
            Statement.case_pk == case_pk, or_(Statement.number.in_(numbers), Statement.public_id.in_(ids))
        )
    ).all()


def said_by(session: Session, source_pks: Collection[int]) -> Rows:
    """Every standing statement of those sources, and of what was merged into them."""
    return session.execute(
        _statements().where(_speaker.pk.in_(source_pks), Statement.withdrawn_at.is_(None))
    ).all()


def standing_in(session: Session, documents: Collection[int], captures: Collection[int]) -> Rows:
    """Every standing statement of which a passage lies in those captures, or belongs to those documents."""
    there = (
        select(Anchor.statement_pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .where(
            Anchor.withdrawn_at.is_(None),
            or_(
                Capture.pk.in_(captures),
                Capture.document_pk.in_(documents),
                Passage.document_pk.in_(documents),
            ),
        )
    )
    return session.execute(
        _statements().where(Statement.pk.in_(there), Statement.withdrawn_at.is_(None))
    ).all()


def _statements() -> AnySelect:
    return (
        select(*_STATEMENT)
        .join(_speaker_recorded, _speaker_recorded.pk == Statement.source_pk)
        .join(_speaker, stands_for(_speaker_recorded, _speaker))
        .order_by(Statement.number)
    )


def assertions(session: Session, case_pk: int) -> Rows:
    """The addresses of the standing assertions of a case."""
    return session.execute(
        select(label("AS", Assertion.number).label("label"), Assertion.public_id)
        .where(Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None))
        .order_by(Assertion.number)
    ).all()


def findings(session: Session, case_pk: int) -> Rows:
    """Every finding of the standing reports of a case, the withdrawn ones too, with what it states."""
    return session.execute(
        select(
            Finding.pk,
            label("F", Finding.number).label("label"),
            Finding.text,
            Finding.recorded_at,
            Finding.withdrawn_at,
            label("AS", Assertion.number).label("states"),
            Report.pk.label("report_pk"),
            *REPORT,
        )
        .join(Report, Report.pk == Finding.report_pk)
        .outerjoin(Assertion, Assertion.pk == Finding.assertion_pk)
        .where(Report.case_pk == case_pk, Report.withdrawn_at.is_(None))
        .order_by(Report.number, Finding.position, Finding.pk)
    ).all()


def citations(session: Session, case_pk: int) -> Rows:
    """What the findings of a case cite or once cited, by statement label."""
    return session.execute(
        select(
            Citation.finding_pk,
            label("ST", Statement.number).label("label"),
            Citation.recorded_at,
            Citation.withdrawn_at,
        )
        .join(Statement, Statement.pk == Citation.statement_pk)
        .where(Statement.case_pk == case_pk)
        .order_by(Citation.pk)
    ).all()


def versions(session: Session, case_pk: int) -> Rows:
    """What was published of the standing reports of a case, the newest first."""
    return session.execute(
        select(
            ReportVersion.number,
            ReportVersion.recorded_at,
            Report.pk.label("report_pk"),
            *REPORT,
        )
        .join(Report, Report.pk == ReportVersion.report_pk)
        .where(Report.case_pk == case_pk, Report.withdrawn_at.is_(None))
        .order_by(ReportVersion.recorded_at.desc(), ReportVersion.pk.desc())
    ).all()


def suggest_documents(
    session: Session, viewer: Viewer, case_pk: int, search: str = "", *, limit: int
) -> list[str]:
    """Standing documents as a form names them (“D3 The siege”), the newest first."""
    require(viewer, Right.READ, case_pk)
    bears = label("D", Document.number)
    query = (
        select(bears.label("label"), Document.title.label("text"))
        .where(Document.case_pk == case_pk, Document.withdrawn_at.is_(None), _matching(bears, search))
        .order_by(Document.number.desc())
    )
    return _named(session, query, limit)


def suggest_captures(
    session: Session, viewer: Viewer, case_pk: int, search: str = "", *, limit: int
) -> list[str]:
    """Standing captures as a form names them (“E3 The siege”), the newest first."""
    require(viewer, Right.READ, case_pk)
    bears = label("E", Capture.number)
    query = (
        select(bears.label("label"), Document.title.label("text"))
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, Capture.withdrawn_at.is_(None), _matching(bears, search))
        .order_by(Capture.number.desc())
    )
    return _named(session, query, limit)


def _matching(bears: ColumnElement[str], search: str) -> ColumnElement[bool]:
    # Once something is chosen the field reads “D3 The siege”: its first word is the label.
    words = search.split(maxsplit=1)
    first = words[0] if words else ""
    return or_(holds_text(Document.title, search), folded(bears) == folded(first))


def _named(session: Session, query: AnySelect, limit: int) -> list[str]:
    rows = session.execute(query.limit(limit))
    return [f"{row.label} {' '.join(row.text.split())[:LONGEST_SUGGESTION]}" for row in rows]
