"""A report as a file: the draft as it stands now, or a published version as it was frozen.

The HTML may be opened in a window of its own, never as part of the application's page: its policy allows its
own style and nothing else.
"""

from __future__ import annotations

import re
from io import BytesIO

from flask import Response, abort, request, send_file

from tracker.domain.report import ReportDocument
from tracker.exporters import EXPORTERS, Exporter
from tracker.exporters.html_page import content_policy
from tracker.services import publishing
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.reports.views import bp, get

_LONGEST_TITLE = 60
_OPENED = "html"


@bp.get("/<public_id>/draft/<file_format>")
def export(public_id: str, file_format: str) -> Response:
    exporter = EXPORTERS.get(file_format) or abort(404)
    label = get(public_id).label
    document = publishing.draft(get_session(), public_id, by=current_viewer(), now=now())
    return _sent(document, exporter, f"{label}-draft")


@bp.get("/<public_id>/versions/<int:number>/<file_format>")
def version(public_id: str, number: int, file_format: str) -> Response:
    exporter = EXPORTERS.get(file_format) or abort(404)
    label = get(public_id).label
    document = publishing.published(get_session(), public_id, number, by=current_viewer())
    return _sent(document, exporter, f"{label}-version-{number}")


def _sent(document: ReportDocument, exporter: Exporter, name: str) -> Response:
    """As a download, but for HTML that was asked for to be read at once."""
    out = BytesIO()
    exporter.write(document, out)
    out.seek(0)
    opened = exporter.name == _OPENED and "download" not in request.args
    words = re.findall(r"\w+", document.meta.title)
    title = "-".join(words)[:_LONGEST_TITLE].strip("-")
    answer = send_file(
        out,
        mimetype=exporter.media_type,
        as_attachment=not opened,
        download_name="-".join(filter(None, [current_case().code, name, title])) + exporter.suffix,
    )
    if opened:
        policy = f"{content_policy(document)}; frame-ancestors 'none'; sandbox"
        answer.headers["Content-Security-Policy"] = policy
    return answer
