"""Column types that mean the same on SQLite and PostgreSQL: times, public ids and words with a fixed meaning.

They know nothing of any table.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, Text, TypeDecorator, Uuid
from sqlalchemy.exc import DontWrapMixin

from tracker.domain.errors import DomainError
from tracker.domain.ids import public_id_of, uuid_of

_WORD_LENGTH = 40  # one width for all words: a longer new word must not change any table


class UnstorableTextError(DomainError, DontWrapMixin):
    """A text that no database can keep; said as it is, not as an error of the database."""


class PlainText(TypeDecorator[str]):
    """Text of any length and script: refuses, on both databases alike, what one of them cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if "\x00" in value:
            raise UnstorableTextError("Remove the invisible NUL character from this text.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise UnstorableTextError("Remove the broken character (half of one) from this text.") from None
        return value


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses a time without a zone, always gives back an aware one in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        # SQLite drops the zone; PostgreSQL answers in the zone of its session.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PublicId(TypeDecorator[str]):
    """A public id (`tracker.domain.ids`): a UUID to the database, its short text to Python."""

    impl = Uuid
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002
        return None if value is None else uuid_of(value)

    def process_result_value(self, value: UUID | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else public_id_of(value)


def enum_of(words: type[StrEnum]) -> Enum:
    """A column for one word of a scale, stored as its value.

    No database enum type and no generated check: both make the next word a migration.
    """
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=_WORD_LENGTH,
        values_callable=lambda members: [member.value for member in members],
    )
