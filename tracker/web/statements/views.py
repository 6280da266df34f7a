"""The list of statements, one statement, and its correction."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.scales import Basis
from tracker.services import statements
from tracker.store.queries import assertions as assertion_queries
from tracker.store.queries import statements as queries
from tracker.store.queries.rows import AnyRow, date_in
from tracker.store.queries.statements import Wanted
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.listing import asked_page, choices, headers, narrows, pages
from tracker.web.saving import CORRECTED, SAVED, UNCHANGED, may_record, save_correction
from tracker.web.statements.forms import CorrectForm
from tracker.web.statements.reading import beside, read_statement

bp = case_blueprint("statements", __name__)
bp.context_processor(lambda: {"date_in": date_in})
_COLUMNS = (
    ("Statement", "recorded"),
    ("Source", "source"),
    ("Said", "said"),
    ("How they know", "basis"),
    ("Says of", ""),
    ("Credibility", ""),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    wanted = _wanted(request.args)
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    listed = queries.list_statements(session, viewer, case_pk, wanted)
    return render_template(
        "statements/index.html",
        listed=listed,
        beside=beside(session, viewer, listed.rows),
        wanted=wanted,
        bases=choices(Basis),
        voices=[(row.public_id, row.name) for row in queries.voices(session, viewer, case_pk)],
        assertions=[
            (row.label, f"{row.label} {row.text}")
            for row in assertion_queries.offered(session, viewer, case_pk)
        ],
        headers=headers(_COLUMNS, wanted.sort),
        pages=pages(listed.page, total=listed.total, size=queries.PAGE, most=queries.MOST_PAGES),
        narrowed=narrows(wanted),
    )


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    page = read_statement(
        get_session(), current_viewer(), get(public_id), is_blind=current_case().grades_are_blind
    )
    statement = page.statement
    return render_template(
        "statements/show.html",
        page=page,
        statement=statement,
        can_rest=statement.basis in (Basis.INFERRED, Basis.FORECAST, Basis.OPINION),
        no_repeat=_why_nothing_is_repeated(statement),
        permanent=url_for(".show", public_id=public_id, _external=True),
    )


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    statement = get(public_id)
    may_record()
    form = CorrectForm(data=_fields(statement))
    status, current = save_correction(
        form,
        lambda session: statements.correct(
            session,
            public_id,
            form.to_command(),
            said_at=form.said_at.data,
            source=form.source.data,
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: _fields(get(public_id)),
    )
    if status == SAVED:
        changed = get(public_id).version != statement.version
        flash(f"{statement.label} {CORRECTED if changed else UNCHANGED}", "success" if changed else "info")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    voices = queries.voices(get_session(), current_viewer(), current_case().pk)
    page = render_template(
        "statements/correct.html",
        form=form,
        statement=statement,
        voices=[(row.label, row.name) for row in voices],
        current=current,
    )
    return page, status


def get(public_id: str) -> AnyRow:
    """The statement of this page's case with that public id."""
    return belongs(queries.get_statement(get_session(), current_viewer(), public_id))


def _fields(statement: AnyRow) -> dict[str, Any]:
    said_at, due = date_in(statement, "said_at"), date_in(statement, "due")
    names = ("basis", "gist", "verbatim", "hedge", "language", "translation", "translated_by", "tlp")
    return {
        **{name: getattr(statement, name) for name in (*names, "version")},
        "source": statement.source_label,
        "said_at": said_at.text if said_at else None,
        "due": due.text if due else None,
    }


def _why_nothing_is_repeated(statement: AnyRow) -> str:
    if statement.basis is Basis.TOLD:
        return "They were told, but it is not recorded by whom: the trail breaks off here."
    if statement.basis.can_be_origin and not statement.source_kind.is_gap:
        return "Nothing: they know it themselves, so this is an original source."
    return "Nothing is recorded."


def _wanted(args: Any) -> Wanted:
    """What the address narrows the list to; a word nobody knows narrows nothing."""
    sort = args.get("sort", "")
    return Wanted(
        q=args.get("q", "").strip(),
        source=args.get("source", ""),
        assertion=args.get("assertion", "").strip(),
        basis=next((basis for basis in Basis if basis.value == args.get("basis")), None),
        withdrawn=args.get("withdrawn") or "no",
        sort=sort if sort.removeprefix("-") in queries.SORTS else "-recorded",
        page=asked_page(),
    )
