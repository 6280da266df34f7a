"""Files made on the spot: nothing here is copied from a real document."""

from __future__ import annotations

import io
import struct
import wave
import zipfile

import pytest
import typst
from PIL import Image

from tracker.domain.errors import DomainError
from tracker.importers import extract

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def refused():
    """The message and field with which a file is refused."""

    def refuse(data: bytes, filename: str, **options) -> tuple[str, str | None]:
        with pytest.raises(DomainError) as caught:
            extract(data, filename, **options)
        return caught.value.message, caught.value.field

    return refuse


@pytest.fixture
def make_docx():
    def make(body: str, *, compression=zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", compression) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
            for name, content in parts.items():
                package.writestr(name.replace("__", "/") + ".xml", content)
        return out.getvalue()

    return make


@pytest.fixture
def make_pdf():
    def make(*pages: str, **document: str) -> bytes:
        claims = ", ".join(f'{name}: "{value}"' for name, value in document.items())
        source = f"#set document({claims})\n" + "\n#pagebreak()\n".join(pages)
        return typst.compile(source.encode())

    return make


@pytest.fixture
def make_image():
    def make(form: str, size=(40, 30), exif=None, **options) -> bytes:
        out = io.BytesIO()
        picture = Image.new("RGB", size, "navy")
        picture.save(out, form, **({"exif": exif} if exif else {}), **options)
        return out.getvalue()

    return make


@pytest.fixture
def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 12_000)
    return out.getvalue()


@pytest.fixture
def mp3() -> bytes:
    """77 silent frames of 1152 samples at 44.1 kHz, 128 kbit/s: 2.011 s."""
    return (b"\xff\xfb\x90\x00" + b"\0" * 413) * 77


@pytest.fixture
def make_mp4():
    def box(name: bytes, *bodies: bytes) -> bytes:
        body = b"".join(bodies)
        return struct.pack(">I4s", 8 + len(body), name) + body

    def make(*, seconds: int = 90, picture: tuple[int, int] | None = (1280, 720)) -> bytes:
        header = box(b"mvhd", b"\0" * 12, struct.pack(">II", 1000, seconds * 1000), b"\0" * 80)
        width, height = picture or (0, 0)
        track = box(b"tkhd", b"\0" * 76, struct.pack(">II", width << 16, height << 16))
        handler = box(b"hdlr", b"\0" * 8, b"vide" if picture else b"text", b"\0" * 12)
        film = box(b"moov", header, box(b"trak", track, box(b"mdia", handler)))
        return box(b"ftyp", b"isom\0\0\0\0isom") + film + box(b"mdat", b"\0" * 64)

    return make
