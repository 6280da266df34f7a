"""Where this installation keeps captured bytes."""

from __future__ import annotations

from flask import current_app

from tracker.store.blobs import BlobStore


def blob_store() -> BlobStore:
    return BlobStore(current_app.config["TRACKER"].instance / "blobs")
