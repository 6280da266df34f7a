"""The words that the XML parts of a Word document print, in reading order, read as events by expat.

Neither depth nor length costs memory, and a document type declaration (the way to entities) is refused.
Knows nothing of the package the parts come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from tracker.domain.errors import DomainError

_WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_DELETED = ("del", "moveFrom")
# Besides what was deleted: properties (they hold tab stops and marks of their own), and the second copy of
# a drawing that older programs need.
_NOT_PRINTED = (*_DELETED, "pPr", "sectPr", "tblPr", "rPrChange", "Fallback")
_PRINTED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_OFF = ("0", "false", "off")


def feed(
    chunks: Iterable[bytes],
    *,
    start: Callable[[str, str, dict[str, str]], None],
    end: Callable[[str, str], None],
    data: Callable[[str], None],
) -> None:
    """Read one XML part; handlers get the namespace and the local name apart."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def on_start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        start(namespace, tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        namespace, _, tag = name.rpartition(" ")
        end(namespace, tag)

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = data
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_declaration: object) -> None:
    raise DomainError(
        "This Word document declares an XML document type, which Word never does and which can do harm. "
        "Open it in Word or LibreOffice and save it anew as .docx.",
        field="file",
    )


class Words:
    """Collects what is printed. Tracked changes count as accepted; hidden text is left out, and noticed."""

    def __init__(self) -> None:
        self.has_changes = False
        self.has_hidden = False
        self.has_comments = False
        self._pieces: list[str] = []
        self._note_numbers: dict[tuple[str, str], int] = {}
        self._unprinted_depth = 0
        self._in_text = False
        self._run_is_hidden = False

    def text(self) -> str:
        return "".join(self._pieces).rstrip("\n")

    def read(self, chunks: Iterable[bytes]) -> None:
        feed(chunks, start=self._start, end=self._end, data=self._data)

    def _start(self, namespace: str, tag: str, attributes: dict[str, str]) -> None:
        if self._unprinted_depth or tag in _NOT_PRINTED or self._is_separator(tag, attributes):
            self._unprinted_depth += 1
            self.has_changes |= tag in _DELETED
        elif namespace in _WORD_NAMESPACES:
            self._start_printed(tag, attributes)

    def _start_printed(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "t":
            self._in_text = True
        elif tag in _PRINTED:
            self._pieces.append(_PRINTED[tag])
        elif tag == "vanish":
            self._run_is_hidden = attributes.get("val", "true") not in _OFF
        elif tag in ("ins", "moveTo"):
            self.has_changes = True
        elif tag in ("footnoteReference", "endnoteReference", "footnote", "endnote"):
            self._pieces.append(self._mark(tag.removesuffix("Reference"), attributes.get("id", "")))
        elif tag == "commentReference":
            self.has_comments = True

    def _end(self, namespace: str, tag: str) -> None:
        if self._unprinted_depth:
            self._unprinted_depth -= 1
        elif namespace not in _WORD_NAMESPACES:
            return
        elif tag == "t":
            self._in_text = False
        elif tag == "r":
            self._run_is_hidden = False
        elif tag == "p":
            self._pieces.append("\n")
        elif tag in ("tc", "tr"):
            self._close_cell("\t" if tag == "tc" else "\n")

    def _data(self, data: str) -> None:
        if not self._in_text or self._unprinted_depth:
            return
        if self._run_is_hidden:
            self.has_hidden = True
        else:
            self._pieces.append(data)

    def _close_cell(self, mark: str) -> None:
        """A row is one line with tabs: the last paragraph's line end, or the last cell's tab, gives way."""
        if self._pieces and self._pieces[-1] in ("\n", "\t"):
            self._pieces.pop()
        self._pieces.append(mark)

    def _mark(self, kind: str, identifier: str) -> str:
        """Notes are printed with a running number, not with the identifier the file gives them."""
        taken = sum(1 for other, _ in self._note_numbers if other == kind)
        number = self._note_numbers.setdefault((kind, identifier), taken + 1)
        return f"[{'e' if kind == 'endnote' else ''}{number}]"

    @staticmethod
    def _is_separator(tag: str, attributes: dict[str, str]) -> bool:
        """The line between text and notes is stored as if it were a note."""
        return tag in ("footnote", "endnote") and attributes.get("type", "normal") != "normal"
