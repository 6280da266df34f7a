"""How the reports of a case are made: their page and words, and the customer's files they are made with.

A file is checked before it is kept. One that is replaced is withdrawn, and stays with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import DomainError
from tracker.domain.scales import AssetKind, Language, LikelihoodRow, Paper
from tracker.exporters.options import Options
from tracker.exporters.prepared import check_citation_style
from tracker.exporters.word_template import check_template
from tracker.services import audit, revisions
from tracker.services.lookup import get
from tracker.services.withdrawing import take_back
from tracker.store.blobs import BlobStore
from tracker.store.models import Case, CaseAsset, Report

_CHECKS: Mapping[AssetKind, Callable[[bytes], None]] = MappingProxyType(
    {AssetKind.WORD_TEMPLATE: check_template, AssetKind.CITATION_STYLE: check_citation_style}
)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How the reports of a case are to be made; `files` come new, those of `withdrawn` are used no longer."""

    paper: Paper
    language: Language
    likelihood_row: LikelihoodRow
    files: Mapping[AssetKind, NewFile] = field(default_factory=dict)
    withdrawn: frozenset[AssetKind] = frozenset()


def change(
    session: Session,
    blobs: BlobStore,
    case_id: str,
    settings: ReportSettings,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> None:
    """Make it so, with one reason for all that changes; nothing is written when nothing changes."""
    case = get(session, Case, case_id, by, Right.MANAGE_CASE)
    for kind, given in settings.files.items():
        _check(kind, given)
    fields = {
        "paper": settings.paper,
        "language": settings.language,
        "likelihood_row": settings.likelihood_row,
    }
    revisions.correct(session, "case", case, fields, version=version, reason=reason, by=by, now=now)
    held = standing(session, case.pk, by=by)
    for kind in AssetKind:
        new = settings.files.get(kind)
        if (new or kind in settings.withdrawn) and kind in held:
            _withdraw(session, held[kind], reason, by=by, now=now)
        if new:
            _add(session, blobs, case, kind, new, by=by, now=now)


def standing(session: Session, case_pk: int, *, by: Viewer) -> dict[AssetKind, CaseAsset]:
    """The files that the reports of a case are made with, at most one of each kind."""
    return _held(session, case_pk, CaseAsset.withdrawn_at.is_(None), by=by)


def options(session: Session, blobs: BlobStore, case_pk: int, *, by: Viewer) -> Options:
    """What exporters write the reports of a case with."""
    return _options(blobs, standing(session, case_pk, by=by))


def options_at(session: Session, blobs: BlobStore, case_pk: int, moment: datetime, *, by: Viewer) -> Options:
    """What they were written with at that moment: a version stays as it was published."""
    stood = (CaseAsset.recorded_at <= moment) & or_(
        CaseAsset.withdrawn_at.is_(None), CaseAsset.withdrawn_at > moment
    )
    return _options(blobs, _held(session, case_pk, stood, by=by))


def of_report(session: Session, blobs: BlobStore, report_id: str, *, by: Viewer) -> Options:
    """What exporters write that report with."""
    report = get(session, Report, report_id, by, Right.READ)
    return options(session, blobs, report.case_pk, by=by)


def _held(
    session: Session, case_pk: int, stood: ColumnElement[bool], *, by: Viewer
) -> dict[AssetKind, CaseAsset]:
    require(by, Right.READ, case_pk)
    wanted = select(CaseAsset).where(CaseAsset.case_pk == case_pk, stood).order_by(CaseAsset.pk)
    return {asset.kind: asset for asset in session.scalars(wanted)}


def _options(blobs: BlobStore, held: Mapping[AssetKind, CaseAsset]) -> Options:
    data = {kind: blobs.read(asset.sha256) for kind, asset in held.items()}
    return Options(data.get(AssetKind.WORD_TEMPLATE), data.get(AssetKind.CITATION_STYLE))


def _check(kind: AssetKind, new: NewFile) -> None:
    field_name = kind.value.replace(" ", "_")
    if not new.data:
        raise DomainError("This file is empty.", field=field_name)
    try:
        _CHECKS[kind](new.data)
    except DomainError as refusal:
        raise DomainError(refusal.message, field=field_name) from None


def _add(
    session: Session,
    blobs: BlobStore,
    case: Case,
    kind: AssetKind,
    new: NewFile,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    stored = blobs.put(new.data)
    asset = CaseAsset(
        case_pk=case.pk,
        kind=kind,
        file_name=new.name[-_LONGEST_NAME:],
        sha256=stored.sha256,
        size=stored.size,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(asset)
    session.flush()
    audit.record(
        session,
        "report file added",
        "case",
        case.public_id,
        by=by,
        now=now,
        case_pk=case.pk,
        file=kind.value,
        sha256=stored.sha256,
    )


def _withdraw(session: Session, asset: CaseAsset, reason: str | None, *, by: Viewer, now: datetime) -> None:
    why = take_back(session, asset, reason, what="file", by=by, now=now)
    case = session.get_one(Case, asset.case_pk)
    audit.record(
        session,
        "report file withdrawn",
        "case",
        case.public_id,
        by=by,
        now=now,
        case_pk=case.pk,
        reason=why,
        file=asset.kind.value,
        sha256=asset.sha256,
    )
