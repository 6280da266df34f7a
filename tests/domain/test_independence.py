from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import dates
from tracker.domain.errors import NotFound
from tracker.domain.groups import group_sources
from tracker.domain.independence import analyse, analyse_all
from tracker.domain.records import (
    AssertionRec,
    CaseGraph,
    RelayRec,
    SourceLinkRec,
    SourceRec,
    StatementRec,
)
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

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text())
CASES = {case["id"]: case for case in GOLDEN["cases"]}
EXPECTED = [(name, label) for name, case in CASES.items() for label in case["expected"]]
WHAT_IF = [(name, removed) for name, case in CASES.items() for removed in case["what_if"]]


def load(case):
    return CaseGraph(
        sources={
            label: SourceRec(label, SourceKind(source["kind"]), source.get("is", label))
            for label, source in case["sources"].items()
        },
        assertions={
            label: AssertionRec(
                label, claim["text"], dates.parse(claim["holds"]) if "holds" in claim else None
            )
            for label, claim in case["assertions"].items()
        },
        statements={
            said["id"]: StatementRec(
                said["id"],
                said["source"],
                Basis(said["basis"]),
                said["entry"],
                {label: Stance(stance) for label, stance in said["conveys"].items()},
            )
            for said in case["statements"]
        },
        relays=tuple(
            RelayRec(child, parent, RelayCertainty(certainty), *(Fidelity(word) for word in fidelity))
            for child, parent, certainty, *fidelity in case["relays"]
        ),
        source_links=tuple(
            SourceLinkRec(a, b, SourceLinkKind(kind)) for a, b, kind in case.get("source_links", ())
        ),
        incompatible=tuple((a, b) for a, b, _ in case.get("contradictions", ())),
        rests_on={label: tuple(others) for label, others in case.get("rests_on", {}).items()},
    )


GRAPHS = {name: load(case) for name, case in CASES.items()}


@pytest.mark.parametrize(("name", "label"), EXPECTED)
def test_the_golden_cases(name, label):
    expected = CASES[name]["expected"][label]
    found = analyse(GRAPHS[name], label)
    assert len(found.items) == expected["items"]
    assert list(found.lines) == expected["lines"]
    assert [source for group in found.origins for source in group] == sorted(expected["origins"])
    assert [list(group) for group in found.hangs_on] == sorted(expected["hangs_on"])
    assert found.resilience == expected["resilience"]
    assert found.suggested == str(expected["suggested_credibility"])
    assert not found.bounded


@pytest.mark.parametrize(("name", "removed"), WHAT_IF)
def test_the_golden_cases_with_a_source_taken_away(name, removed):
    found = analyse_all(GRAPHS[name], without=frozenset({removed}))
    expected = CASES[name]["what_if"][removed]
    assert {label: list(found[label].lines) for label in expected} == expected


@pytest.mark.parametrize("pair", CASES["embassy"]["contradictions"])
def test_the_golden_contradictions_follow_from_the_times(pair):
    a, b, verdict = pair
    why = analyse(GRAPHS["embassy"], a).why
    assert any(reason.startswith(f"{b} contradicts it") for reason in why) == (verdict == "contradiction")


def test_what_must_be_said_of_the_withdrawal():
    found = analyse(GRAPHS["embassy"], "withdrew")
    assert found.sentence == "at least one, at most two independent sources"
    assert found.why == (
        "Four items: at least one, at most two independent sources.",
        "account that reposts (s3) adds nothing: it repeats reporter (s2).",
        "blogger (s6) adds nothing: it repeats reporter (s2).",
        'Original source: militia spokesman, known to R only, and perhaps “social media", as N puts it”.',
        "Everything known hangs on militia spokesman, known to R only and reporter.",
        'Knowing who “social media", as N puts it” (s5) is would settle it.',
        "still contradicts it: 1 January 2020, 15:20 lies inside from 1 January 2020, 15:00, with no known end.",
        "Contradicted by at least as many independent sources (still): 4. 1 is not available.",
    )


