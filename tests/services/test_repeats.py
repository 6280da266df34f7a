"""Hints of repeats over the database: what is compared, and what answering and taking back does."""

import json

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_source,
    make_user,
    record_chain,
)
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.independence import analyse
from tracker.domain.scales import (
    CaseRole,
    DocumentKind,
    RelayCertainty,
    RelayForm,
    RepeatSign,
    SourceKind,
    StatementLinkKind,
)
from tracker.services import analysis, relays, repeats, revisions, sources
from tracker.services.repeats import Answer
from tracker.services.sources import SourceChoice
from tracker.services.statements import EmbeddedPost
from tracker.store.models import AuditEvent, Relay, RepeatDecision, Source

REPORT = (
    "Fighters who had camped outside the embassy since Tuesday packed up their tents in the early afternoon and "
    "walked back across the river, leaving behind broken glass, charred gates and a smell of burnt rubber."
)


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def claim(session, case):
    return make_assertion(session, *case, "They left").label


def say(session, blobs, case, claim, text=REPORT, *, author="A paper", words=None, **document):
    capture = make_capture(session, blobs, *case, text, author=author, again=True, **document)
    return record_chain(session, capture, words or text, author, by=case[1], asserts=(claim,))[-1]


@pytest.fixture
def copied(session, blobs, case, claim):
    """A report and its copy of the next day, on an assertion of which both are items."""
    first = say(session, blobs, case, claim, author="The Gazette", published="2020-01-01")
    second = say(session, blobs, case, claim, author="The Copier", published="2020-01-02")
    return first, second


def found(session, case):
    return repeats.open_hints(session, case[1], case[0].pk)


def answer(later, earlier, reason="The same words.", **more):
    return Answer(later.label, earlier.label, reason, **more)


def accept(session, case, later, earlier, **more):
    return repeats.accept(session, "EMB", answer(later, earlier, **more), by=case[1], now=NOW)


def refuse(session, case, later, earlier, reason="Both were at the same briefing."):
    return repeats.refuse(session, "EMB", answer(later, earlier, reason), by=case[1], now=NOW)


def events(session, decision):
    rows = session.scalars(select(AuditEvent).where(AuditEvent.object_id == decision.public_id))
    return [(event.action, event.reason) for event in rows.all()]


def test_a_copied_report_is_hinted_at(session, case, copied):
    (hint,) = found(session, case)
    assert (hint.later, hint.earlier, hint.sign) == (copied[1].label, copied[0].label, RepeatSign.SAME_TEXT)
    assert "stand in D1 too" in hint.reason


def test_only_hints_on_one_assertion_where_it_is_named(session, case, copied, claim):
    assert len(repeats.open_hints(session, case[1], case[0].pk, claim)) == 1
    assert repeats.open_hints(session, case[1], case[0].pk, "AS99") == ()


def test_a_hint_by_itself_changes_nothing(session, case, copied, claim):
    graph = analysis.case_graph(session, case[1], case[0].pk)
    assert analyse(graph, claim).lines == (2, 2)


class TestAccepting:
    def test_it_makes_a_possible_relay_with_the_reason(self, session, case, copied, claim):
        decision = accept(session, case, copied[1], copied[0])
        relay = session.get(Relay, decision.relay_pk)
        assert (relay.child_pk, relay.parent_pk) == (copied[1].pk, copied[0].pk)
        assert (relay.certainty, relay.form, relay.note) == (
            RelayCertainty.POSSIBLE,
            RelayForm.REPUBLISHES,
            "The same words.",
        )
        graph = analysis.case_graph(session, case[1], case[0].pk)
        assert analyse(graph, claim).lines == (1, 2)
        assert found(session, case) == ()

    def test_it_is_explicit_where_the_text_itself_says_so(self, session, case, copied):
        decision = accept(session, case, copied[1], copied[0], certainty=RelayCertainty.EXPLICIT)
        assert session.get(Relay, decision.relay_pk).certainty is RelayCertainty.EXPLICIT

    def test_it_is_noted_in_the_trail_with_both_statements(self, session, case, copied):
        decision = accept(session, case, copied[1], copied[0])
        assert events(session, decision) == [("repeat hint accepted", "The same words.")]
        event = session.scalars(select(AuditEvent).where(AuditEvent.object_id == decision.public_id)).one()
        details = json.loads(event.body)["details"]
        assert (details["later"], details["earlier"]) == (copied[1].public_id, copied[0].public_id)
        assert details["sign"] == "same text"

    def test_whichever_the_analyst_calls_the_earlier_where_the_dates_do_not_tell(
        self, session, blobs, case, claim
    ):
        one, two = (say(session, blobs, case, claim, author=name) for name in ("A paper", "B paper"))
        accept(session, case, one, two)
        assert session.scalars(select(Relay)).one().parent_pk == two.pk

    def test_the_wrong_way_round_is_refused_at_the_field_where_they_do(self, session, case, copied):
        with pytest.raises(DomainError, match="is the earlier one by its date") as refused:
            accept(session, case, copied[0], copied[1])
        assert refused.value.field == "earlier"
        assert session.scalars(select(Relay)).all() == []

    def test_a_recorded_order_tells(self, session, blobs, case, claim):
        one, two = (say(session, blobs, case, claim, author=name) for name in ("A paper", "B paper"))
        relays.link(
            session, two.public_id, one.label, StatementLinkKind.BEFORE, "It says so.", by=case[1], now=NOW
        )
        (hint,) = found(session, case)
        assert (hint.earlier, hint.order_known) == (two.label, True)


