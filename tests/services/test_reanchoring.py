"""Passages of an older capture in a newer one: found, anchored there too, and flagged where they changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_member,
    make_user,
    record_chain,
    viewer_again,
)
from tracker.domain.anchoring import Meaning, Verdict
from tracker.domain.errors import DomainError, Duplicate, Forbidden, NotFound
from tracker.domain.scales import CaptureMethod, CaseRole
from tracker.services import documents, reanchoring, revisions
from tracker.services.documents import Bytes
from tracker.services.statements import EmbeddedPost
from tracker.store.models import Anchor, AuditEvent, Document, LookedAtChange, Passage
from tracker.store.queries import statements as statement_queries

LATER = NOW + timedelta(days=1)
OLD = (
    "Correspondents report from the capital.\n\nThe crowd left at noon. The gate “stayed shut”.\n\n"
    "A guard was wounded by a stone that somebody threw.\n\nNothing more is known."
)
NEW = (
    'Updated. Correspondents report from the capital.\n\nThe crowd left at three. The gate "stayed shut".\n\n'
    "Nothing more is known."
)
PASSAGES = {
    "Correspondents report from the capital.": Verdict.MOVED,
    "The crowd left at noon.": Verdict.FUZZY,
    "The gate “stayed shut”.": Verdict.MOVED,
    "A guard was wounded by a stone that somebody threw.": Verdict.GONE,
}


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def lead(case):
    return case[1]


@pytest.fixture
def older(session, blobs, case):
    return make_capture(session, blobs, *case, OLD, author="A paper")


@pytest.fixture
def said(session, older, lead):
    """A statement by the words of its passage."""
    return {words: record_chain(session, older, words, "A paper", by=lead)[-1] for words in PASSAGES}


def capture_again(session, blobs, older, by, text=NEW, now=LATER):
    document = session.get_one(Document, older.document_pk)
    pasted = Bytes(text.encode(), None, CaptureMethod.PASTED)
    return documents.capture_again(session, blobs, document.public_id, pasted, by=by, now=now)


@pytest.fixture
def newer(session, blobs, older, lead, said):
    return capture_again(session, blobs, older, lead)


def found(session, older, newer):
    return reanchoring.found_again(session, older.pk, older.text, newer.pk, newer.text)


def flagged(session, by, case):
    return [
        each.row.statement_label
        for each in reanchoring.waiting(session, viewer_again(session, by), case[0].pk)
    ]


def anchors(session, statement, capture):
    return session.scalars(
        select(Passage)
        .join(Anchor, Anchor.passage_pk == Passage.pk)
        .where(Anchor.statement_pk == statement.pk, Passage.capture_pk == capture.pk)
    ).all()


def test_each_passage_is_told_with_what_became_of_it_and_who_speaks_there(session, older, newer, said):
    told = found(session, older, newer)
    assert {each.passage.exact: each.result.verdict for each in told} == PASSAGES
    assert [each.statements[0].statement_number for each in told] == [1, 2, 3, 4]
    assert reanchoring.tally(told) == {Verdict.MOVED: 2, Verdict.FUZZY: 1, Verdict.GONE: 1}
    assert [each.waits for each in told] == [False, True, False, True]


def test_what_is_the_same_or_moved_is_anchored_to_the_newer_capture_as_well(
    session, older, newer, said, lead
):
    labels = reanchoring.anchor(session, older.public_id, newer.public_id, by=lead, now=LATER)
    assert labels == ["ST1", "ST3"]
    [passage] = anchors(session, said["The gate “stayed shut”."], newer)
    assert passage.exact == 'The gate "stayed shut".'
    assert newer.text[passage.start_offset : passage.end_offset] == passage.exact
    assert len(anchors(session, said["The gate “stayed shut”."], older)) == 1
    assert anchors(session, said["The crowd left at noon."], newer) == []
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event.action == "passage anchored"
    with pytest.raises(DomainError, match="Nothing is left"):
        reanchoring.anchor(session, older.public_id, newer.public_id, by=lead, now=LATER)


def test_changed_words_are_anchored_where_that_is_asked_for_and_what_is_gone_never(
    session, older, newer, said, lead, case
):
    _, changed, _, gone = (each.id for each in found(session, older, newer))
    ids = older.public_id, newer.public_id
    assert reanchoring.anchor(session, *ids, [changed], by=lead, now=LATER) == ["ST2"]
    [passage] = anchors(session, said["The crowd left at noon."], newer)
    assert passage.exact == "The crowd left at three."
    assert not found(session, older, newer)[1].waits
    assert flagged(session, lead, case) == ["ST4"]
    with pytest.raises(DomainError, match="nothing to anchor to"):
        reanchoring.anchor(session, *ids, [gone], by=lead, now=LATER)
    with pytest.raises(NotFound):
        reanchoring.anchor(session, *ids, ["nothing"], by=lead, now=LATER)


def test_a_post_that_the_page_embeds_stays_a_document_of_its_own(session, blobs, older, lead):
    words = "The gate “stayed shut”."
    post = record_chain(
        session, older, words, "A guard", by=lead, embedded=EmbeddedPost("A post", None, None)
    )[0]
    newer = capture_again(session, blobs, older, lead)
    reanchoring.anchor(session, older.public_id, newer.public_id, by=lead, now=LATER)
    [before], [after] = anchors(session, post, older), anchors(session, post, newer)
    assert after.document_pk == before.document_pk != newer.document_pk
    assert after.document_pk == session.scalars(select(Document.pk).where(Document.title == "A post")).one()


def test_who_recorded_a_statement_is_told_when_its_words_changed_or_are_gone(
    session, blobs, older, said, lead, case
):
    assert flagged(session, lead, case) == []
    other = make_member(session, *case)
    record_chain(session, older, "noon.", "A paper", by=viewer_again(session, other))
    newer = capture_again(session, blobs, older, lead)
    assert flagged(session, lead, case) == ["ST2", "ST4"]
    assert flagged(session, other, case) == ["ST5"]
    revisions.withdraw(session, "capture", newer.public_id, "Not it.", by=lead, now=LATER)
    assert flagged(session, lead, case) == []


def test_only_the_newest_standing_capture_is_asked(session, blobs, older, newer, lead, case):
    again = capture_again(session, blobs, older, lead, f"{OLD} Now.", now=LATER + timedelta(days=1))
    assert flagged(session, lead, case) == []
    revisions.withdraw(session, "capture", again.public_id, "Not it.", by=lead, now=LATER)
    assert flagged(session, lead, case) == ["ST2", "ST4"]


def test_of_two_captures_of_one_instant_the_later_number_is_the_newer(
    session, blobs, older, said, lead, case
):
    capture_again(session, blobs, older, lead, now=older.captured_at)
    assert flagged(session, lead, case) == ["ST2", "ST4"]


def test_the_page_of_a_statement_hears_of_it_as_well(session, newer, said, lead):
    row = statement_queries.get_statement(session, lead, said["The crowd left at noon."].public_id)
    [told] = reanchoring.of_statement(session, lead, row)
    assert (told.row.newer_label, told.result.verdict) == ("E2", Verdict.FUZZY)
    row = statement_queries.get_statement(session, lead, said["The gate “stayed shut”."].public_id)
    assert reanchoring.of_statement(session, lead, row) == []


def test_a_change_that_was_looked_at_waits_no_longer_until_that_is_taken_back(
    session, older, newer, lead, case
):
    ids = older.public_id, newer.public_id
    _, changed, same, gone = (each.id for each in found(session, older, newer))
    made = reanchoring.look(session, *ids, changed, meaning=Meaning.REWORDED, by=lead, now=LATER)
    assert flagged(session, lead, case) == ["ST4"]
    looked = found(session, older, newer)[1]
    assert (looked.look.meaning, looked.waits) == (Meaning.REWORDED, False)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, event.object_id) == ("change of a passage looked at", newer.public_id)
    with pytest.raises(Duplicate):
        reanchoring.look(session, *ids, changed, meaning=Meaning.LAYOUT, by=lead, now=LATER)
    with pytest.raises(NotFound):
        reanchoring.look(session, *ids, same, meaning=Meaning.LAYOUT, by=lead, now=LATER)
    with pytest.raises(DomainError, match="Say what it means") as refused:
        reanchoring.look(session, *ids, gone, meaning=Meaning.OTHER, note=" ", by=lead, now=LATER)
    assert refused.value.field == "note"
    with pytest.raises(DomainError, match="Say why"):
        reanchoring.take_back(session, made.public_id, " ", by=lead, now=LATER)
    reanchoring.take_back(session, made.public_id, "Read again.", by=lead, now=LATER)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.object_id, event.reason) == (newer.public_id, "Read again.")
    assert flagged(session, lead, case) == ["ST2", "ST4"]
    reanchoring.look(session, *ids, changed, meaning=Meaning.LAYOUT, by=lead, now=LATER)
    assert len(session.scalars(select(LookedAtChange)).all()) == 2


def test_only_who_records_in_the_case_may(session, blobs, case, older, newer, lead):
    ids = older.public_id, newer.public_id
    changed = found(session, older, newer)[1].id
    reader = make_member(session, *case, CaseRole.READER)
    for who, refusal in ((reader, Forbidden), (make_user(session), NotFound)):
        with pytest.raises(refusal):
            reanchoring.anchor(session, *ids, by=who, now=LATER)
        with pytest.raises(refusal):
            reanchoring.look(session, *ids, changed, meaning=Meaning.LAYOUT, by=who, now=LATER)
    other = make_capture(session, blobs, *case, "Another document.")
    for wrong in ((older.public_id, other.public_id), (older.public_id, older.public_id)):
        with pytest.raises(NotFound, match="two captures of one document"):
            reanchoring.anchor(session, *wrong, by=lead, now=LATER)
    revisions.withdraw(session, "capture", newer.public_id, "Not it.", by=lead, now=LATER)
    with pytest.raises(DomainError, match="E2 is withdrawn"):
        reanchoring.anchor(session, *ids, by=lead, now=LATER)
