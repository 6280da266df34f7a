"""PDF: accessible, archivable, and honest where it cannot be."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pdfua
import pypdf
import pytest

from tracker.domain.report import (
    NEXT_NOTE,
    Meta,
    Note,
    NoteRef,
    Paragraph,
    Quote,
    ReportDocument,
    Table,
    Text,
)
from tracker.domain.report_compose import compose
from tracker.domain.scales import Tlp
from tracker.exporters import EXPORTERS, pdf

META = Meta(
    "A title", "R1", "Version 1", "EMB", "TLP:CLEAR", "newsroom", ("Ada",), "2020-01-03T14:05:00+00:00"
)


def written(report) -> bytes:
    out = BytesIO()
    EXPORTERS["pdf"].write(report, out)
    return out.getvalue()


def reader_of(report) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(written(report)))


@pytest.fixture(scope="module")
def reader(report):
    return reader_of(report)


def metadata(reader) -> str:
    return reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_it_claims_pdf_ua_and_pdf_a_and_is_tagged(reader):
    root = reader.trailer["/Root"]
    assert "pdfuaid:part>1" in metadata(reader)
    assert "pdfaid:part>2" in metadata(reader)
    assert "pdfaid:conformance>A" in metadata(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


@pytest.mark.parametrize("at_feet", [True, False])
def test_a_checker_of_pdf_ua_finds_no_fault(report, at_feet, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "_MOST_AT_FEET", 300 if at_feet else 0)
    (tmp_path / "report.pdf").write_bytes(written(report))
    checked = pdfua.validate(str(tmp_path / "report.pdf"))
    assert [str(finding) for finding in checked.findings] == []
    assert checked.exit_code == 0


def test_what_an_archive_asks_for_is_in_the_file(reader):
    """PDF/A-2a: the colours are defined, every font is in the file, nothing runs, nothing is outside it."""
    root = reader.trailer["/Root"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/DestOutputProfile" in root["/OutputIntents"][0]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root) - {"/Names"}
    assert "/JavaScript" not in root.get("/Names", {})
    assert "/EmbeddedFiles" not in root.get("/Names", {})
    assert "/Encrypt" not in reader.trailer
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            if font["/Subtype"] != "/Type3":  # whose letters are drawings, in the file already
                inner = font["/DescendantFonts"][0]["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner)
            assert "/ToUnicode" in font


def test_notes_by_the_hundred_stand_at_the_end_and_lead_back(report, monkeypatch):
    monkeypatch.setattr(pdf, "_MOST_AT_FEET", 3)
    pages = reader_of(report).pages
    at = next(at for at, page in enumerate(pages) if re.search(r"^Notes$", page.extract_text(), re.MULTILINE))
    text = "".join(page.extract_text() for page in pages[at:])
    assert all(f"{note.number}." in text for note in report.notes)
    assert len(pages[at].get("/Annots", [])) >= 3


def test_notes_at_the_end_and_their_places_lead_to_one_another(report, monkeypatch):
    monkeypatch.setattr(pdf, "_MOST_AT_FEET", 0)
    pages = reader_of(report).pages
    links = [
        (number, pages.index(link["/Dest"][0].get_object()), float(link["/Dest"][3]), link["/Rect"])
        for number, page in enumerate(pages)
        for link in map(pypdf.generic.IndirectObject.get_object, page.get("/Annots", []))
        if "/Dest" in link
        and not isinstance(link["/Dest"], str)  # a contents entry names the heading instead
    ]
    margin = min(float(rect[0]) for _, _, _, rect in links)
    back = [link for link in links if float(link[3][0]) == margin and link[1] < link[0]]
    assert len(back) == len(report.notes)
    for at, leads_to, top, rect in back:
        assert any(
            (there, leads_back) == (leads_to, at)
            and abs(float(other[3]) - top) < 20
            and abs(float(rect[3]) - back_top) < 20
            for there, leads_back, back_top, other in links
        )


def test_it_knows_its_title_its_authors_and_its_date(reader):
    assert reader.metadata.title == "Who left the embassy, and when"
    assert reader.metadata.author == "Ada Okafor, Jun Ito"
    assert reader.metadata.creation_date.isoformat() == "2020-01-03T14:05:00+00:00"


def test_it_has_an_outline_and_a4_pages(reader):
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:2] == ["Bottom line", "Findings"]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize("marking", [Tlp.AMBER_STRICT, Tlp.RED])
def test_every_page_carries_the_marking_twice_and_its_number(marking, embassy):
    reader = reader_of(compose(replace(embassy, marking=marking)))
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert text.count(marking.label) >= 2
        assert f"Page {number} of {len(reader.pages)}" in text


def test_page_one_is_the_whole_answer(reader):
    text = reader.pages[0].extract_text()
    assert "What would change this" in text
    assert "Conflicts" not in text


def test_a_note_stands_at_the_foot_of_the_page_that_sets_it(reader):
    page = next(page for page in reader.pages if "At last it is finished" in page.extract_text())
    text = " ".join(page.extract_text().split())
    assert text.index("At last it is finished") < text.index("Translated from Arabic by Ada Okafor. Basis")


@pytest.mark.parametrize("above", range(34, 43))
def test_a_note_does_not_stay_on_a_page_that_its_words_have_left(above):
    quoted = Quote("Nobody has left. " * 20, caption=(Text("Exhibit 1"),))
    voice = Paragraph((Text("A witness at the gate"), NoteRef(1, sets=True)), "voice")
    label = Paragraph((Text("What supports it"),), "label")
    blocks = (*[Paragraph((Text(f"Line {number}"),)) for number in range(above)], label, voice, quoted)
    note = Note(1, "note-1", (Text("What the note says"),))
    texts = [page.extract_text() for page in reader_of(ReportDocument(META, blocks, (note,))).pages]
    stand = [
        [words in text for text in texts]
        for words in ("What supports", "A witness", "Nobody", "What the note")
    ]
    assert stand[1:] == stand[:1] * 3


@pytest.mark.parametrize("above", range(40, 45))
def test_a_table_does_not_leave_its_name_on_the_page_before(above):
    table = Table("Who was there", ("Who", "When"), (((Text("The guard"),), (Text("At three"),)),))
    blocks = (*[Paragraph((Text(f"Line {number}"),)) for number in range(above)], table)
    texts = [page.extract_text() for page in reader_of(ReportDocument(META, blocks, ())).pages]
    assert ["Who was there" in text for text in texts] == ["The guard" in text for text in texts]


@pytest.mark.parametrize("caption", ["", "Who was there"])
@pytest.mark.parametrize("above", range(33, 42, 3))
def test_a_short_table_stands_on_one_page(above, caption):
    rows = tuple(((Text(f"Guard {number}"),), (Text("At three"),)) for number in range(10))
    blocks = (
        *[Paragraph((Text(f"Line {number}"),)) for number in range(above)],
        Table(caption, ("Who", "When"), rows),
    )
    texts = [page.extract_text() for page in reader_of(ReportDocument(META, blocks, ())).pages]
    assert {sum(f"Guard {number}" in text for number in range(10)) for text in texts} == {0, 10}


def test_a_long_table_goes_on_over_the_page():
    rows = tuple(((Text(f"Guard {number}"),), (Text("At three"),)) for number in range(100))
    pages = reader_of(ReportDocument(META, (Table("All", ("Who", "When"), rows),), ())).pages
    assert "Guard 99" in pages[-1].extract_text()
    assert all("Who" in page.extract_text() for page in pages)


def test_the_notes_of_one_voice_stay_within_the_page():
    marks = (NoteRef(1, sets=True), *[mark for _ in range(200) for mark in (NEXT_NOTE, NoteRef(1))])
    blocks = (Paragraph((Text("The guard"), *marks)),)
    note = Note(1, "note-1", (Text("What the note says"),))
    (page,) = reader_of(ReportDocument(META, blocks, (note,))).pages
    assert max(float(link.get_object()["/Rect"][2]) for link in page["/Annots"]) < 595 - 70


def test_the_picture_is_described_for_those_who_do_not_see_it(reader, embassy):
    alt = embassy.findings[0].figures[0].alt
    assert any(
        alt in str(entry.get_object().get("/Alt", ""))
        for entry in (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
        if isinstance(entry, pypdf.generic.DictionaryObject)
    )


@pytest.mark.parametrize(("character", "name"), [("\ue000", "U+E000"), ("\U0001f0f6", "U+1F0F6")])
def test_a_character_no_font_has_is_admitted_on_page_one(character, name, embassy):
    reader = reader_of(compose(replace(embassy, bottom_line=f"Before {character} after")))
    text = " ".join(reader.pages[0].extract_text().split())
    assert f"A character of this report ({name}) cannot be shown" in text
    assert "claims neither PDF/UA nor PDF/A" in text
    assert "pdfuaid" not in metadata(reader)


def test_other_refusals_of_the_standard_are_admitted_too(embassy):
    text = reader_of(compose(replace(embassy, title=""))).pages[0].extract_text()
    assert "could not be made to the standard" in " ".join(text.split())
