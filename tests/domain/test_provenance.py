from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import dates
from tracker.domain.errors import NotFound
from tracker.domain.provenance import (
    Part,
    Trace,
    TracedRelay,
    TracedStatement,
    TraceGraph,
    trace,
    would_close_loop,
)
from tracker.domain.records import SourceRec
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, RelayForm, SourceKind
from tracker.domain.trace_words import in_words, profile

NEW_YEAR = dates.parse("2020-01-01")
EXPLICIT, POSSIBLE = RelayCertainty.EXPLICIT, RelayCertainty.POSSIBLE


def said(label, name, basis=Basis.TOLD, kind=SourceKind.PERSON, **more):
    return TracedStatement(
        id=label,
        source=SourceRec(f"SRC-{name}", kind, name),
        gist="They left",
        verbatim=None,
        said_at=NEW_YEAR,
        reported_at=None,
        basis=basis,
        **more,
    )


def relay(child, parent, form=RelayForm.QUOTES, certainty=EXPLICIT, fidelity=Fidelity.FAITHFUL):
    return TracedRelay(child, parent, certainty, fidelity, form)


def graph(*parts):
    statements = [part for part in parts if isinstance(part, TracedStatement)]
    relays = [part for part in parts if isinstance(part, TracedRelay)]
    return TraceGraph({statement.id: statement for statement in statements}, tuple(relays))


BLOGGER = said("ST4", "the blogger", is_entry=True)
REPORTER = said("ST2", "the reporter", is_entry=True)
SPOKESMAN = said("ST1", "M", Basis.PARTICIPANT)
CHAIN = graph(BLOGGER, REPORTER, SPOKESMAN, relay("ST4", "ST2"), relay("ST2", "ST1", RelayForm.PARAPHRASES))
WITHDREW = graph(
    SPOKESMAN,
    REPORTER,
    said("ST3", "X", kind=SourceKind.ACCOUNT, is_entry=True),
    said("ST4", "N", kind=SourceKind.OUTLET, is_entry=True),
    said("ST5", "social media", Basis.NOT_STATED, SourceKind.UNKNOWN),
    said("ST6", "B", is_entry=True),
    relay("ST2", "ST1"),
    relay("ST3", "ST2", RelayForm.REPUBLISHES),
    relay("ST6", "ST2"),
    relay("ST4", "ST5", RelayForm.CITES),
    relay("ST5", "ST2", None, POSSIBLE),
)
LOOP = graph(
    said("ST1", "B", is_entry=True), said("ST2", "N", is_entry=True), relay("ST1", "ST2"), relay("ST2", "ST1")
)
ALTERED = graph(
    said("ST1", "B", is_entry=True),
    said("ST2", "R", Basis.OBSERVED, is_entry=True),
    relay("ST1", "ST2", RelayForm.CITES, fidelity=Fidelity.ALTERED),
)


def chain_of(hops):
    statements = [said(f"ST{place}", f"hand {place}") for place in range(hops)]
    end = said(f"ST{hops}", "the witness", Basis.OBSERVED)
    return graph(*statements, end, *(relay(f"ST{place}", f"ST{place + 1}") for place in range(hops)))


def diamonds(count):
    """A tower in which the number of paths doubles at each storey."""
    parts = [said("A0", "top")]
    for place in range(count):
        parts += [said(f"L{place}", "left"), said(f"R{place}", "right"), said(f"A{place + 1}", "joint")]
        for side in "LR":
            parts += [relay(f"A{place}", f"{side}{place}"), relay(f"{side}{place}", f"A{place + 1}")]
    parts += [said("END", "the witness", Basis.OBSERVED), relay(f"A{count}", "END")]
    return graph(*parts)


def test_a_chain_is_traced_to_the_original_source_and_told_in_one_breath():
    found = trace(CHAIN, ["ST4"])
    assert found.layers == (("ST4",), ("ST2",), ("ST1",))
    assert found.origins == ("ST1",)
    assert found.gaps == ()
    assert found.summary == (
        "ST4 reached us through two hands: the blogger, who quotes the reporter, who paraphrases M. "
        "It ends with M, who took part in it."
    )


def test_a_statement_we_hold_ourselves_is_its_own_end():
    own = trace(graph(said("ST7", "R2", Basis.OBSERVED, is_entry=True)), ["ST7"])
    assert own.summary == "ST7 is a statement of R2, which we hold. It ends with R2, who saw or heard it."


