"""Which part of a list an address asks for, and the way to its other parts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from tracker.domain.scales import Stance
from tracker.web.listing import (
    Pages,
    address_of_list,
    asked_page,
    choices,
    headers,
    narrows,
    pages,
)

app = Flask("listing")
app.add_url_rule("/things/<kind>/", "things", lambda kind: kind)


def at(query: str = ""):
    return app.test_request_context(f"/things/good/?{query}")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9999", 9999), ("9" * 40, 1), ("2.0", 1)],
)
def test_the_page_asked_for_is_a_number_or_the_first(typed, number):
    with at(f"page={typed}"):
        assert asked_page() == number


def test_a_list_that_counts_elsewhere_reads_its_own_parameter():
    with at("page=2&answers=3"):
        assert (asked_page(), asked_page("answers")) == (2, 3)


def test_another_order_keeps_what_is_searched_and_begins_at_the_first_page():
    with at("q=a%26b&kind=&page=7"):
        assert address_of_list(sort="-said") == "/things/good/?q=a%26b&sort=-said"


def test_what_is_taken_away_leaves_nothing_behind():
    with at("withdrawn=only"):
        assert address_of_list(withdrawn=None) == "/things/good/"


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_anchor", "_external", "_method", "kind", "self"])
def test_no_name_in_an_address_means_anything_but_itself(name):
    with at(f"{name}=x"):
        assert address_of_list(page=2) == f"/things/good/?{name}=x&page=2"


def test_a_column_leads_to_its_order_and_the_current_one_to_the_reverse():
    with at("q=gate"):
        shown = headers([("Said", "said"), ("Kind", "kind"), ("Text", "")], "said")
    assert shown == [
        {"label": "Said", "url": "/things/good/?q=gate&sort=-said", "sorted": "ascending"},
        {"label": "Kind", "url": "/things/good/?q=gate&sort=kind", "sorted": None},
        "Text",
    ]


def test_a_reversed_order_leads_back():
    with at():
        (header,) = headers([("Said", "said")], "-said")
    assert (header["url"], header["sorted"]) == ("/things/good/?sort=said", "descending")


@pytest.mark.parametrize(
    ("number", "total", "previous", "after", "summary"),
    [
        (1, 3, "", "", "1–3 of 3"),
        (1, 214, "", "?page=2", "1–50 of 214"),
        (2, 214, "?page=1", "?page=3", "51–100 of 214"),
        (5, 214, "?page=4", "", "201–214 of 214"),
        (21, 12345, "?page=20", "?page=22", "1,001–1,050 of 12,345"),
        (1, 0, "", "", ""),
    ],
)
def test_a_list_says_which_part_this_is_and_leads_to_those_beside_it(number, total, previous, after, summary):
    with at():
        found = pages(number, total=total, size=50)
    assert found == Pages(*(way and f"/things/good/{way}" for way in (previous, after)), summary)


def test_no_more_pages_are_offered_than_can_be_shown():
    with at():
        assert pages(2, total=214, size=50, most=2).next == ""


def test_a_second_list_of_a_page_has_pages_and_addresses_of_its_own():
    with at("page=2"):
        found = pages(
            1, total=90, size=30, name="answers", address="/elsewhere?page=2&answers={answers}".format
        )
    assert found.next == "/elsewhere?page=2&answers=2"


@dataclass(frozen=True)
class Wanted:
    q: str = ""
    withdrawn: bool = False
    sort: str = "name"
    page: int = 1


@pytest.mark.parametrize(
    ("wanted", "narrowed"),
    [
        (Wanted(), False),
        (Wanted(sort="-name", page=3), False),
        (Wanted(q="gate"), True),
        (Wanted(withdrawn=True), True),
    ],
)
def test_order_and_page_take_nothing_away_from_a_list(wanted, narrowed):
    assert narrows(wanted) is narrowed


def test_a_filter_offers_the_words_of_a_scale():
    assert choices(Stance)[0] == (Stance.ASSERTS.value, Stance.ASSERTS.label)
