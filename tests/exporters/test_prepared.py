"""What is done to a report before any format sets it: levels of headings, and the references at its end."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from tracker.domain.errors import DomainError
from tracker.domain.report import (
    BulletList,
    Figure,
    Heading,
    Link,
    Marking,
    Paragraph,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_compose import compose
from tracker.exporters import EXPORTERS
from tracker.exporters import prepared as prepared_module
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.prepared import check_citation_style, prepared, references_section

CSL = "http://purl.org/net/xbiblio/csl"
STYLE = f"""<style xmlns="{CSL}" class="in-text" version="1.0"><info><title>House</title><id>house</id></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><sort><key variable="title"/></sort><layout suffix="|">
<text variable="title" quotes="true" text-case="title"/><text prefix=" by " font-style="italic" variable="URL"/>
</layout></bibliography></style>""".encode()


def headings(blocks):
    return [(block.level, block.text) for block in blocks if isinstance(block, Heading)]


def with_headings(report, *levels):
    blocks = tuple(Heading(level, f"{at}", f"h{at}") for at, level in enumerate(levels))
    return replace(report, blocks=blocks, bibliography=None)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ((1, 3, 3, 1, 2), (1, 2, 2, 1, 2)),
        ((1, 2, 3), (1, 2, 3)),
        ((3, 1, 3, 2, 3), (1, 1, 2, 2, 3)),
    ],
)
def test_no_heading_skips_a_level_and_equals_stay_equal(report, written, shown):
    assert [level for level, _ in headings(prepared(with_headings(report, *written), PLAIN).blocks)] == list(
        shown
    )


def test_headings_within_lists_count_too(report):
    listed = BulletList(((Heading(3, "inside", "inside"),),))
    made = prepared(replace(report, blocks=(Heading(1, "a", "a"), listed), bibliography=None), PLAIN)
    assert made.blocks[1].items[0][0].level == 2


def references(report, style=None):
    blocks = prepared(report, Options(citation_style=style)).blocks
    at = next(
        at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "References"
    )
    assert isinstance(blocks[-1], Marking)
    return blocks[at + 1 : -1]


def test_references_follow_everything_else_and_lead_to_their_exhibits(report):
    entries = references(report)
    assert len(entries) >= 5
    assert plain_text(entries[0].inlines) == (
        "Bo Lindqvist. The siege is over, and it is not over. The Long Perimeter, 2 January 2020. "
        "https://long-perimeter.example/2020/01/siege. Captured 2 January 2020. Exhibit 1."
    )
    assert Link("Exhibit 1", "#exhibit-1") in entries[0].inlines


def test_an_author_who_is_only_purported_is_called_that(report):
    assert any("Tariq Murad (purported author)." in plain_text(one.inlines) for one in references(report))


def test_a_citation_style_sets_and_orders_them_and_leaves_the_words_alone(report):
    entries = [plain_text(one.inlines) for one in references(report, STYLE)]
    assert entries[0].startswith("“At the gate” by https://posts.example/tmurad/811|")
    assert entries == sorted(entries)
    assert any(entry.startswith("“The siege is over, and it is not over”") for entry in entries)
    assert entries[0].endswith("Exhibit 3.")


@pytest.mark.parametrize(("language", "date"), [("en-GB", "1 January 2020"), ("en-US", "January 1, 2020")])
def test_a_style_writes_dates_as_the_language_of_the_report_does(report, language, date):
    dated = STYLE.replace(b'<text prefix=" by "', b'<date variable="issued" form="text"/><text prefix=" by "')
    section = references_section(report.bibliography, dated, language)
    assert any(date in plain_text(block.inlines) for block in section if isinstance(block, Paragraph))


def test_titles_that_look_like_markup_stay_what_they_are(embassy):
    first, *others = embassy.exhibits
    title = "<b>x</b> *y* $z$ [[ST1]] &amp;"
    poisoned = compose(replace(embassy, exhibits=(replace(first, title=title), *others)))
    for style in (None, STYLE):
        (entry,) = [one for one in references(poisoned, style) if "[[ST1]]" in plain_text(one.inlines)]
        assert title in plain_text(entry.inlines)
        assert not any(isinstance(one, Text) and one.strong for one in entry.inlines)


def test_a_document_stored_before_references_were_kept_has_none(report):
    blocks = prepared(replace(report, bibliography=None), PLAIN).blocks
    assert ("References" in [text for _, text in headings(blocks)]) is False


@pytest.mark.parametrize("name", ["html", "md", "docx", "pdf"])
def test_every_format_takes_the_style(report, name):
    out = BytesIO()
    EXPORTERS[name].write(report, out, Options(citation_style=STYLE))
    assert out.getvalue()


@pytest.mark.parametrize(
    ("style", "message"),
    [
        (b"not xml", "not a citation style"),
        (b"<style/>", "not a citation style"),
        (b'<!DOCTYPE x [<!ENTITY e "x">]>' + STYLE, "not a citation style"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (f'<style xmlns="{CSL}"><info/></style>'.encode(), "nothing about a list of references"),
        (
            f'<style xmlns="{CSL}"><info><link rel="independent-parent" href="http://x/apa"/></info></style>'.encode(),
            "only names another, http://x/apa",
        ),
        (f'<style xmlns="{CSL}" class="in-text"><bibliography/></style>'.encode(), "cannot be set"),
        (STYLE.replace(b'variable="title" quotes', b'variable="PMID" quotes').replace(b'"URL"', b'"DOI"'), "come out empty"),
    ],
)  # fmt: skip
def test_what_is_no_style_is_refused_with_what_to_do(style, message):
    with pytest.raises(DomainError, match=message) as refused:
        check_citation_style(style)
    assert refused.value.field == "citation_style"


def test_a_style_that_leads_back_to_itself_is_refused_before_it_takes_the_machine(monkeypatch):
    monkeypatch.setattr(prepared_module, "_PATIENCE", 1.0)
    circle = b'<macro name="a"><text macro="a"/></macro><citation>'
    endless = STYLE.replace(b"<citation>", circle).replace(
        b'<text variable="title" quotes', b'<text macro="a"/><text variable="title" quotes'
    )
    with pytest.raises(DomainError, match="leads back to itself"):
        check_citation_style(endless)


def test_a_sound_style_is_taken():
    check_citation_style(STYLE)


def test_paragraphs_of_references_are_small_print(report):
    assert {one.role for one in references(report) if isinstance(one, Paragraph)} == {"fine"}


def test_a_paragraph_that_leads_to_a_picture_or_a_table_may_not_end_a_page(report):
    words = Paragraph((Text("This is how it went:"),))
    table = Table("", ("who",), (((Text("R"),),),))
    code = Paragraph((Text("GET /a", mono=True),))
    for before, following, role in (
        (words, table, "voice"),
        (words, Figure("<svg/>", "a", "b"), "voice"),
        (words, words, "body"),
        (code, table, "body"),
        (replace(words, role="fine"), table, "fine"),
    ):
        held = replace(report, blocks=(before, following), bibliography=None)
        assert prepared(held, PLAIN).blocks[0].role == role


@pytest.mark.parametrize(
    ("title", "shown"), [("They left", "They left."), ("They left.", "They left."), ("Why?", "Why?")]
)
def test_a_reference_ends_its_title_with_one_stop(report, title, shown):
    one = replace(report.bibliography[0], title=title, author="")
    entry = references(replace(report, bibliography=(one,)))[0]
    assert plain_text(entry.inlines).startswith(f"{shown} ")
