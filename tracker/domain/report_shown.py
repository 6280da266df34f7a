"""What a text of the report shows when it says so alone on a line: `[[timeline]]`, `[[picture E4]]`, a table.

Finished pictures come with the input; the tables are made here. What cannot be shown stays in the text as it
was typed, and `unknown_mentions` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tracker.domain import grade_matrix, timeline
from tracker.domain.english import capital, small
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Block, Figure, Inline, Inlines, Link, Table, Text
from tracker.domain.report_input import CitedStatement, ExhibitInput, ReportInput
from tracker.domain.report_notes import Notebook
from tracker.domain.report_text import Margin, blocks
from tracker.domain.report_voices import who
from tracker.domain.report_words import moment

Show = Callable[[str], tuple[Block, ...] | None]

TIMELINE, MATRIX = "timeline", "matrix"
TRACE, PICTURE = "trace", "picture"
_KINDS = (TIMELINE, MATRIX, "conflicts", "exhibits", TRACE, PICTURE)
_ENOUGH = {
    TIMELINE: (timeline.dated, timeline.ENOUGH),
    MATRIX: (grade_matrix.graded, grade_matrix.ENOUGH),
}
_HASH = 16  # so many characters tell the exhibits of a report apart; the exhibit list has all of them


@dataclass(frozen=True, slots=True)
class UnknownMention:
    """Words in double brackets that stand in the report as they were typed: `where` they do, and why."""

    words: str
    where: str
    why: str


def shown(report: ReportInput, notebook: Notebook) -> Show:
    """What to put where a line asks for something; None for what cannot be shown."""

    def show(words: str) -> tuple[Block, ...] | None:
        if why_not(words, report):
            return None
        match words:
            case "conflicts":
                return (_conflicts(report, notebook),)
            case "exhibits":
                return (_exhibits(report.exhibits, report.zone),)
            case _:
                return figures(report, words) or None

    return show


def figures(report: ReportInput, words: str) -> tuple[Block, ...]:
    """The finished pictures that stand under these words."""
    return tuple(
        Figure(figure.svg, figure.alt, figure.caption)
        for one in report.shown
        if one.words == words
        for figure in one.figures
    )


def by_itself(report: ReportInput, words: str) -> tuple[Block, ...]:
    """The timeline or the matrix of a report that does not ask for it, where there is enough to show."""
    if why_not(words, report) or words in asked(text for _, text in texts(report)):
        return ()
    count, enough = _ENOUGH[words]
    return figures(report, words) if count(report) >= enough else ()


def asked(written: Iterable[str]) -> tuple[str, ...]:
    """What texts ask to be shown, each once, in reading order."""
    found: dict[str, None] = {}
    for text in written:
        found.update(dict.fromkeys(_read(text)[0]))
    return tuple(found)


def why_not(words: str, report: ReportInput) -> str:
    """Why these words alone on a line show nothing, as a clause; empty where they show something."""
    refusals = {one.words: one.refusal for one in report.shown}
    why = ""
    match words:
        case "timeline" if not timeline.has_any(report):
            why = "no time is known of anything that the report cites"
        case "matrix" if report.ratings is Ratings.NONE:
            why = "a report for a court prints no grades"
        case "matrix" if not grade_matrix.graded(report):
            why = "nothing that the report cites is graded"
        case "conflicts" if not report.conflicts:
            why = "nothing that the report cites is in conflict"
        case "exhibits" if not report.exhibits:
            why = "the report has no exhibits"
        case "timeline" | "matrix" | "conflicts" | "exhibits":
            pass
        case _:
            why = refusals.get(words, _unheard_of(words))
    return why


def unknown_mentions(report: ReportInput) -> tuple[UnknownMention, ...]:
    """What the texts of a report mention and its reader is not shown, in reading order."""
    held = {one.label for one in report.mentioned}
    return tuple(
        UnknownMention(words, where, why)
        for where, text in texts(report)
        for words, why in _unanswered(text, report)
        if words not in held
    )


def _unanswered(text: str, report: ReportInput) -> Iterator[tuple[str, str]]:
    """What a text mentions besides statements that the report holds and is not shown, and why."""
    on_their_own, inside = _read(text)
    for words in on_their_own:
        if why := why_not(words, report):
            yield words, why
    for words in inside:
        alone = "it stands inside a line; give it a line of its own"
        yield words, _unheard_of(words) if why_not(words, report) else alone


def texts(report: ReportInput) -> Iterator[tuple[str, str]]:
    """The texts that may mention something, each with the name of its place."""
    yield "bottom line", report.bottom_line
    yield "what would change this", report.what_would_change
    for part in report.sections:
        yield part.label, part.body
    yield "gaps", report.gaps_note
    yield "method", report.method_note
    yield "standard of proof", report.standard_of_proof


def _unheard_of(words: str) -> str:
    kind, _, label = words.partition(" ")
    if label and kind in (TRACE, PICTURE):
        return f"{label} is not in this case"
    if words.startswith("ST"):
        return f"{words} is not in this case"
    return "nothing is called that; write a statement like ST3, or a word such as timeline or trace AS2"


def _read(text: str) -> tuple[list[str], list[str]]:
    """What a text mentions alone on a line, and inside its lines."""
    alone: list[str] = []
    inside: list[str] = []

    def show(words: str) -> tuple[Block, ...] | None:
        if words.partition(" ")[0] not in _KINDS:
            return None
        alone.append(words)
        return ()

    def cite(words: str) -> Inline | None:
        inside.append(words)
        return None

    blocks(text, Margin(cite, show))
    return alone, inside


def _conflicts(report: ReportInput, notebook: Notebook) -> Block:
    rows = tuple(
        (
            _side(conflict.a_text, conflict.a_statements, notebook),
            _side(conflict.b_text, conflict.b_statements, notebook),
            (
                Text(f"{capital(conflict.verdict)}. ", strong=True),
                Text(f"{capital(conflict.why.rstrip('.'))}."),
            ),
        )
        for conflict in report.conflicts
    )
    return Table("What cannot be true at once", ("One side", "The other", "How they conflict"), rows)


def _side(text: str, held: tuple[CitedStatement, ...], notebook: Notebook) -> Inlines:
    inlines: list[Inline] = [Text(f"{text.rstrip('.')}. ")]
    for at, statement in enumerate(held):
        name = who(statement.source)
        inlines += [Text(f", {name}" if at else capital(name)), notebook.refer(statement)]
    return (*inlines, Text("." if held else "No cited statement."))


def _exhibits(exhibits: Iterable[ExhibitInput], zone: str) -> Block:
    rows = tuple(
        (
            (Link(f"Exhibit {exhibit.number}", f"#exhibit-{exhibit.number}"),),
            (Text(str(exhibit.published) if exhibit.published else "not known"),),
            (Text(moment(exhibit.captured_at, zone)),),
            (Text(exhibit.sha256[:_HASH], mono=True),),
            (Text(exhibit.title or "Untitled"), Text(f", {small(exhibit.kind.label)}")),
        )
        for exhibit in exhibits
    )
    header = ("Exhibit", "Published", "Captured", "SHA-256 begins", "Document")
    return Table("The exhibits of this report", header, rows)
