"""Who possibly copies from whom, judged only by who gave which answer to which question.

Many sources answer many questions; nobody says where the answers come from, and nobody knows which are right.
Agreeing on what most believe shows little, because independent sources that know the answer agree as well.
Agreeing on what hardly anybody else says shows much. What is right and who copies are therefore worked out in
turns, each from the other, a few times over. A suspicion is no proof: it warrants a *possible* relay, which
can only ever add dependence.

The reasoning is that of Dong, Berti-Equille and Srivastava, "Integrating conflicting data: the role of source
dependence" (VLDB 2009), made simpler: suspicion has no direction, and a question may have any number of wrong
answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import exp, log
from zlib import crc32

TAKEN = 2 / 3  # of a copier's answers are taken over, the rest is its own; 0.6 to 0.8 does as well
WRONG = 10  # answers a mistaken source could give to one question; from 2 to 100 little changes
UNTRIED_RIGHT, UNTRIED_ANSWERS = 0.8, 10  # a source begins as if it had given 10 answers, 80% right
USUAL_ANSWERS = 10  # a question begins as if it had 10 answers more, right as often as answers usually are
SURELY = 0.99  # no source is taken to be right, or wrong, more often than this
FEWEST = 10  # sources: fewer are treated as if they were so many, lest one shared answer make two suspicious
ROUNDS = 3  # of estimating what is right and who copies; further ones change next to nothing
MOST_PAIRS = 4_000_000  # agreeing pairs of answers to look at; beyond it a fixed sample of questions is taken

Pair = tuple[str, str]
Answer = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two sources of which one possibly copies from the other; `greater` has answered at least as much.

    `agree` and `differ` count the questions both answered. `log_odds` (natural logarithm, above 0) is that of
    one copying from the other against both knowing for themselves.
    """

    lesser: str
    greater: str
    agree: int
    differ: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Copying:
    """What the answers alone suggest: the suspicions, and how much of what each source says is believed."""

    suspicions: tuple[Suspicion, ...]
    right: Mapping[str, float]


def weight(right: float) -> float:
    """What one answer of a source that is right so often is worth; 1 for a source never seen before.

    By how much the answer shifts the odds for it (Bayes), as a logarithm; never below 0.
    """
    return _shift(right) / _shift(UNTRIED_RIGHT)


def infer(answers: Iterable[Answer], *, most_pairs: int = MOST_PAIRS) -> Copying:
    """What answers (source, question, answer) suggest; their order means nothing, nor do repetitions.

    Answers are equal or not: making them comparable is the caller's business. Where there are more agreeing
    pairs than `most_pairs`, a sample of the questions is looked at, the same one every time.
    """
    given = frozenset(answers)
    sheet = _Sheet.of(_sampled(given, most_pairs))
    right = dict.fromkeys(sheet.size, UNTRIED_RIGHT)
    evidence: dict[Pair, float] = {}
    suspected: frozenset[Pair] = frozenset()
    for _ in range(ROUNDS):
        believed = _believed(sheet, right, suspected)
        right = _right(sheet, believed)
        evidence = _evidence(sheet, believed, right)
        suspected = frozenset(pair for pair, odds in evidence.items() if odds > 0)
    return Copying(
        tuple(
            Suspicion(lesser, greater, sheet.agree[pair], sheet.differ(pair), evidence[pair])
            for pair in sorted(suspected)
            for greater, lesser in [pair]
        ),
        {source: right.get(source, UNTRIED_RIGHT) for source, _, _ in given},
    )


@dataclass(frozen=True)
class _Sheet:
    """Who gave which answer. Sources stand in order of how much they answered, the greatest first."""

    voices: Mapping[str, Mapping[str, Sequence[str]]]
    size: Mapping[str, int]
    asked: Mapping[str, int]

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> _Sheet:
        size = Counter(source for source, _, _ in answers)
        voices: dict[str, dict[str, list[str]]] = {}
        asked: dict[str, int] = dict.fromkeys(size, 0)
        for source, question, answer in sorted(answers, key=lambda said: (-size[said[0]], said)):
            voices.setdefault(question, {}).setdefault(answer, []).append(source)
        for place, given in enumerate(voices.values()):
            for source in {source for sources in given.values() for source in sources}:
                asked[source] |= 1 << place
        return cls(voices, size, asked)

    @cached_property
    def agree(self) -> Counter[Pair]:
        """In how many answers two sources agree, for those that agree in any."""
        return Counter(
            pair
            for given in self.voices.values()
            for same in given.values()
            for pair in combinations(same, 2)
        )

    def differ(self, pair: Pair) -> int:
        """To how many questions both gave an answer, but not the same."""
        return max(0, (self.asked[pair[0]] & self.asked[pair[1]]).bit_count() - self.agree[pair])


