"""What a resolved assertion counts for whom: roles, denials, and that nobody confirms themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceLinkRec, SourceRec, StatementRec
from tracker.domain.resolutions import Record, Resolved, Role, Verdict, moves, records
from tracker.domain.scales import Basis, Fidelity, Outcome, RelayCertainty, SourceKind, SourceLinkKind, Stance
from tracker.domain.track_record import Tally

UNTIMED = settings(deadline=None)


def said(label, source, basis=Basis.OBSERVED, stance=Stance.ASSERTS, *, of="AS1", entry=True, also=()):
    conveys = {of: stance} if of else {}
    return StatementRec(label, source, basis, entry, conveys, also)


def case(*statements, relays=(), links=(), rests_on=None):
    names = {voice for each in statements for voice in (each.source, *each.also_on_path)}
    names |= {name for link in links for name in link[:2]}
    claims = {f"AS{number}": AssertionRec(f"AS{number}", "a claim") for number in range(1, 10)}
    return CaseGraph(
        sources={name: SourceRec(name, SourceKind.PERSON, name) for name in names},
        assertions=claims,
        statements={each.id: each for each in statements},
        relays=tuple(relay if isinstance(relay, RelayRec) else RelayRec(*relay) for relay in relays),
        source_links=tuple(SourceLinkRec(a, b, kind) for a, b, kind in links),
        rests_on=rests_on or {},
    )


def found(graph, *resolved):
    """Source and role with the verdict on AS1."""
    answer = records(graph, resolved)
    return {
        (source, entry.role.value): entry.verdict
        for source, record in answer.items()
        for entry in record.entries
    }


def proved(outcome=Outcome.TRUE, *basis, of="AS1", topic=None):
    return Resolved(of, outcome, topic, basis)


ORIGINAL, RELAYING = "original", "relaying"
TRUE, FALSE = Outcome.TRUE, Outcome.FALSE
RIGHT, WRONG, NEITHER, NOT_COUNTED = Verdict.RIGHT, Verdict.WRONG, Verdict.NEITHER, Verdict.NOT_COUNTED

CHAIN = case(
    said("ST1", "Spokesman", Basis.PARTICIPANT, of=None, entry=False),
    said("ST2", "Reporter", Basis.TOLD),
    said("ST3", "Page", Basis.NOT_STATED),
    relays=[("ST2", "ST1"), ("ST3", "ST2")],
)


@pytest.mark.parametrize(("outcome", "verdict"), [(TRUE, RIGHT), (FALSE, WRONG)])
def test_who_knew_it_counts_as_original_and_who_repeats_it_as_relaying(outcome, verdict):
    assert found(CHAIN, proved(outcome)) == {
        ("Spokesman", ORIGINAL): verdict,
        ("Reporter", RELAYING): verdict,
        ("Page", RELAYING): verdict,
    }


def test_who_saw_it_and_quotes_another_is_original_and_so_is_the_other():
    graph = case(said("ST1", "Guard", entry=False, of=None), said("ST2", "Reporter"), relays=[("ST2", "ST1")])
    assert found(graph, proved()) == {("Reporter", ORIGINAL): RIGHT, ("Guard", ORIGINAL): RIGHT}


def test_who_was_told_by_nobody_named_only_passes_it_on():
    assert found(case(said("ST1", "Page", Basis.TOLD)), proved()) == {("Page", RELAYING): RIGHT}


def test_who_concludes_or_foresees_answers_for_it_and_what_lies_behind_the_conclusion_does_not():
    graph = case(
        said("ST1", "Guard", of=None),
        said("ST2", "Analyst", Basis.INFERRED),
        said("ST3", "Oracle", Basis.FORECAST, entry=False, of=None),
        said("ST4", "Page", Basis.TOLD),
        relays=[("ST2", "ST1"), ("ST4", "ST3")],
    )
    assert found(graph, proved(FALSE)) == {
        ("Analyst", ORIGINAL): WRONG,
        ("Page", RELAYING): WRONG,
        ("Oracle", ORIGINAL): WRONG,
    }


@pytest.mark.parametrize("basis", [Basis.OPINION, Basis.QUESTION])
def test_an_opinion_or_a_question_commits_to_nothing(basis):
    assert found(case(said("ST1", "A", basis)), proved()) == {}


def test_a_doubt_commits_to_nothing():
    assert found(case(said("ST1", "A", stance=Stance.DOUBTS)), proved()) == {}


@pytest.mark.parametrize(("outcome", "verdict"), [(TRUE, WRONG), (FALSE, RIGHT)])
def test_a_denial_counts_the_other_way_round_and_so_for_whoever_is_repeated_in_it(outcome, verdict):
    graph = case(
        said("ST1", "Ministry", Basis.PARTICIPANT, Stance.DENIES),
        said("ST2", "Television", Basis.TOLD, Stance.DENIES),
        relays=[("ST2", "ST1")],
    )
    assert found(graph, proved(outcome)) == {
        ("Ministry", ORIGINAL): verdict,
        ("Television", RELAYING): verdict,
    }


def test_who_repeats_a_denial_to_assert_the_contrary_speaks_for_itself_alone():
    graph = case(
        said("ST1", "Ministry", Basis.PARTICIPANT, Stance.DENIES),
        said("ST2", "Reporter", Basis.TOLD),
        relays=[("ST2", "ST1")],
    )
    assert found(graph, proved()) == {("Reporter", RELAYING): RIGHT, ("Ministry", ORIGINAL): WRONG}


def test_who_said_both_counts_neither_way():
    graph = case(said("ST1", "A"), said("ST2", "A", stance=Stance.DENIES))
    (entry,) = records(graph, [proved()])["A"].entries
    assert entry.verdict is NEITHER
    assert entry.why == "It asserted AS1 and denied it, which proved true."


@pytest.mark.parametrize(
    "relay",
    [
        RelayRec("ST2", "ST1", fidelity=Fidelity.ALTERED),
        RelayRec("ST2", "ST1", RelayCertainty.POSSIBLE),
    ],
)
def test_nobody_answers_for_what_was_altered_or_is_only_suspected(relay):
    graph = case(
        said("ST1", "Spokesman", Basis.PARTICIPANT, of=None, entry=False),
        said("ST2", "Reporter", Basis.TOLD),
        relays=[relay],
    )
    assert found(graph, proved()) == {("Reporter", RELAYING): RIGHT}


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.UNRESOLVABLE])
def test_partly_true_and_unresolvable_are_shown_and_count_neither_way(outcome):
    (row,) = records(case(said("ST1", "A")), [proved(outcome)])["A"].rows
    assert row.tally == Tally(0, 0)
    assert [entry.verdict for entry in row.beside] == [NEITHER]


def test_one_assertion_counts_once_however_often_it_was_said():
    graph = case(*(said(f"ST{number}", "A") for number in range(1, 9)))
    assert records(graph, [proved()])["A"].overall(Role.ORIGINAL).tally == Tally(1, 0)


def test_roles_and_topics_are_counted_apart():
    graph = case(
        said("ST1", "A"),
        said("ST2", "A", of="AS2"),
        said("ST3", "A", of="AS3"),
        said("ST4", "A", Basis.TOLD, of="AS4"),
    )
    resolved = [
        proved(topic="the street"),
        proved(FALSE, of="AS2", topic="the palace"),
        proved(of="AS3"),
        proved(of="AS4", topic="the street"),
    ]
    rows = records(graph, resolved)["A"].rows
    assert [(row.role, row.topic, row.tally) for row in rows] == [
        (Role.ORIGINAL, None, Tally(2, 1)),
        (Role.ORIGINAL, "the palace", Tally(0, 1)),
        (Role.ORIGINAL, "the street", Tally(1, 0)),
        (Role.RELAYING, None, Tally(1, 0)),
        (Role.RELAYING, "the street", Tally(1, 0)),
    ]


def test_nobody_confirms_themselves():
    graph = case(said("ST1", "A"), said("ST2", "B"), said("ST3", "A", of=None))
    assert found(graph, proved(TRUE, "ST3")) == {("A", ORIGINAL): NOT_COUNTED, ("B", ORIGINAL): RIGHT}


@pytest.mark.parametrize(
    "kind",
    [
        SourceLinkKind.SAME_AS,
        SourceLinkKind.ACCOUNT_OF,
        SourceLinkKind.POSSIBLY_SAME_AS,
        SourceLinkKind.COORDINATED_WITH,
        SourceLinkKind.EMPLOYED_BY,
        SourceLinkKind.STATE_CONTROLLED_BY,
    ],
)
def test_nor_does_anybody_on_whom_they_may_depend(kind):
    graph = case(
        said("ST1", "Ministry"), said("ST2", "Television", of=None), links=[("Television", "Ministry", kind)]
    )
    assert found(graph, proved(TRUE, "ST2")) == {("Ministry", ORIGINAL): NOT_COUNTED}


def test_nor_through_a_third_who_depends_on_both():
    graph = case(
        said("ST1", "Ministry"),
        said("ST2", "Television", of=None),
        links=[
            ("Ministry", "State", SourceLinkKind.MEMBER_OF),
            ("Television", "State", SourceLinkKind.OWNED_BY),
        ],
    )
    assert found(graph, proved(TRUE, "ST2")) == {("Ministry", ORIGINAL): NOT_COUNTED}


def test_nor_does_anybody_on_whom_somebody_behind_the_basis_may_depend():
    graph = case(
        said("ST1", "Ministry"),
        said("ST2", "Television", of=None),
        said("ST3", "Agency", Basis.TOLD, of=None),
        relays=[("ST3", "ST2")],
        links=[("Television", "Ministry", SourceLinkKind.STATE_CONTROLLED_BY)],
    )
    assert found(graph, proved(TRUE, "ST3")) == {("Ministry", ORIGINAL): NOT_COUNTED}


def test_who_is_different_confirms():
    graph = case(
        said("ST1", "A"), said("ST2", "B", of=None), links=[("A", "B", SourceLinkKind.DIFFERENT_FROM)]
    )
    assert found(graph, proved(TRUE, "ST2")) == {("A", ORIGINAL): RIGHT}


@pytest.mark.parametrize(
    "relay",
    [
        RelayRec("ST2", "ST1"),
        RelayRec("ST2", "ST1", RelayCertainty.POSSIBLE),
        RelayRec("ST2", "ST1", fidelity=Fidelity.ALTERED),
    ],
)
def test_a_resolution_rests_on_everybody_behind_its_basis(relay):
    graph = case(said("ST1", "A"), said("ST2", "Court", Basis.TOLD, of=None), relays=[relay])
    assert found(graph, proved(TRUE, "ST2"))["A", ORIGINAL] is NOT_COUNTED


def test_and_on_whoever_handed_the_document_over():
    graph = case(said("ST1", "Leaker"), said("ST2", "Ministry", of=None, also=("Leaker",)))
    assert found(graph, proved(TRUE, "ST2"))["Leaker", ORIGINAL] is NOT_COUNTED


def test_and_on_the_only_one_through_whom_it_is_known():
    graph = case(
        said("ST1", "Guard", entry=False, of=None),
        said("ST2", "Reporter", Basis.TOLD, of=None),
        said("ST3", "Reporter"),
        relays=[("ST2", "ST1")],
    )
    assert found(graph, proved(TRUE, "ST1")) == {("Reporter", ORIGINAL): NOT_COUNTED}


def test_but_on_neither_of_two_through_whom_it_is_known():
    graph = case(
        said("ST1", "Guard", entry=False, of=None),
        said("ST2", "Reporter", Basis.TOLD, of=None),
        said("ST3", "Agency", Basis.TOLD, of=None),
        said("ST4", "Reporter"),
        relays=[("ST2", "ST1"), ("ST3", "ST1")],
    )
    assert found(graph, proved(TRUE, "ST1")) == {("Reporter", ORIGINAL): RIGHT}


def test_and_on_anybody_who_merely_may_have_passed_it_on_where_nobody_surely_did():
    graph = case(
        said("ST1", "Guard", entry=False, of=None),
        said("ST2", "Reporter", Basis.TOLD, of=None),
        said("ST3", "Reporter"),
        relays=[("ST2", "ST1", RelayCertainty.POSSIBLE)],
    )
    assert found(graph, proved(TRUE, "ST1")) == {("Reporter", ORIGINAL): NOT_COUNTED}


def test_a_conclusion_rests_on_what_it_was_drawn_from():
    graph = case(
        said("ST1", "A"),
        said("ST2", "B"),
        said("ST3", "Analyst", Basis.INFERRED, of=None),
        said("ST4", "A", of="AS2"),
        rests_on={"ST3": ("AS2",)},
    )
    assert found(graph, proved(TRUE, "ST3")) == {("A", ORIGINAL): NOT_COUNTED, ("B", ORIGINAL): RIGHT}


def test_a_conclusion_from_the_very_assertion_confirms_nobody_who_asserts_it():
    graph = case(
        said("ST1", "A"),
        said("ST2", "B", stance=Stance.DENIES),
        said("ST3", "Analyst", Basis.INFERRED, of=None),
        rests_on={"ST3": ("AS1", "ST9")},
    )
    assert found(graph, proved(TRUE, "ST3")) == {("A", ORIGINAL): NOT_COUNTED, ("B", ORIGINAL): WRONG}


def test_two_conclusions_that_rest_on_each_other_end():
    graph = case(
        said("ST1", "A", Basis.INFERRED),
        said("ST2", "B", Basis.INFERRED),
        rests_on={"ST1": ("ST2",), "ST2": ("ST1",)},
    )
    assert set(found(graph, proved(TRUE, "ST1")).values()) == {NOT_COUNTED}


def test_a_loop_of_relays_ends():
    graph = case(
        said("ST1", "A", Basis.TOLD), said("ST2", "B", Basis.TOLD), relays=[("ST1", "ST2"), ("ST2", "ST1")]
    )
    assert found(graph, proved()) == {("A", RELAYING): RIGHT, ("B", RELAYING): RIGHT}
    assert set(found(graph, proved(TRUE, "ST1")).values()) == {NOT_COUNTED}


def test_what_rests_on_something_withdrawn_counts_for_nobody():
    graph = case(said("ST1", "A"), said("ST2", "B"))
    (entry,) = records(graph, [proved(TRUE, "ST1", "ST99")])["B"].entries
    assert entry.verdict is NOT_COUNTED
    assert entry.why == "What the resolution of AS1 rests on was withdrawn: AS1 must be resolved again."


def test_words_alone_as_a_basis_exclude_nobody():
    assert found(case(said("ST1", "A")), proved()) == {("A", ORIGINAL): RIGHT}


def test_a_preview_says_whose_record_moves_and_whose_does_not():
    graph = case(said("ST1", "A"), said("ST2", "B"), said("ST3", "C", of="AS2"))
    before = [proved(of="AS2")]
    moved = moves(graph, before, "AS1", proved(FALSE, "ST2"))
    assert [(move.source, move.before.tally, move.after.tally, move.changes) for move in moved] == [
        ("A", Tally(0, 0), Tally(0, 1), True),
        ("B", Tally(0, 0), Tally(0, 0), False),
    ]
    assert moved[1].entry.verdict is NOT_COUNTED


def test_a_preview_of_resolving_again_replaces_what_stood():
    graph = case(said("ST1", "A"))
    (move,) = moves(graph, [proved()], "AS1", proved(FALSE))
    assert (move.before.tally, move.after.tally) == (Tally(1, 0), Tally(0, 1))


def test_a_preview_of_withdrawing_takes_it_out():
    (move,) = moves(case(said("ST1", "A")), [proved()], "AS1", None)
    assert (move.after.tally, move.entry, move.changes) == (Tally(0, 0), None, True)


LABELS = [f"ST{number}" for number in range(1, 8)]
VOICES = "ABCD"
STATEMENTS = st.tuples(
    *(
        st.builds(
            said,
            st.just(label),
            st.sampled_from(VOICES),
            st.sampled_from(list(Basis)),
            st.sampled_from(list(Stance)),
            of=st.sampled_from(["AS1", "AS2", None]),
            entry=st.booleans(),
        )
        for label in LABELS
    )
)
RELAYS = st.lists(
    st.builds(
        RelayRec,
        st.sampled_from(LABELS),
        st.sampled_from(LABELS),
        st.sampled_from(list(RelayCertainty)),
        st.sampled_from(list(Fidelity)),
    ).filter(lambda relay: relay.child != relay.parent),
    max_size=8,
)
LINKS = st.lists(
    st.tuples(st.sampled_from(VOICES), st.sampled_from(VOICES), st.sampled_from(list(SourceLinkKind))).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=3,
)
GRAPHS = st.builds(
    lambda statements, relays, links: case(*statements, relays=relays, links=links), STATEMENTS, RELAYS, LINKS
)
RESOLVED = st.builds(
    lambda outcome, basis: Resolved("AS1", outcome, None, tuple(basis)),
    st.sampled_from(list(Outcome)),
    st.lists(st.sampled_from(LABELS), max_size=2),
)


@UNTIMED
@given(GRAPHS, RESOLVED)
def test_whoever_made_a_statement_of_the_basis_gets_nothing_from_it(graph, resolved):
    answer = records(graph, [resolved])
    for label in resolved.basis:
        record = answer.get(graph.statements[label].source, Record("nobody"))
        assert all(not entry.counts for entry in record.entries)


@UNTIMED
@given(GRAPHS, RESOLVED, st.sampled_from(LABELS))
def test_a_wider_basis_never_counts_for_more(graph, resolved, label):
    wider = Resolved("AS1", resolved.outcome, None, (*resolved.basis, label))
    counted = {key for key, verdict in found(graph, resolved).items() if verdict in (RIGHT, WRONG)}
    still = {key for key, verdict in found(graph, wider).items() if verdict in (RIGHT, WRONG)}
    assert still <= counted


@UNTIMED
@given(GRAPHS, RESOLVED)
def test_a_source_has_one_entry_for_an_assertion_and_role(graph, resolved):
    for record in records(graph, [resolved]).values():
        assert len({entry.role for entry in record.entries}) == len(record.entries) <= len(Role)


@UNTIMED
@given(GRAPHS, RESOLVED, st.randoms())
def test_the_order_of_the_input_changes_nothing(graph, resolved, chance):
    labels, relays, links = list(graph.statements), list(graph.relays), list(graph.source_links)
    for each in (labels, relays):
        chance.shuffle(each)
    turned = CaseGraph(
        sources=graph.sources,
        assertions=graph.assertions,
        statements={label: graph.statements[label] for label in labels},
        relays=tuple(relays),
        source_links=tuple(links),
    )
    assert records(turned, [resolved]) == records(graph, [resolved])


@UNTIMED
@given(GRAPHS, RESOLVED)
def test_the_other_outcome_turns_right_into_wrong_and_nothing_else(graph, resolved):
    true, false = (found(graph, Resolved("AS1", outcome, None, resolved.basis)) for outcome in (TRUE, FALSE))
    turned = {RIGHT: WRONG, WRONG: RIGHT}
    assert {key: turned.get(verdict, verdict) for key, verdict in true.items()} == false


def test_whoever_nobody_has_identified_has_no_record():
    chain = case(said("ST1", "Officials", of=None, entry=False), said("ST2", "Page"), relays=[("ST2", "ST1")])
    unnamed = replace(
        chain, sources={**chain.sources, "Officials": SourceRec("Officials", SourceKind.UNNAMED, "o")}
    )
    assert set(found(chain, proved())) == {("Officials", ORIGINAL), ("Page", ORIGINAL)}
    assert set(found(unnamed, proved())) == {("Page", ORIGINAL)}
