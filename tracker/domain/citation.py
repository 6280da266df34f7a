"""One note: the most original source, the path it came by, times, the exact words, where they stand, grades.

Budgets keep a note under five printed lines whatever is in the fields; the evidence prints what they cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.domain.report import Inline, Inlines, Link, Note, NotedPassage, Quotation, Text, plain_text
from tracker.domain.report_input import (
    CitedStatement,
    CredibilityInput,
    ExhibitInput,
    HopInput,
    PassageInput,
    PathInput,
    SourceInput,
)
from tracker.domain.report_words import (
    capital,
    clipped,
    counted,
    language_name,
    language_tag,
    listed,
    number,
    said_when,
    small,
)
from tracker.domain.scales import (
    AuthorCertainty,
    Fidelity,
    Profile,
    RelayCertainty,
    RelayForm,
    SourceKind,
)

Exhibits = Mapping[int, ExhibitInput]

_REPEATED_BY = {
    RelayForm.QUOTES: "quoted by",
    RelayForm.PARAPHRASES: "paraphrased by",
    RelayForm.CITES: "cited by",
    RelayForm.REPUBLISHES: "republished by",
    RelayForm.TRANSLATES: "translated by",
    RelayForm.SUMMARISES: "summarised by",
}
_SAYS_SO = "the unnamed "
_STEPS = 2
_FIVE_LINES = 640  # characters of a page foot on A4


@dataclass(frozen=True, slots=True)
class _Budget:
    """How many characters each part of a note may take."""

    name: int = 60
    descriptor: int = 90
    words: int = 200
    title: int = 60
    remark: int = 50
    all_said: bool = True  # the times of relays, hedges and translations, which the evidence gives too


_WIDE = _Budget()
_BUDGETS = (
    _WIDE,
    _Budget(45, 60, 130, 45, 35),
    _Budget(30, 0, 80, 30, 20),
    _Budget(20, 0, 60, 20, 10, all_said=False),
)


def who(source: SourceInput, limit: int = _WIDE.name) -> str:
    """How a source is called in a sentence; a voice nobody named is never made to look like a name."""
    match source.kind:
        case SourceKind.UNKNOWN:
            return "an unknown source"
        case SourceKind.UNNAMED if source.name.startswith(_SAYS_SO):
            return _quotes_closed(clipped(source.name, limit))
        case SourceKind.UNNAMED:
            return f"{clipped(source.name, limit)} (not named)"
        case _:
            return clipped(source.name, limit)


def _quotes_closed(name: str) -> str:
    return f"{name}”" if name.count("“") > name.count("”") else name


def introduced(source: SourceInput, *, name: int = _WIDE.name, descriptor: int = 10**6) -> str:
    """A source at the head of a sentence, with what may be said of it."""
    words = clipped(source.descriptor.rstrip("."), descriptor) if source.descriptor and descriptor else ""
    called = capital(who(source, name))
    if not words:
        return called
    return (
        f"{called.removesuffix(')')}; {words})" if called.endswith(" (not named)") else f"{called} ({words})"
    )


def main_path(statement: CitedStatement) -> PathInput:
    """The path a note names: the first with a known origin, else the first, else the speaker alone."""
    alone = PathInput((HopInput(statement.source, statement.said_at),), known_origin=True)
    known = (path for path in statement.paths if path.known_origin and path.hops)
    return next(known, next((path for path in statement.paths if path.hops), alone))


def relayed(hops: Sequence[HopInput], *, timed: bool = True, name: int = _WIDE.name) -> list[str]:
    """Every repetition after the original: “quoted by R (1 January 2020, 15:05)”."""
    steps = []
    for earlier, later in pairwise(hops):
        if earlier.form is None:  # whoever handed us the document says nothing in it
            steps.append(f"handed over by {who(later.source, name)}")
            continue
        form = _REPEATED_BY[earlier.form]
        if earlier.fidelity is Fidelity.ALTERED:
            form = f"altered and {form}"
        if earlier.certainty is RelayCertainty.POSSIBLE:
            form = f"possibly {form}"
        when = f" ({later.said_at or 'undated'})" if timed else ""
        steps.append(f"{form} {who(later.source, name)}{when}")
    return steps


def attribution(path: PathInput) -> str:
    """Who said it first, when, and everybody it came through."""
    first = path.hops[0]
    return ", ".join([introduced(first.source), said_when(first.said_at), *relayed(path.hops)])


def full_note(statement: CitedStatement, exhibits: Exhibits, profile: Profile) -> Inlines:
    """The note of a statement at its first citation, as roomy as five printed lines allow."""
    for budget in _BUDGETS:
        note = _full_note(statement, exhibits, profile, budget)
        if len(plain_text(note)) <= _FIVE_LINES:
            break
    return note


def short_note(statement: CitedStatement, earlier: int) -> Inlines:
    """The note of a statement that an earlier note names in full."""
    path = main_path(statement)
    steps = _few(relayed(path.hops, timed=False))
    reminder = ", ".join([capital(who(path.hops[0].source)), *steps])
    start: Inlines = (Text("As "), Link(f"note {earlier}", f"#note-{earlier}"), Text(f": {reminder}"))
    if not statement.passages:
        return (*start, Text("."))
    passage = statement.passages[0]
    return (*start, Text("; "), exhibit_link(passage.exhibit), Text(f", {where(passage)}."))


def noted(place: int, statement: CitedStatement, inlines: Inlines) -> Note:
    language = language_tag(statement.language)
    return Note(
        number=place,
        anchor=f"note-{place}",
        inlines=inlines,
        passages=tuple(
            NotedPassage(
                exact=passage.exact,
                prefix=passage.prefix,
                suffix=passage.suffix,
                language=language,
                where=f"Exhibit {passage.exhibit}, {where(passage)}",
                exhibit_anchor=f"exhibit-{passage.exhibit}",
            )
            for passage in statement.passages
        ),
    )


def exhibit_link(exhibit: int) -> Link:
    return Link(f"Exhibit {exhibit}", f"#exhibit-{exhibit}")


def where(passage: PassageInput) -> str:
    """Where in the exhibit the words stand; characters are counted as the method section says."""
    if passage.locator:
        return clipped(passage.locator, _WIDE.title)
    if passage.start is None or passage.end is None:
        return "place not recorded"
    return f"characters {passage.start}–{passage.end}"


def document_words(passage: PassageInput, exhibit: ExhibitInput, budget: _Budget = _WIDE) -> str:
    """The document a passage stands in, and what our copy does not show of it."""
    title = clipped(passage.document_title or exhibit.title, budget.title)
    if passage.embedded_in:
        held = f"held only as embedded in “{clipped(passage.embedded_in, budget.title)}”"
        return f"“{title}”, {held}" if passage.document_title else held
    known = [small(exhibit.kind.label), author_words(exhibit, budget.remark)]
    known += [clipped(exhibit.publisher, budget.remark), str(exhibit.published or "")]
    absent = absent_words(exhibit)
    inside = ", ".join(filter(None, known)) + (f"; {absent} absent from our copy" if absent else "")
    return f"“{title}” ({inside})" if title else f"untitled {inside}"


def author_words(exhibit: ExhibitInput, limit: int = _WIDE.remark) -> str:
    if not exhibit.author:
        return ""
    doubt = exhibit.author_certainty
    mark = f", {small(doubt.label)} author" if doubt and doubt is not AuthorCertainty.CERTAIN else ""
    return f"by {clipped(exhibit.author, limit)}{mark}"


def absent_words(exhibit: ExhibitInput) -> str:
    """What our copy does not show: “author and publisher”, or nothing."""
    named = {
        "author": exhibit.author,
        "title": exhibit.title,
        "publisher": exhibit.publisher,
        "date": exhibit.published,
        "address": exhibit.address,
    }
    return listed([name for name, value in named.items() if not value])


def grades(statement: CitedStatement, profile: Profile, topic: int = _WIDE.remark) -> str:
    """The grades as this profile's readers take them: codes with words, words, or none at all."""
    if profile is Profile.COURT:
        return ""
    if statement.reliability is None and not statement.credibility:
        return "Not yet graded."
    parts = [_reliability(statement, profile, topic), _credibility(statement.credibility, profile)]
    return capital("; ".join(parts)) + "."


