"""Statements: found in the list, read with all their ties, corrected, tied and withdrawn through the pages."""

from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
    record_chain,
    viewer_again,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import Basis, CaseRole, SourceKind, Stance, StatementLinkKind
from tracker.services import grades, relays, revisions, sources, statements
from tracker.services.grades import GradeIt
from tracker.services.relays import RelayTerms
from tracker.services.sources import SourceChoice
from tracker.store.models import Conveys, Relay, Statement, StatementLink

SECRET = "Jane Q. Canary"


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(session, lead, code="EMB", zone="Asia/Baghdad")


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


def url(record, *rest):
    return "/".join(("/cases/EMB/statements", record.public_id, *rest))


@pytest.fixture
def gazette(session, blobs, case):
    """A guard, reported by the Gazette: two statements that assert one claim."""
    page = make_capture(
        session,
        blobs,
        *case,
        "A guard at the gate told us: “they have all left”. Nobody else was there.",
        author=SourceChoice("The Gazette", SourceKind.OUTLET),
        title="Gate report",
        published="2020-01-01",
    )
    claim = make_assertion(session, *case, "They had left by noon", holds="2020-01-01T12:00/..")
    guard, paper = record_chain(
        session,
        page,
        "they have all left",
        SourceChoice("a guard", SourceKind.UNNAMED),
        by=case[1],
        asserts=(claim.label,),
        gist="All of them have left",
        verbatim="they have all left",
    )
    return SimpleNamespace(page=page, claim=claim, guard=guard, paper=paper)


def count_of(engine, act):
    """How many statements of SQL a page takes."""
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


class TestList:
    def test_an_empty_case_says_what_to_do(self, person, case):
        assert "No statements yet" in person.get_ok("/cases/EMB/statements/").text

    def test_each_row_says_who_through_whom_how_and_what_of(self, person, case, session, gazette):
        command = GradeIt(_CREDIBILITY, gazette.guard.public_id, "3", "it fits")
        grades.grade(session, command, by=case[1], now=NOW)
        text = person.get_ok("/cases/EMB/statements/").text
        for words in (
            "All of them have left",
            "reported by The Gazette",
            "“a guard”",
            "Saw or heard it",
            "AS1",
            "Possibly true",
            "1–2 of 2",
        ):
            assert words in text, words

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("q=TRUCKS", ["ST1"]),
            ("q=bystander", ["ST2"]),
            ("q=st2", ["ST2"]),
            ("q=100%25", []),
            ("basis=told", ["ST3"]),
            ("basis=nonsense", ["ST1", "ST2", "ST3"]),
            ("assertion=AS1", ["ST2"]),
            ("assertion=AS9", []),
            ("withdrawn=only", ["ST4"]),
            ("withdrawn=all", ["ST1", "ST2", "ST3", "ST4"]),
            ("source=nobody", []),
            ("page=99999", ["ST1", "ST2", "ST3"]),
            ("page=9999", ["ST1", "ST2", "ST3"]),
            ("page=-1", ["ST1", "ST2", "ST3"]),
        ],
    )
    def test_the_list_is_narrowed(self, person, session, blobs, case, query, expected):
        make_statement(session, blobs, *case, "Three trucks left.")
        claim = make_assertion(session, *case)
        make_statement(session, blobs, *case, "Nobody left.", author="A bystander", asserts=(claim.label,))
        make_statement(session, blobs, *case, "It is said so.", basis=Basis.TOLD)
        gone = make_statement(session, blobs, *case, "Never mind.")
        revisions.withdraw(session, "statement", gone.public_id, "twice", by=case[1], now=NOW)
        text = person.get_ok(f"/cases/EMB/statements/?{query}").text
        assert [
            label for label in ("ST1", "ST2", "ST3", "ST4") if f"{label}<" in text or f"{label} <" in text
        ] == expected

    def test_the_list_is_narrowed_to_a_source_and_what_was_merged_into_it(self, person, session, blobs, case):
        make_statement(session, blobs, *case, "One thing.", author="R. Smith")
        make_statement(session, blobs, *case, "Another thing.", author="Robert Smith")
        short, full = (session.scalars(_source_named(name)).one() for name in ("R. Smith", "Robert Smith"))
        sources.merge(session, short.public_id, full.label, "same person", by=case[1], now=NOW)
        text = person.get_ok(f"/cases/EMB/statements/?source={full.public_id}").text
        assert "One thing." in text
        assert "Another thing." in text
        assert "R. Smith" not in text

    def test_columns_order_the_list(self, person, session, blobs, case):
        for author, published in (("Zoë", "2020-02-02"), ("adam", "2020-01-01"), ("Mia", None)):
            capture = make_capture(
                session, blobs, *case, f"{author} wrote.", author=author, published=published
            )
            record_chain(session, capture, "wrote", author, by=case[1])

        def order(sort):
            text = person.get_ok(f"/cases/EMB/statements/?sort={sort}").text
            body = text[text.index("<tbody>") :]
            return sorted(("ST1", "ST2", "ST3"), key=lambda label: body.index(f">{label}<"))

        assert order("-recorded") == ["ST3", "ST2", "ST1"]
        assert order("recorded") == ["ST1", "ST2", "ST3"]
        assert order("source") == ["ST2", "ST3", "ST1"]
        assert order("said") == ["ST2", "ST1", "ST3"]
        assert order("-said") == ["ST1", "ST2", "ST3"]
        assert order("nonsense") == order("-recorded")

    def test_the_number_of_queries_does_not_grow(self, person, engine, session, blobs, case, gazette):
        few = count_of(engine, lambda: person.get_ok("/cases/EMB/statements/"))
        for _ in range(12):
            make_statement(session, blobs, *case, asserts=(gazette.claim.label,))
        assert count_of(engine, lambda: person.get_ok("/cases/EMB/statements/")) == few


