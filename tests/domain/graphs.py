"""Small graphs of one assertion, AS1, written down in a line or drawn by lot."""

from __future__ import annotations

from tracker.domain.records import (
    AssertionRec,
    CaseGraph,
    RelayRec,
    SourceLinkRec,
    SourceRec,
    StatementRec,
)
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, SourceKind, SourceLinkKind, Stance

SOURCES = ["A", "B", "C", "D", "U1", "U2"]
KINDS = {"U1": SourceKind.UNKNOWN, "U2": SourceKind.UNNAMED}


def case(*statements, relays=(), links=(), kinds=None, **more):
    names = {voice for said in statements for voice in (said.source, *said.also_on_path)}
    names |= {name for link in links for name in link[:2]}
    return CaseGraph(
        sources={name: SourceRec(name, (kinds or {}).get(name, SourceKind.PERSON), name) for name in names},
        assertions={"AS1": AssertionRec("AS1", "They left")} | more.pop("others", {}),
        statements={said.id: said for said in statements},
        relays=tuple(relays),
        source_links=tuple(SourceLinkRec(a, b, kind) for a, b, kind in links),
        **more,
    )


def item(label, source, basis=Basis.OBSERVED, stance=Stance.ASSERTS, **more):
    return StatementRec(label, source, basis, more.pop("is_entry", True), {"AS1": stance}, **more)


def drawn(lots: bytes, most: int = 7) -> CaseGraph:
    """A graph of at most so many statements: each byte decides one thing, 0 always the plainest."""
    lot = iter(lots)

    def pick(*options):
        return options[next(lot) % len(options)]

    labels = [f"ST{place}" for place in range(pick(*range(1, most + 1)))]
    statements = {
        label: StatementRec(
            label,
            pick(*SOURCES),
            pick(Basis.OBSERVED, Basis.TOLD, Basis.NOT_STATED, Basis.INFERRED),
            pick(True, False),
            {"AS1": pick(Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES)},
            pick((), (), (), ("C",), ("U1", "D")),
        )
        for label in labels
    }
    explicit, faithful = RelayCertainty.EXPLICIT, Fidelity.FAITHFUL
    relays = [
        RelayRec(
            pick(*labels),
            pick(*labels),
            pick(explicit, explicit, RelayCertainty.POSSIBLE),
            pick(faithful, Fidelity.VERBATIM, Fidelity.UNCLEAR, Fidelity.ALTERED),
        )
        for _ in range(pick(*range(11)))
    ]
    links = [
        SourceLinkRec(pick(*SOURCES), pick(*SOURCES), pick(*SourceLinkKind)) for _ in range(pick(*range(5)))
    ]
    return CaseGraph(
        {name: SourceRec(name, KINDS.get(name, SourceKind.PERSON), name) for name in SOURCES},
        {"AS1": AssertionRec("AS1", "They left")},
        statements,
        tuple(relays),
        tuple(links),
    )


def lots_for(most: int) -> int:
    """How many bytes `drawn` may use up."""
    return 1 + 5 * most + 1 + 4 * 10 + 1 + 3 * 4
