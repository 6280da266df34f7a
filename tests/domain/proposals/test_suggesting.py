"""What the form of a statement begins with: the chain through whom we have it, the words, how they know."""

from dataclasses import replace

import pytest

from tracker.domain.proposals.matching import KnownSource, KnownSources
from tracker.domain.proposals.model import ProposalKind, SpeechType
from tracker.domain.proposals.suggesting import Proposed, SuggestedPost, gist_of, suggest, voices_of, words_of
from tracker.domain.scales import Basis, RelayForm, SourceKind

TEXT = "Salim writes: “Officials say that it is over.” I saw him. We will see more."
HOLDER = "SRC9 The author"


def proposed(number, words, source, *, parent=None, **more):
    start = TEXT.index(words)
    known = {
        "kind": ProposalKind.SPEECH,
        "type": SpeechType.INDIRECT,
        "reporter": None,
        "handle": None,
        "date": None,
    } | more
    return Proposed(number, parent, spans=((start, start + len(words)),), source=source, **known)


def begun(*proposals, number=None, known=(), holder=HOLDER):
    by_number = {each.number: each for each in proposals}
    return suggest(TEXT, number or proposals[-1].number, by_number, KnownSources(known), holder)


POST = proposed(
    1,
    "“Officials say that it is over.”",
    "Mustafa Salim",
    kind=ProposalKind.POST,
    type=SpeechType.DIRECT,
    handle="salim",
    date="2020-01-01",
)
WITHIN = proposed(2, "that it is over", "Officials", parent=1)


def test_a_chain_runs_from_who_said_it_to_whoever_passes_it_on():
    suggestion = begun(POST, WITHIN)
    assert [(hop.text, hop.kind) for hop in suggestion.hops] == [
        ("Officials", SourceKind.UNNAMED),
        ("Mustafa Salim", SourceKind.PERSON),
    ]
    assert [hop.form for hop in suggestion.hops] == [RelayForm.QUOTES, RelayForm.PARAPHRASES]
    assert suggestion.post == SuggestedPost("“Officials say that it is over.”", "2020-01-01")
    assert [hop.said_at for hop in suggestion.hops] == [None, None], "a post's day is that of its document"


def test_each_hop_has_its_own_date():
    said = proposed(1, "Officials say that it is over.", "Salim", date="2020-01-02")
    within = proposed(2, "that it is over", "Officials", parent=1, date="2020-01-01")
    assert [hop.said_at for hop in begun(said, within).hops] == ["2020-01-01", "2020-01-02"]


def test_a_source_of_the_case_is_chosen_with_its_reason():
    known = [KnownSource("SRC4", ("Mustafa Salim",))]
    [hop] = begun(POST, known=known).hops
    assert (hop.text, hop.why) == ("SRC4 Mustafa Salim", "SRC4 bears this name.")


def test_who_quotes_somebody_passes_it_on():
    quoted = proposed(1, "it is over", "Omar Nasser", reporter="AFP", date="2020-01-01")
    assert [hop.text for hop in begun(quoted).hops] == ["Omar Nasser", "AFP"]


def test_a_pronoun_names_nobody():
    [hop, _] = begun(POST, proposed(2, "that it is over", "they", parent=1)).hops
    assert hop.text == ""
    assert hop.said == "they"
    assert "names nobody" in hop.why


def test_words_without_a_speaker_name_nobody():
    [hop] = begun(proposed(1, "it is over", None)).hops
    assert (hop.text, hop.why) == ("", "Nobody is named here.")


@pytest.mark.parametrize(
    ("kind", "words", "basis"),
    [
        (ProposalKind.EXPERIENCE, "I saw him.", Basis.OBSERVED),
        (ProposalKind.EXPERIENCE, "We will see more.", Basis.PARTICIPANT),
        (ProposalKind.FORECAST, "We will see more.", Basis.FORECAST),
        (ProposalKind.INFERENCE, "We will see more.", Basis.INFERRED),
        (ProposalKind.SPEECH, "it is over", Basis.NOT_STATED),
    ],
)
def test_how_they_know_is_what_the_marker_says(kind, words, basis):
    assert begun(proposed(1, words, None, kind=kind)).basis is basis


def test_the_author_speaks_for_themselves():
    for source in (None, "I"):
        [hop] = begun(proposed(1, "I saw him.", source, kind=ProposalKind.EXPERIENCE)).hops
        assert hop.text == HOLDER


def test_whoever_says_i_in_a_post_is_who_posted_it():
    [hop] = begun(POST, proposed(2, "that it is over", "I", parent=1)).hops
    assert hop.text == "Mustafa Salim"


def test_the_words_are_theirs_only_where_they_are_quoted():
    assert begun(POST).verbatim == "Officials say that it is over."
    assert begun(POST, WITHIN).verbatim is None
    assert begun(POST, WITHIN).gist == "It is over"


def test_a_gist_begins_as_a_sentence_does():
    assert gist_of("  that\nit   is over,") == "It is over"
    assert gist_of("“How it began”") == "It began"
    assert gist_of("") == ""
    assert gist_of("“Yes” and “no”") == "“Yes” and “no”"


def test_more_words_than_a_quotation_keeps_stay_in_the_passage():
    text = "“" + "word " * 1001 + "”"
    long = Proposed(1, None, ProposalKind.SPEECH, SpeechType.DIRECT, ((0, len(text)),), "A", None, None, None)
    assert suggest(text, 1, {1: long}, KnownSources([]), HOLDER).verbatim is None


def test_an_account_without_a_name_is_an_account():
    [hop] = begun(replace(POST, source="moonlight 🌙")).hops
    assert (hop.text, hop.kind) == ("moonlight 🌙", SourceKind.ACCOUNT)


def test_nobody_embeds_their_own_post_and_our_notes_embed_nothing():
    known = [KnownSource("SRC9", ("Mustafa Salim",))]
    assert begun(POST, known=known, holder="SRC9 Mustafa Salim").post is None
    assert begun(POST, holder=None).post is None


def test_what_lies_between_two_places_is_left_out_visibly():
    assert words_of(TEXT, [(0, 5), (6, 12)]) == "Salim […] writes"


def test_proposals_that_name_each_other_as_parents_end():
    first = proposed(1, "it is over", "A", parent=2)
    second = proposed(2, "it is over", "B", parent=1)
    assert [each.number for each in voices_of(1, {1: first, 2: second})] == [1, 2]
