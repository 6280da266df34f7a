"""Who says what in a sentence: one frame of English a line, in sentences made for it."""

from __future__ import annotations

import pytest

from tracker.domain.proposals.model import Proposal
from tracker.domain.proposals.proposing import propose


def shown(text: str, each: Proposal) -> str:
    """“source: content … content [type]”."""
    source = " … ".join(text[a:b] for a, b in each.source)
    content = " … ".join(text[a:b] for a, b in each.content)
    return f"{source}: {content} [{each.type}]"


def read(text: str) -> list[str]:
    return [shown(text, each) for each in propose(text).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz said that the bridge was closed.", "Ana Ruiz: that the bridge was closed [indirect]"),
        ("The mayor said the bridge would open on Monday.", "The mayor: the bridge would open on Monday [indirect]"),
        ("Officials say the river is rising.", "Officials: the river is rising [indirect]"),
        ("He has repeatedly denied that he was there.", "He: that he was there [indirect]"),
        ("The ministry’s spokesman is reporting that all are safe.", "The ministry’s spokesman: that all are safe [indirect]"),
        ("On Tuesday, the clinic announced it would close.", "the clinic: it would close [indirect]"),
        ("In a statement the union said it would strike.", "the union: it would strike [indirect]"),
        ("She asked whether anybody had left.", "She: whether anybody had left [indirect]"),
        ("Ruiz told reporters on Friday that nobody was hurt.", "Ruiz: that nobody was hurt [indirect]"),
        ("Ruiz told The Harbour Times she would resign.", "Ruiz: she would resign [indirect]"),
        ("The court ordered the firm to pay.", "The court: the firm to pay [indirect]"),
        ("The guard vowed to stay.", "The guard: to stay [indirect]"),
        ("The senator called the report “a fairy tale.”", "The senator: the report “a fairy tale.” [mixed]"),
        ("Ruiz said the plan was “madness” and would fail.", "Ruiz: the plan was “madness” and would fail [mixed]"),
        ("“We are leaving,” Ruiz said.", "Ruiz: “We are leaving,” [direct]"),
        ("“We are leaving,” said Ana Ruiz, the mayor.", "Ana Ruiz, the mayor: “We are leaving,” [direct]"),
        ("“Who is there?” asked the guard.", "the guard: “Who is there?” [direct]"),
        ("Ruiz said: “We are leaving.”", "Ruiz: “We are leaving.” [direct]"),
        ("Ruiz wrote, “We are leaving.”", "Ruiz: “We are leaving.” [direct]"),
        ("“We,” she said, “are leaving.”", "she: “We,” … “are leaving.” [direct]"),
        ('"We are leaving," Ruiz said. "Nobody stays."', 'Ruiz: "We are leaving," … "Nobody stays." [direct]'),
        ("''We are leaving,'' Mr. Ruiz said.", "Mr. Ruiz: ''We are leaving,'' [direct]"),
        ("‘We are leaving,’ Ruiz said. ‘It’s the teachers’ fault.’",
         "Ruiz: ‘We are leaving,’ … ‘It’s the teachers’ fault.’ [direct]"),
        ("«Nous partons,» Ruiz said.", "Ruiz: «Nous partons,» [direct]"),
        ("According to the police, two men fled.", "the police: two men fled [indirect]"),
        ("Two men fled, according to the police.", "the police: Two men fled [indirect]"),
        ("Two men, according to the police, fled.", "the police: Two men … fled [indirect]"),
        ("The bridge will open on Monday, the mayor said.", "the mayor: The bridge will open on Monday [indirect]"),
        ("The bridge, the mayor said, will open on Monday.", "the mayor: The bridge … will open on Monday [indirect]"),
        ("Ruiz said the gate was open; it was not.", "Ruiz: the gate was open [indirect]"),
        ("The bridge is open, said Ana Ruiz.", "Ana Ruiz: The bridge is open [indirect]"),
        ("As the paper reported, the bridge is open again.", "the paper: the bridge is open again [indirect]"),
        ("Ruiz was asked whether she would stay.", ": whether she would stay [indirect]"),
        ("Asked whether she would stay, the mayor left.", ": whether she would stay [indirect]"),
        ("People close to the mayor say he left.", "People close to the mayor: he left [indirect]"),
        ("The judge imposed a fine, saying it would deter others.", "The judge: it would deter others [indirect]"),
        ("The envoy is believed to have left.", ": The envoy … to have left [indirect]"),
        ("Ruiz, who had left early, said nobody was hurt.", "Ruiz, who had left early: nobody was hurt [indirect]"),
        ("Ruiz, the mayor of Norda, said nobody was hurt.", "Ruiz, the mayor of Norda: nobody was hurt [indirect]"),
        ("What Ruiz is saying is that nobody was hurt.", "Ruiz: that nobody was hurt [indirect]"),
        ("Kelly said she left.", "Kelly: she left [indirect]"),
        ("The workers’ union says it won.", "The workers’ union: it won [indirect]"),
        ("The guards made it very clear that they did not trust the minister.",
         "The guards: that they did not trust the minister [indirect]"),
        ("His claim that the vote was stolen is false.", "His: that the vote was stolen is false [indirect]"),
        ("The report found that two pumps failed.", "The report: that two pumps failed [indirect]"),
        ("The mayor was confident that the bridge would hold.", "The mayor: that the bridge would hold [indirect]"),
        ("I’m fairly sure he left early.", "I: he left early [indirect]"),
        ("Officials remain concerned that it may fail.", "Officials: that it may fail [indirect]"),
        ("I think the gate was open, so nobody stayed.", "I: the gate was open [indirect]"),
        ("The guard who said the gate was open, was dismissed.", "who: the gate was open [indirect]"),
        ("Ruiz promised the voters that she would stay.", "Ruiz: that she would stay [indirect]"),
        ("I gather that the bridge is closed.", "I: that the bridge is closed [indirect]"),
        ("Ana Ruiz, head of the port, and chair of the council, says it is safe.",
         "Ana Ruiz, head of the port, and chair of the council: it is safe [indirect]"),
        ("The results of the study published this week, revealed that two pumps failed.",
         "The results of the study published this week: that two pumps failed [indirect]"),
        ("Works began on August 10 and South Norda says the bridge will open.",
         "South Norda: the bridge will open [indirect]"),
        ("The port was shut, with one guard writing “Nobody may leave.”", "one guard: “Nobody may leave.” [direct]"),
        ("Whilst Ruiz said the gate was open, nobody left.", "Ruiz: the gate was open [indirect]"),
    ],
)  # fmt: skip
def test_a_statement_is_found_with_its_source_and_its_exact_words(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ruiz said the bridge was closed, but Haddad said it was open.",
            ["Ruiz: the bridge was closed [indirect]", "Haddad: it was open [indirect]"],
        ),
        (
            "Ruiz said the bridge was closed, adding that it would stay so.",
            ["Ruiz: the bridge was closed [indirect]", "Ruiz: that it would stay so [indirect]"],
        ),
        (
            "Ruiz denied the charge and said that nobody was hurt.",
            ["Ruiz: the charge [indirect]", "Ruiz: that nobody was hurt [indirect]"],
        ),
        (
            "While Ruiz said she was sure, nobody else was.",
            ["Ruiz: she was sure [indirect]"],
        ),
    ],
)
def test_each_voice_of_a_sentence_has_its_own_words(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is closed.",
        "The United States also has ports.",
        "The state of the bridge is poor.",
        "It was an open question.",
        "He read “The Drowned Harbour” twice.",
        "Two claims were paid.",
        "They had a saying.",
        "It was the troops order that ended it.",
        "The boats found in the harbour may have drifted.",
        "",
        "   \n\n  ",
    ],
)
def test_where_nobody_says_anything_nothing_is_proposed(text):
    assert read(text) == []