def fate(statement: CitedStatement, limit: int = 10**6) -> str:
    """What became of a statement after it was recorded."""
    reasons = (
        ("Retracted by its source", statement.retracted),
        ("Withdrawn from the case", statement.withdrawn),
    )
    return " ".join(f"{what}: {clipped(why.rstrip('.'), limit)}." for what, why in reasons if why)


def _full_note(statement: CitedStatement, exhibits: Exhibits, profile: Profile, budget: _Budget) -> Inlines:
    parts: list[Inline] = [Text(_opening(main_path(statement), budget))]
    parts += _words(statement, budget)
    parts.append(Text(f" {_remarks(statement, budget)}"))
    if statement.passages:
        parts += _place(statement.passages[0], exhibits, budget)
    closing = " ".join(filter(None, [_other_paths(statement), grades(statement, profile, budget.remark)]))
    if closing:
        parts.append(Text(f" {closing}"))
    if standing := fate(statement, 2 * budget.remark):
        parts.append(Text(f" {standing}", strong=True))
    return tuple(parts)


def _opening(path: PathInput, budget: _Budget) -> str:
    first = path.hops[0]
    name = introduced(first.source, name=budget.name, descriptor=budget.descriptor)
    steps = relayed(path.hops, timed=budget.all_said, name=budget.name)
    return ", ".join([name, said_when(first.said_at), *_few(steps)])


