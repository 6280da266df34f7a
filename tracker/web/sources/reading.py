"""What the page of a source shows: three verdicts, its track record, and everything that rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.access import Right, Viewer
from tracker.domain.lines_words import headline
from tracker.domain.resolutions import Entry, Record, Row
from tracker.domain.scales import Credibility, GradeScale
from tracker.domain.track_record import USUAL_BOUNDS, Suggestion, Tally, bounds_in_words, suggested_letter
from tracker.domain.what_if import Effect
from tracker.services import resolutions, what_if
from tracker.services.what_if import Answer
from tracker.services.what_if_picks import Kind, Picked, Picks
from tracker.store.queries import sources as queries
from tracker.store.queries.case_home import assertion_ids
from tracker.store.queries.grades import current_credibility, grades_of_source
from tracker.store.queries.rows import AnyRow, Rows
from tracker.web.grades.sheet import Graded, Sheet


@dataclass(frozen=True, slots=True)
class Topic:
    """How a source is graded for one topic, None in general, and the access it is said to have there."""

    name: str | None
    access: tuple[str, ...]
    grades: tuple[Graded, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its current credibility grades: word, assertion it is for, whether settled."""

    row: AnyRow
    grades: tuple[tuple[Credibility, str | None, bool], ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class File:
    """A document with its captures."""

    row: AnyRow
    captures: Sequence[AnyRow]


@dataclass(frozen=True, slots=True)
class Leaning:
    """An assertion that stands worse without the source: how it is carried, and what would become of it."""

    label: str
    text: str
    public_id: str
    sentence: str
    effect: Effect
    hangs_on_it: bool


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One line of the track record; the suggestion is None while there is too little."""

    row: Row
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """The rows, what they are made of, and the rule for letters in words."""

    rows: tuple[TrackRow, ...]
    entries: tuple[tuple[Entry, str], ...]
    """Each with the public id of its assertion."""
    rule: str

    @property
    def none_yet(self) -> str:
        """What is said where nothing it spoke of is resolved."""
        return Tally().sentence


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`answer` is what would change without the source; None of one that was merged into another."""

    topics: tuple[Topic, ...]
    hidden: int
    files: tuple[File, ...]
    said: tuple[Said, ...]
    aliases: tuple[list[AnyRow], list[AnyRow]]
    """Those that stand, and those withdrawn; so with the links."""
    links: tuple[list[AnyRow], list[AnyRow]]
    merged: Rows
    repeated_by: Rows
    answer: Answer | None
    leaning: tuple[Leaning, ...]
    record: TrackRecord

    @property
    def hanging(self) -> tuple[Leaning, ...]:
        return tuple(each for each in self.leaning if each.hangs_on_it)

    @property
    def losing(self) -> tuple[Leaning, ...]:
        """What stands worse without it, though other sources carry it too."""
        return tuple(each for each in self.leaning if not each.hangs_on_it)


def read_source(session: Any, viewer: Viewer, source: AnyRow, case: Any) -> SourcePage:
    """Everything tied to a source that the viewer may read; `case` is the row of its case."""
    shown = grades_of_source(session, viewer, source.case_pk, source.pk)
    hides_names = source.is_protected and not viewer.may(Right.READ_PROTECTED, source.case_pk)
    ids = assertion_ids(session, source.case_pk)
    answer, record = None, Record(source.label)
    if source.merged_into_pk is None:
        answer = what_if.ask(session, viewer, source.case_pk, Picks((Picked(Kind.SRC, source),), {}))
        records = resolutions.track_records(session, viewer, source.case_pk, graph=answer.outcome.graph)
        record = records.get(source.label, record)
    return SourcePage(
        topics=_topics(Sheet.of(shown, viewer)),
        hidden=len(shown.hidden),
        files=_files(session, source),
        said=_said(session, viewer, source),
        aliases=_parted([] if hides_names else queries.aliases(session, viewer, source.pk)),
        links=_parted(queries.links(session, viewer, source.pk)),
        merged=queries.merged(session, source.pk),
        repeated_by=queries.repeated_by(session, source.pk),
        answer=answer,
        leaning=_leaning(answer, source.label, ids),
        record=_track_record(record, case, ids),
    )


def _topics(sheet: Sheet) -> tuple[Topic, ...]:
    """What holds in general first, then topic by topic."""
    found: dict[str | None, list[Graded]] = defaultdict(list)
    for each in sheet.current:
        found[each.row.topic].append(each)
    return tuple(
        Topic(
            name,
            tuple(dict.fromkeys(each.row.access for each in found[name] if each.row.access)),
            tuple(found[name]),
        )
        for name in sorted(found, key=lambda name: (name is not None, (name or "").casefold()))
    )


def _files(session: Any, source: AnyRow) -> tuple[File, ...]:
    documents = queries.documents_of(session, source.pk)
    held: dict[int, list[AnyRow]] = defaultdict(list)
    for row in queries.captures_of(session, [document.pk for document in documents]):
        held[row.document_pk].append(row)
    return tuple(File(document, held[document.pk]) for document in documents)


def _said(session: Any, viewer: Viewer, source: AnyRow) -> tuple[Said, ...]:
    rows = queries.statements_of(session, source.pk)
    shown = current_credibility(session, viewer, [row.pk for row in rows])
    grades: dict[int, list[tuple[Credibility, str | None, bool]]] = defaultdict(list)
    for grade in shown.rows:
        grades[grade.statement_pk].append((Credibility(grade.value), grade.assertion, grade.is_adjudication))
    return tuple(
        Said(row, tuple(grades[row.pk]), shown.hidden_of(GradeScale.CREDIBILITY, row.pk)) for row in rows
    )


def _parted(rows: Iterable[AnyRow]) -> tuple[list[AnyRow], list[AnyRow]]:
    every = list(rows)
    return [row for row in every if row.withdrawn_at is None], [
        row for row in every if row.withdrawn_at is not None
    ]


def _leaning(answer: Answer | None, label: str, ids: Mapping[str, str]) -> tuple[Leaning, ...]:
    """The assertions that stand worse without the source, those first that lose most."""
    if answer is None:
        return ()
    outcome = answer.outcome
    found = []
    for assertion, effect in outcome.shaken.items():
        lines = outcome.before[assertion]
        found.append(
            Leaning(
                assertion,
                outcome.graph.assertions[assertion].text,
                ids[assertion],
                headline(outcome.graph, lines),
                effect,
                hangs_on_it=any(label in group for group in lines.hangs_on),
            )
        )
    return tuple(sorted(found, key=lambda each: list(Effect).index(each.effect)))


def _track_record(record: Record, case: Any, ids: Mapping[str, str]) -> TrackRecord:
    bounds, codes = case.letter_bounds or USUAL_BOUNDS, case.shows_codes
    rows = []
    for row in record.rows:
        lower = row.tally.interval[0]
        letter = suggested_letter(lower, bounds, codes=codes) if row.tally.is_enough else None
        rows.append(TrackRow(row, letter))
    return TrackRecord(
        tuple(rows),
        tuple((entry, ids[entry.assertion]) for entry in record.entries),
        bounds_in_words(bounds, codes=codes),
    )
