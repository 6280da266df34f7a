"""What is larger than a sentence: posts, transcripts, letters, captions, other languages, other scripts."""

from __future__ import annotations

from tests.domain.proposals.test_statements import read, shown
from tracker.domain.proposals.proposing import propose

POSTS = """Officials were silent, so Ruiz wrote from the gate.

The gate is open now. — Ana Ruiz (@ruiz_norda) January 1, 2020

Nobody has left the square

They said “we stay until noon” pic.example/x1 — Ana Ruiz (@ruiz_norda) January 2, 2020

That was all anybody heard that day."""


def test_a_signed_post_is_found_with_its_author_handle_and_date():
    first = next(each for each in propose(POSTS).statements if each.kind == "post")
    assert shown(POSTS, first) == "Ana Ruiz: The gate is open now. [direct]"
    assert (first.handle, first.date) == ("ruiz_norda", "2020-01-01")


def test_a_paragraph_between_two_posts_of_one_account_belongs_to_the_second():
    posts = [each for each in propose(POSTS).statements if each.kind == "post"]
    assert len(posts) == 2
    assert shown(POSTS, posts[1]).startswith("Ana Ruiz: Nobody has left the square … They said")
    assert posts[1].rule == "post-two-paragraphs"


def test_who_is_quoted_in_a_post_is_a_child_of_it():
    found = propose(POSTS).statements
    child = next(each for each in found if each.parent)
    assert shown(POSTS, child) == "They: “we stay until noon” [direct]"
    assert next(each for each in found if each.id == child.parent).handle == "ruiz_norda"


def test_a_remark_between_two_posts_that_announces_the_next_is_the_authors():
    text = POSTS.replace("Nobody has left the square", "Ruiz went on:")
    assert [len(each.content) for each in propose(text).statements if each.kind == "post"] == [1, 1]


def test_an_impossible_date_of_a_post_is_left_out():
    [post] = propose("It is open. — Ana Ruiz (@ruiz) February 30, 2020").statements
    assert post.date is None


def test_a_post_in_another_language_is_found():
    text = "Ворота открыты, никто не ушёл, площадь полна. — Анна (@anna) 1 January 2020"
    found = propose(text)
    assert [each.handle for each in found.statements] == ["anna"]
    assert "English" in found.notes[0]


def test_of_a_text_in_another_language_only_its_quotations_are_proposed():
    text = "Der Sprecher sagte gestern in Berlin: „Wir verlassen den Hafen heute.“ Niemand widersprach ihm dabei."
    found = propose(text)
    assert found.notes
    assert [each.rule for each in found.statements] in ([], ["quotation-alone"])


def test_garbled_characters_are_told():
    assert "character set" in propose("â€œWe are leaving,â€\x9d Ruiz said. â€œNow.â€\x9d").notes[0]


def test_the_turns_of_a_transcript_have_their_speakers():
    text = "RUIZ: The gate was open.\n\nHADDAD: It was not.\n\nRUIZ: I saw it myself."
    assert [one for one in read(text) if one.endswith("[direct]")] == [
        "RUIZ: The gate was open. [direct]",
        "HADDAD: It was not. [direct]",
        "RUIZ: I saw it myself. [direct]",
    ]


def test_a_name_in_capitals_at_the_end_of_a_line_opens_a_turn():
    text = (
        "We begin. THE MAYOR:\n\nThe gate was open.\n\nThank you. THE GUARD:\n\nIt was not.\n\nIt never is."
    )
    turns = [each for each in propose(text).statements if each.rule == "turn"]
    assert [shown(text, each) for each in turns] == [
        "THE MAYOR: The gate was open. … Thank you. [direct]",
        "THE GUARD: It was not. … It never is. [direct]",
    ]


def test_one_line_with_a_name_and_a_colon_is_no_transcript():
    assert not [
        each for each in propose("It was late.\n\nRuiz: The gate was open.").statements if each.rule == "turn"
    ]


def test_a_note_is_no_turn():
    assert read("Note: the gate was open.\n\nNote: it was closed.") == []


def test_a_letter_is_its_signers_words_and_what_it_reports_stands_inside():
    text = "Dear Ana,\n\nTomas said the gate was open.\n\nYours sincerely,\n\nLayla Haddad"
    outer, inner = propose(text).statements
    assert (outer.kind, outer.rule) == ("document", "letter")
    assert [text[a:b] for a, b in outer.source] == ["Layla Haddad"]
    assert inner.parent == outer.id


def test_a_letter_may_begin_with_a_title():
    text = "Dr. Haddad,\n\nThe gate was open.\n\nRespectfully, Ana Ruiz"
    [letter] = propose(text).statements
    assert (letter.rule, shown(text, letter)) == (
        "letter",
        "Ana Ruiz: Dr. Haddad,\n\nThe gate was open. [direct]",
    )


def test_a_paper_is_the_words_of_the_authors_below_its_title():
    text = "How gates open\n\nAna Ruiz ruiz@norda.example University of Norda\n\nGates open by hand.\n\nThey close too."
    [paper] = propose(text).statements
    assert (paper.kind, paper.rule) == ("document", "byline")
    assert shown(text, paper) == "Ana Ruiz: Gates open by hand.\n\nThey close too. [direct]"


def test_an_address_in_a_text_makes_no_author():
    text = "The gate was open on Monday.\n\nOpen Gate Week\n\nIt is old.\n\nNobody knows.\n\nWrite to gate@norda.example now."
    assert not [each for each in propose(text).statements if each.kind == "document"]


def test_a_last_line_that_is_no_name_signs_nothing():
    text = "\n\n".join(["The gate was open."] * 10)
    assert [each.rule for each in propose(f"{text}\n\nAna Ruiz").statements] == ["byline"]
    assert propose(f"{text}\n\nRead More Stories").statements == ()


def test_a_caption_says_whose_picture_it_is():
    text = "The gate on Monday. Image: Layla Haddad."
    assert read(text) == ["Layla Haddad: The gate on Monday. [indirect]"]


def test_text_that_runs_right_to_left_keeps_exact_places():
    text = "קרא: “השער פתוח עכשיו.” — דנה (@dana) January 1, 2020"
    for each in propose(text).statements:
        for start, end in (*each.content, *each.source):
            assert text[start:end].strip()


def test_characters_outside_the_basic_plane_shift_no_place():
    text = "🇮🇶🇮🇶 “We are leaving 🎉,” Ruiz said."
    assert read(text) == ["Ruiz: “We are leaving 🎉,” [direct]"]


def test_code_and_lists_propose_nothing():
    assert read("```\nif x == 'said': return \"no\"\n```\n\n- one\n- two\n- three") == []
