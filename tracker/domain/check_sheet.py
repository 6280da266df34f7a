"""The check sheet: every sentence of a report that claims something, with all that is needed to verify it.

It reads the finished text, so that what is checked is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

from tracker.domain.citation import IN_FULL, Exhibits, document_words, fate, hedge_words, where
from tracker.domain.english import capital, ended
from tracker.domain.report import (
    Block,
    BulletList,
    Heading,
    Inlines,
    NoteRef,
    NumberedList,
    Paragraph,
    Quotation,
    Quote,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_basis import grounds_words
from tracker.domain.report_front import lines_words
from tracker.domain.report_grades import WHOLE, grades
from tracker.domain.report_input import CitedStatement, PathInput, ReportInput, SupportInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_records import (
    CheckedCitation,
    CheckedLines,
    CheckedPassage,
    CheckedSentence,
    CheckedStatement,
    CheckSheet,
)
from tracker.domain.report_voices import attribution, introduced, main_path, relayed
from tracker.domain.report_words import distinct, joined, language_name, said_when
from tracker.domain.scales import CitationRole, Stance
from tracker.domain.sentences import sentences
from tracker.domain.timing import TimeVerdict

_FINDINGS = "findings"
_AROUND = ("conflicts", "what-would-change-this", "gaps", "method", "standard-of-proof")
_CELL = Text(" · ")
_ROOM_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")


def check_sheet(
    report: ReportInput, blocks: Iterable[Block], notebook: Notebook, exhibits: Exhibits
) -> CheckSheet:
    """The bottom line, the findings and the written sections, sentence by sentence in reading order.

    Of the parts around them, only the sentences that cite.
    """
    rows = tuple(_Checker(report, notebook).rows(blocks))
    cited = {citation.statement for row in rows for citation in row.citations}
    return CheckSheet(
        sentences=rows,
        statements=tuple(
            _checked(one, report, exhibits) for one in cited_statements(report) if one.label in cited
        ),
    )


@dataclass(slots=True)
class _Claim:
    """A sentence and the numbers of the notes that stand in it."""

    place: str
    words: str
    notes: list[int]

    @property
    def claims(self) -> bool:
        return bool(self.notes) or not self.words.endswith(("?", "؟"))


class _Checker:
    def __init__(self, report: ReportInput, notebook: Notebook) -> None:
        self._report = report
        self._notebook = notebook
        self._places = {
            "bottom-line": "Bottom line",
            **{f"section-{at}": f"{part.title} ({part.label})" for at, part in enumerate(report.sections, 1)},
        }
        self._supports = {
            support.assertion: support
            for support in chain(report.supports, *(finding.support for finding in report.findings))
        }
        self._disputed = {
            statement.label
            for conflict in report.conflicts
            if conflict.verdict != TimeVerdict.UPDATE
            for statement in (*conflict.a_statements, *conflict.b_statements)
        }

    def rows(self, blocks: Iterable[Block]) -> Iterator[CheckedSentence]:
        for part, held in _parts(blocks):
            if part.anchor == _FINDINGS:
                yield from self._findings()
            elif place := self._places.get(part.anchor):
                yield from map(self._written, _claims(place, held))
            elif part.anchor in _AROUND:
                yield from (self._written(claim) for claim in _claims(part.text, held) if claim.notes)

    def _findings(self) -> Iterator[CheckedSentence]:
        for at, finding in enumerate(self._report.findings):
            cited = [
                (citation.statement, CheckedCitation(citation.statement.label, note, citation.role.value))
                for citation, note in zip(finding.citations, self._notebook.findings[at], strict=True)
            ]
            place = f"Finding {at + 1} ({finding.label})"
            for words in sentences(finding.text):
                yield self._row(place, words.strip(), cited, finding.support)

    def _written(self, claim: _Claim) -> CheckedSentence:
        notes = {number: self._notebook.in_order[number - 1] for number in claim.notes}
        cited = [(one, CheckedCitation(one.label, number)) for number, one in notes.items()]
        asserted = distinct(
            each.assertion
            for one in notes.values()
            for each in one.conveys
            if each.stance is Stance.ASSERTS and each.assertion in self._supports
        )
        return self._row(claim.place, claim.words, cited, [self._supports[label] for label in asserted])

    def _row(
        self,
        place: str,
        words: str,
        cited: list[tuple[CitedStatement, CheckedCitation]],
        supports: Iterable[SupportInput],
    ) -> CheckedSentence:
        lines = tuple(
            CheckedLines(one.assertion, one.text, one.minimum, one.maximum, lines_words(one))
            for one in supports
        )
        flags = distinct(filter(None, [*self._flags(cited), _lines_flag(lines)]))
        return CheckedSentence(place, words, tuple(citation for _, citation in cited), lines, tuple(flags))

    def _flags(self, cited: list[tuple[CitedStatement, CheckedCitation]]) -> Iterator[str]:
        """What somebody who checks the sentence looks at first."""
        if not cited:
            yield "cites nothing"
        for statement, citation in cited:
            if citation.role == CitationRole.BACKGROUND:
                continue
            if statement.label in self._disputed or citation.role == CitationRole.CONFLICTS:
                yield "disputed"
            if statement.retracted:
                yield "retracted by its source"
            if statement.withdrawn:
                yield "withdrawn from the case"
            if statement.paths and not any(path.known_origin for path in statement.paths):
                yield "origin not known"
            if not statement.passages:
                yield "no passage in a capture"


def _lines_flag(lines: tuple[CheckedLines, ...]) -> str:
    """By the weakest assertion the sentence rests on."""
    weakest = min(((one.minimum, one.maximum) for one in lines), default=(2, 2))
    match weakest:
        case (_, 0):
            return "no independent source"
        case (_, 1):
            return "one independent source"
        case (0 | 1, _):
            return "perhaps one independent source"
    return ""


def _parts(blocks: Iterable[Block]) -> Iterator[tuple[Heading, list[Block]]]:
    """What stands under each heading of a section."""
    part: tuple[Heading, list[Block]] | None = None
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            if part:
                yield part
            part = (block, [])
        elif part:
            part[1].append(block)
    if part:
        yield part


def _claims(place: str, blocks: Iterable[Block]) -> Iterator[_Claim]:
    """The sentences of a part; a citation that stands alone belongs to the sentence before it."""
    made: list[_Claim] = []
    within = place
    for block in blocks:
        if isinstance(block, Heading):
            within = f"{place} › {block.text}"
        for inlines in _units(block):
            for words, notes in _divided(inlines):
                if any(map(str.isalnum, words)) or not made:
                    made.append(_Claim(within, words, notes))
                else:
                    made[-1].notes += notes
    return (claim for claim in made if claim.claims)


def _units(block: Block) -> Iterator[Inlines]:
    """The runs of text in a block: a paragraph, a row of a table, a quotation whole."""
    match block:
        case Paragraph():
            yield block.inlines
        case BulletList() | NumberedList():
            for item in block.items:
                for inner in item:
                    yield from _units(inner)
        case Quote():
            yield (Quotation(block.text), *block.caption)
        case Table():
            for row in block.rows:
                yield tuple(chain(*((*cell, _CELL) for cell in row)))[:-1]


def _divided(inlines: Inlines) -> Iterator[tuple[str, list[int]]]:
    """The sentences of a run of text, each with the notes that stand in it or right behind it."""
    said = [plain_text((inline,)) for inline in inlines]
    offsets = accumulate(map(len, said), initial=0)
    notes = [
        (at, inline.number)
        for at, inline in zip(offsets, inlines, strict=False)
        if isinstance(inline, NoteRef)
    ]
    divided = sentences("".join(said)) or ("",)
    ends = list(accumulate(map(len, divided)))
    for place, (end, words) in enumerate(zip(ends, divided, strict=True)):
        start = ends[place - 1] if place else -1
        yield (
            _ROOM_BEFORE_STOP.sub("", " ".join(words.split())),
            list(dict.fromkeys(number for at, number in notes if start < at <= end)),
        )


def _checked(statement: CitedStatement, report: ReportInput, exhibits: Exhibits) -> CheckedStatement:
    path = main_path(statement)
    return CheckedStatement(
        label=statement.label,
        source=introduced(path.hops[0].source),
        said=capital(said_when(path.hops[0].said_at)),
        path=_way(statement, path),
        basis=joined(grounds_words(statement, texts=True), hedge_words(statement)),
        recorded="" if statement.passages else _recorded(statement),
        translation=_translation(statement),
        grades=grades(statement, report.ratings, WHOLE, most=WHOLE),
        standing=fate(statement),
        passages=tuple(
            CheckedPassage(
                passage.exhibit,
                passage.exact,
                where(passage),
                capital(document_words(passage, exhibits[passage.exhibit], IN_FULL)),
            )
            for passage in statement.passages
        ),
    )


def _way(statement: CitedStatement, path: PathInput) -> str:
    """How the words came to us, the other ways they came, and what is missing on them."""
    others = [f"Also: {attribution(each)}." for each in statement.paths if each is not path]
    gaps = distinct(ended(capital(each.gap)) for each in statement.paths if each.gap)
    return joined(ended(capital(", ".join(relayed(path.hops)) or "in its own document")), *others, *gaps)


def _recorded(statement: CitedStatement) -> str:
    return statement.verbatim or (f"In our words: {ended(statement.gist)}" if statement.gist else "")


def _translation(statement: CitedStatement) -> str:
    if not statement.translation:
        return ""
    by = f" by {statement.translated_by}" if statement.translated_by else ""
    return f"{statement.translation} [from {language_name(statement.language) or 'the original'}{by}]"
