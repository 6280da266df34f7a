"""What a report holds for machines and for whoever checks it: its references and its check sheet.

Plain values beside the text of the document; the exporters of tables and of references render these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that is cited. `exhibit` is the capture it stands in; `embedded_in` its title, where we
    hold no more of the document than that page shows, and the hash and the time are those of the page.

    `kind` is a `DocumentKind`, `certainty` an `AuthorCertainty` or empty; `issued` is EDTF;
    `accessed` is when it was captured, in ISO 8601 on the report's clock.
    """

    exhibit: int
    document: str
    kind: str
    title: str
    author: str
    certainty: str
    publisher: str
    issued: str
    issued_words: str
    accessed: str
    address: str
    archive_address: str
    sha256: str
    embedded_in: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """Exact words in an exhibit; `document` says in words which document they were published in."""

    exhibit: int
    exact: str
    where: str
    document: str


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """Everything needed to verify one cited statement, in words.

    `recorded` are the words as the analyst recorded them, where no passage in a capture is tied to them.
    """

    label: str
    source: str
    said: str
    path: str
    basis: str
    recorded: str
    translation: str
    grades: str
    standing: str
    passages: tuple[CheckedPassage, ...]


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """Where a sentence rests on a statement: its note, and what it is cited for by a finding."""

    statement: str
    note: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """How many independent sources carry an assertion that the sentence rests on."""

    assertion: str
    claim: str
    minimum: int
    maximum: int
    words: str


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of the report that claims something. `flags` say what to look at first."""

    place: str
    sentence: str
    citations: tuple[CheckedCitation, ...]
    lines: tuple[CheckedLines, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """The sentences in reading order and the statements they cite, each once."""

    sentences: tuple[CheckedSentence, ...]
    statements: tuple[CheckedStatement, ...]
