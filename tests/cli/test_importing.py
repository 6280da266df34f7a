"""`tracker import`: one file, captured as it is, with what it says of itself filled in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.cli.conftest import session_on_disk
from tracker.domain.scales import CaptureMethod, CaseRole, DocumentKind
from tracker.services import cases
from tracker.store.blobs import BlobStore
from tracker.store.models import AuditEvent, Capture, Document, Source

ARTICLE = "Date: 1 January 2020\nThe siege is over 🏕️\nThey left before noon, says the guard.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "siege.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_a_file_is_captured_with_what_it_says_of_itself(installation, run, stored, file):
    result = run("import", str(file), "--case", "case1")
    assert result.exit_code == 0, result.output
    capture, document = stored.execute(
        select(Capture, Document).join(Document, Document.pk == Capture.document_pk)
    ).one()
    assert result.output.startswith(f"E1  {capture.public_id}")
    assert document.published_edtf == "2020-01-01"
    assert "2020-01-01" in result.output
    assert document.kind is DocumentKind.ARTICLE
    assert (capture.text, capture.file_name) == (ARTICLE, "siege.txt")
    assert capture.method is CaptureMethod.IMPORTED
    assert BlobStore(installation / "blobs").read(capture.sha256) == file.read_bytes()


def test_what_is_typed_goes_before_what_the_file_says(installation, run, stored, file):
    result = run(
        "import", str(file), "--case", "CASE1", "--title", "T", "--author", "A. Uthor", "--publisher", "The P",
        "--published", "2020-01-02", "--address", "https://p.example/t", "--kind", "post",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    document = stored.scalars(select(Document)).one()
    names = {source.pk: source.name for source in stored.scalars(select(Source))}
    assert (document.title, document.published_edtf, document.kind) == ("T", "2020-01-02", DocumentKind.POST)
    assert (names[document.author_pk], names[document.publisher_pk]) == ("A. Uthor", "The P")
    assert document.address == "https://p.example/t"


def test_the_same_bytes_twice_are_noticed(installation, run, stored, file):
    run("import", str(file), "--case", "CASE1")
    twice = run("import", str(file), "--case", "CASE1")
    assert twice.exit_code == 1
    assert "held already as E1" in twice.stderr
    assert run("import", str(file), "--case", "CASE1", "--again").exit_code == 0
    assert stored.scalar(select(func.count()).select_from(Capture)) == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--case", "NONE"), "There is no case “NONE”"),
        (("--case", "CASE1", "--published", "2020-02-30"), "“2020-02-30” is not a date"),
        (("--case", "CASE1", "--author", "SRC9"), "There is no “SRC9” in this case"),
        (("--case", "CASE1", "--as", "nobody"), "There is no account “nobody”"),
        (("--case", "CASE1", "--as", "admin"), "There is no case “CASE1”"),
        (("--case", "CASE1", "--charset", "klingon"), "klingon"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_stored(  # noqa: PLR0917
    installation, run, stored, file, options, sentence
):
    result = run("import", str(file), *options)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    for model in (Document, Capture, Source):
        assert stored.scalar(select(func.count()).select_from(model)) == 0


MAIL = "From: Salim <s@b.example>\nDate: Wed, 1 Jan 2020 15:02:00 +0300\nSubject: Gate\n\nThey left.\n"
PAGE = "<html><head><title>Gate</title></head><body><p>They left.</p></body></html>"
ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://p.example/\r\nWARC-Date: 2020-01-02T09:00:00Z\r\n"
    f"Content-Type: application/http\r\nContent-Length: {len(ANSWER)}\r\n\r\n{ANSWER}\r\n\r\n"
)


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("a.eml", MAIL, DocumentKind.MESSAGE, "2020-01-01T15:02:00+03:00"),
        ("a.mht", f"MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: https://p.example/\n\n{PAGE}", DocumentKind.ARTICLE, "https://p.example/"),
        ("a.warc", WARC, DocumentKind.ARTICLE, "took the page on 2020-01-02T09:00:00Z"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nThey left.\n", DocumentKind.TRANSCRIPT, "characters"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nThey left.\n", DocumentKind.TRANSCRIPT, "characters"),
    ],
)  # fmt: skip
def test_mails_archives_and_transcripts_are_captured(
    installation, run, stored, tmp_path, name, content, kind, said
):
    (tmp_path / name).write_bytes(content.encode())
    result = run("import", str(tmp_path / name), "--case", "CASE1")
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert stored.scalars(select(Document)).one().kind is kind
    assert "They left." in stored.scalars(select(Capture.text)).one()


def test_a_file_that_lies_about_its_type_is_refused(installation, run, tmp_path):
    liar = tmp_path / "liar.pdf"
    liar.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("import", str(liar), "--case", "CASE1")
    assert result.exit_code == 1
    assert "PNG" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("missing.txt", "--case", "CASE1"), ("FILE",), ("FILE", "--case", "X", "--kind", "?")]
)
def test_what_is_not_a_command_has_exit_code_2(installation, run, file, arguments):
    typed = [str(file) if argument == "FILE" else argument for argument in arguments]
    assert run("import", *typed).exit_code == 2


def test_who_acts_is_the_variable_or_must_be_said(installation, run, stored, file, monkeypatch):
    with session_on_disk() as session:
        other = factories.make_user(session, "other")
        lead = factories.viewer_again(session, "lead")
        cases.set_member(session, "CASE1", other.username, CaseRole.LEAD, by=lead, now=factories.NOW)
    unclear = run("import", str(file), "--case", "CASE1")
    assert unclear.exit_code == 1
    assert "lead, other" in unclear.stderr
    monkeypatch.setenv("TRACKER_USER", "other")
    assert run("import", str(file), "--case", "CASE1").exit_code == 0
    actor = stored.scalars(select(AuditEvent.actor_pk).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert actor == other.user_pk
