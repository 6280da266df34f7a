from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.graph_file import read_cases
from tracker.domain.independence import analyse_all
from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceRec, StatementRec
from tracker.domain.scales import Basis, RelayCertainty, SourceKind, Stance
from tracker.domain.what_if import Effect, Held, Hinge, TakenAway, hinges, lost, once_withdrawn, what_if
from tracker.domain.what_if_words import opening, question, reasons, verdict

ASSERTS = Stance.ASSERTS
GOLDEN = Path(__file__).parent / "golden" / "embassy.json"
GRAPHS = {case.id: case.graph for case in read_cases(GOLDEN.read_bytes())}
GRAPH = CaseGraph(
    sources={name: SourceRec(name, SourceKind.PERSON, name) for name in "ABC"},
    assertions={label: AssertionRec(label, label) for label in ("AS1", "AS2", "AS3", "AS4", "AS5")},
    statements={
        "ST1": StatementRec("ST1", "A", Basis.OBSERVED, True, {"AS1": ASSERTS, "AS2": ASSERTS}),
        "ST2": StatementRec("ST2", "B", Basis.OBSERVED, True, {"AS1": ASSERTS}),
        "ST3": StatementRec("ST3", "C", Basis.TOLD, True, {"AS1": ASSERTS}),
        "ST4": StatementRec("ST4", "C", Basis.OBSERVED, True, {"AS3": ASSERTS}),
        "ST5": StatementRec("ST5", "C", Basis.INFERRED, True, {"AS4": ASSERTS}),
        "ST6": StatementRec("ST6", "B", Basis.FORECAST, True, {"AS5": ASSERTS, "AS1": Stance.DOUBTS}),
    },
    relays=(RelayRec("ST3", "ST2"),),
    incompatible=(("AS2", "AS3"),),
    rests_on={"ST6": ("AS4",), "ST5": ("AS2", "ST4")},
)


def sources(*labels):
    return TakenAway(sources=frozenset(labels))


def statements(*labels):
    return TakenAway(statements=frozenset(labels))


def asked(taken, graph=GRAPH):
    return what_if(graph, taken)


def test_only_what_changes_is_listed_with_its_sentence():
    changes = asked(sources("A")).changes
    assert [change.sentence for change in changes] == [
        "AS1: two independent sources, then one independent source; suggested 1, then 3.",
        "AS2: one independent source, then no independent sources; suggested 4, then 6.",
        "AS3: one independent source, then one independent source; suggested 4, then 3.",
    ]
    assert [change.effect for change in changes] == [Effect.LOSES, Effect.FALLS, Effect.RISES]


@pytest.mark.parametrize("taken", [TakenAway(), sources("Z"), statements("ST3"), statements("ST9")])
def test_what_carries_nothing_is_not_missed(taken):
    outcome = asked(taken)
    assert outcome.changes == ()
    assert [lines.assertion for lines in outcome.unchanged] == ["AS1", "AS2", "AS3", "AS4", "AS5"]
    assert outcome.conclusions == ()


def test_the_sentence_leaves_out_a_suggestion_that_stays():
    known_once_more = replace(
        GRAPH, statements={**GRAPH.statements, "ST7": replace(GRAPH.statements["ST2"], id="ST7", source="C")}
    )
    (change, *_) = asked(sources("A"), known_once_more).changes
    assert change.sentence == "AS1: three independent sources, then two independent sources."


def test_as_many_lines_that_hang_on_more_is_a_change():
    two_ways = replace(
        GRAPH,
        statements={
            "ST1": StatementRec("ST1", "A", Basis.OBSERVED, False),
            "ST2": StatementRec("ST2", "B", Basis.TOLD, True, {"AS1": ASSERTS}),
            "ST3": StatementRec("ST3", "C", Basis.TOLD, True, {"AS1": ASSERTS}),
        },
        relays=(RelayRec("ST2", "ST1"), RelayRec("ST3", "ST1")),
        rests_on={},
    )
    outcome = asked(sources("B"), two_ways)
    assert {change.before.assertion: change.effect for change in outcome.changes} == {"AS1": Effect.HANGS}
    assert verdict(outcome, "If B is wrong") == (
        "If B is wrong: one of five assertions keeps its independent sources but can fall more easily."
    )


def test_conclusions_are_followed_to_what_is_concluded_from_them():
    found = asked(sources("A")).conclusions
    assert [(each.statement, each.grounds, each.drawn) for each in found] == [
        ("ST5", ("AS2",), ("AS4",)),
        ("ST6", ("AS4",), ("AS5",)),  # of AS1, which it only doubts, it concludes nothing
    ]


def test_a_conclusion_from_a_statement_that_goes_is_shaken_and_one_that_goes_itself_is_not_listed():
    assert [each.grounds for each in asked(statements("ST4")).conclusions] == [("ST4",), ("AS4",)]
    assert asked(sources("B")).conclusions == ()


