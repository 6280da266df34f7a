"""Two wordings of one text, compared by paragraphs and words."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text_changes import marked

TEXTS = st.text(alphabet="ab .\n", max_size=60)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", ()),
        ("Same.", "Same.", (("kept", "Same."),)),
        ("", "New.", (("added", "New."),)),
        ("Old.", "", (("removed", "Old."),)),
        (
            "They left at noon.\n\nEnd.",
            "They left at three.\n\nEnd.",
            (("kept", "They left at "), ("removed", "noon.\n\n"), ("added", "three.\n\n"), ("kept", "End.")),
        ),
        (
            "One.\n\nThree.",
            "One.\n\nTwo.\n\nThree.",
            (("kept", "One.\n\n"), ("added", "Two.\n\n"), ("kept", "Three.")),
        ),
    ],
)
def test_what_differs_is_marked_word_by_word(before, after, found):
    assert marked(before, after) == found


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_marks(before, after):
    found = marked(before, after)
    assert "".join(words for mark, words in found if mark != "added") == before
    assert "".join(words for mark, words in found if mark != "removed") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ab " * 20_000, "ba ab " * 10_000),
        ("x\n" * 40_000, "y\nx\n" * 20_000),
        ("-" * 90_000, "-a" * 45_000),
    ],
    ids=["words", "paragraphs", "one word"],
)
def test_repetitive_texts_are_compared_in_no_time(before, after):
    started = perf_counter()
    assert marked(before, after)
    assert perf_counter() - started < 20  # comparing every pair would take hours
