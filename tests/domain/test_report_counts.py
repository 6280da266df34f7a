"""How a sentence lists the notes it speaks of."""

from __future__ import annotations

import pytest

from tracker.domain.report import Link, Text, plain_text
from tracker.domain.report_counts import linked, plainly


def notes(*numbers, kind="note"):
    return [Link(f"{kind} {number}", f"#{kind}-{number}") for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), ""),
        ((4,), "note 4"),
        ((4, 4), "note 4"),
        ((4, 6), "notes 4 and 6"),
        ((1, 2, 3), "notes 1, 2 and 3"),
        ((1, 2, 3, 4), "notes 1–4"),
        ((1, 3, 4, 5, 6, 9), "notes 1, 3–6 and 9"),
        (range(1, 311), "notes 1–310"),
        ((9, 8, 7, 6), "notes 9, 8, 7 and 6"),
    ],
)
def test_notes_in_a_row_are_told_as_one_range(numbers, words):
    assert plain_text(plainly(linked(notes(*numbers)))) == words


def test_either_end_of_a_range_leads_to_its_note():
    row = linked(notes(2, 3, 4, 5))
    assert row == (Link("notes 2", "#note-2"), "–", Link("5", "#note-5"))


def test_things_of_several_kinds_keep_their_names():
    mixed = [*notes(1), *notes(1, 2, kind="finding"), Text("the rest")]
    assert plain_text(plainly(linked(mixed))) == "note 1, finding 1, finding 2 and the rest"
