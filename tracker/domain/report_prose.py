"""The prose of a report sentence by sentence: what each cites and quotes, and exactly where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tracker.domain.report_input import FindingInput, ReportInput
from tracker.domain.report_shown import texts
from tracker.domain.report_text import Run, cited_in, runs
from tracker.domain.sentences import sentences

_MENTION = re.compile(r"\[\[[^\[\]\n]*\]\]")
_OPENING = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+|>[ \t]?)*")
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_TARGET = re.compile(r"(?<=\])\((?:[^()\s]|\([^()\s]*\))*\)")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()|(?<!\[)\](?=\()")
_STYLE = re.compile(r"[*`|]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")
_QUOTATION = re.compile(r"“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]|(?<![\w\"])\"([^\"]+)\"(?!\w)")
_ROOM = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")


Kind = Literal["paragraph", "quote", "row", "heading"]


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the report: a finding (F1), a section (P2), or one of the texts around them by its name."""

    kind: Literal["finding", "section", "text"]
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks, at [start, end) of their sentence."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was typed, at [start, end) of its text; `cited` are labels of statements.

    `own` is as long as `typed`, with spaces for citations, Markdown and whatever it quotes.
    """

    place: Place
    kind: Kind
    start: int
    end: int
    typed: str
    own: str
    cited: tuple[str, ...]
    quotations: tuple[Quoted, ...]

    @property
    def words(self) -> str:
        """What it says in its own words, in one line."""
        return _ROOM.sub("", " ".join(self.own.split()))


def written(report: ReportInput) -> Iterator[Sentence]:
    """Every sentence of the findings and of the texts around them, the findings first."""
    for at, finding in enumerate(report.findings, 1):
        yield from _of_finding(finding, Place("finding", finding.label, f"Finding {at} ({finding.label})"))
    for place, text in places(report):
        yield from _of_text(text, place)


def places(report: ReportInput) -> Iterator[tuple[Place, str]]:
    """The texts around the findings, each with its place."""
    titles = {part.label: f"{part.title} ({part.label})" for part in report.sections}
    for name, text in texts(report):
        if name in titles:
            yield Place("section", name, titles[name]), text
        else:
            yield Place("text", name, name[:1].upper() + name[1:]), text


def _of_finding(finding: FindingInput, place: Place) -> Iterator[Sentence]:
    cited = tuple(citation.statement.label for citation in finding.citations)
    start = 0
    for piece in sentences(finding.text):
        yield _sentence(place, "paragraph", start, piece, piece, cited)
        start += len(piece)


def _of_text(text: str, place: Place) -> Iterator[Sentence]:
    """A citation that stands alone belongs to the sentence before it."""
    before: Sentence | None = None
    for run in runs(text):
        if run.kind == "heading":
            continue
        for made in _of_run(text, place, run):
            if any(map(str.isalnum, _MENTION.sub("", made.typed))):
                if before:
                    yield before
                before = made
            elif before:
                before = replace(before, cited=(*before.cited, *made.cited))
    if before:
        yield before


def _of_run(text: str, place: Place, run: Run) -> Iterator[Sentence]:
    opening = _OPENING.match(text, run.start, run.end)
    start = opening.end() if opening else run.start
    plain = _unmarked(text[start : run.end])
    for piece in sentences(plain) if run.kind == "paragraph" else (plain,):
        typed = text[start : start + len(piece)]
        yield _sentence(place, run.kind, start, typed, piece, cited_in(typed) if "[[" in typed else ())
        start += len(piece)


def _sentence(  # noqa: PLR0917  a piece with where it stands
    place: Place, kind: Kind, start: int, typed: str, plain: str, cited: tuple[str, ...]
) -> Sentence:
    """The piece without the room around it."""
    first, last = len(typed) - len(typed.lstrip()), len(typed.rstrip())
    typed, plain, start = typed[first:last], plain[first:last], start + first
    quotations = tuple(_whole(plain) if kind == "quote" else _quotations(plain))
    own = list(plain)
    for each in quotations:
        own[each.start : each.end] = " " * (each.end - each.start)
    return Sentence(place, kind, start, start + len(typed), typed, "".join(own), cited, quotations)


def _whole(plain: str) -> Iterator[Quoted]:
    if words := " ".join(plain.split()):
        yield Quoted(0, len(plain), words)


def _quotations(plain: str) -> Iterator[Quoted]:
    for found in _QUOTATION.finditer(plain):
        yield Quoted(found.start(), found.end(), next(filter(None, found.groups()), ""))


def _unmarked(typed: str) -> str:
    """The text with spaces where Markdown and citations stand: nothing moves."""
    for mark in (_MENTION, _QUOTED_LINE, _TARGET, _LINK, _STYLE):
        typed = mark.sub(lambda found: " " * len(found[0]), typed)
    return typed
