"""The source summary statement and the gaps: sentences made from fields and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tracker.domain.citation import main_path, who
from tracker.domain.report import Block, BulletList, Inline, Paragraph, Text
from tracker.domain.report_input import CitedStatement, ReportInput, SourceInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_words import capital, counted, distinct, joined, listed, number
from tracker.domain.scales import Basis, Profile

_JUDGEMENTS = {
    Basis.INFERRED: ("inference", "inferences"),
    Basis.FORECAST: ("forecast", "forecasts"),
    Basis.OPINION: ("opinion", "opinions"),
    Basis.QUESTION: ("question", "questions"),
}


def summary(report: ReportInput) -> tuple[Block, ...]:
    """Two paragraphs: what the sourcing is made of, and where it is weak."""
    statements = cited_statements(report)
    if not statements:
        return (Paragraph((Text("No statement is cited."),)),)
    made_of = joined(
        _counts(report, statements),
        _first_hand(statements),
        _age(statements),
        _grading(statements, report.profile),
    )
    weak = joined(_single_points(report), _disagreements(report), _weak_points(statements))
    return tuple(Paragraph((Text(words),)) for words in (made_of, weak) if words)


def open_ends(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """What the records themselves show to be missing, each with its note."""
    statements = cited_statements(report)
    items: list[tuple[Inline, ...]] = []
    for words, chosen in (
        ("The chain ends before a known origin", _gaps(statements)),
        ("The date is not shown", [one for one in statements if one.said_at is None]),
        (
            "How the source knows is not stated",
            [one for one in statements if one.basis is Basis.NOT_STATED],
        ),
        (
            "Held only inside another page; the original is not held",
            [one for one in statements if _embedded(one)],
        ),
        ("No passage in a capture is recorded", [one for one in statements if not one.passages]),
    ):
        if chosen:
            items.append((Text(f"{words}: "), *_references(chosen, notebook), Text(".")))
    for path_gap in distinct(gap for one in statements for path in one.paths if (gap := path.gap)):
        items.append((Text(capital(path_gap.rstrip(".")) + "."),))
    items += [
        (Text(f"Would settle “{support.text.rstrip('.')}”: {support.would_settle.rstrip('.')}."),)
        for finding in report.findings
        for support in finding.support
        if support.would_settle
    ]
    return (BulletList(tuple((Paragraph(item),) for item in items)),) if items else ()


def speakers(statements: Iterable[CitedStatement]) -> dict[str, SourceInput]:
    """Every voice on the way of a cited statement, by label."""
    found: dict[str, SourceInput] = {}
    for statement in statements:
        found.setdefault(statement.source.label, statement.source)
        for path in statement.paths:
            for hop in path.hops:
                found.setdefault(hop.source.label, hop.source)
    return found


def _counts(report: ReportInput, statements: list[CitedStatement]) -> str:
    held = {exhibit.number: exhibit.document_label for exhibit in report.exhibits}
    documents = len({held[passage.exhibit] for one in statements for passage in one.passages})
    voices = speakers(statements).values()
    origins = {main_path(one).hops[0].source.label for one in statements}
    unnamed = sum(voice.kind.is_gap for voice in voices)
    gap = f", {number(unnamed)} of them not named" if unnamed else ""
    return (
        f"Sourcing rests on {counted(documents, 'document')}, "
        f"{counted(len(statements), 'cited statement')} and {counted(len(voices), 'source')}{gap}; "
        f"what is cited begins with {counted(len(origins), 'original source')}."
    )


def _first_hand(statements: list[CitedStatement]) -> str:
    first = sum(one.basis.can_be_origin for one in statements)
    verb = "is" if first == 1 else "are"
    words = f"{capital(number(first)) if first else 'None'} of {number(len(statements))} {verb} first-hand."
    judgements = Counter(one.basis for one in statements if not one.basis.is_factual)
    if judgements:
        kinds = listed([counted(count, *_JUDGEMENTS[basis]) for basis, count in judgements.items()])
        words = joined(words, f"Supporting nothing by itself: {kinds}.")
    return words


def _age(statements: list[CitedStatement]) -> str:
    dated = [one.said_at for one in statements if one.said_at]
    words = ""
    if dated:
        oldest = min(dated, key=lambda date: (date.earliest is not None, date.earliest, date.text))
        newest = max(dated, key=lambda date: (date.latest is None, date.latest, date.text))
        words = f"The oldest cited words: {oldest}; the newest: {newest}."
    if undated := len(statements) - len(dated):
        words = joined(words, f"{capital(counted(undated, 'statement'))} without a date.")
    return words


def _single_points(report: ReportInput) -> str:
    """Which findings fall with one source, and which have none."""
    said = []
    for place, finding in enumerate(report.findings, 1):
        names = distinct(name for support in finding.support for name in support.hangs_on)
        if names:
            said.append(f"finding {place} hangs on {listed(names)}")
        elif any(support.maximum == 0 for support in finding.support):
            said.append(f"finding {place} has no independent source")
    return f"{capital('; '.join(said))}." if said else ""


def _disagreements(report: ReportInput) -> str:
    conflicts = len(report.conflicts)
    verb = "conflicts" if conflicts == 1 else "conflict"
    words = f"{capital(counted(conflicts, 'pair'))} of assertions {verb}."
    return words if conflicts else ""


def _weak_points(statements: list[CitedStatement]) -> str:
    gaps, translated = _gaps(statements), [one for one in statements if one.translation]
    gone = [one for one in statements if one.withdrawn or one.retracted]
    found = []
    if gaps:
        found.append(f"{counted(len(gaps), 'statement')} without a known origin")
    if translated:
        found.append(f"{counted(len(translated), 'statement')} read in translation")
    if gone:
        found.append(f"{counted(len(gone), 'statement')} since retracted or withdrawn")
    return f"{capital(listed(found))}." if found else ""


def _grading(statements: list[CitedStatement], profile: Profile) -> str:
    if profile is not Profile.INTELLIGENCE:
        return ""
    letters = Counter(one.reliability.value for one in statements if one.reliability)
    digits = Counter(grade.value for one in statements for grade in one.credibility)
    ungraded = sum(one.reliability is None and not one.credibility for one in statements)
    parts = [
        f"{name}: {', '.join(f'{value} × {count}' for value, count in sorted(graded.items()))}"
        for name, graded in (("Source grades", letters), ("information grades", digits))
        if graded
    ]
    if ungraded:
        parts.append(f"not yet graded: {ungraded}")
    return f"{capital('; '.join(parts))}." if parts else ""


def _gaps(statements: list[CitedStatement]) -> list[CitedStatement]:
    return [one for one in statements if one.paths and not any(path.known_origin for path in one.paths)]


def _embedded(statement: CitedStatement) -> bool:
    return any(passage.embedded_in for passage in statement.passages)


def _references(statements: list[CitedStatement], notebook: Notebook) -> list[Inline]:
    inlines: list[Inline] = []
    for at, statement in enumerate(statements):
        inlines += [*([Text(", ")] if at else []), Text(who(statement.source)), notebook.refer(statement)]
    return inlines
