"""Sources: recorded once, found by any of their names, linked, protected, merged and split."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain import dates
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, Duplicate, Forbidden
from tracker.domain.scales import RelayCertainty, SourceKind, SourceLinkKind, Tlp
from tracker.services import audit, reporters, revisions
from tracker.services.lookup import get, get_case, in_case, next_number, required
from tracker.store.engine import folded
from tracker.store.models import Case, Source, SourceAlias, SourceLink

_LABEL = re.compile(r"SRC\d+", re.IGNORECASE)
_ONLY_LEADS = "Only a lead of the case may protect a source. Ask one to do it."


@dataclass(frozen=True, slots=True)
class SourceContent:
    """What is recorded of a source. `name` of an unnamed one is how it is described."""

    name: str
    kind: SourceKind
    descriptor: str | None = None
    is_protected: bool = False
    pseudonym: str | None = None
    tlp: Tlp | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A source as a form names it: a label (SRC4), a name that is known, or a new name of that kind.

    An unnamed or unknown voice is always a new source: each gap is its own until somebody knows better.
    Choosing a known gap again is done by its label.
    """

    text: str | None
    kind: SourceKind = SourceKind.PERSON


def add(session: Session, code: str, command: SourceContent, *, by: Viewer, now: datetime) -> Source:
    """Record a source in a case."""
    case = get_case(session, code, by, Right.RECORD)
    return _add(session, case.pk, command, by=by, now=now)


