"""HTML in one file that asks nothing of the network: readable offline for as long as there are browsers."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, BinaryIO

from tracker.domain.report import Block, Inline, NoteRef, ReportDocument, Text
from tracker.domain.scales import Tlp
from tracker.exporters.layout import code_of, contents, is_noted_only, is_of_findings
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.prepared import prepared

if TYPE_CHECKING:
    from jinja2 import Environment

_COLOURS = {"RED": "#ff2b2b", "AMBER": "#ffc000", "GREEN": "#33ff00", "CLEAR": "#fff"}
_STATED = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"\r\n]+)">')


class HtmlPage:
    name = "html"
    title = "HTML (one page, works offline)"
    suffix = ".html"
    media_type = "text/html; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        from markupsafe import Markup

        report = prepared(report, options)
        page = (
            _templates()
            .get_template("report.html.jinja")
            .render(
                report=report,
                meta=report.meta,
                style=Markup(_style(report)),  # noqa: S704  our own style sheet and a marking, one of five words
                policy=Markup(content_policy(report)),  # noqa: S704  our own words and a hash
                references=_References(report),
                contents=contents(report, has_notes=True),
            )
        )
        out.write(page.encode())


def fragment(blocks: Sequence[Block]) -> str:
    """Some blocks as they stand on the page, to be shown within another page; they refer to no note."""
    template = _templates().from_string(
        '{% from "report_blocks.html.jinja" import blocks with context %}{{ blocks(shown) }}'
    )
    return template.render(shown=blocks)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=PackageLoader("tracker", "exporters"),
    )
    environment.tests["of"] = lambda value, name: type(value).__name__ == name
    environment.tests["of_findings"] = is_of_findings
    environment.tests["noted_only"] = is_noted_only
    environment.tests["plain_words"] = _is_plain
    environment.filters["lines"] = _lines
    environment.filters["code_of"] = code_of
    environment.filters["data_address"] = _data_address
    return environment


def _is_plain(part: Inline) -> bool:
    return isinstance(part, Text) and not (part.strong or part.emphasis or part.mono)


def _lines(text: str) -> str:
    """Text with its line ends; what it holds is escaped as ever."""
    from markupsafe import Markup, escape

    return escape(text).replace("\n", Markup("<br>")) if "\n" in text else text


def content_policy(report: ReportDocument) -> str:
    """What a browser may do with the page: use its own style and the pictures inside it, nothing else."""
    digest = b64encode(sha256(_style(report).encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def stated_policy(page: bytes) -> str:
    """The policy that a page made here states for itself: a kept one has the style of its own day."""
    found = _STATED.search(page)
    return found[1].decode() if found else "default-src 'none'"


def _style(report: ReportDocument) -> str:
    own = files("tracker.exporters").joinpath("report.css")
    return own.read_text(encoding="utf-8") + page_edges(report)


class _References:
    """Names every place that refers to a note, so that the note can lead back to each of them."""

    def __init__(self, report: ReportDocument) -> None:
        self._total = Counter(ref.number for ref in report.references())
        self._met: Counter[int] = Counter()

    def name(self, reference: NoteRef) -> str:
        self._met[reference.number] += 1
        return f"ref-{reference.number}-{self._met[reference.number]}"

    def names(self, number: int) -> list[str]:
        return [f"ref-{number}-{place}" for place in range(1, self._total[number] + 1)]


def page_edges(report: ReportDocument, orientation: str = "portrait") -> str:
    """The marking and the page number on every printed page."""
    badge = (
        f'content: url("{_data_address(_badge(Tlp(report.meta.marking).label))}"); vertical-align: middle;'
    )
    return (
        f"@page {{ size: {report.meta.paper} {orientation}; margin: 2.3cm 2.4cm 2.1cm;"
        f" @top-right {{ {badge} }} @bottom-left {{ {badge} }}"
        ' @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt serif; } }\n'
    )


def _badge(marking: str) -> str:
    """The marking as a picture: browsers print those, but no background that would set off its colour."""
    colour = _COLOURS[marking.removeprefix("TLP:").split("+")[0]]
    across, down, size = 9.6 * len(marking) + 16, 26, 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{down}">'
        f'<rect width="{across:g}" height="{down}"/><text x="{across / 2:g}" y="18.5" font-size="{size}" '
        'font-family="DejaVu Sans Mono, Consolas, monospace" font-weight="bold" text-anchor="middle" '
        f'fill="{colour}">{marking}</text></svg>'
    )


def _data_address(svg: str) -> str:
    """A picture as an image of its own: nothing inside it can run or reach the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
