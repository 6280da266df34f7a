"""The analysis over the database: the numbers of the embassy case, and that withdrawing takes away."""

import pytest
from sqlalchemy import event

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_source,
    make_statement,
    make_user,
    record_chain,
)
from tracker.domain.errors import NotFound
from tracker.domain.independence import analyse_all
from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    RelayCertainty,
    RelayForm,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.domain.timing import TimeVerdict
from tracker.services import analysis, assertions, relays, revisions, sources
from tracker.services.relays import RelayTerms
from tracker.services.sources import LinkSources, SourceChoice
from tracker.services.statements import Rest


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", zone="Asia/Baghdad")


def lines(session, case):
    return analyse_all(analysis.case_graph(session, case[1], case[0].pk))


@pytest.fixture
def embassy(session, blobs, case):
    """Four posts and pages that say they left, one that says they did not, an inference and a forecast."""
    left = make_assertion(session, *case, "They had left by 15:00", holds="2020-01-01T15:00/..").label
    still = make_assertion(session, *case, "They were there at 15:20", holds="2020-01-01T15:20").label
    post = make_capture(session, blobs, *case, "Their spokesman tells me: we are out.", author="Rima")
    spokesman, rima = record_chain(
        session, post, "we are out", "Spokesman", by=case[1], basis=Basis.PARTICIPANT, asserts=(left,)
    )
    copy = make_statement(
        session, blobs, *case, "RT: we are out.", author="Xeno", basis=Basis.TOLD, asserts=(left,)
    )
    relays.relay(session, copy.public_id, rima.label, RelayTerms(RelayForm.REPUBLISHES), by=case[1], now=NOW)
    page = make_capture(session, blobs, *case, "They withdrew, according to social media.", author="News")
    somebody, news = record_chain(
        session,
        page,
        "They withdrew",
        SourceChoice("social media", SourceKind.UNKNOWN),
        by=case[1],
        basis=Basis.NOT_STATED,
        asserts=(left,),
    )
    relays.relay(
        session,
        somebody.public_id,
        rima.label,
        RelayTerms(RelayForm.PARAPHRASES, RelayCertainty.POSSIBLE),
        by=case[1],
        now=NOW,
    )
    gate = make_statement(session, blobs, *case, "I am at the gate.", author="Rolf", asserts=(still,))
    assertions.link(
        session,
        _id(session, left),
        still,
        AssertionLinkKind.INCOMPATIBLE,
        "in or out",
        by=case[1],
        now=NOW,
    )
    ordered = make_assertion(session, *case, "It was ordered").label
    make_statement(
        session,
        blobs,
        *case,
        basis=Basis.INFERRED,
        asserts=(ordered,),
        rests_on=(Rest(left), Rest(gate.label)),
    )
    return {"left": left, "still": still, "ordered": ordered, "rima": rima, "copy": copy, "news": news}


def test_each_assertion_has_its_lines(session, case, embassy):
    found = lines(session, case)
    assert {label: each.lines for label, each in found.items()} == {
        "AS1": (1, 2),
        "AS2": (1, 1),
        "AS3": (0, 0),
    }
    assert len(found["AS1"].items) == 3
    assert found["AS1"].repeats == {embassy["copy"].label: (embassy["rima"].label,)}
    assert found["AS1"].suggested.value == "4"
    assert any("rests on AS1 (disputed) and ST6" in words for words in found["AS3"].why)


def test_withdrawing_a_statement_takes_its_line_away_and_makes_no_origin_of_its_repeat(
    session, case, embassy
):
    revisions.withdraw(session, "statement", embassy["rima"].public_id, "a fake", by=case[1], now=NOW)
    found = lines(session, case)["AS1"]
    assert found.lines == (1, 1)
    assert f"Xeno ({embassy['copy'].label}) carries nothing: the trail behind it is cut." in found.why


def test_withdrawing_a_repeat_changes_nothing(session, case, embassy):
    revisions.withdraw(session, "statement", embassy["copy"].public_id, "a fake", by=case[1], now=NOW)
    assert lines(session, case)["AS1"].lines == (1, 2)


