"""The two words of ICD 203 for each band: which is shown, and what it is explained by."""

from __future__ import annotations

import pytest

from tracker.domain.likelihood_words import explained, worded
from tracker.domain.scales import Confidence, Credibility, GradeScale, Likelihood, LikelihoodRow, Reliability

TERM, EQUIVALENT = LikelihoodRow.TERM, LikelihoodRow.EQUIVALENT


def test_a_word_of_the_other_row_is_explained_by_its_band_and_the_word_it_stands_for():
    assert worded(Likelihood.LIKELY, EQUIVALENT) == "probable"
    assert explained(Likelihood.LIKELY, EQUIVALENT) == "55 to 80%; also: likely."


@pytest.mark.parametrize(
    ("word", "row"), [(Likelihood.LIKELY, TERM), (Confidence.LOW, EQUIVALENT), (Credibility("2"), EQUIVALENT)]
)
def test_every_other_word_is_explained_by_its_definition(word, row):
    assert worded(word, row) == word.label
    assert explained(word, row) == word.definition


def test_every_scale_knows_its_values():
    assert [scale.values for scale in GradeScale] == [Reliability, Credibility, Likelihood, Confidence]
