"""Markdown: plain, with footnotes, and nothing a reader could act on."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest

from tracker.domain.report import Marking, Meta, Paragraph, ReportDocument, Table, Text
from tracker.exporters import EXPORTERS

META = Meta("T", "R1", "Draft", "C", "TLP:CLEAR", "newsroom", (), "2020-01-03T14:05:00+00:00")


def text_of(report) -> str:
    out = BytesIO()
    EXPORTERS["md"].write(report, out)
    return out.getvalue().decode()


@pytest.fixture(scope="module")
def text(report):
    return text_of(report)


def test_every_reference_has_its_footnote_and_every_footnote_its_reference(text, report):
    defined = [int(number) for number in re.findall(r"(?m)^\[\^(\d+)\]:", text)]
    referred = {int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", text)}
    assert defined == [note.number for note in report.notes]
    assert referred == set(defined)


def test_exhibits_can_be_reached_by_the_anchor_a_reader_makes_of_their_heading(text, embassy):
    for exhibit in embassy.exhibits:
        assert f"\n### Exhibit {exhibit.number}\n" in text
    assert "[Exhibit 1](#exhibit-1)" in text


def test_it_holds_no_html_and_begins_and_ends_with_the_marking(text):
    assert not re.search(r"<(?!https?://)", text)
    assert text.startswith("**TLP:AMBER**\n\n# Who left the embassy, and when\n")
    assert "\n**TLP:AMBER**\n\n[^1]:" in text


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("In 2020. And (3) more", "In 2020. And (3) more"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("- no list", r"\- no list"),
        ("well-known", "well-known"),
        ("see https://x.example and www.x.example", r"see https\://x.example and www\.x.example"),
        ("&lt;", r"\&lt;"),
        ("$x$ ~y~", r"\$x\$ \~y\~"),
    ],
)
def test_only_what_could_mean_something_is_escaped(written, escaped):
    report = ReportDocument(META, (Marking(), Paragraph((Text(written),))), ())
    assert text_of(report).split("\n")[4] == escaped


def test_the_caption_of_a_table_stands_above_it_as_it_would_be_typed(report):
    table = Table("Who left", ("who",), (((Text("R"),),),))
    text = text_of(replace(report, blocks=(Marking(), table, replace(table, caption=""))))
    rows = text[text.index("Table:") :].split("\n")
    assert rows[0] == "Table: Who left"
    assert rows[2].startswith("| who")
    assert text.count("Table:") == 1
