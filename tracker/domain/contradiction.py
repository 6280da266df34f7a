"""Which assertions stand against each other, and whether as a contradiction or as an update.

The times say so until an analyst has confirmed one or the other; what was confirmed goes before the times.
"""

from __future__ import annotations

from tracker.domain import timing
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label
from tracker.domain.timing import Judgement, TimeVerdict

CONFIRMED = "confirmed by an analyst"


def rivals(graph: CaseGraph, assertion: str) -> list[str]:
    """The assertions of the case that an analyst called incompatible with this one, in label order."""
    others = {a if b == assertion else b for a, b in graph.incompatible if assertion in (a, b)}
    return sorted((other for other in others - {assertion} if other in graph.assertions), key=by_label)


def judged(graph: CaseGraph, a: str, b: str) -> Judgement:
    """What an analyst confirmed of an incompatible pair, and otherwise what their times say."""
    confirmed = graph.confirmed.get(frozenset({a, b}))
    if confirmed is not None:
        return Judgement(confirmed, CONFIRMED)
    return timing.compare(graph.assertions[a].holds, graph.assertions[b].holds)


def is_disputed(graph: CaseGraph, assertion: str) -> bool:
    """Whether something stands against it that does not merely come after or before it."""
    return assertion in graph.assertions and any(
        judged(graph, assertion, other).verdict is not TimeVerdict.UPDATE
        for other in rivals(graph, assertion)
    )
