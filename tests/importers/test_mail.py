"""E-mails: what their heads claim, which of their words are read, and what a hostile one can do."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage

import pytest

from tracker.importers import Extraction, mail
from tracker.importers import extract as extract_apart
from tracker.importers.kinds import kind_of

HEAD = (
    "From: Salim Haddad <salim@militia.example>\nTo: Layla <layla@paper.example>\n"
    "Cc: desk@paper.example\nDate: Wed, 1 Jan 2020 15:02:00 +0300\nSubject: The gate\n"
)


def extract(data: bytes, filename: str = "a.eml", charset: str | None = None) -> Extraction:
    """Read in this process: what the process of its own adds is tested with the sandbox."""
    return mail.read(io.BytesIO(data), kind_of(data, filename), charset)


def mail_of(body: str, head: str = HEAD, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"{head}MIME-Version: 1.0\n{more}\n{body}".encode()


def made(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = (
        "a@b.example",
        "Wed, 1 Jan 2020 15:02:00 +0000",
        "S",
    )
    if "plain" in parts:
        message.set_content(parts["plain"])
    if "html" in parts:
        (message.add_alternative if "plain" in parts else message.set_content)(parts["html"], subtype="html")
    return message


def body_of(found: Extraction) -> str:
    return found.text.partition("\n\n")[2].rstrip("\n")


def test_the_head_is_part_of_the_text_and_its_claims_are_taken():
    found = extract(mail_of("They left at noon.\n\n> On Tuesday Omar wrote:\n>> Nobody has left.\n"))
    assert found.text == (
        "From: Salim Haddad <salim@militia.example>\nTo: Layla <layla@paper.example>\nCc: desk@paper.example\n"
        "Date: Wed, 1 Jan 2020 15:02:00 +0300\nSubject: The gate\n\n"
        "They left at noon.\n\n> On Tuesday Omar wrote:\n>> Nobody has left.\n"
    )
    assert (found.title, found.author, found.published) == (
        "The gate",
        "Salim Haddad",
        "2020-01-01T15:02:00+03:00",
    )
    assert (found.media_type, found.publisher, found.address) == ("message/rfc822", None, None)
    assert "anything" in found.notes[0]


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Wed, 1 Jan 2020 15:02:00 -0000", "2020-01-01T15:02:00Z"),
        ("Wed, 1 Jan 2020 15:02:00", "2020-01-01T15:02:00"),
        ("1 Jan 20 15:02 GMT", "2020-01-01T15:02:00+00:00"),
        ("Wed, 31 Feb 2020 15:02:00 +0000", None),
        ("yesterday", None),
        ("Wed, 1 Jan 2020 15:02:00 +9999", None),
    ],
)
def test_a_date_is_taken_with_the_zone_it_gives_or_not_at_all(date, published):
    assert extract(mail_of("Words.", f"From: a@b.example\nDate: {date}\n")).published == published


def test_a_sender_without_a_name_goes_by_the_address():
    found = extract(mail_of("Words.", "From: a@b.example, Omar <o@b.example>\n"))
    assert found.author == "a@b.example, Omar"


def test_encoded_headers_are_read_and_stay_on_one_line():
    subject = "=?utf-8?q?Gate=0D=0ABcc:_x@y.example=00?="
    found = extract(mail_of("Words.", f"From: =?koi8-r?B?79LBzg==?= <a@b.example>\nSubject: {subject}\n"))
    assert found.author == "Оран"
    assert found.title == "Gate Bcc: x@y.example\ufffd"
    assert "\nBcc" not in found.text


def test_the_plain_words_are_preferred_and_the_others_admitted():
    found = extract(bytes(made(plain="Plain words.", html="<p>Painted words.</p>")))
    assert body_of(found) == "Plain words."
    assert any("as a web page as well" in note for note in found.notes)


def test_a_mail_in_html_is_read_whole_like_a_page():
    html = (
        "<style>p{}</style><p>They left at noon.</p><div hidden>unseen</div><div>On Tuesday Omar wrote:</div>"
        "<blockquote type=cite><p>Nobody has left.</p></blockquote><script>draw()</script>"
    )
    assert body_of(extract(bytes(made(html=html)))) == (
        "They left at noon.\nOn Tuesday Omar wrote:\nNobody has left."
    )


def test_a_plain_alternative_without_words_does_not_hide_the_html():
    assert body_of(extract(bytes(made(plain=" \n", html="<p>Words.</p>")))) == "Words."


def test_words_around_a_picture_are_all_read_and_attachments_are_named_unopened():
    parts = (
        "--x\nContent-Type: text/plain\n\nBefore.\n"
        "--x\nContent-Type: image/png; name=gate.png\nContent-Disposition: inline\n\nPNG\n"
        "--x\nContent-Type: text/plain\n\nAfter.\n"
        '--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="../../orders.txt"\n\nSecret order.\n'
        "--x\nContent-Type: message/rfc822\n\nFrom: c@d.example\nSubject: Old\n\nForwarded words.\n--x--\n"
    )
    found = extract(mail_of(parts, Content_Type="multipart/mixed; boundary=x"))
    assert body_of(found) == "Before.\n\nAfter."
    assert found.notes[-1] == (
        "What is attached was left out; the mail names: gate.png, ../../orders.txt, message/rfc822."
    )


def test_a_mail_without_words_is_its_head():
    found = extract(mail_of("", Content_Type="application/pdf"))
    assert found.text.endswith("Subject: The gate\n")
    assert any("no words of its own" in note for note in found.notes)


@pytest.mark.parametrize(
    ("declared", "data", "read", "noted"),
    [
        ("windows-1251", "Охранники открыли ворота".encode("cp1251"), "Охранники открыли ворота", None),
        ("us-ascii", "Première ligne".encode(), "Première ligne", "which does not fit"),
        ("klingon", "Première ligne".encode(), "Première ligne", "which does not fit"),
        ("utf-8", "Die Wächter öffneten das große Tor".encode("cp1252"), "Die Wächter öffneten das große Tor", "a guess"),
    ],
)  # fmt: skip
def test_the_character_set_is_what_fits_and_doubt_is_told(declared, data, read, noted):
    found = extract(mail_of("", Content_Type=f"text/plain; charset={declared}") + data)
    assert body_of(found) == read
    assert noted is None or any(noted in note for note in found.notes)


def test_the_chosen_character_set_is_obeyed():
    data = mail_of("", Content_Type="text/plain") + "Ř".encode("cp1250")
    assert body_of(extract(data, charset="windows-1250")) == "Ř"


def test_direction_marks_stay_with_the_words():
    words = "قال الحارس \u200f(فتحنا)\u200f \u202eabc\u202c"
    assert body_of(extract(mail_of(words, Content_Type="text/plain; charset=utf-8"))) == words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Just a text that somebody renamed.\n", "holds no e-mail"),
        (b"\x00\x01\x02" * 500, "holds no e-mail"),
        (mail_of("a\x00b"), "not text"),
    ],
)
def test_what_is_no_mail_is_refused(refused, data, said):
    message, field = refused(data, "a.eml")
    assert said in message
    assert field == "file"


def nested(levels: int) -> bytes:
    opened = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(levels)
    )
    return f"{HEAD}MIME-Version: 1.0\n{opened}Content-Type: text/plain\n\nDeep words.\n".encode()


def test_parts_within_parts_are_read_as_far_as_it_is_safe(refused):
    assert body_of(extract(nested(50))) == "Deep words."
    assert "nests its parts too deep" in refused(nested(1000), "a.eml")[0]


def test_a_header_of_megabytes_costs_only_its_claim():
    addresses = ", ".join(f"n{number} <n{number}@b.example>" for number in range(100_000))
    began = time.monotonic()
    found = extract_apart(mail_of("Words.", f"From: Omar <o@b.example>\nTo: {addresses}\n"), "a.eml")
    assert time.monotonic() - began < 15
    assert found.text == "From: Omar <o@b.example>\n\nWords.\n"


def test_a_cut_off_mail_is_read_as_far_as_it_goes():
    whole = bytes(made(plain="First words.\n" * 20, html="<p>x</p>"))
    found = extract(whole[: whole.index(b"First words") + 50])
    assert found.text.count("First words.") == 3


def test_five_megabytes_of_words_are_read_whole():
    line = "They left at noon, says the guard at the gate.\n"
    assert extract_apart(mail_of(line * 110_000), "a.eml").text.count(line) == 110_000
