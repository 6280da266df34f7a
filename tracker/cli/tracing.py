"""A trace on the terminal: the summary, the nested list, where it breaks off, where it runs in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import reading
from tracker.config import load_settings
from tracker.domain.access import Viewer
from tracker.domain.blindness import hidden_words
from tracker.domain.dates import describe
from tracker.domain.grade_words import traced_grades
from tracker.domain.independence import analyse
from tracker.domain.provenance import Trace, TracedStatement
from tracker.domain.trace_views import TreeItem
from tracker.domain.trace_words import called, verb
from tracker.services.analysis import case_graph
from tracker.services.tracing import Traced, trace_any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WIDTH = 100


@click.command(short_help="Trace a record back to its original sources.")
@click.argument("reference", metavar="ID")
@as_option
def trace(reference: str, username: str | None) -> None:
    """Follow a statement, an assertion or a finding back to the original sources.

    ID is its public id, or the case with its label: EMBASSY/ST7, EMBASSY/AS1, EMBASSY/R1/F2.
    """
    with reading(load_settings()) as session:
        viewer = acting_viewer(session, username)
        traced = trace_any(session, viewer, reference)
        carried = _carried(session, viewer, traced)
    for line in _told(traced, carried):
        click.echo(line)


def _carried(session: Session, viewer: Viewer, traced: Traced) -> tuple[str, ...]:
    """How many independent sources carry it, and why: asked of assertions only."""
    if traced.kind != "assertion":
        return ()
    graph = case_graph(session, viewer, traced.case_pk)
    if traced.label not in graph.assertions:  # withdrawn
        return ()
    return analyse(graph, traced.label).why


def _told(traced: Traced, carried: tuple[str, ...]) -> Iterator[str]:
    found = traced.trace
    yield click.style(f"{traced.kind.capitalize()} {traced.label}", bold=True)
    yield _wrapped(traced.text)
    yield ""
    if carried:
        yield from (_wrapped(line) for line in carried)
        yield ""
    yield _wrapped(found.summary)
    yield ""
    for item in found.tree():
        yield from _item(item, found, codes=traced.shows_codes)
    yield from _list("Gaps", [f"{gap.statement}: {gap.reason}" for gap in found.gaps])
    yield from _list("Loops", [f"{' → '.join((*loop, loop[0]))}" for loop in found.loops])


def _item(item: TreeItem, found: Trace, *, codes: bool) -> Iterator[str]:
    statement = item.statement
    indent = "  " * item.depth
    lead = f"{verb(item.relay)} " if item.relay else ""
    head = f"{indent}- {lead}{click.style(statement.id, bold=True)} {called(statement.source)}"
    if item.closes_loop:
        yield f"{head} (a citation loop: see above)"
        return
    if item.repeated:
        yield f"{head} (see above)"
        return
    facts = [
        describe(statement.said_at) if statement.said_at else "no date",
        statement.basis.label.lower(),
        _graded(statement, codes=codes),
        found.parts[statement.id].value,
    ]
    yield f"{head}: {'; '.join(facts)}"
    words = f"“{statement.verbatim}”" if statement.verbatim else statement.gist
    yield _wrapped(words, indent + "    ")
    for place, _ in statement.passages:
        yield f"{indent}    {place}"


def _graded(statement: TracedStatement, *, codes: bool) -> str:
    """The grades that are shown to whoever asks, and how many are hidden from them for now."""
    given = (statement.reliability, statement.credibility)
    hidden = statement.hidden_reliability + statement.hidden_credibility
    if codes and any(given):
        shown = "graded " + "".join(code or "–" for code in given)
    else:
        shown = f"graded {traced_grades(*given, codes=False).lower()}" if any(given) else ""
    parts = [shown, hidden_words(hidden) if hidden else ""]
    return ", ".join(filter(None, parts)) or "not graded"


def _list(heading: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield click.style(heading, bold=True)
        for entry in entries:
            yield _wrapped(entry, "- ", "  ")


def _wrapped(text: str, first: str = "", following: str | None = None) -> str:
    return click.wrap_text(
        text, width=_WIDTH, initial_indent=first, subsequent_indent=first if following is None else following
    )
