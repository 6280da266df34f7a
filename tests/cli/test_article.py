"""The article through the commands: imported as it is, traced, and written out in every format."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import article as told
from tests import factories
from tests.article import Article, Entry
from tests.cli.conftest import Run, session_on_disk
from tracker.domain.access import Viewer
from tracker.domain.passages import PassageKind
from tracker.domain.report import ReportDocument
from tracker.domain.scales import AssertionLinkKind, Basis, GradeScale
from tracker.exporters import GROUPS
from tracker.services import assertions, grades, publishing, reports, sources, statements
from tracker.services.assertions import AssertionContent
from tracker.services.grades import GradeIt
from tracker.services.passages import Selection
from tracker.services.reports import ReportContent
from tracker.services.sources import SourceChoice, SourceContent
from tracker.services.statements import Content, Conveyed, EmbeddedPost, Hop, RecordStatement, Rest
from tracker.store.models import Assertion, Capture, Document, Source, Statement

NOW = datetime(2020, 1, 3, 9, 0, tzinfo=UTC)
CODE = "CASE1"


@dataclass(frozen=True)
class Recorded:
    """The case as an analyst leaves it: the labels of each entry's statements, the original first."""

    article: Article
    capture: str
    labels: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, str]

    def held(self, key: str) -> str:
        return self.labels[key][-1]

    def original(self, key: str) -> str:
        return self.labels[key][0]


