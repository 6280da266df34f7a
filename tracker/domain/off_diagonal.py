"""The two grades of a statement beside each other: the letter of its source and the digit of what it says.

They are to be judged apart. Among more than 1,400 field reports of the US Army, 87% carried the letter and
the digit of the same rank (A1, B2, C3 …): Baker, McKendry and Mace (1968). So high a share warns that one was
read off the other. And the further the two lie apart, the less analysts agree with one another and with
themselves: Mandel, Irwin, Dhami and Budescu (2023). Such pairs are worth a second opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.agreement import FEWEST_ITEMS, NOT_JUDGED, Refusal, rank
from tracker.domain.scales import Credibility, Reliability

PUBLISHED_SHARE = 0.87
FAR_APART = 3
_STEPS = ("no", "one step", "two steps", "three steps", "four steps")


@dataclass(frozen=True, slots=True)
class Pair:
    """What one analyst gave to a source and to what it said."""

    letter: Reliability
    digit: Credibility

    @property
    def steps(self) -> int | None:
        """How many steps the two lie apart (A1 none, A5 four); None where one says “not judged”."""
        letter, digit = rank(self.letter), rank(self.digit)
        return None if letter is None or digit is None else abs(letter - digit)

    @property
    def is_far_apart(self) -> bool:
        """Whether a second opinion is wanted: A4, A5, B5, D1, E1 and E2."""
        return (self.steps or 0) >= FAR_APART

    @property
    def why(self) -> str:
        """What makes the pair worth a second look, in words that need no codes."""
        said = (
            f"The two grades lie {_STEPS[self.steps or 0]} apart: a source called {_small(self.letter)} said"
            f" something called {_small(self.digit)}. It may be so; or"
        )
        if (rank(self.letter) or 0) < (rank(self.digit) or 0):
            return f"{said} the source is graded too well, or what it says too harshly."
        return f"{said} the source is graded too harshly, or what it says leans on something that repeats it."


def letter_for(topic: str | None, given: Sequence[tuple[str | None, Reliability]]) -> Reliability | None:
    """Which of an analyst's letters for a source goes with what it says on a topic; `given` oldest first.

    The one for that topic, else the one in general, else the newest.
    """
    by_topic = dict(given)
    newest = given[-1][1] if given else None
    return by_topic.get(topic, by_topic.get(None, newest))


def diagonal_share(pairs: Iterable[Pair]) -> float | Refusal:
    """The share of an analyst's pairs that carry the same rank twice, of those where both were judged."""
    steps = [pair.steps for pair in pairs if pair.steps is not None]
    if len(steps) < FEWEST_ITEMS:
        return Refusal(
            f"Too few to say: both the source and what it says must be judged for {FEWEST_ITEMS} statements; "
            f"so far they are for {len(steps)}."
        )
    return steps.count(0) / len(steps)


def _small(word: Reliability | Credibility) -> str:
    assert word not in NOT_JUDGED, "nothing is said of what was not judged"
    return f"“{word.label.lower()}”"
