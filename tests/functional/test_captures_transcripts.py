"""A recording with its transcript: another capture of the same document, shown beside the player by its times."""

from __future__ import annotations

import wave
from io import BytesIO

import lxml.html
import pytest

from tests.factories import NOW, make_case, make_member
from tracker.domain.scales import CaptureMethod, CaseRole, DocumentKind
from tracker.services import documents
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.sources import SourceChoice
from tracker.store.models import Document

SRT = b"""1
00:00:01,000 --> 00:00:02,000
We are <i>pulling</i> out.

2
00:00:02,500 --> 00:00:03,000
<script>alert(1)</script>

3
00:00:59,000 --> 00:01:00,000
Beyond the end.
"""


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB")
    session.commit()
    return made


@pytest.fixture
def analyst(case, login):
    return login(case[1])


@pytest.fixture
def heard(session, blobs, case):
    """A captured recording of four seconds."""
    out = BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(8000)
        recording.writeframes(bytes([128]) * 8000 * 4)
    content = DocumentContent("A speech", DocumentKind.AUDIO, author=SourceChoice("Somebody"))
    upload = Bytes(out.getvalue(), "heard.wav", CaptureMethod.UPLOADED)
    made = documents.capture(session, blobs, case[0].code, content, upload, by=case[1], now=NOW)
    session.commit()
    return made


@pytest.fixture
def attach(session, blobs, case, heard):
    """Another capture of the recording's document."""

    def attach(data: bytes = SRT, name: str = "heard.srt"):
        document = session.get(Document, heard.document_pk)
        upload = Bytes(data, name, CaptureMethod.UPLOADED)
        made = documents.capture_again(session, blobs, document.public_id, upload, by=case[1], now=NOW)
        session.commit()
        return made

    return attach


def player_page(client, heard):
    return client.get_ok(f"/cases/EMB/captures/{heard.public_id}")


def test_a_recording_without_a_transcript_offers_to_attach_one(analyst, heard, session):
    tree = lxml.html.document_fromstring(player_page(analyst, heard).text)
    (link,) = tree.xpath("//a[contains(., 'Attach a transcript')]/@href")
    answer = analyst.post_form(link, {}, extra={"file": (BytesIO(SRT), "heard.srt")}, status=200)
    form = lxml.html.document_fromstring(answer.text).get_element_by_id("content").xpath(".//form")[0]
    saved = analyst.http.post(link, data=dict(form.form_values()))
    assert "[0:00:01] We are pulling out." in analyst.get_ok(saved.headers["Location"]).text
    assert "Transcript, E2" in player_page(analyst, heard).text


def test_each_stretch_plays_and_leads_to_the_form_with_its_times(analyst, heard, attach):
    held = attach()
    tree = lxml.html.document_fromstring(player_page(analyst, heard).text)
    assert tree.xpath("//a/@data-play") == ["1000 2000", "2000 4000"]
    (words,) = tree.xpath("//*[@data-play='1000 2000']/../bdi/text()")
    assert words == "We are pulling out."
    first, _ = tree.xpath("//ol//a[normalize-space()='Record']/@href")
    recording = analyst.get_ok(first)
    assert "0:01–0:02" in recording.text
    assert "#t=1.000,2.000" in recording.text
    assert tree.xpath(f"//section//a[@href='/cases/EMB/captures/{held.public_id}']")


def test_what_is_said_is_shown_as_text(analyst, heard, attach):
    attach(b"00:01.000 --> 00:02.000\n&lt;script>alert(1)&lt;/script>", "a.vtt")
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in player_page(analyst, heard).text


def test_a_text_typed_with_times_is_a_transcript_and_any_other_is_none(analyst, heard, attach):
    attach(b"My notes of it, at [0:00:01] or so.", "notes.txt")
    assert "data-play" not in player_page(analyst, heard).text
    attach(b"[0:00:03] Typed by hand.\n", "typed.txt")
    assert 'data-play="3000 4000"' in player_page(analyst, heard).text


def test_a_withdrawn_transcript_is_not_shown(analyst, heard, attach, session):
    held = attach()
    held.withdrawn_at, held.withdrawn_reason = NOW, "another speech"
    session.commit()
    assert "data-play" not in player_page(analyst, heard).text


def test_readers_see_what_is_said_and_are_offered_nothing_to_record(login, case, session, heard, attach):
    attach()
    reader = make_member(session, case[0], case[1], role=CaseRole.READER)
    session.commit()
    page = player_page(login(reader), heard).text
    assert "We are pulling out." in page
    assert "Attach" not in page
    assert ">Record</a>" not in page
