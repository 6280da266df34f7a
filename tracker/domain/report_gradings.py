"""How what a report cites is graded: the grades counted, where analysts differ, how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from tracker.domain.english import capital, listed, small
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Counted, Inline, Link
from tracker.domain.report_counts import Said, begun, beside, count_of, in_one_sentence, notes_of
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_notes import Notebook
from tracker.domain.report_voices import who


def gradings(report: ReportInput, statements: list[CitedStatement], notebook: Notebook) -> tuple[Said, ...]:
    """The sentences on grades; none for a court."""
    return (
        _counted(statements, report.ratings, notebook),
        _differences(statements, report.ratings, notebook),
        _agreement(report),
    )


def _counted(statements: list[CitedStatement], ratings: Ratings, notebook: Notebook) -> Said:
    if ratings is not Ratings.CODES:
        return ()
    letters: dict[str, dict[str, Inline]] = {}
    digits: dict[str, list[Inline]] = {}
    for one in statements:
        (note,) = notes_of([one], notebook)
        if one.reliability:
            letters.setdefault(one.reliability.value, {})[one.source.label] = Link(
                who(one.source), note.target
            )
        for grade in one.credibility:
            digits.setdefault(grade.value, []).append(note)
    ungraded = [
        one for one in statements if one.reliability is None and not one.credibility and not _hidden(one)
    ]
    hidden = [note for one in statements for note in notes_of([one], notebook) * _hidden(one)]
    parts = [
        _tallied("source grades", {letter: list(held.values()) for letter, held in letters.items()}),
        _tallied("information grades", digits),
        _numbered("not yet graded", notes_of(ungraded, notebook)),
        _numbered("hidden from whoever reads this draft", hidden),
    ]
    said = [part for part in parts if part]
    if not said:
        return ()
    first, *others = said[0]
    head = begun(first) if isinstance(first, Counted) else capital(str(first))
    return in_one_sentence([(head, *others), *said[1:]])


def _tallied(name: str, given: dict[str, list[Inline]]) -> Said:
    """“source grades: B × 1, C × 2”."""
    parts: list[Said] = []
    for value, held in sorted(given.items()):
        parts.append((", " if parts else f"{name}: ", Counted(f"{value} × {len(held)}", tuple(held))))
    return tuple(chain(*parts))


def _numbered(name: str, held: Sequence[Inline]) -> Said:
    return (Counted(f"{name}: {len(held)}", tuple(held)),) if held else ()


def _differences(statements: list[CitedStatement], ratings: Ratings, notebook: Notebook) -> Said:
    """The grades of sources and of information by which not every analyst stands."""
    if ratings is Ratings.NONE:
        return ()
    sources: dict[str, CitedStatement] = {}
    for one in statements:
        if one.reliability and one.reliability.others:
            sources.setdefault(one.source.label, one)
    information = [one for one in statements for grade in one.credibility if grade.others]
    differing = [*sources.values(), *information]
    if not differing:
        return ()
    of = count_of(notes_of(differing, notebook), "grade")
    return ("Analysts differ on ", of, *beside(of), ".")


def _agreement(report: ReportInput) -> Said:
    """Krippendorff's α for what is graded by enough analysts."""
    if report.ratings is Ratings.NONE or not report.machine.agreement:
        return ()
    each = [f"{one.alpha:.2f} on {small(one.scale.label)}" for one in report.machine.agreement]
    scale = "perfect agreement is 1.00, that of mere chance 0.00"
    return (f"The analysts of the case agree with a Krippendorff's α of {listed(each)} ({scale}).",)


def _hidden(statement: CitedStatement) -> int:
    return statement.hidden_reliability + statement.hidden_credibility
