"""The source summary statement: sentences made from fields and from nothing else.

Every number in the summary keeps what it counts, so that a reader can open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.domain.dates import FuzzyDate
from tracker.domain.english import agreeing, counted, number, small
from tracker.domain.report import Block, Counted, Inline, Link, Paragraph, Text
from tracker.domain.report_counts import (
    Said,
    begun,
    beside,
    count_of,
    in_a_row,
    in_one_sentence,
    linked,
    notes_of,
    paragraph,
)
from tracker.domain.report_gaps import without_origin
from tracker.domain.report_gradings import gradings
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import main_path, speakers, who
from tracker.domain.report_weight import weight
from tracker.domain.report_words import distinct
from tracker.domain.scales import Basis

_JUDGEMENTS = {
    Basis.INFERRED: ("inference", "inferences"),
    Basis.FORECAST: ("forecast", "forecasts"),
    Basis.OPINION: ("opinion", "opinions"),
    Basis.QUESTION: ("question", "questions"),
}
_BEING_THERE = (Basis.OBSERVED, Basis.PARTICIPANT)
_OLD = 3  # more of them would bury the summary
_BOTH = 2


def summary(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """What the sourcing is made of; what each finding hangs on and what is weak; how it is graded."""
    statements = cited_statements(report)
    if not statements:
        return (Paragraph((Text("No statement is cited."),)),)
    return (
        *paragraph(
            _counts(report, statements, notebook),
            _embedding(report, statements, notebook),
            _first_hand(statements, notebook),
            _judgements(statements, notebook),
            *_ages(report, statements, notebook),
            role="fine",
        ),
        *paragraph(*weight(report), _weak_points(statements, notebook), role="fine"),
        *paragraph(*gradings(report, statements, notebook), role="fine"),
    )


def _counts(report: ReportInput, statements: list[CitedStatement], notebook: Notebook) -> Said:
    voices = list(speakers(statements).values())
    notes = _first_notes(statements, notebook)
    named = {voice.label: Link(who(voice), f"#note-{notes[voice.label]}") for voice in voices}
    unnamed = [named[voice.label] for voice in voices if voice.kind.is_gap]
    begins = {(path := main_path(one)).hops[0].source.label: path.known_origin for one in statements}
    unknown = [named[label] for label, known in begins.items() if not known]
    return (
        "Sourcing rests on ",
        count_of(_documents(report, statements), "document"),
        ", ",
        count_of(notes_of(statements, notebook), "cited statement"),
        " and ",
        count_of(named.values(), "source"),
        *_of_them(unnamed, "not named"),
        "; ",
        *_origins([named[label] for label in begins], unknown),
        ".",
    )


def _origins(begins: Sequence[Inline], unknown: Sequence[Inline]) -> Said:
    """Whom what is cited goes back to, and of how many of them nobody knows who they are or how they know."""
    whole = count_of(begins, "original source")
    if not unknown:
        return ("what is cited goes back to ", whole)
    if len(unknown) < len(begins):
        return ("what is cited goes back to ", whole, *_of_them(unknown, "not known"))
    if len(begins) == 1:
        return ("the ", whole, " that it goes back to is not known")
    return ("of the ", whole, " that it goes back to ", Counted("none", ()), " is known")


def _of_them(things: Sequence[Inline], how: str) -> Said:
    return (", ", Counted(f"{number(len(things))} of them {how}", tuple(things))) if things else ()


def _documents(report: ReportInput, statements: list[CitedStatement]) -> list[Inline]:
    """The documents the passages stand in, each by the first of its exhibits."""
    held = {exhibit.number: exhibit.document_label for exhibit in report.exhibits}
    found: dict[str, Inline] = {}
    for place in sorted({passage.exhibit for one in statements for passage in one.passages}):
        found.setdefault(held[place], Link(f"Exhibit {place}", f"#exhibit-{place}"))
    return list(found.values())


def _first_notes(statements: Iterable[CitedStatement], notebook: Notebook) -> dict[str, int]:
    """The first note on whose way each source stands."""
    found: dict[str, int] = {}
    for one in sorted(statements, key=lambda one: notebook.first[one.label]):
        for label in speakers([one]):
            found.setdefault(label, notebook.first[one.label])
    return found


def _embedding(report: ReportInput, statements: list[CitedStatement], notebook: Notebook) -> Said:
    """How many of the cited posts we hold only inside a page."""
    posts: dict[str, CitedStatement] = {}
    for one in statements:
        for passage in one.passages:
            if passage.embedded_in:
                posts.setdefault(passage.document_label or one.label, one)
    if not posts:
        return ()
    verb = "is" if len(posts) == 1 else "are"
    of_them = f"{number(len(posts))} of the cited posts"
    embedded = Counted(of_them, tuple(notes_of(posts.values(), notebook)))
    if len(_documents(report, statements)) == 1:
        return ("That document embeds ", embedded, *beside(embedded), ".")
    return (begun(embedded), f" {verb} held only as embedded in another document", *beside(embedded), ".")


def _first_hand(statements: list[CitedStatement], notebook: Notebook) -> Said:
    first = [one for one in statements if one.basis.can_be_origin]
    through = [one for one in first if _only_through_others(one)]
    places = tuple(notes_of(first, notebook))
    if through and all(one.basis in _BEING_THERE for one in first):
        verb = "speaks" if len(first) == 1 else "speak"
        words = f"{number(len(first))} {verb} of what they saw or took part in"
        return (begun(Counted(words, places)), *_second_hand(first, through, notebook), ".")
    if len(statements) == 1:
        how = "is" if first else "is not"
        return (f"The statement {how} first-hand", *_second_hand(first, through, notebook), ".")
    verb = "is" if len(first) == 1 else "are"
    told = Counted(f"{number(len(first)) if first else 'none'} {verb} first-hand", places)
    whole = count_of(notes_of(statements, notebook), "statement")
    return ("Of ", whole, " ", told, *beside(told), *_second_hand(first, through, notebook), ".")


def _second_hand(first: list[CitedStatement], through: list[CitedStatement], notebook: Notebook) -> Said:
    """How many of those who were there we know only through somebody else."""
    if not through:
        return ()
    verb = "reaches us" if len(through) == 1 else "reach us"
    these = tuple(notes_of(through, notebook))
    if len(first) == 1:
        return (f", and {verb} only through others", *beside(Counted("", these)))
    words = f"{number(len(through))} of them"
    if len(through) == len(first):
        words = "both" if len(first) == _BOTH else f"all {number(len(first))}"
    of = Counted(f"{words} {verb} only through others", these)
    return ("; ", of, *beside(of))


def _judgements(statements: list[CitedStatement], notebook: Notebook) -> Said:
    """What can support nothing by itself, by its kind."""
    kinds = distinct(one.basis for one in statements if not one.basis.is_factual)
    each = [
        count_of(
            notes_of((one for one in statements if one.basis is basis), notebook), *_JUDGEMENTS[Basis(basis)]
        )
        for basis in kinds
    ]
    return (
        ("Supporting nothing by itself: ", *in_a_row([(of, *beside(of)) for of in each]), ".") if each else ()
    )


def _only_through_others(statement: CitedStatement) -> bool:
    return bool(statement.paths) and all(len(path.hops) > 1 for path in statement.paths)


def _ages(report: ReportInput, statements: list[CitedStatement], notebook: Notebook) -> Iterable[Said]:
    """Its oldest and its newest words, what has no date, and what was old when it was passed on."""
    dated = [(one.said_at, one) for one in statements if one.said_at]
    if dated:
        oldest = min(dated, key=lambda each: (each[0].earliest is not None, each[0].earliest, each[0].text))
        newest = max(dated, key=lambda each: (each[0].latest is None, each[0].latest, each[0].text))
        yield (f"The oldest cited words: {oldest[0]}; the newest: {newest[0]}.",)
        if (years := _years(newest[0], report.cut_off)) >= 1:
            of = Counted(
                counted(years, "year"), (*notes_of([newest[1]], notebook), Text(str(report.cut_off)))
            )
            yield ("Even these are ", of, " or more older than the information cut-off.")
    undated = [one for one in statements if one.said_at is None]
    if undated:
        of = begun(count_of(notes_of(undated, notebook), "statement"))
        yield (of, f" {agreeing(len(undated), 'are', 'is')} undated", *beside(of), ".")
    yield from _much_older(report, statements, notebook)


def _much_older(report: ReportInput, statements: list[CitedStatement], notebook: Notebook) -> Iterable[Said]:
    """Information at least a year older than the document that carries it, the oldest first."""
    exhibits = {exhibit.number: exhibit for exhibit in report.exhibits}
    found: dict[tuple[int, str, str], list[CitedStatement]] = {}
    for one in statements:
        ages = [_years(one.said_at, exhibits[passage.exhibit].published) for passage in one.passages]
        if ages and (years := min(ages)) >= 1:
            kind = small(exhibits[one.passages[0].exhibit].kind.label)
            found.setdefault((years, str(one.said_at), kind), []).append(one)
    for (years, said_at, kind), old in sorted(found.items(), key=lambda each: -each[0][0])[:_OLD]:
        places = notes_of(old, notebook)
        of = Counted(counted(years, "year"), (Text(said_at), *places))
        yield (
            f"Information of {said_at} (",
            *linked(places),
            ") is ",
            of,
            f" or more older than the {kind} that carries it.",
        )


def _years(said: FuzzyDate | None, carried: FuzzyDate | None) -> int:
    """Whole years that certainly lie between the two."""
    if not said or not carried or not said.latest or not carried.earliest:
        return 0
    early, late = said.latest, carried.earliest
    before = (late.month, late.day, late.time()) < (early.month, early.day, early.time())
    return late.year - early.year - before


def _weak_points(statements: list[CitedStatement], notebook: Notebook) -> Said:
    weak = (
        (without_origin(statements), "is", "are", "without a known origin"),
        ([one for one in statements if one.translation], "is", "are", "read in translation"),
        ([one for one in statements if one.withdrawn], "was", "were", "since withdrawn from the case"),
        ([one for one in statements if one.retracted], "was", "were", "since retracted by the source"),
    )
    parts: list[Said] = []
    for held, one, many, how in (each for each in weak if each[0]):
        of = count_of(notes_of(held, notebook), "statement")
        verb = agreeing(len(held), many, one)
        parts.append((of if parts else begun(of), f" {verb} {how}", *beside(of)))
    return in_one_sentence(parts)
