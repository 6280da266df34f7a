"""A correction that does not say which version it corrects saves over nothing, whatever the record is."""

from __future__ import annotations

import pytest

from tests.factories import (
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_report,
    make_source,
    make_statement,
)
from tests.functional.strict_client import form_for, problems
from tracker.store.models import Document

CASE = "/cases/EMB"


@pytest.fixture
def pages(session, blobs):
    """The page on which each kind of record is corrected, and a field of it that is typed into."""
    case, lead = made = make_case(session, code="EMB")
    report = make_report(session, *made)
    capture = make_capture(session, blobs, *made)
    document = session.get_one(Document, capture.document_pk)
    statement = make_statement(session, blobs, *made)
    finding = make_finding(session, report, lead, cites=(statement,))
    session.commit()
    at = f"{CASE}/reports/{report.public_id}"
    return lead, {
        "case": (f"{CASE}/correct", "summary"),
        "report settings": (f"{CASE}/report-settings", "reason"),
        "source": (f"{CASE}/sources/{make_source(session, *made).public_id}/correct", "descriptor"),
        "document": (f"{CASE}/documents/{document.public_id}/correct", "title"),
        "statement": (f"{CASE}/statements/{statement.public_id}/correct", "gist"),
        "assertion": (f"{CASE}/assertions/{make_assertion(session, *made).public_id}/correct", "text"),
        "report": (f"{at}/correct", "title"),
        "finding": (f"{at}/findings/{finding.public_id}/correct", "text"),
    }


@pytest.mark.parametrize("sent", [None, "", "one", "9" * 5000])
def test_whoever_does_not_say_what_they_correct_is_told_so_and_loses_nothing(session, login, pages, sent):
    lead, places = pages
    session.commit()
    client = login(lead)
    for kind, (url, name) in places.items():
        form = form_for(client.get_ok(url).text, url, url)
        fields = dict(form.form_values()) | {"reason": "It was wrong.", name: "Typed anew.", "version": sent}
        answer = client.http.post(
            url, data={name: value for name, value in fields.items() if value is not None}
        )
        assert answer.status_code == 409, kind
        assert problems(answer.text)[0].startswith("This page did not say what the record was"), kind
        again = form_for(answer.text, url, url)
        assert again.fields[name].strip() == "Typed anew.", kind
        assert again.fields["version"] == form.fields["version"], kind