def case(*statements, relays=(), links=(), kinds=None, **more):
    names = {voice for said in statements for voice in (said.source, *said.also_on_path)}
    names |= {name for link in links for name in link[:2]}
    return CaseGraph(
        sources={name: SourceRec(name, (kinds or {}).get(name, SourceKind.PERSON), name) for name in names},
        assertions={"AS1": AssertionRec("AS1", "They left")} | more.pop("others", {}),
        statements={said.id: said for said in statements},
        relays=tuple(relays),
        source_links=tuple(SourceLinkRec(a, b, kind) for a, b, kind in links),
        **more,
    )


def item(label, source, basis=Basis.OBSERVED, stance=Stance.ASSERTS, **more):
    return StatementRec(label, source, basis, more.pop("is_entry", True), {"AS1": stance}, **more)


def test_whom_a_document_was_obtained_from_stands_on_the_path():
    leaked = case(item("ST1", "A", also_on_path=("L",)), item("ST2", "B", also_on_path=("L",)))
    found = analyse(leaked, "AS1")
    assert found.lines == (1, 1)
    assert found.hangs_on == (("L",),)
    assert analyse(leaked, "AS1", without=frozenset({"L"})).lines == (0, 0)


def test_a_statement_can_be_taken_away_as_well_as_a_source():
    two = case(item("ST1", "A"), item("ST2", "A"), item("ST3", "B"))
    assert analyse(two, "AS1", without=frozenset({"ST1"})).lines == (2, 2)
    assert analyse(two, "AS1", without=frozenset({"ST1", "ST2"})).lines == (1, 1)


def test_a_first_hand_denial_lowers_and_a_bare_one_does_not():
    seen = case(item("ST1", "A"), item("ST2", "B", stance=Stance.DENIES))
    assert analyse(seen, "AS1").suggested == "4"
    bare = case(item("ST1", "A"), item("ST2", "B", Basis.NOT_STATED, stance=Stance.DENIES))
    found = analyse(bare, "AS1")
    assert found.suggested == "3"
    assert (
        "Denied by B (ST2); nobody known to be in a position to know says so, which lowers nothing."
        in found.why
    )


def test_an_inference_or_a_doubt_is_no_item():
    found = analyse(case(item("ST1", "A", Basis.INFERRED), item("ST2", "B", stance=Stance.DOUBTS)), "AS1")
    assert found.items == ()
    assert found.suggested == "6"
    assert "A (ST1) inferred it, which supports nothing by itself." in found.why


def contradicted(a, b, **more):
    other = StatementRec("ST2", "B", Basis.OBSERVED, True, {"AS2": Stance.ASSERTS})
    graph = case(item("ST1", "A"), other, incompatible=(("AS2", "AS1"),), **more)
    claims = {"AS1": AssertionRec("AS1", "yes", a), "AS2": AssertionRec("AS2", "no", b)}
    return analyse(replace(graph, assertions=claims), "AS1")


def test_an_update_is_no_contradiction_and_the_undetermined_lowers_nothing():
    monday, tuesday = dates.parse("2020-01-06"), dates.parse("2020-01-07")
    assert contradicted(monday, tuesday).suggested == "3"
    assert any(reason.startswith("AS2 is an update") for reason in contradicted(monday, tuesday).why)
    undetermined = contradicted(monday, monday)
    assert undetermined.suggested == "3"
    assert any(reason.startswith("Whether AS2 contradicts it cannot be told") for reason in undetermined.why)


def test_what_an_analyst_confirmed_goes_before_the_times():
    monday = dates.parse("2020-01-06")
    pair = frozenset({"AS1", "AS2"})
    assert contradicted(monday, monday, confirmed={pair: TimeVerdict.CONTRADICTION}).suggested == "4"
    assert contradicted(None, None, confirmed={pair: TimeVerdict.UPDATE}).suggested == "3"


def test_a_contradiction_nobody_asserts_is_said_and_counts_for_nothing():
    graph = case(item("ST1", "A"), others={"AS2": AssertionRec("AS2", "no")}, incompatible=(("AS1", "AS2"),))
    found = analyse(graph, "AS1")
    assert found.suggested == "3"
    assert any("no item asserts that" in reason for reason in found.why)


