from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tests.exporters.drawings import must_be_legible, must_fit_a_page, size_of
from tracker.domain import dates
from tracker.domain.provenance import TracedRelay, TracedStatement, TraceGraph, trace
from tracker.domain.records import SourceRec
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, RelayForm, SourceKind
from tracker.exporters import svg_text
from tracker.exporters.trace_excerpt import MOST_BUNDLES, MOST_CARDS, excerpt
from tracker.exporters.trace_picture import MOST_ON_PAGE, SMALLEST, USUAL, draw, draw_for_page

NEW_YEAR = dates.parse("2020-01-01")
SVG = "{http://www.w3.org/2000/svg}"


def said(label, name="B", basis=Basis.TOLD, kind=SourceKind.PERSON, gist="They left", **more):
    source = SourceRec(f"SRC-{label}", kind, name)
    return TracedStatement(label, source, gist, None, NEW_YEAR, None, basis, **more)


def relay(child, parent, form=RelayForm.QUOTES, **more):
    return TracedRelay(child, parent, form=form, **more)


def traced(statements, relays, roots):
    return trace(TraceGraph({statement.id: statement for statement in statements}, tuple(relays)), roots)


def chain_of(hops):
    statements = [said(f"ST{place}") for place in range(hops)]
    relays = [relay(f"ST{place}", f"ST{place + 1}") for place in range(hops - 1)]
    return traced(statements, relays, ["ST0"])


def link(label):
    return f"/statements/{label}"


def picture(found, **more):
    return draw(found, link=more.pop("link", link), title="Trace of ST1", **more)


def texts(svg):
    root = ET.fromstring(svg)
    return [text.text for text in root.iter(f"{SVG}text")]


SMALL = traced(
    [
        said("ST1", "M", Basis.PARTICIPANT, reliability="C"),
        said("ST2", "R", is_entry=True, reliability="B", credibility="2"),
        said("ST4", "N", kind=SourceKind.OUTLET, is_entry=True, credibility="4"),
        said("ST5", "social media", Basis.NOT_STATED, SourceKind.UNKNOWN),
        said("ST6", "B", is_entry=True, withdrawn=True),
    ],
    [
        relay("ST2", "ST1", RelayForm.PARAPHRASES),
        relay("ST6", "ST2", RelayForm.CITES, fidelity=Fidelity.ALTERED),
        relay("ST4", "ST5", None),
        relay("ST5", "ST2", certainty=RelayCertainty.POSSIBLE),
    ],
    ["ST2", "ST4", "ST6"],
)


def test_every_statement_has_a_card_that_leads_to_it():
    root = ET.fromstring(picture(SMALL))
    assert {a.get("href") for a in root.iter(f"{SVG}a")} == {link(label) for label in SMALL.statements}


def test_a_card_tells_in_words_what_its_colour_says():
    words = texts(picture(SMALL))
    assert {
        "ST1 · original source",
        "ST2 · we hold it",
        "ST5 · gap",
        "ST6 · we hold it · withdrawn",
        "Person · Took part in it",
        "said 1 January 2020",
        "“social media”",
    } <= set(words)


def test_grades_are_shown_as_far_as_there_are_any():
    words = texts(picture(SMALL))
    assert {"B2", "C", "4"} <= set(words)


def test_lines_say_how_the_earlier_statement_is_repeated():
    words = texts(picture(SMALL))
    assert {"paraphrases", "cites and alters", "repeats", "possibly quotes"} <= set(words)


def test_possible_altered_and_gap_are_dashed_and_nothing_else():
    root = ET.fromstring(picture(SMALL))
    dashed = {
        group.get("class")
        for group in root.iter(f"{SVG}g")
        if (group.get("class") or "").startswith(("trace-line", "trace-card"))
        if any(part.get("stroke-dasharray") for part in group)
    }
    assert dashed == {"trace-line trace-possible", "trace-line trace-altered", "trace-card trace-gap"}


def test_it_passes_a_policy_without_inline_style_or_script():
    svg = picture(SMALL)
    assert not re.search(r"style=|<style|<script|\son\w+=|url\(", svg)


def test_with_links_it_is_a_labelled_group_and_without_an_image():
    linked = ET.fromstring(picture(SMALL, name="first"))
    assert linked.get("role") == "group"
    assert linked.get("aria-labelledby") == "first-title first-desc"
    assert [linked.find(f"{SVG}{part}").get("id") for part in ("title", "desc")] == [
        "first-title",
        "first-desc",
    ]
    assert linked.find(f"{SVG}desc").text.strip() == SMALL.summary
    bare = ET.fromstring(picture(SMALL, link=lambda _: None))
    assert bare.get("role") == "img"
    assert not list(bare.iter(f"{SVG}a"))


