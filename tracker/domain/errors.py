"""The one family of exceptions raised on purpose: each carries a message a person can act on."""

from __future__ import annotations


class DomainError(Exception):
    """Something the caller asked for cannot be done; `field` names the input at fault, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):  # noqa: N818  the word every caller expects
    """No such record, or none that this viewer may know of: the two are never told apart."""


class Duplicate(DomainError):  # noqa: N818
    """The record exists already."""


class Forbidden(DomainError):  # noqa: N818
    """The viewer knows the record but may not do this to it."""


class Conflict(DomainError):  # noqa: N818
    """Somebody else changed the record since it was read."""
