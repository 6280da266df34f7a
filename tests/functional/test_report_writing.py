"""Writing the texts of a report through the pages: previewing, keeping, saving, and several writers at once."""

from __future__ import annotations

import re
from base64 import b64decode

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_member,
    make_report,
    make_source,
    make_statement,
)
from tests.functional.strict_client import form_for, problems
from tracker.domain.scales import CaseRole, Profile
from tracker.services import publishing, report_texts, revisions
from tracker.store.models import Report, ReportSection, Revision, UnsavedText
from tracker.web.db import get_session

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB", profile=Profile.INTELLIGENCE)
    session.commit()
    return case, lead


@pytest.fixture
def lead(case, login):
    return login(case[1])


@pytest.fixture
def statement(session, blobs, case):
    made = make_statement(session, blobs, *case, "They left at three.", author="Layla Haddad")
    session.commit()
    return made


@pytest.fixture
def report(session, case):
    made = make_report(session, *case, "Who left?", bottom_line="They left.")
    session.commit()
    return made


@pytest.fixture
def section(session, case, report):
    made = add(session, case, report, "Background", "It began in 2019.")
    session.commit()
    return made


def add(session, case, report, title, text):
    return report_texts.add_section(session, report.public_id, title, text, by=case[1], now=NOW)


def at(report, *rest):
    return "/".join([f"/cases/EMB/reports/{report.public_id}", *rest])


def place(report, word):
    return at(report, "write", word)


def sent_by_script(client, url, data):
    """What the script of the page sends while somebody types."""
    page = client.get(url).text
    form = next(form for form in lxml.html.document_fromstring(page).forms if form.get("id") == "writing")
    return client.http.post(url, data=dict(form.form_values()) | data | {"preview": "1"}, headers=SCRIPT)


def text_of(html):
    return " ".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())


def count(session, model):
    return session.scalar(select(func.count(model.pk)))


# Writing and reading


def test_a_section_is_written_shown_rendered_and_listed_in_the_outline(lead, report, statement):
    data = {"title": "Background", "text": "It was **loud**, and [[st1]] says so.\n\n- one\n- two"}
    answer = lead.post_form(place(report, "new-section"), data, status=303)
    assert answer.headers["Location"].endswith("#sections")
    page = lead.get_ok(at(report)).text
    assert "<strong>loud</strong>" in page
    assert "<li>" in page
    cited = lxml.html.document_fromstring(page).xpath("//*[@class='written']//a[text()='ST1']/@href")
    assert cited == [f"http://localhost/cases/EMB/statements/{statement.public_id}"]
    assert 'href="#section-P1"' in page


def test_every_text_of_the_report_is_written_apart_and_the_others_stay(lead, session, report):
    lead.post_form(place(report, "gaps"), {"text": "No picture."}, status=303)
    session.expire_all()
    stored = session.get_one(Report, report.pk)
    assert (stored.gaps, stored.bottom_line) == ("No picture.", "They left.")
    assert "No picture." in lead.get_ok(at(report)).text
    assert session.scalars(select(Revision.reason)).all() == ["Drafting"]


def test_only_a_court_is_offered_a_standard_of_proof(lead, session, case, report):
    assert lead.get(place(report, "standard-of-proof")).status_code == 404
    assert "Standard of proof" not in lead.get_ok(at(report)).text
    case[0].profile = Profile.COURT
    session.commit()
    lead.post_form(place(report, "standard-of-proof"), {"text": "Beyond reasonable doubt."}, status=303)
    assert "Beyond reasonable doubt." in lead.get_ok(at(report)).text


