"""Where sentences end: what an editor would divide, and what must stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.sentences import sentences


def parts(text: str) -> list[str]:
    return [one.strip() for one in sentences(text)]


@pytest.mark.parametrize(
    "divided",
    [
        ["They left.", "Nobody stayed."],
        ["They left!", "Did anybody stay?", "Nobody knows…", "We asked."],
        ["It was at 3.5 km.", "Then it was gone."],
        ["He met Dr. Salim in Baghdad.", "He met Gen. al-Khafaji too."],
        ["J. R. Salim wrote it.", "We hold the post."],
        ["See No. 5 and p. 12 of it.", "It ends there."],
        ["We asked and they said no.", "It is no art.", "He is their rep.", "They left."],
        ["They left at 3 p.m. on Wednesday.", "She came at 4 p.m.", "The gate was open."],
        ["The U.S. Army says so.", "It acted for the U.S.", "The embassy denies it."],
        ["He owns Norda Inc. and others, etc.", "They own him."],
        ["“I left. Nobody saw me,” he wrote.", "We did."],
        ["He wrote: “I left. Nobody saw me.”", "We did."],
        ["“Stop!” he said.", "They stopped."],
        ['He said "Yes. No." to us.', "We wrote it down."],
        ["It holds (see the notes. They are long) until noon.", "Then it does not."],
        ["He says that “they left […] and came back”.", "She does not."],
        ["They left […] and came back.", "She did not."],
        ["It is on x.example/a.b?c=d now.", "It was not before."],
        ["They didn’t leave.", "‘We did. We went home,’ says one."],
        ["An open “mark stays open.", "It divides nothing."],
        ["1. They left.", "2. She stayed."],
        ["版面如此。", "他走了！", "She left."],
        ["هل غادروا؟", "لا أحد يعرف."],
        ["It was v. small, e.g. a car.", "It was cf. that one."],
        ["One line\nbroken in two.", "Another."],
    ],
)
def test_text_is_divided_where_a_sentence_ends(divided):
    assert parts(" ".join(divided)) == divided


def test_a_paragraph_ends_a_sentence_with_or_without_a_stop():
    assert parts("A heading\n\nThey left.\n\n\nShe stayed") == ["A heading", "They left.", "She stayed"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", ". . .", "“", "a"])
def test_hardly_any_text_is_no_trouble(text):
    assert "".join(sentences(text)) == text


PROSE = st.text(alphabet=st.sampled_from('aB3 .!?…\n“”‘’"()[]。,é'), max_size=80)


@settings(deadline=None)
@given(st.text() | PROSE)
def test_joined_they_are_the_text_again_and_none_is_empty(text):
    found = sentences(text)
    assert "".join(found) == text
    assert all(found)


@settings(deadline=None)
@given(PROSE)
def test_only_a_stop_or_an_empty_line_ends_a_sentence(text):
    for one in sentences(text)[:-1]:
        room = one[len(one.rstrip()) :]
        assert one.rstrip("”’\"')]» \n\t")[-1:] in set(".!?…。") or room.count("\n") > 1


def test_a_text_full_of_marks_that_never_close_takes_no_longer_than_another():
    assert len(sentences("(“‘" * 50_000 + "a. B")) == 2
