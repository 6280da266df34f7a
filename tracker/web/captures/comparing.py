"""Two captures of one document side by side, and what became of each passage of the older one."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from tracker.domain.anchoring import Meaning, Verdict
from tracker.domain.english import listed
from tracker.domain.errors import NotFound
from tracker.domain.side_by_side import side_by_side
from tracker.domain.text_changes import Marked, marked
from tracker.services import reanchoring
from tracker.services.reanchoring import FoundAgain
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.beside import tally
from tracker.web.captures.stretches import differences
from tracker.web.captures.stretches import stretches as cut
from tracker.web.captures.views import bp, get
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.forms import BaseForm, TermRadioField, at_most
from tracker.web.saving import ReasonForm, ask, may_record


class LookForm(BaseForm):
    """What it means that a passage changed."""

    meaning = TermRadioField("What does it mean?", Meaning, required="Say what it means.")
    note = TextAreaField("In words", [at_most(5000)], render_kw={"rows": 3})


@bp.get("/<public_id>/compare/<newer_id>")
def compare(public_id: str, newer_id: str) -> ResponseReturnValue:
    older, newer = _both(public_id, newer_id)
    found = _found(older, newer)
    rows = side_by_side(older.text, newer.text)
    stretches = list(cut(rows, found))
    return render_template(
        "captures/compare.html",
        older=older,
        newer=newer,
        found=sorted(found, key=lambda each: (each.result.verdict.stands, each.passage.start_offset)),
        words={each.id: _words(each) for each in found},
        change_of={each.id: one.number for one in stretches for each in one.found},
        tally=tally(found),
        to_anchor=[each for each in found if each.result.verdict.stands and each.open],
        stretches=stretches,
        changes=max((each.number for each in stretches), default=0),
        differences=differences(rows),
    )


@bp.route("/<public_id>/compare/<newer_id>/anchor", methods=["GET", "POST"])
def anchor_again(public_id: str, newer_id: str) -> ResponseReturnValue:
    """Anchor what stands at a passage to the newer capture too; without one, all that is same or moved."""
    older, newer = _both(public_id, newer_id)
    may_record()
    wanted = request.args.getlist("passage")
    found = [
        each
        for each in _found(older, newer)
        if each.result.span and each.open and (each.id in wanted if wanted else each.result.verdict.stands)
    ]
    anchored: list[str] = []
    return ask(
        BaseForm(),
        lambda session: anchored.extend(
            reanchoring.anchor(
                session, older.public_id, newer.public_id, wanted or None, by=current_viewer(), now=now()
            )
        ),
        done=lambda: f"{listed(anchored)} anchored to E{newer.number} as well.",
        back=_address(older, newer),
        page=lambda: render_template(
            "captures/anchor_again.html",
            form=BaseForm(),
            older=older,
            newer=newer,
            found=found,
            words={each.id: _words(each) for each in found},
        ),
    )


@bp.route("/<public_id>/compare/<newer_id>/look/<passage_id>", methods=["GET", "POST"])
def look(public_id: str, newer_id: str, passage_id: str) -> ResponseReturnValue:
    """Say what it means that a passage changed or is gone."""
    older, newer = _both(public_id, newer_id)
    may_record()
    each = next((each for each in _found(older, newer) if each.id == passage_id), None)
    if each is None or each.result.verdict.stands:
        raise NotFound("No such passage of the older capture has changed in the newer one.")
    form = LookForm()
    return ask(
        form,
        lambda session: reanchoring.look(
            session,
            older.public_id,
            newer.public_id,
            passage_id,
            meaning=form.meaning.data,
            note=form.note.data,
            by=current_viewer(),
            now=now(),
        ),
        done=lambda: "Noted. It waits for nobody any longer.",
        back=_address(older, newer, _anchor=f"passage-{passage_id}"),
        page=lambda: render_template(
            "captures/look.html", form=form, older=older, newer=newer, each=each, words=_words(each)
        ),
    )


@bp.route("/<public_id>/compare/<newer_id>/look/<look_id>/take-back", methods=["GET", "POST"])
def take_back_look(public_id: str, newer_id: str, look_id: str) -> ResponseReturnValue:
    """Let a change wait again that was looked at in error."""
    older, newer = _both(public_id, newer_id)
    may_record()
    each = next((each for each in _found(older, newer) if each.look and each.look.public_id == look_id), None)
    if each is None:
        raise NotFound("Nothing like this is said of a passage here, or it was taken back already.")
    form = ReasonForm()
    return ask(
        form,
        lambda session: reanchoring.take_back(
            session, look_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done=lambda: "Taken back: the change waits again.",
        back=_address(older, newer, _anchor=f"passage-{each.id}"),
        page=lambda: render_template(
            "captures/look.html", form=form, older=older, newer=newer, each=each, words=_words(each)
        ),
    )


@bp.get("/changed")
def changed() -> ResponseReturnValue:
    """The statements this viewer recorded whose words changed or are gone in a newer capture."""
    found = reanchoring.waiting(get_session(), current_viewer(), current_case().pk)
    by_captures = groupby(found, key=lambda each: (each.row.newer_id, each.row.older_id))
    return render_template("captures/changed.html", groups=[list(group) for _, group in by_captures])


def _both(one_id: str, other_id: str) -> list[AnyRow]:
    """The older and the newer of two captures of one document, both with a text."""
    pair = [get(one_id), get(other_id)]
    if pair[0].document_pk != pair[1].document_pk or pair[0].pk == pair[1].pk:
        raise NotFound("These are not two captures of one document.")
    if any(capture.modality != "text" for capture in pair):
        raise NotFound("Only texts can be compared word by word.")
    return sorted(pair, key=lambda capture: (capture.captured_at, capture.number))


def _found(older: AnyRow, newer: AnyRow) -> list[FoundAgain]:
    return reanchoring.found_again(get_session(), older.pk, older.text, newer.pk, newer.text)


def _address(older: AnyRow, newer: AnyRow, **options: Any) -> str:
    return url_for(".compare", public_id=older.public_id, newer_id=newer.public_id, **options)


def _words(each: FoundAgain) -> tuple[Marked, ...]:
    """The words of a passage as they were and as they are; of one that is gone, as they were."""
    old, span = each.passage.exact, each.result.span
    if each.result.verdict is Verdict.FUZZY and span:
        return marked(old, span.exact)
    return (("kept" if span else "removed", old),)
