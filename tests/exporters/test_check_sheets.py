"""The check sheet as CSV, workbook and page: text in every cell, nothing lost, fit to print."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from tests.exporters.test_every_format import cells_of_csv
from tracker.domain.errors import DomainError
from tracker.domain.report_compose import compose
from tracker.exporters import GROUPS
from tracker.exporters.check_csv import inert

NAMES = [one.name for one in GROUPS["Check sheet"]]


def exported(name, report):
    (exporter,) = (one for one in GROUPS["Check sheet"] if one.name == name)
    out = BytesIO()
    exporter.write(report, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def table(report):
    header, *rows = cells_of_csv(exported("check-csv", report))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def workbook(report):
    return openpyxl.load_workbook(BytesIO(exported("check-xlsx", report)))


def test_the_csv_says_its_encoding_and_has_one_row_a_sentence(report, table):
    assert exported("check-csv", report).startswith(b"\xef\xbb\xbf")
    assert [row["Sentence"] for row in table] == [one.sentence for one in report.check_sheet.sentences]
    assert {(row["Report"], row["Marking"]) for row in table} == {("R1, Version 2", "TLP:AMBER")}


def test_every_cell_of_a_citation_names_its_note(report, table):
    (row,) = (row for row in table if row["Place"] == "Finding 1 (F1)")
    notes = [one.note for one in report.check_sheet.sentences[2].citations]
    assert row["Cites"].splitlines() == [
        f"[{note}] {cited}"
        for note, cited in zip(notes, ("ST1 supports", "ST2 supports", "ST3 conflicts"), strict=True)
    ]
    assert row["Independent sources"] == "AS1: at least one, at most two independent sources"
    assert "disputed" in row["Look at"].splitlines()
    for column in ("Exact words", "Where", "Document", "SHA-256 of the exhibit"):
        assert [line.partition(" ")[0] for line in row[column].splitlines()] == [
            f"[{note}]" for note in notes
        ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\n=1", "＝1", "\u2068=1\u2069", "\u200b=1"]
)
def test_what_begins_like_a_formula_is_none(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "[1] =1", "“=1”", "1-1"])
def test_anything_else_stays_as_it_is(text):
    assert inert(text) == text


def test_a_sentence_that_begins_like_a_formula_stays_text_in_both_tables(embassy):
    report = compose(replace(embassy, bottom_line="=1+1 is what they say."))
    _, first, *_ = cells_of_csv(exported("check-csv", report))
    assert first[2] == "'=1+1 is what they say."
    cell = openpyxl.load_workbook(BytesIO(exported("check-xlsx", report)))["Sentences"]["C3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 is what they say.", "s", True)


def test_the_workbook_has_a_row_for_each_sentence_each_passage_and_each_document(report, workbook):
    assert workbook.sheetnames == ["Sentences", "Citations", "Exhibits"]
    sheet = report.check_sheet
    passages = {one.label: max(1, len(one.passages)) for one in sheet.statements}
    cited = sum(passages[each.statement] for one in sheet.sentences for each in one.citations)
    rows = [held.max_row - 2 for held in workbook]
    assert rows == [len(sheet.sentences), cited, len(report.bibliography)]


def test_every_sheet_keeps_its_header_in_sight_and_prints_it_under_the_marking(workbook):
    for sheet in workbook:
        assert sheet["A1"].value.startswith("TLP:AMBER · Check sheet of R1, Version 2")
        assert sheet.freeze_panes == "D3"
        assert sheet.auto_filter.ref.startswith("A2:")
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddHeader.right.text == "TLP:AMBER"
        assert all(cell.alignment.wrap_text for cell in sheet[3])


def test_addresses_are_links_in_the_list_of_documents_and_nowhere_else_but_the_web(workbook):
    links = [
        cell.hyperlink.target for row in workbook["Exhibits"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert "https://posts.example/tmurad/811" in links
    assert all(target.startswith("https://") for target in links)


def test_what_no_cell_can_hold_is_cut_visibly_and_stands_whole_on_a_row_of_its_own(embassy):
    finding = embassy.findings[0]
    citation = finding.citations[0]
    long = tuple(
        replace(citation.statement.passages[0], exact=f"{at} {'word ' * 3000}end") for at in range(4)
    )
    cited = replace(citation, statement=replace(citation.statement, passages=long))
    report = compose(replace(embassy, findings=(replace(finding, citations=(cited,)),), conflicts=()))
    book = openpyxl.load_workbook(BytesIO(exported("check-xlsx", report)))
    header = [cell.value for cell in book["Sentences"][2]]
    joined = book["Sentences"].cell(5, header.index("Exact words") + 1).value
    assert len(joined) <= 32_767
    assert "cut here" in joined
    header = [cell.value for cell in book["Citations"][2]]
    alone = [row[header.index("Exact words")].value for row in book["Citations"].iter_rows(min_row=3)]
    assert all(held.endswith("end”") for held in alone)
    assert len(set(alone)) == 4


def test_codes_that_a_spreadsheet_would_read_as_characters_stay_as_they_were_typed(embassy):
    report = compose(replace(embassy, bottom_line="It says `_x0041_` there."))
    cell = openpyxl.load_workbook(BytesIO(exported("check-xlsx", report)))["Sentences"]["C3"]
    assert cell.value.replace("_x005F_", "_") == "It says _x0041_ there."
    assert cell.value != "It says _x0041_ there."


def test_the_page_is_printed_across_and_says_what_to_look_at_first(report):
    page = exported("check-html", report).decode()
    assert "landscape" in page
    assert "style-src 'sha256-" in page
    for one in report.check_sheet.sentences:
        for flag in one.flags:
            assert f"<li>{flag}</li>" in page


@pytest.mark.parametrize("name", NAMES)
def test_a_version_from_before_check_sheets_were_kept_says_so(name, report):
    with pytest.raises(DomainError, match="before check sheets were kept"):
        exported(name, replace(report, check_sheet=None))


def test_a_row_of_the_workbook_is_as_tall_as_its_longest_cell_needs(workbook):
    """One line of each is all that a program shows which does not measure by itself."""
    sheet = workbook["Sentences"]
    for row in sheet.iter_rows(min_row=3):
        height = sheet.row_dimensions[row[0].row].height
        for cell in row:
            width = sheet.column_dimensions[cell.column_letter].width
            lines = sum(
                len(line) // width + (len(line) % width > 0) for line in str(cell.value or "").split("\n")
            )
            assert height >= min(15 * lines, 409), cell.coordinate
        assert height <= 409
