"""PDF: accessible, archivable, and honest where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from tracker.domain.report_compose import compose
from tracker.domain.scales import Tlp
from tracker.exporters import EXPORTERS


def reader_of(report) -> pypdf.PdfReader:
    out = BytesIO()
    EXPORTERS["pdf"].write(report, out)
    return pypdf.PdfReader(out)


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
