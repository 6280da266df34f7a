"""Two cases in which every kind of record exists, the people who look at them, and every address of them.

For tests that walk the whole application. An address is made from its rule: a new route is walked by itself,
and one whose parts nobody can fill in is an error that says what to add here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from tests import factories as make
from tests.factories import NOW
from tests.functional.strict_client import StrictClient
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.access import Viewer
from tracker.domain.anchoring import Meaning
from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    CaptureMethod,
    CaseRole,
    GradeScale,
    NoticeKind,
    Outcome,
    SourceLinkKind,
    StatementLinkKind,
)
from tracker.domain.timing import TimeVerdict
from tracker.services import (
    assertions,
    cases,
    comments,
    documents,
    grades,
    proposals,
    publishing,
    reanchoring,
    relays,
    repeats,
    report_lint,
    report_texts,
    resolutions,
    setting_aside,
    sources,
    statements,
    text_readings,
    users,
    verdicts,
    versions,
)
from tracker.services.assertions import AssertionContent
from tracker.services.comments import NewComment
from tracker.services.documents import Bytes
from tracker.services.grades import GradeIt
from tracker.services.relays import RelayTerms
from tracker.services.repeats import Answer
from tracker.services.resolutions import Resolve
from tracker.services.sources import LinkSources
from tracker.services.statements import Rest
from tracker.store.base import Base
from tracker.store.blobs import BlobStore
from tracker.store.models import (
    Anchor,
    AssertionLink,
    Capture,
    Case,
    Citation,
    Conveys,
    Document,
    LookedAtChange,
    Passage,
    Relay,
    RestsOn,
    SourceAlias,
    SourceLink,
    Statement,
    User,
)
from tracker.store.queries import proposals as proposal_queries
from tracker.web.db import Sessions

NOT_OURS = {"static", "bootstrap.static"}
PART_KINDS = {
    "passage": "anchor",
    "stance": "conveys",
    "relay": "relay",
    "support": "rests on",
    "link": "link",
}
TABLE_OF = {"newer capture": "capture", "changed passage": "passage"}
"""Kinds of record that are another kind as well."""
HISTORIES = (
    "case",
    "source",
    "document",
    "capture",
    "statement",
    "assertion",
    "report",
    "finding",
    "section",
)
OF_BLUEPRINT = {
    "sources": "source",
    "documents": "document",
    "captures": "capture",
    "proposals": "capture",
    "statements": "statement",
    "assertions": "assertion",
    "reports": "report",
    "resolutions": "assertion",
    "users": "user",
}
TEXT = (
    "The crowd left at noon. The gate stayed shut, so they must have had orders.\n\n"
    "It is over — A Poster (@poster) January 1, 2020\n\n"
    "The mayor said that the gate is open. The driver said that the road is closed. The cook said that it rained."
    "\n\n"
)
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

Records = Mapping[str, str]
"""Public ids by the kind of record, and the code of their case as `code`."""


@dataclass(frozen=True, slots=True)
class Id:
    """A place in an address where the public id of that kind of record stands."""

    kind: str


@dataclass(frozen=True, slots=True)
class Address:
    """A rule with what stands in each of its places."""

    rule: Rule
    parts: Mapping[str, Id | str | int]

    @property
    def ids(self) -> list[str]:
        """The places where a record is named."""
        return [name for name, part in self.parts.items() if isinstance(part, Id)]

    def of(self, records: Records, **others: str) -> str:
        """The address for those records; `others` are put into their places as they are."""
        filled = {
            name: records[part.kind] if isinstance(part, Id) else part for name, part in self.parts.items()
        }
        built = self.rule.build({**filled, **others})
        assert built is not None, self.rule
        query = _QUERIES.get(self.rule.endpoint, lambda _: "")(records)
        return built[1] + query

    def __str__(self) -> str:
        return f"{self.rule.endpoint} {self.of(_Names())}"


class _Names(dict[str, str]):
    """The kinds themselves in place of ids, for messages."""

    def __missing__(self, kind: str) -> str:
        return f"<{kind}>"


_QUERIES: dict[str, Callable[[Records], str]] = {
    "captures.record": lambda _: "?start=0&end=23",
    "captures.undo": lambda records: f"?statement={records['statement']}",
    "captures.read": lambda records: f"?passage={records['passage']}",
    "captures.suggest": lambda _: "?kind=source",
    "dates.echo": lambda _: "?text=2020-01",
    "what_if.show": lambda records: (
        "?" + "&".join(f"without={records[kind]}" for kind in ("source", "document", "capture", "statement"))
    ),
    "what_if.grade": lambda records: f"?without={records['source']}",
    "what_if.withdraw": lambda records: f"?without={records['source']}&without={records['capture']}",
}
_TWO_SIDED: list[dict[str, Id | str | int]] = [
    {"scale": scale, "public_id": Id(kind)}
    for scale, kind in (("credibility", "statement"), ("reliability", "source"))
]
_SPECIAL: dict[str, list[dict[str, Id | str | int]]] = {
    "grades.new": [
        {"scale": scale.value, "public_id": Id(kind)}
        for scale, kind in zip(GradeScale, ("source", "statement", "finding", "finding"), strict=True)
    ],
    "grading.read_both_sides": _TWO_SIDED,
    "grading.settle": _TWO_SIDED,
    "history.record": [{"kind": kind, "public_id": Id(kind)} for kind in HISTORIES],
    "sources.settle_part": [
        {"kind": "alias", "part_id": Id("alias")},
        {"kind": "source-link", "part_id": Id("source link")},
    ],
    "statements.settle_part": [{"part": part, "part_id": Id(kind)} for part, kind in PART_KINDS.items()],
    "trace.picture": [
        {"kind": kind, "public_id": Id(kind)} for kind in ("statement", "assertion", "finding")
    ],
    "assertions.settle_link": [{"link_id": Id("assertion link")}],
    "assertions.decide": [{"link_id": Id("assertion link")}],
    "assertions.undecide": [{"link_id": Id("assertion link")}],
    "proposals.show": [{"number": 1}],
    "proposals.reject": [{"number": 1}],
    "proposals.merge": [{"number": 1}],
    "proposals.split": [{"number": 1}],
    "captures.compare": [{"newer_id": Id("newer capture")}],
    "captures.anchor_again": [{"newer_id": Id("newer capture")}],
    "captures.look": [{"newer_id": Id("newer capture"), "passage_id": Id("changed passage")}],
    "captures.take_back_look": [{"newer_id": Id("newer capture")}],
    "reports.export": [{"file_format": "md"}],
    "reports.set_aside": [{"digest": Id("remark digest")}],
    "reports.write": [{"place": "new-section"}, {"place": Id("section")}],
    "reports.version": [{"file_format": "md", "number": 1}],
    "reports.make_file": [{"file_format": "md", "number": 1}],
    "reports.show_version": [{"number": 1}],
    "reports.add_notice": [{"number": 1}],
}


def addresses(app: Flask, *, method: str | None = None) -> list[Address]:
    """Every address of ours, for each word and kind of record that may stand in it."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OURS or (method and method not in rule.methods):
            continue
        for special in _SPECIAL.get(rule.endpoint, [{}]):
            places = {name: _choices(rule, name, special) for name in sorted(rule.arguments)}
            found += [
                Address(rule, dict(zip(places, chosen, strict=True))) for chosen in product(*places.values())
            ]
    return found


