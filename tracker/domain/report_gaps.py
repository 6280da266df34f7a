"""What the records themselves show to be missing: the gaps that nobody has to write down."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.report import Block, BulletList, Inline, Inlines, Paragraph, Text
from tracker.domain.report_counts import linked, named, notes_of, plainly
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import who
from tracker.domain.report_words import distinct
from tracker.domain.scales import Basis


def open_ends(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """What the records themselves show to be missing, each with its note."""
    statements = cited_statements(report)
    ending = without_origin(statements)
    items: list[tuple[Inline, ...]] = list(_ends(ending, notebook))
    for words, chosen in (
        ("The date is not shown", [one for one in statements if one.said_at is None]),
        (
            "How the source knows is not stated",
            [one for one in statements if one.basis is Basis.NOT_STATED and one not in ending],
        ),
        (
            "Held only inside another page; the original is not held",
            [one for one in statements if _embedded(one)],
        ),
        ("No passage in a capture is recorded", [one for one in statements if not one.passages]),
    ):
        if chosen:
            voices = named(((who(one.source), one) for one in chosen), notebook)
            items.append((Text(f"{words}: "), *plainly(voices), Text(".")))
    settling = distinct(
        f"What would settle “{support.text.rstrip('.')}”: {support.would_settle.rstrip('.')}."
        for finding in report.findings
        for support in finding.support
        if support.would_settle
    )
    items += [(Text(words),) for words in settling]
    return (BulletList(tuple((Paragraph(item),) for item in items)),) if items else ()


def _ends(ending: list[CitedStatement], notebook: Notebook) -> Iterable[Inlines]:
    """Where the chains break off, each reason once with all the notes it holds for."""
    by_reason: dict[str, list[CitedStatement]] = {}
    for one in ending:
        for gap in distinct(path.gap.rstrip(".") for path in one.paths):
            by_reason.setdefault(gap, []).append(one)
    for reason, broken in by_reason.items():
        why = f": {reason}" if reason else ""
        start = Text(f"The chain ends before a known origin{why} (")
        yield (start, *plainly(linked(notes_of(broken, notebook))), Text(")."))


def without_origin(statements: list[CitedStatement]) -> list[CitedStatement]:
    return [one for one in statements if one.paths and not any(path.known_origin for path in one.paths)]


def _embedded(statement: CitedStatement) -> bool:
    return any(passage.embedded_in for passage in statement.passages)
