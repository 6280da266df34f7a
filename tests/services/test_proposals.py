"""Deciding about proposals: what is recorded, what undoing takes back, and who was quicker."""

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
)
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.proposals.decisions import Outcome
from tracker.domain.proposals.suggesting import voices_of, words_of
from tracker.domain.scales import Basis, CaseRole
from tracker.services import proposals, report_content, revisions, text_readings
from tracker.services.sources import SourceChoice
from tracker.services.statements import Content, Hop, RecordStatement
from tracker.store.models import (
    AuditEvent,
    Document,
    Proposal,
    ProposalDecision,
    Relay,
    Source,
    SourceAlias,
    Statement,
)
from tracker.store.queries import proposals as queries

TEXT = (
    "The crowds left, the author says today.\n\n"
    "Crowds leave now — Mustafa Salim (@salim) January 1, 2020\n\n"
    "They said “it is over” — Mustafa Salim (@salim) January 1, 2020\n\n"
    "The minister said that the bridge is open. Officials said that the road is closed."
)


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def capture(session, blobs, case):
    return make_capture(session, blobs, *case, TEXT, author="The author")


@pytest.fixture
def desk(session, capture, case):
    reading = text_readings.look(capture.text, "2020-01-02")
    text_readings.keep(session, capture.public_id, reading, by=case[1], now=NOW)
    return Desk(session, capture, case[1])


class Desk:
    def __init__(self, session, capture, by):
        self.session, self.capture, self.by = session, capture, by

    def rows(self):
        return queries.get_desk(self.session, self.capture.pk).proposals

    def number(self, words):
        return next(
            row.number for row in self.rows() if words in words_of(TEXT, row.spans) and row.outcome is None
        )

    def command(self, words, *names, basis=Basis.NOT_STATED):
        row = next(row for row in self.rows() if row.number == self.number(words))
        first, *further = proposals.selections(TEXT, [tuple(span) for span in row.spans])
        return RecordStatement(
            self.capture.public_id,
            first,
            tuple(Hop(SourceChoice(name)) for name in names),
            Content("What is said", basis),
            further=tuple(further),
        )

    def accept(self, words, *names, by=None):
        command = self.command(words, *names)
        return proposals.accept(
            self.session, self.capture.public_id, self.number(words), command, by=by or self.by, now=NOW
        )

    def undo(self, by=None):
        return proposals.undo(self.session, self.capture.public_id, by=by or self.by, now=NOW)


def standing(session, model):
    return session.scalar(select(func.count()).select_from(model).where(model.withdrawn_at.is_(None)))


def test_reading_a_text_keeps_what_is_proposed(session, desk, capture):
    assert len(desk.rows()) >= 5
    assert queries.count_open(session, capture.pk) == sum(not row.is_further for row in desk.rows())


def test_reading_again_replaces_what_waits_and_keeps_what_was_decided(session, desk, capture):
    rejected = desk.number("the road is closed")
    proposals.reject(session, capture.public_id, rejected, by=desk.by, now=NOW)
    proposals.split(
        session,
        capture.public_id,
        desk.number("the bridge is open"),
        TEXT.index("is open"),
        by=desk.by,
        now=NOW,
    )
    before = {row.number: row for row in desk.rows()}
    again = text_readings.look(capture.text, "2020-01-02")
    text_readings.keep(session, capture.public_id, again, by=desk.by, now=NOW)
    after = {row.number: row for row in desk.rows()}
    assert sorted(map(str, (row.spans for row in after.values()))) == sorted(
        map(str, (row.spans for row in before.values()))
    )
    assert after[rejected].outcome is Outcome.REJECTED
    kept = {number for number, row in before.items() if row.outcome or row.step}
    assert kept == set(before) & set(after)
    child = next(row for row in after.values() if row.parent_number)
    assert after[child.parent_number].source == "Mustafa Salim"


def test_every_proposal_lies_in_the_text(desk):
    for row in desk.rows():
        assert all(0 <= start < end <= len(TEXT) for start, end in row.spans)
        assert row.start_offset == row.spans[0][0]


def test_nothing_proposed_counts_until_it_is_accepted(session, desk):
    assert standing(session, Statement) == 0
    made = desk.accept("the bridge is open", "The minister")
    assert [each.gist for each in made.statements] == ["What is said"] * 2  # the minister's, the page's
    assert standing(session, Statement) == 2
    assert (
        next(row for row in desk.rows() if "bridge" in TEXT[row.start_offset :][:30]).outcome
        is Outcome.ACCEPTED
    )


def test_accepted_posts_are_documents_held_through_the_page(session, desk, capture):
    made = proposals.accept_posts(session, capture.public_id, "SRC1 The author", by=desk.by, now=NOW)
    assert made.proposals == 2
    posts = session.scalars(select(Document).where(Document.held_in_pk == capture.pk)).all()
    assert [post.published.text for post in posts] == ["2020-01-01"] * 2
    assert standing(session, Statement) == 4
    assert standing(session, Relay) == 2
    [salim] = session.scalars(select(Source).where(Source.name == "Mustafa Salim")).all()
    [alias] = session.scalars(select(SourceAlias).where(SourceAlias.source_pk == salim.pk)).all()
    assert alias.name == "@salim"
    with pytest.raises(DomainError, match="No embedded post"):
        proposals.accept_posts(session, capture.public_id, "SRC1 The author", by=desk.by, now=NOW)


