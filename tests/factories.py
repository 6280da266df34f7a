"""Small builders for tests, all through the services: accounts, cases, captures, chains, reports.

Each takes the session it writes in and whoever does the deed, and has a default for everything else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.passages import PassageKind
from tracker.domain.scales import (
    Basis,
    CaptureMethod,
    CaseRole,
    CitationRole,
    DocumentKind,
    RelayCertainty,
    SourceKind,
    Stance,
)
from tracker.services import assertions, cases, documents, reports, sources, statements, users
from tracker.services.assertions import AssertionContent
from tracker.services.cases import CaseContent
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.passages import Selection
from tracker.services.reports import ReportContent
from tracker.services.sources import SourceChoice, SourceContent
from tracker.services.statements import Content, Conveyed, EmbeddedPost, Hop, RecordStatement, Rest
from tracker.services.users import AddUser
from tracker.store.blobs import BlobStore
from tracker.store.models import Assertion, Capture, Case, Finding, Report, Source, Statement
from tracker.store.queries.users import viewer_named

NOW = datetime(2020, 1, 2, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
_names = count(10_001)  # as many digits each, so that by name is in the order they were made


def make_user(session: Session, username: str | None = None, *, is_admin: bool = False) -> Viewer:
    """An account with the password `PASSWORD`, as the viewer it is."""
    name = username or f"user{next(_names)}"
    command = AddUser(name, name.title(), PASSWORD, is_admin=is_admin, must_change_password=False)
    users.add(session, command, by=None, now=NOW)
    return viewer_again(session, name)


def viewer_again(session: Session, who: str | Viewer) -> Viewer:
    """The viewer as the database has it now, with the roles given since."""
    viewer = viewer_named(session, who if isinstance(who, str) else who.username)
    assert viewer is not None
    return viewer


def make_case(
    session: Session, by: Viewer | None = None, *, code: str | None = None, zone: str = "UTC", **content
) -> tuple[Case, Viewer]:
    """A case, and its lead (`by`, or a new account)."""
    number = next(_names)
    command = CaseContent(
        code=code or f"CASE{number}", title=content.pop("title", f"Case {number}"), zone=zone, **content
    )
    return cases.open_case(session, command, by=by or make_user(session), now=NOW)


def make_member(session: Session, case: Case, lead: Viewer, role: CaseRole = CaseRole.ANALYST) -> Viewer:
    """A new account with that role in a case."""
    member = make_user(session)
    cases.set_member(session, case.code, member.username, role, by=lead, now=NOW)
    return viewer_again(session, member)


def make_capture(
    session: Session,
    blobs: BlobStore,
    case: Case,
    by: Viewer,
    text: str | None = None,
    *,
    author: str | SourceChoice | None = "An author",
    kind: DocumentKind = DocumentKind.ARTICLE,
    title: str | None = None,
    again: bool = False,
    **document,
) -> Capture:
    """A pasted document with its capture. `document` goes to `DocumentContent` as it is."""
    title = title or f"Document {next(_names)}"
    content = DocumentContent(title, kind, author=_choice(author), **document)
    data = (text if text is not None else f"The text of {title}.").encode()
    pasted = Bytes(data, None, CaptureMethod.PASTED, again=again)
    return documents.capture(session, blobs, case.code, content, pasted, by=by, now=NOW)


def select_words(capture: Capture, words: str, *, nth: int = 1) -> Selection:
    """The nth place of a capture where these words stand."""
    start = -1
    for _ in range(nth):
        start = capture.text.index(words, start + 1)
    return Selection(PassageKind.TEXT, start=start, end=start + len(words), exact=words)


def record_chain(
    session: Session,
    capture: Capture,
    words: str,
    *speakers: str | SourceChoice | Hop,
    by: Viewer,
    basis: Basis = Basis.OBSERVED,
    asserts: tuple[str | AssertionContent, ...] = (),
    stance: Stance = Stance.ASSERTS,
    rests_on: tuple[Rest, ...] = (),
    embedded: EmbeddedPost | None = None,
    repeats: str | None = None,
    certainty: RelayCertainty = RelayCertainty.EXPLICIT,
    gist: str | None = None,
    **content,
) -> tuple[Statement, ...]:
    """`speakers` said `words` of a capture, the first speaker first; the page's author is added when missing.

    `asserts` are labels (AS2) or wordings. `content` goes to `Content` as it is.
    """
    hops = tuple(
        each if isinstance(each, Hop) else Hop(_choice(each) or SourceChoice(None), certainty=certainty)
        for each in speakers
    )
    command = RecordStatement(
        capture=capture.public_id,
        selection=select_words(capture, words),
        hops=hops,
        content=Content(gist or words, basis, **content),
        conveys=tuple(
            Conveyed(each if isinstance(each, AssertionContent) else AssertionContent(each), stance)
            for each in asserts
        ),
        rests_on=rests_on,
        embedded=embedded,
        repeats=repeats,
    )
    return statements.record(session, command, by=by, now=NOW)


def make_statement(
    session: Session, blobs: BlobStore, case: Case, by: Viewer, text: str | None = None, **chain
) -> Statement:
    """One statement in a capture of its own, said by the author of the document."""
    number = next(_names)
    text = text or f"What was seen at place {number}."
    author = chain.pop("author", f"Witness {number}")
    capture = make_capture(session, blobs, case, by, text, author=author)
    return record_chain(session, capture, text, author, by=by, **chain)[-1]


def make_source(
    session: Session,
    case: Case,
    by: Viewer,
    name: str | None = None,
    *,
    kind: SourceKind = SourceKind.PERSON,
    **content,
) -> Source:
    command = SourceContent(name or f"Source {next(_names)}", kind, **content)
    return sources.add(session, case.code, command, by=by, now=NOW)


def make_assertion(session: Session, case: Case, by: Viewer, text: str | None = None, **content) -> Assertion:
    command = AssertionContent(text or f"Claim {next(_names)} is true", **content)
    return assertions.add(session, case.code, command, by=by, now=NOW)


def make_report(session: Session, case: Case, by: Viewer, title: str = "A report", **content) -> Report:
    return reports.add(session, case.code, ReportContent(title, **content), by=by, now=NOW)


def make_finding(
    session: Session,
    report: Report,
    by: Viewer,
    text: str = "It happened.",
    *,
    assertion: str | None = None,
    cites: tuple[Statement, ...] = (),
    role: CitationRole = CitationRole.SUPPORTS,
) -> Finding:
    """A finding that cites these statements."""
    finding = reports.add_finding(session, report.public_id, text, assertion=assertion, by=by, now=NOW)
    for statement in cites:
        reports.cite(session, finding.public_id, statement.label, role, by=by, now=NOW)
    return finding


def _choice(who: str | SourceChoice | None) -> SourceChoice | None:
    return SourceChoice(who) if isinstance(who, str) else who


def find_case(session: Session, code: str) -> Case:
    """A case that was made before."""
    return session.scalars(select(Case).where(Case.code == code)).one()
