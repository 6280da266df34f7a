"""Cases through the pages: opening, correcting, members, and the first page."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.factories import make_case, make_member, make_user, viewer_again
from tracker.domain.scales import CaseRole
from tracker.store.models import Case, CaseMember

SOUND = {"code": "emb-1", "title": "The embassy", "zone": "Asia/Baghdad", "profile": "newsroom"}


@pytest.fixture
def analyst(session):
    viewer = make_user(session, "ana")
    session.commit()
    return viewer


def test_whoever_opens_a_case_leads_it(login, analyst, session):
    page = login(analyst)
    assert "You belong to no case yet" in page.get_ok("/cases/").text
    answer = page.post_form("/cases/new", SOUND, status=303)
    assert answer.headers["Location"] == "/cases/EMB-1/"
    assert "The embassy" in page.get_ok("/cases/EMB-1/").text
    assert "EMB-1" in page.get_ok("/cases/").text
    assert session.scalars(select(CaseMember.role)).all() == [CaseRole.LEAD]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": "1"}, "2 to 20 capital letters"),
        ({"code": ""}, "Give the case a short code"),
        ({"zone": "Bagdad"}, "is no time zone"),
        ({"title": " "}, "Give the case a title"),
    ],
)
def test_wrong_fields_are_explained_and_nothing_is_stored(login, analyst, session, wrong, message):
    answer = login(analyst).post_form("/cases/new", {**SOUND, "summary": "typed", **wrong}, status=422)
    assert message in answer.text
    assert "typed" in answer.text
    assert session.scalar(select(func.count(Case.pk))) == 0


def test_a_code_is_taken_once(login, analyst):
    page = login(analyst)
    page.post_form("/cases/new", SOUND, status=303)
    assert "This code is taken" in page.post_form("/cases/new", SOUND, status=422).text


def test_a_correction_of_the_case_needs_a_lead_and_a_reason(login, session):
    case, lead = make_case(session, code="EMB")
    member = make_member(session, case, lead)
    session.commit()
    assert login(member).get("/cases/EMB/correct").status_code == 403
    page = login(lead)
    assert (
        "Say why this is corrected" in page.post_form("/cases/EMB/correct", {"title": "New"}, status=422).text
    )
    page.post_form("/cases/EMB/correct", {"title": "New", "reason": "clearer"}, status=303)
    assert "New" in page.get_ok("/cases/EMB/").text
    assert "clearer" in page.get_ok(f"/cases/EMB/history/case/{case.public_id}").text


def test_members_are_admitted_changed_and_removed(login, session):
    case, lead = make_case(session, code="EMB")
    guest = make_user(session, "guest")
    session.commit()
    page = login(lead)
    members = "/cases/EMB/members"
    assert login(guest).get("/cases/EMB/").status_code == 404
    page.post_form(members, {"username": "guest", "role": "reader"}, status=303)
    assert login(viewer_again(session, guest)).get_ok("/cases/EMB/")
    assert (
        "There is no account “nobody”"
        in page.post_form(members, {"username": "nobody", "role": "reader"}, status=422).text
    )
    assert (
        "needs a lead"
        in page.post_form(members, {"username": lead.username, "role": "reader"}, status=422).text
    )
    page.http.post(f"{members}/remove", data={"username": "guest", "csrf_token": _token(page, members)})
    assert login(guest).get("/cases/EMB/").status_code == 404


def test_an_analyst_cannot_admit_anybody(login, session):
    case, lead = make_case(session, code="EMB")
    member = make_member(session, case, lead)
    make_user(session, "guest")
    session.commit()
    page = login(member)
    assert "Admit somebody" not in page.get_ok("/cases/EMB/members").text
    token = _token(page, "/cases/new")
    sent = {"username": "guest", "role": "lead", "csrf_token": token}
    assert page.http.post("/cases/EMB/members", data=sent).status_code == 403
    assert page.http.post("/cases/EMB/members/remove", data=sent).status_code == 403
    assert session.scalar(select(func.count(CaseMember.pk))) == 2


def _token(page, url):
    from tests.functional.strict_client import form_for

    return dict(form_for(page.get_ok(url).text, url, url).fields)["csrf_token"]