class TestRefusing:
    def test_a_refused_hint_does_not_return_either_way_round(self, session, case, copied):
        decision = refuse(session, case, copied[1], copied[0])
        assert not decision.is_accepted
        assert decision.relay_pk is None
        assert session.scalars(select(Relay)).all() == []
        assert found(session, case) == ()
        assert events(session, decision) == [("repeat hint refused", "Both were at the same briefing.")]

    def test_the_next_one_may_come_up_instead(self, session, blobs, case, claim, copied):
        third = say(session, blobs, case, claim, author="Third", published="2020-01-03")
        assert {hint.earlier for hint in found(session, case)} == {copied[0].label}
        refuse(session, case, third, copied[0])
        assert (third.label, copied[1].label) in [(hint.later, hint.earlier) for hint in found(session, case)]


class TestTakingBack:
    def test_the_relay_goes_with_it_and_the_hint_returns(self, session, case, copied, claim):
        decision = accept(session, case, copied[1], copied[0])
        repeats.take_back(session, decision.public_id, "Too quick.", by=case[1], now=NOW)
        assert session.get(Relay, decision.relay_pk).withdrawn_reason == "Too quick."
        assert decision.withdrawn_reason == "Too quick."
        assert len(found(session, case)) == 1
        assert events(session, decision)[-1] == ("answer to a repeat hint taken back", "Too quick.")
        accept(session, case, copied[1], copied[0])
        assert len(session.scalars(select(RepeatDecision)).all()) == 2

    def test_a_refusal_taken_back_opens_the_hint_again(self, session, case, copied):
        decision = refuse(session, case, copied[1], copied[0])
        repeats.take_back(session, decision.public_id, "Too quick.", by=case[1], now=NOW)
        assert len(found(session, case)) == 1

    def test_a_relay_withdrawn_before_stays_as_it_was(self, session, case, copied):
        decision = accept(session, case, copied[1], copied[0])
        relay = session.get(Relay, decision.relay_pk)
        revisions.withdraw(session, "relay", relay.public_id, "Not so.", by=case[1], now=NOW)
        assert found(session, case) == ()
        repeats.take_back(session, decision.public_id, "Too quick.", by=case[1], now=NOW)
        assert relay.withdrawn_reason == "Not so."
        assert len(found(session, case)) == 1

    def test_it_needs_a_reason_and_happens_once(self, session, case, copied):
        decision = refuse(session, case, copied[1], copied[0])
        with pytest.raises(DomainError) as refused:
            repeats.take_back(session, decision.public_id, " ", by=case[1], now=NOW)
        assert refused.value.field == "reason"
        repeats.take_back(session, decision.public_id, "Too quick.", by=case[1], now=NOW)
        with pytest.raises(DomainError, match="already"):
            repeats.take_back(session, decision.public_id, "Again.", by=case[1], now=NOW)


@pytest.mark.parametrize("act", [repeats.accept, repeats.refuse])
class TestWhatIsNoAnswer:
    def test_without_a_reason(self, session, case, copied, act):
        with pytest.raises(DomainError) as refused:
            act(session, "EMB", answer(copied[1], copied[0], " "), by=case[1], now=NOW)
        assert refused.value.field == "reason"

    def test_to_a_hint_that_was_answered_meanwhile(self, session, case, copied, act):
        refuse(session, case, copied[1], copied[0])
        with pytest.raises(Conflict, match="no longer open"):
            act(session, "EMB", answer(copied[1], copied[0]), by=case[1], now=NOW)
        assert len(session.scalars(select(RepeatDecision)).all()) == 1

    def test_on_statements_nobody_hinted_at(self, session, blobs, case, copied, claim, act):
        other = say(session, blobs, case, claim, "Quite other words.", author="Another")
        with pytest.raises(Conflict):
            act(session, "EMB", answer(other, copied[0]), by=case[1], now=NOW)

    @pytest.mark.parametrize(
        ("later", "earlier"), [("ST99", "ST1"), ("ST2", ""), (None, "ST1"), ("x", "ST1")]
    )
    def test_on_no_statement_of_the_case(self, session, case, copied, act, later, earlier):
        with pytest.raises(DomainError) as refused:
            act(session, "EMB", Answer(later, earlier, "So."), by=case[1], now=NOW)
        assert refused.value.field == "earlier"

    def test_by_whoever_may_only_read_or_not_even_that(self, session, case, copied, act):
        reader = make_member(session, *case, CaseRole.READER)
        with pytest.raises(Forbidden):
            act(session, "EMB", answer(copied[1], copied[0]), by=reader, now=NOW)
        with pytest.raises(NotFound):
            act(session, "EMB", answer(copied[1], copied[0]), by=make_user(session), now=NOW)


