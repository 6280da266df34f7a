"""An SVG as pixels, for formats that cannot hold it as it is."""

from __future__ import annotations

from functools import cache
from struct import unpack
from typing import Any

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(read("picture.svg", encoding: none))'
_PIXELS_PER_INCH = 200


@cache
def _fonts() -> Any:
    """The fonts of this machine: looking for them takes longer than drawing."""
    import typst

    return typst.Fonts()


def png_of(svg: str) -> tuple[bytes, float]:
    """The PNG, and its natural width in inches."""
    import typst

    sources: Any = {"main.typ": _PAGE, "picture.svg": svg.encode()}
    made: Any = typst.compile(sources, format="png", ppi=_PIXELS_PER_INCH, font_paths=_fonts())
    png = bytes(made)
    (width,) = unpack(">I", png[16:20])  # the first field of the header chunk
    return png, width / _PIXELS_PER_INCH
