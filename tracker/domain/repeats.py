"""Hints that one item repeats another: proposals with their evidence in words, which an analyst answers.

Only items that say the same of one assertion are compared, and never two of one voice, of one document, or
that a relay joins already. Nothing is written, and no count of lines rests on a hint.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from operator import itemgetter

from tracker.domain.addresses import item_keys
from tracker.domain.dates import FuzzyDate
from tracker.domain.groups import Group, group_sources
from tracker.domain.independence import analyse
from tracker.domain.own_words import FEWEST_RUNS, RUN_OF_CHARACTERS, own_words
from tracker.domain.rare_errors import shared_errors
from tracker.domain.records import CaseGraph, RelayRec
from tracker.domain.relay_graph import by_label, parents_of, reached
from tracker.domain.scales import RelayCertainty, RepeatSign, SourceLinkKind, Stance
from tracker.domain.trace_words import number
from tracker.domain.wire_marks import WireMark, agency_named, wire_mark

SIMILAR = 0.8
_LINE_SHARED = 0.5
_EARLIEST = 5
"""Of the many texts or items in which a run stands, the earliest are enough: a repeat is of the first."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as far as hints ask; `text` names the text in which it stands, at [start, end).

    `names` are those of its source and of the document's publisher, as the viewer may read them;
    `published` is when the document appeared, else when it was said.
    """

    label: str
    document: str
    names: tuple[str, ...] = ()
    by_a_person: bool = False
    addresses: tuple[str | None, ...] = ()
    published: FuzzyDate | None = None
    language: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign, said in a clause without a full stop; `shown` are the very words that show it, if some do."""

    sign: RepeatSign
    words: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """`later` seems to repeat `earlier`; where `order_known` is false it may be the other way round."""

    later: str
    earlier: str
    assertions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    order_known: bool

    @property
    def sign(self) -> RepeatSign:
        """The strongest of its signs."""
        return self.evidence[0].sign

    @property
    def reason(self) -> str:
        """All evidence in one sentence, as a reason to begin with."""
        said = "; ".join(each.words for each in self.evidence)
        return f"{said[0].upper()}{said[1:]}."


