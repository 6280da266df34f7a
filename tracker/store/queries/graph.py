"""Exactly the part of a case's graph that an analysis needs, in a fixed number of queries.

The recursive statements are built once. UNION, not UNION ALL, so that a row of diamonds is visited once. What
was found is asked for by IN, never joined: SQLite then looks each key up in an index, and PostgreSQL, which
knows nothing of rows just written, cannot start elsewhere and try every pair.
Nothing is decided here: which statement is an entry is `domain.entry`'s rule, fed with what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Viewer
from tracker.store.models import (
    Anchor,
    Assertion,
    Capture,
    Conveys,
    Document,
    Grade,
    Passage,
    Relay,
    Source,
    SourceLink,
    Statement,
)
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.columns import PASSAGE
from tracker.store.queries.grades import given_to
from tracker.store.queries.naming import shown_name, standing, stands_for
from tracker.store.queries.rows import AnySelect, Rows

_recorded, _source = standing("source")
_reporter_recorded, _reporter = standing("reporter")


def _statements(above: CTE) -> AnySelect:
    return (
        select(
            Statement.pk,
            Statement.public_id,
            Statement.number,
            Statement.gist,
            Statement.verbatim,
            Statement.basis,
            *Statement.said_at.columns,
            *Statement.reported_at.columns,
            Statement.withdrawn_at,
            _source.pk.label("source_pk"),
            _source.public_id.label("source_id"),
            _source.number.label("source_number"),
            _source.kind.label("source_kind"),
            _source.descriptor.label("source_descriptor"),
            _source.is_protected.label("source_protected"),
            shown_name(_source).label("source_name"),
            shown_name(_reporter).label("reporter_name"),
        )
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_source, stands_for(_recorded, _source))
        .outerjoin(_reporter_recorded, _reporter_recorded.pk == Statement.reporter_pk)
        .outerjoin(_reporter, stands_for(_reporter_recorded, _reporter))
        .where(Statement.pk.in_(select(above.c.pk)))
        .order_by(Statement.pk)
    )


def _relays(above: CTE) -> AnySelect:
    return (
        select(
            Relay.child_pk.label("child"),
            Relay.parent_pk.label("parent"),
            Relay.form,
            Relay.certainty,
            Relay.fidelity,
            Relay.public_id,
        )
        .where(Relay.child_pk.in_(select(above.c.pk)), Relay.withdrawn_at.is_(None))
        .order_by(Relay.child_pk, Relay.parent_pk, Relay.pk)
    )


def _named(source: Any, prefix: str) -> tuple[Any, ...]:
    """What an analysis says of a source that says nothing in the subgraph itself."""
    return (
        source.number.label(f"{prefix}_number"),
        source.kind.label(f"{prefix}_kind"),
        shown_name(source).label(f"{prefix}_name"),
    )


_author_recorded, _author = standing("author")
_publisher_recorded, _publisher = standing("publisher")
_giver_recorded, _giver = standing("giver")
_own_document = aliased(Document, name="own_document")
_passer_on, _their_anchor, _their_passage = aliased(Statement), aliased(Anchor), aliased(Passage)


def _relayed_within(above: CTE) -> ColumnElement[bool]:
    """Whether the statement is relayed in the capture where its anchor stands.

    Asked once for everything above, not for each anchor: PostgreSQL keeps the answer in a table of hashes,
    whatever it believes about sizes; asked for each, one wrong belief makes it read everything every time.
    """
    relayed = (
        select(Relay.parent_pk, _their_passage.capture_pk)
        .join(_passer_on, _passer_on.pk == Relay.child_pk)
        .join(_their_anchor, _their_anchor.statement_pk == Relay.child_pk)
        .join(_their_passage, _their_passage.pk == _their_anchor.passage_pk)
        .where(
            Relay.parent_pk.in_(select(above.c.pk)),
            Relay.withdrawn_at.is_(None),
            _passer_on.withdrawn_at.is_(None),
            _their_anchor.withdrawn_at.is_(None),
        )
    )
    return tuple_(Anchor.statement_pk, Passage.capture_pk).in_(relayed)


def _anchors(above: CTE) -> AnySelect:
    return (
        select(
            Anchor.statement_pk,
            Passage.pk.label("passage_pk"),
            *PASSAGE,
            Capture.pk.label("capture_pk"),
            Capture.public_id.label("capture_id"),
            Capture.number.label("capture_number"),
            Document.number.label("document_number"),
            Document.kind.label("document_kind"),
            Document.title.label("document_title"),
            Document.author_certainty,
            Document.collected_by_pk,
            _own_document.number.label("own_number"),
            _own_document.title.label("own_title"),
            *_named(_author, "author"),
            _publisher.number.label("publisher_number"),
            *_named(_giver, "giver"),
            _relayed_within(above).label("relayed_within"),
        )
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .join(_own_document, _own_document.pk == Passage.document_pk)
        .outerjoin(_author_recorded, _author_recorded.pk == Document.author_pk)
        .outerjoin(_author, stands_for(_author_recorded, _author))
        .outerjoin(_publisher_recorded, _publisher_recorded.pk == Document.publisher_pk)
        .outerjoin(_publisher, stands_for(_publisher_recorded, _publisher))
        .outerjoin(_giver_recorded, _giver_recorded.pk == Document.obtained_from_pk)
        .outerjoin(_giver, stands_for(_giver_recorded, _giver))
        .where(
            Anchor.statement_pk.in_(select(above.c.pk)),
            Anchor.withdrawn_at.is_(None),
            Capture.withdrawn_at.is_(None),
            Document.withdrawn_at.is_(None),
        )
        .order_by(Anchor.pk)
    )


_newer = aliased(Grade, name="newer")
_graded = aliased(Source, name="graded")
_stands_as = func.coalesce(_graded.merged_into_pk, _graded.pk)  # a grade given before a merge still counts


def _grades(above: CTE) -> AnySelect:
    voices = (
        select(func.coalesce(_recorded.merged_into_pk, _recorded.pk))
        .join(Statement, Statement.source_pk == _recorded.pk)
        .where(Statement.pk.in_(select(above.c.pk)))
    )
    return (
        select(
            *judging(bindparam("viewer", type_=Integer)),
            Grade.scale,
            Grade.value,
            Grade.topic,
            Grade.is_adjudication,
            _stands_as.label("source_pk"),
            Grade.statement_pk,
            Grade.assertion_pk,
        )
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .outerjoin(_graded, _graded.pk == Grade.source_pk)
        .where(_newer.pk.is_(None), given_to(select(above.c.pk), voices))
        # The last is shown: what was settled, by which the case goes, else the viewer's own, else the newest.
        .order_by(Grade.is_adjudication, Grade.recorded_by_pk == bindparam("viewer", type_=Integer), Grade.pk)
    )


def _conveys(above: CTE) -> AnySelect:
    return (
        select(Conveys.statement_pk, Conveys.stance, Assertion.number.label("assertion_number"))
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(
            Conveys.statement_pk.in_(select(above.c.pk)),
            Conveys.withdrawn_at.is_(None),
            Assertion.withdrawn_at.is_(None),
        )
        .order_by(Conveys.pk)
    )


_from, _to = standing("link_from"), standing("link_to")
_SOURCE_LINKS = (
    select(
        SourceLink.kind,
        SourceLink.certainty,
        *_named(_from[1], "from"),
        *_named(_to[1], "to"),
    )
    .join(_from[0], _from[0].pk == SourceLink.from_pk)
    .join(_from[1], stands_for(*_from))
    .join(_to[0], _to[0].pk == SourceLink.to_pk)
    .join(_to[1], stands_for(*_to))
    .where(SourceLink.case_pk == bindparam("case_pk"), SourceLink.withdrawn_at.is_(None))
    .order_by(SourceLink.pk)
)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked of everything above some statements; built once for each way of naming these."""

    statements: AnySelect
    relays: AnySelect
    anchors: AnySelect
    grades: AnySelect
    conveys: AnySelect

    @classmethod
    def above(cls, roots: AnySelect) -> _Questions:
        found = roots.cte("above", recursive=True)
        found = found.union(
            select(Relay.parent_pk)
            .join(found, Relay.child_pk == found.c.pk)
            .where(Relay.withdrawn_at.is_(None))
        )
        return cls(_statements(found), _relays(found), _anchors(found), _grades(found), _conveys(found))


