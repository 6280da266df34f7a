"""ODT: real footnotes, our styles, and the marking on every page."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from tracker.domain.report_compose import compose
from tracker.domain.report_input import SectionInput
from tracker.domain.scales import Paper
from tracker.exporters.open_document import OpenDocument


def parts_of(report):
    out = BytesIO()
    OpenDocument().write(report, out)
    with zipfile.ZipFile(out) as held:
        return {name: held.read(name) for name in held.namelist()}


@pytest.fixture(scope="module")
def parts(report):
    return parts_of(report)


def test_the_marking_stands_in_header_and_footer_in_its_colour_on_black(parts):
    styles = parts["styles.xml"].decode()
    for edge in ("header", "footer"):
        (held,) = re.findall(f"<style:{edge}>(.*?)</style:{edge}>", styles, re.DOTALL)
        assert 'text:style-name="Marking"><text:s/>TLP:AMBER' in held
    (marking,) = re.findall(r'<style:style style:name="Marking".*?</style:style>', styles, re.DOTALL)
    assert 'fo:color="#ffc000"' in marking
    assert 'fo:background-color="#000000"' in marking
    assert "<text:page-count>" in styles


def test_every_style_the_text_uses_is_defined(parts):
    both = (parts["content.xml"] + parts["styles.xml"]).decode()
    used = set(re.findall(r'(?:text|draw|table):style-name="([^"]+)"', both))
    used |= set(re.findall(r'style:parent-style-name="([^"]+)"', both))
    defined = set(re.findall(r'style:name="([^"]+)"', both))
    assert used <= defined


def test_what_stands_out_in_the_report_has_its_own_style(parts):
    content = parts["content.xml"].decode()
    for style in (
        "Imprint",
        "BottomLine",
        "Finding",
        "Label",
        "Voice",
        "FinePrint",
        "Warning",
        "Judgement",
        "Particulars",
    ):
        assert f'<text:p text:style-name="{style}">' in content


def test_what_follows_page_one_begins_a_page(parts):
    before, after = parts["content.xml"].decode().split('<text:p text:style-name="PageStart"')
    assert "What would change this" in before
    assert ">Conflicts<" in after
    (style,) = re.findall(r'style:name="PageStart".*?</style:style>', parts["styles.xml"].decode(), re.DOTALL)
    assert 'fo:break-before="page"' in style


def test_the_particulars_of_an_exhibit_stay_on_one_page(parts, embassy):
    content, styles = parts["content.xml"].decode(), parts["styles.xml"].decode()
    assert content.count('<text:p text:style-name="LastParticular">') == len(embassy.exhibits)
    (kept,) = re.findall(r'style:name="Particulars".*?</style:style>', styles, re.DOTALL)
    (last,) = re.findall(r'style:name="LastParticular".*?</style:style>', styles, re.DOTALL)
    assert 'fo:keep-with-next="always"' in kept
    assert 'fo:keep-with-next="auto"' in last


def test_a_note_is_referred_to_where_it_is_set(parts):
    content = parts["content.xml"].decode()
    assert re.search(r'<text:bookmark-start text:name="note-1"\s*/><text:note ', content)
    assert 'xlink:href="#note-1"' in content


def test_words_that_run_from_right_to_left_are_set_so(parts):
    content, styles = parts["content.xml"].decode(), parts["styles.xml"].decode()
    (quoted,) = re.findall(r'<text:p text:style-name="QuoteRightToLeft">(.*?)</text:p>', content)
    assert "وأخيرا" in quoted
    (style,) = re.findall(r'style:name="QuoteRightToLeft".*?</style:style>', styles, re.DOTALL)
    assert 'style:writing-mode="rl-tb"' in style
    assert 'style:language-complex="ar"' in content


def test_the_picture_is_described(parts, embassy):
    assert f"desc>{embassy.findings[0].figures[0].alt}</" in parts["content.xml"].decode()
    assert any(content.startswith(b"\x89PNG") for content in parts.values())


def test_the_file_knows_its_title_its_authors_and_its_time(parts):
    meta = parts["meta.xml"].decode()
    assert "<dc:title>Who left the embassy, and when</dc:title>" in meta
    assert "<dc:creator>Ada Okafor, Jun Ito</dc:creator>" in meta
    assert meta.count("2020-01-03T14:05:00Z") == 2


def test_a_long_report_lists_its_headings_with_their_pages(embassy):
    long = SectionInput("P1", "At the <gate>", "They left by three. " * 600)
    content = parts_of(compose(replace(embassy, sections=(long,))))["content.xml"].decode()
    (listed,) = re.findall(r"<text:index-body>(.*?)</text:index-body>", content, re.DOTALL)
    assert "At the &lt;gate&gt;" in listed
    targets = re.findall(r'xlink:href="#([^"]+)"', listed)
    assert targets == re.findall(r'text:reference-format="page" text:ref-name="([^"]+)"', listed)
    assert all(f'<text:bookmark-start text:name="{target}"' in content for target in targets)


def test_the_page_is_the_paper_of_the_case(parts, embassy):
    assert 'fo:page-width="210mm"' in parts["styles.xml"].decode()
    letter = parts_of(compose(replace(embassy, paper=Paper.LETTER)))["styles.xml"].decode()
    assert 'fo:page-width="215.9mm"' in letter
    assert 'style:position="165.9mm"' in letter
