"""`tracker trace`: any record back to its original sources, readable without colour."""

from __future__ import annotations

import pytest

from tests import factories
from tests.cli.conftest import session_on_disk
from tracker.domain.scales import Basis, CaseRole, GradeScale
from tracker.services import grades, relays
from tracker.services.grades import GradeIt
from tracker.services.relays import RelayTerms
from tracker.store.blobs import BlobStore
from tracker.store.models import Relay, Statement


def test_an_assertion_is_traced_by_its_label(recorded, run):
    result = run("trace", "CASE1/AS1")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "Assertion AS1"
    assert "one independent source" in result.output
    assert "Salim, who cites The guard" in result.output
    first, second = (line for line in lines if line.lstrip().startswith("- "))
    assert first.startswith("- ST2 Salim")
    assert second.startswith("  - cites ST1 The guard")
    assert "original source" in second
    assert "E1, characters 14–23" in result.output
    assert "\x1b" not in result.output


@pytest.mark.parametrize(
    ("reference", "heading"),
    [("held", "Statement ST2"), ("first", "Statement ST1"), ("finding", "Finding F1")],
)
def test_a_public_id_is_enough(recorded, run, reference, heading):
    result = run("trace", recorded[reference])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(heading)


def test_a_finding_is_traced_by_the_label_of_its_report(recorded, run):
    assert run("trace", "case1/r1/f1").output == run("trace", recorded["finding"]).output


def test_a_gap_is_called_out(recorded, run):
    with session_on_disk() as session:
        session.get_one(Statement, 1).basis = Basis.TOLD
    output = run("trace", "CASE1/ST2").output
    assert "Gaps\n- ST1: The guard was told, and it is not said by whom" in output


def test_a_loop_is_told_and_not_followed(recorded, run):
    with session_on_disk() as session:
        # No service makes a loop; an import or an old database might hold one.
        session.add(
            Relay(
                child_pk=1, parent_pk=2, form="cites", certainty="explicit", fidelity="faithful",
                recorded_at=factories.NOW, recorded_by_pk=1,
            )
        )  # fmt: skip
    result = run("trace", "CASE1/ST2")
    assert result.exit_code == 0, result.output
    assert "Loops\n- ST1 → ST2 → ST1" in result.output
    assert "(a citation loop: see above)" in result.output


def test_what_was_met_before_is_not_written_out_again(recorded, installation, run):
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        case = factories.find_case(session, "CASE1")
        blobs = BlobStore(installation / "blobs")
        capture = factories.make_capture(session, blobs, case, lead, "Both say so.", author="Reader")
        (reader,) = factories.record_chain(
            session, capture, "Both say so.", "Reader", by=lead, repeats="ST2", asserts=("AS1",)
        )
        relays.relay(session, reader.public_id, "ST1", RelayTerms(), by=lead, now=factories.NOW)
    assert "ST1 The guard (see above)" in run("trace", "CASE1/ST3").output


@pytest.mark.parametrize(
    "reference",
    [
        "CASE1/ST9",
        "CASE1/AS9",
        "CASE1/R1/F9",
        "CASE1/R9/F1",
        "CASE1/nonsense",
        "NONE/ST1",
        "nonsense",
        "CASE1/",
    ],
)
def test_what_does_not_exist_is_refused_in_a_sentence(recorded, run, reference):
    result = run("trace", reference)
    assert result.exit_code == 1
    assert "There is no" in result.stderr
    assert "Traceback" not in result.output


def test_a_stranger_of_the_case_learns_nothing(recorded, run):
    for reference in ("CASE1/ST1", recorded["held"]):
        result = run("trace", reference, "--as", "admin")
        assert result.exit_code == 1
        assert "There is no" in result.stderr


def graded(who: str, statement: str) -> None:
    """That account grades the statement 2."""
    with session_on_disk() as session:
        command = GradeIt(GradeScale.CREDIBILITY, statement, "2", "it fits")
        grades.grade(session, command, by=factories.viewer_again(session, who), now=factories.NOW)


def test_grades_are_told_as_the_case_wants_and_to_whom_they_are_shown(recorded, run):
    graded("lead", recorded["first"])
    with session_on_disk() as session:
        case = factories.find_case(session, "CASE1")
        lead = factories.viewer_again(session, "lead")
        second = factories.make_member(session, case, lead).username
        reader = factories.make_member(session, case, lead, CaseRole.READER).username
    for who in ("lead", reader):
        assert "graded probably true" in run("trace", "CASE1/AS1", "--as", who).output
    hidden = run("trace", "CASE1/AS1", "--as", second).output
    assert "probably true" not in hidden
    assert "1 grade by others: hidden until yours is in" in hidden
    graded(second, recorded["first"])
    assert "graded probably true" in run("trace", "CASE1/AS1", "--as", second).output
    with session_on_disk() as session:
        factories.find_case(session, "CASE1").shows_codes = True
    assert "graded –2" in run("trace", "CASE1/AS1", "--as", "lead").output