@pytest.fixture(scope="module")
def recorded(made_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """An installation of its own into which the command imported the article, and all that is said of it."""
    article = told.read()
    instance = tmp_path_factory.mktemp("article") / "instance"
    shutil.copytree(made_installation, instance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_INSTANCE", str(instance))
        for name in ("TRACKER_DATABASE_URL", "TRACKER_USER"):
            patch.delenv(name, raising=False)
        yield record(article)


@pytest.fixture
def stored(recorded: Recorded) -> Iterator[Session]:
    with session_on_disk() as session:
        yield session


def record(article: Article) -> Recorded:
    from click.testing import CliRunner

    from tracker.app import create_app
    from tracker.cli import commands

    arguments = ["import", str(article.path), "--case", CODE, "--title", told.TITLE]
    result = CliRunner().invoke(commands, arguments, obj=create_app)
    assert result.exit_code == 0, result.output
    with session_on_disk() as session:
        desk = Desk(session, article)
        for entry in told.entries(article):
            desk.record(entry)
        desk.introduce_salim()
        desk.relate()
        desk.grade()
        desk.report()
        return Recorded(article, desk.capture.public_id, desk.labels, desk.claims)


class Desk:
    """The analyst, who has the services for hands."""

    def __init__(self, session: Session, article: Article) -> None:
        self.session, self.article = session, article
        self.lead: Viewer = factories.viewer_again(session, "lead")
        self.capture = session.scalars(select(Capture)).one()
        self.author = session.scalars(
            select(Source).join(Document, Document.author_pk == Source.pk).where(Document.number == 1)
        ).one()
        self.labels: dict[str, tuple[str, ...]] = {}
        self.claims: dict[str, str] = {}
        self.by = {"by": self.lead, "now": NOW}

    def record(self, entry: Entry) -> None:
        start = self.capture.text.index(entry.words)
        command = RecordStatement(
            capture=self.capture.public_id,
            selection=Selection(PassageKind.TEXT, start, start + len(entry.words), entry.words),
            hops=self._hops(entry),
            content=Content(
                entry.gist,
                entry.basis or Basis.TOLD,
                verbatim=None if entry.repeats else entry.words,
                hedge=entry.hedge,
                due=entry.due,
            ),
            conveys=tuple(
                Conveyed(AssertionContent(claim.text, claim.holds), claim.stance) for claim in entry.claims
            ),
            rests_on=tuple(Rest(self._named(on), because) for on, because in entry.rests_on),
            embedded=EmbeddedPost(entry.post, told.PUBLISHED) if entry.post else None,
            repeats=self._named(entry.repeats) if entry.repeats else None,
        )
        made = statements.record(self.session, command, **self.by)
        self.labels[entry.key] = tuple(each.label for each in made)
        for claim in entry.claims:
            wording = select(Assertion).where(Assertion.text == claim.text)
            self.claims[claim.text] = self.session.scalars(wording).one().label

    def _hops(self, entry: Entry) -> tuple[Hop, ...]:
        if not entry.voices:
            author = SourceChoice(self.author.label)
            return (Hop(author, form=entry.form, fidelity=entry.fidelity),)
        return tuple(
            Hop(SourceChoice(voice.name, voice.kind), voice.said_at, fidelity=voice.fidelity)
            for voice in entry.voices
        )

    def _named(self, what: str) -> str:
        return self.labels[what][0] if what in self.labels else self.claims[what]

    def introduce_salim(self) -> None:
        salim = self.session.scalars(select(Source).where(Source.name == told.SALIM.name)).one()
        described = SourceContent(salim.name, salim.kind, descriptor=told.SALIM_DESCRIPTOR)
        sources.correct(self.session, salim.public_id, described, version=None, reason="Described", **self.by)
        value, topic, reason = told.GRADED_SALIM
        command = GradeIt(GradeScale.RELIABILITY, salim.public_id, value.value, reason, topic=topic)
        grades.grade(self.session, command, **self.by)

    def relate(self) -> None:
        one, other, reason = told.CONFLICT
        subject = self._assertion(one.text)
        kind = AssertionLinkKind.INCOMPATIBLE
        assertions.link(self.session, subject.public_id, self.claims[other.text], kind, reason, **self.by)

    def grade(self) -> None:
        for key, (value, reason) in told.GRADED_STATEMENTS.items():
            statement = self._statement(self.labels[key][0])
            about = self.claims[told.OVER.text] if key == "over" else None
            command = GradeIt(
                GradeScale.CREDIBILITY, statement.public_id, value.value, reason, assertion=about
            )
            grades.grade(self.session, command, **self.by)

    def report(self) -> None:
        content = ReportContent(**told.REPORT, **told.TEXTS)
        report = reports.add(self.session, CODE, content, **self.by)
        for judged in told.FINDINGS:
            states = self.claims[judged.claim.text]
            finding = reports.add_finding(
                self.session, report.public_id, judged.text, assertion=states, **self.by
            )
            for key, role in judged.cites:
                reports.cite(self.session, finding.public_id, self.labels[key][0], role, **self.by)
            for scale, (value, reason) in (
                (GradeScale.LIKELIHOOD, judged.likelihood),
                (GradeScale.CONFIDENCE, judged.confidence),
            ):
                grades.grade(self.session, GradeIt(scale, finding.public_id, value.value, reason), **self.by)

    def _assertion(self, text: str) -> Assertion:
        return self.session.scalars(select(Assertion).where(Assertion.text == text)).one()

    def _statement(self, label: str) -> Statement:
        number = int(label.removeprefix("ST"))
        return self.session.scalars(select(Statement).where(Statement.number == number)).one()


def test_the_article_is_held_as_it_is_with_the_date_of_its_first_line(recorded, stored):
    capture, document = stored.execute(
        select(Capture, Document).join(Document, Document.pk == Capture.document_pk)
    ).one()
    assert capture.text == recorded.article.text
    assert capture.sha256 == sha256(recorded.article.path.read_bytes()).hexdigest()
    assert document.published_edtf == told.PUBLISHED
    assert told.PUBLISHED in capture.text.lstrip().partition("\n")[0]


def test_every_post_is_salims_of_that_day_and_held_only_through_the_author(recorded, stored):
    posts = [entry.key for entry in told.entries(recorded.article) if entry.post]
    assert len(recorded.article.posts()) == 8
    assert len(posts) == 9  # one post holds words of its own and somebody else's
    for key in posts:
        salim = statement(stored, recorded.labels[key][-2])
        assert salim.said_at_edtf == told.PUBLISHED
        assert (source(stored, salim.source_pk).name) == "Mustafa Salim"
        assert source(stored, salim.reporter_pk).kind.is_gap  # the author, whom nobody names
    embedded = stored.scalars(select(Document).where(Document.held_in_pk.is_not(None))).all()
    assert len(embedded) == 8
    assert {document.published_edtf for document in embedded} == {told.PUBLISHED}


def statement(session: Session, label: str) -> Statement:
    number = int(label.removeprefix("ST"))
    return session.scalars(select(Statement).where(Statement.number == number)).one()


def source(session: Session, pk: int) -> Source:
    return session.get_one(Source, pk)


def traced(run: Run, reference: str) -> str:
    result = run("trace", f"{CODE}/{reference}")
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def place(article: Article, words: str) -> str:
    start = article.text.index(words)
    return f"E1, characters {start}–{start + len(words)}"


def test_the_end_of_the_assault_is_traced_to_salim_alone(recorded, run):
    output = traced(run, recorded.claims[told.OVER.text])
    assert "one independent source" in output
    assert "hangs on" in output
    assert "Whether AS3 contradicts it cannot be told" in output
    assert f"{recorded.original('over')} Mustafa Salim" in output
    assert place(recorded.article, recorded.article.post("KH are leaving")) in output


def test_the_militia_are_traced_through_salim_and_the_author(recorded, run):
    militia, salim, author = recorded.labels["no orders"]
    output = traced(run, recorded.claims[told.NO_ORDERS.text])
    assert output.index(f"- {author} ") < output.index(f"{salim} ") < output.index(f"{militia} ")
    assert "took part in it" in output
    assert recorded.article.quoted("we are Islamic resistance") in output


def test_the_sheikhs_speak_of_2008(recorded, run):
    sheikhs, author = recorded.labels["sheikhs"]
    output = traced(run, author)
    assert f"{sheikhs} “{told.SHEIKHS.name}”: 2008; took part in it" in output
    assert "was told" in output


def test_what_is_altered_inferred_or_foretold_is_carried_by_nothing(recorded, run):
    for claim in (told.THEATER, told.THREAT, told.EVACUATION, told.CALM):
        assert "no independent source" in traced(run, recorded.claims[claim.text]).lower(), claim.text
    assert "altered" in traced(run, recorded.held("theater")).lower()


@pytest.fixture(scope="module")
def document(recorded: Recorded) -> ReportDocument:
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        report = publishing.find(session, f"{CODE}/R1", by=lead)
        return publishing.draft(session, report, by=lead, now=NOW)


WITH_PASSAGES = [one.name for one in (*GROUPS["Report"], *GROUPS["Check sheet"])]
WITH_NOTES = [one.name for one in GROUPS["Report"] if one.name != "json"]


@pytest.fixture(scope="module", params=WITH_PASSAGES)
def exported(request, recorded: Recorded, tmp_path_factory) -> tuple[str, bytes]:
    """A format, and the file which the command writes in it."""
    from click.testing import CliRunner

    from tracker.app import create_app
    from tracker.cli import commands

    path = tmp_path_factory.mktemp("exported") / "report"
    arguments = ["report", f"{CODE}/R1", "--format", request.param, "-o", str(path)]
    result = CliRunner().invoke(commands, arguments, obj=create_app)
    assert result.exit_code == 0, result.output
    return request.param, path.read_bytes()


def test_every_format_holds_the_exact_passages_their_places_and_the_hash(recorded, document, exported):
    found = told.words_of(*exported)
    cited = {key for judged in told.FINDINGS for key, _ in judged.cites}
    for entry in told.entries(recorded.article):
        if entry.key in cited:
            assert told.solid(entry.words) in found, entry.key
            assert told.solid(place(recorded.article, entry.words).partition(", ")[2]) in found
    assert sha256(recorded.article.path.read_bytes()).hexdigest() in found
    verdict = () if exported[0].startswith("check") else ("Undetermined",)  # no sentence of the report's own
    for sentence in (*verdict, "2008", "Mustafa Salim"):
        assert told.solid(sentence) in found


def test_every_note_leads_to_its_words_in_the_article(recorded, document):
    assert len(document.notes) >= sum(len(judged.cites) for judged in told.FINDINGS)
    for note in document.notes:
        assert note.passages
        for passage in note.passages:
            first, last = re.search(r"characters (\d+)–(\d+)", passage.where).groups()
            assert recorded.article.text[int(first) : int(last)] == passage.exact


@pytest.mark.parametrize("exported", WITH_NOTES, indirect=True)
def test_every_format_has_real_notes(document, exported):
    assert told.notes_of(*exported) == len(document.notes)
