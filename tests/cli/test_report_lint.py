"""`tracker report --check`, `--publish` and `--list`."""

from __future__ import annotations

import json

import pytest

from tests import factories
from tests.cli.conftest import session_on_disk
from tracker.exporters import EXPORTERS
from tracker.services import report_lint, report_texts, setting_aside


def write(recorded, words):
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        report_texts.add_section(session, recorded["report"], "How", words, by=lead, now=factories.NOW)


def test_a_report_in_order_is_clean(recorded, run):
    result = run("report", "CASE1/R1", "--check")
    assert result.exit_code == 0, result.output
    assert (
        "Nothing to remark. One cited passage held against the stored bytes: all as captured."
        in result.output
    )


def test_a_remark_says_where_why_and_what_to_write_instead(recorded, run):
    write(recorded, "They probably left. [[ST1]]")
    result = run("report", "CASE1/R1", "--check")
    assert result.exit_code == 1
    for words in ("How (P1)", "ICD 203", "So: They likely left. [[ST1]]", "One remark."):
        assert words in result.output


def test_what_was_set_aside_is_counted_and_lets_the_report_pass(recorded, run):
    write(recorded, "They left. [[ST1]] They ran.")
    with session_on_disk() as session:
        lead, told = factories.viewer_again(session, "lead"), {"now": factories.NOW}
        [ran] = report_lint.remarks(session, recorded["report"], by=lead, **told).standing
        setting_aside.set_aside(session, recorded["report"], ran.digest, "We saw it.", by=lead, **told)
    result = run("report", "CASE1/R1", "--check")
    assert result.exit_code == 0, result.output
    assert "Nothing to remark. One remark set aside." in result.output
    assert json.loads(run("report", "CASE1/R1", "--check", "--json").stdout)["set_aside"] == 1


def test_the_answer_as_json_has_the_offsets(recorded, run):
    text = "They left. [[ST1]] They ran."
    write(recorded, text)
    result = run("report", "CASE1/R1", "--check", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    [remark] = told["remarks"]
    assert text[remark["start"] : remark["end"]] == remark["sentence"] == "They ran."
    assert told["clean"] is False
    assert told["citations"]["checked"] >= 1
    assert told["citations"]["wrong"] == []


def test_bytes_that_were_changed_are_told(recorded, run, installation):
    for path in (installation / "blobs").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"changed")
    result = run("report", "CASE1/R1", "--check")
    assert result.exit_code == 1
    assert "SHA-256" in result.output


def test_a_version_is_published_with_its_files_and_checked(recorded, run):
    refused = run("report", "CASE1/R1", "--publish")
    assert refused.exit_code == 1
    assert "Say why it is published" in refused.stderr
    made = run("report", "CASE1/R1", "--publish", "--note", "A first look")
    assert made.exit_code == 0, made.output
    assert "version 1" in made.output
    assert made.output.count("Kept: ") == len(EXPORTERS)
    checked = run("report", "CASE1/R1", "--check", "--version", "1")
    assert checked.exit_code == 0, checked.output
    assert "R1\tversion 1\tDid they leave?" in run("report", "CASE1", "--list").output


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--check", "-o", "x.md"),
        ("--json", "-o", "x.md"),
        ("--note", "x", "--check"),
        ("--list", "-o", "x.md"),
    ],
)
def test_deeds_that_do_not_go_together_are_a_usage_error(recorded, run, arguments):
    assert run("report", "CASE1/R1", *arguments).exit_code == 2
