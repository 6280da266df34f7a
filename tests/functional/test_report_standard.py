"""A report for a court: its standard of proof through the pages, and numbers that unfold in its page."""

from __future__ import annotations

from tests.factories import make_case, make_finding, make_report, make_statement
from tracker.domain.scales import Profile


def test_the_standard_of_proof_is_written_kept_and_printed(session, blobs, login):
    case, lead = make_case(session, code="EMB", profile=Profile.COURT)
    report = make_report(session, case, lead, "Who left?")
    statement = make_statement(session, blobs, case, lead, asserts=("They left",))
    make_finding(session, report, lead, assertion="AS1", cites=(statement,))
    session.commit()
    browser, at = login(lead), f"/cases/EMB/reports/{report.public_id}"
    browser.post_form(f"{at}/write/standard-of-proof", {"text": "Beyond reasonable doubt."}, status=303)
    browser.post_form(f"{at}/write/gaps", {"text": "No picture."}, status=303)
    page = browser.get_ok(f"{at}/draft/html").text
    assert "Beyond reasonable doubt." in page
    assert "What these numbers count" in page
    assert "<dt>one document</dt>" in page