def test_a_section_is_moved_withdrawn_and_restored(lead, session, case, report, section):
    for title in ("Second", "Third"):
        add(session, case, report, title, "")
    session.commit()
    third = session.scalars(select(ReportSection).where(ReportSection.title == "Third")).one()
    of_third = at(report, "sections", third.public_id)

    def order():
        tree = lxml.html.document_fromstring(lead.get_ok(at(report)).text)
        return [title.text_content() for title in tree.find_class("section-title")]

    lead.post_form(f"{of_third}/up", {}, page=at(report), extra={"places": "2"}, status=303)
    assert order() == ["Third", "Background", "Second"]
    lead.post_form(f"{of_third}/down", {}, page=at(report), status=303)
    assert order() == ["Background", "Third", "Second"]
    lead.post_form(f"{of_third}/withdraw", {"reason": ""}, status=422)
    lead.post_form(f"{of_third}/withdraw", {"reason": "Not ours to tell."}, status=303)
    assert order() == ["Background", "Second"]
    assert "Not ours to tell." in lead.get_ok(at(report)).text
    answer = lead.post_form(f"{of_third}/restore", {"reason": "It is."}, status=303)
    assert answer.headers["Location"].endswith("#section-P3")
    assert order() == ["Background", "Third", "Second"]


# Preview and what is kept


def test_a_preview_without_a_script_shows_the_text_and_keeps_it_but_saves_nothing(
    lead, session, report, section, statement
):
    url = place(report, section.public_id)
    answer = lead.post_form(url, {"text": "Now [[ST1]]."}, extra={"preview": "1"}, status=200)
    tree = lxml.html.document_fromstring(answer.text)
    preview = tree.xpath("//*[@data-preview]")[0]
    assert "Now ST1." in preview.text_content()
    assert preview.xpath(".//a[text()='ST1']/@href")[0] == "#cited-ST1"
    assert "Layla Haddad" in preview.text_content()
    assert "They left at three." in preview.xpath(".//blockquote")[0].text_content()
    assert preview.xpath(".//blockquote//a[starts-with(., 'Read it in place')]")
    assert "Kept as unsaved" in answer.text
    session.expire_all()
    assert session.get_one(ReportSection, section.pk).text == "It began in 2019."
    assert session.get_one(ReportSection, section.pk).version == 1
    assert set(session.scalars(select(UnsavedText.text))) == {"Background", "Now [[ST1]]."}


def test_what_the_script_sends_is_kept_and_answered_as_it_will_read(lead, session, report, section):
    answer = sent_by_script(lead, place(report, section.public_id), {"text": "It *began*."})
    assert answer.status_code == 200
    assert "<em>began</em>" in answer.json["preview"]
    assert answer.json["kept"].startswith("Kept as unsaved, ")
    assert answer.json["problems"] == []
    again = lead.http.post(
        place(report, section.public_id),
        data={
            "csrf_token": form_token(lead, at(report)),
            "title": "Background",
            "text": "It began in 2019.",
            "version": "1",
            "preview": "1",
        },
        headers=SCRIPT,
    )
    assert again.json["kept"] == "As it is saved."
    assert count(session, UnsavedText) == 0


def form_token(client, url):
    return lxml.html.document_fromstring(client.get(url).text).xpath("//input[@name='csrf_token']/@value")[0]


def test_whoever_comes_back_chooses_what_becomes_of_unsaved_text(lead, session, report, section):
    url = place(report, section.public_id)
    sent_by_script(lead, url, {"text": "It began in 2020."})
    asked = lead.get_ok(url)
    assert "You have unsaved text here" in asked.text
    tree = lxml.html.document_fromstring(asked.text)
    assert [each.text_content() for each in tree.xpath("//del")] == ["2019."]
    assert [each.text_content() for each in tree.xpath("//ins")] == ["2020."]
    assert not tree.xpath("//textarea")  # nothing can be typed over it before that is decided
    resumed = lead.get_ok(f"{url}?unsaved=1")
    assert (
        lxml.html.document_fromstring(resumed.text).xpath("//textarea")[0].value.strip()
        == "It began in 2020."
    )
    lead.post_form(url, {}, extra={"discard": "1"}, status=303)
    assert count(session, UnsavedText) == 0
    assert "It began in 2019." in lead.get_ok(url).text


