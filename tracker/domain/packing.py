"""How many sets can be chosen so that no two share a member, and how few members meet every set.

Sets are bit masks. Both are answered exactly by branch and bound within a fixed amount of work; beyond it the
answer is a pair of bounds, and says so. Nothing here knows what a set stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

MOST_STEPS = 200_000
_FEW = 16


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
    ordered = sorted(set(sets))
    if len(ordered) == 1:
        return ordered
    ordered.sort(key=int.bit_count)
    if len(ordered) <= _FEW:
        return _few_minimal(ordered)
    kept: list[int] = []
    alone = 0
    for mask in ordered:
        if mask & (mask - 1):
            break
        kept.append(mask)
        alone |= mask
    larger = [mask for mask in ordered[len(kept) :] if not mask & alone]
    return kept + _many_minimal(larger)


def _few_minimal(ordered: Iterable[int]) -> list[int]:
    kept: list[int] = []
    for candidate in ordered:
        for small in kept:
            if small & candidate == small:
                break
        else:
            kept.append(candidate)
    return kept


def _many_minimal(ordered: Sequence[int]) -> list[int]:
    """The same, where a set is held only against those whose rarest member it has."""
    common: dict[int, int] = {}
    for mask in ordered:
        for bit in members(mask):
            common[bit] = common.get(bit, 0) + 1
    kept: list[int] = []
    by_rarest: dict[int, list[int]] = {}
    for candidate in ordered:
        bits = list(members(candidate))
        nearby = (small for bit in bits for small in by_rarest.get(bit, ()))
        if not any(small & candidate == small for small in nearby):
            kept.append(candidate)
            by_rarest.setdefault(min(bits, key=common.__getitem__), []).append(candidate)
    return kept


def largest_packing(sets: Iterable[int], most_steps: int = MOST_STEPS) -> Bounds:
    """The largest number of pairwise disjoint sets."""
    return Family.of(minimal(sets)).largest_packing(most_steps)


def smallest_hitting(sets: Iterable[int], most_steps: int = MOST_STEPS) -> Bounds:
    """The smallest number of members such that each set has one of them; no set may be empty."""
    return Family.of(minimal(sets)).smallest_hitting(most_steps)


@dataclass(frozen=True, slots=True)
class Family:
    """Sets made ready for both questions: how many share no member with any other, and the rest in pieces."""

    alone: int
    pieces: tuple[_Problem, ...]

    @classmethod
    def of(cls, sets: Sequence[int]) -> Family:
        """A family of sets none of which contains another."""
        larger = [
            mask for mask in sets if mask & (mask - 1)
        ]  # the only set that has its only member is alone
        pieces = _pieces(larger)
        shared = tuple(_turned_around(piece) for piece in pieces if len(piece) > 1)
        return cls(len(sets) - len(larger) + len(pieces) - len(shared), shared)

    def largest_packing(self, most_steps: int = MOST_STEPS) -> Bounds:
        """The largest number of pairwise disjoint sets; `most_steps` of work for each piece."""
        return self._sum(_packing_of(piece, most_steps) for piece in self.pieces)

    def smallest_hitting(self, most_steps: int = MOST_STEPS) -> Bounds:
        """The smallest number of members such that each set has one of them; no set may be empty."""
        return self._sum(_hitting_of(piece, most_steps) for piece in self.pieces)

    def _sum(self, parts: Iterable[Bounds]) -> Bounds:
        found = list(parts)
        return Bounds(
            self.alone + sum(part.low for part in found), self.alone + sum(part.high for part in found)
        )


@dataclass(frozen=True, slots=True)
class _Problem:
    """Some sets, turned around: masks of places, a place being one set.

    `holders[place]` has, for each member of that set, the mask of all sets that have this member;
    `conflicts[place]` is the mask of the other sets that share any. Both answers lie within `bounds`.
    """

    holders: list[list[int]]
    conflicts: list[int]
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", Bounds(_modest(self.conflicts), self.cover(self.everything)))

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


def _modest(conflicts: Sequence[int]) -> int:
    """Disjoint sets, first those in the way of fewest others: seldom far from the largest number."""
    left, count = (1 << len(conflicts)) - 1, 0
    for place in sorted(range(len(conflicts)), key=lambda place: conflicts[place].bit_count()):
        if left >> place & 1:
            left &= ~(conflicts[place] | 1 << place)
            count += 1
    return count


def _packing_of(problem: _Problem, most_steps: int) -> Bounds:
    best, ceiling, steps = problem.bounds.low, problem.bounds.high, 0
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
    floor, best, steps = problem.bounds.low, problem.bounds.high, 0
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
