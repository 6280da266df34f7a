from __future__ import annotations

import io

import pypdf
import pytest

from tracker.importers import Extraction, Modality, extract, pdf
from tracker.importers.kinds import kind_of


def read_here(data: bytes) -> Extraction:
    return pdf.read(io.BytesIO(data), kind_of(data, "a.pdf"), None)


def test_the_text_layer_and_where_each_page_begins(make_pdf):
    found = extract(
        make_pdf("The guard said no. 🙂", "", "البوابة", title="Memo", author="Jane Roe"), "memo.pdf"
    )
    starts = (0, *found.page_breaks)
    assert [found.text[start:end].strip() for start, end in zip(starts, (*starts[1:], None), strict=True)] == [
        "The guard said no. 🙂", "", "البوابة",
    ]  # fmt: skip
    assert (found.title, found.author, found.published) == ("Memo", "Jane Roe", None)
    assert found.extractor.startswith("pypdf ")
    assert any("right to left" in note for note in found.notes)
    assert any("Some pages gave no text" in note and ": 2." in note for note in found.notes)
    assert any("when it was published it does not say" in note for note in found.notes)


def test_a_pdf_without_a_text_layer_is_taken_with_a_note():
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    writer.write(out)
    found = read_here(out.getvalue())
    assert (found.text, found.page_breaks, found.modality) == ("", (), Modality.TEXT)
    assert "holds no text" in found.notes[0]


def test_only_so_many_pages_are_read_and_the_rest_is_admitted(make_pdf, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    found = read_here(make_pdf("one", "two", "three"))
    assert found.text == "one\n\ntwo"
    assert "Only the first 2 of 3 pages" in found.notes[0]


def encrypted(data: bytes, password: str, algorithm: str) -> bytes:
    writer, out = pypdf.PdfWriter(io.BytesIO(data)), io.BytesIO()
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def test_a_pdf_locked_only_against_printing_is_read(make_pdf):
    assert read_here(encrypted(make_pdf("Words"), "", "RC4-128")).text == "Words"


def test_a_pdf_with_a_password_is_refused(refused, make_pdf):
    message, field = refused(encrypted(make_pdf("Words"), "secret", "RC4-128"), "a.pdf")
    assert "protected by a password" in message
    assert field == "file"


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_cut_off_pdf_is_refused(refused, make_pdf, keep):
    whole = make_pdf("Words")
    message, field = refused(whole[: int(len(whole) * keep)], "a.pdf")
    assert field == "file"
    assert "read" in message


def test_pages_that_contain_themselves_end():
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    from tracker.domain.errors import DomainError

    with pytest.raises(DomainError):
        read_here(loop)
