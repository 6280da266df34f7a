"""Reading what is tied to one statement: passages, assertions, relays, links, supports and citations.

Every function takes the key of a statement that `statements.get_statement` has answered to the viewer.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Viewer
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.models import (
    Anchor,
    Assertion,
    Capture,
    Citation,
    Conveys,
    Document,
    Finding,
    Passage,
    Relay,
    Report,
    RestsOn,
    Statement,
    StatementLink,
    User,
)
from tracker.store.queries.columns import PASSAGE, REPORT
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows

_recorded, _voice = standing("voice")
_author = aliased(User, name="recorder")
_withdrawer = aliased(User, name="withdrawer")
_ENDS: dict[Any, tuple[Any, Any]] = {
    Relay: (Relay.child_pk, Relay.parent_pk),
    StatementLink: (StatementLink.from_pk, StatementLink.to_pk),
}


def _part(table: Any) -> tuple[Any, ...]:
    """What every tie shows of itself: its address, and its withdrawal if it was withdrawn."""
    return (
        table.public_id,
        table.recorded_at,
        table.withdrawn_at,
        shown_reason(table),
        _author.display_name.label("recorded_by"),
        _withdrawer.display_name.label("withdrawn_by"),
    )


def _by(columns: AnySelect, table: Any) -> AnySelect:
    return columns.outerjoin(_author, _author.pk == table.recorded_by_pk).outerjoin(
        _withdrawer, _withdrawer.pk == table.withdrawn_by_pk
    )


def passages_of(session: Session, viewer: Viewer, statement_pk: int) -> Rows:
    """Where a statement stands: each passage with its capture and the document it belongs to."""
    own = aliased(Document, name="own_document")
    return session.execute(
        _by(
            select(
                *_part(Anchor),
                *PASSAGE,
                Passage.prefix,
                Passage.suffix,
                Capture.public_id.label("capture_id"),
                label("E", Capture.number).label("capture_label"),
                Capture.withdrawn_at.label("capture_withdrawn_at"),
                Document.title.label("document_title"),
                Document.public_id.label("document_id"),
                own.title.label("own_title"),
                own.public_id.label("own_id"),
            ),
            Anchor,
        )
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .join(own, own.pk == Passage.document_pk)
        .where(Anchor.statement_pk == statement_pk)
        .order_by(Anchor.pk),
        looking(viewer),
    ).all()


def conveyed(session: Session, viewer: Viewer, statement_pk: int) -> Rows:
    """What a statement says of which assertion."""
    return session.execute(
        _by(
            select(
                *_part(Conveys),
                Conveys.stance,
                label("AS", Assertion.number).label("assertion_label"),
                Assertion.public_id.label("assertion_id"),
                Assertion.text,
                *Assertion.holds.columns,
                Assertion.withdrawn_at.label("assertion_withdrawn_at"),
            ),
            Conveys,
        )
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(Conveys.statement_pk == statement_pk)
        .order_by(Assertion.number, Conveys.pk),
        looking(viewer),
    ).all()


def relays_of(session: Session, viewer: Viewer, statement_pk: int) -> Rows:
    """What a statement repeats (`is_child`) and who repeats it, with the other end."""
    columns = select(*_part(Relay), *_OTHER, Relay.form, Relay.certainty, Relay.fidelity)
    columns = columns.add_columns(
        Relay.is_chosen, Relay.note, (Relay.child_pk == statement_pk).label("is_child")
    )
    return _tied(session, viewer, columns, Relay, statement_pk)


def links_of(session: Session, viewer: Viewer, statement_pk: int) -> Rows:
    """Analysts' links from (`is_from`) and to a statement, with the other end."""
    columns = select(*_part(StatementLink), *_OTHER, StatementLink.kind, StatementLink.reason)
    columns = columns.add_columns((StatementLink.from_pk == statement_pk).label("is_from"))
    return _tied(session, viewer, columns, StatementLink, statement_pk)


_OTHER = (
    label("ST", Statement.number).label("other_label"),
    Statement.public_id.label("other_id"),
    Statement.gist.label("other_gist"),
    Statement.withdrawn_at.label("other_withdrawn_at"),
    *(column.label(f"other_{column.key}") for column in Statement.said_at.columns),
    shown_name(_voice).label("other_source"),
    _voice.kind.label("other_source_kind"),
)


def _tied(session: Session, viewer: Viewer, columns: AnySelect, table: Any, statement_pk: int) -> Rows:
    one, two = _ENDS[table]
    mine, other = (one == statement_pk), (two == statement_pk)
    return session.execute(
        _by(columns, table)
        .join(Statement, (mine & (Statement.pk == two)) | (other & (Statement.pk == one)))
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(mine | other)
        .order_by(table.pk),
        looking(viewer),
    ).all()


def supports_of(session: Session, viewer: Viewer, statement_pk: int) -> Rows:
    """What a statement rests on (`is_mine`), and which inferences rest on it."""
    on, by = aliased(Statement, name="on_statement"), aliased(Statement, name="by_statement")
    return session.execute(
        _by(
            select(
                *_part(RestsOn),
                RestsOn.warrant,
                (RestsOn.statement_pk == statement_pk).label("is_mine"),
                label("AS", Assertion.number).label("assertion_label"),
                Assertion.public_id.label("assertion_id"),
                Assertion.text.label("assertion_text"),
                label("ST", on.number).label("on_label"),
                on.public_id.label("on_id"),
                on.gist.label("on_gist"),
                label("ST", by.number).label("by_label"),
                by.public_id.label("by_id"),
                by.gist.label("by_gist"),
            ),
            RestsOn,
        )
        .join(by, by.pk == RestsOn.statement_pk)
        .outerjoin(Assertion, Assertion.pk == RestsOn.assertion_pk)
        .outerjoin(on, on.pk == RestsOn.on_statement_pk)
        .where((RestsOn.statement_pk == statement_pk) | (RestsOn.on_statement_pk == statement_pk))
        .order_by(RestsOn.pk),
        looking(viewer),
    ).all()


def citing(session: Session, statement_pk: int) -> Rows:
    """The findings that cite a statement, with their reports."""
    return session.execute(
        select(
            Citation.role,
            label("F", Finding.number).label("finding_label"),
            Finding.text.label("finding_text"),
            *REPORT,
        )
        .join(Finding, Finding.pk == Citation.finding_pk)
        .join(Report, Report.pk == Finding.report_pk)
        .where(
            Citation.statement_pk == statement_pk,
            Citation.withdrawn_at.is_(None),
            Finding.withdrawn_at.is_(None),
            Report.withdrawn_at.is_(None),
        )
        .order_by(Report.number, Finding.position, Citation.pk)
    ).all()


_PARTS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "anchor": (Anchor, (Anchor.statement_pk,)),
    "conveys": (Conveys, (Conveys.statement_pk,)),
    "relay": (Relay, _ENDS[Relay]),
    "rests on": (RestsOn, (RestsOn.statement_pk,)),
    "statement link": (StatementLink, _ENDS[StatementLink]),
}


def get_part(session: Session, viewer: Viewer, statement_pk: int, kind: str, public_id: str) -> AnyRow:
    """One tie of a statement (already read for the viewer); `NotFound` if it is not a tie of this one."""
    row = None
    if kind in _PARTS and is_public_id(public_id):
        table, ends = _PARTS[kind]
        row = session.execute(
            select(table.public_id, table.withdrawn_at, shown_reason(table)).where(
                table.public_id == public_id, or_(*(end == statement_pk for end in ends))
            ),
            looking(viewer),
        ).first()
    if row is None:
        raise NotFound("There is no such part of this statement.")
    return row
