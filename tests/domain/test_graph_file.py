from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.graph_file import MOST_BYTES, cases_of, read_cases
from tracker.domain.independence import analyse, analyse_all
from tracker.domain.records import RelayRec, SourceRec
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, SourceKind, Stance
from tracker.domain.timing import TimeVerdict

GOLDEN = (Path(__file__).parent / "golden" / "embassy.json").read_text("utf-8")
CASE = {
    "id": "small",
    "about": "remarks are ignored",
    "sources": {"A": {"kind": "person", "is": "a guard"}, "B": {"kind": "outlet"}},
    "assertions": {"p": {"text": "They left", "holds": "2020-01-01"}, "q": {"text": "They stayed"}},
    "statements": [
        {"id": "s1", "source": "A", "basis": "observed", "entry": False, "conveys": {"p": "asserts"}},
        {"id": "s2", "source": "B", "entry": True, "conveys": {"p": "asserts"}, "also_on_path": ["A"]},
    ],
    "relays": [["s2", "s1"]],
    "source_links": [["B", "A", "owned by"]],
    "contradictions": [["p", "q"]],
    "rests_on": {"s2": ["q", "s1"]},
    "what_if": ["A"],
}


def changed(path, value):
    """The small case with another value at that place; None takes away what is there."""
    case = deepcopy(CASE)
    *way, last = path
    place = case
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return case


def refused(data):
    with pytest.raises(DomainError) as caught:
        cases_of(data)
    return caught.value


def test_a_case_is_read_as_it_is_written():
    (case,) = cases_of(CASE)
    graph = case.graph
    assert case.id == "small"
    assert graph.sources == {
        "A": SourceRec("A", SourceKind.PERSON, "a guard"),
        "B": SourceRec("B", SourceKind.OUTLET, "B"),
    }
    assert graph.assertions["p"].text == "They left"
    assert graph.assertions["p"].holds.text == "2020-01-01"
    assert graph.assertions["q"].holds is None
    assert graph.statements["s2"].conveys == {"p": Stance.ASSERTS}
    assert graph.statements["s2"].also_on_path == ("A",)
    assert graph.rests_on == {"s2": ("q", "s1")}
    assert graph.incompatible == (("p", "q"),)
    assert case.what_if == ("A",)


def test_a_missing_basis_is_not_stated():
    assert cases_of(CASE)[0].graph.statements["s2"].basis is Basis.NOT_STATED


@pytest.mark.parametrize(
    ("words", "certainty", "fidelity"),
    [
        ([], RelayCertainty.EXPLICIT, Fidelity.FAITHFUL),
        (["possible"], RelayCertainty.POSSIBLE, Fidelity.FAITHFUL),
        ([None, "altered"], RelayCertainty.EXPLICIT, Fidelity.ALTERED),
        (["possible", None], RelayCertainty.POSSIBLE, Fidelity.FAITHFUL),
        (["possible", "unclear"], RelayCertainty.POSSIBLE, Fidelity.UNCLEAR),
    ],
)
def test_a_relay_is_explicit_and_faithful_where_nothing_else_is_said(words, certainty, fidelity):
    (case,) = cases_of(changed(["relays"], [["s2", "s1", *words]]))
    assert case.graph.relays == (RelayRec("s2", "s1", certainty, fidelity),)


@pytest.mark.parametrize(
    "name", ["id", "relays", "source_links", "contradictions", "rests_on", "what_if", "about"]
)
def test_what_a_case_need_not_say(name):
    (case,) = cases_of(changed([name], None))
    assert case.id == ("1" if name == "id" else "small")


def test_null_is_the_same_as_nothing():
    case = deepcopy(CASE)
    case |= dict.fromkeys(("relays", "source_links", "contradictions", "rests_on", "what_if"))
    case["statements"][0]["basis"] = case["assertions"]["p"]["holds"] = None
    (read,) = cases_of(case)
    assert read.graph.relays == ()
    assert read.graph.statements["s1"].basis is Basis.NOT_STATED
    assert read.graph.assertions["p"].holds is None


