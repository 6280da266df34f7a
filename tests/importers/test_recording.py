from __future__ import annotations

import io
import struct

import pytest
from mutagen.id3 import ID3, TDRC, TIT2, TPE1

from tracker.importers import Modality, extract


def test_an_mp3_has_a_length_and_its_tags_are_claims(mp3):
    tags = ID3()
    for frame in (TIT2(3, "At the gate"), TPE1(3, ["Jane Roe", "Ali"]), TDRC(3, "2020-01-01")):
        tags.add(frame)
    out = io.BytesIO()
    tags.save(out)
    found = extract(out.getvalue() + mp3, "a.mp3")
    assert (found.modality, found.media_type, found.text) == (Modality.AUDIO, "audio/mpeg", "")
    assert found.duration_ms == pytest.approx(2011, abs=30)
    assert (found.title, found.published) == ("At the gate", None)
    assert "Jane Roe" in found.author
    assert "2020-01-01" in found.notes[0]


def test_an_mp3_without_tags(mp3):
    found = extract(mp3, "a.mp3")
    assert (found.title, found.notes) == (None, ())


def test_a_film_has_a_length_and_a_picture_size(make_mp4):
    found = extract(make_mp4(), "a.mp4")
    assert (found.modality, found.media_type) == (Modality.VIDEO, "video/mp4")
    assert (found.duration_ms, found.width, found.height) == (90_000, 1280, 720)


def test_an_mp4_without_a_picture_is_sound(make_mp4):
    found = extract(make_mp4(picture=None), "a.mp4")
    assert (found.modality, found.media_type, found.width) == (Modality.AUDIO, "audio/mp4", None)


def test_wav_and_webm_are_taken_as_well(wav):
    assert extract(wav, "a.wav").duration_ms == 1500
    film = extract(b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm", "a.webm")
    assert (film.modality, film.duration_ms) == (Modality.VIDEO, None)


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"\0\0\0\x18ftypisom\0\0\0\0isom", "a.mp4"),
        (b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x00moov\xff\xff", "a.mp4"),
        (b"ID3\x04\0\0\0\0\0\0", "a.mp3"),
        (b"RIFF\0\0\0\0WAVE", "a.wav"),
    ],
)
def test_a_damaged_recording_is_refused(refused, data, filename):
    message, field = refused(data, filename)
    assert "damaged or cut off" in message
    assert field == "file"


def test_boxes_within_boxes_without_end_come_to_an_end(refused):
    boxes = (struct.pack(">I4s", 8 * left, b"moov") for left in range(300_000, 0, -1))
    nest = b"\0\0\0\x18ftypisom\0\0\0\0isomisom" + b"".join(boxes)
    assert refused(nest, "a.mp4")[1] == "file"
