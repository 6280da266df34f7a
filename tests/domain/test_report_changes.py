"""What a later version says differently."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.report import Heading, Link, Meta, NoteRef, Paragraph, ReportDocument, Text, plain_text
from tracker.domain.report_changes import compare, with_changes

META = Meta("T", "R1", "Version 1", "C: x", "TLP:GREEN", "newsroom", (), "2020-01-01T00:00:00+00:00")


def document(**sections):
    blocks = []
    for anchor, passages in sections.items():
        blocks.append(Heading(1, anchor.capitalize(), anchor))
        blocks += [Paragraph((Text(words),)) for words in passages]
    return ReportDocument(META, tuple(blocks), ())


def told(report):
    return " ".join(plain_text(block.inlines) for block in report.walk() if isinstance(block, Paragraph))


def test_a_report_that_says_the_same_has_not_changed():
    one = document(findings=["They left."], method=["Read."])
    assert compare(one, one) == ()
    assert "Nothing that is printed differs from version 1." in told(with_changes(one, "version 1", ()))


def test_a_reworded_passage_is_shown_in_both_words():
    (change,) = compare(document(findings=["They left early."]), document(findings=["They left late."]))
    assert (change.section, change.before, change.after) == (
        "Findings",
        "They left early.",
        "They left late.",
    )
    assert change.words == (("kept", "They left "), ("removed", "early."), ("added", "late."))


def test_a_passage_may_come_and_go():
    old, new = document(findings=["A.", "B."], gaps=["G."]), document(findings=["A.", "C.", "D."])
    assert [(one.before, one.after) for one in compare(old, new)] == [("B.", "C."), ("", "D."), ("G.", "")]


def test_a_new_note_number_is_no_change():
    sentence = lambda number: ReportDocument(  # noqa: E731
        META,
        (
            Heading(1, "Evidence", "evidence"),
            Paragraph((Text("See "), Link(f"note {number}", f"#note-{number}"), NoteRef(number))),
        ),
        (),
    )
    assert compare(sentence(1), sentence(2)) == ()


def test_several_notes_are_called_notes_however_many_they_are():
    sentence = lambda *numbers: ReportDocument(  # noqa: E731
        META,
        (
            Heading(1, "Evidence", "evidence"),
            Paragraph((Text("Two denials ("), *_row(numbers), Text(")."))),
        ),
        (),
    )
    assert compare(sentence(1, 2), sentence(3, 4, 5)) == ()
    [change] = compare(sentence(1), sentence(3, 4, 5))
    assert (change.before, change.after) == ("Two denials (note).", "Two denials (notes).")


def _row(numbers):
    """As `report_counts.linked` writes them: “notes 3, 4 and 5”."""
    first, *rest = (Link(str(number), f"#note-{number}") for number in numbers)
    between = [Text(" and " if one is rest[-1] else ", ") for one in rest]
    return (replace(first, text=f"notes {first.text}"), *chain(*zip(between, rest, strict=True)))


def test_page_1_is_told_word_for_word_and_the_rest_counted():
    old = document(findings=["They left."], evidence=["x", "y"], method=["Read."])
    new = document(findings=["They stayed."], evidence=["x", "z", "w"], method=["Read."])
    report = with_changes(new, "version 1", compare(old, new))
    assert "Findings: “They left.” now reads “They stayed.”" in told(report)
    assert "Evidence: one passage changed and one passage added." in told(report)
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading)]
    assert anchors == ["findings", "evidence", "changes", "method"]


def test_the_section_on_changes_is_itself_no_change():
    one = document(findings=["A."])
    assert compare(one, with_changes(one, "version 1", ())) == ()


def test_in_a_long_repetitive_passage_what_differs_is_shown_without_comparing_every_word():
    long, longer = "word " * 2000 + "a b", "word " * 1000 + "new " * 1000 + "a b"
    (change,) = compare(document(findings=[long]), document(findings=[longer]))
    assert change.words[0] == ("kept", "word " * 1000)
    assert [mark for mark, _ in change.words] == ["kept", "removed", "added", "kept"]


@given(
    st.lists(st.text(min_size=1, max_size=8), max_size=6),
    st.lists(st.text(min_size=1, max_size=8), max_size=6),
)
def test_the_changes_lead_from_one_to_the_other(old, new):
    changes = compare(document(findings=old), document(findings=new))
    assert bool(changes) == (old != new)
    for change in changes:
        assert "".join(words for mark, words in change.words if mark != "added") == change.before
        assert "".join(words for mark, words in change.words if mark != "removed") == change.after


def test_a_version_number_in_the_imprint_is_no_change():
    one = document(findings=["A."])
    assert compare(one, replace(one, meta=replace(META, version="Version 2"))) == ()
