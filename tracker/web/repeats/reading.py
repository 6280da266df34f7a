"""What the page of hints shows: each with both passages beside each other and what accepting would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.access import Viewer
from tracker.domain.own_words import own_words
from tracker.domain.repeats import Effect, Hint, UnrecordedAgency, effects
from tracker.services.repeats import Found, find
from tracker.store.queries import repeats as queries
from tracker.store.queries.rows import AnyRow, page_within
from tracker.web.repeats.forms import AcceptForm, RefuseForm

PAGE = 10
ANSWERS = 30
_BESIDE, _LONGEST = 300, 1600
Form = AcceptForm | RefuseForm


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; shared: the other text has it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its statement, where it stands, and the words there and around."""

    row: AnyRow
    place: AnyRow | None
    when: str
    pieces: tuple[Piece, ...]
    is_cut: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Card:
    """One hint, ready to be answered; no forms for whoever may only read."""

    hint: Hint
    key: str
    earlier: Side
    later: Side
    effects: tuple[Effect, ...]
    accept: AcceptForm
    refuse: RefuseForm


@dataclass(frozen=True, slots=True)
class Group:
    """The hints on one assertion."""

    label: str
    text: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class RepeatsPage:
    """`total` counts all open hints, `groups` hold those of this page. `standing` are the answers of theirs,
    the newest first, out of `answered`.
    """

    groups: list[Group]
    total: int
    page: int
    agencies: Sequence[tuple[UnrecordedAgency, AnyRow]]
    standing: Sequence[AnyRow]
    answered: int
    answers_page: int
    taken_back: Sequence[AnyRow]


def read_repeats(
    session: Any,
    viewer: Viewer,
    case_pk: int,
    *,
    assertion: str | None,
    page: int,
    answers_page: int = 1,
    answering: tuple[str, Form] | None = None,
) -> RepeatsPage:
    """The hints of a case, or on one assertion; `answering` is the form sent with the key of its hint."""
    found = find(session, viewer, case_pk, assertion)
    keys = [key_of(hint) for hint in found.hints]
    if answering and answering[0] in keys:
        page = keys.index(answering[0]) // PAGE + 1
    page = page_within(page, len(keys), PAGE)
    shown = found.hints[(page - 1) * PAGE : page * PAGE]
    answers = queries.decisions(session, viewer, case_pk)
    standing = [row for row in answers if row.withdrawn_at is None]
    answers_page = page_within(answers_page, len(standing), ANSWERS)
    return RepeatsPage(
        groups=_groups(found, [_card(found, hint, answering) for hint in shown]),
        total=len(keys),
        page=page,
        agencies=[(each, found.statements[each.item]) for each in found.agencies],
        standing=standing[(answers_page - 1) * ANSWERS : answers_page * ANSWERS],
        answered=len(standing),
        answers_page=answers_page,
        taken_back=[row for row in answers if row.withdrawn_at is not None],
    )


def key_of(hint: Hint) -> str:
    """How an address names a hint."""
    return f"{hint.later}-{hint.earlier}"


def _groups(found: Found, cards: Iterable[Card]) -> list[Group]:
    groups: dict[str, Group] = {}
    for card in cards:
        label = card.hint.assertions[0]
        text = found.held.graph.assertions[label].text
        groups.setdefault(label, Group(label, text, [])).cards.append(card)
    return list(groups.values())


def _card(found: Found, hint: Hint, answering: tuple[str, Form] | None) -> Card:
    sent = answering[1] if answering and answering[0] == key_of(hint) else None
    return Card(
        hint=hint,
        key=key_of(hint),
        earlier=_side(found, hint, hint.earlier, hint.later),
        later=_side(found, hint, hint.later, hint.earlier),
        effects=effects(found.held.graph, hint),
        accept=sent if isinstance(sent, AcceptForm) else accept_form(found, hint, formdata=None),
        refuse=sent if isinstance(sent, RefuseForm) else refuse_form(hint, formdata=None),
    )


def accept_form(found: Found, hint: Hint, **sent: Any) -> AcceptForm:
    """The form that accepts a hint: what was sent, or with `formdata=None` as it is first shown."""
    form = AcceptForm(**sent, prefix=f"accept-{key_of(hint)}-", data={"reason": hint.reason})
    names = {label: f"{label}, {found.statements[label].source_name}" for label in (hint.earlier, hint.later)}
    form.ask_of(hint, names)
    return form


def refuse_form(hint: Hint, **sent: Any) -> RefuseForm:
    """The form that refuses a hint, in the same way."""
    return RefuseForm(**sent, prefix=f"refuse-{key_of(hint)}-")


def _side(found: Found, hint: Hint, label: str, other: str) -> Side:
    item, its = found.held.by_label[label], found.held.by_label[other]
    pieces: tuple[Piece, ...] = ()
    is_cut = False, False
    if item.text is not None and item.start is not None and item.end is not None:
        text = found.held.texts[item.text]
        start, end = _excerpt(text, item.start, item.end)
        also = set(own_words(found.held.texts[its.text]).runs) if its.text else set()
        shared = [*own_words(text).stretch(start, end).shared_with(also), *_shown(hint, text, start, end)]
        pieces = tuple(_pieces(text, start, end, sorted(shared)))
        is_cut = start > 0, end < len(text)
    return Side(
        row=found.statements[label],
        place=found.places.get(label),
        when=str(item.published or "time not known"),
        pieces=pieces,
        is_cut=is_cut,
    )


def _excerpt(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage, or the beginning of a very long one, with some words on either side."""
    first = max(0, start - _BESIDE)
    last = min(len(text), min(end, start + _LONGEST) + _BESIDE)
    before, after = text.find(" ", first, start), text.rfind(" ", end, last)
    return (before + 1 if first and before >= 0 else first), (
        after if last < len(text) and after >= 0 else last
    )


def _shown(hint: Hint, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where in an excerpt the very words stand that the evidence names."""
    for words in filter(None, (each.shown for each in hint.evidence)):
        yield from (match.span() for match in re.compile(re.escape(words)).finditer(text, start, end))


def _pieces(text: str, start: int, end: int, shared: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The excerpt cut where sharing begins and ends; spans that overlap become one."""
    here = start
    for begin, stop in shared:
        if begin > here:
            yield Piece(text[here:begin], is_shared=False)
        if stop > here:
            yield Piece(text[max(here, begin) : stop], is_shared=True)
            here = stop
    if here < end:
        yield Piece(text[here:end], is_shared=False)
