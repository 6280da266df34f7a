"""Cases written down as JSON: the graph an analysis reads, or a sentence that names the place at fault.

A file holds one case, or {"cases": [case, …]}. A case is

    {"id": "embassy",
     "sources": {"R": {"kind": "person", "is": "reporter"}, …},
     "assertions": {"withdrew": {"text": "…", "holds": "2020-01-01T15:00/.."}, …},
     "statements": [{"id": "s2", "source": "R", "basis": "told", "entry": true,
                     "conveys": {"withdrew": "asserts"}, "also_on_path": ["L"]}, …],
     "relays": [["s2", "s1", "explicit", "faithful"], …],
     "source_links": [["SP", "MIN", "employed by"], …],
     "contradictions": [["withdrew", "still", "contradiction"], …],
     "rests_on": {"s12": ["withdrew"], …},
     "what_if": ["R", …]}

and what may be missing is empty: a basis *not stated*, a relay *explicit* and *faithful*. The word on a
contradiction is an analyst's verdict; without it the times decide. `what_if` names sources (or statements) to
take away; where it is an object, its keys do. Other names are remarks, unless they look like a slip.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self, TypeVar

from tracker.domain import dates
from tracker.domain.errors import DomainError
from tracker.domain.records import (
    AssertionRec,
    CaseGraph,
    RelayRec,
    SourceLinkRec,
    SourceRec,
    StatementRec,
)
from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    SourceKind,
    SourceLinkKind,
    Stance,
    Term,
)
from tracker.domain.timing import TimeVerdict, compare

MOST_BYTES = 20_000_000
LONGEST_ID = 200
NOBODY = "?"
"""Stands in the answers for nobody known, and so can be no source's id."""

_CASE = ["id", "about", "expected", "sources", "assertions", "statements", "relays", "source_links"]
_CASE += ["contradictions", "rests_on", "what_if"]
_KIND_OF = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_SHOWN = 60
W = TypeVar("W", bound=Term)


@dataclass(frozen=True, slots=True)
class FiledCase:
    """A case as a file has it; `what_if` are the sources and statements to take away, one at a time."""

    id: str
    graph: CaseGraph
    what_if: tuple[str, ...]


def read_cases(raw: str | bytes) -> tuple[FiledCase, ...]:
    """The cases of a JSON text; `DomainError` on the place at fault (“cases[0].statements[3].basis”)."""
    return cases_of(_parsed(raw))


def cases_of(data: object) -> tuple[FiledCase, ...]:
    """The same of what was parsed already."""
    top = _At("", data)
    if "cases" not in top.members():
        top.no_slip_of(["cases", "statements"])
        return (_case(top, 1),)
    listed = top.field("cases").each()
    found = tuple(_case(each, number) for number, each in enumerate(listed, start=1))
    _once([(each, case.id) for each, case in zip(listed, found, strict=True)])
    return found


