"""A web page saved as one MHTML file: its root part, read as any page is.

Pictures, frames and styles in the file are left where they are. Runs inside the worker.
"""

from __future__ import annotations

from dataclasses import replace
from email.message import MIMEPart
from typing import BinaryIO

from tracker.domain.errors import DomainError
from tracker.importers import mime
from tracker.importers.claims import said, split_archived
from tracker.importers.extraction import Extraction
from tracker.importers.kinds import Kind
from tracker.importers.webpage import read_page

_PAGES = ("text/html", "application/xhtml+xml")
_UNREADABLE = "This saved page could not be read; it is damaged or cut off. Save the page again."
_NO_PAGE = "This file holds no web page. Save the page again from the browser."


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    try:
        message = mime.parse(stream)
        root = _root(message)
        data, declared = mime.content(root), root.get_content_charset()
        address, archived = split_archived(_location(root, message))
        title, saved = said(mime.words_of(message, "subject")), mime.date_of(message)
    except mime.BROKEN:
        raise DomainError(_UNREADABLE, field="file") from None
    page = read_page(data, kind.media_type, charset, declared=declared)
    when = (f"The file says the page was saved {saved}.",) if saved else ()
    return replace(
        page,
        title=page.title or title,
        address=address or page.address,
        archive_address=archived or page.archive_address,
        notes=page.notes + when,
    )


def _root(message: MIMEPart) -> MIMEPart:
    """The part that the file says it begins with, else the first that is a page."""
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    named = [part for part in parts if start and mime.words_of(part, "content-id") == start]
    if not parts:
        raise DomainError(_NO_PAGE, field="file")
    return (named or parts)[0]


def _location(root: MIMEPart, message: MIMEPart) -> str:
    return mime.words_of(root, "content-location") or mime.words_of(message, "snapshot-content-location")
