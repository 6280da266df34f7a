"""The formats a report can leave the house in. A new format is one new file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO, Protocol

from tracker.domain.report import ReportDocument
from tracker.exporters.html_page import HtmlPage
from tracker.exporters.markdown import Markdown
from tracker.exporters.pdf import Pdf
from tracker.exporters.word import WordDocument


class Exporter(Protocol):
    """`name` is the word of the command line and of addresses; `title` is what a person chooses by."""

    name: str
    title: str
    suffix: str
    media_type: str

    def write(self, report: ReportDocument, out: BinaryIO) -> None: ...


_FORMATS: tuple[Exporter, ...] = (HtmlPage(), Markdown(), WordDocument(), Pdf())
EXPORTERS: Mapping[str, Exporter] = MappingProxyType({exporter.name: exporter for exporter in _FORMATS})
