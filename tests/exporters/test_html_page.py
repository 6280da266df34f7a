"""HTML: one file, no network, readable by everybody."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest

from tracker.domain.report import Counted, Paragraph, Text
from tracker.domain.report_compose import compose
from tracker.domain.scales import Tlp
from tracker.exporters import EXPORTERS
from tracker.exporters.html_page import content_policy


def page_of(report) -> str:
    out = BytesIO()
    EXPORTERS["html"].write(report, out)
    return out.getvalue().decode()


@pytest.fixture(scope="module")
def html(report):
    return page_of(report)


def test_it_loads_nothing_from_anywhere(html):
    assert not re.search(r"<(link|script|iframe|object|embed|base)\b", html)
    assert not re.search(r"@import|url\((?!\"data:image/svg\+xml;base64,)", html)
    assert all(
        source.startswith("data:image/svg+xml;base64,") for source in re.findall(r'src="([^"]+)', html)
    )
    assert "default-src 'none'" in html


def test_its_policy_allows_exactly_its_own_style(html, report):
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in html
    assert f'content="{content_policy(report)}"' in html
    assert "style=" not in html.replace("style-src", "")


def test_quotations_carry_their_language_and_find_their_own_direction(html):
    assert '<blockquote dir="auto" lang="ar">وأخيرا' in html
    assert '“<bdi lang="ar">وأخيرا' in html


def test_a_note_leads_back_to_every_place_that_refers_to_it(html, report):
    for note in report.notes:
        total = sum(ref.number == note.number for ref in report.references())
        item = re.search(rf'<li id="{note.anchor}">.*?</span>', html, re.DOTALL)[0]
        assert item.count('role="doc-backlink"') == total
        assert html.count(f'id="ref-{note.number}-') == total


def test_a_note_shows_its_passage_in_its_place(html):
    assert "their spokesman tells me: <mark>وأخيرا" in html
    assert "</mark> — Rana Haddad</blockquote>" in html
    assert "The passage in its place: Exhibit 1, characters 1204–" in html


def test_a_picture_is_inside_with_its_description(html, embassy):
    figure = embassy.findings[0].figures[0]
    source, alt = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)"', html).groups()
    assert b64decode(source).decode() == figure.svg
    assert alt == figure.alt


def test_headings_go_down_one_step_at_a_time(html):
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("marking", list(Tlp))
def test_every_printed_page_carries_the_marking_twice(marking, embassy):
    page = page_of(compose(replace(embassy, marking=marking)))
    badges = re.findall(r'content: url\("data:image/svg\+xml;base64,([^"]+)"\)', page)
    assert len(badges) == 2
    for badge in badges:  # a picture: browsers print no background, and nothing shows white on white
        drawn = b64decode(badge).decode()
        assert f">{marking.label}</text>" in drawn
        assert "<rect" in drawn
    assert page.count(f">{marking.label}</strong>") == 2


def test_a_picture_wider_than_a_telephone_can_be_moved_with_the_keyboard(html, embassy):
    caption = embassy.findings[0].figures[0].caption
    assert f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><img' in html
    assert "@media screen and (max-width: 40rem) { figure.picture img { max-width: none; }" in html


def test_numbers_that_count_nothing_open_nothing(report):
    def opened(*things):
        basis = (Counted("no source", ()), *things)
        return page_of(replace(report, blocks=(Paragraph((Text("No source."),), basis=basis),)))

    assert "What these numbers count" not in opened()
    page = opened(Counted("one document", (Text("Exhibit 1"),)))
    assert page.count("What these numbers count") == 1
    assert "no source" not in page
