"""The signs by which one item seems to repeat another, each with its evidence in words.

Same address, same wording, an agency's mark, a rare error that both share. Which sign comes to a hint is
`domain.repeats`' business.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from tracker.domain.addresses import item_keys
from tracker.domain.english import number
from tracker.domain.own_words import FEWEST_RUNS, RUN_OF_CHARACTERS, own_words
from tracker.domain.rare_errors import shared_errors
from tracker.domain.repeat_items import Holdings, Item
from tracker.domain.scales import RepeatSign
from tracker.domain.wire_marks import WireMark, agency_named, wire_mark

SIMILAR = 0.8
_LINE_SHARED = 0.5
_EARLIEST = 5
"""Of the many texts or items in which a run stands, the earliest are enough: a repeat is of the first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign, said in a clause without a full stop; `shown` are the very words that show it, if some do."""

    sign: RepeatSign
    words: str
    shown: str = ""


Sign = tuple[tuple[Item, Item], Evidence]
"""The earlier and the later item, and one sign of the repeat."""


def same_address(held: Holdings) -> Iterable[Sign]:
    """Items at one address, or with the id of one post."""
    at: dict[str, list[Item]] = defaultdict(list)
    for item in held.counted:
        for key in item_keys(*item.addresses):
            for other in at[key.key][:_EARLIEST]:
                if held.may_repeat(item, other):
                    evidence = Evidence(RepeatSign.SAME_ADDRESS, f"both have {key.words}")
                    yield held.in_order(item, other)[:2], evidence
            at[key.key].append(item)


def same_text(held: Holdings) -> Iterable[Sign]:
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


def wire_marks(held: Holdings) -> Iterable[Sign]:
    """Items marked with a news agency that says the same itself."""
    for item, mark in marked(held):
        words = f"{item.label} is marked with the agency {mark.agency} (“{mark.line}”), which {{}} is of"
        for other in held.of_agency.get(mark.agency, ()):
            if held.may_repeat(item, other) and held.in_order(other, item) != (item, other, True):
                yield (other, item), Evidence(RepeatSign.WIRE_MARK, words.format(other.label), mark.line)


def shared_rare_errors(held: Holdings) -> Iterable[Sign]:
    """Items whose texts make a mistake that no other text does."""
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


def marked(held: Holdings) -> Iterable[tuple[Item, WireMark]]:
    """The items whose text is marked with an agency that they are not of themselves."""
    for item in held.counted:
        if item.text is not None:
            mark = wire_mark(held.texts[item.text], by_a_person=item.by_a_person)
            if mark is not None and agency_named(*item.names) != mark.agency:
                yield item, mark


def credits_agency(held: Holdings, item: Item, agency: str) -> bool:
    """Whether it is recorded already that the item goes back to somebody of that agency."""
    statements, sources = held.graph.statements, held.graph.sources
    behind = (statements[label].source for label in held.goes_back_to(item.label) if label in statements)
    return any(agency_named(sources[source].name) == agency for source in behind)


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
        f"{int(share * 100)}% of the runs of {runs} around {item.label}, outside quotation marks, "
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
