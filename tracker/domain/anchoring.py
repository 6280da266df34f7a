"""Finding a passage again in a newer capture of its document: the same, moved, changed or gone.

As the W3C's Web Annotation model proposes it and Hypothesis does it: the words are looked for first, with
what stood around them to choose among several places; only where they are not found, something close to them.
White space and the shape of quotation marks are layout: they never make words other ones. Captures are
immutable, so that the same question has the same answer for ever.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, islice, product
from math import log

from tracker.domain import passages
from tracker.domain.english import percent
from tracker.domain.passages import QUOTES, TextSpan
from tracker.domain.scales import Term

CLOSE = 0.6
"""From here on other words count as the passage, changed: the ratio from which `difflib` calls two sequences
close. Of sentences taken out of a manual of 70,000 words, which says much in nearly the same words, 19 in 20
have nothing so close in the rest of it; at 0.5, which Hypothesis and diff-match-patch accept, 17 in 20."""
CLOSE_IN_PLACE = 0.35
"""From here on where they stand between what stood around the passage: “They left at noon” may have become
“They left at about three in the afternoon”."""
_MOST_PLACES = 1_000
"""Words that stand in more places are compared at the nearest so many."""
_MOST_VOTES = 2_000
"""Places of its rarest words that say where a changed passage may stand."""
_MOST_WINDOWS = 4
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that put no spaces between words (Thai to Khmer, Chinese, Japanese): a character is a word."""
_LAYOUT = re.compile(r"\s{2,}|[^\S ]")
_LONG_SPACE = re.compile(r"\s{2,}")
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_INSIDE_WORD = re.compile(rf"[^\W{_UNSPACED}]{{2}}")


class Verdict(Term):
    """What became of a passage."""

    SAME = ("same", "same", "The same words at the same place.")
    MOVED = ("moved", "moved", "The same words at another place.")
    FUZZY = ("fuzzy", "changed", "Words close to it, but not the same.")
    GONE = ("gone", "gone", "Nothing close to it.")

    @property
    def stands(self) -> bool:
        """Whether the words are there as they were."""
        return self in (Verdict.SAME, Verdict.MOVED)


class Meaning(Term):
    """What an analyst says of a passage that is no longer there as it was."""

    REWORDED = ("reworded", "The source changed its words", "What was said before stays on record.")
    LAYOUT = ("layout", "It says the same", "Only spelling, punctuation or layout changed.")
    MISREAD = ("misread", "Only our copy differs", "Cut short, another part of the page, or badly read.")
    OTHER = ("other", "Something else", "Say what.")


@dataclass(frozen=True, slots=True)
class Reanchored:
    """What became of a passage: its place in the newer text (none where it is gone), and why in words.

    `similarity`: from 0 to 1, the share of characters in words that both have, in the same order.
    """

    verdict: Verdict
    span: TextSpan | None
    similarity: float
    why: str


def waits(verdict: Verdict, *, is_anchored_there: bool, is_looked_at: bool) -> bool:
    """Whether whoever recorded a statement should look at what became of its passage.

    Not where its words stand, where it is anchored to the newer capture as well, or where somebody has said
    what the change means.
    """
    return not (verdict.stands or is_anchored_there or is_looked_at)


def reanchor(span: TextSpan, new_text: str) -> Reanchored:
    """One passage in a newer text; for several passages make one `NewText`."""
    return NewText(new_text).find(span)


