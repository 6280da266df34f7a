"""Setting remarks on the wording of a report aside: by whom, until when, and what a version says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_statement,
    make_user,
    viewer_again,
)
from tracker.domain.errors import DomainError, Duplicate, Forbidden, NotFound
from tracker.domain.report_compose import compose
from tracker.domain.report_lint import Rule
from tracker.domain.review import ReviewState
from tracker.domain.scales import CaseRole, Confidence, GradeScale, Likelihood, Profile
from tracker.services import (
    grades,
    publishing,
    report_lint,
    report_texts,
    review,
    setting_aside,
)
from tracker.services.grades import GradeIt
from tracker.services.report_content import gather
from tracker.store.models import AuditEvent, Finding, ReviewStep, SetAsideRemark

LATER = NOW + timedelta(hours=1)
WHY = "It is our own arithmetic."


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def lead(case):
    return case[1]


@pytest.fixture
def report(session, blobs, case):
    made = make_report(session, *case, gaps="We looked for a picture and found none.")
    seen = make_statement(session, blobs, *case, "They left at three.", asserts=("They left",))
    make_finding(session, made, case[1], "They left.", assertion="AS1", cites=(seen,))
    return made


@pytest.fixture
def section(session, report, lead):
    return report_texts.add_section(
        session, report.public_id, "How", "They left. [[ST1]] They ran. They hid.", by=lead, now=NOW
    )


def told(session, report, by):
    return report_lint.remarks(session, report.public_id, by=by, now=NOW)


def put_aside(session, report, by, remark=None, reason=WHY, now=NOW):
    remark = remark or told(session, report, by).standing[0]
    return setting_aside.set_aside(session, report.public_id, remark.digest, reason, by=by, now=now)


def graded_high(session, lead):
    """What is strong on one source alone: the lead says so, and nobody else has judged it."""
    finding = session.scalars(select(Finding.public_id)).one()
    for scale, value in (
        (GradeScale.LIKELIHOOD, Likelihood.LIKELY),
        (GradeScale.CONFIDENCE, Confidence.HIGH),
    ):
        grades.grade(session, GradeIt(scale, finding, value=value.value, reason="So."), by=lead, now=NOW)


def desk(session, blobs, report, by):
    return review.desk(session, report.public_id, by=viewer_again(session, by), now=LATER, blobs=blobs)


def rewrite(session, section, text, by):
    report_texts.correct_section(session, section.public_id, "How", text, version=None, by=by, now=NOW)


def test_who_set_a_remark_aside_and_why_is_kept_and_it_counts_no_longer(session, report, section, lead):
    ran, hid = told(session, report, lead).standing
    made = put_aside(session, report, lead, ran)
    found = told(session, report, lead)
    assert (found.standing, found.open, found.at("P1")) == ((hid,), (hid,), [hid])
    [aside] = found.set_aside_at("P1")
    assert (aside.remark, aside.row.reason, aside.row.by) == (ran, WHY, lead.display_name)
    assert (made.rule, made.place, made.sentence) == (Rule.UNCITED, "P1", "They ran.")
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, event.object_id, event.reason) == ("remark set aside", report.public_id, None)
    assert Rule.UNCITED.value not in event.body
    assert WHY not in event.body


def test_it_returns_by_itself_when_its_words_change_and_is_set_aside_again_when_they_are_back(
    session, report, section, lead
):
    put_aside(session, report, lead)
    rewrite(session, section, "They left. [[ST1]] They ran off. They hid.", lead)
    found = told(session, report, lead)
    assert [one.sentence for one in found.standing] == ["They ran off.", "They hid."]
    assert found.set_aside == ()
    rewrite(session, section, "They hid.\n\nThey left. [[ST1]] They ran.", lead)
    assert [one.remark.sentence for one in told(session, report, lead).set_aside] == ["They ran."]


def test_it_is_taken_back_once_with_a_reason_and_can_be_set_aside_anew(session, report, section, lead):
    made = put_aside(session, report, lead)
    with pytest.raises(DomainError, match="Say why"):
        setting_aside.take_back(session, made.public_id, " ", by=lead, now=NOW)
    setting_aside.take_back(session, made.public_id, "It was not ours.", by=lead, now=NOW)
    assert (made.withdrawn_by_pk, made.withdrawn_reason) == (lead.user_pk, "It was not ours.")
    assert len(told(session, report, lead).standing) == 2
    with pytest.raises(DomainError, match="already"):
        setting_aside.take_back(session, made.public_id, "Twice.", by=lead, now=NOW)
    put_aside(session, report, lead, reason="Now it is.")
    assert [one.row.reason for one in told(session, report, lead).set_aside] == ["Now it is."]
    assert len(session.scalars(select(SetAsideRemark)).all()) == 2


def test_nothing_is_set_aside_without_a_reason_twice_or_where_it_is_not_remarked(
    session, report, section, lead, monkeypatch
):
    ran, _ = told(session, report, lead).standing
    with pytest.raises(DomainError, match="Say why") as refused:
        put_aside(session, report, lead, ran, reason="  ")
    assert refused.value.field == "reason"
    put_aside(session, report, lead, ran)
    with pytest.raises(NotFound, match="set aside already"):
        put_aside(session, report, lead, ran)
    monkeypatch.setattr(setting_aside, "find_remark", lambda *_, **__: ran)  # two people at the same time
    with pytest.raises(Duplicate, match="while you were writing"):
        put_aside(session, report, lead, ran)


def test_only_who_writes_reports_of_the_case_may(session, case, report, section, lead):
    made = put_aside(session, report, lead)
    remark = told(session, report, lead).standing[0]
    reader = make_member(session, *case, CaseRole.READER)
    for who, refusal in ((reader, Forbidden), (make_user(session), NotFound)):
        with pytest.raises(refusal):
            put_aside(session, report, who, remark)
        with pytest.raises(refusal):
            setting_aside.take_back(session, made.public_id, "No.", by=who, now=NOW)
    analyst = make_member(session, *case, CaseRole.ANALYST)
    put_aside(session, report, analyst, remark)


def test_what_is_said_of_a_hidden_grade_is_set_aside_unseen(session, case, report, lead):
    graded_high(session, lead)
    put_aside(session, report, lead)
    blind = viewer_again(session, make_member(session, *case))
    found = told(session, report, blind)
    assert (found.standing, found.set_aside) == ((), ())
    assert WHY not in publishing.draft(session, report.public_id, by=blind, now=NOW).to_json()
    assert WHY in publishing.draft(session, report.public_id, by=lead, now=NOW).to_json()


def test_a_version_says_how_many_were_set_aside_and_why_and_the_check_passes_them(
    session, blobs, report, section, lead
):
    for remark in told(session, report, lead).standing:
        put_aside(session, report, lead, remark)
    found = report_lint.verify(session, blobs, report.public_id, by=lead, now=NOW)
    assert (found.remarks, found.set_aside, found.is_clean) == ((), 2, True)
    publishing.publish(session, report.public_id, "A look", by=lead, now=NOW)
    content = publishing.published(session, report.public_id, 1, by=lead).to_json()
    assert (
        "Of what the program remarks on the wording, analysts set two remarks aside, with these reasons: "
        f"“{WHY}” (a sentence that cites nothing in How (P1), two times)."
    ) in content


def test_setting_aside_after_approval_is_a_change_that_is_shown(session, blobs, report, section, lead):
    review.move(session, report.public_id, ReviewState.IN_REVIEW, None, by=lead, now=NOW)
    review.move(session, report.public_id, ReviewState.APPROVED, None, by=lead, now=NOW)

    def drafted():
        return publishing.draft(session, report.public_id, by=lead, now=NOW).to_json()

    assert "changed since" not in drafted()
    made = put_aside(session, report, lead, now=LATER)
    assert "changed since" in drafted()
    found = desk(session, blobs, report, lead)
    assert (found.standing.has_changed, found.changed.passages) == (True, ())
    [said] = found.changed.besides
    assert said.startswith("One remark on the wording was set aside or taken up again.")
    setting_aside.take_back(session, made.public_id, "It was not ours.", by=lead, now=LATER)
    put_aside(session, report, lead, now=LATER)
    [said] = desk(session, blobs, report, lead).changed.besides
    assert said.startswith("Two remarks on the wording were set aside")


@pytest.mark.parametrize("was_aside", [False, True])
def test_what_changed_since_tells_nobody_a_grade_that_is_hidden_from_them(
    session, blobs, case, report, lead, was_aside
):
    blind = make_member(session, *case)
    graded_high(session, lead)
    made = put_aside(session, report, lead) if was_aside else None
    review.move(session, report.public_id, ReviewState.IN_REVIEW, None, by=blind, now=NOW)
    if made:
        setting_aside.take_back(session, made.public_id, "It was not ours.", by=lead, now=LATER)
    else:
        put_aside(session, report, lead, now=LATER)
    for who in (blind, lead):
        found = desk(session, blobs, report, who)
        assert found.standing.has_changed
        assert found.changed.passages == ()
        assert WHY not in str(found.changed)
        assert Rule.STRONG.label.lower() not in str(found.changed).lower()
    [kept] = session.scalars(select(ReviewStep.content)).all()
    assert WHY not in kept


def test_a_kept_text_that_still_holds_what_was_set_aside_shows_nothing_of_it(
    session, blobs, case, report, lead
):
    graded_high(session, lead)
    put_aside(session, report, lead)
    content = gather(session, report, version="Draft", viewer=lead, now=NOW).content
    told_in = compose(replace(content, review=None)).to_json()
    assert WHY in told_in
    step = review.move(session, report.public_id, ReviewState.IN_REVIEW, None, by=lead, now=NOW)
    step.content = told_in
    report_texts.write(session, report.public_id, "gaps", "Nothing.", version=None, by=lead, now=LATER)
    found = desk(session, blobs, report, make_member(session, *case))
    assert found.changed.passages
    assert WHY not in str(found.changed)
