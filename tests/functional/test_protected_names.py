"""A protected source's name is read by whoever may ask for it and asks for it: nowhere else, in no format."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.factories import NOW
from tests.functional.world import World, addresses, open_world
from tracker.domain.errors import DomainError
from tracker.domain.passages import PassageKind
from tracker.domain.scales import (
    Basis,
    CaptureMethod,
    CitationRole,
    DocumentKind,
    GradeScale,
    RelayCertainty,
    RepeatSign,
    SourceKind,
    SourceLinkKind,
    StatementLinkKind,
)
from tracker.exporters import EXPORTERS, GROUPS
from tracker.services import (
    documents,
    grades,
    publishing,
    relays,
    repeats,
    reports,
    revisions,
    sources,
    statements,
)
from tracker.services.assertions import AssertionContent
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.grades import GradeIt
from tracker.services.passages import Selection
from tracker.services.relays import RelayTerms
from tracker.services.sources import LinkSources, SourceChoice, SourceContent
from tracker.services.statements import Content, Conveyed, EmbeddedPost, Hop, RecordStatement, Rest
from tracker.store.models import AuditEvent, Citation, Document, RepeatDecision, Source, Statement
from tracker.store.queries.protection import REASON_KEPT, kept_ids

NAME, FORMER, ALIAS, TWIN, NOTE, LATER, SPOKEN = (
    "Zubeida Qanari", "Zubaydah Jorvenna", "Abu Sirruk", "Z. Tanarwa", "Lives above the bakery of Marbuna",
    "Latif Tardiq", "Tell nobody that it is Velkamo",
)  # fmt: skip
SECRETS = (NAME, FORMER, ALIAS, TWIN, NOTE, LATER, SPOKEN)
WORDS = [secret.split()[-1] for secret in SECRETS]
NOTHING = "xyzzyxyzzy"
PAGE = "An official said the gate was opened from inside. The guards were paid."
PROTECTED = {"is_protected": True, "pseudonym": "JUNIPER", "descriptor": "An official at the gate."}


@pytest.fixture(scope="module")
def world(engine, tmp_path_factory):
    with open_world(engine, tmp_path_factory.mktemp("instance")) as world:
        with world.sessions() as session:
            hide(world, session)
            session.commit()
        yield world


def hide(world: World, session) -> None:
    """A protected source that speaks, writes, publishes, hands over, is graded, corrected, linked and cited."""
    lead, case = world.people["lead"], make.find_case(session, "OURS")
    juniper = make.make_source(session, case, lead, FORMER, **PROTECTED, note=NOTE)
    content = SourceContent(NAME, SourceKind.PERSON, **PROTECTED, note=NOTE)
    sources.correct(session, juniper.public_id, content, version=1, reason=SPOKEN, by=lead, now=NOW)
    alias = sources.add_alias(session, juniper.public_id, ALIAS, None, by=lead, now=NOW)
    other = sources.add_alias(session, juniper.public_id, f"{ALIAS} II", None, by=lead, now=NOW)
    revisions.withdraw(session, "alias", other.public_id, SPOKEN, by=lead, now=NOW)
    twin = make.make_source(
        session, case, lead, TWIN, is_protected=True, pseudonym="THISTLE", descriptor="Same."
    )
    sources.merge(session, twin.public_id, juniper.label, SPOKEN, by=lead, now=NOW)
    to = LinkSources(make.make_source(session, case, lead).label, SourceLinkKind.MEMBER_OF, reason="As said.")
    sources.link(session, juniper.public_id, to, by=lead, now=NOW)
    grades.grade(
        session,
        GradeIt(GradeScale.RELIABILITY, juniper.public_id, "B", "Was there.", "gate"),
        by=lead,
        now=NOW,
    )
    label = SourceChoice(juniper.label)
    content = DocumentContent(
        "A page", DocumentKind.ARTICLE, author=label, publisher=label, obtained_from=SourceChoice(twin.label)
    )
    held = documents.capture(
        session,
        world.blobs,
        "OURS",
        content,
        Bytes(PAGE.encode(), None, CaptureMethod.PASTED),
        by=lead,
        now=NOW,
    )
    spoken = record(session, held, lead, "the gate was opened from inside", label, "A blog", label)
    record(session, held, lead, "The guards were paid.", "A cook", label, embedded=EmbeddedPost("A post"))
    report = make.make_report(session, case, lead, "What the gate says")
    finding = make.make_finding(session, report, lead, "It was opened.", cites=spoken)
    publishing.publish(session, report.public_id, "Something is missing.", by=lead, now=NOW)
    late(session, case, lead)
    world.ours |= {
        "source": juniper.public_id,
        "alias": alias.public_id,
        "document": session.get_one(Document, held.document_pk).public_id,
        "capture": held.public_id,
        "report": report.public_id,
        "finding": finding.public_id,
        "citation": session.scalars(
            select(Citation.public_id).where(Citation.finding_pk == finding.pk)
        ).first(),
    }
    mine = {"twin": twin, "late": session.scalars(select(Source).where(Source.name == LATER)).one()}
    world.sibling["source"] = mine["twin"].public_id
    world.theirs["source"] = mine["late"].public_id


def record(session, capture, by, words, *speakers, embedded=None):
    start = capture.text.index(words)
    command = RecordStatement(
        capture=capture.public_id,
        selection=Selection(PassageKind.TEXT, start=start, end=start + len(words), exact=words),
        hops=tuple(
            Hop(SourceChoice(each) if isinstance(each, str) else each, certainty=RelayCertainty.EXPLICIT)
            for each in speakers
        ),
        content=Content(words, Basis.OBSERVED),
        embedded=embedded,
    )
    return statements.record(session, command, by=by, now=NOW)


def late(session, case, lead) -> None:
    """Somebody who was recorded, corrected and withdrawn under the real name before being protected."""
    source = make.make_source(session, case, lead, LATER)
    open_content = SourceContent(LATER, SourceKind.PERSON, descriptor="A cook.")
    sources.correct(
        session, source.public_id, open_content, version=1, reason=f"{LATER} asked", by=lead, now=NOW
    )
    revisions.withdraw(session, "source", source.public_id, f"{LATER} asked", by=lead, now=NOW)
    revisions.restore(session, "source", source.public_id, f"{LATER} came back", by=lead, now=NOW)
    content = SourceContent(LATER, SourceKind.PERSON, **PROTECTED)
    sources.correct(
        session, source.public_id, content, version=None, reason=f"{LATER} asked", by=lead, now=NOW
    )


def without_tokens(answer) -> str:
    return re.sub(r'value="[\w.-]{60,}"', "", answer.text)


def searches(world: World):
    for word in (*WORDS, "juniper"):
        for where in ("sources", "documents", "statements", "assertions", "reports", "history"):
            yield word, f"/cases/OURS/{where}/?q={{}}"
        for kind in ("source", "assertion", "statement", "ground"):
            yield word, f"/cases/OURS/captures/suggest?kind={kind}&q={{}}"
        yield word, f"/cases/OURS/reports/{world.ours['report']}/findings/{world.ours['finding']}/cite?q={{}}"


def held_in(answer) -> list[str]:
    """The secrets that an answer holds, in its body or its headers."""
    body = answer.data.decode(errors="replace") + str(answer.headers)
    return [secret for secret in SECRETS if secret.split()[-1] in body]


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["analyst", "lead"])
def test_no_page_holds_the_name_whoever_looks(world, role):
    wrong, pages = [], 0
    for address in addresses(world.app, method="GET"):
        kinds = {str(getattr(part, "kind", "")) for part in address.parts.values()}
        records = [world.ours]
        if "source" in kinds:
            records += [world.ours | {"source": each["source"]} for each in (world.sibling, world.theirs)]
        for each in records:
            url = address.of(each)
            answer = world.browser(role, fresh=address.rule.endpoint.startswith("security.")).get(url)
            pages += answer.status_code == 200
            found = held_in(answer)
            if role == "lead":
                # Whoever may read the name may read what was typed and noted beside it, on its own pages.
                found = [secret for secret in found if secret in (NAME, FORMER, TWIN, LATER)]
                if "history" in url and found == [LATER]:
                    found = []  # in the reasons given while the name was open
            if found:
                wrong.append(f"{url}: {found}")
    assert wrong == []
    assert pages > 30


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["reader", "lead"])
def test_no_search_finds_it_or_tells_by_its_answer_that_it_is_there(world, role):
    browser = world.browser(role)
    for word, url in searches(world):
        found = browser.get(url.format(word))
        assert found.status_code in (200, 403)
        if word != "juniper":
            nothing = browser.get(url.format(NOTHING))
            same = without_tokens(found).replace(word, NOTHING) == without_tokens(nothing)
            # What a lead gave as a reason while the name was open, a lead finds again.
            assert same or (role == "lead" and word in LATER and "history" in url), url.format(word)


def test_the_pseudonym_is_what_everybody_finds(world):
    for url in ("/cases/OURS/sources/?q=juniper", "/cases/OURS/captures/suggest?kind=source&q=juniper"):
        assert "JUNIPER" in world.browser("reader").get(url).text


@pytest.mark.parametrize("kept", ["draft", "versions/1"])
@pytest.mark.parametrize("suffix", sorted(EXPORTERS))
def test_no_file_that_leaves_holds_it(world, suffix, kept):
    answer = world.browser("lead").get(f"/cases/OURS/reports/{world.ours['report']}/{kept}/{suffix}")
    assert answer.status_code == 200
    found = readable(suffix, answer.data)
    assert "JUNIPER" in found or suffix in REFERENCES  # which hold documents, and no voice in them
    for word in WORDS:
        assert word not in found


REFERENCES = {one.name for one in GROUPS["References"]}


def readable(suffix: str, data: bytes) -> str:
    """All text that stands in a file of that format."""
    if suffix in ("docx", "odt", "check-xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    if suffix == "pdf":
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(data))
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    return data.decode()


def test_no_event_holds_it(world):
    with world.sessions() as session:
        # What was typed while the name was open to everybody stays as it was noted.
        events = session.scalars(select(AuditEvent.body).where(~AuditEvent.body.contains(LATER))).all()
    assert len(events) > 20
    for word in WORDS:
        assert not [body for body in events if word in body]


def test_no_other_table_holds_it(world):
    snapshot = world.snapshot()
    for table in set(snapshot) - {"source", "source_alias", "revision", "audit_event"}:
        for word in WORDS:
            assert not [row for row in snapshot[table] if word in row], table


def test_a_lead_reads_it_by_asking_and_each_reading_is_noted(world):
    url = f"/cases/OURS/sources/{world.ours['source']}/name"
    with world.undone():
        for _ in range(2):
            answer = world.browser("lead").send("POST", url)
            assert NAME in answer.text
            assert "no-store" in answer.headers["Cache-Control"]
        with world.sessions() as session:
            read = session.scalars(select(AuditEvent).where(AuditEvent.action == "protected name read")).all()
        assert [event.object_id for event in read] == [world.ours["source"]] * 2
    for role in ("reader", "analyst", "admin", "stranger"):
        with world.watched() as writes:
            answer = world.browser(role).send("POST", url)
        assert answer.status_code in (403, 404)
        assert held_in(answer) == []
        assert not writes


class TestCorrecting:
    def url(self, world: World) -> str:
        return f"/cases/OURS/sources/{world.ours['source']}/correct"

    def name(self, world: World) -> str:
        return world.connection.scalar(
            text("SELECT name FROM source WHERE pseudonym = 'JUNIPER' AND name <> :later"), {"later": LATER}
        )

    def test_what_is_left_empty_stays_as_it_is(self, world):
        with world.undone():
            lead = world.browser("lead")
            data = {"descriptor": "A guard at the gate.", "reason": "A better word."}
            lead.post_form(self.url(world), data, status=303)
            assert self.name(world) == NAME

    def test_a_new_name_is_stored_and_the_old_one_stays_hidden(self, world):
        with world.undone():
            world.browser("lead").post_form(
                self.url(world), {"name": "Zaynab Orlu", "reason": "Sp."}, status=303
            )
            assert self.name(world) == "Zaynab Orlu"
            shown = world.browser("reader").get(f"/cases/OURS/history/source/{world.ours['source']}")
            assert held_in(shown) == []

    def test_a_colleagues_correction_meanwhile_does_not_show_it(self, world):
        with world.undone():
            lead = world.browser("lead")
            answer = lead.post_form(self.url(world), {"reason": "x"}, extra={"version": "1"}, status=409)
            assert held_in(answer) in ([], [NOTE])

    def test_it_is_not_opened_without_saying_the_name(self, world):
        url = f"/cases/OURS/sources/{world.theirs['source']}"
        data = {"is_protected": "", "reason": "He agreed."}
        with world.undone():
            answer = world.browser("lead").post_form(f"{url}/correct", data, status=422)
            assert "Type the name" in answer.text
            world.browser("lead").post_form(f"{url}/correct", data | {"name": LATER}, status=303)
            assert LATER in world.browser("reader").get(url).text

    def test_only_a_lead_protects(self, world):
        with world.undone():
            with world.sessions() as session:
                case = make.find_case(session, "OURS")
                other = make.make_source(session, case, world.people["lead"], "Open Name").public_id
                session.commit()
            url = f"/cases/OURS/sources/{other}/correct"
            data = {"is_protected": True, "pseudonym": "P", "descriptor": "d", "reason": "r"}
            answer = world.browser("analyst").post_form(url, data, status=422)
            assert "lead" in answer.text
            world.browser("lead").post_form(url, data, status=303)

    def test_who_was_merged_under_the_open_name_is_not_left_beside_the_pseudonym(self, world):
        with world.undone(), world.sessions() as session:
            lead, case = world.people["lead"], make.find_case(session, "OURS")
            one, other = (make.make_source(session, case, lead, name) for name in ("B. Open", "Bilal Open"))
            sources.merge(session, one.public_id, other.label, "Same.", by=lead, now=NOW)
            session.commit()
            data = {"is_protected": True, "pseudonym": "P", "descriptor": "d", "reason": "r"}
            for source in (one, other):
                url = f"/cases/OURS/sources/{source.public_id}/correct"
                answer = world.browser("lead").post_form(url, data, status=422)
                assert "Split" in answer.text


TIES = {
    "source link", "document", "capture", "statement", "anchor", "conveys", "relay", "rests on",
    "statement link", "citation", "repeat decision",
}  # fmt: skip


class TestReasons:
    """Why something was corrected or withdrawn is typed in a hurry, and may name whom it must not."""

    @pytest.fixture
    def withdrawn(self, world):
        """All that speaks of the protected source is corrected or withdrawn with a reason that says too much."""
        with world.undone():
            with world.sessions() as session:
                lead, case = world.people["lead"], make.find_case(session, "OURS")
                said = self.tied(session, world, case, lead)
                kept = kept_ids(session, world.people["reader"], case.pk)
                done = set()
                for kind, model in {**revisions.WITHDRAWABLE, "repeat decision": RepeatDecision}.items():
                    found = session.scalars(select(model).where(model.public_id.in_(kept)))
                    for row in [row for row in found if kind in TIES and not row.is_withdrawn]:
                        if kind == "repeat decision":
                            repeats.take_back(session, row.public_id, SPOKEN, by=lead, now=NOW)
                        else:
                            revisions.withdraw(session, kind, row.public_id, SPOKEN, by=lead, now=NOW)
                        done.add(kind)
                assert done == TIES
                session.commit()
            yield said

    def tied(self, session, world, case, lead) -> str:
        """A statement of the protected source, tied to others in every way and corrected; its public id."""
        of_juniper = select(Statement).join(Source, Source.pk == Statement.source_pk)
        said = session.scalars(
            of_juniper.where(Source.public_id == world.ours["source"]).order_by(Statement.pk)
        ).first()
        other = make.make_statement(session, world.blobs, case, lead, basis=Basis.INFERRED)
        claim = make.make_assertion(session, case, lead)
        by = {"by": lead, "now": NOW}
        statements.convey(session, said.public_id, Conveyed(AssertionContent(claim.label)), **by)
        statements.rest(session, other.public_id, Rest(said.label, None), **by)
        relays.link(session, other.public_id, said.label, StatementLinkKind.UPDATES, "It came later.", **by)
        relays.relay(session, other.public_id, said.label, RelayTerms(), **by)
        session.add(
            RepeatDecision(
                case_pk=case.pk,
                later_pk=other.pk,
                earlier_pk=said.pk,
                sign=RepeatSign.SAME_TEXT,
                is_accepted=False,
                reason="No.",
                recorded_at=NOW,
                recorded_by_pk=lead.user_pk,
            )
        )
        session.flush()
        content = Content("It was opened from within.", Basis.OBSERVED)
        same = session.get_one(Source, said.source_pk).label
        statements.correct(
            session, said.public_id, content, said_at=None, source=same, version=None, reason=SPOKEN, **by
        )
        return said.public_id

    @pytest.mark.one_database
    @pytest.mark.parametrize("role", ["reader", "analyst"])
    def test_no_page_tells_a_reader_why(self, world, withdrawn, role):
        ours = world.ours | {"statement": withdrawn}
        wrong = [
            url
            for address in addresses(world.app, method="GET")
            if not address.rule.endpoint.startswith("security.")
            for url in [address.of(ours)]
            if SPOKEN in world.browser(role).get(url).get_data(as_text=True)
        ]
        assert wrong == []

    def test_a_reader_is_told_that_it_is_kept_and_a_lead_reads_it(self, world, withdrawn):
        for page in (
            f"statements/{withdrawn}",
            f"documents/{world.ours['document']}",
            f"history/statement/{withdrawn}",
            f"reports/{world.ours['report']}",
            "repeats/",
        ):
            url = f"/cases/OURS/{page}"
            assert REASON_KEPT in world.browser("reader").get_ok(url).text, page
            shown = world.browser("lead").get_ok(url).text
            assert SPOKEN in shown, page
            assert REASON_KEPT not in shown, page

    def test_no_report_and_no_refusal_tells_it(self, world, withdrawn):
        draft = world.browser("lead").get(f"/cases/OURS/reports/{world.ours['report']}/draft/md").text
        assert SPOKEN not in draft
        with world.sessions() as session, pytest.raises(DomainError, match="Reason kept from readers"):
            reports.cite(
                session,
                world.ours["finding"],
                withdrawn,
                CitationRole.SUPPORTS,
                by=world.people["analyst"],
                now=NOW,
            )

    def test_no_event_holds_it(self, world, withdrawn):
        with world.sessions() as session:
            assert not [body for body in session.scalars(select(AuditEvent.body)) if SPOKEN in body]

    def test_what_was_typed_before_is_kept_once_the_source_is_protected(self, world):
        why = "Open Orlu asked"
        with world.undone():
            with world.sessions() as session:
                lead, case = world.people["lead"], make.find_case(session, "OURS")
                source = make.make_source(session, case, lead, "Open Orlu")
                said = make.make_statement(session, world.blobs, case, lead, author=source.label).public_id
                revisions.withdraw(session, "statement", said, why, by=lead, now=NOW)
                session.commit()
                pages = [f"/cases/OURS/history/?q={why}", f"/cases/OURS/history/statement/{said}"]
                reader = world.browser("reader")
                assert all(f'<td data-label="Why">{why}' in reader.get_ok(page).text for page in pages)
                content = SourceContent("Open Orlu", SourceKind.PERSON, **PROTECTED)
                sources.correct(
                    session, source.public_id, content, version=None, reason="It is asked.", by=lead, now=NOW
                )
                session.commit()
            assert not any(f'<td data-label="Why">{why}' in reader.get_ok(page).text for page in pages)


def test_an_error_of_the_database_does_not_repeat_what_was_typed(engine):
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT pk FROM nothing WHERE name = :name"), {"name": NAME})
    assert NAME not in str(caught.value)
