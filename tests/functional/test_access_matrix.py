"""Who may do what at every address: what is not in the table is an error, whoever is denied changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from tests.functional.strict_client import form_for
from tests.functional.world import NOT_OURS, Address, World, addresses, open_world
from tracker.domain.scales import CaseRole
from tracker.services import cases
from tracker.store.models import Assertion, Case, Document, Finding, Report, Source, Statement
from tracker.web.case_pages import now

# Who may do what is decided before any database is asked.
pytestmark = pytest.mark.one_database

ROLES = ("anonymous", "reader", "analyst", "lead", "admin", "stranger")
TABLE = Path(__file__).with_name("routes.txt")
READING = ("GET", "HEAD", "OPTIONS")
DENIED = (302, 401, 403, 404, 405)


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        yield world


def table() -> dict[tuple[str, str], dict[str, int]]:
    """The checked-in table: what each role is answered at each address and method."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, rule, *statuses = re.split(r"\s{2,}", line.strip())
            found[rule, method] = dict(zip(ROLES, map(int, statuses), strict=True))
    return found


def methods_of(address: Address) -> list[str]:
    return sorted(address.rule.methods - {"HEAD", "OPTIONS"})


def once_each(world: World, *methods: str) -> Iterator[tuple[Address, str]]:
    """Every rule with each of its methods, in one of its forms."""
    seen = set()
    for address in addresses(world.app):
        for method in methods_of(address):
            if (address.rule.rule, method) not in seen and (not methods or method in methods):
                seen.add((address.rule.rule, method))
                yield address, method


