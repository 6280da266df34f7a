"""Pages saved as MHTML: the root part is read as any page, and its location is its address."""

from __future__ import annotations

import io

import pytest

from tracker.importers import Extraction, mhtml
from tracker.importers.kinds import kind_of

PARAGRAPH = "<p>" + "The crowd stood before the gate and nobody knew who had opened it. " * 4 + "</p>"
PAGE = f'<html lang="en"><head><title>At the gate</title></head><body><article>{PARAGRAPH}{PARAGRAPH}</article></body></html>'
ADDRESS = "https://example.org/gate"


def extract(data: bytes, filename: str = "a.mhtml") -> Extraction:
    """Read in this process: what the process of its own adds is tested with the sandbox."""
    return mhtml.read(io.BytesIO(data), kind_of(data, filename), None)


def part(content: str, location: str, *, kind: str = "text/html; charset=utf-8", number: int = 1) -> str:
    return (
        f"--gate\r\nContent-Type: {kind}\r\nContent-ID: <part{number}@x>\r\nContent-Location: {location}\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{content}\r\n"
    )


def saved(*parts: str, more: str = "") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/snapshot\r\n"
        "Subject: Gate =?utf-8?Q?=E2=80=93?= The Example\r\nDate: Thu, 2 Jan 2020 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="gate"{more}\r\n\r\n'
    )
    return (head + "".join(parts) + "--gate--\r\n").encode()


@pytest.mark.parametrize("filename", ["a.mhtml", "A.MHT"])
def test_the_page_its_address_and_when_it_was_saved_are_read(filename):
    found = extract(saved(part(PAGE, ADDRESS), part("frame words", "cid:f@x")), filename)
    assert "nobody knew who had opened it" in found.text
    assert "frame words" not in found.text
    assert (found.title, found.address, found.language) == ("At the gate", ADDRESS, "en")
    assert (found.author, found.published, found.media_type) == (None, None, "multipart/related")
    assert found.notes == ("The file says the page was saved 2020-01-02T09:00:00Z.",)


def test_the_part_that_is_named_as_the_start_is_the_page():
    other = part(PAGE.replace("gate", "fence"), "https://example.org/frame", number=2)
    assert extract(saved(other, part(PAGE, ADDRESS), more='; start="<part1@x>"')).address == ADDRESS


def test_the_subject_is_the_title_of_a_page_without_one():
    found = extract(saved(part("<p>Short.</p>", "cid:x")))
    assert (found.title, found.text) == ("Gate – The Example", "Short.")


def test_a_location_that_is_no_web_address_gives_none():
    assert extract(saved(part(PAGE, "file:///C:/gate.html"))).address is None


def test_the_address_of_the_whole_stands_in_for_the_page_s_own():
    page = part(PAGE, "x").replace("Content-Location: x\r\n", "")
    assert extract(saved(page)).address == "https://example.org/snapshot"


def test_a_page_from_an_archive_has_both_addresses():
    archived = "https://web.archive.org/web/20200102030405/https://example.org/gate"
    found = extract(saved(part(PAGE, archived)))
    assert (found.address, found.archive_address) == (ADDRESS, archived)


def test_the_character_set_of_the_part_goes_before_that_of_the_page():
    page = PAGE.replace("<head>", "<head><meta charset=utf-8>").replace("crowd", "garçon")
    data = saved(part(page, ADDRESS, kind="text/html; charset=windows-1252")).decode().encode("cp1252")
    found = extract(data)
    assert "garçon" in found.text
    assert not any("guess" in note for note in found.notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Only words.", "holds no web page"),
        (saved(part("x", ADDRESS, kind="image/png")), "holds no web page"),
        (saved(part("<script>draw()</script>", ADDRESS)), "without its scripts"),
        (saved(part("<p>a\x00b", ADDRESS)), "not text"),
        (b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000)), "This saved page could not be read"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused(refused, data, said):
    message, field = refused(data, "a.mht")
    assert said in message
    assert field == "file"


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes():
    whole = saved(part(PAGE, ADDRESS))
    assert "nobody knew" in extract(whole[: len(whole) * 2 // 3]).text
