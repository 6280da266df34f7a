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


@pytest.mark.parametrize(
    ("profile", "chosen", "shows"),
    [
        ("intelligence", "", True),
        ("newsroom", "", False),
        ("court", "", False),
        ("newsroom", "yes", True),
        ("intelligence", "no", False),
    ],
)
def test_letters_and_digits_follow_the_readers_unless_somebody_chooses(
    login, analyst, session, profile, chosen, shows
):  # noqa: PLR0917
    sent = {**SOUND, "profile": profile, "shows_codes": chosen}
    login(analyst).post_form("/cases/new", sent, status=303)
    case = session.scalars(select(Case)).one()
    assert case.shows_codes is shows
    assert case.grades_are_blind
    assert case.letter_bounds is None  # the usual ones


def bounds(*shares):
    return {f"letter_bounds-{place}": str(share) for place, share in enumerate(shares)}


class TestHowACaseIsGraded:
    @pytest.fixture
    def page(self, login, session):
        _, lead = make_case(session, code="EMB")
        session.commit()
        return login(lead)

    def test_a_lead_sets_it_with_a_reason_and_what_held_before_is_kept(self, page, session):
        sent = {"shows_codes": "yes", "reason": "the desk asked", **bounds(0.9, 0.7, "0,5", 0.2)}
        page.post_form("/cases/EMB/correct", sent, extra={"grades_are_blind": ""}, status=303)
        case = session.scalars(select(Case)).one()
        assert not case.grades_are_blind
        assert case.shows_codes
        assert case.letter_bounds == [0.9, 0.7, 0.5, 0.2]
        past = page.get_ok(f"/cases/EMB/history/case/{case.public_id}").text
        assert "grades are blind" in past
        assert "the desk asked" in past
        again = page.get_ok("/cases/EMB/correct").text
        assert 'value="0.7"' in again

    def test_a_correction_of_something_else_leaves_it_as_it_is(self, page, session):
        page.post_form(
            "/cases/EMB/correct", {"shows_codes": "yes", "reason": "r", **bounds(0.9, 0.7, 0.5, 0.2)}
        )
        page.post_form("/cases/EMB/correct", {"title": "New", "reason": "clearer"}, status=303)
        case = session.scalars(select(Case)).one()
        assert case.title == "New"
        assert case.shows_codes
        assert case.grades_are_blind
        assert case.letter_bounds == [0.9, 0.7, 0.5, 0.2]

    def test_the_usual_bounds_are_not_stored(self, page, session):
        page.post_form(
            "/cases/EMB/correct", {"reason": "r", "title": "New", **bounds(0.85, 0.65, 0.4, 0.15)}, status=303
        )
        assert session.scalars(select(Case)).one().letter_bounds is None

    @pytest.mark.parametrize(
        ("wrong", "message", "where"),
        [
            (bounds(0.5, 0.6, 0.4, 0.1), "each smaller than the one before", "#letter_bounds"),
            (bounds(0.5, 0.5, 0.4, 0.1), "each smaller than the one before", "#letter_bounds"),
            (bounds(1.2, 0.6, 0.4, 0.1), "between 0 and 1", "#letter_bounds"),
            (bounds("nan", 0.6, 0.4, 0.1), "between 0 and 1", "#letter_bounds"),
            (bounds(0.9, "much", 0.4, 0.1), "Enter a number between 0 and 1", "#letter_bounds-1"),
            (bounds(0.9, "", 0.4, 0.1), "Enter a number between 0 and 1", "#letter_bounds-1"),
        ],
    )
    def test_bounds_that_cannot_be_are_said_at_their_field(self, page, session, wrong, message, where):  # noqa: PLR0917
        typed = {"title": "New title", "reason": "r", **wrong}
        answer = page.post_form("/cases/EMB/correct", typed, status=422)
        assert message in answer.text
        assert f'href="{where}"' in answer.text
        assert 'id="letter_bounds"' in answer.text
        assert "New title" in answer.text
        assert str(wrong["letter_bounds-1"]) in answer.text
        assert session.scalars(select(Case)).one().letter_bounds is None

    def test_whoever_does_not_lead_the_case_does_not_set_it(self, login, session):
        case, lead = make_case(session, code="OTHER")
        member = make_member(session, case, lead)
        session.commit()
        assert login(member).get("/cases/OTHER/correct").status_code == 403