_ABOVE_THESE = _Questions.above(
    select(Statement.pk.label("pk")).where(Statement.pk.in_(bindparam("roots", expanding=True)))
)
# A case may have more statements than a database takes parameters: it is asked, not told, which they are.
_ABOVE_A_CASE = _Questions.above(
    select(Conveys.statement_pk.label("pk"))
    .join(Statement, Statement.pk == Conveys.statement_pk)
    .where(
        Statement.case_pk == bindparam("case_pk"),
        Statement.withdrawn_at.is_(None),
        Conveys.withdrawn_at.is_(None),
    )
)


def relays_above(session: Session, statement_pk: int) -> Rows:
    """Every standing relay on the way from a statement back to its origins (child, parent: keys)."""
    return _rows_of(session)(_ABOVE_THESE.relays, {"roots": [statement_pk]})


class Subgraph:
    """The rows of everything above some statements: six queries, however many there are.

    Without `roots`, above all standing statements of the case that bear on an assertion. `grades` are those
    that the viewer is shown; without a viewer, none: the analyses ask for none.
    """

    def __init__(
        self,
        session: Session,
        case_pk: int,
        roots: Iterable[int] | None = None,
        *,
        viewer: Viewer | None = None,
    ) -> None:
        keys: dict[str, Any] = {"case_pk": case_pk}
        asked = _ABOVE_A_CASE
        if roots is not None:
            asked, keys["roots"] = _ABOVE_THESE, sorted(set(roots))
        rows = _rows_of(session)
        self.statements = rows(asked.statements, keys)
        self.relays = rows(asked.relays, keys)
        self.anchors = rows(asked.anchors, keys)
        self.grades = (
            shown(viewer, rows(asked.grades, {**keys, "viewer": viewer.user_pk})) if viewer else Shown()
        )
        self.conveys = rows(asked.conveys, keys)
        self.source_links = rows(_SOURCE_LINKS, keys)


def _rows_of(session: Session) -> Callable[[AnySelect, dict[str, Any]], Rows]:
    # On the session's connection: the session would prepare each statement for entities nobody asks for,
    # which costs several times what the database needs.
    session.flush()
    connection = session.connection()
    return lambda statement, keys: connection.execute(statement, keys).all()
