"""Whether a track record predicts: speakers' checked claims of one set, their claims of another.

    python -m tests.benchmarks.liar DIRECTORY

DIRECTORY holds train.tsv and valid.tsv of the LIAR data set (Wang 2017, six ratings of 12,800 claims). True,
mostly true and half true count as right, the rest as wrong. The record of a speaker (column 5) is made of
train.tsv; what is predicted is each claim of valid.tsv. The counts the data set carries itself (columns 9 to
13) include the very claim they stand beside and are not read.

A Brier score is the mean squared distance between the share that was expected and what came out: lower is
better. Nothing here is a test: it prints figures, and says whether the record beats both simpler guesses.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import mean

from tracker.domain.english import percent
from tracker.domain.track_record import Tally, fitted_prior, pooled_mean

RIGHT = {"half-true", "mostly-true", "true"}
LABEL, SPEAKER = 1, 4
Claim = tuple[str, bool]
Guess = Callable[[str], float]


def claims(path: Path) -> Iterator[Claim]:
    """The speaker of each claim, and whether it was right. The file quotes nothing: a tab ends a column."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            yield columns[SPEAKER], columns[LABEL] in RIGHT


def tallies(history: Iterable[Claim]) -> dict[str, Tally]:
    counted = Counter(history)
    speakers = dict.fromkeys(speaker for speaker, _ in counted)
    return {speaker: Tally(counted[speaker, True], counted[speaker, False]) for speaker in speakers}


def guesses(records: dict[str, Tally], base: float) -> dict[str, Guess]:
    """Ways to guess whether a speaker's next claim is right; of a speaker without a record always the base."""
    prior = fitted_prior(records.values())
    nothing = Tally()

    def where(holds: Callable[[Tally], bool], guess: Callable[[Tally], float]) -> Guess:
        def of(speaker: str) -> float:
            tally = records.get(speaker, nothing)
            return guess(tally) if holds(tally) else base

        return of

    return {
        "base rate": lambda _: base,
        "raw share": where(lambda tally: tally.resolved > 0, lambda tally: tally.right / tally.resolved),
        "record's mean": where(lambda tally: tally.resolved > 0, lambda tally: tally.mean),
        "record's mean, from five on": where(lambda tally: tally.is_enough, lambda tally: tally.mean),
        "drawn towards the pool": lambda speaker: pooled_mean(records.get(speaker, nothing), prior),
    }


def brier(guess: Guess, future: list[Claim]) -> float:
    return mean((guess(speaker) - came_true) ** 2 for speaker, came_true in future)


def calibration(records: dict[str, Tally], future: list[Claim], bins: int = 5) -> Iterator[str]:
    """Claims of speakers with a track record, in bins of equal size by its mean: what was expected, what came."""
    known = [claim for claim in future if claim[0] in records and records[claim[0]].is_enough]
    known.sort(key=lambda claim: records[claim[0]].mean)
    for number in range(bins):
        part = known[len(known) * number // bins : len(known) * (number + 1) // bins]
        low, high = (mean(records[speaker].interval[end] for speaker, _ in part) for end in (0, 1))
        expected = mean(records[speaker].mean for speaker, _ in part)
        came = mean(came_true for _, came_true in part)
        inside = "inside" if low <= came <= high else "outside"
        yield (
            f"  {len(part):4} claims: expected {percent(expected)}, between {percent(low)} and {percent(high)}; "
            f"came out {percent(came)}: {inside}"
        )


def main(directory: Path) -> None:
    history, future = list(claims(directory / "train.tsv")), list(claims(directory / "valid.tsv"))
    records = tallies(history)
    base = mean(came_true for _, came_true in history)
    known = [claim for claim in future if claim[0] in records]
    enough = [claim for claim in known if records[claim[0]].is_enough]
    print(f"{len(history)} claims of {len(records)} speakers; base rate {base:.3f}")
    print(
        f"{len(future)} claims predicted, {len(known)} of known speakers, {len(enough)} with a track record"
    )
    a, b = fitted_prior(records.values())
    print(f"the pool looks drawn from Beta({a:.2f}, {b:.2f})")
    scores = {}
    print(f"{'Brier score of':<30} {'all':>8} {'with a record':>14}")
    for name, guess in guesses(records, base).items():
        scores[name] = brier(guess, future)
        print(f"{name:<30} {scores[name]:8.4f} {brier(guess, enough):14.4f}")
    simpler = min(scores["base rate"], scores["raw share"])
    for name in ("record's mean", "record's mean, from five on", "drawn towards the pool"):
        print(f"{name}: {'better' if scores[name] < simpler else 'NOT better'} than base rate and raw share")
    print("calibration, by the record's mean:")
    print("\n".join(calibration(records, future)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
