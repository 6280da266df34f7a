"""What writing a report costs beside plain Jinja or raw XML of the same words, in the same process.

    python -m tests.benchmarks.report [CITATIONS ...]

Prints for each format the seconds of processor time, the ratio, and the most memory that the process and its children held at
once. Each format is written in a process of its own, so that one does not pay for another's memory. Ratios
and growth mean something on any machine; the seconds do not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from xml.sax.saxutils import escape

from jinja2 import Environment

from tests.exporters.conftest import EMBASSY
from tracker.domain.report import ReportDocument
from tracker.domain.report_compose import compose
from tracker.domain.report_input import CitationInput, CitedStatement, PassageInput
from tracker.domain.scales import Basis, CitationRole
from tracker.exporters import EXPORTERS

FORMATS = ("html", "docx", "pdf")
SIZES = (100, 200, 1_000, 2_000)
_PLAIN = """<!DOCTYPE html><title>{{ title }}</title>
{% for text in texts %}<p>{{ text }}</p>
{% endfor %}"""


def report_of(citations: int) -> ReportDocument:
    """One finding that cites that many statements, each with two paths and a passage."""
    first = EMBASSY.findings[0]
    said = first.citations[0].statement
    cited = tuple(
        CitationInput(
            CitationRole.SUPPORTS,
            CitedStatement(
                f"LONG{number}",
                said.source,
                Basis.OBSERVED,
                paths=said.paths,
                passages=(PassageInput(f"Exact words number {number} of many. " * 4, 1 + number % 5, number, number + 9),),
            ),
        )
        for number in range(citations)
    )  # fmt: skip
    return compose(replace(EMBASSY, findings=(replace(first, citations=cited),), conflicts=()))


def texts_of(value: object) -> list[str]:
    """Every text of a document, in reading order."""
    match value:
        case str():
            return [value]
        case tuple():
            return [text for part in value for text in texts_of(part)]
        case _ if hasattr(value, "__dataclass_fields__"):
            return [text for name in value.__dataclass_fields__ for text in texts_of(getattr(value, name))]
    return []


def plain(name: str, texts: list[str]) -> None:
    """The same words with nothing but a template, or nothing but paragraphs of Word's XML."""
    if name == "html":
        Environment(autoescape=True).from_string(_PLAIN).render(title="", texts=texts).encode()
    else:
        "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in texts).encode()


def _busy() -> float:
    """Seconds of processor time that this process and the children it waited for have used."""
    return sum(os.times()[:4])


def measure(name: str, citations: int) -> None:
    report = report_of(citations)
    texts = texts_of((report.blocks, report.notes))
    EXPORTERS["html"].write(report_of(1), BytesIO())  # what is read once is not what is measured
    began = _busy()
    plain(name, texts)
    bare = max(_busy() - began, 0.01)  # as fine as the clock is
    began = _busy()
    EXPORTERS[name].write(report, BytesIO())
    took = _busy() - began
    held = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{name:5} {citations:6,} citations  {took:7.2f} s  {took / bare:8.1f} ×  {held // 1024:6,} MB")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        measure(arguments[1], int(arguments[2]))
        return
    for name in FORMATS:
        for citations in [int(one) for one in arguments] or SIZES:
            command = [sys.executable, "-m", "tests.benchmarks.report", "--one", name, str(citations)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
