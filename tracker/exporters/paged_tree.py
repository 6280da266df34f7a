"""What the formats with pages and real footnotes have in common; where they differ, each says so itself."""

from __future__ import annotations

from base64 import b64encode

from tracker.domain.report import Figure, ReportDocument
from tracker.exporters.pandoc import NO_ATTRIBUTES, Node, Tree, anchored_link, node, span
from tracker.exporters.pictures import png_of


class PagedTree(Tree):
    """`text_width` is in inches: no picture is wider."""

    def __init__(self, report: ReportDocument, text_width: float) -> None:
        super().__init__(report)
        self._text_width = text_width

    def figure(self, figure: Figure) -> list[Node]:
        png, width = png_of(figure.svg)
        address = f"data:image/png;base64,{b64encode(png).decode()}"
        size = [["width", f"{min(width, self._text_width):.2f}in"]]
        image = node("Image", [["", [], size], self.words(figure.alt), [address, ""]])
        caption = [None, [node("Plain", self.words(figure.caption))]]
        return [node("Figure", [NO_ATTRIBUTES, caption, [node("Plain", [image])]])]

    def set_note(self, number: int) -> Node:
        return span([super().set_note(number)], identifier=f"note-{number}")

    def refer(self, number: int) -> Node:
        return node("Superscript", [anchored_link([node("Str", str(number))], f"#note-{number}")])
