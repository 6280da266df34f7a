"""The demonstration case: what is recorded of it, and that its analysis is the golden one."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select

from tests import factories
from tests.services.conftest import Demo
from tracker.domain.independence import analyse
from tracker.domain.passages import PassageKind
from tracker.domain.records import CaseGraph
from tracker.domain.scales import SourceKind
from tracker.services import analysis, demo, publishing, tracing
from tracker.store.models import (
    Assertion,
    AuditEvent,
    Capture,
    Finding,
    Grade,
    Passage,
    Report,
    ReportVersion,
    Revision,
    Source,
    SourceAlias,
    Statement,
)

GOLDEN = next(
    case
    for case in json.loads((Path(__file__).parents[1] / "domain/golden/embassy.json").read_text("utf-8"))[
        "cases"
    ]
    if case["id"] == "embassy"
)
PROTECTED_NAME = "Hadi Nasir al-Jubouri"
WHO = {
    "B": "Daniel Harrow",
    "R": "Layla Haddad",
    "R2": "Tomas Lindqvist",
    "X": "Baghdad Flash",
    "N": "The Tigris Courier",
    "M": "Abu Zayd",
    "U": "social media",
    "G1": PROTECTED_NAME,
    "G2": "Karim Saadoun",
}


def test_everybody_of_the_golden_case_is_there_and_nobody_else(demo_case: Demo):
    kinds = dict(demo_case.session.execute(select(Source.name, Source.kind)).all())
    assert set(kinds) == set(WHO.values())
    for key, source in GOLDEN["sources"].items():
        assert kinds[WHO[key]] == SourceKind(source["kind"]), key


def test_the_claims_are_the_golden_ones(demo_case: Demo):
    claims = demo_case.session.execute(select(Assertion.text, Assertion.holds_edtf)).all()
    assert {tuple(row) for row in claims} == {
        (claim["text"], claim["holds"]) for claim in GOLDEN["assertions"].values()
    }


def test_every_passage_stands_where_it_says(demo_case: Demo):
    rows = demo_case.session.execute(
        select(Passage, Capture.text).join(Capture, Capture.pk == Passage.capture_pk)
    ).all()
    assert len(rows) >= 9
    for passage, text in rows:
        assert passage.kind is PassageKind.TEXT
        assert text[passage.start_offset : passage.end_offset] == passage.exact


def test_the_documents_are_kept_byte_for_byte(demo_case: Demo):
    held = {demo_case.blobs.read(sha256) for sha256 in demo_case.session.scalars(select(Capture.sha256))}
    assert held == {text.read_bytes() for text in files(demo).joinpath("texts").iterdir()}


def test_articles_are_long_enough_to_read_and_posts_are_short():
    for text in files(demo).joinpath("texts").iterdir():
        words = len(text.read_text("utf-8").split())
        assert words < 60 if "post" in text.name else 250 < words < 360, text.name


def test_a_name_in_arabic_script_and_an_emoji_are_in_it(demo_case: Demo):
    aliases = demo_case.session.scalars(select(SourceAlias.name)).all()
    assert any("\u0600" <= letter <= "\u06ff" for alias in aliases for letter in alias)
    assert any("🔥" in text for text in demo_case.session.scalars(select(Passage.exact)))


def test_each_is_held_through_whom_it_must_be(demo_case: Demo):
    speaker, reporter = Source.__table__.alias(), Source.__table__.alias()
    rows = demo_case.session.execute(
        select(speaker.c.name, reporter.c.name)
        .select_from(Statement)
        .join(speaker, speaker.c.pk == Statement.source_pk)
        .join(reporter, reporter.c.pk == Statement.reporter_pk)
    ).all()
    assert {tuple(row) for row in rows} == {
        (WHO["M"], WHO["R"]),
        (WHO["U"], WHO["N"]),
        (WHO["G1"], WHO["B"]),
        (WHO["G2"], WHO["B"]),
    }


def test_a_protected_name_is_nowhere_but_in_its_own_record(demo_case: Demo):
    session = demo_case.session
    places = [
        *session.scalars(select(AuditEvent.body)),
        *session.scalars(select(ReportVersion.content)),
        *session.scalars(select(Revision.content)),
        *session.scalars(select(Capture.text)),
    ]
    for assertion in session.scalars(select(Assertion.public_id)):
        places.append(repr(tracing.trace_assertion(session, demo_case.lead, assertion)))
    assert not [place for place in places if PROTECTED_NAME in place]
    assert any("Guard 1" in place for place in places)


def test_two_analysts_have_graded_with_reasons(demo_case: Demo):
    rows = demo_case.session.execute(select(Grade.recorded_by_pk, Grade.reason)).all()
    assert {analyst for analyst, _ in rows} == {demo_case.lead.user_pk, demo_case.second.user_pk}
    assert all(reason.endswith(".") for _, reason in rows)


def test_the_report_has_three_judged_findings_and_a_published_version(demo_case: Demo):
    session = demo_case.session
    findings = session.scalars(select(Finding.pk)).all()
    assert len(findings) == 3
    judged = session.execute(select(Grade.finding_pk, Grade.scale).where(Grade.finding_pk.is_not(None))).all()
    assert len(judged) == 6
    report = session.scalars(select(Report.public_id)).one()
    published = publishing.published(session, report, 1, by=demo_case.lead)
    assert published.meta.version == "Version 1"


def test_the_summary_says_in_four_lines_what_to_look_at(demo_case: Demo):
    lines = (demo_case.case.summary or "").splitlines()
    assert [line[:2] for line in lines] == ["1.", "2.", "3.", "4."]


def test_the_three_accounts_log_in_with_passwords_of_their_own(demo_case: Demo):
    assert [login.username for login in demo_case.logins] == ["analyst", "second", "admin"]
    assert len({login.password for login in demo_case.logins}) == 3


def test_new_passwords_replace_the_old_ones(session, blobs):
    first = demo.fill(session, blobs, now=factories.NOW)
    again = demo.new_passwords(session, now=factories.NOW)
    assert {login.username for login in first} == {login.username for login in again}
    assert not {login.password for login in first} & {login.password for login in again}


def test_a_finding_of_the_demo_traces_to_the_eyewitness_and_the_spokesman(demo_case: Demo):
    traced = tracing.trace_any(demo_case.session, demo_case.lead, "EMBASSY/R1/F1")
    ends = {traced.trace.statements[label].source.name for label in traced.trace.origins}
    assert ends == {WHO["M"], WHO["R2"]}


def test_the_analysis_is_the_golden_one(demo_case: Demo):
    graph, claims, names = analysed(demo_case)
    for key, expected in GOLDEN["expected"].items():
        found = analyse(graph, claims[key])
        assert {
            "items": len(found.items),
            "lines": list(found.lines),
            "origins": sorted(names[label] for group in found.origins for label in group),
            "hangs_on": sorted([names[label] for label in group] for group in found.hangs_on),
            "resilience": found.resilience,
            "suggested_credibility": int(found.suggested),
        } == expected, key


def test_what_if_one_of_them_falls_is_the_golden_answer(demo_case: Demo):
    graph, claims, names = analysed(demo_case)
    labels = {key: label for label, key in names.items()}
    for source, expected in GOLDEN["what_if"].items():
        without = frozenset({labels[source]})
        found = {key: list(analyse(graph, label, without=without).lines) for key, label in claims.items()}
        assert found == expected, source


def test_the_two_times_contradict_each_other(demo_case: Demo):
    graph, claims, _ = analysed(demo_case)
    (conflict,) = analysis.conflicts(demo_case.session, graph, demo_case.case.pk)
    ((one, other, verdict),) = GOLDEN["contradictions"]
    assert (conflict.a, conflict.b, conflict.verdict.value) == (claims[one], claims[other], verdict)


def analysed(demo_case: Demo) -> tuple[CaseGraph, dict[str, str], dict[str, str]]:
    """The graph of the demo, the label of each golden claim, and the golden key of each source's label."""
    graph = analysis.case_graph(demo_case.session, demo_case.lead, demo_case.case.pk)
    texts = {claim["text"]: key for key, claim in GOLDEN["assertions"].items()}
    claims = {texts[assertion.text]: label for label, assertion in graph.assertions.items()}
    shown = {"Guard 1" if name == PROTECTED_NAME else name: key for key, name in WHO.items()}
    names = {label: shown[source.name] for label, source in graph.sources.items()}
    return graph, claims, names