class TestPage:
    def test_it_says_who_through_whom_when_how_and_where_it_stands(self, person, gazette, case):
        text = person.get_ok(url(gazette.guard)).text
        for words in (
            "All of them have left",
            "a guard",
            "unnamed, described",
            "The Gazette",
            "1 January 2020",
            "Saw or heard it",
            "they have all left",
            "characters 30–48",
            "Gate report",
            "AS1",
            "Who repeats it",
            "cites it",
            "Nobody has graded it yet",
            "lena".title(),
        ):
            assert words in text, words
        passage = text[text.index("Read it in place") - 200 :]
        assert f"/captures/{gazette.page.public_id}" in passage
        assert "#p-" in passage

    def test_someone_told_without_a_name_is_a_gap_that_is_called_out(self, person, session, blobs, case):
        told = make_statement(session, blobs, *case, basis=Basis.TOLD)
        assert "it is not recorded by whom" in person.get_ok(url(told)).text

    def test_links_supports_grades_and_findings_are_shown(self, person, session, blobs, case, gazette):
        other = make_statement(session, blobs, *case, "I saw them go.")
        relays.link(
            session,
            other.public_id,
            gazette.guard.label,
            StatementLinkKind.CORROBORATES,
            "Another window",
            by=case[1],
            now=NOW,
        )
        inferred = make_statement(
            session,
            blobs,
            *case,
            "So the siege is over.",
            basis=Basis.INFERRED,
            rests_on=(statements.Rest(gazette.guard.label, "nobody is left to besiege it"),),
        )
        finding = make_finding(
            session, make_report(session, *case, "Noon"), case[1], "The siege ended.", cites=(gazette.guard,)
        )
        grades.grade(
            session, GradeIt(_CREDIBILITY, gazette.guard.public_id, "2", "He was there"), by=case[1], now=NOW
        )
        text = person.get_ok(url(gazette.guard)).text
        for words in (
            "Another window",
            "corroborates it",
            "rests on it",
            "Noon",
            "He was there",
            "Probably true",
        ):
            assert words in text, words
        assert finding.text in text
        assert "nobody is left to besiege it" in person.get_ok(url(inferred)).text

    def test_words_taken_back_by_their_source_are_called_retracted(self, person, session, blobs, case):
        said = make_statement(session, blobs, *case, "All is well.", author="Ministry")
        back = make_statement(session, blobs, *case, "We were wrong.", author="Ministry")
        relays.link(
            session,
            back.public_id,
            said.label,
            StatementLinkKind.RETRACTS,
            "a correction",
            by=case[1],
            now=NOW,
        )
        assert "Retracted by its source" in person.get_ok(url(said)).text
        assert "Retracted by its source" not in person.get_ok(url(back)).text

    def test_a_protected_name_is_nowhere(self, person, login, session, blobs, case):
        source = make_source(
            session, *case, SECRET, is_protected=True, pseudonym="Source Nine", descriptor="an official"
        )
        page = make_capture(session, blobs, *case, "An official says: it was ordered.", author="The Gazette")
        said, paper = record_chain(session, page, "it was ordered", source.label, by=case[1])
        analyst = make_member(session, *case)
        reader = login(SimpleNamespace(username=analyst.username))
        pages = [
            url(said),
            url(paper),
            url(paper, "relay"),
            url(paper, "link"),
            url(said, "correct"),
            "/cases/EMB/statements/",
            "/cases/EMB/statements/?q=Canary",
            f"/cases/EMB/grades/reliability/{source.public_id}",
            f"/cases/EMB/grades/credibility/{said.public_id}",
            f"/cases/EMB/trace/statement/{paper.public_id}",
            f"/cases/EMB/trace/statement/{paper.public_id}/picture.svg",
        ]
        for address in pages:
            assert "Canary" not in reader.get_ok(address).text.replace('value="Canary"', ""), address
            assert "Canary" not in person.get_ok(address).text.replace('value="Canary"', ""), address
        assert "Source Nine" in reader.get_ok(url(said)).text
        assert "Nothing found" in reader.get_ok("/cases/EMB/statements/?q=Canary").text

    def test_the_number_of_queries_does_not_grow(self, person, engine, session, blobs, case, gazette):
        few = count_of(engine, lambda: person.get_ok(url(gazette.guard)))
        for _ in range(6):
            other = make_statement(session, blobs, *case)
            relays.relay(session, other.public_id, gazette.guard.label, RelayTerms(), by=case[1], now=NOW)
            relays.link(session, other.public_id, gazette.guard.label, _UPDATES, "later", by=case[1], now=NOW)
            claim = make_assertion(session, *case)
            relays.add_conveys(session, gazette.guard, claim, Stance.DOUBTS, by=case[1], now=NOW)
            grades.grade(
                session,
                GradeIt(_CREDIBILITY, gazette.guard.public_id, "3", "so", assertion=claim.label),
                by=case[1],
                now=NOW,
            )
        assert count_of(engine, lambda: person.get_ok(url(gazette.guard))) == few

    def test_foreign_and_unknown_ids_are_not_found(self, person, session, blobs, case, lead):
        other, both = make_case(session, viewer_again(session, lead), code="OTHER")
        theirs = make_statement(session, blobs, other, both)
        stranger_case, stranger = make_case(session, code="THIRD")
        hidden = make_statement(session, blobs, stranger_case, stranger)
        for public_id in (theirs.public_id, hidden.public_id, "nonsense", "0" * 26):
            for rest in ("", "/correct", "/relay", "/link", "/convey", "/rests-on", "/withdraw", "/restore"):
                address = f"/cases/EMB/statements/{public_id}{rest}"
                assert person.get(address).status_code == 404, address


