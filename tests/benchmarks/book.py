"""Do independent lines tell true claims from false ones better than the number of sources does?

    python -m tests.benchmarks.book CLAIMS.csv TRUTH.csv [SCORES.csv]
    python -m tests.benchmarks.book --scores-only CLAIMS.csv SCORES.csv

CLAIMS has source,object,value; TRUTH object,value; SCORES object,value,score (higher is stronger; between 0
and 1). The scores are made from the claims alone, for every claimed value of every object; the truth is read
after that, only to print the AUC: how often a true claimed value ranks above a false one, ties counting half.

How a score is made:
1. Two values are the same where they differ only in case, spaces, Unicode form, or the order of a list
   (its items separated by ";").
2. `tracker.domain.copying` infers from all claims which sources possibly copy from each other, and how much of
   what each source says is believed. It never sees which claims belong to a known truth.
3. Each object becomes a case: an assertion for each value, a statement for each claim (the source is taken to
   have the object in hand, so that it can be an origin), and a *possible* relay wherever two sources that
   possibly copy say the same; the one with fewer claims repeats the one with more.
4. `tracker.domain.independence` counts the lines of each value, [at least, at most]. *At most* ignores what is
   only possible: it is the number of sources. *At least* is what the score goes by.
5. A value's strength is its lines times what a line of its sources is worth on average (1 for a source nobody
   knows anything about). Its score is (strength + ½) / (strength of all values of the object + 1): the share of
   the evidence on this object that is for it, with the same Beta(½, ½) before it as a track record has.
"""

from __future__ import annotations

import csv
import random
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from operator import attrgetter
from pathlib import Path
from statistics import fmean

from tracker.domain.copying import Copying, infer, weight
from tracker.domain.independence import analyse_all
from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceRec, StatementRec
from tracker.domain.scales import Basis, RelayCertainty, SourceKind, Stance

RESAMPLES, FEWEST_RESAMPLES = 1_000, 50
MOST_RESAMPLED = 3_000_000  # values in all resamples together: large truths are resampled less often
USAGE = (
    "usage: python -m tests.benchmarks.book CLAIMS.csv TRUTH.csv [SCORES.csv]\n"
    "       python -m tests.benchmarks.book --scores-only CLAIMS.csv SCORES.csv"
)

Claim = tuple[str, str, str]  # source, object, value
Key = tuple[str, str]  # object, value as it is written


@dataclass(frozen=True, slots=True)
class Strength:
    """What one claimed value has for it: how many say so, its lines [at least, at most], a line's worth.

    `against` are the others claimed for the same object.
    """

    sources: int
    lines: tuple[int, int]
    worth: float
    against: tuple[Strength, ...] = ()

    @property
    def weighed(self) -> float:
        return self.lines[0] * self.worth

    def share(self, amount: Callable[[Strength], float]) -> float:
        """The part of this amount, over all values of the object, that is for this one; ½ if there is none."""
        mine = amount(self)
        return (mine + 0.5) / (mine + sum(amount(other) for other in self.against) + 1)

    @property
    def score(self) -> float:
        return self.share(attrgetter("weighed"))


def read_claims(path: Path) -> list[Claim]:
    return [(row[0], row[1], row[2]) for row in _rows(path, 3)]


def read_truth(path: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(path, 2)}


def _rows(path: Path, columns: int) -> list[list[str]]:
    """The rows of a CSV file without its header, if it has one; a short row is an error with its number."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0] not in {"source", "object"}]
    for number, row in enumerate(rows, 1):
        if len(row) < columns:
            raise SystemExit(f"{path}: row {number} has {len(row)} columns, not {columns}: {row}")
    return rows


def standard(value: str) -> str:
    """The value in the form in which it is compared."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    items = {" ".join(item.split()) for item in folded.split(";")}
    return ";".join(sorted(items - {""}))


def strengths(claims: Iterable[Claim]) -> dict[Key, Strength]:
    """What every claimed value has for it; different spellings of one value have the same."""
    claims = list(claims)
    copying = infer((source, thing, standard(value)) for source, thing, value in claims)
    said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source, thing, value in claims:
        said[thing][standard(value)].add(source)
    greater = _greater(copying)
    found = {thing: _strengths_of(values, greater, copying.right) for thing, values in said.items()}
    return {(thing, value): found[thing][standard(value)] for _, thing, value in claims}


def _greater(copying: Copying) -> dict[str, set[str]]:
    """For each source those with more claims that it possibly copies, or that possibly copy from it."""
    greater: defaultdict[str, set[str]] = defaultdict(set)
    for suspicion in copying.suspicions:
        greater[suspicion.lesser].add(suspicion.greater)
    return greater


def _strengths_of(
    values: Mapping[str, set[str]], greater: Mapping[str, set[str]], right: Mapping[str, float]
) -> dict[str, Strength]:
    """The strength of each value of one object."""
    graph = case_of(values, greater)
    alone = {
        graph.assertions[label].text: Strength(
            sources=len(sources := values[graph.assertions[label].text]),
            lines=found.lines,
            worth=fmean(sorted(weight(right[source]) for source in sources)),
        )
        for label, found in analyse_all(graph).items()
    }
    return {
        value: replace(strength, against=tuple(alone[other] for other in sorted(alone) if other != value))
        for value, strength in alone.items()
    }