def test_a_file_holds_one_case_or_several():
    assert [case.id for case in cases_of({"cases": [CASE, changed(["id"], "other")]})] == ["small", "other"]
    assert cases_of({"cases": []}) == ()
    assert len(read_cases(GOLDEN)) == 9
    assert read_cases(GOLDEN.encode("utf-8-sig")) == read_cases(GOLDEN)


def test_the_keys_of_an_object_are_what_is_taken_away():
    assert cases_of(changed(["what_if"], {"B": {"p": [9, 9]}, "s1": "ignored"}))[0].what_if == ("B", "s1")


def contradiction(*word):
    return cases_of(changed(["contradictions"], [["p", "q", *word]]))[0].graph


def test_without_a_word_the_times_decide_whether_it_is_a_contradiction():
    assert contradiction().confirmed == {}
    assert any(why.startswith("q would contradict it") for why in analyse(contradiction(), "p").why)


def test_a_word_that_says_what_the_times_say_leaves_them_their_reason():
    assert contradiction("contradiction") == contradiction()


def test_a_word_that_says_otherwise_is_what_an_analyst_confirmed():
    assert contradiction("update").confirmed == {frozenset("pq"): TimeVerdict.UPDATE}
    assert any(why.startswith("q is an update") for why in analyse(contradiction("update"), "p").why)


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        (["sources"], None, "", "“sources” is missing"),
        (["assertions"], None, "", "“assertions” is missing"),
        (["statements"], None, "", "“statements” is missing"),
        (["id"], 7, "id", "text is needed here, not a number"),
        (["id"], " ", "id", "an id has 1 to 200 characters"),
        (["sources"], [], "sources", "an object is needed here, not a list"),
        (["sources", "A"], "person", "sources.A", "an object is needed here, not text"),
        (["sources", "A"], {}, "sources.A", "“kind” is missing"),
        (["sources", "A", "kind"], "robot", "sources.A.kind", "“robot” is none of: person, account,"),
        (["sources", "A", "is"], ["x"], "sources.A.is", "text is needed here, not a list"),
        (["sources", "?"], {"kind": "person"}, "sources[“?”]", "stands for nobody known"),
        (["sources", "x" * 201], {"kind": "person"}, "sources.xx", "an id has 1 to 200 characters"),
        (["assertions", "p"], None, "statements[0].conveys.p", "there is no assertion “p”"),
        (["assertions", "p", "text"], 1.5, "assertions.p.text", "text is needed here, not a number"),
        (["assertions", "p", "text"], "\ud800", "assertions.p.text", "half a character"),
        (["assertions", "p", "holds"], "2020-02-30", "assertions.p.holds", "not a date that exists"),
        (["assertions", "p", "holds"], "1 January 2020", "assertions.p.holds", "Did you mean 2020-01-01?"),
        (["assertions", "p", "holds"], "2020-02-02/2020-01-01", "assertions.p.holds", "ends before it"),
        (["assertions", "p", "holds"], "", "assertions.p.holds", "Enter a date"),
        (["assertions", "p", "holds"], 2020, "assertions.p.holds", "text is needed here, not a number"),
        (["statements"], {}, "statements", "a list is needed here, not an object"),
        (["statements", 0], None, "relays[0][1]", "there is no statement “s1”"),
        (["statements", 0], "s1", "statements[0]", "an object is needed here, not text"),
        (["statements", 0, "id"], None, "statements[0]", "“id” is missing"),
        (["statements", 0, "id"], "s2", "statements[1].id", "the id “s2” stands here twice"),
        (["statements", 0, "source"], "C", "statements[0].source", "there is no source “C”"),
        (["statements", 0, "source"], {}, "statements[0].source", "text is needed here, not an object"),
        (["statements", 1, "basis"], "hearsay", "statements[1].basis", "“hearsay” is none of: observed,"),
        (["statements", 1, "basis"], True, "statements[1].basis", "needed here, not true or false"),
        (["statements", 1, "entry"], None, "statements[1]", "“entry” is missing"),
        (["statements", 1, "entry"], 1, "statements[1].entry", "true or false is needed here, not a number"),
        (["statements", 1, "entry"], "true", "statements[1].entry", "true or false is needed here, not text"),
        (["statements", 1, "conveys"], ["p"], "statements[1].conveys", "an object is needed here"),
        (["statements", 1, "conveys"], {"p": "says"}, "statements[1].conveys.p", "“says” is none of: asserts"),
        (["statements", 1, "conveys"], {"p": None}, "statements[1].conveys.p", "text is needed here, not null"),
        (["statements", 1, "also_on_path"], "A", "statements[1].also_on_path", "a list is needed here"),
        (["statements", 1, "also_on_path"], ["Z"], "statements[1].also_on_path[0]", "there is no source “Z”"),
        (["relays"], {}, "relays", "a list is needed here, not an object"),
        (["relays", 0], "s2 s1", "relays[0]", "a list is needed here, not text"),
        (["relays", 0], ["s2"], "relays[0]", "a list of 2 to 4 is needed here, not of 1"),
        (["relays", 0], ["s2", "s1", "possible", "altered", "x"], "relays[0]", "not of 5"),
        (["relays", 0], ["s2", "s9"], "relays[0][1]", "there is no statement “s9”"),
        (["relays", 0], ["s2", ["s1"]], "relays[0][1]", "text is needed here, not a list"),
        (["relays", 0], ["s2", "s1", "maybe"], "relays[0][2]", "“maybe” is none of: explicit, possible"),
        (["relays", 0], ["s2", "s1", "explicit", "bent"], "relays[0][3]", "“bent” is none of: verbatim,"),
        (["source_links", 0], ["B", "A"], "source_links[0]", "a list of 3 is needed here, not of 2"),
        (["source_links", 0], ["B", "C", "same as"], "source_links[0][1]", "there is no source “C”"),
        (["source_links", 0], ["B", "A", "likes"], "source_links[0][2]", "“likes” is none of: same as,"),
        (["source_links", 0], ["B", "B", "same as"], "source_links[0]", "not linked to itself"),
        (["contradictions", 0], ["p", "r"], "contradictions[0][1]", "there is no assertion “r”"),
        (["contradictions", 0], ["p", "p"], "contradictions[0]", "does not contradict itself"),
        (["contradictions", 0], ["p", "q", "war"], "contradictions[0][2]", "none of: contradiction, update,"),
        (["contradictions"], [["p", "q"], ["q", "p"]], "contradictions[1]", "“q” and “p” stand here twice"),
        (["rests_on"], {"s9": []}, "rests_on.s9", "there is no statement “s9”"),
        (["rests_on", "s2"], "q", "rests_on.s2", "a list is needed here, not text"),
        (["rests_on", "s2"], ["r"], "rests_on.s2[0]", "there is no assertion or statement “r”"),
        (["what_if"], 3, "what_if", "a list is needed here, not a number"),
        (["what_if"], ["Z"], "what_if[0]", "there is no source or statement “Z”"),
        (["what_if"], {"Z": {}}, "what_if.Z", "there is no source or statement “Z”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(path, value, place, words):
    alone, listed = (
        refused(changed(path, value)),
        refused({"cases": [CASE | {"id": "0"}, changed(path, value)]}),
    )
    assert alone.message.startswith(place)
    assert words in alone.message
    assert listed.message.startswith(f"cases[1].{place}" if place else "cases[1]: ")
    assert words in listed.message
    assert listed.field
    assert listed.message.startswith(f"{listed.field}: ")


@pytest.mark.parametrize(
    ("path", "slip"),
    [
        (["relays"], "relay"),
        (["what_if"], "What_if"),
        (["statements", 0, "basis"], "Basis"),
        (["sources", "A", "kind"], "kinds"),
        (["assertions", "p", "holds"], "hold"),
    ],
)
def test_a_slip_of_the_pen_is_not_taken_for_a_remark(path, slip):
    *way, name = path
    case = changed([*way, slip], "anything")
    place = case
    for step in way:
        place = place[step]
    del place[name]
    assert f"“{slip}” is not known here. Is “{name}” meant?" in refused(case).message


def test_two_cases_do_not_share_an_id():
    assert refused({"cases": [CASE, CASE]}).message == "cases[1]: the id “small” stands here twice."


def test_a_label_that_means_two_things_is_not_taken_away():
    case = changed(["statements", 0, "id"], "B")
    case |= {"relays": [], "rests_on": {}, "what_if": ["B"]}
    assert "is a source and another one's statement" in refused(case).message
    case["statements"][0]["source"] = "B"
    assert cases_of(case)[0].what_if == ("B",)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "This is not JSON: Expecting value (line 1, column 1)."),
        ('{"cases": [\n}', "(line 2, column 1)"),
        ("[]", "an object is needed here, not a list"),
        ("null", "an object is needed here, not null"),
        ("3", "an object is needed here, not a number"),
        ('{"case": []}', "Is “cases” meant?"),
        ('{"cases": {}}', "cases: a list is needed here, not an object"),
        ('{"cases": [NaN]}', "NaN is no number"),
        ('{"about": -Infinity, "cases": []}', "-Infinity is no number"),
        ('{"cases": [1e999]}', "cases[0]: an object is needed here, not a number"),
        ('{"about": ' + "9" * 5_000 + ', "cases": []}', "a number that is too long"),
        ("[" * 200_000, "nested too deeply"),
        ('{"cases": [], "about": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        (b'{"cases": ["\xff"]}', "its bytes are not UTF-8"),
        ('{"sources": {"A": {"kind": "person"}, "A": {"kind": "outlet"}}}', "sources: “A” stands here twice"),
        ('{"id": "1", "id": "2"}', "“id” stands here twice"),
    ],
)  # fmt: skip
def test_what_is_no_case_at_all_is_told_in_a_sentence(raw, words):
    with pytest.raises(DomainError) as caught:
        read_cases(raw)
    assert words in caught.value.message
    assert len(caught.value.message) < 300