def _few(steps: list[str]) -> list[str]:
    """Whoever repeats the original first, and whoever we hold it through."""
    if len(steps) <= _STEPS:
        return steps
    return [
        steps[0],
        f"then through {counted(len(steps) - 2, 'further voice')} named in the evidence",
        steps[-1],
    ]


def _words(statement: CitedStatement, budget: _Budget) -> list[Inline]:
    exact = statement.passages[0].exact if statement.passages else statement.verbatim
    if not exact.strip():
        gist = clipped(statement.gist.rstrip("."), budget.words)
        return [Text(f": in our words, {gist}." if gist else ".")]
    shown = clipped(" ".join(exact.split()), budget.words)  # the evidence keeps the lines
    more = len(statement.passages) - 1
    rest = f" and {counted(more, 'more passage')}." if more > 0 else ""
    return [Text(": "), Quotation(shown, language_tag(statement.language)), Text(rest or full_stop(shown))]


def basis_words(statement: CitedStatement, limit: int = _WIDE.name) -> str:
    """How the statement's own source knows, by name where others stand on its path."""
    name = by_name(statement, limit)
    return f"How {f'{name} came to know' if name else 'they know'}: {small(statement.basis.label)}."


def by_name(statement: CitedStatement, limit: int = _WIDE.name) -> str:
    """The statement's own source where a reader could take another voice of its path for it."""
    return who(statement.source, limit) if len(main_path(statement).hops) > 1 else ""


def full_stop(quoted: str) -> str:
    """The point after a closing quotation mark, unless the quoted words bring their own."""
    return "" if quoted[-1:] in tuple(".!?…؟۔。") else "."


def _remarks(statement: CitedStatement, budget: _Budget) -> str:
    remarks = []
    if statement.hedge and budget.all_said:
        hedge = clipped(statement.hedge, budget.remark)
        remarks.append(f"Hedged: “{hedge}”{full_stop(hedge)}")
    if statement.translation and budget.all_said:
        by = f" by {clipped(statement.translated_by, budget.remark)}" if statement.translated_by else ""
        remarks.append(f"Translated from {language_name(statement.language) or 'the original'}{by}.")
    remarks.append(basis_words(statement, budget.name))
    return " ".join(remarks)


def _place(passage: PassageInput, exhibits: Exhibits, budget: _Budget) -> list[Inline]:
    document = document_words(passage, exhibits[passage.exhibit], budget)
    return [Text(f" {capital(document)}, "), exhibit_link(passage.exhibit), Text(f", {where(passage)}.")]


def _other_paths(statement: CitedStatement) -> str:
    others = len(statement.paths) - 1
    return f"{capital(counted(others, 'other path'))} in the evidence." if others > 0 else ""


def _reliability(statement: CitedStatement, profile: Profile, limit: int) -> str:
    grade, source = statement.reliability, by_name(statement, limit) or "source"
    if grade is None:
        return f"{source} not yet graded"
    topic = f" on “{clipped(grade.topic, limit)}”" if grade.topic else ""
    by = f" by {counted(grade.analysts, 'analyst')}"
    if profile is Profile.INTELLIGENCE:
        return f"{source} graded {grade.value} ({small(grade.value.label)}){topic}{by}"
    return f"{source} judged{topic}{by}: {small(grade.value.label)}"


def _credibility(given: tuple[CredibilityInput, ...], profile: Profile) -> str:
    if not given:
        return "information not yet graded"
    coded = profile is Profile.INTELLIGENCE
    each = []
    for grade in given[:2]:
        word = f"{grade.value} ({small(grade.value.label)})" if coded else small(grade.value.label)
        each.append(f"{word} for {grade.assertion}" if grade.assertion and len(given) > 1 else word)
    more = f" and {number(len(given) - 2)} more" if len(given) > 2 else ""  # noqa: PLR2004
    return f"information {'graded' if coded else 'judged:'} {listed(each)}{more}"
