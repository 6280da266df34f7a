"""An analyst's text: a little Markdown, and citations by label."""

from __future__ import annotations

import cProfile
import pstats
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.report import (
    NEXT_NOTE,
    BulletList,
    Heading,
    Link,
    NoteRef,
    NumberedList,
    Paragraph,
    Quote,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_text import Margin, blocks, cited_in, mentions, normalised

NOTES = Margin(lambda label: NoteRef(int(label[2:])) if label.startswith("ST") else None)


def read(text, margin=NOTES):
    return blocks(text, margin)


def test_a_statement_is_cited_where_its_label_stands():
    (paragraph,) = read("They left [[ST3]], or so he says.")
    assert paragraph.inlines == (Text("They left"), NoteRef(3), Text(", or so he says."))


@pytest.mark.parametrize("typed", ["Left [[ST3]] [[ST4]].", "Left[[ST3]][[ST4]].", "Left\n[[ST3]]\n[[ST4]]."])
def test_a_note_stands_close_to_its_words_and_apart_from_another(typed):
    (paragraph,) = read(typed)
    assert paragraph.inlines == (Text("Left"), NoteRef(3), NEXT_NOTE, NoteRef(4), Text("."))


def test_a_note_may_begin_a_paragraph_and_follow_other_letters():
    (paragraph,) = read("[[ST3]] They **left** [[ST4]]")
    assert paragraph.inlines == (NoteRef(3), Text(" They "), Text("left", strong=True), NoteRef(4))


@pytest.mark.parametrize("typed", ["[[st3]]", "[[ ST3 ]]", "[[St3]]"])
def test_a_citation_has_one_spelling(typed):
    assert normalised(f"They left {typed}.") == "They left [[ST3]]."
    assert cited_in(typed) == ("ST3",)


def test_what_is_not_known_stays_as_it_was_typed():
    (paragraph,) = read("See [[AS2]] and [[the annex]].")
    assert plain_text(paragraph.inlines) == "See [[AS2]] and [[the annex]]."


def test_citations_are_counted_in_reading_order_and_as_often_as_they_stand():
    assert cited_in("- [[ST9]]\n- [[ST2]]\n\n> [[ST9]]\n\n| a |\n|---|\n| [[ST4]] |\n") == (
        "ST9",
        "ST2",
        "ST9",
        "ST4",
    )


def test_code_cites_nothing():
    assert mentions("`[[ST3]]`\n\n    [[ST4]]\n") == ()


def test_something_alone_on_a_line_is_shown_there():
    shown = (Paragraph((Text("the picture"),)),)
    margin = Margin(NOTES.cite, {"trace AS2": shown}.get)
    assert read("Before.\n\n[[ Trace as2 ]]\n\nAfter.", margin)[1:2] == shown


def test_the_forms_of_a_text():
    made = read("## Head\n\n*soft* and **hard** and `code`\n\n- one\n- two\n\n1. first\n\n> said\n> so\n")
    assert made == (
        Heading(3, "Head", "text-1"),
        Paragraph(
            (
                Text("soft", emphasis=True),
                Text(" and "),
                Text("hard", strong=True),
                Text(" and "),
                Text("code", mono=True),
            )
        ),
        BulletList(((Paragraph((Text("one"),)),), (Paragraph((Text("two"),)),))),
        NumberedList(((Paragraph((Text("first"),)),),)),
        Quote("said\nso"),
    )


@pytest.mark.parametrize(("typed", "start"), [("1. a", 1), ("5. a\n6. b", 5), ("007) a", 7), ("0. a", 0)])
def test_a_list_begins_at_the_number_that_was_typed(typed, start):
    (made,) = read(typed)
    assert made.start == start


@pytest.mark.parametrize("typed", ["70000. a\n70001. b", "999999999) a"])
def test_a_number_that_no_word_processor_counts_to_stays_as_it_was_typed(typed):
    (made,) = read(typed)
    assert plain_text(made.inlines) == typed


def test_a_table_keeps_its_citations():
    (table,) = read("| who | what |\n|---|---|\n| R [[ST3]] | left |\n")
    assert table == Table("", ("who", "what"), (((Text("R"), NoteRef(3)), (Text("left"),)),))


def test_a_paragraph_that_says_so_is_the_caption_of_the_table_after_it():
    rows = "| who |\n|---|\n| R |\n"
    captioned, plain = read(f"Table: Who was\nthere\n\n{rows}\n{rows}")
    assert (captioned.caption, plain.caption) == ("Who was\nthere", "")
    (alone,) = read("Table: of contents")
    assert plain_text(alone.inlines) == "Table: of contents"
    before, table = read(f"A table follows.\n\n{rows}")
    assert plain_text(before.inlines) == "A table follows."
    assert table.caption == ""


def test_notes_under_a_quotation_stand_apart():
    (quote,) = read("> They left. [[ST3]]\n>\n> All of them. [[ST4]]")
    assert quote.caption == (NoteRef(3), NEXT_NOTE, NoteRef(4))


def test_whoever_is_cited_in_a_quotation_is_named_under_it():
    assert read("> They left. [[ST3]]") == (Quote("They left.", caption=(NoteRef(3),)),)


WEB = "https://example.org/a"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"## See [the page]({WEB})\n", "heading above"),
        (f"Table: From [the page]({WEB})\n\n| who |\n|---|\n| R |\n", "table below"),
        (f"| [the page]({WEB}) |\n|---|\n| R |\n", "table below"),
    ],
)
def test_a_link_is_followed_beside_what_holds_only_words(text, place):
    [cited] = [one for one in read(text) if isinstance(one, Paragraph)]
    assert cited.inlines == (Text(f"Cited in the {place}: "), Link("the page", WEB))