def test_a_stranger_is_shown_no_hint_and_takes_back_no_answer(session, case, copied):
    decision, stranger = refuse(session, case, copied[1], copied[0]), make_user(session)
    with pytest.raises(NotFound):
        repeats.open_hints(session, stranger, case[0].pk)
    with pytest.raises(NotFound):
        repeats.take_back(session, decision.public_id, "So.", by=stranger, now=NOW)
    reader = make_member(session, *case, CaseRole.READER)
    assert repeats.open_hints(session, reader, case[0].pk) == ()
    with pytest.raises(Forbidden):
        repeats.take_back(session, decision.public_id, "So.", by=reader, now=NOW)


class TestWhatIsCompared:
    def test_one_post_by_its_address_and_by_its_archive(self, session, blobs, case, claim):
        say(session, blobs, case, claim, "We left.", author="One", address="https://twitter.com/a/status/12")
        say(
            session, blobs, case, claim, "They left.", author="Two",
            archive_address="https://web.archive.org/web/2020/https://x.com/a/status/12",
        )  # fmt: skip
        (hint,) = found(session, case)
        assert hint.reason == "Both have the post id Twitter 12."

    def test_what_a_page_embeds_is_its_own_text(self, session, blobs, case, claim):
        page = make_capture(
            session, blobs, *case, f"A blog on things. {REPORT} And more of it.", author="Blog"
        )
        record_chain(
            session,
            page,
            REPORT,
            "The Gazette",
            by=case[1],
            asserts=(claim,),
            embedded=EmbeddedPost("A post"),
        )
        say(session, blobs, case, claim, f"Look: {REPORT}", author="Copier", published="2020-01-05")
        assert len(found(session, case)) == 1

    def test_the_agency_by_another_of_its_names(self, session, blobs, case, claim):
        agency = make_source(session, *case, "Wire Desk", kind=SourceKind.OUTLET)
        sources.add_alias(session, agency.public_id, "Agence France-Presse", None, by=case[1], now=NOW)
        choice = SourceChoice("The Daily Star", SourceKind.OUTLET)
        wired = make_capture(session, blobs, *case, "Fighters left.\n– AFP", author=choice)
        record_chain(session, wired, "Fighters left.", choice, by=case[1], asserts=(claim,))
        own = make_capture(session, blobs, *case, "Our wire: they left.", author=SourceChoice(agency.label))
        record_chain(session, own, "they left", SourceChoice(agency.label), by=case[1], asserts=(claim,))
        assert [hint.sign for hint in found(session, case)] == [RepeatSign.WIRE_MARK]

    def test_a_person_is_taken_for_an_own_correspondent(self, session, blobs, case, claim):
        say(session, blobs, case, claim, "Fighters left.\n– AFP", author="Jane Doe")
        say(session, blobs, case, claim, "Quite other words.", author="AFP")
        assert found(session, case) == ()

    def test_a_withdrawn_capture_is_not_compared(self, session, blobs, case, claim, copied):
        third = make_capture(session, blobs, *case, REPORT, author="Third", again=True)
        record_chain(session, third, REPORT, "Third", by=case[1], asserts=(claim,))
        assert len(found(session, case)) == 2
        revisions.withdraw(session, "capture", third.public_id, "A forgery.", by=case[1], now=NOW)
        assert len(found(session, case)) == 1

    def test_a_picture_has_no_words_and_breaks_nothing(self, session, blobs, case, claim):
        for author in ("One", "Two"):
            say(session, blobs, case, claim, author=author, kind=DocumentKind.PHOTOGRAPH, words=REPORT[:30])
        assert len(found(session, case)) == 1

    def test_a_protected_name_is_no_name_to_compare_or_to_show(self, session, blobs, case, claim):
        hidden = make_source(
            session, *case, "Reuters", is_protected=True, pseudonym="JUNIPER", descriptor="Somebody."
        )
        sources_alias = sources.add_alias(
            session, hidden.public_id, "Thomson Reuters", None, by=case[1], now=NOW
        )
        assert sources_alias
        held = make_capture(session, blobs, *case, "They left, I say.", author=SourceChoice(hidden.label))
        record_chain(session, held, "They left", SourceChoice(hidden.label), by=case[1], asserts=(claim,))
        choice = SourceChoice("The Daily Star", SourceKind.OUTLET)
        wired = make_capture(session, blobs, *case, "Fighters left.\n– Reuters", author=choice)
        record_chain(session, wired, "Fighters left.", choice, by=case[1], asserts=(claim,))
        seen = repeats.find(session, case[1], case[0].pk)
        assert seen.hints == ()
        assert [each.agency for each in seen.agencies] == ["Reuters"]
        names = session.scalars(select(Source.name).where(Source.is_protected)).all()
        assert not [name for item in seen.held.items for name in item.names if name in names]


def test_the_number_of_queries_does_not_grow(session, blobs, case, claim, count_queries, copied):
    with count_queries() as few:
        found(session, case)
    for number in range(8):
        say(session, blobs, case, claim, f"{REPORT} {number}", author=f"Paper {number}", words=REPORT)
    with count_queries() as many:
        assert len(found(session, case)) == 9
    assert many.count == few.count
