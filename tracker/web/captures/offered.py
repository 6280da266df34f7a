"""What a statement form offers to choose from while recording from a capture, and who its page is by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain.scales import DocumentKind
from tracker.store.queries import captures as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.choices import as_typed
from tracker.web.case_pages import current_case
from tracker.web.db import get_session

_OUR_RECORDS = (DocumentKind.NOTES, DocumentKind.TRANSCRIPT)


def offered(capture: Any) -> dict[str, Sequence[str]]:
    """The lists of suggestions by name, each cut at `MOST_SUGGESTED`."""
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    assertions = queries.suggest_assertions(session, viewer, case_pk)
    statements = queries.suggest_statements(session, viewer, case_pk)
    return {
        "sources": _sources_of(capture),
        "assertions": assertions,
        "statements": statements,
        "grounds": assertions + statements,
        "posts": queries.posts_in(session, capture.pk),
    }


def has_more(known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a list was cut, so that the rest must be asked for while typing."""
    return any(len(each) >= queries.MOST_SUGGESTED for each in known.values())


def holder_of(capture: Any) -> str | None:
    """Who the page is by, as a field names them: every chain ends with them.

    None for our own notes and transcripts: there the witness is who we hold, nobody else.
    """
    if capture.collected_by_pk is not None and capture.document_kind in _OUR_RECORDS:
        return None
    author = as_typed(capture.author_number, capture.author_name)
    return author or as_typed(capture.publisher_number, capture.publisher_name)


def _sources_of(capture: Any) -> list[str]:
    """The sources to choose from: whoever posted what was embedded here last comes first."""
    session = get_session()
    listed = queries.suggest_sources(session, current_viewer(), current_case().pk)
    posts = queries.post_passages_in(session, capture.pk)
    first = as_typed(posts[0].number, posts[0].name) if posts else None
    return [first, *(each for each in listed if each != first)] if first else listed
