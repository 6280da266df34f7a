from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from tests.exporters.drawings import SVG, must_be_legible, must_fit_a_page
from tracker.domain.errors import DomainError
from tracker.domain.passages import Region
from tracker.exporters.photograph import draw
from tracker.exporters.pictures import png_of

SECRET = "Karim Saadoun"


def encoded(image, kind, **options):
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def halves(across=400, down=200):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (across, down), (255, 0, 0))
    image.paste((0, 0, 255), (across // 2, 0, across, down))
    return image


def with_exif(turned=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = SECRET
    exif[ExifTags.Base.ImageDescription] = SECRET
    exif[ExifTags.Base.Orientation] = turned
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return encoded(halves(), "JPEG", exif=exif, comment=SECRET.encode())


def drawn(data, box=None):
    return draw(data, box, title="The gate", description="Photograph: the gate.")


def inside(svg):
    """The bytes of the picture inside the drawing, and the picture."""
    address = next(ET.fromstring(svg).iter(f"{SVG}image")).get("href")
    data = b64decode(address.partition(",")[2])
    return data, Image.open(BytesIO(data))


def with_chunks():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET)
    info.add_itxt("Comment", SECRET, zip=False)
    return encoded(halves(), "PNG", pnginfo=info)


@pytest.mark.parametrize("data", [with_exif(), with_chunks()], ids=["jpeg", "png"])
def test_nothing_but_pixels_comes_along(data):
    assert SECRET.encode() in data
    made, image = inside(drawn(data))
    assert SECRET.encode() not in made
    assert not image.getexif()
    assert not set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert image.size == (400, 200)


def test_it_is_shown_the_way_up_that_its_camera_noted():
    _, image = inside(drawn(with_exif(turned=6)))
    assert image.size == (200, 400)


def test_a_box_shows_that_part_and_no_more():
    _, image = inside(drawn(encoded(halves(), "PNG"), Region(5000, 0, 5000, 10_000)))
    assert image.size == (200, 200)
    assert {colour for _, colour in image.getcolors()} == {(0, 0, 255)}


def test_what_is_transparent_is_white():
    _, image = inside(drawn(encoded(Image.new("RGBA", (10, 10), (255, 0, 0, 0)), "PNG")))
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_noisy_picture_is_made_small_and_still_fits_a_page():
    noise = Image.effect_noise((3000, 4000), 90).convert("RGB")
    svg = drawn(encoded(noise, "JPEG", quality=95))
    data, image = inside(svg)
    assert len(data) <= 600_000
    assert max(image.size) <= 1600
    must_be_legible(svg)
    must_fit_a_page(svg)


def test_it_has_its_words_and_becomes_pixels_like_every_drawing():
    svg = drawn(encoded(halves(), "PNG"))
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}desc").text == "Photograph: the gate."
    png, _ = png_of(svg)
    with Image.open(BytesIO(png)) as image:
        left, right = (
            image.convert("RGB").getpixel((at, image.height // 2)) for at in (20, image.width - 20)
        )
    assert (left, right) == ((255, 0, 0), (0, 0, 255))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", encoded(halves(), "PNG")[:200], b"<svg/>"])
def test_what_cannot_be_read_is_refused_in_words(data):
    with pytest.raises(DomainError, match="cannot be read"):
        drawn(data)
