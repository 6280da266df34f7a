"""Whatever is sent to a form: a page with a sentence, or a redirect; never a stack trace, and nothing half-written.

What the forms are is read off the pages, so that a new form is attacked by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import lxml.html
import pytest

from tests import factories as make
from tests.factories import NOW
from tests.functional.strict_client import check_page
from tests.functional.world import Browser, World, addresses, open_world
from tracker.domain.review import ReviewState
from tracker.domain.scales import GradeScale
from tracker.services import grades, report_texts, review
from tracker.services.grades import GradeIt

CODES = {302, 303, 400, 403, 404, 409, 413, 422, 429}
SEARCHED_OR_PREVIEWED = {200}
SHOWN_ONCE = {"users.new", "users.reset_password", "sources.reveal"}
"""What was done is on the page that answers: a password, a protected name."""
Pairs = list[tuple[str, str | bytes]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as a page offers it: who sees it, where it is sent, and what stands in its fields."""

    who: str
    endpoint: str
    url: str
    fields: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(name for name, _ in self.fields))

    def with_all(self, odd: str | bytes) -> Pairs:
        """Every field says the same odd thing."""
        return [(name, odd) for name in self.names]

    def with_one(self, odd: str | bytes) -> Iterator[Pairs]:
        """One field at a time is odd and the others are sound: so that what is behind the form is asked, too."""
        for name in self.names:
            yield [pair for pair in self.fields if pair[0] != name] + [(name, odd)]


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        yield world


@pytest.fixture(scope="module")
def more_pages(world) -> list[str]:
    """Pages with forms that the records of the world do not call for."""
    with world.sessions() as session:
        lead = world.people["lead"]
        case = make.find_case(session, "OURS")
        open_hint(world, session, case, lead)
        hidden = make.make_source(
            session, case, lead, "A name", is_protected=True, pseudonym="X", descriptor="a nurse"
        )
        report = make.make_report(session, case, lead)
        for title in ("Background", "What happened"):
            make.make_finding(session, report, lead)
            report_texts.add_section(session, report.public_id, title, "It began.", by=lead, now=NOW)
        review.move(session, report.public_id, ReviewState.IN_REVIEW, None, by=lead, now=NOW)
        apart, unread, waiting = (make.make_statement(session, world.blobs, case, lead) for _ in range(3))
        for statement, graded_by in ((apart, ("lead", "analyst")), (unread, ("both", "analyst"))):
            for name, value in zip(graded_by, ("2", "5"), strict=True):
                command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, "As said.")
                grades.grade(session, command, by=world.people[name], now=NOW)
        fresh = make.make_capture(session, world.blobs, case, lead, "Nobody has read this.", again=True)
        found = [
            f"proposals/{fresh.public_id}",
            f"sources/{hidden.public_id}",
            f"reports/{report.public_id}",
            f"reports/{report.public_id}/review/approve",
            f"reports/{report.public_id}/review/send-back",
            f"grading/settle/credibility/{apart.public_id}",
            f"grading/settle/credibility/{unread.public_id}",
            f"grading/together/statements?item={waiting.label}",
            "repeats/",
        ]
        session.commit()
    return [f"/cases/OURS/{each}" for each in found]


def open_hint(world: World, session, case, lead) -> None:
    """Two items at one address that nobody has compared yet."""
    claim = make.make_assertion(session, case, lead, "It was sent twice").label
    for author in ("A first paper", "A second paper"):
        where = {"author": author, "again": True, "address": "https://example.org/twice"}
        held = make.make_capture(session, world.blobs, case, lead, f"It is so, writes {author}.", **where)
        make.record_chain(session, held, "It is so", author, by=lead, asserts=(claim,))


@pytest.fixture(scope="module")
def forms(world, more_pages) -> list[Sent]:
    """A form of every kind there is, as one of the pages offers it."""
    found: dict[str, Sent] = {}
    matching = world.app.url_map.bind("localhost")
    pages = [address.of(world.ours) for address in addresses(world.app, method="GET")]
    for url in dict.fromkeys([*pages, *more_pages]):
        who = {"/u": "admin", "/l": "anonymous"}.get(url[:2], "lead")
        answer = world.browser(who, fresh=who == "anonymous").get(url)
        if answer.mimetype != "text/html" or not answer.data:
            continue
        for form in lxml.html.document_fromstring(answer.text).forms:
            if form.method == "POST":
                action = form.action if (form.action or "").startswith("/") else url + (form.action or "")
                endpoint, _ = matching.match(urlsplit(action).path, method="POST")
                found.setdefault(endpoint, Sent(who, endpoint, action, tuple(_fields(form))))
    return list(found.values())


def _fields(form) -> Iterator[tuple[str, str]]:
    """What a browser would send, and the fields it would leave out while nothing is chosen in them."""
    filled = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
    yield from filled
    for name in sorted(set(form.inputs.keys()) - {name for name, _ in filled} - {"csrf_token"}):
        yield name, ""


