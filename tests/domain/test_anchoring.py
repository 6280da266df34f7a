"""Passages found again in a newer text: the same, moved, changed or gone."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain import anchoring, passages
from tracker.domain.anchoring import CLOSE, NewText, Verdict, reanchor

OLD = (
    "Officials spoke on Monday.\n\nHe said so. They left at noon, and nobody stayed. The gate “was shut”.\n\n"
    "He said so again in the evening, and nobody believed him."
)
WORDS = st.text("abc ", min_size=1, max_size=12).filter(str.strip)
TEXTS = st.text('ab .\n“"', max_size=60)


def span_of(words, text=OLD, *, nth=1):
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return passages.span(text, start, start + len(words))


def plain(text):
    return " ".join(text.translate(passages.QUOTES).split())


@pytest.mark.parametrize(
    ("words", "new", "verdict", "found", "why"),
    [
        ("They left at noon", OLD, Verdict.SAME, "They left at noon", "The same words."),
        (
            "They left at noon",
            f"So. {OLD}",
            Verdict.MOVED,
            "They left at noon",
            "The same words, 4 characters on.",
        ),
        (
            "“was shut”",
            OLD.replace("“", '"').replace("”", '"'),
            Verdict.SAME,
            '"was shut"',
            "The same words, in other quotation marks.",
        ),
        (
            "The gate “was shut”",
            OLD.replace("gate ", "gate\n\n "),
            Verdict.MOVED,
            "The gate\n\n “was shut”",
            "The same words, with other white space or quotation marks.",
        ),
        (
            "and nobody stayed. ",
            OLD.replace("stayed. ", "stayed.\n"),
            Verdict.MOVED,
            "and nobody stayed.",
            "The same words, with other white space or quotation marks.",
        ),
        (
            "They left at noon",
            OLD.replace("at noon", "at three in the afternoon"),
            Verdict.FUZZY,
            "They left at three in the afternoon",
            "Its words have changed: 47% alike.",
        ),
        (
            "They left at noon, and nobody stayed.",
            OLD.replace("left", "did not leave"),
            Verdict.FUZZY,
            "They did not leave at noon, and nobody stayed.",
            "Its words have changed: 78% alike.",
        ),
        (
            "They left at noon, and nobody stayed.",
            OLD.replace("They left at noon, and ", "At three "),
            Verdict.FUZZY,
            "At three nobody stayed.",
            "Its words have changed: 51% alike.",
        ),
        (
            "They left at noon, and nobody stayed. ",
            OLD.replace("They left at noon, and nobody stayed. ", ""),
            Verdict.GONE,
            None,
            "Nothing there is close to it. The closest words are 6% alike.",
        ),
        ("Officials spoke", "…", Verdict.GONE, None, "Nothing there is close to it."),
        (
            "He said so.",
            "Corrected: an earlier text had “He said so.” where nobody had.",
            Verdict.MOVED,
            "He said so.",
            "The same words, 4 characters on; what stands around them is not what it was.",
        ),
    ],
)
def test_what_became_of_a_passage_is_told_with_its_reason(words, new, verdict, found, why):
    told = reanchor(span_of(words), new)
    assert (told.verdict, told.span and told.span.exact, told.why) == (verdict, found, why)


@pytest.mark.parametrize("nth", [1, 2])
def test_of_several_places_the_one_between_the_same_words_is_taken(nth):
    new = f"{OLD[:28]}He said so. He said so. He said so. {OLD[28:]}"
    told = reanchor(span_of("He said so", nth=nth), new)
    assert told.span.start == span_of("He said so", nth=nth).start + 36


def test_of_places_in_other_surroundings_the_most_alike_is_taken_then_the_nearest():
    old = passages.span("one two here three four", 8, 12)
    assert reanchor(old, "here, and here; one two here five four").span.start == 24
    assert reanchor(old, "x here, y here").span.start == 10


def test_whole_words_do_not_stand_inside_longer_ones_but_parts_of_words_do():
    assert reanchor(span_of("He said so"), "Then the said sofa.").verdict is Verdict.GONE
    assert reanchor(span_of("aid s"), "The said sofa.").span.exact == "aid s"


def test_scripts_without_spaces_are_compared_character_by_character():
    old = "周一官员发表讲话。他们中午离开了大使馆。没有人留下。"
    told = reanchor(span_of("他们中午离开了大使馆", old), old.replace("中午", "下午三点"))
    assert (told.verdict, told.span.exact) == (Verdict.FUZZY, "他们下午三点离开了大使馆")
    assert reanchor(span_of("没有人留下", old), f"更正。{old}").verdict is Verdict.MOVED


def test_words_that_stand_far_off_by_chance_do_not_stretch_a_passage():
    old = "The convoy of nine lorries left the northern gate before the sun had risen."
    new = f"The {'x ' * 12}{old.replace('nine', 'ten')} And so on, risen."
    told = reanchor(passages.span(old, 0, len(old)), new)
    assert told.span.exact == old.replace("nine", "ten")


@given(TEXTS, TEXTS, st.data())
def test_what_stands_is_always_the_same_words_and_nothing_lies_outside_the_text(old, new, data):
    assume(old.strip())
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    assume(old[start:end].strip())
    told = reanchor(passages.span(old, start, end), new)
    assert 0 <= told.similarity <= 1
    assert (told.span is None) == (told.verdict is Verdict.GONE)
    if told.span:
        assert new[told.span.start : told.span.end] == told.span.exact
    if told.verdict.stands:
        assert plain(told.span.exact) == plain(old[start:end])
    assert (told.verdict is Verdict.SAME) <= (told.span is not None and told.span.start == start)


@given(st.text("xyz \n", max_size=50), st.text("xyz \n", max_size=50), st.text("xyz\n ", max_size=80))
def test_text_put_in_before_a_passage_moves_it_by_just_as_much(before, after, put_in):
    words = "Nobody said it."
    old = f"{before}\n{words} {after}"
    told = reanchor(span_of(words, old), f"{put_in}{old}")
    assert told.verdict is (Verdict.MOVED if put_in else Verdict.SAME)
    assert told.span.start == len(before) + 1 + len(put_in)


@given(st.text("xyz \n", max_size=50), st.text("xyz \n", max_size=50), WORDS)
def test_a_passage_that_is_taken_out_is_gone(before, after, words):
    old = f"{before} {words} {after}"
    told = reanchor(passages.span(old, len(before) + 1, len(before) + 1 + len(words)), f"{before} {after}")
    assert told.verdict is Verdict.GONE
    assert told.similarity < CLOSE


@given(TEXTS, TEXTS, st.permutations(range(6)))
def test_the_order_in_which_passages_are_asked_for_changes_nothing(old, new, order):
    spans = [
        passages.span(old, at, at + size)
        for at in range(len(old) - 4)
        for size in (1, 4)
        if old[at : at + size].strip()
    ][:6]
    asked = [spans[at] for at in order if at < len(spans)]
    text = NewText(new)
    assert {span: text.find(span) for span in asked} == {span: reanchor(span, new) for span in spans}


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000_000, "a " * 2_500_000, "the same line again\n\n" * 240_000],
    ids=["word", "words", "lines"],
)
def test_it_ends_on_texts_of_five_megabytes(text):
    new = NewText(text)
    started = perf_counter()
    for words in ("a " * 75 + "b " + "a " * 75, "b" + "a" * 299, "the same line never again", text[:500]):
        new.find(passages.TextSpan(2_000_000, 2_000_300, words, "a" * 32, "a" * 32))
    assert perf_counter() - started < 20  # comparing every place would take hours


def test_many_passages_of_a_long_text_are_found_in_linear_time():
    chance = Random(7)
    known = [f"word{at}" for at in range(3_000)]
    words = chance.choices(known, [1 / (at + 1) for at in range(3_000)], k=20_000)
    text = " ".join(words)
    starts = [text.index(" ", chance.randrange(len(text) - 400)) + 1 for _ in range(200)]
    spans = [passages.span(text, start, start + 150) for start in starts]
    new = "Put in before. " + " ".join("other" if at % 400 == 0 else word for at, word in enumerate(words))
    started = perf_counter()
    found = [NewText(new).find(spans[0]).verdict, *map(NewText(new).find, spans)]
    assert perf_counter() - started < 5  # a tenth of a second on an idle machine
    assert len(found) == 201


def test_a_word_that_stands_everywhere_does_not_stop_the_search(monkeypatch):
    monkeypatch.setattr(anchoring, "_MOST_VOTES", 3)
    monkeypatch.setattr(anchoring, "_MOST_PLACES", 3)
    assert reanchor(span_of("nobody stayed"), f"{'so ' * 50}{OLD}").verdict is Verdict.MOVED
    assert reanchor(span_of("They left at noon"), OLD.replace("noon", "three")).verdict is Verdict.FUZZY
