"""Sources through the pages: recording, finding, correcting, linking, merging, and protecting a name."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    record_chain,
)
from tracker.domain.scales import AuthorCertainty, CaseRole, GradeScale, Outcome, SourceKind
from tracker.services import grades, publishing, resolutions, revisions, sources
from tracker.services.grades import GradeIt
from tracker.services.resolutions import Resolve
from tracker.services.sources import SourceContent
from tracker.store.models import AuditEvent, Grade, Revision, Source, SourceAlias, SourceLink

CANARY = "Zubayda al-Canary"


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB")
    session.commit()
    return case, lead


@pytest.fixture
def analyst(case, login):
    return login(case[1])


def add(session, case, name="Mustafa", kind=SourceKind.PERSON, **content):
    record, lead = case
    source = sources.add(session, record.code, SourceContent(name, kind, **content), by=lead, now=NOW)
    session.commit()
    return source


def test_a_source_is_recorded_and_shown(analyst, session):
    answer = analyst.post_form(
        "/cases/EMB/sources/new",
        {"name": "مصطفى 🇮🇶", "kind": "person", "descriptor": "A reporter."},
        status=303,
    )
    shown = analyst.get_ok(answer.headers["Location"]).text
    assert "مصطفى 🇮🇶" in shown
    assert session.scalars(select(Source.name)).all() == ["مصطفى 🇮🇶"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "person"}, "Enter the name"),
        ({"name": "X"}, "Choose what kind"),
        ({"name": "X", "kind": "person", "is_protected": "y"}, "the name that others will see"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(analyst, session, data, message):
    answer = analyst.post_form("/cases/EMB/sources/new", {**data, "note": "typed already"}, status=422)
    assert message in answer.text
    assert "typed already" in answer.text
    assert session.scalar(select(func.count(Source.pk))) == 0


def test_a_source_is_found_by_another_name_and_not_by_a_withdrawn_one(analyst, session, case):
    source = add(session, case)
    here = f"/cases/EMB/sources/{source.public_id}"
    analyst.post_form(f"{here}/aliases", {"name": "@Mustafa_salimb"}, status=303)
    assert "Mustafa" in analyst.get_ok("/cases/EMB/sources/?q=mustafa_SALIM").text
    alias = session.scalars(select(SourceAlias)).one()
    analyst.post_form(
        f"{here}/alias/{alias.public_id}/withdraw", {"reason": "another man's account"}, status=303
    )
    assert "Nothing found" in analyst.get_ok("/cases/EMB/sources/?q=mustafa_salim").text
    assert "Nothing found" in analyst.get_ok(f"/cases/EMB/sources/?q={'x' * 70_000}").text


def test_a_correction_keeps_what_was_there_before(analyst, session, case):
    source = add(session, case, descriptor="A driver.")
    here = f"/cases/EMB/sources/{source.public_id}"
    assert (
        "Say why this is corrected"
        in analyst.post_form(f"{here}/correct", {"descriptor": "A cook."}, status=422).text
    )
    analyst.post_form(f"{here}/correct", {"descriptor": "A cook.", "reason": "misheard"}, status=303)
    assert "A cook." in analyst.get_ok(here).text
    past = analyst.get_ok(f"/cases/EMB/history/source/{source.public_id}").text
    assert "A driver." in past
    assert "misheard" in past


def test_saving_over_somebody_elses_correction_is_refused_with_both_texts(analyst, session, case):
    source = add(session, case, descriptor="A driver.")
    here = f"/cases/EMB/sources/{source.public_id}/correct"
    old = analyst.get_ok(here)
    analyst.post_form(here, {"descriptor": "A cook.", "reason": "misheard"}, status=303)
    from tests.functional.strict_client import form_for

    sent = {**dict(form_for(old.text, here, here).fields), "descriptor": "A guard.", "reason": "seen"}
    answer = analyst.http.post(here, data={name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 409
    assert "A cook." in answer.text
    assert "A guard." in answer.text
    assert session.scalar(select(func.count(Revision.pk))) == 1


def test_links_need_another_source_of_the_case_and_a_reason_for_difference(analyst, session, case):
    source, other = add(session, case), add(session, case, "Salim")
    here = f"/cases/EMB/sources/{source.public_id}/links"
    wrong = analyst.post_form(here, {"kind": "same as", "to": "SRC99"}, status=422)
    assert "There is no “SRC99” in this case" in wrong.text
    assert (
        "cannot be linked to itself"
        in analyst.post_form(here, {"kind": "same as", "to": "SRC1"}, status=422).text
    )
    assert (
        "how it is known that they are different"
        in analyst.post_form(here, {"kind": "different from", "to": "SRC2"}, status=422).text
    )
    assert (
        "not a date that exists"
        in analyst.post_form(here, {"kind": "member of", "to": "SRC2", "held": "2020-02-30"}, status=422).text
    )
    assert session.scalar(select(func.count(SourceLink.pk))) == 0
    analyst.post_form(here, {"kind": "employed by", "to": "SRC2", "held": "2019/.."}, status=303)
    assert "is employed by" in analyst.get_ok(f"/cases/EMB/sources/{other.public_id}").text


def test_a_duplicate_is_merged_and_split_again(analyst, session, case):
    double, source = add(session, case, "M. Salim"), add(session, case)
    here = f"/cases/EMB/sources/{double.public_id}"
    analyst.post_form(f"{here}/merge", {"into": "SRC2", "reason": "same account"}, status=303)
    assert "merged into SRC2" in analyst.get_ok("/cases/EMB/sources/").text
    assert "M. Salim" in analyst.get_ok(f"/cases/EMB/sources/{source.public_id}").text
    analyst.post_form(f"{here}/split", {"reason": "two people after all"}, status=303)
    assert "merged into SRC2" not in analyst.get_ok("/cases/EMB/sources/").text


def test_withdrawing_needs_a_reason_and_can_be_undone(analyst, session, case):
    source = add(session, case)
    here = f"/cases/EMB/sources/{source.public_id}"
    analyst.post_form(f"{here}/withdraw", {}, status=422)
    analyst.post_form(f"{here}/withdraw", {"reason": "typed twice"}, status=303)
    assert "No sources yet" in analyst.get_ok("/cases/EMB/sources/").text
    assert "typed twice" in analyst.get_ok(here).text
    analyst.post_form(f"{here}/withdraw", {"reason": "it was not"}, status=303)
    assert "Mustafa" in analyst.get_ok("/cases/EMB/sources/").text


def test_a_protected_name_is_shown_to_leads_who_ask_and_the_asking_is_noted(session, case, login):
    record, lead = case
    source = add(
        session,
        case,
        CANARY,
        is_protected=True,
        pseudonym="Guard One",
        descriptor="A guard at the gate.",
    )
    member = make_member(session, record, lead)
    session.commit()
    here = f"/cases/EMB/sources/{source.public_id}"
    for person in (member, lead):
        client = login(person)
        pages = (
            here,
            "/cases/EMB/sources/",
            "/cases/EMB/history/",
            f"/cases/EMB/history/source/{source.public_id}",
        )
        for url in (*pages, f"/cases/EMB/sources/?q={CANARY}"):
            assert CANARY not in client.get_ok(url).text.replace(f'value="{CANARY}"', ""), url
        assert "Guard One" in client.get_ok(here).text
    assert CANARY in login(lead).post_form(f"{here}/name", {}, page=here, status=200).text
    assert session.scalar(select(func.count()).where(AuditEvent.action == "protected name read")) == 1
    correct = login(lead)
    assert CANARY not in correct.get_ok(f"{here}/correct").text
    correct.post_form(f"{here}/correct", {"descriptor": "A guard.", "reason": "shorter"}, status=303)
    assert session.scalars(select(Source.name)).all() == [CANARY]
    assert login(member).http.post(f"{here}/name").status_code in (400, 403)
    assert login(member).get(f"{here}/correct").status_code == 403
    assert CANARY not in "".join(session.scalars(select(AuditEvent.body)))


def test_readers_and_strangers(session, case, login):
    record, lead = case
    source = add(session, case)
    reader = make_member(session, record, lead, CaseRole.READER)
    other, stranger = make_case(session, code="OTHER")
    session.commit()
    here = f"/cases/EMB/sources/{source.public_id}"
    client = login(reader)
    assert "New source" not in client.get_ok("/cases/EMB/sources/").text
    assert client.get("/cases/EMB/sources/new").status_code == 403
    client = login(stranger)
    assert client.get(here).status_code == 404
    assert client.get(f"/cases/OTHER/sources/{source.public_id}").status_code == 404
    assert client.get("/cases/OTHER/sources/nonsense").status_code == 404


def test_long_lists_are_paged_sorted_and_cost_the_same(analyst, session, case, count_queries):
    for number in range(3):
        add(session, case, f"Source {number:03}")
    with count_queries() as few:
        analyst.get_ok("/cases/EMB/sources/")
    for number in range(3, 60):
        make_source(session, case[0], case[1], f"Source {number:03}")
    session.commit()
    with count_queries() as many:
        first = analyst.get_ok("/cases/EMB/sources/").text
    assert few.count == many.count
    assert "Source 000" in first
    assert "Source 059" not in first
    assert "Source 059" in analyst.get_ok("/cases/EMB/sources/?page=2").text
    assert "Source 059" in analyst.get_ok("/cases/EMB/sources/?sort=-name").text


def test_a_withdrawn_name_and_a_withdrawn_link_are_seen_and_restored(analyst, session, case):
    source = add(session, case)
    add(session, case, "Salim")
    here = f"/cases/EMB/sources/{source.public_id}"
    analyst.post_form(f"{here}/aliases", {"name": "@mustafa"}, status=303)
    analyst.post_form(f"{here}/links", {"kind": "employed by", "to": "SRC2"}, status=303)
    parts = {
        "alias": session.scalars(select(SourceAlias)).one(),
        "source-link": session.scalars(select(SourceLink)).one(),
    }
    for kind, part in parts.items():
        there = f"{here}/{kind}/{part.public_id}"
        assert "Withdrawn" not in analyst.get_ok(here).text
        analyst.post_form(f"{there}/withdraw", {"reason": "another man's"}, status=303)
        shown = analyst.get_ok(here).text
        assert "another man's".replace("'", "&#39;") in shown
        assert f"{there}/restore" in shown
        assert "withdrawn already" in analyst.post_form(f"{there}/withdraw", {"reason": "x"}, status=422).text
        assert "Say why" in analyst.post_form(f"{there}/restore", {}, status=422).text
        analyst.post_form(f"{there}/restore", {"reason": "his after all"}, status=303)
        assert f"{there}/withdraw" in analyst.get_ok(here).text
    assert "Mustafa" in analyst.get_ok("/cases/EMB/sources/?q=@mustafa").text


def test_withdrawn_names_of_a_protected_source_stay_unread(session, case, login):
    record, lead = case
    source = add(
        session, case, CANARY, is_protected=True, pseudonym="Guard One", descriptor="A guard at the gate."
    )
    alias = sources.add_alias(session, source.public_id, CANARY, None, by=lead, now=NOW)
    revisions.withdraw(session, "alias", alias.public_id, f"not {CANARY}", by=lead, now=NOW)
    member = make_member(session, record, lead)
    session.commit()
    assert CANARY not in login(member).get_ok(f"/cases/EMB/sources/{source.public_id}").text


def text_of(answer, section):
    """The words of one section of a page, by the id of its heading."""
    tree = lxml.html.document_fromstring(answer)
    (found,) = tree.xpath(f"//section[@aria-labelledby='{section}']")
    return " ".join(" ".join(found.itertext()).split())


def told(session, blobs, case, words="They left.", *, asserts=(), **chain):
    """A guard's words, known through a paper."""
    capture = make_capture(session, blobs, *case, f"{words} So the guard.", author="A paper", **chain)
    guard, paper = record_chain(
        session, capture, words, "A guard", "A paper", by=case[1], asserts=tuple(asserts)
    )
    session.commit()
    return guard, paper


