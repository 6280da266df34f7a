"""Recording statements: “A says that B says that C said” entered once, stored as one row per voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import dates, passages
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.domain.scales import (
    Basis,
    DocumentKind,
    Fidelity,
    RelayCertainty,
    RelayForm,
    Stance,
    Tlp,
)
from tracker.services import audit, relays, reporters, revisions
from tracker.services.assertions import AssertionContent
from tracker.services.assertions import choose as choose_assertion
from tracker.services.documents import add_embedded
from tracker.services.lookup import get, in_case, next_number, required
from tracker.services.passages import Selection, place, tie
from tracker.services.sources import SourceChoice, standing
from tracker.services.sources import choose as choose_source
from tracker.store.models import (
    Anchor,
    Capture,
    Case,
    Conveys,
    Document,
    Passage,
    RestsOn,
    Source,
    Statement,
)

_OUR_RECORDS = (DocumentKind.NOTES, DocumentKind.TRANSCRIPT)


@dataclass(frozen=True, slots=True)
class Hop:
    """One hand on the way: who, when they said it, and how they repeat the hop before them."""

    source: SourceChoice
    said_at: str | None = None
    form: RelayForm = RelayForm.QUOTES
    certainty: RelayCertainty = RelayCertainty.EXPLICIT
    fidelity: Fidelity = Fidelity.FAITHFUL


@dataclass(frozen=True, slots=True)
class Conveyed:
    assertion: AssertionContent
    stance: Stance = Stance.ASSERTS


@dataclass(frozen=True, slots=True)
class Rest:
    """What an inference rests on: the label of an assertion (AS2) or a statement (ST7), and the warrant."""

    on: str
    warrant: str | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedPost:
    """The passage is a post that the captured page only embeds; its author is the last hop but the page's."""

    title: str
    published: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a statement says and how its source knows. Dates are EDTF texts."""

    gist: str
    basis: Basis
    verbatim: str | None = None
    hedge: str | None = None
    language: str | None = None
    translation: str | None = None
    translated_by: str | None = None
    due: str | None = None
    tlp: Tlp | None = None


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """`hops` run from whoever said it first to whoever we hold; the page's own author is added when missing.

    `further` are more places of the same words: a sentence that something else interrupts. `repeats` names a
    statement recorded before: then the first hop repeats that one instead of being new.
    """

    capture: str
    selection: Selection
    hops: tuple[Hop, ...]
    content: Content
    conveys: tuple[Conveyed, ...] = ()
    rests_on: tuple[Rest, ...] = ()
    embedded: EmbeddedPost | None = None
    repeats: str | None = None
    further: tuple[Selection, ...] = ()


@dataclass(slots=True)
class _Chain:
    """What is being recorded: statements from the original to the one held, each with its hop."""

    statements: list[Statement] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)


def record(session: Session, command: RecordStatement, *, by: Viewer, now: datetime) -> tuple[Statement, ...]:
    """Record a chain; returns its statements, the original first, the one held last."""
    capture = get(session, Capture, command.capture, by, Right.RECORD)
    if capture.is_withdrawn:
        raise DomainError("This capture was withdrawn. Restore it before recording from it.")
    case = session.get_one(Case, capture.case_pk)
    page = session.get_one(Document, capture.document_pk)
    if page.is_withdrawn:
        raise DomainError("This document was withdrawn. Restore it before recording from it.")
    _refuse_altered(command)
    chain = _sources_and_statements(session, case, page, command, by=by, now=now)
    own = _document_of(session, capture, page, chain, command, by=by, now=now)
    held = [
        place(session, capture, selection, own, by=by, now=now)
        for selection in (command.selection, *command.further)
    ]
    _check_quotation(command.content, held)
    for statement, passage in product(chain.statements, held):
        tie(session, statement, passage, by=by, now=now)
    _relate(session, case, chain, command, by=by, now=now)
    _convey(session, case, chain, command, by=by, now=now)
    for statement in chain.statements:
        audit.record(
            session,
            "statement recorded",
            "statement",
            statement.public_id,
            by=by,
            now=now,
            case_pk=case.pk,
            passage=held[0].public_id,
            basis=statement.basis.value,
        )
    return tuple(chain.statements)


def correct(
    session: Session,
    public_id: str,
    command: Content,
    *,
    said_at: str | None,
    source: str | None,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Statement:
    """Correct what is recorded of a statement; its relays, passages and grades stay."""
    statement = get(session, Statement, public_id, by, Right.RECORD)
    case = session.get_one(Case, statement.case_pk)
    if command.verbatim != statement.verbatim:
        _check_quotation(command, _passages_of(session, statement))
    fields = _content(command, case)
    fields["said_at"] = dates.parse(said_at, case.zone, field="said_at") if said_at else None
    if source:
        chosen = standing(session, in_case(session, Source, source, case.pk, field="source"))
        fields["source_pk"] = chosen.pk
    revisions.correct(session, "statement", statement, fields, version=version, reason=reason, by=by, now=now)
    reporters.derive(session, statement.pk)
    reporters.derive_parents(session, statement.pk)
    return statement


def convey(session: Session, public_id: str, conveyed: Conveyed, *, by: Viewer, now: datetime) -> Conveys:
    """Say what a statement recorded before conveys. Another stance needs the old one withdrawn first."""
    statement = get(session, Statement, public_id, by, Right.RECORD)
    case = session.get_one(Case, statement.case_pk)
    assertion = choose_assertion(session, case, conveyed.assertion, field="assertion", by=by, now=now)
    return relays.add_conveys(session, statement, assertion, conveyed.stance, by=by, now=now)


def rest(session: Session, public_id: str, command: Rest, *, by: Viewer, now: datetime) -> RestsOn:
    """Say what an inference or a forecast rests on."""
    statement = get(session, Statement, public_id, by, Right.RECORD)
    return relays.add_rests_on(session, statement, command.on, command.warrant, by=by, now=now)


def _sources_and_statements(
    session: Session, case: Case, page: Document, command: RecordStatement, *, by: Viewer, now: datetime
) -> _Chain:
    if not command.hops:
        raise DomainError("Say who said it.", field="hops-0-source")
    chain = _Chain()
    sources = [
        choose_source(session, case.pk, hop.source, field=f"hops-{number}-source", by=by, now=now)
        for number, hop in enumerate(command.hops)
    ]
    hops = list(command.hops)
    holder = _holder(session, page, sources)
    if holder is not None:
        sources.append(holder)
        form = RelayForm.REPUBLISHES if command.embedded else RelayForm.CITES
        hops.append(Hop(SourceChoice(holder.label), form=form))
    for number, (source, hop) in enumerate(zip(sources, hops, strict=True)):
        if number and source.pk == sources[number - 1].pk:
            raise DomainError(
                "Nobody passes on what they said themselves. Remove the repeated hop.",
                field=f"hops-{number}-source",
            )
        statement = _statement(
            session, case, source, command.content, speaks_first=number == 0, by=by, now=now
        )
        is_embedded = command.embedded is not None and number == len(hops) - 2
        default = command.embedded.published if command.embedded and is_embedded else None
        said = hop.said_at or default
        if said:
            statement.said_at = dates.parse(said, case.zone, field=f"hops-{number}-said_at")
        elif number == len(hops) - 1:
            statement.said_at = page.published
        session.flush()
        chain.statements.append(statement)
        chain.hops.append(hop)
    return chain


def _refuse_altered(command: RecordStatement) -> None:
    """Whoever alters an earlier statement says something else: the two cannot share one sentence."""
    for number, hop in enumerate(command.hops):
        if hop.fidelity is Fidelity.ALTERED and (number or command.repeats is None):
            raise DomainError(
                "Record first what was really said, then the altered words by themselves, as repeating it.",
                field=f"hops-{number}-fidelity",
            )


def _holder(session: Session, page: Document, sources: list[Source]) -> Source | None:
    """The page's own author, when the chain as entered does not end with them."""
    if page.collected_by_pk is not None and page.kind in _OUR_RECORDS:
        return None  # the witness speaks in our own notes: the interviewer is not a hop
    author_pk = page.author_pk or page.publisher_pk
    if author_pk is None:
        raise DomainError("Say who wrote or published the document first.", field="hops-0-source")
    author = standing(session, session.get_one(Source, author_pk))
    return None if sources[-1].pk == author.pk else author


