"""The entry rule of the model: in whose own document a statement is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.domain.entry import Holding, also_on_path, is_own_document
from tracker.domain.scales import AuthorCertainty, DocumentKind

ARTICLE = Holding(
    kind=DocumentKind.ARTICLE,
    author="SRC1",
    author_certainty=AuthorCertainty.CERTAIN,
    publisher="SRC2",
    obtained_from=None,
    collected_by_us=False,
    relayed_within=False,
)
NOTES = replace(ARTICLE, kind=DocumentKind.NOTES, author=None, publisher=None, collected_by_us=True)


@pytest.mark.parametrize(
    ("source", "same", "holding", "own"),
    [
        ("SRC1", set(), ARTICLE, True),
        ("SRC9", set(), ARTICLE, False),
        ("SRC9", {"SRC1"}, ARTICLE, True),
        ("SRC2", set(), ARTICLE, False),
        ("SRC2", set(), replace(ARTICLE, author=None), True),
        ("SRC9", set(), NOTES, True),
        ("SRC9", set(), replace(NOTES, relayed_within=True), False),
        ("SRC9", set(), replace(NOTES, collected_by_us=False), False),
        ("SRC9", set(), replace(NOTES, kind=DocumentKind.ARTICLE), False),
    ],
)
def test_whose_own_document_it_is(source, same, holding, own):
    assert is_own_document(source, same, holding) is own


def test_the_leaker_stays_on_the_path():
    assert also_on_path("SRC1", replace(ARTICLE, obtained_from="SRC5")) == ("SRC5",)
    assert also_on_path("SRC5", replace(ARTICLE, obtained_from="SRC5")) == ()


def test_a_purported_author_stands_on_the_path():
    purported = replace(ARTICLE, author_certainty=AuthorCertainty.PURPORTED)
    assert also_on_path("SRC9", purported) == ("SRC1",)
    assert also_on_path("SRC1", purported) == ()
    assert also_on_path("SRC9", ARTICLE) == ()
