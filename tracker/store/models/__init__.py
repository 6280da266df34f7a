"""The tables, one aggregate a file: columns and constraints; no queries, no rules."""

from tracker.store.models.assertion import (
    Assertion,
    AssertionLink,
    ConfirmedVerdict,
    Resolution,
    ResolutionBasis,
)
from tracker.store.models.case import Case, CaseMember
from tracker.store.models.document import Capture, Document, Passage
from tracker.store.models.grade import Grade
from tracker.store.models.history import AuditEvent, Revision
from tracker.store.models.report import Citation, Finding, Report, ReportVersion
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
    "CaseMember",
    "Citation",
    "ConfirmedVerdict",
    "Conveys",
    "Document",
    "Finding",
    "Grade",
    "Passage",
    "Relay",
    "RepeatDecision",
    "Report",
    "ReportVersion",
    "Resolution",
    "ResolutionBasis",
    "RestsOn",
    "Revision",
    "Source",
    "SourceAlias",
    "SourceLink",
    "Statement",
    "StatementLink",
    "User",
]
