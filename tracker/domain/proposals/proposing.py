"""The one call: a text and its date in, everything that is proposed for it out."""

from __future__ import annotations

from tracker.domain.proposals.dating import dates
from tracker.domain.proposals.language import GARBLED, NOT_ENGLISH, is_english, is_garbled
from tracker.domain.proposals.model import Proposals
from tracker.domain.proposals.naming import resolve
from tracker.domain.proposals.reading import read


def propose(text: str, *, dct: str | None = None) -> Proposals:
    """Statements, the author's own contributions and dates; `dct` is the document's own date as EDTF."""
    english = is_english(text)
    statements, own = read(text, english=english)
    resolve(statements, text)
    posts = [(span, each.date) for each in statements if each.date for span in each.content]
    notes = (() if english else (NOT_ENGLISH,)) + ((GARBLED,) if is_garbled(text) else ())
    return Proposals(tuple(statements), tuple(own), tuple(dates(text, dct, posts)), notes)
