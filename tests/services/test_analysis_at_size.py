"""Reading a whole case: a database takes only so many parameters (SQLite 32,766), a case may have more."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import event, insert

from tests.factories import NOW, make_assertion, make_case
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, RelayForm, SourceKind, Stance
from tracker.services import analysis
from tracker.store.models import Conveys, Relay, Source, Statement

RECORDED = {"recorded_at": NOW, "version": 1}


@pytest.fixture
def case(session):
    """A case with one assertion and one source."""
    case, viewer = make_case(session)
    claim = make_assertion(session, case, viewer)
    source = {"case_pk": case.pk, "number": 1, "kind": SourceKind.PERSON, "name": "A"}
    source_pk = session.scalars(insert(Source).returning(Source.pk), [RECORDED | source]).one()
    return case.pk, claim.pk, source_pk, viewer


def say(session, case, first, last):
    """Statements ST<first> to ST<last>, each of which repeats the one before it."""
    case_pk, claim_pk, source_pk, _ = case
    said = {"case_pk": case_pk, "source_pk": source_pk, "basis": Basis.TOLD, "gist": "So it is"} | RECORDED
    keys = session.scalars(
        insert(Statement).returning(Statement.pk, sort_by_parameter_order=True),
        [said | {"number": number} for number in range(first, last + 1)],
    ).all()
    told = {"assertion_pk": claim_pk, "stance": Stance.ASSERTS, "recorded_at": NOW}
    session.execute(insert(Conveys), [told | {"statement_pk": key} for key in keys])
    how = {"form": RelayForm.QUOTES, "certainty": RelayCertainty.EXPLICIT, "fidelity": Fidelity.FAITHFUL}
    session.execute(
        insert(Relay),
        [
            how | {"child_pk": child, "parent_pk": parent, "recorded_at": NOW}
            for parent, child in pairwise(keys)
        ],
    )


def asked(session, engine, case):
    """The graph, and how many parameters each of its queries had."""
    counts = []

    def note(_connection, _cursor, _sql, parameters, *_):
        counts.append(len(parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        return analysis.case_graph(session, case[3], case[0]), counts
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_neither_the_queries_nor_their_parameters_grow_with_the_case(session, engine, case):
    say(session, case, 1, 2)
    few, counts_of_few = asked(session, engine, case)
    say(session, case, 3, 60)
    many, counts_of_many = asked(session, engine, case)
    assert (len(few.statements), len(many.statements)) == (2, 60)
    assert counts_of_many == counts_of_few
