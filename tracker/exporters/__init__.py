"""The formats a report can leave the house in. A new format is one new file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import BinaryIO, Protocol

from tracker.domain.report import ReportDocument
from tracker.exporters.check_csv import CheckCsv
from tracker.exporters.check_page import CheckPage
from tracker.exporters.check_workbook import CheckWorkbook
from tracker.exporters.html_page import HtmlPage
from tracker.exporters.json_document import JsonDocument
from tracker.exporters.markdown import Markdown
from tracker.exporters.open_document import OpenDocument
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.pdf import Pdf
from tracker.exporters.references import BibTex, CslJson, Ris
from tracker.exporters.word import WordDocument


class Exporter(Protocol):
    """`name` is the word of the command line and of addresses; `title` is what a person chooses by."""

    name: str
    title: str
    suffix: str
    media_type: str

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None: ...


GROUPS: Mapping[str, tuple[Exporter, ...]] = MappingProxyType(
    {
        "Report": (HtmlPage(), Markdown(), WordDocument(), Pdf(), OpenDocument(), JsonDocument()),
        "References": (CslJson(), BibTex(), Ris()),
        "Check sheet": (CheckPage(), CheckWorkbook(), CheckCsv()),
    }
)
EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {exporter.name: exporter for exporter in chain(*GROUPS.values())}
)


def named_by(path: str) -> Exporter | None:
    """The format that a file's name ends in; of two that fit, the one that says more."""
    fitting = [one for one in EXPORTERS.values() if path.lower().endswith(one.suffix)]
    return max(fitting, key=lambda one: len(one.suffix), default=None)