class NewText:
    """A newer text in which passages of an older one are looked for; what that takes is made ready once.

    Takes time in proportion to the text, and to the text times a small constant for each passage.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = _plain(text)
        # Where long white space became one space: the place after it in both, and how much is gone by then.
        spaces = [match.span() for match in _LONG_SPACE.finditer(text)]
        self._space_ends = [end for _, end in spaces]
        self._gone = [0, *accumulate(end - start - 1 for start, end in spaces)]
        self._plain_ends = [end - gone for end, gone in zip(self._space_ends, self._gone[1:], strict=True)]

    def find(self, span: TextSpan) -> Reanchored:
        """The same words, else those closest to them."""
        return self.find_same(span) or self._find_close(span)

    def find_same(self, span: TextSpan) -> Reanchored | None:
        """The same words, white space and the shape of quotation marks aside; None where they are nowhere."""
        wanted = _Wanted.of(span)
        around = max(0, self._in_plain(span.start + len(wanted.lead)))
        at = self._place(wanted, around)
        if at is None:
            return None
        start, end = self._in_text(at), self._in_text(at + len(wanted.words))
        wide = max(0, start - len(wanted.lead)), end + len(wanted.trail)
        if self.text[slice(*wide)] == span.exact:
            start, end = wide
        found = passages.span(self.text, start, end)
        verdict = Verdict.SAME if (start, end) == (span.start, span.end) else Verdict.MOVED
        shared = self._shared_around(wanted, at)
        is_elsewhere = 2 * shared < len(wanted.before) + len(wanted.after)
        return Reanchored(verdict, found, 1.0, _why_same(span, found, is_elsewhere=is_elsewhere))

    def _place(self, wanted: _Wanted, around: int) -> int | None:
        """Where the words stand: between what stood around them or what is most like it; else the nearest."""
        whole = wanted.before + wanted.words + wanted.after
        for at in _nearest_first(self._plain, whole, max(0, around - len(wanted.before))):
            return at + len(wanted.before)
        nearest = islice(_nearest_first(self._plain, wanted.words, around), _MOST_PLACES)
        places = (at for at in nearest if self._is_whole(wanted, at))
        return max(places, key=lambda at: self._shared_around(wanted, at), default=None)

    def _is_whole(self, wanted: _Wanted, at: int) -> bool:
        """Whether whole words stand there as whole words: “he left” does not stand in “she leftover”."""
        cut_before = wanted.begins_word and at > 0 and _INSIDE_WORD.match(self._plain, at - 1)
        cut_after = wanted.ends_word and _INSIDE_WORD.match(self._plain, at + len(wanted.words) - 1)
        return not cut_before and not cut_after

    def _shared_around(self, wanted: _Wanted, at: int) -> int:
        """How many characters before and after a place are those that stood around the passage."""
        end = at + len(wanted.words)
        before = self._plain[max(0, at - len(wanted.before)) : at]
        after = self._plain[end : end + len(wanted.after)]
        return _shared(wanted.before[::-1], before[::-1]) + _shared(wanted.after, after)

    def _find_close(self, span: TextSpan) -> Reanchored:
        best = self._closest(_Sought(span))
        if not best.is_close:
            alike = f" The closest words are {percent(best.similarity)} alike." if best.similarity else ""
            return Reanchored(Verdict.GONE, None, best.similarity, f"Nothing there is close to it.{alike}")
        start = self._in_text(self._starts[best.first])
        end = self._in_text(self._starts[best.last] + len(self._words[best.last]))
        why = f"Its words have changed: {percent(best.similarity)} alike."
        return Reanchored(Verdict.FUZZY, passages.span(self.text, start, end), best.similarity, why)

    def _closest(self, sought: _Sought) -> _Fit:
        best = _Fit()
        for window in self._windows(sought.words):
            fit = _fitted(sought, self._words[window], window.start)
            if fit.similarity > best.similarity:
                best = fit
            if best.is_framed and best.similarity >= CLOSE:
                break  # close words between what stood around the passage: nothing else is more it
        return best

    def _windows(self, words: Sequence[str]) -> list[slice]:
        """Where most of the words stand together, the rarer the more it says; the likeliest first."""
        width = len(words)
        votes: dict[int, float] = defaultdict(float)
        left = _MOST_VOTES
        known = {word: self._places[word] for word in words if word in self._places}
        offset = {word: at for at, word in enumerate(words)}
        for word, places in sorted(known.items(), key=lambda one: (len(one[1]), offset[one[0]])):
            weight = log(1 + len(self._words) / len(places))
            for place in places[:left]:
                stretch = (place - offset[word]) // width
                votes[stretch] += weight
                votes[stretch + 1] += weight
            left -= len(places)
            if left <= 0:
                break
        likeliest = sorted(votes, key=lambda stretch: (-votes[stretch], stretch))[:_MOST_WINDOWS]
        return [slice(max(0, (each - 1) * width), (each + 2) * width) for each in likeliest]

    @cached_property
    def _words(self) -> list[str]:
        return _WORD.findall(self._plain)

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _WORD.finditer(self._plain)]

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            places[word].append(place)
        return dict(places)

    def _in_text(self, plain: int) -> int:
        return plain + self._gone[bisect_right(self._plain_ends, plain)]

    def _in_plain(self, place: int) -> int:
        return place - self._gone[bisect_right(self._space_ends, place)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A passage as it is looked for: its words and what stood around them, all without layout."""

    lead: str
    words: str
    trail: str
    before: str
    after: str
    begins_word: bool
    ends_word: bool

    @classmethod
    def of(cls, span: TextSpan) -> _Wanted:
        lead = span.exact[: len(span.exact) - len(span.exact.lstrip())]
        trail = span.exact[len(span.exact.rstrip()) :]
        words, before, after = map(_plain, (span.exact.strip(), span.prefix + lead, trail + span.suffix))
        begins = not _INSIDE_WORD.match(before[-1:] + words[:1])
        return cls(lead, words, trail, before, after, begins, not _INSIDE_WORD.match(words[-1:] + after[:1]))


