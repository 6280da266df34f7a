from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.domain.errors import NotFound
from tracker.domain.records import AssertionRec, CaseGraph, RelayRec, SourceRec, StatementRec
from tracker.domain.scales import Basis, SourceKind, Stance
from tracker.domain.what_if import what_if

ASSERTS = Stance.ASSERTS
GRAPH = CaseGraph(
    sources={name: SourceRec(name, SourceKind.PERSON, name) for name in "ABC"},
    assertions={label: AssertionRec(label, label) for label in ("AS1", "AS2", "AS3")},
    statements={
        "ST1": StatementRec("ST1", "A", Basis.OBSERVED, True, {"AS1": ASSERTS, "AS2": ASSERTS}),
        "ST2": StatementRec("ST2", "B", Basis.OBSERVED, True, {"AS1": ASSERTS}),
        "ST3": StatementRec("ST3", "C", Basis.TOLD, True, {"AS1": ASSERTS}),
        "ST4": StatementRec("ST4", "C", Basis.OBSERVED, True, {"AS3": ASSERTS}),
    },
    relays=(RelayRec("ST3", "ST2"),),
    incompatible=(("AS2", "AS3"),),
)


def test_only_what_changes_is_listed_with_its_sentence():
    changes = what_if(GRAPH, frozenset({"A"}))
    assert [change.sentence for change in changes] == [
        "AS1: two independent sources, then one independent source; suggested 1, then 3.",
        "AS2: one independent source, then no independent sources; suggested 4, then 6.",
        "AS3: one independent source, then one independent source; suggested 4, then 3.",
    ]
    assert [change.loses_lines for change in changes] == [True, True, False]


def test_a_repeat_taken_away_changes_nothing():
    assert what_if(GRAPH, frozenset({"ST3"})) == ()


def test_what_is_not_there_cannot_be_taken_away():
    with pytest.raises(NotFound, match="no source or statement ST9"):
        what_if(GRAPH, frozenset({"ST9"}))


def test_the_sentence_leaves_out_a_suggestion_that_stays():
    known_once_more = replace(
        GRAPH, statements={**GRAPH.statements, "ST5": replace(GRAPH.statements["ST2"], id="ST5", source="C")}
    )
    (change, *_) = what_if(known_once_more, frozenset({"A"}))
    assert change.sentence == "AS1: three independent sources, then two independent sources."
