"""Finding the record a command speaks of, in the case it belongs to, for somebody who may touch it."""

from __future__ import annotations

import re
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import Conflict, DomainError, NotFound
from tracker.domain.ids import is_public_id
from tracker.store.base import Recorded
from tracker.store.engine import folded
from tracker.store.models import (
    Anchor,
    Assertion,
    AssertionLink,
    Capture,
    Case,
    Citation,
    Comment,
    ConfirmedVerdict,
    Conveys,
    Document,
    Finding,
    LookedAtChange,
    Relay,
    Report,
    ReportSection,
    ReportVersion,
    RestsOn,
    SetAsideRemark,
    Source,
    SourceAlias,
    Statement,
    VersionNotice,
)

R = TypeVar("R", bound=Recorded)
_LABEL = re.compile(r"(SRC|ST|AS|D|E|R)(\d{1,9})", re.IGNORECASE)
Numbered = Source | Statement | Assertion | Document | Capture | Report
NUMBERED: dict[str, type[Numbered]] = {
    "SRC": Source,
    "ST": Statement,
    "AS": Assertion,
    "D": Document,
    "E": Capture,
    "R": Report,
}

_PART_OF: dict[type[Recorded], tuple[type[Recorded], str]] = {
    SourceAlias: (Source, "source_pk"),
    Anchor: (Statement, "statement_pk"),
    Conveys: (Statement, "statement_pk"),
    Relay: (Statement, "child_pk"),
    RestsOn: (Statement, "statement_pk"),
    Finding: (Report, "report_pk"),
    ReportSection: (Report, "report_pk"),
    Comment: (Report, "report_pk"),
    SetAsideRemark: (Report, "report_pk"),
    ReportVersion: (Report, "report_pk"),
    LookedAtChange: (Capture, "capture_pk"),
    VersionNotice: (ReportVersion, "version_pk"),
    Citation: (Finding, "finding_pk"),
    ConfirmedVerdict: (AssertionLink, "link_pk"),
}


def case_pk_of(session: Session, record: Recorded) -> int:
    """The case a record belongs to, itself or through the record it is part of."""
    if isinstance(record, Case):
        return record.pk
    owner = _PART_OF.get(type(record))
    if owner is None:
        return int(record.case_pk)  # type: ignore[attr-defined]
    whole = session.get_one(owner[0], getattr(record, owner[1]))
    return case_pk_of(session, whole)


def get(session: Session, model: type[R], public_id: str, viewer: Viewer, right: Right) -> R:
    """The record with that public id; `NotFound` to strangers of its case, `Forbidden` without the right."""
    if not is_public_id(public_id):
        raise NotFound(ABSENT)
    record = session.scalar(select(model).where(model.public_id == public_id))
    if record is None:
        raise NotFound(ABSENT)
    require(viewer, right, case_pk_of(session, record))
    return record


def get_case(session: Session, code: str, viewer: Viewer, right: Right) -> Case:
    """The case with that code; `NotFound` to strangers."""
    case = session.scalar(select(Case).where(folded(Case.code) == folded(code.strip())))
    if case is None or case.pk not in viewer.case_pks:
        raise NotFound(f"There is no case “{code}”, or you are not a member of it.")
    require(viewer, right, case.pk)
    return case


def in_case(session: Session, model: type[R], reference: str, case_pk: int, *, field: str) -> R:
    """The record of this case that a person named by label (ST7) or public id; `DomainError` on `field`."""
    wanted = reference.strip()
    condition: ColumnElement[bool] | None = None
    match = _LABEL.fullmatch(wanted)
    if match and NUMBERED.get(match[1].upper()) is model:
        condition = model.number == int(match[2])  # type: ignore[attr-defined]
    elif is_public_id(wanted):
        condition = model.public_id == wanted
    record: R | None = None
    if condition is not None:
        in_that_case = model.case_pk == case_pk  # type: ignore[attr-defined]
        record = session.scalars(select(model).where(in_that_case, condition)).first()
    if record is None:
        raise DomainError(
            f"There is no “{wanted}” in this case. Choose one that is listed there.", field=field
        )
    return record


def next_number(session: Session, model: type[Numbered], case_pk: int) -> int:
    """The next running number of that kind in the case. Locks the case, so that no two get the same."""
    session.execute(select(Case.pk).where(Case.pk == case_pk).with_for_update())
    return (session.scalar(select(func.max(model.number)).where(model.case_pk == case_pk)) or 0) + 1


def unchanged_since(record: Recorded, version: int | None) -> None:
    """Refuse to save over a version the person has not seen; 0 is no version: nobody said which it was."""
    current = record.version  # type: ignore[attr-defined]
    if version == 0:
        raise Conflict(
            "This page did not say what the record was when you began. Your text is kept below: compare it "
            "with the record as it stands now, then save again."
        )
    if version is not None and version != current:
        raise Conflict(
            "Somebody else corrected this record while you were writing. Your text is kept below: compare it "
            "with the record as it stands now, then save again."
        )


def required(text: str | None, message: str, *, field: str) -> str:
    """The text, stripped; `DomainError` on `field` when there is none."""
    if text is None or not text.strip():
        raise DomainError(message, field=field)
    return text.strip()
