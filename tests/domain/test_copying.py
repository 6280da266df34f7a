from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.copying import UNTRIED_RIGHT, Copying, infer, weight

Answers = list[tuple[str, str, str]]

QUESTIONS = [f"q{number}" for number in range(120)]


def answering(chance: random.Random, source: str, right: float) -> Answers:
    """One source that knows for itself, and errs in one of five ways."""
    return [
        (source, question, "true" if chance.random() < right else f"wrong {chance.randrange(5)}")
        for question in QUESTIONS
        if chance.random() < 0.7
    ]


def copying_from(chance: random.Random, source: str, original: Answers) -> Answers:
    """One source that takes nine in ten of another's answers, and half of its questions."""
    return [
        (source, question, answer if chance.random() < 0.9 else "true")
        for _, question, answer in original
        if chance.random() < 0.5
    ]


def newsroom(seed: int) -> Answers:
    """Fifteen that know for themselves, a mediocre one, and four that copy from it."""
    chance = random.Random(seed)
    answers = [said for n in range(15) for said in answering(chance, f"own {n}", 0.5 + 0.03 * n)]
    original = answering(chance, "original", 0.5)
    copies = [said for n in range(4) for said in copying_from(chance, f"copy {n}", original)]
    return [*answers, *original, *copies]


def suspected(copying: Copying) -> set[frozenset[str]]:
    return {frozenset({one.lesser, one.greater}) for one in copying.suspicions}


@pytest.mark.parametrize("seed", range(5))
def test_copies_are_suspected_and_whoever_knows_for_itself_is_not(seed):
    copies = ["original", *(f"copy {n}" for n in range(4))]

    found = suspected(infer(newsroom(seed)))

    assert found <= {frozenset(pair) for pair in combinations(copies, 2)}
    assert {frozenset({"original", copy}) for copy in copies[1:]} <= found


def test_agreeing_on_what_everybody_says_shows_nothing():
    everybody = [(f"s{n}", question, "true") for n in range(12) for question in QUESTIONS]
    assert infer(everybody).suspicions == ()


def others(questions: list[str]) -> Answers:
    return [(f"other {n}", question, "usual") for n in range(6) for question in questions]


def test_a_single_shared_answer_shows_nothing():
    few = QUESTIONS[:1]
    assert infer([("a", few[0], "rare"), ("b", few[0], "rare"), *others(few)]).suspicions == ()
    assert infer([("a", few[0], "rare"), ("b", few[0], "rare")]).suspicions == ()


def test_the_same_rare_answers_are_suspicious_unless_others_differ():
    ten = QUESTIONS[:10]
    shared: Answers = [(source, question, "rare") for source in "ab" for question in ten]
    apart = [(source, question, f"{source} alone") for source in "ab" for question in QUESTIONS[10:50]]

    (only,) = infer([*shared, *others(ten)]).suspicions
    assert {only.lesser, only.greater} == {"a", "b"}
    assert (only.agree, only.differ) == (10, 0)
    assert only.log_odds > 0
    assert infer([*shared, *apart, *others(QUESTIONS[:50])]).suspicions == ()


def test_the_greater_is_the_one_that_answered_more():
    twenty = QUESTIONS[:20]
    shared: Answers = [(source, question, "rare") for source in "ab" for question in twenty]
    beside = [("b", "more", "usual"), ("a", "differ", "x"), ("b", "differ", "y")]
    (only,) = infer([*shared, *beside, *others(twenty)]).suspicions
    assert (only.lesser, only.greater) == ("a", "b")
    assert (only.agree, only.differ) == (20, 1)


def test_agreeing_on_easy_questions_shows_nothing_however_often_both_err_on_hard_ones():
    sources = [f"s{number}" for number in range(40)]
    easy = [(source, question, "true") for source in sources for question in QUESTIONS[:60]]
    hard = [
        (sources[(first + place) % len(sources)], f"hard {first} {number}", f"answer {place}")
        for first in range(len(sources))
        for number in range(20)
        for place in range(3)
    ]
    assert infer([*easy, *hard]).suspicions == ()


def test_who_is_right_more_often_is_believed_more():
    right = infer(newsroom(0)).right
    assert right["own 14"] > right["own 7"] > right["own 0"]
    assert all(0 < value < 1 for value in right.values())


def test_beyond_the_limit_the_same_questions_are_looked_at_every_time():
    answers = newsroom(1)
    part = infer(answers, most_pairs=2_000)
    assert part == infer(answers[::-1], most_pairs=2_000)
    assert part != infer(answers)
    assert part.right.keys() == infer(answers).right.keys()


def test_without_time_for_any_question_nothing_is_suspected():
    nothing = infer(newsroom(1), most_pairs=-1)
    assert nothing.suspicions == ()
    assert set(nothing.right.values()) == {UNTRIED_RIGHT}


def test_no_answers_suggest_nothing():
    assert infer([]) == Copying((), {})


def test_an_answer_weighs_more_the_oftener_its_source_is_right_and_never_less_than_nothing():
    weights = [weight(step / 20) for step in range(21)]
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert weight(UNTRIED_RIGHT) == pytest.approx(1)


ANSWERS = st.lists(st.tuples(*(st.sampled_from(words) for words in ("abcdef", "123456", "xyz"))), max_size=60)


@given(ANSWERS, st.randoms())
def test_neither_order_nor_repetition_of_the_answers_matters(answers, chance):
    again = [*answers, *answers[:5]]
    chance.shuffle(again)
    assert infer(again) == infer(answers)


@given(ANSWERS)
def test_each_pair_is_suspected_once_and_never_itself(answers):
    found = infer(answers).suspicions
    pairs = suspected(infer(answers))
    assert len(pairs) == len(found)
    assert all(len(pair) == 2 for pair in pairs)
