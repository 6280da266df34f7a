"""What the list of assertions and the page of one show, gathered in a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from tracker.domain.access import Viewer
from tracker.domain.english import listed
from tracker.domain.groups import Group
from tracker.domain.independence import Lines, analyse
from tracker.domain.lines_words import original_sources
from tracker.domain.records import CaseGraph
from tracker.domain.scales import AssertionLinkKind, Basis, Stance
from tracker.domain.support import NOBODY_KNOWN
from tracker.domain.timing import Judgement, TimeVerdict, compare
from tracker.domain.trace_words import called
from tracker.services import analysis
from tracker.services.tracing import Traced, trace_assertion
from tracker.store.queries import assertions as queries
from tracker.store.queries.rows import AnyRow, Rows, date_in
from tracker.store.queries.track_record import StandingResolution, resolution_of
from tracker.web.assertions.tasks import MOST_TASKS, Ids, Task, sources_asked_about, tasks_of

PAGE = 50
SORTS = {
    "strength": "Weakest first",
    "-strength": "Strongest first",
    "label": "Oldest first",
    "-label": "Newest first",
}
MOST_VOICES = 8
"""Voices named in each column of a page; the rest are counted, and listed under the statements."""
_LABEL = re.compile(r"\b(?:ST|AS)\d+\b")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An assertion in the list, with a sentence on what carries it; none once it is withdrawn."""

    row: AnyRow
    sentence: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement that speaks of the assertion: what it adds, and if nothing, why."""

    row: AnyRow
    adds: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Column:
    """Those who take one stance: the first of them, and how many there are."""

    voices: Sequence[Voice]
    total: int

    @property
    def left(self) -> int:
        return self.total - len(self.voices)


@dataclass(frozen=True, slots=True)
class Opposite:
    """Another assertion that cannot be true at the same time: what the times say, what was confirmed."""

    row: AnyRow
    times: Judgement

    @property
    def verdict(self) -> TimeVerdict:
        confirmed: TimeVerdict | None = self.row.verdict
        return confirmed or self.times.verdict


@dataclass(frozen=True, slots=True)
class Hinge:
    """Sources that count as one and on whom everything hangs: their names, and their labels."""

    names: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class AssertionPage:
    assertion: AnyRow
    graph: CaseGraph
    lines: Lines | None
    supporting: Column
    denying: Column
    doubting: Column
    due: AnyRow | None
    incompatible: list[Opposite]
    links: list[AnyRow]
    withdrawn_links: list[AnyRow]
    inferences: Rows
    findings: Rows
    traced: Traced
    tasks: list[Task]
    resolution: StandingResolution | None

    @property
    def repeats(self) -> dict[str, str]:
        """What adds nothing, by its label, with what it repeats."""
        found = self.lines.repeats if self.lines else {}
        return {label: f"repeats {', '.join(others)}" for label, others in found.items()}

    @property
    def numbers(self) -> str:
        """At least and at most."""
        low, high = self.lines.lines if self.lines else (0, 0)
        return f"{low}" if low == high else f"{low} to {high}"

    @property
    def original_sources(self) -> str:
        """How many there are, as the reasons name them."""
        return original_sources(self.lines) if self.lines else ""

    @cached_property
    def hinges(self) -> list[Hinge]:
        """On whom everything hangs that is somebody."""
        groups = self.lines.hangs_on if self.lines else ()
        return [
            Hinge(listed([called(self.graph.sources[label]) for label in group]), group)
            for group in groups
            if group != NOBODY_KNOWN
        ]

    @property
    def first_suspects(self) -> tuple[str, ...]:
        """Whom to take away first in thought: whom everything hangs on, else the first original source."""
        if self.hinges:
            return self.hinges[0].labels
        known = [group for group in (self.lines.origins if self.lines else ()) if group != NOBODY_KNOWN]
        return known[0] if known else ()

    @property
    def gradable(self) -> list[str]:
        """The statements that take a side, as the grading desk names them for this assertion."""
        taking = (*self.supporting.voices, *self.denying.voices, *self.doubting.voices)
        return [f"{one.row.label}/{self.assertion.label}" for one in taking]

    @property
    def data(self) -> dict[str, str]:
        """The figures as data attributes: groups of sources by name, parted by “;”, those in one by “+”."""
        lines = self.lines
        if lines is None:
            return {}
        return {
            "data-items": str(len(lines.items)),
            "data-lines": f"{lines.lines[0]} {lines.lines[1]}",
            "data-origins": ";".join(map(self._named, lines.origins)),
            "data-hangs-on": ";".join(map(self._named, lines.hangs_on)),
            "data-resilience": str(lines.resilience),
            "data-suggested": lines.suggested.value if lines.suggested else "",
        }

    def parts(self, words: str) -> list[tuple[str, str]]:
        """A sentence in pieces, each with the address of the record it names, or without one."""
        found: list[tuple[str, str]] = []
        end = 0
        for match in _LABEL.finditer(words):
            address = self._addresses.get(match[0], "")
            if address:
                found += [(words[end : match.start()], ""), (match[0], address)]
                end = match.end()
        return [*found, (words[end:], "")]

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        named = " ".join(self.lines.why) if self.lines else ""
        wanted = set(_LABEL.findall(named))
        statements = {
            label: url_for("statements.show", public_id=public_id)
            for label, public_id in self.traced.public_ids.items()
            if label in wanted
        }
        others = {
            each.row.other_label: url_for("assertions.show", public_id=each.row.other_id)
            for each in self.incompatible
        }
        return statements | others

    def _named(self, group: Group) -> str:
        if group == NOBODY_KNOWN:
            return "?"
        sources = [self.graph.sources[label] for label in group]
        return "+".join(source.name for source in sources)


def rank(session: Any, viewer: Viewer, rows: Rows, case_pk: int, sort: str) -> list[Ranked]:
    """The rows of a list with what carries each, in that order."""
    weakest = analysis.weakest_first(analysis.case_graph(session, viewer, case_pk))
    sentences = {assertion.id: sentence for assertion, sentence in weakest}
    ranked = [Ranked(row, sentences.get(row.label, "")) for row in rows]
    if sort.endswith("strength"):
        place = {label: number for number, label in enumerate(sentences)}
        ranked.sort(key=lambda each: place.get(each.row.label, -1))
    return ranked[::-1] if sort.startswith("-") else ranked


def read_assertion(session: Any, viewer: Viewer, assertion: AnyRow) -> AssertionPage:
    """Everything that speaks of an assertion which the viewer may read, and what follows from it."""
    graph = analysis.case_graph(session, viewer, assertion.case_pk)
    lines = analyse(graph, assertion.label) if assertion.label in graph.assertions else None
    rows = queries.statements_on(session, assertion.pk)
    links = queries.links_of(session, assertion.pk)
    standing = [row for row in links if row.withdrawn_at is None and row.other_withdrawn_at is None]
    traced = trace_assertion(session, viewer, assertion.public_id)
    return AssertionPage(
        assertion=assertion,
        graph=graph,
        lines=lines,
        supporting=_column(rows, Stance.ASSERTS, lines),
        denying=_column(rows, Stance.DENIES, lines),
        doubting=_column(rows, Stance.DOUBTS, lines),
        due=_due(rows),
        incompatible=[
            Opposite(row, compare(date_in(assertion, "holds"), date_in(row, "other_holds")))
            for row in standing
            if row.kind is AssertionLinkKind.INCOMPATIBLE
        ],
        links=[row for row in standing if row.kind is not AssertionLinkKind.INCOMPATIBLE],
        withdrawn_links=[row for row in links if row.withdrawn_at is not None],
        inferences=queries.inferences_from(session, assertion.pk),
        findings=queries.findings_on(session, assertion.pk),
        traced=traced,
        tasks=_tasks(session, assertion, graph, lines, traced),
        resolution=resolution_of(session, viewer, assertion),
    )


def _tasks(
    session: Any, assertion: AnyRow, graph: CaseGraph, lines: Lines | None, traced: Traced
) -> list[Task]:
    questions = lines.settle[:MOST_TASKS] if lines else ()
    ids = queries.source_ids(session, assertion.case_pk, sources_asked_about(graph, questions))
    return tasks_of(graph, questions, Ids(traced.public_ids, ids))


def _column(rows: Rows, stance: Stance, lines: Lines | None) -> Column:
    """Those who take a stance; in the first places whoever counts."""
    taking = [row for row in rows if row.stance is stance]
    counted = set(lines.items) - set(lines.repeats) if lines else set()
    first = sorted(taking, key=lambda row: row.label not in counted)[:MOST_VOICES]
    return Column([_voice(row, lines) for row in first], len(taking))


def _due(rows: Rows) -> AnyRow | None:
    """The forecast that asserts it and can be judged first."""
    dated = [
        row
        for row in rows
        if row.stance is Stance.ASSERTS and row.basis is Basis.FORECAST and row.due_latest is not None
    ]
    return min(dated, key=lambda row: row.due_latest, default=None)


def _voice(row: AnyRow, lines: Lines | None) -> Voice:
    if lines is not None and row.stance is Stance.ASSERTS:
        if row.label in lines.repeats:
            return Voice(row, f"+0: repeats {', '.join(lines.repeats[row.label])}", is_counted=False)
        if any(row.label in loop for loop in lines.loops):
            return Voice(row, "+0: a citation loop", is_counted=False)
        if row.label in lines.items:
            return Voice(row, "", is_counted=True)
    return Voice(row, _why_not_counted(row), is_counted=False)


def _why_not_counted(row: AnyRow) -> str:
    """Why a statement starts no line of its own; empty for what is not support anyway."""
    if row.stance is not Stance.ASSERTS:
        return ""
    if row.basis in (Basis.INFERRED, Basis.FORECAST, Basis.OPINION, Basis.QUESTION):
        return f"+0: {_NO_SUPPORT[row.basis]}"
    if row.reporter_name:
        return f"known only through {row.reporter_name}"
    return "+0: not held in a document of its own"


_NO_SUPPORT = {
    Basis.INFERRED: "a conclusion, not something known",
    Basis.FORECAST: "a forecast",
    Basis.OPINION: "an opinion",
    Basis.QUESTION: "only asks",
}
