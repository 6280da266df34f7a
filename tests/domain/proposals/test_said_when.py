"""The date beside a verb of saying is when it was said; any other date is not."""

import pytest

from tracker.domain.proposals.proposing import propose
from tracker.domain.proposals.said_when import said_when

DCT = "2020-01-03"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Omar Nasser said on 1 January 2020 that the bridge is open.", "2020-01-01"),
        ("On 1 January 2020, Omar Nasser said that the bridge is open.", "2020-01-01"),
        ("“The bridge is open,” Omar Nasser said on 1 January 2020.", "2020-01-01"),
        ("Omar Nasser told reporters yesterday that the bridge is open.", "2020-01-02"),
        ("On 5 March 2020, Omar Nasser said that the bridge is open.", None),
        ("Omar Nasser said that the bridge opens on 1 January 2020.", None),
        ("It rained on 1 January 2020. Omar Nasser said that the bridge is open.", None),
        ("Omar Nasser said that the bridge is open. It rained on 1 January 2020.", None),
        ("Omar Nasser said that the bridge is open.", None),
    ],
)
def test_when_it_was_said(text, said):
    found = propose(text, dct=DCT)
    date = said_when(found.statements[0], text, found.dates, DCT)
    assert (date and date.edtf) == said
