"""The anatomy of a report, profile by profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.dates import parse
from tracker.domain.errors import DomainError
from tracker.domain.report import (
    Facts,
    Figure,
    Heading,
    Link,
    NoteRef,
    Paragraph,
    Quote,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    ExhibitInput,
    FigureInput,
    FindingInput,
    GroundInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    ReportInput,
    ReviewInput,
    SectionInput,
    SourceInput,
    SupportInput,
    WeakRelayInput,
)
from tracker.domain.scales import (
    Basis,
    CaptureMethod,
    CitationRole,
    Confidence,
    Credibility,
    DocumentKind,
    Fidelity,
    GradeScale,
    Likelihood,
    Profile,
    RelayCertainty,
    RelayForm,
    Reliability,
    SourceKind,
    Stance,
    Tlp,
)

NOW = datetime(2020, 1, 3, 12, tzinfo=UTC)
SALMA = SourceInput("S1", "Salma", SourceKind.PERSON, "a nurse")
PAPER = SourceInput("S2", "The Paper", SourceKind.OUTLET)
NOBODY = SourceInput("S3", "", SourceKind.UNKNOWN)
EXHIBIT = ExhibitInput(
    1,
    "D1",
    "A long night",
    DocumentKind.ARTICLE,
    NOW,
    "Ada",
    CaptureMethod.PASTED,
    "ab" * 32,
    10,
    "text/plain",
)
SEEN = CitedStatement(
    "ST1", SALMA, Basis.OBSERVED, parse("2020-01-02"), passages=(PassageInput("They left.", 1, 0, 10),)
)
TOLD = CitedStatement(
    "ST2",
    PAPER,
    Basis.TOLD,
    parse("2020-01-01"),
    conveys=(ConveyedInput("AS1", "They left.", Stance.ASSERTS),),
    paths=(
        PathInput(
            (HopInput(NOBODY, None, RelayForm.CITES), HopInput(PAPER, parse("2020-01-01"))),
            known_origin=False,
            gap="whom they asked is not said",
        ),
    ),
)
OTHER = CitedStatement("ST3", SALMA, Basis.INFERRED, None, gist="she thinks so")
SUPPORT = SupportInput("AS1", "They left.", 1, 2, 3, 2, ("Salma",))


def cites(*statements, role=CitationRole.SUPPORTS):
    return tuple(CitationInput(role, one) for one in statements)


FINDING = FindingInput(
    "F1",
    "They left.",
    Likelihood.LIKELY,
    "Two say so",
    Confidence.LOW,
    "One channel",
    cites(SEEN),
    (SUPPORT,),
)
REPORT = ReportInput(
    "R1",
    "Who left",
    "EMB",
    "The siege",
    Profile.INTELLIGENCE,
    Tlp.GREEN,
    "UTC",
    "Draft",
    NOW,
    bottom_line="They left.",
    findings=(FINDING,),
    exhibits=(EXHIBIT,),
)


def lines(report: ReportInput) -> list[str]:
    """Every text of the document, one block a line."""
    document = compose(report)
    found = []
    for block in document.walk():
        match block:
            case Heading(text=text):
                found.append(text)
            case Paragraph(inlines=inlines):
                found.append(plain_text(inlines))
            case Quote(text=text, caption=caption):
                found += [text, plain_text(caption)]
            case Facts(pairs=pairs):
                found += [f"{name}: {plain_text(value)}" for name, value in pairs]
            case Table(rows=rows):
                found += [" | ".join(plain_text(cell) for cell in row) for row in rows]
    return found


def sections(report: ReportInput) -> list[str]:
    return [block.text for block in compose(report).walk() if isinstance(block, Heading) and block.level == 1]


def said(report: ReportInput, words: str) -> bool:
    return any(words in line for line in lines(report))


def with_finding(**changes) -> ReportInput:
    return replace(REPORT, findings=(replace(FINDING, **changes),))


def with_cited(*statements, **changes) -> ReportInput:
    return replace(REPORT, findings=(replace(FINDING, citations=cites(*statements)),), **changes)


def test_the_same_input_gives_the_same_document():
    assert compose(REPORT).to_json() == compose(REPORT).to_json()


@pytest.mark.parametrize(
    ("review", "words"),
    [
        (ReviewInput(), "Nobody has reviewed it"),
        (ReviewInput(is_asked=True), "It is in review: nobody has approved it yet"),
        (
            ReviewInput(approved_by="Bo", approved_at=NOW),
            "Reviewed and approved by Bo, 3 January 2020, 12:00 (UTC)",
        ),
        (
            ReviewInput(approved_by="Bo", approved_at=NOW, has_changed=True),
            "It was changed since Bo approved it",
        ),
    ],
)
def test_page_one_of_a_draft_says_where_it_stands_in_its_review(review, words):
    made = lines(replace(REPORT, authors=("Ada",), review_so_far=review))
    assert made[2] == f"Prepared by Ada · {words} · Generated 3 January 2020, 12:00 (UTC)"
    assert not any("Published without review" in line for line in made)


def test_page_one_of_a_version_says_who_approved_it():
    report = replace(REPORT, version="Version 1", review=ReviewInput())
    assert lines(report)[2] == "Published without review · Generated 3 January 2020, 12:00 (UTC)"


def test_page_one_says_which_version_of_what_is_known_until_when():
    report = replace(
        REPORT, cut_off=parse("2020-01-02"), where="Karsa", authors=("Ada", "Jun"), version="Version 3"
    )
    assert lines(report)[:3] == [
        "Version 3 · R1 · Case EMB: The siege · Karsa",
        "Information cut-off: 2 January 2020 · Times are those of UTC, unless a zone is given",
        "Prepared by Ada and Jun · Generated 3 January 2020, 12:00 (UTC)",
    ]
    assert said(REPORT, "Information cut-off: not set")


def test_sections_come_in_the_order_an_editor_reads_them():
    conflict = ConflictInput(
        "AS1", "They left.", "AS2", "They stayed.", "contradiction", "both at noon", (SEEN,), ()
    )
    report = replace(REPORT, conflicts=(conflict,), gaps_note="nothing found", what_would_change="A picture.")
    assert sections(report) == [
        "Bottom line",
        "Findings",
        "What the sourcing rests on",
        "What would change this",
        "Conflicts",
        "Sources",
        "Evidence",
        "Gaps",
        "Exhibits",
        "Method and disclosure",
    ]


def test_a_court_reads_exhibits_and_chronology_first_and_no_rating_anywhere():
    graded = replace(
        SEEN,
        reliability=ReliabilityInput(Reliability.B, "", "steady"),
        credibility=(CredibilityInput(Credibility.DOUBTFUL, "AS1", "odd"),),
    )
    report = replace(
        with_cited(graded, TOLD), profile=Profile.COURT, standard_of_proof="Beyond reasonable doubt."
    )
    order = sections(report)
    assert order[3:8] == [
        "Standard of proof",
        "Exhibits",
        "Chronology",
        "What speaks against the findings",
        "Sources",
    ]
    everything = " ".join([*lines(report), *(plain_text(note.inlines) for note in compose(report).notes)])
    for rating in ("likely", "confidence", "graded", "judged", "eliable", "doubtful", "Admiralty"):
        assert rating not in everything
    assert said(report, "Two say so.")


@pytest.mark.parametrize(
    ("likelihood", "words"),
    [
        (None, "Two say so."),
        (Likelihood.LIKELY, "Two say so."),
        (Likelihood.ROUGHLY_EVEN, "This is not established. Two say so."),
        (Likelihood.UNLIKELY, "This is not established: on balance, we hold that it is not so. Two say so."),
        (
            Likelihood.ALMOST_NO_CHANCE,
            "This is not established: on balance, we hold that it is not so. Two say so.",
        ),
    ],
)
def test_a_court_does_not_take_for_found_what_is_not_likely(likelihood, words):
    finding = replace(FINDING, likelihood=likelihood)
    assert words in lines(replace(REPORT, findings=(finding,), profile=Profile.COURT))


def test_a_court_finding_without_reasons_goes_straight_to_its_sources():
    finding = replace(FINDING, likelihood_reason="", confidence_reason="")
    report = replace(REPORT, findings=(finding,), profile=Profile.COURT)
    assert lines(report)[lines(report).index("They left.", 5) + 1].startswith("Rests on Salma")


def test_the_chronology_puts_undated_words_last():
    report = replace(with_cited(OTHER, SEEN, TOLD), profile=Profile.COURT)
    rows = [line for line in lines(report) if " | " in line]
    assert [row.split(" | ")[0] for row in rows] == [
        "1 January 2020, time not shown",
        "2 January 2020, time not shown",
        "date not shown",
    ]
    assert rows[0].endswith("The Paper | Asserts that “They left” | not stated")
    assert rows[2].endswith("She thinks so | not stated")
    timed = replace(TOLD, conveys=(replace(TOLD.conveys[0], holds=parse("2020-01-02T15:00")),))
    court = replace(with_cited(timed), profile=Profile.COURT)
    assert any(line.endswith("| 2 January 2020, 15:00") for line in lines(court))
    assert "Chronology" not in sections(replace(REPORT, findings=(), profile=Profile.COURT))


def test_likelihood_and_confidence_never_share_a_sentence():
    assert said(REPORT, "We judge this likely (55 to 80%). Two say so.")
    assert said(REPORT, "Our confidence in this judgement is low. One channel.")
    assert not said(REPORT, "likely (55 to 80%). Two say so. Our confidence")


@pytest.mark.parametrize(
    ("likelihood", "sentence"),
    [
        (Likelihood.ROUGHLY_EVEN, "We judge that there is a roughly even chance of this (45 to 55%)."),
        (Likelihood.ALMOST_NO_CHANCE, "We judge that there is almost no chance of this (1 to 5%)."),
        (Likelihood.ALMOST_CERTAIN, "We judge this almost certain (95 to 99%)."),
        (None, "Likelihood not yet judged."),
    ],
)
def test_every_likelihood_reads_as_a_sentence(likelihood, sentence):
    assert said(with_finding(likelihood=likelihood), sentence)


def test_a_newsroom_reads_the_term_without_its_band_and_no_codes():
    report = replace(REPORT, profile=Profile.NEWSROOM)
    assert said(report, "We judge this likely. Two say so.")
    assert not said(report, "Admiralty")
    assert not said(report, "AJP")


def test_confidence_that_was_not_judged_says_so():
    assert said(with_finding(confidence=None, confidence_reason=""), "Confidence not yet judged.")


def test_a_finding_says_what_it_rests_on_and_what_is_against_it():
    citations = (
        *cites(SEEN),
        *cites(TOLD),
        *cites(replace(OTHER, label="ST4")),
        *cites(OTHER, role=CitationRole.CONFLICTS),
        *cites(replace(OTHER, label="ST5"), role=CitationRole.BACKGROUND),
    )
    assert said(
        with_finding(citations=citations),
        "Rests on Salma\u2009 and an unknown source through The Paper. Against it: Salma. Background: Salma. "
        "At least one, at most two independent sources. Hangs on Salma: if that source falls, nothing carries it.",
    )
    assert said(with_finding(citations=citations[3:]), "Nothing that is cited supports it. Against it: Salma")
    assert said(with_finding(citations=()), "Nothing is cited for it.")


def test_original_sources_that_reach_us_through_one_voice_name_it_once():
    guard = SourceInput("S7", "A guard", SourceKind.PERSON)
    through = [HopInput(PAPER)]
    citations = cites(
        *(
            replace(
                SEEN,
                label=label,
                source=source,
                paths=(PathInput((HopInput(source, None, RelayForm.QUOTES), *through), known_origin=True),),
            )
            for label, source in (("ST1", SALMA), ("ST7", guard), ("ST8", SALMA))
        ),
        OTHER,
    )
    assert said(
        with_finding(citations=citations),
        "Rests on Salma\u2009 and A guard, both through The Paper and Salma. ",
    )
    one = cites(citations[0].statement, OTHER)
    assert said(with_finding(citations=one), "Rests on Salma through The Paper and Salma. ")


@pytest.mark.parametrize(
    ("low", "high", "names", "sentence"),
    [
        (0, 0, (), "No independent source."),
        (1, 1, (), "One independent source."),
        (0, 2, (), "At most two independent sources, perhaps none."),
        (2, 3, (), "At least two, at most three independent sources."),
        (1, 1, ("A", "B"), "One independent source. Hangs on A and B: if either falls, nothing carries it."),
        (
            1,
            1,
            ("A", "B", "C"),
            "One independent source. Hangs on A, B and C: if any of them falls, nothing carries it.",
        ),
    ],
)
def test_lines_are_said_in_plain_words(low, high, names, sentence):
    assert said(with_finding(support=(SupportInput("AS1", "x", low, high, 1, 1, names),)), sentence)


def test_a_finding_on_several_assertions_names_its_weakest():
    several = (SUPPORT, SupportInput("AS2", "y", 0, 1, 1, 1))
    assert said(
        with_finding(support=several),
        "Its weakest assertion has at most one independent source, perhaps none.",
    )
    assert said(with_finding(support=()), "Rests on Salma. ")


def test_the_evidence_of_an_assertion_says_how_much_must_fall_and_what_would_settle_it():
    hard = replace(SUPPORT, must_fall=2, would_settle="a picture.", hangs_on=())
    assert said(
        with_finding(support=(hard,)),
        "“They left”: three items and two original sources in the case file. At least one, at most two independent "
        "sources. It falls only if at least two sources fall. What would settle it: a picture.",
    )
    assert said(with_finding(support=(hard,)), "What would settle “They left”: a picture.")
    for known, words in (
        (1, "three items and one original source, perhaps two, in the case file"),
        (0, "three items and no known original source in the case file"),
    ):
        in_doubt = replace(hard, origins=known, perhaps_origins=1)
        assert said(with_finding(support=(in_doubt,)), words)
    assert said(
        with_finding(support=(SupportInput("A", "x", 0, 0, 0, 0),)),
        "nothing in the case file asserts it as fact",
    )


def test_the_source_summary_counts_and_invents_nothing():
    forecast = replace(OTHER, label="ST4", basis=Basis.FORECAST)
    report = with_cited(
        SEEN, TOLD, OTHER, forecast, replace(forecast, label="ST5", translation="x", withdrawn="old")
    )
    assert said(
        report,
        "Sourcing rests on one document, five cited statements and three sources, one of them not named; what is "
        "cited goes back to two original sources, one of them not known. Of five statements one is first-hand (note 1). "
        "Supporting nothing by itself: one inference (note 3) and two forecasts (notes 4 and 5). The oldest "
        "cited words: 1 January 2020; the newest: 2 January 2020. Three statements are undated (notes 3, "
        "4 and 5).",
    )
    assert said(
        report,
        "Finding 1 rests on at least one, at most two independent sources. No finding is certainly corroborated. "
        "One statement is without a known origin (note 2); one statement is read in translation (note 5); one statement "
        "was since withdrawn from the case (note 5).",
    )
    assert said(report, "Not yet graded: 5.")


def test_the_source_summary_of_dated_first_hand_words_is_short():
    only = with_cited(replace(SEEN, said_at=None))
    assert said(only, "The statement is first-hand. One statement is undated (note 1).")
    none = with_cited(TOLD)
    assert said(none, "The statement is not first-hand.")
    assert said(replace(REPORT, findings=()), "No statement is cited.")


def test_grades_are_counted_for_those_who_read_codes():
    graded = replace(
        SEEN,
        reliability=ReliabilityInput(Reliability.B, "the gate", "steady"),
        credibility=(CredibilityInput(Credibility.DOUBTFUL, "AS1", "odd"),),
    )
    assert said(with_cited(graded), "Source grades: B × 1; information grades: 4 × 1.")
    assert said(
        with_cited(graded),
        "Source on “the gate”: B – usually reliable. steady. Information: 4 – doubtful. odd.",
    )
    plain = replace(with_cited(graded), profile=Profile.NEWSROOM)
    assert said(plain, "Source on “the gate”: usually reliable. steady. Information: doubtful. odd.")
    assert not said(plain, "Source grades")


def test_a_draft_says_which_grades_are_hidden_from_its_reader_and_guesses_nothing():
    hidden = replace(SEEN, hidden_reliability=1, hidden_credibility=1)
    draft = with_cited(hidden)
    assert said(draft, "This draft leaves out what others graded")
    assert said(draft, "Source: graded by others, hidden until yours is in.")
    assert said(draft, "Information: graded by others, hidden until yours is in.")
    assert said(draft, "Hidden from whoever reads this draft: 2.")
    assert not said(draft, "not yet graded")
    assert not said(with_cited(SEEN), "leaves out")
    assert not said(replace(draft, profile=Profile.COURT), "graded")
    finding = replace(
        REPORT.findings[0],
        likelihood=None,
        confidence=None,
        hidden=(GradeScale.LIKELIHOOD, GradeScale.CONFIDENCE),
    )
    judged = replace(REPORT, findings=(finding,))
    assert said(judged, "Likelihood graded by others, hidden until yours is in.")
    assert said(judged, "Confidence graded by others, hidden until yours is in.")
    assert said(judged, "This draft leaves out what others graded")


def test_letters_and_digits_are_printed_where_the_case_shows_them_and_only_there():
    graded = replace(SEEN, reliability=ReliabilityInput(Reliability.B, "", "steady"))
    report = with_cited(graded)
    assert said(replace(report, shows_codes=False), "Source: usually reliable. steady.")
    assert said(replace(report, shows_codes=False), "Grades are given in the words of FM 2-22.3")
    assert not said(replace(report, shows_codes=False), "Source letters")
    assert said(replace(report, profile=Profile.NEWSROOM, shows_codes=True), "Source: B – usually reliable.")


def test_a_finding_with_no_source_at_all_is_named_as_one():
    weak = with_finding(support=(SupportInput("A", "x", 0, 0, 0, 0),))
    assert said(weak, "Finding 1 rests on no independent source.")
    assert not said(with_finding(support=(replace(SUPPORT, hangs_on=()),)), "Finding 1 h")


def test_a_conflict_shows_both_sides_and_the_verdict():
    conflict = ConflictInput(
        "AS1", "They left.", "AS2", "They stayed.", "undetermined", "no times", (SEEN, TOLD), ()
    )
    report = replace(with_cited(SEEN, TOLD), conflicts=(conflict,))
    assert said(report, "“They left” (AS1): Salma and The Paper.")
    assert said(report, "“They stayed” (AS2): no cited statement.")
    assert said(report, "Undetermined. No times.")
    assert not said(report, "Cannot both be true")
    reasoned = replace(conflict, reason="It is not over while they stay")
    assert said(
        replace(report, conflicts=(reasoned,)), "Cannot both be true: It is not over while they stay."
    )
    assert said(report, "One pair of assertions may conflict (conflict 1).")
    both = replace(conflict, verdict="contradiction", b_statements=(OTHER,))
    assert said(
        replace(report, conflicts=(conflict, both)),
        "One pair of assertions conflicts: Salma and The Paper against Salma (conflict 2).",
    )
    assert said(
        replace(report, conflicts=(both, both)),
        "Two pairs of assertions conflict: Salma and The Paper against Salma; Salma and The Paper against Salma "
        "(conflicts 1 and 2).",
    )
    assert not said(replace(report, conflicts=(replace(conflict, verdict="update"),)), "of assertions")


def test_notes_are_numbered_as_the_evidence_sets_them_each_exactly_once():
    conflict = ConflictInput("AS1", "x", "AS2", "y", "update", "later", (OTHER,), (SEEN,))
    findings = (
        replace(FINDING, citations=cites(SEEN, TOLD)),
        replace(FINDING, label="F2", citations=cites(TOLD)),
    )
    document = compose(replace(REPORT, findings=findings, conflicts=(conflict,)))
    assert [note.number for note in document.notes] == [1, 2, 3, 4]
    assert [ref.number for ref in document.references() if ref.sets] == [1, 2, 3, 4]
    assert plain_text(document.notes[2].inlines) == "As note 2: An unknown source, cited by The Paper."
    assert plain_text(document.notes[3].inlines).startswith(
        "Salma (a nurse), date not shown: in our words, she thinks"
    )


def test_a_repeated_citation_leads_to_where_the_words_are_quoted():
    findings = (FINDING, replace(FINDING, label="F2"))
    document = compose(replace(REPORT, findings=findings))
    again = [
        block.inlines
        for block in document.walk()
        if isinstance(block, Paragraph) and "Quoted in full" in plain_text(block.inlines)
    ]
    assert [plain_text(inlines) for inlines in again] == [
        "Salma (a nurse), 2 January 2020, time not shown. Quoted in full at note 1."
    ]
    assert NoteRef(2, sets=True) in again[0]


def test_evidence_gives_the_exact_words_their_place_and_the_path_in_words():
    document = compose(REPORT)
    quote = next(block for block in document.walk() if isinstance(block, Quote))
    assert quote.text == "They left."
    assert plain_text(quote.caption).endswith("Exhibit 1, characters 0–10.")
    assert said(with_cited(TOLD), "An unknown source, date not shown, cited by The Paper (1 January 2020).")
    assert said(
        with_cited(TOLD),
        "Basis of The Paper: was told. Asserts that “They left”. Whom they asked is not said.",
    )


def test_words_without_a_passage_and_words_of_ours_are_called_that():
    spoken = replace(
        SEEN, passages=(), verbatim="Gone […].", language="ar", translation="x", translated_by="Ada"
    )
    assert said(with_cited(spoken), "Words as recorded; no passage in a capture is tied to them.")
    assert said(with_cited(spoken), "Translated from Arabic by Ada.")
    assert said(with_cited(OTHER), "In our words: she thinks so.")


def test_other_paths_hedges_and_comments_stand_with_the_evidence():
    known = PathInput((HopInput(SALMA, parse("2020-01-01")),), known_origin=True)
    both = replace(TOLD, paths=(*TOLD.paths, known), hedge="it seems")
    report = with_finding(citations=(CitationInput(CitationRole.SUPPORTS, both, "May be one post"),))
    assert said(report, "Hedged by its source: “it seems”.")
    assert said(report, "Also: An unknown source, date not shown, cited by The Paper (1 January 2020).")
    assert said(report, "May be one post.")


def test_a_chain_shows_its_weakest_graded_voice_and_who_was_not_judged():
    hops = (
        HopInput(SALMA, None, RelayForm.QUOTES, reliability=Reliability.F),
        HopInput(PAPER, None, RelayForm.CITES, reliability=Reliability.D),
        HopInput(replace(PAPER, label="S5", name="The Wire"), reliability=Reliability.A),
    )
    chain = replace(SEEN, paths=(PathInput(hops, known_origin=True),))
    assert said(with_cited(chain), "Weakest graded voice on the path: The Paper (D). Not judged: Salma.")
    graded = replace(chain, paths=(PathInput(hops[1:], known_origin=True),))
    assert not said(with_cited(graded), "Not judged:")
    assert not said(with_cited(SEEN), "Weakest")


def test_a_withdrawn_statement_warns_before_its_words():
    warning = [
        block
        for block in compose(with_cited(replace(SEEN, withdrawn="wrong gate"))).walk()
        if isinstance(block, Paragraph) and block.role == "warning"
    ]
    assert [plain_text(block.inlines) for block in warning] == ["Withdrawn from the case: wrong gate."]


def test_gaps_name_what_the_records_show_to_be_missing():
    embedded = replace(
        SEEN,
        label="ST7",
        basis=Basis.NOT_STATED,
        passages=(PassageInput("x", 1, 0, 1, embedded_in="A long night"),),
    )
    report = with_cited(TOLD, OTHER, embedded, gaps_note="We looked for a picture.\n\nThere was none.")
    for words in (
        "We looked for a picture.",
        "There was none.",
        "The chain ends before a known origin: whom they asked is not said (note 1).",
        "The date is not shown: Salma.",
        "How the source knows is not stated: Salma.",
        "Held only inside another page; the original is not held: Salma.",
        "No passage in a capture is recorded: The Paper and Salma.",
    ):
        assert said(report, words)
    assert "Gaps" not in sections(with_finding(support=()))


def test_a_gap_is_named_once():
    silent = replace(
        TOLD,
        basis=Basis.NOT_STATED,
        paths=(replace(TOLD.paths[0], gap="nobody says how The Paper knows"),),
        passages=SEEN.passages,
    )
    report = with_cited(
        silent, replace(silent, label="ST8"), replace(silent, label="ST9", source=SALMA, paths=())
    )
    bullets = [line for line in lines(report) if "knows" in line and ": " in line and "Access" not in line]
    assert bullets == [
        "The chain ends before a known origin: nobody says how The Paper knows (notes 1 and 2).",
        "How the source knows is not stated: Salma.",
    ]
    wordless = replace(silent, paths=(replace(silent.paths[0], gap=""),))
    assert said(with_cited(wordless), "The chain ends before a known origin (note 1).")
    settled = replace(SUPPORT, would_settle="a picture")
    twice = replace(REPORT, findings=(replace(FINDING, support=(settled,)),) * 2)
    assert lines(twice).count("What would settle “They left”: a picture.") == 1


def test_what_a_statement_conveys_reads_as_one_sentence():
    several = tuple(
        ConveyedInput(f"AS{place}", text, stance)
        for place, (text, stance) in enumerate(
            [("A.", Stance.ASSERTS), ("C", Stance.DENIES), ("B", Stance.ASSERTS)], 1
        )
    )
    assert said(
        with_cited(replace(SEEN, conveys=several)), "Asserts that “A” and that “B”, and denies that “C”."
    )


def test_the_evidence_prints_grounds_and_altered_relays_in_full():
    weak = WeakRelayInput("ST2", PAPER, Fidelity.ALTERED, RelayCertainty.EXPLICIT)
    long = (
        "as far as anybody who stood there that night could tell from where they happened to stand at the time "
        * 2
    )
    drawn = replace(OTHER, rests_on=(GroundInput("AS1", "They left.", long),), weak_relays=(weak,))
    report = with_cited(TOLD, drawn)
    assert said(
        report,
        "Concluded by Salma from AS1 (“They left”); supports nothing by itself. Why AS1: "
        f"A{long.strip()[1:]}.",
    )
    assert said(report, "Says that it repeats The Paper (ST2, note 1), who does not say this: altered.")


def test_the_summary_says_whether_those_who_were_there_reach_us_only_through_others():
    through = PathInput((HopInput(SALMA, None, RelayForm.QUOTES), HopInput(PAPER)), known_origin=True)
    seen = replace(SEEN, paths=(through,))
    took_part = replace(seen, label="ST8", basis=Basis.PARTICIPANT)
    both = with_cited(seen, took_part, OTHER)
    assert said(
        both,
        "Two speak of what they saw or took part in; both reach us only through others (notes 1 and 2).",
    )
    assert said(
        with_cited(seen),
        "One speaks of what they saw or took part in, and reaches us only through others (note 1).",
    )
    assert said(
        with_cited(seen, took_part, replace(SEEN, label="ST9")),
        "Three speak of what they saw or took part in; two of them reach us only through others (notes 1 "
        "and 2).",
    )
    held = replace(seen, label="ST9", basis=Basis.DOCUMENT)
    assert said(
        with_cited(seen, took_part, held),
        "Of three statements three are first-hand (notes 1, 2 and 3); all three reach us only through others "
        "(notes 1, 2 and 3).",
    )


def test_the_summary_counts_the_posts_that_are_only_embedded():
    def post(number, document):
        passage = PassageInput("x", 1, 0, 1, document_label=document, embedded_in="A long night")
        return replace(SEEN, label=f"ST{number}", passages=(passage,))

    assert said(with_cited(post(1, "D2")), "That document embeds one of the cited posts (note 1).")
    report = with_cited(post(1, "D2"), post(2, "D2"), post(3, "D3"))
    assert said(report, "That document embeds two of the cited posts (notes 1 and 3).")
    other = replace(SEEN, label="ST9", passages=(PassageInput("x", 2, 0, 1),))
    exhibits = (EXHIBIT, replace(EXHIBIT, number=2, document_label="D9"))
    assert said(
        with_cited(post(1, "D2"), other, exhibits=exhibits),
        "One of the cited posts is held only as embedded in another document (note 1).",
    )


def test_the_summary_tells_information_much_older_than_what_carries_it():
    old = replace(SEEN, said_at=parse("2008"))
    dated = replace(EXHIBIT, published=parse("2020-01-01"))
    assert said(
        with_cited(old, replace(SEEN, label="ST8"), exhibits=(dated,)),
        "Information of 2008 (note 1) is eleven years or more older than the article that carries it.",
    )
    assert said(
        with_cited(old, replace(old, label="ST8"), exhibits=(dated,)),
        "Information of 2008 (notes 1 and 2) is",
    )
    assert not said(with_cited(old), "Information of")
    assert not said(with_cited(replace(old, said_at=parse("2019-06")), exhibits=(dated,)), "Information of")


def test_other_grades_stand_in_the_evidence():
    graded = replace(
        SEEN,
        reliability=ReliabilityInput(Reliability.D, "the gate", "late", others=(Reliability.C,)),
        credibility=(CredibilityInput(Credibility.DOUBTFUL, "AS1", "odd", others=(Credibility.IMPROBABLE,)),),
    )
    assert said(
        with_cited(graded),
        "late. Another analyst graded C (fairly reliable). Information: 4 – doubtful. odd. ",
    )
    assert said(with_cited(graded), "odd. Another analyst graded 5 (improbable).")
    plain = replace(with_cited(graded), profile=Profile.NEWSROOM)
    assert said(plain, "late. Another analyst: fairly reliable.")


def test_exhibits_give_full_hashes_addresses_and_where_they_are_cited():
    known = replace(
        EXHIBIT,
        author="Bo",
        publisher="Post",
        published=parse("2020-01"),
        address="https://x.example/a",
        archive_address="ftp://y.example",
        obtained_from="Salma",
        file_name="a.html",
    )
    report = replace(REPORT, exhibits=(known, replace(EXHIBIT, number=2, document_label="D2", title="")))
    found = lines(report)
    for line in (
        "Document: A long night · Article · D1",
        "Author: Bo",
        "Publisher: Post",
        "Published: January 2020",
        "Address: https://x.example/a",
        "Archived at: ftp://y.example",
        "Obtained from: Salma",
        "Captured: 3 January 2020, 12:00 (UTC) by Ada, pasted as text",
        "File: a.html · text/plain · 10 bytes",
        f"SHA-256: {'ab' * 32}",
        "Cited in: note 1",
        "Document: Untitled · Article · D2",
        "Not in our copy: author, title, publisher, date and address",
    ):
        assert line in found


def test_only_a_web_address_becomes_a_link():
    strange = replace(EXHIBIT, address="javascript:alert(1)", archive_address="https://x.example/ two")
    document = compose(replace(REPORT, exhibits=(strange,)))
    values = dict(next(block for block in document.walk() if isinstance(block, Facts)).pairs)
    assert values["Address"] == (Text("javascript:alert(1)"),)
    assert values["Archived at"] == (Text("https://x.example/ two"),)


def test_two_passages_of_one_exhibit_list_their_note_once():
    two = replace(SEEN, passages=(*SEEN.passages, PassageInput("All.", 1, 20, 24)))
    assert "Cited in: note 1" in lines(with_cited(two))
    assert "Cited in: notes 1 and 2" in lines(with_cited(two, replace(SEEN, label="ST8")))


def test_method_discloses_scales_pseudonyms_translations_and_the_marking():
    hidden = replace(
        SEEN, source=replace(SALMA, name="JUNIPER", protected=True), translation="x", language="fa"
    )
    report = with_cited(
        hidden, replace(TOLD, source=replace(PAPER, protected=True)), method_note="Two read it."
    )
    for words in (
        "Two read it.",
        "One capture, pasted as text.",
        "Unicode code points",
        "Admiralty code in the wording of FM 2-22.3",
        "Low confidence: Uncorroborated",
        "appear under a pseudonym",
        "Translated: Persian by nobody recorded.",
        "TLP:GREEN: The community, not through publicly accessible channels.",
    ):
        assert said(report, words)
    assert said(with_cited(hidden), "One source appears under a pseudonym, for protection.")
    assert not said(replace(REPORT, exhibits=(), findings=()), "pasted as text.")


def test_a_figure_stands_with_its_finding():
    figure = FigureInput("<svg/>", "a chain", "The chain.")
    document = compose(with_finding(figures=(figure,)))
    assert Figure("<svg/>", "a chain", "The chain.") in document.blocks


def test_text_that_no_page_can_show_is_made_legible_everywhere():
    report = compose(replace(REPORT, title="a\x00b", authors=("A\u202eda",)))
    assert report.meta.title == "a\ufffdb"
    assert report.meta.authors == ("A[U+202E]da",)


def test_a_passage_in_an_exhibit_that_is_not_listed_says_which():
    with pytest.raises(DomainError, match="ST1 stands in exhibit 1"):
        compose(replace(REPORT, exhibits=()))


def test_a_statement_without_any_fact_still_composes():
    bare = CitedStatement("ST9", PAPER, Basis.QUESTION)
    assert said(with_cited(bare), "The Paper, date not shown.")
    assert said(with_cited(bare), "Supporting nothing by itself: one question (note 1).")


HEARD = replace(SEEN, label="ST8")


def written(*bodies, findings=(), **changes):
    sections = tuple(SectionInput(f"P{at}", f"Part {at}", body) for at, body in enumerate(bodies, 1))
    return replace(
        REPORT, sections=sections, mentioned=(SEEN, HEARD), findings=findings, conflicts=(), **changes
    )


def notes_set(document):
    return [reference.number for reference in document.references() if reference.sets]


def test_a_section_sets_its_notes_where_it_cites_the_second_in_short_form():
    document = compose(written("They left [[ST1]].\n\nAll of them [[ST1]] [[ST8]]."))
    assert [note.number for note in document.notes] == notes_set(document) == [1, 2, 3]
    assert plain_text(document.notes[1].inlines).startswith("As note 1")
    assert "They left." in plain_text(document.notes[2].inlines)


def test_what_only_a_text_cites_is_quoted_in_the_evidence_with_the_note_it_has():
    document = compose(written("They left [[ST1]].", bottom_line="It is over [[ST8]]."))
    heading = next(block for block in document.walk() if getattr(block, "anchor", "") == "only-in-text")
    after = list(document.walk())[list(document.walk()).index(heading) :]
    assert [block.text for block in after if isinstance(block, Quote)] == ["They left.", "They left."]
    assert notes_set(document) == [1, 2]  # the first in the section, the second beside its quotation


def test_what_a_section_cites_first_is_quoted_in_full_beside_the_finding_that_cites_it_too():
    finding = FindingInput("F1", "They left.", citations=(CitationInput(CitationRole.SUPPORTS, SEEN),))
    document = compose(written("They left [[ST1]].", findings=(finding, replace(finding, label="F2"))))
    assert notes_set(document) == [1, 2, 3, 4]
    quotes = [block for block in document.walk() if isinstance(block, Quote)]
    again = [
        block
        for block in document.walk()
        if isinstance(block, Paragraph) and "Quoted in full at" in plain_text(block.inlines)
    ]
    assert len(quotes) == 2  # ST1 beside the first finding, ST8 among what only a text cites
    assert [Link("note 2", "#note-2") in block.inlines for block in again] == [True]


def test_a_text_around_the_findings_refers_to_a_note_that_is_set_elsewhere():
    document = compose(written("They left [[ST1]].", bottom_line="It is over [[ST1]]."))
    assert [ref.sets for ref in document.references() if ref.number == 1] == [False, True, False]


_LINE = st.lists(st.sampled_from(["they", "left", "[[ST1]]", "[[ST8]]", "[[ST99]]"]), min_size=1).map(
    " ".join
)
_FORMS = st.sampled_from([
    "{}",
    "# {}",
    "Table: {}\n\n| a {} | b |\n|---|---|\n| {} | c | {} |",
    "- {}\n- {}\n  - {}\n    1. {}",
    "> {}\n>\n> - {}\n>\n> # {}\n>\n> > {}\n>\n> | {} |\n> |---|\n> | {} |",
    "- # {}\n\n  > {}",
    "**{}** [{}](https://example.org) `{}`",
])  # fmt: skip
_TYPED = st.lists(st.tuples(_FORMS, st.lists(_LINE, min_size=6, max_size=6)), max_size=6).map(
    lambda parts: "\n\n".join(form.format(*lines) for form, lines in parts)
)


@settings(max_examples=60)
@given(_TYPED, _TYPED, _TYPED)
def test_every_note_is_set_once_and_in_order_wherever_a_text_cites(first, second, around):
    finding = replace(FINDING, citations=cites(SEEN))
    document = compose(written(first, second, findings=(finding,), bottom_line=around, gaps_note=around))
    numbers = [note.number for note in document.notes]
    assert numbers == notes_set(document) == list(range(1, len(numbers) + 1))
    assert {reference.number for reference in document.references()} == set(numbers)


def test_a_citation_the_report_does_not_hold_stays_as_it_was_typed():
    document = compose(written("They left [[ST99]]."))
    assert "They left [[ST99]]." in [
        plain_text(block.inlines) for block in document.walk() if isinstance(block, Paragraph)
    ]


def test_why_a_chain_breaks_off_is_not_said_twice():
    broken = PathInput((HopInput(SALMA),), known_origin=False, gap="nobody says how Salma knows")
    silent = replace(SEEN, basis=Basis.NOT_STATED, paths=(broken,))
    fine = next(line for line in lines(with_cited(silent)) if line.startswith("Basis not stated."))
    assert "nobody says" not in fine.lower()
    told = replace(SEEN, basis=Basis.TOLD, paths=(broken, replace(broken)))
    assert sum(line.count("Nobody says how Salma knows.") for line in lines(with_cited(told))) == 1
    weak = WeakRelayInput("ST2", PAPER, Fidelity.ALTERED, RelayCertainty.EXPLICIT)
    astray = replace(broken, gap="the source that Salma names does not say this")
    altered = replace(SEEN, basis=Basis.TOLD, paths=(astray,), weak_relays=(weak,))
    assert said(with_cited(altered), "who does not say this: altered.")
    assert not said(with_cited(altered), "The source that Salma names")


def test_a_court_reads_what_weakens_a_finding():
    broken = PathInput((HopInput(SALMA),), known_origin=False, gap="nobody says how Salma knows")
    report = replace(
        with_cited(replace(SEEN, paths=(broken,)), replace(OTHER, basis=Basis.OPINION)), profile=Profile.COURT
    )
    found = lines(report)
    weak = found[found.index("What weakens it") + 1 :]
    assert weak[:3] == [
        "At least one, at most two independent sources. Hangs on Salma: if that source falls, nothing carries it.",
        "The chain ends before a known origin: nobody says how Salma knows (note 1).",
        "Basis: holds an opinion, on what grounds is not recorded; supports nothing by itself (note 2).",
    ]
    sure = replace(report, findings=(replace(FINDING, support=(replace(SUPPORT, minimum=2),)),))
    assert "What weakens it" not in lines(sure)


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ((), "Nothing is cited for it."),
        ((CitationInput(CitationRole.BACKGROUND, SEEN),), "Nothing that is cited supports it."),
    ],
)
def test_a_court_reads_that_nothing_supports_a_finding_where_it_reads_what_weakens_it(citations, words):
    finding = replace(FINDING, citations=citations, support=())
    report = replace(with_cited(SEEN), findings=(finding,), profile=Profile.COURT)
    read = lines(report)
    assert read[read.index("What weakens it") + 1] == words


def test_a_court_is_told_when_no_standard_of_proof_is_stated():
    court = replace(REPORT, profile=Profile.COURT)
    assert said(court, "No standard of proof is stated.")
    assert not said(replace(court, standard_of_proof="Beyond doubt."), "No standard of proof is stated.")
    assert not said(REPORT, "No standard of proof is stated.")
