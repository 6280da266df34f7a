"""The source summary statement and the gaps: sentences made from fields and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tracker.domain.dates import FuzzyDate
from tracker.domain.english import capital, counted, listed, number, small
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Block, BulletList, Inline, Inlines, Link, Paragraph, Text
from tracker.domain.report_input import CitedStatement, ReportInput, SourceInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import main_path, who
from tracker.domain.report_words import distinct, joined
from tracker.domain.scales import Basis

_JUDGEMENTS = {
    Basis.INFERRED: ("inference", "inferences"),
    Basis.FORECAST: ("forecast", "forecasts"),
    Basis.OPINION: ("opinion", "opinions"),
    Basis.QUESTION: ("question", "questions"),
}
_BEING_THERE = (Basis.OBSERVED, Basis.PARTICIPANT)
_OLD = 3  # more of them would bury the summary


def summary(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """Two paragraphs: what the sourcing is made of, and where it is weak."""
    statements = cited_statements(report)
    if not statements:
        return (Paragraph((Text("No statement is cited."),)),)
    made_of = joined(_counts(report, statements), _first_hand(statements), _age(statements))
    grades = _grading(statements, report.ratings)
    older = _much_older(report, statements, notebook)
    weak = joined(_single_points(report), _disagreements(report), _weak_points(statements))
    first: Inlines = (Text(made_of), *older, *([Text(f" {grades}")] if grades else []))
    return tuple(Paragraph(inlines) for inlines in (first, (Text(weak),)) if weak or inlines is first)


def open_ends(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """What the records themselves show to be missing, each with its note."""
    statements = cited_statements(report)
    ending = _gaps(statements)
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
            items.append((Text(f"{words}: "), *_references(chosen, notebook), Text(".")))
    settling = distinct(
        f"Would settle “{support.text.rstrip('.')}”: {support.would_settle.rstrip('.')}."
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
        yield (start, *_note_links(broken, notebook), Text(")."))


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
    return joined(
        f"Sourcing rests on {counted(documents, 'document')}, "
        f"{counted(len(statements), 'cited statement')} and {counted(len(voices), 'source')}{gap}; "
        f"what is cited begins with {counted(len(origins), 'original source')}.",
        _embedding(statements, documents),
    )


def _embedding(statements: list[CitedStatement], documents: int) -> str:
    """How many of the cited posts we hold only inside a page."""
    posts = len(
        {
            passage.document_label or one.label
            for one in statements
            for passage in one.passages
            if passage.embedded_in
        }
    )
    if not posts:
        return ""
    if documents == 1:
        return f"That document embeds {number(posts)} of the cited posts."
    verb = "is" if posts == 1 else "are"
    return f"{capital(number(posts))} of the cited posts {verb} held only as embedded in another document."


def _first_hand(statements: list[CitedStatement]) -> str:
    first = [one for one in statements if one.basis.can_be_origin]
    through = sum(_only_through_others(one) for one in first)
    verb = "is" if len(first) == 1 else "are"
    words = f"{capital(_how_many(len(first)))} of {number(len(statements))} {verb} first-hand"
    if through and all(one.basis in _BEING_THERE for one in first):
        verb = "speaks" if len(first) == 1 else "speak"
        words = f"{capital(number(len(first)))} {verb} of what they saw or took part in"
    words = f"{words}{_second_hand(len(first), through)}."
    judgements = Counter(one.basis for one in statements if not one.basis.is_factual)
    if judgements:
        kinds = listed([counted(count, *_JUDGEMENTS[basis]) for basis, count in judgements.items()])
        words = joined(words, f"Supporting nothing by itself: {kinds}.")
    return words


def _how_many(count: int) -> str:
    return number(count) if count else "none"


def _second_hand(first: int, through: int) -> str:
    """How many of those who were there we know only through somebody else."""
    if not through:
        return ""
    verb = "reaches" if through == 1 else "reach"
    who_of_them = f"{number(through)} of them"
    if through == first:
        who_of_them = {1: "", 2: "both"}.get(first, f"all {number(first)}")
    return (
        f"; {who_of_them} {verb} us only through others"
        if who_of_them
        else (f", and {verb} us only through others")
    )


def _only_through_others(statement: CitedStatement) -> bool:
    return bool(statement.paths) and all(len(path.hops) > 1 for path in statement.paths)


def _much_older(
    report: ReportInput, statements: list[CitedStatement], notebook: Notebook
) -> Iterable[Inline]:
    """Information at least a year older than the document that carries it, the oldest first."""
    exhibits = {exhibit.number: exhibit for exhibit in report.exhibits}
    found: dict[tuple[int, str, str], list[CitedStatement]] = {}
    for one in statements:
        ages = [_years(one.said_at, exhibits[passage.exhibit].published) for passage in one.passages]
        if ages and (years := min(ages)) >= 1:
            kind = small(exhibits[one.passages[0].exhibit].kind.label)
            found.setdefault((years, str(one.said_at), kind), []).append(one)
    for (years, said_at, kind), old in sorted(found.items(), key=lambda each: -each[0][0])[:_OLD]:
        yield Text(f" Information of {said_at} (")
        yield from _note_links(old, notebook)
        yield Text(f") is {counted(years, 'year')} or more older than the {kind} that carries it.")


def _years(said: FuzzyDate | None, carried: FuzzyDate | None) -> int:
    """Whole years that certainly lie between the two."""
    if not said or not carried or not said.latest or not carried.earliest:
        return 0
    early, late = said.latest, carried.earliest
    before = (late.month, late.day, late.time()) < (early.month, early.day, early.time())
    return late.year - early.year - before


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


def _grading(statements: list[CitedStatement], ratings: Ratings) -> str:
    if ratings is not Ratings.CODES:
        return ""
    letters = Counter(one.reliability.value for one in statements if one.reliability)
    digits = Counter(grade.value for one in statements for grade in one.credibility)
    ungraded = sum(one.reliability is None and not one.credibility and not _hidden(one) for one in statements)
    parts = [
        f"{name}: {', '.join(f'{value} × {count}' for value, count in sorted(graded.items()))}"
        for name, graded in (("Source grades", letters), ("information grades", digits))
        if graded
    ]
    if ungraded:
        parts.append(f"not yet graded: {ungraded}")
    if hidden := sum(map(_hidden, statements)):
        parts.append(f"hidden from whoever reads this draft: {hidden}")
    return f"{capital('; '.join(parts))}." if parts else ""


def _hidden(statement: CitedStatement) -> int:
    return statement.hidden_reliability + statement.hidden_credibility


def _gaps(statements: list[CitedStatement]) -> list[CitedStatement]:
    return [one for one in statements if one.paths and not any(path.known_origin for path in one.paths)]


def _embedded(statement: CitedStatement) -> bool:
    return any(passage.embedded_in for passage in statement.passages)


def _note_links(statements: list[CitedStatement], notebook: Notebook) -> Inlines:
    """“note 1, note 2 and note 3”, each leading to its note."""
    inlines: list[Inline] = []
    places = sorted({notebook.first[one.label] for one in statements})
    for at, place in enumerate(places, 1):
        inlines += [*([Text(" and " if at == len(places) else ", ")] if inlines else [])]
        inlines.append(Link(f"note {place}", f"#note-{place}"))
    return tuple(inlines)


def _references(statements: list[CitedStatement], notebook: Notebook) -> list[Inline]:
    inlines: list[Inline] = []
    for at, statement in enumerate(statements):
        inlines += [*([Text(", ")] if at else []), Text(who(statement.source)), notebook.refer(statement)]
    return inlines
