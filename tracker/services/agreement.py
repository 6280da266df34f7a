"""What the analysts of a case gave, item by item: where they differ, and how far they agree.

An item is a statement for one of its claims, or a source for a topic. Adjudications, superseded grades and
what was withdrawn are no part of any figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.agreement import (
    Metric,
    Refusal,
    Weights,
    alpha,
    not_judged,
    table,
    weighted_kappa,
)
from tracker.domain.blindness import hides_others
from tracker.domain.off_diagonal import Pair, diagonal_share, letter_for
from tracker.domain.scales import Credibility, GradeScale, Reliability, Term
from tracker.domain.settling import Difference, Opinion, Settlement
from tracker.store.queries import grading_desk as queries
from tracker.store.queries.rows import AnyRow, Rows

SCALES = (GradeScale.CREDIBILITY, GradeScale.RELIABILITY)
NOBODY = "Somebody"
Item = tuple[GradeScale, int, str | None]
Figure = float | Refusal


@dataclass(frozen=True, slots=True)
class Compared:
    """One item with what everybody gave. `about` is a row that says what it is; one grade for each analyst.

    `is_hidden`: this viewer is not shown what others gave before their own grade is in.
    """

    about: AnyRow
    grades: tuple[AnyRow, ...]
    settled: AnyRow | None
    difference: Difference
    is_hidden: bool

    @property
    def part(self) -> str | None:
        """The claim or the topic it was graded for."""
        return part_of(self.about)

    @property
    def seen(self) -> str:
        """Stands for exactly these grades and what was settled: whoever settles them has read them."""
        return " ".join(sorted(row.public_id for row in (*self.grades, self.settled) if row is not None))


@dataclass(frozen=True, slots=True)
class FarApart:
    """A statement that one analyst alone graded, far from the grade of its source."""

    about: AnyRow
    pair: Pair
    is_own: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Two:
    """How far two analysts agree on what both judged."""

    names: tuple[str, str]
    linear: float
    quadratic: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures of one scale, over what the viewer is shown. `two`: the pairs of analysts for whom there is
    enough, by name; `hidden`: how many items are left out, because their grades are hidden from the viewer.
    """

    scale: GradeScale
    hidden: int
    ordinal: Figure
    nominal: Figure
    two: tuple[Two, ...]
    not_judged: tuple[tuple[str, Figure], ...]