def test_a_long_chain_is_named_at_its_ends_only():
    summary = trace(chain_of(30), ["ST0"]).summary
    assert "through thirty" not in summary
    assert "reached us through 30 hands" in summary
    assert "and so on through 24 more" in summary
    assert summary.count("who quotes") == 6


def test_a_possible_relay_leaves_the_gap_open_and_is_called_possible():
    found = trace(WITHDREW, ["ST4"])
    assert [gap.statement for gap in found.gaps] == ["ST5"]
    assert found.origins == ()
    assert found.possible_origins == ("ST1",)
    assert [relay.child for relay in found.possible] == ["ST5"]
    assert found.summary == (
        "ST4 reached us through one hand: N, which cites “social media”. "
        "The trail breaks off: nobody says who “social media” is. "
        "It may also go back to M, through a relay that is only possible."
    )


def test_several_statements_share_one_trace():
    found = trace(WITHDREW, ["ST2", "ST3", "ST4", "ST6"])
    assert found.layers == (("ST3", "ST4", "ST6"), ("ST5",), ("ST2",), ("ST1",))
    assert found.origins == ("ST1",)
    assert [gap.statement for gap in found.gaps] == ["ST5"]
    assert found.summary.startswith(
        "Four statements go back to two earlier statements. The trail ends with M,"
    )


def test_an_altered_relay_is_named_and_leads_to_no_origin():
    found = trace(ALTERED, ["ST1"])
    assert found.origins == ()
    assert found.possible_origins == ()
    assert [relay.parent for relay in found.altered] == ["ST2"]
    assert "B (ST1) names R (ST2), who does not say this" in found.summary


def test_an_author_whom_nobody_names_is_no_description():
    author = said("ST1", "the unnamed author of ‘A page’", Basis.TOLD, SourceKind.UNNAMED)
    found = trace(graph(author, said("ST2", "R"), relay("ST1", "ST2", fidelity=Fidelity.ALTERED)), ["ST1"])
    assert "The unnamed author of ‘A page’ (ST1) names R (ST2), who does not say this" in found.summary


def test_a_trace_calls_its_sources_as_it_is_told_to():
    told = graph(
        said("ST1", "the unnamed author of ‘A page’", Basis.OPINION, SourceKind.UNNAMED),
        said("ST2", "B", also_on_path=(SourceRec("SRC9", SourceKind.PERSON, "the leaker"),)),
    )
    names = {"the unnamed author of ‘A page’": "the unnamed author of Exhibit 1", "the leaker": "L"}
    found = trace(told.calling(names), ["ST1", "ST2"])
    assert found.gaps[0].reason == "Exhibit 1 does not name its author"
    assert [one.also_on_path[0].name for one in found.statements.values() if one.also_on_path] == ["L"]
    assert found.statements["ST1"].source.name == "the unnamed author of Exhibit 1"


def test_a_citation_loop_is_reported_once_and_not_followed():
    found = trace(LOOP, ["ST2"])
    assert found.loops == (("ST1", "ST2"),)
    assert found.closing == {("ST1", "ST2")}
    assert found.origins == found.gaps == ()
    assert found.paths().paths == ()
    assert "B (ST1) and N (ST2) repeat each other in a circle, which supports nothing." in found.summary
    assert [item.closes_loop for item in found.tree()] == [False, False, True]


def test_somebody_who_repeats_and_also_saw_it_is_first_hand_on_the_way():
    both = graph(
        BLOGGER,
        said("ST2", "R", Basis.OBSERVED, is_entry=True),
        SPOKESMAN,
        relay("ST4", "ST2"),
        relay("ST2", "ST1"),
    )
    found = trace(both, ["ST4"])
    assert found.first_hand == ("ST2",)
    assert found.origins == ("ST1",)
    assert found.paths().paths == (("ST4", "ST2"), ("ST4", "ST2", "ST1"))
    assert "On the way, R saw or heard it." in found.summary


@pytest.mark.parametrize(
    ("basis", "kind", "reason"),
    [
        (Basis.TOLD, SourceKind.PERSON, "V was told, and it is not said by whom"),
        (Basis.NOT_STATED, SourceKind.OUTLET, "nobody says how V knows"),
        (Basis.INFERRED, SourceKind.PERSON, "V inferred it: a conclusion, not something known"),
        (Basis.FORECAST, SourceKind.PERSON, "V forecasts it: nobody can have seen it yet"),
        (Basis.OPINION, SourceKind.PERSON, "it is the opinion of V"),
        (Basis.QUESTION, SourceKind.PERSON, "V only asks"),
        (Basis.OBSERVED, SourceKind.UNKNOWN, "nobody says who “V” is"),
        (Basis.OBSERVED, SourceKind.UNNAMED, "“V” is described and not named"),
    ],
)
def test_an_end_that_cannot_know_is_a_gap_with_its_reason(basis, kind, reason):
    found = trace(graph(said("ST1", "V", basis, kind)), ["ST1"])
    assert [gap.reason for gap in found.gaps] == [reason]
    assert found.parts["ST1"] is Part.GAP


