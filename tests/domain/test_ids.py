from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.ids import is_public_id, new_public_id, public_id_of, uuid_of


def test_public_ids_are_short_unique_and_sort_in_the_order_they_were_made():
    made = [new_public_id() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {len(public_id) for public_id in made} == {26}


def test_a_new_public_id_stands_for_a_uuid_of_version_7():
    assert uuid_of(new_public_id()).version == 7


@given(st.uuids(), st.uuids())
def test_the_short_form_comes_back_as_the_uuid_and_sorts_like_it(one, other):
    assert uuid_of(public_id_of(one)) == one
    assert (public_id_of(one) < public_id_of(other)) == (one < other)


@pytest.mark.parametrize(
    "text", ["", "1", "0" * 25, "0" * 27, "8" + "0" * 25, "0" * 25 + "u", "0" * 25 + "A", "0" * 26 + "\n"]
)
def test_any_other_text_is_refused(text):
    assert not is_public_id(text)
    with pytest.raises(ValueError, match="not a public id"):
        uuid_of(text)