def test_a_circle_is_drawn_and_named():
    loop = traced([said("ST1"), said("ST2")], [relay("ST1", "ST2"), relay("ST2", "ST1")], ["ST1"])
    assert "quotes, in a circle" in texts(picture(loop))


def test_a_trace_of_nothing_is_still_a_picture():
    assert ET.fromstring(picture(traced([], [], []))).get("role") == "img"


def test_the_same_trace_gives_the_same_picture():
    assert picture(chain_of(12)) == picture(chain_of(12))


def test_what_is_written_never_leaves_its_card():
    hostile = '<b>"&\x00\u202e\ud800 </text><script>alert(1)</script> ' + "w" * 300
    svg = picture(traced([said("ST1", hostile, gist=hostile)], [], ["ST1"]))
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "\u202e" not in svg
    first, second = texts(svg)[1:3]
    assert first.startswith("<b>")
    assert second.endswith("…")
    assert max(svg_text.width(line, 15.0, bold=True) for line in (first, second)) <= 240 - 2 * 14 + 0.01


def test_how_somebody_knows_is_never_cut_off():
    one = said("ST1", basis=Basis.PARTICIPANT, kind=SourceKind.UNNAMED)
    assert "Unnamed, described · Took part in it" in " ".join(texts(picture(traced([one], [], ["ST1"]))))


def test_a_name_too_long_for_one_line_of_its_card_has_a_second():
    svg = picture(
        traced([said("ST1", "the unnamed author of Exhibit 12", kind=SourceKind.UNNAMED)], [], ["ST1"])
    )
    assert " ".join(texts(svg)[1:3]) == "The unnamed author of Exhibit 12"


def test_a_script_from_right_to_left_begins_at_the_right():
    svg = picture(traced([said("ST1", "مصطفى سالم")], [], ["ST1"]))
    root = ET.fromstring(svg)
    name = next(text for text in root.iter(f"{SVG}text") if "مصطفى سالم" in text.text)
    assert name.get("text-anchor") == "end"  # whoever draws it may know no `direction`
    assert float(name.get("x")) == 240 - 14


def test_thirty_hops_are_drawn_whole():
    found = excerpt(chain_of(30))
    assert len(found.shown) == 30
    assert not found.bundles


def test_beyond_the_limit_the_picture_says_what_it_leaves_out():
    found = chain_of(5_000)
    chosen = excerpt(found)
    assert len(chosen.shown) == MOST_CARDS
    assert {"ST0", "ST99", "ST4999"} <= set(chosen.shown)
    assert list(chosen.bundles.values()) == [4_800]
    assert {"4,800 more", "200 of 5,000 statements are drawn; the list has all of them."} <= set(
        texts(picture(found))
    )


def test_many_copies_of_one_statement_are_bundled():
    copies = [said(f"ST{place}", is_entry=True) for place in range(1, 41)]
    found = traced(
        [said("ST0", "W", Basis.OBSERVED), *copies],
        [relay(copy.id, "ST0") for copy in copies],
        [copy.id for copy in copies],
    )
    chosen = excerpt(found)
    assert chosen.shown == ("ST1", "ST2", "ST3", "ST4", "ST0")
    assert list(chosen.bundles.values()) == [36]
    assert "36 more" in texts(picture(found))


def test_scattered_remains_make_few_bundles():
    pairs = [(f"A{place}", f"B{place}", f"C{place}") for place in range(200)]
    found = traced(
        [said(label) for pair in pairs for label in pair],
        [relay(child, parent) for a, b, c in pairs for child, parent in ((a, b), (b, c))],
        [a for a, _, _ in pairs],
    )
    chosen = excerpt(found)
    assert len(chosen.bundles) <= MOST_BUNDLES
    assert len(chosen.shown) + sum(chosen.bundles.values()) == 600


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ab", ["a", "b"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("🇮🇶🇮🇷", ["🇮🇶", "🇮🇷"]),
        ("👨‍👩‍👧a", ["👨‍👩‍👧", "a"]),
        ("👍🏽!", ["👍🏽", "!"]),
        ("❤\ufe0f", ["❤\ufe0f"]),
        ("", []),
    ],
)
def test_a_cut_never_splits_what_reads_as_one_character(text, parts):
    assert list(svg_text.clusters(text)) == parts


