from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from tracker.importers import Extraction, Modality, extract, image
from tracker.importers.kinds import kind_of


def read_here(data: bytes, filename: str) -> Extraction:
    return image.read(io.BytesIO(data), kind_of(data, filename), None)


def exif(**tags) -> Image.Exif:
    made = Image.Exif()
    for name, value in tags.items():
        made[ExifTags.Base[name]] = value
    return made


@pytest.mark.parametrize(("form", "filename"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "a.JPEG")])
def test_a_picture_has_a_size_and_no_text(make_image, form, filename):
    found = extract(make_image(form), filename)
    assert (found.modality, found.text, found.width, found.height) == (Modality.IMAGE, "", 40, 30)
    assert (found.notes, found.published) == ((), None)


def test_what_the_camera_wrote_is_told_and_never_called_publication(make_image):
    made = exif(Artist="Jane Roe", Make="Maker", Model="One", ImageDescription="The gate", Copyright="Agency")
    camera = made.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = "2020:01:01 15:20:00"
    camera[ExifTags.Base.OffsetTimeOriginal] = "+03:00"
    place = made.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({1: "N", 2: (33.0, 18.0, 0.0), 3: "W", 4: (44.0, 24.0, 36.0)})
    found = read_here(make_image("JPEG", exif=made), "a.jpg")
    assert (found.author, found.title, found.published) == ("Jane Roe", "The gate", None)
    told = " ".join(found.notes)
    assert "taken 2020-01-01T15:20:00+03:00" in told
    assert "GPS position (33.30000, -44.41000)" in told
    assert "device: Maker One" in told
    assert "copyright: Agency" in told


def test_a_gps_position_that_cannot_be_read_is_still_mentioned(make_image):
    made = exif(Make="Maker")
    made.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    assert "holds a GPS position." in read_here(make_image("JPEG", exif=made), "a.jpg").notes[1]


def test_a_turned_picture_has_the_size_it_is_shown_in(make_image):
    found = read_here(make_image("JPEG", exif=exif(Orientation=6)), "a.jpg")
    assert (found.width, found.height) == (30, 40)


def test_the_words_in_a_png_are_claims(make_image):
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "The gate")
    info.add_text("Author", "Jane Roe")
    found = read_here(make_image("PNG", pnginfo=info), "a.png")
    assert (found.title, found.author) == ("The gate", "Jane Roe")


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [13_000, 30_000, 100_000])
def test_a_decompression_bomb_is_refused(refused, side):
    message, field = refused(png_of(side, side), "a.png")
    assert "megapixels" in message
    assert field == "file"


@pytest.mark.parametrize(("form", "filename"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
@pytest.mark.parametrize("keep", [0.2, 0.7])
def test_a_cut_off_picture_is_refused(refused, make_image, form, filename, keep):
    whole = make_image(form, size=(400, 300))
    message, field = refused(whole[: int(len(whole) * keep)], filename)
    assert "damaged or cut off" in message
    assert field == "file"
