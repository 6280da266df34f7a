"""The source summary: every number in it opens to what it counts, and nothing is said that is not recorded."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.domain.test_report_compose import (
    EXHIBIT,
    FINDING,
    OTHER,
    PAPER,
    REPORT,
    SALMA,
    SEEN,
    SUPPORT,
    TOLD,
    cites,
    lines,
    said,
    with_cited,
    with_finding,
)
from tracker.domain.dates import parse
from tracker.domain.english import number
from tracker.domain.report import Link, Paragraph, ReportDocument, Text, plain_text
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    AgreementInput,
    CitationInput,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    HopInput,
    MachineInput,
    PassageInput,
    PathInput,
    ProfileInput,
    RecordInput,
    ReliabilityInput,
)
from tracker.domain.scales import (
    Basis,
    CitationRole,
    Credibility,
    GradeScale,
    Profile,
    RelayForm,
    Reliability,
    Stance,
)

WORDS = {number(value): value for value in range(13)} | {"none": 0, "both": 2}
NUMBER = re.compile(rf"\b(?:{'|'.join(WORDS)}|\d+)\b", re.IGNORECASE)
NAMES = re.compile(
    r"(?:[Nn]ote|[Ff]inding|[Cc]onflict|Exhibit)s? \d+(?:(?:, | and )\d+\b)*|\d{1,2} [A-Z]\w+ \d{4}|\b(?:19|20)\d\d\b|\d+\.\d\d"
)
IDIOMS = ("no independent source", "no voice", "perhaps none")
SUPPORTED = replace(SUPPORT, least=(("Salma",),), most=(("Salma",), ("The Paper", "an unknown source")))


def basis_of(paragraph):
    return {counted.words: counted.things for counted in paragraph.basis}


def summary(report):
    blocks = compose(report).blocks
    start = next(at for at, block in enumerate(blocks) if getattr(block, "anchor", "") == "sourcing") + 1
    end = next(at for at in range(start, len(blocks)) if not isinstance(blocks[at], Paragraph))
    return blocks[start:end]


def rich():
    """A report whose summary says everything that a summary can say."""
    through = PathInput((HopInput(SALMA, None, RelayForm.QUOTES), HopInput(PAPER)), known_origin=True)
    graded = replace(
        SEEN,
        reliability=ReliabilityInput(Reliability.B, "", "steady", others=(Reliability.C,)),
        credibility=(CredibilityInput(Credibility.DOUBTFUL, "AS1", "odd", others=(Credibility.IMPROBABLE,)),),
    )
    statements = (
        graded,
        replace(SEEN, label="ST4", paths=(through,), said_at=parse("2008"), hidden_credibility=2),
        replace(TOLD, translation="x", withdrawn="old"),
        OTHER,
        replace(OTHER, label="ST5", basis=Basis.FORECAST),
        replace(SEEN, label="ST6", passages=(PassageInput("x", 1, 0, 1, "", embedded_in="A page"),)),
    )
    findings = (
        replace(FINDING, citations=cites(*statements), support=(SUPPORTED,)),
        replace(
            FINDING,
            label="F2",
            support=(replace(SUPPORTED, minimum=2, hangs_on=(), least=SUPPORTED.most),),
        ),
        replace(FINDING, label="F3", support=(replace(SUPPORTED, minimum=0, maximum=0, hangs_on=()),)),
        replace(FINDING, label="F4", support=(replace(SUPPORTED, minimum=0, maximum=1, most=(("Salma",),)),)),
    )
    conflict = ConflictInput("AS1", "x", "AS2", "y", "contradiction", "both at noon", (graded,), (TOLD,))
    return replace(
        REPORT,
        findings=findings,
        conflicts=(conflict, replace(conflict, verdict="undetermined")),
        exhibits=(replace(EXHIBIT, published=parse("2020-01-03")),),
        cut_off=parse("2023-01-01"),
        machine=MachineInput(agreement=(AgreementInput(GradeScale.CREDIBILITY, 0.714),)),
    )


def test_every_number_of_the_summary_is_the_length_of_what_it_opens_to():
    paragraphs = summary(rich())
    assert len(paragraphs) == 3
    for paragraph in paragraphs:
        text = plain_text(paragraph.inlines)
        for idiom in IDIOMS:
            text = text.replace(idiom, "")
        opened = []
        for counted in paragraph.basis:
            found = [
                WORDS.get(word.lower()) if word.isalpha() else int(word)
                for word in NUMBER.findall(counted.words)
            ]
            opened += found
            if not counted.words.endswith(("year", "years")):
                assert found[-1:] == [len(counted.things)], counted
        told = NUMBER.findall(NAMES.sub("", text))
        assert [WORDS.get(word.lower()) if word.isalpha() else int(word) for word in told] == opened, text


def test_everything_a_number_opens_to_leads_somewhere_in_the_document():
    document = compose(rich())
    anchors = {f"#{getattr(block, 'anchor', '')}" for block in document.walk()}
    anchors |= {f"#{note.anchor}" for note in document.notes}
    targets = {
        thing.target
        for paragraph in summary(rich())
        for counted in paragraph.basis
        for thing in counted.things
        if isinstance(thing, Link)
    }
    assert targets
    assert targets <= anchors


def test_what_the_numbers_count_survives_being_stored():
    document = compose(rich())
    assert ReportDocument.from_json(document.to_json()) == document


def test_the_numbers_of_a_document_stored_before_they_could_be_opened_are_read():
    stored = compose(REPORT).to_json().replace('"basis":[],', "")
    plain = ReportDocument.from_json(stored)
    assert all(
        block.basis == () for block in plain.walk() if isinstance(block, Paragraph) and not block.basis
    )


def test_the_chains_behind_a_count_are_named():
    first = summary(with_finding(support=(SUPPORTED,)))[1]
    assert basis_of(first)["at most two"] == (Text("Salma"), Text("The Paper and an unknown source"))
    assert said(
        with_finding(support=(SUPPORTED,)),
        "No finding is certainly corroborated; finding 1 is so if two chains prove independent: Salma; The Paper and an "
        "unknown source.",
    )
    sure = replace(SUPPORTED, minimum=2, least=SUPPORTED.most, hangs_on=())
    assert said(
        with_finding(support=(sure,)),
        "Finding 1 rests on two independent sources. Finding 1 is corroborated by two chains that share no voice: "
        "Salma; The Paper and an unknown source.",
    )
    assert not said(with_finding(support=(sure,)), "No finding is certainly")


def test_a_count_of_too_many_chains_is_told_without_naming_them():
    many = replace(SUPPORT, minimum=20, maximum=30, hangs_on=())
    assert said(with_finding(support=(many,)), "at least 20, at most 30 independent sources.")
    assert not said(with_finding(support=(many,)), "No finding is certainly")


def test_information_much_older_than_the_cut_off_is_called_that():
    assert said(
        replace(REPORT, cut_off=parse("2023-01-03")),
        "Even these are three years or more older than the information",
    )
    assert not said(replace(REPORT, cut_off=parse("2020-06")), "Even these")
    assert not said(replace(REPORT, cut_off=parse("2019-01-01")), "Even these")


def test_where_analysts_differ_and_how_far_they_agree_is_said_to_those_who_read_grades():
    report = rich()
    assert said(report, "Analysts differ on two grades (note 1).")
    assert said(report, "Krippendorff's α of 0.71 on information credibility")
    court = replace(report, profile=Profile.COURT)
    assert not said(court, "Krippendorff")
    assert not said(court, "Analysts differ")


def descriptor(report, name):
    return next(line for line in lines(report) if line.startswith(f"{name} ("))


def test_a_descriptor_gives_access_track_record_ties_dates_and_grade():
    profile = ProfileInput(
        "S1",
        reliability=ReliabilityInput(Reliability.B, "the gate", "steady", 2, (Reliability.C,)),
        access="stands at the gate every day",
        original=RecordInput(4, 1),
        relaying=RecordInput(0, 1),
        ties=("is employed by The Paper",),
    )
    report = replace(REPORT, profiles=(profile,))
    assert descriptor(report, "Salma") == (
        "Salma (person): a nurse. Direct access, first-hand (note 1). Its access, as it was graded: stands at the "
        "gate every day. As an original source, of five resolved assertions four proved right; passing on others, "
        "of one resolved assertion none proved right, too few of five for a track record. Is employed by The "
        "Paper. Information dated 2 January 2020. Graded B (usually reliable) on “the gate” by two analysts; "
        "another analyst graded C."
    )
    assert not said(report, "None of these sources has a track record")
    words = replace(report, shows_codes=False)
    assert "Judged on “the gate” by two analysts: usually reliable" in descriptor(words, "Salma")
    court = descriptor(replace(report, profile=Profile.COURT), "Salma")
    assert "raded" not in court
    assert "of five resolved assertions four proved right" in court
    assert said(REPORT, "None of these sources has a track record")
    assert not said(replace(REPORT, profile=Profile.NEWSROOM), "None of these sources has a track record")


def test_a_descriptor_says_whether_a_source_was_there_was_told_or_only_passes_on():
    paths = (
        PathInput(
            (
                HopInput(SALMA, None, RelayForm.QUOTES),
                HopInput(replace(PAPER, label="S4", name="The Wire"), None, RelayForm.CITES),
                HopInput(PAPER),
            ),
            known_origin=True,
        ),
    )
    report = with_cited(
        replace(TOLD, paths=paths), replace(OTHER, source=replace(PAPER, label="S4", name="The Wire"))
    )
    assert "Known only through The Paper (note 1)." in descriptor(report, "Salma")
    assert "Indirect access, second-hand from Salma through The Wire (note 1)." in descriptor(
        report, "The Paper"
    )
    wire = descriptor(report, "The Wire")
    assert "Own inference (note 2)." in wire
    assert "Passes on what others say (note 1)." in wire
    assert said(report, "Not yet graded.")
    quoted = replace(
        SEEN,
        paths=(PathInput((HopInput(SALMA, None, RelayForm.QUOTES), HopInput(PAPER)), known_origin=True),),
    )
    assert "Direct access, first-hand; known only through The Paper (note 1)." in descriptor(
        with_cited(quoted), "Salma"
    )
    silent = with_cited(replace(SEEN, basis=Basis.NOT_STATED))
    assert "Access unknown: how the source knows is not stated (note 1)." in descriptor(silent, "Salma")
    assert said(with_cited(TOLD), "An unknown source. Known only through The Paper (note 1).")


def test_a_descriptor_says_when_words_were_published_later_and_that_a_name_is_a_pseudonym():
    hidden = replace(SEEN, source=replace(SALMA, name="JUNIPER", protected=True))
    report = with_cited(hidden, exhibits=(replace(EXHIBIT, published=parse("2020-02-01")),))
    words = descriptor(report, "JUNIPER")
    assert words.startswith("JUNIPER (person, under a pseudonym): a nurse.")
    assert "Information dated 2 January 2020, published 1 February 2020." in words
    two = with_cited(SEEN, replace(SEEN, label="ST8", said_at=parse("2019-01-01")))
    assert "Information dated 1 January 2019 to 2 January 2020." in descriptor(two, "Salma")


def test_a_descriptor_keeps_a_hidden_grade_hidden():
    draft = replace(REPORT, profiles=(ProfileInput("S1", is_hidden=True),))
    assert "Graded by others, hidden until yours is in." in descriptor(draft, "Salma")
    draft = with_cited(replace(SEEN, hidden_reliability=1))
    assert "Graded by others, hidden until yours is in." in descriptor(draft, "Salma")


def against(report):
    found = lines(replace(report, profile=Profile.COURT))
    return found[
        found.index("What speaks against the findings") + 1 : found.index(
            "Conflicts" if report.conflicts else "Sources"
        )
    ]


def test_a_court_reads_what_speaks_against_each_finding_in_a_section_of_its_own():
    denial = replace(TOLD, conveys=(ConveyedInput("AS1", "They left.", Stance.DENIES),))
    rival = replace(SEEN, label="ST7", conveys=(ConveyedInput("AS2", "They stayed.", Stance.ASSERTS),))
    conflict = ConflictInput(
        "AS2", "They stayed.", "AS1", "They left.", "contradiction", "x", (rival,), (SEEN,)
    )
    cited = (
        *cites(replace(SEEN, retracted="ST9: wrong gate", hedge="I think.")),
        CitationInput(CitationRole.CONFLICTS, denial),
    )
    report = replace(with_finding(citations=cited), conflicts=(conflict,))
    assert against(report) == [
        "Against finding 1",
        "They left.",
        "An unknown source, date not shown, cited by The Paper (1 January 2020): denies that “They left”.",
        "Salma (a nurse), 2 January 2020, time not shown: asserts that “They stayed”.",
        "Retracted by its source: ST9: wrong gate (note 1).",
        "Hedged by its source: “I think” (note 1).",
        "What weakens it",
        "At least one, at most two independent sources. Hangs on Salma: if that source falls, nothing carries it.",
    ]
    updated = replace(report, conflicts=(replace(conflict, verdict="update"),))
    assert not any("They stayed" in line for line in against(updated))
    assert against(with_finding(support=()))[-1] == "Nothing that this report cites speaks against it."
    assert not said(replace(REPORT, findings=(), profile=Profile.COURT), "What speaks against the findings")


def test_what_software_proposed_and_how_grades_were_given_is_disclosed():
    machine = MachineInput(
        "Provenance tracker 1",
        proposed=("ST4", "ST7"),
        accepted=("ST4", "ST5"),
        refused=("ST6",),
        blind=("ST1", "ST2"),
        sighted=("SRC1",),
    )
    read = (replace(EXHIBIT, extractor="pypdf 6"), replace(EXHIBIT, number=2, extractor="pypdf 6"))
    settled = replace(
        SEEN,
        credibility=(
            CredibilityInput(
                Credibility.DOUBTFUL, "", "odd", others=(Credibility.IMPROBABLE,), is_settled=True
            ),
        ),
    )
    report = with_cited(settled, machine=machine, exhibits=read)
    for words in (
        "Made with Provenance tracker 1.",
        "no language model wrote any of them",
        "The text of the captures was read from their bytes by pypdf 6 (all exhibits).",
        "fixed rules and recorded after an analyst had checked and accepted them (ST4 and ST7).",
        "analysts accepted two proposals (ST4 and ST5) and refused one proposal (ST6).",
        "Of three grades of what is cited, two were given before the analyst saw anybody else's.",
        "One grade on which analysts differed was settled by a lead of the case (ST1); the dissent stands beside it.",
    ):
        assert said(report, words), words
    court = replace(report, profile=Profile.COURT)
    assert not said(court, "grades of what is cited")
    assert not said(court, "settled by a lead")
    assert not said(REPORT, "Made with")
    assert not said(REPORT, "analysts accepted")
    assert not said(REPORT, "fixed rules and recorded")
    alone = with_cited(SEEN, machine=MachineInput(blind=("ST1",)))
    assert said(alone, "The one grade of what is cited was given before the analyst saw anybody else's.")


def test_an_exhibit_says_who_collected_it_and_through_which_interpreter():
    report = replace(REPORT, exhibits=(replace(EXHIBIT, collected_by="Ada", interpreter="Jun"),))
    assert "Collected by: Ada" in lines(report)
    assert "Interpreter: Jun" in lines(report)
