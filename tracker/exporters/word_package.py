"""A Word file as its parts, opened with care: bounded, free of macros, its XML without entities."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from posixpath import join, normpath, relpath
from typing import Any
from zipfile import BadZipFile, ZipFile

from tracker.domain.errors import DomainError

_MB = 1024 * 1024
MOST_BYTES = 10 * _MB
_MOST_UNPACKED = 60 * _MB
_MOST_PARTS = 1_000
_ENCRYPTED = 1
_OLD_FILE = b"\xd0\xcf\x11\xe0"
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_MACRO_PART = re.compile(r"(?:^|/)(?:vba\w+\.(?:bin|xml)|activeX/.*|attachedToolbars\.bin)$", re.IGNORECASE)
_WORD = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml")
TYPES = "[Content_Types].xml"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TRANSITIONAL = f'"{W}"'.encode()


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def r(name: str) -> str:
    return f"{{{R}}}{name}"


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name; `DomainError` with what to do about it where it cannot be used."""
    if len(data) > MOST_BYTES:
        raise _refused(f"This file is larger than {MOST_BYTES // _MB} MB. Remove pictures from the template.")
    if data.startswith(_OLD_FILE):
        raise _refused(
            "This is an old .doc file, or one with a password. Save it in Word as .docx without a password."
        )
    try:
        with ZipFile(BytesIO(data)) as package:
            held = package.infolist()
            if len(held) > _MOST_PARTS or sum(one.file_size for one in held) > _MOST_UNPACKED:
                raise _refused("This file unpacks to far more than a template holds, so it was not opened.")
            if any(one.flag_bits & _ENCRYPTED for one in held):
                raise _refused("This file has a password. Save it without one.")
            parts = {one.filename: package.read(one) for one in held}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise _refused("This is not a Word file, or it is damaged. Choose a .docx or .dotx file.") from None
    _refuse_active(parts)
    return parts


def _refuse_active(parts: Mapping[str, bytes]) -> None:
    types = parts.get(TYPES, b"")
    if _MACROS.search(types) or any(map(_MACRO_PART.search, parts)):
        raise _refused("This file holds macros or controls. Save it in Word as .docx, which has none.")
    if not _WORD.search(types):
        raise _refused("This is not a Word file. Choose a .docx or .dotx file.")


def parsed(content: bytes) -> Any:
    """The root of a part's XML, as lxml reads it: no entity, no outside file, no declaration of its own."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise _refused("This Word file is damaged. Open it in Word and save it anew.") from None
    if root.getroottree().docinfo.doctype:
        raise _refused("This Word file declares entities, which no Word file needs, so it was not opened.")
    return root


def serialised(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def links_of(parts: Mapping[str, bytes], part: str) -> dict[str, Any]:
    """The relationships of a part by their id; empty where it has none."""
    content = parts.get(_links_name(part))
    if content is None:
        return {}
    return {str(link.get("Id")): link for link in parsed(content).iter(f"{{{_LINKS}}}Relationship")}


def target_of(part: str, link: Any) -> str:
    """The part that a relationship inside the file leads to."""
    return normpath(join(part.rpartition("/")[0], str(link.get("Target")))).lstrip("/")


def with_links(part: str, links: Mapping[str, tuple[str, str, bool]]) -> tuple[str, bytes]:
    """A part's relationships as a part of their own, from id to (type, target, whether it leads outside)."""
    from lxml import etree

    root = etree.Element(f"{{{_LINKS}}}Relationships", nsmap={None: _LINKS})
    for name, (kind, target, outside) in links.items():
        made = etree.SubElement(root, f"{{{_LINKS}}}Relationship", Id=name, Type=kind)
        made.set("Target", target if outside else relpath(target, part.rpartition("/")[0]))
        if outside:
            made.set("TargetMode", "External")
    return _links_name(part), serialised(root)


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the text."""
    for link in links_of(parts, "").values():
        if str(link.get("Type")).endswith("/officeDocument"):
            name = target_of("", link)
            if name in parts and _TRANSITIONAL in parts[name]:
                return name
    raise _refused("This file is not in Word's usual form. Save it as “Word Document”, not as strict.")


def _links_name(part: str) -> str:
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def _refused(message: str) -> DomainError:
    return DomainError(message, field="word_template")
