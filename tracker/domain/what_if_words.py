"""What a “what if” says in sentences. Words only: what changes has been decided by `domain.what_if`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from tracker.domain.english import agreeing, capital, counted, listed, number, some
from tracker.domain.relay_graph import by_label
from tracker.domain.what_if import Conclusion, Effect, Outcome


def opening(names: Sequence[str], *, are_voices: bool) -> str:
    """“If Salim is wrong”; of documents and captures, which are not wrong but worthless, “Without E3”."""
    named = some(names)
    if not are_voices:
        return f"Without {named}"
    return f"If {named} {'is' if len(names) == 1 else 'are'} wrong"


def question(names: Sequence[str], *, are_voices: bool) -> str:
    """“What if Salim is wrong?”; before anything is named “What if it is wrong?”."""
    if not names:
        return "What if it is wrong?"
    named = some(names)
    if not are_voices:
        return f"What is left without {named}?"
    return f"What if {named} {'is' if len(names) == 1 else 'are'} wrong?"


def verdict(outcome: Outcome, begin: str, *, findings: int = 0, versions: Sequence[str] = ()) -> str:
    """The answer in a sentence or two; `begin` is what `opening` says, `versions` name published ones."""
    parts = _becomes(outcome)
    said = f"{begin}: {'; '.join(parts)}." if parts else f"{begin}, no assertion loses an independent source."
    counts = {"conclusion": len(outcome.conclusions), "finding": findings}
    leaning = [counted(count, thing) for thing, count in counts.items() if count]
    if versions:
        leaning.append(versions[0] if len(versions) == 1 else f"{number(len(versions))} published versions")
    if leaning:
        how_many = sum(counts.values()) + len(versions)
        said += f" {capital(listed(leaning))} {agreeing(how_many, 'rest')} on it."
    return said


def reasons(outcome: Outcome, states: str | None, cites: Collection[str]) -> tuple[str, ...]:
    """Why a finding rests on what changes; nothing where it does not.

    It rests on the assertion it states; where it states none, on what the statements it cites speak of.
    """
    found = []
    drawn = {claim: conclusion for conclusion in outcome.conclusions for claim in conclusion.drawn}
    if states in outcome.shaken:
        found.append(f"states {states}, which {outcome.shaken[states].value}")
    elif states in drawn:
        found.append(f"states {states}, a conclusion from {grounds(drawn[states])}")
    if states is None:
        statements = outcome.graph.statements
        spoken = {claim for label in cites if label in statements for claim in statements[label].conveys}
        if shaken := sorted(spoken & outcome.shaken.keys(), key=by_label):
            found.append(f"cites what speaks of {some(shaken)}")
    if gone := sorted(outcome.gone.intersection(cites), key=by_label):
        found.append(f"cites {some(gone)}")
    return tuple(found)


def grounds(conclusion: Conclusion) -> str:
    """“AS1 and AS3”."""
    return some(sorted(conclusion.grounds, key=by_label))


def _becomes(outcome: Outcome) -> list[str]:
    """What becomes of how many assertions; the first clause says of how many in all."""
    effects = Counter(change.effect for change in outcome.changes)
    falling, losing = effects[Effect.FALLS], effects[Effect.LOSES]
    kept = "independent sources but can fall more easily"
    said: list[str] = []
    for count, many, one in (
        (falling + losing if losing else 0, "lose independent sources", "loses independent sources"),
        (falling, "fall altogether", "falls altogether"),
        (effects[Effect.SILENT], "are left with nobody who says so", Effect.SILENT.value),
        (effects[Effect.HANGS], f"keep their {kept}", f"keeps its {kept}"),
    ):
        if count:
            whose = number(count) if said else _of(count, len(outcome.before))
            said.append(f"{whose} {agreeing(count, many, one)}")
    if better := effects[Effect.RISES]:
        others = counted(better, "other") if said else _of(better, len(outcome.before))
        said.append(f"less speaks against {others}")
    return said


def _of(count: int, total: int) -> str:
    if total == 1:
        return "the only assertion"
    if count == total:
        return "both assertions" if total == 2 else f"all {number(total)} assertions"  # noqa: PLR2004
    return f"{number(count)} of {number(total)} assertions"
