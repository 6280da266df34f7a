"""What a report prints: the paths its citations came by, the grades, the counts, and no protected name."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    record_chain,
)
from tracker.domain.provenance import trace
from tracker.domain.report_check import Point
from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    CitationRole,
    Fidelity,
    GradeScale,
    Profile,
    RelayCertainty,
    RelayForm,
)
from tracker.services import assertions, grades, publishing, report_statements, reports, revisions, sources
from tracker.services.grades import GradeIt
from tracker.services.report_content import gather
from tracker.services.sources import SourceChoice
from tracker.services.statements import Hop, Rest
from tracker.store.models import Assertion, Citation, Source


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def report(session, case):
    return make_report(session, *case)


def gathered(session, case, report):
    return gather(session, report, version="Draft", viewer=case[1], now=NOW)


def content(session, case, report):
    return gathered(session, case, report).content


def points(session, case, report, point):
    return [each.words for each in gathered(session, case, report).missing if each.point is point]


def names(path):
    return [hop.source.name for hop in path.hops]


def chain(session, blobs, case, **more):
    """What M says through R, in B's article."""
    text = "R writes: M says “they have left”. So far R."
    capture = make_capture(session, blobs, case[0], case[1], text, author="B")
    return record_chain(
        session,
        capture,
        "“they have left”",
        Hop(SourceChoice("M")),
        Hop(SourceChoice("R"), form=RelayForm.PARAPHRASES),
        by=case[1],
        basis=Basis.PARTICIPANT,
        asserts=("They left",),
        **more,
    )


def test_a_path_leads_from_the_original_source_to_whoever_we_hold(session, blobs, case):
    for statement in chain(session, blobs, case):
        report = make_report(session, *case)
        make_finding(session, report, case[1], cites=(statement,))
        [path] = content(session, case, report).findings[0].citations[0].statement.paths
        assert names(path) == ["M", "R", "B"]
        assert path.known_origin
        assert path.hops[-1].form is None
        assert None not in [hop.form for hop in path.hops[:-1]]


def test_whoever_handed_over_the_document_stands_on_the_path(session, blobs, case, report):
    capture = make_capture(
        session, blobs, case[0], case[1], "We left.", author="M", obtained_from=SourceChoice("Leaker")
    )
    [statement] = record_chain(session, capture, "We left.", "M", by=case[1], asserts=("They left",))
    make_finding(session, report, case[1], assertion="AS1", cites=(statement,))
    [finding] = content(session, case, report).findings
    assert names(finding.citations[0].statement.paths[0]) == ["M", "Leaker"]
    assert set(finding.support[0].hangs_on) == {"M", "Leaker"}


def test_a_conclusion_begins_with_whoever_drew_it(session, blobs, case, report):
    statement = make_statement(session, blobs, *case, author="B", basis=Basis.INFERRED)
    make_finding(session, report, case[1], cites=(statement,))
    [path] = content(session, case, report).findings[0].citations[0].statement.paths
    assert (names(path), path.known_origin, path.gap) == (["B"], True, "")


def test_a_gap_is_said(session, blobs, case, report):
    statement = make_statement(session, blobs, *case, author="N", basis=Basis.TOLD)
    make_finding(session, report, case[1], cites=(statement,))
    [path] = content(session, case, report).findings[0].citations[0].statement.paths
    assert not path.known_origin
    assert path.gap


def cited(session, case, report):
    return content(session, case, report).findings[0].citations[0].statement


def test_however_many_statements_are_cited_each_is_traced_through_its_own_chain_alone(
    session, blobs, case, report, monkeypatch
):
    read = []

    def traced(graph, roots):
        read.append((len(graph.statements), len(graph.relays)))
        return trace(graph, roots)

    monkeypatch.setattr(report_statements, "trace", traced)
    capture = make_capture(session, blobs, *case, "They left, they say.", author="B")
    chains = [record_chain(session, capture, "They left", f"M{one}", by=case[1]) for one in range(5)]
    make_finding(session, report, case[1], cites=tuple(one for made in chains for one in made))
    assert gathered(session, case, report).illustrated(None).findings[0].figures
    *each, drawn = read
    assert set(each) <= {(1, 0), (2, 1)}
    assert drawn == (10, 5)


