"""Turning a report into a document: the draft as it stands now, or a version frozen at publishing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.domain import looked_at, report_compose
from tracker.domain.access import Right, Viewer
from tracker.domain.english import listed
from tracker.domain.errors import Conflict, DomainError, NotFound
from tracker.domain.report import Block, ReportDocument
from tracker.domain.report_changes import compare, with_changes
from tracker.domain.report_check import Missing, fates
from tracker.domain.report_compose import compose
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_shown import asked
from tracker.services import audit, review
from tracker.services.lookup import get, get_case, in_case, required
from tracker.services.report_content import Basis, Gathered, gather
from tracker.store.blobs import BlobStore
from tracker.store.models import Finding, Report, ReportVersion, VersionBasis
from tracker.store.queries import versions
from tracker.store.queries.rows import Rows

_MOST_VERSIONS = 1_000_000
_MEANWHILE = (
    "What is cited changed while you were looking: the list below is as it is now. Nothing was published. "
    "Decide again."
)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A cited statement that was withdrawn, retracted or corrected, or whose capture was withdrawn.

    `finding` is empty where a text cites it. A correction counts until a version was published with it.
    """

    statement: str
    words: str
    finding: str = ""


@dataclass(frozen=True)
class LastLook:
    """What whoever publishes must know: what is missing, and which citations need a decision.

    `content` is what would be printed.
    """

    missing: tuple[Missing, ...]
    fallen: tuple[Fallen, ...]
    content: ReportInput

    @cached_property
    def digest(self) -> str:
        """Stands for everything that was looked at: what would be printed, and what is missing from it."""
        return looked_at.seal(self.content, self.missing)

    @property
    def seal(self) -> str:
        """Stands for exactly these citations: whoever publishes all the same has seen them."""
        words = "\n".join(f"{each.finding} {each.words}" for each in self.fallen)
        return sha256(words.encode()).hexdigest()[:16] if words else ""


def find(session: Session, reference: str, *, by: Viewer) -> str:
    """The public id of a report, named by that or by its case and label: EMBASSY/R1."""
    code, _, label = reference.partition("/")
    if not label:
        return get(session, Report, reference, by, Right.READ).public_id
    case = get_case(session, code, by, Right.READ)
    return in_case(session, Report, label, case.pk, field="report").public_id


def draft(
    session: Session, public_id: str, *, by: Viewer, now: datetime, blobs: BlobStore | None = None
) -> ReportDocument:
    """The report as it stands now, without the grades by others that are hidden from whoever asks.

    Captured pictures are read from `blobs`; without it they are left out.
    """
    report = get(session, Report, public_id, by, Right.READ)
    gathered = gather(session, report, version="Draft", viewer=by, now=now)
    said = review.said_now(session, report, by=by, now=now)
    return compose(replace(gathered.illustrated(blobs), review_so_far=said))


def asked_for(
    session: Session,
    public_id: str,
    place: str,
    text: str,
    *,
    by: Viewer,
    now: datetime,
    blobs: BlobStore,
) -> dict[str, tuple[Block, ...] | str]:
    """What a text shows that is being written, or why not, by the words that ask for it.

    `place` is where it is written, as `gather` calls it. A text that asks for nothing costs nothing.
    """
    words = asked([text])
    if not words:
        return {}
    report = get(session, Report, public_id, by, Right.READ)
    gathered = gather(session, report, version="Draft", viewer=by, now=now, typed={place: text})
    return report_compose.asked_for(gathered.asked_for(blobs), words)


def as_published_now(
    session: Session, public_id: str, *, by: Viewer, now: datetime, blobs: BlobStore
) -> ReportDocument:
    """The draft with what a version says of its review, to be compared with versions."""
    report = get(session, Report, public_id, by, Right.READ)
    gathered = gather(session, report, version="Draft", viewer=by, now=now)
    said = review.said_now(session, report, by=by, now=now)
    return compose(replace(gathered.illustrated(blobs), review=said))


def missing(session: Session, public_id: str, *, by: Viewer, now: datetime) -> tuple[Missing, ...]:
    """What an editor would say is missing from the report as it stands now.

    That a grade is there counts, whoever may see it: nothing of what it says is told.
    """
    report = get(session, Report, public_id, by, Right.READ)
    return review.as_it_stands(session, report, version="Draft", by=by, now=now).missing


def last_look(session: Session, public_id: str, *, by: Viewer, now: datetime) -> LastLook:
    """What to look at before publishing the report as it stands now."""
    report = get(session, Report, public_id, by, Right.PUBLISH)
    gathered = review.as_it_stands(session, report, version="Draft", by=by, now=now)
    return _look(session, report, gathered, by)


