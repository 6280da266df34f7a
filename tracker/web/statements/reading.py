"""What the page of a statement shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.access import Viewer
from tracker.domain.blindness import reliability_waits
from tracker.domain.passages import locator
from tracker.domain.scales import StatementLinkKind
from tracker.services import reanchoring
from tracker.services.assembly import place_of
from tracker.services.reanchoring import Changed
from tracker.store.queries import statement_ties as ties
from tracker.store.queries.blindness import Shown
from tracker.store.queries.grades import current_credibility, grades_of_source, grades_of_statement
from tracker.store.queries.rows import AnyRow, Rows
from tracker.store.queries.statements import conveyed_by
from tracker.web.grades.sheet import Sheet, word_of

Tie = tuple[str, str, AnyRow]
"""What kind of tie it is, what it says, and its row."""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement with its ties; those that were withdrawn stand apart."""

    statement: AnyRow
    placed: list[tuple[AnyRow, str]]
    changed: list[Changed]
    conveys: list[AnyRow]
    repeats: list[AnyRow]
    repeated_by: list[AnyRow]
    links: list[AnyRow]
    retracted_by: list[AnyRow]
    rests_on: list[AnyRow]
    carries: list[AnyRow]
    citations: Rows
    credibility: Sheet
    reliability: Sheet
    reliability_waits: bool
    withdrawn: list[Tie]

    @property
    def is_source_next(self) -> bool:
        """Whether the viewer has graded what is said, and not yet who says it."""
        return bool(self.credibility.own) and not self.reliability_waits and not self.reliability.own


def read_statement(session: Any, viewer: Viewer, statement: AnyRow, *, is_blind: bool) -> StatementPage:
    """Everything that is tied to a statement which the viewer may read; `is_blind`: its case grades blind."""
    pk = statement.pk
    passages, conveys = ties.passages_of(session, viewer, pk), ties.conveyed(session, viewer, pk)
    relays, links = ties.relays_of(session, viewer, pk), ties.links_of(session, viewer, pk)
    supports = ties.supports_of(session, viewer, pk)
    credibility = Sheet.of(grades_of_statement(session, viewer, statement), viewer)
    source = grades_of_source(session, viewer, statement.case_pk, statement.source_pk)
    standing_links = _standing(links)
    standing_conveys = [row for row in _standing(conveys) if row.assertion_withdrawn_at is None]
    waits = reliability_waits(
        viewer,
        statement.case_pk,
        is_blind=is_blind,
        conveyed=[row.assertion_label for row in standing_conveys],
        graded=[each.row.assertion for each in credibility.own],
    )
    return StatementPage(
        statement=statement,
        placed=[
            (row, locator(place_of(row))) for row in _standing(passages) if row.capture_withdrawn_at is None
        ],
        changed=reanchoring.of_statement(session, viewer, statement),
        conveys=standing_conveys,
        repeats=[row for row in _standing(relays) if row.is_child],
        repeated_by=[row for row in _standing(relays) if not row.is_child],
        links=standing_links,
        retracted_by=[
            row for row in standing_links if row.kind is StatementLinkKind.RETRACTS and not row.is_from
        ],
        rests_on=[row for row in _standing(supports) if row.is_mine],
        carries=[row for row in _standing(supports) if not row.is_mine],
        citations=ties.citing(session, pk),
        credibility=credibility,
        reliability=Sheet.of(Shown() if waits else source, viewer),
        reliability_waits=waits,
        withdrawn=[
            *_withdrawn("passage", passages, lambda row: row.exact or row.capture_label),
            *_withdrawn("stance", conveys, lambda row: f"{row.stance.label} {row.assertion_label}"),
            *_withdrawn("relay", relays, _relay_words),
            *_withdrawn("link", links, _link_words),
            *_withdrawn("support", [row for row in supports if row.is_mine], _support_words),
        ],
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """For a list of statements, by key: what each conveys, its grades, how many are hidden.

    A grade is its word and whether it is the one the case goes by; that one stands for those it settles.
    """

    conveys: dict[int, list[AnyRow]]
    grades: dict[int, list[tuple[Any, bool]]]
    hidden: dict[int, int]


def beside(session: Any, viewer: Viewer, rows: Rows) -> Beside:
    """What a list of statements shows beside each."""
    keys = [row.pk for row in rows]
    conveys: dict[int, list[AnyRow]] = defaultdict(list)
    for row in conveyed_by(session, keys):
        conveys[row.statement_pk].append(row)
    grades: dict[int, list[tuple[Any, bool]]] = defaultdict(list)
    shown = current_credibility(session, viewer, keys)
    settled = {(row.statement_pk, row.assertion_pk) for row in shown.rows if row.is_adjudication}
    for row in shown.rows:
        if row.is_adjudication or (row.statement_pk, row.assertion_pk) not in settled:
            grades[row.statement_pk].append((word_of(row), row.is_adjudication))
    return Beside(conveys, grades, Counter(each.target_pk for each in shown.hidden))


def _standing(rows: Iterable[AnyRow]) -> list[AnyRow]:
    return [row for row in rows if row.withdrawn_at is None]


def _withdrawn(kind: str, rows: Sequence[AnyRow], words: Any) -> list[Tie]:
    return [(kind, words(row), row) for row in rows if row.withdrawn_at is not None]


def _relay_words(row: AnyRow) -> str:
    return f"{row.form.label} {row.other_label}" if row.is_child else f"{row.other_label} {row.form.label} it"


def _link_words(row: AnyRow) -> str:
    return f"{row.kind.label} {row.other_label}" if row.is_from else f"{row.other_label} {row.kind.label} it"


def _support_words(row: AnyRow) -> str:
    return f"rests on {row.assertion_label or row.on_label}"
