"""What every table has in common: naming of constraints, types of columns, and the columns of a record.

Knows no particular table but the name of the one that holds the accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, overload

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    declared_attr,
    mapped_column,
    relationship,
)
from sqlalchemy.orm.util import AliasedInsp
from sqlalchemy.types import TypeEngine

from tracker.domain.dates import FuzzyDate
from tracker.domain.ids import new_public_id
from tracker.domain.scales import Term
from tracker.store.types import PlainText, PublicId, UTCDateTime, enum_of

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Loading is said at the query; whoever forgets it gets an exception instead of a slow page.
related = partial(relationship, lazy="raise_on_sql")


class Base(DeclarativeBase):
    """Base of all tables: `Mapped[str]` is text, `Mapped[datetime]` an instant, `Mapped[<a Term>]` a word."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: PlainText(), datetime: UTCDateTime(), Term: enum_of(Term)}  # noqa: RUF012

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'pk', '')}>"


class Recorded:
    """A record: integer key for joins, public id for the outside, and who recorded it when."""

    pk: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    public_id: Mapped[str] = mapped_column(PublicId, unique=True, default=new_public_id, sort_order=-9)
    recorded_at: Mapped[datetime] = mapped_column(sort_order=-8)
    recorded_by_pk: Mapped[int | None] = mapped_column(ForeignKey("user_account.pk"), sort_order=-7)


class Withdrawable:
    """A record that can be withdrawn with a reason; nothing is ever deleted."""

    withdrawn_at: Mapped[datetime | None] = mapped_column(sort_order=10)
    withdrawn_by_pk: Mapped[int | None] = mapped_column(ForeignKey("user_account.pk"), sort_order=11)
    withdrawn_reason: Mapped[str | None] = mapped_column(sort_order=12)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Versioned:
    """A record that may be edited: whoever saves an older version than the stored one is refused."""

    version: Mapped[int] = mapped_column(default=1, sort_order=9)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class FuzzyDateAttribute:
    """The four columns of one date as the analyst gave it, read and written as one `FuzzyDate`.

    `said = FuzzyDateAttribute()` adds said_edtf, said_zone, said_earliest and said_latest;
    `statement.said = parse("2020-01")` fills them, `order_by(Statement.said.earliest)` sorts by one.
    Rows selected with `*Statement.said.columns` become a date again through `fuzzy_date(*row)`.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._names = tuple(f"{name}_{part}" for part in ("edtf", "zone", "earliest", "latest"))
        types: tuple[type[TypeEngine[Any]], ...] = (PlainText, PlainText, UTCDateTime, UTCDateTime)
        for column, type_ in zip(self._names, types, strict=True):
            setattr(owner, column, mapped_column(type_, nullable=True))

    @overload
    def __get__(self, record: None, owner: type) -> FuzzyDateColumns: ...
    @overload
    def __get__(self, record: object, owner: type) -> FuzzyDate | None: ...
    def __get__(self, record: object | None, owner: type) -> FuzzyDateColumns | FuzzyDate | None:
        if record is None:
            return FuzzyDateColumns(*(getattr(owner, name) for name in self._names))
        return fuzzy_date(*(getattr(record, name) for name in self._names))

    def __set__(self, record: object, value: FuzzyDate | None) -> None:
        parts = (value.text, value.zone, value.earliest, value.latest) if value else (None,) * 4
        for name, part in zip(self._names, parts, strict=True):
            setattr(record, name, part)


@dataclass(frozen=True)
class FuzzyDateColumns:
    """A date's columns as a query names them."""

    edtf: InstrumentedAttribute[str | None]
    zone: InstrumentedAttribute[str | None]
    earliest: InstrumentedAttribute[datetime | None]
    latest: InstrumentedAttribute[datetime | None]

    @property
    def columns(self) -> tuple[InstrumentedAttribute[Any], ...]:
        return (self.edtf, self.zone, self.earliest, self.latest)

    def adapt_to_entity(self, alias: AliasedInsp[Any]) -> FuzzyDateColumns:
        """The same columns of an `aliased()` table, which asks its attributes for them by this name."""
        return FuzzyDateColumns(*(column.adapt_to_entity(alias) for column in self.columns))


def fuzzy_date(
    edtf: str | None, zone: str | None, earliest: datetime | None, latest: datetime | None
) -> FuzzyDate | None:
    """The date that four stored columns hold, None where they are empty."""
    if edtf is None or zone is None:
        return None
    return FuzzyDate.restored(edtf, zone, earliest, latest)
