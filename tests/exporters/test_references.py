"""References for other programs: every field as it was recorded, dates as far as they are known."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
import rispy

from tests.exporters.test_every_format import read_bibtex
from tracker.domain.errors import DomainError
from tracker.exporters import GROUPS
from tracker.exporters.references import csl_item

NAMES = [one.name for one in GROUPS["References"]]


def exported(name, report):
    (exporter,) = (one for one in GROUPS["References"] if one.name == name)
    out = BytesIO()
    exporter.write(report, out)
    return out.getvalue()


@pytest.fixture
def with_references(report):
    """The report with other references, each changed from its first."""

    def changed(*changes):
        first = report.bibliography[0]
        made = [replace(first, exhibit=at, **change) for at, change in enumerate(changes, 1)]
        return replace(report, bibliography=tuple(made))

    return changed


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_its_author_its_title_its_site_its_address_its_archive_and_its_hash(name, report):
    first = report.bibliography[0]
    held = exported(name, report).decode()
    for field in (
        first.title,
        first.author,
        first.publisher,
        first.address,
        first.archive_address,
        first.sha256,
    ):
        assert field in held


def test_an_author_stays_whole_and_dates_are_numbers(report):
    item = json.loads(exported("csl", report))[0]
    assert item["type"] == "webpage"
    assert item["author"] == [{"literal": "Bo Lindqvist"}]
    assert item["issued"] == {"date-parts": [[2020, 1, 2]]}
    assert item["accessed"] == {"date-parts": [[2020, 1, 2]]}
    assert item["container-title"] == "The Long Perimeter"


@pytest.mark.parametrize(
    ("edtf", "words", "issued"),
    [
        ("2020", "2020", {"date-parts": [[2020]]}),
        ("2020-01", "January 2020", {"date-parts": [[2020, 1]]}),
        ("2020-01-02~", "about 2 January 2020", {"date-parts": [[2020, 1, 2]], "circa": True}),
        ("2020-01-02T15:05", "2 January 2020, 15:05", {"date-parts": [[2020, 1, 2]]}),
        ("2019-12-31/2020-01", "words", {"date-parts": [[2019, 12, 31], [2020, 1]]}),
        ("2020-21", "spring 2020", {"literal": "spring 2020"}),
        ("2020/..", "from 2020", {"literal": "from 2020"}),
        ("202X", "some time in 202X", {"literal": "some time in 202X"}),
    ],
)
def test_a_date_says_no_more_than_is_known(report, edtf, words, issued):
    changed = replace(report.bibliography[0], issued=edtf, issued_words=words)
    assert csl_item(changed)["issued"] == issued


def test_an_unknown_date_and_an_unknown_author_are_no_fields(report):
    item = csl_item(replace(report.bibliography[0], issued="", issued_words="", author="", publisher=""))
    assert not {"issued", "author", "container-title"} & set(item)


@pytest.mark.parametrize("name", NAMES)
def test_a_purported_author_is_told_in_a_note_and_is_no_author(name, with_references):
    held = exported(name, with_references({"author": "Tariq Murad", "certainty": "purported"})).decode()
    assert "Purported author: Tariq Murad." in held
    assert held.count("Tariq Murad") == 1


def test_titles_of_bibtex_keep_their_capitals_and_their_marks(with_references):
    title = "The iPhone is over & out: 50% of {it} \\input{x} #1 $5 a_b <i>no</i>"
    made = exported("bibtex", with_references({"title": title}))
    assert b"{{The iPhone is over \\& out" in made  # in braces no style changes them
    assert b"\\input{" not in made
    (item,) = read_bibtex(made)
    assert item["title"].replace('<span class="nocase">', "").removesuffix("</span>") == title


def test_an_address_ends_no_field_of_bibtex_or_ris(with_references):
    report = with_references({"address": "https://x.example/a},title={y"})
    (item,) = read_bibtex(exported("bibtex", report))
    assert "The siege is over" in item["title"]
    assert item["URL"] == "https://x.example/a%7D,title=%7By"
    (entry,) = rispy.loads(exported("ris", report).decode())
    assert entry["urls"] == ["https://x.example/a%7D,title=%7By"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://x y.example", "file:///etc", "//x.example"]
)
def test_what_is_no_address_of_the_web_is_none_in_any_format(name, with_references, address):
    report = with_references({"address": address, "archive_address": ""})
    assert address.encode() not in exported(name, report)


def test_no_line_of_a_value_begins_a_field_of_ris(with_references):
    report = with_references({"title": "One\nER  - \nTY  - BOOK\nTI  - Two", "author": "A\r\nAU  - B"})
    (entry,) = rispy.loads(exported("ris", report).decode())
    assert entry["title"] == "One ER - TY - BOOK TI - Two"
    assert entry["authors"] == ["A AU - B"]
    assert entry["type_of_reference"] == "ELEC"


@pytest.mark.parametrize("name", NAMES)
def test_a_version_from_before_references_were_kept_says_so(name, report):
    with pytest.raises(DomainError, match="before references were kept"):
        exported(name, replace(report, bibliography=None))
