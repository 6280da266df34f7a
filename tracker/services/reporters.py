"""Through whom we hold a statement: derived from its relays and stored with them, never typed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.store.models import Relay, Statement


def derive(session: Session, statement_pk: int) -> None:
    """Set the reporter and the time of reporting from the chosen relay, else the earliest.

    Both stay empty where no standing statement relays this one: then the speaker's own document is held.
    """
    rows = session.execute(
        select(Relay.is_chosen, Statement)
        .join(Statement, Statement.pk == Relay.child_pk)
        .where(
            Relay.parent_pk == statement_pk,
            Relay.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
        )
        .order_by(
            Relay.is_chosen.desc(),
            Statement.said_at.earliest.is_(None),
            Statement.said_at.earliest,
            Relay.pk,
        )
        .limit(1)
    ).first()
    statement = session.get_one(Statement, statement_pk)
    reporter = rows[1] if rows else None
    statement.reporter_pk = reporter.source_pk if reporter else None
    statement.reported_at = reporter.said_at if reporter else None
    session.flush()
