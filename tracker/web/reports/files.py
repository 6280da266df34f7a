"""A report as a file: the draft as it stands now, or a published version as it was frozen.

The HTML may be opened in a window of its own, never as part of the application's page: its policy allows its
own style and nothing else.
"""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO

from flask import Response, abort, request, send_file

from tracker.exporters import EXPORTERS, Exporter
from tracker.exporters.html_page import stated_policy
from tracker.services import publishing, report_files, versions
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.reports.views import bp, get

_LONGEST_TITLE = 60
_OPENED = "html"


@bp.get("/<public_id>/draft/<file_format>")
def export(public_id: str, file_format: str) -> Response:
    exporter = EXPORTERS.get(file_format) or abort(404)
    label = get(public_id).label
    document = publishing.draft(get_session(), public_id, by=current_viewer(), now=now(), blobs=blob_store())
    made_with = report_files.options(get_session(), blob_store(), current_case().pk, by=current_viewer())
    out = BytesIO()
    exporter.write(document, out, made_with)
    return _sent(out.getvalue(), exporter, f"{label}-draft", document.meta.title)


@bp.get("/<public_id>/versions/<int:number>/<file_format>")
def version(public_id: str, number: int, file_format: str) -> Response:
    """The bytes that were kept at publishing; the name of the file says when they are superseded."""
    exporter = EXPORTERS.get(file_format) or abort(404)
    report, viewer = get(public_id), current_viewer()
    title = publishing.published(get_session(), public_id, number, by=viewer).meta.title
    content = versions.read_file(get_session(), blob_store(), public_id, number, file_format, by=viewer)
    name = f"{report.label}-version-{number}"
    if versions.is_superseded(get_session(), public_id, number, by=viewer):
        name += "-SUPERSEDED"
    answer = _sent(content, exporter, name, title)
    answer.set_etag(sha256(content).hexdigest())
    return answer


def _sent(content: bytes, exporter: Exporter, name: str, title: str) -> Response:
    """As a download, but for HTML that was asked for to be read at once."""
    opened = exporter.name == _OPENED and "download" not in request.args
    short = "-".join(re.findall(r"\w+", title))[:_LONGEST_TITLE].strip("-")
    answer = send_file(
        BytesIO(content),
        mimetype=exporter.media_type,
        as_attachment=not opened,
        download_name="-".join(filter(None, [current_case().code, name, short])) + exporter.suffix,
    )
    if opened:
        policy = f"{stated_policy(content)}; frame-ancestors 'none'; sandbox"
        answer.headers["Content-Security-Policy"] = policy
    return answer
