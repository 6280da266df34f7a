"""Proposals on the terminal and as JSON lines."""

from __future__ import annotations

import json

import pytest

TEXT = "Ana Ruiz said yesterday that the bridge was closed.\n\nI expect that it will stay so."


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path):
    def write(*documents):
        path = tmp_path / "in.jsonl"
        written = (each if isinstance(each, str) else json.dumps(each) for each in documents)
        path.write_text("\n".join(written), encoding="utf-8")
        return str(path)

    return write


def test_a_text_is_told_with_who_says_what_and_why(article, run):
    result = run("propose", str(article), "--date", "2020-01-01")
    assert result.exit_code == 0
    words = " ".join(result.output.split())
    assert (
        "p1 Ana Ruiz: indirect, speech, 90% “that the bridge was closed” The verb “say” with “that” and a clause."
        in words
    )
    assert "“yesterday”: 2019-12-31 (counted from the document's date)" in words


def test_json_lines_come_out_one_an_object_with_exact_places(lines, run, tmp_path):
    out = tmp_path / "out.jsonl"
    source = lines({"doc_id": "a", "text": TEXT, "dct": "2020-01-01"}, "", {"doc_id": "b", "text": ""})
    result = run("propose", "--jsonl", source, "-o", str(out))
    assert result.exit_code == 0
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    statement = first["attributions"][0]
    assert [TEXT[a:b] for a, b in statement["content"]] == ["that the bridge was closed"]
    assert [TEXT[a:b] for a, b in statement["source"]] == ["Ana Ruiz"]
    assert statement["type"] == "indirect"
    assert first["dates"][0]["edtf"] == "2019-12-31"
    assert second == {
        "doc_id": "b",
        "attributions": [],
        "further": [],
        "own": [],
        "dates": [],
        "notes": second["notes"],
    }


def test_what_only_tells_more_stands_in_a_list_of_its_own(lines, run):
    text = "“The guards told us that the gate had been left open for hours,” Ruiz said that night."
    told = json.loads(run("propose", "--jsonl", lines({"doc_id": "a", "text": text})).output)
    assert [len(told[name]) for name in ("attributions", "further")] == [1, 1]
    assert told["further"][0]["parent"] == told["attributions"][0]["id"]


def test_json_lines_go_to_the_terminal_without_an_output(lines, run):
    result = run("propose", "--jsonl", lines({"doc_id": "a", "text": TEXT}))
    assert json.loads(result.output)["doc_id"] == "a"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "Line 1 is not JSON"),
        ("[]", "Line 1 is no object with “doc_id” and “text”."),
        ({"doc_id": "a"}, "Line 1 is no object"),
        ({"doc_id": "a", "text": 3}, "Line 1 is no object"),
        ({"doc_id": "a", "text": "x", "dct": 3}, "The “dct” of line 1 is no text"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, told, lines, run):
    result = run("propose", "--jsonl", lines(line))
    assert result.exit_code == 1
    assert told in result.output


def test_a_date_that_is_none_is_refused(article, run):
    result = run("propose", str(article), "--date", "soon")
    assert result.exit_code == 1
    assert "“soon”" in result.output


@pytest.mark.parametrize("arguments", [(), ("one", "--jsonl", "two")])
def test_either_a_file_or_json_lines_are_read(arguments, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).write_text("", encoding="utf-8")
    result = run("propose", *arguments)
    assert result.exit_code == 2
    assert "Give either FILE or --jsonl" in result.output


def test_where_nothing_is_found_that_is_said(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(
        "Die Brücke ist seit gestern wieder für alle offen, niemand weiß, warum.", encoding="utf-8"
    )
    result = run("propose", str(path))
    assert "does not seem to be English" in result.output
    assert "None." in result.output
