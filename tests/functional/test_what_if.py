"""“What if this is wrong?”: asked on a page that writes nothing, and applied with a reason."""

from __future__ import annotations

from types import SimpleNamespace

import lxml.html
import pytest
from sqlalchemy import func, select

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
from tracker.domain.scales import CaseRole, SourceLinkKind
from tracker.services import demo, publishing, revisions, sources
from tracker.services.sources import LinkSources, SourceChoice
from tracker.store.models import AuditEvent, Citation, Document, Grade, Source, Statement

EMBASSY = "/cases/EMBASSY/what-if/"
URL = "/cases/WI/what-if/"


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def words(found):
    return " ".join(found.text_content().split())


def verdict(answer):
    return words(tree(answer).xpath("//*[@class='verdict']")[0])


def table(answer):
    """What the table says, by the label of the assertion: chip or nothing, now, then."""
    rows = {}
    for row in tree(answer).xpath("//table[contains(@class, 'what-if-table')]/tbody/tr"):
        label = words(row.xpath("./th//a")[0])
        chips = [words(chip) for chip in row.xpath("./th//*[contains(@class, 'chip')]")]
        rows[label] = (*chips, *(words(cell) for cell in row.xpath("./td")))
    return rows


def section(answer, id_):
    return words(tree(answer).xpath(f"//section[@aria-labelledby='{id_}']")[0])


# The embassy


@pytest.fixture
def embassy(session, blobs, login):
    demo.fill(session, blobs, now=NOW)
    session.flush()
    named = {row.name: row.label for row in session.scalars(select(Source))}
    return SimpleNamespace(
        client=login(viewer_again(session, "analyst")),
        label=lambda begin: next(label for name, label in named.items() if name.startswith(begin)),
    )


def ask(embassy, *labels, url=EMBASSY):
    return embassy.client.get_ok(url + "?" + "&".join(f"without={label}" for label in labels))


def test_without_the_reporter_the_first_hangs_on_nobody_known(embassy):
    answer = ask(embassy, embassy.label("Layla"))
    assert verdict(answer) == (
        "If Layla Haddad is wrong: one of five assertions loses independent sources; less speaks against one other. Two "
        "conclusions, two findings and version 1 of R1 rest on it."
    )
    chip, now, then = table(answer)["AS1"]
    assert chip == "loses independent sources"
    assert now.startswith("At least one, at most two independent sources; hangs on")
    assert then.startswith("Perhaps none, at most one independent source")
    assert "The militia was still at the gate" in words(tree(answer).xpath("//table//tr[2]/th")[0])
    assert "AS4" in section(answer, "drawn")
    assert "F1 of R1" in section(answer, "findings")
    assert "It states AS1, which loses independent sources; it cites" in section(answer, "findings")
    assert "It states AS4, a conclusion from AS1." in section(answer, "findings")
    assert "Version 1 of R1" in section(answer, "versions")
    assert "Nothing has been written." in answer.text


@pytest.mark.parametrize(
    ("source", "label", "then"),
    [
        ("Abu Zayd", "AS1", "Perhaps none, at most one independent source"),
        ("The Tigris", "AS1", "One independent source"),
        ("Daniel Harrow", "AS3", "No independent sources"),
    ],
)
def test_the_golden_numbers_without_each(embassy, source, label, then):
    assert table(ask(embassy, embassy.label(source)))[label][-1].startswith(then)


def test_without_the_repost_nothing_changes(embassy):
    answer = ask(embassy, embassy.label("Baghdad Flash"))
    assert verdict(answer).startswith("If Baghdad Flash is wrong, no assertion loses an independent source.")
    assert table(answer) == {}
    assert "5 assertions do not change" in section(answer, "changes")


def test_the_front_page_asks_about_whoever_carries_most(embassy):
    page = tree(embassy.client.get_ok(EMBASSY))
    first = page.xpath("//section[@aria-labelledby='hinges']//li//a")[0]
    assert words(first).startswith("What if ")
    assert embassy.client.get_ok(first.get("href")).status_code == 200