def _statement(
    session: Session,
    case: Case,
    source: Source,
    content: Content,
    *,
    speaks_first: bool,
    by: Viewer,
    now: datetime,
) -> Statement:
    fields = _content(content, case)
    if not speaks_first:
        # Whoever passes it on was told; the wording, its hedge and its due date are the first speaker's.
        told = dict.fromkeys(("verbatim", "hedge", "language", "translation", "translated_by", "due"), None)
        fields = {**fields, **told, "basis": Basis.TOLD}
    statement = Statement(
        case_pk=case.pk,
        number=next_number(session, Statement, case.pk),
        source_pk=source.pk,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
        **fields,
    )
    session.add(statement)
    session.flush()
    return statement


def _content(content: Content, case: Case) -> dict[str, object]:
    due = dates.parse(content.due, case.zone, field="due") if content.due else None
    if content.basis is Basis.FORECAST and due is None:
        raise DomainError("Give the date by which the forecast can be judged.", field="due")
    return {
        "gist": required(content.gist, "Say in one sentence what is said.", field="gist"),
        "basis": content.basis,
        "verbatim": content.verbatim,
        "hedge": content.hedge,
        "language": content.language,
        "translation": content.translation,
        "translated_by": content.translated_by,
        "due": due,
        "tlp": content.tlp,
    }