class _Object(dict[str, object]):
    """An object that remembers which name was given twice: the parser by itself would keep the last."""

    twice: str | None = None

    @classmethod
    def of(cls, pairs: list[tuple[str, object]]) -> Self:
        made = cls(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            made.twice = next(name for name in names if names.count(name) > 1)
        return made


def _parsed(raw: str | bytes) -> object:
    if len(raw) > MOST_BYTES:
        raise DomainError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        return json.loads(raw, object_pairs_hook=_Object.of, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise DomainError(
            f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None
    except RecursionError:
        raise DomainError("This is nested too deeply to be a case.") from None
    except UnicodeDecodeError:
        raise DomainError("This is not JSON: its bytes are not UTF-8.") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise DomainError("This is not a case: it holds a number that is too long.") from None


def _no_number(word: str) -> object:
    raise DomainError(f"This is not JSON: {word} is no number.")


@dataclass(frozen=True, slots=True)
class _At:
    """A value and its place, for the sentence that says what is wrong there."""

    place: str
    value: object

    def refusal(self, why: str) -> DomainError:
        return DomainError(f"{self.place}: {why}" if self.place else why, field=self.place or None)

    def wrong(self, wanted: str) -> DomainError:
        found = next((word for kind, word in _KIND_OF.items() if isinstance(self.value, kind)), "this")
        return self.refusal(f"{wanted} is needed here, not {found}.")

    def members(self) -> Mapping[str, object]:
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        if isinstance(self.value, _Object) and self.value.twice is not None:
            raise self.refusal(f"{_quoted(self.value.twice)} stands here twice.")
        return self.value

    def each(self) -> list[_At]:
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        return [_At(f"{self.place}[{number}]", each) for number, each in enumerate(self.value)]

    def has(self, name: str) -> bool:
        return self.members().get(name) is not None

    def field(self, name: str, missing: object = None) -> _At:
        """What the object has under this name; null and nothing are the same."""
        value = self.members()[name] if self.has(name) else missing
        if value is None:
            raise self.refusal(f"{_quoted(name)} is missing.")
        return _At(f"{self.place}.{name}".lstrip("."), value)

    def by_id(self) -> list[tuple[str, _At]]:
        """The members of an object whose names are ids."""
        found = []
        for name, value in self.members().items():
            place = f"{self.place}.{name}" if name.isidentifier() else f"{self.place}[{_quoted(name)}]"
            found.append((_At(place, name).id(), _At(place, value)))
        return found

    def no_slip_of(self, known: Collection[str]) -> None:
        """Refuse a name that is nearly one of those known: it would be ignored, and the numbers be wrong."""
        for name in self.members():
            meant = [] if name in known else get_close_matches(name.lower()[:_SHOWN], known, n=1, cutoff=0.8)
            if meant and meant[0] not in self.members():
                raise self.refusal(f"{_quoted(name)} is not known here. Is {_quoted(meant[0])} meant?")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("text")
        try:
            self.value.encode()
        except UnicodeEncodeError:
            raise self.refusal("there is half a character in it.") from None
        return self.value

    def id(self) -> str:
        text = self.text()
        if not text.strip() or len(text) > LONGEST_ID:
            raise self.refusal(f"an id has 1 to {LONGEST_ID} characters.")
        return text

    def known(self, ids: Collection[str], what: str) -> str:
        label = self.id()
        if label not in ids:
            raise self.refusal(f"there is no {what} {_quoted(label)}.")
        return label

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def word(self, words: type[W]) -> W:
        text = self.text()
        try:
            return words(text)
        except ValueError:
            raise self.refusal(f"{_quoted(text)} is none of: {', '.join(words)}.") from None

    def between(self, least: int, most: int) -> list[_At]:
        """A list of so many; what is null at its end is not there."""
        parts = self.each()
        while len(parts) > least and parts[-1].value is None:
            parts.pop()
        if not least <= len(parts) <= most:
            many = f"{least}" if least == most else f"{least} to {most}"
            raise self.refusal(f"a list of {many} is needed here, not of {len(parts)}.")
        return parts


def _case(at: _At, number: int) -> FiledCase:
    at.no_slip_of(_CASE)
    sources = {label: _source(label, each) for label, each in at.field("sources").by_id()}
    assertions = {label: _assertion(label, each) for label, each in at.field("assertions").by_id()}
    listed = at.field("statements").each()
    said = [_statement(each, sources, assertions) for each in listed]
    _once([(each.field("id"), one.id) for each, one in zip(listed, said, strict=True)])
    statements = {one.id: one for one in said}
    judged = _contradictions(at.field("contradictions", []), assertions)
    graph = CaseGraph(
        sources=sources,
        assertions=assertions,
        statements=statements,
        relays=tuple(_relay(each, statements) for each in at.field("relays", []).each()),
        source_links=tuple(_source_link(each, sources) for each in at.field("source_links", []).each()),
        incompatible=tuple(judged),
        rests_on={
            _At(each.place, label).known(statements, "statement"): _all_known(
                each, assertions.keys() | statements.keys(), "assertion or statement"
            )
            for label, each in at.field("rests_on", {}).by_id()
        },
        confirmed={frozenset(pair): verdict for pair, verdict in judged.items() if verdict},
    )
    return FiledCase(at.field("id", str(number)).id(), graph, _what_if(at.field("what_if", []), graph))


def _source(label: str, at: _At) -> SourceRec:
    at.no_slip_of(["kind", "is"])
    if label == NOBODY:
        raise at.refusal(f"{_quoted(NOBODY)} stands for nobody known, and is no id of a source.")
    return SourceRec(label, at.field("kind").word(SourceKind), at.field("is", label).text())


def _assertion(label: str, at: _At) -> AssertionRec:
    at.no_slip_of(["text", "holds"])
    holds = _date(at.field("holds")) if at.has("holds") else None
    return AssertionRec(label, at.field("text", label).text(), holds)


def _date(at: _At) -> dates.FuzzyDate:
    written = at.text()
    try:
        return dates.parse(written)
    except DomainError as error:
        raise at.refusal(error.message) from None


def _statement(at: _At, sources: Collection[str], assertions: Collection[str]) -> StatementRec:
    at.no_slip_of(["id", "source", "basis", "entry", "conveys", "also_on_path"])
    return StatementRec(
        id=at.field("id").id(),
        source=at.field("source").known(sources, "source"),
        basis=at.field("basis", Basis.NOT_STATED.value).word(Basis),
        is_entry=at.field("entry").flag(),
        conveys={
            _At(each.place, label).known(assertions, "assertion"): each.word(Stance)
            for label, each in at.field("conveys", {}).by_id()
        },
        also_on_path=_all_known(at.field("also_on_path", []), sources, "source"),
    )


def _relay(at: _At, statements: Collection[str]) -> RelayRec:
    child, parent, *words = at.between(2, 4)
    certainty, fidelity = [*words, *[_At(at.place, None)] * 2][:2]
    return RelayRec(
        child.known(statements, "statement"),
        parent.known(statements, "statement"),
        RelayCertainty.EXPLICIT if certainty.value is None else certainty.word(RelayCertainty),
        Fidelity.FAITHFUL if fidelity.value is None else fidelity.word(Fidelity),
    )


def _source_link(at: _At, sources: Collection[str]) -> SourceLinkRec:
    a, b, kind = at.between(3, 3)
    if a.known(sources, "source") == b.known(sources, "source"):
        raise at.refusal("a source is not linked to itself.")
    return SourceLinkRec(a.id(), b.id(), kind.word(SourceLinkKind))


def _contradictions(
    at: _At, assertions: Mapping[str, AssertionRec]
) -> dict[tuple[str, str], TimeVerdict | None]:
    """The pairs, each with the verdict that the times alone would not give."""
    found: dict[tuple[str, str], TimeVerdict | None] = {}
    for each in at.each():
        one, other, *word = each.between(2, 3)
        a, b = (part.known(assertions, "assertion") for part in (one, other))
        if a == b:
            raise each.refusal("an assertion does not contradict itself.")
        if {(a, b), (b, a)} & found.keys():
            raise each.refusal(f"{_quoted(a)} and {_quoted(b)} stand here twice.")
        verdict = word[0].word(TimeVerdict) if word else None
        by_times = compare(assertions[a].holds, assertions[b].holds).verdict
        found[a, b] = None if verdict is by_times else verdict
    return found


def _what_if(at: _At, graph: CaseGraph) -> tuple[str, ...]:
    named = (
        [_At(place.place, label) for label, place in at.by_id()] if isinstance(at.value, dict) else at.each()
    )
    found = []
    for each in named:
        label = each.known(graph.sources.keys() | graph.statements.keys(), "source or statement")
        both = graph.statements.get(label)
        if both and label in graph.sources and both.source != label:
            raise each.refusal(f"{_quoted(label)} is a source and another one's statement.")
        found.append(label)
    return tuple(dict.fromkeys(found))


def _all_known(at: _At, ids: Collection[str], what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.known(ids, what) for each in at.each()))


def _once(ids: Iterable[tuple[_At, str]]) -> None:
    seen: set[str] = set()
    for at, label in ids:
        if label in seen:
            raise at.refusal(f"the id {_quoted(label)} stands here twice.")
        seen.add(label)


def _quoted(text: str) -> str:
    """A text of the file, fit to be shown in a sentence: short, and without signs a terminal would obey."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "“" + "".join(sign if sign.isprintable() else "�" for sign in shown) + "”"