def case_of(values: Mapping[str, set[str]], greater: Mapping[str, set[str]]) -> CaseGraph:
    """The claims on one object as a case: who says which value, and who thereby possibly repeats whom."""
    voices = sorted({source for sources in values.values() for source in sources})
    label_of = {source: f"SRC{number}" for number, source in enumerate(voices, 1)}
    statements: dict[str, StatementRec] = {}
    relays: list[RelayRec] = []
    for number, value in enumerate(sorted(values), 1):
        of_source = {source: f"ST{len(statements) + n}" for n, source in enumerate(sorted(values[value]), 1)}
        for source, label in of_source.items():
            conveys = {f"AS{number}": Stance.ASSERTS}
            statements[label] = StatementRec(label, label_of[source], Basis.DOCUMENT, True, conveys)
            relays += [
                RelayRec(label, of_source[other], RelayCertainty.POSSIBLE)
                for other in sorted(greater.get(source, set()) & of_source.keys())
            ]
    return CaseGraph(
        sources={label: SourceRec(label, SourceKind.OUTLET, name) for name, label in label_of.items()},
        assertions={f"AS{n}": AssertionRec(f"AS{n}", value) for n, value in enumerate(sorted(values), 1)},
        statements=statements,
        relays=tuple(relays),
    )


def write_scores(path: Path, found: Mapping[Key, Strength]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("object", "value", "score"))
        for (thing, value), strength in sorted(found.items()):
            writer.writerow((thing, value, f"{strength.score:.9f}"))


def auc(scored: Iterable[tuple[float, bool]]) -> float:
    """How often a true one ranks above a false one, ties counting half; not a number without both."""
    scored = list(scored)
    true, false = (sorted(score for score, is_true in scored if is_true is kind) for kind in (True, False))
    if not true or not false:
        return nan
    above = sum(bisect_left(false, score) + bisect_right(false, score) for score in true)
    return above / 2 / len(true) / len(false)


MEASURES: Mapping[str, Callable[[Strength], float]] = {
    "number of sources": lambda it: it.sources,
    "lines, at least": lambda it: it.lines[0],
    "share of sources": lambda it: it.share(lambda one: one.sources),
    "share of lines, at least": lambda it: it.share(lambda one: one.lines[0]),
    "share of lines by their worth (the score)": lambda it: it.score,
}


def judged(found: Mapping[Key, Strength], truth: Mapping[str, str]) -> list[str]:
    """The AUC of every measure, and how far the score is ahead of the number of sources, in sentences."""
    by_object: dict[str, list[tuple[list[float], bool]]] = {}
    for (thing, value), strength in sorted(found.items()):
        if thing in truth:
            measured = [measure(strength) for measure in MEASURES.values()]
            by_object.setdefault(thing, []).append((measured, value == truth[thing]))
    units = [unit for of_one in by_object.values() for unit in of_one]
    again = [_aucs(sample) for sample in _resampled(list(by_object.values()), len(units))]
    ahead = _interval(aucs[-1] - aucs[0] for aucs in again)
    return [
        f"{len(units)} claimed values of {len(by_object)} objects, {sum(true for _, true in units)} of them true",
        f"AUC (in brackets 95 % of {len(again)} resamples of the objects):",
        *(
            f"  {value:.3f} {_interval(aucs[place] for aucs in again)}  {name}"
            for place, (name, value) in enumerate(zip(MEASURES, _aucs(units), strict=True))
        ),
        f"the score is ahead of the number of sources by {ahead}",
    ]


def _aucs(units: Sequence[tuple[list[float], bool]]) -> list[float]:
    """The AUC of each measure."""
    return [auc((measured[place], true) for measured, true in units) for place in range(len(MEASURES))]


def _resampled(
    objects: list[list[tuple[list[float], bool]]], size: int
) -> Iterator[list[tuple[list[float], bool]]]:
    """As many objects, drawn with replacement, again and again; the same ones every time."""
    chance = random.Random(1)
    for _ in range(min(RESAMPLES, max(FEWEST_RESAMPLES, MOST_RESAMPLED // size)) if size else 0):
        yield [unit for of_one in chance.choices(objects, k=len(objects)) for unit in of_one]


def _interval(values: Iterable[float]) -> str:
    known = sorted(value for value in values if not isnan(value))
    if not known:
        return "[unknown]"
    cut = len(known) // 40
    return f"[{known[cut]:.3f}, {known[-1 - cut]:.3f}]"


def main(arguments: Sequence[str]) -> None:
    scores_only = arguments[:1] == ["--scores-only"]
    paths = [Path(argument) for argument in arguments[scores_only:]]
    if len(paths) not in ({2} if scores_only else {2, 3}):
        raise SystemExit(USAGE)
    claims = read_claims(paths[0])
    found = strengths(claims)
    if scores_only or len(paths) == 3:
        write_scores(paths[-1], found)
    fewer = sum(strength.lines[0] < strength.lines[1] for strength in found.values())
    print(
        f"{len(claims)} claims by {len({source for source, _, _ in claims})} sources, {len(found)} values; "
        f"for {fewer} of them at least one claim possibly repeats another"
    )
    if not scores_only:
        print("\n".join(judged(found, read_truth(paths[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
