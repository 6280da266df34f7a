"""Letter and digit beside each other: which pairs want a second opinion, and how many follow one another."""

from itertools import product

import pytest

from tracker.domain.agreement import Refusal
from tracker.domain.off_diagonal import Pair, diagonal_share, letter_for
from tracker.domain.scales import Credibility, Reliability

A, B, C, F = (Reliability(value) for value in "ABCF")


def pair(code):
    return Pair(Reliability(code[0]), Credibility(code[1]))


def test_pairs_three_steps_apart_or_more_want_a_second_opinion():
    far = [a + b for a, b in product("ABCDEF", "123456") if pair(a + b).is_far_apart]
    assert far == ["A4", "A5", "B5", "D1", "E1", "E2"]


@pytest.mark.parametrize(
    ("code", "steps"), [("A1", 0), ("C3", 0), ("B4", 2), ("E1", 4), ("F1", None), ("A6", None), ("F6", None)]
)
def test_how_far_a_pair_lies_apart(code, steps):
    assert pair(code).steps == steps


def test_the_reason_says_what_is_strange_in_words():
    assert pair("A5").why.startswith(
        "The two grades lie four steps apart: a source called “completely reliable” said something called"
        " “improbable”."
    )
    assert "repeats it" in pair("E1").why
    assert "three steps" in pair("D1").why


@pytest.mark.parametrize(
    ("topic", "given", "letter"),
    [
        ("palace", [("street", A), (None, B), ("palace", C)], C),
        ("palace", [("street", A), (None, B)], B),
        ("palace", [(None, B), ("street", A)], B),
        ("palace", [("street", A), ("harbour", C)], C),
        (None, [("street", A)], A),
        (None, [], None),
    ],
)
def test_the_letter_is_the_one_for_the_topic(topic, given, letter):
    assert letter_for(topic, given) == letter


def test_the_diagonal_share_counts_what_was_judged_twice():
    assert diagonal_share(map(pair, ["A1", "B2", "C3", "B4", "F6", "F1"])) == Refusal(
        "Too few to say: both the source and what it says must be judged for 5 statements; "
        "so far they are for 4."
    )
    assert diagonal_share(map(pair, ["A1", "B2", "C3", "B4", "A5", "F6"])) == pytest.approx(0.6)
