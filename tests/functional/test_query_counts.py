"""Every page costs a fixed number of queries, whatever is in the case: it is counted small, then large."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy import event, func, insert, select

from tests.factories import NOW
from tests.functional.world import Address, World, addresses, open_world
from tracker.domain.report_lint import Rule
from tracker.domain.review import CheckItem, ReviewState
from tracker.domain.scales import (
    AssertionLinkKind,
    AuthorCertainty,
    Basis,
    CaseRole,
    CitationRole,
    DocumentKind,
    Fidelity,
    GradeScale,
    Outcome,
    RelayCertainty,
    RelayForm,
    RepeatSign,
    SourceKind,
    Stance,
    Tlp,
)
from tracker.domain.timing import TimeVerdict
from tracker.store.models import (
    Anchor,
    Assertion,
    AssertionLink,
    AuditEvent,
    Case,
    CaseMember,
    Citation,
    Comment,
    ConfirmedVerdict,
    Conveys,
    Document,
    Finding,
    FindingCheck,
    Grade,
    Passage,
    Relay,
    RepeatDecision,
    Report,
    Resolution,
    ResolutionBasis,
    ReviewStep,
    SetAsideRemark,
    Source,
    SourceAlias,
    Statement,
    User,
)

SMALL, LARGE = {"hops": 3, "statements": 10, "others": 3}, {"hops": 30, "statements": 1000, "others": 120}
SOURCES = 3


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        yield world


def key(session, model, public_id: str) -> int:
    return session.scalars(select(model.pk).where(model.public_id == public_id)).one()


class Growing:
    """Adds rows to the case OURS, many at a time; nothing is checked, as no service is asked."""

    def __init__(self, world: World, session) -> None:
        self.session = session
        self.case = session.scalars(select(Case.pk).where(Case.code == "OURS")).one()
        self.by = {"recorded_at": NOW, "recorded_by_pk": world.people["lead"].user_pk}
        self.of_case = self.by | {"case_pk": self.case}
        ours = world.ours
        self.statement, self.finding = (
            key(session, Statement, ours["statement"]),
            key(session, Finding, ours["finding"]),
        )
        self.assertion, self.passage = (
            key(session, Assertion, ours["assertion"]),
            key(session, Passage, ours["passage"]),
        )
        self.report, self.source = key(session, Report, ours["report"]), key(session, Source, ours["source"])
        self.document = key(session, Document, ours["document"])

    def add(self, model, rows: Iterator[dict[str, object]] | list[dict[str, object]]) -> list[int]:
        """The keys of the new rows, in their order."""
        return list(
            self.session.scalars(insert(model).returning(model.pk, sort_by_parameter_order=True), list(rows))
        )

    def numbers(self, model, count: int) -> range:
        last = self.session.scalar(select(func.max(model.number)).where(model.case_pk == self.case))
        return range(last + 1, last + 1 + count)

    def grow(self, *, hops: int, statements: int, others: int) -> None:
        """A chain behind the statement, and statements that convey, stand and are cited like it."""
        voices = self.add(
            Source,
            (
                self.of_case
                | {"number": n, "kind": SourceKind.PERSON, "name": f"Voice {n}", "is_protected": False}
                for n in self.numbers(Source, SOURCES)
            ),
        )
        made = self.add(
            Statement,
            (
                self.of_case
                | {
                    "number": n,
                    "source_pk": voices[n % SOURCES],
                    "basis": Basis.OBSERVED,
                    "gist": f"Gist {n}",
                }
                for n in self.numbers(Statement, hops + statements)
            ),
        )
        relayed = {
            "form": RelayForm.QUOTES,
            "certainty": RelayCertainty.EXPLICIT,
            "fidelity": Fidelity.FAITHFUL,
        }
        top = self.session.scalar(select(Relay.parent_pk).where(Relay.child_pk == self.statement))
        chain = [top, *made[:hops]]
        self.add(
            Relay,
            [
                self.by | relayed | {"child_pk": child, "parent_pk": parent, "is_chosen": False}
                for child, parent in pairwise(chain)
            ],
        )
        self.add(Anchor, (self.by | {"statement_pk": pk, "passage_pk": self.passage} for pk in made))
        self.add(
            Conveys,
            (
                self.by | {"statement_pk": pk, "assertion_pk": self.assertion, "stance": Stance.ASSERTS}
                for pk in made[hops:]
            ),
        )
        self.add(
            Citation,
            (
                self.by | {"statement_pk": pk, "finding_pk": self.finding, "role": CitationRole.SUPPORTS}
                for pk in made[-others:]
            ),
        )
        self.add(
            Grade,
            (
                self.of_case
                | {
                    "statement_pk": pk,
                    "scale": GradeScale.CREDIBILITY,
                    "value": "2",
                    "reason": "So.",
                    "others_hidden": False,
                }
                for pk in made
            ),
        )
        self.add(
            RepeatDecision,
            (
                self.of_case
                | {
                    "later_pk": later,
                    "earlier_pk": earlier,
                    "sign": RepeatSign.SAME_ADDRESS,
                    "is_accepted": False,
                    "reason": "No.",
                }
                for earlier, later in pairwise(made[-others - 1 :])
            ),
        )
        self._others(others)
        self._judged(others, made[-1])

    def _judged(self, count: int, basis: int) -> None:
        """Claims that cannot be true beside ours, each with what was decided of that and how it turned out."""
        claims = self.add(
            Assertion,
            (
                self.of_case | {"number": n, "text": f"Rival {n}", "topic": f"Topic {n}"}
                for n in self.numbers(Assertion, count)
            ),
        )
        opposed = {"from_pk": self.assertion, "kind": AssertionLinkKind.INCOMPATIBLE, "reason": "Never both."}
        links = self.add(AssertionLink, (self.of_case | opposed | {"to_pk": pk} for pk in claims))
        decided = {"verdict": TimeVerdict.UPDATE, "reason": "One came later."}
        self.add(ConfirmedVerdict, (self.by | decided | {"link_pk": pk} for pk in links))
        outcome = {"outcome": Outcome.FALSE, "reason": "The court found so."}
        resolved = self.add(Resolution, (self.of_case | outcome | {"assertion_pk": pk} for pk in claims))
        self.add(ResolutionBasis, (self.by | {"resolution_pk": pk, "statement_pk": basis} for pk in resolved))

    def _others(self, count: int) -> None:
        """Of everything that stands in a list."""
        self.add(
            Assertion,
            (self.of_case | {"number": n, "text": f"Claim {n}"} for n in self.numbers(Assertion, count)),
        )
        self.add(
            SourceAlias, (self.by | {"source_pk": self.source, "name": f"Alias {n}"} for n in range(count))
        )
        kind = {
            "kind": DocumentKind.ARTICLE,
            "author_certainty": AuthorCertainty.CERTAIN,
            "author_pk": self.source,
        }
        self.add(
            Document,
            (
                self.of_case | kind | {"number": n, "title": f"Page {n}"}
                for n in self.numbers(Document, count)
            ),
        )
        self.add(
            Report,
            (
                self.of_case | {"number": n, "title": f"R {n}", "tlp": Tlp.AMBER}
                for n in self.numbers(Report, count)
            ),
        )
        start = self.session.scalar(select(func.max(Finding.number))) + 1
        self.add(
            Finding,
            (
                self.by | {"report_pk": self.report, "number": n, "position": n, "text": f"F {n}"}
                for n in range(start, start + count)
            ),
        )
        self._reviewed(count)
        self._people(count)

    def _reviewed(self, count: int) -> None:
        """Comments and ticks on our finding, what was done about the report and set aside of its remarks."""
        about = {"report_pk": self.report, "finding_pk": self.finding}
        self.add(Comment, (self.by | about | {"text": f"Comment {n}"} for n in range(count)))
        checked = {"finding_pk": self.finding, "item": CheckItem.KIND, "is_met": True, "digest": "x"}
        self.add(FindingCheck, (self.by | checked for _ in range(count)))
        step = {"report_pk": self.report, "state": ReviewState.IN_REVIEW, "digest": "x"}
        self.add(ReviewStep, (self.by | step for _ in range(count)))
        aside = {
            "report_pk": self.report,
            "rule": Rule.UNCITED,
            "place": "P1",
            "sentence": "S",
            "reason": "R",
        }
        self.add(SetAsideRemark, (self.by | aside | {"digest": f"{count}-{n}"} for n in range(count)))

    def _people(self, count: int) -> None:
        start = self.session.scalar(select(func.max(User.pk)))
        people = [
            {"username": f"u{start}-{n}", "display_name": "U", "password": "x", "fs_uniquifier": f"{start}-{n}", "recorded_at": NOW}
            | {"active": True, "is_admin": False, "must_change_password": False}
            for n in range(count)
        ]  # fmt: skip
        members = self.add(User, people)
        self.add(CaseMember, (self.of_case | {"user_pk": pk, "role": CaseRole.READER} for pk in members))
        self.session.execute(
            insert(AuditEvent),
            [
                {
                    "at": NOW,
                    "case_pk": self.case,
                    "action": "x",
                    "object_kind": "case",
                    "object_id": "x",
                    "body": "{}",
                }
                for _ in range(count)
            ],
        )


def pages(world: World) -> list[tuple[str, Address, str]]:
    """Who opens which page where."""
    found = []
    for address in addresses(world.app, method="GET"):
        url = address.of(world.ours)
        if not address.rule.endpoint.startswith("security") and "restore" not in address.parts.values():
            found.append(("admin" if url.startswith("/users") else "lead", address, url))
    return found


def counted(world: World, count_queries) -> dict[str, int]:
    found = {}
    for who, address, url in pages(world):
        browser = world.browser(who)
        with count_queries() as asked:
            assert browser.get(url).status_code in (200, 302), url
        found[str(address)] = asked.count
    return found


@pytest.fixture(scope="module")
def grown(world):
    """Makes the case as large as asked, and says how large."""

    def grow(size: dict[str, int]) -> None:
        with world.sessions() as session:
            Growing(world, session).grow(**size)
            session.commit()

    return grow


@pytest.mark.one_database
def test_every_page_costs_the_same_with_three_hops_and_thirty_with_ten_statements_and_a_thousand(
    world, grown, count_queries
):
    grown(SMALL)
    small = counted(world, count_queries)
    grown({name: LARGE[name] - SMALL[name] for name in LARGE})
    large = counted(world, count_queries)
    differing = {where: (small[where], large[where]) for where in small if small[where] != large[where]}
    assert differing == {}
    assert {where: asked for where, asked in large.items() if asked >= _most(where)} == {}


def _most(where: str) -> int:
    """A page that shows a whole report, or seals it, asks for all that stands behind it."""
    shown = ("reports.show ", "reports.review_report ", "reports.changes ", "reports.publish ")
    sealed = ("reports.ask_for_review ", "reports.approve ", "reports.send_back ")
    return 110 if where.startswith(shown + sealed) else 60


@contextmanager
def loaded(*models: type) -> Iterator[list[object]]:
    """The records of those tables that were made into objects."""
    found: list[object] = []

    def note(record: object, _context: object) -> None:
        found.append(record)

    for model in models:
        event.listen(model, "load", note)
    try:
        yield found
    finally:
        for model in models:
            event.remove(model, "load", note)


@pytest.mark.parametrize("kind", ["statement", "assertion", "finding"])
def test_a_trace_loads_rows_and_no_objects_but_what_is_traced(world, kind):
    with loaded(Statement, Relay, Anchor, Passage, Conveys, Source, Citation, Grade) as found:
        assert world.browser("reader").get(f"/cases/OURS/trace/{kind}/{world.ours[kind]}").status_code == 200
    assert len(found) <= 1
