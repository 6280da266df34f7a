"""Bytes to characters: what was chosen or declared first, then UTF-8, then a guess that is always admitted.

Knows nothing of file formats.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from tracker.domain.errors import DomainError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 200_000
_MAX_CONTROL_SHARE = 0.01

# Older codecs under the name whose repertoire contains theirs: this is how browsers read these labels.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
_ISO_8859 = tuple(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16))
# Only these: Python also has "codecs" that are no character sets, some of them slow on hostile input.
_KNOWN = frozenset(
    (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be"),
        *(f"cp{page}" for page in (866, *range(1250, 1259))),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "big5", "big5hkscs", "euc_jp", "iso2022_jp"),
        *_ISO_8859,
        *_WIDER.values(),
    )
)
_GUESSABLE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r")
_GUESSABLE_EAST_ASIAN = ("shift_jis", "gb18030", "big5", "euc_jp", "euc_kr")
_CENTRAL_EUROPEAN = frozenset(
    ("Czech", "Polish", "Hungarian", "Slovak", "Slovene", "Croatian", "Romanian", "Serbian", "Albanian")
)


def decode(
    data: bytes, *, chosen: str | None = None, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """The characters, and a note where the character set was not certain.

    `chosen` is the analyst's word and is obeyed or refused; `declared` is the file's own and may be wrong.
    """
    if chosen:
        return _refuse_binary(_decode_as_chosen(data, chosen)), ()
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], codec)
            if text is not None:
                return _refuse_binary(text), ()
    known = known_charset(declared) if declared else None
    # What is valid UTF-8 beyond ASCII is hardly ever anything else, and browsers save pages as UTF-8 without
    # changing what the page says of itself.
    for candidate in (known, "utf-8") if data.isascii() else ("utf-8", known):
        read = _try(data, candidate) if candidate else None
        if candidate and read is not None:
            doubt = _doubt(declared, candidate) if declared and candidate != known else ()
            return _refuse_binary(read), doubt
    if b"\x00" in data:
        raise DomainError(_NOT_TEXT, field="file")
    return _guess(data)


def known_charset(label: str) -> str | None:
    """The codec a character set's label stands for, or None where we do not read such a thing."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _KNOWN else None


_NOT_TEXT = (
    "This file is not text: it holds bytes that stand for no character. "
    "Save it as UTF-8 text and upload it again, or paste its text."
)


def _decode_as_chosen(data: bytes, chosen: str) -> str:
    codec = known_charset(chosen)
    if codec is None:
        raise DomainError(f"“{chosen[:40]}” is no character set the tracker reads.", field="charset")
    for mark, marked in _BOMS:
        if data.startswith(mark) and codec in (marked, "utf-16"):
            data, codec = data[len(mark) :], marked
            break
    text = _try(data, codec)
    if text is None:
        raise DomainError(f"This file is not written in {chosen[:40]}. Choose another.", field="charset")
    return text


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _doubt(declared: str, codec: str) -> tuple[str, ...]:
    return (f"The file calls itself {declared[:40]}, which does not fit; it was read as {codec}.",)


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    isolation = [*_GUESSABLE, *_GUESSABLE_EAST_ASIAN]
    matches = list(from_bytes(data[:_SAMPLE_BYTES], cp_isolation=isolation))
    names = [str(match.encoding) for match in matches]
    best = matches[0] if matches else None
    # The guesser lists 1250 before an equally fitting 1252, the commoner by far outside central Europe.
    if best and names[0] == "cp1250" and best.language not in _CENTRAL_EUROPEAN:
        equals = [m for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)]
        if any(m.encoding == "cp1252" for m in equals) or _try(data, "cp1252") == _try(data, "cp1250"):
            names.insert(0, "cp1252")
    for name in names:
        text = _try(data, _WIDER.get(name, name))
        if text is not None:
            spoken = name.replace("cp", "windows-") if name.startswith("cp12") else name
            note = f"The text was read as {spoken}, a guess: check accented and special letters."
            return _refuse_binary(text), (note,)
    raise DomainError(_NOT_TEXT, field="file")


def _refuse_binary(text: str) -> str:
    """A NUL, or many control characters, mean the bytes were never text, whatever they decode to."""
    if "\x00" in text or _controls(text[:_SAMPLE_BYTES]) > _MAX_CONTROL_SHARE:
        raise DomainError(_NOT_TEXT, field="file")
    return text


def _controls(sample: Sequence[str]) -> float:
    odd = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v")
    return odd / max(len(sample), 1)