def correct(
    session: Session,
    public_id: str,
    command: SourceContent,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Source:
    """Correct what is recorded of a source. Whoever may not read a protected name may not change it."""
    source = get(session, Source, public_id, by, Right.RECORD)
    if source.is_protected and not by.may(Right.READ_PROTECTED, source.case_pk):
        raise Forbidden("This source is protected. Ask a lead of the case to correct it.")
    if source.is_protected and command.is_protected and not command.name.strip():
        command = replace(command, name=source.name)  # whoever corrects it need not see the name
    if command.is_protected != source.is_protected:
        _check_protecting(session, source, command, by)
    fields = _checked(command)
    revisions.correct(session, "source", source, fields, version=version, reason=reason, by=by, now=now)
    return source


def choose(
    session: Session, case_pk: int, choice: SourceChoice, *, field: str, by: Viewer, now: datetime
) -> Source:
    """The source a form means, recorded now if it is new; `DomainError` on `field` if it is unclear."""
    text = (choice.text or "").strip()
    if _LABEL.fullmatch(text):
        return standing(session, in_case(session, Source, text, case_pk, field=field))
    if choice.kind.is_gap:
        name = text or "somebody nobody names"
        if choice.kind is SourceKind.UNNAMED and not text:
            raise DomainError("Describe the unnamed source, as the text does: “officials”.", field=field)
        return _add(session, case_pk, SourceContent(name, choice.kind), by=by, now=now)
    if not text:
        raise DomainError("Say who it is: a source of this case, or a new name.", field=field)
    known = _named(session, case_pk, text)
    if len(known) > 1:
        labels = ", ".join(source.label for source in known)
        raise DomainError(f"Several sources bear this name: write {labels} to say which.", field=field)
    if known:
        return standing(session, known[0])
    return _add(session, case_pk, SourceContent(text, choice.kind), by=by, now=now)


def standing(session: Session, source: Source) -> Source:
    """The source a record now speaks of: the one it was merged into, if it was."""
    return session.get_one(Source, source.merged_into_pk) if source.merged_into_pk else source


def add_alias(
    session: Session, public_id: str, name: str | None, note: str | None, *, by: Viewer, now: datetime
) -> SourceAlias:
    """Record another name of a source."""
    source = get(session, Source, public_id, by, Right.RECORD)
    alias = SourceAlias(
        source_pk=source.pk,
        name=required(name, "Enter the other name.", field="name"),
        note=note,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(alias)
    session.flush()
    audit.record(session, "alias added", "source", source.public_id, by=by, now=now, case_pk=source.case_pk)
    return alias


@dataclass(frozen=True, slots=True)
class LinkSources:
    to: str
    kind: SourceLinkKind
    certainty: RelayCertainty = RelayCertainty.EXPLICIT
    held: str | None = None
    reason: str | None = None


def link(session: Session, public_id: str, command: LinkSources, *, by: Viewer, now: datetime) -> SourceLink:
    """Say how one source stands to another."""
    source = get(session, Source, public_id, by, Right.RECORD)
    other = in_case(session, Source, command.to, source.case_pk, field="to")
    if other.pk == source.pk:
        raise DomainError("A source cannot be linked to itself. Choose another.", field="to")
    if command.kind is SourceLinkKind.DIFFERENT_FROM:
        required(command.reason, "Say how it is known that they are different.", field="reason")
    case = session.get_one(Case, source.case_pk)
    made = SourceLink(
        case_pk=case.pk,
        from_pk=source.pk,
        to_pk=other.pk,
        kind=command.kind,
        certainty=command.certainty,
        reason=command.reason,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    made.held = dates.parse(command.held, case.zone, field="held") if command.held else None
    session.add(made)
    session.flush()
    reporters.derive_said_by(session, source.pk, other.pk)
    audit.record(
        session,
        "sources linked",
        "source",
        source.public_id,
        by=by,
        now=now,
        case_pk=case.pk,
        kind=command.kind.value,
        to=other.public_id,
    )
    return made


def merge(
    session: Session, public_id: str, into: str | None, reason: str | None, *, by: Viewer, now: datetime
) -> Source:
    """Declare a source a duplicate of another. Its rows stay as they are, so that `split` undoes it."""
    source = get(session, Source, public_id, by, Right.RECORD)
    wanted = required(into, "Choose the source it is a duplicate of.", field="into")
    target = standing(session, in_case(session, Source, wanted, source.case_pk, field="into"))
    why = required(reason, "Say how it is known that they are the same.", field="reason")
    if target.pk == source.pk:
        raise DomainError("A source cannot be merged into itself.", field="into")
    if source.merged_into_pk is not None:
        raise Duplicate("This source was merged already. Split it first.")
    if session.scalar(select(Source.pk).where(Source.merged_into_pk == source.pk).limit(1)):
        raise DomainError(f"Others were merged into {source.label}. Merge {target.label} into it instead.")
    if source.is_protected != target.is_protected:
        raise DomainError("Protect both sources, or neither, before merging them.", field="into")
    source.merged_into_pk = target.pk
    session.flush()
    reporters.derive_said_by(session, source.pk, target.pk)
    _note_merge(session, "source merged", source, target, why, by=by, now=now)
    return target


def split(session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime) -> Source:
    """Undo a merge, with a reason."""
    source = get(session, Source, public_id, by, Right.RECORD)
    if source.merged_into_pk is None:
        raise DomainError("This source is not merged into another.")
    why = required(reason, "Say why they are not the same after all.", field="reason")
    target = session.get_one(Source, source.merged_into_pk)
    source.merged_into_pk = None
    session.flush()
    reporters.derive_said_by(session, source.pk, target.pk)
    _note_merge(session, "source split", source, target, why, by=by, now=now)
    return source


def _add(session: Session, case_pk: int, command: SourceContent, *, by: Viewer, now: datetime) -> Source:
    fields = _checked(command)
    if command.is_protected and not by.may(Right.READ_PROTECTED, case_pk):
        raise Forbidden(_ONLY_LEADS, field="is_protected")
    number = next_number(session, Source, case_pk)
    source = Source(case_pk=case_pk, number=number, **fields, recorded_at=now, recorded_by_pk=by.user_pk)
    session.add(source)
    session.flush()
    audit.record(
        session,
        "source added",
        "source",
        source.public_id,
        by=by,
        now=now,
        case_pk=case_pk,
        kind=command.kind.value,
        protected=command.is_protected,
    )
    return source


def _check_protecting(session: Session, source: Source, command: SourceContent, by: Viewer) -> None:
    """Before a name is hidden, or shown again."""
    if command.is_protected and not by.may(Right.READ_PROTECTED, source.case_pk):
        raise Forbidden(_ONLY_LEADS, field="is_protected")
    merged = select(Source.pk).where(Source.merged_into_pk == source.pk).limit(1)
    if source.merged_into_pk is not None or session.scalar(merged) is not None:
        raise DomainError(
            "A duplicate would still show the name. Split them, change each, then merge them again.",
            field="is_protected",
        )
    if not command.is_protected:
        required(command.name, "Type the name: everybody in the case will read it.", field="name")


def _checked(command: SourceContent) -> dict[str, object]:
    if command.is_protected:
        required(
            command.pseudonym, "Give a protected source the name that others will see.", field="pseudonym"
        )
        required(
            command.descriptor, "Describe a protected source as a report may describe it.", field="descriptor"
        )
    return {
        "name": required(command.name, "Enter the name, or how it is described.", field="name"),
        "kind": command.kind,
        "descriptor": command.descriptor,
        "is_protected": command.is_protected,
        "pseudonym": command.pseudonym,
        "tlp": command.tlp,
        "note": command.note,
    }


def _named(session: Session, case_pk: int, name: str) -> list[Source]:
    # A protected name is found by nobody who types it: a match would give it away.
    alias = select(SourceAlias.source_pk).where(
        folded(SourceAlias.name) == folded(name), SourceAlias.withdrawn_at.is_(None)
    )
    open_name = (folded(Source.name) == folded(name)) | Source.pk.in_(alias)
    rows = session.scalars(
        select(Source)
        .where(
            Source.case_pk == case_pk,
            Source.withdrawn_at.is_(None),
            Source.merged_into_pk.is_(None),
            or_(
                Source.is_protected.is_(False) & open_name,
                Source.is_protected.is_(True) & (folded(Source.pseudonym) == folded(name)),
            ),
            Source.kind.not_in((SourceKind.UNNAMED, SourceKind.UNKNOWN)),
        )
        .order_by(Source.number)
    )
    return list(rows)


def _note_merge(
    session: Session, deed: str, source: Source, target: Source, why: str, *, by: Viewer, now: datetime
) -> None:
    audit.record(
        session,
        deed,
        "source",
        source.public_id,
        by=by,
        now=now,
        case_pk=source.case_pk,
        reason=why,
        other=target.public_id,
    )
