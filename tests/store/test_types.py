from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, inspect, select
from sqlalchemy.exc import StatementError

from tracker.domain.ids import new_public_id
from tracker.domain.scales import Credibility, SourceLinkKind, Tlp
from tracker.store.types import PublicId, UTCDateTime, enum_of

SAMPLE = Table(
    "sample_of_types",
    MetaData(),
    Column("pk", Integer, primary_key=True),
    Column("at", UTCDateTime),
    Column("public_id", PublicId),
    Column("tlp", enum_of(Tlp)),
)


@pytest.fixture
def sample(connection: Connection) -> Connection:
    SAMPLE.create(connection)
    return connection


def test_a_time_comes_back_aware_and_in_utc(sample: Connection):
    baghdad = datetime(2019, 12, 31, 15, 20, 1, 250, tzinfo=timezone(timedelta(hours=3)))
    sample.execute(insert(SAMPLE).values(at=baghdad))
    found = sample.scalar(select(SAMPLE.c.at))
    assert found == baghdad
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(sample: Connection):
    with pytest.raises(StatementError, match="without a zone"):
        sample.execute(insert(SAMPLE).values(at=datetime(2020, 1, 1)))  # noqa: DTZ001  the point of the test


def test_times_given_in_different_zones_sort_by_the_instant(sample: Connection):
    early = datetime(2020, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3)))
    late = datetime(2019, 12, 31, 23, 0, tzinfo=UTC)
    sample.execute(insert(SAMPLE), [{"at": late}, {"at": early}])
    assert list(sample.scalars(select(SAMPLE.c.at).order_by(SAMPLE.c.at))) == [early, late]


def test_a_public_id_comes_back_as_it_was(sample: Connection):
    public_id = new_public_id()
    sample.execute(insert(SAMPLE).values(public_id=public_id))
    assert sample.scalar(select(SAMPLE.c.public_id).where(SAMPLE.c.public_id == public_id)) == public_id


def test_any_other_text_is_no_public_id(sample: Connection):
    with pytest.raises(StatementError, match="not a public id"):
        sample.execute(insert(SAMPLE).values(public_id="1"))


def test_a_word_is_stored_as_its_value_and_comes_back_as_the_word(sample: Connection):
    sample.execute(insert(SAMPLE).values(tlp=Tlp.AMBER_STRICT))
    assert sample.exec_driver_sql("SELECT tlp FROM sample_of_types").scalar() == "TLP:AMBER+STRICT"
    assert sample.scalar(select(SAMPLE.c.tlp)) is Tlp.AMBER_STRICT


def test_a_word_of_no_scale_is_refused(sample: Connection):
    with pytest.raises(StatementError, match="not among the defined enum values"):
        sample.execute(insert(SAMPLE).values(tlp="TLP:PINK"))


def test_a_scale_makes_no_type_and_no_check_in_the_database(sample: Connection):
    assert inspect(sample).get_check_constraints("sample_of_types") == []
    assert str(SAMPLE.c.tlp.type.compile(sample.dialect)) == "VARCHAR(40)"


@pytest.mark.parametrize("words", [Credibility, SourceLinkKind, Tlp])
def test_all_scales_have_one_width(words):
    assert enum_of(words).length == enum_of(Tlp).length
