"""`tracker what-if`: the same answer as the page, in a terminal."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.cli.conftest import session_on_disk
from tracker.domain.scales import Basis
from tracker.services import publishing
from tracker.services.statements import Rest
from tracker.store.blobs import BlobStore
from tracker.store.models import AuditEvent


def events():
    with session_on_disk() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent))


def test_the_answer_is_told_with_everything_that_rests_on_it(recorded, run):
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        publishing.publish(session, recorded["report"], "Short.", by=lead, now=factories.NOW)
    before = events()
    result = run("what-if", "case1", "--without", "Salim")
    assert result.exit_code == 0, result.output
    assert (
        result.output
        == """\
If Salim is wrong: the only assertion falls altogether. One finding and version 1 of R1 rest on it.

What changes
- AS1 falls altogether: They left at noon
  now: One independent source; hangs on Salim and on The guard.
  then: No independent sources.

Findings that rest on it
- F1 of R1: They left.
  states AS1, which falls altogether; cites ST2

Published versions that rest on it
- version 1 of R1 (Did they leave?): F1 states AS1, which falls altogether; F1 cites ST2

Nothing has been written.
"""
    )
    assert events() == before


def test_conclusions_are_told_too(recorded, installation, run):
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        case = factories.find_case(session, "CASE1")
        factories.make_statement(
            session, BlobStore(installation / "blobs"), case, lead, author="Amal",
            basis=Basis.INFERRED, asserts=("It was ordered",), rests_on=(Rest("AS1"),),
        )  # fmt: skip
    output = run("what-if", "CASE1", "--without", "ST1").output
    assert "Concluded from what changes\n- AS2: ST3 rests on AS1\n" in output


def test_several_things_are_taken_away_at_once(recorded, run):
    output = run("what-if", "CASE1", "--without", "E1", "--without", "SRC1").output
    assert output.startswith("Without E1 (“Document")
    assert "and Salim: the only assertion falls altogether." in output


@pytest.mark.parametrize("thing", ["SRC9", "nobody", "AS1", "D9"])
def test_what_is_not_there_is_refused_in_a_sentence(recorded, run, thing):
    result = run("what-if", "CASE1", "--without", thing)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: There is no “{thing}” in this case.")


def test_a_question_names_something(recorded, run):
    result = run("what-if", "CASE1")
    assert result.exit_code == 2
    assert "--without" in result.stderr


def test_a_stranger_of_the_case_learns_nothing(recorded, run):
    result = run("what-if", "CASE1", "--without", "SRC1", "--as", "admin")
    assert result.exit_code == 1
    assert "There is no case" in result.stderr
