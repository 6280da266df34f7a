"""The one constraint that several tables share: no two rows that stand (are not withdrawn) for one pair."""

from __future__ import annotations

from sqlalchemy import Index, text

_STANDS = text("withdrawn_at IS NULL")


def one_standing(table: str, *columns: str) -> Index:
    """A unique index over the rows that are not withdrawn, so that a pair can be recorded again."""
    return Index(
        f"uq_{table}_standing", *columns, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
    )
