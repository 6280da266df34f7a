"""How a report names a voice, and the path by which its words came to us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from tracker.domain.english import capital
from tracker.domain.report_input import CitedStatement, HopInput, PathInput, SourceInput
from tracker.domain.report_words import clipped, said_when
from tracker.domain.scales import Fidelity, RelayCertainty, RelayForm, SourceKind
from tracker.domain.trace_words import AUTHOR

NAME = 60
"""So many characters of a name stand in a sentence."""
_SAYS_SO = "the unnamed "
_CLOSING = {"’": "‘", "”": "“"}
_REPEATED_BY = {
    RelayForm.QUOTES: "quoted by",
    RelayForm.PARAPHRASES: "paraphrased by",
    RelayForm.CITES: "cited by",
    RelayForm.REPUBLISHES: "republished by",
    RelayForm.TRANSLATES: "translated by",
    RelayForm.SUMMARISES: "summarised by",
}


def who(source: SourceInput, limit: int = NAME) -> str:
    """How a source is called in a sentence; a voice nobody named is never made to look like a name."""
    match source.kind:
        case SourceKind.UNKNOWN:
            return "an unknown source"
        case SourceKind.UNNAMED if not source.name.startswith(_SAYS_SO):
            return f"{_cut(source.name, limit)} (not named)"
        case _:
            return _cut(source.name, limit)


def called_again(source: SourceInput, hops: Sequence[HopInput], limit: int = NAME) -> str:
    """How a source is called once the sentence before has named everybody on the path."""
    authors = {hop.source.label for hop in hops if hop.source.name.startswith(AUTHOR)}
    return "the author" if authors == {source.label} else who(source, limit)


def _cut(name: str, limit: int) -> str:
    """A name at most so long, with the quotation marks inside it in pairs."""
    cut = clipped(name, limit)
    if cut == name:
        return name
    if name[-1] in _CLOSING and name.count(_CLOSING[name[-1]]) > cut.count(name[-1]):
        return f"{cut}{name[-1]}"
    return f"{cut}”" if cut.count("“") > cut.count("”") else cut


def introduced(source: SourceInput, *, name: int = NAME, descriptor: int = 10**6) -> str:
    """A source at the head of a sentence, with what may be said of it."""
    words = clipped(source.descriptor.rstrip("."), descriptor) if source.descriptor and descriptor else ""
    called = capital(who(source, name))
    if not words:
        return called
    return (
        f"{called.removesuffix(')')}; {words})" if called.endswith(" (not named)") else f"{called} ({words})"
    )


def main_path(statement: CitedStatement) -> PathInput:
    """The path a note names: the first with a known origin, else the first, else the speaker alone."""
    alone = PathInput((HopInput(statement.source, statement.said_at),), known_origin=True)
    known = (path for path in statement.paths if path.known_origin and path.hops)
    return next(known, next((path for path in statement.paths if path.hops), alone))


def relayed(hops: Sequence[HopInput], *, timed: bool = True, name: int = NAME) -> list[str]:
    """Every repetition after the original: “quoted by R (1 January 2020, 15:05)”."""
    steps = []
    for earlier, later in pairwise(hops):
        if earlier.form is None:  # whoever handed us the document says nothing in it
            steps.append(f"handed over by {who(later.source, name)}")
            continue
        form = _REPEATED_BY[earlier.form]
        if earlier.fidelity is Fidelity.ALTERED:
            form = f"altered and {form}"
        if earlier.certainty is RelayCertainty.POSSIBLE:
            form = f"possibly {form}"
        when = f" ({later.said_at or 'undated'})" if timed else ""
        steps.append(f"{form} {who(later.source, name)}{when}")
    return steps


def attribution(path: PathInput) -> str:
    """Who said it first, when, and everybody it came through."""
    first = path.hops[0]
    return ", ".join([introduced(first.source), said_when(first.said_at), *relayed(path.hops)])


def speakers(statements: Iterable[CitedStatement]) -> dict[str, SourceInput]:
    """Every voice on the way of a cited statement, by label."""
    found: dict[str, SourceInput] = {}
    for statement in statements:
        found.setdefault(statement.source.label, statement.source)
        for path in statement.paths:
            for hop in path.hops:
                found.setdefault(hop.source.label, hop.source)
    return found
