"""Passages: exact places, checked against the capture, and quotations that leave words out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import passages
from tracker.domain.errors import DomainError
from tracker.domain.passages import Region, TimeRange

TEXT = "Flag 🇮🇶 says: العربية, and again: العربية."


def test_a_span_carries_its_words_and_what_stands_around_them():
    start = TEXT.rindex("العربية")
    span = passages.span(TEXT, start, start + 7)
    assert span.exact == "العربية"
    assert span.prefix.endswith("again: ")
    assert span.suffix == "."


@given(st.text(min_size=1), st.data())
def test_the_exact_words_always_stand_at_the_offsets(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        span = passages.span(text, start, end)
    except DomainError:
        assert not text[start:end].strip()
    else:
        assert text[span.start : span.end] == span.exact
        assert text[: span.start].endswith(span.prefix)
        assert text[span.end :].startswith(span.suffix)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(start, end):
    with pytest.raises(DomainError, match="lie outside this capture") as refused:
        passages.span(TEXT, start, end)
    assert refused.value.field == "passage"


def test_a_span_that_is_not_what_was_seen_is_refused():
    with pytest.raises(DomainError, match="do not stand at that place"):
        passages.span(TEXT, 0, 4, expected="Flags")


def test_white_space_is_no_passage():
    with pytest.raises(DomainError, match="only white space"):
        passages.span("a   b", 1, 3)


@pytest.mark.parametrize("box", [(-1, 0, 10, 10), (0, 0, 0, 10), (9000, 0, 1001, 10), (0, 9999, 1, 2)])
def test_a_box_lies_inside_its_picture(box):
    with pytest.raises(DomainError, match="inside the picture"):
        passages.region(*box)


@pytest.mark.parametrize(("begin", "end"), [(-1, 5), (5, 5), (6, 5), (0, 1001)])
def test_a_time_range_lies_inside_its_recording(begin, end):
    with pytest.raises(DomainError):
        passages.time_range(begin, end, 1000)


def test_places_are_said_in_words():
    assert passages.locator(passages.span(TEXT, 0, 4)) == "characters 0–4"
    assert passages.locator(TimeRange(62_000, 3_723_500)) == "1:02–1:02:03.5"
    assert (
        passages.locator(Region(1000, 2050, 500, 2500))
        == "box 5% × 25% at 10% from the left, 20.5% from the top"
    )


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("they said “we left”", True),
        ('they said "we left"', True),
        ("they […] left", True),
        ("they said [...] left", True),
        ("they sayed [sic] we left", False),
        ("left […] they", False),
        ("they said “we never left”", False),
    ],
)
def test_a_quotation_may_leave_words_out_but_not_change_them(quoted, found):
    assert passages.quotes(quoted, ["Yesterday they said “we  left” at noon."]) is found


def test_sic_is_a_remark_and_no_part_of_the_words():
    assert passages.quotes("they sayed [sic] so", ["they sayed so"])


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (passages.span(TEXT, 0, 4), "characters 0–4"),
        (passages.region(1000, 2050, 3000, 10), "box 30% × 0.1% at 10% from the left, 20.5% from the top"),
        (passages.time_range(500, 3_723_450, None), "0:00.5–1:02:03.4"),
        (passages.time_range(0, 61_000, 61_000), "0:00–1:01"),
    ],
)
def test_a_note_says_in_words_where_a_passage_is(place, words):
    assert passages.locator(place) == words
