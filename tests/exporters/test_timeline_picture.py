from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.drawings import SVG, must_be_legible, must_fit_a_page, words_of
from tracker.domain.dates import parse
from tracker.domain.timeline import Entry, Moment, Timeline, Told
from tracker.exporters.timeline_picture import draw, parts_of

DATES = (
    "2008",
    "2019-12~",
    "2019-12-31",
    "2020-01-01",
    "2020-01-01T15:20",
    "2020-01-01T15:21",
    "2020-01-01T15:00/..",
    "../2020-01-02",
    "/2020-01-02",
    "2020-01-05/",
    "2019-12-31T15:00/2020-01-01T16:00:30",
)
NAMES = (
    "Mo",
    "مصطفى سليم الصحفي في بغداد",
    "聯合國駐伊拉克援助團發言人",
    "A name without an end " * 12,
    "W" * 300,
)


def at(text, *kinds):
    return Moment(kinds or (Told.SAID,), parse(text, "Asia/Baghdad"))


def entry(note, *moments, source="Mo", gist="They left"):
    return Entry(note, source, gist, moments)


def timeline(*entries, **more):
    dated = tuple(one for one in entries if one.moments)
    undated = tuple(one for one in entries if not one.moments)
    return Timeline(dated, undated, "Asia/Baghdad", **more)


def drawn(found):
    return [draw(part, title="What was said when") for part in parts_of(found)]


def marks(svg):
    return [group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("class") == "timeline-mark"]


moments = st.builds(
    Moment,
    st.lists(st.sampled_from(list(Told)), min_size=1, max_size=4, unique=True).map(tuple),
    st.sampled_from([parse(text, "Asia/Baghdad") for text in DATES]),
)
entries = st.builds(
    Entry,
    st.integers(1, 2000),
    st.sampled_from(NAMES),
    st.sampled_from(("They left", "لقد غادرت الميليشيا المجمع. " * 9, "")),
    st.lists(moments, max_size=5).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=30))
def test_every_part_is_legible_on_a_page_and_together_they_tell_every_statement(found):
    whole = timeline(*found)
    told = []
    for part in parts_of(whole):
        svg = draw(part, title="What was said when")
        must_be_legible(svg)
        must_fit_a_page(svg)
        assert len(marks(svg)) == sum(len(one.moments) for one in part.dated)
        told += [*part.dated, *part.undated]
        for one in (*part.dated, *part.undated):
            assert one.words in part.words
            assert str(one.note) in words_of(svg)
    assert told == [*whole.dated, *whole.undated]


def test_sixty_statements_take_pages_of_about_the_same_length():
    parts = parts_of(
        timeline(*(entry(note, at("2020-01-01"), at("2020-01-02", Told.PUBLISHED)) for note in range(1, 61)))
    )
    lengths = [len(part.dated) for part in parts]
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize(
    ("text", "ends"), [("2020-01-01/..", 1), ("../2020-01-01", 1), ("2019-12-31/2020-01-01", 0)]
)
def test_an_open_end_is_an_arrow(text, ends):
    [svg] = drawn(timeline(entry(1, at(text)), entry(2, at("2019-01-01"))))
    arrows = [node for node in ET.fromstring(svg).iter() if node.get("class") == "timeline-open"]
    assert len(arrows) == ends


def widths(svg):
    return [path.get("stroke-width") for mark in marks(svg) for path in mark if "H" in path.get("d", "")]


def test_some_time_within_a_day_and_a_whole_day_are_told_apart_without_colour():
    [within] = drawn(timeline(entry(1, at("2020-01-01")), entry(2, at("2020-01-03T10:00"))))
    [all_of_it] = drawn(timeline(entry(1, at("2020-01-01/2020-01-01")), entry(2, at("2020-01-03T10:00"))))
    assert widths(within) != widths(all_of_it)


def test_about_is_a_broken_line():
    [svg] = drawn(timeline(entry(1, at("2019-12~")), entry(2, at("2018"))))
    assert next(path.get("stroke-dasharray") for mark in marks(svg) for path in mark)


def test_what_was_said_earlier_lies_further_to_the_left():
    rows = [entry(1, at("2008")), entry(2, at("2020-01-01T15:20")), entry(3, at("2020-01-01T15:21"))]
    [svg] = drawn(timeline(*rows))
    centres = [float(node.get("cx")) for mark in marks(svg) for node in mark.iter(f"{SVG}circle")]
    assert centres == sorted(centres)
    assert len(set(centres)) == 3


def test_the_axis_is_on_the_clock_of_the_report():
    [svg] = drawn(timeline(entry(1, at("2020-01-01T12:20Z"))))
    assert {"1 Jan 2020", "15:20"} <= set(words_of(svg))


def test_what_has_no_time_at_all_is_listed_apart():
    [svg] = drawn(timeline(entry(1, at("2020-01-01")), entry(2, source="Norda News")))
    found = words_of(svg)
    assert found.index("No time is known of these:") < found.index("Norda News: They left")
    assert len(marks(svg)) == 1


def test_what_is_left_out_is_said():
    *_, last = drawn(timeline(entry(1, at("2020-01-01")), left_out=3))
    assert "Three further cited statements are not drawn." in " ".join(words_of(last))


def test_the_same_timeline_gives_the_same_picture():
    assert drawn(timeline(entry(1, at("2008")))) == drawn(timeline(entry(1, at("2008"))))


def test_hostile_text_stays_text():
    hostile = '</text><script>alert(1)</script>\x00\u202e" onload="x'
    [svg] = drawn(timeline(entry(1, at("2020-01-01"), source=hostile, gist=hostile)))
    must_be_legible(svg)
    assert "\u202e" not in svg
