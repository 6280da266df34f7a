"""Through whom we hold a statement: derived from its relays and stored with them, never typed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.services.assembly import Assembly
from tracker.store.models import Anchor, Capture, Passage, Relay, Source, Statement
from tracker.store.queries.graph import Subgraph


def derive(session: Session, statement_pk: int) -> None:
    """Set the reporter and the time of reporting from the chosen relay, else the earliest.

    Both stay empty where the speaker's own document is held, or no standing statement relays this one.
    """
    statement = session.get_one(Statement, statement_pk)
    reporter = None if _is_held_directly(session, statement) else _through(session, statement)
    statement.reporter_pk = reporter.source_pk if reporter else None
    statement.reported_at = reporter.said_at if reporter else None
    session.flush()


def derive_parents(session: Session, child_pk: int) -> None:
    """Derive the reporter anew of everything a statement repeats."""
    for parent_pk in session.scalars(
        select(Relay.parent_pk).where(Relay.child_pk == child_pk, Relay.withdrawn_at.is_(None))
    ).all():
        derive(session, parent_pk)


def derive_held_in(session: Session, captures: ColumnElement[bool]) -> None:
    """Derive the reporter anew of every statement that stands in the captures of which that is true."""
    for statement_pk in session.scalars(
        select(Anchor.statement_pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .where(captures, Anchor.withdrawn_at.is_(None))
        .distinct()
    ).all():
        derive(session, statement_pk)


def derive_said_by(session: Session, *source_pks: int) -> None:
    """Derive the reporter anew of everything some sources said: what is their own document has changed."""
    for statement_pk in session.scalars(
        select(Statement.pk)
        .join(Source, Source.pk == Statement.source_pk)
        .where(Source.pk.in_(source_pks) | Source.merged_into_pk.in_(source_pks))
    ).all():
        derive(session, statement_pk)


def _is_held_directly(session: Session, statement: Statement) -> bool:
    found = Subgraph(session, statement.case_pk, [statement.pk])
    row = next(row for row in found.statements if row.pk == statement.pk)
    return Assembly(found).is_entry(row)


def _through(session: Session, statement: Statement) -> Statement | None:
    return session.scalars(
        select(Statement)
        .join(Relay, Relay.child_pk == Statement.pk)
        .where(
            Relay.parent_pk == statement.pk, Relay.withdrawn_at.is_(None), Statement.withdrawn_at.is_(None)
        )
        .order_by(
            Relay.is_chosen.desc(),
            Statement.said_at.earliest.is_(None),
            Statement.said_at.earliest,
            Relay.pk,
        )
        .limit(1)
    ).first()
