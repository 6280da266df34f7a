"""The count of independent lines in sentences: why so many, what adds nothing, on whom it hangs.

Words only; every count and every group has been decided by `domain.independence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.domain.case_names import group_named, known_as, sentence, source_named, statement_named
from tracker.domain.contradiction import is_disputed
from tracker.domain.english import (
    MOST_NAMED,
    agreeing,
    capital,
    clauses,
    counted,
    listed,
    number,
    plural,
    some,
)
from tracker.domain.groups import Group
from tracker.domain.open_questions import Question, contradicted
from tracker.domain.readings import Readings
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label, reached
from tracker.domain.scales import Basis, Fidelity
from tracker.domain.support import NOBODY_KNOWN, supporting
from tracker.domain.timing import Judgement, TimeVerdict
from tracker.domain.trace_words import verb

if TYPE_CHECKING:
    from tracker.domain.independence import Lines

_NOT_FACT = {
    Basis.INFERRED: "inferred it",
    Basis.FORECAST: "forecast it",
    Basis.OPINION: "holds it as an opinion",
    Basis.QUESTION: "only asks",
}


def original_sources(lines: Lines) -> str:
    """How many original sources there are, as the reasons name them: “2”, “1, perhaps 2”, “none known”."""
    known, most = len(lines.known_origins), len(lines.origins)
    if known == most:
        return str(known)
    return f"{known}, perhaps {most}" if known else "none known"


def headline(graph: CaseGraph, lines: Lines) -> str:
    """What a list says of an assertion: how many sources carry it, and on whom it all hangs."""
    said = capital(lines.sentence)
    if lines.bounded:
        said += " (bounds, not counts)"
    hinges = [group for group in lines.hangs_on if group != NOBODY_KNOWN]
    if hinges:
        said += f"; hangs on {_on_each(graph, hinges)}"
    elif lines.hangs_on:
        said += "; it may all go back to one unknown source"
    elif lines.conclusions and not lines.items:
        first = graph.statements[lines.conclusions[0]]
        others = " and others" if len(lines.conclusions) > 1 else ""
        said += f": {source_named(graph, first.source)}{others} {_NOT_FACT[first.basis]}"
    return f"{said}."


def why(readings: Readings, lines: Lines) -> tuple[str, ...]:
    """The reasons, in the order in which a reader asks for them."""
    said = [f"{_items(lines)}: {lines.sentence}."]
    if lines.bounded:
        said.append("There are too many paths to try them all: these numbers are bounds, not counts.")
    said += _contradicted(readings, lines.items)
    said += _repeats(readings, lines)
    said += _loops(readings.graph, lines)
    said += _carries_nothing(readings, lines)
    said += _who(readings, lines)
    said += _no_fact(readings.graph, lines.conclusions)
    said += _settled(lines.settle)
    return tuple(said)


def _contradicted(readings: Readings, items: Iterable[str]) -> list[str]:
    """What is recorded of sources behind these items that cannot both be so, and how it is counted."""
    graph, found = readings.graph, contradicted(readings, items)
    said = []
    for each in found[:MOST_NAMED]:
        a, b = source_named(graph, each.a), source_named(graph, each.b)
        through = (
            f", through {some([source_named(graph, name) for name in each.through])}," if each.through else ""
        )
        said.append(
            f"{a} is recorded as the same as {b}{through} and as different from {b}: “at least” counts them "
            "as one, “at most” keeps them apart, until the wrong record is withdrawn."
        )
    if len(found) > MOST_NAMED:
        said.append("There are more sources recorded as different and as one voice.")
    return said


def denied(graph: CaseGraph, denials: Sequence[str], known: int) -> str:
    """Who denies it, and whether that counts."""
    names = some([statement_named(graph, label) for label in denials])
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
    return capital(counted(len(lines.items), "item"))


def _repeats(readings: Readings, lines: Lines) -> list[str]:
    """What adds nothing, those that repeat the same in the same way together."""
    graph = readings.graph
    told = sorted(
        ((_how(readings, item, repeated), item) for item, repeated in lines.repeats.items()),
        key=lambda each: each[0],
    )
    together = [[item for _, item in group] for _, group in groupby(told, key=lambda each: each[0])]
    together.sort(key=lambda items: by_label(items[0]))
    said = []
    for items in together[:MOST_NAMED]:
        how, repeated = _how(readings, items[0], lines.repeats[items[0]])
        names = some([statement_named(graph, item) for item in items])
        origin = some([statement_named(graph, label) for label in repeated])
        add, it = agreeing(len(items), "add"), "it" if len(items) == 1 else "each"
        said.append(f"{names} {add} nothing: {it} {how} {origin}.")
    left = sum(len(items) for items in together[MOST_NAMED:])
    if left:
        said.append(f"{capital(counted(left, 'more item'))} only {agreeing(left, 'repeat')} others.")
    return said


def _how(readings: Readings, item: str, repeated: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """How an item repeats, and what: “republishes” only where it does nothing else."""
    relays = [relay for relay in readings.relays.get(item, ()) if relay.carries]
    direct = [relay for relay in relays if relay.parent in repeated]
    return verb(direct[0]) if len(direct) == len(relays) == 1 else "goes back to", repeated


def _loops(graph: CaseGraph, lines: Lines) -> list[str]:
    """Citation loops, each named as what it is."""
    said = []
    for loop in lines.loops[:MOST_NAMED]:
        names = some([statement_named(graph, label) for label in loop])
        how = f"repeat{'s itself' if len(loop) == 1 else ' each other in a circle'}"
        said.append(f"Citation loop: {names} {how}, which supports nothing.")
    if len(lines.loops) > MOST_NAMED:
        said.append("There are more citation loops.")
    return said


def _carries_nothing(readings: Readings, lines: Lines) -> list[str]:
    graph, net = readings.graph, readings.high
    useful = supporting(net, lines.items)
    circling = {label for loop in lines.loops for label in loop}
    said = []
    for item in [item for item in lines.items if item not in useful and item not in circling][:MOST_NAMED]:
        name = statement_named(graph, item)
        altered = [hop for hop in readings.relays.get(item, ()) if hop.fidelity is Fidelity.ALTERED]
        if altered:
            earlier = known_as(graph, altered[0].parent)
            said.append(f"{name} carries nothing: {earlier} does not say this, the relay is altered.")
        elif circling & reached([item], net.parents):
            said.append(f"{name} carries nothing: it only leads into a citation loop.")
        else:
            said.append(f"{name} carries nothing: the trail behind it is cut.")
    return said


def _who(readings: Readings, lines: Lines) -> list[str]:
    if not lines.lines[1]:
        return []
    graph = readings.graph
    known = lines.known_origins
    unknown = [group for group in lines.origins if group not in known]
    said = []
    if known:
        perhaps = f", and perhaps {_groups(graph, unknown)}" if unknown else ""
        said.append(f"Original {plural(len(known), 'source')}: {_groups(graph, known)}{perhaps}.")
    elif unknown == [NOBODY_KNOWN]:
        said.append("No original source is known: nobody says how they know.")
    else:
        said.append(f"No original source is known: the trail ends with {_groups(graph, unknown)}.")
    return said + _fragile(readings, lines, len(known), everything=not (known and unknown))


def _fragile(readings: Readings, lines: Lines, known: int, *, everything: bool) -> list[str]:
    """On whom it hangs, or how many must fall."""
    graph = readings.graph
    hinges = [group for group in lines.hangs_on if group != NOBODY_KNOWN]
    said = []
    if hinges:
        certain = set(readings.high.names)
        words = [
            group_named(graph, group, joined="as one" if group in certain else "perhaps as one")
            for group in hinges
        ]
        said.append(f"Everything{'' if everything else ' known'} hangs on {_each(words)}.")
        if known > lines.lines[1]:
            said.append(
                f"{capital(counted(known, 'original source'))} reach us through the same hands: that makes "
                f"{sentence((lines.lines[1], lines.lines[1]))}, not {number(known)}."
            )
    if NOBODY_KNOWN in lines.hangs_on:
        said.append("All of it may go back to one and the same unknown source.")
    elif lines.resilience > 1:
        most = ", or with fewer" if lines.bounded else ""
        said.append(
            f"It falls only if {number(lines.resilience)} sources fall{most}: no single one carries it all."
        )
    return said


def _no_fact(graph: CaseGraph, conclusions: Sequence[str]) -> list[str]:
    """Who asserts it without reporting a fact, and what that rests on."""
    said = []
    for label in conclusions[:MOST_NAMED]:
        how = _NOT_FACT[graph.statements[label].basis]
        said.append(f"{statement_named(graph, label)} {how}, which supports nothing by itself.")
        resting = graph.rests_on.get(label, ())
        if resting:
            rests = [
                f"{other}{' (disputed)' * is_disputed(graph, other)}"
                for other in sorted(resting, key=by_label)
            ]
            said.append(f"{label} rests on {some(rests)}.")
    if len(conclusions) > MOST_NAMED:
        said.append("There are more conclusions, forecasts, opinions or questions.")
    return said


def _settled(questions: Sequence[Question]) -> list[str]:
    if not questions:
        return []
    if len(questions) == 1 and questions[0].then:
        return [questions[0].then]
    asked = [question.asked for question in questions]
    return [f"What would settle it: {clauses(asked)}."]


def _groups(graph: CaseGraph, groups: Sequence[Group]) -> str:
    names = [group_named(graph, group) for group in groups]
    twice = {name for name, count in Counter(names).items() if count > 1}
    # Two guards described in the same words are still two.
    told = [
        f"{name} ({group[0]})" if name in twice else name for name, group in zip(names, groups, strict=True)
    ]
    return some(told)


def _on_each(graph: CaseGraph, groups: Iterable[Group]) -> str:
    return _each([group_named(graph, group) for group in groups])


def _each(names: Sequence[str]) -> str:
    """“Salim and on the blog”: each of them by itself, not both together."""
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{number(len(names) - MOST_NAMED)} more")
    return listed([shown[0], *(f"on {name}" for name in shown[1:])])