def _sampled(answers: frozenset[Answer], most_pairs: int) -> frozenset[Answer]:
    """The answers to as many questions as there is time for, chosen as if by lot (by checksum)."""
    same = Counter((question, answer) for _, question, answer in answers)
    pairs: Counter[str] = Counter()
    for (question, _), count in same.items():
        pairs[question] += count * (count - 1) // 2
    left, kept = most_pairs, set()
    for question in sorted(pairs, key=lambda question: (crc32(question.encode()), question)):
        left -= pairs[question]
        if left >= 0:
            kept.add(question)
    return frozenset(said for said in answers if said[1] in kept)


def _shift(right: float) -> float:
    return max(0.0, log(WRONG) + _logit(right))


def _logit(probability: float) -> float:
    sure = min(max(probability, 1 - SURELY), SURELY)
    return log(sure / (1 - sure))


def _likely(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _believed(
    sheet: _Sheet, right: Mapping[str, float], suspected: frozenset[Pair]
) -> dict[str, dict[str, float]]:
    """How probable each answer is, by Bayes, when whoever possibly copies from a greater one is left out."""
    believed = {}
    for question, given in sheet.voices.items():
        votes = {
            answer: sum(_shift(right[source]) for source in _apart(same, suspected))
            for answer, same in given.items()
        }
        most = max(votes.values())
        unnamed = max(WRONG - len(votes), 0) * exp(-most)
        whole = sum(exp(vote - most) for vote in votes.values()) + unnamed
        believed[question] = {answer: exp(vote - most) / whole for answer, vote in votes.items()}
    return believed


def _apart(same: Sequence[str], suspected: frozenset[Pair]) -> list[str]:
    """Those that possibly copy from none of the greater ones that say the same."""
    return [
        source
        for place, source in enumerate(same)
        if not any((greater, source) in suspected for greater in same[:place])
    ]


def _right(sheet: _Sheet, believed: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How often each source is right, as far as what it says is believed."""
    total = dict.fromkeys(sheet.size, UNTRIED_ANSWERS * UNTRIED_RIGHT)
    for question, given in sheet.voices.items():
        for answer, same in given.items():
            for source in same:
                total[source] += believed[question][answer]
    return {source: total[source] / (UNTRIED_ANSWERS + size) for source, size in sheet.size.items()}


def _evidence(
    sheet: _Sheet, believed: Mapping[str, Mapping[str, float]], right: Mapping[str, float]
) -> dict[Pair, float]:
    """The log odds of copying for every pair that agrees in anything.

    Before looking, a source is expected to copy from one other at most: the odds begin at one in so many
    sources. Every question to which the two differ speaks against copying, every agreement for it; but to an
    easy question, which nearly all answer alike, agreement is what one expects.
    """
    start, differing = -log(max(len(sheet.size), FEWEST)), log(1 - TAKEN)
    odds = {pair: start + differing * sheet.differ(pair) for pair in sheet.agree}
    ease = _ease(sheet, believed)
    for question, given in sheet.voices.items():
        mistaken = {answer: len(same) * (1 - believed[question][answer]) for answer, same in given.items()}
        whole = sum(mistaken.values()) + 1
        for answer, same in given.items():
            gain = _gain(believed[question][answer], (mistaken[answer] + 0.5) / whole)
            here = [(source, _likely(_logit(right[source]) + ease[question])) for source in same]
            for (one, its_right), (other, others_right) in combinations(here, 2):
                odds[one, other] += gain(its_right, others_right)
    return odds


def _ease(sheet: _Sheet, believed: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """By how much, in log odds, everybody is likelier to be right on each question than usually.

    As in Rasch's model of tests, but never below 0: a crowd that copies a mistake makes any question
    look hard.
    """
    right = {
        question: sum(len(same) * believed[question][answer] for answer, same in given.items())
        for question, given in sheet.voices.items()
    }
    usual = sum(right.values()) / max(1, sum(sheet.size.values()))
    ease = {}
    for question, given in sheet.voices.items():
        answers = sum(map(len, given.values()))
        here = (right[question] + USUAL_ANSWERS * usual) / (answers + USUAL_ANSWERS)
        ease[question] = max(0.0, _logit(here) - _logit(usual))
    return ease


def _gain(true: float, popular: float) -> Callable[[float, float], float]:
    """How much agreement in one answer speaks for copying, given how often each of two sources is right.

    `true` is how probable the answer is, `popular` how likely the mistaken are to hit on this very answer.
    Independent sources agree if both are right, or both are wrong in the same way; where one copies, only the
    other need be right, or wrong in this way.
    """
    false = 1 - true
    both_wrong, one_wrong = false * popular * popular, false * popular

    def gain(a: float, b: float) -> float:
        either = (a + b) / 2
        apart = true * a * b + both_wrong * (1 - a) * (1 - b)
        copied = true * either + one_wrong * (1 - either)
        return log(1 - TAKEN + TAKEN * copied / apart)

    return gain
