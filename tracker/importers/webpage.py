"""A saved web page to its article's words, embedded posts included.

Nothing is fetched: not a picture, not a frame, not a redirect. Runs inside the worker.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

import lxml.etree
import lxml.html
import trafilatura

from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_date
from tracker.importers.extraction import Extraction, Modality, canonical
from tracker.importers.kinds import Kind
from tracker.importers.page_claims import addresses, declared_date, language
from tracker.importers.page_posts import join_signatures, on_posts
from tracker.importers.page_source import characters, parse
from tracker.importers.page_words import unwrap, visible_lines

_HEAD_CHARS = 50_000
MAX_ELEMENTS = 50_000  # trafilatura takes about 5 s for these, and sometimes much longer for more
_TOO_LITTLE_CHARS = 200
_TOO_LITTLE_SHARE = 0.1
_WORTH_KEEPING_CHARS = 15
_FRAMES = ("div", "figure", "aside", "section", "center")
_HIEROGLYPHS = (0x13000, 0x13400)
_EVERYTHING = f"lxml {lxml.etree.__version__}, all visible text"


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    return read_page(stream.read(), kind.media_type, charset)


def read_page(
    data: bytes, media_type: str, charset: str | None, *, declared: str | None = None
) -> Extraction:
    """A page's own bytes, out of whatever kind of file; `declared` is the character set that carried it."""
    source, notes = characters(data, chosen=charset, declared=declared)
    tree = parse(source)
    join_signatures(tree)
    is_vast = sum(1 for _ in tree.iter()) > MAX_ELEMENTS
    article = _Article("", {}) if is_vast else _article(source)
    chosen = _choose(list(visible_lines(tree)), article, tree)
    if not chosen.text.strip():
        raise DomainError(
            "This page shows no text without its scripts. Save it from the browser as a complete page or as "
            "PDF, or paste its text.",
            field="file",
        )
    published, suspected = declared_date(tree), said_date(article.claims.get("date"))
    if suspected and not published:
        notes += (f"The page may be of {suspected}, but does not declare it as its publication date.",)
    address, archived = addresses(tree, source[:_HEAD_CHARS])
    return Extraction(
        media_type=media_type,
        modality=Modality.TEXT,
        text=canonical(chosen.text),
        extractor=chosen.extractor,
        title=said(article.claims.get("title")) or said(tree.findtext(".//title")),
        author=said(article.claims.get("author")),
        publisher=said(article.claims.get("sitename")),
        address=address,
        archive_address=archived,
        published=published,
        language=language(tree),
        notes=(*notes, *chosen.notes, *on_posts(tree)),
    )


@dataclass(frozen=True, slots=True)
class _Article:
    text: str
    claims: dict[str, str]


def _article(source: str) -> _Article:
    """What trafilatura takes for the article. It changes the tree it works on, so it gets one of its own."""
    guard = _stand_ins(source)
    tree = parse(source.translate(guard))
    unwrap(tree)
    join_signatures(tree)
    _keep_quotations(tree)
    try:
        found = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
        )
    except (RecursionError, lxml.etree.LxmlError, ValueError, AttributeError, KeyError, TypeError):
        found = None  # its heuristics meet pages they were not written for; the visible text remains
    claims = found.as_dict() if isinstance(found, trafilatura.settings.Document) else {}
    back = {stand_in: char for char, stand_in in guard.items()}
    claims = {name: claim.translate(back) for name, claim in claims.items() if isinstance(claim, str)}
    return _Article(claims.get("text", ""), claims)


def _keep_quotations(tree: lxml.html.HtmlElement) -> None:
    """What holds a quotation and nothing else becomes a mere division.

    trafilatura drops figures, and whatever a class calls an embed: just what posts are embedded in.
    """
    for quotation in tree.iter("blockquote"):
        words = _squeezed(quotation.text_content())
        for frame in quotation.iterancestors(*_FRAMES):
            if _squeezed(frame.text_content()) != words:
                break
            frame.tag = "div"
            frame.attrib.clear()


def _stand_ins(source: str) -> dict[int, int]:
    """Rare letters for the invisible characters in the source, which trafilatura would throw away.

    Direction marks and joiners belong to the words: Persian is misspelt and emoji fall apart without them.
    """
    invisible = [ord(char) for char in set(source) if unicodedata.category(char) == "Cf"]
    unused = (code for code in range(*_HIEROGLYPHS) if chr(code) not in source)
    return dict(zip(invisible, unused, strict=False))


@dataclass(frozen=True, slots=True)
class _Chosen:
    text: str
    extractor: str
    notes: tuple[str, ...] = ()


def _choose(visible: list[str], article: _Article, tree: lxml.html.HtmlElement) -> _Chosen:
    """The article, or all visible words where the article would lose what matters."""
    everything = "\n".join(visible)
    enough = max(min(_TOO_LITTLE_CHARS, len(everything) // 2), _TOO_LITTLE_SHARE * len(everything))
    if len(article.text) < enough:
        note = "No article could be told from the rest, so all visible text was kept, menus included."
        return _Chosen(everything, _EVERYTHING, (note,))
    lost = _lost_quotation(tree, article.text)
    if lost:
        note = f"All visible text was kept, because the article alone would have lost the quotation “{lost}”."
        return _Chosen(everything, _EVERYTHING, (note,))
    return _Chosen(article.text, f"trafilatura {trafilatura.__version__}")


def _lost_quotation(tree: lxml.html.HtmlElement, article: str) -> str | None:
    """The first words of a block quotation (posts are embedded as such) that the article does not hold."""
    kept, reached = _squeezed(article), 0
    for quotation in tree.iter("blockquote"):
        for words in visible_lines(quotation):
            if len(words) < _WORTH_KEEPING_CHARS:
                continue
            # They mostly follow each other, so that the search seldom starts over.
            found = kept.find(_squeezed(words), reached)
            found = found if found >= 0 else kept.find(_squeezed(words))
            if found < 0:
                return words[:60]
            reached = found
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())