def test_a_repeat_is_named_with_the_way_it_repeats():
    graph = case(
        item("ST1", "R"),
        item("ST2", "X", Basis.TOLD),
        item("ST3", "Y", Basis.TOLD),
        item("ST4", "Z", Basis.TOLD, is_entry=False),
        relays=[
            RelayRec("ST2", "ST1", form=RelayForm.REPUBLISHES),
            RelayRec("ST3", "ST4", form=RelayForm.QUOTES),
            RelayRec("ST4", "ST1", form=RelayForm.QUOTES),
        ],
    )
    found = analyse(graph, "AS1")
    assert found.repeats == {"ST2": ("ST1",), "ST3": ("ST1",)}
    assert "X (ST2) adds nothing: it republishes R (ST1)." in found.why
    assert "Y (ST3) adds nothing: it goes back to R (ST1)." in found.why


def test_what_would_settle_the_interval_is_asked():
    graph = case(
        item("ST1", "A"),
        item("ST2", "B"),
        item("ST3", "C"),
        item("ST4", "D"),
        relays=[RelayRec("ST2", "ST1", RelayCertainty.POSSIBLE, form=RelayForm.CITES)],
        links=[("B", "C", SourceLinkKind.POSSIBLY_SAME_AS), ("C", "D", SourceLinkKind.EMPLOYED_BY)],
    )
    found = analyse(graph, "AS1")
    assert found.lines == (2, 4)
    assert found.settle == (
        "whether B (ST2) cites A (ST1)",
        "whether B is the same as C",
        "whether C speaks independently of D (employed by)",
    )


def test_two_voices_known_to_be_one_end_in_one_original_source():
    graph = case(item("ST1", "A"), item("ST2", "B"), links=[("A", "B", SourceLinkKind.SAME_AS)])
    found = analyse(graph, "AS1")
    assert found.lines == (1, 1)
    assert found.origins == (("A", "B"),)
    assert "Everything hangs on A and B (as one)." in found.why


def test_an_unknown_assertion_is_not_found():
    with pytest.raises(NotFound, match="no assertion AS9"):
        analyse(case(item("ST1", "A")), "AS9")


def ladder(storeys):
    """Two sources on every storey, each repeating both of the next: the number of paths doubles each time."""
    statements, relays = [], []
    for place in range(storeys):
        last = place == storeys - 1
        for side in "LR":
            basis = Basis.OBSERVED if last else Basis.TOLD
            statements.append(item(f"{side}{place}", f"{side}{place}", basis, is_entry=place == 0))
            if not last:
                relays += [RelayRec(f"{side}{place}", f"{other}{place + 1}") for other in "LR"]
    return case(*statements, relays=relays)


def test_too_many_paths_to_try_are_still_counted_where_the_bounds_meet():
    found = analyse(ladder(40), "AS1")
    assert not found.bounded
    assert found.lines == (2, 2)
    assert found.resilience == 2
    assert found.hangs_on == ()


def test_where_they_do_not_meet_the_bounds_say_so():
    waist = ladder(40)
    one = {label: replace(waist.statements[label], also_on_path=("L39",)) for label in ("L20", "R20")}
    found = analyse(replace(waist, statements={**waist.statements, **one}), "AS1")
    assert found.bounded
    assert found.lines == (1, 2)
    assert found.resilience == 2
    assert found.hangs_on == (("L39",),)
    assert found.why[1] == "There are too many paths to try them all: these numbers are bounds, not counts."


def test_an_entry_by_whom_another_path_already_goes_is_no_second_line():
    tower = ladder(40)
    both = {label: replace(tower.statements[label], also_on_path=("L39",)) for label in ("L0", "R0")}
    found = analyse(replace(tower, statements={**tower.statements, **both}), "AS1")
    assert found.lines == (1, 2)
    assert found.bounded


