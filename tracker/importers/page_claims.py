"""What a web page declares about itself in so many words: its date, its addresses, its language.

Reads declarations only; a date that merely stands somewhere on the page is no declaration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from tracker.importers.claims import said_date, split_archived

# The best known name for it comes first and wins.
_DATE_PROPERTIES = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<address>\S{1,2000})\s*-->", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w{2,8})*")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def declared_date(tree: lxml.html.HtmlElement) -> str | None:
    """The publication date as EDTF, or None where the page declares none that can be read."""
    properties: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        properties.setdefault(name, node.get("content") or "")
    claims = [properties.get(name) for name in _DATE_PROPERTIES]
    claims += [*_linked_data_dates(tree), *_marked_dates(tree)]
    return next((date for date in map(said_date, claims) if date), None)


def addresses(tree: lxml.html.HtmlElement, head: str) -> tuple[str | None, str | None]:
    """(address, archive address): where the browser saved it from says more than what the page says it is."""
    saved = _SAVED_FROM.search(head)
    own = [node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    shared = [node.get("content") for node in tree.iter("meta") if node.get("property") == "og:url"]
    pairs = [split_archived(text) for text in (saved and saved["address"], *own, *shared)]
    address = next((address for address, _ in pairs if address), None)
    return address, next((archived for _, archived in pairs if archived), None)


def language(tree: lxml.html.HtmlElement) -> str | None:
    tagged = (tree.get("lang") or tree.get(_XML_LANGUAGE) or "").strip()
    return tagged if _LANGUAGE.fullmatch(tagged) else None


def _linked_data_dates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for node in tree.iter("script"):
        if (node.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            waiting: list[Any] = [json.loads(node.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting += reversed(item)
            elif isinstance(item, dict):
                waiting.append(item.get("@graph"))
                if isinstance(item.get("datePublished"), str):
                    yield item["datePublished"]


def _marked_dates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for node in tree.iter("time"):
        if node.get("pubdate") is not None or (node.get("itemprop") or "").lower() == "datepublished":
            yield node.get("datetime") or ""
