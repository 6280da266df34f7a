"""What is tied to a source: other names, links, duplicates; reading a protected name; withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import NotFound
from tracker.domain.scales import SourceLinkKind
from tracker.services import protection, sources
from tracker.store.queries import sources as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session, transaction
from tracker.web.saving import ReasonForm, ask, may_record
from tracker.web.settling import Settled, withdraw_or_restore
from tracker.web.sources.forms import AliasForm, LinkForm, MergeForm
from tracker.web.sources.views import bp, get

_PARTS = {"alias": (queries.aliases, "a name"), "source-link": (queries.links, "a link")}


@bp.route("/<public_id>/aliases", methods=["GET", "POST"])
def alias(public_id: str) -> ResponseReturnValue:
    form = AliasForm()
    return _asked(
        public_id,
        form,
        "Another name",
        lambda session: sources.add_alias(
            session, public_id, form.name.data, form.note.data, by=current_viewer(), now=now()
        ),
        done="The name is recorded.",
    )


@bp.route("/<public_id>/links", methods=["GET", "POST"])
def link(public_id: str) -> ResponseReturnValue:
    form = LinkForm(data=_proposed())
    return _asked(
        public_id,
        form,
        "Link to another source",
        lambda session: sources.link(session, public_id, form.to_command(), by=current_viewer(), now=now()),
        done="The link is recorded.",
    )


def _proposed() -> dict[str, object]:
    """What the address proposes, so that a question elsewhere is answered by saying why."""
    kinds = {kind.value: kind for kind in SourceLinkKind}
    return {"kind": kinds.get(request.args.get("kind", "")), "to": request.args.get("to")}


@bp.route("/<public_id>/merge", methods=["GET", "POST"])
def merge(public_id: str) -> ResponseReturnValue:
    form = MergeForm()
    return _asked(
        public_id,
        form,
        "Merge a duplicate",
        lambda session: sources.merge(
            session, public_id, form.into.data, form.reason.data, by=current_viewer(), now=now()
        ),
        done="The duplicate is merged. Splitting it again undoes this.",
    )


@bp.route("/<public_id>/split", methods=["GET", "POST"])
def split(public_id: str) -> ResponseReturnValue:
    form = ReasonForm()
    return _asked(
        public_id,
        form,
        "Split again",
        lambda session: sources.split(session, public_id, form.reason.data, by=current_viewer(), now=now()),
        done="The source stands on its own again.",
    )


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    source = get(public_id)
    settled = Settled("source", source.label, source, source.name)
    return _settle(source, settled, settled.deed)


@bp.route("/<public_id>/<kind>/<part_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_part(public_id: str, kind: str, part_id: str, deed: str) -> ResponseReturnValue:
    """Withdraw another name or a link, or restore it."""
    source = get(public_id)
    read, words = _PARTS.get(kind) or abort(404)
    parts = read(get_session(), current_viewer(), source.pk)
    row = next((row for row in parts if row.public_id == part_id), None)
    if row is None:
        raise NotFound("There is no such record in this case.")
    name = f"{words} of {source.label}"
    settled = Settled(kind.replace("-", " "), name, row, source.name)
    return _settle(source, settled, deed)


@bp.post("/<public_id>/name")
def reveal(public_id: str) -> ResponseReturnValue:
    """Show a protected name once; that it was read is noted."""
    source = get(public_id)
    with transaction() as session:
        name = protection.reveal(session, public_id, by=current_viewer(), now=now())
    return render_template("sources/name.html", source=source, name=name)


def _asked(
    public_id: str, form: Any, heading: str, deed: Callable[[Any], object], *, done: str
) -> ResponseReturnValue:
    source = get(public_id)
    may_record()
    return ask(
        form,
        deed,
        done=lambda: done,
        back=url_for(".show", public_id=public_id),
        page=lambda: render_template(
            "sources/ask.html",
            form=form,
            source=source,
            heading=heading,
            offered=queries.offered(get_session(), current_viewer(), source.case_pk, but=source.pk),
        ),
    )


def _settle(source: AnyRow, settled: Settled, deed: str) -> ResponseReturnValue:
    may_record()
    return withdraw_or_restore(settled, deed, back=url_for(".show", public_id=source.public_id))
