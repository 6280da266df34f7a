"""From the rows of a subgraph to the values the analyses read. Rules are asked in `domain`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tracker.domain.entry import Holding, also_on_path, is_own_document
from tracker.domain.passages import PassageKind, Place, Region, TextSpan, TimeRange, locator
from tracker.domain.provenance import TracedStatement, TraceGraph
from tracker.domain.records import (
    AssertionRec,
    CaseGraph,
    RelayRec,
    SourceLinkRec,
    SourceRec,
    StatementRec,
)
from tracker.domain.scales import GradeScale, SourceLinkKind
from tracker.store.base import fuzzy_date
from tracker.store.queries.graph import Subgraph
from tracker.store.queries.rows import AnyRow

_ONE_VOICE = (SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF)


class Assembly:
    """The rows of a subgraph, keyed the way people cite them."""

    def __init__(self, subgraph: Subgraph) -> None:
        self._rows = subgraph
        self.label_of = {row.pk: f"ST{row.number}" for row in subgraph.statements}
        self.sources = {
            **_sources(subgraph.source_links, "from", "to"),
            **_sources(subgraph.anchors, "author", "giver"),
            **_sources(subgraph.statements, "source"),
        }
        self.relays = tuple(
            RelayRec(
                self.label_of[row.child],
                self.label_of[row.parent],
                row.certainty,
                row.fidelity,
                form=row.form,
            )
            for row in subgraph.relays
            if row.child in self.label_of and row.parent in self.label_of
        )
        self._anchors = _grouped(subgraph.anchors, "statement_pk")
        self._holdings = self._all_holdings()
        self._one_voice = _one_voice(subgraph.source_links)

    def trace_graph(self, assertion_pk: int | None = None) -> TraceGraph:
        """What a trace follows; of an assertion, with the credibility graded for it."""
        grades = self._rows.grades
        reliability, credibility = _current_grades(grades.rows, assertion_pk)
        statements = {}
        for row in self._rows.statements:
            label = self.label_of[row.pk]
            graded = reliability.get(row.source_pk), credibility.get(row.pk)
            statements[label] = TracedStatement(
                id=label,
                source=self.sources[f"SRC{row.source_number}"],
                gist=row.gist,
                verbatim=row.verbatim,
                said_at=fuzzy_date(*(getattr(row, f"said_at_{part}") for part in _PARTS)),
                reported_at=fuzzy_date(*(getattr(row, f"reported_at_{part}") for part in _PARTS)),
                basis=row.basis,
                reliability=graded[0].value if graded[0] else None,
                credibility=graded[1].value if graded[1] else None,
                settled=frozenset(grade.scale for grade in graded if grade and grade.is_adjudication),
                hidden_reliability=grades.hidden_of(GradeScale.RELIABILITY, row.source_pk),
                hidden_credibility=grades.hidden_of(GradeScale.CREDIBILITY, row.pk),
                passages=tuple(
                    (f"E{anchor.capture_number}, {locator(place_of(anchor))}", passage_key(anchor))
                    for anchor in self._anchors[row.pk]
                ),
                is_entry=self.is_entry(row),
                withdrawn=row.withdrawn_at is not None,
                also_on_path=tuple(self.sources[between] for between in self.between(row)),
            )
        return TraceGraph(statements, self.relays)

    def case_graph(
        self, assertions: Mapping[str, AssertionRec], incompatible: Iterable[tuple[str, str]]
    ) -> CaseGraph:
        """What the analysis of independence reads; withdrawn statements are not there."""
        conveys = _grouped(self._rows.conveys, "statement_pk")
        statements = {
            self.label_of[row.pk]: StatementRec(
                id=self.label_of[row.pk],
                source=f"SRC{row.source_number}",
                basis=row.basis,
                is_entry=self.is_entry(row),
                conveys={f"AS{each.assertion_number}": each.stance for each in conveys[row.pk]},
                also_on_path=self.between(row),
            )
            for row in self._rows.statements
            if row.withdrawn_at is None
        }
        links = tuple(
            SourceLinkRec(f"SRC{row.from_number}", f"SRC{row.to_number}", row.kind)
            for row in self._rows.source_links
        )
        return CaseGraph(
            sources=self.sources,
            assertions=assertions,
            statements=statements,
            # Whoever repeats what was withdrawn still says whom they repeat: they become no origin by that.
            relays=tuple(relay for relay in self.relays if relay.child in statements),
            source_links=links,
            incompatible=tuple(incompatible),
        )

    def is_entry(self, row: AnyRow) -> bool:
        """Whether the statement stands in a captured document of its own source."""
        source = f"SRC{row.source_number}"
        voices = self._one_voice[source]
        return any(is_own_document(source, voices, holding) for holding in self._holdings[row.pk])

    def between(self, row: AnyRow) -> tuple[str, ...]:
        """The sources that stand between us and the documents in which the statement is held."""
        source = f"SRC{row.source_number}"
        ways = [
            also_on_path(source, holding)
            for holding in self._holdings[row.pk]
            if is_own_document(source, self._one_voice[source], holding)
        ]
        return min(ways, key=len, default=())

    def _all_holdings(self) -> Mapping[int, list[Holding]]:
        found: dict[int, list[Holding]] = defaultdict(list)
        for row in self._rows.anchors:
            found[row.statement_pk].append(
                Holding(
                    kind=row.document_kind,
                    author=_source_label(row.author_number),
                    author_certainty=row.author_certainty,
                    publisher=_source_label(row.publisher_number),
                    obtained_from=_source_label(row.giver_number),
                    collected_by_us=row.collected_by_pk is not None,
                    relayed_within=row.relayed_within,
                )
            )
        return found


_PARTS = ("edtf", "zone", "earliest", "latest")


def place_of(row: AnyRow) -> Place:
    """The place a passage's columns describe."""
    if row.passage_kind is PassageKind.TEXT:
        return TextSpan(row.start_offset, row.end_offset, row.exact, "", "")
    if row.passage_kind is PassageKind.REGION:
        return Region(row.x, row.y, row.width, row.height)
    return TimeRange(row.begin_ms, row.end_ms)


