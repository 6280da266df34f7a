"""The check sheet as tables: one row a sentence, one a citation, one a document. All cells are text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tracker.domain.errors import DomainError
from tracker.domain.references import is_author_certain
from tracker.domain.report import ReportDocument
from tracker.domain.report_records import (
    CheckedCitation,
    CheckedPassage,
    CheckedSentence,
    CheckedStatement,
    CheckSheet,
    Reference,
)
from tracker.domain.scales import DocumentKind

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are in characters of the header's font; the first `keys` columns say what a row is about."""

    title: str
    header: Row
    widths: tuple[int, ...]
    keys: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a sentence with what it cites: the statement, and where each of its passages stands."""

    citation: CheckedCitation
    statement: CheckedStatement
    passages: tuple[tuple[CheckedPassage, Reference], ...]

    @property
    def name(self) -> str:
        """“ST1 supports”."""
        return " ".join(filter(None, [self.citation.statement, self.citation.role]))

    @property
    def words(self) -> Iterator[str]:
        """The exact words; as they were recorded, where no passage holds them."""
        for passage, _ in self.passages:
            yield f"“{passage.exact}”" if passage.exact else ""
        if self.statement.recorded:
            yield f"{self.statement.recorded} [as recorded; no passage in a capture is tied to it]"

    @property
    def places(self) -> Iterator[str]:
        for passage, _ in self.passages:
            yield f"Exhibit {passage.exhibit}, {passage.where}"

    @property
    def exhibits(self) -> tuple[Reference, ...]:
        return tuple({reference.exhibit: reference for _, reference in self.passages}.values())


class CheckTables:
    """The check sheet of a report, joined: `DomainError` where the report was stored without one."""

    def __init__(self, report: ReportDocument) -> None:
        if report.check_sheet is None or report.bibliography is None:
            raise DomainError(
                "This version was published before check sheets were kept with it. "
                "The draft has one; so has every version from now on."
            )
        self.report = report
        self._sheet: CheckSheet = report.check_sheet
        self._statements = {one.label: one for one in self._sheet.statements}
        self._references = report.bibliography
        self._exhibits = {one.exhibit: one for one in report.bibliography if not one.embedded_in}

    @cached_property
    def sentences(self) -> tuple[tuple[CheckedSentence, tuple[Cited, ...]], ...]:
        return tuple((one, tuple(map(self._cited, one.citations))) for one in self._sheet.sentences)

    @property
    def flags(self) -> list[tuple[str, int]]:
        """How many sentences each flag is on, the most frequent first."""
        met = sorted(flag for one in self._sheet.sentences for flag in one.flags)
        counts = [(flag, len(list(group))) for flag, group in groupby(met)]
        return sorted(counts, key=lambda each: -each[1])

    def by_sentence(self) -> Table:
        heads = (*_heads(_SENTENCE), *_heads(_CITED), *_BLANK)
        return Table(
            "Sentences",
            tuple(name for name, _ in heads),
            tuple(width for _, width in heads),
            3,
            tuple(
                (
                    *(value(number, sentence) for _, _, value in _SENTENCE),
                    *(_joined(cited, value) for _, _, value in _CITED),
                    *("" for _ in _BLANK),
                )
                for number, (sentence, cited) in enumerate(self.sentences, 1)
            ),
        )

    def by_citation(self) -> Table:
        """Every passage on a row of its own, with the number of the sentence that rests on it."""
        heads = (("Sentence", 9), ("Note", 6), *_heads(_CITED))
        return Table(
            "Citations",
            tuple(name for name, _ in heads),
            tuple(width for _, width in heads),
            3,
            tuple(
                (
                    str(number),
                    str(alone.citation.note),
                    *("\n".join(filter(None, value(alone))) for _, _, value in _CITED),
                )
                for number, (_, cited) in enumerate(self.sentences, 1)
                for one in cited
                for alone in _by_passage(one)
            ),
        )

    def by_document(self) -> Table:
        return Table(
            "Exhibits",
            tuple(name for name, *_ in _DOCUMENT),
            tuple(width for _, width, _ in _DOCUMENT),
            3,
            tuple(tuple(value(one) for _, _, value in _DOCUMENT) for one in self._references),
        )

    def _cited(self, citation: CheckedCitation) -> Cited:
        statement = self._statements[citation.statement]
        passages = tuple((one, self._exhibits[one.exhibit]) for one in statement.passages)
        return Cited(citation, statement, passages)


def _heads(columns: Iterable[tuple[str, int, object]]) -> Iterator[tuple[str, int]]:
    return ((name, width) for name, width, _ in columns)


def _by_passage(cited: Cited) -> Iterable[Cited]:
    if len(cited.passages) <= 1:
        return (cited,)
    return (Cited(cited.citation, cited.statement, (passage,)) for passage in cited.passages)


def _joined(cited: Iterable[Cited], value: Callable[[Cited], Iterable[str]]) -> str:
    """What several citations have in a column, each behind the number of its note."""
    held = ((one.citation.note, "\n".join(filter(None, value(one)))) for one in cited)
    return "\n".join(f"[{note}] {text}" for note, text in held if text)


def _lines(sentence: CheckedSentence) -> str:
    return "\n".join(f"{one.assertion}: {one.words}" for one in sentence.lines)


def _author(reference: Reference) -> str:
    doubt = "" if is_author_certain(reference) else f" ({reference.certainty})"
    return f"{reference.author}{doubt}" if reference.author else ""


_SENTENCE: tuple[tuple[str, int, Callable[[int, CheckedSentence], str]], ...] = (
    ("No.", 5, lambda number, _: str(number)),
    ("Place", 16, lambda _, one: one.place),
    ("Sentence", 44, lambda _, one: one.sentence),
    ("Look at", 16, lambda _, one: "\n".join(one.flags)),
    ("Independent sources", 22, lambda _, one: _lines(one)),
)
_CITED: tuple[tuple[str, int, Callable[[Cited], Iterable[str]]], ...] = (
    ("Cites", 14, lambda one: (one.name, one.statement.standing)),
    ("Original source", 30, lambda one: (one.statement.source,)),
    ("When it was said", 18, lambda one: (one.statement.said,)),
    ("How it came to us", 34, lambda one: (one.statement.path,)),
    ("How they know", 26, lambda one: (one.statement.basis,)),
    ("Exact words", 50, lambda one: one.words),
    ("Translation", 30, lambda one: (one.statement.translation,)),
    ("Where", 22, lambda one: one.places),
    ("Document", 34, lambda one: dict.fromkeys(passage.document for passage, _ in one.passages)),
    ("Address", 30, lambda one: (exhibit.address for exhibit in one.exhibits)),
    ("Archived at", 30, lambda one: (exhibit.archive_address for exhibit in one.exhibits)),
    ("SHA-256 of the exhibit", 36, lambda one: (exhibit.sha256 for exhibit in one.exhibits)),
    ("Grades", 30, lambda one: (one.statement.grades,)),
)
_BLANK = (("Checked by", 12), ("Remarks", 24))
_DOCUMENT: tuple[tuple[str, int, Callable[[Reference], str]], ...] = (
    ("Exhibit", 8, lambda one: str(one.exhibit)),
    ("Document", 10, lambda one: one.document),
    ("Title", 44, lambda one: one.title),
    ("Kind", 14, lambda one: DocumentKind(one.kind).label),
    ("Author", 26, _author),
    ("Publisher", 22, lambda one: one.publisher),
    ("Published", 20, lambda one: one.issued_words),
    ("Captured", 26, lambda one: one.accessed),
    ("Held only as embedded in", 30, lambda one: one.embedded_in),
    ("Address", 40, lambda one: one.address),
    ("Archived at", 40, lambda one: one.archive_address),
    ("SHA-256 of the exhibit", 66, lambda one: one.sha256),
)
