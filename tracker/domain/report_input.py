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
    Language,
    Likelihood,
    LikelihoodRow,
    Paper,
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
    """`holds` is the time for which the assertion claims to be true."""

    assertion: str  # its label
    text: str
    stance: Stance
    holds: FuzzyDate | None = None


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
    reported_at: FuzzyDate | None = None
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
    `least` and `most` are chains with no voice in common, `minimum` and `maximum` of them, each as the names
    on it; empty where there were too many to choose from.
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
    least: tuple[tuple[str, ...], ...] = ()
    most: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FigureInput:
    """A finished picture, such as the trace of an assertion; `alt` tells what it shows without it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class ShownInput:
    """What stands under the words of a `[[timeline]]` or `[[picture E4]]`; `refusal` says why nothing may.

    Without either it can be shown and is not drawn yet.
    """

    words: str
    figures: tuple[FigureInput, ...] = ()
    refusal: str = ""


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
class SectionInput:
    """A part of the report in the analyst's own words: Markdown that cites by `[[ST3]]`."""

    label: str
    title: str
    body: str


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
    collected_by: str = ""
    interpreter: str = ""
    extractor: str = ""  # the program that read the text from the bytes


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """A document that is cited from a page which embeds it, and of which we hold nothing else."""

    label: str
    title: str
    kind: DocumentKind
    author: str = ""
    author_certainty: AuthorCertainty | None = None
    publisher: str = ""
    published: FuzzyDate | None = None
    address: str = ""
    archive_address: str = ""


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """What was said of the report in review; without `approved_at` nobody has approved it.

    `is_own`: whoever approved it also wrote some of it. `has_changed`: it is no longer what was approved.
    """

    is_asked: bool = False
    approved_by: str = ""
    approved_at: datetime | None = None
    is_own: bool = False
    has_changed: bool = False


@dataclass(frozen=True, slots=True)
class RecordInput:
    """How many resolved assertions of a source proved right and wrong, as the original source or relaying."""

    right: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class ProfileInput:
    """What is recorded of a voice of the report besides its name; `label` is that of its source.

    `ties` are its links to sources that may be named, as clauses (“is employed by The Paper”). None ties a
    protected source to anybody: whom it works for could tell who it is.
    """

    label: str
    reliability: ReliabilityInput | None = None
    access: str = ""
    is_hidden: bool = False  # graded by others, and the reader of the draft is not shown it yet
    original: RecordInput = RecordInput()
    relaying: RecordInput = RecordInput()
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """How far the analysts of the case agree on one scale; Krippendorff's α, where there is enough for it."""

    scale: GradeScale
    alpha: float


@dataclass(frozen=True, slots=True)
class MachineInput:
    """What software proposed and how grades were given, each by the labels of what it was done to.

    `proposed` are statements that rules read out of a capture's text and an analyst accepted. `accepted` and
    `refused` are statements that a hint called a repeat. `blind` and `sighted` are the grades
    given before and after their analyst saw others'; a thing that several graded stands there several times.
    """

    tool: str = ""
    proposed: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    sighted: tuple[str, ...] = ()
    agreement: tuple[AgreementInput, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAsideInput:
    """A remark of the program on the wording of one place, which an analyst set aside with a reason."""

    remark: str
    place: str
    reason: str


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
    sections: tuple[SectionInput, ...] = ()
    mentioned: tuple[CitedStatement, ...] = ()  # what the sections and the other texts cite, each once
    shown: tuple[ShownInput, ...] = ()
    conflicts: tuple[ConflictInput, ...] = ()
    exhibits: tuple[ExhibitInput, ...] = ()
    embedded: tuple[DocumentInput, ...] = ()
    supports: tuple[SupportInput, ...] = ()  # of every assertion that a cited statement asserts
    profiles: tuple[ProfileInput, ...] = ()
    machine: MachineInput = MachineInput()
    paper: Paper = Paper.A4
    language: Language = Language.ENGLISH
    review: ReviewInput | None = None  # of a version, which says it in its method as well
    review_so_far: ReviewInput | None = None  # of a draft that leaves the house
    likelihood_row: LikelihoodRow = LikelihoodRow.TERM  # which of its two words a likelihood has
    shows_codes: bool | None = None  # letters and digits; None leaves it to the profile
    set_aside: tuple[SetAsideInput, ...] = ()  # what is remarked on its wording and was set aside

    @property
    def ratings(self) -> Ratings:
        """How grades are printed."""
        return Ratings.of(self.profile, self.shows_codes)
