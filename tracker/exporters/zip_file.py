"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


def zipped(parts: Mapping[str, bytes], *, stored: Collection[str] = ()) -> bytes:
    """The parts in their order, all dated 1 January 1980; `stored` names those that stay as they are."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            how = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(ZipInfo(name), content, compress_type=how)
    return made.getvalue()
