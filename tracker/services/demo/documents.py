"""The six documents of the demo case: a blogger's article and his notes, three posts, a news page."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.scales import DocumentKind, SourceKind
from tracker.services import sources
from tracker.services.demo.desk import Desk
from tracker.services.documents import DocumentContent
from tracker.services.sources import SourceChoice, SourceContent
from tracker.store.models import Capture, Source


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who speaks in the demo but the unknown voice behind “social media”."""

    blogger: Source
    reporter: Source
    second_reporter: Source
    repost_account: Source
    news_site: Source
    spokesman: Source
    first_guard: Source
    second_guard: Source


@dataclass(frozen=True, slots=True)
class Captures:
    reporter_post: Capture
    repost: Capture
    second_reporter_post: Capture
    news_page: Capture
    article: Capture
    notes: Capture


def introduce(desk: Desk) -> Cast:
    """Record who speaks. The first guard is protected: others read his pseudonym."""

    def known(name: str, kind: SourceKind, descriptor: str, **more: object) -> Source:
        content = SourceContent(name, kind, descriptor, **more)  # type: ignore[arg-type]
        return sources.add(desk.session, desk.code, content, by=desk.by, now=desk.now)

    cast = Cast(
        blogger=known(
            "Daniel Harrow",
            SourceKind.PERSON,
            "a blogger who has lived in Baghdad since 2011 and writes from what he hears there",
        ),
        reporter=known(
            "Layla Haddad",
            SourceKind.PERSON,
            "a reporter in Baghdad who has covered the armed groups for years; behind the cordon that day",
        ),
        second_reporter=known(
            "Tomas Lindqvist",
            SourceKind.PERSON,
            "a foreign reporter who says that he stood at the main gate",
        ),
        repost_account=known(
            "Baghdad Flash", SourceKind.ACCOUNT, "an account that reposts; nobody knows who runs it"
        ),
        news_site=known(
            "The Tigris Courier", SourceKind.OUTLET, "a local news site; none of its staff was near that day"
        ),
        spokesman=known(
            "Abu Zayd",
            SourceKind.PERSON,
            "the spokesman of the Banner Brigades, who have an interest in how their retreat looks",
        ),
        first_guard=known(
            "Hadi Nasir al-Jubouri",
            SourceKind.PERSON,
            "a guard of the compound, on the day shift at the outer gate",
            is_protected=True,
            pseudonym="Guard 1",
        ),
        second_guard=known(
            "Karim Saadoun", SourceKind.PERSON, "a guard of the compound, in the watchtower the same day"
        ),
    )
    for source, name, note in (
        (cast.reporter, "ليلى حداد", "Her name in Arabic"),
        (cast.reporter, "@laylahaddad_b", "Her account"),
        (cast.repost_account, "@baghdad_flash24", "The account's handle"),
        (cast.second_reporter, "@tlindqvist", "His account"),
    ):
        sources.add_alias(desk.session, source.public_id, name, note, by=desk.by, now=desk.now)
    return cast


def capture_all(desk: Desk, cast: Cast) -> Captures:
    """Capture the documents: what was published as a file, the posts as pasted."""

    def post(file_name: str, title: str, author: Source, published: str, address: str) -> Capture:
        content = DocumentContent(
            title, DocumentKind.POST, author=_by(author), published=published, address=address, language="en"
        )
        return desk.capture(file_name, content, pasted=True)

    return Captures(
        reporter_post=post(
            "haddad-post.txt",
            "Haddad quotes the spokesman",
            cast.reporter,
            "2020-01-01T15:02",
            "https://social.example/laylahaddad_b/1001",
        ),
        repost=post(
            "repost.txt",
            "Baghdad Flash reposts Haddad",
            cast.repost_account,
            "2020-01-01T15:09",
            "https://social.example/baghdad_flash24/7730",
        ),
        second_reporter_post=post(
            "lindqvist-post.txt",
            "Lindqvist at the main gate",
            cast.second_reporter,
            "2020-01-01T15:24",
            "https://social.example/tlindqvist/412",
        ),
        news_page=desk.capture(
            "tigris-courier.txt",
            DocumentContent(
                "Live: unrest at the embassy compound",
                DocumentKind.ARTICLE,
                publisher=_by(cast.news_site),
                published="2020-01-01T17:10",
                address="https://tigris-courier.example/live/2020-01-01",
                language="en",
            ),
        ),
        article=desk.capture(
            "harrow-article.txt",
            DocumentContent(
                "The siege that ended twice",
                DocumentKind.ARTICLE,
                author=_by(cast.blogger),
                published="2020-01-02",
                address="https://harrow.example/notebook/the-siege-that-ended-twice",
                language="en",
            ),
        ),
        notes=desk.capture(
            "harrow-notes.txt",
            DocumentContent(
                "Interview notes: two guards of the compound",
                DocumentKind.NOTES,
                author=_by(cast.blogger),
                published="2019-12-31",
                language="en",
                note="His notes, not ours: we have not spoken to the guards ourselves.",
            ),
        ),
    )


def _by(source: Source) -> SourceChoice:
    return SourceChoice(source.label)