def test_a_protected_source_is_called_by_its_pseudonym(embassy, session, login):
    protected = session.scalars(select(Source).where(Source.is_protected)).one()
    for who in ("analyst", "second"):
        client = login(viewer_again(session, who))
        for url in (EMBASSY, f"{EMBASSY}grade", f"{EMBASSY}withdraw"):
            answer = client.get_ok(f"{url}?without={protected.label}")
            assert protected.name not in answer.text
            assert protected.pseudonym in answer.text
        refused = client.get(EMBASSY, query_string={"without": protected.name})
        assert refused.status_code == 422
        found = client.get(EMBASSY, query_string={"without": protected.pseudonym})
        assert found.headers["Location"].endswith(f"without={protected.label}")


# Choosing


@pytest.fixture
def case(session):
    return make_case(session, make_user(session, "lena"), code="WI")


@pytest.fixture
def client(login, case):
    return login(case[1])


@pytest.fixture
def two(session, blobs, case):
    """Two who saw it, each in a document of their own."""
    claim = make_assertion(session, *case, "The gate was open").label
    seen = {}
    for name in ("Amal", "Basil"):
        page = make_capture(session, blobs, *case, f"{name} saw it.", author=name, title=f"By {name}")
        (said,) = record_chain(session, page, f"{name} saw it.", name, by=case[1], asserts=(claim,))
        seen[name] = SimpleNamespace(page=page, said=said, source=_source(session, name))
    return SimpleNamespace(claim=claim, **seen)


def _source(session, name):
    return session.scalars(select(Source).where(Source.name == name)).one()


def _document(session, page):
    return session.get_one(Document, page.document_pk)


@pytest.mark.parametrize("which", ["source", "document", "capture", "statement"])
def test_every_kind_of_thing_can_be_taken_away(session, client, two, which):
    amal = two.Amal
    thing = {
        "source": amal.source, "document": _document(session, amal.page),
        "capture": amal.page, "statement": amal.said,
    }[which]  # fmt: skip
    answer = client.get_ok(f"{URL}?without={thing.label}")
    begin = {
        "source": "If Amal is wrong", "document": f"Without {thing.label} (“By Amal”)",
        "capture": f"Without {thing.label} (“By Amal”)", "statement": f"If Amal in {thing.label} is wrong",
    }[which]  # fmt: skip
    assert verdict(answer) == f"{begin}: the only assertion loses independent sources."
    assert words(tree(answer).xpath("//h1")[0]) in (
        f"What if {begin.removeprefix('If ')}?", f"What is left {begin[0].lower()}{begin[1:]}?"
    )  # fmt: skip
    assert table(answer)[two.claim][2].startswith("One independent source; hangs on Basil.")
    by_id = client.get_ok(f"{URL}?without={thing.public_id}")
    assert (verdict(by_id), table(by_id)) == (verdict(answer), table(answer))


def test_several_are_taken_away_together_and_put_back_one_by_one(client, two):
    answer = client.get_ok(f"{URL}?without={two.Amal.source.label}&without={two.Basil.page.label}")
    assert verdict(answer).endswith("the only assertion falls altogether.")
    assert table(answer)[two.claim][0] == "falls altogether"
    back = tree(answer).xpath("//a[contains(@class, 'what-if-off')]")
    assert words(back[0]) == "×Leave Amal in the case"
    answer = client.get_ok(back[0].get("href"))
    assert verdict(answer).startswith(f"Without {two.Basil.page.label} ")


@pytest.mark.parametrize("typed", ["Amal", "amal", "SRC1 Amal", " src1 "])
def test_what_is_typed_becomes_an_address_with_labels_only(client, two, typed):
    form = tree(client.get_ok(f"{URL}?without={two.Basil.source.label}")).forms
    found = next(each for each in form if "what-if-form" in each.get("class", ""))
    assert found.method == "GET"
    sent = [value for _, value in found.form_values() if value]
    answer = client.get(URL, query_string={"without": [*sent, typed]})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?without={two.Basil.source.label}&without=SRC1")


def test_another_name_of_a_source_finds_it(session, client, case, two):
    sources.add_alias(session, two.Amal.source.public_id, "@amal", None, by=case[1], now=NOW)
    assert client.get(f"{URL}?without=@Amal").headers["Location"].endswith("?without=SRC1")


