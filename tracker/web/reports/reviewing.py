"""Reviewing a report: the checklist of its findings, and the steps on its way to publication."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import require
from tracker.domain.english import capital, counted
from tracker.domain.review import ReviewState
from tracker.services import finding_checks, report_lint, review
from tracker.services.finding_checks import CheckedItem, Tick
from tracker.store.queries import report_workbench as workbench
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.forms import BaseForm
from tracker.web.reports.comment_list import read_comments
from tracker.web.reports.drafts import anchor_of
from tracker.web.reports.review_forms import MET, NOT_MET, SendBackForm, StepForm, checklist_form
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import CONFLICT, REFUSED, SAVED, ask, save

_CHANGED = "This changed while you were reading. Look at it again, then save."
_UNDECIDED = "Choose met or not met for your note."


@bp.get("/<public_id>/review")
def review_report(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    desk = _desk(public_id)
    return _page(report, desk, _form(desk.checklist))


@bp.post("/<public_id>/review")
def tick(public_id: str) -> ResponseReturnValue:
    """Whatever is ticked is stored; what changed meanwhile comes back with what was typed."""
    report = get(public_id)
    may_write()
    desk = _desk(public_id)
    form = _form(desk.checklist)
    done: list[finding_checks.Ticked] = []
    ticks = _ticks(form, desk.checklist)
    status = save(
        form,
        lambda session: done.append(
            finding_checks.tick(session, public_id, ticks, by=current_viewer(), now=now())
        ),
    )
    if status != SAVED:
        return _page(report, desk, form), status
    undecided = _undecided(form, desk.checklist)
    if not done[0].meanwhile and not undecided:
        flash(f"{capital(counted(done[0].stored, 'check'))} saved.", "success")
        return redirect(url_for(".review_report", public_id=public_id), code=SAVED)
    meanwhile = {_key(each.finding, each.item.value) for each in done[0].meanwhile}
    return _again(report, form, meanwhile, undecided)


@bp.route("/<public_id>/review/ask", methods=["GET", "POST"])
def ask_for_review(public_id: str) -> ResponseReturnValue:
    return _step(public_id, ReviewState.IN_REVIEW, "is in review.")


@bp.route("/<public_id>/review/approve", methods=["GET", "POST"])
def approve(public_id: str) -> ResponseReturnValue:
    return _step(public_id, ReviewState.APPROVED, "is approved as it stands.")


@bp.route("/<public_id>/review/send-back", methods=["GET", "POST"])
def send_back(public_id: str) -> ResponseReturnValue:
    return _step(public_id, ReviewState.DRAFT, "is a draft again.")


def _step(public_id: str, state: ReviewState, done: str) -> ResponseReturnValue:
    report = get(public_id)
    require(current_viewer(), state.right, current_case().pk)
    desk = _desk(public_id)
    stood = desk.standing
    shown = {"seen": stood.last.public_id if stood.last else "", "digest": stood.digest}
    form = SendBackForm() if state.needs_note else StepForm()
    return ask(
        form,
        lambda session: review.move(
            session,
            public_id,
            state,
            form.note.data,
            seen=form.seen.data or "",
            digest=form.digest.data or "",
            by=current_viewer(),
            now=now(),
        ),
        done=lambda: f"{report.label} {done}",
        back=url_for(".review_report", public_id=public_id),
        page=lambda: _step_page(report, desk, form, state, shown),
    )


def _step_page(
    report: AnyRow, desk: review.Desk, form: StepForm, state: ReviewState, shown: dict[str, str]
) -> str:
    # Whoever was told that something changed is shown how it is now, and decides on that.
    form.seen.data, form.digest.data = shown["seen"], shown["digest"]
    comments = read_comments(get_session(), report)
    return render_template(
        "reports/review_step.html", form=form, report=report, desk=desk, state=state, comments=comments
    )


def _desk(public_id: str) -> review.Desk:
    """Of a report that `get` has answered."""
    return review.desk(get_session(), public_id, by=current_viewer(), now=now(), blobs=blob_store())


def _page(report: AnyRow, desk: review.Desk, form: BaseForm) -> str:
    findings = {each.label: each for each in desk.standing.content.findings}
    session = get_session()
    hidden = report_lint.hidden_of(
        workbench.findings_of(session, report), workbench.judgements_of(session, current_viewer(), report)
    )
    return render_template(
        "reports/review.html",
        report=report,
        desk=desk,
        form=form,
        comments=read_comments(session, report),
        remarks=report_lint.remarks_on(session, report, desk.standing.content, desk.missing, hidden=hidden),
        anchor_of=anchor_of,
        findings=[
            (findings[label], [(line, form[_key(label, line.told.item.value)]) for line in lines])
            for label, lines in groupby(desk.checklist, key=lambda line: line.finding)
        ],
    )


def _again(report: AnyRow, form: BaseForm, meanwhile: set[str], undecided: set[str]) -> ResponseReturnValue:
    """The page once more, as it stands now and with what was typed."""
    desk = _desk(report.public_id)
    lines = {_key(line.finding, line.told.item.value): line for line in desk.checklist}
    for key, line in lines.items():
        form[key].form.seen.data = line.seen
    for key in meanwhile & lines.keys():
        form[key].form.verdict.errors = [_CHANGED]
    for key in undecided & lines.keys():
        form[key].form.verdict.errors = [_UNDECIDED]
    return _page(report, desk, form), CONFLICT if meanwhile else REFUSED


def _form(lines: list[CheckedItem]) -> BaseForm:
    """The checklist as it stands; a tick of what stood there before asks again."""
    values = {_key(line.finding, line.told.item.value): _stored(line) for line in lines}
    return checklist_form(values, data=values)


def _stored(line: CheckedItem) -> dict[str, str]:
    if line.tick is None or not line.is_current:
        return {"seen": line.seen}
    return {"verdict": MET if line.tick.is_met else NOT_MET, "note": line.tick.note or "", "seen": line.seen}


def _ticks(form: BaseForm, lines: list[CheckedItem]) -> list[Tick]:
    """What was decided; whatever nobody looked at yet is left out."""
    found = []
    for line in lines:
        said = form[_key(line.finding, line.told.item.value)].form
        if said.verdict.data:
            met = said.verdict.data == MET
            found.append(Tick(line.finding, line.told.item, met, said.note.data, said.seen.data))
    return found


def _undecided(form: BaseForm, lines: list[CheckedItem]) -> set[str]:
    """Where a note was typed and nothing decided."""
    keys = {_key(line.finding, line.told.item.value) for line in lines}
    return {key for key in keys if form[key].form.note.data and not form[key].form.verdict.data}


def _key(finding: str, item: str) -> str:
    return f"{finding}-{item}"
