"""Whose words a whole text is: a letter's by its signature, an article's or a story's by its byline."""

from __future__ import annotations

import re

from tracker.domain.proposals.model import Span
from tracker.domain.proposals.turns import NO_NAMES, Turn

_GREETING = re.compile(
    r"(?:my )?dear(?:est)?\b|(?:hi|hello|mum|mom|dad),?$"
    r"|(?-i:(?:Dr|Mr|Mrs|Ms|Mx|Prof)\.|Professor|Senator|Minister|Ambassador)"
    r" (?-i:[A-Z])[\w.'’ -]{1,40}[,:]$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?P<cue>(?:[\w&-]+ ){0,3}?(?:sincerely|regards|yours|love|luv|respectfully|truly|wishes|cheers|touch)\b"
    r"[^\n,.]{0,30})[,.]?(?:\s*\n\s*|\s+(?=[A-Z])|$)(?P<name>[A-Z][^\n,]{0,50})?",
    re.IGNORECASE,
)
_PERSON = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|la|al|bin)){1,4}"
_BYLINE = re.compile(
    rf"(?P<cue>[Bb][Yy]):? (?P<name>{_PERSON}(?:(?:, and |, | and | & ){_PERSON}){{0,5}}|Anonymous)\.?$"
)
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}")
_SIGNED = re.compile(r"(?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,3}$")
_ADDRESS = re.compile(r"(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME_TO_ADDRESS = 3
_FIRST_BLOCKS, _LAST_BLOCKS = 8, 5
_SHORT_LINE, _LONGEST_BLOCK = 80, 160


def authored(text: str, blocks: list[Span]) -> Turn | None:
    """The whole of a text whose author the text itself names."""
    return (
        _letter(text, blocks)
        or _with_byline(text, blocks)
        or _with_addresses(text, blocks)
        or _with_signature(text, blocks)
    )


def _with_addresses(text: str, blocks: list[Span]) -> Turn | None:
    """A paper: below its title stand its authors with their e-mail addresses."""
    head = blocks[1:_FIRST_BLOCKS]
    addressed = [number for number, (start, end) in enumerate(head, 1) if _ADDRESS.search(text, start, end)]
    if not addressed or addressed[-1] + 1 >= len(blocks):
        return None
    name = _FULL_NAME.match(text, *blocks[1])
    if name is None or addressed[0] > _NAME_TO_ADDRESS:
        return None
    whole = (blocks[addressed[-1] + 1][0], blocks[-1][1])
    return Turn((whole,), name.span(), name.span(), "byline")


def _with_signature(text: str, blocks: list[Span]) -> Turn | None:
    """A text of some length whose last line is nothing but a full name."""
    if len(blocks) <= _FIRST_BLOCKS:
        return None
    start, end = blocks[-1]
    if end - start > _SHORT_LINE or not _FULL_NAME.fullmatch(text, start, end):
        return None
    if NO_NAMES.intersection(text[start:end].split()):
        return None
    return Turn(((blocks[0][0], blocks[-2][1]),), (start, end), (start, end), "byline")


def _with_byline(text: str, blocks: list[Span]) -> Turn | None:
    for number, (start, end) in enumerate(blocks):
        if _FIRST_BLOCKS <= number < len(blocks) - _LAST_BLOCKS or end - start > _SHORT_LINE:
            continue
        found = _BYLINE.match(text, start, end)
        if found is None or found.end() != end:
            continue
        body = blocks[number + 1 :] if number < _FIRST_BLOCKS else blocks[:number]
        if body:
            whole = (body[0][0], body[-1][1])
            return Turn((whole,), found.span("name"), found.span("cue"), "byline")
    return None


def _letter(text: str, blocks: list[Span]) -> Turn | None:
    """From its greeting to its sign-off."""
    greeting = next(
        (
            number
            for number, (start, end) in enumerate(blocks[:_FIRST_BLOCKS])
            if end - start < _SHORT_LINE and _GREETING.match(text, start, end)
        ),
        None,
    )
    if greeting is None:
        return None
    for number in range(len(blocks) - 1, greeting + 1, -1):
        start, end = blocks[number]
        found = _SIGN_OFF.match(text, start, end)
        if found is not None and end - start <= _LONGEST_BLOCK:
            name = found.span("name") if found["name"] else _name_below(text, blocks, number)
            return _whole(blocks, greeting, number, name, found.span("cue"))
    for number in range(len(blocks) - 1, max(greeting + 1, len(blocks) - _LAST_BLOCKS), -1):
        if _SIGNED.match(text, *blocks[number]) and blocks[number][1] - blocks[number][0] < _SHORT_LINE:
            return _whole(blocks, greeting, number, blocks[number], blocks[number])
    return None


def _whole(blocks: list[Span], greeting: int, end: int, name: Span | None, cue: Span) -> Turn:
    return Turn(((blocks[greeting][0], blocks[end - 1][1]),), name, cue, "letter")


def _name_below(text: str, blocks: list[Span], number: int) -> Span | None:
    if number + 1 == len(blocks):
        return None
    start, end = blocks[number + 1]
    return (start, end) if end - start < _SHORT_LINE and text[start].isupper() else None
