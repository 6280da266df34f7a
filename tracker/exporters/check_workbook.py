"""The check sheet as a workbook: its sentences, each citation on a row of its own, and the documents.

Every cell is text: nothing in it is ever computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any, BinaryIO
from zipfile import ZipFile

from tracker.domain.report import Meta, ReportDocument
from tracker.domain.report_words import clipped
from tracker.exporters.check_csv import inert
from tracker.exporters.check_table import CheckTables, Table
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.references import web_address
from tracker.exporters.zip_file import zipped

_HEADER = 2  # under the line that says what this is
_MOST_CHARACTERS = 32_767  # in a cell
_LONGEST_LINK = 2_000
_CUT = " […] cut here: no cell holds more. The report and the capture have it whole."
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what a spreadsheet would read as a character's number
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_SHORT_TITLE = 60
_LINE, _TALLEST = 15.0, 409.0  # points; a row cannot be taller
_PAGE_WIDTH = 360  # characters beyond which a page could not be read


class CheckWorkbook:
    name = "check-xlsx"
    title = "XLSX (Excel, LibreOffice)"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        from openpyxl import Workbook

        del options
        tables = CheckTables(report)
        book = Workbook()
        book.remove(book.worksheets[0])
        for table in (tables.by_sentence(), tables.by_citation(), tables.by_document()):
            _fill(book.create_sheet(table.title), table, report.meta)
        made = report.meta.moment.replace(tzinfo=None)
        book.properties.title = f"Check sheet: {report.meta.title}"
        book.properties.creator = ", ".join(report.meta.authors)
        book.properties.created = made
        held = BytesIO()
        book.save(held)
        out.write(_dated(held, f"{made:%Y-%m-%dT%H:%M:%SZ}"))


def _fill(sheet: Any, table: Table, meta: Meta) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    _write(sheet.cell(1, 1), _heading(table, meta)).font = Font(bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    ruled = Border(bottom=Side(style="hair"))
    for column, (name, width) in enumerate(zip(table.header, table.widths, strict=True), 1):
        cell = _write(sheet.cell(_HEADER, column), name)
        cell.font, cell.alignment = Font(bold=True), wrapped
        cell.fill, cell.border = PatternFill("solid", fgColor="E8E8E8"), Border(bottom=Side(style="thin"))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for place, row in enumerate(table.rows, _HEADER + 1):
        for column, text in enumerate(row, 1):
            cell = _write(sheet.cell(place, column), text)
            cell.alignment, cell.border = wrapped, ruled
            if table.header[column - 1] in ("Address", "Archived at"):
                _link(cell, text)
        sheet.row_dimensions[place].height = _height(row, table.widths)
    _lay_out(sheet, table, meta)


def _height(row: Sequence[str], widths: Sequence[int]) -> float:
    """Points for the tallest cell of a row: LibreOffice shows one line of each where none are given."""
    lines = (
        sum(ceil(len(line) / width) or 1 for line in text.split("\n"))
        for text, width in zip(row, widths, strict=True)
    )
    return min(max(lines, default=1) * _LINE, _TALLEST)


def _lay_out(sheet: Any, table: Table, meta: Meta) -> None:
    """On screen the header stays in sight; on paper it stands on every page, under the marking."""
    from openpyxl.utils import get_column_letter

    last, key = get_column_letter(len(table.header)), get_column_letter(table.keys)
    sheet.freeze_panes = f"{get_column_letter(table.keys + 1)}{_HEADER + 1}"
    sheet.auto_filter.ref = f"A{_HEADER}:{last}{_HEADER + len(table.rows)}"
    sheet.print_title_rows, sheet.print_title_cols = f"1:{_HEADER}", f"A:{key}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if meta.paper == "a4" else 3  # A3 and tabloid: its columns need them
    sheet.page_setup.fitToHeight = 0  # as many as it takes
    sheet.page_setup.fitToWidth = 1 + sum(table.widths) // _PAGE_WIDTH
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.right.text = sheet.oddFooter.left.text = meta.marking
    sheet.oddFooter.right.text = "Page &P of &N"


def _heading(table: Table, meta: Meta) -> str:
    title = clipped(" ".join(meta.title.split()), _SHORT_TITLE)
    return f"{meta.marking} · Check sheet of {meta.label}, {meta.version}: “{title}” · {table.title}"


def _write(cell: Any, text: str) -> Any:
    """Text and nothing else, whatever it begins with; the quote mark keeps it text when it is edited."""
    room = _MOST_CHARACTERS - len(_CUT)
    whole = _CODE.sub("_x005F_", text)
    cell.value = whole if len(whole) <= _MOST_CHARACTERS else f"{whole[:room]}{_CUT}"
    cell.data_type = "s"
    cell.quotePrefix = inert(text) != text
    return cell


def _link(cell: Any, text: str) -> None:
    """A link where the cell holds one web address and nothing else."""
    address = web_address(text)
    if address and len(address) <= _LONGEST_LINK:
        cell.hyperlink = address


def _dated(made: BytesIO, moment: str) -> bytes:
    """The same file with the time of the report for that of its writing."""
    with ZipFile(made) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts[_PROPERTIES] = _MODIFIED.sub(rb"\g<1>" + moment.encode(), parts[_PROPERTIES])
    return zipped(parts)