def passage_key(row: AnyRow) -> str:
    """What a page needs to link to a passage: the public ids of its capture and of itself."""
    return f"{row.capture_id}/{row.passage_id}"


def _grouped(rows: Iterable[AnyRow], name: str) -> Mapping[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _one_voice(links: Iterable[AnyRow]) -> Mapping[str, set[str]]:
    joined: dict[str, set[str]] = defaultdict(set)
    for row in links:
        if row.kind in _ONE_VOICE:
            a, b = f"SRC{row.from_number}", f"SRC{row.to_number}"
            joined[a].add(b)
            joined[b].add(a)
    return joined


def _current_grades(
    rows: Iterable[AnyRow], assertion_pk: int | None
) -> tuple[dict[int, AnyRow], dict[int, AnyRow]]:
    # Rows come oldest first, what was settled last: a chain shows that, else the newest current grade.
    if assertion_pk is not None:
        rows = [row for row in rows if row.assertion_pk in (None, assertion_pk)]
    reliability = {row.source_pk: row for row in rows if row.scale is GradeScale.RELIABILITY}
    credibility = {row.statement_pk: row for row in rows if row.scale is GradeScale.CREDIBILITY}
    return reliability, credibility


def _source_label(number: int | None) -> str | None:
    return None if number is None else f"SRC{number}"


def _sources(rows: Iterable[AnyRow], *parts: str) -> dict[str, SourceRec]:
    """The sources that the rows name under these prefixes, by label."""
    found = {}
    for row in rows:
        for part in parts:
            label = _source_label(getattr(row, f"{part}_number"))
            if label is not None:
                found[label] = SourceRec(label, getattr(row, f"{part}_kind"), getattr(row, f"{part}_name"))
    return found
