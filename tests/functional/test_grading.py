"""Grading together through the pages: what waits, many at once, second opinions, differences, agreement."""

from types import SimpleNamespace

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
)
from tests.functional.strict_client import form_for, problems
from tracker.domain.scales import CaseRole, GradeScale, Profile
from tracker.services import adjudication, grades, revisions, statements
from tracker.services.assertions import AssertionContent
from tracker.services.grades import GradeIt
from tracker.services.statements import Conveyed
from tracker.store.models import Case, Grade, Source
from tracker.web.grading.forms import NO_GRADE, NO_GRADES, NO_REASON, NO_REASONS, USUAL_REASONS

CREDIBILITY, RELIABILITY = GradeScale.CREDIBILITY, GradeScale.RELIABILITY
START = "/cases/EMB/grading/"
TOGETHER = f"{START}together/statements"


@pytest.fixture
def case(session):
    return make_case(session, make_user(session, "lena"), code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def ana(session, case):
    return make_member(session, *case)


@pytest.fixture
def ben(session, case):
    return make_member(session, *case)


@pytest.fixture
def as_(login):
    return lambda viewer: login(SimpleNamespace(username=viewer.username))


def grade(session, by, target, value, reason="it fits", **more):
    scale = RELIABILITY if isinstance(target, Source) else CREDIBILITY
    return grades.grade(session, GradeIt(scale, target.public_id, value, reason, **more), by=by, now=NOW)


def source_of(session, statement):
    return session.get_one(Source, statement.source_pk)


def words(html, xpath="//main"):
    return " ".join(lxml.html.document_fromstring(html).xpath(xpath)[0].text_content().split())


def of_page(client, url):
    return words(client.get_ok(url).text)


def waiting(client, url=START):
    return lxml.html.document_fromstring(client.get_ok(url).text).xpath("//input[@name='item']/@value")


def read_both_sides(client, url):
    client.post_form(f"{url}/read", {}, page=url, status=303)


def chosen(*items, what="statements"):
    return f"{START}together/{what}?" + "&".join(f"item={item}" for item in items)


def test_what_one_has_not_graded_waits_claim_by_claim(session, blobs, case, ana, as_):
    claim = make_assertion(session, *case, "They left")
    one, two = (
        make_statement(session, blobs, *case, asserts=(claim.label,)),
        make_statement(session, blobs, *case),
    )
    client = as_(ana)
    assert waiting(client) == [f"{one.label}/{claim.label}", two.label]
    assert waiting(client, f"{START}?sort=-recorded") == [two.label, f"{one.label}/{claim.label}"]
    assert "They left" in of_page(client, START)
    grade(session, ana, two, "3")
    assert waiting(client) == [f"{one.label}/{claim.label}"]
    assert waiting(as_(case[1])) == [f"{one.label}/{claim.label}", two.label]


def test_the_queue_shows_no_grade_of_anybody(session, blobs, case, ana, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, case[1], statement, "4", "a lead's view")
    grade(session, case[1], source_of(session, statement), "D", "a lead's view")
    client = as_(ana)
    for url in (
        START,
        f"{START}sources",
        chosen(statement.label),
        chosen(source_of(session, statement).label, what="sources"),
    ):
        shown = of_page(client, url)
        assert "a lead's view" not in shown
        assert "badge-grade" not in client.get(url).text


def test_several_statements_are_graded_at_once(session, blobs, case, ana, as_):
    made = [make_statement(session, blobs, *case) for _ in range(3)]
    client = as_(ana)
    typed = {
        "value": "3",
        "reason": "All seen from one window",
        "rows-1-value": "4",
        "rows-1-reason": "The light was bad",
    }
    page = chosen(*(each.label for each in made))
    answer = client.post_form(TOGETHER, typed, page=page, status=303)
    assert answer.headers["Location"].endswith(START)
    stored = session.scalars(select(Grade).order_by(Grade.pk)).all()
    assert [(each.statement_pk, each.value, each.reason) for each in stored] == [
        (made[0].pk, "3", "All seen from one window"),
        (made[1].pk, "4", "The light was bad"),
        (made[2].pk, "3", "All seen from one window"),
    ]
    assert "3 grades are recorded." in words(client.get_ok(START).text, "//body")
    assert waiting(client) == []


def test_a_reason_is_picked_from_ones_last_ones_or_the_usual_ones(session, blobs, case, ana, as_):
    one, two, three = (make_statement(session, blobs, *case) for _ in range(3))
    grade(session, ana, one, "3", "Seen from the roof")
    client = as_(ana)
    page = chosen(two.label)
    offered = lxml.html.document_fromstring(client.get_ok(page).text).xpath(
        "//select[@name='picked']//option/@value"
    )
    assert offered == ["", "Seen from the roof", *USUAL_REASONS[CREDIBILITY]]
    client.post_form(TOGETHER, {"value": "2", "picked": "Seen from the roof"}, page=page, status=303)
    client.post_form(
        TOGETHER,
        {"value": "2", "picked": offered[2], "reason": "Typed"},
        page=chosen(three.label),
        status=303,
    )
    assert [each.reason for each in session.scalars(select(Grade).order_by(Grade.pk))] == [
        "Seen from the roof", "Seen from the roof", "Typed",
    ]  # fmt: skip


def test_one_wrong_row_stores_nothing_and_loses_nothing(session, blobs, case, ana, as_):
    made = [make_statement(session, blobs, *case) for _ in range(3)]
    client, page = as_(ana), chosen(*(each.label for each in made))
    typed = {"rows-0-value": "2", "rows-0-reason": "Typed here", "rows-2-value": "4"}
    answer = client.post_form(TOGETHER, typed, page=page, status=422)
    labels = [each.label for each in made]
    assert sorted(problems(answer.text)) == sorted(
        [NO_GRADE.format(labels[1]), NO_REASON.format(labels[1]), NO_REASON.format(labels[2])]
    )
    for where in ("#rows-1-value", "#rows-1-reason", "#rows-2-reason"):
        assert f'href="{where}"' in answer.text
    tree = lxml.html.document_fromstring(answer.text)
    assert tree.xpath("//textarea[@name='rows-0-reason']")[0].text_content().strip() == "Typed here"
    assert tree.xpath("//select[@name='rows-2-value']/option[@selected]/@value") == ["4"]
    assert session.scalars(select(Grade)).all() == []


def test_what_is_missing_everywhere_is_asked_for_once(session, blobs, case, ana, as_):
    made = [make_statement(session, blobs, *case) for _ in range(3)]
    answer = as_(ana).post_form(TOGETHER, {}, page=chosen(*(each.label for each in made)), status=422)
    assert sorted(problems(answer.text)) == sorted([NO_GRADES, NO_REASONS])


def test_a_grade_the_count_does_not_allow_asks_for_its_reason_at_its_row(session, blobs, case, ana, as_):
    one, two = make_statement(session, blobs, *case), make_statement(session, blobs, *case)
    client, page = as_(ana), chosen(one.label, two.label)
    typed = {"reason": "So", "rows-0-value": "2", "rows-1-value": "1"}
    answer = client.post_form(TOGETHER, typed, page=page, status=422)
    (problem,) = problems(answer.text)
    assert problem.startswith(f"{two.label}: The records do not bear out")
    assert 'href="#rows-1-override_reason"' in answer.text
    assert lxml.html.document_fromstring(answer.text).xpath("//details[@open]//textarea/@name") == [
        "rows-1-override_reason"
    ]
    assert session.scalars(select(Grade)).all() == []
    client.post_form(TOGETHER, typed | {"rows-1-override_reason": "The log is signed"}, page=page, status=303)
    assert [each.override_reason for each in session.scalars(select(Grade).order_by(Grade.pk))] == [
        None,
        "The log is signed",
    ]


def test_sources_are_graded_for_one_topic(session, case, ana, as_):
    made = [make_source(session, *case), make_source(session, *case)]
    page = chosen(*(each.label for each in made), what="sources")
    typed = {
        "topic": "the street",
        "access": "direct",
        "value": "B",
        "reason": "Right so far",
        "rows-1-value": "C",
    }
    as_(ana).post_form(f"{START}together/sources", typed, page=page, status=303)
    stored = session.scalars(select(Grade).order_by(Grade.pk)).all()
    assert [(each.source_pk, each.value, each.topic, each.access) for each in stored] == [
        (made[0].pk, "B", "the street", "direct"),
        (made[1].pk, "C", "the street", "direct"),
    ]


def test_nothing_chosen_says_what_to_do(case, ana, as_):
    client = as_(ana)
    assert "Nothing is chosen" in of_page(client, TOGETHER)
    assert "Nothing is chosen" in of_page(client, chosen("ST99", "x"))


def test_what_is_gone_meanwhile_is_named_and_the_rest_stays_typed(session, blobs, case, ana, as_):
    statement = make_statement(session, blobs, *case)
    extra = {"rows-1-item": "ST99", "rows-1-value": "2", "rows-1-reason": "so"}
    typed = {"value": "3", "reason": "Seen", "rows-0-reason": "Typed here"}
    answer = as_(ana).post_form(TOGETHER, typed, page=chosen(statement.label), extra=extra, status=422)
    assert "ST99" in problems(answer.text)[0]
    assert "Typed here" in answer.text
    assert session.scalars(select(Grade)).all() == []


def test_a_second_opinion_is_asked_for_without_saying_which_grades(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, source_of(session, statement), "A")
    grade(session, ana, statement, "5", "it cannot be")
    url = f"{START}second-opinions"
    own, others = of_page(as_(ana), url), of_page(as_(ben), url)
    assert "four steps apart" in own
    assert "hidden until yours is in" in others
    for secret in ("four steps", "Improbable", "Completely reliable", "it cannot be", ana.display_name):
        assert secret not in others
    reader = make_member(session, *case, CaseRole.READER)
    assert "it cannot be" in of_page(as_(reader), url)
    grade(session, ben, statement, "4")
    assert "No second opinion is wanted" in of_page(as_(ana), url)


def test_a_second_opinion_shows_no_letter_that_waits_for_ones_own(session, blobs, case, ana, ben, as_):
    """Who graded a statement as a whole sees the grades of its claims, but not yet that of the source."""
    statement = make_statement(session, blobs, *case)
    grade(session, ben, statement, "3")
    claims = [make_assertion(session, *case).label for _ in range(2)]
    for claim in claims:
        content = Conveyed(AssertionContent(claim))
        statements.convey(session, statement.public_id, content, by=case[1], now=NOW)
    source = source_of(session, statement)
    grade(session, ana, source, "A")
    grade(session, ana, statement, "5", assertion=claims[0])
    url = f"{START}second-opinions"
    shown = of_page(as_(ben), url)
    assert "hidden until yours is in" in shown
    assert "Completely reliable" not in shown
    grade(session, ben, source, "B")
    assert "Completely reliable" in of_page(as_(ben), url)


def test_where_grades_are_open_everybody_sees_both(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, source_of(session, statement), "A")
    grade(session, ana, statement, "5")
    session.get_one(Case, case[0].pk).grades_are_blind = False
    session.flush()
    assert "four steps apart" in of_page(as_(ben), f"{START}second-opinions")


def test_differences_name_no_grade_to_whoever_has_not_graded(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2", "ana's reason")
    grade(session, ben, statement, "4", "ben's reason")
    third = make_member(session, *case)
    url, side_by_side = f"{START}differences", f"{START}settle/credibility/{statement.public_id}"
    for page in (url, side_by_side):
        shown = of_page(as_(third), page)
        assert "hidden until yours is in" in shown
        for secret in ("probably true", "doubtful", "reason"):
            assert secret not in shown.lower()
    assert "One of two graded it 2 (probably true), one 4 (doubtful)." in of_page(as_(ana), url)
    assert "ben's reason" in of_page(as_(ana), side_by_side)
    assert "A lead of the case settles" in of_page(as_(ana), side_by_side)


def test_a_lead_settles_and_the_dissent_stays(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2", "ana's reason")
    grade(session, ben, statement, "4", "ben's reason")
    client, url = as_(case[1]), f"{START}settle/credibility/{statement.public_id}"
    before = of_page(client, url)
    assert "2 grades by others: hidden until yours is in" in before
    for secret in ("probably true", "doubtful", "ana's reason"):
        assert secret not in before.lower()
    read_both_sides(client, url)
    shown = of_page(client, url)
    assert "ana's reason" in shown
    assert "no longer judge blind" in shown
    assert "difference read" in of_page(client, f"/cases/EMB/history/statement/{statement.public_id}")
    answer = client.post_form(url, {"value": "4", "reason": "The log is dated"}, status=303)
    assert answer.headers["Location"].endswith("/grading/differences")
    made = session.scalars(select(Grade).order_by(Grade.pk.desc())).first()
    assert (made.is_adjudication, made.value, made.supersedes_pk) == (True, "4", None)
    after = of_page(client, f"{START}differences")
    assert "Nothing waits" in after
    assert "Settled at 4 (doubtful) by Lena, because: The log is dated." in after
    assert f"Dissent: {ana.display_name} graded it 2 (probably true), because: ana's reason." in after
    third = as_(make_member(session, *case))
    for hidden in (f"{START}differences", url):
        assert "The log" not in of_page(third, hidden)
        assert "doubtful" not in of_page(third, hidden).lower()
    grade(session, ana, statement, "1", override_reason="so")
    assert "Graded again since it was settled" in of_page(client, f"{START}differences")


def test_a_source_is_settled_for_the_topic_it_is_split_on(session, case, ana, ben, as_):
    source = make_source(session, *case)
    for by, value in ((ana, "B"), (ben, "D")):
        grade(session, by, source, value, topic="the street")
    grade(session, ana, source, "C", topic="the palace")
    client, url = as_(case[1]), f"{START}settle/reliability/{source.public_id}"
    read_both_sides(client, url)
    shown = of_page(client, url)
    assert "One of two graded it B (usually reliable), one D (not usually reliable)." in shown
    assert "only one analyst" not in shown
    assert "One analyst alone graded it" in of_page(client, f"{url}?part=the palace")
    client.post_form(url, {"value": "C", "reason": "so"}, status=303)
    made = session.scalars(select(Grade).order_by(Grade.pk.desc())).first()
    assert (made.is_adjudication, made.topic) == (True, "the street")


def test_settling_with_something_missing_loses_nothing(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    client, url = as_(case[1]), f"{START}settle/credibility/{statement.public_id}"
    read_both_sides(client, url)
    answer = client.post_form(url, {"value": "3", "reason": ""}, status=422)
    assert problems(answer.text) == ["Say why it is settled so."]
    assert lxml.html.document_fromstring(answer.text).xpath("//input[@name='value'][@checked]/@value") == [
        "3"
    ]
    answer = client.post_form(url, {"value": "1", "reason": "so"}, status=422)
    assert 'href="#override_reason"' in answer.text


def test_what_was_graded_while_a_lead_was_writing_is_shown_before_it_is_settled(
    session, blobs, case, ana, ben, as_
):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    client, url = as_(case[1]), f"{START}settle/credibility/{statement.public_id}"
    read_both_sides(client, url)
    form = form_for(client.get_ok(url).text, url, url)
    typed = {**dict(form.form_values()), "value": "4", "reason": "The log is dated"}
    grade(session, ana, statement, "4", "I had it wrong")
    late = client.http.post(url, data=typed)
    assert late.status_code == 409
    assert "while you were writing" in problems(late.text)[0]
    assert "The log is dated" in words(late.text, "//textarea[@name='reason']")
    panel = words(late.text, "//aside[@aria-label='What the analysts gave']")
    assert panel.count("new ") == 1
    assert "I had it wrong" in panel
    assert not any(one.is_adjudication for one in session.scalars(select(Grade)))
    again = dict(form_for(late.text, url, url).form_values())
    assert client.http.post(url, data=again).status_code == 303
    assert session.scalars(select(Grade).order_by(Grade.pk.desc())).first().is_adjudication


def test_what_was_typed_is_kept_when_there_is_nothing_left_to_settle(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    client, url = as_(case[1]), f"{START}settle/credibility/{statement.public_id}"
    read_both_sides(client, url)
    typed = {
        **dict(form_for(client.get_ok(url).text, url, url).form_values()),
        "value": "4",
        "reason": "Dated",
    }
    revisions.withdraw(session, "statement", statement.public_id, "A slip.", by=case[1], now=NOW)
    late = client.http.post(url, data=typed)
    assert late.status_code == 422
    assert "nothing to settle" in problems(late.text)[0]
    assert "What you typed Dated" in words(late.text)


def test_a_settlement_is_called_one_wherever_the_grades_stand(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    command = GradeIt(CREDIBILITY, statement.public_id, "3", "The log is dated")
    adjudication.settle(session, command, by=case[1], now=NOW)
    reader = as_(make_member(session, *case, CaseRole.READER))
    for page in (
        f"statements/{statement.public_id}",
        f"grades/credibility/{statement.public_id}",
        "statements/",
    ):
        assert "settled" in of_page(reader, f"/cases/EMB/{page}").lower(), page
    report = make_report(session, *case)
    make_finding(session, report, case[1], cites=(statement,))
    draft = reader.get(f"/cases/EMB/reports/{report.public_id}/draft/md").text
    assert "settled by a lead of the case; two others: 2 and 4" in " ".join(draft.split())
    assert "Settled by a lead of the case: The log is dated." in " ".join(draft.split())
    trace = of_page(reader, f"/cases/EMB/trace/statement/{statement.public_id}")
    assert "settled 3 Possibly true" in trace
    assert "Doubtful" not in trace


def test_a_settled_source_is_called_so_on_its_pages(session, case, ana, ben, as_):
    source = make_source(session, *case)
    for by, value in ((ana, "B"), (ben, "D")):
        grade(session, by, source, value, topic="the street")
    command = GradeIt(RELIABILITY, source.public_id, "C", "so", topic="the street")
    adjudication.settle(session, command, by=case[1], now=NOW)
    grade(session, ana, source, "A", topic="the palace")
    reader = as_(make_member(session, *case, CaseRole.READER))
    for page in ("sources/", f"sources/{source.public_id}"):
        assert "settled C" in of_page(reader, f"/cases/EMB/{page}"), page


def test_figures_are_shown_only_where_they_mean_something(session, blobs, case, ana, ben, as_):
    url = f"{START}agreement"
    client = as_(ana)
    assert "there is no second one yet" in of_page(client, url)
    for one, other in zip("12345", "12344", strict=True):
        statement = make_statement(session, blobs, *case)
        grade(session, ana, statement, one, override_reason="so")
        grade(session, ben, statement, other, override_reason="so")
        grade(session, ana, source_of(session, statement), "ABCDE"[int(one) - 1])
    shown = of_page(client, url)
    assert "read the scale alike" in shown
    assert f"{ana.display_name} and {ben.display_name}" in shown
    diagonal = words(client.get(url).text, "//section[.//*[@id='diagonal']]")
    assert "100% 87%" in diagonal
    assert "look whether one grade follows the other" in diagonal
    assert "no second one yet" in words(client.get(url).text, "//section[.//*[@id='reliability']]")
    assert "left out" not in shown
    blind = of_page(as_(make_member(session, *case)), url)
    assert blind.count("Five items are left out: you have not graded them") == 2
    assert "read the scale alike" not in blind
    assert "100%" not in blind


def test_a_reader_reads_and_has_no_queue(session, blobs, case, ana, as_):
    make_statement(session, blobs, *case)
    reader = as_(make_member(session, *case, CaseRole.READER))
    assert "not grade in it" in of_page(reader, START)
    assert waiting(reader) == []
    assert reader.get(TOGETHER).status_code == 403


def test_codes_are_left_out_where_the_case_wants_words(session, blobs, case, ana, ben, as_):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    session.get_one(Case, case[0].pk).shows_codes = False
    session.flush()
    assert "One of two graded it probably true, one doubtful." in of_page(as_(ana), f"{START}differences")


def test_protected_names_do_not_show(session, case, ana, as_):
    source = make_source(
        session, *case, "Jane Roe", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    client = as_(ana)
    for url in (f"{START}sources", chosen(source.label, what="sources")):
        shown = of_page(client, url)
        assert "Source Nine" in shown
        assert "Jane" not in shown


@pytest.mark.parametrize(
    "page", ["", "sources", "second-opinions", "differences", "agreement", "bulk", "settle"]
)
def test_a_page_costs_the_same_however_much_is_graded(
    session, blobs, case, ana, ben, as_, count_queries, page
):
    def add(count):
        for _ in range(count):
            statement = make_statement(session, blobs, *case)
            grade(session, ana, statement, "1", override_reason="so")
            grade(session, ana, source_of(session, statement), "E")
            split = make_statement(session, blobs, *case)
            grade(session, ana, split, "2")
            grade(session, ben, split, "5")
            make_statement(session, blobs, *case)
        return split

    def cost(split):
        url = {
            "bulk": chosen(*(f"ST{n}" for n in range(1, 40))),
            "settle": f"{START}settle/credibility/{split.public_id}",
        }
        session.commit()
        with count_queries() as asked:
            assert client.get(url.get(page, START + page)).status_code == 200
        return asked.count

    client = as_(case[1])
    small = cost(add(1))
    assert cost(add(4)) == small
