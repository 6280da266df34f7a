"""Posts that a text carries: “words — Name (@handle) January 1, 2020”, with paragraphs that bear no name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.domain.proposals.lexicon.calendar import month_number
from tracker.domain.proposals.model import Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_SIGNED = re.compile(
    rf"""(?:[—–―]|(?<!\S)-{{1,2}}(?=\s))[ \t\u00a0]*(?P<name>[^\n@()—–―]{{1,80}}?)
    [ \t\u00a0]*\(@(?P<handle>\w{{1,30}})\)
    (?:[ \t\u00a0,·]*(?P<date>
        (?P<month>{_MONTH})[ ](?P<day>\d{{1,2}}),?[ ](?P<year>\d{{4}})
      | (?P<day2>\d{{1,2}})[ ](?P<month2>{_MONTH}),?[ ](?P<year2>\d{{4}})
      | (?P<iso>\d{{4}}-\d\d-\d\d)
    ))?""",
    re.VERBOSE,
)
_PICTURE = re.compile(r"(?:https?://)?(?:pic\.\w+\.\w+|pic\.\w+|t\.co)/\w+\s*$")
_MOST_UNSIGNED = 3
_LONGEST_UNSIGNED = 300


@dataclass(frozen=True, slots=True)
class Post:
    """What was posted, and its signature; one without a signature of its own has the one above it."""

    body: tuple[Span, ...]
    signature: Span
    name: Span
    handle: str
    date: str | None
    date_span: Span | None
    signed: bool
    begins_unsigned: bool = False
    """Whether its first paragraph stands above the one that is signed."""


def posts(text: str, blocks: list[Span]) -> list[Post]:
    """The posts of a text, in order. `blocks` are its paragraphs."""
    found: list[Post] = []
    last_signed = -1
    for number, (start, end) in enumerate(blocks):
        position = start
        before = len(found)
        for mark in _SIGNED.finditer(text, start, end):
            body = _trimmed(text, position, mark.start())
            bodies = (body,) if body else _above(blocks, number)
            if bodies:
                if len(found) == before and found and body:
                    bodies = (
                        _with_paragraph_above(text, blocks, number, (last_signed, found[-1].handle), mark)
                        + bodies
                    )
                found.append(_post(mark, bodies))
            position = mark.end()
        if len(found) > before:
            last_signed = number
        elif found and 0 < number - last_signed <= _MOST_UNSIGNED and _PICTURE.search(text, start, end):
            bodies = tuple(blocks[last_signed + 1 : number + 1])
            above = found[-1]
            found.append(Post(bodies, above.signature, above.name, above.handle, None, None, signed=False))
            last_signed = number
    return found


def _post(mark: re.Match[str], bodies: tuple[Span, ...]) -> Post:
    written = mark.span("date") if mark["date"] else None
    return Post(
        bodies,
        mark.span(),
        mark.span("name"),
        mark["handle"],
        _date(mark),
        written,
        signed=True,
        begins_unsigned=len(bodies) > 1,
    )


def _above(blocks: list[Span], number: int) -> tuple[Span, ...]:
    """A signature that stands alone signs the paragraph above it."""
    return (blocks[number - 1],) if number else ()


def _with_paragraph_above(
    text: str, blocks: list[Span], number: int, above: tuple[int, str], mark: re.Match[str]
) -> tuple[Span, ...]:
    """The first paragraph of a post of two: it stands unsigned between two posts of one account."""
    last_signed, handle = above
    if number - last_signed != 2 or handle != mark["handle"]:  # noqa: PLR2004
        return ()
    start, end = blocks[number - 1]
    names = [part for part in mark["name"].split() if len(part) > 2]  # noqa: PLR2004
    spoken_of = any(name in text[start:end] for name in names)
    if end - start > _LONGEST_UNSIGNED or text[end - 1] == ":" or spoken_of:
        return ()
    return (blocks[number - 1],)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The words of a post, without the address of its picture."""
    pictured = _PICTURE.search(text, start, end)
    if pictured is not None and pictured.end() == end and text[start : pictured.start()].strip():
        end = pictured.start()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def _date(mark: re.Match[str]) -> str | None:
    if mark["iso"]:
        return _checked(*map(int, mark["iso"].split("-")))
    year = mark["year"] or mark["year2"]
    if not year:
        return None
    month = month_number(mark["month"] or mark["month2"])
    return _checked(int(year), month, int(mark["day"] or mark["day2"])) if month else None


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
