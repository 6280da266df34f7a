"""What a report says of its sources and of the software besides what they said: records, ties, disclosure.

Whom a protected source is tied to is never said: that could tell who it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

import tracker
from tracker.domain.access import Viewer
from tracker.domain.grade_words import Ratings
from tracker.domain.records import CaseGraph
from tracker.domain.report_input import AgreementInput, MachineInput, ProfileInput, RecordInput
from tracker.domain.resolutions import Record, Role
from tracker.domain.scales import GradeScale, RelayCertainty, SourceLinkKind
from tracker.services import resolutions
from tracker.services.agreement import SCALES, Given
from tracker.services.report_statements import Bench
from tracker.store.models import Case
from tracker.store.queries import report_content as rows
from tracker.store.queries.rows import AnyRow

_BOTH_WAYS = (SourceLinkKind.SAME_AS, SourceLinkKind.POSSIBLY_SAME_AS, SourceLinkKind.COORDINATED_WITH)


def profiles(
    session: Session, viewer: Viewer, case: Case, graph: CaseGraph, bench: Bench
) -> tuple[ProfileInput, ...]:
    """What is recorded of every source that made a statement here, besides its name."""
    records = resolutions.track_records(session, viewer, case.pk, graph=graph)
    hidden = {each.target_pk for each in bench.hidden if each.scale is GradeScale.RELIABILITY}
    found = []
    for pk, label in bench.voices.items():
        record = records.get(label, Record(label))
        grade = bench.reliability_of(pk)
        found.append(
            ProfileInput(
                label,
                reliability=grade,
                access=_access(bench, pk),
                is_hidden=grade is None and pk in hidden,
                original=_tally(record, Role.ORIGINAL),
                relaying=_tally(record, Role.RELAYING),
                ties=tuple(dict.fromkeys(_ties(bench, label))),
            )
        )
    return tuple(found)


def machine(session: Session, viewer: Viewer, case: Case, ratings: Ratings, bench: Bench) -> MachineInput:
    """What software proposed for what is cited and how that was answered; how its grades were given."""
    answers = rows.repeat_answers(session, sorted(bench.labels))
    graded = [row for row in bench.given if not row.is_adjudication]
    return MachineInput(
        tool=f"Provenance tracker {tracker.__version__}",
        proposed=tuple(rows.proposed_statements(session, sorted(bench.labels))),
        accepted=tuple(row.label for row in answers if row.is_accepted),
        refused=tuple(row.label for row in answers if not row.is_accepted),
        blind=tuple(_graded(row, bench) for row in graded if row.others_hidden),
        sighted=tuple(_graded(row, bench) for row in graded if not row.others_hidden),
        agreement=() if ratings is Ratings.NONE else tuple(_agreement(Given(session, viewer, case.pk))),
    )


def _tally(record: Record, role: Role) -> RecordInput:
    tally = record.overall(role).tally
    return RecordInput(tally.right, tally.wrong)


def _access(bench: Bench, source_pk: int) -> str:
    """The access that the latest grader wrote down."""
    given = [row.access for row in bench.given if row.source_pk == source_pk and row.access]
    return given[-1] if given else ""


def _ties(bench: Bench, label: str) -> Iterable[str]:
    """Its links as clauses; those that read both ways, either way."""
    if bench.sources[label].protected:
        return
    for row in bench.links:
        ends = f"SRC{row.from_number}", f"SRC{row.to_number}"
        if label not in ends or ends[0] == ends[1] or row.kind is SourceLinkKind.DIFFERENT_FROM:
            continue
        if label == ends[1] and row.kind not in _BOTH_WAYS:
            continue
        other = bench.sources[ends[1] if label == ends[0] else ends[0]]
        if not other.protected:
            doubt = ", which is only possible" if row.certainty is RelayCertainty.POSSIBLE else ""
            yield f"{row.kind.label} {other.name}{doubt}"


def _graded(row: AnyRow, bench: Bench) -> str:
    return bench.labels.get(row.statement_pk) or bench.voices[row.source_pk]


def _agreement(given: Given) -> Iterable[AgreementInput]:
    """Only where enough is graded by enough analysts for a figure."""
    for scale in SCALES:
        figure = given.agreement(scale).ordinal
        if isinstance(figure, float):
            yield AgreementInput(scale, figure)
