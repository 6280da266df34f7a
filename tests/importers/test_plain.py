from __future__ import annotations

import pytest

from tracker.domain.errors import DomainError
from tracker.importers import Modality, extract, extract_pasted

REPORT = (
    " date 2020-01-01 Over two days a crowd besieged the compound. It “never” got in. 🇮🇶\n"
    "\n"
    "قال الحارس: فتحنا البوابة. — A guard, January 1, 2020\n"
)


def test_a_text_is_kept_to_the_letter_and_its_first_line_gives_the_date():
    found = extract(REPORT.encode(), "article.txt")
    assert found.text == REPORT
    assert (found.published, found.modality, found.notes) == ("2020-01-01", Modality.TEXT, ())
    assert found.extractor.startswith("tracker ")


def test_line_ends_and_composition_are_made_one_and_nothing_else():
    found = extract(b"Cafe\xcc\x81\r\n\ttwo  spaces \rthree\n\n", "a.txt")
    assert found.text == "Café\n\ttwo  spaces \nthree\n\n"


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert extract("\ufeffwords".encode(), "a.txt").text == "words"
    assert extract("\ufeffwörds 🙂".encode("utf-16-le"), "a.txt").text == "wörds 🙂"


@pytest.mark.parametrize("blank", [b" \n\t ", "\ufeff".encode()])
def test_a_file_without_words_is_refused(refused, blank):
    assert refused(blank, "a.txt")[1] == "file"


def test_a_page_named_txt_stays_the_source_it_is_and_says_so():
    source = "<!-- x -->\n<!DOCTYPE html><html><body>Words</body></html>"
    found = extract(source.encode(), "page.txt")
    assert found.text == source
    assert "rename the file to end in .html" in found.notes[0]


def test_markdown_is_kept_as_it_is_and_its_front_matter_read():
    source = (
        "---\ntitle: 'At the gate'\nauthor: Jane Roe\ndate: 2020-01-01 14:40:10 -0400\n"
        "url: https://web.archive.org/web/20200102030405/https://example.org/gate\ntags:\n  - embassy\n---\n\n# Gate\n"
    )
    found = extract(source.encode(), "a.md")
    assert found.text == source
    assert (found.title, found.author, found.published) == (
        "At the gate",
        "Jane Roe",
        "2020-01-01T14:40:10-04:00",
    )
    assert found.address == "https://example.org/gate"
    assert found.archive_address == "https://web.archive.org/web/20200102030405/https://example.org/gate"
    assert found.media_type == "text/markdown"


def test_markdown_without_front_matter_takes_its_title_from_the_heading():
    found = extract(b"Intro\n\n# What the *guard* said #\n\n---\ntitle: no\n---\n", "a.md")
    assert found.title == "What the *guard* said"
    assert found.author is None


def test_front_matter_in_plain_text_is_only_text():
    assert extract(b"---\ntitle: A\n---\nwords", "a.txt").title is None


def test_pasted_text_is_treated_like_a_file():
    found = extract_pasted("Date: 1 January 2020\r\nWords 🙂")
    assert found.text == "Date: 1 January 2020\nWords 🙂"
    assert found.published == "2020-01-01"


@pytest.mark.parametrize("text", ["", "  \n", "a\x00b", "a\ud800b"])
def test_pasted_text_that_cannot_be_kept_is_refused(text):
    with pytest.raises(DomainError) as caught:
        extract_pasted(text)
    assert caught.value.field == "text"