@pytest.mark.parametrize("taken", [sources("C"), statements("ST5")])
def test_what_nobody_says_any_more_does_not_stay_as_it_was(taken):
    outcome = asked(taken)
    change = next(change for change in outcome.changes if change.before.assertion == "AS4")
    assert change.effect is Effect.SILENT
    assert change.before.conclusions == ("ST5",)
    assert change.after.conclusions == ()
    assert reasons(outcome, "AS4", ()) == ("states AS4, which is left with nobody who says so",)
    assert "is left with nobody who says so" in verdict(outcome, "So")


def test_what_carried_nothing_and_is_lost_is_said_to_be_lost():
    loop = replace(GRAPH.statements["ST3"], conveys={"AS5": ASSERTS})
    graph = replace(GRAPH, statements={"ST3": loop}, relays=(RelayRec("ST3", "ST3"),), rests_on={})
    (change,) = asked(sources("C"), graph).changes
    assert (change.effect, change.before.lines) == (Effect.SILENT, (0, 0))
    assert (
        verdict(asked(sources("C"), graph), "So")
        == "So: one of five assertions is left with nobody who says so."
    )


def test_what_a_conclusion_that_goes_was_drawn_to_is_no_ground_any_more():
    assert [(each.statement, each.grounds) for each in asked(sources("C")).conclusions] == [("ST6", ("AS4",))]


def test_what_stands_as_before_shakes_no_conclusion_though_one_who_says_so_goes():
    assert asked(statements("ST3"), replace(GRAPH, rests_on={"ST5": ("AS1",)})).conclusions == ()


def test_conclusions_in_a_circle_end():
    circle = replace(GRAPH, rests_on={"ST5": ("AS5", "AS2"), "ST6": ("AS4",)})
    assert [each.statement for each in asked(sources("A"), circle).conclusions] == ["ST5", "ST6"]


def test_whoever_handed_a_document_over_takes_with_them_what_stands_in_it():
    leaked = replace(GRAPH.statements["ST1"], also_on_path=("C",))
    graph = replace(GRAPH, statements={**GRAPH.statements, "ST1": leaked})
    outcome = asked(sources("C"), graph)
    assert outcome.gone == {"ST1", "ST3", "ST4", "ST5"}
    assert outcome.after["AS2"].lines == (0, 0)


# Captures


def test_a_statement_that_stood_nowhere_else_is_gone():
    taken = lost({"ST1": Held(2, is_entry=True)}, {"ST1": Held(0, is_entry=False)})
    assert taken == statements("ST1")


def test_a_statement_that_is_not_held_anywhere_is_no_loss():
    nowhere = {"ST1": Held(0, is_entry=False)}
    assert lost(nowhere, nowhere) == TakenAway()


def test_a_statement_that_keeps_a_passage_elsewhere_stays_and_starts_no_path():
    taken = lost({"ST2": Held(2, is_entry=True)}, {"ST2": Held(1, is_entry=False)})
    assert taken == TakenAway(entries=frozenset({"ST2"}))
    outcome = asked(taken)
    assert outcome.gone == frozenset()
    assert outcome.after["AS1"].items == ("ST1", "ST3")
    assert outcome.after["AS1"].lines == (2, 2)  # ST3 still leads to it


def test_a_statement_still_held_in_its_own_words_loses_nothing():
    held = {"ST1": Held(2, is_entry=True)}
    assert lost(held, {"ST1": Held(1, is_entry=True)}) == TakenAway()


def test_what_is_left_may_come_through_other_hands():
    taken = lost({"ST1": Held(2, is_entry=True)}, {"ST1": Held(1, is_entry=True, between=("B",))})
    assert taken.detours == {"ST1": ("B",)}
    assert asked(taken).after["AS1"].lines == (1, 1)


def test_other_hands_add_to_those_that_were_there():
    before, after = Held(2, is_entry=True, between=("B",)), Held(1, is_entry=True, between=("C",))
    assert lost({"ST1": before}, {"ST1": after}).detours == {"ST1": ("B", "C")}


# Withdrawing


def test_once_withdrawn_a_repeat_still_says_whom_it_repeats():
    graph = once_withdrawn(GRAPH, statements("ST2"))
    assert "ST2" not in graph.statements
    assert analyse_all(graph)["AS1"].lines == (1, 1)


def test_withdrawing_doubts_nothing_that_only_may_repeat_it():
    graph = replace(GRAPH, relays=(RelayRec("ST4", "ST2", RelayCertainty.POSSIBLE),))
    assert asked(statements("ST2"), graph).after["AS3"].lines == (0, 1)
    assert analyse_all(once_withdrawn(graph, statements("ST2")))["AS3"].lines == (1, 1)


# Any graph

taken_away = st.builds(
    TakenAway,
    sources=st.frozensets(st.sampled_from(["B", "R", "N", "M", "X"]), max_size=2),
    statements=st.frozensets(st.sampled_from([f"s{n}" for n in range(1, 12)]), max_size=4),
    entries=st.frozensets(st.sampled_from([f"s{n}" for n in range(1, 12)]), max_size=4),
    detours=st.dictionaries(st.sampled_from([f"s{n}" for n in range(1, 12)]), st.just(("R2",)), max_size=3),
)


