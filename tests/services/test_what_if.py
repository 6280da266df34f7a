"""What the loss of sources, documents and captures means in a case that was recorded, and withdrawing them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import event, select, text

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_source,
    make_statement,
    make_user,
    record_chain,
    select_words,
)
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.independence import analyse_all
from tracker.domain.scales import Basis, CaptureMethod, CaseRole, RelayForm, SourceKind
from tracker.services import analysis, documents, passages, relays, revisions, sources
from tracker.services import what_if as service
from tracker.services.documents import Bytes
from tracker.services.relays import RelayTerms
from tracker.services.sources import SourceChoice
from tracker.services.statements import EmbeddedPost
from tracker.services.what_if_picks import pick
from tracker.store.models import Document


@pytest.fixture
def case(session):
    return make_case(session, code="WI")


def asking(session, case, *references):
    picks = pick(session, case[1], case[0].pk, references)
    assert picks.problems == {}
    return service.ask(session, case[1], case[0].pk, picks)


def lines_without(session, case, *references):
    after = asking(session, case, *references).outcome.after
    return {label: lines.lines for label, lines in after.items()}


def withdraw(session, case, *references, reason="It was staged.", by=None, seal=None):
    picks = pick(session, case[1], case[0].pk, references)
    return service.withdraw(session, case[0].pk, picks, reason, seal=seal, by=by or case[1], now=NOW)


def lines_now(session, case):
    graph = analysis.case_graph(session, case[1], case[0].pk)
    return {label: lines.lines for label, lines in analyse_all(graph).items()}


@pytest.fixture
def told(session, blobs, case):
    """A spokesman tells a reporter; her post stands in her own page and in a blogger's, who cites it."""
    left = make_assertion(session, *case, "They left").label
    post = make_capture(session, blobs, *case, "He tells me: we are out.", author="Rima", title="Post")
    spokesman, rima = record_chain(
        session, post, "we are out", "Spokesman", by=case[1], basis=Basis.PARTICIPANT, asserts=(left,)
    )
    page = make_capture(
        session, blobs, *case, "Rima: we are out. So they left.", author="Bader", title="Page"
    )
    (bader,) = record_chain(
        session, page, "So they left.", "Bader", by=case[1], basis=Basis.TOLD, asserts=(left,)
    )
    relays.relay(session, bader.public_id, rima.label, RelayTerms(RelayForm.CITES), by=case[1], now=NOW)
    for said in (spokesman, rima):
        passages.anchor(
            session, said.public_id, page.label, select_words(page, "we are out"), by=case[1], now=NOW
        )
    return SimpleNamespace(left=left, post=post, page=page, spokesman=spokesman, rima=rima, bader=bader)


def test_what_stands_elsewhere_stays_and_no_path_begins_with_it(session, case, told):
    outcome = asking(session, case, told.post.label).outcome
    assert outcome.gone == frozenset()
    assert outcome.before["AS1"].items == (told.rima.label, told.bader.label)
    assert outcome.after["AS1"].items == (told.bader.label,)
    assert outcome.after["AS1"].lines == (1, 1)
    assert list(outcome.after["AS1"].hangs_on) == [("SRC1",), ("SRC2",), ("SRC3",)]


def test_what_stood_nowhere_else_is_gone(session, case, told):
    outcome = asking(session, case, told.page.label).outcome
    assert outcome.gone == {told.bader.label}
    assert outcome.after["AS1"].items == (told.rima.label,)
    assert lines_without(session, case, told.page.label, told.post.label) == {"AS1": (0, 0)}