def page_of(session, statement):
    source = session.get_one(Source, statement.source_pk)
    return f"/cases/EMB/sources/{source.public_id}"


def test_source_file_and_content_are_three_verdicts(analyst, session, blobs, case):
    guard, paper = told(session, blobs, case)
    lead = case[1]
    for scale, target, value in (
        (GradeScale.RELIABILITY, session.get_one(Source, paper.source_pk), "B"),
        (GradeScale.CREDIBILITY, paper, "3"),
    ):
        grades.grade(session, GradeIt(scale, target.public_id, value, "As before."), by=lead, now=NOW)
    session.commit()
    shown = analyst.get_ok(page_of(session, paper)).text
    assert "Usually reliable" in text_of(shown, "reliability")
    assert "author" in text_of(shown, "files")
    assert "E1" in text_of(shown, "files")
    assert "Possibly true" in text_of(shown, "says")
    assert "Possibly true" not in text_of(shown, "reliability")


def test_access_and_reliability_are_shown_topic_by_topic(analyst, session, case):
    source = add(session, case)
    for topic, access, value in (
        (None, None, "C"),
        ("the street", "lives there", "B"),
        ("the palace", "none", "E"),
    ):
        command = GradeIt(GradeScale.RELIABILITY, source.public_id, value, "So.", topic=topic, access=access)
        grades.grade(session, command, by=case[1], now=NOW)
    session.commit()
    shown = text_of(analyst.get_ok(f"/cases/EMB/sources/{source.public_id}").text, "reliability")
    assert shown.index("In general") < shown.index("the palace") < shown.index("the street")
    assert "lives there" in shown