def test_what_is_divided_at_a_lines_end_is_read_as_one_word():
    lines = ["The mayor of Norda, Ana Ruiz, announ-", "ced on Friday that the bridge of the harbour will"]
    lines += [
        "be closed until the spring because of repairs",
        "and that nobody will be let through the old gate",
    ]
    lines += [
        "",
        "The gate is old, and the harbour is older than it",
        "and nobody knows who built either of them there.",
    ]
    [each] = read("\n".join(lines * 2))[::2]
    assert each.startswith("The mayor of Norda, Ana Ruiz: that the bridge of the harbour will\nbe closed")


@pytest.mark.parametrize("page", ["\n\n12\n\n\f", "\n\f", "\n\fPage 13\n", "\n 12\f\n"])
def test_a_quotation_goes_on_across_a_pages_end_without_its_number(page):
    text = f"Ruiz said “we are leaving{page}the harbour tonight.” She left."
    [each] = propose(text).statements
    assert [text[a:b] for a, b in each.content] == ["“we are leaving", "the harbour tonight.”"]


def test_what_ended_with_its_page_is_over():
    assert read("Ruiz said two left in 1999.\n\n12\n\fHaddad said nobody did.") == [
        "Ruiz: two left in 1999 [indirect]",
        "Haddad: nobody did [indirect]",
    ]


def test_a_text_without_paragraphs_has_its_quotations():
    text = "“We are leaving the harbour,” Ruiz said. Nobody else spoke that night. " * 300
    assert len([each for each in propose(text).statements if each.rule == "say-after"]) == 300


def test_a_quotation_in_a_paragraph_of_its_own_goes_on_with_the_speaker():
    text = "“We are leaving the harbour,” Ruiz said.\n\n“Nobody will stay behind.”"
    assert read(text) == [
        "Ruiz: “We are leaving the harbour,” [direct]",
        "Ruiz: “Nobody will stay behind.” [direct]",
    ]


