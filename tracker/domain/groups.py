"""Which sources depend on each other: the groups that count as one, in the high and in the low reading.

High: only what is certainly one voice or speaks in concert. Low: also whoever may be the same, or may be
told what to say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.records import SourceLinkRec
from tracker.domain.relay_graph import by_label
from tracker.domain.scales import SourceLinkKind

Group = tuple[str, ...]
Groups = dict[str, Group]

ONE_VOICE = frozenset({SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF})
PERHAPS_ONE_VOICE = frozenset({SourceLinkKind.POSSIBLY_SAME_AS})
IN_CONCERT = frozenset({SourceLinkKind.COORDINATED_WITH})
DEPENDENT = frozenset(
    {
        SourceLinkKind.OWNED_BY,
        SourceLinkKind.EMPLOYED_BY,
        SourceLinkKind.MEMBER_OF,
        SourceLinkKind.STATE_CONTROLLED_BY,
        SourceLinkKind.SYNDICATES_FROM,
    }
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources recorded as different and as one voice: directly, or through those in `through`.

    `group` are all the sources that would be one voice.
    """

    a: str
    b: str
    through: tuple[str, ...]
    group: Group


def group_sources(sources: Iterable[str], links: Iterable[SourceLinkRec]) -> tuple[Groups, Groups]:
    """The group of each source in the high and in the low reading.

    "Different from" keeps apart two sources that only may be one voice, directly or through a third. It does
    not make a spokesman independent of the ministry that employs him. Where it contradicts "same as", no link
    yields to another: until one is withdrawn, all those sources are one in the low reading, and each is its
    own in the high one.
    """
    names, held = _known(sources, links)
    apart = _pairs_apart(held)
    possible = _one_voice(names, held)
    at_odds = {possible.find(a) for a, b in apart if possible.find(a) == possible.find(b)}
    heads = {name: possible.find(name) for name in names}
    certain = _Union({name: name if head in at_odds else head for name, head in heads.items()})
    possible.join([link for link in held if link.kind in PERHAPS_ONE_VOICE], apart)
    certain.join([link for link in held if link.kind in IN_CONCERT])
    possible.join([link for link in held if link.kind in IN_CONCERT | DEPENDENT])
    return certain.groups(), possible.groups()


def contradictions(sources: Iterable[str], links: Iterable[SourceLinkRec]) -> tuple[Contradiction, ...]:
    """The pairs of sources that are recorded as different and as one voice, in label order."""
    names, held = _known(sources, links)
    union = _one_voice(names, held)
    found = dict.fromkeys(pair for pair in _pairs_apart(held) if union.find(pair[0]) == union.find(pair[1]))
    groups = union.groups() if found else {}
    return tuple(Contradiction(a, b, _between(a, b, held), groups[a]) for a, b in found)


def _known(sources: Iterable[str], links: Iterable[SourceLinkRec]) -> tuple[list[str], list[SourceLinkRec]]:
    """The sources and the links between them, in label order whatever the order of the input."""
    names = sorted(dict.fromkeys(sources), key=by_label)
    known = set(names)
    return names, sorted((link for link in links if link.a in known and link.b in known), key=_undirected)


def _pairs_apart(links: Iterable[SourceLinkRec]) -> list[tuple[str, str]]:
    different = [link for link in links if link.kind is SourceLinkKind.DIFFERENT_FROM and link.a != link.b]
    return [(a, b) for a, b in (sorted((link.a, link.b), key=by_label) for link in different)]


def _one_voice(names: Iterable[str], links: Iterable[SourceLinkRec]) -> _Union:
    union = _Union({name: name for name in names})
    union.join([link for link in links if link.kind in ONE_VOICE])
    return union


def _between(a: str, b: str, links: Iterable[SourceLinkRec]) -> tuple[str, ...]:
    """The sources on a shortest way from one to the other along what makes them one voice."""
    beside: dict[str, list[str]] = {}
    for link in links:
        if link.kind in ONE_VOICE:
            beside.setdefault(link.a, []).append(link.b)
            beside.setdefault(link.b, []).append(link.a)
    came_from = {a: a}
    pending = deque([a])
    while b not in came_from:
        here = pending.popleft()
        for name in beside[here]:
            if name not in came_from:
                came_from[name] = here
                pending.append(name)
    way = []
    while (b := came_from[b]) != a:
        way.append(b)
    return tuple(reversed(way))


def _undirected(link: SourceLinkRec) -> tuple[str, ...]:
    """Which of two is said to be the same as the other must not decide anything."""
    return (*sorted((by_label(link.a), by_label(link.b))), link.kind)


class _Union:
    """Disjoint sets; the order of the links given to `join` is the order in which they are weighed."""

    def __init__(self, head: dict[str, str]) -> None:
        self.head = head

    def find(self, name: str) -> str:
        while self.head[name] != name:
            self.head[name] = self.head[self.head[name]]
            name = self.head[name]
        return name

    def join(self, links: Iterable[SourceLinkRec], apart: Sequence[tuple[str, str]] = ()) -> None:
        """Join the ends of each link, unless that would bring together two that are kept apart."""
        for link in links:
            a, b = self.find(link.a), self.find(link.b)
            if not apart or not any({self.find(one), self.find(other)} == {a, b} for one, other in apart):
                self.head[b] = a

    def groups(self) -> Groups:
        gathered: dict[str, list[str]] = {}
        for name in self.head:  # in label order from the beginning
            gathered.setdefault(self.find(name), []).append(name)
        return {name: tuple(group) for group in gathered.values() for name in group}