def test_others_grades_wait_until_ones_own_is_in(session, case, login):
    source = add(session, case)
    member = make_member(session, *case)
    command = GradeIt(GradeScale.RELIABILITY, source.public_id, "B", "A secret reason.", topic="the street")
    grades.grade(session, command, by=case[1], now=NOW)
    session.commit()
    shown = login(member).get_ok(f"/cases/EMB/sources/{source.public_id}").text
    assert "A secret reason." not in shown
    assert "the street" not in shown
    assert "hidden until yours is in" in shown


def test_an_author_that_is_only_purported_is_marked(analyst, session, blobs, case):
    guard, paper = told(session, blobs, case, author_certainty=AuthorCertainty.PURPORTED)
    assert "author only purported" in text_of(analyst.get_ok(page_of(session, paper)).text, "files")


def test_what_rests_on_a_source_stands_beside_it(analyst, session, blobs, case):
    claim = make_assertion(session, *case, "They left")
    guard, paper = told(session, blobs, case, asserts=(claim.label,))
    report = make_report(session, *case)
    make_finding(session, report, case[1], "They were gone.", assertion=claim.label, cites=(paper,))
    publishing.publish(session, report.public_id, "Something is missing.", by=case[1], now=NOW)
    session.commit()
    shown = text_of(analyst.get_ok(page_of(session, guard)).text, "resting")
    assert "If A guard is wrong" in shown
    assert "hangs on" in shown.casefold()
    assert "They were gone." in shown
    assert "Version 1 of R1" in shown
    assert "A paper: They left." in shown
    link = f"/cases/EMB/what-if/?without={session.get_one(Source, guard.source_pk).label}"
    assert f'href="{link}"' in analyst.get_ok(page_of(session, guard)).text
    assert analyst.get(link).status_code == 200
    unconcerned = text_of(
        analyst.get_ok(f"/cases/EMB/sources/{add(session, case).public_id}").text, "resting"
    )
    assert "They were gone." not in unconcerned


