"""Which sources depend on each other: the groups that count as one, in the high and in the low reading.

High: only what is certainly one voice or speaks in concert. Low: also whoever may be the same, or may be
told what to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def group_sources(sources: Iterable[str], links: Iterable[SourceLinkRec]) -> tuple[Groups, Groups]:
    """The group of each source in the high and in the low reading.

    "Different from" keeps two sources from being taken for one voice, directly or through a third. It does
    not make a spokesman independent of the ministry that employs him.
    """
    names = sorted(dict.fromkeys(sources), key=by_label)
    known = set(names)
    held = sorted((link for link in links if link.a in known and link.b in known), key=_undirected)
    apart = [(link.a, link.b) for link in held if link.kind is SourceLinkKind.DIFFERENT_FROM]
    certain = _Union({name: name for name in names})
    certain.join([link for link in held if link.kind in ONE_VOICE], apart)
    possible = _Union(dict(certain.head))
    possible.join([link for link in held if link.kind in PERHAPS_ONE_VOICE], apart)
    certain.join([link for link in held if link.kind in IN_CONCERT])
    possible.join([link for link in held if link.kind in IN_CONCERT | DEPENDENT])
    return certain.groups(), possible.groups()


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
