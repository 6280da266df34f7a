"""DOCX: real footnotes, named styles, and the marking on every page."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from tracker.domain.report import Table, Text
from tracker.exporters import EXPORTERS


@pytest.fixture(scope="module")
def parts(report):
    out = BytesIO()
    EXPORTERS["docx"].write(report, out)
    with zipfile.ZipFile(out) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_the_marking_stands_in_header_and_footer_in_its_colour_on_black(parts):
    for edge in ("word/header1.xml", "word/footer1.xml"):
        assert "TLP:AMBER" in parts[edge].decode()
        assert b'w:color w:val="FFC000"' in parts[edge]
        assert b'w:fill="000000"' in parts[edge]
        assert b'w:sz w:val="24"' in parts[edge]
    body = parts["word/document.xml"].decode()
    assert re.search(r"<w:headerReference[^>]*w:type=\"default\"", body)
    assert re.search(r"<w:footerReference[^>]*w:type=\"default\"", body)


def test_the_page_is_a4_and_numbered(parts):
    assert re.search(r'<w:pgSz[^>]*w:w="11906"', parts["word/document.xml"].decode())
    assert b"NUMPAGES" in parts["word/footer1.xml"]


def test_what_follows_page_one_begins_a_page_and_leaves_no_empty_one_behind(parts):
    body = parts["word/document.xml"].decode()
    assert body.count("<w:pageBreakBefore/>") == 1
    assert 'w:type="page"' not in body  # at the foot of a full page it would make an empty one
    before, after = body.split("<w:pageBreakBefore/>")
    assert "What would change this" in before
    assert ">Conflicts<" in after


def test_the_particulars_of_an_exhibit_stay_on_one_page(parts, embassy):
    body, styles = parts["word/document.xml"].decode(), parts["word/styles.xml"].decode()
    assert body.count('<w:pStyle w:val="LastParticular"') == len(embassy.exhibits)
    (kept,) = re.findall(r'w:styleId="Particulars".*?</w:style>', styles, re.DOTALL)
    (last,) = re.findall(r'w:styleId="LastParticular".*?</w:style>', styles, re.DOTALL)
    assert re.search(r"<w:keepNext */>", kept)
    assert re.search(r'<w:keepNext w:val="0" */>', last)


def test_the_file_knows_its_title_its_authors_and_its_time(parts):
    assert "<dc:title>Who left the embassy, and when</dc:title>" in parts["docProps/core.xml"].decode()
    assert "<dc:creator>Ada Okafor, Jun Ito</dc:creator>" in parts["docProps/core.xml"].decode()
    assert parts["docProps/core.xml"].count(b"2020-01-03T14:05:00Z") == 2


def test_every_style_the_text_uses_is_defined(parts):
    defined = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"].decode()))
    for part in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        used = set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', parts[part].decode()))
        assert used <= defined


def test_words_that_run_from_right_to_left_are_set_so(parts):
    body = parts["word/document.xml"].decode()
    run = re.search(r"<w:r>(?:(?!</w:r>).)*وأخيرا", body, re.DOTALL)[0]
    assert "<w:rtl" in run
    assert re.search(r'<w:lang[^>]*"ar"', run)


def test_the_picture_is_described(parts, embassy):
    assert embassy.findings[0].figures[0].alt in parts["word/document.xml"].decode()
    assert any(name.endswith(".png") and content.startswith(b"\x89PNG") for name, content in parts.items())


def test_references_on_page_one_lead_to_where_the_note_is_set(parts):
    body = parts["word/document.xml"].decode()
    assert body.index('w:anchor="note-1"') < body.index('w:name="note-1"')


def test_a_row_of_a_table_stays_on_one_page(report):
    table = Table("", ("who",), (((Text("R"),),), ((Text("S"),),)))
    out = BytesIO()
    EXPORTERS["docx"].write(replace(report, blocks=(table,)), out)
    with zipfile.ZipFile(out) as held:
        body = held.read("word/document.xml").decode()
    assert body.count("<w:tr>") == 3
    assert body.count("<w:tr><w:trPr><w:cantSplit/>") == 3
    assert "w:tblHeader" in body
