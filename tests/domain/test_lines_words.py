"""What the count of lines says in sentences, and what it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain import lines_words
from tracker.domain.english import MOST_NAMED
from tracker.domain.independence import analyse
from tracker.domain.lines_words import headline, original_sources
from tracker.domain.open_questions import About, Question
from tracker.domain.readings import read
from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceLinkRec, SourceRec, StatementRec
from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.domain.timing import TimeVerdict

POSSIBLE = RelayCertainty.POSSIBLE


def said(label, source, basis=Basis.OBSERVED, *, is_entry=True, on=("AS1",), stance=Stance.ASSERTS, **more):
    return StatementRec(label, source, basis, is_entry, dict.fromkeys(on, stance), **more)


def case(*statements, relays=(), links=(), kinds=None, **more):
    names = {voice for each in statements for voice in (each.source, *each.also_on_path)}
    names |= {name for link in links for name in link[:2]}
    return CaseGraph(
        sources={name: SourceRec(name, (kinds or {}).get(name, SourceKind.PERSON), name) for name in names},
        assertions={label: AssertionRec(label, f"Claim {label}") for label in ("AS1", "AS2")},
        statements={each.id: each for each in statements},
        relays=tuple(relays),
        source_links=tuple(SourceLinkRec(a, b, kind) for a, b, kind in links),
        **more,
    )


def why(graph, label="AS1"):
    return analyse(graph, label).why


def asked(graph):
    return [question.asked for question in analyse(graph, "AS1").settle]


class TestReasons:
    def test_those_that_repeat_the_same_in_the_same_way_are_named_together(self):
        graph = case(
            said("ST1", "Rima"),
            said("ST2", "Xeno", Basis.TOLD),
            said("ST3", "Yara", Basis.TOLD),
            said("ST4", "Zaid", Basis.TOLD),
            relays=[
                RelayRec("ST2", "ST1", form=RelayForm.REPUBLISHES),
                RelayRec("ST3", "ST1", form=RelayForm.QUOTES),
                RelayRec("ST4", "ST1", form=RelayForm.REPUBLISHES),
            ],
        )
        assert [words for words in why(graph) if "nothing" in words] == [
            "Xeno (ST2) and Zaid (ST4) add nothing: each republishes Rima (ST1).",
            "Yara (ST3) adds nothing: it quotes Rima (ST1).",
        ]

    def test_more_repeats_than_can_be_named_are_counted(self):
        pairs = [
            (
                said(f"ST{n}", f"A{n}"),
                said(f"ST{n + 10}", f"B{n}", Basis.TOLD),
                RelayRec(f"ST{n + 10}", f"ST{n}"),
            )
            for n in range(7)
        ]
        graph = case(*(each for pair in pairs for each in pair[:2]), relays=[pair[2] for pair in pairs])
        assert "Two more items only repeat others." in why(graph)

    def test_a_citation_loop_is_called_that_and_names_its_members(self):
        graph = case(
            said("ST1", "Blog", Basis.TOLD),
            said("ST2", "Site", Basis.TOLD),
            said("ST3", "Late", Basis.TOLD),
            relays=[RelayRec("ST1", "ST2"), RelayRec("ST2", "ST1"), RelayRec("ST3", "ST1")],
        )
        found = analyse(graph, "AS1")
        assert found.loops == (("ST1", "ST2"),)
        assert found.why[1:3] == (
            "Citation loop: Blog (ST1) and Site (ST2) repeat each other in a circle, which supports nothing.",
            "Late (ST3) carries nothing: it only leads into a citation loop.",
        )

    def test_a_loop_beside_a_real_origin_is_named_too(self):
        graph = case(
            said("ST1", "Blog", Basis.TOLD),
            said("ST2", "Site"),
            relays=[RelayRec("ST1", "ST2"), RelayRec("ST2", "ST1")],
        )
        assert analyse(graph, "AS1").lines == (1, 1)
        assert any(words.startswith("Citation loop: Blog (ST1) and Site (ST2)") for words in why(graph))

    def test_original_sources_are_counted_as_the_sentence_names_them(self):
        unnamed = said("ST9", "U", Basis.NOT_STATED)
        kinds = {"U": SourceKind.UNNAMED}
        for statements, number, sentence in [
            ([said("ST1", "A"), said("ST2", "B")], "2", "Original sources: A and B."),
            ([said("ST1", "A"), unnamed], "1, perhaps 2", "Original source: A, and perhaps “U”."),
            ([unnamed], "none known", "No original source is known: the trail ends with “U”."),
        ]:
            graph = case(*statements, kinds=kinds)
            assert original_sources(analyse(graph, "AS1")) == number
            assert sentence in why(graph)
        assert original_sources(analyse(case(said("ST1", "A")), "AS2")) == "0"

    def test_two_sources_described_alike_are_told_apart(self):
        graph = case(said("ST1", "G1"), said("ST2", "G2"))
        alike = {name: replace(source, name="guard") for name, source in graph.sources.items()}
        assert "Original sources: guard (G1) and guard (G2)." in why(replace(graph, sources=alike))

    def test_many_origins_behind_one_hand_say_why_they_are_not_many(self):
        graph = case(
            said("ST1", "G1", is_entry=False),
            said("ST2", "G2", is_entry=False),
            said("ST3", "Blog", Basis.TOLD),
            relays=[RelayRec("ST3", "ST1"), RelayRec("ST3", "ST2")],
        )
        assert (
            "Two original sources reach us through the same hands: that makes one independent source, not two."
            in why(graph)
        )

    def test_everything_hangs_on_each_of_them_by_itself(self):
        graph = case(
            said("ST1", "Rima", Basis.TOLD), said("ST2", "M", is_entry=False), relays=[RelayRec("ST1", "ST2")]
        )
        assert "Everything hangs on M and on Rima." in why(graph)
        assert headline(graph, analyse(graph, "AS1")) == "One independent source; hangs on M and on Rima."

    def test_how_many_must_fall_is_said_where_no_single_one_carries_it(self):
        graph = case(said("ST1", "A"), said("ST2", "B"), said("ST3", "C"))
        assert "It falls only if three sources fall: no single one carries it all." in why(graph)

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (SourceLinkKind.SAME_AS, "Everything hangs on A and B (as one)."),
            (SourceLinkKind.EMPLOYED_BY, "Everything hangs on A and B (perhaps as one)."),
        ],
    )
    def test_what_is_counted_as_one_says_whether_that_is_certain(self, kind, words):
        assert words in why(case(said("ST1", "A"), said("ST2", "B"), links=[("A", "B", kind)]))

    def test_where_nobody_says_how_they_know_there_is_no_original_source(self):
        graph = case(said("ST1", "A", Basis.NOT_STATED))
        assert "No original source is known: nobody says how they know." in why(graph)
        assert "All of it may go back to one and the same unknown source." in why(graph)
        assert headline(graph, analyse(graph, "AS1")).startswith("One independent source; hangs on A")

    def test_an_unnamed_end_is_said_to_be_where_the_trail_ends(self):
        graph = case(
            said("ST1", "Paper", Basis.TOLD),
            said("ST2", "officials", Basis.NOT_STATED, is_entry=False),
            relays=[RelayRec("ST1", "ST2")],
            kinds={"officials": SourceKind.UNNAMED},
        )
        assert "No original source is known: the trail ends with “officials”." in why(graph)

    @pytest.mark.parametrize(
        ("confirmed", "words"),
        [
            ({}, "ST1 rests on AS2 (disputed)."),
            ({frozenset({"AS2", "AS1"}): TimeVerdict.UPDATE}, "ST1 rests on AS2."),
        ],
    )
    def test_what_only_came_later_does_not_dispute(self, confirmed, words):
        graph = case(
            said("ST1", "A", Basis.INFERRED),
            incompatible=(("AS1", "AS2"),),
            rests_on={"ST1": ("AS2",)},
            confirmed=confirmed,
        )
        assert words in why(graph)

    def test_conclusions_beyond_what_can_be_read_are_cut_short(self):
        graph = case(
            *(said(f"ST{n}", "A", Basis.INFERRED) for n in range(9)),
            *(said(f"ST{n}", "B") for n in (20,)),
            rests_on={f"ST{n}": ("AS2",) for n in range(9)},
        )
        found = why(graph)
        assert sum("inferred it" in words for words in found) == 5
        assert "There are more conclusions, forecasts, opinions or questions." in found


def test_a_bound_says_that_it_is_one_and_no_count():
    graph = case(said("ST1", "A"), said("ST2", "B"))
    bounded = replace(analyse(graph, "AS1"), bounded=True)
    told = lines_words.why(read(graph), bounded)
    assert "bounds, not counts" in told[1]
    assert "It falls only if two sources fall, or with fewer: no single one carries it all." in told
    assert headline(graph, bounded) == "Two independent sources (bounds, not counts)."


def test_a_list_says_of_what_nobody_reports_that_it_is_only_concluded():
    graph = case(said("ST1", "A", Basis.INFERRED), said("ST2", "B", Basis.FORECAST))
    assert headline(graph, analyse(graph, "AS1")) == "No independent sources: A and others inferred it."
    assert headline(graph, analyse(graph, "AS2")) == "No independent sources."


class TestQuestions:
    def test_the_one_thing_to_know_says_what_follows_from_it(self):
        graph = case(
            said("ST1", "Rima", Basis.TOLD),
            said("ST2", "M", is_entry=False),
            said("ST3", "Paper", Basis.TOLD),
            said("ST4", "officials", Basis.NOT_STATED, is_entry=False),
            relays=[RelayRec("ST1", "ST2"), RelayRec("ST3", "ST4")],
            kinds={"officials": SourceKind.UNNAMED},
        )
        (question,) = analyse(graph, "AS1").settle
        assert question == Question(
            "who “officials” (ST4) is",
            About.IDENTITY,
            ("ST4",),
            "If “officials” (ST4) is neither M nor Rima and knows it first-hand, there are two independent "
            "sources.",
        )
        assert question.then in why(graph)

    def test_who_somebody_is_tells_what_they_may_have_repeated(self):
        graph = case(
            said("ST1", "Rima"),
            said("ST2", "Paper", Basis.TOLD),
            said("ST3", "U", Basis.NOT_STATED, is_entry=False),
            relays=[RelayRec("ST2", "ST3"), RelayRec("ST3", "ST1", POSSIBLE)],
            kinds={"U": SourceKind.UNKNOWN},
        )
        assert asked(graph) == ["who “U” (ST3) is"]

    def test_two_accounts_that_may_be_one_through_a_third_are_asked_for(self):
        possibly = SourceLinkKind.POSSIBLY_SAME_AS
        graph = case(said("ST1", "A"), said("ST2", "B"), links=[("A", "X", possibly), ("X", "B", possibly)])
        assert analyse(graph, "AS1").lines == (1, 2)
        assert asked(graph) == ["whether A is the same as X", "whether X is the same as B"]

    @pytest.mark.parametrize("decided", [SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM])
    def test_a_pair_that_is_decided_is_not_asked_for_again(self, decided):
        possibly = SourceLinkKind.POSSIBLY_SAME_AS
        links = [("A", "B", possibly), ("A", "B", decided), ("B", "C", possibly)]
        graph = case(said("ST1", "A"), said("ST2", "B"), said("ST3", "C"), links=links)
        assert asked(graph) == ["whether B is the same as C"]

    def test_records_that_contradict_each_other_are_named_and_asked_for(self):
        same, different = SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM
        links = [("A", "X", same), ("X", "B", same), ("B", "A", different)]
        graph = case(said("ST1", "A"), said("ST2", "B"), said("ST3", "C"), links=links)
        assert analyse(graph, "AS1").lines == (2, 3)
        assert (
            "A is recorded as the same as B, through X, and as different from B: “at least” counts them as "
            "one, “at most” keeps them apart, until the wrong record is withdrawn."
        ) in why(graph)
        assert "What would settle it: whether A is the same as B or different: both are recorded." in why(
            graph
        )
        (question,) = analyse(graph, "AS1").settle
        assert (question.about, question.labels, question.then) == (About.AT_ODDS, ("A", "B"), "")

    def test_a_contradiction_about_those_who_say_nothing_here_is_not_told(self):
        same, different = SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM
        links = [("A", "X", same), ("X", "A", different)]
        graph = case(said("ST1", "A"), said("ST2", "B"), links=links)
        assert analyse(graph, "AS1").lines == (2, 2)
        assert not [words for words in why(graph) if "recorded as" in words]

    def test_a_contradiction_can_make_one_of_two_through_a_third(self):
        same, different = SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM
        links = [("A", "X", same), ("X", "A", different), ("X", "B", SourceLinkKind.POSSIBLY_SAME_AS)]
        graph = case(said("ST1", "A"), said("ST2", "B"), links=links)
        assert analyse(graph, "AS1").lines == (1, 2)
        assert asked(graph) == [
            "whether X is the same as B",
            "whether A is the same as X or different: both are recorded",
        ]

    def test_of_many_contradictions_some_are_named(self):
        same, different = SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM
        names = [f"P{place}" for place in range(7)]
        links = [(names[0], name, kind) for name in names[1:] for kind in (same, different)]
        graph = case(*(said(f"ST{place}", name) for place, name in enumerate(names)), links=links)
        assert analyse(graph, "AS1").lines == (1, 7)
        told = [words for words in why(graph) if "recorded as" in words]
        assert len(told) == 6
        assert told[-1] == "There are more sources recorded as different and as one voice."

    def test_a_link_to_somebody_who_says_nothing_here_is_no_question(self):
        employed = SourceLinkKind.EMPLOYED_BY
        graph = case(
            said("ST1", "A"), said("ST2", "B"), links=[("A", "B", employed), ("B", "Boss", employed)]
        )
        assert asked(graph) == ["whether A speaks independently of B (employed by)"]

    def test_whoever_handed_a_document_over_can_be_the_one_in_doubt(self):
        graph = case(
            said("ST1", "A", also_on_path=("Leaker",)),
            said("ST2", "B"),
            links=[("Leaker", "B", SourceLinkKind.POSSIBLY_SAME_AS)],
        )
        assert asked(graph) == ["whether Leaker is the same as B"]

    def test_what_would_settle_several_is_listed(self):
        graph = case(said("ST1", "A", Basis.NOT_STATED), said("ST2", "B", Basis.NOT_STATED))
        assert "What would settle it: how A (ST1) knows; how B (ST2) knows." in why(graph)
        assert [question.then for question in analyse(graph, "AS1").settle] == ["", ""]


def answered(graph, question):
    """The graph once the question is answered in favour of more independence."""
    one, two = question.labels[0], question.labels[-1]
    match question.about:
        case About.IDENTITY | About.KNOWLEDGE:
            statement = replace(graph.statements[one], basis=Basis.OBSERVED)
            source = statement.source
            relays = graph.relays
            if question.about is About.IDENTITY:
                source = f"{source} of {one}"
                statement = replace(statement, source=source)
                relays = tuple(
                    relay for relay in relays if relay.child != one or relay.certainty is not POSSIBLE
                )
            return replace(
                graph,
                statements={**graph.statements, one: statement},
                sources={**graph.sources, source: SourceRec(source, SourceKind.PERSON, source)},
                relays=relays,
            )
        case About.RELAY:
            left = [relay for relay in graph.relays if (relay.child, relay.parent) != (one, two)]
            kept = [each for each in graph.relays if (each.child, each.parent) == (one, two) and each.carries]
            return replace(graph, relays=(*left, *kept))
    doubtful = {one, two}
    certain = {SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF, SourceLinkKind.COORDINATED_WITH}
    links = [link for link in graph.source_links if {link.a, link.b} != doubtful or link.kind in certain]
    return replace(graph, source_links=tuple(links))


@st.composite
def small_cases(draw):
    labels = [f"ST{n}" for n in range(draw(st.integers(2, 6)))]
    names = ["A", "B", "C", "U", "V"]
    statements = [
        said(
            label,
            draw(st.sampled_from(names)),
            draw(st.sampled_from([Basis.OBSERVED, Basis.OBSERVED, Basis.TOLD, Basis.NOT_STATED])),
            is_entry=draw(st.booleans()),
            also_on_path=draw(st.sampled_from([(), (), ("C",)])),
        )
        for label in labels
    ]
    relay = st.builds(
        RelayRec,
        st.sampled_from(labels),
        st.sampled_from(labels),
        st.sampled_from([RelayCertainty.EXPLICIT, RelayCertainty.EXPLICIT, POSSIBLE]),
        st.sampled_from([Fidelity.FAITHFUL, Fidelity.FAITHFUL, Fidelity.ALTERED]),
    )
    kinds = [
        SourceLinkKind.POSSIBLY_SAME_AS,
        SourceLinkKind.EMPLOYED_BY,
        SourceLinkKind.SAME_AS,
        SourceLinkKind.DIFFERENT_FROM,
    ]
    link = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from(kinds))
    links = [each for each in draw(st.lists(link, max_size=4)) if each[0] != each[1]]
    return case(
        *statements,
        relays=draw(st.lists(relay, max_size=7)),
        links=links,
        kinds={"U": SourceKind.UNKNOWN, "V": SourceKind.UNNAMED},
    )


@given(small_cases())
@settings(deadline=None)
def test_there_is_a_question_wherever_the_least_and_the_most_differ(graph):
    found = analyse(graph, "AS1")
    assert bool(found.settle) == (found.lines[0] < found.lines[1])


@given(small_cases())
@settings(deadline=None)
def test_what_follows_from_the_only_question_is_true(graph):
    found = analyse(graph, "AS1")
    for question in found.settle:
        if question.then:
            assert analyse(answered(graph, question), "AS1").lines == (found.lines[1],) * 2


def test_of_many_citation_loops_some_are_named_and_the_rest_is_not_hidden():
    pairs = [(f"ST{2 * place}", f"ST{2 * place + 1}") for place in range(7)]
    graph = case(
        *(said(label, f"Site {label}", Basis.TOLD) for pair in pairs for label in pair),
        relays=[RelayRec(*each) for a, b in pairs for each in ((a, b), (b, a))],
    )
    told = why(graph)
    assert len([words for words in told if words.startswith("Citation loop: ")]) == MOST_NAMED
    assert "There are more citation loops." in told


def test_a_list_says_of_what_nobody_known_stands_behind_that_it_may_be_one_source():
    graph = case(
        said("ST1", "?", Basis.NOT_STATED),
        said("ST2", "??", Basis.NOT_STATED),
        kinds={"?": SourceKind.UNKNOWN, "??": SourceKind.UNKNOWN},
    )
    assert headline(graph, analyse(graph, "AS1")).endswith("; it may all go back to one unknown source.")


def test_of_many_on_whom_it_hangs_some_are_named_and_the_rest_is_counted():
    hands = [said(f"ST{place}", f"Hand {place}", Basis.TOLD, is_entry=place == 0) for place in range(8)]
    witness = said("ST8", "Witness", is_entry=False)
    graph = case(*hands, witness, relays=[RelayRec(f"ST{place}", f"ST{place + 1}") for place in range(8)])
    assert headline(graph, analyse(graph, "AS1")).endswith(", on Hand 4 and on four more.")
