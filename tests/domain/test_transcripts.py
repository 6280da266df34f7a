from __future__ import annotations

import pytest

from tracker.domain.transcripts import Stretch, paragraph, stretches

TEXT = "[0:00:05] One.\n\n[0:01:02] Salim: Two.\n\n[1:00:00] Three.\n"


@pytest.mark.parametrize(
    ("second", "written"), [(0, "[0:00:00] W"), (62, "[0:01:02] W"), (3600 * 100 + 59, "[100:00:59] W")]
)
def test_a_time_is_written_in_hours_minutes_and_seconds(second, written):
    assert paragraph(second, "W") == written
    assert stretches(paragraph(second, "W"), None)[0].begin_ms == second * 1000


def test_a_stretch_lasts_to_the_next_and_the_last_one_to_the_end():
    assert stretches(TEXT, 3_700_000) == [
        Stretch(5_000, 62_000, "One."),
        Stretch(62_000, 3_600_000, "Salim: Two."),
        Stretch(3_600_000, 3_700_000, "Three."),
    ]


def test_where_nobody_knows_the_end_the_last_one_lasts_five_seconds():
    assert stretches("[0:00:05] One.", None) == [Stretch(5_000, 10_000, "One.")]


def test_what_is_said_after_the_end_of_the_recording_is_left_out():
    assert stretches(TEXT, 62_000) == [Stretch(5_000, 62_000, "One.")]
    assert stretches(TEXT, 20_000) == [Stretch(5_000, 20_000, "One.")]


def test_stretches_that_begin_together_or_out_of_order_still_have_a_length():
    text = "[0:00:09] Later.\n\n[0:00:01] Sooner.\n\n[0:00:01] At once."
    assert [(each.begin_ms, each.end_ms) for each in stretches(text, None)] == [
        (9_000, 14_000),
        (1_000, 9_000),
        (1_000, 9_000),
    ]


@pytest.mark.parametrize(
    "text", ["", "Just words.", "[1] A note.", "[0:99:00] x", "see [0:00:01] there", "[0:00:01] "]
)
def test_a_text_without_times_is_no_transcript(text):
    assert stretches(text, None) == []
