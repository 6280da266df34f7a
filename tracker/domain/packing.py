"""How many sets can be chosen so that no two share a member, and how few members meet every set.

Sets are bit masks. Both are answered exactly by branch and bound within a fixed amount of work; beyond it the
answer is a pair of bounds, and says so. Nothing here knows what a set stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

MOST_STEPS = 400_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number known to lie between `low` and `high`; exact where they are the same."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


def members(mask: int) -> Iterator[int]:
    """The single-bit masks of a set, lowest first."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def minimal(sets: Iterable[int]) -> list[int]:
    """The sets that contain no other one, smallest first."""
    kept: list[int] = []
    by_lowest: dict[int, list[int]] = {}  # only sets whose lowest member it has can lie within a candidate
    heads = 0
    for candidate in sorted(set(sets), key=lambda mask: (mask.bit_count(), mask)):
        nearby = (small for bit in members(candidate & heads) for small in by_lowest[bit])
        if not any(small & candidate == small for small in nearby):
            kept.append(candidate)
            head = candidate & -candidate
            by_lowest.setdefault(head, []).append(candidate)
            heads |= head
    return kept


def largest_packing(sets: Iterable[int], most_steps: int = MOST_STEPS) -> Bounds:
    """The largest number of pairwise disjoint sets."""
    found = [_packing_of(problem, most_steps) for problem in _problems(sets)]
    return Bounds(sum(part.low for part in found), sum(part.high for part in found))


def smallest_hitting(sets: Iterable[int], most_steps: int = MOST_STEPS) -> Bounds:
    """The smallest number of members such that each set has one of them; no set may be empty."""
    found = [_hitting_of(problem, most_steps) for problem in _problems(sets)]
    return Bounds(sum(part.low for part in found), sum(part.high for part in found))


@dataclass(frozen=True, slots=True)
class _Problem:
    """Some sets, turned around: masks of places, a place being one set.

    `holders[place]` has, for each member of that set, the mask of all sets that have this member;
    `conflicts[place]` is the mask of the other sets that share any.
    """

    holders: list[list[int]]
    conflicts: list[int]

    @property
    def everything(self) -> int:
        return (1 << len(self.holders)) - 1

    def cover(self, left: int) -> int:
        """Members, taken greedily, that meet all sets in `left`: an upper bound of both answers."""
        count = 0
        while left:
            holders = self.holders[_lowest(left)]
            left &= ~max((mask & left for mask in holders), key=int.bit_count)
            count += 1
        return count

    def apart(self, left: int) -> int:
        """Disjoint sets, taken greedily: a lower bound of both answers."""
        count = 0
        while left:
            place = _lowest(left)
            left &= ~(self.conflicts[place] | 1 << place)
            count += 1
        return count

    def modest(self) -> int:
        """Disjoint sets, always the one in the way of fewest others: seldom far from the largest number."""
        left, count = self.everything, 0
        while left:
            bit = min(members(left), key=lambda bit: (self.conflicts[_lowest(bit)] & left).bit_count())
            left &= ~(self.conflicts[_lowest(bit)] | bit)
            count += 1
        return count


def _problems(sets: Iterable[int]) -> list[_Problem]:
    """One problem for each group of sets that shares no member with another group."""
    return [_turned_around(piece) for piece in _pieces(minimal(sets))]


def _pieces(sets: Sequence[int]) -> list[list[int]]:
    """Sets that share members, directly or through others, together; smallest sets first in each piece."""
    holders: dict[int, list[int]] = {}
    for place, mask in enumerate(sets):
        for bit in members(mask):
            holders.setdefault(bit, []).append(place)
    pieces: list[list[int]] = []
    placed: set[int] = set()
    for start in range(len(sets)):
        if start in placed:
            continue
        placed.add(start)
        piece = [start]
        for place in piece:  # grows while it is walked
            for bit in members(sets[place]):
                beside = [other for other in holders.pop(bit, ()) if other not in placed]
                placed.update(beside)
                piece += beside
        pieces.append([sets[place] for place in sorted(piece)])
    return pieces


def _turned_around(sets: Sequence[int]) -> _Problem:
    held_by: dict[int, int] = {}
    for place, mask in enumerate(sets):
        for bit in members(mask):
            held_by[bit] = held_by.get(bit, 0) | 1 << place
    holders = [sorted({held_by[bit] for bit in members(mask)}) for mask in sets]
    conflicts = [reduce(or_, masks, 0) & ~(1 << place) for place, masks in enumerate(holders)]
    return _Problem(holders, conflicts)


def _packing_of(problem: _Problem, most_steps: int) -> Bounds:
    best, ceiling, steps = problem.modest(), problem.cover(problem.everything), 0
    pending = [(problem.everything, 0)]
    while pending and best < ceiling:
        if steps > most_steps:
            return Bounds(best, ceiling)
        left, taken, busiest = _take_the_free(*pending.pop(), problem.conflicts)
        steps += 2 * left.bit_count() + 1
        if not left:
            best = max(best, taken)
        elif taken + problem.cover(left) > best:
            without = left & ~(1 << busiest)
            pending.append((without, taken))
            pending.append((without & ~problem.conflicts[busiest], taken + 1))
    return Bounds(best, best)


def _take_the_free(left: int, taken: int, conflicts: Sequence[int]) -> tuple[int, int, int]:
    """Take what costs at most one other set, until nothing does; then name the one that costs most."""
    while left:
        busiest, most, freed = 0, -1, False
        for bit in members(left):
            if not left & bit:
                continue
            place = _lowest(bit)
            rivals = conflicts[place] & left
            if rivals & (rivals - 1) == 0:
                left &= ~(rivals | bit)
                taken += 1
                freed = True
            elif rivals.bit_count() > most:
                busiest, most = place, rivals.bit_count()
        if not freed:
            return left, taken, busiest
    return 0, taken, 0


def _hitting_of(problem: _Problem, most_steps: int) -> Bounds:
    floor, best, steps = problem.apart(problem.everything), problem.cover(problem.everything), 0
    nobody: frozenset[int] = frozenset()
    pending = [(problem.everything, nobody, 0)]
    while pending and best > floor:
        if steps > most_steps:
            return Bounds(floor, best)
        left, passed_over, chosen = pending.pop()
        steps += left.bit_count() + 1
        if not left:
            best = min(best, chosen)
        elif chosen + problem.apart(left) < best:
            choices = _worth_trying(problem.holders[_lowest(left)], left, passed_over)
            # Whoever was tried need not be tried again further down: the best first, so pushed last.
            for number in reversed(range(len(choices))):
                without = passed_over.union(choices[:number])
                pending.append((left & ~choices[number], without, chosen + 1))
    return Bounds(best, best)


def _worth_trying(holders: Iterable[int], left: int, passed_over: frozenset[int]) -> list[int]:
    """The members of one set that meet most of what is left; not one that meets only what another does."""
    choices: list[int] = []
    candidates = [mask for mask in holders if mask not in passed_over]
    for mask in sorted(candidates, key=lambda mask: (-(mask & left).bit_count(), mask)):
        if not any(mask & left & ~better == 0 for better in choices):
            choices.append(mask)
    return choices


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