def test_few_enough_paths_are_counted():
    found = analyse(ladder(8), "AS1")
    assert not found.bounded
    assert found.lines == (2, 2)


def test_a_long_chain_of_items_is_one_line():
    hops = 2_000
    graph = case(
        *(item(f"ST{place}", f"S{place}", Basis.TOLD) for place in range(hops)),
        item("END", "W"),
        relays=[
            RelayRec(f"ST{place}", f"ST{place + 1}" if place + 1 < hops else "END") for place in range(hops)
        ],
    )
    found = analyse(graph, "AS1")
    assert found.lines == (1, 1)
    assert found.hangs_on == (("W",),)
    assert len(found.repeats) == hops


def test_many_are_counted_where_they_are_not_all_named():
    statements = [item(f"ST{place}", f"S{place}", also_on_path=("L",)) for place in range(9)]
    found = analyse(case(*statements), "AS1")
    assert found.lines == (1, 1)
    assert "Original sources: S0, S1, S2, S3, S4 and four more." in found.why
    copies = [item(f"ST{place}", f"S{place}", Basis.TOLD) for place in range(1, 9)]
    held = case(item("ST0", "S0"), *copies, relays=[RelayRec(copy.id, "ST0") for copy in copies])
    assert "Three more items only repeat others." in analyse(held, "AS1").why


def test_an_item_behind_which_a_record_is_missing_carries_nothing_and_says_so():
    found = analyse(case(item("ST1", "A", Basis.TOLD), relays=[RelayRec("ST1", "ST9")]), "AS1")
    assert found.lines == (0, 0)
    assert "A (ST1) carries nothing: the trail behind it is cut." in found.why


def test_an_item_that_alters_a_missing_record_names_it_by_its_label():
    altered = RelayRec("ST1", "ST9", fidelity=Fidelity.ALTERED)
    found = analyse(case(item("ST1", "A", Basis.TOLD), relays=[altered]), "AS1")
    assert "A (ST1) carries nothing: ST9 does not say this, the relay is altered." in found.why


# Dependence groups


def groups_of(*links):
    records = [SourceLinkRec(a, b, kind) for a, b, kind in links]
    high, low = group_sources("ABC", records)
    return {"".join(group) for group in high.values()}, {"".join(group) for group in low.values()}


@pytest.mark.parametrize(
    ("kind", "high", "low"),
    [
        (SourceLinkKind.SAME_AS, {"AB", "C"}, {"AB", "C"}),
        (SourceLinkKind.ACCOUNT_OF, {"AB", "C"}, {"AB", "C"}),
        (SourceLinkKind.COORDINATED_WITH, {"AB", "C"}, {"AB", "C"}),
        (SourceLinkKind.POSSIBLY_SAME_AS, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.OWNED_BY, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.EMPLOYED_BY, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.MEMBER_OF, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.STATE_CONTROLLED_BY, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.SYNDICATES_FROM, {"A", "B", "C"}, {"AB", "C"}),
        (SourceLinkKind.DIFFERENT_FROM, {"A", "B", "C"}, {"A", "B", "C"}),
    ],
)
def test_each_kind_of_link_joins_in_its_readings(kind, high, low):
    assert groups_of(("A", "B", kind)) == (high, low)


def test_different_from_keeps_apart_whoever_might_be_one():
    possibly, different = SourceLinkKind.POSSIBLY_SAME_AS, SourceLinkKind.DIFFERENT_FROM
    assert groups_of(("A", "B", possibly), ("B", "A", different))[1] == {"A", "B", "C"}
    through = groups_of(("A", "B", possibly), ("B", "C", possibly), ("A", "C", different))[1]
    assert not any({"A", "C"} <= set(group) for group in through)


def test_different_from_does_not_make_an_employee_independent():
    employed, different = SourceLinkKind.EMPLOYED_BY, SourceLinkKind.DIFFERENT_FROM
    assert groups_of(("A", "B", employed), ("A", "B", different))[1] == {"AB", "C"}


# Any graph: the rules written down a second time, slowly, and what must hold whatever the graph

