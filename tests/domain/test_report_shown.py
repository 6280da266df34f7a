"""What a report shows where a text asks for it, and what its pictures say in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_report_compose import (
    EXHIBIT,
    OTHER,
    PAPER,
    REPORT,
    SALMA,
    SEEN,
    TOLD,
    lines,
    sections,
    with_cited,
)
from tracker.domain.dates import parse
from tracker.domain.grade_matrix import grade_matrix
from tracker.domain.report import BulletList, Figure, Quote, Table
from tracker.domain.report_compose import compose
from tracker.domain.report_input import (
    CitedStatement,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    FigureInput,
    PassageInput,
    ReliabilityInput,
    SectionInput,
    ShownInput,
)
from tracker.domain.report_shown import unknown_mentions
from tracker.domain.scales import Basis, Credibility, Profile, Reliability, Stance
from tracker.domain.timeline import Told, part_of, timeline

CONFLICT = ConflictInput(
    "AS1", "They left.", "AS2", "They stayed", "contradiction", "one instant", (SEEN,), ()
)
TIMES = ShownInput("timeline", (FigureInput("<svg/>", "in words", "Said when."),))
GRADES = ShownInput("matrix", (FigureInput("<svg/>", "in words", "By grade."),))


def writing(text, **changes):
    changes = {"shown": (TIMES, GRADES, ShownInput("trace AS9", refusal="nothing")), **changes}
    return replace(REPORT, sections=(SectionInput("P1", "Part", text),), **changes)


def at(label, date, **more):
    return CitedStatement(label, SALMA, Basis.OBSERVED, parse(date) if date else None, **more)


def graded(label, letter, *digits, **more):
    grades = tuple(CredibilityInput(digit, "", "Because") for digit in digits)
    reliability = ReliabilityInput(letter, "", "Because") if letter else None
    return at(label, "2020-01-01", reliability=reliability, credibility=grades, **more)


def figures(report):
    return [block.caption for block in compose(report).walk() if isinstance(block, Figure)]


def why(report):
    return {each.words: each.why for each in unknown_mentions(report)}


def test_a_word_alone_on_a_line_shows_what_it_names():
    assert figures(writing("[[timeline]]")) == ["Said when."]
    assert [
        block.caption for block in compose(writing("[[exhibits]]")).blocks if isinstance(block, Table)
    ] == ["The exhibits of this report"]


@pytest.mark.parametrize("name", ["bottom_line", "what_would_change", "gaps_note", "method_note"])
def test_every_text_of_the_report_may_ask(name):
    report = replace(REPORT, shown=(TIMES,), **{name: "Look.\n\n[[ Timeline ]]"})
    assert figures(report) == ["Said when."]


def test_a_list_may_show_something_and_a_quotation_nothing():
    found = compose(writing("- one\n\n  [[timeline]]\n\n> [[timeline]]"))
    [listing] = [block for block in found.blocks if isinstance(block, BulletList) and "Said" in str(block)]
    assert any(isinstance(block, Figure) for block in listing.items[0])
    assert next(block.text for block in found.walk() if isinstance(block, Quote)) == "[[timeline]]"


def test_what_is_refused_unknown_or_not_alone_stays_as_it_was_typed_and_is_listed():
    report = writing(
        "[[trace AS9]]\n\n[[picture E7]]\n\n[[nothing]]\n\nsee [[timeline]] and [[ST8]]\n\n[[ST1]]"
    )
    report = replace(report, mentioned=(SEEN,))
    assert {"[[trace AS9]]", "[[picture E7]]", "[[nothing]]", "see [[timeline]] and [[ST8]]"} <= set(
        lines(report)
    )
    found = why(report)
    assert found.pop("nothing").startswith("nothing is called that")
    assert found == {
        "trace AS9": "nothing",
        "picture E7": "E7 is not in this case",
        "timeline": "it stands inside a line; give it a line of its own",
        "ST8": "ST8 is not in this case",
    }
    assert {each.where for each in unknown_mentions(report)} == {"P1"}


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("timeline", {"findings": (), "exhibits": ()}),
        ("matrix", {}),
        ("matrix", {"profile": Profile.COURT}),
        ("conflicts", {}),
        ("exhibits", {"findings": (), "exhibits": ()}),
    ],
)
def test_where_there_is_nothing_to_show_it_says_so(words, changes):
    report = writing(f"[[{words}]]", **changes)
    assert f"[[{words}]]" in lines(report)
    assert words in why(report)


def test_the_conflicts_as_a_table_refer_to_the_notes():
    [table] = [
        block
        for block in compose(writing("[[conflicts]]", conflicts=(CONFLICT,))).blocks
        if isinstance(block, Table)
    ]
    assert "They left. Salma. | They stayed. No cited statement. | Contradiction. One instant." in lines(
        writing("[[conflicts]]", conflicts=(CONFLICT,))
    )
    assert len(table.rows) == 1


THREE = (at("ST1", "2020-01-03"), at("ST2", "2020-01-01"), at("ST3", "2020-01-02"))


def test_three_dated_statements_show_a_timeline_unasked_in_a_section_of_its_own():
    assert "Timeline" in sections(with_cited(*THREE, shown=(TIMES,)))
    assert "Timeline" not in sections(with_cited(*THREE[:2], at("ST3", ""), shown=(TIMES,)))


def test_a_court_has_it_below_its_chronology():
    report = with_cited(*THREE, shown=(TIMES,), profile=Profile.COURT)
    assert "Timeline" not in sections(report)
    blocks = compose(report).blocks
    [place] = [place for place, block in enumerate(blocks) if isinstance(block, Figure)]
    assert isinstance(blocks[place - 1], Table)


def test_what_a_text_shows_is_not_shown_again():
    report = with_cited(*THREE, shown=(TIMES,), sections=(SectionInput("P1", "Part", "[[timeline]]"),))
    assert figures(report) == ["Said when."]
    assert "Timeline" not in sections(report)


def test_three_graded_statements_show_the_matrix_unasked():
    graded_ones = tuple(graded(f"ST{place}", Reliability.B) for place in (1, 2, 3))
    assert figures(with_cited(*graded_ones, shown=(GRADES,))) == ["By grade."]
    assert figures(with_cited(*graded_ones[:2], graded("ST3", Reliability.F), shown=(GRADES,))) == []
    assert figures(with_cited(*graded_ones, shown=(GRADES,), profile=Profile.COURT)) == []


def told(report, most=60):
    notes = {
        citation.statement.label: place for place, citation in enumerate(report.findings[0].citations, 1)
    }
    return timeline(report, notes, most)


def test_the_timeline_runs_by_when_it_was_said_and_keeps_the_undated_apart():
    bare = CitedStatement("ST9", PAPER, Basis.TOLD)
    found = told(with_cited(*THREE, at("ST4", "../2019-01-01"), bare))
    assert [entry.note for entry in found.dated] == [4, 2, 3, 1]
    assert [entry.note for entry in found.undated] == [5]
    assert "Note 5. The Paper. When it was said is not known." in found.words


def test_all_times_that_are_known_are_told_and_one_date_once():
    conveyed = ConveyedInput("AS1", "They left.", Stance.ASSERTS, parse("2019-12-31"))
    one = at(
        "ST1",
        "2020-01-02",
        gist="they left",
        reported_at=parse("2020-01-02"),
        conveys=(conveyed, replace(conveyed, assertion="AS2")),
        passages=(PassageInput("They left.", 1, 0, 10),),
    )
    report = with_cited(one, exhibits=(replace(EXHIBIT, published=parse("2020-01-03")),))
    [entry] = told(report).dated
    assert [moment.kinds for moment in entry.moments] == [
        (Told.EVENT,),
        (Told.SAID, Told.REPORTED),
        (Told.PUBLISHED,),
    ]
    assert entry.words == (
        "Note 1. Salma: they left. Event: 31 December 2019; said and reported: 2 January 2020; "
        "published: 3 January 2020."
    )


def test_of_many_events_the_first_are_told_and_the_rest_counted():
    conveys = tuple(
        ConveyedInput(f"AS{day}", "It was", Stance.ASSERTS, parse(f"2019-12-{day:02}")) for day in range(1, 6)
    )
    [entry] = told(with_cited(at("ST1", "2020-01-02", conveys=conveys))).dated
    assert len(entry.moments) == 4
    assert "two further events without a mark" in entry.words


def test_beyond_its_limit_the_timeline_keeps_what_is_cited_first_and_says_so():
    found = told(with_cited(*THREE), most=2)
    assert {entry.note for entry in found.dated} == {1, 2}
    assert "One further cited statement is not drawn." in found.words
    assert (
        part_of(found, 2, 3)
        == "What was said when, part two of three. One further cited statement is not drawn."
    )


def matrix(report):
    notes = {
        citation.statement.label: place for place, citation in enumerate(report.findings[0].citations, 1)
    }
    return grade_matrix(report, notes)


def test_the_matrix_puts_what_is_not_judged_apart():
    two, six = Credibility.PROBABLY_TRUE, Credibility.CANNOT_BE_JUDGED
    found = matrix(
        with_cited(
            graded("ST1", Reliability.B, two),
            graded("ST2", Reliability.F, two),
            graded("ST3", Reliability.B, six),
            graded("ST4", None),
            graded("ST5", Reliability.B, two),
        )
    )
    assert found.cells == {
        (Reliability.B, two): (1, 5),
        (None, two): (2,),
        (Reliability.B, None): (3,),
        (None, None): (4,),
    }
    assert (
        "Source B (usually reliable), information 2 (probably true): two statements (notes 1 and 5)."
        in found.words
    )
    assert "Source not judged, information not judged: one statement (note 4)." in found.words


def test_a_statement_graded_apart_for_two_assertions_stands_in_two_cells_and_that_is_said():
    found = matrix(with_cited(graded("ST1", Reliability.B, Credibility.PROBABLY_TRUE, Credibility.DOUBTFUL)))
    assert len(found.cells) == 2
    assert "One statement graded apart for several assertions stands in more than one cell." in found.words


def test_of_a_grade_that_is_hidden_from_its_reader_only_that_there_is_one_is_told():
    found = matrix(with_cited(graded("ST1", None, hidden_reliability=2), graded("ST2", Reliability.B)))
    assert found.cells == {(Reliability.B, None): (2,)}
    assert "One statement graded by others is left out until your own grades are in." in found.words


def test_without_codes_no_letter_is_told():
    found = matrix(with_cited(graded("ST1", Reliability.B, Credibility.PROBABLY_TRUE), shows_codes=False))
    assert "Source usually reliable, information probably true: one statement (note 1)." in found.words


def test_what_is_quoted_in_the_text_alone_counts_too():
    report = replace(with_cited(SEEN), mentioned=(TOLD, OTHER))
    found = timeline(report, {"ST1": 1, "ST2": 2, "ST3": 3}, 60)
    assert {entry.note for entry in (*found.dated, *found.undated)} == {1, 2, 3}
