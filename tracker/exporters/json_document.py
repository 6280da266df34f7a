"""The report as data: the canonical document itself, from which every other format can be made again."""

from __future__ import annotations

from typing import BinaryIO

from tracker.domain.report import ReportDocument
from tracker.exporters.options import PLAIN, Options


class JsonDocument:
    name = "json"
    title = "JSON (the document as data)"
    suffix = ".json"
    media_type = "application/json"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        del options
        out.write(report.to_json().encode())