class Given:
    """Every grade that counts in a case, read once: each question about them is answered from here."""

    def __init__(self, session: Session, viewer: Viewer, case_pk: int) -> None:
        self._viewer, self._case_pk = viewer, case_pk
        self._take(queries.given(session, viewer, case_pk))

    def _take(self, rows: Rows) -> None:
        self._settled = {item_key(row): row for row in rows if row.is_adjudication}
        # After a merge somebody may have graded both records of a source: the newest of theirs counts.
        self._own = {(row.recorded_by_pk, item_key(row)): row for row in rows if not row.is_adjudication}
        self._names = {row.recorded_by_pk: row.analyst or NOBODY for row in self._own.values()}

    def compared(self) -> list[Compared]:
        """Every item that somebody graded: statements first, each in the order of recording."""
        return self._compared

    @cached_property
    def _compared(self) -> list[Compared]:
        by_item: dict[Item, list[AnyRow]] = defaultdict(list)
        for (_, item), row in self._own.items():
            by_item[item].append(row)
        return [self._compare(item, by_item[item]) for item in sorted(by_item, key=_order)]

    def of(self, scale: GradeScale, target_id: str) -> list[Compared]:
        """The items of one source or statement: its topics, its claims."""
        return [
            each
            for each in self.compared()
            if each.about.scale is scale and each.about.target_id == target_id
        ]

    def far_apart(self) -> list[FarApart]:
        """Statements whose two grades lie far apart, and which nobody else has graded."""
        graders: dict[Item, int] = defaultdict(int)
        for _, item in self._own:
            graders[item] += 1
        return [
            FarApart(
                row,
                pair,
                is_own=row.recorded_by_pk == self._viewer.user_pk,
                is_hidden=row.recorded_by_pk != self._viewer.user_pk
                and (self._is_hidden(row) or row.voice_pk in self._hidden_letters),
            )
            for row, pair in self._pairs(self._own)
            if pair.is_far_apart and graders[item_key(row)] == 1 and item_key(row) not in self._settled
        ]

    def agreement(self, scale: GradeScale) -> Agreement:
        """How far the analysts agree on one scale."""
        given = {key: word_of(row) for key, row in self._shown.items() if row.scale is scale}
        hidden = {item for _, item in self._own.keys() - self._shown.keys() if item[0] is scale}
        ratings = table(given)
        analysts = list(dict.fromkeys(analyst for analyst, _ in given))
        by_analyst: Mapping[int, list[Term]] = {
            one: [word for (analyst, _), word in given.items() if analyst == one] for one in analysts
        }
        return Agreement(
            scale,
            len(hidden),
            alpha(ratings, Metric.ORDINAL),
            alpha(ratings, Metric.NOMINAL),
            tuple(self._two(dict(zip(analysts, ratings, strict=True)))),
            tuple((self._names[one], not_judged(by_analyst[one])) for one in self._by_name(by_analyst)),
        )

    def diagonal_shares(self) -> list[tuple[str, Figure]]:
        """How often each analyst gave a statement the rank of its source, by name; over what is shown."""
        pairs: dict[int, list[Pair]] = defaultdict(list)
        for row, pair in self._pairs(self._shown):
            pairs[row.recorded_by_pk].append(pair)
        return [(self._names[one], diagonal_share(pairs[one])) for one in self._by_name(pairs)]

    @cached_property
    def _shown(self) -> Mapping[tuple[int, Item], AnyRow]:
        """The grades that are not hidden from the viewer: a share or an α would tell what the others are."""
        return {key: row for key, row in self._own.items() if not self._is_hidden(row)}

    @cached_property
    def _hidden_letters(self) -> frozenset[int]:
        """The sources whose letters by others are hidden: a pair shows one of them beside its digit."""
        return frozenset(
            row.target_pk
            for row in self._own.values()
            if row.scale is GradeScale.RELIABILITY and self._is_hidden(row)
        )

    def _by_name(self, analysts: Iterable[int]) -> list[int]:
        """Two people may go by one name."""
        return sorted(analysts, key=lambda pk: (self._names[pk], pk))

    def _compare(self, item: Item, rows: list[AnyRow]) -> Compared:
        settled = self._settled.get(item)
        opinions = tuple(Opinion(row.analyst or NOBODY, word_of(row), row.reason, row.pk) for row in rows)
        settlement = None
        if settled is not None:
            by = settled.analyst or NOBODY
            settlement = Settlement(by, word_of(settled), settled.reason, settled.pk)
        return Compared(
            rows[0],
            tuple(rows),
            settled,
            Difference(opinions, settlement),
            is_hidden=self._is_hidden(rows[0]),
        )

    def _pairs(self, own: Mapping[tuple[int, Item], AnyRow]) -> Iterable[tuple[AnyRow, Pair]]:
        letters: dict[tuple[int, int], list[tuple[str | None, Reliability]]] = defaultdict(list)
        for (analyst, _), row in own.items():
            if row.scale is GradeScale.RELIABILITY:
                letters[analyst, row.target_pk].append((row.topic, Reliability(row.value)))
        for (analyst, _), row in own.items():
            if row.scale is GradeScale.CREDIBILITY:
                letter = letter_for(row.assertion_topic, letters[analyst, row.voice_pk])
                if letter is not None:
                    yield row, Pair(letter, Credibility(row.value))

    def _two(self, ratings: Mapping[int, list[int | None]]) -> Iterable[Two]:
        for one, other in combinations(self._by_name(ratings), 2):
            linear = weighted_kappa(ratings[one], ratings[other], Weights.LINEAR)
            quadratic = weighted_kappa(ratings[one], ratings[other], Weights.QUADRATIC)
            if not isinstance(linear, Refusal) and not isinstance(quadratic, Refusal):
                yield Two((self._names[one], self._names[other]), linear, quadratic)

    def _is_hidden(self, row: AnyRow) -> bool:
        return hides_others(self._viewer, self._case_pk, is_blind=row.is_blind, own_is_in=row.own_is_in)


def word_of(row: AnyRow) -> Term:
    """The word of its scale that a grade stands for."""
    word: Term = row.scale.values(row.value)
    return word


def part_of(row: AnyRow) -> str | None:
    """The claim or the topic for which a grade was given; None where it is of the whole."""
    part: str | None = row.assertion if row.scale is GradeScale.CREDIBILITY else row.topic
    return part


def item_key(row: AnyRow) -> Item:
    """What a grade is of."""
    return row.scale, row.target_pk, part_of(row)


def _order(item: Item) -> tuple[int, int, str]:
    return SCALES.index(item[0]), item[1], item[2] or ""
