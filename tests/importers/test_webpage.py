from __future__ import annotations

import io

import pytest

from tracker.importers import Extraction, webpage
from tracker.importers.kinds import kind_of

PARAGRAPH = "<p>" + "The crowd stood before the gate and nobody knew who had opened it. " * 4 + "</p>"
POST = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Lots of tents are still in the street 🙂 '
    '<a href="https://t.co/x">pic.example/x</a></p>&mdash; A Reporter (@reporter) '
    '<a href="https://twitter.example/1">January 1, 2020</a></blockquote>'
    '<script async src="https://platform.example/widgets.js"></script>'
)
HEAD = (
    '<title>At the gate | The Example</title><meta name="author" content="Jane Roe">'
    '<meta property="og:site_name" content="The Example">'
    '<link rel="canonical" href="https://example.org/gate">'
    '<meta property="article:published_time" content="2020-01-01T12:30:00+03:00">'
)


def extract(data: bytes, filename: str) -> Extraction:
    """Read in this process: what the process of its own adds is tested with the sandbox."""
    return webpage.read(io.BytesIO(data), kind_of(data, filename), None)


def page(body: str, head: str = HEAD, before: str = "", lang: str = "en") -> bytes:
    return f'<!DOCTYPE html>{before}<html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def article(inside: str) -> str:
    return f"<nav><a href=/>Home</a></nav><article><h1>At the gate</h1>{PARAGRAPH}{inside}{PARAGRAPH}</article><footer>Imprint</footer>"


def test_the_article_and_what_the_page_declares_are_read():
    found = extract(page(article("")), "gate.html")
    assert "nobody knew who had opened it" in found.text
    assert "Imprint" not in found.text
    assert found.extractor.startswith("trafilatura ")
    assert (found.title, found.author, found.publisher) == ("At the gate", "Jane Roe", "The Example")
    assert (found.address, found.archive_address) == ("https://example.org/gate", None)
    assert (found.published, found.language, found.notes) == ("2020-01-01T12:30:00+03:00", "en", ())


def test_the_words_of_an_embedded_post_are_kept_in_their_place():
    text = extract(page(article(POST)), "gate.html").text
    assert "Lots of tents are still in the street 🙂" in text
    assert "A Reporter (@reporter) January 1, 2020" in text
    assert text.index("tents") > text.index("nobody knew")


def test_a_quotation_outside_the_article_brings_all_visible_text():
    aside = '<footer class="footer"><blockquote>We never left the compound, says the second guard.</blockquote></footer>'
    found = extract(page(article("") + aside), "gate.html")
    assert "says the second guard" in found.text
    assert "nobody knew who had opened it" in found.text
    assert "We never left the compound" in found.notes[0]
    assert found.extractor.startswith("lxml ")


def test_a_page_without_an_article_gives_all_its_visible_text():
    links = "".join(f"<li><a href=/{n}>Gate number {n} was open</a></li>" for n in range(400))
    found = extract(
        page(f"<nav><ul>{links}</ul></nav><article><p>{'A short text. ' * 20}</p></article>", head=""),
        "a.htm",
    )
    assert "Gate number 3 was open\nGate number 4 was open\n" in found.text
    assert "A short text." in found.text
    assert "No article could be told from the rest" in found.notes[0]


def test_a_vast_page_gives_all_its_visible_text(monkeypatch):
    monkeypatch.setattr(webpage, "MAX_ELEMENTS", 5)
    found = extract(page(article(POST)), "a.html")
    assert "Imprint" in found.text
    assert found.address == "https://example.org/gate"


def test_what_the_page_hides_is_not_read():
    hidden = "<p hidden>unseen</p><div style='display: none'><p>unseen</p></div><!-- unseen --><template>unseen</template>"
    assert "unseen" not in extract(page(article(hidden)), "a.html").text


def test_where_the_page_was_saved_from_goes_before_what_it_calls_itself():
    saved = "\n<!-- saved from url=(0028)https://example.org/gate?ref=x -->\n"
    assert extract(page(article(""), before=saved), "a.html").address == "https://example.org/gate?ref=x"


def test_a_page_saved_from_an_archive_has_both_addresses():
    archived = "https://web.archive.org/web/20200102030405/https://example.org/gate"
    overlay = '<div id="wm-ipp-base">Wayback toolbar 12 captures</div>'
    found = extract(
        page(overlay + "<p>Short.</p>", head="", before=f"<!-- saved from url=(0067){archived} -->"), "a.html"
    )
    assert (found.address, found.archive_address) == ("https://example.org/gate", archived)
    assert found.text == "Short."


