"""A report in which every rule of the lint has exactly one thing to say, and what it cites."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tracker.domain.dates import parse
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    ConveyedInput,
    FindingInput,
    PassageInput,
    ReportInput,
    SectionInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.scales import (
    Basis,
    CitationRole,
    Confidence,
    Likelihood,
    Profile,
    SourceKind,
    Stance,
    Tlp,
)

SALMA = SourceInput("SRC1", "Salma", SourceKind.PERSON)
OMAR = SourceInput("SRC2", "Omar", SourceKind.PERSON)


def statement(label: str, exact: str, **more) -> CitedStatement:
    """Salma saw it, and its words are captured; it asserts AS1, which one source carries, or `asserts`."""
    asserts = more.pop("asserts", "AS1")
    held = {
        "source": SALMA,
        "basis": Basis.OBSERVED,
        "passages": (PassageInput(exact, 1, 0, len(exact)),),
        "conveys": (ConveyedInput(asserts, "They left", Stance.ASSERTS),),
    }
    return CitedStatement(label=label, **{**held, **more})


SEEN = statement("ST1", "They left at noon.")
INFERRED = statement("ST2", "So Tehran ordered it.", basis=Basis.INFERRED, source=OMAR)
FORECAST = statement("ST3", "They will come back.", basis=Basis.FORECAST, source=OMAR)
HEDGED = statement("ST4", "Somebody reportedly opened the gate.", hedge="reportedly")
WITHDRAWN = statement("ST5", "Ten cars came.", withdrawn="A misreading.")
RETRACTED = statement("ST6", "Nobody was hurt.", retracted="ST9: she had been elsewhere")
OPINION = statement("ST7", "It was a disgrace.", basis=Basis.OPINION, source=OMAR)
TWICE = statement("ST8", "The gate stood open.", asserts="AS2")
CITED = (SEEN, INFERRED, FORECAST, HEDGED, WITHDRAWN, RETRACTED, OPINION, TWICE)

ONE_LINE = SupportInput(
    "AS1", "They left", 1, 1, 2, 1, hangs_on=("Salma",), would_settle="a picture of the gate"
)
TWO_LINES = SupportInput("AS2", "The gate stood open", 2, 3, 3, 3)

CAREFUL = ReportInput(
    label="R1",
    title="Who left",
    case_code="EMB",
    case_title="The siege",
    profile=Profile.INTELLIGENCE,
    marking=Tlp.AMBER,
    zone="UTC",
    version="Draft",
    generated_at=datetime(2020, 1, 3, tzinfo=UTC),
    cut_off=parse("2020-01-02"),
    bottom_line="They left.",
    what_would_change="A picture.",
    gaps_note="We looked for a picture and found none.",
    method_note="Two documents were read.",
    findings=(
        FindingInput(
            label="F1",
            text="They left.",
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            citations=(CitationInput(CitationRole.SUPPORTS, SEEN),),
            support=(ONE_LINE,),
        ),
    ),
    mentioned=CITED,
    supports=(ONE_LINE, TWO_LINES),
)
"""A report to which the lint has nothing to say."""

SENTENCES = (
    "With moderate confidence we judge that they likely left. [[ST1]]",
    "They probably left on foot. [[ST1]]",
    "The guards were possibly paid. [[ST1]]",
    "Tehran ordered the attack. [[ST2]]",
    "They come back within a year. [[ST3]]",
    "It is confirmed that they left. [[ST1]]",
    "A third of the guards stayed at their posts.",
    "Ten cars drove up to the gate. [[ST5]]",
    "Salma says they “fled at noon”. [[ST1]]",
    "A map shows the way they took, [[ST99]] and Salma saw them on it. [[ST1]]",
)


def section(body: str, report: ReportInput = CAREFUL, **changes) -> ReportInput:
    """The report with this as its only section."""
    return replace(report, sections=(SectionInput("P1", "What happened", body),), **changes)


FAULTY = section(
    "\n\n".join(SENTENCES),
    findings=(replace(CAREFUL.findings[0], confidence=None),),
)
