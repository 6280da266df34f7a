"""Words, numbers and what becomes of text no page can show."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import parse
from tracker.domain.report_input import ConveyedInput, PassageInput, SourceInput
from tracker.domain.report_words import (
    all_legible,
    clipped,
    direction,
    language_name,
    language_tag,
    legible,
    moment,
    said_when,
    size_in_words,
)
from tracker.domain.scales import SourceKind, Stance


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("tab\tnul\x00", "tab nul\ufffd"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("file\u202egpj.exe", "file[U+202E]gpj.exe"),
        ("\u2067left open", "\u2067left open\u2069"),
        ("\u202bleft open", "\u202bleft open\u202c"),
        ("closes\u2069 nothing\u202c", "closes nothing"),
        ("\u2067in\u202bner\u2069", "\u2067in\u202bner\u202c\u2069"),
        ("\u2068whole\u2069 mark\u200f 👩‍👩‍👧", "\u2068whole\u2069 mark\u200f 👩‍👩‍👧"),
        ("one \u2067open\ntwo", "one \u2067open\u2069\ntwo"),
    ],
)
def test_legible_text_has_no_effect_outside_itself(text, shown):
    assert legible(text) == shown


@given(st.text())
def test_legible_text_can_always_stand_in_xml_and_stays_as_it_is(text):
    shown = legible(text)
    assert ET.fromstring(f"<x>{escape(shown)}</x>").text in (shown, None)
    assert legible(shown) == shown


def test_names_that_run_the_other_way_are_isolated_and_exact_words_are_not():
    source = all_legible(SourceInput("S", "أحمد", SourceKind.PERSON))
    assert source.name == "\u2068أحمد\u2069"
    assert source.kind is SourceKind.PERSON
    assert all_legible(PassageInput("أحمد", 1)).exact == "أحمد"


def test_numbers_dates_and_scale_words_pass_unchanged():
    date = parse("2020-01-01")
    assert all_legible((date, 3, None, Stance.DENIES)) == (date, 3, None, Stance.DENIES)
    assert all_legible(ConveyedInput("A", "x\x00", Stance.DENIES)) == ConveyedInput(
        "A", "x\ufffd", Stance.DENIES
    )


@pytest.mark.parametrize(
    ("text", "way"), [("hello", "ltr"), ("… 12 שלום", "rtl"), ("@x يا", "ltr"), ("12 🎉", "ltr")]
)
def test_the_first_letter_decides_which_way_a_text_runs(text, way):
    assert direction(text) == way


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2020-01-01", "1 January 2020, time not shown"),
        ("2020-01-01~", "about 1 January 2020, time not shown"),
        ("2020-01-01T15:20", "1 January 2020, 15:20"),
        ("2019-12", "December 2019"),
        ("2019-12-31/2020-01-01", "from 31 December 2019 to 1 January 2020"),
    ],
)
def test_a_day_alone_says_that_its_time_is_not_shown(edtf, words):
    assert said_when(parse(edtf)) == words


def test_no_date_says_so():
    assert said_when(None) == "date not shown"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "1 January 2020, 12:00 (UTC)"),
        ("Asia/Baghdad", "1 January 2020, 15:00 (UTC+03:00)"),
        ("America/St_Johns", "1 January 2020, 08:30 (UTC-03:30)"),
    ],
)
def test_instants_are_told_on_the_clock_of_the_report(zone, words):
    assert moment(datetime(2020, 1, 1, 12, tzinfo=UTC), zone) == words


def test_a_cut_says_so_and_falls_between_words():
    assert clipped("short", 10) == "short"
    assert clipped("several words here", 14) == "several words […]"
    assert clipped("unbreakable" * 3, 10) == "unbreakabl […]"
    assert clipped("\u2068שלום שלום שלום\u2069", 12) == "\u2068שלום שלום\u2069 […]"


def test_only_what_can_be_a_language_tag_is_one():
    assert language_tag("ar-IQ") == "ar-IQ"
    assert language_tag('en" onload="x') is None
    assert language_name("ar-IQ") == "Arabic"
    assert language_name("tlh") == "tlh"


def test_sizes_are_whole_bytes():
    assert size_in_words(1_234_567) == "1\u202f234\u202f567 bytes"
