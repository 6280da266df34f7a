"""How a statement's source knows: its basis, the grounds of a conclusion, what it does not really repeat."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.english import counted, number, small
from tracker.domain.report_input import CitedStatement, GroundInput, WeakRelayInput
from tracker.domain.report_voices import NAME, called_again, main_path, who
from tracker.domain.report_words import clipped
from tracker.domain.scales import Basis, Fidelity, RelayCertainty

Places = Mapping[str, int]
"""The note that names a statement in full, by the statement's label."""

_DRAWN = {Basis.INFERRED: "Concluded", Basis.FORECAST: "Forecast", Basis.OPINION: "Opinion formed"}
_NOTHING_BY_ITSELF = "supports nothing by itself"
_FUNCTION_WORDS = {
    "a", "all", "an", "any", "as", "at", "both", "each", "every", "he", "her", "his", "if", "in", "it", "its",
    "most", "no", "nobody", "of", "old", "on", "one", "only", "our", "she", "since", "some", "that", "the",
    "their", "there", "these", "they", "this", "those", "to", "we", "what", "when", "where", "whoever", "who",
    "with", "without",
}  # fmt: skip
_ALL = 10**6


def basis_words(statement: CitedStatement, limit: int = NAME) -> str:
    """How the statement's own source knows; by name where somebody else spoke first."""
    hops = main_path(statement).hops
    first = hops[0].source.label == statement.source.label
    whose = "" if first else f" of {called_again(statement.source, hops, limit)}"
    if statement.basis is Basis.NOT_STATED:
        return f"Basis{whose} not stated."
    label = small(statement.basis.label)
    if statement.basis in _DRAWN:
        return f"Basis{whose}: {label}, on what grounds is not recorded; {_NOTHING_BY_ITSELF}."
    return f"Basis{whose}: {label}."


def grounds_words(
    statement: CitedStatement,
    limit: int = NAME,
    *,
    warrant: int = _ALL,
    most: int = _ALL,
    texts: bool = False,
) -> str:
    """What a conclusion is drawn from and why; how its source knows where it is none."""
    if statement.basis not in _DRAWN or not statement.rests_on:
        return basis_words(statement, limit)
    grounds = [f"from {_ground(one, warrant, texts=texts)}" for one in statement.rests_on[:most]]
    if (more := len(statement.rests_on) - most) > 0:
        grounds.append(f"from {counted(more, 'further ground' if most else 'ground')} named in the evidence")
    listing = ", and ".join(filter(None, [", ".join(grounds[:-1]), grounds[-1]]))
    by = called_again(statement.source, main_path(statement).hops, limit)
    return f"{_DRAWN[statement.basis]} by {by} {listing}; {_NOTHING_BY_ITSELF}."


def weak_relay_words(
    statement: CitedStatement, places: Places, limit: int = NAME, *, most: int = _ALL
) -> str:
    """The earlier statements it alters, or only possibly repeats: no path leads back to them."""
    told = [_weak_relay(one, places, limit) for one in statement.weak_relays[:most]]
    if (more := len(statement.weak_relays) - most) > 0:
        told.append(f"So with {number(more)} more.")
    return " ".join(told)


def _ground(ground: GroundInput, limit: int, *, texts: bool) -> str:
    named = f"{ground.label} (“{ground.text.rstrip('.')}”)" if texts and ground.text else ground.label
    because = clipped(_clause(ground.warrant), limit)
    return f"{named}, because {because}" if because else named


def _clause(warrant: str) -> str:
    """An analyst's sentence after “because”; only a word that is surely no name loses its capital."""
    words = warrant.strip().rstrip(".")
    if words[:8].lower() == "because ":
        words = words[8:]
    head, space, rest = words.partition(" ")
    return f"{head.lower() if head.lower() in _FUNCTION_WORDS else head}{space}{rest}"


def _weak_relay(relay: WeakRelayInput, places: Places, limit: int) -> str:
    stands = f"note {places[relay.label]}" if relay.label in places else "not cited here"
    earlier = f"{who(relay.source, limit)} ({relay.label}, {stands})"
    altered = relay.fidelity is Fidelity.ALTERED
    if relay.certainty is RelayCertainty.POSSIBLE:
        return f"Possibly repeats {earlier}{', and alters it' if altered else ''}; not shown."
    return f"Says that it repeats {earlier}, who does not say this: altered."