def test_two_posts_that_begin_alike_are_two_documents(session, blobs, case):
    text = "It is over — A Poster (@p) January 1, 2020\n\nIt is over — A Poster (@p) January 3, 2020"
    page = make_capture(session, blobs, *case, text, author="The author")
    text_readings.keep(session, page.public_id, text_readings.look(text, None), by=case[1], now=NOW)
    proposals.accept_posts(session, page.public_id, "SRC1 The author", by=case[1], now=NOW)
    posts = session.scalars(
        select(Document).where(Document.held_in_pk == page.pk).order_by(Document.pk)
    ).all()
    assert [post.published.text for post in posts] == ["2020-01-01", "2020-01-03"]


def test_the_author_s_own_posts_are_theirs(session, desk, capture, case):
    salim = make_source(session, *case, "Mustafa Salim")
    holder = f"{salim.label} Mustafa Salim"
    document = session.get_one(Document, capture.document_pk)
    document.author_pk = salim.pk
    session.flush()
    made = proposals.accept_posts(session, capture.public_id, holder, by=desk.by, now=NOW)
    assert len(made.statements) == 2, "nobody passes on what they said themselves"


def test_reading_again_keeps_whom_a_kept_one_is_reported_by(session, desk, capture):
    within = next(row for row in desk.rows() if row.parent_number)
    proposals.reject(session, capture.public_id, within.number, by=desk.by, now=NOW)
    again = text_readings.look(capture.text, "2020-01-02")
    text_readings.keep(session, capture.public_id, again, by=desk.by, now=NOW)
    desk.undo()
    chain = voices_of(within.number, queries.as_proposed(desk.rows()))
    assert [voice.source for voice in chain][-1] == "Mustafa Salim"


def test_posts_of_a_source_of_the_case_are_that_source_s(session, desk, capture, case):
    make_source(session, *case, "Mustafa Salim")
    proposals.accept_posts(session, capture.public_id, "SRC1 The author", by=desk.by, now=NOW)
    assert len(session.scalars(select(Source).where(Source.name == "Mustafa Salim")).all()) == 1


def test_undoing_opens_it_again_and_withdraws_what_it_recorded(session, desk, capture):
    number = desk.number("the bridge is open")
    made = desk.accept("the bridge is open", "The minister")
    assert desk.undo() == number
    assert all(each.is_withdrawn for each in made.statements)
    assert desk.number("the bridge is open") == number
    desk.accept("the bridge is open", "The minister")
    assert standing(session, Statement) == 2


def test_what_was_undone_and_restored_by_hand_is_not_recorded_twice(session, desk):
    made = desk.accept("the bridge is open", "The minister")
    desk.undo()
    first = made.statements[0]
    revisions.restore(session, "statement", first.public_id, "It was right", by=desk.by, now=NOW)
    with pytest.raises(DomainError, match=f"{first.label} was recorded from this before"):
        desk.accept("the bridge is open", "The minister")


def test_all_posts_accepted_together_are_undone_together(session, desk, capture):
    proposals.accept_posts(session, capture.public_id, "SRC1 The author", by=desk.by, now=NOW)
    desk.undo()
    assert standing(session, Statement) == 0
    assert standing(session, ProposalDecision) == 0


def test_undoing_leaves_alone_what_was_withdrawn_by_hand(session, desk):
    made = desk.accept("the bridge is open", "The minister")
    revisions.withdraw(session, "statement", made.statements[0].public_id, "Wrong", by=desk.by, now=NOW)
    desk.undo()
    assert [each.withdrawn_reason for each in made.statements] == ["Wrong", "Undone at the reading desk."]


def test_what_others_built_on_is_not_undone_with_one_key(session, desk, case):
    made = desk.accept("the bridge is open", "The minister")
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=made.statements[:1])
    with pytest.raises(Conflict, match=rf"{made.statements[0].label} is cited"):
        desk.undo()


def test_everyone_undoes_their_own(session, desk, case):
    colleague = make_member(session, *case)
    desk.accept("the bridge is open", "The minister")
    with pytest.raises(DomainError, match="nothing of yours"):
        desk.undo(by=colleague)


def test_what_is_decided_cannot_be_decided_again(session, desk, capture):
    number, command = desk.number("the bridge is open"), desk.command("the bridge is open", "The minister")
    proposals.reject(session, capture.public_id, number, by=desk.by, now=NOW)
    with pytest.raises(Conflict):
        proposals.accept(session, capture.public_id, number, command, by=desk.by, now=NOW)
    with pytest.raises(Conflict):
        proposals.reject(session, capture.public_id, number, by=desk.by, now=NOW)
    assert standing(session, Statement) == 0


