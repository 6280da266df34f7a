"""Saying how assertions turned out through the pages: picking a basis, looking ahead, taking it back, the list."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_assertion, make_case, make_member, make_statement, make_user
from tests.functional.strict_client import form_for, problems
from tracker.domain.scales import CaseRole, Outcome
from tracker.services import resolutions
from tracker.services.resolutions import Resolve
from tracker.store.models import Resolution, ResolutionBasis, Source

SOUND = {"outcome": "true", "reason": "The court found so."}


@pytest.fixture
def case(session, blobs):
    """A case in which a guard and a driver assert AS1, and a court says something that bears on nothing yet."""
    case, lead = make_case(session, code="EMB")
    claim = make_assertion(session, case, lead, "They left", topic="the siege")
    make_statement(session, blobs, case, lead, "They left at noon.", author="A guard", asserts=(claim.label,))
    make_statement(session, blobs, case, lead, "All gone.", author="A driver", asserts=(claim.label,))
    make_statement(session, blobs, case, lead, "The court finds that they left.", author="A court")
    session.commit()
    return case, lead, claim


@pytest.fixture
def analyst(case, login):
    return login(case[1])


@pytest.fixture
def here(case):
    return f"/cases/EMB/resolutions/{case[2].public_id}"


def resolve(session, case, outcome=Outcome.TRUE, reason="The court found so.", basis=()):
    made = resolutions.resolve(
        session, Resolve(case[2].public_id, outcome, reason, basis), by=case[1], now=NOW
    )
    session.commit()
    return made


def stored(session):
    return session.scalar(select(func.count(Resolution.pk)))


def test_an_assertion_is_resolved_on_the_basis_of_statements(analyst, session, here):
    answer = analyst.post_form(here, {**SOUND, "basis": ["ST3"]}, status=303)
    assert answer.headers["Location"].startswith("/cases/EMB/assertions/")
    made = session.scalars(select(Resolution)).one()
    assert (made.outcome, made.reason) == (Outcome.TRUE, "The court found so.")
    assert session.scalar(select(func.count(ResolutionBasis.pk))) == 1
    listed = analyst.get_ok("/cases/EMB/resolutions/").text
    assert "The court found so." in listed
    assert "ST3" in listed


def test_words_alone_are_enough(analyst, session, here):
    analyst.post_form(here, SOUND, status=303)
    assert "on these words alone" in analyst.get_ok("/cases/EMB/resolutions/").text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": "typed already"}, "Choose how it turned out."),
        ({"outcome": "true"}, "Say on what basis this is established."),
        ({"outcome": "true", "reason": "   "}, "Say on what basis this is established."),
        ({"outcome": "true", "reason": "x" * 5001}, "under 5,000 characters"),
        ({"outcome": "true", "reason": "nul \x00"}, "NUL"),
    ],
)
@pytest.mark.parametrize("do", ["", "preview"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(analyst, session, here, data, message, do):
    answer = analyst.post_form(
        here, {**data, "basis": ["ST2"], "search": "court"}, extra={"do": do}, status=422
    )
    assert any(message in problem for problem in problems(answer.text))
    assert 'value="ST2" checked' in answer.text
    assert 'value="court"' in answer.text
    assert stored(session) == 0


@pytest.mark.parametrize("word", ["maybe", "TRUE", "1"])
def test_an_outcome_that_is_not_offered_is_refused(analyst, session, here, word):
    answer = analyst.post_form(here, {"reason": "x"}, extra={"outcome": word}, status=422)
    assert "Choose" in problems(answer.text)[0]
    assert stored(session) == 0


@pytest.mark.parametrize("label", ["ST99", "AS1", "x", "0" * 26, "ST" + "9" * 40, "' OR 1=1"])
def test_a_basis_that_is_not_there_is_said_at_its_field(analyst, session, here, label):
    answer = analyst.post_form(here, SOUND, extra={"basis": [label]}, status=422)
    assert "in this case" in problems(answer.text)[0]
    assert "The court found so." in answer.text
    assert stored(session) == 0


def test_statements_are_searched_without_losing_what_was_typed_or_picked(analyst, session, here):
    answer = analyst.post_form(
        here, {**SOUND, "basis": ["ST1"], "search": "COURT finds"}, extra={"do": "search"}, status=200
    )
    assert "Statements with “COURT finds”" in answer.text
    assert 'value="ST1" checked' in answer.text
    assert 'value="ST3"' in answer.text
    assert 'value="ST2"' not in answer.text
    assert "The court found so." in answer.text
    assert stored(session) == 0


def test_a_search_that_cannot_be_asked_says_so(analyst, here):
    answer = analyst.post_form(here, {"search": "a" * 301}, extra={"do": "search"}, status=422)
    assert "under 300 characters" in problems(answer.text)[0]
    assert analyst.post_form(here, {"search": "a \x00 b"}, extra={"do": "search"}, status=422)
    nothing = analyst.post_form(here, {"search": "zebra"}, extra={"do": "search"}, status=200)
    assert "No other standing statement of this case is like that." in nothing.text


def test_a_look_ahead_says_whose_record_moves_and_stores_nothing(analyst, session, here):
    answer = analyst.post_form(
        here, {**SOUND, "outcome": "false", "basis": ["ST2"]}, extra={"do": "preview"}, status=200
    )
    words = " ".join(answer.text.split())
    assert "No record yet, then 0 of 1 right. It asserted AS1, which proved false." in words
    assert "Stays without a record. The resolution of AS1 rests on this source" in words
    assert 'value="ST2" checked' in answer.text
    assert stored(session) == 0


def test_a_look_ahead_with_a_basis_that_is_not_there_is_refused(analyst, here):
    answer = analyst.post_form(here, SOUND, extra={"do": "preview", "basis": ["ST99"]}, status=422)
    assert "There is no “ST99”" in problems(answer.text)[0]


def test_a_look_ahead_says_when_nobody_spoke_of_it(analyst, session, case):
    lonely = make_assertion(session, case[0], case[1], "Nobody said this")
    session.commit()
    answer = analyst.post_form(
        f"/cases/EMB/resolutions/{lonely.public_id}", SOUND, extra={"do": "preview"}, status=200
    )
    assert "No source of this case asserts or denies it" in answer.text


def test_resolving_again_shows_what_stood_and_keeps_it(analyst, session, case, here):
    resolve(session, case, Outcome.FALSE, "So it seemed.", ("ST1",))
    shown = analyst.get_ok(here).text
    assert "So it seemed." in shown
    assert "Resolve it again" in shown
    assert 'value="ST1"' in shown
    analyst.post_form(here, SOUND, status=303)
    again = analyst.get_ok(here).text
    assert "resolved again: The court found so." in again
    assert stored(session) == 2
    past = analyst.get_ok(f"/cases/EMB/history/assertion/{case[2].public_id}").text
    assert past.count("assertion resolved") == 2


def test_whoever_decided_before_a_colleague_is_told_and_sees_both(analyst, session, case, here):
    old = form_for(analyst.get_ok(here).text, here, here)
    resolve(session, case, Outcome.FALSE, "A colleague found this.")
    sent = dict(old.form_values()) | {**SOUND, "basis": "ST3"}
    answer = analyst.http.post(here, data=sent)
    assert answer.status_code == 409
    assert "while you were writing" in problems(answer.text)[0]
    assert "A colleague found this." in answer.text
    assert "The court found so." in answer.text
    assert 'value="ST3" checked' in answer.text
    assert stored(session) == 1
    saved = analyst.http.post(here, data=dict(form_for(answer.text, here, here).form_values()))
    assert saved.status_code == 303
    assert stored(session) == 2


def test_a_resolution_is_withdrawn_with_a_reason(analyst, session, case, here):
    made = resolve(session, case)
    there = f"/cases/EMB/resolutions/{made.public_id}/withdraw"
    assert "Say why" in problems(analyst.post_form(there, {}, status=422).text)[0]
    analyst.post_form(there, {"reason": "too early"}, status=303)
    assert "withdrawn already" in problems(analyst.post_form(there, {"reason": "again"}, status=422).text)[0]
    assert "Nothing resolved yet" in analyst.get_ok("/cases/EMB/resolutions/").text
    assert "too early" in analyst.get_ok("/cases/EMB/resolutions/?withdrawn=only").text
    assert "too early" in analyst.get_ok(here).text


def test_what_lost_its_basis_is_said_to_count_for_nobody(analyst, session, case, here):
    resolve(session, case, basis=("ST3",))
    analyst.post_form(
        f"/cases/EMB/statements/{public_id(session, 3)}/withdraw", {"reason": "forged"}, status=303
    )
    assert "counts for nobody" in analyst.get_ok("/cases/EMB/resolutions/").text
    assert "counts for nobody" in analyst.get_ok(here).text
    assert 'value="ST3"' not in analyst.get_ok(here).text


def public_id(session, number):
    from tracker.store.models import Statement

    return session.scalars(select(Statement.public_id).where(Statement.number == number)).one()


def test_a_withdrawn_assertion_is_not_resolved(analyst, session, case, here):
    analyst.post_form(
        f"/cases/EMB/assertions/{case[2].public_id}/withdraw", {"reason": "typed twice"}, status=303
    )
    assert "Restore it" in problems(analyst.post_form(here, SOUND, status=422).text)[0]


def test_readers_see_the_list_and_resolve_nothing_and_strangers_see_nothing(session, case, here, login):
    made = resolve(session, case)
    reader = make_member(session, *case[:2], CaseRole.READER)
    stranger = make_user(session)
    session.commit()
    client = login(reader)
    listed = client.get_ok("/cases/EMB/resolutions/").text
    assert "The court found so." in listed
    assert "Resolve again" not in listed
    withdraw = f"/cases/EMB/resolutions/{made.public_id}/withdraw"
    for url in (here, withdraw):
        assert client.get(url).status_code == 403
        assert login(stranger).get(url).status_code == 404
    assert login(stranger).get("/cases/EMB/resolutions/").status_code == 404


def test_the_list_is_narrowed(analyst, session, case):
    for text, outcome, topic in (
        ("The gate was shut", Outcome.FALSE, "the gate"),
        ("A road was closed", Outcome.PARTLY, None),
    ):
        claim = make_assertion(session, *case[:2], text, topic=topic)
        resolve(session, (case[0], case[1], claim), outcome)
    pages = {
        "outcome=false": "The gate was shut",
        "topic=the gate": "The gate was shut",
        "topic=-": "A road was closed",
        "q=ROAD": "A road was closed",
        "q=as2": "The gate was shut",
    }
    for query, text in pages.items():
        shown = analyst.get_ok(f"/cases/EMB/resolutions/?{query}").text
        others = {"The gate was shut", "A road was closed"} - {text}
        assert text in shown, query
        assert not [other for other in others if other in shown], query
    assert "Nothing found" in analyst.get_ok("/cases/EMB/resolutions/?q=zebra").text
    for nonsense in ("outcome=x&page=x", "page=99999", "page=-1", "topic=nonsense"):
        assert analyst.get(f"/cases/EMB/resolutions/?{nonsense}").status_code == 200


def test_the_form_and_the_list_cost_the_same_however_much_there_is(
    analyst, session, blobs, case, here, count_queries
):
    def counted():
        found = []
        for url in (here, "/cases/EMB/resolutions/"):
            with count_queries() as asked:
                analyst.get_ok(url)
            found.append(asked.count)
        return found

    resolve(session, case, basis=("ST1",))
    few = counted()
    for _ in range(5):
        claim = make_assertion(session, *case[:2])
        make_statement(session, blobs, *case[:2], asserts=(claim.label,))
        resolve(session, (case[0], case[1], claim), basis=("ST1", "ST2"))
    assert counted() == few


def test_a_protected_source_is_named_by_its_pseudonym(analyst, session, blobs, case, here):
    source = session.scalars(select(Source).where(Source.name == "A court")).one()
    source.is_protected, source.pseudonym, source.descriptor = True, "Judge One", "A judge."
    session.commit()
    resolve(session, case, basis=("ST3",))
    for url in (here, "/cases/EMB/resolutions/"):
        shown = analyst.get_ok(url).text
        assert "Judge One" in shown
        assert "A court" not in shown


def test_an_assertion_has_a_topic_and_offers_those_in_use(analyst, session, case):
    shown = analyst.get_ok("/cases/EMB/assertions/new").text
    assert '<option value="the siege">' in shown
    analyst.post_form(
        "/cases/EMB/assertions/new", {"text": "They came back", "topic": "The Siege"}, status=303
    )
    url = f"/cases/EMB/assertions/{case[2].public_id}/correct"
    corrected = form_for(analyst.get_ok(url).text, url, url)
    assert corrected.fields["topic"] == "the siege"
    analyst.post_form(url, {"topic": "the retreat", "reason": "clearer"}, status=303)
    session.expire_all()
    assert case[2].topic == "the retreat"
