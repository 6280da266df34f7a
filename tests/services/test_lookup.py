"""Finding records: strangers of a case cannot tell what is hidden from what does not exist."""

from __future__ import annotations

import pytest

from tests.factories import make_case, make_user
from tracker.domain.access import Right
from tracker.domain.errors import NotFound
from tracker.services.lookup import get_case
from tracker.store.queries import cases


@pytest.mark.parametrize(
    "find",
    [lambda session, code, viewer: get_case(session, code, viewer, Right.READ),
     lambda session, code, viewer: cases.get_case(session, viewer, code)],
)  # fmt: skip
def test_a_hidden_case_and_none_at_all_sound_the_same(session, find):
    stranger = make_user(session)
    make_case(session, code="SECRET")
    said = []
    for code in ("SECRET", "ABSENT"):
        with pytest.raises(NotFound) as refused:
            find(session, code, stranger)
        said.append(refused.value.message.replace(code, "CODE"))
    assert said[0] == said[1]