SOURCES = ["A", "B", "C", "D", "U1", "U2"]
KINDS = {"U1": SourceKind.UNKNOWN, "U2": SourceKind.UNNAMED}
ONE_VOICE = {SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF, SourceLinkKind.COORDINATED_WITH}


@st.composite
def graphs(draw, most=7):
    count = draw(st.integers(1, most))
    labels = [f"ST{place}" for place in range(count)]
    basis = st.sampled_from([Basis.TOLD, Basis.OBSERVED, Basis.NOT_STATED, Basis.INFERRED])
    aside = st.sampled_from([(), (), (), ("C",)])
    statements = [
        StatementRec(
            label,
            draw(st.sampled_from(SOURCES)),
            draw(basis),
            draw(st.booleans()),
            {"AS1": draw(st.sampled_from([Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES]))},
            draw(aside),
        )
        for label in labels
    ]
    relay = st.builds(
        RelayRec,
        st.sampled_from(labels),
        st.sampled_from(labels),
        st.sampled_from([RelayCertainty.EXPLICIT, RelayCertainty.EXPLICIT, RelayCertainty.POSSIBLE]),
        st.sampled_from([Fidelity.FAITHFUL, Fidelity.FAITHFUL, Fidelity.FAITHFUL, Fidelity.ALTERED]),
    )
    kinds = st.sampled_from([kind for kind in SourceLinkKind if kind is not SourceLinkKind.DIFFERENT_FROM])
    link = st.builds(SourceLinkRec, st.sampled_from(SOURCES), st.sampled_from(SOURCES), kinds)
    return CaseGraph(
        sources={name: SourceRec(name, KINDS.get(name, SourceKind.PERSON), name) for name in SOURCES},
        assertions={"AS1": AssertionRec("AS1", "They left")},
        statements={statement.id: statement for statement in statements},
        relays=tuple(draw(st.lists(relay, max_size=10))),
        source_links=tuple(draw(st.lists(link, max_size=3))),
    )


removals = st.sets(st.sampled_from([*SOURCES, "ST0", "ST3"]), max_size=2)


def closure(name, links):
    found = {name}
    while True:
        more = {end for link in links if {link.a, link.b} & found for end in (link.a, link.b)}
        if more <= found:
            return frozenset(found)
        found |= more


def simple_paths(graph, label, way=()):
    """Every path of support that goes on from `label`, and whether its end is known."""
    way = (*way, label)
    statement = graph.statements[label]
    gap = graph.sources[statement.source].kind.is_gap
    explicit = [r for r in graph.relays if r.child == label and r.certainty is RelayCertainty.EXPLICIT]
    if statement.basis.can_be_origin:
        yield way, not gap
    elif not explicit:
        yield way, False
    for parent in {relay.parent for relay in explicit if relay.fidelity is not Fidelity.ALTERED} - set(way):
        yield from simple_paths(graph, parent, way)


def possibly_behind(graph, label):
    found = set()
    pending = [
        r.parent
        for r in graph.relays
        if r.child == label and r.certainty is RelayCertainty.POSSIBLE and r.fidelity is not Fidelity.ALTERED
    ]
    while pending:
        here = pending.pop()
        if here not in found:
            found.add(here)
            pending += [
                r.parent for r in graph.relays if r.child == here and r.fidelity is not Fidelity.ALTERED
            ]
    return found


