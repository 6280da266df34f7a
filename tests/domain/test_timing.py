from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import dates
from tracker.domain.timing import TimeVerdict, compare

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text())
TEXTS = [
    "2020-01-01",
    "2020-01-01T15:20",
    "2020-01-01T15:20:30",
    "2020-01-01T15:00/..",
    "../2020-01-01",
    "/2020-01-01",
    "2019-12-31/",
    "2020-01",
    "2020-01~",
    "2019-12-31/2020-01-01",
    "2020-01-02T00:00/2020-01-03T00:00",
]
PARSED = {text: dates.parse(text) for text in TEXTS}


def verdict(a, b):
    return compare(dates.parse(a) if a else None, dates.parse(b) if b else None).verdict


@pytest.mark.parametrize("case", GOLDEN["time"], ids=lambda case: case["why"])
def test_the_agreed_cases(case):
    assert verdict(case["a"], case["b"]) == case["verdict"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (None, "2020-01-01", TimeVerdict.CONTRADICTION),
        (None, None, TimeVerdict.CONTRADICTION),
        ("2020-01-01", "2020-01-02", TimeVerdict.UPDATE),
        ("2020-01-01/2020-01-03", "2020-01-03/..", TimeVerdict.CONTRADICTION),
        ("2020-01-01T10:00/2020-01-01T12:00", "2020-01-01", TimeVerdict.UNDETERMINED),
        ("2020-01-01T15:20", "2020-01-01T15:20", TimeVerdict.CONTRADICTION),
        ("2020-01-01T15:20:30", "2020-01-01T15:20", TimeVerdict.UNDETERMINED),
        ("2020-01-01", "2020-01", TimeVerdict.UNDETERMINED),
        ("../2019-12-31", "2020-01-01/..", TimeVerdict.UPDATE),
        ("2020-01-01/", "2020-06-01", TimeVerdict.UNDETERMINED),
        ("/2020-01-01", "2019-12", TimeVerdict.UNDETERMINED),
        ("/2020-01-01", "2020-02-01", TimeVerdict.UPDATE),
        ("2020-01-01/", "2019-01-01/2020-06-01", TimeVerdict.UNDETERMINED),
    ],
)
def test_only_what_is_certain_is_decided(a, b, expected):
    assert verdict(a, b) is expected


def test_the_reason_is_in_words():
    judgement = compare(PARSED["2020-01-01T15:20"], PARSED["2020-01-01T15:00/.."])
    assert judgement.why == (
        "1 January 2020, 15:20 lies inside “from 1 January 2020, 15:00, with no known end”"
    )


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_it_does_not_matter_which_is_named_first(a, b):
    assert compare(PARSED[a], PARSED[b]).verdict is compare(PARSED[b], PARSED[a]).verdict


def test_two_dates_without_a_time_are_not_said_to_overlap():
    day, month = (dates.parse(text, "Asia/Baghdad") for text in ("2020-01-01", "2020-01"))
    assert compare(day, day).why == (
        "both are dated 1 January 2020 and neither has a time: which came first cannot be told"
    )
    assert compare(month, month).why == (
        "both are dated January 2020 and neither more exactly: which came first cannot be told"
    )
    assert compare(day, month).why == "1 January 2020 and January 2020 overlap, and when exactly is not known"
