"""Web archives: which page of one is read, what the archive claims of it, and which bombs are refused."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib

import pytest

from tracker.importers import Extraction, webarchive
from tracker.importers.kinds import kind_of
from tracker.importers.webarchive import MAX_PAGE, MAX_RECORDS
from tracker.importers.zipped import MAX_ENTRIES, MAX_UNPACKED

ADDRESS = "https://example.org/gate"
TAKEN = "2020-01-02T09:00:00Z"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the time within would be part of a test's name


def page(
    words: str = "Nobody knew who had opened the gate.", head: str = "<title>At the gate</title>"
) -> bytes:
    return f'<html lang="en"><head>{head}</head><body><p>{words}</p></body></html>'.encode()


def extract(data: bytes, filename: str) -> Extraction:
    """Read in this process: what the process of its own adds is tested with the sandbox."""
    return webarchive.read(io.BytesIO(data), kind_of(data, filename), None)


def answer(
    content: bytes | None = None, address: str = ADDRESS, *, status="200 OK", kind="text/html", **headers
) -> bytes:
    """The record of what a server answered."""
    head = "".join(f"{name}: {value}\r\n" for name, value in ({"Content-Type": kind} | headers).items())
    block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + (page() if content is None else content)
    return record(block, "response", "application/http; msgtype=response", address)


def record(block: bytes, what: str, kind: str, address: str = ADDRESS) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {what}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {TAKEN}\r\n"
    return (
        f"{head}Content-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    )


def warc(*records: bytes, packed: bool = True) -> bytes:
    """Each record packed by itself, as the format asks."""
    first = record(b"software: test\r\n", "warcinfo", "application/warc-fields", "urn:x")
    return b"".join(gzipped(each) if packed else each for each in (first, *records))


def wacz(*warcs: bytes, pages: str | None = None, **entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", "{}")
        for number, content in enumerate(warcs):
            package.writestr(f"archive/data{number}.warc.gz", content)
        if pages is not None:
            package.writestr("pages/pages.jsonl", pages)
        for name, content in entries.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def listing(*addresses: str) -> str:
    lines = [
        {"format": "json-pages-1.0", "id": "pages"},
        *({"url": address, "ts": TAKEN} for address in addresses),
    ]
    return "\n".join(json.dumps(line) for line in lines) + "\n"


OTHER = answer(page("Another page."), "https://example.org/other")


@pytest.mark.parametrize("packed", [True, False])
def test_the_page_its_address_and_when_it_was_taken_are_read(packed):
    moved = answer(b"", "http://example.org/gate", status="301 Moved")
    picture = answer(b"PNG", "https://example.org/gate.png", kind="image/png")
    found = extract(warc(moved, picture, answer(), packed=packed), "gate.warc.gz" if packed else "gate.WARC")
    assert found.text == "Nobody knew who had opened the gate."
    assert (found.title, found.address, found.language) == ("At the gate", ADDRESS, "en")
    assert (found.published, found.media_type) == (None, "application/warc")
    assert found.notes[0] == f"The archive says it took the page on {TAKEN}."
    assert not any("Of " in note for note in found.notes)


def test_of_several_pages_the_first_is_read_and_the_others_are_named():
    found = extract(warc(answer(), OTHER), "a.warc.gz")
    assert found.address == ADDRESS
    assert "Of 2 web pages and frames in the archive only the first was read; the others: https://example.org/other." in found.notes  # fmt: skip


def test_the_page_that_the_list_names_first_is_read_whichever_file_holds_it():
    found = extract(
        wacz(warc(OTHER), warc(answer()), pages=listing(ADDRESS, "https://example.org/other")), "a.wacz"
    )
    assert (found.text, found.address) == ("Nobody knew who had opened the gate.", ADDRESS)
    assert any("only the one its list of pages names first was read" in note for note in found.notes)
    assert found.media_type == "application/wacz"


@pytest.mark.parametrize(
    "pages", [None, "", "{broken", "[" * 100_000, listing("https://example.org/moved"), "7\n"]
)
def test_without_a_list_that_helps_the_first_page_is_read(pages):
    assert extract(wacz(warc(answer(), OTHER), pages=pages), "a.wacz").address == ADDRESS


def test_a_page_archived_from_a_file_is_read():
    assert extract(warc(record(page(), "resource", "text/html")), "a.warc.gz").text.startswith("Nobody knew")


def test_the_address_in_an_archive_of_an_archive_is_that_of_the_page():
    archived = "https://web.archive.org/web/20200102030405/https://example.org/gate"
    found = extract(warc(answer(address=archived)), "a.warc.gz")
    assert (found.address, found.archive_address) == (ADDRESS, archived)


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (gzipped(page()), {"Content-Encoding": "gzip"}),
        (zlib.compress(page()), {"Content-Encoding": "deflate"}),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page()), {"Transfer-Encoding": "chunked"}),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page()), page()) + b"x" * 100_000, {"Transfer-Encoding": "chunked"}),
        (page(), {"Content-Encoding": "gzip"}),  # some servers say so and do not do it
    ],
)
def test_an_answer_is_unpacked_as_its_server_packed_it(content, headers):
    found = extract(warc(answer(content, **headers)), "a.warc.gz")
    assert found.text == "Nobody knew who had opened the gate."
    assert not any("missing" in note for note in found.notes)


def test_the_character_set_of_the_answer_is_used():
    content = page("Охранники открыли ворота").decode().encode("cp1251")
    found = extract(warc(answer(content, kind="text/html; charset=windows-1251")), "a.warc.gz")
    assert found.text.startswith("Охр")
    assert not any("guess" in note for note in found.notes)


def test_a_page_that_the_archive_cuts_off_is_read_with_a_warning():
    whole = warc(answer(page("Nobody knew. " * 200)), packed=False)
    found = extract(whole[:-500], "a.warc")
    assert found.text.startswith("Nobody knew.")
    assert any("last words are missing" in note for note in found.notes)


@pytest.mark.parametrize(
    ("data", "filename", "said"),
    [
        (warc(answer(status="404 Not Found")), "a.warc.gz", "holds no web page"),
        (warc(), "a.warc", "holds no web page"),
        (wacz(), "a.wacz", "its content looks like"),
        (wacz(pages=listing(ADDRESS), archive__index="x"), "a.wacz", "holds no web page"),
        (warc(answer())[:-9], "a.warc.gz", "This web archive could not be read"),
        (gzipped(warc(answer())), "a.warc.gz", "its content looks like"),
        (wacz(gzipped(warc(answer()))), "a.wacz", "This web archive could not be read"),
        (gzipped(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.1 2"), "a.warc", "This web archive could not be read"),
        (b"WARC/1.0\r\n" + b"\xff\x00" * 500, "a.warc", "holds no web page"),
        (warc(answer(b"x", **{"Content-Encoding": "br"})), "a.warc", "compressed as “br”"),
        (warc(answer(page("a\x00b"))), "a.warc", "not text"),
        (wacz(warc(answer()))[:-30], "a.wacz", "This web archive could not be read"),
        (warc(answer()), "a.wacz", "rename it to end in .warc"),
        (gzipped(b"words"), "a.warc.gz", "its content looks like"),
    ],
)  # fmt: skip
def test_what_holds_no_page_is_refused(refused, data, filename, said):
    message, field = refused(data, filename)
    assert said in message
    assert field == "file"


BOMB = "unpacks to far more"


@pytest.mark.parametrize(
    ("make", "filename"),
    [
        (lambda: gzipped(b"WARC/1.0\r\n" + bytes(MAX_UNPACKED)), "a.warc.gz"),
        (
            lambda: warc(answer(gzipped(b"<p>" + b" " * MAX_PAGE), **{"Content-Encoding": "gzip"})),
            "a.warc",
        ),
        (lambda: warc(answer(b"<p>" + b" " * MAX_PAGE)), "a.warc.gz"),
        (
            lambda: gzipped(b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * (MAX_RECORDS + 1)),
            "a.warc",
        ),
        (lambda: wacz(archive__big=bytes(MAX_UNPACKED)), "a.wacz"),
        (lambda: wacz(*[warc(record(bytes(MAX_UNPACKED * 2 // 3), "metadata", "text/plain"))] * 2), "a.wacz"),
        (lambda: wacz(warc(), pages=" " * 2_000_000), "a.wacz"),
        (lambda: wacz(warc(), **{str(number): b"" for number in range(MAX_ENTRIES)}), "a.wacz"),
    ],
    ids=["gzip", "page in gzip", "page", "records", "zip", "together", "list", "entries"],
)
def test_a_bomb_is_refused_by_a_stated_limit(refused, make, filename):
    data = make()
    assert len(data) < 500_000
    message, field = refused(data, filename)
    assert BOMB in message
    assert field == "file"
