"""Resolving assertions: how one turned out, on what basis; what that makes of the sources' track records.

A resolution is never changed: resolving again withdraws it and records another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import DomainError
from tracker.domain.records import CaseGraph
from tracker.domain.resolutions import Move, Record, Resolved, moves, records
from tracker.domain.scales import Outcome
from tracker.services import analysis, audit
from tracker.services.assembly import Assembly
from tracker.services.lookup import get, in_case, required
from tracker.services.withdrawing import supersede, take_back
from tracker.store.models import Assertion, Resolution, ResolutionBasis, Statement
from tracker.store.queries import track_record as queries
from tracker.store.queries.graph import Subgraph

_MEANWHILE = (
    "Somebody else resolved this assertion, or withdrew its resolution, while you were writing. Your text is "
    "kept below: compare it with how the assertion stands now, then save again."
)


@dataclass(frozen=True, slots=True)
class Resolve:
    """`assertion` is a public id, `basis` are labels of statements. `seen` is the public id of the resolution
    that stood when the analyst decided, "" where none did; None does not ask.
    """

    assertion: str
    outcome: Outcome
    reason: str | None
    basis: tuple[str, ...] = ()
    seen: str | None = None


def resolve(session: Session, command: Resolve, *, by: Viewer, now: datetime) -> Resolution:
    """Say how an assertion turned out. An earlier resolution is withdrawn, with this one's reason."""
    assertion, basis, reason = _checked(session, command, by)
    made = Resolution(
        case_pk=assertion.case_pk,
        assertion_pk=assertion.pk,
        outcome=command.outcome,
        reason=reason,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    again = supersede(
        session,
        made,
        Resolution.assertion_pk == assertion.pk,
        seen=command.seen,
        why=f"resolved again: {reason}",
        meanwhile=_MEANWHILE,
        by=by,
        now=now,
    )
    session.add_all(
        ResolutionBasis(
            resolution_pk=made.pk, statement_pk=statement.pk, recorded_at=now, recorded_by_pk=by.user_pk
        )
        for statement in basis
    )
    session.flush()
    # The typed reason stays with the record: it may well name somebody protected.
    audit.record(
        session,
        "assertion resolved",
        "assertion",
        assertion.public_id,
        by=by,
        now=now,
        case_pk=assertion.case_pk,
        outcome=command.outcome.value,
        basis=[statement.label for statement in basis],
        resolution=made.public_id,
        again=again,
    )
    return made


def withdraw(
    session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime
) -> Resolution:
    """Take a resolution back, with a reason: the assertion is open again, and counts in no track record."""
    resolution = get(session, Resolution, public_id, by, Right.GRADE)
    why = take_back(session, resolution, reason, what="resolution", by=by, now=now)
    assertion = session.get_one(Assertion, resolution.assertion_pk)
    audit.record(
        session,
        "resolution withdrawn",
        "assertion",
        assertion.public_id,
        by=by,
        now=now,
        case_pk=assertion.case_pk,
        reason=why,
        resolution=resolution.public_id,
    )
    return resolution


def track_records(
    session: Session, viewer: Viewer, case_pk: int, *, graph: CaseGraph | None = None
) -> dict[str, Record]:
    """The record of every source that spoke of something resolved, by its label.

    `graph` is the graph of the case where the caller has read it already.
    """
    require(viewer, Right.READ, case_pk)
    resolved, basis_pks = _resolved(session, case_pk)
    if not resolved:
        return {}
    return records(_with_basis(session, viewer, case_pk, basis_pks, graph), resolved)


def preview(session: Session, command: Resolve, *, by: Viewer) -> tuple[Move, ...]:
    """Whose record moves once the assertion is resolved like this; refuses what `resolve` would."""
    assertion, basis, _ = _checked(session, command, by)
    resolved, basis_pks = _resolved(session, assertion.case_pk)
    labels = tuple(statement.label for statement in basis)
    new = Resolved(assertion.label, command.outcome, assertion.topic, labels)
    basis_pks |= {statement.pk for statement in basis}
    graph = _with_basis(session, by, assertion.case_pk, basis_pks, None)
    return moves(graph, resolved, assertion.label, new)


def _checked(session: Session, command: Resolve, by: Viewer) -> tuple[Assertion, list[Statement], str]:
    assertion = get(session, Assertion, command.assertion, by, Right.GRADE)
    if assertion.is_withdrawn:
        raise DomainError(f"{assertion.label} is withdrawn from the case. Restore it before it is resolved.")
    basis: dict[int, Statement] = {}
    for label in command.basis:
        statement = in_case(session, Statement, label, assertion.case_pk, field="basis")
        if statement.is_withdrawn:
            raise DomainError(
                f"{statement.label} is withdrawn from the case. Choose what still stands.", field="basis"
            )
        basis[statement.pk] = statement
    reason = required(command.reason, "Say on what basis this is established.", field="reason")
    return assertion, list(basis.values()), reason


def _resolved(session: Session, case_pk: int) -> tuple[list[Resolved], set[int]]:
    """The standing resolutions of a case, and the keys of what they rest on."""
    basis = queries.standing_basis(session, case_pk)
    resolved = [
        Resolved(
            f"AS{row.number}",
            row.outcome,
            row.topic,
            tuple(f"ST{each.number}" for each in basis.get(row.pk, ())),
        )
        for row in queries.standing_outcomes(session, case_pk)
    ]
    return resolved, {each.statement_pk for rows in basis.values() for each in rows}


def _with_basis(
    session: Session, viewer: Viewer, case_pk: int, basis_pks: Iterable[int], graph: CaseGraph | None
) -> CaseGraph:
    """The graph of the case with what resolutions rest on, which may bear on no assertion itself."""
    graph = graph or analysis.case_graph(session, viewer, case_pk)
    more = Assembly(Subgraph(session, case_pk, queries.around(session, basis_pks))).case_graph({}, ())
    return replace(
        graph,
        sources={**graph.sources, **more.sources},
        statements={**more.statements, **graph.statements},
        relays=tuple(dict.fromkeys((*graph.relays, *more.relays))),
    )