def test_lines_break_between_words_and_words_only_where_they_must():
    assert svg_text.wrap("one two three", 10, 45, 3) == ["one two", "three"]
    assert svg_text.wrap("abcdefghij", 10, 30, 3)[0] == "abcde"
    assert svg_text.wrap("one two three four five six", 10, 45, 2)[-1].endswith("…")
    assert svg_text.wrap("", 10, 45, 2) == []


def test_wide_scripts_take_more_room_than_narrow_letters():
    assert (
        svg_text.width("民兵", 10)
        > svg_text.width("mm", 10)
        > svg_text.width("ab", 10)
        > svg_text.width("il", 10)
    )
    assert svg_text.width("👍", 10) > svg_text.width("民", 10)


def test_unconnected_chains_stand_on_shelves():
    pairs = [(f"A{place}", f"B{place}") for place in range(9)]
    found = traced(
        [said(label) for pair in pairs for label in pair],
        [relay(*pair) for pair in pairs],
        [a for a, _ in pairs],
    )
    root = ET.fromstring(picture(found))
    assert float(root.get("width")) < 1300
    assert float(root.get("height")) > 3 * 200


def test_crossing_relays_keep_their_labels_apart():
    square = traced(
        [said(label) for label in ("ST1", "ST2", "ST3", "ST4")],
        [relay(child, parent) for child in ("ST1", "ST2") for parent in ("ST3", "ST4")],
        ["ST1", "ST2"],
    )
    root = ET.fromstring(picture(square))
    places = [(text.get("x"), text.get("y")) for text in root.iter(f"{SVG}text") if text.text == "quotes"]
    assert len(places) == len(set(places)) == 4


def test_direction_is_that_of_the_first_letter():
    assert svg_text.is_right_to_left("«بغداد» Baghdad")
    assert not svg_text.is_right_to_left("12 Baghdad بغداد")
    assert not svg_text.is_right_to_left("2020")


def fan_of(count):
    """Accounts that all repeat one source."""
    accounts = [said(f"ST{place}", f"Account {place}", is_entry=True) for place in range(1, count)]
    relays = [relay(account.id, "ST0") for account in accounts]
    roots = [account.id for account in accounts] or ["ST0"]
    return traced([said("ST0", "R", Basis.OBSERVED), *accounts], relays, roots)


def apart(count):
    return traced(
        [said(f"ST{place}", "W " * 60, Basis.OBSERVED, gist="مصطفى " * 40) for place in range(count)],
        [],
        [f"ST{place}" for place in range(count)],
    )


def ladder_of(count):
    """Everybody repeats the two before them."""
    relays = [
        relay(f"ST{place}", f"ST{earlier}")
        for place in range(count)
        for earlier in (place + 1, place + 2)
        if earlier < count
    ]
    return traced([said(f"ST{place}") for place in range(count)], relays, ["ST0"])


@pytest.mark.parametrize("count", [1, 2, 3, 12, 60])
@pytest.mark.parametrize("shape", [chain_of, fan_of, apart, ladder_of])
@pytest.mark.parametrize("codes", [True, False])
def test_on_a_page_it_fits_stays_legible_and_names_every_statement_in_words(shape, count, codes):
    found = shape(count)
    svg, told = draw_for_page(found, title="The chain", codes=codes)
    must_fit_a_page(svg)
    must_be_legible(svg)
    across, _ = size_of(svg)
    assert SMALLEST * across - 0.01 <= float(ET.fromstring(svg).get("width")) <= USUAL * across + 0.01
    cards = [
        group for group in ET.fromstring(svg).iter(f"{SVG}g") if "trace-card" in (group.get("class") or "")
    ]
    assert len(cards) <= MOST_ON_PAGE
    if count <= 3:
        assert len(cards) == count
    for label in found.statements:
        assert re.search(rf"\b{label}\b", told)
    if len(cards) < count:
        assert any(f"{len(cards)} of {count} statements are drawn" in words for words in texts(svg))


def test_in_words_it_says_what_the_cards_and_the_lines_say():
    told = draw_for_page(SMALL, title="The chain")[1]
    assert (
        "ST2, R: “They left” (person, was told; we hold it; said 1 January 2020; B2; paraphrases ST1)."
        in told
    )
    assert "ST1, M: “They left” (original source; person, took part in it; said 1 January 2020; C)." in told
    assert "possibly quotes ST2" in told
    assert "cites and alters ST2" in told
