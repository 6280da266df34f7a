"""Whatever a text holds, a page shows it as text: nothing in it runs, loads, styles or breaks anything."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import lxml.etree
import lxml.html
import pytest
from sqlalchemy import select, text

from tests import factories as make
from tests.exporters.word_templates import letterhead
from tests.factories import NOW
from tests.functional.world import World, addresses, open_world
from tracker.domain.errors import DomainError
from tracker.domain.passages import PassageKind
from tracker.domain.review import CheckItem, ReviewState
from tracker.domain.scales import (
    AssetKind,
    Basis,
    CaptureMethod,
    DocumentKind,
    GradeScale,
    Language,
    LikelihoodRow,
    Paper,
)
from tracker.exporters import EXPORTERS
from tracker.importers import Extraction
from tracker.importers.extraction import Modality
from tracker.services import (
    assertions,
    documents,
    finding_checks,
    grades,
    publishing,
    report_files,
    review,
    revisions,
    sources,
    statements,
    unsaved,
)
from tracker.services.assertions import AssertionContent
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.finding_checks import Tick
from tracker.services.grades import GradeIt
from tracker.services.passages import Selection
from tracker.services.report_files import NewFile, ReportSettings
from tracker.services.sources import SourceChoice, SourceContent
from tracker.services.statements import Content, Hop, RecordStatement
from tracker.store.base import Base
from tracker.store.models import Assertion
from tracker.store.types import PlainText

PAYLOAD = (
    "<script>window.__xss=1</script><img src=x onerror=alert(1)><svg/onload=alert(2)>\"'><a href=javascript:alert(3)>"
    "</textarea></title></style></option>--><!-- {{7777*7777}} ${7777*7777} {%raw%} #{7777*7777} <%= 7777*7777 %>"
    ' ![p](//evil.example/x.png) [l](javascript:alert(4)) `code` $x$ \\input{/etc/passwd} #read("/etc/passwd")'
    " &lt;b&gt; \u202egnp.exe\u202c \u2066\U0001f480\u2069 e\u0301 \x01\x0b\ufffe =1+1"
)  # fmt: skip
EVALUATED = "60481729"
# Not anybody's words: codes, hashes, words of the scales, dates, and JSON that is made of the others.
NOT_TYPED = {
    "case_file": {"code", "zone"},
    "user_account": {"username", "password", "fs_uniquifier"},
    "capture": {"sha256", "media_type", "modality", "extractor"},
    "revision": {"kind", "content"},
    "audit_event": {"action", "object_kind", "object_id", "body"},
    "report_version": {"content", "sha256"},
    "version_file": {"format", "sha256"},
    "case_asset": {"sha256"},
    "review_step": {"content", "digest"},
    "finding_check": {"digest"},
    "set_aside_remark": {"digest", "place"},
    "unsaved_text": {"place"},
    "grade": {"value"},
}
ADDED_ONLY = ("audit_event", "grade", "report_version", "revision")
NOT_SHOWN = {
    "source.pseudonym",  # of a protected source only
    "passage.prefix",  # what stands around a passage is shown from the text itself
    "passage.suffix",
    "confirmed_verdict.withdrawn_reason",  # stands in the history alone
    "case_asset.withdrawn_reason",  # the same
    "set_aside_remark.withdrawn_reason",  # the same
    "looked_at_change.withdrawn_reason",  # the same
    "proposal.withdrawn_reason",  # said by the tracker itself, and what is withdrawn is not there any more
    "proposal_decision.withdrawn_reason",  # the same
}
UNSAVED_AT = "bottom-line"
AROUND = ("what-would-change", "gaps", "method", "standard-of-proof")
# Markdown that analysts write, in which code may be code; everywhere else it is text.
WRITTEN = {
    "report.bottom_line",
    "report.what_would_change",
    "report.gaps",
    "report.method",
    "report.standard_of_proof",
    "report_section.text",
}
ALLOWED_ADDRESS = re.compile(r"(/(?![/\\])|#|\?|https?://)|$")
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "{http://www.w3.org/1999/xlink}href")
NEVER = ("iframe", "object", "embed", "base", "style", "frame", "applet", "math", "template", "portal")


def typed_columns() -> list[tuple[str, str]]:
    """Every column that holds what somebody typed, whatever tables there are."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, PlainText)
        and column.name not in NOT_TYPED.get(table.name, set())
        and not column.name.endswith(("_edtf", "_zone"))
    ]


