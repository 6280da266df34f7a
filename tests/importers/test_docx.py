from __future__ import annotations

import io
import zipfile

import pypandoc
import pytest

from tracker.importers import extract
from tracker.importers.docx import MAX_PART
from tracker.importers.docx_words import Words
from tracker.importers.zipped import MAX_ENTRIES, MAX_UNPACKED

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def words(body: str) -> Words:
    found = Words()
    found.read(
        [f'<w:document xmlns:w="{W}" xmlns:mc="m" xmlns:x="x"><w:body>{body}</w:body></w:document>'.encode()]
    )
    return found


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_a_real_word_document_is_read_to_its_words_and_claims(tmp_path):
    source = (
        "# Gate\n\nThe *guard* said **no**[^1] 🙂.\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: So he said.\n"
    )
    path = tmp_path / "memo.docx"
    pypandoc.convert_text(
        source,
        to="docx",
        format="markdown",
        outputfile=path,
        extra_args=["-M", "title=Memo", "-M", "author=Jane Roe"],
    )
    found = extract(path.read_bytes(), "memo.docx")
    assert found.text == "Memo\nJane Roe\nGate\nThe guard said no[1] 🙂.\na\tb\nc\td\n[1] So he said."
    assert (found.title, found.author, found.published) == ("Memo", "Jane Roe", None)
    assert len(found.notes) == 1
    assert "when it was published it does not say" in found.notes[0]


def test_runs_join_and_paragraphs_part():
    assert (
        words(f"<w:p>{run('be')}{run('fore ')}{run('it')}</w:p><w:p>{run('قال &lt;ok&gt;')}</w:p>").text()
        == "before it\nقال <ok>"
    )


def test_tabs_and_breaks_are_text_but_tab_stops_are_not():
    stops = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
    assert (
        words(f"<w:p>{stops}<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>").text()
        == "a\tb\nc"
    )


def test_tracked_changes_count_as_accepted_and_are_noticed():
    found = words(
        f"<w:p>{run('He ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins>{run('left')}</w:ins><w:moveFrom>{run('x')}</w:moveFrom></w:p>"
    )
    assert found.text() == "He left"
    assert found.has_changes


def test_hidden_text_is_left_out_and_noticed():
    hidden, shown = run("open", "<w:vanish/>"), run("shut", '<w:vanish w:val="0"/>')
    found = words(f"<w:p>{hidden}{shown}</w:p>")
    assert found.text() == "shut"
    assert found.has_hidden


def test_a_drawing_kept_twice_for_older_programs_is_read_once():
    twice = f"<mc:AlternateContent><mc:Choice>{run('once')}</mc:Choice><mc:Fallback>{run('once')}</mc:Fallback></mc:AlternateContent>"
    assert words(f"<w:p>{twice}<x:t>not Word's</x:t></w:p>").text() == "once"


def test_letterheads_are_shown_but_are_no_part_of_the_text(make_docx):
    header = f'<w:hdr xmlns:w="{W}"><w:p>{run("Ministry of Gates")}</w:p></w:hdr>'
    found = extract(
        make_docx(f"<w:p>{run('Words')}</w:p>", word__header1=header, word__header2=header), "a.docx"
    )
    assert found.text == "Words"
    assert found.notes == ("Headers and footers were left out of the text; they say: Ministry of Gates",)


def test_a_document_without_words_is_refused(refused, make_docx):
    assert "holds no text" in refused(make_docx("<w:p/>"), "a.docx")[0]


def test_a_bomb_is_refused_by_the_size_it_declares(refused, make_docx):
    bomb = make_docx("<w:p/>", word__media1=bytes(MAX_UNPACKED))
    assert len(bomb) < MAX_UNPACKED / 100
    assert "unpacks to far more" in refused(bomb, "a.docx")[0]


def test_a_bomb_is_refused_by_the_size_it_has(refused, make_docx):
    assert "unpacks to far more" in refused(make_docx(" " * (MAX_PART + 1)), "a.docx")[0]


def test_a_bomb_that_lies_about_its_size_is_refused(refused, make_docx):
    size = 30_000_000
    bomb = bytearray(make_docx(" " * size))
    declared = zipfile.ZipFile(io.BytesIO(bomb)).getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert bomb.count(declared) == 2
    message, field = refused(bytes(bomb).replace(declared, (500).to_bytes(4, "little")), "a.docx")
    assert "could not be read" in message
    assert field == "file"


def test_more_entries_than_any_document_has_are_refused_unlisted(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        for number in range(MAX_ENTRIES + 1):
            package.writestr(str(number), "")
    assert "unpacks to far more" in refused(out.getvalue(), "a.docx")[0]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">',
        '<!DOCTYPE w [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/footnotes.xml"])
def test_a_document_type_declaration_is_refused_in_every_part(refused, doctype, part):
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p>{run("Words")}</w:p></w:body></w:document>',
        "docProps/core.xml": "<c/>",
        "word/footnotes.xml": "<f/>",
    }
    parts[part] = doctype + parts[part]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert "document type" in refused(out.getvalue(), "a.docx")[0]


def test_a_compression_that_word_never_uses_is_refused(refused, make_docx):
    assert "could not be read" in refused(make_docx("<w:p/>", compression=zipfile.ZIP_BZIP2), "a.docx")[0]


def test_a_cut_off_or_broken_document_is_refused(refused, make_docx):
    whole = make_docx(f"<w:p>{run('Words')}</w:p>")
    assert refused(whole[:-40], "a.docx")[1] == "file"
    assert refused(make_docx("<w:p><unclosed>"), "a.docx")[1] == "file"


def test_a_document_nested_without_end_is_read_all_the_same(make_docx):
    found = extract(
        make_docx("<w:p>" + "<w:sdt>" * 200_000 + run("Words") + "</w:sdt>" * 200_000 + "</w:p>"), "a.docx"
    )
    assert found.text == "Words"
