"""The texts of a report as their writer sees them: rendered, with what they cite and where that stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask import url_for
from markupsafe import Markup

from tracker.domain.access import Viewer
from tracker.domain.english import small
from tracker.domain.passages import locator
from tracker.domain.report import Block, Inline, Link, Paragraph, Table, Text, plain_text
from tracker.domain.report_shown import asked
from tracker.domain.report_text import Margin, blocks, mentions
from tracker.domain.scales import Profile, Tlp
from tracker.exporters.html_page import fragment
from tracker.services.assembly import place_of
from tracker.services.report_figures import look_up
from tracker.services.report_texts import numbers_cited
from tracker.store.queries import report_workbench as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.case_pages import current_case

PLAIN_SHOWN = {
    "timeline": "When everything was said that the report cites",
    "matrix": "What the report cites, by the grades of sources and information",
    "conflicts": "What cannot be true at once",
    "exhibits": "The exhibits of the report",
}
"""What a text may show by one word, with what it is."""


@dataclass(frozen=True, slots=True)
class Around:
    """A text that every report has: its column, its names on pages and in remarks, and what belongs there."""

    column: str
    name: str
    label: str
    hint: str


AROUND = {
    "bottom-line": Around(
        "bottom_line",
        "Bottom line",
        "bottom line",
        "The answer, in two or three sentences, for somebody who reads nothing else.",
    ),
    "what-would-change": Around(
        "what_would_change",
        "What would change it",
        "what would change this",
        "Which new information would make you say something else.",
    ),
    "gaps": Around("gaps", "Gaps", "gaps", "What you looked for and did not find."),
    "method": Around(
        "method", "Method", "method", "How it was made: what was read, who was asked, what was left out."
    ),
    "standard-of-proof": Around(
        "standard_of_proof",
        "Standard of proof",
        "standard of proof",
        "Printed in a report for a court: how sure a finding must be, and by which rule.",
    ),
}

PLACES = {each.label: word for word, each in AROUND.items()}
"""The texts around the findings as addresses call them, by what remarks call them."""


def anchor_of(label: str) -> str:
    """Where the text with that label stands on the workbench: F1, P2 or “bottom line”."""
    return PLACES.get(label) or f"{'finding' if label.startswith('F') else 'section'}-{label}"


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited statement with the passages it stands in, each with its place in words."""

    row: AnyRow
    placed: list[tuple[AnyRow, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it will be read; `unknown` are the mentions that nothing in the case answers to."""

    text: str
    html: Markup
    cited: list[Cited]
    unknown: list[str]

    @property
    def withdrawn(self) -> list[Cited]:
        """What it cites that has left the case since."""
        return [one for one in self.cited if one.row.withdrawn_at is not None]


def texts_around(report: AnyRow) -> dict[str, Around]:
    """The texts that this report has around its findings: only a court asks for a standard of proof."""
    court = current_case().profile is Profile.COURT or report.standard_of_proof
    return {word: around for word, around in AROUND.items() if court or word != "standard-of-proof"}


def drafted(
    session: Any,
    viewer: Viewer,
    report: AnyRow,
    texts: Mapping[str, str | None],
    *,
    target: Callable[[AnyRow], str] = lambda row: url_for(
        "statements.show", public_id=row.public_id, _external=True
    ),
    drawn: Mapping[str, tuple[Block, ...] | str] = MappingProxyType({}),
) -> dict[str, Draft]:
    """Some texts of a report by name, in a fixed number of queries; a citation leads to its `target`.

    `drawn` is what they show, or why not; the rest is told in words.
    """
    written = {name: text or "" for name, text in texts.items()}
    rows = queries.numbered(session, viewer, report.case_pk, numbers_cited(written.values()))
    known = {row.label: row for row in rows}
    placed: dict[int, list[tuple[AnyRow, str]]] = defaultdict(list)
    for passage in queries.passages_of(session, [row.pk for row in rows]):
        placed[passage.statement_pk].append((passage, locator(place_of(passage))))
    marking = Tlp.strictest([current_case().tlp, report.tlp])
    wanted = look_up(session, report.case_pk, asked(written.values()), marking)
    shown = {
        **PLAIN_SHOWN,
        **wanted.titles,
        **{words: f"The {words}, or the part of it that is meant" for words in wanted.photos},
    }
    export = url_for("reports.export", public_id=report.public_id, file_format="html", _external=True)

    def cite(label: str) -> Inline | None:
        return Link(label, target(known[label])) if label in known else None

    def show(words: str) -> tuple[Block, ...] | None:
        found = wanted.refusals.get(words) or drawn.get(words)
        if isinstance(found, str):
            return (Paragraph((Text(f"[{words}] is not shown: {found}."),), "meta"),)
        if words not in shown:
            return None
        if found:
            return tuple(map(_without_leads, found))
        told = Text(f"[{words}] The report shows here: {small(shown[words].rstrip('.'))}. ")
        return (Paragraph((told, Link("See it in the draft as it is saved", export)), "meta"),)

    def draft(name: str, text: str) -> Draft:
        mentioned = dict.fromkeys(mentions(text))
        return Draft(
            text=text,
            html=Markup(fragment(blocks(text, Margin(cite, show), anchor=name))),  # noqa: S704  it escapes
            cited=[Cited(known[word], placed[known[word].pk]) for word in mentioned if word in known],
            unknown=[word for word in mentioned if word not in {*known, *shown, *wanted.refusals}],
        )

    return {name: draft(name, text) for name, text in written.items()}


def _without_leads(block: Block) -> Block:
    """A table without its notes and links: they lead to parts of the report that are not on this page."""
    if not isinstance(block, Table):
        return block
    return replace(block, rows=tuple(tuple((Text(plain_text(cell)),) for cell in row) for row in block.rows))
