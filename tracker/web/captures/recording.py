"""From a place in a capture to statements: the place is named by the address, the form stands beside it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.errors import DomainError
from tracker.domain.passages import Place, TextSpan, first_words, locator
from tracker.services import statements as service
from tracker.services.passages import Selection
from tracker.store.queries import captures as queries
from tracker.store.queries.rows import Rows
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.forms import StatementForm
from tracker.web.captures.offered import has_more, holder_of, offered
from tracker.web.captures.places import find_words, place_form, place_in
from tracker.web.captures.segments import Mark, Paragraph, around, paragraphs
from tracker.web.captures.signatures import Signature, only_bearer, signature_after
from tracker.web.captures.views import bp, get, notes_of
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import REFUSED, SAVED, SHOWN, may_record, save

_NOT_THERE = "These words do not stand in this capture. Copy them from the text as it is shown."


@bp.route("/<public_id>/record", methods=["GET", "POST"])
def record(public_id: str) -> ResponseReturnValue:
    capture = get(public_id)
    may_record()
    if request.method == "GET" and "words" in request.args:
        return _find(capture)
    try:
        place, selection = place_in(capture, request.args)
    except DomainError as error:
        return _ask_for_place(capture, error if request.args else None)
    form = StatementForm(data=_prefilled(capture, place))  # what was sent has precedence
    if "change" in request.form:
        form.change(request.form["change"])
        return _page(capture, place, form, SHOWN)
    if request.method == "POST":
        form.drop_empty_parts()
    made: list[Any] = []
    status = save(form, lambda session: made.extend(_record(session, capture, form, selection)))
    return _recorded(capture, made) if status == SAVED else _page(capture, place, form, status)


def _record(session: Any, capture: Any, form: StatementForm, selection: Selection) -> Any:
    command = form.to_command(capture.public_id, selection)
    return service.record(session, command, by=current_viewer(), now=now())


def _recorded(capture: Any, made: list[Any]) -> ResponseReturnValue:
    undo = url_for(".undo", public_id=capture.public_id, statement=[each.public_id for each in made])
    labels = ", ".join(each.label for each in made)
    flash(Markup('{} recorded. <a href="{}">Undo</a>').format(labels, undo), "success")
    passage = queries.passage_of(get_session(), capture.pk, made[-1].pk)
    there = url_for(".read", public_id=capture.public_id, passage=passage, _anchor=f"p-{passage}")
    return redirect(there, code=SAVED)


def _find(capture: Any) -> ResponseReturnValue:
    """The place of words that were typed or pasted; where they stand more than once, a choice."""
    form = place_form("text", request.args)
    found = []
    if form.validate():
        found = find_words(capture.text, request.args["words"])
        if not found:
            form.add_error(DomainError(_NOT_THERE, field="words"))
    if len(found) == 1:
        start, end = found[0].start, found[0].end
        there = url_for(".record", public_id=capture.public_id, start=start, end=end, _anchor="p-here")
        return redirect(there, code=SAVED)
    page = render_template("captures/place.html", capture=capture, form=form, found=found)
    return page, REFUSED if form.errors else SHOWN


def _ask_for_place(capture: Any, error: DomainError | None) -> ResponseReturnValue:
    form = place_form(capture.modality, request.args if error else None)
    if error and form.validate():
        form.add_error(error)
    elif error and capture.modality == "text":
        form.words.errors = []
        form.add_error(error)
    page = render_template("captures/place.html", capture=capture, form=form, found=[])
    return page, REFUSED if error else SHOWN


def _page(capture: Any, place: Place, form: StatementForm, status: int) -> ResponseReturnValue:
    known = offered(capture)
    excerpt = _excerpt(capture, place)
    page = render_template(
        "captures/record.html",
        capture=capture,
        place=place,
        where=locator(place),
        excerpt=excerpt,
        form=form,
        holder=holder_of(capture),
        notes=notes_of(_within(excerpt, queries.passages_in(get_session(), capture.pk))),
        known=known,
        has_more=has_more(known),
    )
    return page, status


def _excerpt(capture: Any, place: Place) -> list[Paragraph]:
    if not isinstance(place, TextSpan):
        return []
    cut = paragraphs(capture.text, [Mark("here", place.start, place.end)])
    return list(around(cut, place.start, place.end))


def _within(excerpt: list[Paragraph], rows: Rows) -> Rows:
    """What is recorded in the words shown; everything, where a picture or a recording is shown whole."""
    if not excerpt:
        return rows
    start, end = excerpt[0].start, excerpt[-1].end
    return [row for row in rows if row.start_offset < end and start < row.end_offset]


def _prefilled(capture: Any, place: Place) -> dict[str, Any]:
    known = {"hops": [{"source": holder_of(capture)}], "language": capture.language}
    if not isinstance(place, TextSpan):
        return known
    known |= {"verbatim": place.exact, "embedded_title": first_words(place.exact)}
    signed = signature_after(capture.text, place.end)
    if signed:
        author = _source_named(signed.name) or signed.name
        known |= {"hops": [{"source": author}], "embedded": True, "published": signed.posted}
        known["embedded_title"] = _title_of(capture, signed) or known["embedded_title"]
    return known


def _title_of(capture: Any, signed: Signature) -> str | None:
    """The title of the post under which that signature stands, if it was recorded from before."""
    posts = queries.post_passages_in(get_session(), capture.pk)
    same = (row.title for row in posts if signature_after(capture.text, row.end_offset) == signed)
    return next(same, None)


def _source_named(name: str) -> str | None:
    """The source of that name as a field names it, when there is just one."""
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    return only_bearer(name, queries.suggest_sources(session, viewer, case_pk, name))
