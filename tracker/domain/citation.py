"""One note: the most original source, the path it came by, times, the exact words, where they stand, grades.

Budgets keep a note under five printed lines whatever is in the fields; the evidence prints what they cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.english import capital, counted, listed, small
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Inline, Inlines, Link, Note, NotedPassage, Quotation, Text, plain_text
from tracker.domain.report_basis import Places, grounds_words, weak_relay_words
from tracker.domain.report_grades import TOPIC, grades
from tracker.domain.report_input import CitedStatement, ExhibitInput, PassageInput, PathInput
from tracker.domain.report_voices import NAME, introduced, main_path, relayed, who
from tracker.domain.report_words import clipped, language_name, language_tag, said_when
from tracker.domain.scales import AuthorCertainty, DocumentKind

Exhibits = Mapping[int, ExhibitInput]
NOWHERE: Places = MappingProxyType({})

_STEPS = 2
_GROUNDS = 3
_NO_ARTICLE = {DocumentKind.NOTES: "interview notes", DocumentKind.OTHER: "another document"}
_INNER_MARKS = str.maketrans("“”", "‘’")  # of a quotation within a quotation
_FIVE_LINES = 640  # characters of a page foot on A4


@dataclass(frozen=True, slots=True)
class _Budget:
    """How many characters each part of a note may take."""

    name: int = NAME
    descriptor: int = 90
    words: int = 200
    title: int = 60
    remark: int = TOPIC
    all_said: bool = True  # times of relays, hedges, grounds and what our copy lacks: the evidence gives them


_WIDE = _Budget()
IN_FULL = _Budget(name=10**6, descriptor=10**6, words=10**6, title=10**6, remark=10**6)
_BUDGETS = (
    _WIDE,
    _Budget(45, 60, 130, 45, 35),
    _Budget(30, 0, 80, 30, 20),
    _Budget(20, 0, 40, 20, 10, all_said=False),
)


def full_note(
    statement: CitedStatement, exhibits: Exhibits, ratings: Ratings, places: Places = NOWHERE
) -> Inlines:
    """The note of a statement at its first citation, as roomy as five printed lines allow."""
    for budget in _BUDGETS:
        note = _full_note(statement, exhibits, ratings, budget, places)
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
    absent = absent_words(exhibit) if budget.all_said else ""
    if passage.embedded_in:  # the title of what is embedded is ours, and nobody's words
        gaps = f" ({absent} absent from our copy)" if absent else ""
        return f"held only as embedded in {_holder_words(exhibit, budget)}{gaps}"
    title = clipped(passage.document_title or exhibit.title, budget.title)
    known = [small(exhibit.kind.label), author_words(exhibit, budget.remark)]
    known += [clipped(exhibit.publisher, budget.remark), str(exhibit.published or "")]
    inside = ", ".join(filter(None, known)) + (f"; {absent} absent from our copy" if absent else "")
    return f"“{title}” ({inside})" if title else f"untitled {inside}"


def not_held_words(passage: PassageInput) -> str:
    """What we lack where a page merely embeds the words; follows the place where they stand."""
    return " Original post not held." if passage.embedded_in else ""


def _holder_words(exhibit: ExhibitInput, budget: _Budget) -> str:
    """A page that embeds something: “an article by Bo, The Paper, dated 1 January 2020”."""
    kind = _NO_ARTICLE.get(exhibit.kind) or small(exhibit.kind.label)
    article = "" if exhibit.kind in _NO_ARTICLE else "an " if kind[0] in "aeiou" else "a "
    made = " ".join(filter(None, [f"{article}{kind}", author_words(exhibit, budget.remark)]))
    published = f"dated {exhibit.published}" if exhibit.published else ""
    by = ", ".join(filter(None, [made, clipped(exhibit.publisher, budget.remark)]))
    return f"{by}{', ' if by != f'{article}{kind}' else ' '}{published}" if published else by


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


def fate(statement: CitedStatement, limit: int = 10**6) -> str:
    """What became of a statement after it was recorded."""
    reasons = (
        ("Retracted by its source", statement.retracted),
        ("Withdrawn from the case", statement.withdrawn),
    )
    return " ".join(f"{what}: {clipped(why.rstrip('.'), limit)}." for what, why in reasons if why)


def _full_note(
    statement: CitedStatement, exhibits: Exhibits, ratings: Ratings, budget: _Budget, places: Places
) -> Inlines:
    parts: list[Inline] = [Text(_opening(main_path(statement), budget))]
    parts += _words(statement, budget)
    parts.append(Text(f" {_remarks(statement, budget, places)}"))
    if statement.passages:
        parts += _place(statement.passages[0], exhibits, budget)
    closing = " ".join(
        filter(
            None,
            [
                _other_paths(statement),
                grades(statement, ratings, budget.remark, most=2 if budget.all_said else 1),
            ],
        )
    )
    if closing:
        parts.append(Text(f" {closing}"))
    if standing := fate(statement, 2 * budget.remark):
        parts.append(Text(f" {standing}", strong=True))
    return tuple(parts)


def _opening(path: PathInput, budget: _Budget) -> str:
    first = path.hops[0]
    name = introduced(first.source, name=budget.name, descriptor=budget.descriptor)
    steps = relayed(path.hops, timed=budget.all_said, name=budget.name)
    return ", ".join([name, said_when(first.said_at), *_few(steps, all_said=budget.all_said)])


def _few(steps: list[str], *, all_said: bool = True) -> list[str]:
    """Whoever repeats the original first, and whoever we hold it through."""
    if len(steps) <= _STEPS:
        return steps
    named = " named in the evidence" if all_said else ""
    return [
        steps[0],
        f"then through {counted(len(steps) - 2, 'further voice')}{named}",
        steps[-1],
    ]


def _words(statement: CitedStatement, budget: _Budget) -> list[Inline]:
    exact = statement.passages[0].exact if statement.passages else statement.verbatim
    if not exact.strip():
        gist = clipped(statement.gist.rstrip("."), budget.words)
        return [Text(f": in our words, {gist}." if gist else ".")]
    words = " ".join(exact.split()).translate(_INNER_MARKS)  # the evidence keeps the lines and the marks
    shown = clipped(words, budget.words)
    more = len(statement.passages) - 1
    rest = f" and {counted(more, 'more passage')}." if more > 0 else ""
    return [Text(": "), Quotation(shown, language_tag(statement.language)), Text(rest or full_stop(shown))]


def hedge_words(statement: CitedStatement) -> str:
    """How the source itself held back."""
    hedge = statement.hedge
    return f"Hedged by its source: “{hedge}”{full_stop(hedge)}" if hedge else ""


def full_stop(quoted: str) -> str:
    """The point after a closing quotation mark, unless the quoted words bring their own."""
    return "" if quoted.rstrip("’”'\"»)")[-1:] in tuple(".!?…؟۔。") else "."


def _remarks(statement: CitedStatement, budget: _Budget, places: Places) -> str:
    remarks = []
    if statement.hedge and budget.all_said:
        hedge = clipped(statement.hedge, budget.remark)
        remarks.append(f"Hedged: “{hedge}”{full_stop(hedge)}")
    if statement.translation and budget.all_said:
        by = f" by {clipped(statement.translated_by, budget.remark)}" if statement.translated_by else ""
        remarks.append(f"Translated from {language_name(statement.language) or 'the original'}{by}.")
    most = _GROUNDS if budget.all_said else 0
    remarks.append(grounds_words(statement, budget.name, warrant=2 * budget.remark, most=most))
    remarks.append(weak_relay_words(statement, places, budget.name, most=1))
    return " ".join(filter(None, remarks))


def _place(passage: PassageInput, exhibits: Exhibits, budget: _Budget) -> list[Inline]:
    document = document_words(passage, exhibits[passage.exhibit], budget)
    place = f", {where(passage)}.{not_held_words(passage) if budget.all_said else ''}"
    return [Text(f" {capital(document)}, "), exhibit_link(passage.exhibit), Text(place)]


def _other_paths(statement: CitedStatement) -> str:
    others = len(statement.paths) - 1
    return f"{capital(counted(others, 'other path'))} in the evidence." if others > 0 else ""