def test_a_relay_to_a_record_that_is_not_there_is_a_gap_and_no_origin():
    found = trace(graph(said("ST1", "W", Basis.OBSERVED), relay("ST1", "ST99")), ["ST1"])
    assert found.origins == ()
    assert [gap.reason for gap in found.gaps] == ["what W repeats is not among the records"]


def test_rows_carry_depth_and_what_must_be_said():
    rows = trace(WITHDREW, ["ST4"]).rows()
    assert [(row.depth, row.statement.id, row.part) for row in rows] == [
        (0, "ST4", Part.RELAY),
        (1, "ST5", Part.GAP),
        (2, "ST2", Part.RELAY),
        (3, "ST1", Part.ORIGIN),
    ]
    assert rows[1].notes == (
        "Gap: nobody says who “social media” is.",
        "Possibly repeats ST2 (the reporter); this is not shown.",
    )
    assert "Reached only through a possible or an altered relay." in rows[3].notes


def test_rows_name_who_stands_on_the_path_and_what_was_withdrawn():
    leaked = said(
        "ST1",
        "W",
        Basis.DOCUMENT,
        withdrawn=True,
        also_on_path=(SourceRec("SRC9", SourceKind.PERSON, "the leaker"),),
    )
    assert trace(graph(leaked), ["ST1"]).rows()[0].notes == (
        "The leaker stands on the path too.",
        "Withdrawn from the case.",
    )


def test_a_shared_statement_is_expanded_once_in_the_nested_list():
    tree = trace(diamonds(1), ["A0"]).tree()
    assert [(item.depth, item.statement.id, item.repeated) for item in tree] == [
        (0, "A0", False),
        (1, "L0", False),
        (2, "A1", False),
        (3, "END", False),
        (1, "R0", False),
        (2, "A1", True),
    ]
    assert [item.opens for item in tree] == [True, True, True, False, True, False]
    assert [item.closes for item in tree] == [0, 0, 0, 2, 0, 2]


def nesting_of(tree):
    html = ["<ul>"]
    for item in tree:
        html.append("<li>")
        html.append("<ul>" if item.opens else "</li>" + "</ul></li>" * item.closes)
    return "".join([*html, "</ul>"])


def test_the_nested_list_opens_and_closes_as_often():
    html = nesting_of(trace(WITHDREW, ["ST3", "ST4", "ST6"]).tree())
    assert html.count("<ul>") == html.count("</ul>")
    assert html.count("<li>") == html.count("</li>")


def test_paths_are_capped_with_a_word_about_it():
    paths = trace(diamonds(30), ["A0"]).paths(limit=20)
    assert len(paths.paths) == 20
    assert paths.capped
    assert paths.note == "Only the first 20 paths are listed; there are more."
    whole = trace(diamonds(3), ["A0"]).paths()
    assert len(whole.paths) == 8
    assert not whole.capped


def test_paths_are_not_lost_in_a_tower_that_leads_nowhere():
    tower = diamonds(40)
    relays = [hop for hop in tower.relays if hop.parent != "END"]
    loop = TraceGraph(tower.statements, (*relays, relay("A40", "A39")))
    assert trace(loop, ["A0"]).paths().paths == ()


def test_ten_thousand_hops_and_a_tower_of_diamonds_are_no_special_case():
    deep = trace(chain_of(10_000), ["ST0"])
    assert len(deep.layers) == 10_001
    assert len(deep.rows()) == len(deep.tree()) == 10_001
    assert len(deep.paths().paths[0]) == 10_001
    tower = trace(diamonds(1_000), ["A0"])
    assert len(tower.tree()) == 4_002
    assert tower.depth["END"] == 2_001


def test_an_unknown_root_is_not_found():
    with pytest.raises(NotFound, match="no statement ST99"):
        trace(CHAIN, ["ST99"])


def test_nothing_to_trace_is_said():
    assert trace(CHAIN, []).summary == "There is no statement to trace."


