"""The words a visitor sees on a web page, a line for each block.

Walks the tree by events, so that depth costs no recursion. Judges nothing about what matters on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|summary|table|tr|ul"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELLS = ("td", "th")
_SKIPPED = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select"))
# What the Wayback Machine lays over the pages it shows.
_OVERLAYS = ("wm-ipp-base", "wm-ipp-print", "wm-ipp")


def drop_hidden(tree: lxml.html.HtmlElement) -> None:
    """Remove what the page hides, and what an archive laid over it."""
    for node in list(tree.iter()):
        if _is_hidden(node) and node.getparent() is not None:
            node.drop_tree()


def unwrap(tree: lxml.html.HtmlElement) -> None:
    """Make the line ends of the source the spaces that a visitor sees, save where they are meant."""
    meant = {node for pre in tree.iter("pre", "textarea") for node in pre.iter()}
    for node in tree.iter():
        if node.text and node not in meant:
            node.text = settable(node.text).replace("\n", " ")
        if node.tail and node.getparent() not in meant:
            node.tail = settable(node.tail).replace("\n", " ")


def settable(text: str) -> str:
    """A text without the control characters that the parser lets through and no tree takes back."""
    return _CONTROLS.sub("", text)


def visible_lines(root: lxml.html.HtmlElement) -> Iterator[str]:
    """The lines below `root` that hold words; table cells are parted by tabs."""
    pieces: list[str] = []
    skipped: lxml.html.HtmlElement | None = None
    for event, node in lxml.etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if skipped is None and node.tag in _SKIPPED:
                skipped = node
            if skipped is None:
                pieces += (_edge(node, "\n", ""), _spaced(node.text))
        else:
            if node is skipped:
                skipped = None
            if skipped is None and node is not root:
                pieces += (_edge(node, "\n", "\t"), _spaced(node.tail))
    for line in "".join(pieces).split("\n"):
        cells = "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip("\t")
        if cells:
            yield cells


def _edge(node: lxml.html.HtmlElement, of_block: str, of_cell: str) -> str:
    if node.tag in _CELLS:
        return of_cell
    return of_block if _BLOCKS.fullmatch(node.tag) else ""


def _spaced(text: str | None) -> str:
    """Line ends and tabs of the source are mere spaces on the page."""
    return re.sub(r"\s", " ", text or "")


def _is_hidden(node: lxml.html.HtmlElement) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return (
        node.tag == "template"
        or node.get("hidden") is not None
        or node.get("id") in _OVERLAYS
        or "display:none" in style
    )