def test_more_than_can_be_read_is_refused():
    with pytest.raises(DomainError, match="larger than 20 MB"):
        read_cases(" " * (MOST_BYTES + 1))


def test_what_is_shown_of_the_file_is_short_and_tame():
    message = refused(changed(["statements", 0, "source"], "\x1b[31m" + "x" * 150)).message
    assert "\x1b" not in message
    assert len(message) < 120


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["s1", "s2", "A", "B", "p", "told", "asserts", "explicit", "2020-01-01"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=5,
)
PLACES = [
    *([name] for name in CASE),
    *(["sources", "A", *more] for more in ([], ["kind"], ["is"])),
    *(["assertions", "p", *more] for more in ([], ["text"], ["holds"])),
    *(
        ["statements", 1, *more]
        for more in ([], ["id"], ["source"], ["entry"], ["conveys"], ["also_on_path"])
    ),
    *(["relays", 0, *more] for more in ([], [0], [1])),
    *(["source_links", 0, *more] for more in ([], [0], [2])),
    *(["contradictions", 0, *more] for more in ([], [0])),
    *(["rests_on", "s2", *more] for more in ([], [0])),
    ["what_if", 0],
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), JSON)
def test_whatever_stands_anywhere_is_read_or_refused(path, value):
    try:
        (case,) = cases_of(changed(path, value))
    except DomainError as error:
        assert error.message
    else:
        assert analyse_all(case.graph)
