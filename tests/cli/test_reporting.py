"""`tracker report`: a report as a file, in each format, as it stands or as it was published."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import select

from tests import factories
from tests.cli.conftest import session_on_disk
from tracker.exporters import EXPORTERS
from tracker.services import publishing, reports
from tracker.store.models import VersionFile

BEGINS = {
    "html": b"<!doctype html>",
    "md": b"",
    "docx": b"PK\x03\x04",
    "pdf": b"%PDF-",
    "odt": b"PK\x03\x04",
    "json": b"{",
    "csl": b"[",
    "bibtex": b"@misc{exhibit-1,",
    "ris": b"TY  - ",
    "check-html": b"<!doctype html>",
    "check-xlsx": b"PK\x03\x04",
    "check-csv": b"\xef\xbb\xbfNo.,",
}


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_is_written(recorded, run, tmp_path, name):
    path = tmp_path / "out"
    result = run("report", "CASE1/R1", "--format", name, "-o", str(path))
    assert result.exit_code == 0, result.output
    assert str(path) in result.output
    assert path.read_bytes().lower().startswith(BEGINS[name].lower())


def test_the_ending_of_the_file_says_the_format(recorded, run, tmp_path):
    path = tmp_path / "report.MD"
    assert run("report", recorded["report"], "-o", str(path)).exit_code == 0
    assert "They left." in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("json", "json"),
        ("csl.json", "csl"),
        ("html", "html"),
        ("check.html", "check-html"),
        ("bib", "bibtex"),
    ],
)
def test_of_two_endings_that_fit_the_longer_one_counts(recorded, run, tmp_path, ending, name):
    path = tmp_path / f"report.{ending}"
    result = run("report", recorded["report"], "-o", str(path))
    assert EXPORTERS[name].title in result.output
    assert path.read_bytes().lower().startswith(BEGINS[name].lower())


def test_a_published_version_stays_what_it_was(recorded, run, tmp_path):
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        publishing.publish(session, recorded["report"], "A first look", by=lead, now=factories.NOW)
        reports.correct_finding(
            session,
            recorded["finding"],
            "They stayed.",
            version=None,
            reason=None,
            by=lead,
            now=factories.NOW,
        )
    published, draft = tmp_path / "one.md", tmp_path / "draft.md"
    assert run("report", "CASE1/R1", "--version", "1", "-o", str(published)).exit_code == 0
    assert run("report", "CASE1/R1", "-o", str(draft)).exit_code == 0
    assert "They left." in published.read_text(encoding="utf-8")
    assert "They stayed." in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("CASE1/R9",), "There is no “R9” in this case"),
        (("NONE/R1",), "There is no case “NONE”"),
        (("nonsense",), "There is no such record"),
        (("CASE1/R1", "--version", "4"), "There is no version 4 of R1"),
        (("CASE1/R1", "--as", "admin"), "There is no case “CASE1”"),
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_is_written(recorded, run, tmp_path, arguments, sentence):
    path = tmp_path / "report.md"
    result = run("report", *arguments, "-o", str(path))
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert not path.exists()


def test_a_folder_that_is_not_there_is_named(recorded, run, tmp_path):
    path = tmp_path / "nowhere" / "report.md"
    result = run("report", "CASE1/R1", "-o", str(path))
    assert result.exit_code == 1
    assert str(path) in result.stderr


def test_a_published_version_is_written_byte_for_byte_as_it_was_kept(recorded, run, tmp_path, monkeypatch):
    assert run("report", "CASE1/R1", "--publish", "--note", "A first look").exit_code == 0
    with session_on_disk() as session:
        [kept] = session.scalars(select(VersionFile.sha256).where(VersionFile.format == "docx"))
    monkeypatch.setattr(type(EXPORTERS["docx"]), "write", None)  # it is not made again
    path = tmp_path / "one.docx"
    assert run("report", "CASE1/R1", "--version", "1", "-o", str(path)).exit_code == 0
    assert sha256(path.read_bytes()).hexdigest() == kept


@pytest.mark.parametrize(
    "arguments",
    [
        ("--check", "--publish", "--note", "x"),
        ("--check", "-o", "report.md"),
        ("--publish", "--version", "1", "--note", "x"),
        ("--list", "--version", "1"),
        ("--check", "--format", "pdf"),
        ("-o", "report.pdf", "--format", "docx"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error_and_nothing_is_done(
    recorded, run, arguments, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    result = run("report", "CASE1/R1", *arguments)
    assert result.exit_code == 2
    assert run("report", "CASE1/R1", "--version", "1", "-o", "none.md").exit_code == 1  # nothing is published
    assert not list(tmp_path.glob("report.*"))


@pytest.mark.parametrize("arguments", [("-o", "report.xyz"), ("--format", "xyz", "-o", "report"), ()])
def test_a_format_nobody_knows_is_a_usage_error(recorded, run, arguments):
    assert run("report", "CASE1/R1", *arguments).exit_code == 2
