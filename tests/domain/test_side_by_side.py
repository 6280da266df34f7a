"""Two texts side by side, paragraph beside paragraph."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.side_by_side import Row, side_by_side

TEXTS = st.text('abc de.\n“"', max_size=60)


def told(rows: tuple[Row, ...]) -> list[tuple[str | None, str | None, bool]]:
    return [(row.old and row.old.text.strip(), row.new and row.new.text.strip(), row.is_same) for row in rows]


def test_what_changed_stands_beside_what_it_became():
    old = "Head.\n\nThey left at noon, it was said.\n\nA line that goes away.\n\nThe end.\n"
    new = "Head.\n\nPut in before it.\n\nThey left at three, it was said.\n\nThe end.\n"
    assert told(side_by_side(old, new)) == [
        ("Head.", "Head.", True),
        (None, "Put in before it.", False),
        ("They left at noon, it was said.", "They left at three, it was said.", False),
        ("A line that goes away.", None, False),
        ("The end.", "The end.", True),
    ]


def test_the_words_that_differ_are_marked_on_their_side():
    [row] = side_by_side("They left at noon.", "They left at three.")
    assert row.before == (("kept", "They left at "), ("removed", "noon."))
    assert row.after == (("kept", "They left at "), ("added", "three."))


def test_of_a_paragraph_that_changed_its_layout_is_not_marked():
    [row] = side_by_side("He said “no” at  noon.", 'He said "no" at three.')
    assert row.before == (("kept", "He said “no” at  "), ("removed", "noon."))
    assert row.after == (("kept", 'He said "no" at '), ("added", "three."))


def test_white_space_and_the_shape_of_quotation_marks_are_no_change():
    rows = side_by_side("\n\nHe said “no”.\nAnd left.", 'He  said "no".\n\n\nAnd left.\n')
    assert [row.is_same for row in rows] == [True, True]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", "New."), ("Old.", "")])
def test_a_text_may_be_empty(old, new):
    assert told(side_by_side(old, new)) == [(old or None, new or None, False)] * bool(old or new)


@given(TEXTS, TEXTS)
def test_every_paragraph_of_both_stands_there_once_and_in_order(old, new):
    rows = side_by_side(old, new)
    for side, text in (("old", old), ("new", new)):
        pieces = [getattr(row, side) for row in rows if getattr(row, side)]
        assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
        assert all(text[piece.start : piece.end] == piece.text for piece in pieces)
    for row in rows:
        assert "".join(words for _, words in row.before) == (row.old.text if row.old else "")
        assert "".join(words for _, words in row.after) == (row.new.text if row.new else "")


@given(TEXTS)
def test_a_text_beside_itself_is_the_same_throughout(text):
    assert all(row.is_same for row in side_by_side(text, text))


def test_long_texts_are_compared_in_no_time():
    chance = Random(5)
    lines = [f"Line {at} says {chance.random()} of it.\n" for at in range(20_000)]
    mixed = chance.sample(lines, len(lines))
    started = perf_counter()
    assert side_by_side("".join(lines), "".join(f"Not {line}" for line in lines))
    assert len(side_by_side("same\n" * 30_000, "same\nother\n" * 20_000)) == 40_000
    assert side_by_side("".join(lines[:4000]), "".join(mixed[:4000]))
    assert perf_counter() - started < 20
