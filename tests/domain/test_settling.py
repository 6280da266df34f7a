"""What is settled stands beside what the analysts gave, and never in place of it."""

import pytest

from tracker.domain.scales import Credibility
from tracker.domain.settling import Difference, Opinion, Settlement


def opinions(values):
    return tuple(
        Opinion(name, Credibility(value), f"{name} thinks so", order)
        for order, (name, value) in enumerate(zip(("Ana", "Ben", "Cleo"), values, strict=False))
    )


def settled(value, order=10):
    return Settlement("Lena", Credibility(value), "the log is dated", order)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("224", "Two of three graded it 2 (probably true), one 4 (doubtful)."),
        ("22", "Both analysts graded it 2 (probably true)."),
        ("222", "All three analysts graded it 2 (probably true)."),
        ("3", "One analyst graded it 3 (possibly true)."),
        ("", "Nobody has graded it."),
    ],
)
def test_the_grades_are_counted_in_words(values, words):
    assert Difference(opinions(values)).tally() == words


def test_a_settlement_keeps_the_dissent_with_its_reasons():
    difference = Difference(opinions("224"), settled("4"))
    assert difference.outcome() == (
        "Settled at 4 (doubtful) by Lena, because: the log is dated."
        "\nDissent: Ana graded it 2 (probably true), because: Ana thinks so."
        "\nDissent: Ben graded it 2 (probably true), because: Ben thinks so."
    )
    assert [each.analyst for each in difference.dissent] == ["Ana", "Ben"]
    assert Difference(opinions("44"), settled("4")).outcome().endswith("Nobody dissents.")
    assert Difference(opinions("24")).outcome() == ""


@pytest.mark.parametrize(
    ("values", "settlement", "waits"),
    [
        ("24", None, True),
        ("23", None, False),
        ("26", None, False),
        ("24", settled("3"), False),
        ("24", settled("3", order=0), True),
        ("33", settled("3", order=0), False),
    ],
)
def test_a_split_item_waits_until_it_is_settled_and_again_when_it_is_graded_anew(values, settlement, waits):
    assert Difference(opinions(values), settlement).is_open == waits


def test_grades_given_since_are_named():
    said = Difference(opinions("241"), settled("3", order=0)).outcome()
    assert said.endswith("Graded again since it was settled, by Ben and Cleo: look at it once more.")


def test_one_opinion_alone_is_no_difference():
    assert not Difference(opinions("2")).can_be_settled
    assert Difference(opinions("22")).can_be_settled


def test_where_the_case_shows_no_codes_words_are_enough():
    difference = Difference(opinions("24"), settled("3"))
    assert difference.tally(codes=False) == "One of two graded it probably true, one doubtful."
    assert difference.outcome(codes=False).startswith("Settled at possibly true by Lena, because:")
    assert "Dissent: Ben graded it doubtful, because:" in difference.outcome(codes=False)
