"""When two addresses name the same item: the address without what does not choose it, or the post's id.

Works on the text of an address alone; nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|ns_\w+|at_(medium|campaign|custom\d*|link_\w+|ptr_name|bbc_team|format)|"
    r"(fb|g|dc|y|msclk|tw|wbra|gbra)clid|gclsrc|msclkid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|yclid|"
    r"ref|ref_?src|ref_url|referr?er|cmpid?|ocid|xtor|smid|smtyp|s_cid|spm|share\w*|"
    r"__twitter_impression|wt_\w+|guccounter|guce_\w+|amp|outputtype",
    re.IGNORECASE,
)
_WEB = ("http", "https")
_PREFIX = re.compile(r"^(www\d?|m|mobile|amp)\.")
_MOBILE_WITHIN = re.compile(r"^([a-z-]{2,12})\.m\.")
_AMP_PATH = re.compile(r"(^/amp(?=/))|(/amp/?$)|(\.amp(?=(\.html?)?$))")
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?)$")
_WAYBACK_HOST = "web.archive.org"
_WAYBACK = re.compile(r"^/web/\d{1,14}\*?([a-z]{2}_)?/(?P<rest>.+)$")
_ARCHIVE_TODAY = re.compile(r"^archive\.(ph|today|is|li|vn|fo|md)$")
_ARCHIVE_REST = re.compile(r"^/(\d{4}[\d.-]*|o/\w+|\d{14})/(?P<rest>.+)$")
_AMP_CACHE = re.compile(r"^/[cv]/(s/)?(?P<rest>.+)$")
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?(?P<rest>.+)$")
_CACHED = re.compile(r"^cache:([\w-]{8,}:)?(?P<rest>\S+)")
_LOOKS_LIKE_HOST = re.compile(r"^[^\s/?#:@]+\.[^\s/?#:@.]{2,}(:\d+)?([/?#]|$)")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_MOST_LAYERS = 4


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What two addresses of one item have in common; `words` says it: “the address https://…”."""

    key: str
    words: str


def item_keys(*addresses: str | None) -> tuple[ItemKey, ...]:
    """What identifies the item at each of these addresses, without repetition.

    None for what names no single item: a home page, a profile, a text that is no address of the web.
    """
    found = {key.key: key for address in addresses if address and (key := _item_key(address))}
    return tuple(found[name] for name in sorted(found))


def _item_key(address: str) -> ItemKey | None:
    parts = _split(address)
    if parts is None:
        return None
    host = _host(parts)
    for belongs, post_id in _POSTS:
        if belongs.search(host):
            post = post_id(parts)
            return ItemKey(post, f"the post id {post}") if post else None
    plain = _plain(host, parts)
    return ItemKey(plain, f"the address https://{plain}") if plain else None


def _split(address: str) -> SplitResult | None:
    """The parts of the address of the item itself, whichever archive or cache it is read through."""
    for _ in range(_MOST_LAYERS):
        parts = _parts(address)
        if parts is None:
            return None
        host = _host(parts)
        inner = _within(host, parts)
        if inner is None:
            return None if host == _WAYBACK_HOST else parts
        address = inner
    return None


def _parts(address: str) -> SplitResult | None:
    bare = address.strip()
    if "://" not in bare.split("?", maxsplit=1)[0] and _LOOKS_LIKE_HOST.match(bare):
        bare = f"https://{bare}"
    try:
        parts = urlsplit(bare)
        _ = parts.hostname, parts.port
    except ValueError:  # a bracket or a port that is none
        return None
    return parts if parts.scheme.lower() in _WEB and parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    with suppress(UnicodeError):  # not a name the domain system could hold: compared as it is written
        host = host.encode("idna").decode("ascii")
    host = _MOBILE_WITHIN.sub(r"\1.", host)
    return _PREFIX.sub("", host) if host.count(".") > 1 else host


def _within(host: str, parts: SplitResult) -> str | None:
    """The address that an archive's or a cache's address wraps."""
    match: re.Match[str] | None = None
    if host == _WAYBACK_HOST:
        match = _WAYBACK.match(parts.path)
    elif _ARCHIVE_TODAY.match(host):
        match = _ARCHIVE_REST.match(parts.path)
    elif host.endswith(".cdn.ampproject.org"):
        match = _AMP_CACHE.match(parts.path)
    elif re.fullmatch(r"google\.[a-z.]{2,6}", host):
        match = _GOOGLE_AMP.match(parts.path)
    elif host == "webcache.googleusercontent.com":
        return _cached(parts)
    if match is None:
        return None
    rest = re.sub(r"^(https?):/+", r"\1://", match["rest"])  # some proxies fold the two slashes into one
    return f"{rest}?{parts.query}" if parts.query else rest


