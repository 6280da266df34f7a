"""Numbers, lists, plurals and shares in sentences."""

from __future__ import annotations

import pytest

from tracker.domain.english import agreeing, capital, clauses, counted, ended, listed, percent, small, some


def test_counts_read_as_sentences_do():
    assert counted(1, "document") == "one document"
    assert counted(0, "item") == "no items"
    assert counted(12, "item") == "twelve items"
    assert counted(1_400, "item") == "1,400 items"
    assert counted(2, "entry", "entries") == "two entries"
    assert [agreeing(count, "fall") for count in (0, 1, 2)] == ["fall", "falls", "fall"]
    assert [agreeing(count, "are", "is") for count in (0, 1, 2)] == ["are", "is", "are"]


@pytest.mark.parametrize(
    ("parts", "sentence"), [("", ""), ("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")]
)
def test_lists_have_one_conjunction_and_no_comma_before_it(parts, sentence):
    assert listed(list(parts)) == sentence


def test_of_many_some_are_named_and_the_rest_is_counted():
    assert some(list("abcde")) == "a, b, c, d and e"
    assert some(list("abcdefg")) == "a, b, c, d, e and two more"
    assert some(list("abc"), most=1) == "a and two more"
    assert clauses(list("abc")) == "a; b; c"
    assert clauses(list("abcdefg")) == "a; b; c; d; e; and two more"


def test_only_the_first_letter_changes_its_size():
    assert [capital(text) for text in ("the UN", "")] == ["The UN", ""]
    assert [small(text) for text in ("Usually reliable", "")] == ["usually reliable", ""]


def test_a_reason_becomes_a_sentence_once():
    assert [ended(text) for text in ("why", "why.", "why? ", " ")] == ["why.", "why.", "why?", ""]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0%"),
        (0.0049, "under 1%"),
        (0.0051, "1%"),
        (0.5, "50%"),
        (0.9949, "99%"),
        (0.9951, "over 99%"),
        (1, "100%"),
    ],
)
def test_shares_are_whole_percents_and_never_nearly_nothing_or_everything(share, words):
    assert percent(share) == words