def marker(table: str, column: str) -> str:
    return f"«{table}.{column}»"


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        with world.sessions() as session:
            world.sibling = world.ours | picture(world, session)
            only_added(world, session)
            reviewed(world, session)
            session.commit()
        for table, column in typed_columns():
            if table in ADDED_ONLY:
                continue
            kept = f"{column} || " if (table, column) == ("capture", "text") else ""
            world.connection.execute(
                text(f"UPDATE {table} SET {column} = {kept} :payload"),
                {"payload": marker(table, column) + PAYLOAD},
            )
        yield world


def only_added(world: World, session) -> None:
    """What is stored once and for all, through the services."""
    lead, ours = world.people["lead"], world.ours
    typed = {column: marker("grade", column) + PAYLOAD for column in ("reason", "topic", "access")}
    why = marker("grade", "override_reason") + PAYLOAD
    for scale, kind, value in (("reliability", "source", "B"), ("credibility", "statement", "1")):
        of_one_claim = {"topic": None, "access": None, "assertion": "AS1", "override_reason": why}
        more = {} if kind == "source" else of_one_claim
        grade = GradeIt(GradeScale(scale), ours[kind], value, **typed | more)
        for analyst in (lead, world.people["analyst"]):  # two of them: a difference that can be settled
            grades.grade(session, grade, by=analyst, now=NOW)
    why = marker("audit_event", "reason") + PAYLOAD
    revisions.withdraw(session, "statement", ours["statement"], why, by=lead, now=NOW)
    revisions.restore(session, "statement", ours["statement"], why, by=lead, now=NOW)
    why = marker("revision", "reason") + PAYLOAD
    content = AssertionContent("They all left")
    assertions.correct(session, ours["assertion"], content, version=None, reason=why, by=lead, now=NOW)
    note = marker("report_version", "note") + PAYLOAD
    publishing.publish(session, ours["report"], note, by=lead, now=NOW)


def reviewed(world: World, session) -> None:
    """The report is in review with a checked finding, an unsaved text and a template of the case."""
    lead, report = world.people["lead"], world.ours["report"]
    template = {AssetKind.WORD_TEMPLATE: NewFile("Letter.docx", letterhead())}
    settings = ReportSettings(Paper.A4, Language.ENGLISH, LikelihoodRow.TERM, template)
    told = {"version": None, "reason": None, "by": lead, "now": NOW}
    report_files.change(session, world.blobs, world.ours["case"], settings, **told)
    ticks = [Tick("F1", CheckItem.ORIGIN, is_met=True, note="Asked.")]
    finding_checks.tick(session, report, ticks, by=lead, now=NOW)
    typed, saved = {"text": "Not saved yet."}, {"text": None}
    unsaved.keep(session, report, UNSAVED_AT, typed, saved=saved, version=1, by=lead, now=NOW)
    review.move(session, report, ReviewState.IN_REVIEW, "Read it.", by=lead, now=NOW)


def picture(world: World, session) -> dict[str, str]:
    """A captured picture, with a statement in a box of it."""
    lead = world.people["lead"]
    read = Extraction("image/png", Modality.IMAGE, "", "none", width=100, height=100)
    content = DocumentContent("A picture", DocumentKind.PHOTOGRAPH, author=SourceChoice("A witness"))
    data = Bytes(b"\x89PNG", "x.png", CaptureMethod.UPLOADED)
    held = documents.capture(session, world.blobs, "OURS", content, data, by=lead, now=NOW, extraction=read)
    box = Selection(PassageKind.REGION, x=0, y=0, width=10, height=10)
    hops = (Hop(SourceChoice("A witness")),)
    command = RecordStatement(held.public_id, box, hops, Content("A gate is seen.", Basis.OBSERVED))
    made = statements.record(session, command, by=lead, now=NOW)
    return {"capture": held.public_id, "statement": made[-1].public_id}


def test_every_typed_column_is_filled(world):
    for table, column in typed_columns():
        held = f"SELECT count(*) FROM {table} WHERE {column} LIKE '%onerror%'"
        assert world.connection.scalar(text(held)), f"{table}.{column}"