def test_notes_stand_before_links_in_what_is_cited_above():
    _, cited = read(f"## See [the page]({WEB}), [[ST3]] and [it]({WEB}/2)\n")
    assert cited.inlines == (
        *(Text("Cited in the heading above:"), NoteRef(3)),
        *(Text(", "), Link("the page", WEB), Text(", "), Link("it", f"{WEB}/2")),
    )


def test_a_link_inside_a_quotation_stands_under_it():
    assert read(f"> As [the page]({WEB}) has it.") == (
        Quote("As the page has it.", caption=(Link("the page", WEB),)),
    )


def test_a_line_end_stays_one():
    (paragraph,) = read("one\ntwo")
    assert plain_text(paragraph.inlines) == "one\ntwo"


def test_only_web_addresses_become_links():
    (paragraph,) = read("[here](https://example.org/a) [there](javascript:alert(1)) [near](../x)")
    assert [part for part in paragraph.inlines if isinstance(part, Link)] == [
        Link("here", "https://example.org/a")
    ]
    assert "near" in plain_text(paragraph.inlines)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "<img src=x onerror=y>", "&lt;b&gt;", "![x](http://a/b.png)"]
)
def test_markup_of_other_languages_is_text(hostile):
    made = read(f"Before {hostile} after")
    assert all(isinstance(part, (Text, Link)) for block in made for part in block.inlines)
    assert "Before" in plain_text(made[0].inlines)


def printed(made):
    """The words of blocks and the numbers of their notes, in reading order; what repeats a link is left out."""
    words, notes = [], []

    def take(*inlines):
        words.append(plain_text(inlines))
        refer(*inlines)

    def refer(*inlines):
        notes.extend(one.number for one in inlines if isinstance(one, NoteRef))

    for block in made:
        match block:
            case Paragraph(inlines=inlines, role="fine"):
                refer(*inlines)
            case Paragraph(inlines=inlines):
                take(*inlines)
            case Heading(text=text):
                words.append(text)
            case Quote(text=text, caption=caption):
                words.append(text)
                refer(*caption)
            case BulletList(items=items) | NumberedList(items=items):
                for item in items:
                    inner = printed(item)
                    words.append(inner[0])
                    notes += inner[1]
            case Table(caption=caption, header=header, rows=rows):
                words += [caption, *header]
                for row in rows:
                    for cell in row:
                        take(*cell)
    return "\n".join(words), notes


def words_of(text):
    return sorted(re.findall(r"w(?:\d+|[a-i])", text.lower()))


def numbers_cited(text):
    return [int(label[2:]) for label in cited_in(text)]


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("# Head [[ST3]]\n\nThey left. [[ST4]]", [Heading, Paragraph, Paragraph]),
        ("Table: Who [[ST3]]\n\n| who |\n|---|\n| R [[ST4]] |", [Paragraph, Table]),
        ("| who [[ST3]] |\n|---|\n| R [[ST4]] |", [Paragraph, Table]),
        ("- # Head [[ST3]]\n- [[ST4]]", [BulletList]),
    ],
)
def test_what_cannot_hold_a_note_has_its_notes_beside_it(typed, after):
    made = read(typed)
    assert [type(block) for block in made] == after
    assert printed(made)[1] == numbers_cited(typed) == [3, 4]


def test_a_paragraph_before_a_table_cites_once():
    typed = "They left. [[ST3]]\n\n| who |\n|---|\n| R [[ST4]] |"
    assert numbers_cited(typed) == printed(read(typed))[1] == [3, 4]


