"""Withdrawing a record with a reason, and restoring it: one question, whatever the record is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.services import revisions
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.saving import ReasonForm, ask

WITHDRAW, RESTORE = "withdraw", "restore"
_DEEDS = {WITHDRAW: revisions.withdraw, RESTORE: revisions.restore}
_DONE = {WITHDRAW: "withdrawn", RESTORE: "restored"}
_CASE = {
    WITHDRAW: "Leaves every list and analysis, stays readable here, and can be restored.",
    RESTORE: "Counts again in every list and analysis.",
}
_REPORT = {
    WITHDRAW: "Leaves the report, stays readable here, and can be restored. Published versions keep it.",
    RESTORE: "Stands in the report again.",
}
_MEANING = {
    "document": {
        WITHDRAW: "Leaves every list and analysis; nothing recorded from it counts as held any more. "
        "Stays readable and can be restored.",
        RESTORE: "Stands in the case again, with its captures.",
    },
    "capture": {
        WITHDRAW: "What was recorded from it alone no longer counts as held. The bytes stay, and the capture "
        "can be restored.",
        RESTORE: "What was recorded from it counts as held again.",
    },
    "report": _REPORT,
    "finding": _REPORT,
    "section": _REPORT,
    "citation": _REPORT,
    "comment": {
        WITHDRAW: "Counts no longer, stays readable at the end of the list, and can be restored.",
        RESTORE: "Stands among the comments again.",
    },
    "notice": {
        WITHDRAW: "No longer stands beside the published version; stays readable and can be restored.",
        RESTORE: "Stands beside the published version again.",
    },
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What is withdrawn or restored: its kind for the service, its name and words for people, its row."""

    kind: str
    name: str
    row: AnyRow
    words: str = ""

    @property
    def deed(self) -> str:
        """What can be done to it as it stands."""
        return RESTORE if self.row.withdrawn_at else WITHDRAW


def withdraw_or_restore(
    settled: Settled, deed: str, *, back: str, layout: str = "narrow.html", **shown: Any
) -> ResponseReturnValue:
    """Ask why, withdraw or restore it, and go back.

    `layout` is the template that shows beside the question what it is about, from what `shown` gives it.
    """
    form = ReasonForm()
    return ask(
        form,
        lambda session: _DEEDS[deed](
            session, settled.kind, settled.row.public_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done=lambda: f"{settled.name[0].upper()}{settled.name[1:]} is {_DONE[deed]}.",
        back=back,
        page=lambda: render_template(
            "settle.html",
            form=form,
            settled=settled,
            deed=deed,
            meaning=_MEANING.get(settled.kind, _CASE)[deed],
            back=back,
            layout=layout,
            **shown,
        ),
    )