def test_a_relay_that_would_close_a_loop_is_found_with_the_loop():
    assert would_close_loop(CHAIN.relays, "ST1", "ST4") == ("ST1", "ST4", "ST2")
    assert would_close_loop(CHAIN.relays, "ST4", "ST1") is None
    assert would_close_loop(CHAIN.relays, "ST2", "ST2") == ("ST2",)
    assert would_close_loop(LOOP.relays, "ST9", "ST1") is None


def test_the_profile_names_the_weakest_grades_and_never_takes_not_judged_for_one():
    graded = graph(
        said("ST4", "the blogger", reliability="D", credibility="3"),
        said("ST2", "the reporter", reliability="B", credibility="6"),
        said("ST1", "M", Basis.PARTICIPANT, reliability="F"),
        relay("ST4", "ST2"),
        relay("ST2", "ST1"),
    )
    found = profile(trace(graded, ["ST4"]))
    assert (found.weakest_reliability, found.weakest_credibility) == ("ST4", "ST4")
    assert found.ungraded == ("ST2", "ST1")
    assert found.words == (
        "Weakest source on the way: the blogger (ST4), D (not usually reliable).",
        "Weakest information on the way: the blogger (ST4), 3 (possibly true).",
        "Not fully graded or not judged: the reporter (ST2) and M (ST1).",
    )


def test_the_profile_can_be_told_in_words_alone_and_guesses_nothing_of_what_is_hidden():
    graded = graph(
        said("ST4", "the blogger", reliability="D", credibility="3"),
        said("ST2", "the reporter", hidden_reliability=1, hidden_credibility=2),
        relay("ST4", "ST2"),
    )
    found = profile(trace(graded, ["ST4"]), codes=False)
    assert found.ungraded == ()
    assert found.words[:3] == (
        "Weakest source on the way: the blogger (ST4), not usually reliable.",
        "Weakest information on the way: the blogger (ST4), possibly true.",
        "Graded by others, and hidden until your own grades are in: the reporter (ST2).",
    )


def test_the_profile_of_an_ungraded_chain_says_where_the_gaps_are():
    found = profile(trace(WITHDREW, ["ST4"]))
    assert (found.weakest_reliability, found.weakest_credibility) == (None, None)
    assert found.words[-1] == "Gaps: nobody says who “social media” is (ST5)."


labels = st.sampled_from([f"ST{place}" for place in range(8)])
relays = st.builds(
    TracedRelay,
    child=labels,
    parent=labels,
    certainty=st.sampled_from(RelayCertainty),
    fidelity=st.sampled_from([Fidelity.FAITHFUL, Fidelity.ALTERED]),
)
bases = st.lists(st.sampled_from([Basis.TOLD, Basis.OBSERVED]), min_size=8, max_size=8)


@given(st.lists(relays, max_size=20), bases, st.sets(labels, min_size=1), st.randoms())
def test_any_graph_ends_and_its_order_means_nothing(hops, known, roots, random):
    statements = [said(f"ST{place}", f"V{place}", basis) for place, basis in enumerate(known)]
    first = trace(graph(*statements, *hops), roots)
    shuffled_hops, shuffled = list(hops), list(statements)
    random.shuffle(shuffled_hops)
    random.shuffle(shuffled)
    assert trace(graph(*shuffled, *shuffled_hops), roots) == first
    check_whole(first)


def check_whole(found: Trace) -> None:
    assert sorted(label for layer in found.layers for label in layer) == sorted(found.statements)
    for hop in found.relays:
        closes = (hop.child, hop.parent) in found.closing
        assert closes or found.depth[hop.parent] > found.depth[hop.child]
    for path in found.paths().paths:
        assert path[0] in found.roots
        assert len(set(path)) == len(path)
    assert bool(found.loops) == bool(found.closing)
    assert {item.statement.id for item in found.tree()} == set(found.statements)
    assert nesting_of(found.tree()).count("<ul>") == nesting_of(found.tree()).count("</ul>")
    assert found.summary
    assert profile(found).ungraded


@given(st.lists(relays, max_size=15), labels, labels)
def test_a_loop_is_foretold_exactly_where_one_would_arise(hops, child, parent):
    acyclic = []
    for hop in hops:
        if would_close_loop(acyclic, hop.child, hop.parent) is None:
            acyclic.append(hop)
    statements = [said(f"ST{place}", "V") for place in range(8)]
    assert trace(graph(*statements, *acyclic), [f"ST{place}" for place in range(8)]).loops == ()
    closed = trace(graph(*statements, *acyclic, relay(child, parent)), [f"ST{place}" for place in range(8)])
    assert bool(closed.loops) == (would_close_loop(acyclic, child, parent) is not None)


