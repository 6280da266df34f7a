"""Ids that do not belong there: another case's, another record's, of another kind, of nobody, of no form at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import lxml.html
import pytest
from sqlalchemy import select

from tests.functional.strict_client import problems
from tests.functional.world import TABLE_OF, Address, Id, Records, World, addresses, label_of, open_world
from tracker.domain.ids import new_public_id
from tracker.store.models import Assertion, Document, Source, Statement

pytestmark = pytest.mark.one_database

MALFORMED = ("x", "0" * 25 + "u", "\x00" * 26, "é" * 26, "7" * 300, "-1", "' OR 1=1 --")
SENT = {"reason": "Because.", "version": "1", "text": "x", "active": "no"}
OTHER_KINDS = 2


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        yield world


def with_ids(world: World) -> list[Address]:
    """Every address that names a record, once whatever is to be done to it."""
    found = {}
    for address in addresses(world.app):
        kinds = tuple(part.kind for part in address.parts.values() if isinstance(part, Id))
        if set(kinds) - {"code"}:
            found.setdefault((address.rule.rule, address.parts.get("part"), kinds), address)
    return list(found.values())


def refused(world: World, who: str, address: Address, url: str) -> Iterator[str]:
    """What is wrong with the answers to that address, for every method it has."""
    for method in sorted(address.rule.methods - {"HEAD", "OPTIONS"}):
        with world.watched() as writes:
            answer = world.browser(who).send(method, url, SENT)
        if answer.status_code != 404 or writes:
            yield f"{method} {url}: {answer.status_code} {writes}"


def test_a_record_is_found_only_in_its_own_case_and_below_the_record_it_belongs_to(world):
    sets: list[Records] = [world.ours, world.sibling, world.theirs]
    before, wrong, mixes = world.snapshot(), [], 0
    for address in with_ids(world):
        ids = [name for name in address.ids if name != "code"]
        sound = {tuple(each[address.parts[name].kind] for name in address.ids) for each in sets}
        for code, *chosen in product(("OURS", "THEIRS"), *[sets for _ in ids]):
            if "code" not in address.parts or (code == "THEIRS" and world.sibling in chosen):
                continue  # a sibling there is as foreign as ours
            named = {name: each[address.parts[name].kind] for name, each in zip(ids, chosen, strict=True)}
            if tuple(({"code": code} | named)[name] for name in address.ids) not in sound:
                mixes += 1
                wrong += refused(world, "both", address, address.of(world.ours, code=code, **named))
    assert wrong == []
    assert mixes > 200
    assert world.snapshot() == before


def test_whoever_may_see_both_cases_finds_each_record_where_it_is(world):
    for turn, address in enumerate(with_ids(world)):
        if "GET" in address.rule.methods and "code" in address.parts:
            records = (world.theirs, world.sibling)[turn % 2]
            assert world.browser("both").get(address.of(records)).status_code == 200, address


def test_an_id_of_another_kind_is_the_id_of_nothing(world):
    wrong, turn = [], 0
    for address in with_ids(world):
        for name in (each for each in address.ids if each != "code"):
            own = TABLE_OF.get(address.parts[name].kind, address.parts[name].kind)
            kinds = sorted(kind for kind in world.ours if TABLE_OF.get(kind, kind) not in ("code", own))
            for _ in range(OTHER_KINDS):  # in turn, so that all of them come up all over the application
                turn += 1
                other = world.ours[kinds[turn % len(kinds)]]
                who = "both" if "code" in address.parts else "admin"
                wrong += list(refused(world, who, address, address.of(world.ours, **{name: other})))[:1]
    assert wrong == []


def test_an_id_of_nobody_and_what_is_no_id_at_all_are_not_found(world):
    wrong = []
    for turn, address in enumerate(with_ids(world)):
        for name in (each for each in address.ids if each != "code"):
            own = world.ours[address.parts[name].kind]
            for value in (new_public_id(), (own.upper(), *MALFORMED)[turn % (len(MALFORMED) + 1)]):
                who = "both" if "code" in address.parts else "admin"
                wrong += refused(world, who, address, address.of(world.ours, **{name: value}))
    assert wrong == []


def test_nobody_learns_from_the_answer_that_a_record_exists_elsewhere(world):
    for address in with_ids(world):
        if "code" not in address.parts:
            continue
        for name in address.ids:
            nowhere = "NOWHERE" if name == "code" else new_public_id()
            foreign = world.theirs[address.parts[name].kind]
            method = "GET" if "GET" in address.rule.methods else "POST"
            answers = [
                world.browser("lead").send(method, address.of(world.ours, **{name: value}), SENT)
                for value in (foreign, nowhere)
            ]
            assert [answer.status_code for answer in answers] == [404, 404], address
            one, other = (re.sub(r'value="[\w.-]{60,}"', "", answer.text) for answer in answers)
            assert one == other, f"{method} {address}"


@pytest.mark.parametrize(
    "code", ["OURS\x00", "\x00", "..", "%", "_____", "OURS ", "O" * 5000, "OURS'--", "ＯＵＲＳ"]
)
def test_a_code_that_is_none_is_not_found(world, code):
    rule = next(rule for rule in world.app.url_map.iter_rules() if rule.endpoint == "case.index")
    answer = world.browser("lead").get(Address(rule, {"code": Id("code")}).of(world.ours, code=code))
    assert answer.status_code in (400, 404)


def test_another_statement_is_not_taken_back_with_the_undo_of_a_capture(world):
    for other in (world.sibling, world.theirs):
        url = f"/cases/OURS/captures/{world.ours['capture']}/undo?statement={other['statement']}"
        for mixed in (url, f"{url}&statement={world.ours['statement']}"):
            with world.watched() as writes:
                assert world.browser("both").send("POST", mixed, SENT).status_code == 404
            assert not writes


def test_a_passage_of_another_capture_is_not_shown_in_this_one(world):
    for other in (world.sibling, world.theirs):
        url = f"/cases/OURS/captures/{world.ours['capture']}?passage={other['passage']}"
        assert world.browser("both").get(url).status_code == 404


def test_what_was_read_for_one_case_is_not_saved_in_another_nor_by_another_person(world):
    both = world.browser("both")
    page = both.send("POST", "/cases/THEIRS/documents/new", {"text": "Something secret was pasted."})
    note = lxml.html.document_fromstring(page.text).xpath("//input[@name='staged']/@value")[0]
    data = {
        "staged": note,
        "title": "T",
        "kind": "article",
        "author_kind": "person",
        "author_certainty": "certain",
    }
    data |= {"publisher_kind": "outlet", "obtained_from_kind": "person"}
    for who, where in (("both", "OURS"), ("stranger", "THEIRS"), ("lead", "OURS")):
        for url in (
            f"/cases/{where}/documents/new",
            f"/cases/OURS/documents/{world.ours['document']}/captures/new",
        ):
            with world.watched() as writes:
                answer = world.browser(who).send("POST", url, data)
            assert answer.status_code in (400, 404, 422), f"{who} {url}"
            assert "secret" not in answer.text
            assert not writes


def places(world: World) -> dict[str, str]:
    ours = world.ours
    statement, report = f"/cases/OURS/statements/{ours['statement']}", f"/cases/OURS/reports/{ours['report']}"
    return {
        "statement": statement,
        "assertion": f"/cases/OURS/assertions/{ours['assertion']}",
        "source": f"/cases/OURS/sources/{ours['source']}",
        "document": f"/cases/OURS/documents/{ours['document']}",
        "capture": f"/cases/OURS/captures/{ours['capture']}",
        "report": report,
        "finding": f"{report}/findings/{ours['finding']}",
        "grade": f"/cases/OURS/grades/credibility/{ours['statement']}",
    }


REPEATS = {"form": "quotes", "certainty": "explicit", "fidelity": "faithful"}
RECORD = {"gist": "They left.", "basis": "observed", "hops-0-source": "A new voice"}
# Which form, which field of it, what it must name, and what else the form needs.
FIELDS = [
    ("{statement}/relay", "parent", Statement, REPEATS),
    ("{statement}/link", "to", Statement, {"kind": "updates", "reason": "Later."}),
    ("{statement}/link", "shared", Assertion, {"kind": "corroborates", "reason": "Both.", "to": "ST1"}),
    ("{statement}/convey", "assertion", Assertion, {"stance": "denies"}),
    ("{statement}/rests-on", "on", Statement, {}),
    ("{statement}/rests-on", "on", Assertion, {}),
    ("{statement}/correct", "source", Source, {"reason": "A slip."}),
    ("{assertion}/link", "to", Assertion, {"kind": "broader", "reason": "So."}),
    ("{source}/links", "to", Source, {"kind": "owned by", "reason": "So."}),
    ("{source}/merge", "into", Source, {"reason": "So."}),
    ("{document}/correct", "author", Source, {"reason": "A slip."}),
    ("{document}/correct", "publisher", Source, {"reason": "A slip."}),
    ("{document}/correct", "obtained_from", Source, {"reason": "A slip."}),
    ("{capture}/record?start=0&end=23", "hops-0-source", Source, RECORD),
    ("{capture}/record?start=0&end=23", "conveys-0-assertion", Assertion, RECORD),
    (
        "{capture}/record?start=0&end=23",
        "rests_on-0-on",
        Statement,
        RECORD | {"basis": "inferred", "verbatim": ""},
    ),
    ("{capture}/record?start=0&end=23", "repeats", Statement, RECORD),
    ("{finding}/cite", "statement", Statement, {"role": "supports"}),
    ("{finding}/correct", "assertion", Assertion, {"reason": "A slip."}),
    ("{report}/findings/new", "assertion", Assertion, {"text": "They left."}),
    ("{grade}", "assertion", Assertion, {"value": "2", "reason": "So."}),
]
# Where something new may be named, the id of a foreign record is a strange name and nothing else.
TAKES_NEW = ("author", "publisher", "obtained_from", "hops-0-source", "shared", "conveys-0-assertion")
KINDS = {Statement: "statement", Assertion: "assertion", Source: "source", Document: "document"}


@pytest.mark.parametrize(("where", "field", "model", "sent"), FIELDS)
def test_a_label_of_another_case_is_an_error_at_its_field(world, where, field, model, sent):
    url = where.format(**places(world))
    with world.sessions() as session:
        label = label_of(session, model, world.theirs[KINDS[model]])
    by_id = [] if field in TAKES_NEW or where.endswith("/convey") else [world.theirs[KINDS[model]]]
    shown = lxml.html.document_fromstring(world.browser("both").get(url).text)
    form = next(form for form in shown.forms if form.method == "POST" and "logout" not in (form.action or ""))
    assert field in form.inputs, f"{url} has no field {field}"
    for wanted in (label, *by_id, label[:-3] + "99999999"):
        before = world.snapshot()
        with world.undone():
            answer = world.browser("both").send(
                "POST", url, dict(form.form_values()) | sent | {field: wanted}
            )
            assert answer.status_code == 422, f"{wanted}: {answer.status}"
            assert world.snapshot() == before, f"{wanted}: something was stored"
        page = lxml.html.document_fromstring(answer.text)
        message = page.xpath(f"//*[@id='{field}-error']")
        assert message, f"{wanted}: no error at the field: {problems(answer.text)}"
        assert "in this case" in message[0].text_content() or wanted in message[0].text_content()
        typed = page.xpath(f"//*[@name='{field}']")[0]
        assert typed.tag == "select" or typed.get("type") == "radio" or wanted in (typed.value or ""), (
            "not kept"
        )


def test_labels_of_the_other_case_are_none_of_ours(world):
    """Otherwise the test above would show nothing."""
    with world.sessions() as session:
        for model in (Source, Statement, Assertion, Document):
            theirs = session.scalars(
                select(model.number).where(model.public_id == world.theirs[KINDS[model]])
            ).one()
            assert theirs > 900
