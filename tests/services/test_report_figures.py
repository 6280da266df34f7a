"""The pictures of a report: chains, timeline, matrix and captured images, and what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_report,
    make_source,
    make_statement,
    record_chain,
)
from tracker.domain.passages import PassageKind
from tracker.domain.report import Figure, Paragraph, Table, plain_text
from tracker.domain.report_shown import unknown_mentions
from tracker.domain.scales import (
    Basis,
    CaptureMethod,
    DocumentKind,
    GradeScale,
    Profile,
    RelayForm,
    SourceKind,
    Tlp,
)
from tracker.services import documents, grades, passages, publishing, report_texts
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.grades import GradeIt
from tracker.services.passages import Selection
from tracker.services.report_content import gather
from tracker.services.sources import SourceChoice
from tracker.services.statements import Hop
from tracker.store.models import Document

NAME = "Zaynab al-Protected"


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def report(session, case):
    return make_report(session, *case)


def write(session, case, report, text, title="What we know"):
    return report_texts.add_section(session, report.public_id, title, text, by=case[1], now=NOW)


def composed(session, case, report, blobs=None):
    return publishing.draft(session, report.public_id, by=case[1], now=NOW, blobs=blobs)


def figures(document):
    return [block for block in document.walk() if isinstance(block, Figure)]


def unknown(session, case, report):
    content = gather(session, report, version="Draft", viewer=case[1], now=NOW).content
    return {each.words: each.why for each in unknown_mentions(content)}


def photograph(session, blobs, case, **document):
    made = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(made, "PNG")
    content = DocumentContent("The gate at noon", DocumentKind.PHOTOGRAPH, **document)
    upload = Bytes(made.getvalue(), "gate.png", CaptureMethod.UPLOADED)
    return documents.capture(session, blobs, case[0].code, content, upload, by=case[1], now=NOW)


def boxed(session, case, statement, capture):
    box = Selection(PassageKind.REGION, x=0, y=0, width=5000, height=5000)
    passages.anchor(session, statement.public_id, capture.public_id, box, by=case[1], now=NOW)


def chain(session, blobs, case):
    """What M says through R, in B's article; the first is M's own statement."""
    capture = make_capture(session, blobs, *case, "R writes: M says “they have left”. So far R.", author="B")
    return record_chain(
        session,
        capture,
        "“they have left”",
        Hop(SourceChoice("M"), said_at="2020-01-01"),
        Hop(SourceChoice("R"), form=RelayForm.PARAPHRASES),
        by=case[1],
        basis=Basis.PARTICIPANT,
        asserts=("They left",),
    )


def dated(session, blobs, case, count):
    found = []
    for day in range(1, count + 1):
        capture = make_capture(session, blobs, *case, f"It was so on day {day}.", author=f"W{day}")
        hop = Hop(SourceChoice(f"W{day}"), said_at=f"2020-01-{day:02}")
        found += record_chain(session, capture, capture.text, hop, by=case[1], asserts=(f"It was so {day}",))
    return found


def test_a_finding_shows_the_whole_way_from_us_to_the_original_sources(session, blobs, case, report):
    for statement in chain(session, blobs, case):
        other = make_report(session, *case)
        make_finding(session, other, case[1], cites=(statement,))
        [figure] = figures(composed(session, case, other))
        assert all(
            f"{label}, {name}" in figure.alt for label, name in (("ST1", "M"), ("ST2", "R"), ("ST3", "B"))
        )
        assert "original sources" in figure.caption


def test_a_chain_calls_an_author_whom_nobody_names_by_the_exhibit(session, blobs, case, report):
    capture = make_capture(session, blobs, *case, "They left, it is said.", author=None, title="A page")
    hop = Hop(SourceChoice("the unnamed author of ‘A page’", SourceKind.UNNAMED))
    statement, *_ = record_chain(session, capture, "They left", hop, by=case[1], basis=Basis.TOLD)
    make_finding(session, report, case[1], cites=(statement,))
    [figure] = figures(composed(session, case, report))
    assert "ST1, the unnamed author of Exhibit 1: " in figure.alt
    assert "The trail breaks off: Exhibit 1 does not name its author." in figure.alt
    assert "Exhibit 1" in figure.svg
    assert "A page" not in figure.svg


def test_a_finding_without_citations_shows_nothing(session, case, report):
    make_finding(session, report, case[1])
    assert figures(composed(session, case, report)) == []


@pytest.mark.parametrize(("count", "shown"), [(2, False), (3, True)])
def test_three_dated_statements_make_a_timeline(session, blobs, case, report, count, shown):
    make_finding(session, report, case[1], cites=tuple(dated(session, blobs, case, count)))
    document = composed(session, case, report)
    captions = [figure.caption for figure in figures(document)]
    assert ("What was said when." in captions) is shown


def test_a_timeline_asked_for_stands_where_it_is_asked_for_and_nowhere_else(session, blobs, case, report):
    make_finding(session, report, case[1], cites=tuple(dated(session, blobs, case, 3)))
    write(session, case, report, "Before.\n\n[[timeline]]\n\nAfter.")
    blocks = composed(session, case, report).blocks
    [at] = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Figure) and "said when" in block.caption
    ]
    before, after = blocks[at - 1], blocks[at + 1]
    assert isinstance(before, Paragraph)
    assert plain_text(before.inlines) == "Before."
    assert isinstance(after, Paragraph)
    assert plain_text(after.inlines) == "After."


def grade(session, case, statement, value):
    command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, "Because.")
    grades.grade(session, command, by=case[1], now=NOW)


def test_three_graded_statements_make_a_matrix_but_not_for_a_court(session, blobs, report, case):
    found = dated(session, blobs, case, 3)
    make_finding(session, report, case[1], cites=tuple(found))
    for statement in found:
        grade(session, case, statement, "2")
    assert any("by the grades" in figure.caption for figure in figures(composed(session, case, report)))
    case[0].profile = Profile.COURT
    document = composed(session, case, report)
    assert not any("by the grades" in figure.caption for figure in figures(document))
    assert any(figure.caption == "What was said when." for figure in figures(document))
    everything = "".join(figure.svg + figure.alt for figure in figures(document)).lower()
    assert "probably true" not in everything


def test_an_assertion_is_traced_though_nothing_of_it_is_cited(session, blobs, case, report):
    chain(session, blobs, case)
    write(session, case, report, "[[trace AS1]]")
    [figure] = figures(composed(session, case, report))
    assert figure.caption == "How what speaks of “They left” reached us."
    assert "ST1, M" in figure.alt
    assert unknown(session, case, report) == {}


def test_what_cannot_be_traced_stays_as_it_was_typed_and_is_listed(session, case, report):
    make_assertion(session, case[0], case[1], "Nobody speaks of this")
    write(session, case, report, "[[trace AS1]]\n\n[[trace AS9]]\n\n[[timelime]]\n\nSee [[timeline]] here.")
    document = composed(session, case, report)
    typed = [plain_text(block.inlines) for block in document.walk() if isinstance(block, Paragraph)]
    assert {"[[trace AS1]]", "[[trace AS9]]", "[[timelime]]", "See [[timeline]] here."} <= set(typed)
    why = unknown(session, case, report)
    assert why["trace AS1"] == "no statement speaks of AS1"
    assert why["trace AS9"] == "AS9 is not in this case"
    assert "nothing is called that" in why["timelime"]
    assert "timeline" in why


def test_a_captured_picture_is_shown_with_its_exhibit(session, blobs, case, report):
    capture = photograph(session, blobs, case)
    write(session, case, report, f"[[picture {capture.label}]]")
    document = composed(session, case, report, blobs)
    [figure] = figures(document)
    assert figure.caption == "The gate at noon (exhibit 1)."
    assert figure.alt.startswith("Photograph: The gate at noon")
    assert "exhibit-1" in [getattr(block, "anchor", "") for block in document.blocks]
    assert unknown(session, case, report) == {}


def test_a_box_of_a_picture_is_told_in_the_words_of_its_statement(session, blobs, case, report):
    capture = photograph(session, blobs, case)
    statement = make_statement(session, blobs, *case, gist="The gate stands open", author="G")
    boxed(session, case, statement, capture)
    make_finding(session, report, case[1], cites=(statement,))
    write(session, case, report, f"[[picture {statement.label}]]")
    figure = figures(composed(session, case, report, blobs))[0]
    assert "a part of it" in figure.caption
    assert "The gate stands open" in figure.alt


@pytest.mark.parametrize("role", ["author", "publisher", "obtained_from", "speaker"])
def test_a_picture_behind_which_a_protected_source_stands_is_refused_in_words(
    session, blobs, case, report, role
):
    make_source(session, *case, NAME, is_protected=True, pseudonym="JUNIPER", descriptor="a guard")
    statement = make_statement(session, blobs, *case, author=SourceChoice("SRC1"), gist="I was there")
    if role == "speaker":
        capture = photograph(session, blobs, case)
        boxed(session, case, statement, capture)
    else:
        capture = photograph(session, blobs, case, **{role: SourceChoice("SRC1")})
    write(session, case, report, f"[[picture {capture.label}]]\n\n[[trace ST1]]")
    document = composed(session, case, report, blobs)
    assert not [figure for figure in figures(document) if "image/" in figure.svg]
    assert "a protected source" in unknown(session, case, report)[f"picture {capture.label}"]
    assert NAME not in document.to_json()


def test_a_picture_marked_more_strictly_than_the_report_is_refused(session, blobs, case, report):
    capture = photograph(session, blobs, case)
    session.get_one(Document, capture.document_pk).tlp = Tlp.RED
    write(session, case, report, f"[[picture {capture.label}]]")
    assert figures(composed(session, case, report, blobs)) == []
    assert "more strictly" in unknown(session, case, report)[f"picture {capture.label}"]


def test_what_is_no_picture_is_refused(session, blobs, case, report):
    capture = make_capture(session, blobs, *case, "Words.")
    write(session, case, report, f"[[picture {capture.label}]]\n\n[[picture E99]]\n\n[[picture ST99]]")
    assert unknown(session, case, report) == {
        f"picture {capture.label}": f"{capture.label} is no picture",
        "picture E99": "E99 is not in this case",
        "picture ST99": "ST99 is not in this case",
    }


def test_tables_of_exhibits_and_conflicts(session, blobs, case, report):
    make_finding(session, report, case[1], cites=tuple(dated(session, blobs, case, 2)))
    write(session, case, report, "[[exhibits]]\n\n[[conflicts]]")
    tables = [block for block in composed(session, case, report).blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [2]
    assert unknown(session, case, report) == {"conflicts": "nothing that the report cites is in conflict"}


def test_looking_up_what_is_asked_for_costs_the_same_however_much_it_is(session, blobs, case, count_queries):
    chain(session, blobs, case)
    few, many = make_report(session, *case), make_report(session, *case)
    write(session, case, few, "[[trace AS1]]\n\n[[picture E1]]")
    write(
        session,
        case,
        many,
        "\n\n".join(f"[[trace ST{number}]]\n\n[[picture E{number}]]" for number in (1, 2, 3)),
    )
    with count_queries() as of_few:
        gather(session, few, version="Draft", viewer=case[1], now=NOW)
    with count_queries() as of_many:
        gather(session, many, version="Draft", viewer=case[1], now=NOW)
    assert of_few.count == of_many.count
