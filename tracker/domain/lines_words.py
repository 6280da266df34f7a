"""The count of independent lines in sentences: why so many, what adds nothing, what would settle it.

Words only; every count and every group has been decided by `domain.independence` and `domain.support`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.domain.contradiction import is_disputed
from tracker.domain.groups import DEPENDENT, PERHAPS_ONE_VOICE, Group
from tracker.domain.records import CaseGraph, RelayRec, SourceLinkRec
from tracker.domain.relay_graph import by_label, reached
from tracker.domain.scales import Basis, Fidelity, RelayCertainty
from tracker.domain.support import NOBODY_KNOWN, Net, Readings, supporting
from tracker.domain.timing import Judgement, TimeVerdict
from tracker.domain.trace_words import called, listed, number, verb

if TYPE_CHECKING:
    from tracker.domain.independence import Lines

_MOST_NAMED = 5
_ORDINALS = ("no", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_NOT_FACT = {
    Basis.INFERRED: "inferred it",
    Basis.FORECAST: "forecast it",
    Basis.OPINION: "holds it as an opinion",
    Basis.QUESTION: "only asks",
}


class About(Enum):
    """What a question is about, and so where it is answered."""

    IDENTITY = "who the source of a statement is"
    KNOWLEDGE = "how the source of a statement knows"
    RELAY = "whether one statement repeats another"
    ONE_VOICE = "whether two sources are one"
    IN_STEP = "whether one source speaks for another"


@dataclass(frozen=True, slots=True)
class Question:
    """Something whose answer would bring the least and the most closer together.

    `asked` is an indirect question (“who “officials” (ST5) is”). `labels` name what it is about: one
    statement, the child and the parent of a relay, or two sources. `then` says what follows from an answer;
    it is empty where the answer alone settles nothing.
    """

    asked: str
    about: About
    labels: tuple[str, ...]
    then: str = ""


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
        said += f": {_source(graph, first.source)}{others} {_NOT_FACT[first.basis]}"
    return f"{said}."


def why(readings: Readings, lines: Lines) -> tuple[str, ...]:
    """The reasons, in the order in which a reader asks for them."""
    said = [f"{_items(lines)}: {lines.sentence}."]
    if lines.bounded:
        said.append("There are too many paths to try them all: these numbers are bounds, not counts.")
    said += _repeats(readings, lines)
    said += _loops(readings.graph, lines)
    said += _carries_nothing(readings, lines)
    said += _who(readings, lines)
    said += _no_fact(readings.graph, lines.conclusions)
    said += _settled(lines.settle)
    return tuple(said)


def settle(
    readings: Readings, entries: Iterable[str], lines: tuple[int, int], *, only_way: Sequence[Group]
) -> tuple[Question, ...]:
    """What one would have to know for the least and the most to meet; nothing where they do.

    `only_way`: the groups on the one path that is certain, empty where there are several.
    """
    if lines[0] == lines[1]:
        return ()
    graph, net = readings.graph, readings.high
    behind = supporting(net, entries)
    gaps = {label for label in behind if label in net.ends and label not in readings.known}
    # Who somebody is also tells whether they only passed on what another said.
    unidentified = {label for label in gaps if _is_gap(graph, label)}
    asked = [_of_the_end(graph, label) for label in _sorted(gaps)]
    suspected = [
        relay
        for label in behind - unidentified
        for relay in readings.relays.get(label, ())
        if relay.certainty is RelayCertainty.POSSIBLE and relay.fidelity is not Fidelity.ALTERED
    ]
    asked += [
        Question(
            f"whether {_named(graph, relay.child)} {_repeating(relay)} {_parent(graph, relay)}",
            About.RELAY,
            (relay.child, relay.parent),
        )
        for relay in sorted(suspected, key=lambda relay: by_label(relay.child))
    ]
    asked += [_of_two(graph, link) for link in _doubtful_links(readings, behind)]
    once = list({(question.about, question.labels): question for question in asked}.values())
    if len(once) == 1:
        once = [replace(once[0], then=_then(graph, once[0], lines[1], only_way))]
    return tuple(once)


def _of_the_end(graph: CaseGraph, label: str) -> Question:
    if _is_gap(graph, label):
        return Question(f"who {_named(graph, label)} is", About.IDENTITY, (label,))
    return Question(f"how {_named(graph, label)} knows", About.KNOWLEDGE, (label,))


def _is_gap(graph: CaseGraph, label: str) -> bool:
    return graph.sources[graph.statements[label].source].kind.is_gap


def _of_two(graph: CaseGraph, link: SourceLinkRec) -> Question:
    a, b = _source(graph, link.a), _source(graph, link.b)
    if link.kind in PERHAPS_ONE_VOICE:
        return Question(f"whether {a} is the same as {b}", About.ONE_VOICE, (link.a, link.b))
    return Question(f"whether {a} speaks independently of {b} ({link.kind})", About.IN_STEP, (link.a, link.b))


def _doubtful_links(readings: Readings, behind: Iterable[str]) -> list[SourceLinkRec]:
    """The links that count voices as one in the low reading only, and lead from one voice to another."""
    graph = readings.graph
    low, high = _group_of(readings.low), _group_of(readings.high)
    voices = {high[voice] for voice in {voice for label in behind for voice in _voices_of(graph, label)}}
    ordered = sorted(graph.source_links, key=lambda link: (by_label(link.a), by_label(link.b), link.kind))
    links = [
        link
        for link in ordered
        if link.kind in PERHAPS_ONE_VOICE | DEPENDENT
        and low[link.a] == low[link.b]
        and high[link.a] != high[link.b]
    ]
    while True:  # a link that ends with nobody who speaks here joins nothing
        ends = Counter(high[name] for link in links for name in (link.a, link.b))
        kept = [
            link
            for link in links
            if all(high[name] in voices or ends[high[name]] > 1 for name in (link.a, link.b))
        ]
        if kept == links:
            return kept
        links = kept


def _group_of(net: Net) -> dict[str, Group]:
    return {name: group for group in net.names for name in group}


def _voices_of(graph: CaseGraph, label: str) -> tuple[str, ...]:
    statement = graph.statements[label]
    return (statement.source, *statement.also_on_path)


def _then(graph: CaseGraph, question: Question, most: int, only_way: Sequence[Group]) -> str:
    """What follows from the one answer that all depends on."""
    named = [_group(graph, group) for group in only_way if group != NOBODY_KNOWN]
    first = question.labels[0]
    match question.about:
        case About.IDENTITY:
            condition = f"{_named(graph, first)} is {_none_of(named)} and knows it first-hand"
        case About.KNOWLEDGE:
            condition = f"{_named(graph, first)} knows it first-hand"
        case About.RELAY:
            condition = f"{_named(graph, first)} does not go back to {_known_as(graph, question.labels[1])}"
        case About.ONE_VOICE:
            condition = f"{_source(graph, first)} is not the same as {_source(graph, question.labels[1])}"
        case About.IN_STEP:
            condition = (
                f"{_source(graph, first)} speaks independently of {_source(graph, question.labels[1])}"
            )
    return f"If {condition}, there {'is' if most == 1 else 'are'} {sentence((most, most))}."


def _none_of(names: Sequence[str]) -> str:
    if not names:
        return "somebody else than all of these"
    if len(names) == 1:
        return f"not {names[0]}"
    return f"neither {names[0]} nor {names[1]}" if len(names) == 2 else f"none of {listed(names)}"  # noqa: PLR2004


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
    """What adds nothing, those that repeat the same in the same way together."""
    graph = readings.graph
    told = sorted(
        ((_how(readings, item, repeated), item) for item, repeated in lines.repeats.items()),
        key=lambda each: each[0],
    )
    together = [[item for _, item in group] for _, group in groupby(told, key=lambda each: each[0])]
    together.sort(key=lambda items: by_label(items[0]))
    said = []
    for items in together[:_MOST_NAMED]:
        how, repeated = _how(readings, items[0], lines.repeats[items[0]])
        names = _some([_named(graph, item) for item in items])
        origin = _some([_named(graph, label) for label in repeated])
        one = len(items) == 1
        said.append(f"{names} add{'s' * one} nothing: {'it' if one else 'each'} {how} {origin}.")
    left = sum(len(items) for items in together[_MOST_NAMED:])
    if left:
        said.append(
            f"{number(left).capitalize()} more item{'s' * (left != 1)} only repeat{'s' * (left == 1)} others."
        )
    return said


def _how(readings: Readings, item: str, repeated: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """How an item repeats, and what: “republishes” only where it does nothing else."""
    relays = [relay for relay in readings.relays.get(item, ()) if relay.carries]
    direct = [relay for relay in relays if relay.parent in repeated]
    return verb(direct[0]) if len(direct) == len(relays) == 1 else "goes back to", repeated


def _loops(graph: CaseGraph, lines: Lines) -> list[str]:
    """Citation loops, each named as what it is."""
    said = []
    for loop in lines.loops[:_MOST_NAMED]:
        names = _some([_named(graph, label) for label in loop])
        how = f"repeat{'s itself' if len(loop) == 1 else ' each other in a circle'}"
        said.append(f"Citation loop: {names} {how}, which supports nothing.")
    if len(lines.loops) > _MOST_NAMED:
        said.append("There are more citation loops.")
    return said


def _carries_nothing(readings: Readings, lines: Lines) -> list[str]:
    graph, net = readings.graph, readings.high
    useful = supporting(net, lines.items)
    circling = {label for loop in lines.loops for label in loop}
    said = []
    for item in [item for item in lines.items if item not in useful and item not in circling][:_MOST_NAMED]:
        altered = [hop for hop in readings.relays.get(item, ()) if hop.fidelity is Fidelity.ALTERED]
        if altered:
            said.append(
                f"{_named(graph, item)} carries nothing: {_parent(graph, altered[0])} does not say this, "
                "the relay is altered."
            )
        elif circling & reached([item], net.parents):
            said.append(f"{_named(graph, item)} carries nothing: it only leads into a citation loop.")
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
            _group(graph, group, joined="as one" if group in certain else "perhaps as one")
            for group in hinges
        ]
        said.append(f"Everything{'' if everything else ' known'} hangs on {_each(words)}.")
        if known > lines.lines[1]:
            said.append(
                f"{number(known).capitalize()} original sources reach us through the same hands: that makes "
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
    for label in conclusions[:_MOST_NAMED]:
        how = _NOT_FACT[graph.statements[label].basis]
        said.append(f"{_named(graph, label)} {how}, which supports nothing by itself.")
        resting = graph.rests_on.get(label, ())
        if resting:
            rests = [f"{other}{' (disputed)' * is_disputed(graph, other)}" for other in _sorted(resting)]
            said.append(f"{label} rests on {_some(rests)}.")
    if len(conclusions) > _MOST_NAMED:
        said.append("There are more conclusions, forecasts, opinions or questions.")
    return said


def _settled(questions: Sequence[Question]) -> list[str]:
    if not questions:
        return []
    if len(questions) == 1:
        return [questions[0].then]
    asked = [question.asked for question in questions]
    more = f"; and {number(len(asked) - _MOST_NAMED)} more" if len(asked) > _MOST_NAMED else ""
    return [f"What would settle it: {'; '.join(asked[:_MOST_NAMED])}{more}."]


def _is_unknown(graph: CaseGraph, group: Group) -> bool:
    return group == NOBODY_KNOWN or all(graph.sources[name].kind.is_gap for name in group)


def _groups(graph: CaseGraph, groups: Sequence[Group]) -> str:
    names = [_group(graph, group) for group in groups]
    twice = {name for name, count in Counter(names).items() if count > 1}
    # Two guards described in the same words are still two.
    told = [
        f"{name} ({group[0]})" if name in twice else name for name, group in zip(names, groups, strict=True)
    ]
    return _some(told)


def _group(graph: CaseGraph, group: Group, *, joined: str = "as one") -> str:
    if group == NOBODY_KNOWN:
        return "somebody unknown"
    names = _some([_source(graph, name) for name in group])
    return f"{names} ({joined})" if len(group) > 1 else names


def _on_each(graph: CaseGraph, groups: Iterable[Group]) -> str:
    return _each([_group(graph, group) for group in groups])


def _each(names: Sequence[str]) -> str:
    """“Salim and on the blog”: each of them by itself, not both together."""
    shown = list(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        shown.append(f"{number(len(names) - _MOST_NAMED)} more")
    return listed([shown[0], *(f"on {name}" for name in shown[1:])])


def _source(graph: CaseGraph, name: str) -> str:
    return called(graph.sources[name])


def _named(graph: CaseGraph, label: str) -> str:
    return f"{_source(graph, graph.statements[label].source)} ({label})"


def _known_as(graph: CaseGraph, label: str) -> str:
    return _named(graph, label) if label in graph.statements else label


def _parent(graph: CaseGraph, relay: RelayRec) -> str:
    return _known_as(graph, relay.parent)


def _repeating(relay: RelayRec) -> str:
    return verb(relay).removeprefix("possibly ")


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return listed([*names[:_MOST_NAMED], f"{number(len(names) - _MOST_NAMED)} more"])


def _sorted(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=by_label)
