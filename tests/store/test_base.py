from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import ForeignKey, MetaData, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.dates import parse
from tracker.domain.ids import is_public_id
from tracker.domain.scales import SourceKind
from tracker.store.base import (
    Base,
    FuzzyDateAttribute,
    Recorded,
    Versioned,
    Withdrawable,
    fuzzy_date,
    related,
)


class Trial(DeclarativeBase):
    """Like `Base`, with tables of its own that no migration has to know."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class Account(Trial):
    __tablename__ = "user_account"
    pk: Mapped[int] = mapped_column(primary_key=True)


class Item(Recorded, Versioned, Withdrawable, Trial):
    __tablename__ = "trial_item"
    name: Mapped[str]
    kind: Mapped[SourceKind | None]
    parent_pk: Mapped[int | None] = mapped_column(ForeignKey("trial_item.pk"))
    said = FuzzyDateAttribute()
    due = FuzzyDateAttribute()
    parent: Mapped[Item | None] = related(remote_side="Item.pk", foreign_keys=parent_pk)


@pytest.fixture
def items(session: Session) -> Session:
    Item.__table__.create(session.connection())
    return session


@pytest.fixture
def item(items: Session, now: datetime) -> Item:
    item = Item(name="one", recorded_at=now, kind=SourceKind.PERSON, said=parse("2020-01~"))
    items.add(item)
    items.commit()
    return item


def test_a_record_gets_its_keys_by_itself(item: Item):
    assert item.pk
    assert is_public_id(item.public_id)


def test_a_record_is_withdrawn_once_it_has_a_time_of_withdrawal(item: Item, now: datetime):
    assert not item.is_withdrawn
    item.withdrawn_at = now
    assert item.is_withdrawn


def test_saving_over_somebody_elses_version_is_refused(items: Session, sessions, item: Item):
    with sessions() as other:
        other.get(Item, item.pk).name = "theirs"
        other.commit()
    item.name = "mine"
    with pytest.raises(StaleDataError):
        items.flush()


def test_a_word_is_mapped_by_its_annotation(items: Session, item: Item):
    items.expire_all()
    assert item.kind is SourceKind.PERSON


def test_an_unplanned_load_is_an_error(items: Session, item: Item, now: datetime):
    child = Item(name="two", recorded_at=now, parent_pk=item.pk)
    items.add(child)
    items.commit()
    items.expunge(item)
    with pytest.raises(InvalidRequestError, match="raise_on_sql"):
        _ = child.parent


@pytest.mark.parametrize("text", ["2020-01-01", "2020-01~", "2020-01-01T15:20", "2019/..", "../2020", "201X"])
def test_a_date_comes_back_as_it_was_given(items: Session, item: Item, text):
    item.said = parse(text, "Asia/Baghdad")
    items.commit()
    items.expire_all()
    assert item.said == parse(text, "Asia/Baghdad")
    assert item.due is None


def test_a_date_can_be_taken_away(items: Session, item: Item):
    item.said = None
    items.commit()
    items.expire_all()
    assert (item.said, item.said_edtf, item.said_earliest) == (None, None, None)


def test_a_date_is_queried_by_its_bounds_also_under_another_name(items: Session, item: Item, now: datetime):
    items.add(Item(name="earlier", recorded_at=now, said=parse("2019")))
    items.commit()
    other = aliased(Item)
    for entity in (Item, other):
        rows = items.execute(select(*entity.said.columns, entity.pk).order_by(entity.said.earliest)).all()
        assert [fuzzy_date(*row[:4]) for row in rows] == [parse("2019"), parse("2020-01~")]


def test_constraints_have_names_that_do_not_clash():
    names = {constraint.name for constraint in Item.__table__.constraints}
    assert {"pk_trial_item", "uq_trial_item_public_id", "fk_trial_item_parent_pk_trial_item"} <= names