def test_merging_puts_one_in_the_place_of_two(session, desk, capture):
    first, second = desk.number("the bridge is open"), desk.number("the road is closed")
    made = proposals.merge(session, capture.public_id, first, second, by=desk.by, now=NOW)
    rows = {row.number: row for row in desk.rows()}
    assert rows[first].outcome is rows[second].outcome is Outcome.RECUT
    assert rows[made].spans == sorted(rows[first].spans + rows[second].spans)
    desk.undo()
    rows = {row.number: row for row in desk.rows()}
    assert made not in rows
    assert rows[first].outcome is rows[second].outcome is None


def test_a_proposal_is_not_merged_with_itself(session, desk, capture):
    number = desk.number("the bridge is open")
    with pytest.raises(DomainError):
        proposals.merge(session, capture.public_id, number, number, by=desk.by, now=NOW)


def test_splitting_puts_two_in_the_place_of_one(session, desk, capture):
    number = desk.number("the bridge is open")
    at = TEXT.index("is open")
    made = proposals.split(session, capture.public_id, number, at, by=desk.by, now=NOW)
    rows = {row.number: row for row in desk.rows()}
    assert rows[made].spans[0][1] == at - 1
    assert rows[made + 1].spans[0][0] == at
    assert rows[made].source == rows[number].source


def test_what_was_split_is_not_undone_under_a_decision(session, desk, capture, case):
    colleague = make_member(session, *case)
    number = desk.number("the bridge is open")
    made = proposals.split(session, capture.public_id, number, TEXT.index("is open"), by=desk.by, now=NOW)
    proposals.reject(session, capture.public_id, made, by=colleague, now=NOW)
    with pytest.raises(Conflict):
        desk.undo()


def test_what_was_undone_with_a_split_is_no_longer_there_to_answer(session, desk, capture):
    number = desk.number("the bridge is open")
    made = proposals.split(session, capture.public_id, number, TEXT.index("is open"), by=desk.by, now=NOW)
    desk.undo()
    with pytest.raises(Conflict):
        proposals.reject(session, capture.public_id, made, by=desk.by, now=NOW)


def test_a_refused_statement_leaves_the_proposal_open(session, desk, capture):
    number = desk.number("the bridge is open")
    command = desk.command("the bridge is open", "The minister", basis=Basis.FORECAST)
    with pytest.raises(DomainError), session.begin_nested():
        proposals.accept(session, capture.public_id, number, command, by=desk.by, now=NOW)
    assert desk.number("the bridge is open") == number


def test_only_who_may_record_decides(session, desk, capture, case):
    reader = make_member(session, *case, role=CaseRole.READER)
    with pytest.raises(Forbidden):
        proposals.reject(session, capture.public_id, 1, by=reader, now=NOW)
    stranger = make_case(session)[1]
    with pytest.raises(NotFound):
        proposals.reject(session, capture.public_id, 1, by=stranger, now=NOW)


def test_nothing_is_decided_about_a_withdrawn_capture(session, desk, capture):
    revisions.withdraw(session, "capture", capture.public_id, "Forged", by=desk.by, now=NOW)
    with pytest.raises(DomainError, match="withdrawn"):
        proposals.reject(session, capture.public_id, 1, by=desk.by, now=NOW)


def test_an_unread_text_has_no_proposals(session, capture, case):
    assert queries.get_desk(session, capture.pk) is None
    assert queries.count_open(session, capture.pk) is None
    with pytest.raises(NotFound):
        proposals.accept_posts(session, capture.public_id, None, by=case[1], now=NOW)
    with pytest.raises(NotFound):
        proposals.reject(session, capture.public_id, 1, by=case[1], now=NOW)


def test_a_protected_source_is_known_by_its_pseudonym_alone(session, case):
    make_source(session, *case, "Real Name", descriptor="a guard", is_protected=True, pseudonym="Source K")
    known = queries.known_sources(session, case[1], case[0].pk)
    assert known.match("Source K").source.label == "SRC1"
    assert known.match("Real Name") is None


def test_every_deed_is_in_the_trail(session, desk, capture):
    desk.accept("the bridge is open", "The minister")
    desk.undo()
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.object_id == capture.public_id)
    ).all()
    assert actions[-3:] == [
        "text read for statements",
        "proposal accepted",
        "deed at the reading desk undone",
    ]


def test_a_proposal_is_never_changed(session, desk, capture):
    before = {row.pk: row.spans for row in session.scalars(select(Proposal)).all()}
    first, second = desk.number("the bridge is open"), desk.number("the road is closed")
    proposals.merge(session, capture.public_id, first, second, by=desk.by, now=NOW)
    assert before.items() <= {row.pk: row.spans for row in session.scalars(select(Proposal)).all()}.items()


def test_a_report_says_what_began_as_a_proposal(session, desk, case):
    made = desk.accept("the bridge is open", "The minister")
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=made.statements[:1])
    said = report_content.gather(
        session, report, version="1", viewer=case[1], now=NOW
    ).content.machine.proposed
    assert made.statements[0].label in said
