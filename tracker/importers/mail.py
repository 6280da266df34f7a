"""An e-mail (.eml) to its head, as a mail program shows it, and its words, with the mails it quotes.

What is attached is named, never opened. Runs inside the worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import MIMEPart
from typing import BinaryIO

from tracker import __version__
from tracker.domain.errors import DomainError
from tracker.importers import mime
from tracker.importers.charsets import decode
from tracker.importers.claims import said
from tracker.importers.extraction import Extraction, Modality, canonical, storable
from tracker.importers.kinds import Kind
from tracker.importers.page_source import characters, parse
from tracker.importers.page_words import visible_lines

_HEAD = ("From", "Sender", "To", "Cc", "Date", "Subject")
_NAMED = 20
_UNREADABLE = (
    "This e-mail could not be read; it is damaged or nests its parts too deep. "
    "Save it again from the mail program, or paste its text."
)
_NO_MAIL = "This file holds no e-mail: it has neither a sender nor a date. Save the mail again as .eml."
_WHO_WRITES_HEADERS = (
    "Sender, date and subject are what the mail says of itself; whoever sends it can write anything."
)


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    try:
        return _read(mime.parse(stream), kind, charset)
    except mime.BROKEN:
        raise DomainError(_UNREADABLE, field="file") from None


def _read(message: MIMEPart, kind: Kind, charset: str | None) -> Extraction:
    head = [(name, mime.words_of(message, name.lower())) for name in _HEAD]
    if not any(words for name, words in head if name in ("From", "Sender", "Date")):
        raise DomainError(_NO_MAIL, field="file")
    written = list(_written(message))
    bodies = [_words(part, charset) for part in written]
    body = "\n\n".join(words.strip("\r\n") for words, _ in bodies if words.strip())
    text = "\n".join(f"{name}: {words}" for name, words in head if words) + f"\n\n{body}"
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.TEXT,
        text=canonical(storable(text)).rstrip() + "\n",
        extractor=f"tracker {__version__}, mail reader",
        title=said(dict(head)["Subject"]),
        author=_author(message),
        published=mime.date_of(message),
        notes=(
            _WHO_WRITES_HEADERS,
            *dict.fromkeys(note for _, notes in bodies for note in notes),
            *_on_parts(message, written, has_words=bool(body)),
        ),
    )


def _author(message: MIMEPart) -> str | None:
    """Whom the mail names as its writers: by name, and by address where it gives no name."""
    addresses = getattr(mime.header(message, "from"), "addresses", ())
    named = [said(address.display_name) or said(address.addr_spec) for address in addresses]
    return said(", ".join(filter(None, named))) or said(mime.words_of(message, "from"))


def _written(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that hold the mail's own words, in order; of alternatives the plain one, if it has words."""
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        inside = list(part.iter_parts())
        if part.get_content_subtype() == "alternative":
            ways = [list(_written(way)) for way in inside]
            yield from min(filter(None, ways), key=_is_second_choice, default=())
        else:
            for each in inside[:1] if part.get_content_subtype() == "related" else inside:
                yield from _written(each)
    elif part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment():
        yield part


def _is_second_choice(parts: list[MIMEPart]) -> tuple[bool, bool]:
    has_words = any(mime.content(part).strip() for part in parts)
    return not has_words, any(part.get_content_type() != "text/plain" for part in parts)


def _words(part: MIMEPart, charset: str | None) -> tuple[str, tuple[str, ...]]:
    """All that a page shows, not its article alone: an earlier mail quoted below is no boilerplate."""
    data, declared = mime.content(part), part.get_content_charset()
    if not data.strip():
        return "", ()
    if part.get_content_type() == "text/plain":
        return decode(data, chosen=charset, declared=declared)
    source, notes = characters(data, chosen=charset, declared=declared)
    return "\n".join(visible_lines(parse(source))), notes


def _on_parts(message: MIMEPart, written: list[MIMEPart], *, has_words: bool) -> Iterator[str]:
    if not has_words:
        yield "The mail holds no words of its own below its head."
    others = [part for part in _leaves(message) if not any(part is read for read in written)]
    if any(part.get_content_type() == "text/html" and not part.is_attachment() for part in others):
        yield "The mail holds its words as a web page as well; only the plain text was read."
    attached = [part for part in others if part.is_attachment() or part.get_content_maintype() != "text"]
    if attached:
        named = ", ".join(_name(part) for part in attached[:_NAMED])
        more = f" and {len(attached) - _NAMED} more" if len(attached) > _NAMED else ""
        yield f"What is attached was left out; the mail names: {named}{more}."


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that are no mere containers; a mail that is attached stays whole."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for each in part.iter_parts():
            yield from _leaves(each)
    else:
        yield part


def _name(part: MIMEPart) -> str:
    return said(part.get_filename()) or said(part.get_content_type()) or "a part without a name"
