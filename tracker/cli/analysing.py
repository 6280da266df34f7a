"""Independent lines of cases written down as JSON: file in, JSON out, no installation needed."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import click

from tracker.domain.graph_file import MOST_BYTES, FiledCase, read_cases
from tracker.domain.independence import Lines, analyse_all


@click.command(short_help="Count the independent lines in a JSON file.")
@click.argument("file", type=click.File("rb"))
def analyse(file: BinaryIO) -> None:
    """Count how many independent lines carry each assertion in FILE, and print the answer as JSON.

    FILE (“-” reads standard input) holds a case, or several: sources, assertions, statements and who relays
    whom. Where “bounded” is true there were too many paths to try them all, and the numbers are bounds.
    Nothing is stored, and no installation is needed.
    """
    cases = read_cases(file.read(MOST_BYTES + 1))
    answer = {"cases": [_told(case) for case in cases]}
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2).encode())  # JSON is UTF-8 on any terminal


def _told(case: FiledCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "assertions": {label: _lines(lines) for label, lines in analyse_all(case.graph).items()},
        "what_if": {
            removed: {
                label: lines.lines
                for label, lines in analyse_all(case.graph, without=frozenset({removed})).items()
            }
            for removed in case.what_if
        },
    }


def _lines(lines: Lines) -> dict[str, Any]:
    return {
        "items": len(lines.items),
        "lines": lines.lines,
        "origins": sorted({source for group in lines.origins for source in group}),
        "hangs_on": sorted(sorted(group) for group in lines.hangs_on),
        "resilience": lines.resilience,
        "bounded": lines.bounded,
        "suggested_credibility": lines.suggested and int(lines.suggested),
        "why": lines.why,
    }
