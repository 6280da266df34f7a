"""The checklist of every finding: what the tool can tell of it, and what a person made sure of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.blindness import as_reader
from tracker.domain.errors import NotFound
from tracker.domain.finding_checks import Matter, Told, Verified, told
from tracker.domain.ids import is_public_id
from tracker.domain.passages import PassageKind
from tracker.domain.report_input import FindingInput
from tracker.domain.review import CheckItem
from tracker.services import audit
from tracker.services.lookup import get
from tracker.services.report_content import Gathered, gather
from tracker.store.blobs import BlobStore
from tracker.store.models import FindingCheck, Report
from tracker.store.queries import review as rows
from tracker.store.queries.rows import AnyRow


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One line of the checklist: what is told, and the newest tick if there is one.

    `is_current`: the tick is of what stands there now. `seen` names what a person decides on: send it back
    with the decision, and nobody overwrites what they have not seen.
    """

    finding: str
    told: Told
    tick: AnyRow | None

    @property
    def is_current(self) -> bool:
        return self.tick is not None and self.tick.digest == self.told.digest

    @property
    def is_met(self) -> bool:
        return self.tick is not None and self.is_current and bool(self.tick.is_met)

    @property
    def seen(self) -> str:
        return f"{self.told.digest}/{self.tick.public_id if self.tick else ''}"


@dataclass(frozen=True, slots=True)
class Tick:
    """What a person says of one item of a finding (F1); `seen` as `CheckedItem` has it, None does not ask."""

    finding: str
    item: CheckItem
    is_met: bool
    note: str | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many were stored, and those that were not because something had changed meanwhile."""

    stored: int
    meanwhile: tuple[Tick, ...]


def checklist(
    session: Session, report: Report, gathered: Gathered, blobs: BlobStore | None
) -> list[CheckedItem]:
    """Every item of every finding in their order. `gathered` must hold all grades, whoever looks.

    The captured bytes are read from `blobs`; without it no passage is held against them.
    """
    newest = {(row.finding, row.item): row for row in rows.ticks(session, report.pk)}
    verified = _verified(session, report.case_pk, gathered.content.findings, blobs) if blobs else []
    return [
        CheckedItem(finding.label, each, newest.get((finding.label, each.item)))
        for finding in gathered.content.findings
        for each in told(_matter(finding, gathered, verified))
    ]


def tick(session: Session, report_id: str, ticks: Iterable[Tick], *, by: Viewer, now: datetime) -> Ticked:
    """Store what a person made sure of. What they did not see as it is now is left out, and said."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    session.refresh(report, with_for_update=True)  # two people ticking at once see each other's
    gathered = gather(session, report, version="Draft", viewer=as_reader(by, report.case_pk), now=now)
    held = {(each.finding, each.told.item): each for each in checklist(session, report, gathered, None)}
    keys = {part.label: part for part in rows.parts(session, report.pk)}
    stored, meanwhile = 0, []
    for each in ticks:
        line = held.get((each.finding, each.item))
        if line is None:
            raise NotFound("There is no such finding in this report.")
        if _is_said(line, each):
            continue
        if each.seen is not None and each.seen != line.seen:
            meanwhile += [] if _was_left(session, each) else [each]
            continue
        _store(session, report, keys[each.finding], line, each, by=by, now=now)
        stored += 1
    return Ticked(stored, tuple(meanwhile))


def _is_said(line: CheckedItem, each: Tick) -> bool:
    """Whether the newest tick says the same of the same."""
    if line.tick is None or not line.is_current:
        return False
    return bool(line.tick.is_met) is each.is_met and (line.tick.note or "") == (each.note or "")


def _was_left(session: Session, each: Tick) -> bool:
    """Whether somebody only sent back the tick that they had been shown."""
    _, _, public_id = (each.seen or "").partition("/")
    if not is_public_id(public_id):
        return False
    shown = session.scalar(select(FindingCheck).where(FindingCheck.public_id == public_id))
    return shown is not None and shown.is_met is each.is_met and (shown.note or "") == (each.note or "")


def _store(
    session: Session,
    report: Report,
    finding: AnyRow,
    line: CheckedItem,
    each: Tick,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    session.add(
        FindingCheck(
            finding_pk=finding.pk,
            item=each.item,
            is_met=each.is_met,
            note=each.note,
            digest=line.told.digest,
            recorded_at=now,
            recorded_by_pk=by.user_pk,
        )
    )
    session.flush()
    audit.record(
        session,
        "finding checked",
        "finding",
        finding.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        reason=each.note,
        item=each.item.value,
        met=each.is_met,
    )


def _matter(finding: FindingInput, gathered: Gathered, verified: list[Verified]) -> Matter:
    cited = {citation.statement.label for citation in finding.citations}
    stated = finding.support[0].assertion if finding.support else ""
    return Matter(
        finding,
        gathered.against.get(stated, ()),
        tuple(each for each in verified if each.statement in cited),
    )


def _verified(
    session: Session, case_pk: int, findings: Iterable[FindingInput], blobs: BlobStore
) -> list[Verified]:
    """Every cited passage held against the captured text, and its capture's bytes against their hash."""
    numbers = {
        int(citation.statement.label.removeprefix("ST"))
        for finding in findings
        for citation in finding.citations
    }
    passages = rows.cited_passages(session, case_pk, sorted(numbers))
    texts = rows.captured_texts(session, sorted({each.capture_pk for each in passages}))
    kept = {sha256: _is_kept(blobs, sha256) for sha256 in {each.sha256 for each in passages}}
    return [
        Verified(
            each.statement,
            each.capture,
            stands=texts[each.capture_pk][each.start_offset : each.end_offset] == each.exact
            if each.passage_kind is PassageKind.TEXT
            else None,
            is_kept=kept[each.sha256],
        )
        for each in passages
    ]


def _is_kept(blobs: BlobStore, sha256: str) -> bool:
    try:
        return blobs.verify(sha256)
    except NotFound:
        return False