def resolved(session, blobs, case, count, *, right, topic="the siege", basis=()):
    """So many claims of a guard, told through a paper, of which some prove right."""
    for number in range(count):
        claim = make_assertion(session, *case, topic=topic)
        guard, paper = told(session, blobs, case, f"Place {number} on {topic} fell.", asserts=(claim.label,))
        outcome = Outcome.TRUE if number < right else Outcome.FALSE
        command = Resolve(claim.public_id, outcome, "The court found so.", basis)
        resolutions.resolve(session, command, by=case[1], now=NOW)
    session.commit()
    return guard, paper


def test_below_five_there_is_no_track_record(analyst, session, blobs, case):
    source = add(session, case)
    shown = text_of(analyst.get_ok(f"/cases/EMB/sources/{source.public_id}").text, "record")
    assert "No track record yet: none of five needed resolved assertions." in shown
    guard, _ = resolved(session, blobs, case, 2, right=2)
    shown = text_of(analyst.get_ok(page_of(session, guard)).text, "record")
    assert "2 of 2" in shown
    assert "No track record yet: two of five needed resolved assertions." in shown
    assert "nothing yet" in shown
    assert "The interval begins" not in shown


def test_a_track_record_is_told_by_topic_and_role_with_the_letter_it_suggests(analyst, session, blobs, case):
    case[0].shows_codes = True
    guard, paper = resolved(session, blobs, case, 9, right=9)
    resolved(session, blobs, case, 1, right=0, topic="the palace")
    shown = text_of(analyst.get_ok(page_of(session, guard)).text, "record")
    assert "9 of 10 proved right. Going by these alone, 67% to 98%" in shown
    assert "the siege As the original source 9 of 9" in shown
    assert "the palace As the original source 0 of 1" in shown
    assert "at least the 65% asked for B and less than the 85% asked for A" in shown
    assert "A from 85%, B from 65%, C from 40%, D from 15%, E below that" in shown
    assert "It asserted AS10, which proved false." in shown
    assert "Passing it on" in text_of(analyst.get_ok(page_of(session, paper)).text, "record")
    assert session.scalar(select(func.count(Grade.pk))) == 0


