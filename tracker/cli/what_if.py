"""What would change without something, on the terminal: the answer in a sentence, then what changes."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import reading
from tracker.config import load_settings
from tracker.domain.access import Right
from tracker.domain.errors import DomainError
from tracker.domain.independence import Lines
from tracker.domain.lines_words import headline
from tracker.domain.what_if_words import grounds
from tracker.services.lookup import get_case
from tracker.services.what_if import Answer, ask
from tracker.services.what_if_picks import pick

_WIDTH = 100


@click.command("what-if", short_help="See what would change if something were wrong.")
@click.argument("code", metavar="CASE")
@click.option(
    "--without",
    "references",
    multiple=True,
    required=True,
    metavar="THING",
    help="The label of a source (SRC2), a document (D3), a capture (E3) or a statement (ST7), or the exact "
    "name of a source. Can be given several times.",
)
@as_option
def what_if(code: str, references: tuple[str, ...], username: str | None) -> None:
    """Take something away in thought: which assertions lose lines, what is concluded from them, and which
    findings and published reports rest on it.

    Nothing is written.
    """
    with reading(load_settings()) as session:
        viewer = acting_viewer(session, username)
        case = get_case(session, code, viewer, Right.READ)
        picks = pick(session, viewer, case.pk, references)
        if picks.problems:
            raise DomainError("\n".join(picks.problems.values()))
        answer = ask(session, viewer, case.pk, picks)
    for line in _told(answer):
        click.echo(line)


def _told(answer: Answer) -> Iterator[str]:
    outcome = answer.outcome
    yield _wrapped(answer.verdict)
    yield from _list(
        "What changes",
        [
            f"{change.before.assertion} {change.effect.value if change.effect else ''}: "
            f"{outcome.graph.assertions[change.before.assertion].text}\n"
            f"now: {_carried(answer, change.before)}\nthen: {_carried(answer, change.after)}"
            for change in outcome.changes
        ],
    )
    yield from _list(
        "Concluded from what changes",
        [
            f"{', '.join(each.drawn) or each.statement}: {each.statement} rests on {grounds(each)}"
            for each in outcome.conclusions
        ],
    )
    yield from _list(
        "Findings that rest on it",
        [
            f"{each.row.label} of {each.row.report_label}: {each.row.text}\n{'; '.join(each.reasons)}"
            for each in answer.findings
        ],
    )
    yield from _list(
        "Published versions that rest on it",
        [
            f"version {each.row.number} of {each.row.report_label} ({each.row.report_title}): "
            f"{'; '.join(each.reasons)}"
            for each in answer.versions
        ],
    )
    yield ""
    yield "Nothing has been written."


def _carried(answer: Answer, lines: Lines) -> str:
    return headline(answer.outcome.graph, lines)


def _list(heading: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield click.style(heading, bold=True)
    for entry in entries:
        first, *more = entry.split("\n")
        yield _wrapped(first, "- ", "  ")
        for line in more:
            yield _wrapped(line, "  ")


def _wrapped(text: str, first: str = "", following: str | None = None) -> str:
    return click.wrap_text(
        text, width=_WIDTH, initial_indent=first, subsequent_indent=first if following is None else following
    )
