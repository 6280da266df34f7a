"""The trace pages: the way back in words, as a picture, as a list and as a table."""

from types import SimpleNamespace

import lxml.html
import pytest
from sqlalchemy import event, insert, select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_report,
    make_statement,
    make_user,
    record_chain,
    viewer_again,
)
from tracker.domain.scales import (
    Basis,
    Fidelity,
    GradeScale,
    RelayCertainty,
    RelayForm,
    SourceKind,
    Stance,
)
from tracker.services import grades, relays, revisions
from tracker.services.grades import GradeIt
from tracker.services.relays import RelayTerms
from tracker.services.sources import SourceChoice
from tracker.store.models import Anchor, Conveys, Relay, Statement


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(session, lead, code="EMB", zone="Asia/Baghdad", shows_codes=True)


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


def url(kind, record):
    return f"/cases/EMB/trace/{kind}/{record.public_id}"


def relate(session, case, child, parent, **terms):
    return relays.relay(session, child.public_id, parent.label, RelayTerms(**terms), by=case[1], now=NOW)


@pytest.fixture
def chain(session, blobs, case):
    """Officials, nobody says who, told Salim, who told the blog; two claims, of which the blog asserts one."""
    page = make_capture(
        session,
        blobs,
        *case,
        "Salim writes that officials say the gate is open.",
        author="The blog",
        published="2020-01-02",
    )
    claim = make_assertion(session, *case, "The gate was open")
    officials, salim, blog = record_chain(
        session,
        page,
        "the gate is open",
        SourceChoice("officials", SourceKind.UNNAMED),
        "Salim",
        by=case[1],
        asserts=(claim.label,),
    )
    return SimpleNamespace(page=page, claim=claim, officials=officials, salim=salim, blog=blog)


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def text_of(found):
    return " ".join(found.text_content().split())


def test_the_way_back_is_told_in_words_and_every_hop_has_its_own_place(person, chain, case):
    page = tree(person.get_ok(url("statement", chain.blog)))
    summary = text_of(page.xpath("//*[@class='verdict']")[0])
    assert "through two hands" in summary
    assert "“officials” is described and not named" in summary
    rows = page.xpath("//table//tbody/tr")
    assert [text_of(row[0]) for row in rows] == ["ST3", "ST2", "ST1"]
    told = text_of(rows[1])
    for words in (
        "Salim",
        "The blog",
        "time not known",
        "reported 2 January 2020",
        "Was told",
        "not yet graded",
        "ST1",
    ):
        assert words in told, words
    assert "Gap:" in text_of(rows[2])
    hops = page.xpath("//ol[contains(@class, 'trace-chain')]//li")
    assert len(hops) == 3
    assert len(page.xpath("//ol[contains(@class, 'trace-chain')]/li/ol/li/ol/li")) == 1


def test_every_card_every_item_and_every_row_leads_to_the_highlighted_passage(person, chain):
    page = tree(person.get_ok(url("statement", chain.blog)))
    place = f"/cases/EMB/captures/{chain.page.public_id}"
    drawn = page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    listed = page.xpath("//ol[contains(@class, 'trace-chain')]//a[starts-with(., 'Passage')]/@href")
    in_rows = page.xpath("//table//a[starts-with(., 'Passage')]/@href")
    for links in (drawn, listed, in_rows):
        assert len(links) == 3
        assert all(link.startswith(place) and "#p-" in link and "passage=" in link for link in links)


def test_a_card_without_a_passage_leads_to_the_statement(person, session, chain, case):
    anchor = session.scalars(select(Anchor).where(Anchor.statement_pk == chain.officials.pk)).one()
    revisions.withdraw(session, "anchor", anchor.public_id, "elsewhere", by=case[1], now=NOW)
    page = tree(person.get_ok(url("statement", chain.blog)))
    drawn = page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert f"/cases/EMB/statements/{chain.officials.public_id}" in drawn
    assert "no passage held" in text_of(page)


def test_the_trace_of_an_assertion_begins_with_what_we_hold_and_says_each_stance(
    person, session, blobs, case, chain
):  # noqa: PLR0917
    make_statement(session, blobs, *case, "It was shut.", asserts=(chain.claim.label,), stance=Stance.DENIES)
    page = tree(person.get_ok(url("assertion", chain.claim)))
    tops = page.xpath("//ol[contains(@class, 'trace-chain')]/li/div")
    assert ["ST3" in text_of(top) for top in tops] == [True, False]
    assert "denies" in text_of(tops[1])
    assert "original source" in text_of(tops[1])


def test_the_trace_of_a_finding_follows_what_it_cites(person, session, case, chain):
    report = make_report(session, *case)
    finding = make_finding(session, report, case[1], "The gate was open.", cites=(chain.blog,))
    page = tree(person.get_ok(url("finding", finding)))
    assert len(page.xpath("//table//tbody/tr")) == 3
    empty = make_finding(session, report, case[1], "Nothing else.")
    assert "cites no statement yet" in person.get_ok(url("finding", empty)).text


def test_an_assertion_nobody_speaks_of_says_what_to_do(person, session, case):
    assert (
        "No statement speaks of this" in person.get_ok(url("assertion", make_assertion(session, *case))).text
    )


def test_altered_and_possible_relays_are_called_out(person, session, blobs, case):
    first, altered, possible = (make_statement(session, blobs, *case, basis=Basis.TOLD) for _ in range(3))
    relate(session, case, altered, first, fidelity=Fidelity.ALTERED)
    relate(session, case, possible, first, certainty=RelayCertainty.POSSIBLE)
    assert "does not say this: the relay is altered and carries nothing" in text_of(
        tree(person.get_ok(url("statement", altered)))
    )
    assert "this is not shown" in text_of(tree(person.get_ok(url("statement", possible))))


