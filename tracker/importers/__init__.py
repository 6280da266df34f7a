"""A file's bytes to canonical text and what the file claims about itself. Never touches the database."""

from tracker.importers.extraction import Extraction, Modality
from tracker.importers.kinds import (
    ACCEPT,
    ACCEPTED_SUFFIXES,
    MAX_BYTES,
    MAX_DOCUMENT_BYTES,
    MAX_MEDIA_BYTES,
)
from tracker.importers.reading import extract, extract_pasted

__all__ = [
    "ACCEPT",
    "ACCEPTED_SUFFIXES",
    "MAX_BYTES",
    "MAX_DOCUMENT_BYTES",
    "MAX_MEDIA_BYTES",
    "Extraction",
    "Modality",
    "extract",
    "extract_pasted",
]
