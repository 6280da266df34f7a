"""Sources through the pages: recording, finding, correcting, linking, merging, and protecting a name."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_case, make_member, make_source
from tracker.domain.scales import CaseRole, SourceKind
from tracker.services import sources
from tracker.services.sources import SourceContent
from tracker.store.models import AuditEvent, Revision, Source, SourceAlias, SourceLink

CANARY = "Zubayda al-Canary"


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB")
    session.commit()
    return case, lead


@pytest.fixture
def analyst(case, login):
    return login(case[1])


def add(session, case, name="Mustafa", kind=SourceKind.PERSON, **content):
    record, lead = case
    source = sources.add(session, record.code, SourceContent(name, kind, **content), by=lead, now=NOW)
    session.commit()
    return source


def test_a_source_is_recorded_and_shown(analyst, session):
    answer = analyst.post_form(
        "/cases/EMB/sources/new",
        {"name": "مصطفى 🇮🇶", "kind": "person", "descriptor": "A reporter."},
        status=303,
    )
    shown = analyst.get_ok(answer.headers["Location"]).text
    assert "مصطفى 🇮🇶" in shown
    assert session.scalars(select(Source.name)).all() == ["مصطفى 🇮🇶"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "person"}, "Enter the name"),
        ({"name": "X"}, "Choose what kind"),
        ({"name": "X", "kind": "person", "is_protected": "y"}, "the name that others will see"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(analyst, session, data, message):
    answer = analyst.post_form("/cases/EMB/sources/new", {**data, "note": "typed already"}, status=422)
    assert message in answer.text
    assert "typed already" in answer.text
    assert session.scalar(select(func.count(Source.pk))) == 0


def test_a_source_is_found_by_another_name_and_not_by_a_withdrawn_one(analyst, session, case):
    source = add(session, case)
    here = f"/cases/EMB/sources/{source.public_id}"
    analyst.post_form(f"{here}/aliases", {"name": "@Mustafa_salimb"}, status=303)
    assert "Mustafa" in analyst.get_ok("/cases/EMB/sources/?q=mustafa_SALIM").text
    alias = session.scalars(select(SourceAlias)).one()
    analyst.post_form(
        f"{here}/alias/{alias.public_id}/withdraw", {"reason": "another man's account"}, status=303
    )
    assert "No source found" in analyst.get_ok("/cases/EMB/sources/?q=mustafa_salim").text


def test_a_correction_keeps_what_was_there_before(analyst, session, case):
    source = add(session, case, descriptor="A driver.")
    here = f"/cases/EMB/sources/{source.public_id}"
    assert (
        "Say why this is corrected"
        in analyst.post_form(f"{here}/correct", {"descriptor": "A cook."}, status=422).text
    )
    analyst.post_form(f"{here}/correct", {"descriptor": "A cook.", "reason": "misheard"}, status=303)
    assert "A cook." in analyst.get_ok(here).text
    past = analyst.get_ok(f"/cases/EMB/history/source/{source.public_id}").text
    assert "A driver." in past
    assert "misheard" in past


def test_saving_over_somebody_elses_correction_is_refused_with_both_texts(analyst, session, case):
    source = add(session, case, descriptor="A driver.")
    here = f"/cases/EMB/sources/{source.public_id}/correct"
    old = analyst.get_ok(here)
    analyst.post_form(here, {"descriptor": "A cook.", "reason": "misheard"}, status=303)
    from tests.functional.strict_client import form_for

    sent = {**dict(form_for(old.text, here, here).fields), "descriptor": "A guard.", "reason": "seen"}
    answer = analyst.http.post(here, data={name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 409
    assert "A cook." in answer.text
    assert "A guard." in answer.text
    assert session.scalar(select(func.count(Revision.pk))) == 1


def test_links_need_another_source_of_the_case_and_a_reason_for_difference(analyst, session, case):
    source, other = add(session, case), add(session, case, "Salim")
    here = f"/cases/EMB/sources/{source.public_id}/links"
    wrong = analyst.post_form(here, {"kind": "same as", "to": "SRC99"}, status=422)
    assert "There is no “SRC99” in this case" in wrong.text
    assert (
        "cannot be linked to itself"
        in analyst.post_form(here, {"kind": "same as", "to": "SRC1"}, status=422).text
    )
    assert (
        "how it is known that they are different"
        in analyst.post_form(here, {"kind": "different from", "to": "SRC2"}, status=422).text
    )
    assert (
        "not a date that exists"
        in analyst.post_form(here, {"kind": "member of", "to": "SRC2", "held": "2020-02-30"}, status=422).text
    )
    assert session.scalar(select(func.count(SourceLink.pk))) == 0
    analyst.post_form(here, {"kind": "employed by", "to": "SRC2", "held": "2019/.."}, status=303)
    assert "is employed by" in analyst.get_ok(f"/cases/EMB/sources/{other.public_id}").text


def test_a_duplicate_is_merged_and_split_again(analyst, session, case):
    double, source = add(session, case, "M. Salim"), add(session, case)
    here = f"/cases/EMB/sources/{double.public_id}"
    analyst.post_form(f"{here}/merge", {"into": "SRC2", "reason": "same account"}, status=303)
    assert "merged into SRC2" in analyst.get_ok("/cases/EMB/sources/").text
    assert "M. Salim" in analyst.get_ok(f"/cases/EMB/sources/{source.public_id}").text
    analyst.post_form(f"{here}/split", {"reason": "two people after all"}, status=303)
    assert "merged into SRC2" not in analyst.get_ok("/cases/EMB/sources/").text


def test_withdrawing_needs_a_reason_and_can_be_undone(analyst, session, case):
    source = add(session, case)
    here = f"/cases/EMB/sources/{source.public_id}"
    analyst.post_form(f"{here}/withdraw", {}, status=422)
    analyst.post_form(f"{here}/withdraw", {"reason": "typed twice"}, status=303)
    assert "No sources yet" in analyst.get_ok("/cases/EMB/sources/").text
    assert "typed twice" in analyst.get_ok(here).text
    analyst.post_form(f"{here}/withdraw", {"reason": "it was not"}, status=303)
    assert "Mustafa" in analyst.get_ok("/cases/EMB/sources/").text


def test_a_protected_name_is_shown_to_leads_who_ask_and_the_asking_is_noted(session, case, login):
    record, lead = case
    source = add(
        session,
        case,
        CANARY,
        is_protected=True,
        pseudonym="Guard One",
        descriptor="A guard at the gate.",
    )
    member = make_member(session, record, lead)
    session.commit()
    here = f"/cases/EMB/sources/{source.public_id}"
    for person in (member, lead):
        client = login(person)
        pages = (
            here,
            "/cases/EMB/sources/",
            "/cases/EMB/history/",
            f"/cases/EMB/history/source/{source.public_id}",
        )
        for url in (*pages, f"/cases/EMB/sources/?q={CANARY}"):
            assert CANARY not in client.get_ok(url).text.replace(f'value="{CANARY}"', ""), url
        assert "Guard One" in client.get_ok(here).text
    assert CANARY in login(lead).post_form(f"{here}/name", {}, page=here, status=200).text
    assert session.scalar(select(func.count()).where(AuditEvent.action == "protected name read")) == 1
    correct = login(lead)
    assert CANARY not in correct.get_ok(f"{here}/correct").text
    correct.post_form(f"{here}/correct", {"descriptor": "A guard.", "reason": "shorter"}, status=303)
    assert session.scalars(select(Source.name)).all() == [CANARY]
    assert login(member).http.post(f"{here}/name").status_code in (400, 403)
    assert login(member).get(f"{here}/correct").status_code == 403
    assert CANARY not in "".join(session.scalars(select(AuditEvent.body)))


def test_readers_and_strangers(session, case, login):
    record, lead = case
    source = add(session, case)
    reader = make_member(session, record, lead, CaseRole.READER)
    other, stranger = make_case(session, code="OTHER")
    session.commit()
    here = f"/cases/EMB/sources/{source.public_id}"
    client = login(reader)
    assert "New source" not in client.get_ok("/cases/EMB/sources/").text
    assert client.get("/cases/EMB/sources/new").status_code == 403
    client = login(stranger)
    assert client.get(here).status_code == 404
    assert client.get(f"/cases/OTHER/sources/{source.public_id}").status_code == 404
    assert client.get("/cases/OTHER/sources/nonsense").status_code == 404


def test_long_lists_are_paged_sorted_and_cost_the_same(analyst, session, case, count_queries):
    for number in range(3):
        add(session, case, f"Source {number:03}")
    with count_queries() as few:
        analyst.get_ok("/cases/EMB/sources/")
    for number in range(3, 60):
        make_source(session, case[0], case[1], f"Source {number:03}")
    session.commit()
    with count_queries() as many:
        first = analyst.get_ok("/cases/EMB/sources/").text
    assert few.count == many.count
    assert "Source 000" in first
    assert "Source 059" not in first
    assert "Source 059" in analyst.get_ok("/cases/EMB/sources/?page=2").text
    assert "Source 059" in analyst.get_ok("/cases/EMB/sources/?sort=-name").text
