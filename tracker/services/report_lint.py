"""The wording of a report held against its rules, and its citations against the stored bytes. Reads only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import passages
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.passages import Region, TextSpan, TimeRange, locator
from tracker.domain.report import ReportDocument
from tracker.domain.report_check import Missing
from tracker.domain.report_input import FindingInput, ReportInput
from tracker.domain.report_lint import Remark, beyond, lint
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_prose import Place
from tracker.domain.report_records import CheckedPassage, Reference
from tracker.domain.scales import GradeScale
from tracker.services import look_again, publishing
from tracker.services.assembly import place_of
from tracker.services.lookup import get
from tracker.services.report_content import gather
from tracker.store.blobs import BlobStore
from tracker.store.models import Capture, Report
from tracker.store.queries import review as rows
from tracker.store.queries.blindness import Shown
from tracker.store.queries.reports import get_report
from tracker.store.queries.rows import AnyRow, Rows

_CHARACTERS = re.compile(r"characters (\d+)–(\d+)")
_BYTES_LOST = "the captured bytes are missing, or no longer have their SHA-256"
_NOT_THERE = "its words do not stand there in the captured text"

Hidden = Collection[tuple[str, GradeScale]]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A remark that somebody set aside; `row` says who, when and why."""

    remark: Remark
    row: AnyRow


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks on a report that stand and those set aside; `open` without what its open points say."""

    standing: tuple[Remark, ...]
    set_aside: tuple[SetAside, ...]
    open: tuple[Remark, ...]

    def at(self, label: str) -> list[Remark]:
        """What is open at a finding (F1), a section (P2) or a text around them (“bottom line”)."""
        return [one for one in self.open if one.place.label == label]

    def set_aside_at(self, label: str) -> list[SetAside]:
        """What was set aside there, and not taken back."""
        return [one for one in self.set_aside if one.remark.place.label == label]

    def only(self, label: str) -> Remarks:
        """Those of one text alone."""
        return Remarks(
            tuple(one for one in self.standing if one.place.label == label),
            tuple(self.set_aside_at(label)),
            tuple(self.at(label)),
        )

    @property
    def places(self) -> list[Place]:
        """Where there is any of both, in reading order."""
        found = (*(one.place for one in self.open), *(one.remark.place for one in self.set_aside))
        return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Verified:
    """A passage of a cited statement held against what is stored; `wrong` is empty where it is right."""

    statement: str
    exhibit: str
    where: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a report found; `since` is what became of what a published version rests on.

    Of the remarks that an analyst set aside only the number is told: which and why stands in the report.
    """

    remarks: tuple[Remark, ...]
    citations: tuple[Verified, ...]
    since: tuple[str, ...] = ()
    set_aside: int = 0

    @property
    def wrong(self) -> tuple[Verified, ...]:
        return tuple(one for one in self.citations if one.wrong)

    @property
    def is_clean(self) -> bool:
        return not (self.remarks or self.wrong or self.since)


def remarks(session: Session, public_id: str, *, by: Viewer, now: datetime) -> Remarks:
    """The remarks on the report as it stands now, with the grades that whoever asks is shown."""
    report = get(session, Report, public_id, by, Right.READ)
    gathered = gather(session, report, version="Draft", viewer=by, now=now)
    return _told_apart(lint(gathered.content), rows.set_aside(session, report.pk), gathered.missing)


def remarks_on(
    session: Session,
    report: Any,
    content: ReportInput,
    missing: Iterable[Missing],
    *,
    hidden: Hidden = (),
) -> Remarks:
    """The remarks on a content that holds all grades, for somebody from whom these are `hidden`."""
    shown = replace(content, findings=tuple(_without(one, hidden) for one in content.findings))
    return _told_apart(lint(shown), rows.set_aside(session, report.pk), missing)


def hidden_of(findings: Rows, judged: Shown) -> Hidden:
    """The grades of these findings that somebody must not see yet: label of the finding, and scale."""
    labels = {row.pk: row.label for row in findings}
    return {(labels[each.target_pk], each.scale) for each in judged.hidden}


def _told_apart(every: tuple[Remark, ...], put_aside: Rows, missing: Iterable[Missing]) -> Remarks:
    by_digest = {row.digest: row for row in put_aside}
    standing = tuple(one for one in every if one.digest not in by_digest)
    return Remarks(
        standing,
        tuple(SetAside(one, by_digest[one.digest]) for one in every if one.digest in by_digest),
        beyond(standing, missing),
    )