@pytest.mark.parametrize(
    "weak",
    [{"fidelity": Fidelity.ALTERED}, {"certainty": RelayCertainty.POSSIBLE}],
    ids=["altered", "possible"],
)
def test_what_a_statement_does_not_really_repeat_is_told(session, blobs, case, report, weak):
    capture = make_capture(session, blobs, *case, "M says that they left, writes B.", author="B")
    said, _ = record_chain(session, capture, "they left", "M", by=case[1], asserts=("They left",))
    hop = Hop(SourceChoice("B"), form=RelayForm.PARAPHRASES, **weak)
    [repeated] = record_chain(
        session, capture, "that they left", hop, by=case[1], basis=Basis.TOLD, repeats=said.label
    )
    make_finding(session, report, case[1], cites=(repeated,))
    statement = cited(session, case, report)
    assert [(each.label, each.source.name) for each in statement.weak_relays] == [(said.label, "M")]
    [path] = statement.paths
    assert (names(path), path.known_origin) == (["B"], False)
    altered = "the source that B names does not say this"
    assert path.gap == (altered if "fidelity" in weak else "B was told, and it is not said by whom")


def test_a_relay_that_carries_is_told_by_the_path_alone(session, blobs, case, report):
    make_finding(session, report, case[1], cites=(chain(session, blobs, case)[-1],))
    assert cited(session, case, report).weak_relays == ()


def test_what_a_conclusion_rests_on_comes_with_its_warrants(session, blobs, case, report):
    seen = make_statement(session, blobs, *case, asserts=("They left",), gist="She saw them go.")
    drawn = make_statement(
        session,
        blobs,
        *case,
        basis=Basis.INFERRED,
        rests_on=(Rest("AS1", "Whoever leaves has lost."), Rest(seen.label)),
    )
    make_finding(session, report, case[1], cites=(drawn,))
    assert [(each.label, each.text, each.warrant) for each in cited(session, case, report).rests_on] == [
        ("AS1", "They left", "Whoever leaves has lost."),
        (seen.label, "She saw them go.", ""),
    ]


def test_only_those_who_gave_a_grade_are_counted_for_it(session, blobs, case, report):
    statement = make_statement(session, blobs, *case, author="Salim", asserts=("They left",))
    source = session.get_one(Source, statement.source_pk)
    for letter, digit, analyst in (
        ("C", "3", case[1]),
        ("D", "4", make_member(session, *case)),
        ("D", "4", make_member(session, *case)),
    ):
        for scale, of, value in (
            (GradeScale.RELIABILITY, source.public_id, letter),
            (GradeScale.CREDIBILITY, statement.public_id, digit),
        ):
            command = GradeIt(scale, of, value, "Seen.")
            grades.grade(session, command, by=analyst, now=NOW)
    make_finding(session, report, case[1], cites=(statement,))
    graded = cited(session, case, report)
    for given, value, other in ((graded.reliability, "D", "C"), (graded.credibility[0], "4", "3")):
        assert (given.value, given.analysts, given.others) == (value, 2, (other,))
    # A trace shows its viewer their own grade; a report says the same of a voice wherever it names it.
    assert graded.paths[0].hops[0].reliability == "D"
    drawn = gathered(session, case, report).illustrated(None).findings[0].figures[0]
    assert "D4" in drawn.alt


def test_exhibits_are_what_the_citations_stand_in_and_nothing_else(session, blobs, case, report):
    first = make_statement(session, blobs, *case, "They left.")
    again = make_capture(session, blobs, *case, "Reports say that they left.", author="N")
    [repeated] = record_chain(
        session, again, "that they left.", "N", by=case[1], basis=Basis.TOLD, repeats=first.label
    )
    make_finding(session, report, case[1], cites=(repeated,))
    printed = content(session, case, report)
    assert [(exhibit.number, exhibit.author) for exhibit in printed.exhibits] == [(1, "N")]
    passage = printed.findings[0].citations[0].statement.passages[0]
    assert (passage.exhibit, passage.exact, passage.start, passage.end) == (1, "that they left.", 12, 27)


