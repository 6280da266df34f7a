"""The check sheet as one HTML file that asks nothing of the network: to read, and to print and tick off."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import BinaryIO

from tracker.domain.report import ReportDocument
from tracker.domain.report_words import moment
from tracker.exporters.check_table import CheckTables
from tracker.exporters.html_page import page_edges
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.references import web_address


class CheckPage:
    name = "check-html"
    title = "HTML (to read and to print)"
    suffix = ".check.html"
    media_type = "text/html; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup

        del options
        own = files("tracker.exporters")
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters["web_address"] = web_address
        template = environment.from_string(own.joinpath("check.html.jinja").read_text(encoding="utf-8"))
        style = own.joinpath("check.css").read_text(encoding="utf-8") + page_edges(report, "landscape")
        digest = b64encode(sha256(style.encode()).digest()).decode()
        page = template.render(
            meta=report.meta,
            generated=moment(report.meta.moment, "UTC"),
            tables=CheckTables(report),
            style=Markup(style),  # noqa: S704  our own style sheet and a marking, one of five words
            digest=digest,
        )
        out.write(page.encode())
