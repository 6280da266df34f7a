"""What an editor would say is missing from a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.domain.dates import parse
from tracker.domain.records import AssertionRec, CaseGraph, StatementRec
from tracker.domain.report_check import Missing, Opposed, Point, by_finding, check, opposing
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    CredibilityInput,
    FindingInput,
    PassageInput,
    ReportInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.scales import (
    Basis,
    CitationRole,
    Confidence,
    Credibility,
    Likelihood,
    Profile,
    SourceKind,
    Stance,
    Tlp,
)

STATEMENT = CitedStatement(
    label="ST1",
    source=SourceInput("SRC1", "R", SourceKind.PERSON),
    basis=Basis.OBSERVED,
    passages=(PassageInput("They left.", 1, 0, 10),),
    credibility=(CredibilityInput(Credibility.CONFIRMED, "", "Seen by two."),),
)
FINDING = FindingInput(
    label="F1",
    text="They left.",
    likelihood=Likelihood.LIKELY,
    confidence=Confidence.HIGH,
    citations=(CitationInput(CitationRole.SUPPORTS, STATEMENT),),
    support=(SupportInput("AS1", "They left", 2, 3, items=3, origins=3),),
)
REPORT = ReportInput(
    label="R1",
    title="Who left",
    case_code="EMB",
    case_title="The siege",
    profile=Profile.INTELLIGENCE,
    marking=Tlp.AMBER,
    zone="UTC",
    version="Draft",
    generated_at=datetime(2020, 1, 3, tzinfo=UTC),
    cut_off=parse("2020-01-02"),
    bottom_line="They left.",
    what_would_change="A picture.",
    gaps_note="No picture.",
    method_note="Read.",
    findings=(FINDING,),
)


def missing(report=REPORT, **against):
    return [(each.point, each.words) for each in check(report, against)]


def with_finding(**changes):
    return replace(REPORT, findings=(replace(FINDING, **changes),))


def citing(role=CitationRole.SUPPORTS, **changes):
    return with_finding(citations=(CitationInput(role, replace(STATEMENT, **changes)),))


def test_a_report_in_order_lacks_nothing():
    assert missing() == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"cut_off": None}, "cut-off"),
        ({"bottom_line": " "}, "bottom line"),
        ({"what_would_change": ""}, "would change"),
        ({"gaps_note": ""}, "not found"),
        ({"method_note": ""}, "made"),
        ({"findings": ()}, "no finding"),
    ],
)
def test_what_the_report_itself_lacks_is_said(changes, word):
    [(_, words)] = missing(replace(REPORT, **changes))
    assert word in words


@pytest.mark.parametrize(
    ("report", "point", "words"),
    [
        (with_finding(citations=()), Point.CITATION, "It cites no statement."),
        (citing(CitationRole.CONFLICTS), Point.CITATION, "Nothing it cites supports it."),
        (with_finding(likelihood=None), Point.LIKELIHOOD, "Nobody has judged how likely it is."),
        (with_finding(confidence=None), Point.CONFIDENCE, "Nobody has judged how sound its basis is."),
        (
            citing(withdrawn="A misreading."),
            Point.STATEMENT,
            "ST1 was withdrawn from the case: A misreading.",
        ),
        (
            citing(retracted="ST4: he was wrong"),
            Point.STATEMENT,
            "ST1 was retracted by its source in ST4: he was wrong",
        ),
        (
            citing(passages=()),
            Point.STATEMENT,
            "ST1 cannot be checked: no standing passage shows where it was said.",
        ),
        (citing(credibility=()), Point.STATEMENT, "Nobody has graded the credibility of ST1."),
        (
            with_finding(support=()),
            Point.ASSERTION,
            "It states no assertion (claim): its independent sources cannot be counted.",
        ),
        (
            with_finding(support=(SupportInput("AS1", "They left", 1, 2, 2, 2, hangs_on=("R",)),)),
            Point.LINES,
            (
                "At least one, at most two independent sources for AS1. "
                "Hangs on R: if that source falls, nothing carries it."
            ),
        ),
        (
            with_finding(support=(SupportInput("AS1", "They left", 0, 0, 0, 0),)),
            Point.LINES,
            "No independent source for AS1.",
        ),
    ],
)
def test_what_a_finding_lacks_is_said_in_words(report, point, words):
    assert missing(report) == [(point, words)]


def test_a_court_is_given_no_ratings_and_so_misses_none():
    report = with_finding(likelihood=None, confidence=None)
    court = replace(report, profile=Profile.COURT, standard_of_proof="Beyond reasonable doubt.")
    assert missing(court) == []
    assert missing(replace(court, standard_of_proof=" ")) == [
        (Point.TEXT, "No standard of proof: a court cannot tell what was held to be proved.")
    ]


def test_only_a_reader_of_grades_misses_those_of_statements():
    assert missing(replace(citing(credibility=()), profile=Profile.NEWSROOM)) == []


def test_many_statements_with_the_same_lack_are_one_point():
    cited = tuple(
        CitationInput(CitationRole.SUPPORTS, replace(STATEMENT, label=f"ST{number}", passages=()))
        for number in range(1, 7)
    )
    assert missing(with_finding(citations=cited)) == [
        (
            Point.STATEMENT,
            (
                "ST1, ST2, ST3 and three more statements cannot be checked: "
                "no standing passage shows where they were said."
            ),
        )
    ]


def test_what_speaks_against_a_finding_must_be_mentioned_by_it():
    against = (Opposed("It is denied", ("ST7", "ST8")),)
    assert check(REPORT, {"AS1": against}) == (
        Missing(Point.CONFLICT, "It is denied by ST7 and ST8: the finding does not mention it.", "F1", "ST7"),
    )
    told = with_finding(
        citations=(*FINDING.citations, CitationInput(CitationRole.CONFLICTS, replace(STATEMENT, label="ST8")))
    )
    assert missing(told, AS1=against) == []


def test_what_speaks_against_an_assertion_are_its_denials_and_its_rivals():
    graph = CaseGraph(
        sources={},
        assertions={label: AssertionRec(label, f"Text of {label}.") for label in ("AS1", "AS2", "AS3")},
        statements={
            "ST1": StatementRec("ST1", "SRC1", Basis.OBSERVED, True, {"AS1": Stance.ASSERTS}),
            "ST2": StatementRec("ST2", "SRC2", Basis.OBSERVED, True, {"AS1": Stance.DENIES}),
            "ST3": StatementRec("ST3", "SRC3", Basis.OBSERVED, True, {"AS2": Stance.ASSERTS}),
        },
    )
    assert opposing(graph, "AS1", ["AS2", "AS3"]) == (
        Opposed("It is denied", ("ST2",)),
        Opposed("“Text of AS2” (AS2), which cannot hold as well, is asserted", ("ST3",)),
    )


def test_open_points_are_found_by_their_finding():
    found = by_finding(check(replace(with_finding(likelihood=None), method_note=""), {}))
    assert [len(found[label]) for label in ("", "F1")] == [1, 1]
