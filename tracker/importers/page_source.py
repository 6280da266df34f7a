"""The bytes of a web page to its characters, and these to a tree without what the page hides.

Whoever reads HTML, out of a file, a mail or an archive, begins here. Judges nothing about what matters on it.
"""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from tracker.domain.errors import DomainError
from tracker.importers.charsets import decode
from tracker.importers.extraction import storable
from tracker.importers.page_words import drop_hidden

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_CHARSET_WITHIN = 4096


def characters(
    data: bytes, *, chosen: str | None, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """The page's source and notes on its character set; `declared` by what carried it goes before its own."""
    label = _CHARSET.search(data[:_CHARSET_WITHIN])
    return decode(data, chosen=chosen, declared=declared or (label[1].decode() if label else None))


def parse(source: str) -> lxml.html.HtmlElement:
    """The tree, or a refusal: what lies too deep would otherwise be dropped without a word."""
    # huge_tree raises the depth libxml2 keeps from 256 to 2048; encoded anew because lxml refuses a str
    # that declares an encoding.
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml.html.document_fromstring(storable(source).encode(), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise DomainError(
            "This file holds no web page that can be read. Save the page again.", field="file"
        ) from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DomainError(
            "This page nests its parts too deep to be read whole. Print it to PDF, or paste its text.",
            field="file",
        )
    drop_hidden(tree)
    return tree
