"""Published versions: their files as they are made, what changed between them, and notices beside them."""

from __future__ import annotations

from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.services import look_again, versions
from tracker.store.queries import versions as queries
from tracker.store.queries.rows import Rows
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session, transaction
from tracker.web.reports.forms import NoticeForm
from tracker.web.reports.views import bp, get
from tracker.web.saving import SAVED, save
from tracker.web.settling import Settled, withdraw_or_restore

_MOST_CHANGES = 200
_DRAFT = "draft"


@bp.get("/look-again")
def look_at_again() -> ResponseReturnValue:
    """The published versions of the case that rest on something which has fallen since."""
    found = look_again.in_case(get_session(), current_viewer(), current_case().pk)
    return render_template("reports/versions_look_again.html", found=found)


@bp.get("/<public_id>/versions/<int:number>")
def show_version(public_id: str, number: int) -> ResponseReturnValue:
    report = get(public_id)
    watched = look_again.of_report(get_session(), current_viewer(), report)
    return render_template(
        "reports/version.html",
        report=report,
        version=next((each for each in watched if each.row.number == number), None) or abort(404),
        numbers=[each.row.number for each in watched],
        files=versions.files(get_session(), public_id, number, by=current_viewer()),
    )


@bp.post("/<public_id>/versions/<int:number>/<file_format>/make")
def make_file(public_id: str, number: int, file_format: str) -> ResponseReturnValue:
    """Make one file of a version; whoever asks for JSON goes on by itself, whoever does not goes back."""
    get(public_id)
    place = public_id, number, file_format
    viewer, blobs, session = current_viewer(), blob_store(), get_session()
    to_write = versions.unwritten(session, blobs, *place, by=viewer)
    if to_write is not None:
        session.rollback()  # writing can take long, and nobody is to wait for the database meanwhile
        content = to_write.write()
        with transaction() as session:
            versions.keep(session, blobs, *place, content=content, by=viewer, now=now())
    if request.accept_mimetypes.best == "application/json":
        return {"made": file_format}
    return redirect(url_for(".show_version", public_id=public_id, number=number, _anchor="files"), code=SAVED)


@bp.get("/<public_id>/changes")
def changes(public_id: str) -> ResponseReturnValue:
    """What one version, or the draft, says differently from an earlier one."""
    report = get(public_id)
    listed = queries.versions_of(get_session(), report)
    if not listed:
        return render_template("reports/version_changes.html", report=report, versions=listed)
    since, to = _asked(listed)
    found = versions.changes(
        get_session(), blob_store(), public_id, since, to, by=current_viewer(), now=now()
    )
    shown = found[:_MOST_CHANGES]
    return render_template(
        "reports/version_changes.html",
        report=report,
        versions=listed,
        since=since,
        to=to,
        sections=[(title, list(each)) for title, each in groupby(shown, key=lambda one: one.section)],
        more=len(found) - len(shown),
    )


def _asked(listed: Rows) -> tuple[int, int | None]:
    """The two that the address names, the earlier first; by default the last version and the draft."""
    numbers = {row.number for row in listed}
    since = request.args.get("since", max(numbers), type=int)
    word = request.args.get("to", _DRAFT)
    to = int(word) if word.isdecimal() and int(word) in numbers else None
    if since not in numbers:
        abort(404)
    return (to, since) if to is not None and to < since else (since, to)


@bp.route("/<public_id>/versions/<int:number>/notices/new", methods=["GET", "POST"])
def add_notice(public_id: str, number: int) -> ResponseReturnValue:
    report = get(public_id)
    require(current_viewer(), Right.PUBLISH, current_case().pk)
    watched = look_again.of_report(get_session(), current_viewer(), report)
    version = next((each for each in watched if each.row.number == number), None) or abort(404)
    form = NoticeForm(data={"kind": request.args.get("kind")})
    status = save(
        form,
        lambda session: versions.add_notice(
            session,
            public_id,
            number,
            form.kind.data,
            form.text.data,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"The notice stands beside version {number} of {report.label}.", "success")
        return redirect(url_for(".show_version", public_id=public_id, number=number), code=SAVED)
    page = render_template("reports/version_notice.html", form=form, report=report, version=version)
    return page, status


@bp.route("/<public_id>/notices/<notice_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_notice(public_id: str, notice_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    require(current_viewer(), Right.PUBLISH, current_case().pk)
    notice = queries.get_notice(get_session(), report, notice_id)
    return withdraw_or_restore(
        Settled("notice", f"the notice beside version {notice.number}", notice, notice.text),
        deed,
        back=url_for(".show_version", public_id=public_id, number=notice.number),
        layout="reports/part.html",
        report=report,
    )