class TestForms:
    def test_a_correction_keeps_what_was_there(self, person, session, gazette):
        page = url(gazette.guard, "correct")
        person.post_form(
            page,
            {
                "gist": "They are all gone",
                "said_at": "2019-12-31",
                "basis": "told",
                "reason": "closer to the words",
            },
            status=303,
        )
        session.refresh(gazette.guard)
        assert gazette.guard.gist == "They are all gone"
        assert gazette.guard.basis is Basis.TOLD
        assert gazette.guard.said_at.text == "2019-12-31"
        assert gazette.guard.verbatim == "they have all left"

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ({"gist": ""}, "Say in one sentence what is said."),
            ({"gist": "Else", "reason": ""}, "Say why this is corrected"),
            ({"said_at": "2020-02-31", "reason": "x"}, "not a date"),
            ({"basis": "forecast", "reason": "x"}, "by which the forecast can be judged"),
            ({"source": "SRC99", "reason": "x"}, "There is no “SRC99” in this case"),
            ({"verbatim": "they never left", "reason": "x"}, "do not stand in the passage"),
        ],
    )
    def test_a_wrong_correction_is_said_at_the_field_and_stores_nothing(
        self, person, session, gazette, typed, problem
    ):
        answer = person.post_form(url(gazette.guard, "correct"), typed, status=422)
        assert problem in " ".join(problems(answer.text))
        for value in typed.values():
            assert value in answer.text
        session.expire_all()
        assert session.get(Statement, gazette.guard.pk).version == gazette.guard.version
        assert gazette.guard.gist == "All of them have left"

    def test_whoever_corrects_an_old_version_sees_both_and_loses_nothing(self, person, session, gazette):
        page = url(gazette.guard, "correct")
        seen = gazette.guard.version
        person.post_form(page, {"gist": "First", "reason": "one"}, status=303)
        answer = person.post_form(
            page, {"gist": "Second", "reason": "two"}, extra={"version": str(seen)}, status=409
        )
        assert "First" in answer.text
        assert "Second" in answer.text
        assert "Somebody else corrected this record" in answer.text
        session.refresh(gazette.guard)
        assert gazette.guard.gist == "First"
        assert f'value="{gazette.guard.version}"' in answer.text

    def test_a_relay_is_recorded(self, person, session, blobs, case, gazette):
        other = make_statement(session, blobs, *case)
        typed = {
            "parent": gazette.paper.label,
            "form": "cites",
            "certainty": "possible",
            "fidelity": "unclear",
        }
        person.post_form(url(other, "relay"), typed, status=303)
        assert "only possible" in person.get_ok(url(other)).text

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ({"parent": ""}, "Choose the statement it repeats."),
            ({"parent": "ST99"}, "There is no “ST99” in this case"),
            ({"parent": "the guard"}, "Choose one that is listed"),
            ({"parent": "ST1"}, "does not repeat itself"),
            ({"parent": "ST2"}, "already goes back to ST1"),
        ],
    )
    def test_a_relay_that_cannot_be_is_said_at_the_field(self, person, session, gazette, typed, problem):
        whole = {
            "form": "cites",
            "certainty": "explicit",
            "fidelity": "faithful",
            "note": "as I read it",
        } | typed
        answer = person.post_form(url(gazette.guard, "relay"), whole, status=422)
        assert problem in " ".join(problems(answer.text))
        assert 'href="#parent"' in answer.text
        assert "as I read it" in answer.text
        assert len(session.scalars(select(Relay)).all()) == 1

    def test_words_nobody_offered_are_refused(self, person, gazette):
        answer = person.post_form(
            url(gazette.guard, "relay"), {"parent": "ST2"}, extra={"form": "invents"}, status=422
        )
        assert "Choose one of the words offered" in answer.text

    def test_a_link_needs_a_reason_and_may_share_an_assertion(self, person, session, blobs, case, gazette):
        other = make_statement(session, blobs, *case, "I saw them go.")
        page = url(other, "link")
        typed = {"kind": "corroborates", "to": gazette.guard.label, "shared": gazette.claim.label}
        answer = person.post_form(page, typed, status=422)
        assert problems(answer.text) == ["Say why."]
        assert session.scalars(select(StatementLink)).all() == []
        person.post_form(page, {**typed, "reason": "Another window"}, status=303)
        conveyed = session.scalars(select(Conveys.assertion_pk).where(Conveys.statement_pk == other.pk)).all()
        assert conveyed == [gazette.claim.pk]

    def test_only_corroboration_shares_an_assertion(self, person, session, blobs, case, gazette):
        other = make_statement(session, blobs, *case)
        typed = {"kind": "contradicts", "to": gazette.guard.label, "shared": "AS1", "reason": "no"}
        answer = person.post_form(url(other, "link"), typed, status=422)
        assert 'href="#shared"' in answer.text
        assert session.scalars(select(StatementLink)).all() == []

    def test_a_new_claim_is_recorded_with_the_stance(self, person, session, blobs, case):
        statement = make_statement(session, blobs, *case)
        typed = {"stance": "doubts", "assertion": "The gate was open", "holds": "2020-01-01~"}
        person.post_form(url(statement, "convey"), typed, status=303)
        text = person.get_ok(url(statement)).text
        assert "The gate was open" in text
        assert "about 1 January 2020" in text
        answer = person.post_form(url(statement, "convey"), {**typed, "holds": ""}, status=422)
        assert "Withdraw that first" in answer.text
        answer = person.post_form(url(statement, "convey"), {"stance": "doubts", "assertion": ""}, status=422)
        assert "Say what is claimed" in answer.text

    def test_only_an_inference_rests_on_something(self, person, session, blobs, case, gazette):
        answer = person.post_form(url(gazette.guard, "rests-on"), {"on": "AS1"}, status=422)
        assert "Only an inference" in answer.text
        inferred = make_statement(session, blobs, *case, basis=Basis.INFERRED)
        assert "It is not said what this rests on" in person.get_ok(url(inferred)).text
        person.post_form(
            url(inferred, "rests-on"), {"on": "AS1", "warrant": "who leaves has lost"}, status=303
        )
        assert "who leaves has lost" in person.get_ok(url(inferred)).text

    def test_a_statement_is_withdrawn_and_restored_with_reasons(self, person, session, gazette):
        page = url(gazette.guard, "withdraw")
        answer = person.post_form(page, {"reason": " "}, status=422)
        assert problems(answer.text) == ["Say why this is withdrawn."]
        person.post_form(page, {"reason": "Recorded twice"}, status=303)
        text = person.get_ok(url(gazette.guard)).text
        assert "Withdrawn from the case" in text
        assert "Recorded twice" in text
        person.post_form(url(gazette.guard, "restore"), {"reason": "It was not"}, status=303)
        assert "Withdrawn from the case" not in person.get_ok(url(gazette.guard)).text

    def test_every_tie_is_withdrawn_and_restored_with_a_reason(self, person, session, blobs, case, gazette):
        inferred = make_statement(
            session, blobs, *case, basis=Basis.INFERRED, rests_on=(statements.Rest("AS1"),), asserts=("AS1",)
        )
        relays.relay(session, inferred.public_id, "ST1", RelayTerms(), by=case[1], now=NOW)
        relays.link(session, inferred.public_id, "ST1", _UPDATES, "later", by=case[1], now=NOW)
        ties = _withdrawals(person.get_ok(url(inferred)).text, inferred)
        assert sorted(tie.split("/")[-3] for tie in ties) == ["link", "passage", "relay", "stance", "support"]
        for tie in ties:
            person.post_form(tie, {"reason": "a slip of the pen"}, status=303)
        text = person.get_ok(url(inferred)).text
        assert _withdrawals(text, inferred) == []
        assert text.count("a slip of the pen") == 5
        assert "Withdrawn from this statement (5)" in text
        for tie in ties:
            person.post_form(tie.replace("withdraw", "restore"), {"reason": "no slip"}, status=303)
        assert len(_withdrawals(person.get_ok(url(inferred)).text, inferred)) == 5

    def test_a_tie_of_another_statement_is_not_found_here(self, person, session, blobs, case, gazette):
        other = make_statement(session, blobs, *case)
        tie = _withdrawals(person.get_ok(url(gazette.guard)).text, gazette.guard)[0]
        foreign = tie.replace(gazette.guard.public_id, other.public_id)
        assert person.get(foreign).status_code == 404
        assert person.get(tie.replace("passage", "nonsense")).status_code == 404

    def test_a_reader_is_offered_nothing_and_refused_everything(self, login, session, blobs, case, gazette):
        reader = login(SimpleNamespace(username=make_member(session, *case, CaseRole.READER).username))
        text = reader.get_ok(url(gazette.guard)).text
        for word in ("correct", "relay", "link", "convey", "withdraw"):
            assert url(gazette.guard, word) not in text
            assert reader.get(url(gazette.guard, word)).status_code == 403


_CREDIBILITY = grades.GradeScale.CREDIBILITY
_UPDATES = StatementLinkKind.UPDATES


def _withdrawals(html, statement):
    import re

    return re.findall(rf'href="(/cases/EMB/statements/{statement.public_id}/\w+/\w+/withdraw)"', html)


def _source_named(name):
    from tracker.store.models import Source

    return select(Source).where(Source.name == name)