def _cached(parts: SplitResult) -> str | None:
    match = _CACHED.match(_query(parts).get("q", ""))
    return match["rest"] if match else None


def _plain(host: str, parts: SplitResult) -> str | None:
    """Host, path and what is left of the query; None for a home page."""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _INDEX.sub("/", _AMP_PATH.sub("", _normal(parts.path)))
    path = re.sub(r"/{2,}", "/", path).rstrip("/")
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    )
    query = urlencode(kept, quote_via=quote)
    if not path and not query:
        return None
    return f"{host}{port}{path}{'?' + query if query else ''}"


def _normal(path: str) -> str:
    """The path in its one normal form of percent-encoding: only what must be is encoded."""
    return _ENCODED.sub(_decoded, quote(path, safe="%/!$&'()*+,;=:@~-._"))


def _decoded(match: re.Match[str]) -> str:
    character = unquote(match[0])
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()


def _query(parts: SplitResult) -> dict[str, str]:
    return dict(parse_qsl(parts.query))


def _by_path(name: str, pattern: str) -> Callable[[SplitResult], str | None]:
    """The id of a post that stands in the path; its groups, joined, are the id."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def post_id(parts: SplitResult) -> str | None:
        match = compiled.search(unquote(parts.path))
        return f"{name} {'/'.join(group for group in match.groups() if group)}" if match else None

    return post_id


def _telegram(parts: SplitResult) -> str | None:
    match = re.fullmatch(r"/(?:s/)?(c/\d+|\w{4,})(?:/\d+)?/(\d+)/?", parts.path)
    return f"Telegram {match[1].lower()}/{match[2]}" if match else None


def _youtube(parts: SplitResult) -> str | None:
    match = re.match(r"/(?:shorts|live|embed|v|e)/([\w-]{6,})", parts.path)
    video = match[1] if match else _query(parts).get("v")
    return f"YouTube {video}" if video else None


def _facebook(parts: SplitResult) -> str | None:
    query = _query(parts)
    named = (query.get(name) for name in ("story_fbid", "fbid", "v"))
    match = re.search(
        r"/(?:posts|permalink|videos|reel|photos)/(?:[^/]*/)?(pfbid\w+|\d{6,})/?$", parts.path, re.IGNORECASE
    )
    found = match[1] if match else next((value for value in named if value), None)
    return f"Facebook {found}" if found else None


_POSTS: tuple[tuple[re.Pattern[str], Callable[[SplitResult], str | None]], ...] = (
    (
        re.compile(r"^(twitter|x|fxtwitter|vxtwitter|fixupx)\.com$|(^|\.)nitter\."),
        _by_path("Twitter", r"/status(?:es)?/(\d+)"),
    ),
    (re.compile(r"^(t|telegram)\.(me|dog)$"), _telegram),
    (re.compile(r"^(music\.)?youtube(-nocookie)?\.com$"), _youtube),
    (re.compile(r"^youtu\.be$"), _by_path("YouTube", r"^/([\w-]{6,})")),
    (re.compile(r"(^|\.)facebook\.com$"), _facebook),
    (re.compile(r"(^|\.)instagram\.com$"), _by_path("Instagram", r"/(?:p|reels?|tv)/([\w-]{5,})")),
    (re.compile(r"(^|\.)tiktok\.com$"), _by_path("TikTok", r"/(?:video|photo|v)/(\d+)")),
    (re.compile(r"^(vk\.com|vk\.ru)$"), _by_path("VK", r"/(wall-?\d+_\d+)")),
    (re.compile(r"^bsky\.app$"), _by_path("Bluesky", r"/profile/([^/]+)/post/(\w+)")),
    (re.compile(r"(^|\.)reddit\.com$"), _by_path("Reddit", r"/comments/(\w+)(?:/[^/]*/(\w+))?")),
)
"""Whose addresses name posts: which hosts, and how the id of the post stands in one. Anything else there (a
profile, a search) names no single item."""
