"""How a statement's source knows: its basis, the grounds of a conclusion, what it does not really repeat."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.english import capital, counted, ended, listed, number, small
from tracker.domain.report_input import CitedStatement, GroundInput, WeakRelayInput
from tracker.domain.report_voices import NAME, called_again, main_path, who
from tracker.domain.report_words import clipped, joined
from tracker.domain.scales import Basis, Fidelity, RelayCertainty

Places = Mapping[str, int]
"""The note that names a statement in full, by the statement's label."""

_DRAWN = {Basis.INFERRED: "Concluded", Basis.FORECAST: "Forecast", Basis.OPINION: "Opinion formed"}
_NOTHING_BY_ITSELF = "supports nothing by itself"
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
    held = statement.rests_on[:most]
    grounds = [_ground(one, texts=texts) for one in held]
    if (more := len(statement.rests_on) - most) > 0:
        grounds.append(f"{counted(more, 'further ground' if most else 'ground')} named in the evidence")
    by = called_again(statement.source, main_path(statement).hops, limit)
    drawn = f"{_DRAWN[statement.basis]} by {by} from {listed(grounds)}; {_NOTHING_BY_ITSELF}."
    return joined(drawn, *(_reasoning(one, warrant) for one in held if one.warrant.strip()))


def weak_relay_words(
    statement: CitedStatement, places: Places, limit: int = NAME, *, most: int = _ALL
) -> str:
    """The earlier statements it alters, or only possibly repeats: no path leads back to them."""
    told = [_weak_relay(one, places, limit) for one in statement.weak_relays[:most]]
    if (more := len(statement.weak_relays) - most) > 0:
        told.append(f"So with {number(more)} more.")
    return " ".join(told)


def _ground(ground: GroundInput, *, texts: bool) -> str:
    return f"{ground.label} (“{ground.text.rstrip('.')}”)" if texts and ground.text else ground.label


def _reasoning(ground: GroundInput, limit: int) -> str:
    """The analyst's own sentence on why that step may be taken."""
    return f"Why {ground.label}: {ended(capital(clipped(ground.warrant.strip(), limit)))}"


def _weak_relay(relay: WeakRelayInput, places: Places, limit: int) -> str:
    stands = f"note {places[relay.label]}" if relay.label in places else "not cited here"
    earlier = f"{who(relay.source, limit)} ({relay.label}, {stands})"
    altered = relay.fidelity is Fidelity.ALTERED
    if relay.certainty is RelayCertainty.POSSIBLE:
        return f"Possibly repeats {earlier}{', and alters it' if altered else ''}; not shown."
    return f"Says that it repeats {earlier}, who does not say this: altered."
