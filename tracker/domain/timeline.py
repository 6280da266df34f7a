"""What was said when: the cited statements of a report in order of time, as data and in words.

Four times can be known of a statement: when what it speaks of was so, when it was said, when the one it is
held through reported it, and when what carries it was published. Nothing here knows how it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from tracker.domain.dates import FuzzyDate
from tracker.domain.english import capital, counted, listed, number
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_notes import cited_statements
from tracker.domain.report_voices import who
from tracker.domain.report_words import clipped

ENOUGH = 3
"""So many dated statements make a timeline worth its room in a report that does not ask for one."""
_MOST_EVENTS = 3
_GIST = 160
_OPEN_START = datetime.min.replace(tzinfo=UTC)


class Told(Enum):
    """What a time is the time of; the value is the word before it."""

    EVENT = "event"
    SAID = "said"
    REPORTED = "reported"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, and all that is known to have been at it."""

    kinds: tuple[Told, ...]
    date: FuzzyDate

    @property
    def words(self) -> str:
        return f"{listed([kind.value for kind in self.kinds])}: {self.date}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement on the timeline; `further` counts the times it speaks of beyond those in `moments`."""

    note: int
    source: str
    gist: str
    moments: tuple[Moment, ...]
    further: int = 0

    @property
    def head(self) -> str:
        return f"{capital(self.source)}: {self.gist}" if self.gist else capital(self.source)

    @property
    def words(self) -> str:
        times = [moment.words for moment in self.moments]
        if not any(Told.SAID in moment.kinds for moment in self.moments):
            times.append("when it was said is not known")
        if self.further:
            times.append(f"{counted(self.further, 'further event')} without a mark")
        return f"Note {self.note}. {self.head.rstrip('.')}. {capital('; '.join(times))}."


@dataclass(frozen=True, slots=True)
class Timeline:
    """`dated` run in order of time; of the `undated` no time at all is known.

    `zone` is the report's clock. `left_out` counts the cited statements that no part of it shows.
    """

    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    zone: str
    left_out: int = 0

    @property
    def words(self) -> str:
        """The same told without a picture."""
        told = [entry.words for entry in (*self.dated, *self.undated)]
        count = counted(len(told), "cited statement")
        return " ".join([f"{capital(count)} in order of time.", *told, *self.remarks])

    @property
    def remarks(self) -> tuple[str, ...]:
        if not self.left_out:
            return ()
        verb = "is" if self.left_out == 1 else "are"
        return (f"{capital(counted(self.left_out, 'further cited statement'))} {verb} not drawn.",)


def timeline(report: ReportInput, notes: Mapping[str, int], most: int) -> Timeline:
    """The timeline of what a report cites; `notes` are the numbers of the notes by statement.

    Of more than `most` statements those that the report cites first are shown, and it says so.
    """
    statements = cited_statements(report)
    published = {exhibit.number: exhibit.published for exhibit in report.exhibits}
    entries = [_entry(one, notes[one.label], published) for one in statements[:most]]
    return Timeline(
        dated=tuple(sorted((one for one in entries if one.moments), key=_in_time)),
        undated=tuple(one for one in entries if not one.moments),
        zone=report.zone,
        left_out=len(statements) - len(entries),
    )


def has_any(report: ReportInput) -> bool:
    """Whether any time is known of anything that a report cites."""
    published = {exhibit.number: exhibit.published for exhibit in report.exhibits}
    return any(_entry(one, 0, published).moments for one in cited_statements(report))


def dated(report: ReportInput) -> int:
    """How many of the statements that a report cites say when they were said."""
    return sum(one.said_at is not None for one in cited_statements(report))


def _entry(statement: CitedStatement, note: int, published: Mapping[int, FuzzyDate | None]) -> Entry:
    events = list(dict.fromkeys(one.holds for one in statement.conveys if one.holds))
    conveyed = statement.conveys[0].text if statement.conveys else ""
    at: dict[FuzzyDate, list[Told]] = {}
    for kind, date in (*((Told.EVENT, date) for date in events[:_MOST_EVENTS]), *_told(statement, published)):
        at.setdefault(date, []).append(kind)
    moments = tuple(Moment(tuple(kinds), date) for date, kinds in at.items())
    gist = clipped(" ".join((statement.gist or conveyed or statement.verbatim).split()), _GIST)
    return Entry(note, who(statement.source), gist, moments, max(len(events) - _MOST_EVENTS, 0))


def _told(
    statement: CitedStatement, published: Mapping[int, FuzzyDate | None]
) -> Iterator[tuple[Told, FuzzyDate]]:
    if statement.said_at:
        yield Told.SAID, statement.said_at
    if statement.reported_at:
        yield Told.REPORTED, statement.reported_at
    carried = dict.fromkeys(published[passage.exhibit] for passage in statement.passages)
    first = min((date for date in carried if date), key=_start, default=None)
    if first:
        yield Told.PUBLISHED, first


def _in_time(entry: Entry) -> tuple[datetime, int]:
    """By when it was said; failing that, by the first time that is known of it."""
    said = [moment.date for moment in entry.moments if Told.SAID in moment.kinds]
    return _start(said[0]) if said else min(_start(moment.date) for moment in entry.moments), entry.note


def _start(date: FuzzyDate) -> datetime:
    return date.earliest or _OPEN_START


def part_of(timeline: Timeline, place: int, parts: int) -> str:
    """The caption of one of the pictures a timeline is drawn in."""
    which = f", part {number(place)} of {number(parts)}" if parts > 1 else ""
    return " ".join([f"What was said when{which}.", *timeline.remarks])