def test_a_quotation_keeps_its_lists_headings_tables_and_quotations():
    typed = "> # Head [[ST2]]\n>\n> 5. one [[ST3]]\n> 6. two\n>\n> | a | b |\n> |---|---|\n> | c | d |\n>\n> > deep [[ST4]]"
    assert read(typed) == (
        Quote(
            "Head\n\n5. one\n\n6. two\n\na | b\n\nc | d\n\ndeep",
            caption=(NoteRef(2), NEXT_NOTE, NoteRef(3), NEXT_NOTE, NoteRef(4)),
        ),
    )


def test_headings_in_lists_have_anchors_of_their_own():
    listed, heading = read("- # One\n- # Two\n\n# Three")
    anchors = [item[0].anchor for item in listed.items] + [heading.anchor]
    assert anchors == ["text-1", "text-2", "text-3"]


@pytest.mark.parametrize(
    "typed",
    [
        "\n".join(f"{'  ' * depth}- w{depth}" for depth in range(60)) + "\n\nw60",
        ">" * 3000 + " w1",
        "\n".join(f"{'>' * depth} w{depth}" for depth in range(1, 60)),
        "*a " * 2000 + "w1" + " a*" * 2000,
    ],
)
def test_what_is_nested_too_deep_stays_as_it_was_typed(typed):
    assert words_of(printed(read(typed))[0]) == words_of(typed)


def test_cells_that_no_header_stands_above_are_kept_in_the_last_column():
    (table,) = read("| w1 | w2 |\n|---|---|\n| w3 | w4 | w5 \\| x | w6 [[ST3]] |\n| w7 |\n")
    assert table.rows[0] == ((Text("w3"),), (Text("w4 | w5 | x | w6"), NoteRef(3)))
    assert table.rows[1] == ((Text("w7"),), ())


def test_words_beside_a_fence_are_kept_and_a_language_is_none():
    assert plain_text(read("``` They left\nat noon")[0].inlines) == "They left\nat noon"
    assert plain_text(read("```python\nx\n```")[0].inlines) == "x"


def test_an_address_without_words_stands_for_itself():
    (paragraph,) = read("[](https://example.org/a)")
    assert paragraph.inlines == (Link("https://example.org/a", "https://example.org/a"),)


_WIDE = f"|{'w1|' * 2000}\n|{'-|' * 2000}\n{'|w2' * 3}\n" + "|w3\n" * 200
_MANY = (f"|{'a|' * 60}\n|{'-|' * 60}\n" + "|w1\n" * 300 + "\n") * 6
_HEAVY = [
    _WIDE,
    _MANY,
    *(f"{mark * 20_000} w1 [[ST3]]" for mark in ("[[", "[ ", "*a_ ", "[a](", "`a``b")),
]


@pytest.mark.parametrize("typed", _HEAVY)
def test_a_text_of_nothing_but_marks_costs_little_and_keeps_its_words(typed):
    """Counted in calls, which no other program slows down; a text that long of ordinary prose makes as many."""
    profile = cProfile.Profile()
    made = profile.runcall(read, typed)
    assert pstats.Stats(profile).total_calls < 1_500_000
    assert words_of(printed(made)[0]) == words_of(typed)
    assert printed(made)[1] == numbers_cited(typed)


_PIECES = st.sampled_from([
    *("> ", ">", "- ", "1. ", "5) ", "    ", "  ", "\t", "\n", "\n\n", "\n\n", "# ", "|", "---", "==="),
    *("\n|wa|wb [[ST4]]|\n|--|--|\n", "| wc | wd |", "\nTable: ", "*", "**", "_", "[", "]", "`we`", "\n~~~\n"),
    *("wf", "wg ", "wh. ", "[[ST3]]", "[[ST5]] ", "\\", "<", "<!--", "&", "!", "[wi](https://a.example) "),
])  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_word_and_no_citation_is_left_out(typed):
    words, notes = printed(read(typed))
    assert words_of(words) == words_of(typed)
    assert notes == numbers_cited(typed)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    made = blocks(text, NOTES)
    assert bool(made) <= bool(text.strip())
    assert normalised(normalised(text)) == normalised(text)


@given(st.lists(st.integers(1, 50), max_size=12))
def test_every_citation_becomes_one_reference(numbers):
    text = " and ".join(f"x [[ST{number}]]" for number in numbers)
    found = [part.number for block in read(text) for part in block.inlines if isinstance(part, NoteRef)]
    assert found == numbers