def test_saving_clears_what_was_kept(lead, session, report, section):
    url = place(report, section.public_id)
    sent_by_script(lead, url, {"text": "It began in 2020."})
    lead.post_form(url, {"text": "It began in 2021."}, page=f"{url}?unsaved=1", status=303)
    assert count(session, UnsavedText) == 0
    session.expire_all()
    assert session.get_one(ReportSection, section.pk).text == "It began in 2021."


def test_who_else_writes_there_is_named_but_not_what_they_write(lead, session, case, login, report, section):
    colleague = login(make_member(session, *case))
    session.commit()
    url = place(report, section.public_id)
    sent_by_script(colleague, url, {"text": "My secret draft."})
    page = lead.get_ok(url).text
    assert "is writing here too" in page
    assert "secret" not in page
    assert "is writing here too" not in lead.get_ok(place(report, "gaps")).text


def test_what_another_window_of_ones_own_kept_is_not_overwritten(lead, session, report, section):
    url = place(report, section.public_id)
    blank = dict(form_for(lead.get_ok(url).text, url, url).form_values())

    def sent(text, held=""):
        typed = blank | {"text": text, "held": held, "preview": "1"}
        return lead.http.post(url, data=typed, headers=SCRIPT).json

    mark = sent("It began in May.")["held"]
    [told] = sent("It never began.")["problems"]
    assert "from another window" in told
    assert sent("It began in 2019.")["problems"] == []  # which is what is saved
    assert "It began in May." in session.scalars(select(UnsavedText.text)).all()
    on = sent("It began in June.", held=mark)
    assert on["problems"] == []
    session.expire_all()
    assert "It began in June." in session.scalars(select(UnsavedText.text)).all()
    form = form_for(lead.get_ok(f"{url}?unsaved=1").text, url, url)
    assert form.inputs["held"].value == on["held"]


def test_saving_and_discarding_leave_what_another_window_kept(lead, session, report, section):
    url = place(report, section.public_id)
    blank = dict(form_for(lead.get_ok(url).text, url, url).form_values())
    sent_by_script(lead, url, {"held": "", "version": "1", "text": "It began in May."})
    for deed in ({"text": "It never began."}, {"text": "It never began.", "discard": "1"}):
        assert lead.http.post(url, data=blank | deed).status_code == 303
        assert "It began in May." in session.scalars(select(UnsavedText.text)).all()
    assert "It began in May." in lead.get_ok(url).text


# Several writers


def test_saving_over_a_newer_version_shows_both_texts_and_their_differences(
    lead, session, case, login, report, section
):
    colleague = login(make_member(session, *case))
    session.commit()
    url = place(report, section.public_id)
    colleague.post_form(url, {"text": "It began in May 2019."}, status=303)
    answer = lead.post_form(url, {"text": "It began late in 2019."}, extra={"version": "1"}, status=409)
    tree = lxml.html.document_fromstring(answer.text)
    differences = tree.find_class("differences")[0]
    assert "".join(each.text_content() for each in differences.xpath(".//del")).split() == ["May"]
    assert "".join(each.text_content() for each in differences.xpath(".//ins")).split() == ["late"]
    both = tree.find_class("side-by-side")[0].text_content()
    assert "It began in May 2019." in both
    assert "It began late in 2019." in both
    assert tree.xpath("//textarea")[0].value.strip() == "It began late in 2019."
    assert tree.xpath("//input[@name='version']/@value") == ["2"]
    session.expire_all()
    assert session.get_one(ReportSection, section.pk).text == "It began in May 2019."
    lead.post_form(url, {"text": "It began late in May 2019."}, status=303)
    session.expire_all()
    assert session.get_one(ReportSection, section.pk).version == 3


