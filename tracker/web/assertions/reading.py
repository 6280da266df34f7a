"""What the list of assertions and the page of one show, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.domain.access import Viewer
from tracker.domain.independence import Lines, analyse
from tracker.domain.scales import AssertionLinkKind, Basis, Stance
from tracker.domain.timing import Judgement, compare
from tracker.services import analysis
from tracker.services.tracing import Traced, trace_assertion
from tracker.store.queries import assertions as queries
from tracker.store.queries.rows import AnyRow, Rows, date_in

PAGE = 50
SORTS = ("strength", "-strength", "label", "-label")


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
class Opposite:
    """Another assertion this one stands to, with what the times say where both cannot be true at once."""

    row: AnyRow
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class AssertionPage:
    assertion: AnyRow
    lines: Lines | None
    supporting: list[Voice]
    denying: list[Voice]
    doubting: list[Voice]
    incompatible: list[Opposite]
    links: list[AnyRow]
    withdrawn_links: list[AnyRow]
    inferences: Rows
    findings: Rows
    traced: Traced

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
    voices = [_voice(row, lines) for row in queries.statements_on(session, assertion.pk)]
    links = queries.links_of(session, assertion.pk)
    standing = [row for row in links if row.withdrawn_at is None and row.other_withdrawn_at is None]
    return AssertionPage(
        assertion=assertion,
        lines=lines,
        supporting=_taking(Stance.ASSERTS, voices),
        denying=_taking(Stance.DENIES, voices),
        doubting=_taking(Stance.DOUBTS, voices),
        incompatible=[
            Opposite(row, compare(date_in(assertion, "holds"), date_in(row, "other_holds")))
            for row in standing
            if row.kind is AssertionLinkKind.INCOMPATIBLE
        ],
        links=[row for row in standing if row.kind is not AssertionLinkKind.INCOMPATIBLE],
        withdrawn_links=[row for row in links if row.withdrawn_at is not None],
        inferences=queries.inferences_from(session, assertion.pk),
        findings=queries.findings_on(session, assertion.pk),
        traced=trace_assertion(session, viewer, assertion.public_id),
    )


def _taking(stance: Stance, voices: Iterable[Voice]) -> list[Voice]:
    return [voice for voice in voices if voice.row.stance is stance]


def _voice(row: AnyRow, lines: Lines | None) -> Voice:
    if lines is not None and row.stance is Stance.ASSERTS:
        if row.label in lines.repeats:
            return Voice(row, f"+0: repeats {', '.join(lines.repeats[row.label])}", is_counted=False)
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