class _Sought:
    """A passage's words between those that stood around it; the passage is words[first:last]."""

    def __init__(self, span: TextSpan) -> None:
        parts = (span.prefix, span.exact, span.suffix)
        before, exact, after = (_WORD.findall(_plain(part)) for part in parts)
        self.words: list[str] = [*before, *exact, *after]
        self.first, self.last = len(before), len(before) + len(exact)
        self.size = sum(map(len, exact))
        self.matcher = SequenceMatcher(None, "", self.words)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How close the words from `first` to `last` of a text, both inclusive, come to a passage.

    `is_framed`: most of what stood before the passage and most of what stood after it is found around them.
    """

    similarity: float = 0.0
    first: int = 0
    last: int = 0
    is_framed: bool = False

    @property
    def is_close(self) -> bool:
        return self.similarity >= (CLOSE_IN_PLACE if self.is_framed else CLOSE)


def _fitted(sought: _Sought, window: Sequence[str], start: int) -> _Fit:
    """The stretch of a window, which begins at word `start`, that comes closest to the passage."""
    sought.matcher.set_seq1(window)
    shared = [
        (block.a + step, block.b + step)
        for block in sought.matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    inside = [(here, there) for here, there in shared if sought.first <= there < sought.last]
    if not inside:
        return _Fit()
    upto = [0, *accumulate(map(len, window))]
    held = [0, *accumulate(len(window[here]) for here, _ in inside)]
    by_word = {there: here for here, there in shared}
    around = range(sought.first), range(sought.last, len(sought.words))
    is_framed = all(2 * sum(there in by_word for there in side) >= len(side) for side in around)

    def closeness(one: int, other: int, first: int, last: int) -> float:
        return 2 * (held[other + 1] - held[one]) / (sought.size + upto[last + 1] - upto[first])

    def fit(ends: tuple[int, int]) -> _Fit:
        (first, begun), (last, ended) = (inside[end] for end in ends)
        # Words replaced at an edge lie between the first one found and what stood around the passage.
        between = first - by_word.get(sought.first - 1, first) - 1, by_word.get(sought.last, last) - last - 1
        first -= _replaced(between[0], begun - sought.first)
        last += _replaced(between[1], sought.last - 1 - ended)
        return _Fit(closeness(*ends, first, last), start + first, start + last, is_framed)

    # A word that only happens to stand further off would stretch the passage over what is not of it.
    end = len(inside) - 1
    other = max(range(end + 1), key=lambda at: closeness(0, at, inside[0][0], inside[at][0]))
    one = max(range(other + 1), key=lambda at: closeness(at, other, inside[at][0], inside[other][0]))
    return max(map(fit, product((0, one), (other, end))), key=lambda found: found.similarity)


def _replaced(between: int, missing: int) -> int:
    """How many words have taken the place of missing ones: those that stand there, but not far more."""
    return max(0, min(between, 2 * missing + 3)) if missing else 0


def _nearest_first(text: str, words: str, around: int) -> Iterator[int]:
    """Every place of the words in a text, by its distance from `around`; of two as far the earlier."""
    left, right = text.rfind(words, 0, around + len(words)), text.find(words, around + 1)
    while left >= 0 or right >= 0:
        if right < 0 or (left >= 0 and around - left <= right - around):
            yield left
            left = text.rfind(words, 0, left + len(words) - 1)
        else:
            yield right
            right = text.find(words, right + 1)


def _why_same(span: TextSpan, found: TextSpan, *, is_elsewhere: bool) -> str:
    said = "The same words"
    if found.exact != span.exact:
        old, new = (text.translate(QUOTES) for text in (span.exact, found.exact))
        said += ", in other quotation marks" if old == new else ", with other white space or quotation marks"
    by = found.start - span.start
    if by:
        said += f", {abs(by):,} {'character' if abs(by) == 1 else 'characters'} {'on' if by > 0 else 'back'}"
    return f"{said}; what stands around them is not what it was." if is_elsewhere else f"{said}."


def _plain(text: str) -> str:
    """Without layout: white space as one space, quotation marks in one shape."""
    return _LAYOUT.sub(" ", text.translate(QUOTES))


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    for at, (here, there) in enumerate(zip(one, other, strict=False)):
        if here != there:
            return at
    return min(len(one), len(other))
