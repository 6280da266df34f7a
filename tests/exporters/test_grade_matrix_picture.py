from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.drawings import SVG, must_be_legible, must_fit_a_page, words_of
from tracker.domain.grade_matrix import CREDIBILITIES, RELIABILITIES, GradeMatrix
from tracker.domain.scales import Credibility, Reliability
from tracker.exporters.grade_matrix_picture import draw

B2 = (Reliability.B, Credibility.PROBABLY_TRUE)


def drawn(matrix):
    return draw(matrix, title="Sources by grade")


places = st.tuples(st.sampled_from(RELIABILITIES), st.sampled_from(CREDIBILITIES))
notes = st.lists(st.integers(1, 9999), min_size=1, max_size=80, unique=True).map(
    lambda found: tuple(sorted(found))
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(places, notes), st.booleans(), st.integers(0, 3))
def test_it_is_legible_on_a_page_and_its_words_name_every_note(cells, codes, besides):
    matrix = GradeMatrix(cells, codes, hidden=besides, several=besides)
    svg = drawn(matrix)
    must_be_legible(svg)
    must_fit_a_page(svg)
    told = {word.strip("(),.") for word in matrix.words.split()}
    assert {str(note) for held in cells.values() for note in held} <= told
    assert all(str(len(held)) in words_of(svg) for held in cells.values())


def test_a_cell_names_its_notes_as_far_as_there_is_room():
    assert {"3", "1, 4, 7"} <= set(words_of(drawn(GradeMatrix({B2: (1, 4, 7)}, codes=True))))
    many = words_of(drawn(GradeMatrix({B2: tuple(range(1, 60))}, codes=True)))
    assert "59" in many
    assert "1, 2, 3, 4 +55" in many


@pytest.mark.parametrize("codes", [True, False])
def test_letters_and_digits_only_where_the_case_shows_them(codes):
    matrix = GradeMatrix({B2: (1,)}, codes=codes)
    heads = words_of(drawn(matrix))
    assert ("B Usually reliable" in heads) is codes
    assert ("Usually reliable" in heads) is not codes
    assert any(words.endswith("F or 6, or not graded.") for words in heads) is codes
    assert ("B (usually reliable)" in matrix.words) is codes


def test_not_judged_stands_apart_and_is_broken_in_outline():
    root = ET.fromstring(drawn(GradeMatrix({(None, None): (1,)}, codes=True)))
    cells = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "matrix-cell"]
    assert len(cells) == 36
    dashed = [cell for cell in cells if cell.get("stroke-dasharray")]
    assert len(dashed) == 11
    tops = sorted({float(cell.get("y")) for cell in cells})
    steps = [after - before for before, after in pairwise(tops)]
    assert steps[-1] > max(steps[:-1])
