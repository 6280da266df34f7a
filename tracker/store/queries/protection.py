"""What speaks of a protected source. A reason typed there may well name it, and is kept from readers.

`shown_reason(table)` stands where a query would name the table's `withdrawn_reason`, and whoever runs that
query says with `looking(viewer)` who reads; without it nobody is taken to have the right.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, bindparam, case, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer
from tracker.store.models import (
    Anchor,
    Capture,
    Citation,
    Conveys,
    Document,
    Relay,
    RepeatDecision,
    RestsOn,
    Source,
    SourceAlias,
    SourceLink,
    Statement,
    StatementLink,
)
from tracker.store.queries.rows import AnySelect

REASON_KEPT = "Reason kept from readers: the source is protected."
_MAY_READ = "cases_whose_protected_names_may_be_read"

_source = aliased(Source, name="protected_source")
_PROTECTED: AnySelect = select(_source.pk).where(
    _source.is_protected,
    _source.case_pk.not_in(bindparam(_MAY_READ, [], type_=Integer, expanding=True)),
)
# By which of their columns records speak of a source, or of what speaks of one.
_SPEAKING: dict[type[Any], tuple[type[Any] | None, tuple[str, ...]]] = {
    Source: (None, ("pk",)),
    SourceAlias: (None, ("source_pk",)),
    SourceLink: (None, ("from_pk", "to_pk")),
    Document: (None, ("author_pk", "publisher_pk", "obtained_from_pk")),
    Capture: (Document, ("document_pk",)),
    Statement: (None, ("source_pk",)),
    Anchor: (Statement, ("statement_pk",)),
    Conveys: (Statement, ("statement_pk",)),
    Relay: (Statement, ("child_pk", "parent_pk")),
    RestsOn: (Statement, ("statement_pk", "on_statement_pk")),
    StatementLink: (Statement, ("from_pk", "to_pk")),
    RepeatDecision: (Statement, ("later_pk", "earlier_pk")),
    Citation: (Statement, ("statement_pk",)),
}


def looking(viewer: Viewer) -> dict[str, list[int]]:
    """The parameter of a query that shows reasons: the cases of which the viewer may read protected names."""
    return {_MAY_READ: [pk for pk in viewer.case_pks if viewer.may(Right.READ_PROTECTED, pk)]}


@cache  # made of subqueries, which cost more to make than to ask
def shown_reason(table: type[Any]) -> Label[str | None]:
    """The reason why a row of that table is withdrawn, as the viewer may read it."""
    kept = table.withdrawn_reason.is_not(None) & _speaks(table, _PROTECTED)
    return case((kept, literal(REASON_KEPT)), else_=table.withdrawn_reason).label("withdrawn_reason")


def is_kept(session: Session, public_id: str, viewer: Viewer | None = None) -> bool:
    """Whether what is typed as a reason on that record is kept from the viewer; without one, from anybody."""
    found = union_all(
        *(
            select(literal(1)).where(table.public_id == public_id, _speaks(table, _PROTECTED))
            for table in _SPEAKING
        )
    )
    return session.execute(found, looking(viewer) if viewer else {}).first() is not None


def kept_ids(session: Session, viewer: Viewer, case_pk: int) -> list[str]:
    """The public ids of every record of a case on which reasons are kept from the viewer."""
    of_case = _PROTECTED.where(_source.case_pk == case_pk)
    ids = union_all(*(select(table.public_id).where(_speaks(table, of_case)) for table in _SPEAKING))
    return list(session.scalars(ids, looking(viewer)))


def _speaks(table: type[Any], protected: AnySelect, row: Any = None) -> ColumnElement[bool]:
    """Whether a row of that table, or of an alias of it, speaks of one of the protected sources."""
    of, columns = _SPEAKING[table]
    speaking = protected
    if of is not None:
        whole = aliased(of)
        speaking = select(whole.pk).where(_speaks(of, protected, whole))
    return or_(*(getattr(row or table, name).in_(speaking) for name in columns))
