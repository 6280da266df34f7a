"""What the rules see in a text, on the terminal or as JSON lines; no case is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from tracker.domain import dates
from tracker.domain.errors import DomainError
from tracker.domain.proposals.model import Proposal, Proposals, Span
from tracker.domain.proposals.proposing import propose
from tracker.domain.proposals.rule_words import rule_in_words

_WIDTH = 100
_LONGEST_SHOWN = 400


@click.command("propose", short_help="Read a text for statements: who said what, when, through whom.")
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"), required=False, metavar="FILE")
@click.option("--date", "dct", metavar="DATE", help="The document's own date as EDTF: 2020-01-01.")
@click.option(
    "--jsonl",
    type=click.File(encoding="utf-8"),
    metavar="IN",
    help="Read one JSON object a line instead of FILE.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Where the JSON lines go; else the terminal.",
)
def propose_statements(
    *, file: TextIO | None, dct: str | None, jsonl: TextIO | None, output: Path | None
) -> None:
    """Propose statements, the author's own contributions and dates from FILE, a text in English.

    Rules and word lists only: the same text always gives the same proposals, each with its reason. “-” reads
    what is piped in. With --jsonl, each line in is {"doc_id", "text", "dct"?} and each line out {"doc_id",
    "attributions", "further", "own", "dates", "notes"}; “further” tells more about one. Places are
    counted in Unicode code points, the end exclusive.
    """
    if (file is None) == (jsonl is None):
        raise click.UsageError("Give either FILE or --jsonl IN.")
    if jsonl is not None:
        _write(jsonl, output)
        return
    assert file is not None
    if dct:
        dates.parse(dct, field="date")
    text = file.read()
    for line in _told(text, propose(text, dct=dct)):
        click.echo(line)


def _write(jsonl: TextIO, output: Path | None) -> None:
    lines = (json.dumps(each, ensure_ascii=False) for each in _answers(jsonl))
    if output is None:
        for line in lines:
            click.echo(line)
        return
    with output.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{line}\n" for line in lines)


def _answers(jsonl: TextIO) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(jsonl, 1):
        if not line.strip():
            continue
        document = _document(line, number)
        found = propose(document["text"], dct=document.get("dct"))
        yield {
            "doc_id": document["doc_id"],
            "attributions": [_as_json(each) for each in found.statements if not each.further],
            "further": [_as_json(each) for each in found.statements if each.further],
            "own": [_as_json(each) for each in found.own],
            "dates": [{"span": list(each.span), "edtf": each.edtf, "why": each.why} for each in found.dates],
            "notes": list(found.notes),
        }


def _document(line: str, number: int) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except json.JSONDecodeError as error:
        raise DomainError(f"Line {number} is not JSON: {error.msg}.") from None
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("text"), str)
        or "doc_id" not in document
    ):
        raise DomainError(f"Line {number} is no object with “doc_id” and “text”.")
    if not isinstance(document.get("dct"), str | None):
        raise DomainError(f"The “dct” of line {number} is no text. Write a date like 2020-01-01.")
    return document


def _as_json(each: Proposal) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": each.id,
        "content": _spans(each.content),
        "source": _spans(each.source),
        "cue": _spans(each.cue),
        "type": each.type.value,
        "kind": each.kind.value,
        "rule": each.rule,
        "why": rule_in_words(each),
        "confidence": each.confidence,
    }
    optional: dict[str, Any] = {
        "parent": each.parent,
        "reporter": _spans(each.reporter),
        "resolved": _spans(each.resolved),
        "resolved_why": each.resolved_why,
        "handle": each.handle,
        "date": each.date,
    }
    return told | {name: value for name, value in optional.items() if value}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in spans]


def _told(text: str, found: Proposals) -> Iterator[str]:
    for note in found.notes:
        yield from (_wrapped(note), "")
    yield click.style("Statements", bold=True)
    depth: dict[str, int] = {}
    for each in found.statements:
        depth[each.id] = depth.get(each.parent or "", -1) + 1
        yield from _statement(text, each, "  " * depth[each.id])
    if not found.statements:
        yield "None."
    if found.own:
        yield from ("", click.style("The author's own", bold=True))
        for each in found.own:
            yield _wrapped(f"{each.kind.value}: “{_shown(text, each.content)}”", "- ", "  ")
    if found.dates:
        yield from ("", click.style("Dates", bold=True))
        for date in found.dates:
            yield _wrapped(f"“{_shown(text, (date.span,))}”: {date.edtf} ({date.why})", "- ", "  ")


def _statement(text: str, each: Proposal, indent: str) -> Iterator[str]:
    who = _shown(text, each.source) or "nobody named"
    if each.resolved:
        who += f" (= {_shown(text, each.resolved)})"
    if each.handle:
        who += f" (@{each.handle})"
    facts = ", ".join(filter(None, (each.type.value, each.kind.value, each.date, f"{each.confidence:.0%}")))
    yield f"{indent}- {click.style(each.id, bold=True)} {who}: {facts}"
    yield _wrapped(f"“{_shown(text, each.content)}”", f"{indent}    ")
    yield _wrapped(" ".join(filter(None, (rule_in_words(each), each.resolved_why))), f"{indent}    ")


def _shown(text: str, spans: tuple[Span, ...]) -> str:
    words = " … ".join(" ".join(text[start:end].split()) for start, end in spans)
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _wrapped(text: str, first: str = "", following: str | None = None) -> str:
    return click.wrap_text(
        text, width=_WIDTH, initial_indent=first, subsequent_indent=first if following is None else following
    )
