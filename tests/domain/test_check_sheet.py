"""The check sheet: every claim of a report on a row, with what it rests on and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.domain.dates import parse
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    DocumentInput,
    ExhibitInput,
    FindingInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    ReportInput,
    SectionInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.scales import (
    AuthorCertainty,
    Basis,
    CaptureMethod,
    CitationRole,
    Credibility,
    DocumentKind,
    Fidelity,
    Profile,
    RelayCertainty,
    RelayForm,
    Reliability,
    SourceKind,
    Stance,
    Tlp,
)

MAZEN = SourceInput("SRC1", "Mazen", SourceKind.PERSON, "a spokesman")
RANA = SourceInput("SRC2", "Rana", SourceKind.PERSON)
LEFT, STAYED = "They had left by 15:00", "They were still there"
SAID = parse("2020-01-01T14:00", "UTC")
MAZEN_SAYS = CitedStatement(
    label="ST1",
    source=MAZEN,
    basis=Basis.PARTICIPANT,
    said_at=SAID,
    language="ar",
    translation="We have left.",
    translated_by="Ada",
    hedge="as far as I know",
    conveys=(ConveyedInput("AS1", LEFT, Stance.ASSERTS),),
    paths=(
        PathInput(
            (
                HopInput(MAZEN, SAID, RelayForm.QUOTES, Fidelity.VERBATIM, RelayCertainty.EXPLICIT),
                HopInput(RANA, parse("2020-01-01T15:05", "UTC")),
            ),
            known_origin=True,
        ),
    ),
    passages=(
        PassageInput("لقد غادرنا", 1, 10, 20, document_label="D2", embedded_in="The siege"),
        PassageInput("We left.", 1, 40, 48),
    ),
    reliability=ReliabilityInput(Reliability.B, "", "So far."),
    credibility=(CredibilityInput(Credibility.DOUBTFUL, "", "Alone."),),
)
RANA_SEES = CitedStatement(
    label="ST2",
    source=RANA,
    basis=Basis.OBSERVED,
    gist="somebody was still there",
    conveys=(ConveyedInput("AS2", STAYED, Stance.ASSERTS), ConveyedInput("AS1", LEFT, Stance.DENIES)),
)
EXHIBIT = ExhibitInput(
    number=1,
    document_label="D1",
    title="The siege is over, and it is not over, and this title goes on for longer than any note has room",
    kind=DocumentKind.ARTICLE,
    captured_at=datetime(2020, 1, 1, 23, 30, tzinfo=UTC),
    captured_by="Ada",
    method=CaptureMethod.UPLOADED,
    sha256="ab" * 32,
    size=10,
    media_type="text/html",
    author="Bo",
    publisher="The Paper",
    published=parse("2020-01-01~", "UTC"),
    address="https://paper.example/1",
    archive_address="https://archive.example/1",
)
REPORT = ReportInput(
    label="R1",
    title="Who left",
    case_code="EMB",
    case_title="Siege",
    profile=Profile.INTELLIGENCE,
    marking=Tlp.AMBER,
    zone="Asia/Baghdad",
    version="Version 1",
    generated_at=datetime(2020, 1, 3, tzinfo=UTC),
    bottom_line="They left.[[ST1]] Nobody knows when. Did anybody stay?",
    gaps_note="We asked nobody. One witness [[ST2]] was not asked again.",
    findings=(
        FindingInput(
            "F7",
            "They had left by 3 p.m. on Wednesday.",
            citations=(
                CitationInput(CitationRole.SUPPORTS, MAZEN_SAYS),
                CitationInput(CitationRole.BACKGROUND, RANA_SEES),
            ),
            support=(SupportInput("AS1", LEFT, 1, 1, 1, 1, ("Rana",)),),
        ),
    ),
    sections=(
        SectionInput(
            "P3",
            "At the gate",
            "Dr. Rana saw them. [[ST2]] They were five [[ST1]], and six [[ST2]] .\n\n## Later\n\n"
            "> Words of somebody. More of them. [[ST1]]\n\n- first\n- second [[ST2]]\n\n"
            "| who | what |\n|---|---|\n| Rana | saw it [[ST2]] |\n\n[[ST1]]",
        ),
    ),
    mentioned=(MAZEN_SAYS, RANA_SEES),
    exhibits=(EXHIBIT,),
    supports=(
        SupportInput("AS1", LEFT, 1, 1, 1, 1, ("Rana",)),
        SupportInput("AS2", STAYED, 0, 2, 1, 1),
    ),
)


def rows(report=REPORT):
    return compose(report).check_sheet.sentences


def row(words, report=REPORT):
    (found,) = (one for one in rows(report) if one.sentence == words)
    return found


def statement(label, report=REPORT):
    (found,) = (one for one in compose(report).check_sheet.statements if one.label == label)
    return found


def cites(found):
    return [(one.statement, one.role) for one in found.citations]


def test_every_sentence_that_claims_something_has_a_row_in_reading_order():
    assert [(one.place, one.sentence) for one in rows()][:10] == [
        ("Bottom line", "They left."),
        ("Bottom line", "Nobody knows when."),
        ("Finding 1 (F7)", "They had left by 3 p.m. on Wednesday."),
        ("At the gate (P3)", "Dr. Rana saw them."),
        ("At the gate (P3)", "They were five, and six."),
        ("At the gate (P3) › Later", "“Words of somebody. More of them.”"),
        ("At the gate (P3) › Later", "first"),
        ("At the gate (P3) › Later", "second"),
        ("At the gate (P3) › Later", "Rana · saw it"),
        ("Gaps", "One witness was not asked again."),
    ]


def test_a_question_claims_nothing_unless_it_cites():
    asked = replace(REPORT, bottom_line="Who left? Who stayed [[ST2]]?")
    assert [one.sentence for one in rows(asked)][:1] == ["Who stayed?"]


def test_a_citation_belongs_to_the_sentence_it_stands_in_or_right_behind():
    assert cites(row("They left.")) == [("ST1", "")]
    assert cites(row("Nobody knows when.")) == []
    assert cites(row("Dr. Rana saw them.")) == [("ST2", "")]
    assert cites(row("They were five, and six.")) == [("ST1", ""), ("ST2", "")]


def test_a_citation_that_stands_alone_belongs_to_what_was_said_before_it():
    assert cites(row("Rana · saw it")) == [("ST2", ""), ("ST1", "")]


def test_a_finding_cites_in_its_roles_and_every_note_is_one_of_the_report():
    document = compose(REPORT)
    assert cites(row("They had left by 3 p.m. on Wednesday.")) == [("ST1", "supports"), ("ST2", "background")]
    numbers = {note.number for note in document.notes}
    assert {each.note for one in document.check_sheet.sentences for each in one.citations} == numbers


def test_the_lines_are_those_of_what_the_sentence_rests_on():
    finding = row("They had left by 3 p.m. on Wednesday.")
    assert [(one.assertion, one.words) for one in finding.lines] == [("AS1", "one independent source")]
    both = row("They were five, and six.")
    assert [one.assertion for one in both.lines] == ["AS1", "AS2"]  # and not the AS1 that ST2 denies
    assert row("Nobody knows when.").lines == ()


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ("Nobody knows when.", ("cites nothing",)),
        ("They left.", ("one independent source",)),
        ("Dr. Rana saw them.", ("no passage in a capture", "perhaps one independent source")),
        ("They had left by 3 p.m. on Wednesday.", ("one independent source",)),
    ],
)
def test_a_row_says_what_to_look_at_first(words, flags):
    assert row(words).flags == flags


def test_what_is_in_conflict_is_disputed_and_both_sides_have_a_row():
    conflict = ConflictInput("AS1", LEFT, "AS2", STAYED, "contradiction", "why", (MAZEN_SAYS,), (RANA_SEES,))
    disputed = replace(REPORT, conflicts=(conflict,))
    assert "disputed" in row("They left.", disputed).flags
    sides = [one for one in rows(disputed) if one.place == "Conflicts › Conflict 1"]
    assert [cites(one) for one in sides] == [[("ST1", "")], [("ST2", "")]]
    update = replace(REPORT, conflicts=(replace(conflict, verdict="update"),))
    assert "disputed" not in row("They left.", update).flags


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"retracted": "ST9: an error"}, "retracted by its source"),
        ({"withdrawn": "typed twice"}, "withdrawn from the case"),
        ({"paths": (PathInput((HopInput(MAZEN),), known_origin=False),)}, "origin not known"),
    ],
)
def test_what_became_of_a_statement_is_on_its_row(change, flag):
    changed = replace(MAZEN_SAYS, **change)
    report = replace(REPORT, findings=(), mentioned=(changed, RANA_SEES))
    assert flag in row("They left.", report).flags
    assert flag not in row("Dr. Rana saw them.", report).flags


def test_what_conflicts_with_a_finding_disputes_it():
    against = CitationInput(CitationRole.CONFLICTS, RANA_SEES)
    finding = replace(REPORT.findings[0], citations=(against,))
    assert "disputed" in row(finding.text, replace(REPORT, findings=(finding,))).flags


def test_a_statement_has_everything_to_verify_it():
    found = statement("ST1")
    assert found.source == "Mazen (a spokesman)"
    assert found.said == "1 January 2020, 14:00"
    assert found.path == "Quoted by Rana (1 January 2020, 15:05)."
    assert "took part in it" in found.basis
    assert "as far as I know" in found.basis
    assert found.translation == "We have left. [from Arabic by Ada]"
    assert "graded B" in found.grades
    first, second = found.passages
    assert (first.exact, first.exhibit, first.where) == ("لقد غادرنا", 1, "characters 10–20")
    assert "embedded in an article by Bo" in first.document
    assert EXHIBIT.title in second.document


def test_words_without_a_passage_are_told_as_recorded():
    assert statement("ST2").recorded == "In our words: somebody was still there."
    assert statement("ST2").passages == ()


def test_a_court_is_given_no_grades():
    assert statement("ST1", replace(REPORT, profile=Profile.COURT)).grades == ""


def test_references_are_the_documents_field_by_field():
    (page,) = compose(REPORT).bibliography
    assert (page.exhibit, page.document, page.kind, page.title) == (1, "D1", "article", EXHIBIT.title)
    assert (page.author, page.publisher, page.issued) == ("Bo", "The Paper", "2020-01-01~")
    assert (page.address, page.archive_address) == ("https://paper.example/1", "https://archive.example/1")
    assert page.accessed == "2020-01-02T02:30:00+03:00"  # on the report's clock
    assert page.sha256 == "ab" * 32


def test_what_a_page_embeds_is_a_reference_of_its_own_with_the_hash_of_the_page():
    post = DocumentInput("D2", "من غادر؟", DocumentKind.POST, "مازن", AuthorCertainty.PURPORTED)
    _, held = compose(replace(REPORT, embedded=(post,))).bibliography
    assert (held.document, held.exhibit, held.kind, held.sha256) == ("D2", 1, "post", "ab" * 32)
    assert (held.title, held.author, held.certainty) == ("من غادر؟", "مازن", "purported")
    assert held.embedded_in == EXHIBIT.title
    assert (held.address, held.issued) == ("", "")