def _document_of(
    session: Session,
    capture: Capture,
    page: Document,
    chain: _Chain,
    command: RecordStatement,
    *,
    by: Viewer,
    now: datetime,
) -> Document:
    if command.embedded is None:
        return page
    if len(chain.statements) < 2:  # noqa: PLR2004  the post's author and the page's
        raise DomainError(
            "An embedded post is somebody else's. Say who posted it; the page's author follows by itself.",
            field="hops-0-source",
        )
    author = session.get_one(Source, chain.statements[-2].source_pk)
    embedded = command.embedded
    return add_embedded(
        session,
        capture,
        author,
        title=required(embedded.title, "Give the embedded post a title.", field="embedded_title"),
        published=embedded.published,
        address=embedded.address,
        by=by,
        now=now,
    )


def _check_quotation(content: Content, held: Sequence[Passage]) -> None:
    exact = [passage.exact for passage in held if passage.exact is not None]
    if content.verbatim is None or not exact or passages.quotes(content.verbatim, exact):
        return
    raise DomainError(
        "These words do not stand in the passage. Copy them exactly; mark left-out words with […].",
        field="verbatim",
    )


def _passages_of(session: Session, statement: Statement) -> Sequence[Passage]:
    return session.scalars(
        select(Passage)
        .join(Anchor, Anchor.passage_pk == Passage.pk)
        .where(Anchor.statement_pk == statement.pk, Anchor.withdrawn_at.is_(None))
        .order_by(Passage.capture_pk, Passage.start_offset, Passage.pk)
    ).all()


def _relate(
    session: Session, case: Case, chain: _Chain, command: RecordStatement, *, by: Viewer, now: datetime
) -> None:
    before: Statement | None = None
    if command.repeats:
        before = in_case(session, Statement, command.repeats, case.pk, field="repeats")
    for statement, hop in zip(chain.statements, chain.hops, strict=True):
        if before is not None:
            terms = relays.RelayTerms(hop.form, hop.certainty, hop.fidelity)
            relays.add_relay(session, statement, before, terms, by=by, now=now)
        before = statement


def _convey(
    session: Session, case: Case, chain: _Chain, command: RecordStatement, *, by: Viewer, now: datetime
) -> None:
    for number, conveyed in enumerate(command.conveys):
        assertion = choose_assertion(
            session, case, conveyed.assertion, field=f"conveys-{number}-assertion", by=by, now=now
        )
        for statement in chain.statements:
            relays.add_conveys(session, statement, assertion, conveyed.stance, by=by, now=now)
    for number, rest_on in enumerate(command.rests_on):
        try:
            relays.add_rests_on(session, chain.statements[0], rest_on.on, rest_on.warrant, by=by, now=now)
        except DomainError as error:
            raise DomainError(error.message, field=f"rests_on-{number}-on") from error
