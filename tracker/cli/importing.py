"""Importing one file: captured as it is, with what it says of itself filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import writing
from tracker.config import load_settings
from tracker.domain.scales import CaptureMethod, DocumentKind, SourceKind
from tracker.importers import Extraction
from tracker.services import documents
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.sources import SourceChoice
from tracker.store.blobs import BlobStore


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--case", "code", metavar="CODE", required=True, help="The case that shall hold it.")
@click.option("--title", help="Title; by default the file's own, else its name.")
@click.option("--author", help="Who wrote it: a source of the case (SRC3), or a name.")
@click.option("--publisher", help="Who published it: a source of the case, or a name.")
@click.option("--published", metavar="DATE", help="When, as EDTF: 2020-01-01, 2020-01, 2020-01-01T15:02.")
@click.option("--address", help="Where it was published.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in DocumentKind]),
    help="What it is; by default an article, or what its media type says.",
)
@click.option("--charset", help="Character set of a text file that does not say its own.")
@click.option("--again", is_flag=True, help="Capture bytes that the case holds already.")
@as_option
def import_file(
    *,
    file: Path,
    code: str,
    title: str | None,
    author: str | None,
    publisher: str | None,
    published: str | None,
    address: str | None,
    kind: str | None,
    charset: str | None,
    again: bool,
    username: str | None,
) -> None:
    """Capture FILE as a new document of a case.

    Title, author, publisher, date and address are taken from the file where it states them and you do not.
    """
    settings = load_settings()
    content = Bytes(file.read_bytes(), file.name, CaptureMethod.IMPORTED, charset=charset, again=again)
    found = documents.read_bytes(content)
    itself = documents.by_itself(found, file.name)
    document = replace(
        itself,
        title=title or itself.title,
        kind=DocumentKind(kind) if kind else itself.kind,
        author=SourceChoice(author, SourceKind.PERSON) if author else itself.author,
        publisher=SourceChoice(publisher, SourceKind.OUTLET) if publisher else itself.publisher,
        published=published or itself.published,
        address=address or itself.address,
    )
    with writing(settings) as session:
        viewer = acting_viewer(session, username)
        blobs = BlobStore(settings.instance / "blobs")
        made = documents.capture(session, blobs, code, document, content, by=viewer, now=datetime.now(UTC))
    click.echo(f"{made.label}  {made.public_id}  captured for {code.upper()}")
    _say(document, found)
    click.echo(f"  SHA-256    {made.sha256}, {made.size:,} bytes")


def _say(document: DocumentContent, found: Extraction) -> None:
    facts = {
        "title": document.title,
        "kind": document.kind.label,
        "author": document.author.text if document.author else None,
        "publisher": document.publisher.text if document.publisher else None,
        "published": document.published,
        "address": document.address,
        "archived": document.archive_address,
        "text": f"{len(found.text):,} characters" if found.text else None,
    }
    for name, fact in facts.items():
        if fact:
            click.echo(f"  {name:9}  {fact}")
    for note in found.notes:
        click.echo(f"  note       {note}")
