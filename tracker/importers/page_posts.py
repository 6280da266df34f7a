"""The posts a web page embeds: by whom, when and where they stand, as the page itself says.

Their words are read with the page's; this tells what is only in its markup. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import lxml.html

from tracker.importers.claims import said, split_archived
from tracker.importers.page_words import settable, visible_lines

_MOST = 30
# The attribute that holds a post's address, by the class its network gives an embedded post.
_EMBEDS = {
    "twitter-tweet": "cite",
    "twitter-video": "cite",
    "bluesky-embed": "cite",
    "instagram-media": "data-instgrm-permalink",
    "tiktok-embed": "cite",
    "mastodon-embed": "data-embed-url",
    "fb-post": "data-href",
}
_ADDRESS = re.compile(
    r"https?://(?:[\w-]+\.)?(?:(?:twitter|x)\.com/[\w/]+/status(?:es)?/\d+|bsky\.app/profile/[^/]+/post/\w+"
    r"|instagram\.com/(?:p|reel|tv)/[\w-]+|tiktok\.com/@[\w.-]+/video/\d+)"
)
_NUMBER = re.compile(r"/status(?:es)?/(\d{11,20})$")
_SIGNATURE = re.compile(r"[—–]\s*([^—–]{1,200})$")
_SIGNS = re.compile(r"\s*[—–]\s*\S")
_TWITTER_BEGAN_MS = 1_288_834_974_657  # since then a post's number tells its time, in its upper bits


def join_signatures(tree: lxml.html.HtmlElement) -> None:
    """Put each post's signature on the line of its last words, so that it cannot be taken for another's."""
    for post in tree.iter("blockquote"):
        paragraphs = [child for child in post if child.tag == "p"] if _kind(post) else []
        if not paragraphs:
            continue
        last = paragraphs[-1]
        if _SIGNS.match(last.tail or ""):
            _append(last, last.tail, list(last.itersiblings()))
            last.tail = None
        elif len(paragraphs) > 1 and _SIGNS.match(last.text or ""):
            _append(paragraphs[-2], last.text, list(last))
            last.drop_tree()


def _append(paragraph: lxml.html.HtmlElement, text: str, nodes: list[lxml.html.HtmlElement]) -> None:
    if len(paragraph):
        paragraph[-1].tail = settable(f"{paragraph[-1].tail or ''} {text}")
    else:
        paragraph.text = settable(f"{paragraph.text or ''} {text}")
    paragraph.extend(nodes)


def on_posts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """A sentence for each post, the first thirty; also for those whose words only a script would show."""
    told = dict.fromkeys((*_embedded(tree), *_scripted(tree)))
    yield from list(told)[:_MOST]
    if len(told) > _MOST:
        yield f"It embeds {len(told) - _MOST} more posts."


def _embedded(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for node in tree.iter("blockquote", "div"):
        kind = _kind(node)
        if kind is None or (node.tag == "div" and kind != "fb-post"):
            continue
        address = _address(
            node.get(_EMBEDS[kind]), *(link.get("href") for link in reversed(list(node.iter("a"))))
        )
        words = " ".join(visible_lines(node))
        signed = _SIGNATURE.search(words)
        by = said(signed[1] if signed else None)
        if words:
            facts = [by or f"“{words[:60]}”", address or "without its address", _by_number(address)]
            yield f"A post is embedded here: {', '.join(filter(None, facts))}."
        elif address:
            yield _without_words(address)


def _kind(node: lxml.html.HtmlElement) -> str | None:
    return next((name for name in (node.get("class") or "").split() if name in _EMBEDS), None)


def _scripted(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Posts of which a script drew a frame, and those it would draw one of; the words are not in the file."""
    for node in tree.iter("iframe", "twitter-widget"):
        if (node.get("data-tweet-id") or "").isdecimal():
            yield _without_words(f"https://twitter.com/i/status/{node.get('data-tweet-id')}")
    for node in tree.iter("script"):
        address = split_archived(f"https://t.me/{node.get('data-telegram-post')}")[0]
        if node.get("data-telegram-post") and address:
            yield _without_words(address)


def _without_words(address: str) -> str:
    facts = ", ".join(filter(None, (address, _by_number(address))))
    return f"A post is embedded here whose words are not in this file: {facts}."


def _address(*candidates: str | None) -> str | None:
    """The first that is a post's own address, without what counts its readers."""
    for candidate in candidates:
        address = split_archived(candidate)[0]
        found = _ADDRESS.match(address) if address else None
        if found:
            return found[0]
    return split_archived(candidates[0])[0]


def _by_number(address: str | None) -> str:
    number = _NUMBER.search(address or "")
    if not number:
        return ""
    posted_ms = (int(number[1]) >> 22) + _TWITTER_BEGAN_MS
    posted = datetime.fromtimestamp(posted_ms // 1000, UTC)
    return f"by its number of {posted:%Y-%m-%dT%H:%M:%SZ}" if posted_ms > _TWITTER_BEGAN_MS else ""