@dataclass(frozen=True, slots=True)
class UnrecordedAgency:
    """An item marked with an agency none of whose statements on this is recorded."""

    item: str
    agency: str
    line: str
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What accepting would do to the lines of an assertion: recorded as possible, and as explicit."""

    assertion: str
    before: str
    possible: str
    explicit: str


@dataclass(frozen=True)
class Holdings:
    """What is compared: the items of a case, their texts by name, and what is recorded between them.

    `answered` are pairs that an analyst has answered; `before` says of pairs (earlier, later) that an analyst
    recorded their order.
    """

    items: Sequence[Item]
    texts: Mapping[str, str]
    graph: CaseGraph
    answered: frozenset[frozenset[str]] = frozenset()
    before: frozenset[tuple[str, str]] = frozenset()
    _reach: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def ordered(self) -> tuple[Item, ...]:
        """The earliest first; those without a date last."""
        return tuple(sorted(self.items, key=_place_in_time))

    @cached_property
    def rank(self) -> dict[str, int]:
        return {item.label: place for place, item in enumerate(self.ordered)}

    @cached_property
    def by_label(self) -> dict[str, Item]:
        return {item.label: item for item in self.items}

    @cached_property
    def counted(self) -> tuple[Item, ...]:
        """The items in the narrow sense, at which paths begin: held in their source's words, and factual."""
        statements = ((item, self.graph.statements[item.label]) for item in self.ordered)
        return tuple(item for item, said in statements if said.is_entry and said.basis.is_factual)

    @cached_property
    def of_agency(self) -> dict[str, list[Item]]:
        """What each agency says itself, held or known only through somebody."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.ordered:
            agency = agency_named(*item.names)
            if agency is not None:
                found[agency].append(item)
        return found

    @cached_property
    def in_text(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.counted:
            if item.text is not None:
                found[item.text].append(item)
        return found

    def shared(self, one: str, other: str) -> tuple[str, ...]:
        """The assertions of which both say the same."""
        mine, its = (self.graph.statements[label].conveys for label in (one, other))
        both = [label for label, stance in mine.items() if its.get(label) is stance]
        return tuple(sorted((label for label in both if mine[label] is not Stance.DOUBTS), key=by_label))

    def may_repeat(self, one: Item, other: Item) -> bool:
        """Whether a hint on these two could say something that is not known yet."""
        return (
            one.document != other.document
            and frozenset({one.label, other.label}) not in self.answered
            and bool(self.shared(one.label, other.label))
            and self._group(one) != self._group(other)
            and not self._joined(one.label, other.label)
        )

    def kept_apart(self, one: Item, other: Item) -> bool:
        """Whether their sources are established as different: a copied text is then the only sign left."""
        return frozenset({self._group(one), self._group(other)}) in self._different

    def in_order(self, one: Item, other: Item) -> tuple[Item, Item, bool]:
        """The earlier, the later, and whether that order is known."""
        if self._is_before(one, other):
            return one, other, True
        if self._is_before(other, one):
            return other, one, True
        earlier, later = sorted((one, other), key=lambda item: self.rank[item.label])
        return earlier, later, False

    def _is_before(self, one: Item, other: Item) -> bool:
        if (one.label, other.label) in self.before:
            return True
        if (other.label, one.label) in self.before or not one.published or not other.published:
            return False
        latest, earliest = one.published.latest, other.published.earliest
        return latest is not None and earliest is not None and latest <= earliest

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return group_sources(self.graph.sources, self.graph.source_links)[0]

    def _group(self, item: Item) -> Group:
        return self._groups[self.graph.statements[item.label].source]

    @cached_property
    def _different(self) -> frozenset[frozenset[Group]]:
        return frozenset(
            frozenset({self._groups[link.a], self._groups[link.b]})
            for link in self.graph.source_links
            if link.kind is SourceLinkKind.DIFFERENT_FROM
        )

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        return parents_of(self.graph.relays)

    def _joined(self, one: str, other: str) -> bool:
        """Whether one goes back to the other, or both to the same item, by relays of any kind."""
        mine, its = self.goes_back_to(one), self.goes_back_to(other)
        if other in mine or one in its:
            return True
        both = (self.graph.statements.get(label) for label in mine & its)
        return any(common is not None and common.is_entry for common in both)

    def goes_back_to(self, label: str) -> set[str]:
        """Everything a statement repeats, itself included."""
        if label not in self._reach:
            self._reach[label] = reached([label], self._parents)
        return self._reach[label]


Sign = tuple[tuple[Item, Item], Evidence]
"""The earlier and the later item, and one sign of the repeat."""


def hints(held: Holdings) -> tuple[Hint, ...]:
    """What seems to repeat what, in the order of the assertions; a pair is named once, with all its signs."""
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for evidence_of in (_same_address, _same_text, _wire_marks, _shared_errors):
        for (first, second), sign in _first_of_each(held, evidence_of(held)):
            found[second.label, first.label].append(sign)
    items, made = held.by_label, []
    for (later, earlier), evidence in found.items():
        copied = any(each.sign is RepeatSign.SAME_TEXT for each in evidence)
        if copied or not held.kept_apart(items[earlier], items[later]):
            is_known = held.in_order(items[earlier], items[later])[2]
            made.append(Hint(later, earlier, held.shared(later, earlier), tuple(evidence), is_known))
    return tuple(sorted(made, key=_by_assertion))


def unrecorded_agencies(held: Holdings) -> tuple[UnrecordedAgency, ...]:
    """The items marked with an agency of which no statement on the same assertion is recorded."""
    found = []
    for item, mark in _marked(held):
        said = held.of_agency.get(mark.agency, ())
        recorded = any(held.shared(item.label, other.label) for other in said)
        if not recorded and not _credits(held, item, mark.agency):
            conveys = held.graph.statements[item.label].conveys
            found.append(
                UnrecordedAgency(item.label, mark.agency, mark.line, tuple(sorted(conveys, key=by_label)))
            )
    return tuple(sorted(found, key=lambda each: by_label(each.item)))


def effects(graph: CaseGraph, hint: Hint) -> tuple[Effect, ...]:
    """What accepting the hint would do to each assertion it is about."""
    graphs = [graph]
    for certainty in (RelayCertainty.POSSIBLE, RelayCertainty.EXPLICIT):
        added = RelayRec(hint.later, hint.earlier, certainty)
        graphs.append(replace(graph, relays=(*graph.relays, added)))
    return tuple(
        Effect(label, *(analyse(each, label).sentence for each in graphs)) for label in hint.assertions
    )


def _by_assertion(hint: Hint) -> tuple[object, ...]:
    return tuple(by_label(label) for label in (hint.assertions[0], hint.later, hint.earlier))


def _place_in_time(item: Item) -> tuple[object, ...]:
    bounds = (item.published.latest, item.published.earliest) if item.published else (None, None)
    return (*(bound or _NEVER for bound in bounds), by_label(item.label))


def _first_of_each(held: Holdings, found: Iterable[Sign]) -> list[Sign]:
    """Of all that a later item seems to repeat by one sign, the earliest on each assertion: ten copies make
    nine hints, not forty-five.
    """
    first: dict[tuple[str, str], Sign] = {}
    for sign in found:
        (earlier, later), _ = sign
        for assertion in held.shared(later.label, earlier.label):
            known = first.get((later.label, assertion))
            if known is None or held.rank[earlier.label] < held.rank[known[0][0].label]:
                first[later.label, assertion] = sign
    pairs = {(later.label, earlier.label): sign for sign in first.values() for earlier, later in [sign[0]]}
    return list(pairs.values())


def _same_address(held: Holdings) -> Iterable[Sign]:
    at: dict[str, list[Item]] = defaultdict(list)
    for item in held.counted:
        for key in item_keys(*item.addresses):
            for other in at[key.key][:_EARLIEST]:
                if held.may_repeat(item, other):
                    evidence = Evidence(RepeatSign.SAME_ADDRESS, f"both have {key.words}")
                    yield held.in_order(item, other)[:2], evidence
            at[key.key].append(item)


def _same_text(held: Holdings) -> Iterable[Sign]:
    """Pairs of which what surrounds the one stands, outside quotation, in the text of the other."""
    wording = _Wording(held)
    best: dict[frozenset[str], tuple[float, int, Item, Item]] = {}
    for item, text, share in _contained(held, wording):
        for other in held.in_text[text]:
            pair = frozenset({item.label, other.label})
            seen = share, held.rank[item.label], item, other  # of two equal shares, the later item's
            if pair in best:
                best[pair] = max(best[pair], seen, key=itemgetter(0, 1))
            elif wording.lines_agree(item, other) and held.may_repeat(item, other):
                best[pair] = seen
    for share, _, item, other in best.values():
        yield held.in_order(item, other)[:2], Evidence(RepeatSign.SAME_TEXT, _alike(held, share, item, other))


class _Wording:
    """The runs around every item and in its lines, and which of all these stand in which text.

    Items with too little around them to tell anything are left out.
    """

    def __init__(self, held: Holdings) -> None:
        self.near: dict[str, frozenset[int]] = {}
        self._line: dict[str, frozenset[int]] = {}
        for item in held.counted:
            if item.text is not None and item.start is not None and item.end is not None:
                words = own_words(held.texts[item.text])
                near = frozenset(words.around(item.start, item.end).runs)
                if len(near) >= FEWEST_RUNS:
                    self.near[item.label] = near
                    self._line[item.label] = near.intersection(words.line(item.start, item.end).runs)
        wanted = frozenset().union(*self.near.values())
        self.stand_in = {text: wanted.intersection(own_words(held.texts[text]).runs) for text in held.in_text}

    def lines_agree(self, one: Item, other: Item) -> bool:
        """Whether the very lines in which the two stand are shared, not only what a site puts around all."""
        return self._line_is_in(one, other) and self._line_is_in(other, one)

    def _line_is_in(self, item: Item, other: Item) -> bool:
        mine = self._line.get(item.label, frozenset())
        return len(mine & self.stand_in[str(other.text)]) >= _LINE_SHARED * len(mine)


def _alike(held: Holdings, share: float, item: Item, other: Item) -> str:
    unspaced = own_words(held.texts[str(item.text)]).run_length == RUN_OF_CHARACTERS
    runs = "ten characters" if unspaced else "five words"
    return (
        f"{int(share * 100)} % of the runs of {runs} around {item.label}, outside quotation marks, "
        f"stand in {other.document} too"
    )


def _contained(held: Holdings, wording: _Wording) -> Iterable[tuple[Item, str, float]]:
    """An item, a text that is not its own, and how much of what surrounds the item stands in that text.

    Containment, not what both have of all they have: a copy is often cut, or has something added. A run is
    looked up in the earliest texts only, so that the work grows with the texts and not with their pairs.
    """
    near_by_run: dict[int, list[Item]] = defaultdict(list)
    texts_by_run: dict[int, list[str]] = defaultdict(list)
    written = [item for item in held.counted if item.label in wording.near]
    for item in written:
        for run in wording.near[item.label]:
            if len(near_by_run[run]) <= _EARLIEST:
                near_by_run[run].append(item)
    for text, runs in wording.stand_in.items():
        for run in runs:
            if len(texts_by_run[run]) <= _EARLIEST:
                texts_by_run[run].append(text)
    for item in written:
        texts = Counter(text for run in wording.near[item.label] for text in texts_by_run[run])
        yield from _enough(((item, text, count) for text, count in texts.items()), wording)
    for text, runs in wording.stand_in.items():
        labels = Counter(item.label for run in runs for item in near_by_run[run])
        yield from _enough(((held.by_label[label], text, count) for label, count in labels.items()), wording)


def _enough(counted: Iterable[tuple[Item, str, int]], wording: _Wording) -> Iterable[tuple[Item, str, float]]:
    for item, text, count in counted:
        share = count / len(wording.near[item.label])
        if text != item.text and share >= SIMILAR:
            yield item, text, share


def _marked(held: Holdings) -> Iterable[tuple[Item, WireMark]]:
    """The items whose text is marked with an agency that they are not of themselves."""
    for item in held.counted:
        if item.text is not None:
            mark = wire_mark(held.texts[item.text], by_a_person=item.by_a_person)
            if mark is not None and agency_named(*item.names) != mark.agency:
                yield item, mark


def _wire_marks(held: Holdings) -> Iterable[Sign]:
    for item, mark in _marked(held):
        words = f"{item.label} is marked with the agency {mark.agency} (“{mark.line}”), which {{}} is of"
        for other in held.of_agency.get(mark.agency, ()):
            if held.may_repeat(item, other) and held.in_order(other, item) != (item, other, True):
                yield (other, item), Evidence(RepeatSign.WIRE_MARK, words.format(other.label), mark.line)


def _credits(held: Holdings, item: Item, agency: str) -> bool:
    """Whether it is recorded already that the item goes back to somebody of that agency."""
    statements, sources = held.graph.statements, held.graph.sources
    behind = (statements[label].source for label in held.goes_back_to(item.label) if label in statements)
    return any(agency_named(sources[source].name) == agency for source in behind)


def _shared_errors(held: Holdings) -> Iterable[Sign]:
    about: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for item in held.counted:
        if item.text is not None:
            for label in held.graph.statements[item.label].conveys:
                about[label, item.language].add(item.text)
    for pair, error in shared_errors(held.texts, [about[key] for key in about]).items():
        one, other = sorted(pair)
        words = (
            f"both write “{error.written}”, which no other document here does, "
            f"while {number(error.others)} others write “{error.usual}”"
        )
        for mine in held.in_text[one]:
            for its in held.in_text[other]:
                if held.may_repeat(mine, its):
                    yield (
                        held.in_order(mine, its)[:2],
                        Evidence(RepeatSign.SHARED_ERROR, words, error.written),
                    )
