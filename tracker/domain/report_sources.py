"""Who the sources are, one paragraph each: access, how they reach us, track record, ties, dates and grade.

The factors are those a source descriptor must give (ICD 206, D.3.c); what is not recorded is not said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.domain.citation import Exhibits
from tracker.domain.english import capital, counted, ended, listed, number, plural, small, some
from tracker.domain.grade_words import Ratings, within_a_sentence
from tracker.domain.report import Block, BulletList, Paragraph, Text
from tracker.domain.report_counts import Said, linked, notes_of, plainly
from tracker.domain.report_grades import HIDDEN, SETTLED, disagreement
from tracker.domain.report_input import (
    CitedStatement,
    ProfileInput,
    RecordInput,
    ReliabilityInput,
    ReportInput,
    SourceInput,
)
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import main_path, speakers, who
from tracker.domain.report_words import distinct, joined
from tracker.domain.scales import Basis, Profile
from tracker.domain.track_record import NEEDED

_NAMED = 2
_NO_RECORD = "None of these sources has a track record: nothing they spoke of has been resolved in this case."
_ACCESS = "Direct access, first-hand"
_OWN = {
    Basis.NOT_STATED: "Access unknown: how the source knows is not stated",
    Basis.INFERRED: "Own inference",
    Basis.FORECAST: "Own forecast",
    Basis.OPINION: "Own opinion",
    Basis.QUESTION: "Own question",
}


@dataclass(slots=True)
class _Role:
    """What a source is to the cited statements: its own, those it began, and those it only passed on."""

    own: list[CitedStatement] = field(default_factory=list)
    begun: list[CitedStatement] = field(default_factory=list)
    passed_on: list[CitedStatement] = field(default_factory=list)


def sources(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """A descriptor of every voice on the way of a cited statement, in the order of the notes."""
    statements = sorted(cited_statements(report), key=lambda one: notebook.first[one.label])
    roles = _roles(statements)
    profiles = {each.label: each for each in report.profiles}
    exhibits = {each.number: each for each in report.exhibits}
    items = []
    for source in speakers(statements).values():
        profile = profiles.get(source.label, ProfileInput(source.label))
        role = roles[source.label]
        said = _described(source, role, notebook)
        recorded = _recorded(source, role, profile, report, exhibits)
        rest = (Text(f" {recorded}"),) if recorded else ()
        items.append((Paragraph((Text(capital(who(source)), strong=True), *plainly(said), *rest)),))
    if not items:
        return ()
    nobody = report.profile is Profile.INTELLIGENCE and not any(map(_resolved, report.profiles))
    return (*([Paragraph((Text(_NO_RECORD),))] if nobody else []), BulletList(tuple(items)))


def _resolved(profile: ProfileInput) -> int:
    """How many resolved assertions it spoke of."""
    return sum(record.right + record.wrong for record in (profile.original, profile.relaying))


def _roles(statements: Iterable[CitedStatement]) -> dict[str, _Role]:
    found: dict[str, _Role] = {}
    for one in statements:
        found.setdefault(one.source.label, _Role()).own.append(one)
        others = {one.source.label}
        for place, hop in enumerate(main_path(one).hops):
            role = found.setdefault(hop.source.label, _Role())
            if hop.source.label not in others:
                others.add(hop.source.label)
                (role.passed_on if place else role.begun).append(one)
        for path in one.paths:
            for hop in path.hops:
                if hop.source.label not in others:
                    others.add(hop.source.label)
                    found.setdefault(hop.source.label, _Role()).passed_on.append(one)
    return found


def _described(source: SourceInput, role: _Role, notebook: Notebook) -> Said:
    """Who it is, its access, and how it reaches us."""
    kind = "" if source.kind.is_gap else small(source.kind.label)
    aside = ", ".join(filter(None, [kind, "under a pseudonym" if source.protected else ""]))
    parts: list[str | Text] = [f" ({aside})" if aside else ""]
    parts.append(f": {ended(source.descriptor)}" if source.descriptor else ".")
    said: Said = tuple(parts)
    for sentence in (*_reporting(role, notebook), *_passing_on(role, notebook)):
        said = (*said, " ", *sentence)
    return said


def _recorded(
    source: SourceInput, role: _Role, profile: ProfileInput, report: ReportInput, exhibits: Exhibits
) -> str:
    """What else is recorded of it, and the dates of its words."""
    if source.kind.is_gap:
        return joined(*(ended(capital(tie)) for tie in profile.ties), _dates(role.own, exhibits))
    return joined(
        _access(profile, report.ratings),
        _track_record(profile),
        *(ended(capital(tie)) for tie in profile.ties),
        _dates(role.own, exhibits),
        _grade(profile, role, report.ratings),
    )


def _reporting(role: _Role, notebook: Notebook) -> Iterable[Said]:
    """Direct, indirect or unknown access, by how it knows what is cited of it."""
    by_how: dict[str, list[CitedStatement]] = {}
    for one in role.own:
        by_how.setdefault(_how(one), []).append(one)
    for how, held in by_how.items():
        yield (f"{how} (", *linked(notes_of(held, notebook)), ").")


def _how(statement: CitedStatement) -> str:
    hops = main_path(statement).hops
    at = next((at for at, hop in enumerate(hops) if hop.source.label == statement.source.label), 0)
    if statement.basis.can_be_origin:
        onward = hops[at + 1].source if at + 1 < len(hops) else None
        return f"{_ACCESS}; known only through {who(onward)}" if onward else _ACCESS
    if statement.basis is Basis.TOLD:
        before = [who(hop.source) for hop in hops[:at]]
        between = f" through {some(before[1:], _NAMED)}" if before[1:] else ""
        return f"Indirect access, second-hand{f' from {before[0]}' if before else ''}{between}"
    return _OWN[statement.basis]


def _passing_on(role: _Role, notebook: Notebook) -> Iterable[Said]:
    """What it began or passed on in a statement of somebody else."""
    if role.begun:
        through = listed(distinct(who(one.source) for one in role.begun))
        yield (f"Known only through {through} (", *linked(notes_of(role.begun, notebook)), ").")
    if role.passed_on:
        yield ("Passes on what others say (", *linked(notes_of(role.passed_on, notebook)), ").")


def _access(profile: ProfileInput, ratings: Ratings) -> str:
    """The access that whoever graded it wrote down."""
    if ratings is Ratings.NONE or not profile.access:
        return ""
    return f"Its access, as it was graded: {ended(profile.access)}"


def _track_record(profile: ProfileInput) -> str:
    known = [
        _record(record, what)
        for record, what in (
            (profile.original, "as an original source"),
            (profile.relaying, "passing on others"),
        )
        if record.right + record.wrong
    ]
    return f"{capital('; '.join(known))}." if known else ""


def _record(record: RecordInput, what: str) -> str:
    total = record.right + record.wrong
    few = f", too few of {number(NEEDED)} for a track record" if total < NEEDED else ""
    noun = plural(total, "resolved assertion")
    proved = f"{number(record.right) if record.right else 'none'} proved right"
    return f"{what}, of {number(total)} {noun} {proved}{few}"


def _dates(own: Iterable[CitedStatement], exhibits: Exhibits) -> str:
    """When its words were said, and when what carries them was published where that is another time."""
    held = list(own)
    said = [str(one.said_at) for one in sorted(held, key=_when) if one.said_at]
    if not said:
        return ""
    words = said[0] if said[0] == said[-1] else f"{said[0]} to {said[-1]}"
    later = distinct(date for one in held if (date := _published_later(one, exhibits)))
    return f"Information dated {words}{f', published {listed(later)}' if later else ''}."


def _published_later(statement: CitedStatement, exhibits: Exhibits) -> str:
    """When the first document that carries its words was published, where that is not when they were said."""
    dates = [date for each in statement.passages if (date := exhibits[each.exhibit].published)]
    if not dates or str(statement.said_at) in map(str, dates):
        return ""
    return str(min(dates, key=lambda date: (date.earliest is None, date.earliest)))


def _when(statement: CitedStatement) -> str:
    date = statement.said_at
    return date.earliest.isoformat() if date and date.earliest else ""


def _grade(profile: ProfileInput, role: _Role, ratings: Ratings) -> str:
    if ratings is Ratings.NONE:
        return ""
    grade = profile.reliability or next((one.reliability for one in role.own if one.reliability), None)
    if grade is None:
        hidden = profile.is_hidden or any(one.hidden_reliability for one in role.own)
        return f"{capital(HIDDEN)}." if hidden else "Not yet graded."
    return _graded(grade, ratings)


def _graded(grade: ReliabilityInput, ratings: Ratings) -> str:
    coded = ratings is Ratings.CODES
    topic = f" on “{grade.topic}”" if grade.topic else ""
    by = f", {SETTLED}" if grade.is_settled else f" by {counted(grade.analysts, 'analyst')}"
    other = f"; {small(disagreement(grade.others, ratings))}" if grade.others else ""
    if coded:
        return f"Graded {within_a_sentence(grade.value)}{topic}{by}{other}."
    return f"Judged{topic}{by}: {small(grade.value.label)}{other}."
