"""Conflicts and the evidence of every finding: the exact words and the path they came by."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.citation import (
    Exhibits,
    document_words,
    exhibit_link,
    fate,
    hedge_words,
    not_held_words,
    where,
)
from tracker.domain.english import capital, counted, ended, listed, number, small
from tracker.domain.grade_words import Ratings
from tracker.domain.report import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    NoteRef,
    Paragraph,
    Quote,
    Table,
    Text,
)
from tracker.domain.report_basis import Places, grounds_words, weak_relay_words
from tracker.domain.report_counts import named, plainly
from tracker.domain.report_front import support_sentence
from tracker.domain.report_grades import HIDDEN, SETTLED, Grades, by_name, disagreement, override_words
from tracker.domain.report_input import (
    CitedStatement,
    ConflictInput,
    CredibilityInput,
    FindingInput,
    PassageInput,
    ReliabilityInput,
    ReportInput,
    SupportInput,
)
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import attribution, main_path, who
from tracker.domain.report_words import distinct, joined, language_name, language_tag, said_when
from tracker.domain.scales import Basis, CitationRole, Fidelity, Stance
from tracker.domain.trace_words import unexplained, unsaid

_ROLES = {
    CitationRole.SUPPORTS: "What supports it",
    CitationRole.CONFLICTS: "What speaks against it",
    CitationRole.BACKGROUND: "Background",
}


def conflicts(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for place, conflict in enumerate(report.conflicts, 1):
        blocks.append(Heading(2, f"Conflict {place}", f"conflict-{place}"))
        blocks += _conflict(conflict, notebook)
    return tuple(blocks)


def evidence(report: ReportInput, notebook: Notebook, exhibits: Exhibits) -> tuple[Block, ...]:
    """Every cited statement is quoted in full here, once."""
    blocks: list[Block] = []
    for at, finding in enumerate(report.findings):
        blocks.append(Heading(2, f"Finding {at + 1}", f"finding-{at + 1}"))
        blocks.append(Paragraph((Text(finding.text, strong=True),), "finding"))
        blocks += [Paragraph((Text(_support(support)),)) for support in finding.support]
        blocks += _citations(at, finding, report, notebook, exhibits)
        blocks.append(Paragraph((Text(_file_reference(finding)),), "fine"))
        blocks += [Figure(figure.svg, figure.alt, figure.caption) for figure in finding.figures]
    for heading, anchor, statements in (
        ("Cited by no finding, but in conflict with one", "only-in-conflicts", notebook.only_in_conflicts),
        ("Cited in the text alone", "only-in-text", notebook.only_in_text),
    ):
        if statements:
            blocks.append(Heading(2, heading, anchor))
        for statement in statements:
            note = notebook.beside_rest(statement)
            blocks += _in_full(statement, note, exhibits, report.ratings, notebook.first)
    return tuple(blocks)


def chronology(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """What was said in the order it was said; undated statements last."""
    statements = cited_statements(report)
    if not statements:
        return ()
    dated = sorted(
        statements,
        key=lambda one: (
            one.said_at is None,
            one.said_at.earliest.isoformat() if one.said_at and one.said_at.earliest else "",
            notebook.first[one.label],
        ),
    )
    rows = tuple(
        (
            (Text(said_when(one.said_at)),),
            (Text(capital(who(one.source))), notebook.refer(one)),
            (Text(content(one)),),
            (Text(_of_what_time(one)),),
        )
        for one in dated
    )
    header = ("When it was said", "By whom", "What", "Of what time")
    return (Table("Cited statements in order of time", header, rows),)


def _of_what_time(statement: CitedStatement) -> str:
    """The times for which what it asserts or denies claims to hold."""
    return "; ".join(distinct(str(one.holds) for one in statement.conveys if one.holds)) or "not stated"


def content(statement: CitedStatement) -> str:
    """What a statement says of which assertions: “Asserts that “They left””."""
    by_stance: dict[Stance, list[str]] = {}
    for one in statement.conveys:
        by_stance.setdefault(one.stance, []).append(f"that “{one.text.rstrip('.')}”")
    conveyed = ", and ".join(f"{stance.label} {listed(said)}" for stance, said in by_stance.items())
    return capital(conveyed or statement.gist or statement.verbatim)


def _conflict(conflict: ConflictInput, notebook: Notebook) -> Iterable[Block]:
    sides = (
        (conflict.a_text, conflict.a_label, conflict.a_statements),
        (conflict.b_text, conflict.b_label, conflict.b_statements),
    )
    yield BulletList(tuple((Paragraph(_side(*side, notebook)),) for side in sides))
    verdict = Text(f"{capital(conflict.verdict)}. ", strong=True)
    yield Paragraph((verdict, Text(f"{capital(conflict.why.rstrip('.'))}.")))
    if conflict.reason:
        yield Paragraph((Text("Cannot both be true: ", strong=True), Text(ended(conflict.reason))))


def _side(text: str, label: str, held: tuple[CitedStatement, ...], notebook: Notebook) -> Inlines:
    voices = named(((who(one.source), one) for one in held), notebook)
    claim = Text(f"“{text.rstrip('.')}”", strong=True)
    return (claim, Text(f" ({label}): "), *plainly(voices), Text("." if held else "no cited statement."))


def _support(support: SupportInput) -> str:
    held = (
        f"{counted(support.items, 'item')} and {_original_sources(support)} in the case file"
        if support.items
        else "nothing in the case file asserts it as fact"
    )
    needed = support.must_fall or 0
    fall = f"It falls only if at least {number(needed)} sources fall." if needed > 1 else ""
    return joined(
        f"“{support.text.rstrip('.')}”: {held}.",
        support_sentence(support),
        fall,
        f"What would settle it: {support.would_settle.rstrip('.')}." if support.would_settle else "",
    )


def _original_sources(support: SupportInput) -> str:
    if not support.origins and support.perhaps_origins:
        return "no known original source"
    perhaps = (
        f", perhaps {number(support.origins + support.perhaps_origins)}," if support.perhaps_origins else ""
    )
    return f"{counted(support.origins, 'original source')}{perhaps}"


def _citations(
    at: int, finding: FindingInput, report: ReportInput, notebook: Notebook, exhibits: Exhibits
) -> Iterable[Block]:
    """In the order of the notes; a role is announced whenever it changes."""
    announced: CitationRole | None = None
    for place, citation in enumerate(finding.citations):
        if citation.role is not announced:
            announced = citation.role
            yield Paragraph((Text(_ROLES[announced]),), "label")
        note = notebook.beside_finding(at, place)
        if note.number == notebook.quoted[citation.statement.label]:
            yield from _in_full(citation.statement, note, exhibits, report.ratings, notebook.first)
        else:
            yield _again(citation.statement, note, notebook)
        if citation.comment:
            yield Paragraph((Text(ended(citation.comment)),))


def _again(statement: CitedStatement, note: NoteRef, notebook: Notebook) -> Block:
    place = notebook.quoted[statement.label]
    quoted = (Text(" Quoted in full at "), Link(f"note {place}", f"#note-{place}"), Text("."))
    return Paragraph((Text(f"{attribution(main_path(statement))}."), note, *quoted))


def _in_full(
    statement: CitedStatement, note: NoteRef, exhibits: Exhibits, ratings: Ratings, places: Places
) -> Iterable[Block]:
    yield Paragraph((Text(f"{attribution(main_path(statement))}."), note), "voice")
    if standing := fate(statement):
        yield Paragraph((Text(standing, strong=True),), "warning")
    yield from _quotes(statement, exhibits)
    yield Paragraph((Text(_circumstances(statement, ratings, places)),), "fine")


def _quotes(statement: CitedStatement, exhibits: Exhibits) -> Iterable[Block]:
    language = language_tag(statement.language)
    for passage in statement.passages:
        yield Quote(passage.exact, language, _caption(passage, exhibits))
    if not statement.passages and statement.verbatim:
        caption = Text("Words as recorded; no passage in a capture is tied to them.")
        yield Quote(statement.verbatim, language, (caption,))
    if statement.translation:
        by = f" by {statement.translated_by}" if statement.translated_by else ""
        original = language_name(statement.language) or "the original"
        yield Quote(statement.translation, "en", (Text(f"Translated from {original}{by}."),))
    if statement.gist and not (statement.passages or statement.verbatim):
        yield Paragraph((Text(f"In our words: {ended(statement.gist)}"),))


def _caption(passage: PassageInput, exhibits: Exhibits) -> tuple[Inline, ...]:
    document = capital(document_words(passage, exhibits[passage.exhibit]))
    place = f", {where(passage)}.{not_held_words(passage)}"
    return (Text(f"{document}, "), exhibit_link(passage.exhibit), Text(place))


def _circumstances(statement: CitedStatement, ratings: Ratings, places: Places) -> str:
    """How they know, what it conveys, the other paths, the grades with their reasons."""
    conveyed = f"{content(statement)}." if statement.conveys else ""
    others = [path for path in statement.paths if path is not main_path(statement)]
    also = " ".join(f"Also: {attribution(path)}." for path in others)
    return joined(
        grounds_words(statement, texts=True),
        weak_relay_words(statement, places),
        hedge_words(statement),
        conveyed,
        also,
        *(ended(capital(gap)) for gap in _gaps(statement)),
        _grades(statement, ratings),
    )


def _gaps(statement: CitedStatement) -> Iterable[str]:
    """Where its chains break off, unless its basis or what it alters has said so already."""
    told = set()
    if statement.basis is Basis.NOT_STATED:
        told.add(unexplained(statement.source.name))
    if any(relay.fidelity is Fidelity.ALTERED for relay in statement.weak_relays):
        told.add(unsaid(statement.source.name))
    return (gap for gap in distinct(path.gap for path in statement.paths) if gap and gap not in told)


def _grades(statement: CitedStatement, ratings: Ratings) -> str:
    if ratings is Ratings.NONE:
        return ""
    coded = ratings is Ratings.CODES
    said = []
    if grade := statement.reliability:
        code = f"{grade.value} – " if coded else ""
        topic = f" on “{grade.topic}”" if grade.topic else ""
        whose = by_name(statement) or "Source"
        said.append(f"{whose}{topic}: {code}{small(grade.value.label)}. {_reason(grade)}")
        said.append(_disagreement(grade.others, ratings))
    elif statement.hidden_reliability:
        said.append(f"{by_name(statement) or 'Source'}: {HIDDEN}.")
    for one in statement.credibility:
        code = f"{one.value} – " if coded else ""
        said.append(f"Information: {code}{small(one.value.label)}. {_reason(one)}")
        said.append(_disagreement(one.others, ratings))
        said.append(override_words(one, ratings))
    if statement.hidden_credibility and not statement.credibility:
        said.append(f"Information: {HIDDEN}.")
    said.append(_chain_profile(statement) if coded else "")
    return joined(*said)


def _reason(grade: ReliabilityInput | CredibilityInput) -> str:
    return f"{capital(SETTLED)}: {ended(grade.reason)}" if grade.is_settled else ended(grade.reason)


def _disagreement(others: Grades, ratings: Ratings) -> str:
    return f"{disagreement(others, ratings, explained=True)}." if others else ""


def _chain_profile(statement: CitedStatement) -> str:
    """The weakest graded voice and the ungraded ones: no arithmetic on chains."""
    hops = [hop for hop in main_path(statement).hops if not hop.source.kind.is_gap]
    graded = [
        (hop.reliability, who(hop.source)) for hop in hops if hop.reliability and hop.reliability != "F"
    ]
    if len(hops) < 2:  # noqa: PLR2004  a chain of one has no weakest link
        return ""
    letter, name = max(graded, default=(None, ""))
    weakest = f"Weakest graded voice on the path: {name} ({letter})." if letter else ""
    missing = [who(hop.source) for hop in hops if hop.reliability in (None, "F") and not hop.is_hidden]
    return joined(weakest, f"Not judged: {listed(missing)}." if missing else "")


def _file_reference(finding: FindingInput) -> str:
    """The labels under which the case file holds what stands here."""
    labels = [
        finding.label,
        *(support.assertion for support in finding.support),
        *(citation.statement.label for citation in finding.citations),
    ]
    return f"In the case file: {', '.join(dict.fromkeys(filter(None, labels)))}."