def test_a_citation_loop_is_reported_and_not_followed_forever(person, session, blobs, case):
    one, two, three = (make_statement(session, blobs, *case, basis=Basis.TOLD) for _ in range(3))
    relate(session, case, two, one)
    relate(session, case, three, two)
    # No form makes a loop; a database that came from elsewhere may hold one.
    session.add(
        Relay(
            child_pk=one.pk,
            parent_pk=three.pk,
            form="cites",
            certainty=RelayCertainty.EXPLICIT,
            fidelity=Fidelity.FAITHFUL,
            recorded_at=NOW,
        )
    )
    session.flush()
    page = person.get_ok(url("statement", three))
    assert "repeat each other in a circle, which supports nothing" in text_of(tree(page))
    assert "A citation loop" in text_of(tree(page))


def test_grades_stand_beside_each_hop_in_words(person, session, case, chain):
    grades.grade(
        session, GradeIt(GradeScale.CREDIBILITY, chain.salim.public_id, "4", "odd"), by=case[1], now=NOW
    )
    page = tree(person.get_ok(url("statement", chain.blog)))
    assert "4 Doubtful" in text_of(page.xpath("//table//tbody/tr")[1])
    assert "Weakest information on the way: Salim (ST2), 4 (doubtful)" in text_of(page)


def test_the_credibility_shown_is_that_of_the_assertion_traced(person, session, blobs, case):
    one, two = make_assertion(session, *case), make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
    for claim, value in ((one, "2"), (two, "5")):
        command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, "so", assertion=claim.label)
        grades.grade(session, command, by=case[1], now=NOW)
    assert "2 Probably true" in text_of(tree(person.get_ok(url("assertion", one))))
    assert "5 Improbable" in text_of(tree(person.get_ok(url("assertion", two))))


def test_the_picture_is_handed_out_as_a_file(person, chain):
    answer = person.get(f"{url('statement', chain.blog)}/picture.svg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="trace-ST3.svg"'
    assert answer.text.startswith("<svg")
    assert "<a " not in answer.text


def test_hostile_text_stays_text(person, session, blobs, case):
    evil = make_statement(
        session, blobs, *case, 'They said "<script>alert(1)</script>" & left', author="<b>Eve</b>"
    )
    text = person.get_ok(url("statement", evil)).text
    assert "<script>alert" not in text
    assert "<b>Eve" not in text


def test_foreign_and_unknown_ids_are_not_found(person, session, blobs, case, lead):
    other, both = make_case(session, viewer_again(session, lead), code="OTHER")
    theirs = make_statement(session, blobs, other, both)
    for kind in ("statement", "assertion", "finding"):
        for public_id in (theirs.public_id, "nonsense", "0" * 26):
            address = f"/cases/EMB/trace/{kind}/{public_id}"
            assert person.get(address).status_code == 404
            assert person.get(f"{address}/picture.svg").status_code == 404


def queries(engine, act):
    seen = []

    def note(_connection, _cursor, sql, *_):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def lengthen(session, case, blobs, last, hops):
    for _ in range(hops):
        following = make_statement(session, blobs, *case, basis=Basis.TOLD)
        relate(session, case, following, last)
        last = following
    return last


def test_thirty_hops_take_as_many_queries_as_three(person, engine, session, blobs, case):
    first = make_statement(session, blobs, *case)
    third = lengthen(session, case, blobs, first, 2)
    last = lengthen(session, case, blobs, third, 27)
    few = queries(engine, lambda: person.get_ok(url("statement", third)))
    many = queries(engine, lambda: person.get_ok(url("statement", last)))
    assert few == many
    assert "through 29 hands" in person.get_ok(url("statement", last)).text


def test_a_thousand_statements_take_as_many_queries_as_ten(person, engine, session, blobs, case):
    claim = make_assertion(session, *case)
    first = make_statement(session, blobs, *case, asserts=(claim.label,))
    pages = (
        url("assertion", claim),
        f"/cases/EMB/assertions/{claim.public_id}",
        "/cases/EMB/assertions/",
        "/cases/EMB/statements/",
        f"/cases/EMB/statements/{first.public_id}",
        f"/cases/EMB/grades/credibility/{first.public_id}",
    )
    repeat(session, case, first, claim, range(2, 11))
    few = [queries(engine, lambda page=page: person.get_ok(page)) for page in pages]
    repeat(session, case, first, claim, range(11, 1001))
    many = [queries(engine, lambda page=page: person.get_ok(page)) for page in pages]
    assert few == many
    assert "1,000" in person.get_ok("/cases/EMB/statements/").text


def repeat(session, case, statement, claim, numbers):
    """That many statements that repeat one and say the same of an assertion, written all at once."""
    rows = [
        {
            "case_pk": case[0].pk,
            "number": number,
            "source_pk": statement.source_pk,
            "gist": f"It is said again, {number}",
            "basis": Basis.TOLD,
            "recorded_at": NOW,
        }
        for number in numbers
    ]
    session.execute(insert(Statement), rows)
    keys = session.scalars(select(Statement.pk).where(Statement.number.in_(list(numbers)))).all()
    terms = {
        "parent_pk": statement.pk,
        "form": RelayForm.CITES,
        "certainty": RelayCertainty.EXPLICIT,
        "fidelity": Fidelity.FAITHFUL,
        "recorded_at": NOW,
    }
    session.execute(insert(Relay), [{"child_pk": key, **terms} for key in keys])
    tie = {"assertion_pk": claim.pk, "stance": Stance.ASSERTS, "recorded_at": NOW}
    session.execute(insert(Conveys), [{"statement_pk": key, **tie} for key in keys])
    session.flush()
