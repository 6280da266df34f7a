"""The benchmark itself, on claims made up so that the truth is known."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import book
from tests.benchmarks.book import Claim

World = tuple[list[Claim], dict[str, str]]


def agencies(seed: int) -> World:
    """Sixty objects; fifteen sources, right half to nine tenths of the time; five copies of a poor one."""
    chance = random.Random(seed)
    truth = {f"city {number}": "right" for number in range(60)}

    def says(source: str, right: float) -> list[Claim]:
        return [
            (source, thing, "right" if chance.random() < right else f"wrong {chance.randrange(3)}")
            for thing in truth
            if chance.random() < 0.6
        ]

    claims = [claim for n in range(15) for claim in says(f"agency {n}", chance.uniform(0.5, 0.9))]
    poor = says("poor", 0.35)
    copies = [
        (f"copy {n}", thing, value) for n in range(5) for _, thing, value in poor if chance.random() < 0.9
    ]
    return [*claims, *poor, *copies], truth


def gauges(seed: int) -> World:
    """Thirty objects with numbers for values; eight sources of their own, a wrong one and its three copies."""
    chance = random.Random(seed)
    truth = {f"station {number}": f"{chance.gauss(100, 20):.1f}" for number in range(30)}

    def reads(source: str, right: float) -> list[Claim]:
        return [
            (
                source,
                thing,
                level if chance.random() < right else f"{float(level) + chance.gauss(0, 0.3):.1f}",
            )
            for thing, level in truth.items()
            if chance.random() < 0.7
        ]

    claims = [claim for n in range(8) for claim in reads(f"gauge {n}", chance.uniform(0.3, 0.8))]
    wrong = reads("wrong", 0.2)
    copies = [
        (f"copy {n}", thing, value) for n in range(3) for _, thing, value in wrong if chance.random() < 0.9
    ]
    return [*claims, *wrong, *copies], truth


def strangers(seed: int) -> World:
    """No copies at all: ten sources, easy and hard objects, one usual mistake about each."""
    chance = random.Random(seed)
    ease = {f"question {number}": chance.uniform(0.3, 1) for number in range(80)}
    claims = [
        (f"stranger {n}", thing, "right" if chance.random() < easy else "usual mistake")
        for n in range(10)
        for thing, easy in ease.items()
        if chance.random() < 0.7
    ]
    return claims, dict.fromkeys(ease, "right")


def auc_of(world: World, measure: Callable[[book.Strength], float]) -> float:
    claims, truth = world
    return book.auc(
        (measure(strength), value == truth[thing])
        for (thing, value), strength in book.strengths(claims).items()
    )


def by_count(strength: book.Strength) -> float:
    return strength.sources


def by_score(strength: book.Strength) -> float:
    return strength.score


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("make", [agencies, gauges, strangers])
def test_the_score_tells_true_from_false_at_least_as_well_as_counting_sources(make, seed):
    world = make(seed)
    assert auc_of(world, by_score) >= auc_of(world, by_count)


def test_copies_take_lines_from_what_they_repeat_and_from_nothing_else():
    claims, truth = agencies(0)
    found = book.strengths(claims)
    copied = {(thing, value) for source, thing, value in claims if source.startswith("copy")}
    assert all(strength.lines[1] == strength.sources for strength in found.values())
    assert {key for key, strength in found.items() if strength.lines[0] < strength.lines[1]} <= copied
    assert any(found[key].lines[0] == 1 < found[key].sources for key in copied)


def test_the_share_is_that_of_all_evidence_on_the_object():
    for_it, against = book.Strength(3, (2, 3), 1.0), book.Strength(4, (1, 4), 0.5)
    both = book.Strength(3, (2, 3), 1.0, (against,))
    assert for_it.score == pytest.approx(2.5 / 3)
    assert both.score == pytest.approx(2.5 / 3.5)
    assert both.share(by_count) == pytest.approx(3.5 / 8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Knuth;Donald", "donald; knuth"),
        ("12  km", "12 KM"),
        ("a;a;b", "b;a"),
        ("ﬁve", "five"),
        (" x ;", "x"),
    ],
)
def test_values_that_differ_only_in_writing_are_one(one, other):
    assert book.standard(one) == book.standard(other)


@pytest.mark.parametrize(("one", "other"), [("12.5", "12.50"), ("ab", "a b"), ("a;b", "a"), ("1,5", "15")])
def test_other_values_stay_apart(one, other):
    assert book.standard(one) != book.standard(other)


def test_spellings_of_one_value_have_the_same_lines():
    found = book.strengths([("A", "it", "x;y"), ("B", "it", "Y; X"), ("C", "it", "z")])
    assert found["it", "x;y"] == found["it", "Y; X"]
    assert found["it", "x;y"].lines == (2, 2)


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        ([(2, True), (1, False)], 1),
        ([(1, True), (2, False)], 0),
        ([(1, True), (1, False)], 0.5),
        ([(3, True), (1, True), (2, False), (1, False)], 0.625),
    ],
)
def test_the_auc_counts_ties_half(scored, expected):
    assert book.auc(scored) == expected


def test_scores_need_no_truth_and_are_the_same_with_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(book, "RESAMPLES", 20)
    claims, truth = gauges(1)
    written(tmp_path / "claims.csv", [("source", "object", "value"), *claims])
    written(tmp_path / "truth.csv", [("object", "value"), *truth.items()])

    book.main(["--scores-only", str(tmp_path / "claims.csv"), str(tmp_path / "blind.csv")])
    assert "AUC" not in capsys.readouterr().out
    book.main([str(tmp_path / name) for name in ("claims.csv", "truth.csv", "scores.csv")])

    said = capsys.readouterr().out
    assert "number of sources" in said
    assert "(the score)" in said
    assert (tmp_path / "blind.csv").read_bytes() == (tmp_path / "scores.csv").read_bytes()
    with (tmp_path / "blind.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["object"], row["value"]) for row in rows} == {(thing, value) for _, thing, value in claims}
    assert all(0 < float(row["score"]) < 1 for row in rows)


def test_a_row_that_is_too_short_is_named(tmp_path):
    written(tmp_path / "claims.csv", [("A", "it", "x"), ("B", "it")])
    with pytest.raises(SystemExit, match="row 2 has 2 columns, not 3"):
        book.read_claims(tmp_path / "claims.csv")


@pytest.mark.parametrize("arguments", [[], ["one.csv"], ["--scores-only", "one.csv"], ["a", "b", "c", "d"]])
def test_other_arguments_get_the_usage(arguments):
    with pytest.raises(SystemExit, match="usage"):
        book.main(arguments)


def test_without_a_known_truth_it_says_so(tmp_path, capsys):
    written(tmp_path / "claims.csv", [("A", "it", "x")])
    written(tmp_path / "truth.csv", [("other", "x")])
    book.main([str(tmp_path / "claims.csv"), str(tmp_path / "truth.csv")])
    assert "0 claimed values" in capsys.readouterr().out


def written(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
