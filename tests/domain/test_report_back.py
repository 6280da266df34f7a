"""What the end of a report says of how it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_report_compose import EXHIBIT, REPORT, said
from tracker.domain.scales import CaptureMethod

PASTED, UPLOADED = CaptureMethod.PASTED, CaptureMethod.UPLOADED


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        ((PASTED, PASTED), "Two captures, pasted as text."),
        ((PASTED, UPLOADED), "Two captures: one pasted as text and one uploaded as a file."),
    ],
)
def test_captures_are_counted_by_the_way_they_were_made(methods, words):
    first, second = (
        replace(EXHIBIT, number=number, method=method)
        for number, method in enumerate(methods, EXHIBIT.number)
    )
    assert said(replace(REPORT, exhibits=(first, second)), words)
