"""How sentences name what a case holds: its sources, groups and statements, and how many lines there are."""

from __future__ import annotations

from tracker.domain.english import counted, number, some
from tracker.domain.groups import Group
from tracker.domain.records import CaseGraph
from tracker.domain.support import NOBODY_KNOWN
from tracker.domain.trace_words import called


def source_named(graph: CaseGraph, name: str) -> str:
    """A source by its name, a description of somebody unidentified in quotation marks."""
    return called(graph.sources[name])


def statement_named(graph: CaseGraph, label: str) -> str:
    """“Salim (ST4)”."""
    return f"{source_named(graph, graph.statements[label].source)} ({label})"


def known_as(graph: CaseGraph, label: str) -> str:
    """A statement as above, or by its label alone where it is not held."""
    return statement_named(graph, label) if label in graph.statements else label


def group_named(graph: CaseGraph, group: Group, *, joined: str = "as one") -> str:
    """The sources of a group; that several count as one is said in the words of `joined`."""
    if group == NOBODY_KNOWN:
        return "somebody unknown"
    names = some([source_named(graph, name) for name in group])
    return f"{names} ({joined})" if len(group) > 1 else names


def sentence(lines: tuple[int, int]) -> str:
    """“at least one, at most two independent sources”."""
    low, high = lines
    if low == high:
        return counted(high, "independent source")
    least = "perhaps none" if low == 0 else f"at least {number(low)}"
    return f"{least}, at most {counted(high, 'independent source')}"
