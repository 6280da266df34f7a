"""Settling a difference: what the case goes by where its analysts differ, and who still thinks otherwise.

A settlement replaces nobody's grade. Whoever differs from it is its dissent, and is shown beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tracker.domain.agreement import is_split
from tracker.domain.english import capital, ended, listed, number
from tracker.domain.grade_words import within_a_sentence
from tracker.domain.scales import Term

FEWEST_OPINIONS = 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """One analyst's current grade of an item. `order` grows with the time of recording."""

    analyst: str
    word: Term
    reason: str
    order: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the case goes by: the value a lead set, and why."""

    by: str
    word: Term
    reason: str
    order: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the analysts gave to one item, one opinion each, and what was settled, if anything was."""

    opinions: tuple[Opinion, ...]
    settlement: Settlement | None = None

    @property
    def is_split(self) -> bool:
        """Whether the grades lie two steps apart or more."""
        return is_split(each.word for each in self.opinions)

    @property
    def can_be_settled(self) -> bool:
        """Whether at least two analysts graded it: one opinion alone is no difference."""
        return len(self.opinions) >= FEWEST_OPINIONS

    @property
    def again(self) -> tuple[Opinion, ...]:
        """The opinions given since it was settled."""
        settled = self.settlement
        return tuple(each for each in self.opinions if settled and each.order > settled.order)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be settled: split, and nothing settled, or graded again since."""
        return self.is_split and (self.settlement is None or bool(self.again))

    @property
    def dissent(self) -> tuple[Opinion, ...]:
        """The opinions that differ from what was settled."""
        settled = self.settlement
        return tuple(each for each in self.opinions if settled and each.word != settled.word)

    def tally(self, *, codes: bool = True) -> str:
        """How many gave which grade: “Two of three graded it 2 (probably true), one 4 (doubtful).”."""
        counts = Counter(each.word for each in self.opinions).most_common()
        total = len(self.opinions)
        if not counts:
            return "Nobody has graded it."
        said = [(within_a_sentence(word, codes=codes), count) for word, count in counts]
        (first, most), *others = said
        if not others:
            who = {1: "One analyst", 2: "Both analysts"}.get(total, f"All {number(total)} analysts")
            return f"{who} graded it {first}."
        rest = "".join(f", {number(count)} {words}" for words, count in others)
        return f"{capital(number(most))} of {number(total)} graded it {first}{rest}."

    def outcome(self, *, codes: bool = True) -> str:
        """What was settled by whom, who dissents, and who graded again since: a line for each."""
        settled = self.settlement
        if settled is None:
            return ""
        value = within_a_sentence(settled.word, codes=codes)
        said = [f"Settled at {value} by {settled.by}, because: {ended(settled.reason)}"]
        said += [
            f"Dissent: {each.analyst} graded it {within_a_sentence(each.word, codes=codes)},"
            f" because: {ended(each.reason)}"
            for each in self.dissent
        ]
        if not self.dissent:
            said.append("Nobody dissents.")
        if self.again:
            names = listed([each.analyst for each in self.again])
            said.append(f"Graded again since it was settled, by {names}: look at it once more.")
        return "\n".join(said)