@pytest.mark.parametrize("typed", ["SRC99", "D99", "nobody", "AS1", "E999999999", "ST99 He said", "R1"])
def test_what_is_not_there_is_said_at_the_field_and_the_rest_is_answered(client, two, typed):
    answer = client.get(URL, query_string={"without": [two.Amal.source.label, typed]})
    assert answer.status_code == 422
    (problem,) = problems(answer.text)
    assert problem.startswith(f"There is no “{typed}” in this case.")
    assert tree(answer).xpath("//input[@id='without']/@value") == [typed]
    assert verdict(answer).startswith("If Amal is wrong")


def test_what_is_in_another_case_is_not_there(session, blobs, client, case, two):
    other = make_case(session, case[1], code="OTHER")
    for _ in range(3):
        foreign = make_statement(session, blobs, *other)
    for name in (foreign.label, foreign.public_id):
        answer = client.get(URL, query_string={"without": name})
        assert answer.status_code == 422
        assert problems(answer.text)[0].startswith(f"There is no “{name}” in this case.")


def test_two_sources_of_one_name_are_told_apart_by_their_labels(session, client, case, two):
    twin = make_source(session, *case, "Amal")
    answer = client.get(URL, query_string={"without": "Amal"})
    assert answer.status_code == 422
    assert problems(answer.text) == [f"Several sources are called “Amal”: write SRC1 or {twin.label}."]


def test_too_much_at_once_is_refused(client, two):
    answer = client.get(URL, query_string={"without": [f"SRC{n}" for n in range(1, 40)]})
    assert answer.status_code == 400
    assert "At most 30 things can be taken away at once." in answer.text


def test_a_case_with_nothing_in_it_says_what_to_do(client):
    page = tree(client.get_ok(URL))
    assert words(page.xpath("//*[@class='empty-title']")[0]) == "No assertion hangs on one source"


def test_a_duplicate_counts_with_what_it_was_merged_into(session, client, case, two):
    amal, basil = two.Amal.source, two.Basil.source
    sources.merge(session, amal.public_id, basil.label, "one person", by=case[1], now=NOW)
    for source in (amal, basil):
        answer = client.get_ok(f"{URL}?without={source.label}")
        assert verdict(answer) == "If Basil is wrong: the only assertion falls altogether."
    assert "(SRC1 was merged into it)" in client.get(f"{URL}?without={amal.label}").text


def test_whoever_is_the_same_voice_is_offered_too(session, client, case, two):
    to = LinkSources(two.Basil.source.label, SourceLinkKind.SAME_AS)
    sources.link(session, two.Amal.source.public_id, to, by=case[1], now=NOW)
    answer = client.get_ok(f"{URL}?without={two.Amal.source.label}")
    (more,) = tree(answer).xpath("//*[@class='gap-note']//a")
    assert words(more) == "Take Basil away as well"
    assert verdict(client.get_ok(more.get("href"))).endswith("the only assertion falls altogether.")


def test_what_is_withdrawn_already_says_so(session, client, case, two):
    revisions.withdraw(session, "statement", two.Amal.said.public_id, "no", by=case[1], now=NOW)
    answer = client.get_ok(f"{URL}?without={two.Amal.said.label}")
    assert "withdrawn already" in answer.text
    assert verdict(answer).endswith("no assertion loses an independent source.")


def test_suggestions_name_every_kind(client, two):
    found = client.get_ok(f"{URL}suggest?q=amal").json["suggestions"]
    assert [each.split()[0] for each in found] == ["SRC1", "D1", "E1", "ST1"]
    assert client.get_ok(f"{URL}suggest?q=E2 By Basil").json["suggestions"] == ["E2 By Basil"]
    assert len(client.get_ok(f"{URL}suggest").json["suggestions"]) == 8


# No trace


def test_asking_leaves_no_trace(session, client, case, two):
    def stored():
        return [
            session.scalar(select(func.count()).select_from(kind)) for kind in (AuditEvent, Grade, Statement)
        ]

    before = stored()
    for url in ("", "withdraw", "grade", "suggest"):
        assert client.get(f"{URL}{url}?without={two.Amal.source.label}").status_code == 200
    assert stored() == before


