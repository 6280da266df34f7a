from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.domain.graphs import case, item
from tracker.domain import dates
from tracker.domain.errors import NotFound
from tracker.domain.graph_file import cases_of
from tracker.domain.groups import Contradiction, contradictions, group_sources
from tracker.domain.independence import analyse, analyse_all
from tracker.domain.records import (
    AssertionRec,
    RelayRec,
    SourceLinkRec,
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


GRAPHS = {case.id: case.graph for case in cases_of(GOLDEN)}


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
        "account that reposts (s3) and blogger (s6) add nothing: each repeats reporter (s2).",
        'Original source: militia spokesman, known to R only, and perhaps "social media", as N puts it.',
        "Everything known hangs on militia spokesman, known to R only and on reporter.",
        (
            'If "social media", as N puts it (s5) is neither militia spokesman, known to R only nor reporter '
            "and knows it first-hand, there are two independent sources."
        ),
        (
            "still contradicts it: 1 January 2020, 15:20 lies inside "
            "“from 1 January 2020, 15:00, with no known end”."
        ),
        "Contradicted by at least as many independent sources (still), so 4; 1 is not available.",
    )


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
    assert tuple(question.asked for question in found.settle) == (
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
    assert (
        "S1 (ST1), S2 (ST2), S3 (ST3), S4 (ST4), S5 (ST5) and three more add nothing: each repeats S0 (ST0)."
        in analyse(held, "AS1").why
    )


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


def test_what_contradicts_itself_is_one_voice_at_least_and_all_apart_at_most():
    same, account, different = (
        SourceLinkKind.SAME_AS,
        SourceLinkKind.ACCOUNT_OF,
        SourceLinkKind.DIFFERENT_FROM,
    )
    direct = groups_of(("A", "B", same), ("B", "A", different))
    assert direct == ({"A", "B", "C"}, {"AB", "C"})
    chain = groups_of(("C", "A", different), ("B", "C", account), ("A", "B", same))
    assert chain == ({"A", "B", "C"}, {"ABC"})


def test_contradicting_records_are_named_with_the_way_between_them():
    same, different = SourceLinkKind.SAME_AS, SourceLinkKind.DIFFERENT_FROM
    links = [
        SourceLinkRec(a, b, kind)
        for a, b, kind in [
            ("D", "A", different),
            ("A", "D", different),
            ("A", "B", same),
            ("C", "B", same),
            ("C", "D", same),
            ("D", "E", same),
            ("F", "G", same),
            ("F", "A", different),
        ]
    ]
    assert contradictions("ABCDEFG", links) == (Contradiction("A", "D", ("B", "C"), tuple("ABCDE")),)
    assert contradictions("ABCDEFG", links[::-1]) == contradictions("ABCDEFG", links)
    assert contradictions("ABC", [SourceLinkRec("A", "A", different)]) == ()


def test_different_from_does_not_make_an_employee_independent():
    employed, different = SourceLinkKind.EMPLOYED_BY, SourceLinkKind.DIFFERENT_FROM
    assert groups_of(("A", "B", employed), ("A", "B", different))[1] == {"AB", "C"}


@pytest.mark.parametrize("kind", [SourceKind.UNKNOWN, SourceKind.UNNAMED])
def test_two_who_each_may_repeat_somebody_unknown_may_repeat_the_same(kind):
    perhaps = case(
        item("ST1", "A"),
        item("ST2", "B"),
        item("ST3", "U", Basis.NOT_STATED, is_entry=False),
        item("ST4", "V", Basis.NOT_STATED, is_entry=False),
        relays=[
            RelayRec("ST1", "ST3", RelayCertainty.POSSIBLE),
            RelayRec("ST2", "ST4", RelayCertainty.POSSIBLE),
        ],
        kinds={"U": kind, "V": kind},
    )
    assert analyse(perhaps, "AS1").lines == (1, 2)
    assert analyse(replace(perhaps, relays=perhaps.relays[:1]), "AS1").lines == (2, 2)


@pytest.mark.parametrize("turned", [False, True])
def test_a_contradiction_in_the_records_is_counted_alike_in_either_order(turned):
    links = [("D", "B", SourceLinkKind.SAME_AS), ("B", "C", SourceLinkKind.SAME_AS)]
    links = [(b, a, kind) for a, b, kind in links] if turned else links
    apart = ("D", "C", SourceLinkKind.DIFFERENT_FROM)
    found = analyse(case(item("ST1", "B"), item("ST2", "C"), links=[*links, apart]), "AS1")
    assert found.lines == (1, 2)
