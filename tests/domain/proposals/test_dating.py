"""Dates as written and as counted from the document's own."""

from __future__ import annotations

import pytest

from tracker.domain import dates as edtf
from tracker.domain.proposals.dating import dates


def read(text: str, dct: str | None = "2020-01-01") -> list[tuple[str, str]]:
    return [(text[each.span[0] : each.span[1]], each.edtf) for each in dates(text, dct)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019-12-31", "2019-12-31"),
        ("December 31, 2019", "2019-12-31"),
        ("Tuesday, December 31, 2019", "2019-12-31"),
        ("31 December 2019", "2019-12-31"),
        ("8-May-2006", "2006-05-08"),
        ("Dec. 31", "2020-12-31"),
        ("the 3rd of January", "2020-01-03"),
        ("May, 1750", "1750-05"),
        ("5–6 September 2019", "2019-09-05/2019-09-06"),
        ("the summer of 2019", "2019-06-01/2019-08-31"),
        ("the winter of 2019", "2019-12/2020-02"),
        ("the 1930s", "1930-01-01/1939-12-31"),
        ("the late 1970s", "1975-01-01/1979-12-31"),
        ("the sixties", "1960-01-01/1969-12-31"),
        ("the 19th century", "1800-01-01/1899-12-31"),
        ("400 BCE", "-0399"),
        ("c. 347", "0347"),
        ("by year end", "2020-12-31"),
        ("World War II", "1939-09-01/1945-09-02"),
        ("1987", "1987"),
        ("today", "2020-01-01"),
        ("yesterday", "2019-12-31"),
        ("tomorrow night", "2020-01-02"),
        ("last night", "2019-12-31"),
        ("last week", "2019-12-23/2019-12-29"),
        ("this past week", "2019-12-23/2019-12-29"),
        ("next month", "2020-02"),
        ("last year", "2019"),
        ("last summer", "2019-06-01/2019-08-31"),
        ("last July", "2019-07"),
        ("this years festival", "2020"),
        ("in the last week", "2019-12-25/2020-01-01"),
        ("last quarter", "2019-10-01/2019-12-31"),
        ("three weeks ago", "2019-12-11"),
        ("two years ago", "2018"),
        ("ten months ago", "2019-03"),
        ("a year and a half ago", "2018-07"),
        ("the past five years", "2015/2020"),
        ("on Friday", "2019-12-27"),
        ("last Wednesday", "2019-12-25"),
        ("next Friday", "2020-01-03"),
        ("Christmas Eve", "2020-12-24"),
    ],
)
def test_a_date_means_what_a_reader_of_that_day_understands(written, meant):
    [(_, found)] = read(f"It happened {written}, they say.")
    assert found == meant


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "They march on.",
        "He won 2,000 votes.",
        "It cost $1500.",
        "1500 people came.",
        "5,000 years ago",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    assert read(text) == []


def test_nothing_relative_is_counted_where_nothing_says_from_when():
    assert read("It happened yesterday, two weeks ago, on Friday and last year.", None) == []


def test_the_head_of_a_text_says_from_when_where_nothing_else_does():
    found = dates("Norda, Tuesday, December 31, 2019\n\nIt happened yesterday.", None)
    assert found[-1].edtf == "2019-12-30"
    assert "at the head" in found[-1].why


@pytest.mark.parametrize(
    ("dct", "meant"), [("2020", ["2019"]), ("2020-01", ["2019"]), ("2020-02-31", ["2019"])]
)
def test_a_document_dated_only_to_its_year_gives_years_and_no_days(dct, meant):
    assert [found for _, found in read("It happened last year, not yesterday.", dct)] == meant


def test_a_day_takes_the_year_named_just_before():
    assert read(
        "He left in 1831. On July 14 he was caught, two years later he died, all in the same year."
    ) == [
        ("1831", "1831"),
        ("July 14", "1831-07-14"),
        ("two years later", "1833"),
        ("the same year", "1831"),
    ]


def test_a_day_is_counted_from_the_one_named_just_before():
    assert read("He fell on May 30, 2019 and died the next day.")[1] == ("the next day", "2019-05-31")


def test_a_weekday_ahead_is_the_coming_one():
    assert read("They will meet on Friday.") == [("Friday", "2020-01-03")]


def test_a_month_behind_december_is_the_next_years():
    found = read("They met in November, in December and in January.", "2013-10-09")
    assert [meant for _, meant in found] == ["2013-11", "2013-12", "2014-01"]


def test_a_month_gone_by_in_which_something_will_happen_is_the_next_years():
    assert read("They will meet in February.", "2012-12-12") == [("February", "2013-02")]


def test_a_text_about_another_age_stays_in_it():
    text = f"He was caught in 1831.{' He waited.' * 200} On July 14 he fled."
    assert read(text)[-1] == ("July 14", "1831-07-14")


def test_a_year_of_three_figures_is_read_where_it_can_be_nothing_else():
    assert read("In 348 Pachomius died; in 348 boxes lay his books.") == [("In 348", "0348")]


def test_an_impossible_day_is_left_out():
    assert read("on February 30, 2020") == []


def test_what_is_proposed_can_be_entered_as_it_is():
    text = "last week, in the late 1970s, in winter 2019, in the 3rd century, next month, May 2019, 500 CE"
    found = dates(text, "2020-01-01")
    assert len(found) > 4
    for each in found:
        assert edtf.parse(each.edtf)
