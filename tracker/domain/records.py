"""The frozen values the analyses read: a case's graph without a database behind it.

Ids are the case's own labels ("ST7", "SRC2", "AS1"), so that every reason an analysis gives can name
the record it speaks of. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.dates import FuzzyDate
from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.domain.timing import TimeVerdict


@dataclass(frozen=True, slots=True)
class SourceRec:
    """A voice; `name` is what the viewer may read (a pseudonym where the source is protected)."""

    id: str
    kind: SourceKind
    name: str


@dataclass(frozen=True, slots=True)
class AssertionRec:
    id: str
    text: str
    holds: FuzzyDate | None = None


@dataclass(frozen=True, slots=True)
class StatementRec:
    """One act of saying. `is_entry`: its passage lies in a captured document of its own source.

    `also_on_path` are sources that stand between us and it besides its relays: whoever the document was
    obtained from, a merely purported author.
    """

    id: str
    source: str
    basis: Basis
    is_entry: bool
    conveys: Mapping[str, Stance] = field(default_factory=dict)
    also_on_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelayRec:
    """`child` repeats `parent`, the earlier statement."""

    child: str
    parent: str
    certainty: RelayCertainty = RelayCertainty.EXPLICIT
    fidelity: Fidelity = Fidelity.FAITHFUL
    form: RelayForm | None = None

    @property
    def carries(self) -> bool:
        """Whether support may run along it: the text says whom it repeats, and does not alter it."""
        return self.certainty is RelayCertainty.EXPLICIT and self.fidelity is not Fidelity.ALTERED


@dataclass(frozen=True, slots=True)
class SourceLinkRec:
    a: str
    b: str
    kind: SourceLinkKind


@dataclass(frozen=True, slots=True)
class CaseGraph:
    """Everything one analysis needs, keyed by id; the order of the tuples means nothing.

    `confirmed` holds what analysts decided on a pair of incompatible assertions, whatever their times say.
    `shows_codes`: whether sentences name suggested grades by letter and digit, or in words alone.
    """

    sources: Mapping[str, SourceRec]
    assertions: Mapping[str, AssertionRec]
    statements: Mapping[str, StatementRec]
    relays: tuple[RelayRec, ...] = ()
    source_links: tuple[SourceLinkRec, ...] = ()
    incompatible: tuple[tuple[str, str], ...] = ()
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: Mapping[frozenset[str], TimeVerdict] = field(default_factory=dict)
    shows_codes: bool = True