def test_a_document_takes_all_its_captures_with_it(session, blobs, case):
    claim = make_assertion(session, *case).label
    first = make_capture(session, blobs, *case, "I saw it.", author="Amal")
    (said,) = record_chain(session, first, "I saw it", "Amal", by=case[1], asserts=(claim,))
    document = session.get_one(Document, first.document_pk)
    again = Bytes(b"I saw it. (corrected)", None, CaptureMethod.PASTED)
    second = documents.capture_again(session, blobs, document.public_id, again, by=case[1], now=NOW)
    passages.anchor(
        session, said.public_id, second.label, select_words(second, "I saw it"), by=case[1], now=NOW
    )
    assert lines_without(session, case, first.label) == {claim: (1, 1)}
    assert lines_without(session, case, second.label) == {claim: (1, 1)}
    assert lines_without(session, case, document.label) == {claim: (0, 0)}
    assert [row.label for row in withdraw(session, case, document.label).statements] == [said.label]


def test_an_embedded_post_goes_without_the_page_around_it(session, blobs, case):
    claim = make_assertion(session, *case).label
    page = make_capture(session, blobs, *case, "We left. And more was said.", author="Blog")
    record_chain(
        session, page, "We left.", "Amal", by=case[1], asserts=(claim,), embedded=EmbeddedPost("A post")
    )
    make_statement(session, blobs, *case, asserts=(claim,))
    record_chain(session, page, "And more was said.", "Blog", by=case[1], asserts=("More",))
    post = session.scalars(select(Document).where(Document.title == "A post")).one()
    assert lines_without(session, case, post.label) == {claim: (1, 1), "AS2": (1, 1)}
    assert withdraw(session, case, post.label).labels == [post.label, "ST1", "ST2"]
    assert lines_now(session, case) == {claim: (1, 1), "AS2": (1, 1)}


def test_what_is_left_may_come_through_somebody_elses_hands(session, blobs, case):
    claim = make_assertion(session, *case).label
    own = make_capture(session, blobs, *case, "I saw it.", author="Amal")
    (said,) = record_chain(session, own, "I saw it", "Amal", by=case[1], asserts=(claim,))
    for author, words in (("Amal", "I saw it."), ("Basil", "I was there.")):
        leaked = make_capture(
            session, blobs, *case, words, author=author, obtained_from=SourceChoice("Leila"), again=True
        )
        if author == "Amal":
            passages.anchor(
                session, said.public_id, leaked.label, select_words(leaked, "I saw it"), by=case[1], now=NOW
            )
        else:
            record_chain(session, leaked, words, author, by=case[1], asserts=(claim,))
    assert lines_now(session, case) == {claim: (2, 2)}
    assert lines_without(session, case, own.label) == {claim: (1, 1)}
    withdraw(session, case, own.label)
    assert lines_now(session, case) == {claim: (1, 1)}


def test_whoever_handed_a_document_over_takes_what_stands_in_it_along(session, blobs, case):
    claim = make_assertion(session, *case).label
    leaked = make_capture(
        session, blobs, *case, "A log.", author="Clerk", obtained_from=SourceChoice("Leila")
    )
    record_chain(session, leaked, "A log.", "Clerk", by=case[1], asserts=(claim,))
    assert lines_without(session, case, "Leila") == {claim: (0, 0)}


@pytest.mark.parametrize("which", ["post", "page", "rima", "bader", "Spokesman", "Bader"])
def test_the_plan_promises_the_numbers_of_afterwards(session, case, told, which):
    reference = getattr(told, which).label if hasattr(told, which) else which
    picks = pick(session, case[1], case[0].pk, [reference])
    planned = service.plan(session, case[1], case[0].pk, picks)
    promised = {label: lines.lines for label, lines in planned.after.items()}
    service.withdraw(session, case[0].pk, picks, "A fake.", seal=planned.seal, by=case[1], now=NOW)
    assert lines_now(session, case) == promised


def test_statements_of_a_source_that_bear_on_nothing_are_withdrawn_as_well(session, blobs, case):
    said = make_statement(session, blobs, *case, author="Amal")
    assert withdraw(session, case, "Amal").labels == [said.label]