def _choices(rule: Rule, name: str, special: Mapping[str, Id | str | int]) -> list[Id | str | int]:
    converter = rule._converters[name]
    area, _, view = rule.endpoint.partition(".")
    if name in special:
        return [special[name]]
    if name == "code":
        return [Id("code")]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    if name == "public_id" and area == "trace":
        return [Id(view)]
    if name == "public_id" and area in OF_BLUEPRINT:
        return [Id(OF_BLUEPRINT[area])]
    if name.endswith("_id"):
        return [Id(name.removesuffix("_id"))]
    raise AssertionError(f"Say in tests/functional/world.py what stands for <{name}> in {rule.rule}.")


class Browser(StrictClient):
    """Somebody's browser, which also sends forms without looking at their pages first."""

    _held: str | None = None

    @property
    def token(self) -> str:
        """The token its forms carry."""
        if self._held is None:
            found = _TOKEN.search(self.get("/account/password").text)
            assert found
            self._held = found[1]
        return self._held

    def send(
        self, method: str, url: str, data: Mapping[str, Any] | None = None, **options: Any
    ) -> TestResponse:
        """A request as it is; a change carries the token."""
        if method not in ("GET", "HEAD", "OPTIONS"):
            options["data"] = {"csrf_token": self.token, **(data or {})}
        return self.http.open(url, method=method, buffered=True, **options)