def _without(finding: FindingInput, hidden: Hidden) -> FindingInput:
    kept_back = tuple(scale for label, scale in hidden if label == finding.label)
    if GradeScale.LIKELIHOOD in kept_back:
        finding = replace(finding, likelihood=None, likelihood_reason="")
    if GradeScale.CONFIDENCE in kept_back:
        finding = replace(finding, confidence=None, confidence_reason="")
    return replace(finding, hidden=kept_back)


def verify(session: Session, blobs: BlobStore, public_id: str, *, by: Viewer, now: datetime) -> Verification:
    """The draft: its remarks, and every passage of what it cites held against the stored bytes."""
    report = get(session, Report, public_id, by, Right.READ)
    content = gather(session, report, version="Draft", viewer=by, now=now).content
    labels = {one.label for one in (*cited_statements(content), *content.mentioned)}
    numbers = sorted(int(label.removeprefix("ST")) for label in labels)
    held = rows.cited_passages(session, report.case_pk, numbers)
    texts = rows.captured_texts(session, sorted({each.capture_pk for each in held}))
    lost = _lost(blobs, {each.sha256 for each in held})
    citations = [
        Verified(
            each.statement,
            each.capture,
            locator(place_of(each)),
            _BYTES_LOST if each.sha256 in lost else _misplaced(each, texts[each.capture_pk]),
        )
        for each in held
    ]
    found = _told_apart(lint(content), rows.set_aside(session, report.pk), ())
    return Verification(found.standing, tuple(citations), set_aside=len(found.set_aside))


def verify_version(
    session: Session, blobs: BlobStore, public_id: str, number: int, *, by: Viewer
) -> Verification:
    """A published version: its frozen passages held against today's bytes, and what has fallen since.

    `DomainError` if the version itself no longer has its hash, or was stored before check sheets were kept.
    """
    report = get(session, Report, public_id, by, Right.READ)
    document = publishing.published(session, public_id, number, by=by)
    if document.check_sheet is None or document.bibliography is None:
        raise DomainError(
            f"Version {number} was published before check sheets were kept with a version. Its own SHA-256 "
            "is right; its citations can only be checked by hand."
        )
    watched = look_again.of_report(session, by, get_report(session, by, public_id))
    since = [
        f"{event.label} {event.words}"
        for each in watched
        if each.row.number == number
        for event in each.unanswered
    ]
    citations = _frozen(session, blobs, report.case_pk, document, document.bibliography)
    return Verification((), tuple(citations), tuple(since))


def _frozen(
    session: Session, blobs: BlobStore, case_pk: int, document: ReportDocument, listed: tuple[Reference, ...]
) -> Iterator[Verified]:
    assert document.check_sheet is not None
    hashes = {each.exhibit: each.sha256 for each in listed}
    wanted = set(hashes.values())
    found = session.execute(
        select(Capture.sha256, Capture.text).where(Capture.case_pk == case_pk, Capture.sha256.in_(wanted))
    )
    texts: dict[str, list[str]] = {}
    for sha256, text in found:
        texts.setdefault(sha256, []).append(text)
    lost = _lost(blobs, wanted)
    for statement in document.check_sheet.statements:
        for passage in statement.passages:
            sha256 = hashes[passage.exhibit]
            kept = any(_stands(passage, text) for text in texts.get(sha256, ()))
            wrong = _BYTES_LOST if sha256 in lost else "" if kept else _NOT_THERE
            yield Verified(statement.label, f"exhibit {passage.exhibit}", passage.where, wrong)


def _stands(passage: CheckedPassage, text: str) -> bool:
    """Whether the frozen words are in a text at their frozen place; a box or a time range has no words."""
    place = _CHARACTERS.fullmatch(passage.where)
    if place is None:
        return not passage.exact or passage.exact in text
    return text[int(place[1]) : int(place[2])] == passage.exact


def _misplaced(row: Any, text: str) -> str:
    """What is wrong with the place of a passage, as a clause; empty where it is right."""
    try:
        match place_of(row):
            case TextSpan(start, end, exact):
                passages.span(text, start, end, expected=exact)
            case Region(x, y, width, height):
                passages.region(x, y, width, height)
            case TimeRange(begin_ms, end_ms):
                passages.time_range(begin_ms, end_ms, None)
    except DomainError:
        return _NOT_THERE if row.exact is not None else "it lies outside its picture or recording"
    return ""


def _lost(blobs: BlobStore, hashes: Iterable[str]) -> set[str]:
    """Those whose bytes are gone or changed; each is read once."""
    return {sha256 for sha256 in hashes if not _is_kept(blobs, sha256)}


def _is_kept(blobs: BlobStore, sha256: str) -> bool:
    try:
        return blobs.verify(sha256)
    except NotFound:
        return False
