"""No page, picture or draft tells a grade that is hidden, and none a letter or digit where a case wants words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factories import NOW, find_case, viewer_again
from tests.functional.world import Address, World, addresses, open_world
from tracker.domain.scales import Credibility, GradeScale, Reliability
from tracker.services import grades
from tracker.services.grades import GradeIt
from tracker.services.tracing import trace_assertion, trace_statement
from tracker.store.models import Assertion, Case, Citation, Conveys, Source, Statement

REASON = "Zebras were counted"
OVERRIDE = "Giraffes agree"
GIVEN = {
    GradeScale.RELIABILITY: ("E", "Unreliable"),
    GradeScale.CREDIBILITY: ("1", "Confirmed by other sources"),
    GradeScale.LIKELIHOOD: ("almost no chance", "almost no chance"),
    GradeScale.CONFIDENCE: ("high", "high confidence"),
}
LABELS = tuple(label for _, label in GIVEN.values())
_CONTROLS = "//fieldset|//select|//datalist|//form//label|//script|//style"
_CODES = re.compile(
    "|".join(
        rf"\b{word.value}(?: – |: | |\s*\(){re.escape(label)}\b"
        for word in (*Reliability, *Credibility)
        for label in (word.label, word.label[:1].lower() + word.label[1:])
    )
    + r"|\b[1-6] is (?:not )?available|suggested [1-6]\b|grades: [A-F1-6] ×"
)


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        with world.sessions() as session:
            here = Statement.public_id == world.ours["statement"]
            shown = session.scalars(select(Statement).where(here)).one()
            cited = session.scalars(select(Statement).join(Citation).order_by(Citation.pk)).first()
            world.ours["cited"] = cited.public_id
            world.ours["voice"] = session.get_one(Source, cited.source_pk).public_id
            world.ours["other voice"] = session.get_one(Source, shown.source_pk).public_id
        yield world


def give(world: World, who: str, reason: str, override: str | None = None) -> None:
    """That person grades two sources, two statements and a finding of OURS on every scale."""
    with world.sessions() as session:
        for target, scale, assertion in targets(world, session):
            value, _ = GIVEN[scale]
            command = GradeIt(scale, target, value, reason, assertion=assertion, override_reason=override)
            grades.grade(session, command, by=world.people[who], now=NOW)
        session.commit()


def targets(world: World, session: Session) -> Iterator[tuple[str, GradeScale, str | None]]:
    """What is graded: its id, the scale, and the assertion where it makes several claims."""
    claims = session.scalars(
        select(Assertion.number)
        .join(Conveys)
        .join(Statement)
        .where(Statement.public_id == world.ours["statement"])
    )
    for claim in claims:
        yield world.ours["statement"], GradeScale.CREDIBILITY, f"AS{claim}"
    yield world.ours["cited"], GradeScale.CREDIBILITY, None
    yield world.ours["voice"], GradeScale.RELIABILITY, None
    yield world.ours["other voice"], GradeScale.RELIABILITY, None
    yield world.ours["finding"], GradeScale.LIKELIHOOD, None
    yield world.ours["finding"], GradeScale.CONFIDENCE, None


def pages(world: World, who: str) -> Iterator[tuple[Address, str]]:
    """Every address of OURS that the person may open, with what it answers, but for what is published."""
    for address in addresses(world.app, method="GET"):
        if address.rule.endpoint != "reports.version" and "code" in address.parts:
            answer = world.browser(who).get(address.of(world.ours))
            if answer.status_code == 200:
                yield address, answer.text if answer.mimetype.startswith(("text/", "image/svg")) else ""


def words_of(text: str) -> str:
    """What a page says, without the choices of its forms."""
    if "<html" not in text:
        return text
    tree = lxml.html.document_fromstring(text)
    for control in tree.xpath(_CONTROLS):
        if control.getparent() is not None:
            control.drop_tree()
    return " ".join(tree.text_content().split())


def telling(world: World, who: str, *words: str) -> list[str]:
    """The addresses of OURS at which the person is told one of these words."""
    said = ((address, words_of(text)) for address, text in pages(world, who))
    return [f"{address} says “{word}”" for address, text in said for word in words if word in text]


class TestBeforeOnesOwnIsIn:
    @pytest.mark.one_database
    @pytest.mark.parametrize("who", ["analyst", "both"])
    def test_no_page_tells_what_a_colleague_gave_or_why(self, world, who):
        with world.undone():
            before = telling(world, who, *LABELS)
            give(world, "lead", REASON, OVERRIDE)
            found = telling(world, who, REASON, OVERRIDE, *LABELS)
            settling = [each for each in found if each.startswith("grading.settle ") and who == "both"]
            assert sorted(set(found) - set(before) - set(settling)) == []

    def test_it_is_said_that_there_are_some_with_the_way_to_grade(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            for url in (
                f"/cases/OURS/statements/{world.ours['statement']}",
                "/cases/OURS/statements/",
                "/cases/OURS/sources/",
                f"/cases/OURS/sources/{world.ours['voice']}",
                f"/cases/OURS/reports/{world.ours['report']}",
                f"/cases/OURS/trace/statement/{world.ours['statement']}",
            ):
                page = world.browser("analyst").get_ok(url).text
                assert "by others: hidden until yours is in" in page, url
                assert "/grades/" in page, url
            draft = world.browser("analyst").get(f"/cases/OURS/reports/{world.ours['report']}/draft/md").text
            assert "This draft leaves out what others graded" in draft
            assert "hidden until yours is in" in draft

    def test_a_reader_and_whoever_graded_see_everything_at_once(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            for who in ("reader", "lead"):
                page = world.browser(who).get_ok(f"/cases/OURS/grades/credibility/{world.ours['statement']}")
                assert REASON in page.text
                assert OVERRIDE in page.text

    def test_nothing_is_hidden_where_the_case_does_not_grade_blind(self, world):
        with world.undone():
            with world.sessions() as session:
                session.execute(update(Case).values(grades_are_blind=False))
                session.commit()
            give(world, "lead", REASON, OVERRIDE)
            url = f"/cases/OURS/statements/{world.ours['statement']}"
            assert REASON in world.browser("analyst").get_ok(url).text
            assert "Unreliable" in words_of(world.browser("analyst").get_ok(url).text)

    def test_a_trace_on_the_command_line_obeys_as_well(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            with world.sessions() as session:
                for follow, kind in ((trace_statement, "statement"), (trace_assertion, "assertion")):
                    traced = {
                        who: follow(session, world.people[who], world.ours[kind]).trace.statements
                        for who in ("lead", "analyst", "reader")
                    }
                    given = {
                        who: [(each.reliability, each.credibility) for each in found.values()]
                        for who, found in traced.items()
                    }
                    assert given["analyst"] == [(None, None)] * len(given["analyst"]), kind
                    assert given["lead"] == given["reader"] != given["analyst"], kind
                    assert any(each.hidden_reliability for each in traced["analyst"].values()), kind

    def test_what_is_published_holds_every_grade_and_is_read_by_everybody(self, world):
        with world.undone():
            give(world, "both", REASON, OVERRIDE)
            report = f"/cases/OURS/reports/{world.ours['report']}"
            world.browser("lead").post_form(
                f"{report}/publish", {"note": "Something is missing."}, status=303
            )
            likely = "almost no chance"  # the lead, who publishes, has not judged how likely it is
            for who in ("analyst", "lead"):
                assert likely in world.browser(who).get(f"{report}/versions/2/md").text
                assert likely not in world.browser(who).get(f"{report}/draft/md").text


class TestOnceOnesOwnIsIn:
    @pytest.mark.one_database
    def test_the_colleagues_grade_is_there_with_its_reason(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            give(world, "analyst", "My own", "My own count")
            found = " ".join(telling(world, "analyst", REASON, *LABELS))
            for endpoint in (
                "statements.show",
                "statements.index",
                "trace.statement",
                "grades.new",
                "reports.show",
                "reports.export",
            ):
                assert f"{endpoint} " in found, endpoint

    def test_one_thing_graded_opens_no_other(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            with world.sessions() as session:
                command = GradeIt(GradeScale.LIKELIHOOD, world.ours["finding"], "likely", "so")
                grades.grade(session, command, by=viewer_again(session, "analyst"), now=NOW)
                session.commit()
            browser, ours = world.browser("analyst"), world.ours
            for scale, kind in zip(GIVEN, ("voice", "cited", "finding", "finding"), strict=True):
                page = browser.get_ok(f"/cases/OURS/grades/{scale.value}/{ours[kind]}").text
                assert (REASON in page) is (scale is GradeScale.LIKELIHOOD), scale


class TestWordsAlone:
    @pytest.mark.one_database
    def test_no_page_picture_or_draft_shows_a_letter_or_a_digit(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            found = []
            for address, text in pages(world, "lead"):
                said = _CODES.findall(words_of(text)) + _CODES.findall(_choices(text))
                drawn = re.findall(r'class="trace-grade"|class="badge-grade[^>]*><b>', text)
                found += [f"{address}: {each}" for each in (*said, *drawn)]
            assert found == []

    @pytest.mark.one_database
    def test_the_same_walk_finds_them_where_the_case_shows_them(self, world):
        with world.undone():
            with world.sessions() as session:
                find_case(session, "OURS").shows_codes = True
                session.commit()
            give(world, "lead", REASON, OVERRIDE)
            found = {
                address.rule.endpoint
                for address, text in pages(world, "lead")
                if _CODES.search(words_of(text)) or _CODES.search(_choices(text))
            }
            assert {"statements.show", "statements.index", "grades.new", "trace.statement"} <= found
            assert {"reports.export", "trace.assertion"} <= found

    def test_the_picture_says_it_in_words(self, world):
        with world.undone():
            give(world, "lead", REASON, OVERRIDE)
            url = f"/cases/OURS/trace/statement/{world.ours['statement']}/picture.svg"
            assert "Unreliable; confirmed by" in world.browser("lead").get(url).text


def _choices(text: str) -> str:
    """The words of the choices of a page's forms."""
    if "<html" not in text:
        return ""
    tree = lxml.html.document_fromstring(text)
    return " ".join(" ".join(each.text_content().split()) for each in tree.xpath("//label|//option|//legend"))
