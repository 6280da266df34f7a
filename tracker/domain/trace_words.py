"""What a trace says in sentences: its summary, why it breaks off, and the grades along the way.

Words only; what is an end, a gap or a loop has been decided by `domain.provenance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.english import MOST_NAMED, agreeing, capital, clauses, counted, listed, number, some
from tracker.domain.grade_words import traced_grades, within_a_sentence
from tracker.domain.records import RelayRec, SourceRec
from tracker.domain.scales import Basis, Credibility, Fidelity, RelayCertainty, Reliability, SourceKind

if TYPE_CHECKING:
    from tracker.domain.provenance import Trace, TracedStatement

_MOST_LEFT_OUT = 200
AUTHOR = "the unnamed author of "
"""How a source is named that wrote a document which names nobody; its title follows in quotation marks."""
_AT_EITHER_END = 4
"""So many hands of a long chain are named at its beginning and at its end."""
_PERSONAL = (SourceKind.PERSON, SourceKind.ACCOUNT, SourceKind.UNNAMED, SourceKind.UNKNOWN)
_KNOWS = {
    Basis.OBSERVED: "saw or heard it",
    Basis.PARTICIPANT: "took part in it",
    Basis.DOCUMENT: "read it in a document they hold",
    Basis.SENSOR: "measured or recorded it",
}
_GAPS = {
    Basis.TOLD: "{name} was told, and it is not said by whom",
    Basis.INFERRED: "{name} inferred it: a conclusion, not something known",
    Basis.FORECAST: "{name} forecasts it: nobody can have seen it yet",
    Basis.OPINION: "it is the opinion of {name}",
    Basis.QUESTION: "{name} only asks",
}


def quoted(name: str) -> str:
    """A description in quotation marks, once; one that quotes something itself is left as it is."""
    bare = name.strip('“”"')
    return name if set(bare) & set('“”"') else f"“{bare}”"


def called(source: SourceRec) -> str:
    """How a sentence names a source: a description of somebody unidentified is quoted, unless it is ours."""
    described = source.kind.is_gap and not source.name.startswith(AUTHOR)
    return quoted(source.name) if described else source.name


def unsigned(work: str) -> str:
    """Why a trail breaks off at the author of a work: “Exhibit 1 does not name its author”."""
    return f"{work} does not name its author"


def unsaid(name: str) -> str:
    """Why a trail breaks off at whoever repeats somebody by an altered relay alone."""
    return f"the source that {name} names does not say this"


def unexplained(name: str) -> str:
    """Why a trail breaks off at somebody who knows, and nobody says how."""
    return f"nobody says how {name} knows"


def gap_reason(statement: TracedStatement) -> str:
    """Why the trail cannot end at this statement."""
    source = statement.source
    if source.kind is SourceKind.UNKNOWN:
        return f"nobody says who {called(source)} is"
    if source.kind is SourceKind.UNNAMED and source.name.startswith(AUTHOR):
        return unsigned(source.name.removeprefix(AUTHOR))
    if source.kind is SourceKind.UNNAMED:
        return f"{called(source)} is described and not named"
    gap = _GAPS.get(statement.basis)
    return gap.format(name=source.name) if gap else unexplained(source.name)


def verb(relay: RelayRec) -> str:
    """How a relay repeats the earlier statement: “quotes”, “possibly repeats”, “alters”."""
    form = relay.form.label if relay.form else "repeats"
    if relay.certainty is RelayCertainty.POSSIBLE:
        form = f"possibly {form}"
    return f"{form} and alters" if relay.fidelity is Fidelity.ALTERED else form


def notes(
    trace: Trace, statement: TracedStatement, relays: Iterable[RelayRec], gap: str | None
) -> tuple[str, ...]:
    """What a row of the trace must not leave unsaid."""
    said = [f"Gap: {gap}."] if gap else []
    if statement.id not in trace.carried:
        said.append("Reached only through a possible or an altered relay.")
    for relay in relays:
        earlier = f"{relay.parent} ({called(trace.statements[relay.parent].source)})"
        if relay.fidelity is Fidelity.ALTERED:
            said.append(f"{earlier} does not say this: the relay is altered and carries nothing.")
        elif relay.certainty is RelayCertainty.POSSIBLE:
            said.append(f"Possibly {verb(relay).removeprefix('possibly ')} {earlier}; this is not shown.")
        if (relay.child, relay.parent) in trace.closing:
            said.append(f"Leads back to {earlier}: a citation loop, which supports nothing.")
    said += [f"{capital(called(source))} stands on the path too." for source in statement.also_on_path]
    if statement.withdrawn:
        said.append("Withdrawn from the case.")
    return tuple(said)


def summary(trace: Trace) -> str:
    """Through whom it reached us, where it ends, where it breaks off, and what carries nothing."""
    if not trace.roots:
        return "There is no statement to trace."
    chain = _single_chain(trace)
    said = [_through(trace, chain) if chain else _branching(trace)]
    said += [*_ends(trace), *_asides(trace), *_loops(trace)]
    return " ".join(said)


def in_words(trace: Trace, shown: Iterable[str], *, codes: bool = True) -> str:
    """Every statement of `shown` with what it repeats, then the labels of those that are not shown.

    `codes`: grades by their letters and digits.
    """
    drawn = set(shown)
    relays = trace.relays_of()
    said = [
        _told(trace, statement, relays.get(label, ()), codes=codes)
        for label, statement in trace.statements.items()
        if label in drawn
    ]
    left_out = [label for label in trace.statements if label not in drawn]
    if left_out:
        more = len(left_out) - _MOST_LEFT_OUT
        named = [*left_out[:_MOST_LEFT_OUT], *([f"{more:,} more"] if more > 0 else [])]
        said.append(f"Not drawn: {listed(named)}.")
    return " ".join(said)


def _told(trace: Trace, statement: TracedStatement, relays: Iterable[RelayRec], *, codes: bool) -> str:
    """One statement as its card and its lines show it."""
    said = f"said {statement.said_at}" if statement.said_at else "date not stated"
    part = trace.parts[statement.id].value
    facts = [
        "" if part.startswith("repeats") else part,
        f"{statement.source.kind.label}, {statement.basis.label}".lower(),
        *(["we hold it"] if statement.is_entry else []),
        *(["withdrawn"] if statement.withdrawn else []),
        *(f"through {called(source)}" for source in statement.also_on_path),
        said,
        traced_grades(statement.reliability, statement.credibility, codes=codes),
        *(f"{verb(relay)} {relay.parent}" for relay in relays),
    ]
    gist = f"“{statement.gist.rstrip('.')}”"
    return f"{statement.id}, {called(statement.source)}: {gist} ({'; '.join(filter(None, facts))})."


def _single_chain(trace: Trace) -> list[str]:
    """The one way back from the one root; empty where the way forks, joins or closes."""
    relays = {
        child: [relay for relay in group if relay.carries] for child, group in trace.relays_of().items()
    }
    if len(trace.roots) > 1 or trace.closing or any(len(group) > 1 for group in relays.values()):
        return []
    chain = [trace.roots[0]]
    while relays.get(chain[-1]):
        chain.append(relays[chain[-1]][0].parent)
    return chain


def _through(trace: Trace, chain: Sequence[str]) -> str:
    first = trace.statements[chain[0]]
    if len(chain) == 1:
        held = "which we hold" if first.is_entry else "which we hold only through somebody else"
        return f"{first.id} is a statement of {called(first.source)}, {held}."
    hands = len(chain) - 1
    verbs = {relay.child: verb(relay) for relay in trace.relays if relay.carries}
    steps = [called(first.source)]
    for place, label in enumerate(chain[1:], start=1):
        earlier = trace.statements[chain[place - 1]]
        steps.append(f"{_who(earlier.source)} {verbs[earlier.id]} {called(trace.statements[label].source)}")
    if len(steps) > 2 * _AT_EITHER_END:
        left_out = len(steps) - 2 * _AT_EITHER_END + 1
        steps[_AT_EITHER_END : 1 - _AT_EITHER_END] = [f"and so on through {number(left_out)} more"]
    return f"{first.id} reached us through {counted(hands, 'hand')}: {', '.join(steps)}."


def _branching(trace: Trace) -> str:
    roots = len(trace.roots)
    what = trace.roots[0] if roots == 1 else capital(counted(roots, "statement"))
    behind = len(trace.statements) - roots
    earlier = counted(behind, "earlier statement") if behind else "nothing earlier"
    return f"{what} {agreeing(roots, 'go', 'goes')} back to {earlier}."


def _ends(trace: Trace) -> list[str]:
    origins = [_knowing(trace.statements[label]) for label in trace.origins]
    gaps = list(dict.fromkeys(gap.reason for gap in trace.gaps if gap.statement in trace.carried))
    subject = "It" if len(trace.roots) == 1 else "The trail"
    said = []
    if origins:
        said.append(f"{subject} ends with {clauses(origins)}.")
    if gaps:
        said.append(f"{'Elsewhere the' if origins else 'The'} trail breaks off: {clauses(gaps)}.")
    if trace.first_hand:
        known = [
            f"{called(trace.statements[i].source)} {_knows(trace.statements[i])}" for i in trace.first_hand
        ]
        said.append(f"On the way, {clauses(known)}.")
    return said


def _asides(trace: Trace) -> list[str]:
    said = []
    if trace.possible_origins:
        names = [called(trace.statements[label].source) for label in trace.possible_origins]
        said.append(f"It may also go back to {some(names)}, through a relay that is only possible.")
    for relay in trace.altered[:MOST_NAMED]:
        child, parent = trace.statements[relay.child], trace.statements[relay.parent]
        said.append(
            f"{capital(called(child.source))} ({child.id}) names {called(parent.source)} ({parent.id}), "
            "who does not say this: that relay is altered and carries nothing."
        )
    if len(trace.altered) > MOST_NAMED:
        said.append(f"So are {number(len(trace.altered) - MOST_NAMED)} other relays.")
    return said


def _loops(trace: Trace) -> list[str]:
    said = []
    for loop in trace.loops[:MOST_NAMED]:
        members = [f"{called(trace.statements[label].source)} ({label})" for label in loop]
        said.append(f"{capital(some(members))} repeat each other in a circle, which supports nothing.")
    if len(trace.loops) > MOST_NAMED:
        said.append("There are more such circles.")
    return said


def _knowing(statement: TracedStatement) -> str:
    return f"{called(statement.source)}, {_who(statement.source)} {_knows(statement)}"


def _knows(statement: TracedStatement) -> str:
    return _KNOWS[statement.basis]


def _who(source: SourceRec) -> str:
    return "who" if source.kind in _PERSONAL else "which"


@dataclass(frozen=True, slots=True)
class ChainProfile:
    """The grades along a trace; there is no score. F and 6 mean "not judged" and are never the weakest."""

    weakest_reliability: str | None
    weakest_credibility: str | None
    ungraded: tuple[str, ...]
    words: tuple[str, ...]


def profile(trace: Trace, *, codes: bool = True) -> ChainProfile:
    """The weakest graded hop on each scale, what is not graded, and where the gaps are.

    Of what is hidden from whoever asks nothing is said but that it is there. `codes`: grades by their letters
    and digits too.
    """
    hops = [trace.statements[label] for label in trace.statements if label in trace.carried]
    reliable = [hop for hop in hops if hop.reliability and hop.reliability != Reliability.F]
    believed = [hop for hop in hops if hop.credibility and hop.credibility != Credibility.CANNOT_BE_JUDGED]
    weakest = max(reliable, key=lambda hop: hop.reliability or "", default=None)
    doubted = max(believed, key=lambda hop: hop.credibility or "", default=None)
    judged = {hop.id for hop in reliable} & {hop.id for hop in believed}
    hidden = [hop for hop in hops if hop.hidden_reliability or hop.hidden_credibility]
    ungraded = [hop for hop in hops if hop.id not in judged and hop not in hidden]
    said = []
    if weakest and weakest.reliability:
        letter = within_a_sentence(Reliability(weakest.reliability), codes=codes)
        said.append(f"Weakest source on the way: {_named(weakest)}, {letter}.")
    if doubted and doubted.credibility:
        digit = within_a_sentence(Credibility(doubted.credibility), codes=codes)
        said.append(f"Weakest information on the way: {_named(doubted)}, {digit}.")
    if hidden:
        said.append(
            "Graded by others, and hidden until your own grades are in: "
            f"{some([_named(hop) for hop in hidden])}."
        )
    if ungraded:
        said.append(f"Not fully graded or not judged: {some([_named(hop) for hop in ungraded])}.")
    gaps = [f"{gap.reason} ({gap.statement})" for gap in trace.gaps if gap.statement in trace.carried]
    if gaps:
        said.append(f"Gaps: {clauses(gaps)}.")
    return ChainProfile(
        weakest.id if weakest else None,
        doubted.id if doubted else None,
        tuple(hop.id for hop in ungraded),
        tuple(said),
    )


def _named(statement: TracedStatement) -> str:
    return f"{called(statement.source)} ({statement.id})"
