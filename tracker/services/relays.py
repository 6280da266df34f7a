"""The ties of statements: relays, what they convey, what they rest on, and analysts' links between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, Duplicate
from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    Stance,
    StatementLinkKind,
)
from tracker.services import audit, reporters
from tracker.services.assertions import AssertionContent
from tracker.services.assertions import choose as choose_assertion
from tracker.services.lookup import get, in_case, required
from tracker.services.loops import refuse_loop
from tracker.store.models import Assertion, Case, Conveys, Relay, RestsOn, Statement, StatementLink


@dataclass(frozen=True, slots=True)
class RelayTerms:
    """How the child repeats the parent."""

    form: RelayForm = RelayForm.QUOTES
    certainty: RelayCertainty = RelayCertainty.EXPLICIT
    fidelity: Fidelity = Fidelity.FAITHFUL
    is_chosen: bool = False
    note: str | None = None


def relay(
    session: Session, child_id: str, parent: str | None, terms: RelayTerms, *, by: Viewer, now: datetime
) -> Relay:
    """Say that a statement repeats an earlier one of its case; refused if that would close a loop."""
    child = get(session, Statement, child_id, by, Right.RECORD)
    wanted = required(parent, "Choose the statement it repeats.", field="parent")
    earlier = in_case(session, Statement, wanted, child.case_pk, field="parent")
    return add_relay(session, child, earlier, terms, by=by, now=now)


def add_relay(
    session: Session, child: Statement, parent: Statement, terms: RelayTerms, *, by: Viewer, now: datetime
) -> Relay:
    """Store a relay between two statements of one case and derive the parent's reporter."""
    if child.pk == parent.pk:
        raise DomainError("A statement does not repeat itself. Choose the earlier one.", field="parent")
    refuse_loop(session, child, parent)
    made = Relay(
        child_pk=child.pk,
        parent_pk=parent.pk,
        form=terms.form,
        certainty=terms.certainty,
        fidelity=terms.fidelity,
        is_chosen=terms.is_chosen,
        note=terms.note,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Duplicate(f"That {child.label} repeats {parent.label} is recorded.", field="parent") from exc
    reporters.derive(session, parent.pk)
    audit.record(
        session,
        "relay recorded",
        "relay",
        made.public_id,
        by=by,
        now=now,
        case_pk=child.case_pk,
        child=child.public_id,
        parent=parent.public_id,
        form=terms.form.value,
        fidelity=terms.fidelity.value,
        certainty=terms.certainty.value,
    )
    return made


def add_conveys(
    session: Session, statement: Statement, assertion: Assertion, stance: Stance, *, by: Viewer, now: datetime
) -> Conveys:
    """A statement asserts, denies or doubts an assertion; once."""
    made = Conveys(
        statement_pk=statement.pk,
        assertion_pk=assertion.pk,
        stance=stance,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Duplicate(
            f"{statement.label} conveys {assertion.label} already. Withdraw that first to change its stance.",
            field="assertion",
        ) from exc
    audit.record(
        session,
        "stance recorded",
        "statement",
        statement.public_id,
        by=by,
        now=now,
        case_pk=statement.case_pk,
        assertion=assertion.public_id,
        stance=stance.value,
    )
    return made


def add_rests_on(
    session: Session, statement: Statement, on: str, warrant: str | None, *, by: Viewer, now: datetime
) -> RestsOn:
    """An inference or a forecast rests on an assertion (AS2) or another statement (ST7)."""
    if statement.basis not in (Basis.INFERRED, Basis.FORECAST, Basis.OPINION):
        raise DomainError("Only an inference, a forecast or an opinion rests on something.", field="on")
    made = RestsOn(statement_pk=statement.pk, warrant=warrant, recorded_at=now, recorded_by_pk=by.user_pk)
    if on.strip().upper().startswith("AS"):
        made.assertion_pk = in_case(session, Assertion, on, statement.case_pk, field="on").pk
    else:
        made.on_statement_pk = in_case(session, Statement, on, statement.case_pk, field="on").pk
        if made.on_statement_pk == statement.pk:
            raise DomainError("A statement cannot rest on itself.", field="on")
    session.add(made)
    session.flush()
    audit.record(
        session,
        "support recorded",
        "statement",
        statement.public_id,
        by=by,
        now=now,
        case_pk=statement.case_pk,
        on=on.strip().upper(),
    )
    return made


def link(
    session: Session,
    public_id: str,
    to: str | None,
    kind: StatementLinkKind,
    reason: str | None,
    *,
    shared: AssertionContent | None = None,
    by: Viewer,
    now: datetime,
) -> StatementLink:
    """An analyst's judgement on two statements, with its reason.

    Statements that corroborate each other share an assertion: `shared` attaches both to it.
    """
    statement = get(session, Statement, public_id, by, Right.RECORD)
    wanted = required(to, "Choose the other statement.", field="to")
    other = in_case(session, Statement, wanted, statement.case_pk, field="to")
    if other.pk == statement.pk:
        raise DomainError("A statement cannot be linked to itself. Choose another.", field="to")
    if kind is StatementLinkKind.RETRACTS and other.source_pk != statement.source_pk:
        raise DomainError("Only the same source can take back its words.", field="kind")
    made = StatementLink(
        case_pk=statement.case_pk,
        from_pk=statement.pk,
        to_pk=other.pk,
        kind=kind,
        reason=required(reason, "Say why.", field="reason"),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(made)
    session.flush()
    if shared is not None:
        _share(session, kind, (statement, other), shared, by=by, now=now)
    audit.record(
        session,
        "statements linked",
        "statement",
        statement.public_id,
        by=by,
        now=now,
        case_pk=statement.case_pk,
        reason=made.reason,
        kind=kind.value,
        to=other.public_id,
    )
    return made


def _share(
    session: Session,
    kind: StatementLinkKind,
    both: tuple[Statement, Statement],
    shared: AssertionContent,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    if kind is not StatementLinkKind.CORROBORATES:
        raise DomainError("Only statements that corroborate each other share an assertion.", field="shared")
    case = session.get_one(Case, both[0].case_pk)
    assertion = choose_assertion(session, case, shared, field="shared", by=by, now=now)
    for statement in both:
        stance = session.scalar(
            select(Conveys.stance).where(
                Conveys.statement_pk == statement.pk,
                Conveys.assertion_pk == assertion.pk,
                Conveys.withdrawn_at.is_(None),
            )
        )
        if stance is None:
            add_conveys(session, statement, assertion, Stance.ASSERTS, by=by, now=now)
        elif stance is not Stance.ASSERTS:
            raise DomainError(
                f"{statement.label} {stance.label} {assertion.label}, so it cannot corroborate it.",
                field="shared",
            )
