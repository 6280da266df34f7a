"""Everything a report prints, in a fixed number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Viewer
from tracker.domain.scales import StatementLinkKind
from tracker.store.models import (
    Assertion,
    Capture,
    Citation,
    Conveys,
    DecidedStatement,
    Document,
    Finding,
    Grade,
    ProposalDecision,
    Relay,
    RepeatDecision,
    ReportSection,
    RestsOn,
    Source,
    Statement,
    StatementLink,
    User,
)
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.grades import given_to
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import shown_reason
from tracker.store.queries.rows import AnySelect, Rows

_newer = aliased(Grade, name="newer")
_collector = aliased(User, name="collector")
_on = aliased(Statement, name="on_statement")
_later = aliased(Statement, name="later_statement")
_held_through_another = Statement.reporter_pk.is_not(None)


def findings(session: Session, report_pk: int) -> Rows:
    """The standing findings of a report in their order."""
    return session.execute(
        select(Finding.pk, Finding.number, Finding.text, Assertion.number.label("assertion_number"))
        .outerjoin(Assertion, Assertion.pk == Finding.assertion_pk)
        .where(Finding.report_pk == report_pk, Finding.withdrawn_at.is_(None))
        .order_by(Finding.position, Finding.pk)
    ).all()


def sections(session: Session, report_pk: int) -> Rows:
    """The standing sections of a report in their order."""
    return session.execute(
        select(ReportSection.number, ReportSection.title, ReportSection.text)
        .where(ReportSection.report_pk == report_pk, ReportSection.withdrawn_at.is_(None))
        .order_by(ReportSection.position, ReportSection.pk)
    ).all()


def numbered(session: Session, case_pk: int, numbers: Collection[int]) -> Rows:
    """The keys of the statements with these numbers, withdrawn ones too."""
    return session.execute(
        select(Statement.pk, Statement.number)
        .where(Statement.case_pk == case_pk, Statement.number.in_(numbers))
        .order_by(Statement.pk)
    ).all()


def citations(session: Session, report_pk: int) -> Rows:
    """What the standing findings of a report cite, in the order it was cited."""
    return session.execute(
        select(Citation.finding_pk, Citation.statement_pk, Citation.role)
        .join(Finding, Finding.pk == Citation.finding_pk)
        .where(
            Finding.report_pk == report_pk,
            Finding.withdrawn_at.is_(None),
            Citation.withdrawn_at.is_(None),
        )
        .order_by(Citation.pk)
    ).all()


def finding_grades(session: Session, viewer: Viewer, report_pk: int) -> Shown:
    """The current likelihood and confidence grades of a report's findings, oldest first."""
    found = session.execute(
        select(*judging(viewer), Grade.finding_pk, Grade.scale, Grade.value, Grade.reason)
        .join(Finding, Finding.pk == Grade.finding_pk)
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .where(Finding.report_pk == report_pk, _newer.pk.is_(None))
        .order_by(Grade.pk)
    )
    return shown(viewer, found)


def statements(session: Session, pks: Collection[int]) -> Rows:
    """What is recorded of the statements themselves, as anybody may read it."""
    return session.execute(
        select(
            Statement.pk,
            Statement.recorded_at,
            Statement.hedge,
            Statement.language,
            Statement.translation,
            Statement.translated_by,
            shown_reason(Statement),
            User.display_name.label("recorded_by"),
        )
        .outerjoin(User, User.pk == Statement.recorded_by_pk)
        .where(Statement.pk.in_(pks))
        .order_by(Statement.pk)
    ).all()


def conveyed(session: Session, pks: Collection[int]) -> Rows:
    """What the statements say of which assertion."""
    return session.execute(
        select(
            Conveys.statement_pk,
            Conveys.stance,
            Assertion.number,
            Assertion.text,
            *Assertion.holds.columns,
        )
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(
            Conveys.statement_pk.in_(pks), Conveys.withdrawn_at.is_(None), Assertion.withdrawn_at.is_(None)
        )
        .order_by(Conveys.pk)
    ).all()


def grounds(session: Session, pks: Collection[int]) -> Rows:
    """What the conclusions among the statements rest on, an assertion or a statement, with the warrant."""
    return session.execute(
        select(
            RestsOn.statement_pk,
            RestsOn.warrant,
            func.coalesce(label("AS", Assertion.number), label("ST", _on.number)).label("label"),
            func.coalesce(Assertion.text, _on.gist).label("text"),
        )
        .outerjoin(Assertion, Assertion.pk == RestsOn.assertion_pk)
        .outerjoin(_on, _on.pk == RestsOn.on_statement_pk)
        .where(RestsOn.statement_pk.in_(pks), RestsOn.withdrawn_at.is_(None))
        .order_by(RestsOn.pk)
    ).all()


def grades(
    session: Session, viewer: Viewer, statement_pks: Collection[int], source_pks: Collection[int]
) -> Shown:
    """The current grades of the statements and of the sources, oldest first, what was settled last."""
    found = session.execute(
        select(
            *judging(viewer),
            Grade.scale,
            Grade.value,
            Grade.reason,
            Grade.override_reason,
            Grade.topic,
            Grade.access,
            Grade.others_hidden,
            Grade.is_adjudication,
            func.coalesce(Source.merged_into_pk, Grade.source_pk).label("source_pk"),
            Grade.statement_pk,
            Grade.recorded_by_pk,
            Assertion.number.label("assertion_number"),
        )
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .outerjoin(Assertion, Assertion.pk == Grade.assertion_pk)
        .outerjoin(Source, Source.pk == Grade.source_pk)
        .where(_newer.pk.is_(None), given_to(statement_pks, source_pks))
        .order_by(Grade.is_adjudication, Grade.pk)
    )
    return shown(viewer, found)


