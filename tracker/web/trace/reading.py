"""A trace's hops as the list and the table show them, with words for every grade and an address for each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for

from tracker.domain.provenance import Part, TracedStatement
from tracker.domain.scales import Credibility, Reliability, Stance, Term
from tracker.domain.trace_views import Row, TreeItem
from tracker.domain.trace_words import verb
from tracker.services.tracing import Traced


@dataclass(frozen=True, slots=True)
class Hop:
    """One statement on the way, ready to be shown."""

    label: str
    statement: TracedStatement
    address: str
    grade_address: str
    reporter: str | None
    reliability: Term | None
    credibility: Term | None
    stance: Stance | None
    is_gap: bool
    is_origin: bool
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A hop in the nested list: how it is reached, and how many lists open and close around it."""

    hop: Hop
    tree: TreeItem
    relay: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A hop in the table."""

    hop: Hop
    depth: int
    repeats: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def address_of(traced: Traced, label: str) -> str:
    """Where a hop leads: to its highlighted passage, or to the statement where no passage stands."""
    places = traced.trace.statements[label].passages
    if places:
        return _place(places[0][1])
    return url_for("statements.show", public_id=traced.public_ids[label])


def hops_of(traced: Traced, *, most: int | None = None) -> list[Item]:
    """The nested list, flat and in reading order; no more than the first `most` items of it."""
    tree = list(traced.trace.tree()[:most])
    if tree:  # whatever is left out, the lists that were opened are closed
        tree[-1] = replace(tree[-1], opens=False, closes=tree[-1].depth)
    shown = {item.statement.id for item in tree}
    rows = {row.statement.id: row for row in traced.trace.rows() if row.statement.id in shown}
    hops = {label: _hop(traced, row) for label, row in rows.items()}
    return [
        Item(
            hops[item.statement.id],
            item,
            verb(item.relay) if item.relay else "",
            () if item.repeated else rows[item.statement.id].notes,
        )
        for item in tree
    ]


def table_of(traced: Traced) -> list[Line]:
    """The table, nearest to us first."""
    return [
        Line(
            _hop(traced, row),
            row.depth,
            tuple((verb(relay), relay.parent) for relay in row.relays),
            row.notes,
        )
        for row in traced.trace.rows()
    ]


def _hop(traced: Traced, row: Row) -> Hop:
    statement = row.statement
    return Hop(
        label=statement.id,
        statement=statement,
        address=url_for("statements.show", public_id=traced.public_ids[statement.id]),
        grade_address=url_for("grades.new", scale="credibility", public_id=traced.public_ids[statement.id]),
        reporter=traced.reporters.get(statement.id),
        reliability=Reliability(statement.reliability) if statement.reliability else None,
        credibility=Credibility(statement.credibility) if statement.credibility else None,
        stance=traced.stances.get(statement.id),
        is_gap=row.part is Part.GAP,
        is_origin=row.part in (Part.ORIGIN, Part.FIRST_HAND),
        places=tuple((words, _place(key)) for words, key in statement.passages),
    )


def _place(key: str) -> str:
    capture_id, _, passage_id = key.partition("/")
    return url_for("captures.read", public_id=capture_id, passage=passage_id, _anchor=f"p-{passage_id}")
