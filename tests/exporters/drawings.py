"""What every picture must keep to, whatever it shows: read from its SVG, with the widths the exporter lays out by."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

from tracker.exporters import svg_text

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def words_of(svg: str) -> list[str]:
    return [text.text.strip("\u200f") for text in ET.fromstring(svg).iter(f"{SVG}text")]


def text_boxes(svg: str) -> list[tuple[str, Box]]:
    """Every text with about the box it fills: left, top, right, bottom."""
    return list(_boxes(ET.fromstring(svg), 0.0, 0.0))


def _boxes(node, right, down):
    moved = node.get("transform")
    if moved:
        x, y = map(float, moved.removeprefix("translate(").removesuffix(")").split())
        right, down = right + x, down + y
    if node.tag == f"{SVG}text":
        size = float(node.get("font-size"))
        across = svg_text.width(node.text.strip("\u200f"), size, bold=node.get("font-weight") is not None)
        at = {"middle": across / 2, "end": across}.get(node.get("text-anchor"), 0.0)
        left, base = right + float(node.get("x")) - at, down + float(node.get("y"))
        yield node.text, (left, base - 0.75 * size, left + across, base + 0.2 * size)
    for child in node:
        yield from _boxes(child, right, down)


def size_of(svg: str) -> tuple[float, float]:
    """How large it is drawn, in the units inside it."""
    _, _, across, down = map(float, ET.fromstring(svg).get("viewBox").split())
    return across, down


def must_be_legible(svg: str) -> None:
    """No text leaves the picture or lies on another; no script, style or address leads out of it."""
    across, down = size_of(svg)
    boxes = text_boxes(svg)
    for words, (left, top, right, bottom) in boxes:
        assert left >= -0.5, words
        assert top >= -0.5, words
        assert right <= across + 0.5, words
        assert bottom <= down + 0.5, words
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
        assert apart, (one, other)
    for node in ET.fromstring(svg).iter():
        assert node.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject", f"{SVG}a")
        for name, value in node.attrib.items():
            assert not name.startswith("on"), name
            assert "href" not in name or value.startswith("data:image/"), value


def must_fit_a_page(svg: str) -> None:
    root = ET.fromstring(svg)
    assert float(root.get("width")) <= svg_text.PAGE_WIDTH + 0.5
    assert float(root.get("height")) <= svg_text.PAGE_HEIGHT + 0.5
