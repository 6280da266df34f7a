"""Writing the texts of a report: its sections and what stands around its findings, one text at a time.

The page works without JavaScript. With it, a script sends the same form while somebody types: what was typed
is kept as unsaved text and comes back as it will be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.dates import zone_info
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.report import Block
from tracker.domain.text_changes import Marked, marked
from tracker.services import publishing, report_texts, unsaved
from tracker.store.queries import report_workbench
from tracker.store.queries import reports as queries
from tracker.store.queries.rows import AnyRow
from tracker.store.queries.unsaved import Unsaved, find_unsaved, others_writing
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.dates import current_zone
from tracker.web.db import brief_read, get_session, transaction
from tracker.web.reports.comment_list import read_comments
from tracker.web.reports.drafts import AROUND, PLAIN_SHOWN, Around, Draft, drafted, texts_around
from tracker.web.reports.findings import move
from tracker.web.reports.forms import LONGEST_TEXT, SectionForm, WritingForm
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import CONFLICT, REFUSED, SAVED, SHOWN, save

NEW = "new-section"
_DONE = {True: "The section is added.", False: "{} is saved; what it said before is kept in its history."}
_MOST_OFFERED = 10
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one writes: its word in the address, its name, and what is saved there, as it stands now.

    `around` is None for a section, `section` for one that is not there yet and for the texts around.
    """

    word: str
    name: str
    hint: str
    saved: Mapping[str, str | None]
    version: int | None
    around: Around | None = None
    section: AnyRow | None = None

    @property
    def label(self) -> str:
        """What remarks and comments call it; empty for a section that is not there yet."""
        if self.section:
            return str(self.section.label)
        return self.around.label if self.around else ""

    @property
    def anchor(self) -> str:
        """Where it stands on the workbench."""
        if self.around:
            return self.word
        return f"section-{self.section.label}" if self.section else "sections"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two wordings of a field: as it is saved and as it was typed."""

    name: str
    saved: str
    typed: str

    @property
    def words(self) -> tuple[Marked, ...]:
        return marked(self.saved, self.typed)


@bp.route("/<public_id>/write/<place>", methods=["GET", "POST"])
def write(public_id: str, place: str) -> ResponseReturnValue:
    report = get(public_id)
    may_write()
    at = _place(report, place)
    held = find_unsaved(get_session(), current_viewer(), report, at.word, at.saved)
    form = _form(at, held)
    if form.discard.data:
        return _discard(report, at, form)
    if form.preview.data:
        return _keep(report, at, form)
    status = save(form, lambda session: _write(session, report, at, form))
    if status == SAVED:
        flash(_DONE[at.version is None].format(at.name), "success")
        return redirect(url_for(".show", public_id=public_id, _anchor=at.anchor), code=SAVED)
    differences: list[Difference] = []
    if status == CONFLICT:
        at = _place(get(public_id), place)
        form.version.raw_data = [str(at.version)]
        differences = _differences(at, form.typed)
    elif held and request.method == "GET" and "unsaved" not in request.args:
        return _asked_what_to_do(report, at, held)
    elif held and request.method == "GET" and held.version != at.version:
        differences = _differences(at, form.typed)
    return _page(report, at, form, differences=differences, status=status), status


@bp.get("/<public_id>/citable")
def citable(public_id: str) -> ResponseReturnValue:
    """What may stand in double brackets, as `{"found": [{"insert", "words", "source"}, …]}`: ten at most."""
    get(public_id)
    search = request.args.get("q", "").strip()
    return {"found": _offers(search)[:_MOST_OFFERED]}


@bp.post("/<public_id>/sections/<section_id>/<any(up, down):direction>")
def move_section(public_id: str, section_id: str, direction: str) -> ResponseReturnValue:
    report = get(public_id)
    section = queries.get_section(get_session(), report, section_id)
    return move(report, "section", section, direction)


def _place(report: AnyRow, word: str) -> Place:
    if word == NEW:
        return Place(NEW, "New section", "", {"title": None, _TEXT: None}, None)
    if word in AROUND:
        around = texts_around(report).get(word)
        if around is None:
            raise NotFound("Only a report for a court has a standard of proof. The case's settings say so.")
        saved = {_TEXT: getattr(report, around.column)}
        return Place(word, around.name, around.hint, saved, report.version, around=around)
    section = queries.get_section(get_session(), report, word)
    saved = {"title": section.title, _TEXT: section.text}
    return Place(word, f"Section {section.label}", "", saved, section.version, section=section)


def _form(at: Place, held: Unsaved | None) -> WritingForm:
    """The form with what is saved, or what is not if that is to be continued with."""
    kind = WritingForm if at.around else SectionForm
    if held and "unsaved" in request.args:
        return kind(data={**at.saved, **held.texts, "version": held.version, "held": held.mark})
    return kind(data={**at.saved, "version": at.version})


def _write(session: Any, report: AnyRow, at: Place, form: WritingForm) -> None:
    typed, by, at_time = form.typed, current_viewer(), now()
    if at.around:
        report_texts.write(
            session,
            report.public_id,
            at.around.column,
            typed[_TEXT],
            version=form.version.data,
            by=by,
            now=at_time,
        )
    elif at.section:
        report_texts.correct_section(
            session,
            at.section.public_id,
            typed["title"],
            typed[_TEXT],
            version=form.version.data,
            by=by,
            now=at_time,
        )
    else:
        report_texts.add_section(session, report.public_id, typed["title"], typed[_TEXT], by=by, now=at_time)
    unsaved.discard(session, report.public_id, at.word, typed, over=form.over, by=by)


def _discard(report: AnyRow, at: Place, form: WritingForm) -> ResponseReturnValue:
    with transaction() as session:
        unsaved.discard(session, report.public_id, at.word, form.typed, over=form.over, by=current_viewer())
    flash("The unsaved text is discarded.", "success")
    return redirect(url_for(".write", public_id=report.public_id, place=at.word), code=SAVED)


def _keep(report: AnyRow, at: Place, form: WritingForm) -> ResponseReturnValue:
    """Keep what was typed, whatever it cites, and show how it will read."""
    problems, kept = _kept(report, at, form)
    if request.accept_mimetypes.best == "application/json":
        draft = _draft(report, at, form)
        shown = render_template("reports/_preview.html", draft=draft, report=report)
        others = render_template("reports/_others.html", others=_others(report, at))
        said = f"Kept as unsaved, {_clock()}" if kept else "As it is saved."
        return {"preview": shown, "others": others, "kept": said, "held": kept, "problems": problems}
    if not problems:
        form.held.data = kept
    return _page(report, at, form, differences=[], status=REFUSED if problems else SHOWN, kept=bool(kept)), (
        REFUSED if problems else SHOWN
    )


def _kept(report: AnyRow, at: Place, form: WritingForm) -> tuple[list[str], str]:
    """What cannot be kept and why, and the mark of what is kept. A title may be missing yet."""
    form.validate()
    problems = [error for name, errors in form.errors.items() if name != "title" for error in errors]
    kept = ""
    if not problems:
        try:
            with transaction() as session:
                kept = unsaved.keep(
                    session,
                    report.public_id,
                    at.word,
                    form.typed,
                    saved=at.saved,
                    version=form.version.data or None,
                    over=form.over,
                    by=current_viewer(),
                    now=now(),
                )
        except DomainError as error:
            form.add_error(error)
            problems = [error.message]
    return problems, kept


def _page(
    report: AnyRow,
    at: Place,
    form: WritingForm,
    *,
    differences: list[Difference],
    status: int,
    kept: bool = False,
) -> str:
    return render_template(
        "reports/write.html",
        form=form,
        report=report,
        place=at,
        draft=_draft(report, at, form),
        differences=differences,
        conflict=status == CONFLICT,
        kept=_clock() if kept else "",
        others=_others(report, at),
        plain_shown=PLAIN_SHOWN,
        comments=read_comments(get_session(), report),
    )


def _asked_what_to_do(report: AnyRow, at: Place, held: Unsaved) -> ResponseReturnValue:
    return render_template(
        "reports/write_unsaved.html",
        report=report,
        place=at,
        held=held,
        differences=_differences(at, held.texts),
        others=_others(report, at),
    )


def _differences(at: Place, typed: Mapping[str, str | None]) -> list[Difference]:
    names = {"title": "Title", _TEXT: "Text"}
    pairs = [(names[name], at.saved[name] or "", typed[name] or "") for name in at.saved if name in typed]
    return [Difference(name, saved, mine) for name, saved, mine in pairs if saved != mine]


def _draft(report: AnyRow, at: Place, form: WritingForm) -> Draft | None:
    """How it will read, with what it shows; None where it cannot be read."""
    typed = form.typed[_TEXT] or ""
    if form.text.process_errors or len(typed) > LONGEST_TEXT:
        return None
    found = drafted(
        get_session(),
        current_viewer(),
        report,
        {_TEXT: typed},
        target=lambda row: f"#cited-{row.label}",
        drawn=_drawn(report, at, typed),
    )
    return found[_TEXT]


def _drawn(report: AnyRow, at: Place, typed: str) -> dict[str, tuple[Block, ...] | str]:
    """What the text shows. Drawing can take long, and nobody is to wait for the database meanwhile."""
    place, viewer = at.around.column if at.around else at.label, current_viewer()
    get_session().rollback()
    with brief_read() as session:
        return publishing.asked_for(
            session, report.public_id, place, typed, by=viewer, now=now(), blobs=blob_store()
        )


def _others(report: AnyRow, at: Place) -> list[AnyRow]:
    return list(others_writing(get_session(), current_viewer(), report, at.word, at.saved))


def _clock() -> str:
    """The time of this request in the case's zone, as a watch shows it."""
    return f"{now().astimezone(zone_info(current_zone())):%H:%M}"


def _offers(search: str) -> list[dict[str, str]]:
    """Statements first, then what else a text can show; “trace” and “picture” search what follows them."""
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    first, _, rest = search.partition(" ")
    kind = first.lower()
    if kind == "trace":
        rows = report_workbench.traceable(session, viewer, case_pk, rest, limit=_MOST_OFFERED)
        return [_offer(f"trace {row.label}", row.text, "The chain to its original sources") for row in rows]
    if kind == "picture":
        rows = report_workbench.pictures(session, viewer, case_pk, rest, limit=_MOST_OFFERED)
        return [_offer(f"picture {row.label}", row.title, "The captured picture") for row in rows]
    shown = [
        _offer(word, meaning, "Stands alone on a line")
        for word, meaning in PLAIN_SHOWN.items()
        if kind and word.startswith(kind)
    ]
    room = _MOST_OFFERED - len(shown)
    rows = report_workbench.citable(session, viewer, case_pk, search, limit=room)
    return [*shown, *(_offer(row.label, row.gist, row.source_name) for row in rows)]


def _offer(insert: str, words: str, source: str) -> dict[str, str]:
    return {"insert": insert, "words": words, "source": source}
