"""Turns of phrase that one rule each holds: names behind their verbs, tags, leads, where clauses begin and end."""

from __future__ import annotations

import pytest

from tests.domain.proposals.test_statements import read


@pytest.mark.parametrize(
    ("behind", "source"),
    [
        ("said Ana Ruiz in an interview with the paper.", "Ana Ruiz"),
        ("said Ana Ruiz last week.", "Ana Ruiz"),
        ("said Ana Ruiz on Twitter.", "Ana Ruiz"),
        ("said Ana Ruiz on Friday.", "Ana Ruiz"),
        ("said Ana Ruiz and, on Friday, nobody stayed.", "Ana Ruiz"),
        ("said Ana Ruiz, speaking on Friday.", "Ana Ruiz"),
        ("said Ana Ruiz, walking away.", "Ana Ruiz"),
        ("said Ana Ruiz, who left the port, in a letter.", "Ana Ruiz, who left the port"),
        ("said Ana Ruiz, the mayor.", "Ana Ruiz, the mayor"),
        ("said Ana Ruiz “and nobody stays behind us.”", "Ana Ruiz"),
        ("said Ana Ruiz Friday at noon.", "Ana Ruiz"),
        ("said Ana Ruiz,", "Ana Ruiz"),
    ],
)
def test_a_name_behind_its_verb_ends_where_the_sentence_goes_on(behind, source):
    assert read(f"“We leave now,” {behind}") == [f"{source}: “We leave now,” [direct]"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan, said the mayor, would fail.", "the mayor: The plan … would fail [indirect]"),
        ("The gate was open, the mayor said, because nobody had closed it.",
         "the mayor: The gate was open … because nobody had closed it [indirect]"),
        ("The gate was open, the mayor said, in a letter.", "the mayor: The gate was open [indirect]"),
        ("“The gate was open,” the mayor said – “nobody closed it.”",
         "the mayor: “The gate was open,” … “nobody closed it.” [direct]"),
        ("“The gate was open,” the mayor told the paper on Friday.", "the mayor: “The gate was open,” [direct]"),
        ("“The gate was open,” but nobody left, the mayor said.",
         "the mayor: “The gate was open,” but nobody left [mixed]"),
        ("Pressed about the gate, “It was open,” the mayor said.", "the mayor: “It was open,” [direct]"),
        ("On Friday, the gate was open, the mayor said.", "the mayor: On Friday, the gate was open [indirect]"),
        ("And, the gate was open, the mayor said.", "the mayor: the gate was open [indirect]"),
        ("The gate was open, as the mayor noted.", "the mayor: The gate was open [indirect]"),
    ],
)  # fmt: skip
def test_what_was_said_before_its_verb_is_whole(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The gate was open, as the mayor shouted.",
        "As well the mayor noted the gate was open.",
        "As the mayor noted.",
        "On Friday, the mayor said.",
        "Quoting the law, the port closed and nobody left.",
        "They believe the old gate.",
        "Ruiz said the closed gate.",
        "Ruiz said as the gate closed.",
        "The claims that were made failed.",
        "Ruiz said late Friday in Norda.",
        "Ruiz joked the gate closed by rain.",
        "Ruiz joked the gate and left.",
        "The gate was open, the mayor denounced.",
        "It failed, she said.",
        "The plan, she said, the end.",
        "The gate was open, reported",
        "AFP quoted as saying that nobody left.",
        "AFP quoted Ruiz as saying.",
    ],
)
def test_what_is_no_clause_was_not_said(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Saying the gate was open, the mayor went home.", "the mayor"),
        ("With the mayor saying the gate was open, nobody left.", "the mayor"),
        ("The mayor went home to say the gate was open.", "The mayor"),
        ("The mayor laughed and then said the gate was open.", "The mayor"),
        ("The mayor, however, said the gate was open.", "The mayor"),
        ("Last year the mayor said the gate was open.", "the mayor"),
        ("In her letter Ruiz said the gate was open.", "Ruiz"),
        ("Today Ruiz said the gate was open.", "Ruiz"),
        ("Voters surveyed by the paper said the gate was open.", "Voters surveyed by the paper"),
        ("Ruiz and the guards said the gate was open.", "Ruiz and the guards"),
        (
            "Ana Ruiz, Tom Haddad and Layla Amin said the gate was open.",
            "Ana Ruiz, Tom Haddad and Layla Amin",
        ),
        ("The mayor — who had left — said the gate was open.", "The mayor — who had left"),
        ("In Ruiz’s opinion, the gate was open.", "Ruiz’s"),
    ],
)
def test_the_source_is_the_subject_and_no_more(text, source):
    [each] = read(text)
    assert each.startswith(f"{source}: ")
    assert each.endswith("the gate was open [indirect]")


@pytest.mark.parametrize(
    "said", ["the gate can open", "the gate began to open", "the harbour needs water", "voters want water"]
)
def test_a_clause_of_any_verb_of_saying_needs_a_verb_of_its_own(said):
    assert read(f"Ruiz joked {said}.") == [f"Ruiz: {said} [indirect]"]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The guard was away when Ruiz denied the charge and said it was over.", ["Ruiz", "Ruiz"]),
        ("The guard was away when Ruiz denied the charge, saying it was over.", ["Ruiz", "Ruiz"]),
        ("The guard was away when Ruiz urged the crowd to say that it was over.", ["Ruiz", "Ruiz"]),
    ],
)
def test_a_second_verb_has_the_source_of_the_first(text, sources):
    assert [each.partition(":")[0] for each in read(text)] == sources


@pytest.mark.parametrize(
    "said",
    [
        "if the gate closes nobody can leave",
        "you lied to them",
        "the gate’s been open for days",
        "people need water",
        "the harbour needs water",
        "under the law nobody may leave",
        "this was the last one",
        "in May nobody had left",
    ],
)
def test_a_clause_without_that_is_known_by_how_it_begins(said):
    assert read(f"Ruiz said {said}.") == [f"Ruiz: {said} [indirect]"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The mayor said the gate was open and also said it was old.", "the gate was open"),
        ("The mayor said the gate was open but did not say when.", "the gate was open"),
        ("The mayor said the gate was open, compared with the other one.", "the gate was open"),
        ("The mayor said the gate was open, and the guard said it was not.", "the gate was open"),
        ("The mayor said the gate was open — the guard said it was not.", "the gate was open"),
        (
            "The mayor criticized the plan, the port and the gate in March.",
            "the plan, the port and the gate in March",
        ),
        ("The mayor criticized the plan on Friday.", "the plan on Friday"),
        ("The mayor criticized “the plan,” which failed.", "“the plan,”"),
        (
            "The mayor called “the gate” and “the port” of Norda shut.",
            "“the gate” and “the port” of Norda shut",
        ),
        ("The mayor said “the gate” and left.", "“the gate”"),
        ("The mayor warned the guards not to leave.", "the guards not to leave"),
    ],
)
def test_what_was_said_ends_where_something_else_begins(text, said):
    assert read(text)[0].removeprefix("The mayor: ").rpartition(" [")[0] == said
