"""A report as a file in any of the formats, its check, its publication, and the list of those of a case."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path

import click

from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import reading, writing
from tracker.config import load_settings
from tracker.domain.access import Right
from tracker.domain.english import counted
from tracker.domain.errors import DomainError
from tracker.domain.report_lint import Remark
from tracker.exporters import EXPORTERS, named_by
from tracker.services import publishing, report_files, report_lint, versions
from tracker.services.lookup import get_case
from tracker.services.report_lint import Verification
from tracker.store.blobs import BlobStore
from tracker.store.queries import reports as queries

_DEEDS = "--check, --publish and --list"


@click.command()
@click.argument("reference", metavar="REPORT")
@click.option(
    "--format", "chosen", type=click.Choice(list(EXPORTERS)), help="By default what PATH's ending says."
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write; one that exists is replaced.",
)
@click.option(
    "--version", type=click.IntRange(1), help="A published version; by default the draft as it stands."
)
@click.option(
    "--check",
    is_flag=True,
    help="Hold its wording against the rules, its citations against the bytes.",
)
@click.option("--json", "as_json", is_flag=True, help="With --check: the answer as JSON.")
@click.option("--publish", is_flag=True, help="Freeze it as its next version.")
@click.option(
    "--note", help="With --publish: what the version is for, and why although something is missing."
)
@click.option(
    "--all-the-same", is_flag=True, help="With --publish: although some of what it cites has fallen."
)
@click.option("--list", "listing", is_flag=True, help="List the reports of the case REPORT.")
@as_option
def report(  # noqa: PLR0917  click hands every option over
    reference: str,
    chosen: str | None,
    path: Path | None,
    version: int | None,
    check: bool,
    as_json: bool,
    publish: bool,
    note: str | None,
    all_the_same: bool,
    listing: bool,
    username: str | None,
) -> None:
    """Write a report to a file, check it, publish it, or list those of a case.

    REPORT is its public id, or the case with its label: EMBASSY/R1; with --list the case: EMBASSY.

    --check prints every remark on the wording and holds every cited passage against the captured bytes; of a
    published version, its frozen passages. Its exit code is 1 when there is anything to look at, else 0.
    """
    if [path is not None, check, publish, listing].count(True) != 1:
        raise click.UsageError(f"Name a file with -o, or choose one of {_DEEDS}.")
    if as_json and not check:
        raise click.UsageError("--json goes with --check.")
    if (note or all_the_same) and not publish:
        raise click.UsageError("--note and --all-the-same go with --publish.")
    if chosen and path is None:
        raise click.UsageError("--format goes with -o.")
    if version and (publish or listing):
        raise click.UsageError("--version goes with -o and --check.")
    if path is not None:
        _export(reference, chosen, path, version, username)
    elif check:
        _check(reference, version, username, as_json=as_json)
    elif publish:
        _publish(reference, note, username, all_the_same=all_the_same)
    else:
        _list(reference, username)


def _export(
    reference: str, chosen: str | None, path: Path, version: int | None, username: str | None
) -> None:
    exporter = EXPORTERS[chosen] if chosen else named_by(path.name)
    if exporter is None:
        endings = ", ".join(sorted(each.suffix for each in EXPORTERS.values()))
        raise click.UsageError(f"Say which format with --format, or let PATH end in {endings}.")
    told = named_by(path.name)
    if told and told.suffix.rpartition(".")[2] != exporter.suffix.rpartition(".")[2]:
        raise click.UsageError(
            f"“{path.name}” ends like {told.title}: leave out --format, or call it otherwise."
        )
    settings = load_settings()
    blobs = BlobStore(settings.instance / "blobs")
    with reading(settings) as session:
        viewer = acting_viewer(session, username)
        public_id = publishing.find(session, reference, by=viewer)
        if version:
            content = versions.read_file(session, blobs, public_id, version, exporter.name, by=viewer)
        else:
            document = publishing.draft(session, public_id, by=viewer, now=datetime.now(UTC), blobs=blobs)
            made_with = report_files.of_report(session, blobs, public_id, by=viewer)
    if not version:
        made = BytesIO()
        exporter.write(document, made, made_with)
        content = made.getvalue()
    _write(content, path)
    click.echo(f"Written: {path} ({exporter.title}, {f'Version {version}' if version else 'Draft'})")


def _write(content: bytes, path: Path) -> None:
    """Only what was made whole is written: whoever had a good report there keeps it when this one fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise DomainError(f"“{path}” cannot be written: {error.strerror}.") from None


