"""A report as a file, in any of the formats, as it stands or as it was published."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click

from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import reading
from tracker.config import load_settings
from tracker.domain.errors import DomainError
from tracker.domain.report import ReportDocument
from tracker.exporters import EXPORTERS, Exporter
from tracker.services import publishing

_BY_SUFFIX = {exporter.suffix: exporter for exporter in EXPORTERS.values()}


@click.command()
@click.argument("reference", metavar="REPORT")
@click.option(
    "--format", "chosen", type=click.Choice(list(EXPORTERS)), help="By default what PATH's ending says."
)
@click.option(
    "-o",
    "--output",
    "path",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write; one that exists is replaced.",
)
@click.option(
    "--version", type=click.IntRange(1), help="A published version; by default the draft as it stands."
)
@as_option
def report(reference: str, chosen: str | None, path: Path, version: int | None, username: str | None) -> None:
    """Write a report to a file.

    REPORT is its public id, or the case with its label: EMBASSY/R1.
    """
    exporter = EXPORTERS[chosen] if chosen else _BY_SUFFIX.get(path.suffix.lower())
    if exporter is None:
        raise click.UsageError(f"Say which format with --format, or let PATH end in {', '.join(_BY_SUFFIX)}.")
    with reading(load_settings()) as session:
        viewer = acting_viewer(session, username)
        public_id = publishing.find(session, reference, by=viewer)
        if version:
            document = publishing.published(session, public_id, version, by=viewer)
        else:
            document = publishing.draft(session, public_id, by=viewer, now=datetime.now(UTC))
    _write(exporter, document, path)
    click.echo(f"Written: {path} ({exporter.title}, {document.meta.version})")


def _write(exporter: Exporter, document: ReportDocument, path: Path) -> None:
    # Made in memory first: whoever had a good report there keeps it when this one fails.
    made = BytesIO()
    exporter.write(document, made)
    try:
        path.write_bytes(made.getvalue())
    except OSError as error:
        raise DomainError(f"“{path}” cannot be written: {error.strerror}.") from None
