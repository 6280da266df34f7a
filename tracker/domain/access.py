"""Who may do what, decided here and nowhere else; whatever is not granted is denied.

Everything an analyst records belongs to one case, and only the case's members may know of it. An
administrator manages accounts and is no member of a case by office: names of protected sources are not an
administrator's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from tracker.domain.errors import Forbidden, NotFound
from tracker.domain.scales import CaseRole

ABSENT = "There is no such record, or you may not see it."
"""Said of a record that does not exist and of one in somebody else's case: nobody tells them apart."""


class Right(Enum):
    """What can be asked for within a case."""

    READ = auto()
    RECORD = auto()
    GRADE = auto()
    WRITE_REPORT = auto()
    PUBLISH = auto()
    MANAGE_CASE = auto()
    READ_PROTECTED = auto()


_READER = frozenset({Right.READ})
_ANALYST = _READER | {Right.RECORD, Right.GRADE, Right.WRITE_REPORT}
_LEAD = _ANALYST | {Right.PUBLISH, Right.MANAGE_CASE, Right.READ_PROTECTED}
_GRANTED: Mapping[CaseRole, frozenset[Right]] = {
    CaseRole.READER: _READER,
    CaseRole.ANALYST: _ANALYST,
    CaseRole.LEAD: _LEAD,
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person a read or a write is done for: an account and its role in each of its cases."""

    user_pk: int
    username: str
    display_name: str
    is_admin: bool = False
    roles: Mapping[int, CaseRole] = field(default_factory=dict)

    @property
    def case_pks(self) -> frozenset[int]:
        """The cases whose existence this viewer may know of."""
        return frozenset(self.roles)

    def may(self, right: Right, case_pk: int) -> bool:
        """Whether this viewer has that right in that case."""
        role = self.roles.get(case_pk)
        return role is not None and right in _GRANTED[role]


def require(viewer: Viewer, right: Right, case_pk: int) -> None:
    """Raise `NotFound` to a stranger of the case and `Forbidden` to a member without the right."""
    if viewer.may(right, case_pk):
        return
    if case_pk not in viewer.roles:
        raise NotFound(ABSENT)
    role = viewer.roles[case_pk].label.lower()
    raise Forbidden(f"A {role} of this case may not do this. Ask a lead of the case.")


def require_admin(viewer: Viewer) -> None:
    """Raise `Forbidden` unless the viewer administers accounts."""
    if not viewer.is_admin:
        raise Forbidden("Only an administrator may do this.")
