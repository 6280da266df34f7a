"""The cited statements of a report with all that stands behind them: paths, passages, grades and exhibits.

A protected source leaves here under its pseudonym: no exporter ever holds its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.dates import FuzzyDate
from tracker.domain.passages import locator
from tracker.domain.provenance import Trace, TracedStatement, TraceGraph, trace
from tracker.domain.records import RelayRec
from tracker.domain.relay_graph import parents_of, reached
from tracker.domain.report_input import (
    CitedStatement,
    ConveyedInput,
    CredibilityInput,
    DocumentInput,
    ExhibitInput,
    GroundInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    SourceInput,
    WeakRelayInput,
)
from tracker.domain.scales import Credibility, Reliability, Stance
from tracker.domain.trace_words import unsaid
from tracker.services.assembly import Assembly, place_of
from tracker.store.base import fuzzy_date
from tracker.store.queries import report_content as rows
from tracker.store.queries.graph import Subgraph
from tracker.store.queries.rows import AnyRow, date_in

_PATHS = 4
"""More ways than these from one statement to its origins tell a reader nothing new."""


class Bench:
    """The cited statements with all that stands behind them, read once; the grades the viewer is shown."""

    def __init__(
        self,
        session: Session,
        viewer: Viewer,
        case_pk: int,
        pks: list[int],
        *,
        traced: Collection[int] = (),
        pictured: Collection[int] = (),
    ) -> None:
        """`traced` are statements and `pictured` captures that the report only shows in a picture."""
        followed = sorted({*pks, *traced})
        self._through = {row.parent: row.child for row in reversed(rows.passed_on_by(session, followed))}
        subgraph = Subgraph(
            session, case_pk, {held for pk in followed for held in self._way_to_us(pk)}, viewer=viewer
        )
        self._assembly = Assembly(subgraph)
        self._label_of = self._assembly.label_of
        self._relays = {(relay.child, relay.parent): relay for relay in self._assembly.relays}
        self._row_of = {row.pk: row for row in subgraph.statements}
        self._anchors = grouped(subgraph.anchors, "statement_pk")
        self._detail = {row.pk: row for row in rows.statements(session, pks)}
        self._conveyed = grouped(rows.conveyed(session, pks), "statement_pk")
        self._grounds = grouped(rows.grounds(session, pks), "statement_pk")
        self._retracted = grouped(rows.retractions(session, pks), "statement_pk")
        graded = rows.grades(session, viewer, pks, sorted({row.source_pk for row in subgraph.statements}))
        self._reliability = grouped((row for row in graded.rows if row.source_pk), "source_pk")
        self._credibility = grouped((row for row in graded.rows if row.statement_pk), "statement_pk")
        self._graph = self._as_graded(self._assembly.trace_graph())
        self._repeats: Mapping[str, list[RelayRec]] = defaultdict(list)
        for relay in self._graph.relays:
            self._repeats[relay.child].append(relay)
        self._parents = parents_of(self._graph.relays)
        numbers = {row.source_number for row in subgraph.statements}
        numbers |= {row.giver_number for row in subgraph.anchors if row.giver_number is not None}
        self.links = [row for row in subgraph.source_links if {row.from_number, row.to_number} & numbers]
        numbers |= {number for row in self.links for number in (row.from_number, row.to_number)}
        self.given, self.hidden = graded.rows, graded.hidden
        self._sources = {row.label: source_input(row) for row in rows.sources(session, case_pk, numbers)}
        captures = {anchor.capture_pk for pk in pks for anchor in self._anchors[pk]} | {*pictured}
        self.exhibits = _exhibits(rows.exhibits(session, captures))
        embedding = [anchor for pk in pks for anchor in self._anchors[pk] if _is_embedded(anchor)]
        self.embedded = _documents(rows.documents(session, case_pk, {each.own_number for each in embedding}))
        self.cited = {pk: self._statement(pk) for pk in pks}

    @property
    def sources(self) -> Mapping[str, SourceInput]:
        """Every source of the report, and those they are tied to, by label."""
        return self._sources

    @property
    def voices(self) -> Mapping[int, str]:
        """The labels of the sources that made a statement here, by their keys."""
        return {row.source_pk: f"SRC{row.source_number}" for row in self._row_of.values()}

    @property
    def labels(self) -> Mapping[int, str]:
        """The labels of the statements cited and of those behind them, by their keys."""
        return {pk: self._label_of[pk] for pk in self._row_of}

    @property
    def behind(self) -> set[int]:
        """The keys of the statements that stand behind those cited, or between these and us."""
        return self._row_of.keys() - self.cited.keys()

    @property
    def asserted(self) -> set[str]:
        """The labels of the assertions that the cited statements assert."""
        return {
            each.assertion
            for statement in self.cited.values()
            for each in statement.conveys
            if each.stance is Stance.ASSERTS
        }

    def chain(self, pks: Iterable[int], names: Mapping[str, str]) -> Trace:
        """How statements reached us, back to their original sources; `names` calls some of them otherwise."""
        roots = {self._label_of[self._way_to_us(pk)[-1]] for pk in pks}
        return trace(self._behind(roots).calling(names), roots)

    def saying(self, assertion: str) -> tuple[CitedStatement, ...]:
        """The cited statements that assert an assertion."""
        return tuple(
            statement
            for statement in self.cited.values()
            if any(
                each.assertion == assertion and each.stance is Stance.ASSERTS for each in statement.conveys
            )
        )

    def _as_graded(self, graph: TraceGraph) -> TraceGraph:
        """With the grades that the report prints, whoever reads it: a trace shows its viewer their own."""
        graded = {}
        for pk, row in self._row_of.items():
            one = graph.statements[self._label_of[pk]]
            reliability, credibility = self._reliability[row.source_pk], self._credibility[pk]
            graded[one.id] = replace(
                one,
                reliability=reliability[-1].value if reliability else None,
                credibility=credibility[-1].value if credibility else one.credibility,
            )
        return replace(graph, statements=graded)

    def _statement(self, pk: int) -> CitedStatement:
        row, detail, label = self._row_of[pk], self._detail[pk], self._label_of[pk]
        traced = self._graph.statements[label]
        return CitedStatement(
            label=label,
            source=self._sources[traced.source.id],
            basis=traced.basis,
            said_at=traced.said_at,
            reported_at=traced.reported_at,
            recorded_at=detail.recorded_at,
            recorded_by=detail.recorded_by or "",
            verbatim=traced.verbatim or "",
            gist=traced.gist,
            hedge=detail.hedge or "",
            language=detail.language or "",
            translation=detail.translation or "",
            translated_by=detail.translated_by or "",
            conveys=tuple(
                ConveyedInput(f"AS{each.number}", each.text, each.stance, date_in(each, "holds"))
                for each in self._conveyed[pk]
            ),
            rests_on=tuple(
                GroundInput(each.label, each.text or "", each.warrant or "") for each in self._grounds[pk]
            ),
            weak_relays=tuple(self._weak_relays(label)),
            paths=self._paths(pk),
            passages=tuple(self._passage(anchor) for anchor in self._anchors[pk]),
            reliability=self.reliability_of(row.source_pk),
            credibility=self._credibility_of(pk),
            hidden_reliability=traced.hidden_reliability,
            hidden_credibility=traced.hidden_credibility,
            withdrawn=detail.withdrawn_reason or "",
            retracted="; ".join(f"ST{each.number}: {each.reason}" for each in self._retracted[pk]),
        )

    def _behind(self, labels: Collection[str]) -> TraceGraph:
        """What these statements go back to: a trace reads every relay that it is given."""
        every = reached(labels, self._parents)
        return TraceGraph(
            {label: self._graph.statements[label] for label in every if label in self._graph.statements},
            tuple(relay for label in every for relay in self._repeats[label]),
        )

    def _way_to_us(self, pk: int) -> list[int]:
        """The statement, then through whom we hold it: whoever repeats it, whoever repeats that."""
        way = [pk]
        while (onward := self._through.get(way[-1])) is not None and onward not in way:
            way.append(onward)
        return way

    def _paths(self, pk: int) -> tuple[PathInput, ...]:
        label = self._label_of[pk]
        found = trace(self._behind({label}), [label])
        # A conclusion begins with whoever drew it: what it lacks is support, and its basis says so.
        gaps = {
            gap.statement: gap.reason
            for gap in found.gaps
            if found.statements[gap.statement].basis.is_factual
            or found.statements[gap.statement].source.kind.is_gap
        }
        onward = self._way_to_us(pk)
        paths = []
        for path in found.paths(_PATHS).paths:
            end = path[-1]
            way = [*reversed(path), *(self._label_of[each] for each in onward[1:])]
            hops = (*self._hops(way), *self._handed_over(onward[-1]))
            paths.append(PathInput(hops, known_origin=end not in gaps, gap=gaps.get(end, "")))
        return tuple(paths) or (self._astray(onward),)

    def _astray(self, onward: list[int]) -> PathInput:
        """The way to us of a statement from which no relay that carries leads to any end."""
        hops = (*self._hops([self._label_of[each] for each in onward]), *self._handed_over(onward[-1]))
        name = hops[0].source.name
        altered = any(self._weak_relays(self._label_of[onward[0]]))
        gap = unsaid(name) if altered else f"what {name} repeats leads back to itself"
        return PathInput(hops, known_origin=False, gap=gap)

    def _hops(self, way: list[str]) -> Iterable[HopInput]:
        for place, label in enumerate(way):
            statement: TracedStatement = self._graph.statements[label]
            onward = self._relays[way[place + 1], label] if place + 1 < len(way) else None
            yield HopInput(
                source=self._sources[statement.source.id],
                said_at=statement.said_at,
                form=onward.form if onward else None,
                fidelity=onward.fidelity if onward else None,
                certainty=onward.certainty if onward else None,
                reliability=Reliability(statement.reliability) if statement.reliability else None,
                is_hidden=bool(statement.hidden_reliability),
            )

    def _weak_relays(self, label: str) -> Iterable[WeakRelayInput]:
        """What the statement itself repeats without carrying it: no path shows that."""
        for relay in self._repeats[label]:
            if not relay.carries:
                earlier = self._graph.statements[relay.parent].source.id
                yield WeakRelayInput(relay.parent, self._sources[earlier], relay.fidelity, relay.certainty)

    def _handed_over(self, pk: int) -> Iterable[HopInput]:
        """Whoever handed us the document stands on the path, after all who speak in it."""
        between = self._assembly.between(self._row_of[pk])
        givers = {f"SRC{anchor.giver_number}" for anchor in self._anchors[pk]}
        return (HopInput(self._sources[label]) for label in between if label in givers)

    def _passage(self, anchor: AnyRow) -> PassageInput:
        where = "" if anchor.exact is not None else locator(place_of(anchor))
        return PassageInput(
            exact=anchor.exact or "",
            exhibit=self.exhibits[anchor.capture_pk].number,
            start=anchor.start_offset,
            end=anchor.end_offset,
            locator=where,
            document_label=f"D{anchor.own_number}",
            document_title=anchor.own_title,
            embedded_in=anchor.document_title if _is_embedded(anchor) else "",
        )

    def reliability_of(self, source_pk: int) -> ReliabilityInput | None:
        """The latest grade of a source, as the viewer is shown it; what was settled comes last."""
        given = self._reliability[source_pk]
        if not given:
            return None
        latest = given[-1]
        analysts, others = _agreement([row for row in given if row.topic == latest.topic])
        return ReliabilityInput(
            Reliability(latest.value),
            latest.topic or "",
            latest.reason,
            analysts,
            tuple(Reliability(value) for value in others),
            is_settled=latest.is_adjudication,
        )

    def _credibility_of(self, pk: int) -> tuple[CredibilityInput, ...]:
        by_assertion: dict[int | None, list[AnyRow]] = defaultdict(list)
        for row in self._credibility[pk]:
            by_assertion[row.assertion_number].append(row)
        several = len(self._conveyed[pk]) > 1
        return tuple(
            _credibility(given, f"AS{number}" if several and number else "")
            for number, given in by_assertion.items()
        )


def _credibility(given: list[AnyRow], assertion: str) -> CredibilityInput:
    analysts, others = _agreement(given)
    return CredibilityInput(
        Credibility(given[-1].value),
        assertion,
        given[-1].reason,
        analysts,
        tuple(Credibility(value) for value in others),
        tuple(dict.fromkeys(row.override_reason for row in given if row.override_reason)),
        is_settled=given[-1].is_adjudication,
    )


def _agreement(given: list[AnyRow]) -> tuple[int, list[str]]:
    """How many analysts stand by the last of these grades, and what the others stand by, one each.

    What was settled comes last, and is nobody's own.
    """
    latest = {row.recorded_by_pk: row.value for row in given if not row.is_adjudication}
    value = given[-1].value
    others = sorted(each for each in latest.values() if each != value)
    return len(latest) - len(others), others


def source_input(row: AnyRow) -> SourceInput:
    """A source as a report may name it."""
    return SourceInput(row.label, row.name, row.kind, row.descriptor or "", row.is_protected)


def _exhibits(captures: Iterable[AnyRow]) -> dict[int, ExhibitInput]:
    return {
        row.pk: ExhibitInput(
            number=number,
            document_label=f"D{row.document_number}",
            title=row.title,
            kind=row.kind,
            captured_at=row.captured_at,
            captured_by=row.captured_by or "",
            method=row.method,
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            file_name=row.file_name or "",
            author=_author(row),
            author_certainty=row.author_certainty,
            publisher=row.publisher or "",
            published=_published(row),
            address=row.address or "",
            archive_address=row.archive_address or "",
            obtained_from=row.obtained_from or "",
            collected_by=row.collected_by or "",
            interpreter=row.interpreter or "",
            extractor=row.extractor,
        )
        for number, row in enumerate(captures, start=1)
    }


def _documents(found: Iterable[AnyRow]) -> tuple[DocumentInput, ...]:
    return tuple(
        DocumentInput(
            label=f"D{row.document_number}",
            title=row.title,
            kind=row.kind,
            author=_author(row),
            author_certainty=row.author_certainty,
            publisher=row.publisher or "",
            published=_published(row),
            address=row.address or "",
            archive_address=row.archive_address or "",
        )
        for row in found
    )


def _is_embedded(anchor: AnyRow) -> bool:
    """Whether the words are of another document than the one we captured."""
    return bool(anchor.own_number != anchor.document_number)


def _author(row: AnyRow) -> str:
    """Whoever is only described is no author's name: our copy does not show one."""
    return "" if row.author_kind is None or row.author_kind.is_gap else str(row.author)


def _published(row: AnyRow) -> FuzzyDate | None:
    return fuzzy_date(row.published_edtf, row.published_zone, row.published_earliest, row.published_latest)


def grouped(found: Iterable[AnyRow], name: str) -> Mapping[int, list[AnyRow]]:
    """Rows by the value of one of their columns."""
    groups: dict[int, list[AnyRow]] = defaultdict(list)
    for row in found:
        groups[getattr(row, name)].append(row)
    return groups
