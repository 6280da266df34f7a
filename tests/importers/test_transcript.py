"""Subtitles and captions: a paragraph for each cue, with the time at which it is said."""

from __future__ import annotations

import io
import time

import pytest

from tracker.importers import Extraction, transcript
from tracker.importers.kinds import kind_of

SRT = """1
00:00:05,200 --> 00:00:07,000
We are pulling out.

2
00:01:02,000 --> 00:01:05,500 X1:40 X2:600
{\\an8}<i>- Who ordered it?</i>
- <font color="#ffff00">Nobody.</font>

3
01:00:00,000 --> 01:00:01,000
قال الحارس

"""
VTT = """WEBVTT - The gate
Kind: captions
Language: en-GB

STYLE
::cue { color: red }

NOTE
This is --> a comment, not said

intro
00:05.200 --> 00:07.000 align:start position:0%
<v.loud Salim Haddad>We are <b>pulling</b> out &amp; leaving.</v>

1:02:03.000 --> 1:02:05.000
<v A Reporter>Who ordered <c.yellow>it?</c></v>
<v Salim Haddad>Nobody. 3 &lt; 4</v>
"""
ROLLING = """WEBVTT

00:00:01.000 --> 00:00:03.000
\x20
we<00:00:01.500><c> are</c><00:00:02.000><c> leaving</c>

00:00:03.000 --> 00:00:03.010
we are leaving
\x20

00:00:03.010 --> 00:00:05.000
we are leaving
now<00:00:03.500><c> we</c><00:00:04.000><c> are</c>

00:00:05.000 --> 00:00:07.000
now we are
now<00:00:05.500><c> we</c><00:00:06.000><c> are</c>
"""


def extract(source: str | bytes, filename: str = "a.srt", charset: str | None = None) -> Extraction:
    """Read in this process: what the process of its own adds is tested with the sandbox."""
    data = source.encode() if isinstance(source, str) else source
    return transcript.read(io.BytesIO(data), kind_of(data, filename), charset)


def test_each_cue_of_subtitles_is_a_paragraph_with_its_time():
    found = extract(SRT)
    assert found.text == (
        "[0:00:05] We are pulling out.\n\n[0:01:02] - Who ordered it? - Nobody.\n\n[1:00:00] قال الحارس\n"
    )
    assert (found.media_type, found.language, found.notes) == ("application/x-subrip", None, ())


def test_captions_name_their_speakers_and_leave_out_what_is_not_said():
    found = extract(VTT, "a.vtt")
    assert found.text == (
        "[0:00:05] Salim Haddad: We are pulling out & leaving.\n\n"
        "[1:02:03] A Reporter: Who ordered it? Salim Haddad: Nobody. 3 < 4\n"
    )
    assert (found.media_type, found.language) == ("text/vtt", "en-GB")


def test_captions_that_roll_are_read_once():
    found = extract(ROLLING, "a.vtt")
    assert found.text == "[0:00:01] we are leaving\n\n[0:00:03] now we are\n\n[0:00:05] now we are\n"
    assert "roll" in found.notes[0]


def test_words_that_are_said_twice_stay_said_twice():
    source = "00:01,000 --> 00:02,000\nNo.\n\n00:02,000 --> 00:03,000\nNo.\n"
    assert extract(source).text == "[0:00:01] No.\n\n[0:00:02] No.\n"


def test_cues_without_a_blank_line_between_them_or_with_other_line_ends_are_read():
    source = "1\r\n00:00:01.5 --> 00:00:02\r\nOne.\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo.\r\n"
    assert extract(source).text == "[0:00:01] One.\n\n[0:00:03] Two.\n"


def test_subtitles_part_their_cues_by_lines_of_spaces_too():
    source = "1\n00:01,000 --> 00:02,000\nOne.\n  \n2\n00:03,000 --> 00:04,000\nTwo.\n"
    assert extract(source).text == "[0:00:01] One.\n\n[0:00:03] Two.\n"


def test_times_that_go_back_are_noticed():
    source = "00:09,000 --> 00:10,000\nLater.\n\n00:01,000 --> 00:02,000\nSooner.\n"
    assert "do not follow" in extract(source).notes[0]


def test_markup_that_is_none_of_the_format_s_stays_text():
    source = "00:01,000 --> 00:02,000\n<script>alert(1)</script> \u202eabc <3\n"
    assert extract(source).text == "[0:00:01] <script>alert(1)</script> \u202eabc <3\n"


def test_the_character_set_is_found_or_obeyed():
    cue = "00:01,000 --> 00:02,000\nОхранники открыли ворота, говорит полиция\n".encode("cp1251")
    assert "Охранники" in extract(cue).text
    assert "Ř" in extract("00:01,000 --> 00:02,000\nŘ\n".encode("cp1250"), charset="windows-1250").text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Just words.", "no timed words"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no timed words"),
        (b"00:99:99,000 --> 00:00:01,000\nWords\n", "no timed words"),
        (b"00:01,000 --> 00:02,000\na\x00b\n", "not text"),
        (b"%PDF-1.7", "rename it to end in .pdf"),
    ],
)
@pytest.mark.parametrize("filename", ["a.srt", "a.vtt"])
def test_what_is_no_transcript_is_refused(refused, data, said, filename):
    message, field = refused(data, filename)
    assert said in message
    assert field == "file"


@pytest.mark.parametrize(
    "unit",
    ["00:01,000 --> 00:02,000\nWords.\n\n", "<v " * 10, "<00:01.000 " * 4, "00:00:00:", "{\\", "a --> b "],
)
def test_five_megabytes_are_read_in_time_that_grows_with_them(unit):
    began = time.monotonic()
    extract("00:01,000 --> 00:02,000\nFirst.\n\n" + unit * (5_000_000 // len(unit)))
    assert time.monotonic() - began < 15
