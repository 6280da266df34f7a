"""What queries take and answer: rows of columns, whichever they are, and the dates in them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from sqlalchemy import Row, Select

from tracker.domain.dates import FuzzyDate
from tracker.store.base import fuzzy_date

AnyRow = Row[*tuple[Any, ...]]
Rows = Sequence[AnyRow]
AnySelect = Select[*tuple[Any, ...]]


def page_within(asked: int, total: int, size: int) -> int:
    """The page of a list to show: the one asked for, or the nearest that a list of `total` rows has."""
    return min(max(asked, 1), max(ceil(total / size), 1))


def date_in(row: Any, name: str) -> FuzzyDate | None:
    """The date that a row holds under that name, where its four columns were selected."""
    return fuzzy_date(*(getattr(row, f"{name}_{part}") for part in ("edtf", "zone", "earliest", "latest")))
