"""A demonstration case, told through the services only: everything in it is fictional.

A crowd leaves an embassy, or does not. Six short documents hold two claims that cannot both be true, a
repost that adds nothing, an unknown source, two witnesses behind one blogger, and a conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.errors import DomainError
from tracker.domain.scales import CaseRole, Profile, Tlp
from tracker.services import cases, publishing, users
from tracker.services.cases import CaseContent
from tracker.services.demo.chains import claim, link_all, record_all
from tracker.services.demo.desk import Desk
from tracker.services.demo.documents import capture_all, introduce
from tracker.services.demo.grading import grade_all
from tracker.services.demo.reporting import write_report
from tracker.services.users import AddUser
from tracker.store.blobs import BlobStore
from tracker.store.queries.users import viewer_named

CODE = "EMBASSY"
LEAD = "analyst"
ACCOUNTS = {LEAD: "Alma Analyst", "second": "Sami Second", "admin": "Ada Admin"}
_SUMMARY = """\
1. “Withdrawn by 15:00”: four items say so, at most two independent sources.
2. Open it and click a passage: three of the four go back to one man's word.
3. “Guards let the crowd in”: two witnesses, known only through one blogger.
4. The report carries all of it: each note leads to its words. Take the PDF."""
_WHY_PUBLISHED = "What is missing is what it is about: it says so in every finding."


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    password: str


def fill(session: Session, blobs: BlobStore, *, now: datetime) -> tuple[Login, ...]:
    """Fill an empty database with the demonstration case; returns its log-ins, the lead analyst's first."""
    logins = tuple(Login(username, users.new_password()) for username in ACCOUNTS)
    for login in logins:
        command = AddUser(
            login.username,
            ACCOUNTS[login.username],
            login.password,
            is_admin=login.username == "admin",
            must_change_password=False,
        )
        users.add(session, command, by=None, now=now)
    lead, second = _open_case(session, now=now)
    desk = Desk(session, blobs, CODE, lead, now)
    claims, cast = claim(desk), introduce(desk)
    voices = record_all(desk, cast, capture_all(desk, cast), claims)
    link_all(desk, voices)
    grade_all(desk, desk.taken_by(second), cast, voices)
    report = write_report(desk, claims, voices)
    publishing.publish(session, report.public_id, _WHY_PUBLISHED, by=lead, now=now, blobs=blobs)
    return logins


def new_passwords(session: Session, *, now: datetime) -> tuple[Login, ...]:
    """Give the accounts of an earlier demonstration new passwords: the old ones are written down nowhere."""
    logins = tuple(Login(username, users.new_password()) for username in ACCOUNTS)
    for login in logins:
        users.change_password(session, login.password, by=_viewer(session, login.username), now=now)
    return logins


def _open_case(session: Session, *, now: datetime) -> tuple[Viewer, Viewer]:
    content = CaseContent(
        CODE,
        "Had the militia left the embassy?",
        "Asia/Baghdad",
        profile=Profile.INTELLIGENCE,
        tlp=Tlp.AMBER,
        place="Baghdad, Iraq (a fictional case)",
        summary=_SUMMARY,
    )
    case, lead = cases.open_case(session, content, by=_viewer(session, LEAD), now=now)
    cases.set_member(session, case.code, "second", CaseRole.ANALYST, by=lead, now=now)
    return lead, _viewer(session, "second")


def _viewer(session: Session, username: str) -> Viewer:
    viewer = viewer_named(session, username)
    if viewer is None:
        raise DomainError(
            f"The account “{username}” of the earlier demonstration is gone or disabled. Begin a fresh one."
        )
    return viewer