def test_every_address_stands_in_the_table_and_no_other(world):
    found = {
        (rule.rule, method)
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint not in NOT_OURS
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert sorted(found - set(table())) == [], "decide who may use it, and add it to routes.txt"
    assert sorted(set(table()) - found) == [], "remove from routes.txt what is no longer there"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(world, role):
    expected, wrong, walked = table(), [], set()
    for address in addresses(world.app):
        for method in methods_of(address):
            key = address.rule.rule, method
            if key in walked and role not in ("reader", "lead"):
                continue  # two of the roles walk every form an address can have
            walked.add(key)
            for_session = address.rule.endpoint.startswith("security.")
            browser = world.browser(role, fresh=for_session)
            with world.undone(), world.watched() as writes:
                url = address.of(world.ours)
                send = browser.http.open if role == "anonymous" else browser.send
                answer = send(url, method=method) if role == "anonymous" else browser.send(method, url)
                if answer.status_code != expected.get(key, {}).get(role):
                    wrong.append(f"{method} {address}: {answer.status_code}")
                may_write = (method not in READING and answer.status_code in (200, 303)) or for_session
                if writes and not may_write:
                    wrong.append(f"{method} {address}: {answer.status_code}, and wrote {writes}")
            if for_session:
                world.browser(role, fresh=True)
    assert wrong == []


def test_looking_changes_nothing_whichever_way_one_looks(world):
    before = world.snapshot()
    for address, _ in once_each(world, "GET"):
        with world.watched() as writes:
            head = world.browser("lead").send("HEAD", address.of(world.ours))
        assert not writes, f"{address}: {writes}"
        assert head.data == b"", address
    assert world.snapshot() == before


def test_the_wrong_method_is_refused_for_records_that_exist(world):
    allowed: dict[str, set[str]] = {}
    for address, _ in once_each(world):
        allowed.setdefault(address.of(world.ours), set()).update(address.rule.methods)
    for url, methods in allowed.items():
        for method in {"GET", "POST", "DELETE"} - methods:
            with world.watched() as writes:
                assert world.browser("lead").send(method, url).status_code == 405, f"{method} {url}"
            assert not writes, url


@pytest.mark.parametrize("proof", ["no token", "somebody else's", "another session's", "another site"])
def test_nothing_is_changed_without_proof_that_the_person_meant_it(world, proof):
    token = {
        "no token": None,
        "somebody else's": world.browser("analyst").token,
        "another site": world.browser("lead").token,
    }
    elsewhere = world.browser("lead", fresh=True).token
    browser = world.browser("lead", fresh=True)
    _ = browser.token  # it has one of its own
    headers = {"Origin": "https://evil.example"} if proof == "another site" else {}
    sent = {"csrf_token": token.get(proof, elsewhere)} if proof != "no token" else {}
    if proof == "another site":
        sent = {"csrf_token": browser.token}
    before = world.snapshot()
    for address, method in once_each(world, "POST"):
        for query in ("", "?csrf_token=" + browser.token if proof == "no token" else ""):
            url = address.of(world.ours)
            url += query.replace("?", "&") if "?" in url else query
            with world.watched() as writes:
                answer = browser.http.open(url, method=method, data=sent, headers=headers)
            assert answer.status_code == (403 if proof == "another site" else 400), f"{address}: {proof}"
            assert not writes, f"{address}: {proof}: {writes}"
    assert world.snapshot() == before


def test_somebody_who_is_no_longer_a_member_is_a_stranger_with_the_next_click(world):
    browser = world.browser("analyst")
    assert browser.get(f"/cases/OURS/sources/{world.ours['source']}").status_code == 200
    with world.undone():
        with world.sessions() as session:
            cases.set_member(session, "OURS", "analyst", None, by=world.people["lead"], now=now())
            session.commit()
        assert browser.get(f"/cases/OURS/sources/{world.ours['source']}").status_code == 404
        with world.sessions() as session:
            cases.set_member(session, "OURS", "analyst", CaseRole.READER, by=world.people["lead"], now=now())
            session.commit()
        assert browser.send("POST", "/cases/OURS/assertions/new", {"text": "x"}).status_code == 403
    assert browser.get("/cases/OURS/assertions/new").status_code == 200


CORRECTIONS = [
    (Assertion, "assertion", "/cases/OURS/assertions/{}/correct", "text"),
    (Source, "source", "/cases/OURS/sources/{}/correct", "descriptor"),
    (Document, "document", "/cases/OURS/documents/{}/correct", "note"),
    (Statement, "statement", "/cases/OURS/statements/{}/correct", "gist"),
    (Report, "report", "/cases/OURS/reports/{}/correct", "title"),
    (Case, "case", "/cases/OURS/correct", "title"),
]


@pytest.mark.parametrize(("model", "kind", "url", "changed"), CORRECTIONS, ids=str)
def test_a_form_changes_what_it_offers_and_no_other_column(world, model, kind, url, changed):
    url = url.format(world.ours[kind])
    form = form_for(world.browser("lead").get(url).text, url, url)
    offered = dict(form.form_values())
    columns = [column.key for column in inspect(model).columns]
    smuggled = {name: "999" for name in columns if name not in form.inputs}
    smuggled |= {"is_admin": "y", "role": "lead", "owner_id": "1", "org_id": "1", "pk": "999"}

    def row() -> dict[str, object]:
        query = select(*inspect(model).columns).where(model.public_id == world.ours[kind])
        return dict(world.connection.execute(query).mappings().one())

    with world.undone():
        before = row()
        sent = smuggled | offered | {changed: "Changed by the form", "reason": "A slip."}
        assert world.browser("lead").send("POST", url, sent).status_code == 303
        after = row()
    assert after[changed] == "Changed by the form"
    differing = {name for name in before if str(before[name]) != str(after[name])}
    assert differing == {changed, "version"}


def test_a_finding_changes_in_its_own_columns_only(world):
    url = f"/cases/OURS/reports/{world.ours['report']}/findings/{world.ours['finding']}/correct"
    with world.undone():
        columns = inspect(Finding).columns
        query = select(*columns).where(Finding.public_id == world.ours["finding"])
        before = world.connection.execute(query).one()
        form = form_for(world.browser("lead").get(url).text, url, url)
        sent = {"report_pk": "999", "number": "999", "position": "999", "withdrawn_at": "2020-01-01"}
        sent |= dict(form.form_values()) | {"text": "Changed", "reason": "A slip."}
        assert world.browser("lead").send("POST", url, sent).status_code == 303
        after = world.connection.execute(query).one()
    changed = {column.key for column, one, other in zip(columns, before, after, strict=True) if one != other}
    assert changed == {"text", "version"}
