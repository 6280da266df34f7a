"""DOCX in a customer's template: its look is kept, our marking and styles are added, nothing else comes along."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree as ET

import pytest

from tests.exporters.word_templates import (
    LETTERHEAD,
    LOGO,
    PNG,
    W,
    edge,
    letterhead,
    links,
    styles,
    template,
)
from tracker.domain.errors import DomainError
from tracker.exporters import EXPORTERS
from tracker.exporters.options import Options
from tracker.exporters.word_template import check_template


def written(report, word_template=None):
    out = BytesIO()
    EXPORTERS["docx"].write(report, out, Options(word_template=word_template))
    with zipfile.ZipFile(out) as held:
        return {name: held.read(name) for name in held.namelist()}


def text(part):
    return "".join(ET.fromstring(part).itertext())


def edges(parts, kind):
    return [content for name, content in sorted(parts.items()) if re.fullmatch(rf"word/{kind}\d+\.xml", name)]


@pytest.fixture(scope="module")
def parts(report):
    return written(report, letterhead())


def assert_sound(parts):
    """Every part is XML, every relationship leads somewhere, every style in use and every kind of part is declared."""
    trees = {
        name: ET.fromstring(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))
    }
    declared = {one.get("PartName", "").lstrip("/") for one in trees["[Content_Types].xml"]}
    defaults = {one.get("Extension") for one in trees["[Content_Types].xml"]} - {None}
    for name in parts:
        assert name in declared or name.rpartition(".")[2] in defaults, name
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        source = name.replace("_rels/", "").removesuffix(".rels")
        ids = [link.get("Id") for link in tree]
        assert len(ids) == len(set(ids))
        for link in tree:
            if link.get("TargetMode") == "External":
                assert link.get("Target").startswith(("http://", "https://", "mailto:"))
            else:
                assert normpath(join(source.rpartition("/")[0], link.get("Target"))).lstrip("/") in parts
        if source in trees:
            used = re.findall(r'r:(?:id|embed|link)="([^"]+)"', parts[source].decode())
            assert set(used) <= set(ids), source
    ids = re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"].decode())
    assert len(ids) == len(set(ids))
    for name, content in parts.items():
        if re.fullmatch(r"word/(document|footnotes|header\d+|footer\d+)\.xml", name):
            assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', content.decode())) <= set(ids), name
    based = re.findall(r'<w:(?:basedOn|next|link) w:val="([^"]+)"', parts["word/styles.xml"].decode())
    assert set(based) <= set(ids)


def test_a_report_without_a_template_is_a_sound_word_file(report):
    assert_sound(written(report))


def test_a_report_in_a_template_is_a_sound_word_file(parts):
    assert_sound(parts)


def test_the_house_keeps_its_page_its_edges_and_its_look(parts):
    body = parts["word/document.xml"].decode()
    assert re.search(r'<w:pgSz[^>]*w:w="12240"', body)
    assert re.search(r'<w:pgMar[^>]*w:left="2000"', body)
    assert "House of Norda" in text(edges(parts, "header")[0])
    assert "Harbour Street" in text(edges(parts, "footer")[0])
    assert any(content == PNG for name, content in parts.items() if name.startswith("word/media/"))
    assert 'w:styleId="berschrift1"' in parts["word/styles.xml"].decode()
    assert b"C00000" in parts["word/styles.xml"]
    assert 'w:pStyle w:val="berschrift1"' in body


def test_its_text_and_its_columns_are_left_behind(parts):
    body = parts["word/document.xml"].decode()
    assert "Old text" not in body
    assert "w:num=" not in re.search(r"<w:sectPr.*</w:sectPr>", body, re.DOTALL)[0]


def test_the_marking_stands_in_every_header_and_footer_that_a_page_may_show(parts):
    heads, feet = edges(parts, "header"), edges(parts, "footer")
    assert len(heads) == len(feet) == 3  # first, even and all other pages
    for content in (*heads, *feet):
        assert "TLP:AMBER" in text(content)
    body = parts["word/document.xml"].decode()
    for when in ("default", "first", "even"):
        assert len(re.findall(f'w:type="{when}"', body)) == 2


def test_our_styles_are_added_by_name_and_none_of_its_own_is_overwritten(parts):
    held = parts["word/styles.xml"].decode().replace(" />", "/>")
    assert '<w:name w:val="Something else"/>' in held
    assert re.search(
        r'w:styleId="FindingReport"[^>]*>\s*<w:name w:val="Finding"/>\s*<w:basedOn w:val="Standard"/>', held
    )
    assert held.count('w:name w:val="Normal"') == held.count('w:name w:val="heading 1"') == 1
    assert 'w:pStyle w:val="FindingReport"' in parts["word/document.xml"].decode()


def test_the_text_has_the_reports_language_whatever_the_template_says(parts):
    assert 'w:lang w:val="en"' in parts["word/styles.xml"].decode()


def test_what_the_template_would_fetch_on_opening_is_gone(parts):
    everything = b"".join(parts.values())
    assert b"attachedTemplate" not in everything
    assert b"x.dotm" not in everything


def test_a_template_that_lacks_every_style_works(report):
    bare = written(report, template())
    assert_sound(bare)
    assert "TLP:AMBER" in text(edges(bare, "header")[0])


def test_a_template_with_a_broken_reference_to_a_header_gets_ours(report):
    broken = letterhead(**{"word/_rels/document.xml.rels": links(("styles", "styles.xml"))})
    made = written(report, broken)
    assert_sound(made)
    assert "TLP:AMBER" in text(edges(made, "header")[0])


def _bomb():
    return template(**{"word/theme/theme1.xml": "x" * (70 * 1024 * 1024)})


def _many():
    return template(**{f"word/media/{number}.png": b"" for number in range(1_100)})


_MACRO = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "not a Word file"),
        (b"PK\x03\x04broken", "not a Word file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old .doc"),
        (b"x" * (11 * 1024 * 1024), "larger than 10 MB"),
        (template(main_type=_MACRO), "macros"),
        (template(**{"word/vbaProject.bin": b"x"}), "macros"),
        (template(**{"word/activeX/activeX1.xml": b"x"}), "macros or controls"),
        (template(main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "not a Word"),
        (template(**{"word/document.xml": f'<w:document xmlns:w="{_STRICT}"/>'}), "not as strict"),
        (template(**{"word/document.xml": f'<!DOCTYPE x [<!ENTITY e "x">]><w:document xmlns:w="{W}">&e;</w:document>'}), "declares entities"),
        (template(**{"word/document.xml": f'<w:document xmlns:w="{W}">'}), "damaged"),
        (_bomb, "unpacks to far more"),
        (_many, "unpacks to far more"),
        (letterhead(**{"word/_rels/header8.xml.rels": links(("image", "http://x.example/i.png", "External"))}), "takes something from elsewhere"),
        (letterhead(**{"word/_rels/header8.xml.rels": links(("oleObject", "embeddings/o.bin"))}), "embedded object"),
        (letterhead(**{"word/_rels/header8.xml.rels": links(("hyperlink", "file:///etc/passwd", "External"))}), "from elsewhere"),
        (letterhead(**{"word/header7.xml": edge("hdr", '<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "x"</w:instrText></w:r></w:p>')}), "a field that fetches"),
        (letterhead(**{"word/header7.xml": edge("hdr", '<w:p><w:fldSimple w:instr="DDEAUTO c x"/></w:p>')}), "a field that fetches"),
        (letterhead(**{"word/header8.xml": edge("hdr", LOGO.replace('r:id="rId1"', 'src="http://x.example/i.png"'))}), "picture from elsewhere"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_with_what_to_do(data, message):
    with pytest.raises(DomainError, match=message) as refused:
        check_template(data() if callable(data) else data)
    assert refused.value.field == "word_template"


def test_a_link_to_the_house_and_page_numbers_may_stand_in_its_header(report):
    held = letterhead(
        **{
            "word/header7.xml": edge(
                "hdr", '<w:p><w:hyperlink r:id="rId1"/><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>'
            ),
            "word/_rels/header7.xml.rels": links(("hyperlink", "https://norda.example/", "External")),
        }
    )
    check_template(held)
    assert_sound(written(report, held))


def test_pictures_and_fonts_within_parts_that_are_taken_are_left_behind(report):
    held = letterhead(
        **{
            "word/styles.xml": styles(
                '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Normal"/></w:style>'
            ),
            "word/_rels/document.xml.rels": LETTERHEAD["word/_rels/document.xml.rels"].replace(
                "</Relationships>",
                '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/></Relationships>',
            ),
            "word/fontTable.xml": f'<w:fonts xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:font w:name="Norda"><w:embedRegular r:id="rId1"/></w:font></w:fonts>',
        }
    )
    made = written(report, held)
    assert b"embedRegular" not in made["word/fontTable.xml"]
    assert b"Norda" in made["word/fontTable.xml"]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: nothing opens the file"
)
@pytest.mark.parametrize("house", [None, letterhead()])
def test_libreoffice_opens_it(report, tmp_path, house):
    out = BytesIO()
    EXPORTERS["docx"].write(report, out, Options(word_template=house))
    (tmp_path / "report.docx").write_bytes(out.getvalue())
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "report.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    import pypdf

    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    assert len(pages) > 2
    assert all(page.extract_text().count("TLP:AMBER") >= 2 for page in pages)