def test_rows_say_what_is_altered_and_what_leads_back():
    (row, _) = trace(ALTERED, ["ST1"]).rows()
    assert row.notes == ("ST2 (R) does not say this: the relay is altered and carries nothing.",)
    (_, last) = trace(LOOP, ["ST1"]).rows()
    assert last.notes == ("Leads back to ST1 (B): a citation loop, which supports nothing.",)


def test_a_summary_names_some_and_counts_the_rest():
    statements = [
        said("ST0", "B"),
        *(said(f"ST{place}", f"W{place}", Basis.OBSERVED) for place in range(1, 9)),
    ]
    many = graph(
        *statements, *(relay("ST0", f"ST{place}", fidelity=Fidelity.ALTERED) for place in range(1, 9))
    )
    assert trace(many, ["ST0"]).summary.endswith("So are three other relays.")
    rings = [relay(f"ST{place}", f"ST{place + 1}") for place in range(8)]
    back = [relay(f"ST{place + 1}", f"ST{place}") for place in range(8)]
    assert trace(graph(*statements, *rings, *back), ["ST0"]).summary.endswith("There are more such circles.")


def test_a_root_already_reached_from_another_is_not_walked_twice():
    assert trace(CHAIN, ["ST4", "ST2"]).layers == (("ST4",), ("ST2",), ("ST1",))


def test_a_graph_of_circles_lists_some_loops_and_cuts_them_all():
    count = 60
    statements = [said(f"ST{place}", "V") for place in range(count + 1)]
    hops = [(f"ST{place}", f"ST{place + 1}") for place in range(count)]
    rings = [relay(*pair) for hop in hops for pair in (hop, hop[::-1])]
    found = trace(graph(*statements, *rings), ["ST0"])
    assert len(found.loops) == 50
    assert len(found.closing) == count


def test_a_fully_graded_chain_has_nothing_ungraded():
    whole = trace(graph(said("ST1", "W", Basis.OBSERVED, reliability="A", credibility="1")), ["ST1"])
    assert profile(whole).words == (
        "Weakest source on the way: W (ST1), A (completely reliable).",
        "Weakest information on the way: W (ST1), 1 (confirmed by other sources).",
    )


def test_nothing_lies_behind_what_was_withdrawn():
    built = graph(
        said("ST3", "C"),
        said("ST2", "B", withdrawn=True),
        said("ST1", "A", Basis.OBSERVED),
        relay("ST3", "ST2"),
        relay("ST2", "ST1"),
    )
    found = trace(built, ["ST3"])
    assert set(found.statements) == {"ST3", "ST2"}
    assert not found.origins
    assert [gap.reason for gap in found.gaps] == ["ST2 was withdrawn from the case"]
    assert set(trace(built, ["ST2"]).statements) == {"ST2", "ST1"}


class TestInWords:
    """What a picture of a trace says to those who do not see it."""

    def told(self, *parts, shown=None, codes=True):
        found = trace(graph(*parts), [parts[0].id])
        return in_words(found, list(found.statements) if shown is None else shown, codes=codes)

    def test_every_statement_is_told_with_what_it_repeats(self):
        assert self.told(BLOGGER, SPOKESMAN, relay("ST4", "ST1")) == (
            "ST4, the blogger: “They left” (person, was told; we hold it; said 1 January 2020; quotes ST1). "
            "ST1, M: “They left” (original source; person, took part in it; said 1 January 2020)."
        )

    def test_what_is_not_drawn_is_named_so_that_nothing_is_missing(self):
        assert self.told(BLOGGER, SPOKESMAN, relay("ST4", "ST1"), shown=["ST4"]).endswith("Not drawn: ST1.")

    def test_of_hundreds_not_drawn_the_last_are_counted(self):
        found = trace(chain_of(260), ["ST0"])
        told = in_words(found, ["ST0"])
        assert told.endswith("ST200 and 60 more.")

    def test_a_date_that_nobody_stated_is_said_to_be_missing(self):
        assert "date not stated" in self.told(replace(BLOGGER, said_at=None))

    def test_whoever_stands_between_and_what_was_withdrawn_are_told(self):
        told = self.told(
            replace(BLOGGER, withdrawn=True, also_on_path=(SourceRec("SRC9", SourceKind.UNNAMED, "a clerk"),))
        )
        assert "; withdrawn;" in told
        assert "through “a clerk”" in told
