"""The exhibit list, the method and what must be disclosed about how the report was made."""

from __future__ import annotations

from collections import Counter

from tracker.domain.citation import absent_words, author_words
from tracker.domain.english import capital, counted, listed, number
from tracker.domain.grade_words import Ratings
from tracker.domain.report import Block, BulletList, Facts, Heading, Inline, Inlines, Link, Paragraph, Text
from tracker.domain.report_counts import linked, plainly
from tracker.domain.report_disclosure import disclosures
from tracker.domain.report_input import CitedStatement, ExhibitInput, ReportInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_review import review_words
from tracker.domain.report_text import Margin, blocks
from tracker.domain.report_voices import speakers
from tracker.domain.report_words import distinct, language_name, moment, size_in_words
from tracker.domain.scales import Confidence, Profile, Term

_WHOLE = 10**6
_CHARACTERS = (
    "Character numbers count Unicode code points of the text extracted from the capture, from 0; "
    "the last number is the first character no longer quoted."
)
_LABELS = (
    "Labels such as ST3 (a statement), AS1 (an assertion) and D2 (a document) are those of the case file."
)
_HASHES = "Every SHA-256 is computed over the bytes as captured; the same bytes always give the same number."
_ADMIRALTY = (
    "Source letters and information digits are the Admiralty code in the wording of FM 2-22.3; the two are "
    "judged apart, and F and 6 mean “not judged”. Likelihood terms and their bands are those of ICD 203."
)
_IN_WORDS = (
    "Grades are given in the words of FM 2-22.3; the source and what it says are judged apart. Likelihood "
    "terms and their bands are those of ICD 203."
)
_INDEPENDENCE = (
    "Independent sources are counted as chains with no voice in common; repeating what is already held "
    "adds nothing. The lower number treats every suspected link as a dependence, the higher one does not."
)


def exhibit_list(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for exhibit in report.exhibits:
        blocks.append(Heading(2, f"Exhibit {exhibit.number}", f"exhibit-{exhibit.number}"))
        blocks.append(Facts(tuple(_particulars(exhibit, report, notebook))))
    return tuple(blocks)


def method(report: ReportInput, margin: Margin) -> tuple[Block, ...]:
    statements = cited_statements(report)
    sentences = [_captures(report), _LABELS, _HASHES, _CHARACTERS]
    if any(finding.support for finding in report.findings):
        sentences.append(_INDEPENDENCE)
    if report.ratings is Ratings.CODES:
        sentences.append(_ADMIRALTY)
    elif report.profile is Profile.INTELLIGENCE:
        sentences.append(_IN_WORDS)
    sentences += [_confidence(report), *_disclosures(statements), *disclosures(report, statements)]
    if report.review:
        sentences.append(review_words(report.review, report.zone))
    sentences.append(f"{report.marking.label}: {report.marking.definition}")
    items = tuple((Paragraph((Text(words),)),) for words in sentences if words)
    return (*blocks(report.method_note, margin, anchor="method"), BulletList(items))


def standard_of_proof(report: ReportInput, margin: Margin) -> tuple[Block, ...]:
    """What the reader of a court is told either way."""
    stated = blocks(report.standard_of_proof, margin, anchor="standard-of-proof")
    return stated or (Paragraph((Text("No standard of proof is stated."),)),)


def _particulars(exhibit: ExhibitInput, report: ReportInput, notebook: Notebook) -> list[tuple[str, Inlines]]:
    doubtful = author_words(exhibit, _WHOLE)
    kind = capital(exhibit.kind.label)
    held = " · ".join(filter(None, [exhibit.file_name, exhibit.media_type, size_in_words(exhibit.size)]))
    captured = f"{moment(exhibit.captured_at, report.zone)} by {exhibit.captured_by}, {exhibit.method.label}"
    rows: list[tuple[str, Inlines]] = [
        (
            "Document",
            (Text(exhibit.title or "Untitled", strong=True), Text(f" · {kind} · {exhibit.document_label}")),
        ),
        ("Author", (Text(doubtful.removeprefix("by ")),)),
        ("Publisher", (Text(exhibit.publisher),)),
        ("Published", (Text(str(exhibit.published or "")),)),
        ("Address", (address(exhibit.address),)),
        ("Archived at", (address(exhibit.archive_address),)),
        ("Obtained from", (Text(exhibit.obtained_from),)),
        ("Collected by", (Text(exhibit.collected_by),)),
        ("Interpreter", (Text(exhibit.interpreter),)),
        ("Captured", (Text(captured),)),
        ("File", (Text(held),)),
        ("SHA-256", (Text(exhibit.sha256, mono=True),)),
        ("Not in our copy", (Text(absent_words(exhibit)),)),
        ("Cited in", _cited_in(exhibit, notebook)),
    ]
    return [(name, inlines) for name, inlines in rows if any(_says_something(part) for part in inlines)]


def _says_something(inline: Inline) -> bool:
    return not isinstance(inline, Text) or bool(inline.text)


def address(text: str) -> Inline:
    """A link where it is one a browser may follow, else the text alone."""
    safe = text.startswith(("http://", "https://")) and not any(char.isspace() for char in text)
    return Link(text, text) if safe else Text(text)


def _cited_in(exhibit: ExhibitInput, notebook: Notebook) -> Inlines:
    anchor = f"exhibit-{exhibit.number}"
    citing = [
        note for note in notebook.notes if any(passage.exhibit_anchor == anchor for passage in note.passages)
    ]
    return plainly(linked([Link(f"note {note.number}", f"#{note.anchor}") for note in citing]))


def _captures(report: ReportInput) -> str:
    if not report.exhibits:
        return ""
    methods = Counter(exhibit.method.label for exhibit in report.exhibits)
    captures = capital(counted(len(report.exhibits), "capture"))
    if len(methods) == 1:
        return f"{captures}, {next(iter(methods))}."
    return f"{captures}: {listed([f'{number(count)} {method}' for method, count in methods.items()])}."


def _confidence(report: ReportInput) -> str:
    """What the confidence words used here mean."""
    if report.profile is Profile.COURT:
        return ""
    used: list[Term] = [
        level for level in Confidence if any(one.confidence is level for one in report.findings)
    ]
    return " ".join(f"{capital(level.label)}: {level.definition}" for level in used)


def _disclosures(statements: list[CitedStatement]) -> list[str]:
    """Names that are withheld and words that are not the original's."""
    told = []
    voices = list(speakers(statements).values())
    protected = sum(voice.protected for voice in voices)
    if protected:
        verb = "appears" if protected == 1 else "appear"
        told.append(f"{capital(counted(protected, 'source'))} {verb} under a pseudonym, for protection.")
    translations = distinct(
        f"{language_name(one.language) or 'the original'} by {one.translated_by or 'nobody recorded'}"
        for one in statements
        if one.translation
    )
    if translations:
        told.append(f"Translated: {listed(translations)}.")
    return told
