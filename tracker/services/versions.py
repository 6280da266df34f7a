"""The files of a published version, made once and served unchanged, and the notices beside it.

A version is its document (`publishing`); the files are made from it right after, one format at a time, so
that a long report shows how far it is. Once made, a file is never made again: whoever upgrades the tracker
still serves the bytes that left the house.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.report import ReportDocument
from tracker.domain.report_changes import Change, compare
from tracker.domain.scales import NoticeKind
from tracker.exporters import EXPORTERS, GROUPS, Exporter
from tracker.exporters.options import Options
from tracker.services import audit, publishing, report_files
from tracker.services.lookup import required
from tracker.store.blobs import BlobStore
from tracker.store.models import Report, ReportVersion, VersionFile, VersionNotice

_NOT_THE_REPORT = {
    exporter.name: group for group, formats in GROUPS.items() if group != "Report" for exporter in formats
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A format in which a version is served; without a hash it was not kept: it is written when asked for."""

    exporter: Exporter
    sha256: str = ""
    size: int = 0

    @property
    def title(self) -> str:
        """What a person chooses by: “Check sheet: CSV (one row a sentence)”."""
        group = _NOT_THE_REPORT.get(self.exporter.name)
        return f"{group}: {self.exporter.title}" if group else self.exporter.title


@dataclass(frozen=True, slots=True)
class Unwritten:
    """All that writing one format of a version takes; no session is needed any more."""

    document: ReportDocument
    exporter: Exporter
    options: Options

    def write(self) -> bytes:
        """The bytes of the file. Takes seconds where the report is long."""
        out = BytesIO()
        self.exporter.write(self.document, out, self.options)
        return out.getvalue()


def offered(kept: Iterable[VersionFile]) -> tuple[Offered, ...]:
    """Every format with what was kept of it, in the order in which formats are offered."""
    held = {file.format: file for file in kept}
    return tuple(
        Offered(exporter, held[name].sha256, held[name].size) if name in held else Offered(exporter)
        for name, exporter in EXPORTERS.items()
    )


def files(session: Session, public_id: str, number: int, *, by: Viewer) -> tuple[Offered, ...]:
    """Every format of a version, for whoever reads it."""
    version = publishing.get_version(session, public_id, number, by=by)
    return offered(session.scalars(select(VersionFile).where(VersionFile.version_pk == version.pk)))


def unwritten(
    session: Session, blobs: BlobStore, public_id: str, number: int, name: str, *, by: Viewer
) -> Unwritten | None:
    """What one format of a version is to be written from; None where it is kept already."""
    version = publishing.get_version(session, public_id, number, by=by, right=Right.PUBLISH)
    exporter = _exporter(name)
    return None if _kept(session, version, name) else _from(session, blobs, version, exporter, by=by)


def keep(
    session: Session,
    blobs: BlobStore,
    public_id: str,
    number: int,
    name: str,
    *,
    content: bytes,
    by: Viewer,
    now: datetime,
) -> None:
    """Keep the bytes of one format of a version; what is kept already stays as it is."""
    version = publishing.get_version(session, public_id, number, by=by, right=Right.PUBLISH)
    if _kept(session, version, name):
        return
    stored = blobs.put(content)
    try:
        with session.begin_nested():
            session.add(
                VersionFile(version_pk=version.pk, format=name, sha256=stored.sha256, size=stored.size)
            )
    except IntegrityError:
        return  # somebody else made it meanwhile: theirs is the one that counts
    report = session.get_one(Report, version.report_pk)
    audit.record(
        session,
        "file kept",
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        version=number,
        format=name,
        sha256=stored.sha256,
    )


def make_file(
    session: Session, blobs: BlobStore, public_id: str, number: int, name: str, *, by: Viewer, now: datetime
) -> None:
    """Write and keep one format of a version, where nobody waits for the database meanwhile."""
    if to_write := unwritten(session, blobs, public_id, number, name, by=by):
        keep(session, blobs, public_id, number, name, content=to_write.write(), by=by, now=now)


def read_file(
    session: Session, blobs: BlobStore, public_id: str, number: int, name: str, *, by: Viewer
) -> bytes:
    """A format of a version as it was made at publishing; `DomainError` if the bytes lost their hash.

    A format that was not kept (it is new, or was never made) is written from the frozen document, with the
    customer's files as they stood then.
    """
    version = publishing.get_version(session, public_id, number, by=by)
    exporter = _exporter(name)
    kept = _kept(session, version, name)
    if kept is None:
        return _from(session, blobs, version, exporter, by=by).write()
    try:
        content = blobs.read(kept.sha256)
    except NotFound:
        raise DomainError(
            f"The {exporter.suffix} file of version {number} is not in the store any more. "
            "Restore the store from a backup."
        ) from None
    if sha256(content).hexdigest() != kept.sha256:
        raise DomainError(
            f"The {exporter.suffix} file of version {number} is no longer what was published: its "
            "SHA-256 differs. Restore it from a backup, and find out who changed it."
        )
    return content


def is_superseded(session: Session, public_id: str, number: int, *, by: Viewer) -> bool:
    """Whether a standing notice says that a version is superseded."""
    version = publishing.get_version(session, public_id, number, by=by)
    wanted = select(VersionNotice.pk).where(
        VersionNotice.version_pk == version.pk,
        VersionNotice.kind == NoticeKind.SUPERSEDED,
        VersionNotice.withdrawn_at.is_(None),
    )
    return session.scalar(wanted.limit(1)) is not None


def changes(
    session: Session,
    blobs: BlobStore,
    public_id: str,
    earlier: int,
    later: int | None,
    *,
    by: Viewer,
    now: datetime,
) -> tuple[Change, ...]:
    """What a later version, or the draft (None), says differently from an earlier one."""
    before = publishing.published(session, public_id, earlier, by=by)
    after = (
        publishing.as_published_now(session, public_id, by=by, now=now, blobs=blobs)
        if later is None
        else publishing.published(session, public_id, later, by=by)
    )
    return compare(before, after)


def add_notice(
    session: Session,
    public_id: str,
    number: int,
    kind: NoticeKind,
    text: str | None,
    *,
    by: Viewer,
    now: datetime,
) -> VersionNotice:
    """Say beside a version that it is superseded, or what is wrong in it; the version never changes."""
    version = publishing.get_version(session, public_id, number, by=by, right=Right.PUBLISH)
    report = session.get_one(Report, version.report_pk)
    notice = VersionNotice(
        version_pk=version.pk,
        kind=kind,
        text=required(text, "Say what a reader of this version must know.", field="text"),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(notice)
    session.flush()
    audit.record(
        session,
        "notice added",
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        version=number,
        notice=kind.value,
    )
    return notice


def _exporter(name: str) -> Exporter:
    if name not in EXPORTERS:
        raise NotFound(f"There is no format “{name}”. There are {', '.join(EXPORTERS)}.")
    return EXPORTERS[name]


def _from(
    session: Session, blobs: BlobStore, version: ReportVersion, exporter: Exporter, *, by: Viewer
) -> Unwritten:
    report = session.get_one(Report, version.report_pk)
    options = report_files.options_at(session, blobs, report.case_pk, version.recorded_at, by=by)
    return Unwritten(publishing.frozen(version), exporter, options)


def _kept(session: Session, version: ReportVersion, name: str) -> VersionFile | None:
    return session.scalar(
        select(VersionFile).where(VersionFile.version_pk == version.pk, VersionFile.format == name)
    )
