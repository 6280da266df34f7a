"""The review of a report: its steps, its fingerprint, what changed since, and what a version says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.domain.access import Right
from tracker.domain.dates import parse
from tracker.domain.errors import DomainError
from tracker.domain.finding_checks import Matter, Verified, told
from tracker.domain.report_check import Opposed, Point
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    CredibilityInput,
    FindingInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    ReportInput,
    ReviewInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.report_review import not_approved, review_words
from tracker.domain.review import CheckItem, ReviewState, require_step
from tracker.domain.review_changes import changes, draft_digest, fingerprint, kept_text, without_grades
from tracker.domain.scales import (
    Basis,
    CitationRole,
    Credibility,
    Likelihood,
    Profile,
    Reliability,
    SourceKind,
    Tlp,
)

DAY = datetime(2020, 1, 3, 12, tzinfo=UTC)
WITNESS = SourceInput("SRC1", "A witness", SourceKind.PERSON)


def statement(label="ST1", **content):
    known = PathInput((HopInput(WITNESS),), known_origin=True)
    return CitedStatement(
        label, WITNESS, content.pop("basis", Basis.OBSERVED), paths=content.pop("paths", (known,)), **content
    )


def finding(*cited, **content):
    return FindingInput(
        "F1",
        "They left.",
        citations=tuple(CitationInput(CitationRole.SUPPORTS, one) for one in cited),
        **content,
    )


def report(*findings, **content):
    return replace(
        ReportInput("R1", "Who left?", "EMB", "Embassy", Profile.INTELLIGENCE, Tlp.AMBER, "UTC", "Draft", DAY, findings=findings),
        **content,
    )  # fmt: skip


def line(item, matter):
    return next(each for each in told(matter) if each.item is item)


# Steps


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        (ReviewState.DRAFT, ReviewState.IN_REVIEW, True),
        (ReviewState.DRAFT, ReviewState.APPROVED, False),
        (ReviewState.DRAFT, ReviewState.DRAFT, False),
        (ReviewState.IN_REVIEW, ReviewState.APPROVED, True),
        (ReviewState.IN_REVIEW, ReviewState.DRAFT, True),
        (ReviewState.IN_REVIEW, ReviewState.IN_REVIEW, False),
        (ReviewState.APPROVED, ReviewState.DRAFT, True),
        (ReviewState.APPROVED, ReviewState.IN_REVIEW, False),
    ],
)
def test_a_report_goes_one_step_at_a_time(before, after, is_allowed):
    if is_allowed:
        require_step(before, after)
    else:
        with pytest.raises(DomainError):
            require_step(before, after)


def test_who_may_publish_approves_and_only_going_back_needs_a_note():
    assert {state.right for state in ReviewState if state is not ReviewState.APPROVED} == {Right.WRITE_REPORT}
    assert ReviewState.APPROVED.right is Right.PUBLISH
    assert [state for state in ReviewState if state.needs_note] == [ReviewState.DRAFT]


# What was approved


def test_the_fingerprint_is_of_the_words_and_not_of_the_hour():
    made = report(finding(statement()))
    assert draft_digest(made) == draft_digest(
        replace(
            made,
            generated_at=datetime(2021, 1, 1, tzinfo=UTC),
            version="Version 3",
            review=ReviewInput(approved_at=DAY),
        )
    )
    for other in (
        replace(made, title="Who stayed?"),
        replace(made, findings=(finding(statement(gist="They left at three")),)),
        replace(made, findings=(finding(statement(), likelihood=Likelihood.LIKELY),)),
        replace(made, findings=(finding(statement(said_at=parse("2020-01-01", "UTC"))),)),
    ):
        assert draft_digest(other) != draft_digest(made)


def test_a_field_that_holds_its_default_does_not_count():
    assert fingerprint(statement()) == fingerprint(statement(hedge="", said_at=None))
    assert fingerprint(("a", "b")) != fingerprint(("ab",))


def test_nothing_that_was_graded_is_kept_with_a_step():
    graded = statement(
        reliability=ReliabilityInput(Reliability.E, "", "CANARY"),
        credibility=(CredibilityInput(Credibility.IMPROBABLE, "", "CANARY"),),
        paths=(PathInput((HopInput(WITNESS, reliability=Reliability.E),), known_origin=True),),
        hidden_reliability=2,
    )
    made = report(finding(graded, likelihood=Likelihood.UNLIKELY, likelihood_reason="CANARY"))
    assert without_grades(made) == report(finding(statement()))
    assert "CANARY" in compose(made).to_json()
    assert "CANARY" not in kept_text(made).to_json()


def test_what_changed_is_told_in_the_words_of_both():
    before = report(finding(statement()), bottom_line="They left.")
    after = replace(before, bottom_line="They stayed.", title="Who stayed?")
    found = changes(kept_text(before), kept_text(after))
    assert [(one.section, one.before, one.after) for one in found.passages] == [
        ("Bottom line", "They left.", "They stayed.")
    ]
    assert found.besides == ("The title was changed: before it was “Who left?”.",)


def test_where_the_words_are_the_same_a_grade_changed_and_it_is_not_said_which():
    before = report(finding(statement()))
    after = report(finding(statement(), likelihood=Likelihood.LIKELY))
    found = changes(kept_text(before), kept_text(after))
    assert (found.passages, found.besides) == ((), ("A grade was given or changed.",))


# What a version says


@pytest.mark.parametrize(
    ("review", "words"),
    [
        (ReviewInput(), "Published without review."),
        (ReviewInput(is_asked=True), "Published without review."),
        (ReviewInput(approved_by="Ada", approved_at=DAY), "Reviewed and approved by Ada, 3 January 2020, 12:00 (UTC)."),
        (
            ReviewInput(approved_by="Ada", approved_at=DAY, is_own=True),
            "Approved by Ada, who also wrote it, 3 January 2020, 12:00 (UTC).",
        ),
        (
            ReviewInput(approved_by="Ada", approved_at=DAY, has_changed=True),
            "Reviewed and approved by Ada, 3 January 2020, 12:00 (UTC); changed since, and published without another review.",
        ),
    ],
)  # fmt: skip
def test_a_version_says_who_stood_by_it(review, words):
    assert review_words(review, "UTC") == words
    assert words in compose(report(review=review)).to_json()


def test_a_draft_says_nothing_of_its_review():
    assert "review" not in compose(report()).to_json().lower()


@pytest.mark.parametrize(
    ("review", "words"),
    [
        (ReviewInput(), "Nobody has reviewed it."),
        (ReviewInput(is_asked=True), "It is in review: nobody has approved it yet."),
        (
            ReviewInput(approved_by="Ada", approved_at=DAY, has_changed=True),
            "It was changed since Ada approved it.",
        ),
    ],
)
def test_what_nobody_stands_by_is_an_open_point(review, words):
    [point] = not_approved(review)
    assert (point.point, point.words, point.finding) == (Point.REVIEW, words, "")


def test_what_somebody_stands_by_is_not():
    assert not_approved(ReviewInput(approved_by="Ada", approved_at=DAY)) == ()


# The checklist


def test_a_finding_that_cites_nothing_has_nothing_to_check():
    for each in told(Matter(finding())):
        assert (each.words, each.is_plain) == ("It cites nothing.", False)


def test_quotations_are_counted_against_the_bytes():
    cited = [statement(f"ST{n}") for n in range(1, 6)]
    verified = (
        Verified("ST1", "E1", stands=True, is_kept=True),
        Verified("ST2", "E1", stands=False, is_kept=True),
        Verified("ST3", "E2", stands=True, is_kept=False),
        Verified("ST4", "E1", stands=None, is_kept=True),
    )
    found = line(CheckItem.QUOTATION, Matter(finding(*cited), verified=verified))
    assert found.words == "1 of 3 quotations equals the captured bytes."
    assert found.look_at == (
        "ST2: its words are not at their place in E1.",
        "E2: its bytes are missing, or no longer have their SHA-256.",
        "ST4 in E1: compare by eye.",
        "ST5: no standing passage.",
    )


def test_recorded_words_that_are_not_in_the_passage_are_told():
    held = (PassageInput("They left at three.", 1, 0, 19),)
    right, wrong = (
        statement(verbatim="They left […] three", passages=held),
        statement("ST2", verbatim="They stayed", passages=held),
    )
    verified = tuple(Verified(label, "E1", stands=True, is_kept=True) for label in ("ST1", "ST2"))
    found = line(CheckItem.QUOTATION, Matter(finding(right, wrong), verified=verified))
    assert found.look_at == ("ST2: its recorded words are not in its passages.",)


def test_origins_kinds_and_dates_are_told_with_where_to_look():
    told_so = PathInput((HopInput(WITNESS),), known_origin=False, gap="nobody is named")
    matter = Matter(
        finding(
            statement(said_at=parse("2020-01-01", "UTC")),
            statement("ST2", basis=Basis.INFERRED, paths=(told_so,), hedge="perhaps"),
        )
    )
    origin, kind, dates = (line(item, matter) for item in (CheckItem.ORIGIN, CheckItem.KIND, CheckItem.DATES))
    assert (origin.words, origin.look_at) == (
        "Origin known for 1 of 2 statements.",
        ("ST2: nobody is named.",),
    )
    assert kind.words == "How they know: saw or heard it (1) and inferred it (1)."
    assert kind.look_at == (f"ST2: {Basis.INFERRED.label.lower()}.", "ST2: hedged, “perhaps”.")
    assert dates.words.startswith("Dated: 1 of 2 statements. ST1: 1 January 2020")
    assert dates.look_at == ("ST2: date not shown.",)


def test_grades_are_counted_and_never_said():
    graded = statement(
        reliability=ReliabilityInput(Reliability.E, "", "Lies."),
        credibility=(CredibilityInput(Credibility.IMPROBABLE, "", "No."),),
    )
    found = line(CheckItem.GRADE, Matter(finding(graded, statement("ST2"), likelihood=Likelihood.UNLIKELY)))
    assert found.words == "Source graded: 1 of 2 statements. Information graded: 1 of 2 statements."
    assert found.look_at == (
        "ST2: its source is not graded.",
        "ST2: its information is not graded.",
        "Confidence is not judged.",
    )
    for said in ("Unreliable", "Improbable", "Lies", "nlikely"):
        assert said not in f"{found.words} {found.look_at}"


def test_what_speaks_against_it_is_counted():
    support = (SupportInput("AS1", "They left", 1, 1, 1, 1),)
    against = (Opposed("It is denied", ("ST2", "ST3")),)
    found = line(
        CheckItem.CONFLICTS, Matter(finding(statement(), statement("ST2"), support=support), against)
    )
    assert found.words == "1 of 2 statements against it is cited."
    assert found.look_at == ("It is denied by ST2 and ST3.",)
    assert (
        line(CheckItem.CONFLICTS, Matter(finding(statement(), support=support))).words
        == "Nothing in the case speaks against it."
    )
    assert "no assertion" in line(CheckItem.CONFLICTS, Matter(finding(statement()), against)).words


@pytest.mark.parametrize(
    ("changed", "outdated"),
    [
        ({"verbatim": "They left"}, {CheckItem.QUOTATION}),
        ({"passages": (PassageInput("They left", 1, 0, 9),)}, {CheckItem.QUOTATION}),
        ({"paths": ()}, {CheckItem.ORIGIN}),
        ({"paths": (PathInput((HopInput(WITNESS, reliability=Reliability.B),), known_origin=True),)}, set()),
        ({"basis": Basis.PARTICIPANT}, {CheckItem.KIND}),
        ({"said_at": parse("2020-01-02", "UTC")}, {CheckItem.DATES}),
        ({"reliability": ReliabilityInput(Reliability.B, "", "So.")}, {CheckItem.GRADE}),
        ({"gist": "They left at three"}, set(CheckItem)),
    ],
)  # fmt: skip
def test_a_tick_grows_old_with_what_it_was_about(changed, outdated):
    before = told(Matter(finding(statement())))
    after = told(Matter(finding(statement(**changed))))
    assert {old.item for old, new in zip(before, after, strict=True) if old.digest != new.digest} == outdated


def test_every_tick_grows_old_with_the_finding_and_one_with_what_speaks_against_it():
    support = (SupportInput("AS1", "They left", 1, 1, 1, 1),)
    before = Matter(finding(statement(), support=support))
    reworded = replace(before, finding=replace(before.finding, text="They all left."))
    denied = replace(before, against=(Opposed("It is denied", ("ST2",)),))
    first = [each.digest for each in told(before)]
    assert not set(first) & {each.digest for each in told(reworded)}
    assert set(first) ^ {each.digest for each in told(denied)} == {
        first[-1],
        line(CheckItem.CONFLICTS, denied).digest,
    }