def proposed_statements(session: Session, pks: Collection[int]) -> Sequence[str]:
    """Those of some statements that were recorded by accepting a proposal of the rules, as labels."""
    return session.scalars(
        select(label("ST", Statement.number))
        .join(DecidedStatement, DecidedStatement.statement_pk == Statement.pk)
        .join(ProposalDecision, ProposalDecision.pk == DecidedStatement.decision_pk)
        .where(Statement.pk.in_(list(pks)), ProposalDecision.withdrawn_at.is_(None))
        .order_by(Statement.number)
    ).all()


def repeat_answers(session: Session, pks: Collection[int]) -> Rows:
    """The standing answers to hints that one of these statements repeats another."""
    return session.execute(
        select(label("ST", Statement.number).label("label"), RepeatDecision.is_accepted)
        .join(Statement, Statement.pk == RepeatDecision.later_pk)
        .where(RepeatDecision.later_pk.in_(pks), RepeatDecision.withdrawn_at.is_(None))
        .order_by(RepeatDecision.pk)
    ).all()


def retractions(session: Session, pks: Collection[int]) -> Rows:
    """By which later statement, and how, a source took back one of the statements."""
    return session.execute(
        select(StatementLink.to_pk.label("statement_pk"), _later.number, StatementLink.reason)
        .join(_later, _later.pk == StatementLink.from_pk)
        .where(
            StatementLink.to_pk.in_(pks),
            StatementLink.kind == StatementLinkKind.RETRACTS,
            StatementLink.withdrawn_at.is_(None),
        )
        .order_by(StatementLink.pk)
    ).all()


def exhibits(session: Session, capture_pks: Collection[int]) -> Rows:
    """The captures a report rests on, each with its document, by their numbers."""
    giver_recorded, giver = standing("exhibit_giver")
    return session.execute(
        _described(
            Capture.pk,
            Capture.number,
            Capture.captured_at,
            Capture.method,
            Capture.sha256,
            Capture.size,
            Capture.media_type,
            Capture.file_name,
            Capture.extractor,
            Document.interpreter,
            User.display_name.label("captured_by"),
            _collector.display_name.label("collected_by"),
            shown_name(giver).label("obtained_from"),
        )
        .join(Capture, Capture.document_pk == Document.pk)
        .outerjoin(User, User.pk == Capture.recorded_by_pk)
        .outerjoin(_collector, _collector.pk == Document.collected_by_pk)
        .outerjoin(giver_recorded, giver_recorded.pk == Document.obtained_from_pk)
        .outerjoin(giver, stands_for(giver_recorded, giver))
        .where(Capture.pk.in_(capture_pks))
        .order_by(Capture.number)
    ).all()


def documents(session: Session, case_pk: int, numbers: Collection[int]) -> Rows:
    """The documents of those numbers, whatever we hold of them."""
    return session.execute(
        _described()
        .where(Document.case_pk == case_pk, Document.number.in_(numbers))
        .order_by(Document.number)
    ).all()


def _described(*besides: Any) -> AnySelect:
    """What is recorded of documents themselves, their makers as readers may know them."""
    author_recorded, author = standing("document_author")
    publisher_recorded, publisher = standing("document_publisher")
    return (
        select(
            Document.number.label("document_number"),
            Document.title,
            Document.kind,
            Document.author_certainty,
            *Document.published.columns,
            Document.address,
            Document.archive_address,
            shown_name(author).label("author"),
            author.kind.label("author_kind"),
            shown_name(publisher).label("publisher"),
            *besides,
        )
        .select_from(Document)
        .outerjoin(author_recorded, author_recorded.pk == Document.author_pk)
        .outerjoin(author, stands_for(author_recorded, author))
        .outerjoin(publisher_recorded, publisher_recorded.pk == Document.publisher_pk)
        .outerjoin(publisher, stands_for(publisher_recorded, publisher))
    )


def sources(session: Session, case_pk: int, numbers: Collection[int]) -> Rows:
    """The sources of those numbers, as readers may know them."""
    return session.execute(
        select(
            label("SRC", Source.number).label("label"),
            shown_name(Source).label("name"),
            Source.kind,
            Source.descriptor,
            Source.is_protected,
        )
        .where(Source.case_pk == case_pk, Source.number.in_(numbers))
        .order_by(Source.number)
    ).all()


def passed_on_by(session: Session, pks: Collection[int]) -> Rows:
    """The relays through which statements are held whose own document is not, back to one that is.

    Of several that pass the same statement on, the one it is held through comes first.
    """
    below = select(Statement.pk).where(Statement.pk.in_(pks), _held_through_another).cte(recursive=True)
    below = below.union(
        select(Relay.child_pk)
        .join(below, below.c.pk == Relay.parent_pk)
        .join(Statement, Statement.pk == Relay.child_pk)
        .where(Relay.withdrawn_at.is_(None), Statement.withdrawn_at.is_(None), _held_through_another)
    )
    return session.execute(
        select(Relay.parent_pk.label("parent"), Relay.child_pk.label("child"))
        .join(below, below.c.pk == Relay.parent_pk)
        .join(Statement, Statement.pk == Relay.child_pk)
        .where(Relay.withdrawn_at.is_(None), Statement.withdrawn_at.is_(None))
        .order_by(
            Relay.is_chosen.desc(),
            Statement.said_at.earliest.is_(None),
            Statement.said_at.earliest,
            Relay.pk,
        )
    ).all()
