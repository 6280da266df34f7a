"""What a “what if” says in sentences. Words only: what changes has been decided by `domain.what_if`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.domain.relay_graph import by_label
from tracker.domain.trace_words import listed, number
from tracker.domain.what_if import Conclusion, Effect, Outcome

_MOST_NAMED = 5


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
    parts = [*_losing(outcome), *_otherwise(outcome)]
    said = f"{begin}: {'; '.join(parts)}." if parts else f"{begin}, no assertion loses an independent source."
    counts = {"conclusion": len(outcome.conclusions), "finding": findings}
    leaning = [_counted(count, thing) for thing, count in counts.items() if count]
    if versions:
        leaning.append(versions[0] if len(versions) == 1 else f"{number(len(versions))} published versions")
    if leaning:
        how_many = sum(counts.values()) + len(versions)
        said += f" {_capital(listed(leaning))} {_verb(how_many, 'rest')} on it."
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


def some(names: Sequence[str]) -> str:
    """“a, b and c”; of very many the first few and how many more."""
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return listed([*names[:_MOST_NAMED], f"{number(len(names) - _MOST_NAMED)} more"])


def _losing(outcome: Outcome) -> list[str]:
    effects = list(outcome.shaken.values())
    falling, losing = effects.count(Effect.FALLS), effects.count(Effect.FALLS) + effects.count(Effect.LOSES)
    if not losing:
        return []
    of_all = _of(losing, len(outcome.before))
    if falling == losing:
        return [f"{of_all} {_verb(losing, 'fall')} altogether"]
    said = [f"{of_all} {_verb(losing, 'lose')} independent sources"]
    if falling:
        said.append(f"{number(falling)} {_verb(falling, 'fall')} altogether")
    return said


def _otherwise(outcome: Outcome) -> list[str]:
    effects = [change.effect for change in outcome.changes]
    easier, better = effects.count(Effect.HANGS), effects.count(Effect.RISES)
    lines = effects.count(Effect.FALLS) + effects.count(Effect.LOSES)
    said = []
    if easier:
        whose = number(easier) if lines else _of(easier, len(outcome.before))
        said.append(
            f"{whose} {_verb(easier, 'keep')} {_its(easier)} independent sources but can fall more easily"
        )
    if better:
        others = f"{number(better)} other{'s' * (better != 1)}"
        said.append(f"less speaks against {others if lines or easier else _of(better, len(outcome.before))}")
    return said


def _of(count: int, total: int) -> str:
    if total == 1:
        return "the only assertion"
    if count == total:
        return "both assertions" if total == 2 else f"all {number(total)} assertions"  # noqa: PLR2004
    return f"{number(count)} of {number(total)} assertions"


def _its(count: int) -> str:
    return "its" if count == 1 else "their"


def _verb(count: int, verb: str) -> str:
    return f"{verb}s" if count == 1 else verb


def _counted(count: int, thing: str) -> str:
    return f"{number(count)} {thing}{'s' * (count != 1)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
