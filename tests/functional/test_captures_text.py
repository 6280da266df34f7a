"""Cutting a text at its passages, and understanding the places people name. No database, no page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.passages import PassageKind
from tracker.domain.scales import SourceKind
from tracker.services.passages import Selection
from tracker.web.captures.choices import as_typed, label_or_text, source_choice
from tracker.web.captures.places import find_words, milliseconds, place_in
from tracker.web.captures.segments import Mark, around, paragraphs


def pieces(text, *marks):
    cut = paragraphs(text, [Mark(name, start, end) for name, start, end in marks])
    return [
        [(each.text, "".join(each.marks), "".join(each.begins)) for each in part.segments] for part in cut
    ]


def test_a_text_without_passages_is_its_paragraphs():
    assert pieces("One.\nStill one.\n\nTwo.\n \n\n\tThree.") == [
        [("One.\nStill one.\n\n", "", "")],
        [("Two.\n \n\n\t", "", "")],
        [("Three.", "", "")],
    ]


def test_overlapping_passages_share_the_piece_they_share():
    assert pieces("abcdefgh", ("A", 1, 5), ("B", 3, 7)) == [
        [("a", "", ""), ("bc", "A", "A"), ("de", "AB", "B"), ("fg", "B", ""), ("h", "", "")]
    ]


def test_the_innermost_passage_comes_last():
    assert pieces("abcdef", ("O", 0, 6), ("I", 2, 4)) == [
        [("ab", "O", "O"), ("cd", "OI", "I"), ("ef", "O", "")]
    ]


def test_two_passages_at_one_place_begin_together():
    assert pieces("abc", ("A", 0, 2), ("B", 0, 2)) == [[("ab", "AB", "AB"), ("c", "", "")]]


def test_a_passage_runs_on_in_the_next_paragraph():
    assert pieces("ab\n\ncd", ("A", 1, 5)) == [
        [("a", "", ""), ("b\n\n", "A", "A")],
        [("c", "A", ""), ("d", "", "")],
    ]


def test_an_empty_text_has_no_paragraphs():
    assert paragraphs("", []) == []


@given(
    st.text(alphabet="a \n\t😀ق", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
def test_the_pieces_are_the_text_and_know_their_passages(text, spans):
    marks = [
        Mark(str(number), min(span), max(span))
        for number, span in enumerate(spans)
        if min(span) < max(span) <= len(text)
    ]
    at = 0
    for part in paragraphs(text, marks):
        assert part.start == at
        for piece in part.segments:
            assert piece.text
            covering = {m.id for m in marks if m.start < at + len(piece.text) and at < m.end}
            assert set(piece.marks) == covering
            assert set(piece.begins) == {m.id for m in marks if m.start == at}
            at += len(piece.text)
        assert part.end == at
    assert at == len(text)


def test_an_excerpt_is_the_paragraphs_touched_and_their_neighbours():
    cut = paragraphs("a\n\nb\n\nc\n\nd\n\ne", [])
    assert [part.segments[0].text.strip() for part in around(cut, 6, 7)] == ["b", "c", "d"]
    assert [part.segments[0].text.strip() for part in around(cut, 0, 4)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("it is over", [(0, 10), (12, 23)]),
        ("  it   is\n over ", [(0, 10), (12, 23)]),
        ("is [over]", []),
        ("   ", []),
        ("It", []),
    ],
)
def test_words_are_found_whatever_white_space_a_browser_made_of_them(words, places):
    found = find_words("it is over, it\nis  over", words)
    assert [(each.start, each.end) for each in found] == places


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("65", 65_000), ("1:05", 65_000), ("1:02:03.5", 3_723_500), ("0:00,25", 250), (" 2:00 ", 120_000)],
)
def test_a_time_code_is_understood(typed, expected):
    assert milliseconds(typed, field="begin") == expected


@pytest.mark.parametrize("typed", ["", "one", "-1", "1:2:3:4", "1.2345", "1:05pm"])
def test_what_is_no_time_code_is_refused_at_its_field(typed):
    with pytest.raises(DomainError) as refused:
        milliseconds(typed, field="end")
    assert refused.value.field == "end"


def capture(modality="text", **content):
    return SimpleNamespace(**{"text": "", "duration_ms": None} | content, modality=modality)


def test_a_span_is_read_from_an_address_and_checked_against_the_text():
    held = capture(text="😀 it is over")
    _, selection = place_in(held, {"start": "2", "end": "7", "exact": "it is"})
    assert selection == Selection(PassageKind.TEXT, start=2, end=7, exact="it is")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"start": "0", "end": "99"},
        {"start": "3", "end": "2"},
        {"start": "-1", "end": "2"},
        {"start": "1e1", "end": "12"},
        {"start": "٢", "end": "5"},
        {"start": "0", "end": "5", "exact": "other"},
        {"start": "9" * 30, "end": "9" * 31},
    ],
)
def test_a_span_that_is_not_there_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        place_in(capture(text="it is over"), typed)
    assert refused.value.field == "passage"


def test_a_box_in_per_cent_becomes_hundredths():
    _, selection = place_in(capture("image"), {"x": "0.1", "y": "33.333", "width": "50", "height": "66.66"})
    assert (selection.x, selection.y, selection.width, selection.height) == (10, 3333, 5000, 6666)


@pytest.mark.parametrize("width", ["", "0", "-5", "60", "wide", "1e9", "NaN", "Infinity"])
def test_a_box_outside_the_picture_is_refused(width):
    with pytest.raises(DomainError) as refused:
        place_in(capture("image"), {"x": "50", "y": "0", "width": width, "height": "10"})
    assert refused.value.field == "passage"


def test_a_stretch_of_time_becomes_milliseconds():
    held = capture("audio", duration_ms=10_000)
    _, selection = place_in(held, {"begin": "0:01.5", "end": "0:02.25"})
    assert (selection.begin_ms, selection.end_ms) == (1500, 2250)
    with pytest.raises(DomainError, match="only 0:10 long"):
        place_in(held, {"begin": "0:01", "end": "0:11"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SRC4 Mustafa Salim", "SRC4"),
        ("src4", "SRC4"),
        ("AS12 It is over\nnow", "AS12"),
        ("SRC4x", "SRC4x"),
        ("Mustafa SRC4", "Mustafa SRC4"),
        (None, None),
    ],
)
def test_what_was_chosen_from_the_suggestions_means_its_label(typed, meant):
    assert label_or_text(typed) == meant


def test_a_chosen_source_reads_as_it_was_offered():
    assert as_typed(4, "Salim") == "SRC4 Salim"
    assert as_typed(None, None) is None
    assert source_choice("SRC4 Salim", SourceKind.ACCOUNT).text == "SRC4"
    assert source_choice(None, None).kind is SourceKind.PERSON