def test_a_case_suggests_letters_by_its_own_bounds_and_in_its_own_words(analyst, session, blobs, case):
    guard, _ = resolved(session, blobs, case, 5, right=5)
    case[0].letter_bounds, case[0].shows_codes = [0.6, 0.5, 0.4, 0.3], False
    session.commit()
    shown = text_of(analyst.get_ok(page_of(session, guard)).text, "record")
    assert "at least the 60% asked for “completely reliable”" in shown


def test_nobody_confirms_themselves_on_the_page_either(analyst, session, blobs, case):
    said = make_statement(session, blobs, *case, author="A guard")
    guard, _ = resolved(session, blobs, case, 1, right=1, basis=(said.label,))
    shown = text_of(analyst.get_ok(page_of(session, guard)).text, "record")
    assert "0 of 0" in shown
    assert "rests on this source, or on somebody it may depend on" in shown


def test_a_duplicate_points_to_what_it_was_merged_into_and_has_no_record_of_its_own(
    analyst, session, blobs, case
):
    guard, _ = resolved(session, blobs, case, 1, right=1)
    other = add(session, case, "The guard")
    here = page_of(session, guard)
    analyst.post_form(f"{here}/merge", {"into": other.label, "reason": "the same man"}, status=303)
    double, kept = (analyst.get_ok(url).text for url in (here, f"/cases/EMB/sources/{other.public_id}"))
    assert 'id="record"' not in double
    assert 'id="resting"' not in double
    assert "1 of 1" in text_of(kept, "record")
    assert "Place 0 on the siege fell." in text_of(kept, "says")


def test_the_page_costs_the_same_however_much_rests_on_the_source(
    analyst, session, blobs, case, count_queries
):
    def grow(count):
        guard, paper = resolved(session, blobs, case, count, right=count, topic=f"topic {count}")
        report = make_report(session, *case)
        for number in range(count):
            make_finding(session, report, case[1], f"Finding {number}.", cites=(paper, guard))
        session.commit()
        return page_of(session, paper)

    here = grow(1)
    with count_queries() as few:
        analyst.get_ok(here)
    grow(5)
    with count_queries() as many:
        analyst.get_ok(here)
    assert few.count == many.count < 60