def test_a_reader_may_ask_and_not_apply(session, login, case, two):
    client = login(make_member(session, *case, CaseRole.READER))
    page = client.get_ok(f"{URL}?without={two.Amal.source.label}")
    assert "/withdraw?" not in page.text
    assert "/grade?" not in page.text
    for deed in ("withdraw", "grade"):
        assert client.get(f"{URL}{deed}?without={two.Amal.source.label}").status_code == 403


# Applying


def test_a_source_is_graded_with_the_answer_as_the_beginning_of_the_reason(session, client, case, two):
    url = f"{URL}grade?without={two.Amal.source.label}"
    page = tree(client.get_ok(url))
    assert (
        page.xpath("//textarea")[0].text.strip()
        == "If Amal is wrong: the only assertion loses independent sources."
    )
    answer = client.post_form(url, {"value": "E", "topic": "gates"}, status=303)
    assert answer.headers["Location"].endswith(two.Amal.source.public_id)
    (grade,) = session.scalars(select(Grade))
    assert (grade.value, grade.topic, grade.source_pk) == ("E", "gates", two.Amal.source.pk)
    assert grade.reason == "If Amal is wrong: the only assertion loses independent sources."


def test_a_grade_without_a_letter_keeps_what_was_typed(client, two):
    url = f"{URL}grade?without={two.Amal.source.label}"
    answer = client.post_form(url, {"reason": "He was not there."}, status=422)
    assert problems(answer.text) == ["Choose a grade."]
    assert tree(answer).xpath("//textarea")[0].text.strip() == "He was not there."


@pytest.mark.parametrize("query", ["?without=E1", "?without=SRC1&without=SRC2", "?without=SRC99"])
def test_only_one_source_is_graded(client, two, query):
    assert client.get(f"{URL}grade{query}").status_code == 400


def apply(client, *labels, **sent):
    url = f"{URL}withdraw?" + "&".join(f"without={label}" for label in labels)
    return client.post_form(url, {"reason": "It was staged.", **sent})


def test_withdrawing_what_a_source_said_shows_it_first_and_the_assertion_afterwards(
    session, blobs, client, case, two
):
    again = record_chain(session, two.Amal.page, "saw", "Amal", by=case[1])[-1]
    page = client.get_ok(f"{URL}withdraw?without={two.Amal.source.label}")
    assert "Withdrawn: 2 records" in page.text
    assert two.Amal.said.label in section(page, "withdrawn")
    promised = table(page)[two.claim][1]
    assert promised.startswith("One independent source; hangs on Basil.")
    answer = apply(client, two.Amal.source.label)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/sources/{two.Amal.source.public_id}")
    for said in (two.Amal.said, again):
        session.refresh(said)
        assert said.withdrawn_reason == "It was staged."
    session.refresh(two.Amal.source)
    assert not two.Amal.source.is_withdrawn
    events = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(3)).all()
    assert events == ["what it said was withdrawn", "statement withdrawn", "statement withdrawn"]
    assert "One independent source; hangs on Basil." in client.get_ok("/cases/WI/assertions/").text
    revisions.restore(session, "statement", two.Amal.said.public_id, "it was not", by=case[1], now=NOW)
    assert "Two independent sources" in client.get_ok("/cases/WI/assertions/").text


def test_withdrawing_a_document_takes_with_it_what_stands_nowhere_else(session, client, case, two):
    document = _document(session, two.Amal.page)
    page = client.get_ok(f"{URL}withdraw?without={document.label}")
    assert "Document “By Amal”" in section(page, "withdrawn")
    assert two.Amal.said.label in section(page, "withdrawn")
    assert apply(client, document.label).headers["Location"].endswith(f"/documents/{document.public_id}")
    for record in (document, two.Amal.said):
        session.refresh(record)
        assert record.is_withdrawn
    assert "One independent source; hangs on Basil." in client.get_ok("/cases/WI/assertions/").text


def test_a_withdrawal_needs_a_reason(session, client, two):
    answer = client.post_form(f"{URL}withdraw?without={two.Amal.source.label}", {}, status=422)
    assert problems(answer.text) == ["Say why this is withdrawn."]
    session.refresh(two.Amal.said)
    assert not two.Amal.said.is_withdrawn