def test_grades_follow_a_source_that_was_merged(session, blobs, case, report):
    statement = make_statement(session, blobs, *case, author="Salim")
    keep = make_source(session, *case, "Mustafa Salim")
    twin = sources.standing(session, session.get_one(Source, statement.source_pk))
    command = GradeIt(GradeScale.RELIABILITY, twin.public_id, "B", "Careful.", topic="Baghdad")
    grades.grade(session, command, by=case[1], now=NOW)
    sources.merge(session, twin.public_id, keep.label, "The same man.", by=case[1], now=NOW)
    make_finding(session, report, case[1], cites=(statement,))
    cited = content(session, case, report).findings[0].citations[0].statement
    assert cited.source.name == "Mustafa Salim"
    assert cited.reliability.value == "B"


def test_the_counts_are_those_of_the_assertion_a_finding_states(session, blobs, case, report):
    make_statement(session, blobs, *case, author="R", asserts=("They left",))
    make_statement(session, blobs, *case, author="R2", asserts=("AS1",))
    make_finding(session, report, case[1], assertion="AS1")
    [support] = content(session, case, report).findings[0].support
    assert (support.minimum, support.maximum, support.items, support.origins) == (2, 2, 2, 2)


def test_what_speaks_against_a_finding_is_missed_until_it_is_cited(session, blobs, case, report):
    left = make_statement(session, blobs, *case, asserts=("They left",))
    stayed = make_statement(session, blobs, *case, asserts=("They are here",))
    first = session.scalars(select(Assertion).order_by(Assertion.pk)).first()
    kind = AssertionLinkKind.INCOMPATIBLE
    assertions.link(session, first.public_id, "AS2", kind, "Not both.", by=case[1], now=NOW)
    finding = make_finding(session, report, case[1], assertion="AS1", cites=(left,))
    [words] = points(session, case, report, Point.CONFLICT)
    assert words.startswith("“They are here” (AS2), which cannot hold as well, is asserted by ST2")
    reports.cite(session, finding.public_id, stayed.label, CitationRole.CONFLICTS, by=case[1], now=NOW)
    assert points(session, case, report, Point.CONFLICT) == []
    [conflict] = content(session, case, report).conflicts
    assert conflict.reason == "Not both."


def test_what_became_of_a_cited_statement_is_printed_and_missed(session, blobs, case, report):
    cited = make_statement(session, blobs, *case)
    make_finding(session, report, case[1], cites=(cited,))
    revisions.withdraw(session, "statement", cited.public_id, "A misreading.", by=case[1], now=NOW)
    printed = content(session, case, report).findings[0].citations[0].statement
    assert printed.withdrawn == "A misreading."
    assert "ST1 was withdrawn from the case: A misreading." in points(session, case, report, Point.STATEMENT)


def test_what_is_withdrawn_from_the_report_is_not_printed(session, blobs, case, report):
    cited = make_statement(session, blobs, *case)
    finding = make_finding(session, report, case[1], cites=(cited,))
    other = make_finding(session, report, case[1], "Another.")
    revisions.withdraw(session, "finding", other.public_id, "No.", by=case[1], now=NOW)
    citation = session.scalars(select(Citation)).one()
    revisions.withdraw(session, "citation", citation.public_id, "No.", by=case[1], now=NOW)
    printed = content(session, case, report)
    assert [each.label for each in printed.findings] == [finding.label]
    assert (printed.findings[0].citations, printed.exhibits) == ((), ())


def test_a_report_costs_the_same_at_one_and_at_two_hundred_citations(
    session, blobs, case, report, count_queries
):
    finding = make_finding(session, report, case[1], cites=chain(session, blobs, case), assertion="AS1")
    session.commit()
    with count_queries() as few:
        publishing.draft(session, report.public_id, by=case[1], now=NOW)
    words = [f"Word {number}." for number in range(200)]
    capture = make_capture(session, blobs, *case, " ".join(words), author="W")
    for each in words:
        [statement] = record_chain(session, capture, each, "W", by=case[1], asserts=("AS1",))
        reports.cite(session, finding.public_id, statement.label, CitationRole.SUPPORTS, by=case[1], now=NOW)
    session.commit()
    with count_queries() as many:
        document = publishing.draft(session, report.public_id, by=case[1], now=NOW)
    assert len(document.notes) == 203
    assert many.count == few.count