def test_no_address_but_a_web_address_is_taken():
    found = extract(page("<p>Short.</p>", head='<link rel="canonical" href="javascript:alert(1)">'), "a.html")
    assert found.address is None


@pytest.mark.parametrize(
    "declaration",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2020-01-01"}]}</script>',
        '<meta itemprop="datePublished" content="2020-01-01">',
        '<meta name="DC.date.issued" content="1 January 2020">',
        '<script type="application/ld+json">{broken</script><time pubdate datetime="2020-01-01">long ago</time>',
    ],
)
def test_a_declared_date_is_taken(declaration):
    assert extract(page("<p>Short.</p>" + declaration, head=""), "a.html").published == "2020-01-01"


def test_a_date_that_is_only_found_on_the_page_is_a_note():
    body = '<article><p class="date">Published: January 1, 2020</p>' + PARAGRAPH + "</article>"
    found = extract(page(body, head=""), "a.html")
    assert found.published is None
    assert any("2020-01-01" in note for note in found.notes)


def test_the_declared_character_set_is_used():
    source = '<meta charset="windows-1251"><p>Охранники открыли ворота</p>'
    assert extract(source.encode("cp1251"), "a.html").text == "Охранники открыли ворота"


def test_right_to_left_text_and_its_marks_are_kept():
    words = "قال الحارس \u200f(فتحنا)\u200f البوابة می\u200cخواهم 👨\u200d👩\u200d👧"
    found = extract(page(f"<p dir=rtl>{words} &#x1F642;</p>", lang="ar"), "a.html")
    assert found.text == words + " 🙂"
    assert found.extractor.startswith("trafilatura ")
    assert found.language == "ar"


def test_a_page_that_only_scripts_can_fill_is_refused(refused):
    message, field = refused(page("<div id=app></div><script>draw()</script>"), "a.html")
    assert "without its scripts" in message
    assert field == "file"


def test_deep_nesting_is_read_as_far_as_it_is_safe(refused):
    def deep(levels: int) -> bytes:
        return page("<div>" * levels + "<p>Deep words.</p>" + "</div>" * levels, head="")

    assert extract(deep(1000), "a.html").text == "Deep words."
    assert "too deep" in refused(deep(100_000), "a.html")[0]


def test_entities_and_remote_parts_are_left_alone(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    source = (
        f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
        f'<html><body><p>Words &x; here.</p><iframe src="file://{secret}"></iframe>'
        '<img src="http://127.0.0.1:9/x.png"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></body></html>'
    )
    found = extract(source.encode(), "a.html")
    assert "Words" in found.text
    assert "canary" not in str(found)


def test_a_title_in_markup_stays_mere_text():
    found = extract(
        page("<p>Words.</p>", head="<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"), "a.html"
    )
    assert found.title is None or "<script>" in found.title


def test_line_ends_of_the_source_are_the_spaces_a_visitor_sees():
    signed = (
        '<blockquote class="twitter-tweet" lang="en"><p lang="en"\ndir="ltr">We found the <a href="https://x.example/18F">'
        '@18F</a>\ncontent guide so useful: <a\nhref="http://t.co/vf3">http://t.co/x</a></p>&mdash;\n'
        'A (@a) <a href="/1">January 1,\n2020</a></blockquote>'
    )
    found = extract(page(article(signed + "<pre>one\ntwo</pre>")), "a.html")
    assert found.extractor.startswith("trafilatura ")
    assert "We found the @18F content guide so useful: http://t.co/x — A (@a) January 1, 2020\n" in found.text
    assert "one\ntwo" in found.text


def test_control_characters_among_the_words_do_no_harm():
    found = extract(
        page(article("<blockquote class=twitter-tweet><p>We\x0b left\x01</p>— A\x02 (@a)</blockquote>")),
        "a.html",
    )
    assert "— A (@a)" in found.text
    assert found.extractor.startswith("trafilatura ")


@pytest.mark.parametrize(
    "frame",
    [
        '<figure class="wp-block-embed is-type-rich"><div class="wp-block-embed__wrapper">%s</div></figure>',
        '<aside class="embed">%s</aside>',
        '<div class="embedded"><center>%s</center></div>',
    ],
)
def test_an_embedded_post_in_a_frame_is_part_of_the_article(frame):
    found = extract(page(article(frame % POST)), "gate.html")
    assert "— A Reporter (@reporter) January 1, 2020" in found.text
    assert "Imprint" not in found.text
    assert found.extractor.startswith("trafilatura ")
