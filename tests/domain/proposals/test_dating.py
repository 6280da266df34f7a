"""Dates as written and as counted from the document's own."""

from __future__ import annotations

import pytest

from tracker.domain import dates as edtf
from tracker.domain.proposals.dating import dates
from tracker.domain.proposals.proposing import propose


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
        ("Dec. 31", "2019-12-31"),
        ("the 3rd of January", "2020-01-03"),
        ("May, 1750", "1750-05"),
        ("5–6 September 2019", "2019-09-05/2019-09-06"),
        ("the summer of 2019", "2019-06/2019-08"),
        ("the winter of 2019", "2019-12/2020-02"),
        ("the 1930s", "1930-01-01/1939-12-31"),
        ("the late 1970s", "1975-01-01/1979-12-31"),
        ("the sixties", "1960-01-01/1969-12-31"),
        ("the 19th century", "1800-01-01/1899-12-31"),
        ("AD 79", "0079"),
        ("the ’90s", "1990/1999"),
        ("the early 90s", "1990/1994"),
        ("the swinging 60s", "1960/1969"),
        ("in nineteen eighty-four", "1984"),
        ("in twenty oh six", "2006"),
        ("in nineteen hundred", "1900"),
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
        ("last summer", "2019-06/2019-08"),
        ("last July", "2019-07"),
        ("this years festival", "2020"),
        ("in the last week", "2019-12-25/2020-01-01"),
        ("last quarter", "2019-10-01/2019-12-31"),
        ("three weeks ago", "2019-12-11"),
        ("two years ago", "2018"),
        ("ten months ago", "2019-03"),
        ("a year and a half ago", "2018-07"),
        ("the past five years", "2015-01-02/2020-01-01"),
        ("the next five years", "2020/2025"),
        ("the past ten days", "2019-12-22/2020-01-01"),
        ("throughout the weekend", "2019-12-28/2019-12-29"),
        ("last weekend", "2019-12-28/2019-12-29"),
        ("this past weekend", "2019-12-28/2019-12-29"),
        ("this weekend", "2019-12-28/2019-12-29"),
        ("last winter", "2018-12/2019-02"),
        ("this winter", "2019-12/2020-02"),
        ("next winter", "2020-12/2021-02"),
        ("this spring", "2020-03/2020-05"),
        ("May 5 last year", "2019-05-05"),
        ("in October last year", "2019-10"),
        ("December 27", "2019-12-27"),
        ("in November", "2019-11"),
        ("in March", "2020-03"),
        ("Friday, December 27", "2019-12-27"),
        ("on Friday, May 3", "2019-05-03"),
        ("the 12th of October last", "2019-10-12"),
        ("on Friday", "2019-12-27"),
        ("last Wednesday", "2019-12-25"),
        ("next Friday", "2020-01-03"),
        ("Christmas Eve", "2019-12-24"),
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
        "He plays every Friday, on a Sunday, on Saturday mornings and on Black Friday.",
        "Merry Christmas. Friday the 13th. To this day it stands.",
        "It was founded in 508 BC, in the 5th century BC, from 1200 to about 400 BCE.",
        "the last months of his life, the last five months of her life, her last years",
        "in the 30s°F, twenty sixteen-year-olds, nineteen eighty people",
        "the day before the attack, two years before the war, three weeks earlier than planned",
        "He spent the weekend alone; the weekend, there are three clubs.",
        "that night, the following month, the year after, on the fifth, 5–72",
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
        "He left in 1831. On July 14 he was caught, two years later he died, his son in the same year."
    ) == [
        ("1831", "1831"),
        ("July 14", "1831-07-14"),
        ("two years later", "1833"),
        ("the same year", "1833"),
    ]


