"""The pictures of a report: what its findings and texts ask for is looked up here and drawn by the exporters.

Looking up costs a fixed number of queries, drawing none; only a document that somebody reads is drawn. What
must not be shown is refused in words. Sources are named as everywhere in a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from tracker.domain.english import ended, small
from tracker.domain.errors import DomainError
from tracker.domain.grade_matrix import grade_matrix
from tracker.domain.grade_words import Ratings
from tracker.domain.passages import Region
from tracker.domain.provenance import Trace
from tracker.domain.report_authors import called_by_exhibit, exhibit_names
from tracker.domain.report_input import ExhibitInput, FigureInput, ReportInput, ShownInput
from tracker.domain.report_notes import number_notes
from tracker.domain.report_shown import MATRIX, PICTURE, TIMELINE, TRACE, why_not
from tracker.domain.scales import Tlp
from tracker.domain.timeline import part_of, timeline
from tracker.exporters import grade_matrix_picture, photograph, timeline_picture, trace_picture
from tracker.services.report_statements import Bench
from tracker.store.blobs import BlobStore
from tracker.store.queries import report_content, report_figures
from tracker.store.queries.rows import AnyRow

_MOST_ON_TIMELINE = 60
"""More rows than these would fill pages with what the notes say anyway."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A capture that is shown, whole or the box of it that a statement is tied to."""

    capture_pk: int
    sha256: str
    box: Region | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the texts ask for, by its words: the statements to trace, the pictures, and what is refused."""

    roots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, Photo] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    @property
    def statements(self) -> set[int]:
        return {pk for pks in self.roots.values() for pk in pks}

    @property
    def captures(self) -> set[int]:
        return {photo.capture_pk for photo in self.photos.values()}

    @property
    def shown(self) -> tuple[ShownInput, ...]:
        """What is known of each before anything is drawn."""
        ready = [ShownInput(words) for words in (*self.roots, *self.photos)]
        return (*ready, *(ShownInput(words, refusal=why) for words, why in self.refusals.items()))


def look_up(session: Session, case_pk: int, words: Iterable[str], marking: Tlp) -> Wanted:
    """What is behind “trace AS2”, “trace ST3”, “picture E4” and “picture ST3”; other words are left alone."""
    asked = [(each, *each.split(" ", 1)) for each in words if " " in each]
    traced = {each: label for each, kind, label in asked if kind == TRACE}
    pictured = {each: label for each, kind, label in asked if kind == PICTURE}
    labels = [*traced.values(), *pictured.values()]
    numbered = {
        f"ST{row.number}": row.pk for row in report_content.numbered(session, case_pk, _numbers("ST", labels))
    }
    roots, titles, refused = _roots(session, case_pk, traced, numbered)
    photos, hidden = _photos(session, case_pk, pictured, numbered, marking)
    return Wanted(roots, titles, photos, {**refused, **hidden})


def illustrated(
    content: ReportInput,
    bench: Bench,
    wanted: Wanted,
    cited: Mapping[str, tuple[int, ...]],
    blobs: BlobStore | None,
) -> ReportInput:
    """The report with its pictures drawn; `cited` are the keys of what is drawn for a finding, by its label.

    Without `blobs` no captured picture is shown: its words stay as they were typed.
    """
    names = exhibit_names(content)
    content = called_by_exhibit(content)
    notes = number_notes(content, {exhibit.number: exhibit for exhibit in content.exhibits}).first
    ready = [
        *wanted.shown,
        *(ShownInput(words) for words in (TIMELINE, MATRIX) if not why_not(words, content)),
    ]
    drawer = _Drawer(content, bench, wanted, notes, names, blobs)
    return replace(
        content,
        findings=tuple(
            replace(finding, figures=drawer.of_finding(place, cited.get(finding.label, ())))
            for place, finding in enumerate(content.findings, 1)
        ),
        shown=tuple(drawer.drawn(one) for one in ready),
    )


@dataclass(frozen=True, slots=True)
class _Drawer:
    content: ReportInput
    bench: Bench
    wanted: Wanted
    notes: Mapping[str, int]
    names: Mapping[str, str]
    blobs: BlobStore | None

    def of_finding(self, place: int, cited: tuple[int, ...]) -> tuple[FigureInput, ...]:
        if not cited:
            return ()
        caption = f"How the statements that finding {place} cites reached us, back to their original sources."
        return (self._chain(cited, caption, f"finding-{place}-trace"),)

    def drawn(self, one: ShownInput) -> ShownInput:
        if one.refusal:
            return one
        try:
            return replace(one, figures=tuple(self._figures(one.words)))
        except DomainError as error:
            return replace(one, refusal=small(str(error).rstrip(".")))

    def _figures(self, words: str) -> Iterator[FigureInput]:
        name = words.replace(" ", "-").lower()
        if words in self.wanted.roots:
            yield self._chain(self.wanted.roots[words], self.wanted.titles[words], name)
        elif words in self.wanted.photos:
            yield from self._photo(self.wanted.photos[words], name)
        elif words == MATRIX:
            matrix = grade_matrix(self.content, self.notes)
            caption = "What the report cites, by the grades of its sources and of what they say."
            svg = grade_matrix_picture.draw(matrix, title=caption, name=name)
            yield FigureInput(svg, matrix.words, caption)
        else:
            parts = timeline_picture.parts_of(timeline(self.content, self.notes, _MOST_ON_TIMELINE))
            for place, part in enumerate(parts, 1):
                caption = part_of(part, place, len(parts))
                svg = timeline_picture.draw(part, title=caption, name=f"{name}-{place}")
                yield FigureInput(svg, part.words, caption)

    def _chain(self, statements: Iterable[int], caption: str, name: str) -> FigureInput:
        traced = self.bench.chain(statements, self.names)
        ratings = self.content.ratings
        if ratings is Ratings.NONE:
            traced = _without_grades(traced)
        svg, told = trace_picture.draw_for_page(
            traced, title=caption, name=name, codes=ratings is Ratings.CODES
        )
        return FigureInput(svg, told, caption)

    def _photo(self, photo: Photo, name: str) -> Iterator[FigureInput]:
        if self.blobs is None:
            return
        exhibit = self.bench.exhibits[photo.capture_pk]
        caption = (
            f"{exhibit.title or 'Untitled'} (exhibit {exhibit.number}{', a part of it' * bool(photo.box)})"
        )
        told = f"{exhibit.kind.label}: {caption}. {_described(self.content, exhibit)}"
        data = self.blobs.read(photo.sha256)
        svg = photograph.draw(data, photo.box, title=caption, description=told, name=name)
        yield FigureInput(svg, told, f"{caption}.")


def _described(content: ReportInput, exhibit: ExhibitInput) -> str:
    """What the analysts say of a picture: the statements of the report that rest on it."""
    statements = [
        *content.mentioned,
        *(citation.statement for finding in content.findings for citation in finding.citations),
    ]
    said = [
        f"{one.label}: {ended(one.gist)}"
        for one in statements
        if one.gist and any(passage.exhibit == exhibit.number for passage in one.passages)
    ]
    if not said:
        return "What it shows is described by no statement that this report cites."
    return f"In our words: {' '.join(dict.fromkeys(said))}"


def _without_grades(traced: Trace) -> Trace:
    bare = {
        label: replace(one, reliability=None, credibility=None) for label, one in traced.statements.items()
    }
    return replace(traced, statements=bare)


def _numbers(prefix: str, labels: Iterable[str]) -> list[int]:
    found = {label.removeprefix(prefix) for label in labels if label.startswith(prefix)}
    return sorted(int(number) for number in found if number.isdigit())


def _roots(
    session: Session, case_pk: int, traced: Mapping[str, str], numbered: Mapping[str, int]
) -> tuple[dict[str, tuple[int, ...]], dict[str, str], dict[str, str]]:
    """The statements to begin each trace at, what to call it, and why there is none."""
    speaking: dict[str, list[int]] = defaultdict(list)
    texts: dict[str, str] = {}
    for row in report_figures.speaking_of(session, case_pk, _numbers("AS", traced.values())):
        texts[f"AS{row.number}"] = row.text
        if row.statement_pk is not None:
            speaking[f"AS{row.number}"].append(row.statement_pk)
    roots: dict[str, tuple[int, ...]] = {}
    titles: dict[str, str] = {}
    refused: dict[str, str] = {}
    for words, label in traced.items():
        if label in numbered:
            roots[words], titles[words] = (numbered[label],), f"How {label} reached us."
        elif label in speaking:
            roots[words] = tuple(dict.fromkeys(speaking[label]))
            titles[words] = f"How what speaks of “{texts[label].rstrip('.')}” reached us."
        elif label in texts:
            refused[words] = f"no statement speaks of {label}"
    return roots, titles, refused


def _photos(
    session: Session,
    case_pk: int,
    pictured: Mapping[str, str],
    numbered: Mapping[str, int],
    marking: Tlp,
) -> tuple[dict[str, Photo], dict[str, str]]:
    boxes: dict[int, AnyRow] = {}
    for row in report_figures.boxes(session, list(numbered.values())):
        boxes.setdefault(row.statement_pk, row)
    found = report_figures.pictures(
        session,
        case_pk,
        _numbers("E", pictured.values()),
        sorted({row.capture_pk for row in boxes.values()}),
    )
    by_label, by_key = {f"E{row.number}": row for row in found}, {row.pk: row for row in found}
    photos, refused = {}, {}
    for words, label in pictured.items():
        box = boxes.get(numbered[label]) if label in numbered else None
        capture = by_key[box.capture_pk] if box else by_label.get(label)
        if capture is None:
            if label in numbered:
                refused[words] = f"{label} is tied to no box in a picture"
        elif why := _why_withheld(capture, marking):
            refused[words] = why
        else:
            region = Region(box.x, box.y, box.width, box.height) if box else None
            photos[words] = Photo(capture.pk, capture.sha256, region)
    return photos, refused


def _why_withheld(capture: AnyRow, marking: Tlp) -> str:
    label = f"E{capture.number}"
    if not capture.media_type.startswith("image/"):
        return f"{label} is no picture"
    if capture.withdrawn_at is not None:
        return f"{label} was withdrawn from the case"
    if capture.shows_protected:
        return f"a protected source is behind {label}; a picture could give away who it is"
    if Tlp.strictest([marking, *filter(None, [capture.tlp])]) is not marking:
        return f"{label} is marked {capture.tlp.label}, more strictly than this report"
    return ""
