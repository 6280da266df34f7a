"""What became of what a published report rests on, and what a notice answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.published_since import Event, Fate, Graded, regraded, unanswered
from tracker.domain.scales import Credibility, NoticeKind

PUBLISHED = datetime(2020, 1, 10, tzinfo=UTC)
TRUE, DOUBTFUL = Credibility.PROBABLY_TRUE, Credibility.DOUBTFUL


def day(number):
    return PUBLISHED + timedelta(days=number)


def grade(value, at, until=None, target=("ST1",)):
    return Graded(target, value, day(at), None if until is None else day(until))


def event(at, **content):
    return Event(Fate.WITHDRAWN, "statement", "x", "ST1", day(at), **content)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (event(1), "was withdrawn from the case."),
        (event(1, because="A misreading."), "was withdrawn from the case: A misreading."),
        (event(1, name="The siege"), "(The siege) was withdrawn from the case."),
        (event(1, is_cited=False), ", which stands behind what is cited, was withdrawn from the case."),
    ],
)
def test_an_event_is_told_after_the_label_of_its_record(made, words):
    assert made.words == words


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ([grade(TRUE, -2)], []),
        ([grade(TRUE, -2, 1), grade(DOUBTFUL, 1)], ["4 (doubtful), not 2 (probably true) any longer"]),
        ([grade(DOUBTFUL, 1)], ["4 (doubtful), not graded when it was published"]),
        ([grade(TRUE, -2, 1), grade(DOUBTFUL, 1, 2), grade(TRUE, 2)], []),
        ([grade(DOUBTFUL, -3, -2), grade(TRUE, -2)], []),
        ([grade(TRUE, -2), grade(DOUBTFUL, -1)], []),
        ([grade(TRUE, -2), grade(DOUBTFUL, 1)], ["4 (doubtful), not 2 (probably true) any longer"]),
        (
            [grade(TRUE, -2), grade(DOUBTFUL, 1, target=("ST2",))],
            ["4 (doubtful), not graded when it was published"],
        ),
    ],
)
def test_a_grade_counts_where_another_would_be_printed_now(grades, words):
    assert [told for _, told in regraded(grades, PUBLISHED)] == words


@pytest.mark.parametrize(
    ("notices", "left"),
    [
        ([], [1, 3]),
        ([(NoticeKind.CORRECTION, day(2))], [3]),
        ([(NoticeKind.CORRECTION, day(4)), (NoticeKind.CORRECTION, day(2))], []),
        ([(NoticeKind.SUPERSEDED, day(0))], []),
    ],
)
def test_a_notice_answers_what_happened_before_it_and_superseding_answers_all(notices, left):
    assert unanswered([event(1), event(3)], notices) == tuple(map(event, left))
