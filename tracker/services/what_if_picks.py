"""The things of a case that a “what if” takes away, as people name them: by label or, of sources, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.domain.english import listed
from tracker.domain.errors import DomainError
from tracker.domain.ids import is_public_id
from tracker.domain.report_words import clipped
from tracker.domain.scales import SourceKind
from tracker.domain.trace_words import quoted
from tracker.domain.what_if_words import opening, question
from tracker.store.queries import what_if as queries
from tracker.store.queries.rows import AnyRow, Rows

MOST_PICKED = 30
_LONGEST_NAME = 60
_TYPED = re.compile(r"(SRC|ST|D|E)(\d{1,9})(?:\s.*)?", re.IGNORECASE | re.DOTALL)


class Kind(Enum):
    """What can be taken away, by the beginning of its label; the value is what a sentence calls it."""

    SRC = "source"
    D = "document"
    E = "capture"
    ST = "statement"


@dataclass(frozen=True, slots=True)
class Picked:
    """Something that is taken away in thought. `asked` is the label of the duplicate that was named."""

    kind: Kind
    row: AnyRow
    asked: str = ""

    @property
    def label(self) -> str:
        label: str = self.row.label
        return label

    @property
    def is_withdrawn(self) -> bool:
        return self.row.withdrawn_at is not None

    @property
    def name(self) -> str:
        """How a sentence names it: “Salim”, “D3 (The siege)”, “Salim in ST7”."""
        name = clipped(" ".join(self.row.name.split()), _LONGEST_NAME)
        if self.kind is Kind.SRC:
            kind: SourceKind = self.row.kind
            return quoted(name) if kind.is_gap else name
        if self.kind is Kind.ST:
            return f"{name} in {self.label}"
        return f"{self.label} (“{name}”)"


@dataclass(frozen=True, slots=True)
class Picks:
    """What was found of what was asked for, and what is wrong with the rest, by the words that were typed."""

    found: tuple[Picked, ...]
    problems: Mapping[str, str]

    @property
    def begin(self) -> str:
        """“If Salim is wrong”."""
        return opening([each.name for each in self.found], are_voices=self._are_voices)

    @property
    def question(self) -> str:
        """“What if Salim is wrong?”"""
        return question([each.name for each in self.found], are_voices=self._are_voices)

    @property
    def _are_voices(self) -> bool:
        return all(each.kind in (Kind.SRC, Kind.ST) for each in self.found)


def pick(session: Session, viewer: Viewer, case_pk: int, references: Sequence[str]) -> Picks:
    """The things of a case that were named by label, public id or, of sources, by exact name."""
    require(viewer, Right.READ, case_pk)
    wanted = list(dict.fromkeys(reference.strip() for reference in references if reference.strip()))
    if len(wanted) > MOST_PICKED:
        raise DomainError(f"At most {MOST_PICKED} things can be taken away at once.", field="without")
    numbers: dict[Kind, list[int]] = defaultdict(list)
    for typed in wanted:
        if match := _TYPED.fullmatch(typed):
            numbers[Kind[match[1].upper()]].append(int(match[2]))
    ids = [typed for typed in wanted if is_public_id(typed)]
    known: dict[str, list[Picked]] = {}
    for kind, query in _QUERIES.items():
        for row in query(session, case_pk, numbers[kind], ids):
            one = _picked(kind, row)
            for name in (one.asked or one.label, row.asked_id if kind is Kind.SRC else row.public_id):
                known[name] = [one]
    _add_called(session, case_pk, [typed for typed in wanted if not _known_as(typed, known)], known)
    return _sorted_out(wanted, known)


_QUERIES: dict[Kind, Callable[[Session, int, Collection[int], Collection[str]], Rows]] = {
    Kind.SRC: queries.sources,
    Kind.D: queries.documents,
    Kind.E: queries.captures,
    Kind.ST: queries.statements,
}


def _picked(kind: Kind, row: AnyRow) -> Picked:
    is_duplicate = kind is Kind.SRC and row.asked != row.label
    return Picked(kind, row, row.asked if is_duplicate else "")


def _known_as(typed: str, known: Mapping[str, list[Picked]]) -> list[Picked]:
    match = _TYPED.fullmatch(typed)
    label = f"{match[1].upper()}{int(match[2])}" if match else typed
    return known.get(label) or known.get(typed.casefold(), [])


def _add_called(session: Session, case_pk: int, names: list[str], known: dict[str, list[Picked]]) -> None:
    if not names:
        return
    for row in queries.sources_called(session, case_pk, names):
        same = known.setdefault(row.bears.casefold(), [])
        if row.label not in {each.label for each in same}:
            same.append(_picked(Kind.SRC, row))


def _sorted_out(wanted: Iterable[str], known: Mapping[str, list[Picked]]) -> Picks:
    found: dict[str, Picked] = {}
    problems: dict[str, str] = {}
    for typed in wanted:
        meant = _known_as(typed, known)
        if len(meant) == 1:
            found.setdefault(meant[0].label, meant[0])
        elif meant:
            labels = listed([each.label for each in meant], "or")
            problems[typed] = f"Several sources are called “{typed}”: write {labels}."
        else:
            problems[typed] = (
                f"There is no “{typed}” in this case. Write the label of a source (SRC2), a document (D3), "
                "a capture (E3) or a statement (ST7), or the exact name of a source."
            )
    return Picks(tuple(found.values()), problems)