@pytest.mark.parametrize("sent", [None, "", "one", "-1", "9" * 5000])
def test_whoever_does_not_say_what_they_wrote_over_is_shown_what_is_saved(
    lead, session, report, section, sent
):
    url = place(report, section.public_id)
    form = form_for(lead.get_ok(url).text, url, url)
    fields = dict(form.form_values()) | {"text": "It began late.", "version": sent}
    answer = lead.http.post(url, data={name: value for name, value in fields.items() if value is not None})
    assert answer.status_code == 409
    assert "integer" not in answer.text
    assert "This is what is saved now" in answer.text
    assert "while you were writing" not in answer.text
    tree = lxml.html.document_fromstring(answer.text)
    assert tree.find_class("differences")
    assert tree.xpath("//textarea")[0].value.strip() == "It began late."
    assert tree.xpath("//input[@name='version']/@value") == ["1"]
    assert sent_by_script(lead, url, {"version": sent or "", "text": "It began late."}).json["problems"] == []


def test_two_texts_of_one_report_are_written_at_once_without_a_conflict(lead, session, report):
    lead.post_form(place(report, "gaps"), {"text": "No picture."}, status=303)
    lead.post_form(place(report, "method"), {"text": "Read."}, extra={"version": "1"}, status=303)
    lead.post_form(place(report, "gaps"), {"text": "None."}, extra={"version": "1"}, status=409)
    session.expire_all()
    stored = session.get_one(Report, report.pk)
    assert (stored.gaps, stored.method, stored.version) == ("No picture.", "Read.", 3)


def test_unsaved_text_over_an_older_version_says_so(lead, session, case, login, report, section):
    url = place(report, section.public_id)
    sent_by_script(lead, url, {"text": "Mine."})
    colleague = login(make_member(session, *case))
    session.commit()
    colleague.post_form(url, {"text": "Theirs."}, status=303)
    assert "typed over version 1" in lead.get_ok(url).text
    resumed = lead.get_ok(f"{url}?unsaved=1").text
    assert "This was saved since you began to type" in resumed
    lead.post_form(url, {}, page=f"{url}?unsaved=1", status=409)


# The search


def test_the_search_finds_statements_by_every_word_source_and_label_ten_at_most(
    lead, session, blobs, case, report, statement
):
    for number in range(12):
        make_statement(session, blobs, *case, f"The gate was shut, time {number}.", author="Omar")
    session.commit()

    def found(q):
        answer = lead.get(at(report, f"citable?q={q}"))
        assert answer.mimetype == "application/json"
        return [each["insert"] for each in answer.json["found"]]

    assert found("three left") == ["ST1"]
    assert found("haddad") == ["ST1"]
    assert found("st1") == ["ST1"]
    assert found("nowhere") == []
    assert len(found("gate")) == 10
    assert found("gate")[0] == "ST13"
    assert len(found("")) == 10
    assert found("timel")[0] == "timeline"


def test_the_search_offers_assertions_to_trace(lead, session, case, report):
    make_assertion(session, *case, "They had orders")
    session.commit()
    answer = lead.get(at(report, "citable?q=trace orders")).json["found"]
    assert [(each["insert"], each["words"]) for each in answer] == [("trace AS1", "They had orders")]


def test_a_withdrawn_statement_is_not_offered(lead, session, case, report, statement):
    revisions.withdraw(session, "statement", statement.public_id, "A mistake.", by=case[1], now=NOW)
    session.commit()
    assert lead.get(at(report, "citable?q=three")).json["found"] == []


def test_a_protected_name_is_neither_found_nor_shown(lead, session, blobs, case, login, report):
    make_source(session, *case, "Zubayda Canaria", is_protected=True, pseudonym="NURSE", descriptor="a nurse")
    session.flush()
    made = make_statement(session, blobs, *case, "They came in the night.", author="SRC1")
    analyst = login(make_member(session, *case))
    session.commit()
    assert lead.get(at(report, "citable?q=Zubayda")).json["found"] == []
    analyst.post_form(place(report, "new-section"), {"title": "T", "text": f"[[{made.label}]]"}, status=303)
    number = session.scalars(select(ReportSection)).one().public_id
    for page in (at(report), place(report, number), at(report, "citable?q=night")):
        assert "Zubayda" not in analyst.get(page).text