def test_every_page_shows_it_as_text(world):
    seen: set[str] = set()
    for address in addresses(world.app, method="GET"):
        records = [world.ours]
        if "capture" in str(address) or "statements" in str(address):
            records.append(world.sibling)
        for each in records:
            url = address.of(each)
            if each is world.sibling:
                url = url.replace("?start=0&end=23", "?x=0&y=0&width=9&height=9")
            who = "admin" if url.startswith("/users") else "lead"
            answer = world.browser(who, fresh=url.startswith("/login")).get(url)
            assert answer.status_code in (200, 302, 404), url
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], url
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            if answer.mimetype == "text/html" and answer.status_code == 200:
                seen |= shown_in(answer.text, url)
            elif answer.mimetype == "image/svg+xml":
                check_picture(answer.data)
            elif answer.status_code == 200:
                assert answer.mimetype != "text/xml", url
    for asked in (UNSAVED_AT, f"{UNSAVED_AT}?unsaved=1", *AROUND):
        url = f"/cases/OURS/reports/{world.ours['report']}/write/{asked}"
        seen |= shown_in(world.browser("lead").get(url).text, url)
    with world.undone():
        for table in ("source", "document"):
            world.connection.execute(text(f"UPDATE {table} SET withdrawn_at = recorded_at"))
            url = f"/cases/OURS/{table}s/{world.ours[table]}"
            seen |= shown_in(world.browser("lead").get(url).text, url)
        for table in ("source_alias", "source_link"):
            world.connection.execute(text(f"UPDATE {table} SET withdrawn_at = recorded_at"))
        url = f"/cases/OURS/sources/{world.ours['source']}"
        seen |= shown_in(world.browser("lead").get(url).text, url)
        world.connection.execute(text("UPDATE resolution SET withdrawn_at = recorded_at"))
        url = "/cases/OURS/resolutions/?withdrawn=only"
        seen |= shown_in(world.browser("lead").get(url).text, url)
    missing = {f"{table}.{column}" for table, column in typed_columns()} - NOT_SHOWN - seen
    assert not missing, "shown by no page; or add it to NOT_SHOWN and say why"


def shown_in(html: str, url: str) -> set[str]:
    """The columns whose whole text stands on a page as text; anything in it that is more than text fails."""
    assert EVALUATED not in html, f"{url}: a template ran what was typed"
    tree = lxml.html.document_fromstring(html)
    check(tree, url)
    told = [*tree.xpath("//body//text()"), *tree.xpath("//@value"), *tree.xpath("//title/text()")]
    whole = plain("\n".join(["".join(tree.itertext()), *told]))
    found = set(re.findall(r"«([a-z_]+\.[a-z_]+)»" + re.escape(plain(PAYLOAD)), whole))
    for part in ("script>window.__xss", "svg/onload"):
        assert f"<{part}" in whole or "«" not in whole or not found, url
    return found


def check(tree, url: str) -> None:
    for element in tree.iter(lxml.etree.Element):
        assert element.tag not in NEVER, f"{url}: <{element.tag}>"
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), f"{url}: <{element.tag} {name}>"
            assert name != "style" or not value, f"{url}: style={value[:60]}"
            if name in ADDRESSES:
                image = element.tag in ("img", "image") and value.startswith("data:image/")
                assert ALLOWED_ADDRESS.match(value) or image, f"{url}: {name}={value[:80]}"
                outside = value.startswith("http") and not value.startswith("http://localhost")
                assert not outside or element.tag == "a", f"{url}: {value[:80]}"
        if element.tag == "script":
            assert (element.get("src") or "").startswith("/static/"), url
            assert not element.text, url
        assert element.tag != "meta" or element.get("http-equiv") is None, url


def plain(shown: str) -> str:
    """A text without what neither parsers nor people see: control characters and runs of white space."""
    return " ".join(re.sub(r"[\x00-\x1f\ufffe\ufffd\u200b]", " ", shown).split())


def check_picture(data: bytes) -> None:
    tree = lxml.etree.fromstring(data)  # well formed whatever the text holds
    for element in tree.iter(lxml.etree.Element):
        assert lxml.etree.QName(element).localname not in ("script", "foreignObject", "image", "use"), data[
            :80
        ]
        assert not [name for name in element.attrib if name.lower().startswith("on")]
    assert "window.__xss" in "".join(tree.itertext()).replace("\u200b", "")


