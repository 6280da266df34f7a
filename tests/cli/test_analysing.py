"""`tracker analyse`: a case in a file, its numbers on standard output; no installation is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "domain/golden/embassy.json"
CASES = {case["id"]: case for case in json.loads(GOLDEN.read_text("utf-8"))["cases"]}
NUMBERS = ("items", "lines", "origins", "hangs_on", "resilience", "suggested_credibility")


@pytest.fixture
def analysed(instance, run):
    """The answer to a text on standard input."""

    def answer(text):
        result = run("analyse", "-", stdin=text)
        assert result.exit_code == 0, result.output
        assert not instance.exists()
        return json.loads(result.stdout)

    return answer


def numbers(assertion):
    return {name: assertion[name] for name in NUMBERS}


def through_hands(*paths):
    """A case of leaked papers: each path is one document that went through all these hands."""
    return {
        "sources": {name: {"kind": "person"} for path in paths for name in path},
        "assertions": {"p": {"text": "p"}},
        "statements": [
            {"id": f"s{place}", "source": first, "basis": "observed", "entry": True,
             "conveys": {"p": "asserts"}, "also_on_path": others}
            for place, (first, *others) in enumerate(paths)
        ],
    }  # fmt: skip


def test_the_golden_file_gets_the_golden_numbers(run):
    result = run("analyse", str(GOLDEN))
    assert result.exit_code == 0, result.output
    found = {case["id"]: case for case in json.loads(result.stdout)["cases"]}
    assert list(found) == list(CASES)
    for name, case in CASES.items():
        shown = {label: numbers(assertion) for label, assertion in found[name]["assertions"].items()}
        assert shown == case["expected"], name
        assert found[name]["what_if"] == case["what_if"], name


@pytest.mark.parametrize(("most", "lines", "bounded"), [(1_000, [2, 2], False), (0, [2, 3], True)])
def test_whether_the_numbers_are_bounds_is_said(analysed, monkeypatch, most, lines, bounded):
    monkeypatch.setattr("tracker.domain.support.MOST_PATHS_TOGETHER", most)
    (found,) = analysed(json.dumps(through_hands("AP", "ACQ", "DP", "CE")))["cases"]
    assert (found["assertions"]["p"]["lines"], found["assertions"]["p"]["bounded"]) == (lines, bounded)


@pytest.mark.parametrize("name", CASES)
def test_each_golden_case_by_itself_gets_the_same(analysed, name):
    (found,) = analysed(json.dumps(CASES[name]))["cases"]
    assert found["id"] == name
    assert {label: numbers(each) for label, each in found["assertions"].items()} == CASES[name]["expected"]


def test_every_golden_time_verdict_decides_what_a_contradiction_lowers(analysed):
    lowered = {"contradiction": 4, "update": 3, "undetermined": 3}
    for pair in json.loads(GOLDEN.read_text("utf-8"))["time"]:
        case = {
            "sources": {"A": {"kind": "person"}, "B": {"kind": "person"}},
            "assertions": {"a": {"text": "a", "holds": pair["a"]}, "b": {"text": "b", "holds": pair["b"]}},
            "statements": [
                {"id": "s1", "source": "A", "basis": "observed", "entry": True, "conveys": {"a": "asserts"}},
                {"id": "s2", "source": "B", "basis": "observed", "entry": True, "conveys": {"b": "asserts"}},
            ],
            "contradictions": [["a", "b"]],
        }
        (found,) = analysed(json.dumps(case))["cases"]
        suggested = {label: each["suggested_credibility"] for label, each in found["assertions"].items()}
        assert suggested == dict.fromkeys("ab", lowered[pair["verdict"]]), pair["why"]


def test_every_golden_set_packing_is_a_case_of_leaked_papers(analysed):
    for packing in json.loads(GOLDEN.read_text("utf-8"))["set_packing"]:
        (found,) = analysed(json.dumps(through_hands(*packing["paths"])))["cases"]
        assert found["assertions"]["p"]["lines"] == [packing["lines"]] * 2
        assert found["assertions"]["p"]["resilience"] == packing["resilience"]


def test_the_reasons_are_sentences_in_the_files_own_words(analysed):
    (found,) = analysed(json.dumps(CASES["embassy"]))["cases"]
    why = found["assertions"]["withdrew"]["why"]
    assert why[0] == "Four items: at least one, at most two independent sources."
    assert any("account that reposts (s3)" in sentence for sentence in why)


def test_other_alphabets_come_through_on_any_terminal(run):
    case = json.loads(json.dumps(CASES["embedded-only"]))
    case["sources"]["B"]["is"] = "مدوّن"
    result = run("analyse", "-", stdin=json.dumps(case))
    assert "مدوّن" in result.stdout_bytes.decode("utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This is not JSON"),
        ("{}", "“sources” is missing."),
        ('{"cases": [{"sources": 1}]}', "cases[0].sources: an object is needed here, not a number."),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_case_is_refused_in_a_sentence(instance, run, text, words):
    result = run("analyse", "-", stdin=text)
    assert result.exit_code == 1
    assert words in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_no_valid_command(instance, run, tmp_path):
    result = run("analyse", str(tmp_path / "none.json"))
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_a_folder_is_no_file(instance, run, tmp_path):
    result = run("analyse", str(tmp_path))
    assert result.exit_code in (1, 2)
    assert "directory" in result.stderr
    assert "Traceback" not in result.stderr
