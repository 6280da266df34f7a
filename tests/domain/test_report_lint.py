"""What the lint of a report says, and what it is silent about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.faulty import CAREFUL, CITED, FAULTY, ONE_LINE, SEEN, SENTENCES, TWO_LINES, section
from tracker.domain.report_check import Missing, Point
from tracker.domain.report_input import CitationInput, ExhibitInput, PassageInput
from tracker.domain.report_lint import Rule, beyond, lint, set_aside
from tracker.domain.report_prose import written
from tracker.domain.scales import (
    CitationRole,
    Confidence,
    GradeScale,
    Likelihood,
    LikelihoodRow,
    Profile,
)

GOOD = """\
They left at noon. [[ST1]]
The militia left the compound at noon on 1 January 2020, Salma writes. [[ST1]]
Salma says: “They left at noon.” [[ST1]]
According to Salma, they “left at noon”. [[ST1]]
She says they “left […] noon” [[ST1]].
“[T]hey left at noon”, she writes. [[ST1]]
They left at noon [[ST1]], and the gate stood open [[ST8]].
We judge that they likely left on foot. [[ST1]]
It is very unlikely that they came back the same day. [[ST1]]
There is almost no chance that the gate was forced. [[ST8]]
They almost certainly used the main gate. [[ST8]]
There is a roughly even chance that they went north. [[ST1]]
Omar concludes that Tehran ordered it. [[ST2]]
In Omar’s view Tehran ordered it. [[ST2]]
Omar, who was not there, believes that Tehran ordered it. [[ST2]]
We judge that Tehran unlikely ordered it. [[ST2]]
Tehran may have ordered it. [[ST2]]
That Tehran ordered it is Omar’s conclusion alone. [[ST2]]
Omar expects that they will come back within a month. [[ST3]]
Omar forecasts a return within a month. [[ST3]]
They will come back, Omar says. [[ST3]]
It is likely that they will come back. [[ST3]]
The will of the guards to resist was gone. [[ST1]]
Against their will the guards were led away. [[ST1]]
If the ministry answers, this will have to be counted anew. [[ST1]]
Somebody reportedly opened the gate. [[ST4]]
The gate seems to have been opened from within. [[ST4]]
Omar thinks it was a disgrace. [[ST7]]
That they left is not established. [[ST1]]
Nothing confirms that they left. [[ST1]]
It could not be confirmed that they left. [[ST1]]
Salma says it is confirmed that they left. [[ST1]]
The unit was established in 2003. [[ST1]]
The gate is confirmed to have a lock. [[ST8]]
It is confirmed that the gate stood open. [[ST8]]
Salma has since retracted that nobody was hurt. [[ST6]]
Ten cars came, it was said; that statement was withdrawn. [[ST5]]
In May the guards were replaced. [[ST1]]
The remote village lies north of the compound. [[ST1]]
The officer had probable cause to search the car. [[ST1]]
A vote of no confidence followed in the same week. [[ST1]]
Salma told us so in confidence. [[ST1]]
We looked for a picture of the gate and found none.
We asked the ministry twice.
To find the picture, we searched three archives.
Nobody was contacted.
No picture of the gate after noon was found.
The duty log is not held.
It is not known who opened the gate.
Who opened the gate is not known.
Who opened the gate?
This section compares the two accounts.
Our confidence in this judgement is low. We judge this unlikely.
- Salma, who stood at the gate, saw them leave. [[ST1]]
- The gate:
**They left at noon.** [[ST1]]
*Salma* saw [them](https://example.org/a_(b)) leave. [[ST1]]
> They left at noon. [[ST1]]
Dr. Salma saw them leave at 3 p.m. with ten others. [[ST1]]
The Banner Brigades left as soon as possible. [[ST1]]
Two or perhaps three cars followed them. [[ST1]]
The most likely way out is the main gate, she says. [[ST1]]
""".splitlines()

BAD = [
    ("They likely left, and our confidence is high. [[ST1]]", Rule.APART),
    ("We judge with low confidence that they are unlikely to return. [[ST1]]", Rule.APART),
    ("We are confident that they very likely left. [[ST1]]", Rule.APART),
    ("It is highly probable that they left. [[ST1]]", Rule.ONE_ROW),
    ("There is a remote possibility that they stayed. [[ST1]]", Rule.ONE_ROW),
    ("That they stayed is improbable. [[ST1]]", Rule.ONE_ROW),
    ("The guards may well have been paid. [[ST1]]", Rule.OUTSIDE),
    ("There is a good chance that they left on foot. [[ST1]]", Rule.OUTSIDE),
    ("Perhaps the guards were paid. [[ST1]]", Rule.OUTSIDE),
    ("It is highly likely that they left. [[ST1]]", Rule.OUTSIDE),
    ("Tehran ordered the attack. [[ST2]]", Rule.HEDGE),
    ("Tehran ordered the attack, and it was a disgrace. [[ST2]] [[ST7]]", Rule.HEDGE),
    ("The gate was opened by a guard. [[ST4]]", Rule.HEDGE),
    ("They come back within a year. [[ST3]]", Rule.FORECAST),
    ("The militia will be back at the gate. [[ST1]]", Rule.FORECAST),
    ("The militia is going to return. [[ST1]]", Rule.FORECAST),
    ("They undoubtedly left on foot. [[ST1]]", Rule.STRONG),
    ("This proves that they left. [[ST1]]", Rule.STRONG),
    ("That they left is established. [[ST1]]", Rule.STRONG),
    ("There is no doubt that they left. [[ST1]]", Rule.STRONG),
    ("They left without any doubt. [[ST1]]", Rule.STRONG),
    ("The gate stood open all day.", Rule.UNCITED),
    ("- The gate stood open all day", Rule.UNCITED),
    ("We judge that Tehran likely ordered it.", Rule.UNCITED),
    (
        "| The gate stood open all day. | it did |\n|---|---|\n| The guards had all gone. | yes |",
        Rule.UNCITED,
    ),
    ("Ten cars drove up. [[ST5]]", Rule.FALLEN),
    ("No guard was hurt. [[ST6]]", Rule.FALLEN),
    ("They left at noon. [[ST1]] [[AS7]]", Rule.MENTION),
    ("[[picture E9]]", Rule.MENTION),
    ("They “ran at noon”. [[ST1]]", Rule.QUOTATION),
    ("The gate “stood open” at noon. [[ST1]]", Rule.QUOTATION),
    ("> They ran at noon. [[ST1]]", Rule.QUOTATION),
    ('They "left At noon", she says. [[ST1]]', Rule.QUOTATION),
]


def rules(report):
    return [one.rule for one in lint(report)]


def only(report):
    [remark] = lint(report)
    return remark


def test_nothing_is_said_of_a_careful_report():
    assert lint(CAREFUL) == ()


@pytest.mark.parametrize("sentence", GOOD)
def test_careful_prose_is_left_alone(sentence):
    assert [(one.rule, one.why) for one in lint(section(sentence))] == []


def test_careful_prose_is_left_alone_as_a_whole():
    assert rules(section("\n\n".join(GOOD))) == []


@pytest.mark.parametrize(("sentence", "rule"), BAD)
def test_what_departs_from_the_standard_is_remarked_once(sentence, rule):
    assert rules(section(sentence)) == [rule]


def test_each_rule_speaks_once_in_the_faulty_report():
    assert Counter(rules(FAULTY)) == Counter(Rule)


def test_a_remark_says_exactly_where_it_stands():
    texts = {"F1": FAULTY.findings[0].text, "P1": FAULTY.sections[0].body}
    for one in lint(FAULTY):
        assert texts[one.place.label][one.start : one.end] == one.sentence
    assert {one.sentence for one in lint(FAULTY) if one.place.label == "P1"} <= {*SENTENCES, "[[ST99]]"}


def test_every_remark_says_why_and_what_to_do():
    for one in lint(FAULTY):
        assert one.why.endswith((".", "?", "…")), one
        assert one.fix.endswith((".", "?")), one
        assert one.rule.source
        assert one.rule.definition.endswith(".")
        assert one.rule.remedy.endswith(".")


@pytest.mark.parametrize(
    ("sentence", "rewritten"),
    [
        (
            "With moderate confidence we judge that they likely left. [[ST1]]",
            "We judge that they likely left. [[ST1]] Our confidence in this judgement is moderate.",
        ),
        (
            "We judge with high confidence that they likely left. [[ST1]]",
            "We judge that they likely left. [[ST1]] Our confidence in this judgement is high.",
        ),
        ("They **probably** left. [[ST1]]", "They **likely** left. [[ST1]]"),
        (
            "It is highly improbable that they stayed. [[ST1]]",
            "It is very unlikely that they stayed. [[ST1]]",
        ),
        ("Highly likely they left. [[ST1]]", "Very likely they left. [[ST1]]"),
        ("The attack was ordered. [[ST2]]", "Omar concludes that the attack was ordered. [[ST2]]"),
        ("Tehran ordered it. [[ST2]]", "Omar concludes that Tehran ordered it. [[ST2]]"),
        ("They come back. [[ST3]]", "Omar expects that they come back. [[ST3]]"),
        ("It is confirmed that they left. [[ST1]]", "Salma says that they left. [[ST1]]"),
        ("They left “At Noon”. [[ST1]]", "They left “at noon”. [[ST1]]"),
    ],
)
def test_where_it_can_the_sentence_is_rewritten(sentence, rewritten):
    assert only(section(sentence)).rewritten == rewritten
    assert lint(section(rewritten)) == ()


def test_what_somebody_has_to_decide_is_not_rewritten():
    remark = only(section("The guards were possibly paid. [[ST1]]"))
    assert remark.rewritten == ""
    assert "“unlikely” (20 to 45%)" in remark.fix


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They likely left. [[ST1]]", "They probably left. [[ST1]]"),
        ("It is very likely that they left. [[ST1]]", "It is highly probable that they left. [[ST1]]"),
        ("There is almost no chance of it. [[ST1]]", "There is a remote chance of it. [[ST1]]"),
        ("They almost certainly left. [[ST1]]", "They nearly certainly left. [[ST1]]"),
        ("They are likely to leave. [[ST1]]", ""),
    ],
)
def test_a_case_with_the_other_row_is_told_the_other_words(text, wanted):
    remark = only(section(text, likelihood_row=LikelihoodRow.EQUIVALENT))
    assert (remark.rule, remark.rewritten) == (Rule.ONE_ROW, wanted)


def test_a_court_is_not_told_of_likelihood():
    found = {one.rule for one in lint(replace(FAULTY, profile=Profile.COURT))}
    assert found.isdisjoint({Rule.APART, Rule.ONE_ROW, Rule.OUTSIDE, Rule.HALF})
    assert Rule.STRONG in found


def test_a_newsroom_may_use_its_own_words_for_likelihood():
    found = {one.rule for one in lint(replace(FAULTY, profile=Profile.NEWSROOM))}
    assert found == set(Rule) - {Rule.OUTSIDE}


def finding(**changes):
    return replace(CAREFUL, findings=(replace(CAREFUL.findings[0], **changes),))


@pytest.mark.parametrize(
    "changes",
    [
        {"confidence": Confidence.HIGH},
        {"likelihood": Likelihood.ALMOST_CERTAIN},
        {"text": "It is confirmed that they left."},
    ],
)
def test_a_finding_stronger_than_its_one_source_is_remarked(changes):
    remark = only(finding(**changes))
    assert remark.rule is Rule.STRONG
    assert "One independent source." in remark.why
    assert "Hangs on Salma" in remark.why
    assert "a picture of the gate" in remark.fix
    assert lint(finding(**changes, support=(TWO_LINES,))) == ()


def test_hidden_grades_are_taken_for_given():
    assert lint(finding(confidence=None, hidden=(GradeScale.CONFIDENCE,))) == ()
    assert rules(finding(likelihood=None)) == [Rule.HALF]


def test_a_conclusion_is_no_fact_of_a_finding_whose_likelihood_nobody_judged():
    inferred = (CitationInput(CitationRole.SUPPORTS, CITED[1]),)
    assert lint(finding(citations=inferred)) == ()
    assert rules(replace(finding(citations=inferred), profile=Profile.COURT)) == [Rule.HEDGE]


def test_a_firm_source_beside_a_conclusion_is_enough():
    assert lint(section("Tehran ordered the attack. [[ST2]] [[ST1]]")) == ()


def test_a_finding_that_cites_nothing_is_remarked_once():
    assert rules(finding(text="They left. They ran.", citations=())) == [Rule.UNCITED]


def test_confidence_in_prose_asks_for_a_likelihood_beside_it():
    text = "We have moderate confidence that they left. [[ST1]]"
    assert rules(section(text)) == [Rule.HALF]
    assert lint(section(f"We judge that they likely left. [[ST1]] {text}")) == ()


def test_a_citation_covers_the_sentence_it_stands_in_or_behind():
    assert lint(section("They left.\n\n[[ST1]]")) == ()
    [remark] = lint(section("They left at noon. [[ST1]] They ran to the river."))
    assert remark.sentence == "They ran to the river."


def test_titles_of_exhibits_are_no_quotations():
    exhibit = replace(_exhibit(), title="Gate at Noon")
    text = "“Gate at Noon” shows them leave. [[ST1]]"
    assert lint(section(text, exhibits=(exhibit,))) == ()
    assert rules(section(text)) == [Rule.QUOTATION]


def _exhibit():
    from tests.domain.test_report_compose import EXHIBIT

    assert isinstance(EXHIBIT, ExhibitInput)
    return EXHIBIT


def test_words_of_a_recording_are_held_against_what_was_written_down_of_it():
    heard = replace(SEEN, passages=(PassageInput("", 1, locator="0:12–0:31"),), verbatim="We left at dawn.")
    cited = (heard, *CITED[1:])
    assert lint(section("She says: “We left at dawn.” [[ST1]]", mentioned=cited)) == ()
    assert rules(section("She says: “We left at dusk.” [[ST1]]", mentioned=cited)) == [Rule.QUOTATION]


def test_open_points_are_not_made_twice():
    report = finding(citations=(), confidence=None)
    remarks = lint(report)
    assert {one.rule for one in remarks} == {Rule.HALF, Rule.UNCITED}
    said = [Missing(Point.CITATION, "It cites no statement.", "F1"), Missing(Point.CONFIDENCE, "…", "F1")]
    assert beyond(remarks, said) == ()
    assert beyond(remarks, [replace(one, finding="F2") for one in said]) == remarks


def test_offsets_hold_with_line_ends_of_any_kind():
    for end in ("\n", "\r\n", "\r"):
        text = f"They left. [[ST1]]{end}{end}- 🇮🇶 They ran to the river.{end}"
        [remark] = lint(section(text))
        assert text[remark.start : remark.end] == remark.sentence == "🇮🇶 They ran to the river."


def test_a_long_report_is_read_in_time_that_grows_with_its_length():
    body = "\n\n".join(["They left at noon, and the gate stood open. [[ST1]] [[ST8]]"] * 2000)
    assert lint(section(body, supports=(ONE_LINE, TWO_LINES))) == ()


def test_code_and_headings_are_no_sentences():
    assert [
        *written(
            replace(
                section("# They fled\n\n```\nThey ran off.\n```"),
                findings=(),
                bottom_line="",
                what_would_change="",
                gaps_note="",
                method_note="",
            )
        )
    ] == []


def test_a_remark_is_the_same_as_long_as_its_words_and_what_is_said_of_them_are():
    [ran] = lint(section("They left. [[ST1]]\n\nThey ran to the river."))
    [moved] = lint(section("They ran\nto the river.\n\nThey left. [[ST1]]"))
    assert moved.digest == ran.digest
    [reworded] = lint(section("They left. [[ST1]]\n\nThey fled to the river."))
    assert len({ran.digest, reworded.digest, replace(ran, why="Another.").digest}) == 3
    assert replace(ran, rule=Rule.HEDGE).digest != ran.digest
    assert replace(ran, place=replace(ran.place, label="P9")).digest != ran.digest


def test_only_what_is_still_remarked_is_set_aside():
    report = section("They ran to the river. They hid.")
    ran, hid = lint(report)
    assert set_aside(report, {}) == ()
    [told] = set_aside(report, {ran.digest: "We saw it.", "of older words": "No."})
    assert (told.remark, told.place, told.reason) == (Rule.UNCITED.label, ran.place.title, "We saw it.")
    assert len(set_aside(report, {ran.digest: "We saw it.", hid.digest: "So."})) == 2
