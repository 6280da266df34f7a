"""What our pictures are made of: text that fits, and markup that stays well formed whatever the text holds.

Widths are estimates (fonts differ from reader to reader) and lean to the wide side. It knows nothing of
traces or records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

INK, MUTED, FAINT, PAPER = "#1b2733", "#4f5d6b", "#b9c4ce", "#ffffff"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
PAGE_WIDTH, PAGE_HEIGHT = 620.0, 850.0
"""What a picture on an A4 page may measure between the margins and above its caption, at its natural size."""
_RIGHT_TO_LEFT_MARK = "\u200f"
_ELLIPSIS = "…"
_BOLDER = 1.07
_NARROW = frozenset("iIjl.,:;'’‘|!()[]ftr·- ")
_WIDE = frozenset("mwMW@%&—…")
# Neither XML nor a browser wants these; embeddings and overrides could turn a whole card around.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_JOINER, _FLAGS, _TONES = "\u200d", range(0x1F1E6, 0x1F200), range(0x1F3FB, 0x1F400)


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element; None leaves an attribute out, `class_` and `stroke_width` are written as SVG has them."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def picture(
    drawn: str,
    across: float,
    down: float,
    *,
    title: str,
    description: str,
    name: str,
    role: str = "img",
    scale: float = 1.0,
) -> str:
    """A whole SVG with its text alternative; `name` begins its ids, `scale` is how large it is shown."""
    return element(
        "svg",
        element("title", text_content(title), id=f"{name}-title"),
        element("desc", text_content(description), id=f"{name}-desc"),
        element("rect", width=across, height=down, fill=PAPER, class_="picture-paper"),
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        role=role,
        aria_labelledby=f"{name}-title {name}-desc",
        viewBox=f"0 0 {across:g} {down:g}",
        width=across * scale,
        height=down * scale,
        font_family=FONT,
    )


def line_of_text(
    words: str, left: float, baseline: float, size: float, across: float, **attributes: str | None
) -> str:
    """A line of text that begins at its own side: the right one in a script that runs to the left.

    Anchored there and held together by marks, because not everything that draws SVG knows `direction`.
    """
    backwards = is_right_to_left(words)
    marked = f"{_RIGHT_TO_LEFT_MARK}{words}{_RIGHT_TO_LEFT_MARK}" if backwards else words
    return element(
        "text",
        text_content(marked),
        x=across - left if backwards else left,
        y=baseline,
        font_size=size,
        text_anchor="end" if backwards else None,
        **attributes,
    )


def moved(markup: str, right: float, down: float) -> str:
    """The same further to the right and further down."""
    return element("g", markup, transform=f"translate({right:g} {down:g})")


def text_content(text: str) -> str:
    """User text as the content of an element."""
    return escape(clean(text), quote=False)


def clean(text: str) -> str:
    """One line without characters that XML forbids or that reorder what stands beside them."""
    return " ".join(_UNWANTED.sub("", text).split())


def is_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction runs from right to left."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return True
            case "L":
                return False
    return False


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is, in the unit of `size`."""
    ems = sum(_ems(cluster) for cluster in clusters(text))
    return ems * size * (_BOLDER if bold else 1.0)


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, cut between characters and marked with an ellipsis where it does not fit."""
    text = clean(text)
    if width(text, size, bold=bold) <= room:
        return text
    kept = ""
    left = room - width(_ELLIPSIS, size, bold=bold)
    for cluster in clusters(text):
        left -= width(cluster, size, bold=bold)
        if left < 0:
            break
        kept += cluster
    return kept.rstrip() + _ELLIPSIS


def wrap(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """The text in at most `lines` lines, broken between words where there are any."""
    if bold:
        size *= _BOLDER
    words = clean(text).split()
    broken: list[str] = []
    while words and len(broken) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        if width(line, size) > room:
            line, rest = _broken(line, size, room)
            words.insert(0, rest)
        broken.append(line)
    return [*broken, fit(" ".join(words), size, room)] if words else broken


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character: a letter with its marks, a flag, a joined emoji."""
    cluster = ""
    for character in text:
        if cluster and not _continues(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _continues(cluster: str, character: str) -> bool:
    code = ord(character)
    if character == _JOINER or cluster.endswith(_JOINER) or code in _TONES:
        return True
    if code in _FLAGS and ord(cluster[-1]) in _FLAGS:
        return len(cluster) % 2 == 1
    return unicodedata.category(character) in ("Mn", "Me", "Mc") or 0xFE00 <= code <= 0xFE0F  # noqa: PLR2004


def _broken(word: str, size: float, room: float) -> tuple[str, str]:
    head = ""
    for cluster in clusters(word):
        if head and width(head + cluster, size) > room:
            break
        head += cluster
    return head, word[len(head) :]


@lru_cache(maxsize=4096)
def _ems(cluster: str) -> float:
    first = cluster[0]
    if unicodedata.east_asian_width(first) in "WF" or ord(first) in _FLAGS:
        return 1.25 if ord(first) > 0xFFFF else 1.0  # noqa: PLR2004
    if first in _NARROW:
        return 0.36
    if first in _WIDE:
        return 0.92
    return 0.7 if first.isupper() else 0.58


def _plain(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else f"{value:g}"


def joined(parts: Iterable[str]) -> str:
    """Several elements as one."""
    return "".join(parts)