def test_what_changed_meanwhile_is_shown_before_anything_is_withdrawn(session, client, case, two):
    url = f"{URL}withdraw?without={two.Amal.source.label}"
    answer = client.post_form(url, {"reason": "It was staged."}, extra={"seal": "ST9"}, status=409)
    assert problems(answer.text)[0].startswith("Somebody changed the case meanwhile")
    assert tree(answer).xpath("//textarea")[0].text.strip() == "It was staged."
    session.refresh(two.Amal.said)
    assert not two.Amal.said.is_withdrawn
    shown = tree(answer).xpath("//input[@name='seal']/@value")
    assert shown == [two.Amal.said.label]  # seen now, so that confirming again is meant
    assert client.post_form(url, {"reason": "Staged."}, extra={"seal": shown[0]}).status_code == 303


def test_nothing_is_left_to_withdraw_twice(session, client, case, two):
    assert apply(client, two.Amal.source.label).status_code == 303
    answer = client.get_ok(f"{URL}withdraw?without={two.Amal.source.label}")
    assert "There is nothing to withdraw" in answer.text


@pytest.mark.parametrize("deed", ["withdraw", "grade"])
def test_applying_asks_first_what(client, two, deed):
    assert client.get(f"{URL}{deed}").headers["Location"] == URL


def test_where_withdrawing_leaves_more_than_the_question_the_page_says_so(session, blobs, client, case, two):
    handed = make_capture(
        session, blobs, *case, "A log.", author="Clerk", obtained_from=SourceChoice("Amal"), title="Log"
    )
    record_chain(session, handed, "A log.", "Clerk", by=case[1], asserts=("It was logged",))
    page = client.get_ok(f"{URL}withdraw?without={two.Amal.source.label}")
    assert "More is left than under “what if”." in page.text
    assert "ST3 only came through these hands, and stays." in page.text
    assert table(page)["AS2"][0] == table(page)["AS2"][1]  # the log was only handed over by him


def test_the_reason_is_not_to_name_a_protected_source(session, blobs, client, case):
    hidden = make_source(
        session, *case, "Jane Q. Canary", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    page = make_capture(session, blobs, *case, "So it is.", author=SourceChoice(hidden.label))
    record_chain(session, page, "So it is.", SourceChoice(hidden.label), by=case[1])
    url = f"{URL}withdraw?without={hidden.label}"
    assert "do not name a protected source" in client.get_ok(url).text
    assert apply(client, hidden.label).status_code == 303
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert (event.object_kind, event.reason) == ("source", None)


def test_a_reason_is_kept_when_a_colleague_was_faster(session, client, two):
    """Two people confirm at once: the second is told, and nothing is done twice."""
    url = f"{URL}withdraw?without={two.Amal.source.label}"
    assert apply(client, two.Amal.source.label).status_code == 303
    answer = client.http.post(
        url,
        data={"csrf_token": _token(client), "seal": two.Amal.said.label, "reason": "Staged."},
    )
    assert answer.status_code == 409


def _token(client):
    return tree(client.get("/account/password")).xpath("//input[@name='csrf_token']/@value")[0]


# Published versions


def test_a_version_rests_on_what_its_findings_cited_when_it_was_published(session, client, case, two):
    report = make_report(session, *case)
    make_finding(session, report, case[1], "It was open.", cites=(two.Amal.said,))
    publishing.publish(session, report.public_id, "Short.", by=case[1], now=NOW)
    later = NOW.replace(year=2021)
    citation = session.scalars(select(Citation)).one()
    revisions.withdraw(session, "citation", citation.public_id, "no", by=case[1], now=later)
    publishing.publish(session, report.public_id, "Short.", by=case[1], now=later.replace(month=3))
    stated = make_finding(session, report, case[1], "It was.", assertion=two.claim)
    stated.recorded_at = later.replace(month=6)
    session.flush()
    answer = client.get_ok(f"{URL}?without={two.Amal.source.label}")
    assert "F2 of R1" in section(answer, "findings")
    assert "F1 of R1" not in section(answer, "findings")
    assert "Version 1 of R1" in section(answer, "versions")
    assert "Version 2 of R1" not in section(answer, "versions")
    (link,) = tree(answer).xpath("//section[@aria-labelledby='versions']//li//a/@href")
    assert client.get(link).status_code == 200
    assert verdict(answer).endswith("One finding and version 1 of R1 rest on it.")