def _check(reference: str, version: int | None, username: str | None, *, as_json: bool) -> None:
    settings = load_settings()
    blobs = BlobStore(settings.instance / "blobs")
    with reading(settings) as session:
        viewer = acting_viewer(session, username)
        public_id = publishing.find(session, reference, by=viewer)
        if version:
            found = report_lint.verify_version(session, blobs, public_id, version, by=viewer)
        else:
            found = report_lint.verify(session, blobs, public_id, by=viewer, now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(_as_values(found), ensure_ascii=False, indent=2).encode())
    else:
        _tell(found)
    if not found.is_clean:
        raise click.exceptions.Exit(1)


def _as_values(found: Verification) -> dict[str, object]:
    return {
        "clean": found.is_clean,
        "remarks": [
            {
                "rule": remark.rule.value,
                "says": remark.rule.definition,
                "source": remark.rule.source,
                "place": remark.place.label,
                "start": remark.start,
                "end": remark.end,
                "sentence": remark.sentence,
                "why": remark.why,
                "fix": remark.fix,
                "rewritten": remark.rewritten or None,
            }
            for remark in found.remarks
        ],
        "set_aside": found.set_aside,
        "citations": {"checked": len(found.citations), "wrong": [asdict(one) for one in found.wrong]},
        "since": list(found.since),
    }


def _tell(found: Verification) -> None:
    for place, remarks in groupby(found.remarks, key=lambda one: one.place):
        click.echo(place.title)
        for remark in remarks:
            _tell_remark(remark)
    for one in found.wrong:
        click.echo(f"{one.statement} in {one.exhibit}, {one.where}: {one.wrong}.")
    for words in found.since:
        click.echo(words)
    remarked = (
        "Nothing to remark."
        if not found.remarks
        else f"{counted(len(found.remarks), 'remark').capitalize()}."
    )
    if found.set_aside:
        remarked += f" {counted(found.set_aside, 'remark').capitalize()} set aside."
    checked = counted(len(found.citations), "cited passage").capitalize()
    right = "all as captured" if not found.wrong else f"{len(found.wrong)} not as captured"
    click.echo(f"{remarked} {checked} held against the stored bytes: {right}.")


def _tell_remark(remark: Remark) -> None:
    click.echo(f"  {' '.join(remark.sentence.split())}")
    click.echo(f"    {remark.rule.label} ({remark.rule.source}).")
    click.echo(f"    {remark.why}")
    click.echo(f"    {remark.fix}")
    if remark.rewritten:
        click.echo(f"    So: {' '.join(remark.rewritten.split())}")
    click.echo()


def _publish(reference: str, note: str | None, username: str | None, *, all_the_same: bool) -> None:
    settings = load_settings()
    blobs = BlobStore(settings.instance / "blobs")

    with writing(settings) as session:
        viewer = acting_viewer(session, username)
        public_id = publishing.find(session, reference, by=viewer)
        accepted = None if all_the_same else ""
        version = publishing.publish(
            session, public_id, note, by=viewer, now=datetime.now(UTC), accepted=accepted, blobs=blobs
        )
        number, digest = version.number, version.sha256
    click.echo(f"Published: version {number}, SHA-256 {digest}")
    for name, exporter in EXPORTERS.items():  # each for itself: what is made stays when another one fails
        with writing(settings) as session:
            viewer = acting_viewer(session, username)
            versions.make_file(session, blobs, public_id, number, name, by=viewer, now=datetime.now(UTC))
        click.echo(f"Kept: {exporter.title}")


def _list(code: str, username: str | None) -> None:
    with reading(load_settings()) as session:
        viewer = acting_viewer(session, username)
        case = get_case(session, code, viewer, Right.READ)
        page = 1
        while True:
            listed = queries.list_reports(session, viewer, case.pk, queries.Wanted(sort="number", page=page))
            for row in listed.rows:
                state = f"version {row.last_version}" if row.last_version else "draft"
                click.echo(f"{row.label}\t{state}\t{row.title}")
            if page * queries.PAGE >= listed.total or listed.page < page:
                return
            page += 1
