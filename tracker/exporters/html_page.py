"""HTML in one file that asks nothing of the network: readable offline for as long as there are browsers."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from importlib.resources import files
from typing import BinaryIO

from tracker.domain.report import NoteRef, ReportDocument
from tracker.domain.scales import Tlp


class HtmlPage:
    name = "html"
    title = "HTML (one page, works offline)"
    suffix = ".html"
    media_type = "text/html; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO) -> None:
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup

        own = files("tracker.exporters")
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.tests["of"] = lambda value, name: type(value).__name__ == name
        environment.filters["data_address"] = _data_address
        template = environment.from_string(own.joinpath("report.html.jinja").read_text(encoding="utf-8"))
        page = template.render(
            report=report,
            meta=report.meta,
            style=Markup(_style(report)),  # noqa: S704  our own style sheet and a marking, one of five words
            policy=Markup(content_policy(report)),  # noqa: S704  our own words and a hash
            references=_References(report),
        )
        out.write(page.encode())


def content_policy(report: ReportDocument) -> str:
    """What a browser may do with the page: use its own style and the pictures inside it, nothing else."""
    digest = b64encode(sha256(_style(report).encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _style(report: ReportDocument) -> str:
    own = files("tracker.exporters").joinpath("report.css")
    return own.read_text(encoding="utf-8") + _page_edges(report)


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


def _page_edges(report: ReportDocument) -> str:
    """The marking and the page number on every printed page."""
    colours = {"RED": "#ff2b2b", "AMBER": "#ffc000", "GREEN": "#33ff00", "CLEAR": "#fff"}
    marking = Tlp(report.meta.marking).label
    colour = colours[marking.removeprefix("TLP:").split("+")[0]]
    width = len(marking) * 0.62 + 1
    badge = (
        f'content: "{marking}"; background: #000; color: {colour}; font: bold 12pt/1 monospace; '
        f"width: {width:.1f}em; height: 1.6em; text-align: center; vertical-align: middle;"
    )
    return (
        f"@page {{ size: A4; margin: 2.3cm 2.4cm 2.1cm;"
        f" @top-right {{ {badge} }} @bottom-left {{ {badge} }}"
        ' @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt serif; } }\n'
    )


def _data_address(svg: str) -> str:
    """A picture as an image of its own: nothing inside it can run or reach the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