@pytest.mark.parametrize("role", [CaseRole.LEAD, CaseRole.ANALYST])
def test_a_picture_that_is_drawn_in_the_preview_holds_no_protected_name(
    session, blobs, case, login, report, role
):
    make_source(session, *case, "Zubayda Canaria", is_protected=True, pseudonym="NURSE", descriptor="a nurse")
    session.flush()
    made = make_statement(session, blobs, *case, "They came in the night.", author="SRC1")
    person = login(make_member(session, *case, role=role))
    session.commit()
    typed = {"text": f"[[trace {made.label}]]\n\n[[exhibits]]\n\n[[picture {made.label}]]"}
    preview = sent_by_script(person, place(report, "gaps"), typed).json["preview"]
    [picture] = [b64decode(data).decode() for data in re.findall(r'src="data:[^,"]+,([^"]+)"', preview)]
    assert "NURSE" in picture
    assert "Zubayda" not in picture + preview


# Bad input


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Cites [[ST99]].", "ST99 is not in this case. Type [[ and a few words"),
        ("x" * 1_000_000, "Keep it under 100,000 characters."),
        ("a\x00b", "Remove the invisible NUL character from this text."),
        ("a\ud800b".encode("utf-8", "surrogatepass"), ""),
    ],
    ids=["unknown", "a megabyte", "NUL", "half a character"],
)
def test_what_cannot_be_saved_is_refused_at_its_field_and_kept(lead, session, report, section, text, message):
    url = place(report, section.public_id)
    answer = lead.post_form(url, {"text": text}, status=422 if message else None)
    if not message:
        assert answer.status_code in (303, 422)
        return
    assert any(message in each for each in problems(answer.text))
    assert 'href="#text"' in answer.text
    tree = lxml.html.document_fromstring(answer.text)
    preview = tree.find_class("writing-preview")[0].text_content()
    assert ("It cannot be shown until" in preview) == (len(text) > 1000 or "\x00" in text)
    assert "Nothing is written yet." not in preview
    shown = tree.xpath("//textarea")[0].value or ""
    assert len(shown.strip()) >= len(text) - 1
    session.expire_all()
    assert session.get_one(ReportSection, section.pk).text == "It began in 2019."


def test_a_citation_nobody_knows_is_marked_in_the_preview_and_kept_all_the_same(
    lead, session, report, section
):
    answer = sent_by_script(
        lead, place(report, section.public_id), {"text": "Cites [[ST99]] and [[trace AS7]]."}
    )
    assert "Not in this case: [[ST99]], [[trace AS7]]" in text_of(answer.json["preview"])
    assert "Cites [[ST99]] and [[trace AS7]]." in session.scalars(select(UnsavedText.text)).all()


@pytest.mark.parametrize("where", ["section", "bottom-line", "new-section"])
def test_what_a_text_shows_is_drawn_in_the_preview_as_it_is_typed(lead, report, section, statement, where):
    typed = "## On [[ST1]]\n\n[[trace ST1]]\n\n[[exhibits]]\n\n[[timeline]]\n\n[[picture E1]]"
    to = section.public_id if where == "section" else where
    answer = sent_by_script(lead, place(report, to), {"text": typed})
    [preview, *_] = lxml.html.fragments_fromstring(answer.json["preview"])
    assert preview.xpath("//figure[figcaption='How ST1 reached us.']/div/img/@alt")
    assert preview.xpath("//table[caption='The exhibits of this report']//td[1]/text()") == ["Exhibit 1"]
    said = text_of(answer.json["preview"])
    assert "Cited in the heading above: ST1" in said
    for refused in (
        "[timeline] is not shown: no time is known of anything that the report cites.",
        "[picture E1] is not shown: E1 is no picture.",
    ):
        assert refused in said


def test_nobody_waits_for_the_database_while_a_preview_is_drawn(lead, report, monkeypatch):
    held = []

    def drawn(session, *_, **__):
        held.append((get_session() is session, get_session().in_transaction()))
        return {}

    monkeypatch.setattr(publishing, "asked_for", drawn)
    lead.get_ok(place(report, "new-section"))
    sent_by_script(lead, place(report, "gaps"), {"text": "[[timeline]]"})
    assert held == [(False, False)] * 3