def publish(
    session: Session,
    public_id: str,
    note: str | None,
    *,
    by: Viewer,
    now: datetime,
    seen: str | None = None,
    accepted: str | None = None,
    blobs: BlobStore | None = None,
) -> ReportVersion:
    """Freeze the report as its next version: content, citations, grades and hashes, under one SHA-256.

    Where something is missing, or a cited statement has fallen, the note has to say why it is published all
    the same. `seen` is the digest of the last look and `accepted` its seal where that was answered “publish
    all the same”, empty where it was not; `Conflict` where the text is another by now, or other citations
    have fallen. None does not ask. What is published is a fact for every reader: it holds all grades, those
    included that are hidden from whoever publishes it.
    Captured pictures are read from `blobs`; without it they are left out.
    """
    report = get(session, Report, public_id, by, Right.PUBLISH)
    session.refresh(report, with_for_update=True)  # two people publishing at once get two numbers
    if report.is_withdrawn:
        raise DomainError("This report was withdrawn. Restore it before publishing.")
    has_finding = select(Finding.pk).where(Finding.report_pk == report.pk, Finding.withdrawn_at.is_(None))
    if session.scalar(has_finding.limit(1)) is None:
        raise DomainError("Write at least one finding before publishing.")
    last = session.scalar(
        select(ReportVersion)
        .where(ReportVersion.report_pk == report.pk)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    number = last.number + 1 if last else 1
    gathered = review.as_it_stands(session, report, version=f"Version {number}", by=by, now=now)
    look = _look(session, report, gathered, by)
    _refuse_unseen(look, seen, accepted)
    if look.fallen:
        required(note, "Say why it is published although what it cites has fallen.", field="note")
    if look.missing:
        required(note, "Say why it is published although something is missing.", field="note")
    document = compose(gathered.illustrated(blobs))
    if last:
        document = with_changes(document, f"version {last.number}", compare(frozen(last), document))
    content = document.to_json()
    version = ReportVersion(
        report_pk=report.pk,
        number=number,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        note=note.strip() if note else None,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(version)
    session.flush()
    _note_basis(session, version, gathered.basis)
    audit.record(
        session,
        "report published",
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        version=number,
        sha256=version.sha256,
    )
    return version


def _look(session: Session, report: Report, gathered: Gathered, by: Viewer) -> LastLook:
    """The reasons beside what fell are those that whoever looks may read; printed are those for readers."""
    content, cited = gathered.content, gathered.basis.cited
    last = session.scalar(
        select(func.max(ReportVersion.recorded_at)).where(ReportVersion.report_pk == report.pk)
    )
    reasons = versions.reasons_of_withdrawal(session, by, cited)
    captures = _told_of_captures(versions.fallen_captures(session, by, cited))
    fallen = [
        Fallen(one.label, words, finding)
        for finding, one in _cited(content)
        for words in (*fates(_with_reason(one, reasons)), *captures[one.label])
    ]
    fallen += [
        Fallen(row.statement, f"{row.statement} was corrected after it was cited here.", row.finding)
        for row in versions.corrected_since_cited(session, report, last)
    ]
    told = {words for _, one in _cited(content) for words in fates(one)} | {each.words for each in fallen}
    return LastLook(
        tuple(each for each in gathered.missing if each.words not in told),
        tuple(dict.fromkeys(fallen)),
        content,
    )


def _cited(content: ReportInput) -> Iterator[tuple[str, CitedStatement]]:
    """What is cited and in which finding; the texts are none."""
    for finding in content.findings:
        yield from ((finding.label, citation.statement) for citation in finding.citations)
    yield from (("", statement) for statement in content.mentioned)


def _with_reason(statement: CitedStatement, reasons: Mapping[str, str]) -> CitedStatement:
    return replace(statement, withdrawn=reasons.get(statement.label, ""))


def _told_of_captures(rows: Rows) -> Mapping[str, list[str]]:
    """What became of where statements were said, in sentences, by their labels."""
    told: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        kind, label, reason = (
            ("capture", row.capture, row.withdrawn_reason)
            if row.withdrawn_at
            else ("document", row.document, row.document_reason)
        )
        told[row.statement].append(
            f"The {kind} that shows where {row.statement} was said ({label}) was withdrawn: {reason}"
        )
    return told


def _refuse_unseen(look: LastLook, seen: str | None, accepted: str | None) -> None:
    looked_at.require_said(seen)
    if accepted and accepted != look.seal:
        raise Conflict(_MEANWHILE)
    if seen is not None and seen != look.digest:
        changed = listed(looked_at.differing(seen, look.digest))
        raise Conflict(
            f"The report was changed while you were looking: {changed}. Nothing was published. Look at it as "
            "it is now, then decide again."
        )
    if accepted is None or accepted == look.seal:
        return
    raise DomainError(
        "Some of what is cited has fallen. Cite something else, take it out, or publish it all the same.",
        field="all_the_same",
    )


def _note_basis(session: Session, version: ReportVersion, basis: Basis) -> None:
    rows = [
        *({"statement_pk": pk, "capture_pk": None, "is_cited": True} for pk in sorted(basis.cited)),
        *({"statement_pk": pk, "capture_pk": None, "is_cited": False} for pk in sorted(basis.behind)),
        *({"statement_pk": None, "capture_pk": pk, "is_cited": True} for pk in sorted(basis.captures)),
    ]
    if rows:
        session.execute(insert(VersionBasis), [{"version_pk": version.pk, **row} for row in rows])


def published(session: Session, public_id: str, number: int, *, by: Viewer) -> ReportDocument:
    """A published version exactly as it was frozen; refused if its bytes no longer have their hash."""
    return frozen(get_version(session, public_id, number, by=by))


def get_version(
    session: Session, public_id: str, number: int, *, by: Viewer, right: Right = Right.READ
) -> ReportVersion:
    """The version of that number; `NotFound` where there is none."""
    report = get(session, Report, public_id, by, right)
    version = None
    if number <= _MOST_VERSIONS:  # more digits than a database counts with
        version = session.scalar(
            select(ReportVersion).where(ReportVersion.report_pk == report.pk, ReportVersion.number == number)
        )
    if version is None:
        raise NotFound(f"There is no version {number} of {report.label}.")
    return version


def frozen(version: ReportVersion) -> ReportDocument:
    """The document of a version; `DomainError` if its bytes no longer have their hash."""
    if sha256(version.content.encode()).hexdigest() != version.sha256:
        raise DomainError(
            f"Version {version.number} is no longer what was published: its SHA-256 differs. "
            "Restore it from a backup, and find out who changed it."
        )
    return ReportDocument.from_json(version.content)
