"""What analysts write in sections, in every format: lists, quotations, tables, code, links, other scripts."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from tests.exporters.conftest import SECOND_SAYS, SPOKESMAN_SAYS
from tracker.domain.report import plain_text
from tracker.domain.report_compose import compose
from tracker.domain.report_input import SectionInput
from tracker.domain.scales import Paper
from tracker.exporters import EXPORTERS

BODY = """A paragraph that cites [[ST1]].

### What the posts say

1. One point.
2. Another.
   - below it

- loose

> I am at the gate.
> Somebody left.[[ST3]]

| Time | Who | What was said |
|---|---|---|
| 15:05 | Rana | that they are pulling out[[ST1]], and much more than fits into a narrow column |

```
GET /a HTTP/1.1
    Host:  x
```

A [link](https://archive.example/x).

### شهادة الحارس

لم يبق أحد هناك.

- نقطة أولى

群衆は解散した。
"""


@pytest.fixture(scope="module")
def written(embassy):
    """The report with a written section."""

    def make(body=BODY, *, times=1, paper=Paper.A4):
        section = SectionInput("P1", "What we read", body * times)
        mentioned = (SPOKESMAN_SAYS, SECOND_SAYS)
        return compose(replace(embassy, sections=(section,), mentioned=mentioned, paper=paper))

    return make


def made(report, name):
    out = BytesIO()
    EXPORTERS[name].write(report, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def html(written):
    return made(written(), "html").decode()


@pytest.fixture(scope="module")
def word(written):
    with zipfile.ZipFile(BytesIO(made(written(), "docx"))) as held:
        return held.read("word/document.xml").decode()


@pytest.fixture(scope="module")
def markdown(written):
    return made(written(), "md").decode()


def paragraph_of(word, words):
    """The last paragraph that holds the words: the contents hold those of headings too."""
    return [one for one in re.findall(r"<w:p>.*?</w:p>", word, re.DOTALL) if words in one][-1]


def test_only_the_list_of_findings_is_set_as_one(html):
    assert html.count('<ol class="findings">') == 1
    assert re.search(r"<ol>\s*<li><p[^>]*>One point\.", html)


def test_a_list_begins_at_the_number_that_was_typed(written):
    report = written("5. The fifth\n6. The sixth\n\nBetween.\n\n0. The noughth")
    assert "5.  The fifth\n6.  The sixth" in made(report, "md").decode()
    page = made(report, "html").decode()
    assert re.findall(r'<ol start="(\d+)">\s*<li>\s*<p[^>]*>([\w ]+)', page) == [
        ("5", "The fifth"),
        ("0", "The noughth"),
    ]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made(report, "pdf"))).pages)
    assert all(words in text for words in ("5. The fifth", "6. The sixth", "0. The noughth"))
    with zipfile.ZipFile(BytesIO(made(report, "docx"))) as held:
        assert {"5", "0"} <= set(
            re.findall(r'<w:startOverride w:val="(\d+)"', held.read("word/numbering.xml").decode())
        )
    with zipfile.ZipFile(BytesIO(made(report, "odt"))) as held:
        starts = re.findall(r'text:start-value="(\d+)"', held.read("content.xml").decode())
        assert {"5", "0"} <= set(starts)


def test_a_heading_in_a_section_is_one_level_under_it(html, word, markdown):
    assert re.search(r'<h3 id="section-1-1"[^>]*>What the posts say</h3>', html)
    assert 'w:val="Heading2"' in paragraph_of(word, "What the posts say")
    assert "\n### What the posts say\n" in markdown


def test_lines_of_code_keep_their_spaces(html, word, markdown):
    assert "GET /a HTTP/1.1\n    Host:  x</code></pre>" in html
    assert "    Host:  x" in paragraph_of(word, "GET /a")
    assert "    GET /a HTTP/1.1\n        Host:  x\n" in markdown


def test_a_table_without_a_caption_has_none(html, word, markdown):
    assert "<caption></caption>" not in html
    table = html[html.index("<th") - 200 : html.index("<th")]
    assert 'aria-label="Table of Time, Who, What was said"' in table
    assert "TableCaption" not in word[word.index("What the posts say") : word.index("GET /a")]
    assert re.search(r"\| Time +\| Who +\| What was said +\|", markdown)


def test_wide_columns_get_more_room_than_narrow_ones(word):
    widths = [int(one) for one in re.findall(r'<w:gridCol w:w="(\d+)"', word[: word.index("GET /a")])][-3:]
    assert widths[2] > 2 * widths[0] > 0


def test_a_note_to_a_quotation_follows_its_words(html, word, markdown):
    assert re.search(r"Somebody left\.<sup><a id=[^>]*>\d+</a></sup></blockquote>\s*</figure>", html)
    assert "footnoteReference" in paragraph_of(word, "Somebody left")
    assert re.search(r"Somebody left\.\[\^\d+\]", markdown)


def test_a_link_leads_to_the_web(html, word, markdown):
    assert '<a href="https://archive.example/x" rel="noopener noreferrer">link</a>' in html
    assert "<w:hyperlink r:id=" in paragraph_of(word, ">link</w:t>")
    assert "[link](https://archive.example/x)" in markdown


CITING = """Table: What the guards said [[ST3]]

| who [[ST1]] | what |
|---|---|
| a guard | opened it [[ST3]] |

### Head [[ST1]]

> - Somebody left. [[ST3]]
> - Nobody. [[ST1]]

They left [[ST3]].

| who |
|---|
| Rana [[ST1]] |
"""


def letters(text):
    """What every format prints alike."""
    return re.sub(r"[\W_]", "", text)


def footnotes(content, name):
    """The footnotes of a file in the order of their numbers."""
    if name == "md":
        return re.findall(r"(?m)^\[\^\d+\]: (.*)", content.decode())
    with zipfile.ZipFile(BytesIO(content)) as held:
        notes = held.read("word/footnotes.xml").decode()
        body = held.read("word/document.xml").decode()
    told = dict(re.findall(r'<w:footnote [^>]*w:id="(\d+)"[^>]*>(.*?)</w:footnote>', notes, re.DOTALL))
    ids = re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    return ["".join(re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", told[one])) for one in ids]


@pytest.mark.parametrize("name", ["md", "docx"])
def test_footnotes_have_the_numbers_of_the_notes_wherever_they_are_cited(written, name):
    report = written(CITING)
    printed = [letters(re.sub(r"<[^>]*>", "", one)) for one in footnotes(made(report, name), name)]
    assert len(printed) == len(report.notes)
    for note, words in zip(report.notes, printed, strict=True):
        assert letters(plain_text(note.inlines))[:25] in words


@pytest.mark.parametrize("words", ["شهادة الحارس", "لم يبق أحد هناك", "نقطة أولى"])
def test_what_runs_from_right_to_left_begins_at_the_right(html, word, words):
    assert re.search(r'dir="auto"[^>]*>' + words, html)
    assert "<w:bidi" in paragraph_of(word, words)


def test_a_long_report_lists_its_contents_and_a_short_one_does_not(written, embassy):
    short = compose(replace(embassy, findings=(), conflicts=(), exhibits=()))
    long = written(times=2)
    for name, mark in (("html", '<nav aria-label="Contents">'), ("docx", " TOC "), ("pdf", "Contents")):
        assert mark not in text_of(made(short, name), name)
        assert mark in text_of(made(long, name), name)


def text_of(content, name):
    match name:
        case "docx":
            return zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
        case "pdf":
            return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
        case _:
            return content.decode()


def test_the_contents_of_a_word_file_are_a_field_that_is_filled_already(written):
    word = text_of(made(written(times=2), "docx"), "docx")
    assert re.findall(r"<w:instrText[^>]*>([^<]*)<", word) == [r' TOC \o "1-2" \n \h \z \u ']
    kinds = re.findall(r'w:fldCharType="(\w+)"', word)
    assert kinds == ["begin", "separate", "end"]
    field = word[word.index('"begin"') : word.index('"end"')]
    listed = re.findall(r'w:anchor="([^"]+)"', field)
    assert listed[:2] == ["bottom-line", "findings"]
    assert "section-1-1" in listed
    assert set(listed) <= set(re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', word))


def test_the_contents_follow_page_one_in_a_pdf_and_lead_to_their_pages(written):
    reader = pypdf.PdfReader(BytesIO(made(written(re.sub("[\u3000-\u9fff]", "", BODY), times=2), "pdf")))
    assert "Contents" not in reader.pages[0].extract_text()
    second = reader.pages[1]
    assert second.extract_text().splitlines().count("Contents") == 1
    assert len(second["/Annots"]) > 8


def test_letter_is_letter_in_every_format_with_pages(written):
    report = written(paper=Paper.LETTER)
    assert "size: letter" in made(report, "html").decode()
    assert re.search(r'<w:pgSz[^>]*w:w="12240"', text_of(made(report, "docx"), "docx"))
    reader = pypdf.PdfReader(BytesIO(made(report, "pdf")))
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [612, 792]


def test_the_language_of_the_text_is_said_in_every_format_that_can(written):
    report = written("Words.")
    report = replace(report, meta=replace(report.meta, language="en-GB"))
    assert '<html lang="en-GB">' in made(report, "html").decode()
    with zipfile.ZipFile(BytesIO(made(report, "docx"))) as held:
        assert b'w:lang w:val="en-GB"' in held.read("word/styles.xml").replace(
            b'w:bidi="ar-SA" ', b""
        ).replace(b'w:eastAsia="en-GB" ', b"")
    reader = pypdf.PdfReader(BytesIO(made(report, "pdf")))
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