def test_a_paragraph_that_opens_and_does_not_close_is_quoted_to_its_end():
    text = "“We are leaving the harbour tonight.\n\n“Nobody stays behind,” Ruiz said."
    assert read(text) == [
        ": “We are leaving the harbour tonight. [direct]",
        "Ruiz: “Nobody stays behind,” [direct]",
    ]


def test_what_is_reported_within_a_report_names_whom_it_is_reported_by():
    text = "Salim reports that the militia said it would withdraw."
    outer, inner = propose(text).statements
    assert shown(text, outer) == "Salim: that the militia said it would withdraw [indirect]"
    assert shown(text, inner) == "the militia: it would withdraw [indirect]"
    assert inner.parent == outer.id
    assert inner.reporter == outer.source


@pytest.mark.parametrize(
    ("text", "said", "through"),
    [
        ("Ruiz was quoted by Harbour News as saying that nobody left.", "that nobody left", "Harbour News"),
        (
            "“Nobody left,” Ruiz was widely quoted as saying by Harbour News.",
            "“Nobody left,”",
            "Harbour News",
        ),
        ("“Nobody left,” Ruiz was quoted as saying.", "“Nobody left,”", ""),
        ("“Nobody left,” Harbour News quoted Ruiz as saying.", "“Nobody left,”", "Harbour News"),
        ("Harbour News quoted Ruiz as saying: “Nobody left.”", "“Nobody left.”", "Harbour News"),
        ("Harbour News cited Ruiz as saying nobody left.", "nobody left", "Harbour News"),
        (
            "It was late, the paper said, quoting Ruiz as saying that nobody left.",
            "that nobody left",
            "the paper",
        ),
        ("State media, quoting Ruiz as saying nobody left, blamed the rain.", "nobody left", "State media"),
        ("The gate was shut, Ruiz said as quoted by Harbour News.", "The gate was shut", "Harbour News"),
        ("“Nobody left,” Ruiz said, as reported by Harbour News.", "“Nobody left,”", "Harbour News"),
        ("According to Harbour News, Ruiz said it was over.", "it was over", "Harbour News"),
        ("Ana says that, according to Ruiz, nobody left.", "nobody left", "Ana"),
    ],
)
def test_words_that_came_through_somebody_name_both(text, said, through):
    def words(spans):
        return " … ".join(text[a:b] for a, b in spans)

    [each] = [each for each in propose(text).statements if words(each.content) == said]
    assert (words(each.source), words(each.reporter), each.further) == ("Ruiz", through, False)


def test_who_quotes_somebody_reports_that_they_say_it():
    text = "Harbour News quoted Ruiz as saying that nobody left."
    outer, inner = propose(text).statements
    assert shown(text, outer) == "Harbour News: Ruiz as saying that nobody left [indirect]"
    assert inner.parent == outer.id


@pytest.mark.parametrize(
    "text", ["They were quoted; as saying goes.", "He cited as saying.", "As saying goes, it rains."]
)
def test_where_nobody_is_quoted_as_saying_nobody_is_named(text):
    assert not [each for each in propose(text).statements if "quot" in each.rule]


def test_what_a_quotation_reports_stands_inside_it():
    text = "“The guards told us that the gate had been left open for hours,” Ruiz said."
    outer, inner = propose(text).statements
    assert inner.parent == outer.id
    assert shown(text, inner) == "The guards: that the gate had been left open for hours [indirect]"


def test_what_only_tells_more_is_marked():
    text = "“The guards told us that the gate had been left open for hours,” Ruiz said that night."
    assert [each.further for each in propose(text).statements] == [False, True]
    text = "Salim reports that the militia said it would withdraw."
    assert [each.further for each in propose(text).statements] == [False, False]


def test_a_surname_is_told_to_be_the_one_fuller_name_before_it():
    text = "Ana Ruiz said nobody was hurt. Ruiz said the gate was open. He said it was not."
    first, second, _ = propose(text).statements
    assert not first.resolved
    assert [text[a:b] for a, b in second.resolved] == ["Ana Ruiz"]
    assert "only fuller name" in second.resolved_why


def test_a_surname_of_two_people_is_left_alone():
    text = "Ana Ruiz said nobody was hurt. Tomas Ruiz said two were. Ruiz said the gate was open."
    assert not propose(text).statements[2].resolved


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I spent six months interviewing sheikhs across the province.", "experience"),
        ("What this means is that the gate was left open on purpose.", "inference"),
        ("More attacks will likely follow.", "forecast"),
    ],
)
def test_what_the_author_contributes_is_told_apart(text, kind):
    [own] = propose(text).own
    assert own.kind == kind
    assert text[own.content[0][0] : own.content[0][1]] == text


def test_what_an_author_expects_is_a_forecast_of_theirs():
    [each] = propose("I expect that the embassy will be evacuated.").statements
    assert each.kind == "forecast"


def test_an_unmarked_sentence_is_nobodys_contribution():
    assert propose("The gate was left open.").own == ()
    assert propose("It was all “we will likely leave soon” talk.").own == ()
