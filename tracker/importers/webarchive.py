"""A web archive (WARC, or a WACZ that holds some) to its main page, read as any page is.

The answer of the server is read as it was recorded; nothing is fetched. Runs inside the worker.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_date, split_archived
from tracker.importers.extraction import Extraction
from tracker.importers.kinds import Kind
from tracker.importers.webpage import read_page
from tracker.importers.zipped import MAX_UNPACKED, Refusals, part, unzipped

_MB = 1024 * 1024
MAX_PAGE = 20 * _MB
MAX_RECORDS = 20_000
_MAX_PAGE_LIST = _MB
_PAGE_LIST = "pages/pages.jsonl"
_WARC = re.compile(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)
_PAGE_TYPE = re.compile(r"(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NAMED = 5
_SAID = Refusals(
    unreadable="This web archive could not be read; it is damaged, cut off or was made unusually. "
    "Get a complete copy, or save the page from the browser.",
    bomb="This web archive unpacks to far more than its size lets expect, so it was not opened. "
    "Archive the one page that matters, or save it from the browser.",
    locked="This web archive is protected by a password. Make one without and upload that.",
)
_NO_PAGE = "This web archive holds no web page that its server handed out. Save the page from the browser."
# What the record parser lets through of its own, and what malformed headers make of it.
_BROKEN = (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError, TypeError, AttributeError, KeyError)


@dataclass(frozen=True, slots=True)
class _Page:
    address: str
    taken: str | None
    charset: str | None
    data: bytes
    is_cut: bool


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    try:
        if kind.suffixes == (".wacz",):
            with unzipped(stream, _SAID) as package:
                listed = _listed(package)
                archives = [_packed(package, name) for name in package.namelist() if _WARC.fullmatch(name)]
        else:
            listed, archives = None, [stream]
        main, others = _choose(_records(archives), listed)
    except _BROKEN:
        raise DomainError(_SAID.unreadable, field="file") from None
    page = read_page(main.data, kind.media_type, charset, declared=main.charset)
    address, archived = split_archived(main.address)
    return replace(
        page,
        address=address or page.address,
        archive_address=archived or page.archive_address,
        notes=(*_on_archive(main, others, is_listed=main.address == listed), *page.notes),
    )


def _on_archive(main: _Page, others: list[str], *, is_listed: bool) -> Iterator[str]:
    if main.taken:
        yield f"The archive says it took the page on {main.taken}."
    if main.is_cut:
        yield "The archive ends before the page does: its last words are missing."
    if others:
        which = "the one its list of pages names first" if is_listed else "the first"
        named = ", ".join(filter(None, map(said, others[:_NAMED])))
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        yield (
            f"Of {len(others) + 1} web pages and frames in the archive only {which} was read; "
            f"the others: {named}{more}."
        )


def _choose(records: Iterator[Any], listed: str | None) -> tuple[_Page, list[str]]:
    """The page the archive lists first, else the first in it; and the addresses of the others."""
    main: _Page | None = None
    addresses: list[str] = []
    for record in records:
        if _is_page(record):
            addresses.append(record.rec_headers.get_header("WARC-Target-URI") or "")
            is_listed = addresses[-1] == listed and (main is None or main.address != listed)
            if main is None or is_listed:
                main = _page(record)
    if main is None:
        raise DomainError(_NO_PAGE, field="file")
    addresses.remove(main.address)
    return main, addresses


def _is_page(record: Any) -> bool:
    """An answer that succeeded and is a page; a `resource` is one that was archived from a file."""
    if record.rec_type == "resource":
        return bool(_PAGE_TYPE.match(record.content_type or ""))
    answer = record.http_headers if record.rec_type == "response" else None
    return bool(
        answer
        and answer.get_statuscode() == "200"
        and _PAGE_TYPE.match(answer.get_header("Content-Type") or "")
    )


def _page(record: Any) -> _Page:
    answer = record.http_headers
    packing = ((answer and answer.get_header("Content-Encoding")) or "identity").strip().lower()
    if packing not in ("identity", *BufferedReader.get_supported_decompressors()):
        raise DomainError(
            f"The page in this archive is compressed as “{packing[:20]}”, which is not read here. "
            "Save the page from the browser.",
            field="file",
        )
    data = _at_most(record.content_stream(), MAX_PAGE)
    while record.raw_stream.read(_MB):  # what follows the page is no part of it, but was promised too
        pass
    kind = (answer.get_header("Content-Type") if answer else record.content_type) or ""
    charset = _CHARSET.search(kind)
    return _Page(
        record.rec_headers.get_header("WARC-Target-URI") or "",
        said_date(record.rec_headers.get_header("WARC-Date")),
        charset[1] if charset else None,
        data,
        is_cut=getattr(record.raw_stream, "limit", 0) > 0,
    )


def _records(archives: list[BinaryIO]) -> Iterator[Any]:
    count, room = 0, MAX_UNPACKED
    for archive in archives:
        data = _unpacked(archive, room)
        room -= len(data)
        for record in ArchiveIterator(BytesIO(data)):
            count += 1
            if count > MAX_RECORDS:
                raise DomainError(_SAID.bomb, field="file")
            yield record


def _unpacked(archive: BinaryIO, most: int) -> bytes:
    """The records as they stand; nothing is unpacked twice, so what is still packed then is no archive."""
    is_packed = archive.read(2) == b"\x1f\x8b"
    archive.seek(0)
    data = _at_most(gzip.GzipFile(fileobj=archive) if is_packed else archive, most)
    if not data.startswith(b"WARC/"):
        raise DomainError(_SAID.unreadable, field="file")
    return data


def _at_most(stream: Any, most: int) -> bytes:
    """All of it; a reader that hands out pieces is asked until it has no more."""
    pieces, size = [], 0
    while size <= most and (piece := stream.read(min(most + 1 - size, _MB))):
        pieces.append(piece)
        size += len(piece)
    if size > most:
        raise DomainError(_SAID.bomb, field="file")
    return b"".join(pieces)


def _packed(package: zipfile.ZipFile, name: str) -> BinaryIO:
    return BytesIO(b"".join(part(package, name, _SAID, most=MAX_UNPACKED)))


def _listed(package: zipfile.ZipFile) -> str | None:
    """The page that the archive's own list names first; a list that cannot be read names none."""
    if _PAGE_LIST not in package.namelist():
        return None
    lines = b"".join(part(package, _PAGE_LIST, _SAID, most=_MAX_PAGE_LIST)).splitlines()
    try:
        pages = [json.loads(line) for line in lines if line.strip()]
    except (ValueError, RecursionError):
        return None
    return next((page["url"] for page in pages if isinstance(page, dict) and "url" in page), None)
