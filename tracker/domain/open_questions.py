"""What one would have to find out for the least and the most to meet, and what would follow from it.

Words only; every count and every group has been decided by `domain.independence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from tracker.domain.case_names import group_named, known_as, sentence, source_named, statement_named
from tracker.domain.english import listed
from tracker.domain.groups import DEPENDENT, ONE_VOICE, PERHAPS_ONE_VOICE, Contradiction, Group
from tracker.domain.readings import Readings
from tracker.domain.records import CaseGraph, RelayRec, SourceLinkRec
from tracker.domain.relay_graph import by_label
from tracker.domain.scales import Fidelity, RelayCertainty
from tracker.domain.support import NOBODY_KNOWN, Net, supporting
from tracker.domain.trace_words import verb


class About(Enum):
    """What a question is about, and so where it is answered."""

    IDENTITY = "who the source of a statement is"
    KNOWLEDGE = "how the source of a statement knows"
    RELAY = "whether one statement repeats another"
    ONE_VOICE = "whether two sources are one"
    IN_STEP = "whether one source speaks for another"
    AT_ODDS = "which of two records on the same sources is wrong"


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
    asked = [_of_the_end(graph, label) for label in sorted(gaps, key=by_label)]
    suspected = [
        relay
        for label in behind - unidentified
        for relay in readings.relays.get(label, ())
        if relay.certainty is RelayCertainty.POSSIBLE and relay.fidelity is not Fidelity.ALTERED
    ]
    asked += [_of_relay(graph, relay) for relay in sorted(suspected, key=lambda relay: by_label(relay.child))]
    links = _doubtful_links(readings, behind)
    asked += [_of_two(graph, link) for link in links if link.kind not in ONE_VOICE]
    asked += [_of_contradiction(graph, each) for each in _at_odds(readings, links)]
    once = list({(question.about, question.labels): question for question in asked}.values())
    if len(once) == 1:
        once = [replace(once[0], then=_then(graph, once[0], lines[1], only_way))]
    return tuple(once)


def contradicted(readings: Readings, entries: Iterable[str]) -> list[Contradiction]:
    """The contradicting records that make voices behind these entries one in the low reading only."""
    if not readings.contradictions:
        return []
    return _at_odds(readings, _doubtful_links(readings, supporting(readings.high, entries)))


def _of_the_end(graph: CaseGraph, label: str) -> Question:
    if _is_gap(graph, label):
        return Question(f"who {statement_named(graph, label)} is", About.IDENTITY, (label,))
    return Question(f"how {statement_named(graph, label)} knows", About.KNOWLEDGE, (label,))


def _is_gap(graph: CaseGraph, label: str) -> bool:
    return graph.sources[graph.statements[label].source].kind.is_gap


def _of_relay(graph: CaseGraph, relay: RelayRec) -> Question:
    child, parent = statement_named(graph, relay.child), known_as(graph, relay.parent)
    repeats = verb(relay).removeprefix("possibly ")
    return Question(f"whether {child} {repeats} {parent}", About.RELAY, (relay.child, relay.parent))


def _of_contradiction(graph: CaseGraph, found: Contradiction) -> Question:
    a, b = source_named(graph, found.a), source_named(graph, found.b)
    asked = f"whether {a} is the same as {b} or different: both are recorded"
    return Question(asked, About.AT_ODDS, (found.a, found.b))


def _of_two(graph: CaseGraph, link: SourceLinkRec) -> Question:
    a, b = source_named(graph, link.a), source_named(graph, link.b)
    if link.kind in PERHAPS_ONE_VOICE:
        return Question(f"whether {a} is the same as {b}", About.ONE_VOICE, (link.a, link.b))
    return Question(f"whether {a} speaks independently of {b} ({link.kind})", About.IN_STEP, (link.a, link.b))


def _doubtful_links(readings: Readings, behind: Iterable[str]) -> list[SourceLinkRec]:
    """The links that count voices as one in the low reading only, and lead from one voice to another."""
    graph = readings.graph
    low, high = _group_of(readings.low), _group_of(readings.high)
    voices = {high[voice] for voice in _voices_behind(graph, behind)}
    ordered = sorted(graph.source_links, key=lambda link: (by_label(link.a), by_label(link.b), link.kind))
    links = [
        link
        for link in ordered
        if link.kind in PERHAPS_ONE_VOICE | DEPENDENT | ONE_VOICE
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


def _voices_behind(graph: CaseGraph, labels: Iterable[str]) -> set[str]:
    statements = [graph.statements[label] for label in labels]
    return {voice for said in statements for voice in (said.source, *said.also_on_path)}


def _at_odds(readings: Readings, links: Iterable[SourceLinkRec]) -> list[Contradiction]:
    """The contradicting records on which these links rest, which count voices as one in the low reading."""
    said_to_be_one = {link.a for link in links if link.kind in ONE_VOICE}
    return [each for each in readings.contradictions if not said_to_be_one.isdisjoint(each.group)]


def _then(graph: CaseGraph, question: Question, most: int, only_way: Sequence[Group]) -> str:
    """What follows from the one answer that all depends on."""
    if question.about is About.AT_ODDS:
        return ""  # which link is wrong decides how many there are
    of_sources = question.about in (About.ONE_VOICE, About.IN_STEP)
    name = source_named if of_sources else known_as
    one, other = name(graph, question.labels[0]), name(graph, question.labels[-1])
    match question.about:
        case About.IDENTITY:
            named = [group_named(graph, group) for group in only_way if group != NOBODY_KNOWN]
            condition = f"{one} is {_none_of(named)} and knows it first-hand"
        case About.KNOWLEDGE:
            condition = f"{one} knows it first-hand"
        case About.RELAY:
            condition = f"{one} does not go back to {other}"
        case About.ONE_VOICE:
            condition = f"{one} is not the same as {other}"
        case About.IN_STEP:
            condition = f"{one} speaks independently of {other}"
    return f"If {condition}, there {'is' if most == 1 else 'are'} {sentence((most, most))}."


def _none_of(names: Sequence[str]) -> str:
    if not names:
        return "somebody else than all of these"
    if len(names) == 1:
        return f"not {names[0]}"
    return f"neither {names[0]} nor {names[1]}" if len(names) == 2 else f"none of {listed(names)}"  # noqa: PLR2004
