"""Review through the services: comments, steps with what changed since, ticks, and who may do which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_statement,
    make_user,
    record_chain,
)
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.report_check import Point
from tracker.domain.review import CheckItem, ReviewState
from tracker.domain.scales import CaseRole, CitationRole, GradeScale, Stance
from tracker.services import (
    comments,
    finding_checks,
    grades,
    publishing,
    report_texts,
    reports,
    review,
    revisions,
)
from tracker.services.comments import NewComment
from tracker.services.finding_checks import Tick
from tracker.services.grades import GradeIt
from tracker.services.report_content import gather
from tracker.services.reports import ReportContent
from tracker.store.models import AuditEvent, FindingCheck, ReviewStep
from tracker.store.queries import review as rows

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def lead(case):
    return case[1]


@pytest.fixture
def other_lead(session, case):
    return make_member(session, *case, CaseRole.LEAD)


@pytest.fixture
def analyst(session, case):
    return make_member(session, *case, CaseRole.ANALYST)


@pytest.fixture
def reader(session, case):
    return make_member(session, *case, CaseRole.READER)


@pytest.fixture
def statement(session, blobs, case):
    return make_statement(session, blobs, *case, "They left at three.", author="R", asserts=("They left",))


@pytest.fixture
def report(session, case, statement):
    report = make_report(session, *case, "Who left?", bottom_line="They left.")
    make_finding(session, report, case[1], "They left.", assertion="AS1", cites=(statement,))
    return report


def move(session, report, state, by, note=None, now=NOW, **seen):
    return review.move(session, report.public_id, state, note, by=by, now=now, **seen)


def approved(session, report, by):
    move(session, report, ReviewState.IN_REVIEW, by)
    return move(session, report, ReviewState.APPROVED, by)


def desk(session, report, by, blobs):
    return review.desk(session, report.public_id, by=by, now=LATER, blobs=blobs)


def reviewed(session, report, by):
    found = publishing.missing(session, report.public_id, by=by, now=LATER)
    return [each.words for each in found if each.point is Point.REVIEW]


def rewrite(session, report, by, **content):
    content = {"title": "Who left?", "bottom_line": "They left."} | content
    reports.correct(
        session, report.public_id, ReportContent(**content), version=None, reason=None, by=by, now=NOW
    )


def actions(session):
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


# Steps


def test_a_report_is_asked_for_approved_and_sent_back_and_each_is_noted(session, report, lead, analyst):
    move(session, report, ReviewState.IN_REVIEW, analyst, "Please.")
    move(session, report, ReviewState.APPROVED, lead)
    move(session, report, ReviewState.DRAFT, analyst, "One more source.")
    steps = rows.steps(session, report.pk)
    assert [(step.state, step.note) for step in steps] == [
        (ReviewState.DRAFT, "One more source."),
        (ReviewState.APPROVED, None),
        (ReviewState.IN_REVIEW, "Please."),
    ]
    assert actions(session)[-3:] == [
        "review of report asked for",
        "report approved",
        "report sent back to its authors",
    ]


def test_only_who_may_publish_approves_and_strangers_know_of_nothing(session, report, lead, analyst, reader):
    with pytest.raises(Forbidden):
        move(session, report, ReviewState.IN_REVIEW, reader)
    with pytest.raises(NotFound):
        move(session, report, ReviewState.IN_REVIEW, make_user(session))
    move(session, report, ReviewState.IN_REVIEW, analyst)
    with pytest.raises(Forbidden):
        move(session, report, ReviewState.APPROVED, analyst)
    assert move(session, report, ReviewState.APPROVED, lead).state is ReviewState.APPROVED


def test_no_step_is_skipped_and_none_goes_back_without_a_word(session, report, lead):
    with pytest.raises(DomainError, match="Ask for its review first"):
        move(session, report, ReviewState.APPROVED, lead)
    move(session, report, ReviewState.IN_REVIEW, lead)
    with pytest.raises(DomainError) as refused:
        move(session, report, ReviewState.DRAFT, lead, " ")
    assert refused.value.field == "note"
    revisions.withdraw(session, "report", report.public_id, "No.", by=lead, now=NOW)
    with pytest.raises(DomainError, match="Restore"):
        move(session, report, ReviewState.APPROVED, lead)


def test_of_two_who_decide_at_once_the_second_is_told(session, report, lead, other_lead):
    asked = move(session, report, ReviewState.IN_REVIEW, lead, seen="")
    move(session, report, ReviewState.DRAFT, other_lead, "Not yet.", seen=asked.public_id)
    with pytest.raises(Conflict):
        move(session, report, ReviewState.APPROVED, lead, seen=asked.public_id)
    assert len(session.scalars(select(ReviewStep)).all()) == 2


def test_nobody_approves_what_they_did_not_read(session, report, lead, other_lead):
    asked = move(session, report, ReviewState.IN_REVIEW, lead)
    rewrite(session, report, lead, bottom_line="They stayed.")
    with pytest.raises(Conflict, match="was changed"):
        move(session, report, ReviewState.APPROVED, other_lead, digest=asked.digest)
    assert session.scalar(select(ReviewStep.state).order_by(ReviewStep.pk.desc())) is ReviewState.IN_REVIEW


def test_an_approval_of_older_words_says_what_changed(session, blobs, report, lead):
    approved(session, report, lead)
    assert (desk(session, report, lead, blobs).standing.has_changed, reviewed(session, report, lead)) == (
        False,
        [],
    )
    rewrite(session, report, lead, bottom_line="They stayed.", title="Who stayed?")
    found = desk(session, report, lead, blobs)
    assert found.standing.has_changed
    assert [(one.before, one.after) for one in found.changed.passages] == [("They left.", "They stayed.")]
    assert "“Who left?”" in " ".join(found.changed.besides)
    assert reviewed(session, report, lead) == [f"It was changed since {lead.display_name} approved it."]


def test_what_is_undone_is_approved_again(session, report, lead):
    approved(session, report, lead)
    rewrite(session, report, lead, bottom_line="They stayed.")
    assert reviewed(session, report, lead)
    rewrite(session, report, lead)
    assert reviewed(session, report, lead) == []


def test_a_grade_given_since_is_told_and_not_what_it_says(session, blobs, report, lead, analyst):
    approved(session, report, lead)
    finding = rows.parts(session, report.pk)[0]
    given = GradeIt(GradeScale.CONFIDENCE, finding.public_id, "low", "CANARY.")
    grades.grade(session, given, by=lead, now=LATER)
    found = desk(session, report, analyst, blobs)
    assert found.standing.has_changed
    assert "F1 was judged again." in found.changed.besides
    assert "CANARY" not in str(found.changed)
    kept = session.scalars(select(ReviewStep.content)).all()
    assert "CANARY" not in str(kept)


def test_whoever_reads_blind_stands_before_the_same_approval(session, blobs, case, report, lead):
    assert case[0].grades_are_blind
    finding = rows.parts(session, report.pk)[0]
    grades.grade(session, GradeIt(GradeScale.CONFIDENCE, finding.public_id, "low", "So."), by=lead, now=NOW)
    blind = make_member(session, *case, CaseRole.ANALYST)
    approved(session, report, lead)
    assert not desk(session, report, blind, blobs).standing.has_changed
    assert (
        "low" not in str([line.told.words for line in desk(session, report, blind, blobs).checklist]).lower()
    )


# What is published


def method(session, report, by, note="It says why."):
    version = publishing.publish(session, report.public_id, note, by=by, now=LATER)
    return version.content


def test_a_version_says_who_stood_by_it(session, report, lead, other_lead):
    assert "Published without review." in method(session, report, lead)
    move(session, report, ReviewState.IN_REVIEW, lead)
    move(session, report, ReviewState.APPROVED, other_lead)
    assert f"Reviewed and approved by {other_lead.display_name}, " in method(session, report, lead)
    rewrite(session, report, lead, bottom_line="They stayed.")
    assert "published without another review" in method(session, report, lead)


def test_a_draft_that_leaves_the_house_says_how_far_its_review_is(session, report, lead, other_lead):
    def first_page():
        return (
            publishing.draft(session, report.public_id, by=lead, now=LATER).to_json().partition("PageEnd")[0]
        )

    assert "Nobody has reviewed it" in first_page()
    move(session, report, ReviewState.IN_REVIEW, lead)
    assert "It is in review: nobody has approved it yet" in first_page()
    move(session, report, ReviewState.APPROVED, other_lead)
    assert f"Reviewed and approved by {other_lead.display_name}, " in first_page()
    rewrite(session, report, lead, bottom_line="They stayed.")
    assert f"It was changed since {other_lead.display_name} approved it" in first_page()


@pytest.mark.parametrize("part", ["report", "finding", "corrected", "section"])
def test_who_approves_what_they_wrote_is_said_to_have_written_it(session, case, statement, analyst, part):
    record, lead = case
    other = make_member(session, *case, CaseRole.LEAD)
    report = make_report(session, record, other if part == "report" else lead, "Who left?")
    finding = make_finding(
        session, report, other if part == "finding" else lead, "They left.", cites=(statement,)
    )
    if part == "corrected":
        reports.correct_finding(
            session, finding.public_id, "They all left.", version=None, reason=None, by=other, now=NOW
        )
    if part == "section":
        report_texts.add_section(session, report.public_id, "Before", "Words.", by=other, now=NOW)
    move(session, report, ReviewState.IN_REVIEW, analyst)
    move(session, report, ReviewState.APPROVED, other)
    assert f"Approved by {other.display_name}, who also wrote it, " in method(session, report, lead)


def test_what_nobody_approved_is_published_with_a_note(session, report, lead):
    assert reviewed(session, report, lead) == ["Nobody has reviewed it."]
    with pytest.raises(DomainError) as refused:
        publishing.publish(session, report.public_id, None, by=lead, now=NOW)
    assert refused.value.field == "note"


# Comments


def comment(session, report, by, text="Who saw it?", **new):
    return comments.add(session, report.public_id, NewComment(text, **new), by=by, now=NOW)


def test_comments_stand_beside_what_they_are_about_the_open_ones_first(session, report, analyst, lead):
    report_texts.add_section(session, report.public_id, "Before", "Words.", by=analyst, now=NOW)
    first = comment(session, report, analyst)
    comment(session, report, analyst, "Which gate?", about="F1", quoted="left")
    comment(session, report, lead, "Too long.", about="P1")
    comments.settle(session, first.public_id, by=lead, now=LATER)
    found = rows.comments(session, report.pk)
    assert [(row.about, row.text, row.quoted, row.settled_by) for row in found] == [
        ("F1", "Which gate?", "left", None),
        ("P1", "Too long.", None, None),
        (None, "Who saw it?", None, lead.display_name),
    ]
    comments.reopen(session, first.public_id, by=analyst, now=LATER)
    assert rows.comments(session, report.pk)[0].settled_at is None
    assert actions(session)[-5:] == ["comment added"] * 3 + ["comment settled", "comment reopened"]


def test_readers_do_not_comment_and_strangers_find_nothing(session, report, analyst, reader):
    made = comment(session, report, analyst)
    for who, error in ((reader, Forbidden), (make_user(session), NotFound)):
        with pytest.raises(error):
            comment(session, report, who)
        with pytest.raises(error):
            comments.settle(session, made.public_id, by=who, now=NOW)
        with pytest.raises(error):
            revisions.withdraw(session, "comment", made.public_id, "No.", by=who, now=NOW)


@pytest.mark.parametrize("new", [{"text": " "}, {"about": "F9"}, {"about": "P1"}, {"about": "R1"}])
def test_a_comment_needs_words_and_something_that_stands(session, report, analyst, new):
    with pytest.raises(DomainError) as refused:
        comment(session, report, analyst, **new)
    assert refused.value.field == next(iter(new))


def test_settling_twice_keeps_who_did_it_first_and_a_withdrawn_one_rests(session, report, analyst, lead):
    made = comment(session, report, analyst)
    comments.settle(session, made.public_id, by=lead, now=NOW)
    comments.settle(session, made.public_id, by=analyst, now=LATER)
    assert (made.settled_by_pk, actions(session).count("comment settled")) == (lead.user_pk, 1)
    revisions.withdraw(session, "comment", made.public_id, "Wrong.", by=lead, now=NOW)
    with pytest.raises(DomainError, match="withdrawn"):
        comments.reopen(session, made.public_id, by=lead, now=NOW)


def test_no_export_holds_a_comment(session, report, lead, tmp_path):
    comment(session, report, lead, "CANARYCOMMENT", about="F1", quoted="CANARYQUOTED")
    version = publishing.publish(session, report.public_id, "So.", by=lead, now=NOW)
    assert "CANARY" not in version.content
    draft = publishing.draft(session, report.public_id, by=lead, now=NOW)
    assert "CANARY" not in draft.to_json()


# The checklist


def item(found, which, finding="F1"):
    return next(each for each in found.checklist if each.told.item is which and each.finding == finding)


def tick(session, report, by, *ticks):
    return finding_checks.tick(session, report.public_id, ticks, by=by, now=NOW)


def test_quotations_are_held_against_the_stored_text_and_bytes(session, blobs, report, lead, statement):
    found = item(desk(session, report, lead, blobs), CheckItem.QUOTATION)
    assert (found.told.words, found.told.look_at) == ("1 of 1 quotation equals the captured bytes.", ())
    sha256 = gather(session, report, version="Draft", viewer=lead, now=NOW).content.exhibits[0].sha256
    path = blobs._path(sha256)
    path.chmod(0o644)
    path.write_bytes(b"They stayed.")
    assert "0 of 1" in item(desk(session, report, lead, blobs), CheckItem.QUOTATION).told.words
    path.unlink()
    found = item(desk(session, report, lead, blobs), CheckItem.QUOTATION)
    assert found.told.look_at == ("E1: its bytes are missing, or no longer have their SHA-256.",)


def test_words_that_are_not_at_their_place_are_found(session, blobs, report, lead):
    session.connection().exec_driver_sql("UPDATE capture SET text = 'It is another text altogether.'")
    found = item(desk(session, report, lead, blobs), CheckItem.QUOTATION)
    assert found.told.words.startswith("0 of 1")


def test_what_speaks_against_a_finding_is_counted(session, blobs, case, report, lead):
    capture = make_capture(session, blobs, *case, "They did not leave.", author="X")
    said = record_chain(
        session, capture, "They did not leave.", "X", by=lead, asserts=("AS1",), stance=Stance.DENIES
    )[-1]
    assert item(desk(session, report, lead, blobs), CheckItem.CONFLICTS).told.words.startswith(
        "0 of 1 statement against it"
    )
    finding = rows.parts(session, report.pk)[0]
    reports.cite(session, finding.public_id, said.label, CitationRole.CONFLICTS, by=lead, now=NOW)
    assert item(desk(session, report, lead, blobs), CheckItem.CONFLICTS).told.words.startswith(
        "1 of 1 statement against it"
    )


def test_a_tick_is_kept_with_who_and_grows_old_with_what_it_was_about(session, blobs, report, analyst, lead):
    done = tick(session, report, analyst, Tick("F1", CheckItem.KIND, is_met=True, note="Seen."))
    assert (done.stored, done.meanwhile) == (1, ())
    found = item(desk(session, report, lead, blobs), CheckItem.KIND)
    assert (found.is_met, found.tick.by, found.tick.note) == (True, analyst.display_name, "Seen.")
    assert actions(session)[-1] == "finding checked"
    finding = rows.parts(session, report.pk)[0]
    reports.correct_finding(
        session,
        finding.public_id,
        "They all left.",
        assertion="AS1",
        version=None,
        reason=None,
        by=lead,
        now=NOW,
    )
    found = item(desk(session, report, lead, blobs), CheckItem.KIND)
    assert (found.is_met, found.is_current, found.tick.is_met) == (False, False, True)


def test_saying_the_same_again_writes_nothing_and_another_word_a_new_row(session, report, analyst):
    same = Tick("F1", CheckItem.KIND, is_met=True)
    assert [tick(session, report, analyst, same).stored for _ in range(2)] == [1, 0]
    assert tick(session, report, analyst, Tick("F1", CheckItem.KIND, is_met=False)).stored == 1
    assert session.scalars(select(FindingCheck.is_met).order_by(FindingCheck.pk)).all() == [True, False]


def test_what_changed_meanwhile_is_left_out_and_the_rest_is_kept(session, blobs, report, analyst, lead):
    seen = desk(session, report, analyst, blobs)
    kind, dates = (item(seen, which) for which in (CheckItem.KIND, CheckItem.DATES))
    tick(session, report, lead, Tick("F1", CheckItem.KIND, is_met=False))
    done = tick(
        session,
        report,
        analyst,
        Tick("F1", CheckItem.KIND, is_met=True, seen=kind.seen),
        Tick("F1", CheckItem.DATES, is_met=True, seen=dates.seen),
    )
    assert (done.stored, [each.item for each in done.meanwhile]) == (1, [CheckItem.KIND])


def test_a_tick_that_was_only_sent_back_overwrites_nothing(session, blobs, report, analyst, lead):
    tick(session, report, analyst, Tick("F1", CheckItem.KIND, is_met=True))
    shown = item(desk(session, report, analyst, blobs), CheckItem.KIND)
    tick(session, report, lead, Tick("F1", CheckItem.KIND, is_met=False))
    done = tick(session, report, analyst, Tick("F1", CheckItem.KIND, is_met=True, seen=shown.seen))
    assert (done.stored, done.meanwhile) == (0, ())


def test_readers_do_not_tick_and_a_finding_must_be_there(session, report, analyst, reader):
    for who, error in ((reader, Forbidden), (make_user(session), NotFound)):
        with pytest.raises(error):
            tick(session, report, who, Tick("F1", CheckItem.KIND, is_met=True))
    with pytest.raises(NotFound):
        tick(session, report, analyst, Tick("F9", CheckItem.KIND, is_met=True))
