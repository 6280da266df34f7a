"""Published versions on their pages: files as they are made, what fell, notices, what changed, what to decide."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import (
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    record_chain,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import CaseRole, NoticeKind, Profile
from tracker.exporters import EXPORTERS
from tracker.services import publishing, revisions, versions
from tracker.services.sources import SourceChoice
from tracker.store.models import Citation, ReportVersion, VersionFile, VersionNotice
from tracker.store.queries.protection import REASON_KEPT

NOW = datetime.now(UTC)
BEFORE = NOW - timedelta(days=30)
LOOK_AGAIN = "/cases/EMB/reports/look-again"


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB", profile=Profile.INTELLIGENCE)
    session.commit()
    return case, lead


@pytest.fixture
def lead(case, login):
    return login(case[1])


@pytest.fixture
def analyst(session, case, login):
    member = make_member(session, *case)
    session.commit()
    return login(member)


@pytest.fixture
def reader(session, case, login):
    member = make_member(session, *case, CaseRole.READER)
    session.commit()
    return login(member)


@pytest.fixture
def statement(session, blobs, case):
    return make_statement(session, blobs, *case, "They left at three.", author="Layla")


@pytest.fixture
def report(session, case, statement):
    report = make_report(session, *case, "Who left?")
    make_finding(session, report, case[1], "They left.", cites=(statement,))
    session.commit()
    return report


@pytest.fixture
def published(session, case, report):
    publishing.publish(session, report.public_id, "As it is.", by=case[1], now=BEFORE)
    session.commit()
    return report


def at(report, *rest):
    return "/".join([f"/cases/EMB/reports/{report.public_id}", *map(str, rest)])


def words(answer):
    return " ".join(lxml.html.document_fromstring(answer.text).find(".//main").text_content().split())


def withdraw(session, case, statement, reason="A misreading."):
    revisions.withdraw(session, "statement", statement.public_id, reason, by=case[1], now=NOW)
    session.commit()


# Files


def make(client, report, name):
    return client.post_form(at(report, "versions", 1, name, "make"), {}, page=at(report, "versions", 1))


def test_publishing_leads_to_the_page_on_which_the_files_are_made_one_by_one(lead, session, report):
    answer = lead.post_form(at(report, "publish"), {"note": "As it is."}, status=303)
    page = at(report, "versions", 1)
    assert answer.headers["Location"] == page
    assert f"0 of {len(EXPORTERS)} files are made." in words(lead.get_ok(page))
    listed = lxml.html.document_fromstring(lead.get_ok(page).text).xpath("//tbody/tr/th/a/text()")
    assert {"PDF (accessible, for archiving and print)", "Check sheet: HTML (to read and to print)"} < set(
        listed
    )
    make(lead, report, "md")
    make(lead, report, "html")
    shown = lead.get_ok(page)
    assert f"2 of {len(EXPORTERS)} files are made." in words(shown)
    for file in session.scalars(select(VersionFile)):
        assert file.sha256 in shown.text
    assert session.scalar(select(func.count(VersionFile.pk))) == 2


def test_a_script_is_told_that_the_file_is_made(lead, session, published):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', lead.get(at(published, "versions", 1)).text)[
        1
    ]
    answer = lead.http.post(
        at(published, "versions", 1, "md", "make"),
        data={"csrf_token": token},
        headers={"Accept": "application/json"},
    )
    assert answer.json == {"made": "md"}
    assert session.scalar(select(func.count(VersionFile.pk))) == 1


def test_what_is_served_are_the_kept_bytes_under_their_hash(lead, reader, session, published, monkeypatch):
    make(lead, published, "md")
    make(lead, published, "html")
    [kept] = session.scalars(select(VersionFile).where(VersionFile.format == "md"))
    # After an upgrade, both formats would be written otherwise.
    for name in ("md", "html"):
        monkeypatch.setattr(type(EXPORTERS[name]), "write", lambda *_: None)
    answer = reader.get(at(published, "versions", 1, "md"))
    assert sha256(answer.data).hexdigest() == kept.sha256
    assert answer.headers["ETag"] == f'"{kept.sha256}"'
    page = reader.get(at(published, "versions", 1, "html"))
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)[1]
    assert "sha256-" in page.headers["Content-Security-Policy"]
    assert len(style) > 100


def test_bytes_that_are_no_longer_what_was_published_are_refused_in_a_sentence(
    lead, session, blobs, published
):
    make(lead, published, "md")
    path = blobs._path(session.scalars(select(VersionFile.sha256)).one())
    path.chmod(0o644)
    path.write_bytes(b"forged")
    answer = lead.get(at(published, "versions", 1, "md"))
    assert answer.status_code == 400
    assert "no longer what was published: its SHA-256 differs" in answer.text


def test_readers_see_hashes_and_files_but_make_none(lead, reader, analyst, published):
    make(lead, published, "md")
    for client in (reader, analyst):
        shown = client.get_ok(at(published, "versions", 1))
        assert "Make it now" not in shown.text
        assert "Add a notice" not in shown.text
        assert "written from the frozen document when you download it" in words(shown)
        assert client.get(at(published, "versions", 1, "notices", "new")).status_code == 403
    assert reader.get(at(published, "versions", 2)).status_code == 404


# What fell, and notices


def test_what_fell_is_told_on_every_page_that_leads_to_the_version(
    lead, reader, session, case, published, statement
):
    assert "Nothing to look at again" in words(lead.get_ok(LOOK_AGAIN))
    withdraw(session, case, statement)
    told = "ST1 was withdrawn from the case: A misreading."
    for client in (lead, reader):
        for page in (at(published), at(published, "versions", 1), LOOK_AGAIN):
            assert told in words(client.get_ok(page)), page
        assert "1 published version to look at again" in words(client.get_ok("/cases/EMB/"))
        assert LOOK_AGAIN in client.get("/cases/EMB/").text
    assert "Mark as superseded" in lead.get(LOOK_AGAIN).text
    assert "Mark as superseded" not in reader.get(LOOK_AGAIN).text


def test_a_version_is_marked_as_superseded_and_says_so_wherever_it_is_met(
    lead, reader, session, case, published, statement
):
    withdraw(session, case, statement)
    new = at(published, "versions", 1, "notices", "new")
    answer = lead.post_form(new, {"text": "Use version 2."}, status=422)
    assert problems(answer.text) == ["Choose what the notice says of the version."]
    assert "Use version 2." in answer.text
    before = reader.get(at(published, "versions", 1, "md")).data
    lead.post_form(new, {"kind": "superseded", "text": "Use version 2."}, status=303)
    for page in (at(published), at(published, "versions", 1), "/cases/EMB/reports/"):
        assert "uperseded" in words(reader.get_ok(page)), page
    assert "Use version 2." in words(reader.get_ok(at(published)))
    answer = reader.get(at(published, "versions", 1, "md"))
    assert answer.data == before
    assert "EMB-R1-version-1-SUPERSEDED-Who-left.md" in answer.headers["Content-Disposition"]
    assert "Nothing to look at again" in words(lead.get_ok(LOOK_AGAIN))


def test_a_notice_is_taken_back_with_a_reason_and_stands_again(lead, session, case, published):
    notice = versions.add_notice(
        session, published.public_id, 1, NoticeKind.CORRECTION, "A date is wrong.", by=case[1], now=NOW
    )
    session.commit()
    there = at(published, "notices", notice.public_id)
    lead.post_form(f"{there}/withdraw", {"reason": " "}, status=422)
    answer = lead.post_form(f"{there}/withdraw", {"reason": "It was right."}, status=303)
    assert answer.headers["Location"] == at(published, "versions", 1)
    assert "A date is wrong." not in words(lead.get_ok(at(published)))
    assert "It was right." in words(lead.get_ok(at(published, "versions", 1)))
    lead.post_form(f"{there}/restore", {"reason": "It was not."}, status=303)
    assert "A date is wrong." in words(lead.get_ok(at(published)))
    assert session.scalar(select(func.count(VersionNotice.pk))) == 1


def test_many_versions_cost_no_more_than_one(lead, session, case, published, statement, count_queries):
    withdraw(session, case, statement)
    pages = (at(published), at(published, "versions", 1), LOOK_AGAIN)
    few = []
    for page in pages:
        with count_queries() as asked:
            lead.get_ok(page)
        few.append(asked.count)
    for _ in range(5):
        publishing.publish(session, published.public_id, "Again.", by=case[1], now=BEFORE)
    session.commit()
    for page, count in zip(pages, few, strict=True):
        with count_queries() as asked:
            lead.get_ok(page)
        assert asked.count == count, page
    assert words(lead.get_ok(LOOK_AGAIN)).count("ST1 was withdrawn") == 6


# What changed


def test_what_changed_is_shown_word_by_word_and_not_by_colour_alone(lead, session, case, published):
    assert "Nothing changed" in words(lead.get_ok(at(published, "changes")))
    make_finding(session, published, case[1], "Nobody stayed.")
    session.commit()
    shown = lead.get_ok(at(published, "changes"))
    tree = lxml.html.document_fromstring(shown.text)
    added = [each.text_content() for each in tree.xpath("//ins")]
    assert any("[added: " in each and "Nobody stayed." in each for each in added)
    publishing.publish(session, published.public_id, "More.", by=case[1], now=NOW)
    session.commit()
    for query in ("since=1&to=2", "since=2&to=1"):
        assert "Nobody stayed." in words(lead.get_ok(at(published, f"changes?{query}")))
    assert "Nothing changed" in words(lead.get_ok(at(published, "changes?since=2")))
    for query in ("since=7", "since=x&to=99", "since=1&to=draft"):
        assert lead.get(at(published, f"changes?{query}")).status_code in (200, 404)


def test_before_anything_is_published_there_is_nothing_to_compare(lead, report):
    assert "Nothing to compare yet" in words(lead.get_ok(at(report, "changes")))


# Publishing over what fell


def test_whoever_publishes_over_a_withdrawn_statement_decides_it(lead, session, case, report, statement):
    withdraw(session, case, statement)
    shown = lead.get_ok(at(report, "publish"))
    for piece in ("ST1 was withdrawn from the case: A misreading.", "Cite another", "Take it out"):
        assert piece in words(shown)
    answer = lead.post_form(at(report, "publish"), {"note": "It holds."}, status=422)
    assert "Some of what is cited has fallen." in problems(answer.text)[0]
    assert "It holds." in answer.text
    answer = lead.post_form(at(report, "publish"), {"all_the_same": "y"}, status=422)
    assert problems(answer.text) == ["Say why it is published although what it cites has fallen."]
    assert session.scalar(select(func.count(ReportVersion.pk))) == 0
    lead.post_form(at(report, "publish"), {"all_the_same": "y", "note": "It holds."}, status=303)
    assert session.scalar(select(func.count(ReportVersion.pk))) == 1


def test_what_falls_between_looking_and_publishing_is_not_published_unseen(
    lead, session, blobs, case, report, statement
):
    page = lead.get_ok(at(report, "publish")).text
    withdraw(session, case, statement)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    digest = re.search(r'name="digest"[^>]*value="([^"]+)"', lead.get_ok(at(report, "publish")).text)[1]
    sent = {"csrf_token": token, "note": "As it is.", "seen": "", "digest": digest}
    answer = lead.http.post(at(report, "publish"), data=sent)
    assert answer.status_code == 422
    sent |= {"all_the_same": "y", "seen": "another list"}
    answer = lead.http.post(at(report, "publish"), data=sent)
    assert answer.status_code == 409
    assert "Nothing was published. Decide again." in problems(answer.text)[0]
    assert "checked" not in re.search(r"<input[^>]*all_the_same[^>]*>", answer.text)[0]
    assert session.scalar(select(func.count(ReportVersion.pk))) == 0


def test_a_statement_corrected_since_it_was_cited_is_asked_about_once(lead, session, case, report, statement):
    revisions.correct(
        session, "statement", statement, {"gist": "They left at two."}, version=None, reason="Misheard.",
        by=case[1], now=NOW,
    )  # fmt: skip
    session.commit()
    assert "ST1 was corrected after it was cited here." in words(lead.get_ok(at(report, "publish")))
    lead.post_form(at(report, "publish"), {"all_the_same": "y", "note": "Better so."}, status=303)
    assert "was corrected after" not in words(lead.get_ok(at(report, "publish")))


@pytest.mark.parametrize(("kind", "what"), [("capture", "E1"), ("document", "D1")])
def test_what_showed_where_it_was_said_and_was_withdrawn_needs_a_decision(
    lead, session, case, report, kind, what
):
    held = session.scalars(select(revisions.WITHDRAWABLE[kind])).one()
    revisions.withdraw(session, kind, held.public_id, "A forgery.", by=case[1], now=NOW)
    session.commit()
    shown = words(lead.get_ok(at(report, "publish")))
    assert f"The {kind} that shows where ST1 was said ({what}) was withdrawn: A forgery." in shown
    answer = lead.post_form(at(report, "publish"), {"note": "It holds."}, status=422)
    assert "Some of what is cited has fallen." in problems(answer.text)[0]
    lead.post_form(at(report, "publish"), {"all_the_same": "y", "note": "It holds."}, status=303)


def test_whoever_publishes_reads_the_reason_that_is_kept_from_readers(lead, session, blobs, case, report):
    guard = make_source(
        session, *case, "Zubayda", is_protected=True, pseudonym="JUNIPER", descriptor="a guard"
    )
    page = make_capture(session, blobs, *case, "The gate was open.", author=SourceChoice(guard.label))
    [said] = record_chain(session, page, "The gate was open.", SourceChoice(guard.label), by=case[1])
    make_finding(session, report, case[1], "It was open.", cites=(said,))
    withdraw(session, case, said, "The guard took it back.")
    shown = words(lead.get_ok(at(report, "publish")))
    assert f"{said.label} was withdrawn from the case: The guard took it back." in shown
    assert "Reason kept" not in shown
    lead.post_form(at(report, "publish"), {"all_the_same": "y", "note": "It holds."}, status=303)
    version = session.scalars(select(ReportVersion.content)).one()
    assert "took it back" not in version
    assert REASON_KEPT in version


def test_a_citation_that_is_taken_out_needs_no_decision(lead, session, case, report, statement):
    withdraw(session, case, statement)
    citation = session.scalars(select(Citation)).one()
    revisions.withdraw(session, "citation", citation.public_id, "It fell.", by=case[1], now=NOW)
    session.commit()
    assert "has fallen" not in words(lead.get_ok(at(report, "publish")))
    lead.post_form(at(report, "publish"), {"note": "As it is."}, status=303)