@pytest.fixture(scope="module")
def attack(world, forms) -> Callable[..., list[str]]:  # forms: their records are there by now
    """`attack(form, pairs)` sends that, undoes it, and answers what was wrong with the answer."""
    before = world.snapshot()

    def send(form: Sent, pairs: Pairs, *, url: str = "", **options) -> list[str]:
        browser = world.browser(form.who, fresh=form.endpoint.startswith(("auth", "security")))
        token = [("csrf_token", _token(browser, form))]
        body = options or {
            "data": urlencode([*pairs, *token], errors="surrogatepass"),
            "content_type": "application/x-www-form-urlencoded",
        }
        with world.undone(), world.watched() as written:
            try:
                answer = browser.http.post(url or form.url, buffered=True, **body)
            except Exception as error:  # noqa: BLE001  whatever it is, it would have been a stack trace
                return [f"{form.endpoint} {url or form.url}: {error!r:.300}"]
            wrong = list(_problems(answer))
            done = 300 <= answer.status_code < 400 or form.endpoint in SHOWN_ONCE
            if written and not done and world.snapshot() != before:
                wrong.append("half-written")
        return [f"{form.endpoint} {url or form.url}: {answer.status}: {each}" for each in wrong]

    return send


def _token(browser: Browser, form: Sent) -> str:
    if form.who != "anonymous":
        return browser.token
    return lxml.html.document_fromstring(browser.get(form.url).text).forms[0].fields["csrf_token"]


def _problems(answer) -> Iterator[str]:
    if answer.status_code not in CODES | SEARCHED_OR_PREVIEWED:
        yield "unexpected"
    if 300 <= answer.status_code < 400:
        return
    if answer.mimetype != "text/html":
        yield f"no page but {answer.mimetype}"
        return
    try:
        check_page(answer.text, "")
    except AssertionError as error:
        yield str(error)
    if "Traceback" in answer.text:
        yield "a stack trace"
    said = lxml.html.document_fromstring(answer.text).xpath(
        "//*[@id='error-summary']//li|//main//*[@class='lede']"
    )
    if answer.status_code >= 400 and not "".join(each.text_content() for each in said).strip():
        yield "nothing is said"


ODD: dict[str, str | bytes] = {
    "empty": "",
    "long": "x" * 100_000,
    "NUL": "a\x00b",
    "control": "a\x01\x0b\x1b\x7f\x85\u2028\u202e\ufffeb",
    "surrogate": "a\ud800b",
    "no UTF-8": b"\xff\xfe\x80a",
    "no choice": "no such word",
    "number": "9" * 5000,
    "label": "ST901",
}


def test_every_form_is_attacked(world, forms):
    """A form that no page of the world offers is one that nobody looks at here."""
    posted = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in rule.methods}
    assert posted - {form.endpoint for form in forms} == set()


def test_nothing_at_all_is_answered_in_words(forms, attack):
    wrong = [each for form in forms for each in attack(form, [])]
    wrong += [
        each for form in forms for each in attack(form, [], data=b"\xff", content_type="application/json")
    ]
    assert not wrong


@pytest.mark.parametrize("odd", ODD)
def test_what_every_field_says_is_answered_in_words(forms, attack, odd):
    wrong = [each for form in forms for each in attack(form, form.with_all(ODD[odd]))]
    assert not wrong


@pytest.mark.one_database
def test_what_one_field_says_is_answered_in_words(forms, attack):
    wrong = [each for form in forms for pairs in form.with_one(ODD["label"]) for each in attack(form, pairs)]
    assert not wrong


@pytest.mark.one_database
def test_a_field_that_comes_twice_is_answered_in_words(forms, attack):
    wrong = [
        each
        for form in forms
        for pairs in ([*form.fields, *form.fields], [*form.fields, *form.with_all("second")])
        for each in attack(form, pairs)
    ]
    assert not wrong


def test_records_of_another_case_are_answered_in_words(world, forms, attack):
    wrong = []
    for form in forms:
        for kind in ("source", "statement"):
            wrong += attack(form, form.with_all(world.theirs[kind]))
    assert not wrong


@pytest.mark.parametrize("odd", ODD)
def test_what_an_address_asks_is_answered_in_words(forms, attack, odd):
    wrong = []
    for form in forms:
        asked = urlsplit(form.url)
        for name, _ in parse_qsl(asked.query):
            value = ODD[odd]
            query = urlencode({name: value if len(value) < 2000 else value[:2000]}, errors="surrogatepass")
            wrong += attack(form, list(form.fields), url=f"{asked.path}?{query}")
    assert not wrong


BROKEN = {
    "no end": b'--b\r\nContent-Disposition: form-data; name="reason"\r\n\r\nabc',
    "no name": b"--b\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--b--\r\n",
    "file": b'--b\r\nContent-Disposition: form-data; name="%s"; filename="\xff\x00../x"\r\n'
    b"Content-Type: application/pdf\r\n\r\n\x00\xff\r\n--b--\r\n",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_parts_are_answered_in_words(forms, attack, broken):
    wrong = []
    for form in forms:
        body = BROKEN[broken].replace(b"%s", (form.names or ["file"])[-1].encode())
        wrong += attack(form, [], data=body, content_type="multipart/form-data; boundary=b")
    assert not wrong
