from __future__ import annotations

import pytest

from tracker.importers import ACCEPT, ACCEPTED_SUFFIXES, MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES, extract

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def test_the_file_chooser_offers_what_is_accepted():
    assert ACCEPT.split(",") == list(ACCEPTED_SUFFIXES)
    assert {".txt", ".md", ".html", ".docx", ".pdf", ".jpg", ".png", ".mp3", ".mp4"} <= set(ACCEPTED_SUFFIXES)


@pytest.mark.parametrize(
    "filename", ["a.exe", "a.docm", "archive.zip", "README", "", ".txt", "a.png.svg", "x" * 5000]
)
def test_a_file_of_another_kind_is_refused_with_the_list_of_those_taken(refused, filename):
    message, field = refused(b"words", filename)
    assert field == "file"
    assert ".docx" in message
    assert len(message) < 250


@pytest.mark.parametrize("suffix", ACCEPTED_SUFFIXES)
def test_an_empty_file_is_refused(refused, suffix):
    assert refused(b"", f"a{suffix}") == (
        "This file is empty. Choose the file that holds the document.",
        "file",
    )


@pytest.mark.parametrize(
    ("suffix", "limit", "spoken"),
    [(".txt", MAX_DOCUMENT_BYTES, "25 MB"), (".mp4", MAX_MEDIA_BYTES, "200 MB")],
)
def test_a_file_beyond_the_limit_of_its_kind_is_refused(refused, suffix, limit, spoken):
    message, field = refused(bytes(limit + 1), f"a{suffix}")
    assert spoken in message
    assert field == "file"


@pytest.mark.parametrize(
    ("data", "filename", "said"),
    [
        (PNG, "scan.pdf", "rename it to end in .png"),
        (PNG, "notes.txt", "rename it to end in .png"),
        (PNG, "photo.jpg", "rename it to end in .png"),
        (PNG, "mail.eml", "rename it to end in .png"),
        (b"WARC/1.0\r\n", "page.html", "rename it to end in .warc"),
        (b"PK\x03\x04 ... word/document.xml", "site.wacz", "rename it to end in .docx"),
        (b"PK\x03\x04 archive/data.warc datapackage.json", "memo.docx", "rename it to end in .wacz"),
        (b"%PDF-1.7\n...", "page.html", "rename it to end in .pdf"),
        (b"PK\x03\x04 ... word/document.xml", "notes.md", "rename it to end in .docx"),
        (b"ID3\x04\x00", "film.mp4", "rename it to end in .mp3"),
        (b"GIF89a" + b"\0" * 20, "photo.png", "GIF89a"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "memo.docx", "protected by a password"),
        (b"just words", "memo.pdf", "is not a PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "film.mp4", "looks like"),
    ],
)
def test_a_name_that_lies_about_the_content_is_refused(refused, data, filename, said):
    message, field = refused(data, filename)
    assert said in message
    assert field == "file"


def test_a_text_that_speaks_of_another_format_is_still_text():
    assert extract(b"A file that starts with %PDF-1.7 is a PDF.", "note.TXT").media_type == "text/plain"


@pytest.mark.parametrize("filename", ["a.tar.gz", "a.warc.gz.txt.gz", "a.gz"])
def test_other_compressed_files_are_refused(refused, filename):
    message, field = refused(b"\x1f\x8bwords", filename)
    assert "“.gz” are not taken" in message
    assert field == "file"


def test_a_path_in_the_name_does_not_matter(refused):
    assert extract(b"words", "..\\..\\C:\\a/b.txt").text == "words"
    assert "not taken" in refused(b"words", "notes.txt/evil")[0]