def slowly(graph, without=frozenset()):
    """[min, max], what is common to all paths, and how many must fall, straight from the rules."""
    voices = {label: (said.source, *said.also_on_path) for label, said in graph.statements.items()}
    low, high = [], []
    for label, said in graph.statements.items():
        if not (said.is_entry and said.basis.is_factual and said.conveys["AS1"] is Stance.ASSERTS):
            continue
        for way, known in simple_paths(graph, label):
            near = {*way, *(voice for step in way for voice in voices[step])}
            far = set().union(*(possibly_behind(graph, step) for step in way))
            far |= {voice for step in far for voice in voices[step]}
            strong = [link for link in graph.source_links if link.kind in ONE_VOICE]
            if not near & without:
                high.append({closure(voice, strong) for step in way for voice in voices[step]})
            if not (near | far) & without:
                members = {voice for step in way for voice in voices[step]} | (far & set(SOURCES))
                if not known and graph.sources[voices[way[-1]][0]].kind.is_gap:
                    others = {voice for step in way[:-1] for voice in voices[step]} | set(voices[way[-1]][1:])
                    members = others | (far & set(SOURCES))
                groups = {closure(voice, graph.source_links) for voice in members}
                low.append((groups | (set() if known else {"?"}), known))
    counted = [groups for groups, known in low if known] or [groups for groups, _ in low]
    common = set.intersection(*counted) if counted else set()
    fall = next(
        size
        for size in range(8)
        for chosen in combinations(set().union(*counted), size)
        if all(groups & set(chosen) for groups in counted)
    )
    return (most_disjoint(counted), most_disjoint(high)), common, fall


def most_disjoint(families):
    if not families:
        return 0
    first, *rest = families
    apart = [family for family in rest if not family & first]
    return max(1 + most_disjoint(apart), most_disjoint([family for family in rest if family != first]))


@given(graphs(), removals)
def test_any_count_agrees_with_the_rules_written_down_slowly(graph, without):
    found = analyse(graph, "AS1", without=frozenset(without))
    lines, common, fall = slowly(graph, without)
    assert not found.bounded
    assert found.lines == lines
    assert found.resilience == fall
    assert {frozenset(group) if group != ("?",) else "?" for group in found.hangs_on} == common


@given(graphs(most=9))
def test_the_least_is_no_more_than_the_most_nor_than_what_must_fall(graph):
    found = analyse(graph, "AS1")
    assert found.lines[0] <= found.lines[1]
    assert found.lines[0] <= found.resilience
    assert found.known_lines <= found.lines[0]
    assert bool(found.lines[1]) == bool(found.origins)
    assert bool(found.settle) <= (found.lines[0] < found.lines[1])


@given(graphs(), st.sampled_from(SOURCES), st.integers(0, 6))
def test_a_republication_of_what_is_held_never_changes_the_lines(graph, source, place):
    held = analyse(graph, "AS1")
    if not held.items:
        return
    repeated = held.items[place % len(held.items)]
    copy = item("ST99", source, Basis.TOLD)
    more = CaseGraph(
        graph.sources,
        graph.assertions,
        {**graph.statements, "ST99": copy},
        (*graph.relays, RelayRec("ST99", repeated)),
        graph.source_links,
    )
    found = analyse(more, "AS1")
    assert found.lines == held.lines
    assert found.resilience == held.resilience
    if held.lines[1] and set(analyse(more, "AS1").repeats) - set(held.repeats):
        assert found.repeats["ST99"] == (repeated,)


@given(graphs(), removals, removals)
def test_taking_away_never_adds(graph, some, more):
    before = analyse(graph, "AS1", without=frozenset(some)).lines
    after = analyse(graph, "AS1", without=frozenset(some | more)).lines
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@given(graphs(), st.randoms())
def test_the_order_of_the_input_changes_nothing(graph, random):
    def shuffled(things):
        return random.sample(list(things), len(things))

    other = CaseGraph(
        dict(shuffled(graph.sources.items())),
        graph.assertions,
        dict(shuffled(graph.statements.items())),
        tuple(shuffled(graph.relays)),
        tuple(shuffled(graph.source_links)),
    )
    assert analyse(other, "AS1") == analyse(graph, "AS1")


@given(graphs())
def test_a_repeat_taken_away_changes_nothing(graph):
    found = analyse(graph, "AS1")
    for repeat in found.repeats:
        silent = {
            **graph.statements,
            repeat: StatementRec(
                repeat,
                graph.statements[repeat].source,
                graph.statements[repeat].basis,
                False,
                {},
                graph.statements[repeat].also_on_path,
            ),
        }
        rest = CaseGraph(graph.sources, graph.assertions, silent, graph.relays, graph.source_links)
        assert analyse(rest, "AS1").lines == found.lines
