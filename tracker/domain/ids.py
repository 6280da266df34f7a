"""Public ids: permanent, sortable by the time they were made, and short enough for a URL or a citation.

A public id is a UUIDv7 written in Crockford's base 32 (26 characters, lower case, no letter that can be
taken for a digit), so that it reads aloud, survives a change of case in an e-mail and sorts as the UUID does.
"""

from __future__ import annotations

import re
from uuid import UUID

from uuid_utils.compat import uuid7

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LENGTH = 26
# Two letters at a time: a page of a large case writes thousands of ids.
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_TEN_BITS = range(5 * (_LENGTH - 2), -1, -10)
_FORM = re.compile(f"[0-7][{_ALPHABET}]{{{_LENGTH - 1}}}")


def new_public_id() -> str:
    """A public id nobody has, greater than every one this process made before."""
    return public_id_of(uuid7())


def is_public_id(text: str) -> bool:
    """Whether a text has the form of a public id (not whether a record bears it)."""
    return _FORM.fullmatch(text) is not None


def public_id_of(uuid: UUID) -> str:
    """The short form of a UUID."""
    number = uuid.int
    return "".join([_PAIRS[number >> bits & 1023] for bits in _TEN_BITS])


def uuid_of(public_id: str) -> UUID:
    """The UUID a public id stands for; `ValueError` for any other text."""
    if not is_public_id(public_id):
        raise ValueError(f"not a public id: {public_id!r}")
    number = 0
    for letter in public_id:
        number = number << 5 | _VALUES[letter]
    return UUID(int=number)
