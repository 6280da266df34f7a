"""A captured picture, or a box of it, for a report: made anew from its pixels, and nothing else comes along.

What a camera or a program wrote into the file (place, device, names, thumbnails) stays with the exhibit.
"""

from __future__ import annotations

import warnings
from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageOps

from tracker.domain.errors import DomainError
from tracker.domain.passages import WHOLE, Region
from tracker.exporters.svg_text import MUTED, PAGE_HEIGHT, PAGE_WIDTH, element, joined, picture

_MOST_BYTES = 600_000
_SIDES = (1600, 1200, 900, 600)
_QUALITY = 82
_TALLEST = 0.75 * PAGE_HEIGHT
_WHITE = (255, 255, 255)


def draw(data: bytes, box: Region | None, *, title: str, description: str, name: str = "photograph") -> str:
    """The picture in a thin frame, as SVG; `DomainError` where it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            shown = _pixels(data, box)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise DomainError("This picture cannot be read.") from None
    encoded, media_type = _encoded(shown)
    scale = min(PAGE_WIDTH / shown.width, _TALLEST / shown.height, 1.0)
    across, down = shown.width * scale, shown.height * scale
    image = element(
        "image",
        x=0.0,
        y=0.0,
        width=across,
        height=down,
        href=f"data:{media_type};base64,{b64encode(encoded).decode()}",
    )
    frame = element(
        "rect", x=0.5, y=0.5, width=across - 1, height=down - 1, fill="none", stroke=MUTED, stroke_width=1.0
    )
    return picture(joined([image, frame]), across, down, title=title, description=description, name=name)


def _pixels(data: bytes, box: Region | None) -> Image.Image:
    """Upright, without transparency, cut to the box; in new memory that holds pixels and nothing else."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as opened:
        upright = ImageOps.exif_transpose(opened)
        coloured = upright.convert("RGBA")
    if box:
        across, down = coloured.width / WHOLE, coloured.height / WHOLE
        left, top = int(box.x * across), int(box.y * down)
        right = max(left + 1, round((box.x + box.width) * across))
        bottom = max(top + 1, round((box.y + box.height) * down))
        coloured = coloured.crop((left, top, right, bottom))
    pixels = Image.new("RGB", coloured.size, _WHITE)
    pixels.paste(coloured, mask=coloured.getchannel("A"))
    return pixels


def _encoded(pixels: Image.Image) -> tuple[bytes, str]:
    """Small enough for a report: without loss where that suffices, as text in a screenshot deserves."""
    for side in _SIDES:
        smaller = pixels.copy()
        smaller.thumbnail((side, side))
        for kind, media_type in (("PNG", "image/png"), ("JPEG", "image/jpeg")):
            made = BytesIO()
            smaller.save(made, kind, optimize=True, **({"quality": _QUALITY} if kind == "JPEG" else {}))
            if made.tell() <= _MOST_BYTES:
                return made.getvalue(), media_type
    return made.getvalue(), media_type
