"""What became of the passages of a capture in a newer one, and anchoring their statements there as well.

Evidence is append-only: the anchors to the older capture stay. What became of a passage is worked out when
somebody asks, because captures never change; stored is only what an analyst says it means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain import passages as places
from tracker.domain.access import Right, Viewer
from tracker.domain.anchoring import Meaning, NewText, Reanchored, Verdict, waits
from tracker.domain.errors import DomainError, Duplicate, NotFound
from tracker.domain.passages import PassageKind, TextSpan
from tracker.services import audit, passages, reporters, withdrawing
from tracker.services.lookup import get, required
from tracker.services.passages import Selection
from tracker.store.models import Capture, Document, LookedAtChange, Passage, Statement
from tracker.store.queries import anchors as queries
from tracker.store.queries import captures
from tracker.store.queries.rows import AnyRow, Rows


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """A passage of the older capture, what became of it, and the statements that stand there.

    `anchored` are the keys of those that are anchored to the newer capture as well; `look` is what an analyst
    said of the change, if anybody has.
    """

    passage: AnyRow
    statements: tuple[AnyRow, ...]
    result: Reanchored
    anchored: frozenset[int]
    look: AnyRow | None

    @property
    def id(self) -> str:
        return str(self.passage.passage_id)

    @property
    def open(self) -> tuple[AnyRow, ...]:
        """The statements that are not anchored to the newer capture yet."""
        return tuple(row for row in self.statements if row.statement_pk not in self.anchored)

    @property
    def waits(self) -> bool:
        """Whether somebody should look at it."""
        looked = self.look is not None
        return waits(self.result.verdict, is_anchored_there=not self.open, is_looked_at=looked)


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement whose passage changed or is gone in the newest capture of its document."""

    row: AnyRow
    result: Reanchored


def found_again(session: Session, older_pk: int, old_text: str, newer_pk: int, text: str) -> list[FoundAgain]:
    """Every passage of the older capture in which a statement stands, in the order in which it stands there.

    Only of texts: of pictures and recordings nothing is said.
    """
    rows = captures.passages_in(session, older_pk)
    anchored = frozenset(queries.anchored_in(session, newer_pk))
    looks = queries.looked_at(session, newer_pk)
    new, found = NewText(text), []
    for _, group in groupby(rows, key=lambda row: row.pk):
        statements = tuple(group)
        passage = statements[0]
        if passage.passage_kind is PassageKind.TEXT:
            span = places.span(old_text, passage.start_offset, passage.end_offset)
            found.append(FoundAgain(passage, statements, new.find(span), anchored, looks.get(passage.pk)))
    return found


def tally(found: Iterable[FoundAgain]) -> dict[Verdict, int]:
    """How many passages became what, in the order of the verdicts; what none became is left out."""
    counts = Counter(each.result.verdict for each in found)
    return {verdict: counts[verdict] for verdict in Verdict if counts[verdict]}


def anchor(
    session: Session,
    older_id: str,
    newer_id: str,
    passage_ids: Collection[str] | None = None,
    *,
    by: Viewer,
    now: datetime,
) -> list[str]:
    """Anchor what stands at these passages of the older capture to the newer one too; labels of statements.

    Without `passage_ids` at all that are the same or moved; changed words only where their passage is named.
    """
    older, newer = _both(session, older_id, newer_id, by)
    found = {each.id: each for each in found_again(session, older.pk, older.text, newer.pk, newer.text)}
    if passage_ids is None:
        passage_ids = [each.id for each in found.values() if each.result.verdict.stands]
    anchored: dict[int, str] = {}
    for passage_id in passage_ids:
        each = found.get(passage_id)
        if each is None:
            raise NotFound("There is no such passage in the older capture.")
        if each.result.span is None:
            raise DomainError("These words are not in the newer capture: there is nothing to anchor to.")
        anchored |= _anchor(session, each, each.result.span, newer, by=by, now=now)
    if not anchored:
        raise DomainError("Nothing is left to anchor: all of it is anchored to the newer capture already.")
    return [anchored[pk] for pk in sorted(anchored)]


