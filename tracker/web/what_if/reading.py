"""An answer as the page shows it: every assertion in words, with an address for each record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from tracker.domain.groups import ONE_VOICE
from tracker.domain.independence import Lines
from tracker.domain.lines_words import headline
from tracker.domain.records import CaseGraph
from tracker.domain.scales import Credibility
from tracker.domain.trace_words import called
from tracker.domain.what_if import Effect, Hinge, Outcome
from tracker.domain.what_if_words import grounds
from tracker.services.what_if import Answer, Withdrawal
from tracker.services.what_if_picks import Kind, Picked, Picks

_PAGES = {
    Kind.SRC: "sources.show",
    Kind.D: "documents.show",
    Kind.E: "captures.read",
    Kind.ST: "statements.show",
}
_FEW = 3
_CHIPS = {
    Effect.FALLS: "bad",
    Effect.LOSES: "warn",
    Effect.SILENT: "warn",
    Effect.HANGS: "warn",
    Effect.RISES: "good",
}


@dataclass(frozen=True, slots=True)
class State:
    """How an assertion is carried, in words, with the suggestion and the rule behind it."""

    words: str
    suggested: Credibility | None
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """An assertion before and after; `chip` is what becomes of it and how strongly that is shown."""

    label: str
    text: str
    address: str
    chip: tuple[str, str]
    before: State
    after: State

    @property
    def is_regraded(self) -> bool:
        return self.before.suggested != self.after.suggested


@dataclass(frozen=True, slots=True)
class Drawn:
    """An assertion that is concluded from what changes."""

    label: str
    text: str
    address: str
    grounds: str


def rows(outcome: Outcome, ids: Mapping[str, str]) -> list[Row]:
    """The assertions that change, those first that lose most."""
    ordered = sorted(outcome.changes, key=lambda change: list(Effect).index(change.effect or Effect.RISES))
    return [
        _row(
            outcome.graph,
            change.before,
            change.after,
            ids,
            (change.effect.value, _CHIPS[change.effect]) if change.effect else ("", ""),
        )
        for change in ordered
    ]


def unchanged(outcome: Outcome, ids: Mapping[str, str]) -> list[Row]:
    return [_row(outcome.graph, lines, lines, ids) for lines in outcome.unchanged]


def withdrawn_rows(planned: Withdrawal, ids: Mapping[str, str]) -> list[Row]:
    """The assertions that are carried otherwise once the records are withdrawn."""
    return [
        _row(planned.graph, planned.before[label], planned.after[label], ids) for label in planned.changed
    ]


def drawn(outcome: Outcome, ids: Mapping[str, str]) -> list[Drawn]:
    """The assertions concluded from what changes, each with what it is concluded from."""
    return [
        Drawn(
            label,
            outcome.graph.assertions[label].text,
            _assertion(ids, label),
            f"{conclusion.statement} rests on {grounds(conclusion)}",
        )
        for conclusion in outcome.conclusions
        for label in conclusion.drawn
        if label in outcome.graph.assertions
    ]


def hinge(graph: CaseGraph, found: Hinge) -> tuple[str, list[tuple[str, str]], int, str]:
    """A source with the first assertions that hang on it, how many more there are, and the question."""
    claims = [(label, graph.assertions[label].text) for label in found.assertions[:_FEW]]
    address = url_for("what_if.show", without=found.source)
    return called(graph.sources[found.source]), claims, len(found.assertions) - len(claims), address


def one_voice(answer: Answer) -> list[tuple[str, str]]:
    """Sources said to be the same voice as one that is taken away, and are not: label, name."""
    graph, picked = answer.outcome.graph, {each.label for each in answer.picks.found}
    pairs = [(link.a, link.b) for link in graph.source_links if link.kind in ONE_VOICE]
    others = {b if a in picked else a for a, b in pairs if (a in picked) != (b in picked)}
    return sorted((label, called(graph.sources[label])) for label in others)


def address_of(picked: Picked) -> str:
    """The page of something that was picked."""
    return url_for(_PAGES[picked.kind], public_id=picked.row.public_id)


def without(picks: Picks, *, but: str = "", also: str = "") -> str:
    """The address of this question with something taken off or added."""
    labels = [each.label for each in picks.found if each.label != but] + ([also] if also else [])
    return url_for("what_if.show", without=labels)


def _row(
    graph: CaseGraph, before: Lines, after: Lines, ids: Mapping[str, str], chip: tuple[str, str] = ("", "")
) -> Row:
    label = before.assertion
    text = graph.assertions[label].text
    return Row(label, text, _assertion(ids, label), chip, _state(graph, before), _state(graph, after))


def _state(graph: CaseGraph, lines: Lines) -> State:
    return State(headline(graph, lines), lines.suggested, lines.rule)


def _assertion(ids: Mapping[str, str], label: str) -> str:
    return url_for("assertions.show", public_id=ids[label])
