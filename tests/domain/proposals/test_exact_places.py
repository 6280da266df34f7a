"""Whatever the text: every place lies in it, nothing overlaps itself, and reading comes to an end soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.proposals.model import Proposal, Proposals
from tracker.domain.proposals.proposing import propose

PIECES = st.sampled_from([
    "Ruiz", "said", "that", "she", "“", "”", '"', "'", "’", "‘", "«", "»", ",", ".", "?", ":", ";", "—", "(", ")", "[", "]",
    "\n", "\n\n", " ", "according to", "told", "the mayor", "would", "leave", "and", "but", "who", "on Tuesday", "1999",
    "— Ana (@ana) January 1, 2020", "pic.twitter.com/x", "Q:", "RUIZ:", "Dear Ana,", "Yours,", "by Ana Ruiz", "says", "asked",
    "whether", "was", "called", "not", "n’t", "’s", "in", "his", "view", "claim", "🎉", "é", "\u200f", "ال", "because", "as",
    "\f", "\n12\n\f", "page", "announ-\nced", "quoted", "as saying", "by", "sure", "so", "– 72", "May 5", "last year",
    "that day", "the next week", "two months later", "a@b.example", "â€œ", "\ufffd", "\x00", "| a | b |", "```",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join))
SECONDS = 30


def spans_of(each: Proposal) -> list[tuple[int, int]]:
    return [*each.content, *each.source, *each.cue, *each.reporter, *each.resolved]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_place_lies_in_the_text_and_holds_something(text):
    found = propose(text, dct="2020-01-01")
    for each in (*found.statements, *found.own):
        for start, end in spans_of(each):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()
    for date in found.dates:
        assert 0 <= date.span[0] < date.span[1] <= len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_parts_of_one_content_stand_in_order_and_never_overlap(text):
    for each in propose(text).statements:
        assert each.content
        for (_, end), (start, _) in zip(each.content, each.content[1:], strict=False):
            assert end <= start


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_child_stands_in_one_part_of_its_parent_and_no_chain_runs_in_a_circle(text):
    found = propose(text).statements
    by_id = {each.id: each for each in found}
    assert len(by_id) == len(found)
    for each in found:
        if each.parent is None:
            continue
        outer = by_id[each.parent]
        for start, end in each.content:
            assert any(a <= start and end <= b for a, b in outer.content)
        seen = {each.id}
        while outer.parent:
            assert outer.id not in seen
            seen.add(outer.id)
            outer = by_id[outer.parent]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_proposals(text):
    assert propose(text) == propose(text)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 5_000_000,
        "\n" * 5_000_000,
        " " * 1_000_000,
        "\f" * 500_000,
        "he said\n12\n\fthat " * 3_000,
        "“He left,” she said. " * 5_000,
        "May 5, that day, " * 5_000,
        "It rained on May 5 for long. " * 50_000,
        "AFP quoted Ana as saying " * 1_000,
        "a" * 5_000_000,
        '" ' * 100_000,
        "“a”" * 50_000,
        "'a " * 50_000,
        "he said " * 5_000,
        "(" * 500_000,
        "January " * 20_000,
        "1999, " * 20_000,
        "— A (@a" * 20_000,
        "A: b\n" * 10_000,
        "the " * 30 + ", who " * 10_000,
        "Dear A,\n\n" * 10_000,
        "“Ana Ruiz said he said\n" * 5_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_is_read_in_good_time(text):
    """Each takes a second or two; what is quadratic would take hours."""
    began = time.process_time()
    assert isinstance(propose(text), Proposals)
    assert time.process_time() - began < SECONDS