def test_everything_withdrawn_can_be_restored_by_itself(session, case, told):
    withdraw(session, case, told.page.label)
    assert told.page.is_withdrawn
    assert told.bader.is_withdrawn
    revisions.restore(session, "capture", told.page.public_id, "It is real.", by=case[1], now=NOW)
    revisions.restore(session, "statement", told.bader.public_id, "It is real.", by=case[1], now=NOW)
    assert lines_now(session, case) == {"AS1": (1, 1)}


def test_what_was_corrected_at_the_same_moment_is_a_conflict(session, case, told):
    told.bader.withdrawn_at  # noqa: B018  it has been read
    session.execute(text(f"UPDATE statement SET version = version + 1 WHERE pk = {told.bader.pk}"))
    with pytest.raises(Conflict, match="Somebody changed the case meanwhile"):
        withdraw(session, case, told.bader.label)
    session.refresh(told.bader)
    assert not told.bader.is_withdrawn


def test_what_is_no_longer_what_was_seen_is_a_conflict(session, case, told):
    with pytest.raises(Conflict):
        withdraw(session, case, told.bader.label, seal="ST99")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_withdrawal_has_a_reason(session, case, told, reason):
    with pytest.raises(DomainError, match="Say why") as refused:
        withdraw(session, case, told.bader.label, reason=reason)
    assert refused.value.field == "reason"


def test_nothing_is_withdrawn_twice(session, case, told):
    withdraw(session, case, told.bader.label)
    with pytest.raises(DomainError, match="nothing left to withdraw"):
        withdraw(session, case, told.bader.label)


def test_a_reader_asks_and_withdraws_nothing(session, case, told):
    reader = make_member(session, *case, CaseRole.READER)
    picks = pick(session, reader, case[0].pk, [told.bader.label])
    assert service.ask(session, reader, case[0].pk, picks).outcome.gone == {told.bader.label}
    with pytest.raises(Forbidden):
        service.plan(session, reader, case[0].pk, picks)
    with pytest.raises(Forbidden):
        withdraw(session, case, told.bader.label, by=reader)


def test_a_stranger_names_nothing(session, case, told):
    with pytest.raises(NotFound):
        pick(session, make_user(session), case[0].pk, [told.bader.label])


def test_a_protected_name_names_nobody_and_the_pseudonym_does(session, case):
    hidden = make_source(
        session, *case, "Jane Q. Canary", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    sources.add_alias(session, hidden.public_id, "The Canary", None, by=case[1], now=NOW)
    for name in ("Jane Q. Canary", "The Canary"):
        picks = pick(session, case[1], case[0].pk, [name])
        assert (picks.found, list(picks.problems)) == ((), [name])
    picks = pick(session, case[1], case[0].pk, ["source nine"])
    assert [each.label for each in picks.found] == [hidden.label]
    assert picks.begin == "If Source Nine is wrong"


def test_somebody_nobody_names_is_quoted(session, case):
    make_source(session, *case, "officials", kind=SourceKind.UNNAMED)
    assert pick(session, case[1], case[0].pk, ["officials"]).begin == "If “officials” is wrong"


def test_the_number_of_queries_does_not_grow(session, engine, blobs, case, told):
    things = [told.post.label, told.page.label, "Spokesman", told.bader.label]
    few = queries(engine, session, case, things)
    for _ in range(6):
        said = record_chain(
            session,
            told.page,
            "So they left.",
            "Bader",
            by=case[1],
            asserts=(make_assertion(session, *case).label,),
        )[-1]
        make_statement(session, blobs, *case, asserts=(told.left,))
        relays.relay(session, said.public_id, told.rima.label, RelayTerms(), by=case[1], now=NOW)
    assert queries(engine, session, case, things) == few


def queries(engine, session, case, things):
    seen = []

    def note(_connection, _cursor, sql, *_):
        seen.append(sql)

    session.flush()
    event.listen(engine, "before_cursor_execute", note)
    try:
        asking(session, case, *things)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
