"""No statement may go back to itself: asked before a relay is recorded, and before one is restored."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.domain.errors import DomainError
from tracker.domain.provenance import would_close_loop
from tracker.domain.records import RelayRec
from tracker.store.models import Statement
from tracker.store.queries.graph import relays_above


def refuse_loop(session: Session, child: Statement, parent: Statement) -> None:
    """`DomainError` on `parent` if the earlier statement already goes back to the later one."""
    above = [RelayRec(str(row.child), str(row.parent)) for row in relays_above(session, parent.pk)]
    if would_close_loop(above, str(child.pk), str(parent.pk)):
        raise DomainError(
            f"{parent.label} already goes back to {child.label}: each would be the other's origin. "
            "Choose the earlier statement, or record a further act of saying as a statement of its own.",
            field="parent",
        )