@dataclass
class World:
    """`ours` and `sibling` are records of the case OURS, `theirs` of the case THEIRS."""

    app: Flask
    engine: Engine
    connection: Connection
    sessions: sessionmaker[Session]
    blobs: BlobStore
    people: dict[str, Viewer] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)
    sibling: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self, who: str, *, fresh: bool = False) -> Browser:
        """The browser of a person, logged in; of “anonymous”, in which nobody is."""
        if fresh or who not in self._browsers:
            browser = Browser(self.app)
            if who != "anonymous":
                with self.sessions() as session:
                    name = self.people[who].username
                    key = session.scalars(select(User.fs_uniquifier).where(User.username == name)).one()
                with browser.http.session_transaction() as cookie:
                    cookie.permanent = True
                    cookie.update(_user_id=key, _fresh=True)
            self._browsers[who] = browser
        return self._browsers[who]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is stored in the block is not there after it."""
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()

    @contextmanager
    def watched(self) -> Iterator[list[str]]:
        """The statements of the block that write, whether they last or not."""
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if _WRITES.match(statement):
                found.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(self.engine, "before_cursor_execute", note)

    def snapshot(self) -> dict[str, list[Any]]:
        """Everything that is stored, table by table."""
        return {
            table.name: sorted(map(repr, self.connection.execute(text(f"SELECT * FROM {table.name}"))))
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def open_world(engine: Engine, instance: Path) -> Iterator[World]:
    """The world, on one connection whose transaction is undone at the end."""
    with engine.connect() as connection:
        outer = connection.begin()
        sessions = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        settings = Settings(instance=instance, database_url=str(engine.url), testing=True)
        app = create_app(settings, engine=engine)
        app.extensions["tracker_sessions"] = Sessions(reading=sessions, writing=sessions)
        world = World(app, engine, connection, sessions, BlobStore(instance / "blobs"))
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        with mock.patch.object(users, "_hasher", cheap), sessions() as session:
            _settle(world, session)
            session.commit()
            yield world
        outer.rollback()


def _settle(world: World, session: Session) -> None:
    lead = make.make_user(session, "lead")
    ours, lead = make.make_case(session, lead, code="OURS", title="Our case")
    world.ours, world.sibling = (
        records(session, world.blobs, ours, lead),
        records(session, world.blobs, ours, lead),
    )
    theirs, owner = make.make_case(session, make.make_user(session, "owner"), code="THEIRS", title="Theirs")
    world.theirs = records(session, world.blobs, theirs, owner)
    _number_apart(session, theirs)
    for name, role in (("reader", CaseRole.READER), ("analyst", CaseRole.ANALYST), ("both", CaseRole.LEAD)):
        _join(session, ours, lead, make.make_user(session, name), role)
    for name, role in (("stranger", CaseRole.LEAD), ("both", CaseRole.LEAD)):
        known = name == "both"
        _join(session, theirs, owner, name if known else make.make_user(session, name), role)
    make.make_user(session, "admin", is_admin=True)
    session.flush()
    for name in ("lead", "owner", "reader", "analyst", "both", "stranger", "admin"):
        world.people[name] = make.viewer_again(session, name)
    for kept in (world.ours, world.sibling, world.theirs):
        kept["user"] = session.scalars(select(User.public_id).where(User.username == "reader")).one()


def _join(session: Session, case: Case, lead: Viewer, who: str | Viewer, role: CaseRole) -> None:
    name = who if isinstance(who, str) else who.username
    cases.set_member(session, case.code, name, role, by=lead, now=NOW)


def _number_apart(session: Session, case: Case) -> None:
    """Numbers from 900 on, so that a label of this case is none of another's."""
    for table in ("source", "statement", "assertion", "document", "capture", "report"):
        session.execute(text(f"UPDATE {table} SET number = number + 900 WHERE case_pk = {case.pk}"))
    session.expire_all()