def columns_with_code(told: str) -> set[str]:
    """The columns whose text is code somewhere in a Markdown file; "" for what stands before the first."""
    parts = re.split(r"«([^»]+)»", told)
    of_each = zip(["", *parts[1::2]], parts[::2], strict=True)
    return {column.replace("\\", "") for column, rest in of_each if re.search(r"(?<!\\)`code`", rest)}


@pytest.mark.parametrize("suffix", sorted(EXPORTERS))
def test_every_file_that_leaves_holds_it_as_text(world, suffix):
    answer = world.browser("reader").get(f"/cases/OURS/reports/{world.ours['report']}/draft/{suffix}")
    assert answer.status_code == 200
    assert "\n" not in answer.headers["Content-Disposition"]
    if suffix in ("html", "check-html"):
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "sandbox" in policy or answer.headers["Content-Disposition"].startswith("attachment")
        tree = lxml.html.document_fromstring(answer.data)
        for own in (*tree.xpath("//style"), *tree.xpath("//meta[@http-equiv]")):
            own.drop_tree()
        check(tree, suffix)
        told = tree.text_content()
    elif suffix in ("docx", "odt", "check-xlsx"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            trees = [
                lxml.etree.fromstring(parts.read(name))
                for name in parts.namelist()
                if name.endswith(("xml", "rels"))
            ]
        assert not [target for tree in trees for target in tree.xpath("//@Target") if "evil" in target]
        assert not [
            target for tree in trees for target in tree.xpath("//@Target") if "javascript" in target.lower()
        ]
        links = [str(link) for tree in trees for link in tree.xpath("//@*[local-name()='href']")]
        assert not [link for link in links if not link.startswith(("#", "http", "Pictures/", "urn:"))]
        told = "".join(" ".join(tree.itertext()) for tree in trees)
    elif suffix == "pdf":
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(answer.data))
        for page in reader.pages:
            for link in page.get("/Annots") or []:
                action = link.get_object().get("/A", {})
                assert not str(action.get("/URI", "")).startswith(("javascript", "//evil"))
                assert action.get("/S") in (None, "/URI", "/GoTo")
        told = "".join(page.extract_text() for page in reader.pages)
    elif suffix != "md":  # data, which nothing renders
        told = answer.data.decode()
    else:
        told = answer.data.decode()
        assert not re.search(r"(?<!\\)<(script|img|svg|a\b|/textarea)", told)
        assert not re.search(r"(?<!\\)!\[p\]|(?<!\\)\[l\]\(", told)
        assert columns_with_code(told) <= WRITTEN
    assert EVALUATED not in told
    assert "root:x:0" not in told
    assert "window." in told.replace("\u200b", "").replace("\\", "").replace("\n", "")


