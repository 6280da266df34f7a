"""One note: the most original source, the path, times, the exact words, their place, the grades."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.domain.citation import full_note, noted, short_note
from tracker.domain.dates import parse
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Quotation, plain_text
from tracker.domain.report_input import (
    CitedStatement,
    CredibilityInput,
    ExhibitInput,
    GroundInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    SourceInput,
    WeakRelayInput,
)
from tracker.domain.scales import (
    AuthorCertainty,
    Basis,
    CaptureMethod,
    Credibility,
    DocumentKind,
    Fidelity,
    Profile,
    RelayCertainty,
    RelayForm,
    Reliability,
    SourceKind,
)

SALMA = SourceInput("S1", "Salma", SourceKind.PERSON, "a nurse at the gate.")
PAPER = SourceInput("S2", "The Paper", SourceKind.OUTLET)
WIRE = SourceInput("S3", "The Wire", SourceKind.OUTLET)
THIRD = SourceInput("S4", "A third", SourceKind.OUTLET)
DAY = parse("2020-01-01")
EXHIBIT = ExhibitInput(
    1,
    "D1",
    "A long night",
    DocumentKind.ARTICLE,
    datetime(2020, 1, 2, tzinfo=UTC),
    "Ada",
    CaptureMethod.PASTED,
    "ab" * 32,
    10,
    "text/plain",
)
EXHIBITS = {1: EXHIBIT}
SEEN = CitedStatement(
    "ST1", SALMA, Basis.OBSERVED, DAY, passages=(PassageInput("They left.", 1, 10, 20, prefix="She said: "),)
)


def via(*steps: tuple[SourceInput, RelayForm | None], origin: bool = True) -> PathInput:
    return PathInput(tuple(HopInput(source, DAY, form) for source, form in steps), known_origin=origin)


def note(
    statement: CitedStatement, profile: Profile = Profile.NEWSROOM, exhibit: ExhibitInput = EXHIBIT
) -> str:
    return plain_text(full_note(statement, {1: exhibit}, Ratings.of(profile)))


def test_a_note_says_who_when_what_how_they_know_and_where_it_stands():
    assert note(SEEN) == (
        "Salma (a nurse at the gate), 1 January 2020, time not shown: “They left.” Basis: saw or heard it. "
        "“A long night” (article; author, publisher, date and address absent from our copy), Exhibit 1, "
        "characters 10–20. Not yet graded."
    )


def test_it_names_the_most_original_source_and_everybody_it_came_by():
    path = via((SALMA, RelayForm.QUOTES), (PAPER, RelayForm.REPUBLISHES), (WIRE, None))
    said = note(replace(SEEN, source=WIRE, paths=(path,)))
    assert said.startswith(
        "Salma (a nurse at the gate), 1 January 2020, time not shown, quoted by The Paper "
    )
    assert (
        "quoted by The Paper (1 January 2020), republished by The Wire (1 January 2020): “They left.”" in said
    )


def test_a_long_path_names_its_ends_and_counts_the_rest():
    steps = [(SALMA, RelayForm.QUOTES), (PAPER, RelayForm.CITES), (THIRD, RelayForm.TRANSLATES), (WIRE, None)]
    assert (
        "quoted by The Paper (1 January 2020), then through one further voice named in the evidence, "
        "translated by The Wire"
    ) in note(replace(SEEN, paths=(via(*steps),)))


def test_a_path_with_a_known_origin_is_preferred_and_the_others_are_counted():
    unknown = SourceInput("S9", "", SourceKind.UNKNOWN)
    gap, known = via((unknown, RelayForm.CITES), (PAPER, None), origin=False), via((SALMA, None))
    said = note(replace(SEEN, paths=(gap, known)))
    assert said.startswith("Salma")
    assert "One other path in the evidence." in said


def test_a_gap_never_looks_like_a_name():
    unknown = SourceInput("S9", "social media", SourceKind.UNKNOWN)
    described = SourceInput("S8", "officials", SourceKind.UNNAMED, "close to the ministry")
    assert note(replace(SEEN, paths=(via((unknown, None), origin=False),))).startswith(
        "An unknown source, 1 January"
    )
    assert note(replace(SEEN, source=described, paths=())).startswith(
        "Officials (not named; close to the ministry), "
    )
    assert note(replace(SEEN, source=replace(described, descriptor=""))).startswith("Officials (not named), ")


def test_an_altered_or_only_possible_relay_is_called_that():
    first = HopInput(SALMA, DAY, RelayForm.PARAPHRASES, Fidelity.ALTERED, RelayCertainty.POSSIBLE)
    path = PathInput((first, HopInput(PAPER)), known_origin=True)
    assert "possibly altered and paraphrased by The Paper (undated)" in note(replace(SEEN, paths=(path,)))
    plain = PathInput((HopInput(SALMA), HopInput(PAPER)), known_origin=True)
    assert "date not shown, handed over by The Paper" in note(replace(SEEN, paths=(plain,)))


GRADED = replace(
    SEEN,
    reliability=ReliabilityInput(Reliability.B, "the gate", "long record", 2),
    credibility=(CredibilityInput(Credibility.POSSIBLY_TRUE, "AS1", "fits"),),
)


def test_analysts_who_grade_otherwise_are_not_counted_but_named():
    split = ReliabilityInput(Reliability.D, "the gate", "late", 1, others=(Reliability.C,))
    digits = (CredibilityInput(Credibility.POSSIBLY_TRUE, "AS1", "fits", others=(Credibility.DOUBTFUL,)),)
    disputed = replace(GRADED, reliability=split, credibility=digits)
    assert note(disputed, Profile.INTELLIGENCE).endswith(
        "Source graded D (not usually reliable) on “the gate” by one analyst, another analyst graded C; "
        "information graded 3 (possibly true; another analyst: 4)."
    )
    assert note(disputed).endswith(
        "on “the gate” by one analyst: not usually reliable, another analyst: fairly reliable; "
        "information judged: possibly true (another analyst: doubtful)."
    )
    more = replace(split, others=(Reliability.B, Reliability.C))
    assert "by one analyst, two others graded B and C;" in note(
        replace(disputed, reliability=more), Profile.INTELLIGENCE
    )


def test_an_intelligence_note_gives_codes_with_their_words():
    assert note(GRADED, Profile.INTELLIGENCE).endswith(
        "Source graded B (usually reliable) on “the gate” by two analysts; information graded 3 (possibly true)."
    )


def test_a_newsroom_note_gives_words_and_no_letters_or_digits():
    assert note(GRADED, Profile.NEWSROOM).endswith(
        "Source judged on “the gate” by two analysts: usually reliable; information judged: possibly true."
    )


def test_a_court_note_rates_nobody():
    assert note(GRADED, Profile.COURT).endswith("characters 10–20.")


def test_half_a_grade_says_which_half_is_missing():
    assert "source not yet graded; information graded" in note(
        replace(GRADED, reliability=None), Profile.INTELLIGENCE
    ).replace("Source not", "source not")
    no_topic = replace(GRADED, credibility=(), reliability=ReliabilityInput(Reliability.F, "", "new"))
    assert note(no_topic).endswith(
        "Source judged by one analyst: reliability cannot be judged; information not yet graded."
    )


def test_grades_of_several_assertions_say_of_which():
    digits = (Credibility.POSSIBLY_TRUE, Credibility.DOUBTFUL, Credibility.IMPROBABLE)
    several = tuple(CredibilityInput(digit, f"AS{place}", "") for place, digit in enumerate(digits, 1))
    said = note(replace(GRADED, credibility=several), Profile.INTELLIGENCE)
    assert "information graded 3 (possibly true) for AS1 and 4 (doubtful) for AS2 and one more." in said


def test_a_post_held_only_inside_a_page_names_that_page_and_not_our_title_of_the_post():
    inside = PassageInput("They left.", 1, 10, 20, document_title="Our title", embedded_in="A long night")
    said = note(replace(SEEN, passages=(inside,)), exhibit=replace(EXHIBIT, published=DAY))
    assert (
        " Held only as embedded in an article dated 1 January 2020 (author, publisher and address absent from our "
        "copy), Exhibit 1, characters 10–20. Original post not held."
    ) in said
    assert "Our title" not in said
    known = replace(EXHIBIT, author="Bo", publisher="Post", address="x", kind=DocumentKind.NOTES)
    assert "embedded in interview notes by Bo, Post (date absent from our copy), Exhibit 1" in note(
        replace(SEEN, passages=(inside,)), exhibit=known
    )


SALIM_SAYS = WeakRelayInput("ST17", SALMA, Fidelity.ALTERED, RelayCertainty.EXPLICIT)


def test_a_statement_that_alters_what_it_repeats_says_so():
    told = replace(SEEN, source=PAPER, basis=Basis.TOLD, weak_relays=(SALIM_SAYS,))
    assert (
        "Basis: was told. Says that it repeats Salma (ST17, not cited here), who does not say this: altered."
        in note(told)
    )
    cited = plain_text(full_note(told, EXHIBITS, Ratings.NONE, {"ST17": 3}))
    assert "repeats Salma (ST17, note 3), who" in cited


def test_a_relay_that_is_only_possible_is_not_shown():
    maybe = replace(SALIM_SAYS, fidelity=Fidelity.UNCLEAR, certainty=RelayCertainty.POSSIBLE)
    assert "Possibly repeats Salma (ST17, not cited here); not shown." in note(
        replace(SEEN, weak_relays=(maybe,))
    )
    both = replace(maybe, fidelity=Fidelity.ALTERED)
    assert "Possibly repeats Salma (ST17, not cited here), and alters it; not shown." in note(
        replace(SEEN, weak_relays=(both,))
    )


GROUNDS = (
    GroundInput("AS14", "They were blamed.", "Whoever blames them fears them."),
    GroundInput("ST23", "She said so.", " NATO asked "),
    GroundInput("AS2", "It rained."),
)


@pytest.mark.parametrize(
    ("basis", "words"),
    [(Basis.INFERRED, "Concluded"), (Basis.FORECAST, "Forecast"), (Basis.OPINION, "Opinion formed")],
)
def test_a_conclusion_gives_its_grounds_and_warrants(basis, words):
    drawn = replace(SEEN, basis=basis, rests_on=GROUNDS[:2])
    assert (
        f"{words} by Salma from AS14 and ST23; supports nothing by itself. Why AS14: Whoever blames them "
        "fears them. Why ST23: NATO asked."
    ) in note(drawn)
    assert "by Salma from AS14, ST23 and AS2;" in note(replace(drawn, rests_on=GROUNDS))


def test_a_conclusion_without_grounds_says_that_they_are_missing():
    assert "Basis: inferred it, on what grounds is not recorded; supports nothing by itself." in note(
        replace(SEEN, basis=Basis.INFERRED)
    )


def test_a_basis_says_whose_it_is_only_where_that_is_not_whoever_spoke_first():
    path = via((SALMA, RelayForm.QUOTES), (PAPER, None))
    assert " Basis: saw or heard it." in note(replace(SEEN, paths=(path,)))
    assert " Basis of The Paper: was told." in note(
        replace(SEEN, source=PAPER, basis=Basis.TOLD, paths=(path,))
    )
    assert " Basis not stated." in note(replace(SEEN, basis=Basis.NOT_STATED))


LONG_TITLE = "A long and winding title of many words about a night that would not end"
AUTHOR = SourceInput("S7", f"the unnamed author of ‘{LONG_TITLE}’", SourceKind.UNNAMED)


def test_a_cut_name_keeps_its_quotation_marks_in_pairs():
    assert note(replace(SEEN, source=AUTHOR)).startswith(
        "The unnamed author of ‘A long and winding title of many […]’, 1 January"
    )
    nicknamed = SourceInput(
        "S6", "a “fixer whom everybody in the quarter of the embassy knew well” then", SourceKind.PERSON
    )
    assert note(replace(SEEN, source=nicknamed)).startswith(
        "A “fixer whom everybody in the quarter of the embassy knew […]”"
    )


def test_the_unnamed_author_is_called_the_author_once_the_note_has_named_them():
    path = via((SALMA, RelayForm.PARAPHRASES), (AUTHOR, None))
    said = note(replace(SEEN, source=AUTHOR, basis=Basis.TOLD, paths=(path,)))
    assert "paraphrased by the unnamed author of ‘A long" in said
    assert "Basis of the author: was told." in said
    two = via((AUTHOR, RelayForm.PARAPHRASES), (replace(AUTHOR, label="S8"), None))
    assert "the author" not in note(replace(SEEN, source=PAPER, paths=(two,)))


def test_a_document_is_described_by_what_our_copy_shows():
    known = replace(
        EXHIBIT,
        author="Bo",
        author_certainty=AuthorCertainty.PURPORTED,
        publisher="Post",
        published=DAY,
        address="https://x.example",
    )
    assert "(article, by Bo, purported author, Post, 1 January 2020), Exhibit 1" in note(SEEN, exhibit=known)
    certain = replace(known, author_certainty=AuthorCertainty.CERTAIN, title="")
    assert "Untitled article, by Bo, Post, 1 January 2020; title absent" in note(SEEN, exhibit=certain)


def test_a_place_can_be_a_box_or_a_time_and_can_be_missing():
    timed = PassageInput("", 1, locator="00:12 to 00:19")
    assert "Exhibit 1, 00:12 to 00:19." in note(replace(SEEN, passages=(timed,), verbatim=""))
    assert "Exhibit 1, place not recorded." in note(replace(SEEN, passages=(PassageInput("x", 1),)))


def test_without_a_passage_it_gives_the_words_recorded_or_ours():
    assert "time not shown: “Gone […] now.” Basis" in note(
        replace(SEEN, passages=(), verbatim="Gone […] now.")
    )
    assert "time not shown: in our words, they left. Basis" in note(
        replace(SEEN, passages=(), gist="they left.")
    )
    assert "time not shown. Basis" in note(replace(SEEN, passages=()))


def test_a_note_runs_on_where_the_words_stood_in_lines():
    verse = replace(SEEN, passages=(PassageInput("one\n\ntwo   three", 1, 0, 9),))
    assert "“one two three”" in note(verse)
    assert noted(1, verse, ()).passages[0].exact == "one\n\ntwo   three"


def test_hedges_translations_and_further_passages_are_told():
    second = PassageInput("All of them.", 1, 30, 42)
    told = replace(
        SEEN,
        hedge="allegedly",
        language="ar",
        translation="x",
        translated_by="Ada",
        passages=(*SEEN.passages, second),
    )
    said = note(told)
    assert "“They left.” and one more passage. Hedged: “allegedly”. Translated from Arabic by Ada." in said
    assert "Translated from the original." in note(replace(SEEN, translation="x"))


def test_words_keep_their_language_and_only_a_real_one():
    spoken = [
        part
        for part in full_note(replace(SEEN, language="ar"), EXHIBITS, Ratings.NONE)
        if isinstance(part, Quotation)
    ]
    assert [part.language for part in spoken] == ["ar"]
    assert noted(1, replace(SEEN, language='"><x'), ()).passages[0].language is None


def test_what_was_retracted_or_withdrawn_cannot_be_overlooked():
    gone = full_note(replace(SEEN, withdrawn="wrong gate", retracted="a later post"), EXHIBITS, Ratings.NONE)
    assert gone[-1].strong
    assert gone[-1].text == " Retracted by its source: a later post. Withdrawn from the case: wrong gate."


def test_a_second_citation_is_short_and_leads_to_the_first():
    path = via((SALMA, RelayForm.QUOTES), (PAPER, None))
    again = short_note(replace(SEEN, paths=(path,)), 4)
    assert plain_text(again) == "As note 4: Salma, quoted by The Paper; Exhibit 1, characters 10–20."
    assert again[1].target == "#note-4"
    assert plain_text(short_note(replace(SEEN, passages=()), 4)) == "As note 4: Salma."


def test_a_note_keeps_the_exact_passage_with_what_stands_around_it():
    passage = noted(3, SEEN, ()).passages[0]
    assert (passage.exact, passage.prefix, passage.where) == (
        "They left.",
        "She said: ",
        "Exhibit 1, characters 10–20",
    )
    assert passage.exhibit_anchor == "exhibit-1"


@pytest.mark.parametrize("profile", list(Profile))
def test_a_note_stays_under_five_lines_whatever_is_in_the_fields(profile):
    long = "words upon words " * 40
    source = SourceInput("S", long, SourceKind.PERSON, long)
    hops = tuple(HopInput(source, parse("2020-01-01T15:00"), RelayForm.PARAPHRASES) for _ in range(6))
    heavy = replace(
        GRADED,
        paths=(PathInput(hops, known_origin=True),) * 3,
        passages=(PassageInput(long, 1, 10**6, 10**6 + 900, document_title=long, embedded_in=long),) * 9,
        hedge=long,
        translation=long,
        translated_by=long,
        language="ar",
        withdrawn=long,
        retracted=long,
        reliability=ReliabilityInput(Reliability.F, long, long, 12),
        credibility=(CredibilityInput(Credibility.CANNOT_BE_JUDGED, "AS123", long),) * 5,
    )
    drawn = replace(
        heavy,
        basis=Basis.INFERRED,
        rests_on=tuple(GroundInput(f"AS{place}", long, long) for place in range(9)),
    )
    weak = WeakRelayInput("ST123", source, Fidelity.ALTERED, RelayCertainty.EXPLICIT)
    for each in (heavy, drawn, replace(heavy, weak_relays=(weak,) * 4)):
        assert len(note(each, profile)) <= 5 * 150
        assert long.strip()[:30] in note(each, profile)


def test_the_reason_for_confirmed_against_the_count_stands_in_the_note():
    sealed = CredibilityInput(Credibility.CONFIRMED, "AS1", "fits", overrides=("A sealed record",))
    said = replace(GRADED, credibility=(sealed,))
    assert note(said, Profile.INTELLIGENCE).endswith(
        "Given 1 although the records do not bear it out: A sealed record."
    )
    assert note(said).endswith(
        "Given “confirmed by other sources” although the records do not bear it out: A sealed record."
    )
    assert "sealed" not in note(said, Profile.COURT)


def test_what_others_graded_and_its_reader_did_not_is_hidden_and_said():
    hidden = replace(GRADED, reliability=None, credibility=(), hidden_reliability=1, hidden_credibility=2)
    assert note(hidden).endswith(
        "Source graded by others, hidden until yours is in; "
        "information graded by others, hidden until yours is in."
    )
    half = replace(GRADED, reliability=None, hidden_reliability=1)
    assert "Source graded by others, hidden until yours is in; information judged: possibly" in note(half)


def test_a_quotation_within_a_quotation_has_single_marks():
    inside = replace(SEEN.passages[0], exact="He told me: “We left.”")
    assert ": “He told me: ‘We left.’” Basis" in note(replace(SEEN, passages=(inside,)))
    unfinished = replace(inside, exact="He told me: “We left”")
    assert ": “He told me: ‘We left’”. Basis" in note(replace(SEEN, passages=(unfinished,)))