@given(st.sampled_from(["embassy", "embassy-extended"]), taken_away)
def test_taking_away_never_adds_a_line(name, taken):
    outcome = what_if(GRAPHS[name], taken)
    for label, before in outcome.before.items():
        after = outcome.after[label]
        assert after.lines[0] <= before.lines[0]
        assert after.lines[1] <= before.lines[1]


@pytest.mark.parametrize("name", GRAPHS)
def test_taking_nothing_away_changes_nothing(name):
    assert what_if(GRAPHS[name], TakenAway()).changes == ()


# Words


@pytest.mark.parametrize(
    ("names", "are_voices", "asked", "begun"),
    [
        ([], True, "What if it is wrong?", None),
        (["Salim"], True, "What if Salim is wrong?", "If Salim is wrong"),
        (["Salim", "Haddad"], True, "What if Salim and Haddad are wrong?", "If Salim and Haddad are wrong"),
        (["D3 (“It”)"], False, "What is left without D3 (“It”)?", "Without D3 (“It”)"),
        (
            list("abcdefgh"),
            False,
            "What is left without a, b, c, d, e and three more?",
            "Without a, b, c, d, e and three more",
        ),
    ],
)
def test_the_question_is_asked_in_words(names, are_voices, asked, begun):
    assert question(names, are_voices=are_voices) == asked
    assert not begun or opening(names, are_voices=are_voices) == begun


@pytest.mark.parametrize(
    ("taken", "findings", "versions", "words"),
    [
        (
            sources("A"),
            2,
            ["version 2 of R1"],
            ("So: two of five assertions lose independent sources; one falls altogether; less speaks against one other. "
             "Two conclusions, two findings and version 2 of R1 rest on it."),
        ),
        (sources("C"), 1, [],
         ("So: one of five assertions falls altogether; one is left with nobody who says so; less speaks against one other. "
          "One conclusion and one finding rest on it.")),
        (statements("ST2"), 0, ["version 1 of R1", "version 2 of R1"],
         "So: one of five assertions loses independent sources. Two published versions rest on it."),
        (statements("ST3"), 0, [], "So, no assertion loses an independent source."),
        (statements("ST3"), 0, ["version 1 of R1"], "So, no assertion loses an independent source. Version 1 of R1 rests on it."),
    ],
)  # fmt: skip
def test_the_answer_is_a_sentence(taken, findings, versions, words):
    assert verdict(asked(taken), "So", findings=findings, versions=versions) == words


def test_where_only_a_contradiction_loses_that_is_all_there_is_to_say():
    denied = replace(
        GRAPH, statements={**GRAPH.statements, "ST7": replace(GRAPH.statements["ST4"], id="ST7", source="B")}
    )
    assert verdict(asked(statements("ST7"), denied), "So").startswith(
        "So: one of five assertions loses independent sources"
    )
    two_deny = replace(
        denied,
        assertions={label: GRAPH.assertions[label] for label in ("AS1", "AS2")},
        statements={
            **GRAPH.statements,
            "ST7": StatementRec("ST7", "D", Basis.OBSERVED, True, {"AS2": Stance.DENIES}),
        },
        sources={**GRAPH.sources, "D": SourceRec("D", SourceKind.PERSON, "D")},
    )
    assert verdict(asked(sources("D"), two_deny), "So") == "So: less speaks against one of two assertions."


def test_an_answer_that_takes_everything_says_so():
    one = replace(GRAPH, assertions={"AS2": AssertionRec("AS2", "They left")}, rests_on={})
    assert verdict(asked(sources("A"), one), "So") == "So: the only assertion falls altogether."
    two = replace(
        GRAPH, assertions={label: AssertionRec(label, label) for label in ("AS2", "AS3")}, rests_on={}
    )
    assert verdict(asked(sources("A", "C"), two), "So") == "So: both assertions fall altogether."


@pytest.mark.parametrize(
    ("states", "cites", "why"),
    [
        ("AS1", {"ST2"}, ("states AS1, which loses independent sources",)),
        ("AS2", {"ST1"}, ("states AS2, which falls altogether", "cites ST1")),
        ("AS3", {"ST4"}, ()),  # less speaks against it: it rests on nothing that is lost
        ("AS4", {"ST5"}, ("states AS4, a conclusion from AS2",)),
        (None, {"ST2"}, ("cites what speaks of AS1",)),
        (None, {"ST4"}, ()),
        ("AS9", {"ST99"}, ()),
    ],
)
def test_a_finding_rests_on_what_it_states_or_else_on_what_it_cites(states, cites, why):
    assert reasons(asked(sources("A")), states, cites) == why


def test_the_sources_on_which_most_hangs_come_first():
    assert hinges(analyse_all(GRAPH)) == (Hinge("A", ("AS2",)), Hinge("C", ("AS3",)))
    assert hinges(analyse_all(GRAPHS["embassy"]))[0].source == "B"


def test_nobody_known_is_no_source_to_ask_about():
    told = replace(
        GRAPH, statements={"ST2": StatementRec("ST2", "B", Basis.TOLD, True, {"AS1": ASSERTS})}, relays=()
    )
    assert hinges(analyse_all(told)) == (Hinge("B", ("AS1",)),)