def test_a_file_name_is_a_name_and_no_header(world):
    with world.undone():
        name = 'x\r\nSet-Cookie: evil=1\r\n\r\n<script>"; filename="y.html'
        world.connection.execute(text("UPDATE capture SET file_name = :name"), {"name": name})
        answer = world.browser("lead").get(f"/cases/OURS/captures/{world.ours['capture']}/bytes")
        assert world.browser("lead").get(f"/cases/OURS/captures/{world.ours['capture']}").status_code == 200
    assert answer.status_code == 200
    assert "evil" not in str(answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.mimetype == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


QUERIES = (
    "q",
    "page",
    "sort",
    "before",
    "source",
    "assertion",
    "basis",
    "withdrawn",
    "kind",
    "topic",
    "text",
    "zone",
)
PLACES = ("start", "end", "exact", "x", "y", "width", "height", "begin", "words")
NUMBER = "9" * 40
ODD = ("\x00", NUMBER, "-1", "%_\\", "'\"--", PAYLOAD, "\u0664", "x" * 3000, "..")


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_question_breaks_a_page(world, odd):
    asked = ("index", "suggest", "record", "read", "cite", "echo", "grades.new", "login")
    for address in addresses(world.app, method="GET"):
        if not address.rule.endpoint.endswith(asked):
            continue
        url = address.of(world.ours).partition("?")[0]
        alone = [(name,) for name in QUERIES] if odd == NUMBER and url.endswith("s/") else []
        together = (QUERIES, PLACES) if "record" in url else (QUERIES + PLACES,)
        for names in (*together, *alone):
            browser = world.browser("lead", fresh=url == "/login")
            answer = browser.http.get(url, query_string=dict.fromkeys(names, odd), buffered=True)
            assert answer.status_code < 500, url
            assert "<script>window" not in answer.text or answer.mimetype == "application/json", url
    for end in ("9" * 40, "0", "-1"):
        url = f"/cases/OURS/reports/{world.ours['report']}/versions/{end}/md"
        assert world.browser("lead").get(url).status_code == 404


NOT_OFFERED = {
    "grading.together",  # nothing is left to grade for the lead
    "reports.set_aside",  # the words it is about were overwritten; taking it back takes the same form
    "reports.ask_for_review",  # it was asked for; approving and sending back take the same form
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its page offers it: who fills it in where, what stands in it, and where text is typed."""

    who: str
    url: str
    filled: dict[str, str]
    typed: list[str]


@pytest.fixture(scope="module")
def forms(world) -> list[Form]:
    found = []
    for address in addresses(world.app, method="GET"):
        if "POST" not in address.rule.methods or address.rule.endpoint.startswith(("security", "auth")):
            continue
        url = address.of(world.ours)
        who = "admin" if url.startswith("/users") else "lead"
        page = lxml.html.document_fromstring(world.browser(who).get(url).text)
        offered = [
            each for each in page.forms if each.method == "POST" and "logout" not in (each.action or "")
        ]
        if not offered:
            assert address.rule.endpoint in NOT_OFFERED, url
            continue
        form = offered[0]
        typed = [each.name for each in form.xpath(".//input[not(@type) or @type='text']|.//textarea")]
        if "restore" not in address.parts.values():
            found.append(Form(who, url, dict(form.form_values()), typed))
    return found


@pytest.mark.parametrize("odd", ["\x00", NUMBER, "x" * 100_000, PAYLOAD], ids=lambda odd: ascii(odd[:8]))
def test_no_form_is_broken_by_what_is_typed(world, forms, odd):
    assert len(forms) > 30
    for form in forms:
        with world.undone():
            answer = world.browser(form.who).send(
                "POST", form.url, form.filled | dict.fromkeys(form.typed, odd)
            )
        assert answer.status_code in (200, 303, 409, 422), f"{form.url}: {answer.status}"
        if odd == "\x00" and form.typed:
            assert answer.status_code == 422, form.url
        if answer.status_code != 303:
            check(lxml.html.document_fromstring(answer.text), form.url)


class TestServices:
    """What reaches the services past the forms: from the command line, from files."""

    @pytest.mark.parametrize(
        "kept",
        [PAYLOAD, "\U0001f480", "e\u0301 é", "\u202eabc", "x" * 100_000, "ﷺ"],
        ids=lambda odd: ascii(odd[:8]),
    )
    def test_what_can_be_stored_is_stored_to_the_last_character(self, world, kept):
        with world.undone(), world.sessions() as session:
            made = assertions.add(
                session, "OURS", AssertionContent(kept, note=kept), by=world.people["lead"], now=NOW
            )
            session.commit()
            session.expire_all()
            row = session.execute(select(Assertion.text, Assertion.note).where(Assertion.pk == made.pk)).one()
        assert row == (kept.strip(), kept)

    @pytest.mark.parametrize("refused", ["a\x00b", "a\ud800b", "\udcff"], ids=ascii)
    def test_what_cannot_be_stored_is_refused_in_words(self, world, refused):
        lead = world.people["lead"]
        with world.undone(), world.sessions() as session:
            case = make.find_case(session, "OURS")
            for deed in (
                lambda: assertions.add(session, "OURS", AssertionContent(refused), by=lead, now=NOW),
                lambda: sources.add(session, "OURS", SourceContent(refused, "person"), by=lead, now=NOW),
                lambda: sources.choose(
                    session, case.pk, SourceChoice(refused), field="author", by=lead, now=NOW
                ),
                lambda: make.make_capture(session, world.blobs, case, lead, text="A text.", title=refused),
                lambda: make.make_report(session, case, lead, "R", gaps=refused),
            ):
                with pytest.raises(DomainError, match=r"Remove the|cannot be stored"), session.begin_nested():
                    deed()
