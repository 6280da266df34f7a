"""Which published versions rest on something that has fallen since, and what no notice answers yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.grade_words import Ratings
from tracker.domain.published_since import Event, Fate, Graded, regraded, unanswered
from tracker.store.models import Case, Report, ReportVersion
from tracker.store.queries import versions as queries
from tracker.store.queries.rows import AnyRow, Rows


@dataclass(frozen=True, slots=True)
class Watched:
    """A published version, every notice beside it, and what became since of what it rests on, oldest first.

    `unanswered` are the events that no standing notice answers.
    """

    row: AnyRow
    notices: tuple[AnyRow, ...]
    events: tuple[Event, ...]
    unanswered: tuple[Event, ...]

    @property
    def standing(self) -> tuple[AnyRow, ...]:
        """The notices that stand."""
        return tuple(notice for notice in self.notices if notice.withdrawn_at is None)


def of_report(session: Session, viewer: Viewer, report: AnyRow) -> tuple[Watched, ...]:
    """Every version of a report that `reports.get_report` has answered, the newest first."""
    where = ReportVersion.report_pk == report.pk
    return _watched(session, viewer, report.case_pk, queries.versions_of(session, report), where)


def in_case(session: Session, viewer: Viewer, case_pk: int) -> tuple[Watched, ...]:
    """The versions of a case's standing reports of which something is unanswered, the newest first."""
    found = queries.versions_in(session, viewer, case_pk)
    where = (Report.case_pk == case_pk) & Report.withdrawn_at.is_(None)
    return tuple(each for each in _watched(session, viewer, case_pk, found, where) if each.unanswered)


def _watched(
    session: Session, viewer: Viewer, case_pk: int, versions: Rows, where: ColumnElement[bool]
) -> tuple[Watched, ...]:
    beside: dict[int, list[AnyRow]] = defaultdict(list)
    for notice in queries.notices(session, where):
        beside[notice.version_pk].append(notice)
    events: dict[int, list[Event]] = defaultdict(list)
    for version_pk, event in _events(session, viewer, case_pk, versions, where):
        events[version_pk].append(event)
    return tuple(_one(row, beside[row.pk], events[row.pk]) for row in versions)


def _one(row: AnyRow, notices: list[AnyRow], events: list[Event]) -> Watched:
    in_order = tuple(sorted(events, key=lambda event: event.at))
    standing = [(notice.kind, notice.recorded_at) for notice in notices if notice.withdrawn_at is None]
    return Watched(row, tuple(notices), in_order, unanswered(in_order, standing))


def _events(
    session: Session, viewer: Viewer, case_pk: int, versions: Rows, where: ColumnElement[bool]
) -> Iterator[tuple[int, Event]]:
    for row in queries.statements_withdrawn(session, viewer, where):
        yield row.version_pk, _of_statement(Fate.WITHDRAWN, row, row.withdrawn_reason)
    for row in queries.statements_retracted(session, where):
        yield row.version_pk, _of_statement(Fate.RETRACTED, row, f"{row.retracted_in}, {row.reason}")
    for row in queries.statements_corrected(session, where):
        yield row.version_pk, _of_statement(Fate.CORRECTED, row)
    for row in queries.sources_withdrawn(session, viewer, where):
        event = Event(
            Fate.WITHDRAWN, "source", row.public_id, row.label, row.at, row.name, row.withdrawn_reason
        )
        yield row.version_pk, event
    yield from _lost(queries.captures_withdrawn(session, viewer, where))
    if versions:
        yield from _regraded(session, viewer, case_pk, versions, where)


def _of_statement(fate: Fate, row: AnyRow, because: str | None = None) -> Event:
    return Event(
        fate,
        "statement",
        row.public_id,
        row.label,
        row.at,
        because=because or "",
        is_cited=row.is_cited,
    )


def _lost(rows: Rows) -> Iterator[tuple[int, Event]]:
    """Captures, and documents once each. What had fallen before publishing was never shown."""
    told: set[tuple[int, str]] = set()
    for row in rows:
        if row.at:
            because = row.withdrawn_reason or ""
            yield (
                row.version_pk,
                Event(Fate.WITHDRAWN, "capture", row.public_id, row.label, row.at, row.title, because),
            )
        document = row.version_pk, row.document_id
        if row.document_at and document not in told:
            told.add(document)
            yield (
                row.version_pk,
                Event(
                    Fate.WITHDRAWN,
                    "document",
                    row.document_id,
                    row.document_label,
                    row.document_at,
                    row.title,
                    row.document_reason or "",
                ),
            )


def _regraded(
    session: Session, viewer: Viewer, case_pk: int, versions: Rows, where: ColumnElement[bool]
) -> Iterator[tuple[int, Event]]:
    """Sources and statements of which the case's reports would print another grade now."""
    case = session.get_one(Case, case_pk)
    if Ratings.of(case.profile, case.shows_codes) is Ratings.NONE:
        return
    published: Mapping[int, datetime] = {row.pk: row.recorded_at for row in versions}
    grades = queries.grades_since(session, viewer, case_pk, min(published.values())).rows
    of_source, of_statement = _by_key(grades, "source_pk"), _by_key(grades, "statement_pk")
    told: set[tuple[int, str]] = set()
    for row in queries.cited_among(session, where, of_statement.keys(), of_source.keys()):
        at = published[row.version_pk]
        for grade, words in regraded(of_statement.get(row.statement_pk, ()), at):
            yield (
                row.version_pk,
                Event(Fate.REGRADED, "statement", row.public_id, row.label, grade.at, because=words),
            )
        if (row.version_pk, row.source_id) in told:
            continue
        told.add((row.version_pk, row.source_id))
        for grade, words in regraded(of_source.get(row.source_pk, ()), at):
            yield (
                row.version_pk,
                Event(
                    Fate.REGRADED,
                    "source",
                    row.source_id,
                    row.source_label,
                    grade.at,
                    row.source_name,
                    words,
                ),
            )


def _by_key(rows: Iterable[AnyRow], name: str) -> Mapping[int, list[Graded]]:
    found: dict[int, list[Graded]] = defaultdict(list)
    for row in rows:
        key = getattr(row, name)
        if key is not None:
            target = (row.source_pk, row.statement_pk, row.assertion_pk)
            found[key].append(Graded(target, row.scale.values(row.value), row.recorded_at, row.superseded_at))
    return found
