"""Who may do what: default deny, and strangers learn nothing."""

from __future__ import annotations

import pytest

from tracker.domain.access import Right, Viewer, require, require_admin
from tracker.domain.errors import Forbidden, NotFound
from tracker.domain.scales import CaseRole

READER, ANALYST, LEAD = ({Right.READ}, {Right.RECORD, Right.GRADE, Right.WRITE_REPORT}, set(Right))


@pytest.mark.parametrize(
    ("role", "rights"),
    [(CaseRole.READER, READER), (CaseRole.ANALYST, READER | ANALYST), (CaseRole.LEAD, LEAD)],
)
def test_each_role_has_its_rights_and_no_other(role, rights):
    viewer = Viewer(1, "ana", "Ana", roles={7: role})
    assert {right for right in Right if viewer.may(right, 7)} == rights
    for right in set(Right) - rights:
        with pytest.raises(Forbidden):
            require(viewer, right, 7)


def test_a_stranger_is_told_that_there_is_no_such_record():
    for viewer in (Viewer(1, "ana", "Ana"), Viewer(2, "boss", "Boss", is_admin=True)):
        for right in Right:
            with pytest.raises(NotFound):
                require(viewer, right, 7)


def test_accounts_are_an_administrators_business():
    require_admin(Viewer(2, "boss", "Boss", is_admin=True))
    with pytest.raises(Forbidden):
        require_admin(Viewer(1, "ana", "Ana", roles={7: CaseRole.LEAD}))


def test_a_viewer_may_know_of_the_cases_they_have_a_part_in_and_no_other():
    assert Viewer(1, "ana", "Ana", roles={7: CaseRole.READER, 9: CaseRole.LEAD}).case_pks == {7, 9}
    assert Viewer(2, "boss", "Boss", is_admin=True).case_pks == frozenset()
