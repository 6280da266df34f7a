"""What a report is composed from: plain frozen values, already cleared for the reader of the report.

Whoever fills them replaces a protected source's name by its pseudonym first; nothing here could tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.dates import FuzzyDate
from tracker.domain.grade_words import Ratings
from tracker.domain.scales import (
    AuthorCertainty,
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


@dataclass(frozen=True, slots=True)
class SourceInput:
    """`name` is a pseudonym where the source is `protected`; `descriptor` is one line the public may read."""

    label: str
    name: str
    kind: SourceKind
    descriptor: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class ReliabilityInput:
    """The current grade of the statement's source; `analysts` is how many gave it.

    `others` are the grades of the analysts who stand by another one, one for each of them. `is_settled`: a
    lead settled at this grade what analysts differed on; the others are its dissent.
    """

    value: Reliability
    topic: str
    reason: str
    analysts: int = 1
    others: tuple[Reliability, ...] = ()
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class CredibilityInput:
    """The current grade of the statement for one assertion; the label is empty where it conveys only one.

    `overrides`: why “confirmed” was given, by whomever, although the records do not bear it out.
    """

    value: Credibility
    assertion: str
    reason: str
    analysts: int = 1
    others: tuple[Credibility, ...] = ()
    overrides: tuple[str, ...] = ()
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class HopInput:
    """One voice on a path; `form`, `fidelity` and `certainty` say how the next voice repeats this one.

    They are None for the last hop, whose own document we hold. `is_hidden`: others have graded the source,
    and whoever reads the draft is not shown it yet.
    """

    source: SourceInput
    said_at: FuzzyDate | None = None
    form: RelayForm | None = None
    fidelity: Fidelity | None = None
    certainty: RelayCertainty | None = None
    reliability: Reliability | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class PathInput:
    """From the original source (first) to the voice whose words we hold (last)."""

    hops: tuple[HopInput, ...]
    known_origin: bool
    gap: str = ""  # what is missing, in words, where the origin is not known


@dataclass(frozen=True, slots=True)
class PassageInput:
    """`locator` replaces the characters for a box in an image or a time range ("00:12 to 00:19")."""

    exact: str
    exhibit: int
    start: int | None = None
    end: int | None = None
    locator: str = ""
    prefix: str = ""
    suffix: str = ""
    document_label: str = ""
    document_title: str = ""  # of the document the words were published in
    embedded_in: str = ""  # the title of the page that is all we hold of it


@dataclass(frozen=True, slots=True)
class ConveyedInput:
    assertion: str  # its label
    text: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class GroundInput:
    """An assertion or a statement that a conclusion is drawn from, and why that step may be taken."""

    label: str
    text: str
    warrant: str = ""


@dataclass(frozen=True, slots=True)
class WeakRelayInput:
    """An earlier statement and its source that a statement alters, or only possibly repeats: no path."""

    label: str
    source: SourceInput
    fidelity: Fidelity
    certainty: RelayCertainty


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """`verbatim` and `gist` are the analyst's record; `passages` are the exact words in a capture.

    `hidden_reliability` and `hidden_credibility`: how many grades by others a draft keeps from its reader.
    """

    label: str
    source: SourceInput
    basis: Basis
    said_at: FuzzyDate | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""
    verbatim: str = ""
    gist: str = ""
    hedge: str = ""
    language: str = ""  # BCP 47, such as "ar"
    translation: str = ""
    translated_by: str = ""
    conveys: tuple[ConveyedInput, ...] = ()
    rests_on: tuple[GroundInput, ...] = ()
    weak_relays: tuple[WeakRelayInput, ...] = ()
    paths: tuple[PathInput, ...] = ()
    passages: tuple[PassageInput, ...] = ()
    reliability: ReliabilityInput | None = None
    credibility: tuple[CredibilityInput, ...] = ()
    withdrawn: str = ""  # our reason for withdrawing it from the case
    retracted: str = ""  # how its source took it back
    hidden_reliability: int = 0
    hidden_credibility: int = 0


@dataclass(frozen=True, slots=True)
class CitationInput:
    role: CitationRole
    statement: CitedStatement
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SupportInput:
    """What the analysis computed for one assertion that a finding rests on.

    `origins` are the original sources that are known, `perhaps_origins` those nobody has identified.
    """

    assertion: str
    text: str
    minimum: int
    maximum: int
    items: int
    origins: int
    hangs_on: tuple[str, ...] = ()  # the names of sources on every path
    must_fall: int | None = None
    would_settle: str = ""
    perhaps_origins: int = 0


@dataclass(frozen=True, slots=True)
class FigureInput:
    """A finished picture, such as the trace of an assertion; `alt` tells what it shows without it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class FindingInput:
    label: str
    text: str
    likelihood: Likelihood | None = None
    likelihood_reason: str = ""
    confidence: Confidence | None = None
    confidence_reason: str = ""
    citations: tuple[CitationInput, ...] = ()
    support: tuple[SupportInput, ...] = ()
    figures: tuple[FigureInput, ...] = ()
    hidden: tuple[GradeScale, ...] = ()  # on which scales a draft keeps others' grades back from its reader


@dataclass(frozen=True, slots=True)
class ConflictInput:
    """Two assertions that cannot hold together; `verdict` is one of the words of the time comparison."""

    a_label: str
    a_text: str
    b_label: str
    b_text: str
    verdict: str  # contradiction, update or undetermined
    why: str
    a_statements: tuple[CitedStatement, ...] = ()
    b_statements: tuple[CitedStatement, ...] = ()
    reason: str = ""  # the analyst's, for calling them incompatible


@dataclass(frozen=True, slots=True)
class ExhibitInput:
    """One capture and the document it is of; numbers run from 1 in the order of the list."""

    number: int
    document_label: str
    title: str
    kind: DocumentKind
    captured_at: datetime
    captured_by: str
    method: CaptureMethod
    sha256: str
    size: int
    media_type: str
    file_name: str = ""
    author: str = ""
    author_certainty: AuthorCertainty | None = None
    publisher: str = ""
    published: FuzzyDate | None = None
    address: str = ""
    archive_address: str = ""
    obtained_from: str = ""


@dataclass(frozen=True, slots=True)
class ReportInput:
    label: str
    title: str
    case_code: str
    case_title: str
    profile: Profile
    marking: Tlp
    zone: str
    version: str  # "Draft", "Version 2"
    generated_at: datetime
    where: str = ""
    cut_off: FuzzyDate | None = None
    authors: tuple[str, ...] = ()
    bottom_line: str = ""
    what_would_change: str = ""
    gaps_note: str = ""
    method_note: str = ""
    standard_of_proof: str = ""  # printed in the court profile
    findings: tuple[FindingInput, ...] = ()
    conflicts: tuple[ConflictInput, ...] = ()
    exhibits: tuple[ExhibitInput, ...] = ()
    shows_codes: bool | None = None  # letters and digits; None leaves it to the profile

    @property
    def ratings(self) -> Ratings:
        """How grades are printed."""
        return Ratings.of(self.profile, self.shows_codes)