def look(
    session: Session,
    older_id: str,
    newer_id: str,
    passage_id: str,
    *,
    meaning: Meaning,
    note: str | None = None,
    by: Viewer,
    now: datetime,
) -> LookedAtChange:
    """Say what it means that a passage changed or is gone in the newer capture."""
    older, newer = _both(session, older_id, newer_id, by)
    found = found_again(session, older.pk, older.text, newer.pk, newer.text)
    each = next((each for each in found if each.id == passage_id), None)
    if each is None or each.result.verdict.stands:
        raise NotFound("There is no such passage in the older capture, or its words stand in the newer one.")
    if meaning is Meaning.OTHER:
        required(note, "Say what it means.", field="note")
    made = LookedAtChange(
        passage_pk=each.passage.pk,
        capture_pk=newer.pk,
        meaning=meaning,
        note=note,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Duplicate("Somebody has said already what this change means.") from exc
    _note(session, made, "change of a passage looked at", by=by, now=now)
    return made


def take_back(session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime) -> None:
    """Let a changed passage wait again that was looked at in error."""
    made = get(session, LookedAtChange, public_id, by, Right.RECORD)
    why = withdrawing.take_back(session, made, reason, what="verdict", deed="taken back", by=by, now=now)
    _note(session, made, "change of a passage to be looked at again", by=by, now=now, reason=why)


def waiting(session: Session, viewer: Viewer, case_pk: int) -> list[Changed]:
    """The statements that this viewer recorded and should look at, the newest capture first."""
    return _changed(session, queries.perhaps_changed(session, viewer, case_pk, recorded_by_pk=viewer.user_pk))


def of_statement(session: Session, viewer: Viewer, statement: AnyRow) -> list[Changed]:
    """What became of a statement's passages that somebody should look at."""
    return _changed(
        session,
        queries.perhaps_changed(session, viewer, statement.case_pk, statement_pk=statement.pk),
    )


def _changed(session: Session, rows: Rows) -> list[Changed]:
    """Of passages that are not there letter by letter, those whose words are not there either."""
    texts = queries.texts(session, {row.newer_pk for row in rows})
    new: Mapping[int, NewText] = {pk: NewText(text) for pk, text in texts.items()}
    found = [Changed(row, new[row.newer_pk].find(_span(row))) for row in rows]
    return [each for each in found if not each.result.verdict.stands]


def _span(row: AnyRow) -> TextSpan:
    return TextSpan(row.start_offset, row.end_offset, row.exact, row.prefix, row.suffix)


def _both(session: Session, older_id: str, newer_id: str, by: Viewer) -> Sequence[Capture]:
    older, newer = (get(session, Capture, public_id, by, Right.RECORD) for public_id in (older_id, newer_id))
    if older.document_pk != newer.document_pk or older.pk == newer.pk:
        raise NotFound("These are not two captures of one document.")
    if newer.is_withdrawn:
        raise DomainError(f"{newer.label} is withdrawn: nothing can be recorded from it.")
    return older, newer


def _anchor(
    session: Session, found: FoundAgain, span: TextSpan, newer: Capture, *, by: Viewer, now: datetime
) -> dict[int, str]:
    """Tie every statement of a passage that is not anchored there yet; labels by key."""
    if not found.open:
        return {}
    # A post embedded in the page is a document of its own: its words are its own in the newer capture, too.
    own = session.get_one(Document, session.get_one(Passage, found.passage.pk).document_pk)
    chosen = Selection(PassageKind.TEXT, start=span.start, end=span.end, exact=span.exact)
    made = passages.place(session, newer, chosen, own, by=by, now=now)
    labels = {}
    wanted = [row.statement_pk for row in found.open]
    for statement in session.scalars(select(Statement).where(Statement.pk.in_(wanted))).all():
        passages.tie(session, statement, made, by=by, now=now)
        reporters.derive(session, statement.pk)
        labels[statement.pk] = statement.label
        audit.record(
            session,
            "passage anchored",
            "statement",
            statement.public_id,
            by=by,
            now=now,
            case_pk=newer.case_pk,
            passage=made.public_id,
            found_from=found.id,
        )
    return labels


def _note(
    session: Session,
    made: LookedAtChange,
    action: str,
    *,
    by: Viewer,
    now: datetime,
    reason: str | None = None,
) -> None:
    newer = session.get_one(Capture, made.capture_pk)
    passage = session.get_one(Passage, made.passage_pk)
    audit.record(
        session,
        action,
        "capture",
        newer.public_id,
        by=by,
        now=now,
        case_pk=newer.case_pk,
        reason=reason,
        passage=passage.public_id,
        meaning=made.meaning.value,
    )
