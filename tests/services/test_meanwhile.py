"""Two people do the same deed at the same moment, on the database on which both may write at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, sessionmaker

from tests import factories as make
from tests.factories import NOW
from tracker.domain.errors import Conflict, DomainError
from tracker.domain.scales import AssertionLinkKind, GradeScale, Outcome
from tracker.domain.timing import TimeVerdict
from tracker.services import adjudication, assertions, grades, repeats, resolutions, verdicts
from tracker.services.agreement import Given
from tracker.services.grades import GradeIt
from tracker.services.repeats import Answer
from tracker.services.resolutions import Resolve
from tracker.services.verdicts import Confirm
from tracker.store import schema
from tracker.store.blobs import BlobStore
from tracker.store.engine import make_engine, write_sessions
from tracker.store.models import AssertionLink, AuditEvent, ConfirmedVerdict, Grade

TOGETHER = 0.2
Deed = Callable[[Session], object]
_LINK = select(AssertionLink.public_id).join(ConfirmedVerdict, ConfirmedVerdict.link_pk == AssertionLink.pk)


@pytest.fixture(scope="module")
def writing(empty_postgres) -> Iterator[sessionmaker[Session]]:
    url = empty_postgres()
    schema.upgrade(url)
    engine = make_engine(url)
    yield write_sessions(engine)
    engine.dispose()


def at_once(writing: sessionmaker[Session], *deeds: Deed) -> list[type[Exception] | None]:
    """What becomes of deeds of which each begins before another is committed, the successful ones first."""
    outcomes: list[type[Exception] | None] = []
    begun = threading.Barrier(len(deeds))

    def run(deed: Deed) -> None:
        with writing() as session:
            begun.wait()
            try:
                deed(session)
                threading.Event().wait(TOGETHER)
                session.commit()
            except Exception as error:  # noqa: BLE001  whatever it is, the test names it
                outcomes.append(type(error))
            else:
                outcomes.append(None)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=lambda outcome: outcome is not None)


def current(session: Session) -> int:
    newer = aliased(Grade)
    asked = select(func.count(Grade.pk)).outerjoin(newer, newer.supersedes_pk == Grade.pk)
    return session.scalar(asked.where(newer.pk.is_(None)))


def test_one_grade_sent_twice_leaves_one_that_stands(writing):
    with writing() as session:
        case = make.make_case(session)
        command = GradeIt(GradeScale.RELIABILITY, make.make_source(session, *case).public_id, "B", "so")
        session.commit()

    def deed(session: Session) -> None:
        grades.grade(session, command, by=case[1], now=NOW)

    with writing() as session:
        before = current(session)
    for _ in range(2):  # the first grade, and one that supersedes it
        assert at_once(writing, deed, deed) == [None, None]
        with writing() as session:
            assert current(session) == before + 1


def test_two_leads_who_settle_at_once_leave_one_settlement(writing):
    with writing() as session:
        case = make.make_case(session)
        source = make.make_source(session, *case)
        for value in ("B", "D"):
            graded = GradeIt(GradeScale.RELIABILITY, source.public_id, value, "so")
            grades.grade(session, graded, by=make.make_member(session, *case), now=NOW)
        session.commit()
        before = current(session)
    command = GradeIt(GradeScale.RELIABILITY, source.public_id, "C", "so")

    def deed(session: Session) -> None:
        adjudication.settle(session, command, by=case[1], now=NOW)

    assert at_once(writing, deed, deed) == [None, None]
    with writing() as session:
        assert current(session) == before + 1


def test_no_grade_slips_in_while_a_difference_is_settled(writing):
    with writing() as session:
        case = make.make_case(session)
        source = make.make_source(session, *case)
        one, other = (make.make_member(session, *case) for _ in range(2))
        for by, value in ((one, "B"), (other, "D")):
            graded = GradeIt(GradeScale.RELIABILITY, source.public_id, value, "so")
            grades.grade(session, graded, by=by, now=NOW)
        session.commit()

    def compared(session: Session):
        (found,) = Given(session, case[1], case[0].pk).compared()
        return found

    with writing() as session:
        seen = compared(session).seen
    command = GradeIt(GradeScale.RELIABILITY, source.public_id, "C", "so")
    outcomes = at_once(
        writing,
        lambda session: adjudication.settle(session, command, by=case[1], now=NOW, seen=seen),
        lambda session: grades.grade(session, replace(command, value="F"), by=one, now=NOW),
    )
    assert outcomes[0] is None
    with writing() as session:
        found = compared(session)
        assert outcomes[1] is Conflict or found.difference.again
        assert (outcomes[1] is Conflict) == (found.settled is None)


def test_what_is_taken_back_twice_is_taken_back_once(writing, tmp_path):
    with writing() as session:
        case, lead = make.make_case(session)
        made = _answered(session, BlobStore(tmp_path), case, lead)
        session.commit()
    for service, name, deed in (
        (resolutions, "resolution withdrawn", resolutions.withdraw),
        (verdicts, "verdict withdrawn", verdicts.withdraw),
        (repeats, "answer to a repeat hint taken back", repeats.take_back),
    ):

        def back(session: Session, deed=deed, public_id: str = made[service]) -> None:
            deed(session, public_id, "Too quick.", by=lead, now=NOW)

        assert at_once(writing, back, back) == [None, DomainError], name
        with writing() as session:
            told = select(func.count(AuditEvent.seq)).where(AuditEvent.action == name)
            assert session.scalar(told) == 1, name


def test_a_verdict_is_not_decided_again_while_it_is_withdrawn(writing, tmp_path):
    with writing() as session:
        case, lead = make.make_case(session)
        verdict = _answered(session, BlobStore(tmp_path), case, lead)[verdicts]
        link = session.scalars(_LINK.where(ConfirmedVerdict.public_id == verdict)).one()
        session.commit()
    again = Confirm(link, TimeVerdict.CONTRADICTION, "Both at noon.", seen=verdict)
    outcomes = at_once(
        writing,
        lambda session: verdicts.confirm(session, again, by=lead, now=NOW),
        lambda session: verdicts.withdraw(session, verdict, "Too quick.", by=lead, now=NOW),
    )
    assert outcomes[0] is None
    assert outcomes[1] in (Conflict, DomainError)


def _answered(session: Session, blobs: BlobStore, case, lead) -> dict[object, str]:
    """A resolution, a verdict and an answer to a hint, each by the service that takes it back."""
    one, other = make.make_assertion(session, case, lead), make.make_assertion(session, case, lead)
    link = assertions.link(
        session, one.public_id, other.public_id, AssertionLinkKind.INCOMPATIBLE, "Not both.", by=lead, now=NOW
    )
    said = []
    for author in ("A wire", "A copier"):
        where = {"author": author, "again": True, "address": "https://example.org/1"}
        held = make.make_capture(session, blobs, case, lead, f"It is so, {author} says.", **where)
        said += make.record_chain(session, held, "It is so", author, by=lead, asserts=(one.label,))
    answer = Answer(said[1].label, said[0].label, "One address.")
    return {
        resolutions: resolutions.resolve(
            session, Resolve(one.public_id, Outcome.TRUE, "The court found so."), by=lead, now=NOW
        ).public_id,
        verdicts: verdicts.confirm(
            session, Confirm(link.public_id, TimeVerdict.UPDATE, "One came later."), by=lead, now=NOW
        ).public_id,
        repeats: repeats.refuse(session, case.code, answer, by=lead, now=NOW).public_id,
    }