def _changed_since(
    session: Session, blobs: BlobStore, capture: Capture, said: Statement, by: Viewer
) -> tuple[Capture, LookedAtChange]:
    """A newer capture in which other words stand where a statement does, and what was said of that."""
    document = session.get_one(Document, capture.document_pk)
    changed = Bytes(
        capture.text.replace("must have", "may have").encode(), None, CaptureMethod.PASTED, again=True
    )
    newer = documents.capture_again(session, blobs, document.public_id, changed, by=by, now=NOW)
    passage = session.scalars(
        select(Passage.public_id).join(Anchor).where(Anchor.statement_pk == said.pk)
    ).one()
    ids = capture.public_id, newer.public_id, passage
    return newer, reanchoring.look(session, *ids, meaning=Meaning.REWORDED, by=by, now=NOW)


def records(session: Session, blobs: BlobStore, case: Case, by: Viewer) -> dict[str, str]:
    """One record of every kind in a case, all tied to one another, by their kinds."""
    capture = make.make_capture(
        session, blobs, case, by, f"{TEXT} {case.code} {make.NOW}", again=True, author="A paper"
    )
    text_readings.keep(session, capture.public_id, text_readings.look(capture.text, None), by=by, now=NOW)
    last = proposal_queries.get_desk(session, capture.pk).proposals[-1].number
    proposals.reject(session, capture.public_id, last, by=by, now=NOW)
    told = make.record_chain(session, capture, "The crowd left at noon.", "A guard", "A paper", by=by)
    seen, heard = told[0], told[-1]
    left = assertions.add(session, case.code, AssertionContent("They left", "2020-01-01"), by=by, now=NOW)
    ordered = assertions.add(session, case.code, AssertionContent("They had orders"), by=by, now=NOW)
    inferred = make.record_chain(
        session,
        capture,
        "so they must have had orders",
        "A paper",
        by=by,
        basis=Basis.INFERRED,
        asserts=(ordered.label, left.label),
        rests_on=(Rest(left.label, "Nobody leaves otherwise."),),
    )[-1]
    relays.relay(session, inferred.public_id, seen.label, RelayTerms(), by=by, now=NOW)
    link = relays.link(
        session, inferred.public_id, heard.label, StatementLinkKind.UPDATES, "Later.", by=by, now=NOW
    )
    statements.convey(
        session, seen.public_id, statements.Conveyed(AssertionContent(left.label)), by=by, now=NOW
    )
    opposed = assertions.link(
        session, left.public_id, ordered.label, AssertionLinkKind.INCOMPATIBLE, "Never both.", by=by, now=NOW
    )
    verdicts.confirm(
        session,
        verdicts.Confirm(opposed.public_id, TimeVerdict.UPDATE, "One came later."),
        by=by,
        now=NOW,
    )
    source = make.make_source(session, case, by)
    other = make.make_source(session, case, by)
    alias = sources.add_alias(session, source.public_id, "Another name", None, by=by, now=NOW)
    terms = LinkSources(other.label, SourceLinkKind.ACCOUNT_OF, reason="It says so.")
    source_link = sources.link(session, source.public_id, terms, by=by, now=NOW)
    report = make.make_report(session, case, by)
    finding = make.make_finding(session, report, by, assertion=left.label, cites=(seen, heard))
    for scale, target, value in (
        (GradeScale.RELIABILITY, source, "B"),
        (GradeScale.CREDIBILITY, seen, "2"),
        (GradeScale.CONFIDENCE, finding, "low"),
    ):
        grades.grade(session, GradeIt(scale, target.public_id, value, "As said."), by=by, now=NOW)
    resolution = resolutions.resolve(
        session, Resolve(left.public_id, Outcome.TRUE, "The court found so.", (heard.label,)), by=by, now=NOW
    )
    publishing.publish(session, report.public_id, "Something is missing.", by=by, now=NOW)
    notice = versions.add_notice(
        session, report.public_id, 1, NoticeKind.CORRECTION, "Read on.", by=by, now=NOW
    )

    section = report_texts.add_section(
        session,
        report.public_id,
        "Background",
        f"It began, says [[{seen.label}]]. Some ran to {case.code}. Some hid in {case.code}.",
        by=by,
        now=NOW,
    )
    ran, hid = (
        each.digest for each in report_lint.remarks(session, report.public_id, by=by, now=NOW).at("P1")
    )
    aside = setting_aside.set_aside(session, report.public_id, hid, "We saw it.", by=by, now=NOW)

    newer, look = _changed_since(session, blobs, capture, inferred, by)

    def id_of(model: Any, condition: Any) -> str:
        return session.scalars(select(model.public_id).where(condition).order_by(model.pk)).first()

    return {
        "code": case.code,
        "case": case.public_id,
        "source": source.public_id,
        "alias": id_of(SourceAlias, SourceAlias.pk == alias.pk),
        "source link": id_of(SourceLink, SourceLink.pk == source_link.pk),
        "document": _document_of(session, capture),
        "capture": capture.public_id,
        "statement": inferred.public_id,
        "passage": id_of(Passage, Passage.capture_pk == capture.pk),
        "newer capture": newer.public_id,
        "changed passage": id_of(Passage, Passage.pk == look.passage_pk),
        "look": look.public_id,
        "anchor": id_of(Anchor, Anchor.statement_pk == inferred.pk),
        "conveys": id_of(Conveys, Conveys.statement_pk == inferred.pk),
        "relay": id_of(Relay, Relay.child_pk == inferred.pk),
        "rests on": id_of(RestsOn, RestsOn.statement_pk == inferred.pk),
        "link": link.public_id,
        "assertion": left.public_id,
        "resolution": resolution.public_id,
        "decision": _repeat(session, blobs, case, by),
        "assertion link": id_of(AssertionLink, AssertionLink.pk == opposed.pk),
        "report": report.public_id,
        "finding": finding.public_id,
        "notice": notice.public_id,
        "citation": id_of(Citation, Citation.finding_pk == finding.pk),
        "section": section.public_id,
        "remark digest": ran,
        "remark": aside.public_id,
        "comment": comments.add(
            session, report.public_id, NewComment("Who saw it?", finding.label, "It"), by=by, now=NOW
        ).public_id,
    }


def _repeat(session: Session, blobs: BlobStore, case: Case, by: Viewer) -> str:
    """Two items at one address, of which the hint was accepted, taken back and accepted again."""
    claim = assertions.add(session, case.code, AssertionContent("It was copied"), by=by, now=NOW)
    said = []
    for author in ("A wire", "A copier"):
        where = {"author": author, "again": True, "address": f"https://example.org/{claim.number}"}
        held = make.make_capture(session, blobs, case, by, f"It is so, {author} says.", **where)
        said += make.record_chain(session, held, "It is so", author, by=by, asserts=(claim.label,))
    answer = Answer(said[1].label, said[0].label, "One address.")
    first = repeats.accept(session, case.code, answer, by=by, now=NOW)
    repeats.take_back(session, first.public_id, "Too quick.", by=by, now=NOW)
    return repeats.accept(session, case.code, answer, by=by, now=NOW).public_id


def _document_of(session: Session, capture: Any) -> str:
    return session.get_one(Document, capture.document_pk).public_id


def label_of(session: Session, model: type[Any], public_id: str) -> str:
    """The label of a record."""
    return session.scalars(select(model).where(model.public_id == public_id)).one().label