def test_the_workbench_says_what_a_text_shows_and_leads_to_where_it_is_drawn(
    lead, session, case, report, statement
):
    add(session, case, report, "How we know", "[[trace ST1]]")
    session.commit()
    page = lead.get(at(report)).text
    assert "[trace ST1] The report shows here: how ST1 reached us." in text_of(page)
    drawn = lxml.html.document_fromstring(page).xpath("//p[@class='meta']/a/@href")
    assert drawn == [f"http://localhost{at(report, 'draft', 'html')}"]


def test_a_citation_that_was_withdrawn_offers_what_can_be_done(lead, session, case, report, statement):
    section = add(session, case, report, "Background", "As [[ST1]] says.")
    revisions.withdraw(session, "statement", statement.public_id, "A mistake.", by=case[1], now=NOW)
    session.commit()
    restore = f"/cases/EMB/statements/{statement.public_id}/restore"
    for page in (at(report), place(report, section.public_id)):
        shown = lead.get_ok(page).text
        assert "A mistake." in shown
        assert restore in shown
    # A slip is mended without deciding that first; citing it anew is not possible.
    lead.post_form(place(report, section.public_id), {"text": "As [[ST1]] said."}, status=303)
    answer = lead.post_form(place(report, "gaps"), {"text": "See [[ST1]]."}, status=422)
    assert any("ST1 was withdrawn from the case: A mistake." in each for each in problems(answer.text))
    assert restore in answer.text


def test_why_a_protected_sources_statement_was_withdrawn_is_kept_from_analysts(
    lead, session, blobs, case, login, report
):
    make_source(session, *case, "Zubayda Canaria", is_protected=True, pseudonym="NURSE", descriptor="a nurse")
    session.flush()
    made = make_statement(session, blobs, *case, "They came in the night.", author="SRC1")
    revisions.withdraw(session, "statement", made.public_id, "Zubayda asked us to.", by=case[1], now=NOW)
    analyst = login(make_member(session, *case))
    session.commit()
    answer = analyst.post_form(place(report, "gaps"), {"text": f"[[{made.label}]]"}, status=422)
    assert "was withdrawn from the case" in answer.text
    assert "Zubayda" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1)) ![p](https://evil.example/p.png) <https://evil.example>",
        "> " * 3000 + "deep",
        "[" * 5000,
        "*a **b " * 3000,
        "[[" * 5000,
        "| a |\n|---|\n" + "| <b>x</b> |\n" * 200,
        "- " * 3000 + "deep",
    ],
    ids=["script", "links", "quotes", "brackets", "stars", "mentions", "table", "lists"],
)
def test_hostile_markdown_is_shown_as_it_was_typed(lead, report, section, text):
    answer = sent_by_script(lead, place(report, section.public_id), {"text": text})
    assert answer.status_code == 200
    preview = lxml.html.fromstring(f"<div>{answer.json['preview']}</div>")
    assert not preview.xpath("//script|//img|//b|//@onerror")
    assert all(each.startswith(("http", "#", "/")) for each in preview.xpath("//a/@href"))


def test_a_reader_reads_the_sections_and_writes_nothing(lead, session, case, login, report, section):
    reader = login(make_member(session, *case, CaseRole.READER))
    session.commit()
    page = reader.get_ok(at(report)).text
    assert "It began in 2019." in page
    assert "/write/" not in page
    assert reader.get(place(report, section.public_id)).status_code == 403


def test_a_long_report_costs_no_more_queries(lead, session, case, report, section, statement, count_queries):
    def cost(url):
        with count_queries() as asked:
            lead.get_ok(url)
        return asked.count

    few = cost(at(report)), cost(place(report, section.public_id))
    for number in range(8):
        add(
            session,
            case,
            report,
            f"Part {number}",
            "[[ST1]] and [[timeline]]\n\n[[trace ST1]]\n\n[[picture E1]]",
        )
    session.commit()
    assert (cost(at(report)), cost(place(report, section.public_id))) == few
