"""How the word lists are written: words with spaces between them, as many to a line as fit."""

from __future__ import annotations


def word_set(written: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(written.split())
