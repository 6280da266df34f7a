"""The kinds of file we take: how each is named, how large it may be, and how its bytes begin.

The one home of suffixes and limits. Looks at a few bytes only; parses nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from tracker.domain.errors import DomainError
from tracker.importers.extraction import Modality

_MB = 1024 * 1024
MAX_DOCUMENT_BYTES = 25 * _MB
MAX_MEDIA_BYTES = 200 * _MB
MAX_BYTES = max(MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES)
_MPEG_SYNC = b"\xff\xe2"  # eleven set bits and layer III, whatever stands between
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WARC = b"WARC/"
_MARK_WITHIN = 1024
_GZIP = 16 + zlib.MAX_WBITS
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True, slots=True)
class Kind:
    """`reader` is the module of this package that reads it; `begins_as` is None for text: it has no mark."""

    label: str
    suffixes: tuple[str, ...]
    media_type: str
    modality: Modality
    reader: str
    begins_as: Callable[[bytes], bool] | None = None

    @property
    def max_bytes(self) -> int:
        return MAX_MEDIA_BYTES if self.modality in (Modality.AUDIO, Modality.VIDEO) else MAX_DOCUMENT_BYTES


def _pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_MARK_WITHIN]  # the format allows some bytes before its mark


def _docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def _warc(data: bytes) -> bool:
    try:
        beginning = zlib.decompressobj(wbits=_GZIP).decompress(data[:_MARK_WITHIN], len(_WARC))
    except zlib.error:
        beginning = data
    return beginning.startswith(_WARC)


def _wacz(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"datapackage.json" in data and b"archive/" in data


def _mp3(data: bytes) -> bool:
    if data[:3] == b"ID3":
        return data[3:4] in (b"\x02", b"\x03", b"\x04")
    return bytes((data[0], data[1] & 0b11100110)) == _MPEG_SYNC if len(data) > 1 else False


def _mp4(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] not in _STILL_BRANDS


def _wav(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def _webm(data: bytes) -> bool:
    return data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]


KINDS = (
    Kind("plain text", (".txt",), "text/plain", Modality.TEXT, "plain"),
    Kind("Markdown", (".md",), "text/markdown", Modality.TEXT, "plain"),
    Kind("a web page", (".html", ".htm"), "text/html", Modality.TEXT, "webpage"),
    Kind("a web page saved as MHTML", (".mhtml", ".mht"), "multipart/related", Modality.TEXT, "mhtml"),
    Kind(
        "a web archive (WARC)", (".warc", ".warc.gz"), "application/warc", Modality.TEXT, "webarchive", _warc
    ),
    Kind("a web archive (WACZ)", (".wacz",), "application/wacz", Modality.TEXT, "webarchive", _wacz),
    Kind("an e-mail", (".eml",), "message/rfc822", Modality.TEXT, "mail"),
    Kind(
        "a Word document",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Modality.TEXT,
        "docx",
        _docx,
    ),
    Kind("a PDF", (".pdf",), "application/pdf", Modality.TEXT, "pdf", _pdf),
    Kind(
        "a JPEG image",
        (".jpg", ".jpeg"),
        "image/jpeg",
        Modality.IMAGE,
        "image",
        lambda data: data.startswith(b"\xff\xd8\xff"),
    ),
    Kind(
        "a PNG image",
        (".png",),
        "image/png",
        Modality.IMAGE,
        "image",
        lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
    ),
    Kind("subtitles", (".srt",), "application/x-subrip", Modality.TEXT, "transcript"),
    Kind("captions", (".vtt",), "text/vtt", Modality.TEXT, "transcript"),
    Kind("an MP3 recording", (".mp3",), "audio/mpeg", Modality.AUDIO, "recording", _mp3),
    Kind("an MP4 video", (".mp4",), "video/mp4", Modality.VIDEO, "recording", _mp4),
    Kind("an MP4 recording", (".m4a",), "audio/mp4", Modality.AUDIO, "recording", _mp4),
    Kind("a WAV recording", (".wav",), "audio/wav", Modality.AUDIO, "recording", _wav),
    Kind("a WebM video", (".webm",), "video/webm", Modality.VIDEO, "recording", _webm),
)
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
ACCEPTED_SUFFIXES = tuple(_BY_SUFFIX)
ACCEPT = ",".join(ACCEPTED_SUFFIXES)


def kind_of(data: bytes, filename: str) -> Kind:
    """The kind a file's name says, once its size and first bytes agree; `DomainError` on `file` if not."""
    endings = [suffix.lower() for suffix in PurePosixPath(filename.replace("\\", "/")).suffixes[-2:]]
    suffix = "".join(endings) if "".join(endings) in _BY_SUFFIX else "".join(endings[-1:])
    kind = _BY_SUFFIX.get(suffix)
    if kind is None:
        named = f"Files ending in “{suffix[:20]}” are" if suffix else "A file without an ending is"
        raise DomainError(f"{named} not taken. Choose one of: {' '.join(ACCEPTED_SUFFIXES)}.", field="file")
    if not data:
        raise DomainError("This file is empty. Choose the file that holds the document.", field="file")
    if len(data) > kind.max_bytes:
        limit = f"{kind.max_bytes // _MB} MB"
        raise DomainError(f"This file is larger than {limit}, the most we take of {suffix}.", field="file")
    _refuse_disguise(data, kind, suffix)
    return kind


def _refuse_disguise(data: bytes, kind: Kind, suffix: str) -> None:
    if kind.begins_as and kind.begins_as(data):
        return
    actual = next((other for other in KINDS if other.begins_as and _begins_exactly(other, data)), None)
    if actual:
        raise DomainError(
            f"This file is named {suffix} but its content is {actual.label}. "
            f"If that is what you mean to keep, rename it to end in {actual.suffixes[0]}.",
            field="file",
        )
    if kind.begins_as:
        raise DomainError(_foreign(data, kind, suffix), field="file")


def _begins_exactly(kind: Kind, data: bytes) -> bool:
    """A text may speak of %PDF- in its first lines; only a file that begins with it is a PDF in disguise."""
    assert kind.begins_as is not None
    return data.startswith(b"%PDF-") if kind.reader == "pdf" else kind.begins_as(data)


def _foreign(data: bytes, kind: Kind, suffix: str) -> str:
    if data.startswith(_OLE):
        return (
            f"This file is named {suffix} but is an old Office file or protected by a password. "
            "Open it and save it as .docx without a password."
        )
    found = _named_by_signature(data)
    what = f"looks like: {found}" if found else f"is not {kind.label}"
    return f"This file is named {suffix} but its content {what}. Choose the right file, or export it anew."


def _named_by_signature(data: bytes) -> str | None:
    import puremagic

    try:
        matches = puremagic.magic_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return None
    return str(matches[0].name) if matches else None
