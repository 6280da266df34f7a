"""The check sheet as CSV: one row a sentence, for whatever program takes tables."""

from __future__ import annotations

import csv
from io import StringIO
from typing import BinaryIO

from tracker.domain.report import ReportDocument
from tracker.exporters.check_table import CheckTables
from tracker.exporters.options import PLAIN, Options

_ACTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"  # or a spreadsheet takes it for an old code page


class CheckCsv:
    name = "check-csv"
    title = "CSV (one row a sentence)"
    suffix = ".csv"
    media_type = "text/csv; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        del options
        table = CheckTables(report).by_sentence()
        meta = report.meta
        held = StringIO(newline="")
        writer = csv.writer(held, lineterminator="\r\n")
        writer.writerow((*table.header, "Report", "Marking"))
        for row in table.rows:
            writer.writerow(map(inert, (*row, f"{meta.label}, {meta.version}", meta.marking)))
        out.write(f"{_BYTE_ORDER_MARK}{held.getvalue()}".encode())


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \n\u200b\u2068").startswith(_ACTS) or text.startswith(_ACTS) else text
