"""Anchoring: an exact place, stored once, and only where it is."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_capture, make_case, make_user, record_chain, select_words
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.passages import PassageKind
from tracker.services import passages
from tracker.services.passages import Selection
from tracker.store.models import Anchor, Passage

TEXT = "😀 it is over. It is over, it is over."


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def article(session, blobs, case):
    return make_capture(session, blobs, *case, TEXT, author="Blog")


def test_a_passage_knows_its_words_and_what_stands_around_them(session, case, article):
    record_chain(session, article, "it is over", "Salim", by=case[1])
    passage = session.scalars(select(Passage)).one()
    assert (passage.start_offset, passage.end_offset, passage.exact) == (2, 12, "it is over")
    assert article.text[passage.start_offset : passage.end_offset] == passage.exact
    assert (passage.prefix, passage.suffix) == ("😀 ", ". It is over, it is over.")


def test_a_place_is_stored_once_and_a_repeated_phrase_is_another_place(session, case, article):
    for _ in range(2):
        record_chain(session, article, "it is over", "Salim", by=case[1])
    statement = record_chain(session, article, "It is over", "Salim", by=case[1])[0]
    second = select_words(article, "it is over", nth=2)
    passages.anchor(session, statement.public_id, article.label, second, by=case[1], now=NOW)
    starts = session.scalars(select(Passage.start_offset).order_by(Passage.start_offset)).all()
    assert starts == [2, 14, 26]


def test_a_statement_is_tied_to_a_place_once(session, case, article):
    statement = record_chain(session, article, "it is over", "Salim", by=case[1])[0]
    anchors = session.scalar(select(func.count(Anchor.pk)))
    place = select_words(article, "it is over")
    passages.anchor(session, statement.public_id, article.public_id, place, by=case[1], now=NOW)
    assert session.scalar(select(func.count(Anchor.pk))) == anchors


@pytest.mark.parametrize(
    "selection",
    [
        Selection(PassageKind.TEXT, start=0, end=400),
        Selection(PassageKind.TEXT, start=5, end=5),
        Selection(PassageKind.TEXT, start=1, end=2),
        Selection(PassageKind.TEXT, start=0, end=5, exact="wrong"),
        Selection(PassageKind.REGION, x=1, y=2, width=3),
        Selection(PassageKind.REGION, x=9000, y=0, width=2000, height=10),
        Selection(PassageKind.TIME, begin_ms=5, end_ms=5),
    ],
)
def test_a_place_that_is_none_is_refused(session, case, article, selection):
    statement = record_chain(session, article, "it is over", "Salim", by=case[1])[0]
    with pytest.raises(DomainError) as refused:
        passages.anchor(session, statement.public_id, article.public_id, selection, by=case[1], now=NOW)
    assert refused.value.field == "passage"


def test_the_capture_must_be_of_the_same_case(session, blobs, case, article):
    statement = record_chain(session, article, "it is over", "Salim", by=case[1])[0]
    foreign = make_capture(session, blobs, *make_case(session, case[1], code="TWO"), TEXT)
    place = select_words(foreign, "it is over")
    with pytest.raises(DomainError) as refused:
        passages.anchor(session, statement.public_id, foreign.public_id, place, by=case[1], now=NOW)
    assert refused.value.field == "capture"
    with pytest.raises(NotFound):
        passages.anchor(
            session, statement.public_id, article.public_id, place, by=make_user(session), now=NOW
        )