def test_withdrawing_the_capture_takes_what_it_held_away(session, blobs, case):
    claim = make_assertion(session, *case).label
    page = make_capture(session, blobs, *case, "I saw it.", author="Rima")
    record_chain(session, page, "I saw it", "Rima", by=case[1], asserts=(claim,))
    assert lines(session, case)[claim].lines == (1, 1)
    revisions.withdraw(session, "capture", page.public_id, "forged", by=case[1], now=NOW)
    assert lines(session, case)[claim].lines == (0, 0)


def test_a_source_employed_by_another_may_not_count_twice(session, blobs, case):
    claim = make_assertion(session, *case).label
    for author in ("Ministry", "Spokesman"):
        make_statement(session, blobs, *case, author=author, asserts=(claim,))
    assert lines(session, case)[claim].lines == (2, 2)
    sources.link(
        session,
        _source(session, "Spokesman").public_id,
        LinkSources(_source(session, "Ministry").label, SourceLinkKind.EMPLOYED_BY),
        by=case[1],
        now=NOW,
    )
    assert lines(session, case)[claim].lines == (1, 2)


def test_a_merged_source_counts_once(session, blobs, case):
    claim = make_assertion(session, *case).label
    for author in ("R. Smith", "Robert Smith"):
        make_statement(session, blobs, *case, author=author, asserts=(claim,))
    short, full = (_source(session, name) for name in ("R. Smith", "Robert Smith"))
    sources.merge(session, short.public_id, full.label, "same person", by=case[1], now=NOW)
    assert lines(session, case)[claim].lines == (1, 1)
    sources.split(session, short.public_id, "two people", by=case[1], now=NOW)
    assert lines(session, case)[claim].lines == (2, 2)


def test_a_denial_and_a_doubt_are_no_support(session, blobs, case):
    claim = make_assertion(session, *case).label
    for stance in (Stance.DENIES, Stance.DOUBTS):
        make_statement(session, blobs, *case, asserts=(claim,), stance=stance)
    assert lines(session, case)[claim].lines == (0, 0)


def test_conflicts_carry_the_verdict_of_their_times(session, case, embassy):
    graph = analysis.case_graph(session, case[1], case[0].pk)
    (conflict,) = analysis.conflicts(session, graph, case[0].pk)
    assert (conflict.a, conflict.b, conflict.reason) == ("AS1", "AS2", "in or out")
    assert conflict.verdict is TimeVerdict.CONTRADICTION


def test_a_withdrawn_assertion_or_link_is_in_no_conflict(session, case, embassy):
    revisions.withdraw(session, "assertion", _id(session, "AS2"), "twice", by=case[1], now=NOW)
    graph = analysis.case_graph(session, case[1], case[0].pk)
    assert analysis.conflicts(session, graph, case[0].pk) == []
    assert graph.incompatible == ()


def test_the_weakest_come_first(session, case, embassy):
    graph = analysis.case_graph(session, case[1], case[0].pk)
    assert [assertion.id for assertion, _ in analysis.weakest_first(graph)] == ["AS3", "AS2", "AS1"]


def test_a_stranger_analyses_nothing(session, case, embassy):
    with pytest.raises(NotFound):
        analysis.case_graph(session, make_user(session), case[0].pk)


def test_a_protected_name_is_not_in_the_graph(session, blobs, case):
    source = make_source(
        session, *case, "Jane Q. Canary", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    page = make_capture(session, blobs, *case, "An official: so it is.", author="Blog")
    record_chain(session, page, "so it is", source.label, by=case[1], asserts=("It is so",))
    graph = analysis.case_graph(session, case[1], case[0].pk)
    assert "Canary" not in repr(graph)
    assert "Canary" not in repr(analyse_all(graph))


def test_the_number_of_queries_does_not_grow(session, engine, blobs, case, embassy):
    few = queries(engine, session, case)
    for _ in range(8):
        make_statement(session, blobs, *case, asserts=(make_assertion(session, *case).label,))
    assert queries(engine, session, case) == few


def queries(engine, session, case):
    seen = []

    def note(_connection, _cursor, sql, *_):
        seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        graph = analysis.case_graph(session, case[1], case[0].pk)
        analysis.conflicts(session, graph, case[0].pk)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _id(session, label):
    from sqlalchemy import select

    from tracker.store.models import Assertion

    return session.scalars(select(Assertion).where(Assertion.number == int(label[2:]))).one().public_id


def _source(session, name):
    from sqlalchemy import select

    from tracker.store.models import Source

    return session.scalars(select(Source).where(Source.name == name)).one()
