"""The cited documents for reference managers: CSL-JSON, BibTeX and RIS, each field as the case file holds it.

Authors stay whole, as they were recorded: which part of a name is the family's is nobody's to guess.
"""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO
from urllib.parse import quote

from tracker.domain.errors import DomainError
from tracker.domain.references import identifier, is_author_certain, particulars
from tracker.domain.report import ReportDocument
from tracker.domain.report_records import Reference
from tracker.domain.scales import DocumentKind
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.pandoc import metadata, run_pandoc, tree

# The type in CSL 1.0.2 and in RIS; what a format has no word for is a document and generic.
_TYPES = {
    DocumentKind.POST: ("post", "ICOMM"),
    DocumentKind.VIDEO: ("motion_picture", "VIDEO"),
    DocumentKind.AUDIO: ("document", "SOUND"),
    DocumentKind.PHOTOGRAPH: ("graphic", "FIGURE"),
    DocumentKind.NOTES: ("interview", "PCOMM"),
    DocumentKind.RECORD: ("document", "GOVDOC"),
    DocumentKind.LEAK: ("manuscript", "UNPB"),
    DocumentKind.MESSAGE: ("personal_communication", "PCOMM"),
}
_ON_THE_WEB = ("webpage", "ELEC")
_ANY = ("document", "GEN")
_EDTF_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T[^~?%]*)?([~?%]?)")
_NO_LANGUAGE = "und"  # of an English title pandoc would change the capitals
_SEASONS = 20  # EDTF counts the seasons from 21 on
_SAFE_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~-._"  # but no brace, quotation mark, space or line end


class CslJson:
    name = "csl"
    title = "CSL-JSON (Zotero, pandoc)"
    suffix = ".csl.json"
    media_type = "application/vnd.citationstyles.csl+json"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        del options
        items = [csl_item(reference) for reference in bibliography(report)]
        out.write(f"{json.dumps(items, ensure_ascii=False, indent=2)}\n".encode())


class BibTex:
    name = "bibtex"
    title = "BibTeX (LaTeX, JabRef)"
    suffix = ".bib"
    media_type = "application/x-bibtex; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        """Each value goes to pandoc as plain words, so that it escapes all that means something to TeX."""
        del options
        items = [_bibtex_item(reference) for reference in bibliography(report)]
        if not items:
            return
        made = tree({"references": metadata(items), "lang": metadata(_NO_LANGUAGE)})
        out.write(run_pandoc(["--from=json", "--to=bibtex", "--wrap=none"], made))


class Ris:
    name = "ris"
    title = "RIS (EndNote, Mendeley)"
    suffix = ".ris"
    media_type = "application/x-research-info-systems; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        import rispy

        del options

        class Unnumbered(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
            def set_header(self, count: int) -> str:
                """A count above each entry belongs to no RIS."""
                del count
                return ""

        entries = [_ris_entry(reference) for reference in bibliography(report)]
        out.write(rispy.dumps(entries, implementation=Unnumbered).encode())


def bibliography(report: ReportDocument) -> tuple[Reference, ...]:
    if report.bibliography is None:
        raise DomainError(
            "This version was published before references were kept with it. Its exhibits are listed in the "
            "report itself; the draft has references in every format."
        )
    return report.bibliography


def csl_item(reference: Reference) -> dict[str, Any]:
    """A reference as an item of CSL-JSON 1.0.2."""
    kind, _ = _type(reference)
    address = web_address(reference.address)
    holder = "container-title" if kind in ("webpage", "post", "motion_picture") else "publisher"
    item = {
        "id": identifier(reference),
        "type": kind,
        "title": one_line(reference.title),
        "author": [{"literal": one_line(author)} for author in _author(reference)],
        holder: one_line(reference.publisher),
        "issued": _csl_date(reference.issued, reference.issued_words),
        "accessed": _csl_date(reference.accessed[:10], ""),
        "URL": address,
        "archive_location": web_address(reference.archive_address),
        "note": one_line(particulars(reference)),
    }
    return {name: value for name, value in item.items() if value}


def web_address(text: str) -> str:
    """An http(s) address with nothing in it that could end a field; empty for anything else."""
    if not text.startswith(("http://", "https://")) or any(map(str.isspace, text)):
        return ""
    return quote(text, safe=_SAFE_IN_ADDRESSES)


def one_line(text: str) -> str:
    return " ".join(text.split())


def _type(reference: Reference) -> tuple[str, str]:
    plain = _ON_THE_WEB if web_address(reference.address) else _ANY
    return _TYPES.get(DocumentKind(reference.kind), plain)


def _author(reference: Reference) -> list[str]:
    return [reference.author] if reference.author and is_author_certain(reference) else []


def _csl_date(edtf: str, words: str) -> dict[str, Any]:
    """The day as numbers, “about” as such; what CSL cannot count stays in words."""
    matches = [_EDTF_DAY.fullmatch(part) for part in edtf.split("/")]
    if not edtf:
        return {}
    if not all(matches):
        return {"literal": words or edtf}
    found = [match for match in matches if match]
    if any(int(match[2] or 0) > _SEASONS for match in found):
        return {"literal": words}
    parts = [[int(number) for number in match.groups()[:3] if number] for match in found]
    return {"date-parts": parts, **({"circa": True} if any(match[4] for match in found) else {})}


def _bibtex_item(reference: Reference) -> dict[str, Any]:
    """BibTeX has no field for when something was read, nor for a web site's name."""
    item = csl_item(reference)
    told = [item.pop("container-title", ""), item.pop("note"), f"Captured {reference.accessed[:10]}."]
    item.pop("accessed")
    issued = item.pop("issued", {})
    if "date-parts" in issued:
        item["issued"] = "/".join("-".join(map("{:02}".format, part)) for part in issued["date-parts"])
    if issued and ("circa" in issued or "literal" in issued):
        told.insert(0, f"Date: {one_line(reference.issued_words)}.")
    return {**item, "note": " ".join(f"{part.rstrip('.')}." for part in told if part)}


def _ris_entry(reference: Reference) -> dict[str, Any]:
    """RIS is read line by line: every value is one line."""
    _, kind = _type(reference)
    issued = _EDTF_DAY.fullmatch(reference.issued)
    entry = {
        "type_of_reference": kind,
        "id": identifier(reference),
        "title": one_line(reference.title),
        "authors": [one_line(author) for author in _author(reference)],
        "publisher": one_line(reference.publisher),
        "year": issued[1] if issued else "",
        "date": _ris_date(reference),
        "access_date": f"{reference.accessed[:10].replace('-', '/')}/",
        "urls": [address] if (address := web_address(reference.address)) else [],
        "notes": [one_line(particulars(reference))],
    }
    return {name: value for name, value in entry.items() if value}


def _ris_date(reference: Reference) -> str:
    """“2020/01/02/”; whatever is not one plain day, month or year stands in words after the numbers."""
    found = _EDTF_DAY.fullmatch(reference.issued)
    if found is None:
        return f"///{one_line(reference.issued_words)}" if reference.issued else ""
    told = one_line(reference.issued_words) if found[4] else ""
    return "/".join([*(found[at] or "" for at in (1, 2, 3)), told])