def test_a_day_is_counted_from_the_one_named_just_before():
    assert read("He fell on May 30, 2019 and died the next day.")[1] == ("the next day", "2019-05-31")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("He fell on May 30, 2019. That night he died.", "2019-05-30"),
        ("He fell on May 30, 2019 and died three days later.", "2019-06-02"),
        ("He fell on May 30, 2019; a month earlier, he had wed.", "2019-04"),
        ("He fell on May 30, 2019; he had married the day before.", "2019-05-29"),
        ("He fell on May 30, 2019. The following month she left.", "2019-06"),
        ("He fell on May 30, 2019, we heard on the 31st.", "2019-05-31"),
        ("He fell in May 2019. That same year she left.", "2019"),
        ("He fell in May 2019. She left in March the same year.", "2019-03"),
        ("He fell in 2018. She left in March the following year.", "2019-03"),
        ("He fell last week. She left the week before that.", "2019-12-16/2019-12-22"),
        ("Photograph, 1871 – 72", "1872"),
        ("It took 170 years later, in 1896.", "1896"),
        ("The ceremony is of 1859. They meet on the 1st day of Feb. next, it says.", "1860-02-01"),
        ("A decade later than 1990: in 2000 he came, a decade later he left.", "2010"),
        ("He fell on February 29, 2016 and woke up four years ago today.", "2016-01-01"),
        ("Pope Damasus died in December of 384, his friend on 30 September 420.", "0420-09-30"),
        ("c. 314 – 368, he says", "0368"),
        ("From January to March 2011 they stayed.", "2011-03"),
        ("He wed in 1655. For the next five years he served. (1660)", "1660"),
    ],
)
def test_what_is_told_by_another_date_is_counted_from_it(text, meant):
    assert meant in [found for _, found in read(text)]


def test_the_second_month_gives_its_year_to_the_first():
    assert read("From March to August 2011 and from November to March 2013")[::2] == [
        ("March", "2011-03"),
        ("November", "2012-11"),
    ]


def test_of_another_age_years_are_counted_from_the_one_named_last():
    assert read("He wed in 1655. For the next five years he served.")[-1] == (
        "the next five years",
        "1655/1660",
    )


def test_a_year_named_for_itself_far_ahead_says_nothing_of_the_next_day():
    assert read("expires: 2035. They met on January 3.")[-1][1] == "2020-01-03"


def test_a_day_alone_on_its_line_is_when_what_follows_was_written():
    text = "January 5\n\nYesterday we left.\n\nHello! It is January 8, and tomorrow we rest."
    assert [meant for _, meant in read(text)][1::2] == ["2020-01-04", "2020-01-09"]


def test_what_a_post_tells_is_counted_from_the_day_of_the_post():
    text = "I left yesterday.\n— Ana (@ana) January 9, 2020\n\nHe left yesterday."
    found = propose(text, dct="2020-02-01").dates
    assert [each.edtf for each in found] == ["2020-01-08", "2020-01-09", "2020-01-31"]
    assert found[0].why == "counted from the date of the post"


def test_two_figures_behind_an_apostrophe_are_of_the_nearest_century():
    assert read("class of ’21, class of ’71") == [("’21", "2021"), ("’71", "1971")]


@pytest.mark.parametrize("dct", ["0001-01-01", "9900-12-31", "2020-02-29"])
def test_no_date_is_counted_out_of_the_calendar(dct):
    text = (
        "the past 500 years, the next 500 years, last week, next week, this weekend, next month, last month,"
        " yesterday, tomorrow, 900 days ago, 3 years ago today, last winter, next quarter, on Friday, next Friday,"
        " 100 months ago, next year, last year, 50 decades ago, the next 9 decades, that day, a day later"
    )
    for each in dates(text, dct):
        assert edtf.parse(each.edtf)


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
    text = "last week, in the late 1970s, in winter 2019, in the 3rd century, next month, May 2019, 500 CE, 400 BCE"
    found = dates(text, "2020-01-01")
    assert len(found) > 4
    for each in found:
        assert edtf.parse(each.edtf)
