"""The list of sources, one source, and its correction."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.scales import Reliability, SourceKind
from tracker.services import sources
from tracker.store.queries import sources as queries
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow, date_in
from tracker.store.queries.sources import Wanted
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.listing import asked_page, choices, headers, narrows, pages
from tracker.web.saving import SAVED, may_record, save, save_correction
from tracker.web.sources.forms import CorrectSourceForm, SourceForm
from tracker.web.sources.reading import read_source

bp = case_blueprint("sources", __name__)
bp.context_processor(lambda: {"date_in": date_in, "reliability": Reliability})
_COLUMNS = (
    ("Source", "name"),
    ("Label", "number"),
    ("Kind", "kind"),
    ("Reliability", ""),
    ("Statements", "statements"),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    wanted = _wanted(request.args)
    session = get_session()
    listed = queries.list_sources(session, current_viewer(), current_case().pk, wanted)
    return render_template(
        "sources/index.html",
        listed=listed,
        grades=_grades_of([row.pk for row in listed.rows]),
        wanted=wanted,
        kinds=choices(SourceKind),
        headers=headers(_COLUMNS, wanted.sort),
        pages=pages(listed.page, total=listed.total, size=queries.PAGE),
        narrowed=narrows(wanted),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    may_record()
    form = SourceForm()
    made: list[str] = []

    def add(session: Any) -> None:
        source = sources.add(session, current_case().code, form.to_command(), by=current_viewer(), now=now())
        made.append(source.public_id)

    status = save(form, add)
    if status == SAVED:
        flash("The source is recorded.", "success")
        return redirect(url_for(".show", public_id=made[0]), code=SAVED)
    return render_template("sources/new.html", form=form), status


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    source = get(public_id)
    return render_template(
        "sources/show.html",
        source=source,
        is_hidden=source.is_protected and not current_viewer().may(Right.READ_PROTECTED, source.case_pk),
        page=read_source(get_session(), current_viewer(), source, current_case()),
        most=queries.PAGE,
    )


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    source = get(public_id)
    may_record()
    if source.is_protected:
        require(current_viewer(), Right.READ_PROTECTED, source.case_pk)
    form = CorrectSourceForm(data=_fields(source))
    status, current = save_correction(
        form,
        lambda session: sources.correct(
            session,
            public_id,
            form.to_command(),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: _fields(get(public_id)),
    )
    if status == SAVED:
        flash(f"{source.label} is corrected; what it said before is kept in its history.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    return render_template("sources/correct.html", form=form, source=source, current=current), status


def get(public_id: str) -> AnyRow:
    """The source of this page's case with that public id."""
    return belongs(queries.get_source(get_session(), current_viewer(), public_id))


def _grades_of(pks: list[int]) -> dict[int, Shown]:
    """The current grades of some sources, each with how many are hidden from the viewer for now."""
    found = queries.current_reliability(get_session(), current_viewer(), pks)
    return {
        pk: Shown(
            [row for row in found.rows if row.source_pk == pk],
            [each for each in found.hidden if each.target_pk == pk],
        )
        for pk in pks
    }


def _fields(source: AnyRow) -> dict[str, Any]:
    names = ("kind", "descriptor", "is_protected", "pseudonym", "tlp", "note", "version")
    shown = names if source.is_protected else ("name", *names)  # a protected name is never sent out
    return {name: getattr(source, name) for name in shown}


def _wanted(args: Any) -> Wanted:
    return Wanted(
        q=args.get("q", "").strip(),
        kind=next((kind for kind in SourceKind if kind.value == args.get("kind")), None),
        withdrawn=args.get("withdrawn") == "only",
        sort=args.get("sort", "name"),
        page=asked_page(),
    )
