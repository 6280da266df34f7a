from __future__ import annotations

import pytest

from tracker.importers import extract
from tracker.importers.charsets import decode

FRENCH = "Les gardes ont ouvert la barrière après l’arrivée du président à la télévision française."


@pytest.mark.parametrize(
    ("codec", "spoken", "text"),
    [
        ("cp1252", "windows-1252", FRENCH),
        ("cp1252", "windows-1252", "He said “they left” — that’s all. The café was closed."),
        (
            "cp1250",
            "windows-1250",
            "Strážci otevřeli bránu, řekl mluvčí ministerstva ve středu večer. Příští týden přijde další žádost.",
        ),
        ("cp1251", "windows-1251", "Охранники открыли ворота, сообщил представитель министерства."),
        ("cp1256", "windows-1256", "فتح الحراس البوابة يوم الأربعاء وقال المتحدث باسم الوزارة إنهم غادروا"),
    ],
)
def test_an_older_character_set_is_guessed_and_the_guess_admitted(codec, spoken, text):
    found = extract(text.encode(codec), "a.txt")
    assert found.text == text
    assert found.notes == (f"The text was read as {spoken}, a guess: check accented and special letters.",)


def test_utf8_needs_no_note():
    assert decode(FRENCH.encode()) == (FRENCH, ())


def test_the_analysts_choice_is_obeyed_over_everything():
    assert extract("Ř".encode("cp1250"), "a.txt", charset="windows-1250").text == "Ř"
    assert extract("é".encode(), "a.txt", charset="iso-8859-1").text == "Ã©"
    assert extract("\ufeffwörds".encode("utf-16"), "a.txt", charset="utf-16").text.endswith("wörds")


@pytest.mark.parametrize(
    "charset", ["no-such", "base64", "punycode", "idna", "unicode_escape", "a\x00b", "x" * 9999]
)
def test_a_choice_that_is_no_character_set_is_refused(refused, charset):
    message, field = refused(b"words", "a.txt", charset=charset)
    assert field == "charset"
    assert len(message) < 120


def test_a_choice_that_does_not_fit_is_refused(refused):
    assert refused(b"caf\xe9", "a.txt", charset="utf-8")[1] == "charset"


@pytest.mark.parametrize("declared", ["shift_jis", "windows-1252", "klingon"])
def test_what_is_certainly_utf8_is_read_so_whatever_it_calls_itself(declared):
    text, notes = decode("Größe".encode(), declared=declared)
    assert (text, len(notes)) == ("Größe", 1)
    assert f"calls itself {declared}" in notes[0]


def test_a_declaration_that_fits_needs_no_note():
    assert decode("Größe".encode("cp1250"), declared="windows-1250") == ("Größe", ())
    assert decode("警備員".encode("iso2022_jp"), declared="iso-2022-jp") == ("警備員", ())


@pytest.mark.parametrize(
    "data", [b"words\x00words", bytes(range(256)) * 20, b"\x01\x02\x03\x04" * 50, "w".encode("utf-16-le") * 9]
)
def test_bytes_that_are_no_text_are_refused(refused, data):
    message, field = refused(data, "a.txt")
    assert "not text" in message
    assert field == "file"
