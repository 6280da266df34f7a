from __future__ import annotations

import pytest

from tracker.importers.claims import (
    date_of_first_line,
    said,
    said_date,
    said_of_making,
    split_archived,
    web_address,
)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        (" date 2020-01-01 Over the past days", "2020-01-01"),
        ("Date: 1 January 2020", "2020-01-01"),
        ("\n\nDATE – January 1, 2020: words", "2020-01-01"),
        ("Published on Wednesday, 1st Jan. 2020", "2020-01-01"),
        ("Posted 2020-01-01T15:20:00Z by", "2020-01-01T15:20:00Z"),
        ("Posted 2020-01-01 15:20 by", "2020-01-01T15:20"),
        ("Posted 2020-01-01 02:20 pm", "2020-01-01"),
        ("Posted 2020-01-01 15:20 EST", "2020-01-01"),
        ("Date: January 2020", "2020-01"),
        ("Date: 2020-01-01~", "2020-01-01~"),
        ("date 2020-02-30 never", None),
        ("date 2020-01-011", None),
        ("date 01/02/2020", None),
        ("The date 2020-01-01", None),
        ("dates 2020-01-01", None),
        ("Dated and old", None),
        ("words\nDate: 2020-01-01", None),
        ("", None),
    ],
)
def test_a_date_is_taken_only_where_the_first_line_states_it(line, date):
    assert date_of_first_line(line) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-01-01T12:30:00.000+0000", "2020-01-01T12:30:00+00:00"),
        ("2020", "2020"),
        ("2020-01-01 or so", None),
        ("yesterday", None),
        (None, None),
        ("9" * 5000, None),
    ],
)
def test_a_claimed_date_is_nothing_but_a_date(text, date):
    assert said_date(text) == date


def test_names_lose_line_ends_and_control_characters_and_have_an_end():
    assert said("  Jane\n\x07 Roe\ud800 ") == "Jane Roe"
    assert said("\u202eمصطفى") == "\u202eمصطفى"
    assert said(" \n") is None
    assert len(said("x" * 9999) or "") == 500


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/a",
        "https://",
        "http://a b",
        "http://[::1",
        "https://e.org/" + "x" * 2000,
    ],
)
def test_only_a_web_address_is_an_address(text):
    assert web_address(text) is None


@pytest.mark.parametrize(
    ("text", "address", "archive"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1", None),
        ("https://web.archive.org/web/20200101000000if_/http://e.org/x", "http://e.org/x", "same"),
        ("https://archive.ph/20200101-101010/https://e.org/x", "https://e.org/x", "same"),
        ("https://archive.is/AbC12", None, "same"),
        ("https://perma.cc/AB12-CD34", None, "same"),
        (None, None, None),
    ],
)
def test_an_archives_link_names_the_page_it_holds(text, address, archive):
    assert split_archived(text) == (address, text if archive else None)


def test_when_a_file_was_made_is_told_without_calling_it_publication():
    assert said_of_making(None, "x") == ()
    assert said_of_making("2020-01-01", "2020-01-02") == (
        "The file says it was made on 2020-01-01 and last changed on 2020-01-02; when it was published it does not say.",
    )
