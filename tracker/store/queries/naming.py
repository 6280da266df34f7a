"""How a source is named to a viewer: by its pseudonym where it is protected, as what it was merged into."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal
from sqlalchemy.orm import aliased

from tracker.store.models import Source


def shown_name(source: Any = Source) -> ColumnElement[str]:
    """The name pages, searches and exports show. A protected name is read only by its own service."""
    return case((source.is_protected, source.pseudonym), else_=source.name)


def label(prefix: str, number: Any) -> ColumnElement[str]:
    """The label people cite a record by: ST7."""
    return literal(prefix) + cast(number, String)


@cache  # an alias costs more to make than the query it stands in costs to ask
def standing(name: str) -> tuple[Any, Any]:
    """Two aliases of the source table: as recorded, and as it stands after merging."""
    return aliased(Source, name=f"{name}_recorded"), aliased(Source, name=name)


def stands_for(recorded: Any, stands: Any) -> ColumnElement[bool]:
    """The join condition between the two aliases of `standing`."""
    joined: ColumnElement[bool] = stands.pk == func.coalesce(recorded.merged_into_pk, recorded.pk)
    return joined
