"""The tables, one aggregate a file: columns and constraints; no queries, no rules."""

from tracker.store.models.anchoring import LookedAtChange
from tracker.store.models.assertion import (
    Assertion,
    AssertionLink,
    ConfirmedVerdict,
    Resolution,
    ResolutionBasis,
)
from tracker.store.models.case import Case, CaseAsset, CaseMember
from tracker.store.models.document import Capture, Document, Passage
from tracker.store.models.grade import Grade
from tracker.store.models.history import AuditEvent, Revision
from tracker.store.models.proposal import DecidedStatement, Proposal, ProposalDecision, TextReading
from tracker.store.models.report import (
    Citation,
    Finding,
    Report,
    ReportSection,
    ReportVersion,
    UnsavedText,
    VersionBasis,
    VersionFile,
    VersionNotice,
)
from tracker.store.models.review import Comment, FindingCheck, ReviewStep, SetAsideRemark
from tracker.store.models.source import Source, SourceAlias, SourceLink
from tracker.store.models.statement import (
    Anchor,
    Conveys,
    Relay,
    RepeatDecision,
    RestsOn,
    Statement,
    StatementLink,
)
from tracker.store.models.user import User

__all__ = [
    "Anchor",
    "Assertion",
    "AssertionLink",
    "AuditEvent",
    "Capture",
    "Case",
    "CaseAsset",
    "CaseMember",
    "Citation",
    "Comment",
    "ConfirmedVerdict",
    "Conveys",
    "DecidedStatement",
    "Document",
    "Finding",
    "FindingCheck",
    "Grade",
    "LookedAtChange",
    "Passage",
    "Proposal",
    "ProposalDecision",
    "Relay",
    "RepeatDecision",
    "Report",
    "ReportSection",
    "ReportVersion",
    "Resolution",
    "ResolutionBasis",
    "RestsOn",
    "ReviewStep",
    "Revision",
    "SetAsideRemark",
    "Source",
    "SourceAlias",
    "SourceLink",
    "Statement",
    "StatementLink",
    "TextReading",
    "UnsavedText",
    "User",
    "VersionBasis",
    "VersionFile",
    "VersionNotice",
]
