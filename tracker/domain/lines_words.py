"""The count of independent lines in sentences: why so many, what adds nothing, what would settle it.

Words only; every count and every group has been decided by `domain.independence` and `domain.support`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.domain.groups import DEPENDENT, PERHAPS_ONE_VOICE, Group
from tracker.domain.records import CaseGraph, RelayRec, SourceLinkRec
from tracker.domain.relay_graph import by_label, reached, walk
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, Stance
from tracker.domain.support import NOBODY_KNOWN, Readings, supporting
from tracker.domain.timing import Judgement, TimeVerdict
from tracker.domain.trace_words import called, listed, number, verb

if TYPE_CHECKING:
    from tracker.domain.independence import Lines

_MOST_NAMED = 5
_NOT_FACT = {
    Basis.INFERRED: "inferred it",
    Basis.FORECAST: "forecast it",
    Basis.OPINION: "holds it as an opinion",
    Basis.QUESTION: "only asks",
}


def sentence(lines: tuple[int, int]) -> str:
    """“at least one, at most two independent sources”."""
    low, high = lines
    if low == high:
        return f"{number(high)} independent source{'s' * (high != 1)}"
    least = "perhaps none" if low == 0 else f"at least {number(low)}"
    return f"{least}, at most {number(high)} independent source{'s' * (high != 1)}"


def headline(graph: CaseGraph, lines: Lines) -> str:
    """What a list says of an assertion: how many sources carry it, and on whom it all hangs."""
    said = f"{lines.sentence[0].upper()}{lines.sentence[1:]}"
    return f"{said}; hangs on {_groups(graph, lines.hangs_on)}." if lines.hangs_on else f"{said}."


def why(readings: Readings, lines: Lines) -> tuple[str, ...]:
    """The reasons, in the order in which a reader asks for them."""
    said = [f"{_items(lines)}: {lines.sentence}."]
    if lines.bounded:
        said.append("There are too many paths to try them all: these numbers are bounds, not counts.")
    said += _repeats(readings, lines)
    said += _carries_nothing(readings, lines)
    said += _who(readings, lines)
    said += _no_fact(readings, lines.assertion)
    said += _settled(lines.settle)
    return tuple(said)


def settle(readings: Readings, entries: Iterable[str]) -> tuple[str, ...]:
    """What one would have to know for the least and the most to meet, as indirect questions."""
    graph, net = readings.graph, readings.high
    behind = supporting(net, entries)
    gaps = {label for label in behind if label in net.ends and label not in readings.known}
    voices = {graph.statements[label].source for label in behind}
    identities = [_unknown(graph, label) for label in _sorted(gaps)]
    relays = [
        f"whether {_named(graph, relay.child)} {_repeating(relay)} {_parent(graph, relay)}"
        for label in _sorted(behind - gaps)
        for relay in readings.relays.get(label, ())
        if relay.certainty is RelayCertainty.POSSIBLE
    ]
    ordered = sorted(graph.source_links, key=lambda link: (by_label(link.a), by_label(link.b), link.kind))
    links = [_independent(graph, link) for link in ordered if {link.a, link.b} <= voices]
    return tuple(dict.fromkeys([*identities, *relays, *filter(None, links)]))


def _independent(graph: CaseGraph, link: SourceLinkRec) -> str:
    a, b = _source(graph, link.a), _source(graph, link.b)
    if link.kind in PERHAPS_ONE_VOICE:
        return f"whether {a} is the same as {b}"
    return f"whether {a} speaks independently of {b} ({link.kind})" if link.kind in DEPENDENT else ""


def denied(graph: CaseGraph, denials: Sequence[str], known: int) -> str:
    """Who denies it, and whether that counts."""
    names = _some([_named(graph, label) for label in denials])
    return f"Denied by {names}{_bare(known)}."


def opposed(other: str, judgement: Judgement, known: int, *, asserted: bool) -> str:
    """What an incompatible assertion means for this one."""
    if judgement.verdict is TimeVerdict.UPDATE:
        return f"{other} is an update, not a contradiction: {judgement.why}."
    if judgement.verdict is TimeVerdict.UNDETERMINED:
        return f"Whether {other} contradicts it cannot be told, and lowers nothing: {judgement.why}."
    if not asserted:
        return f"{other} would contradict it, but no item asserts that ({judgement.why})."
    return f"{other} contradicts it: {judgement.why}{_bare(known)}."


def _bare(known: int) -> str:
    return "" if known else "; nobody known to be in a position to know says so, which lowers nothing"


def _items(lines: Lines) -> str:
    count = len(lines.items)
    return f"{number(count).capitalize()} item{'s' * (count != 1)}"


def _repeats(readings: Readings, lines: Lines) -> list[str]:
    graph = readings.graph
    said = []
    for item, repeated in list(lines.repeats.items())[:_MOST_NAMED]:
        relays = [relay for relay in readings.relays.get(item, ()) if relay.carries]
        direct = [relay for relay in relays if relay.parent in repeated]
        how = verb(direct[0]) if len(direct) == len(relays) == 1 else "goes back to"
        names = _some([_named(graph, label) for label in repeated])
        said.append(f"{_named(graph, item)} adds nothing: it {how} {names}.")
    if len(lines.repeats) > _MOST_NAMED:
        said.append(f"{number(len(lines.repeats) - _MOST_NAMED).capitalize()} more items only repeat others.")
    return said


def _carries_nothing(readings: Readings, lines: Lines) -> list[str]:
    graph, net = readings.graph, readings.high
    useful = supporting(net, lines.items)
    circling = {label for loop in walk(lines.items, net.parents).loops for label in loop}
    said = []
    for item in [item for item in lines.items if item not in useful][:_MOST_NAMED]:
        altered = [hop for hop in readings.relays.get(item, ()) if hop.fidelity is Fidelity.ALTERED]
        if altered:
            said.append(
                f"{_named(graph, item)} carries nothing: {_parent(graph, altered[0])} does not say this, "
                "the relay is altered."
            )
        elif circling & reached([item], net.parents):
            said.append(f"{_named(graph, item)} carries nothing: it is repeated in a circle.")
        else:
            said.append(f"{_named(graph, item)} carries nothing: the trail behind it is cut.")
    return said


def _who(readings: Readings, lines: Lines) -> list[str]:
    if not lines.lines[1]:
        return []
    graph = readings.graph
    known = [group for group in lines.origins if not _is_unknown(graph, group)]
    unknown = [group for group in lines.origins if _is_unknown(graph, group)]
    said = []
    if known:
        perhaps = f", and perhaps {_groups(graph, unknown)}" if unknown else ""
        said.append(f"Original source{'s' * (len(known) != 1)}: {_groups(graph, known)}{perhaps}.")
    else:
        said.append(f"No known origin: the trail ends with {_groups(graph, unknown)}.")
    if lines.hangs_on:
        everything = "Everything known" if known and unknown else "Everything"
        said.append(f"{everything} hangs on {_groups(graph, lines.hangs_on)}.")
        if len(known) > lines.lines[1]:
            said.append(
                f"{number(len(known)).capitalize()} original sources, {number(lines.lines[1])} "
                f"line{'s' * (lines.lines[1] != 1)}: they reach us through the same hands."
            )
    elif lines.resilience > 1:
        said.append(f"It stands until {number(lines.resilience)} sources fall.")
    return said


def _no_fact(readings: Readings, assertion: str) -> list[str]:
    """Who asserts it without its being a report of fact, and what that rests on."""
    graph = readings.graph
    said = []
    for label in readings.conveying.get(assertion, ()):
        statement = graph.statements[label]
        if statement.basis.is_factual or statement.conveys[assertion] is not Stance.ASSERTS:
            continue
        said.append(f"{_named(graph, label)} {_NOT_FACT[statement.basis]}, which supports nothing by itself.")
        resting = graph.rests_on.get(label, ())
        if resting:
            disputed = {one for pair in graph.incompatible for one in pair}
            rests = [f"{other} (disputed)" if other in disputed else other for other in _sorted(resting)]
            said.append(f"{label} rests on {listed(rests)}.")
    return said


def _settled(asked: Sequence[str]) -> list[str]:
    if not asked:
        return []
    if len(asked) == 1:
        return [f"Knowing {asked[0]} would settle it."]
    more = f"; and {number(len(asked) - _MOST_NAMED)} more" if len(asked) > _MOST_NAMED else ""
    return [f"What would settle it: {'; '.join(asked[:_MOST_NAMED])}{more}."]


def _unknown(graph: CaseGraph, label: str) -> str:
    source = graph.sources[graph.statements[label].source]
    if source.kind.is_gap:
        return f"who {called(source)} ({label}) is"
    return f"how {source.name} ({label}) knows"


def _is_unknown(graph: CaseGraph, group: Group) -> bool:
    return group == NOBODY_KNOWN or all(graph.sources[name].kind.is_gap for name in group)


def _groups(graph: CaseGraph, groups: Iterable[Group]) -> str:
    return _some([_group(graph, group) for group in groups])


def _group(graph: CaseGraph, group: Group) -> str:
    if group == NOBODY_KNOWN:
        return "somebody unknown"
    names = _some([_source(graph, name) for name in group])
    return f"{names} (as one)" if len(group) > 1 else names


def _source(graph: CaseGraph, name: str) -> str:
    return called(graph.sources[name])


def _named(graph: CaseGraph, label: str) -> str:
    return f"{_source(graph, graph.statements[label].source)} ({label})"


def _parent(graph: CaseGraph, relay: RelayRec) -> str:
    return _named(graph, relay.parent) if relay.parent in graph.statements else relay.parent


def _repeating(relay: RelayRec) -> str:
    return verb(relay).removeprefix("possibly ")


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return listed([*names[:_MOST_NAMED], f"{number(len(names) - _MOST_NAMED)} more"])


def _sorted(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=by_label)
