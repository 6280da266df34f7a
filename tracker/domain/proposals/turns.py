"""Who speaks in transcripts (“NAME: …”, “Q: …”), and whom a caption is credited to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.model import Span

_NAME = r"[A-Z][A-Z.'’ -]{0,40}[A-Z.]|[QA]|[A-Z][\w.'’-]{1,24}(?: [A-Z][\w.'’-]{0,24}){0,3}"
_OFFICE = "Speaker|Senator|Representative|Chairman|Chairwoman|General|Justice"
_CHAIR = (
    rf"(?:{_OFFICE}) [A-Z][\w'’-]+|The (?:CHAIR|SPEAKER|PRESIDING OFFICER)|M(?:r|s|rs)\. [A-Z]{{2,}}[\w'’-]*"
)
_TURN = re.compile(
    rf"(?P<name>{_NAME})(?: ?\([^()\n]{{1,40}}\))?(?P<colon>:)(?=\s|[“\"]|$)"
    rf"|(?P<chair>{_CHAIR})(?P<stop>\.)(?=\s+[A-Z]|$)"
)
_AT_END = re.compile(r"(?<!\S)(?P<name>[A-Z][A-Z.'’ -]{2,40}[A-Z])(?P<colon>:)(?P<chair>(?!))?$")
"""“…, our President. THE PRESIDENT:” where a page's lines have run together."""
_LONGEST_NAME = 60
_FEWEST_TURNS = 2
_LONGEST_GAP = 4
NO_NAMES = word_set("""
    Note Update Correction Image Photo Video Source Sources Read Related Watch Listen Editor Contact Email
    Tel Step Tip Warning Example Abstract Summary See Background Results Conclusion Methods Date Time Place
    Subject From To Cc Re UPDATE NOTE RELATED WATCH READ MORE ALSO EDITOR PHOTO VIDEO CORRECTION
""")
_PICTURE = "Image|Photo|Picture|Photograph|Illustration|Screenshot|Credit|Photo credit"
_CREDIT = re.compile(rf"\s(?P<cue>\(?(?:{_PICTURE})(?: by|:| credit:))\s*(?P<name>[^\n.()]{{2,60}})[.)]?\s*$")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whole paragraphs with whoever is named as saying them."""

    body: tuple[Span, ...]
    source: Span | None
    cue: Span
    rule: str


def turns(text: str, blocks: list[Span]) -> list[Turn]:
    """The turns of a transcript. A “NAME:” that never comes again makes none, unless others do."""
    marks = [_turn_at(text, block) for block in blocks]
    times = Counter(_name(mark) for mark in marks if mark)
    capitals = [
        mark is not None and _in_capitals(mark, block) for mark, block in zip(marks, blocks, strict=True)
    ]
    in_capitals = sum(capitals)
    several = times.total() > max(_FEWEST_TURNS, len(times))
    found: list[Turn] = []
    for number, mark in enumerate(marks):
        if mark is None:
            continue
        again = several or times[_name(mark)] >= _FEWEST_TURNS or mark["chair"]
        if not again and not (capitals[number] and in_capitals >= _FEWEST_TURNS):
            continue
        body = _body(text, blocks, marks, number, mark)
        if body:
            found.append(
                Turn(body, mark.span(_group(mark)), mark.span("stop" if mark["chair"] else "colon"), "turn")
            )
    return found


def _turn_at(text: str, block: Span) -> re.Match[str] | None:
    found = _TURN.match(text, block[0], min(block[1], block[0] + 120))
    if found is None:
        found = _AT_END.search(text, max(block[0], block[1] - _LONGEST_NAME), block[1])
    return None if found is None or _name(found) in NO_NAMES else found


def _in_capitals(mark: re.Match[str], block: Span) -> bool:
    """Whether a line ends with a name in capitals: two of them make a transcript."""
    return (
        mark["chair"] is None and mark["name"].isupper() and len(mark["name"]) > 1 and mark.end() == block[1]
    )


def _group(mark: re.Match[str]) -> str:
    return "chair" if mark["chair"] else "name"


def _name(mark: re.Match[str]) -> str:
    return mark[_group(mark)]


def _body(
    text: str, blocks: list[Span], marks: list[re.Match[str] | None], number: int, mark: re.Match[str]
) -> tuple[Span, ...]:
    start, end = mark.end(), blocks[number][1]
    while start < end and text[start].isspace():
        start += 1
    body = [(start, end)] if start < end else []
    following = next((n for n in range(number + 1, len(marks)) if marks[n] is not None), None)
    if not body or mark["chair"] or (following is not None and following - number <= _LONGEST_GAP):
        body += blocks[number + 1 : following]
        closing = None if following is None else marks[following]
        if closing is not None and following is not None and closing.start() > blocks[following][0]:
            end = closing.start()
            while text[end - 1].isspace():
                end -= 1
            body.append((blocks[following][0], end))
    return tuple(body)


def captions(text: str, blocks: list[Span]) -> list[Turn]:
    """Captions that say whose picture it is."""
    found = []
    for start, end in blocks:
        if end - start > 400:  # noqa: PLR2004
            continue
        mark = _CREDIT.search(text, start, end)
        if mark is not None and mark.start() > start:
            found.append(Turn(((start, mark.start()),), mark.span("name"), mark.span("cue"), "credit"))
    return found
